/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes and variances of simple random samples, alone and below a line above which everybody is taken. */
#include "num/sample_size.h"

#include <math.h>
#include <stdbool.h>

#include "num/detmath.h"

double
rasimi_sample_z(double confidence)
{
    return rasimi_normal_quantile((1 + confidence) / 2);
}

uint64_t
rasimi_sample_for_share(double z, double interval, double people)
{
    const double n0 = z * z / (4 * interval * interval);
    const double n = ceil(n0 / (1 + (n0 - 1) / people));
    return (uint64_t)(n < people ? n : people);
}

double
rasimi_sample_variance(double people, double sd, double n)
{
    return n < people ? people * people * sd * sd * (1 / n - 1 / people) : 0;
}

uint64_t
rasimi_sample_for_variance(uint64_t people, double sd, double most, uint64_t least)
{
    const double all = (double)people, spread = all * sd;
    const double n = ceil(spread * spread / (most + all * sd * sd));
    uint64_t size = n < all ? (uint64_t)n : people;
    if (size < least)
        size = least < people ? least : people;
    while (size < people && rasimi_sample_variance(all, sd, (double)size) > most)
        size++; /* a quotient that was rounded down to a whole number */
    return size;
}

/* Spread of everybody but the `taken` largest, taking one more away at a time. Sums are of deviations from the mean of
   all, so that little is lost. */
typedef struct others_left {
    const double *descending;
    uint64_t people, taken;
    double pivot, sum, squares;
} others_left;

static others_left
leave_all(const double *descending, uint64_t people)
{
    others_left self = {.descending = descending, .people = people};
    for (uint64_t i = 0; i < people; i++)
        self.pivot += descending[i] / (double)people;
    for (uint64_t i = people; i-- > 0;) {
        const double d = descending[i] - self.pivot;
        self.sum += d;
        self.squares += d * d;
    }
    return self;
}

static double
sd_left(const others_left *self)
{
    const double n = (double)(self->people - self->taken);
    const double squares = n > 1 ? self->squares - self->sum * self->sum / n : 0;
    return squares > 0 ? sqrt(squares / (n - 1)) : 0;
}

/* Takes the next largest away, and all that are equal to it: no line lies between equals. */
static void
take_next(others_left *self)
{
    const double value = self->descending[self->taken];
    while (self->taken < self->people && !(self->descending[self->taken] < value)) {
        const double d = value - self->pivot;
        self->sum -= d;
        self->squares -= d * d;
        self->taken++;
    }
}

static rasimi_sample_line
line_at(const others_left *self, uint64_t of_the_others)
{
    const double others = (double)(self->people - self->taken);
    return (rasimi_sample_line){
        .above = self->taken == 0             ? HUGE_VAL
                 : self->taken < self->people ? self->descending[self->taken]
                                              : 0,
        .taken = self->taken,
        .size = self->taken + of_the_others,
        .variance = rasimi_sample_variance(others, sd_left(self), (double)of_the_others),
    };
}

/* Whether this many of the others can be drawn: two of them, or all. */
static bool
leaves_enough(const others_left *self, uint64_t n)
{
    return self->taken <= n && (n - self->taken >= 2 || n - self->taken == self->people - self->taken);
}

rasimi_sample_line
rasimi_sample_best_line(const double *descending, uint64_t people, uint64_t n)
{
    others_left self = leave_all(descending, people);
    rasimi_sample_line best = line_at(&self, n < people ? n : people);
    while (self.taken < people) {
        take_next(&self);
        if (!leaves_enough(&self, n))
            break;
        const uint64_t left = people - self.taken, others = n - self.taken < left ? n - self.taken : left;
        const rasimi_sample_line line = line_at(&self, others);
        if (line.variance < best.variance)
            best = line;
    }
    return best;
}

rasimi_sample_line
rasimi_sample_least_line(const double *descending, uint64_t people, double most)
{
    others_left self = leave_all(descending, people);
    rasimi_sample_line best = line_at(&self, rasimi_sample_for_variance(people, sd_left(&self), most, 2));
    while (self.taken < people) {
        take_next(&self);
        const uint64_t others = rasimi_sample_for_variance(people - self.taken, sd_left(&self), most, 2);
        if (self.taken + others < best.size)
            best = line_at(&self, others);
    }
    return best;
}

double
rasimi_sample_pilot_factor(uint64_t n)
{
    return 1 + 2 / (double)n;
}
