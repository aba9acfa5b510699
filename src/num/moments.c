/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact moments of whole numbers. */
#include "num/moments.h"

void
rasimi_moments_add(rasimi_moments *m, const int64_t *values, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        const int64_t value = values[i];
        m->least = m->n == 0 || value < m->least ? value : m->least;
        m->most = m->n == 0 || value > m->most ? value : m->most;
        m->sum += value;
        m->squares += (rasimi_wide_unsigned)((rasimi_wide)value * value);
        m->n++;
    }
}

void
rasimi_moments_merge(rasimi_moments *m, const rasimi_moments *other)
{
    if (other->n == 0) {
        return;
    }
    m->least = m->n == 0 || other->least < m->least ? other->least : m->least;
    m->most = m->n == 0 || other->most > m->most ? other->most : m->most;
    m->sum += other->sum;
    m->squares += other->squares;
    m->n += other->n;
}

/* Deviations are taken from the whole number c next to the mean: sum (x - c)^2 = sum x^2 - 2 c sum x + n c^2, whose
   terms may outgrow 128 bits but not what is left of them. */
double
rasimi_moments_sd(const rasimi_moments *m)
{
    if (m->n < 2) {
        return 0.0;
    }
    const rasimi_wide n = m->n, centre = m->sum / n, rest = m->sum - n * centre; /* |rest| < n */
    const rasimi_wide_unsigned c = (rasimi_wide_unsigned)centre, count = m->n;
    const rasimi_wide_unsigned about_centre = m->squares - 2 * c * (rasimi_wide_unsigned)m->sum + count * c * c;
    const double about_mean = (double)about_centre - (double)(rest * rest) / (double)m->n;
    const double variance = about_mean / (double)(m->n - 1);
    return variance > 0.0 ? __builtin_sqrt(variance) : 0.0;
}
