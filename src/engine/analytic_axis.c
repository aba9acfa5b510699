/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lagrange's interpolation at Chebyshev's nodes of each panel. */
#include "engine/analytic_axis.h"

/* cos((2 i + 1) pi / (2 n)): zeros of Chebyshev's polynomials of degree n, ascending. */
static const double chebyshev[RASIMI_AXIS_ORDER + 1][RASIMI_AXIS_ORDER] = {
    [1] = {0.0},
    [2] = {-0.70710678118654752, 0.70710678118654752},
    [3] = {-0.86602540378443865, 0.0, 0.86602540378443865},
    [4] = {-0.92387953251128676, -0.38268343236508977, 0.38268343236508977, 0.92387953251128676},
    [5] = {-0.95105651629515357, -0.58778525229247313, 0.0, 0.58778525229247313, 0.95105651629515357},
};

static void
place_nodes(rasimi_axis *axis)
{
    axis->n = axis->n_panels * axis->order;
    for (size_t p = 0; p < axis->n_panels; p++) {
        const double middle = 0.5 * (axis->edge[p] + axis->edge[p + 1]),
                     half = 0.5 * (axis->edge[p + 1] - axis->edge[p]);
        for (size_t i = 0; i < axis->order; i++) {
            axis->node[p * axis->order + i] = middle + half * chebyshev[axis->order][i];
        }
    }
}

void
rasimi_axis_make(double low, double high, size_t n_panels, size_t order, rasimi_axis *out)
{
    const bool one = !(high > low);
    *out = (rasimi_axis){.n_panels = one ? 1 : n_panels, .order = one ? 1 : order};
    for (size_t p = 0; p <= out->n_panels; p++) {
        out->edge[p] = low + (high - low) * ((double)p / (double)out->n_panels);
    }
    place_nodes(out);
}

void
rasimi_axis_make_kinked(double low, double high, double kink, size_t order, rasimi_axis *out)
{
    const bool inside = kink > low && kink < high;
    rasimi_axis_make(low, high, inside ? 2 : 1, order, out);
    if (inside) {
        out->edge[1] = kink;
        place_nodes(out);
    }
}

size_t
rasimi_axis_weights(const rasimi_axis *axis, double x, double weights[RASIMI_AXIS_ORDER])
{
    size_t panel = 0;
    while (panel + 1 < axis->n_panels && x > axis->edge[panel + 1]) {
        panel++;
    }
    const double *node = axis->node + panel * axis->order;
    for (size_t i = 0; i < axis->order; i++) {
        weights[i] = 1.0;
        for (size_t j = 0; j < axis->order; j++) {
            weights[i] *= j == i ? 1.0 : (x - node[j]) / (node[i] - node[j]);
        }
    }
    return panel * axis->order;
}
