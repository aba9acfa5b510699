/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Beta distribution. log B: Stirling's series after B(a,b) = B(a+1,b) (a+b)/a has brought both shapes above 15,
 * with the large terms cancelled by hand. Distribution function: the continued fraction of Abramowitz & Stegun 26.5.8
 * by Lentz's method (Thompson & Barnett 1986), on the side of the mean where it converges fast. Quantile: Newton's
 * method on the logarithm of the smaller tail against the logarithm of the smaller of x and 1-x, in which the tails of
 * the distribution are straight lines, held in a bracket.
 */
#include "num/beta.h"

#include "num/detmath.h"

#include <stdbool.h>

#define HALF_LOG_TWO_PI 0x1.d67f1c864beb5p-1
/* The fraction needs about 3 sqrt(max(a, b)) terms. */
#define MOST_TERMS 20000
#define MOST_STEPS 200

double
rasimi_log_beta(double a, double b)
{
    double raised = 1.0; /* B(a, b) / B(shapes so far) */
    double low = a < b ? a : b, high = a < b ? b : a;
    for (; low < RASIMI_STIRLING_FROM; low += 1.0) {
        raised *= (low + high) / low;
    }
    for (; high < RASIMI_STIRLING_FROM; high += 1.0) {
        raised *= (low + high) / high;
    }
    const double sum = low + high;
    const double corrections = rasimi_stirling(low) + rasimi_stirling(high) - rasimi_stirling(sum);
    return rasimi_log(raised) + corrections + HALF_LOG_TWO_PI - 0.5 * rasimi_log(high) +
           (low - 0.5) * rasimi_log(low / sum) + high * rasimi_log1p(-low / sum);
}

/* x^a y^b / B(a, b), which is x y times the density. */
static double
power_term(const rasimi_beta *beta, double x, double y)
{
    const double log_x = x < 0.5 ? rasimi_log(x) : rasimi_log1p(-y);
    const double log_y = y < 0.5 ? rasimi_log(y) : rasimi_log1p(-x);
    return rasimi_exp(beta->a * log_x + beta->b * log_y - beta->log_beta);
}

/* Lentz's method replaces what would be 0 by this. */
static double
not_zero(double x)
{
    const double tiny = 1e-300;
    return x < tiny && x > -tiny ? tiny : x;
}

/* The continued fraction: I_x(a, b) = x^a (1-x)^b / (a B(a, b)) times it, for x below (a+1)/(a+b+2). */
static double
fraction(double a, double b, double x)
{
    double c = 1.0, d = 1.0 / not_zero(1.0 - (a + b) * x / (a + 1.0));
    double value = d;
    for (int i = 1; i <= MOST_TERMS; i++) {
        const double m = i, at = a + 2.0 * m;
        const double even = m * (b - m) * x / ((at - 1.0) * at);
        d = 1.0 / not_zero(1.0 + even * d);
        c = not_zero(1.0 + even / c);
        value *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / (at * (at + 1.0));
        d = 1.0 / not_zero(1.0 + odd * d);
        c = not_zero(1.0 + odd / c);
        const double change = d * c;
        value *= change;
        if (change - 1.0 < 0x1p-52 && change - 1.0 > -0x1p-52) {
            break;
        }
    }
    return value;
}

void
rasimi_beta_tails(const rasimi_beta *beta, double x, double y, double *lower, double *upper)
{
    const double a = beta->a, b = beta->b;
    if (x <= 0.0 || y <= 0.0) {
        *lower = x <= 0.0 ? 0.0 : 1.0;
        *upper = 1.0 - *lower;
        return;
    }
    const double power = power_term(beta, x, y);
    if (x < (a + 1.0) / (a + b + 2.0)) {
        *lower = power * fraction(a, b, x) / a;
        *upper = 1.0 - *lower;
    } else {
        *upper = power * fraction(b, a, y) / b;
        *lower = 1.0 - *upper;
    }
}

void
rasimi_beta_make(double a, double b, rasimi_beta *out)
{
    double above;
    *out = (rasimi_beta){.a = a, .b = b, .log_beta = rasimi_log_beta(a, b)};
    rasimi_beta_tails(out, 0.5, 0.5, &out->at_half, &above);
}

/* The Newton iteration's unknown and target: v is x, or 1-x where that is the smaller; the tail wanted is that at or
   below v, or the one above it. */
typedef struct beta_search {
    const rasimi_beta *beta;
    bool from_above;    /* v = 1 - x */
    bool tail_below;    /* the target is P(V <= v) */
    double target;      /* at most 1/2 */
    double least, most; /* bracket of v */
} beta_search;

/* The tail's value at v, and how steeply its logarithm rises (or falls) with log v. */
static double
tail_at(const beta_search *s, double v, double *slope)
{
    const double x = s->from_above ? 1.0 - v : v, y = s->from_above ? v : 1.0 - v;
    double lower, upper;
    rasimi_beta_tails(s->beta, x, y, &lower, &upper);
    const double tail = s->tail_below != s->from_above ? lower : upper;
    const double rise = power_term(s->beta, x, y) / (1.0 - v); /* v times the density */
    *slope = (s->tail_below ? rise : -rise) / tail;
    return tail;
}

/* Where the normal approximation puts v, or where that is no place for it, the first term of P's series in v. */
static double
start_of(const beta_search *s, double below)
{
    const rasimi_beta *beta = s->beta;
    const double a = s->from_above ? beta->b : beta->a, b = s->from_above ? beta->a : beta->b;
    const double mean = a / (a + b), sd = __builtin_sqrt(mean * (1.0 - mean) / (a + b + 1.0));
    const double z = rasimi_normal_quantile(s->target);
    const double v = mean + (s->tail_below ? z : -z) * sd;
    if (v > 0.1 * mean && v < 0.5) {
        return v;
    }
    const double first = rasimi_exp((rasimi_log(below * a) + beta->log_beta) / a);
    return first < 0.5 ? first : 0.5;
}

/* A place inside the bracket, for when Newton's step leaves it. */
static double
inside(const beta_search *s)
{
    return s->least > 0.0 ? __builtin_sqrt(s->least) * __builtin_sqrt(s->most) : 0x1p-20 * s->most;
}

static double
search(beta_search s, double below)
{
    double v = start_of(&s, below);
    for (int i = 0; i < MOST_STEPS && v > 0.0; i++) {
        double slope;
        const double tail = tail_at(&s, v, &slope);
        if ((tail > s.target) == s.tail_below) {
            s.most = v;
        } else {
            s.least = v;
        }
        const double step = rasimi_log(tail / s.target) / slope;
        const double next = v * rasimi_exp(-step);
        if (step < 1e-9 && step > -1e-9) {
            return next; /* what is left is of the size of its square */
        }
        v = next > s.least && next < s.most ? next : inside(&s);
        if (s.most - s.least <= 0x1p-52 * s.most) {
            break;
        }
    }
    return v;
}

double
rasimi_beta_quantile(const rasimi_beta *beta, double lower, double upper)
{
    if (lower <= 0.0 || upper <= 0.0) {
        return lower <= 0.0 ? 0.0 : 1.0;
    }
    const bool from_above = lower > beta->at_half;
    const double below = from_above ? upper : lower, above = from_above ? lower : upper;
    const bool tail_below = below <= above;
    const double v = search(
        (beta_search){
            .beta = beta,
            .from_above = from_above,
            .tail_below = tail_below,
            .target = tail_below ? below : above,
            .most = 1.0,
        },
        below);
    return from_above ? 1.0 - v : v;
}
