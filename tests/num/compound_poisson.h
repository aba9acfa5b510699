/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles, means and standard deviations of compound Poisson sums, written by compound_poisson.py: a Poisson number
   of severities min(threshold + generalised Pareto, cap). */
#ifndef RASIM_TESTS_NUM_COMPOUND_POISSON_H
#define RASIM_TESTS_NUM_COMPOUND_POISSON_H

#define COMPOUND_LEVELS 7
#define COMPOUND_CASES  4

static const double compound_levels[COMPOUND_LEVELS] = {0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.995};

typedef struct compound_case {
    double mean_number, threshold, shape, scale, cap;
    double mean, sd, quantiles[COMPOUND_LEVELS];
} compound_case;

static const compound_case compound_cases[COMPOUND_CASES] = {
    {12, 1500, 0.2, 450, 65536, 24749.99, 7574.53, {15388, 24280, 30950, 34705, 37950, 44418, 46923}},
    {60, 1500, -0.1, 400, 65536, 111818.18, 14662.88, {93244, 111486, 124062, 130819, 136493, 147362, 151413}},
    {3, 2000, 0.45, 600, 10000, 8969.33, 5728.03, {2270, 8100, 13450, 16708, 19608, 25622, 28006}},
    {30, 1200, 0, 500, 4000, 50944.53, 9679.92, {38764, 50606, 58990, 63558, 67426, 74907, 77720}},
};

#endif
