/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may happen to the people of a cell, as intensities a year: compiled from the framework's turnover and moves. */
#ifndef RASIMI_MODEL_TURNOVER_H
#define RASIMI_MODEL_TURNOVER_H

#include <stddef.h>
#include <stdint.h>

/* Where a mover goes who leaves the covered settings. */
#define RASIMI_OUTSIDE UINT32_MAX

/* One destination of a cell's movers. */
typedef struct rasimi_flow {
    uint32_t cell; /* or RASIMI_OUTSIDE */
    double upto;   /* share of the cell's moves that go here or to a flow before; the last is 1 */
} rasimi_flow;

/* A cell's intensities (methods.md section 5): P(out within x years) = 1 - exp(-(leave + move) x). */
typedef struct rasimi_churn {
    double leave;                   /* after the first year in care */
    double leave_first;             /* within it */
    double move;                    /* of all moves together */
    double starters;                /* people a year in the whole cell, before demand growth */
    uint32_t first_flow, n_flows;   /* into study->flows */
    uint32_t first_donor, n_donors; /* into study->cell_donors: rows whose package a newcomer may take */
} rasimi_churn;

/* A stratum's tail: arrivals a year and their severity beyond the threshold. Severity = threshold + GPD(shape, scale),
   held at max. One fit a replicate, from the bootstrap, so that the uncertainty of the fit is carried. */
typedef struct rasimi_tail {
    uint32_t care_group, setting;
    double arrivals; /* a year, before demand growth */
    double threshold_gbp_week, max_gbp_week;
    size_t n_fits;                        /* at least 1 */
    const double *shape, *scale_gbp_week; /* [n_fits] */
    uint32_t first_cell, n_cells;         /* into study->tail_cells: cells that arrivals fall in, by weight */
    size_t n_exceedances;                 /* 0: parameters given */
} rasimi_tail;

/* Cells of a tail with the cumulative share of its people. */
typedef struct rasimi_tail_cell {
    uint32_t cell;
    double upto;
} rasimi_tail_cell;

#endif
