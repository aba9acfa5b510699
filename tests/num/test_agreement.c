/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreement of two ways of measuring: the published example of Bland & Altman (1986), and R where an own error of the
   reference is taken off. */
#include "num/agreement.h"

#include <criterion/criterion.h>
#include <math.h>

/* Bland & Altman (Lancet 1986, table 1): first readings of the Wright and the mini peak flow meter, 17 people, l/min.
 */
static const double WRIGHT[] = {494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427};
static const double MINI[] = {512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451};
enum { N = sizeof WRIGHT / sizeof *WRIGHT };

static void
subtract(double *out)
{
    for (int i = 0; i < N; i++)
        out[i] = WRIGHT[i] - MINI[i];
}

/* The paper prints: mean difference -2.1, sd 38.8, standard error of the mean 9.4. */
Test(agreement, the_published_peak_flow_example)
{
    double differences[N];
    subtract(differences);
    const rasimi_agreement found = rasimi_agree(differences, N, 0);
    cr_assert_eq(found.n, N);
    cr_assert_float_eq(found.bias, -2.1, 0.05, "%g", found.bias);
    cr_assert_float_eq(found.sd_difference, 38.8, 0.05, "%g", found.sd_difference);
    cr_assert_float_eq(found.bias_se, 9.4, 0.05, "%g", found.bias_se);
    cr_assert_float_eq(found.sd, found.sd_difference, 1e-12, "all of the error is the method's");
}

/* R: v <- var(wright - mini); s <- sqrt(v - 15.3^2); print(c(s, v * sqrt(2/16) / (2*s)), digits=17)
   15.3 is the paper's own figure for the Wright meter's repeatability. */
Test(agreement, the_references_own_error_is_taken_off)
{
    double differences[N];
    subtract(differences);
    const rasimi_agreement found = rasimi_agree(differences, N, 15.3);
    cr_assert_float_eq(found.sd, 35.6180473091612271, 1e-9, "%.17g", found.sd);
    cr_assert_float_eq(found.sd_se, 7.4582578009943434, 1e-9, "%.17g", found.sd_se);
    cr_assert_float_eq(found.bias, -36.0 / 17, 1e-12);
    const rasimi_agreement none = rasimi_agree(differences, N, 40);
    cr_assert(none.sd == 0 && none.sd_se == 0, "the reference errs more than the two differ");
}
