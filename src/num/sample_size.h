/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large a sample must be, and how far it may be off: simple random sampling without replacement from a finite
   population (Cochran 1977, Sampling Techniques, 3rd edition; sections are named where a formula is used). */
#ifndef RASIMI_NUM_SAMPLE_SIZE_H
#define RASIMI_NUM_SAMPLE_SIZE_H

#include <stddef.h>
#include <stdint.h>

#include "base/strict_math.h"

/* z of a two-sided interval: Phi^-1((1 + confidence) / 2), 0 < confidence < 1. */
double
rasimi_sample_z(double confidence);

/* People needed so that a share is known within +-interval, whatever the share is: n0 = z^2 / (4 interval^2),
   n = n0 / (1 + (n0 - 1) / people), rounded up (section 4.4). people may be HUGE_VAL; at most `people`. */
uint64_t
rasimi_sample_for_share(double z, double interval, double people);

/* Variance of the estimated total of `people` whose standard deviation is sd (divisor people - 1), from n of them:
   people^2 sd^2 (1/n - 1/people) (section 2.6). 0 where everybody is in the sample. */
double
rasimi_sample_variance(double people, double sd, double n);

/* The fewest people, at least `least`, with a variance of the total of at most `most` > 0 (section 4.6). */
uint64_t
rasimi_sample_for_variance(uint64_t people, double sd, double most, uint64_t least);

/* A line above which everybody is taken. */
typedef struct rasimi_sample_line {
    double above;    /* what is larger is taken; HUGE_VAL: nobody */
    uint64_t taken;  /* people above it */
    uint64_t size;   /* of the whole sample, they among it */
    double variance; /* of the estimated total */
} rasimi_sample_line;

/* The line that makes the variance of the total least in a sample of n, 2 <= n, the others being a simple random sample
   (Glasser 1962; Hidiroglou 1986), by trying every one. descending[people] from the largest down. At least 2 of the
   others are drawn, or all. */
rasimi_sample_line
rasimi_sample_best_line(const double *descending, uint64_t people, uint64_t n);

/* The line with which the smallest sample reaches a variance of at most `most` > 0. */
rasimi_sample_line
rasimi_sample_least_line(const double *descending, uint64_t people, double most);

/* Factor on the size found with a standard deviation estimated from n rows: E[sigma^2 / s^2] is about 1 + 2/n (Cox
   1952; Cochran 1977, section 4.7). */
double
rasimi_sample_pilot_factor(uint64_t n);

#endif
