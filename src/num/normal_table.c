/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taylor's series of Phi: its derivatives are the density times Hermite's polynomials. */
#include "num/normal_table.h"

#include "num/detmath.h"

#define ONE_OVER_SQRT_TWO_PI 0x1.9884533d43651p-2

static void
fill_node(double x, double term[RASIMI_NORMAL_TABLE_TERMS])
{
    const double density = ONE_OVER_SQRT_TWO_PI * rasimi_exp(-0.5 * x * x), square = x * x;
    term[0] = rasimi_normal_cdf(x);
    term[1] = density;
    term[2] = -density * x / 2.0;
    term[3] = density * (square - 1.0) / 6.0;
    term[4] = density * x * (3.0 - square) / 24.0;
    term[5] = density * ((square - 6.0) * square + 3.0) / 120.0;
}

void
rasimi_normal_table_make(rasimi_normal_table *out)
{
    const int ends = RASIMI_NORMAL_TABLE_ENDS;
    *out = (rasimi_normal_table){0};
    out->term[2 * ends][0] = 1.0;
    for (int node = 1 - ends; node < ends; node++) {
        fill_node((double)node / RASIMI_NORMAL_TABLE_STEPS, out->term[ends + node]);
    }
}
