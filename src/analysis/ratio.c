/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ratios of sums over replicates. */
#include "analysis/ratio.h"

#include <math.h>

rasim_measured
rasimi_ratio_measured(const rasimi_ratio *ratio)
{
    rasim_measured out = {(double)NAN, (double)NAN};
    if (!(ratio->n > 0))
        return out;
    out.value = ratio->y / ratio->n;
    if (ratio->replicates > 1) {
        const double replicates = (double)ratio->replicates;
        const double squares = ratio->yy - 2 * out.value * ratio->yn + out.value * out.value * ratio->nn;
        out.se = sqrt((squares > 0 ? squares : 0) * replicates / (replicates - 1)) / ratio->n;
    }
    return out;
}
