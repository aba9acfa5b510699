/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions by their quantile at Phi(z). Upper tails are computed from Phi(-z), so that no digit of 1 - p is lost.
   PERT: Malcolm, Roseboom, Clark & Fazar (1959), as the Beta with shapes 1 + lambda (mode - min) / (max - min) and
   1 + lambda (max - mode) / (max - min). */
#include "num/laws.h"

#include "num/detmath.h"

#include <stddef.h>

/* Shapes of a share's Beta sum to a million at most: the quantile is tested up to there, and nothing is so certain. */
#define MOST_CERTAIN 1e6
#define MOST_LAMBDA  1000.0
/* How near a share's sd may come to the largest possible: as it is written, and where it is scaled. */
#define MOST_OF_LARGEST 0.99
#define WIDEST          0.95

static bool
is_finite(double x)
{
    return x - x == 0.0;
}

static bool
wrong(rasimi_law_fault *fault, const char *parameter, const char *rule)
{
    *fault = (rasimi_law_fault){parameter, rule};
    return false;
}

static bool
sd_valid(double sd, rasimi_law_fault *fault)
{
    return (sd >= 0.0 && is_finite(sd)) || wrong(fault, "sd", "must be 0 or above");
}

static bool
range_valid(const rasimi_law_spec *s, rasimi_law_fault *fault)
{
    if (!is_finite(s->min) || !is_finite(s->max) || !is_finite(s->max - s->min)) {
        return wrong(fault, is_finite(s->min) ? "max" : "min", "must be a number");
    }
    return s->min < s->max || wrong(fault, "max", "must be above min");
}

static bool
mode_valid(const rasimi_law_spec *s, rasimi_law_fault *fault)
{
    return range_valid(s, fault) &&
           ((s->mode >= s->min && s->mode <= s->max) || wrong(fault, "mode", "must lie between min and max"));
}

/* The least sd of a share that is not 0, and the one that all or nothing has: no share has more. */
static double
least_share_sd(double mean)
{
    return __builtin_sqrt(mean * (1.0 - mean) / (MOST_CERTAIN + 1.0));
}

static double
largest_share_sd(double mean)
{
    return __builtin_sqrt(mean * (1.0 - mean));
}

static bool
share_valid(const rasimi_law_spec *s, rasimi_law_fault *fault)
{
    if (!(s->mean > 0.0 && s->mean < 1.0)) {
        return wrong(fault, "mean", "must lie between 0 and 1, both left out");
    }
    if (!sd_valid(s->sd, fault)) {
        return false;
    }
    if (s->sd > MOST_OF_LARGEST * largest_share_sd(s->mean)) {
        return wrong(fault, "sd", "must be at most 0.99 times the square root of mean x (1 - mean)");
    }
    return s->sd == 0.0 || s->sd >= least_share_sd(s->mean) ||
           wrong(fault, "sd", "must be 0, or at least a thousandth of the square root of mean x (1 - mean)");
}

bool
rasimi_law_valid(const rasimi_law_spec *spec, rasimi_law_fault *fault)
{
    switch (spec->kind) {
        case RASIMI_LAW_FIXED:
            return is_finite(spec->value) || wrong(fault, "value", "must be a number");
        case RASIMI_LAW_NORMAL:
            return is_finite(spec->mean) ? sd_valid(spec->sd, fault) : wrong(fault, "mean", "must be a number");
        case RASIMI_LAW_LOGNORMAL:
            return spec->mean > 0.0 && is_finite(spec->mean) ? sd_valid(spec->sd, fault)
                                                             : wrong(fault, "mean", "must be above 0");
        case RASIMI_LAW_UNIFORM:
            return range_valid(spec, fault);
        case RASIMI_LAW_TRIANGULAR:
            return mode_valid(spec, fault);
        case RASIMI_LAW_PERT:
            return mode_valid(spec, fault) && ((spec->lambda >= 0.0 && spec->lambda <= MOST_LAMBDA) ||
                                               wrong(fault, "lambda", "must lie between 0 and 1000"));
        case RASIMI_LAW_BETA:
            return share_valid(spec, fault);
    }
    return wrong(fault, "kind", "must be a known distribution");
}

static void
fix_at(rasimi_law *law, double value)
{
    law->spec.kind = RASIMI_LAW_FIXED;
    law->mean = law->spec.value = value;
    law->sd = 0.0;
}

/* v = ln(1 + (sd / mean)^2), m = ln mean - v / 2. */
static void
make_lognormal(rasimi_law *law, double scale)
{
    const double sd = scale * law->spec.sd, relative = sd / law->spec.mean;
    const double variance = rasimi_log1p(relative * relative);
    law->mean = law->spec.mean;
    law->sd = sd;
    law->log_mean = rasimi_log(law->mean) - 0.5 * variance;
    law->log_sd = __builtin_sqrt(variance);
}

