/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreement of two ways of measuring the same people (Bland & Altman 1986). */
#ifndef RASIMI_NUM_AGREEMENT_H
#define RASIMI_NUM_AGREEMENT_H

#include <stddef.h>

typedef struct rasimi_agreement {
    size_t n;
    double bias, bias_se; /* mean difference; sd of the differences / sqrt(n) */
    double sd_difference; /* with n - 1 */
    double sd, sd_se;     /* the method's own error, once the reference's is taken off, and its standard error */
} rasimi_agreement;

/* From differences, a method less the reference, of n >= 2 people. The errors of the two are taken as independent:
   var(difference) = sd^2 + reference_sd^2, so sd^2 = var(difference) - reference_sd^2, 0 where that is negative. With
   two methods alone the data do not say how the error is split (Grubbs 1948); reference_sd does. The standard error of
   sd is by the normal law of the variance, sd_difference^2 sqrt(2 / (n - 1)) / (2 sd); 0 where sd is 0. */
rasimi_agreement
rasimi_agree(const double *differences, size_t n, double reference_sd);

#endif
