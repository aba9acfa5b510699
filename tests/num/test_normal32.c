/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Normals from one word and 2^(s z), against GSL and long double over their whole range, tails included. */
#include "num/normal32.h"

#include <criterion/criterion.h>

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdint.h>

/* What the contract says of word -> normal, in double precision. */
static double
exact_normal(uint32_t word)
{
    const double k = (word & 0x7fffffffu) | 1u;
    const double magnitude = gsl_cdf_ugaussian_Qinv(k * 0x1p-32);
    return word & 0x80000000u ? -magnitude : magnitude;
}

Test(normal32, is_within_5e_7_of_the_exact_normal_in_every_octave)
{
    for (unsigned octave = 0; octave < 31; octave++) {
        const uint64_t low = 1ull << octave, width = low;
        const uint64_t step = width / 4096 > 0 ? width / 4096 : 1;
        double worst = 0.0;
        for (uint64_t k = low; k < low + width; k += step) {
            worst = fmax(worst, fabs((double)rasimi_normal32((uint32_t)k) - exact_normal((uint32_t)k)));
        }
        cr_assert_lt(worst, 5e-7, "octave %u: error %g", octave, worst);
    }
}

Test(normal32, is_odd_and_reaches_past_6_2)
{
    for (uint32_t i = 0; i < 100000; i++) {
        const uint32_t word = i * 2654435761u & 0x7fffffffu;
        cr_assert(rasimi_normal32(word) == -rasimi_normal32(word | 0x80000000u), "word %u", word);
    }
    cr_assert_gt((double)rasimi_normal32(0), 6.2);
    cr_assert_lt((double)rasimi_normal32(0), 6.24);
    cr_assert_float_eq((double)rasimi_normal32(0x7fffffffu), 0.0, 1e-6);
}

/* Moments over words spread evenly: a wrong octave, sign or scale moves one of them. */
static void
moments(float (*normal)(uint32_t), double *mean, double *variance, double *fourth)
{
    const uint32_t n = 1u << 22;
    *mean = *variance = *fourth = 0.0;
    for (uint32_t i = 0; i < n; i++) {
        const double z = (double)normal(i * 1024u + 511u);
        *mean += z / n;
        *variance += z * z / n;
        *fourth += z * z * z * z / n;
    }
}

static float
wrong_by_half_a_percent(uint32_t word)
{
    return 1.005f * rasimi_normal32(word);
}

Test(normal32, has_the_moments_of_a_standard_normal)
{
    double mean, variance, fourth;
    moments(rasimi_normal32, &mean, &variance, &fourth);
    cr_assert_float_eq(mean, 0.0, 1e-6);
    cr_assert_float_eq(variance, 1.0, 1e-4);
    cr_assert_float_eq(fourth, 3.0, 5e-3);
    moments(wrong_by_half_a_percent, &mean, &variance, &fourth);
    cr_assert_gt(fabs(variance - 1.0), 1e-4, "the negative control must be noticed");
}

Test(normal32, exp2_product_is_within_its_stated_error)
{
    for (double s = 0.0; s <= 19.2; s += s < 2.2 ? 0.02 : 0.37) { /* up to |s z| = 120 */
        for (double z = -6.24; z <= 6.24; z += 0.013) {
            const long double exact = exp2l((long double)(float)s * (long double)(float)z);
            const long double error = fabsl((long double)rasimi_exp2_product((float)s, (float)z) / exact - 1.0L);
            const double stated = 3e-7 * (1.0 + fabs(s * z) / 8.0);
            cr_assert_lt((double)error, stated, "s %g z %g: error %Lg", s, z, error);
        }
    }
    cr_assert(rasimi_exp2_product(0.0f, 3.0f) == 1.0f);
    cr_assert(rasimi_exp2_product(1.0f, -5.0f) == 0.03125f);
}