static void
make_triangular(rasimi_law *law)
{
    const rasimi_law_spec *s = &law->spec;
    const double width = s->max - s->min, up = s->mode - s->min;
    law->at_mode = up / width;
    law->mean = s->min + (width + up) / 3.0;
    law->sd = __builtin_sqrt((width * (width - up) + up * up) / 18.0);
}

static void
make_pert(rasimi_law *law)
{
    const rasimi_law_spec *s = &law->spec;
    const double width = s->max - s->min;
    const double a = 1.0 + s->lambda * ((s->mode - s->min) / width), b = 1.0 + s->lambda * ((s->max - s->mode) / width);
    const double sum = a + b;
    rasimi_beta_make(a, b, &law->beta);
    law->mean = s->min + width * (a / sum);
    law->sd = width * __builtin_sqrt(a * b / (sum + 1.0)) / sum;
}

static void
make_share(rasimi_law *law, double scale)
{
    const double mean = law->spec.mean, written = law->spec.sd, widest = WIDEST * largest_share_sd(mean);
    double sd = scale * written;
    if (sd > widest && sd > written) {
        sd = written > widest ? written : widest;
    }
    if (sd < least_share_sd(mean)) {
        fix_at(law, mean);
        return;
    }
    const double sum = mean * (1.0 - mean) / (sd * sd) - 1.0;
    rasimi_beta_make(mean * sum, (1.0 - mean) * sum, &law->beta);
    law->mean = mean;
    law->sd = sd;
}

/* Kinds whose distances from the mean are multiplied. */
static void
make_plain(rasimi_law *law)
{
    const rasimi_law_spec *s = &law->spec;
    switch (s->kind) {
        case RASIMI_LAW_UNIFORM:
            law->mean = s->min + 0.5 * (s->max - s->min);
            law->sd = (s->max - s->min) / __builtin_sqrt(12.0);
            break;
        case RASIMI_LAW_TRIANGULAR:
            make_triangular(law);
            break;
        case RASIMI_LAW_PERT:
            make_pert(law);
            break;
        default:
            law->mean = s->mean;
            law->sd = s->sd;
    }
    law->sd *= law->scale;
}

void
rasimi_law_make(const rasimi_law_spec *spec, double sd_scale, rasimi_law *out)
{
    *out = (rasimi_law){.spec = *spec, .scale = 1.0};
    if (spec->kind == RASIMI_LAW_FIXED) {
        fix_at(out, spec->value);
    } else if (spec->kind == RASIMI_LAW_LOGNORMAL) {
        make_lognormal(out, sd_scale);
    } else if (spec->kind == RASIMI_LAW_BETA) {
        make_share(out, sd_scale);
    } else {
        out->scale = sd_scale;
        make_plain(out);
    }
}

static double
uniform_at(const rasimi_law_spec *s, double p, double q)
{
    const double width = s->max - s->min;
    return p < q ? s->min + width * p : s->max - width * q;
}

static double
triangular_at(const rasimi_law *law, double p, double q)
{
    const rasimi_law_spec *s = &law->spec;
    const double width = s->max - s->min;
    return p < law->at_mode ? s->min + __builtin_sqrt(p * width * (s->mode - s->min))
                            : s->max - __builtin_sqrt(q * width * (s->max - s->mode));
}

/* The quantity before its distance from the mean is scaled. */
static double
plain_at(const rasimi_law *law, double p, double q)
{
    const rasimi_law_spec *s = &law->spec;
    switch (s->kind) {
        case RASIMI_LAW_UNIFORM:
            return uniform_at(s, p, q);
        case RASIMI_LAW_TRIANGULAR:
            return triangular_at(law, p, q);
        case RASIMI_LAW_PERT:
            return s->min + (s->max - s->min) * rasimi_beta_quantile(&law->beta, p, q);
        default:
            return rasimi_beta_quantile(&law->beta, p, q);
    }
}

double
rasimi_law_at(const rasimi_law *law, double z)
{
    switch (law->spec.kind) {
        case RASIMI_LAW_FIXED:
            return law->spec.value;
        case RASIMI_LAW_NORMAL:
            return law->mean + law->sd * z;
        case RASIMI_LAW_LOGNORMAL:
            return rasimi_exp(law->log_mean + law->log_sd * z);
        default:
            break;
    }
    const double x = plain_at(law, rasimi_normal_cdf(z), rasimi_normal_cdf(-z));
    return law->scale == 1.0 ? x : law->mean + law->scale * (x - law->mean);
}
