/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: one way that a person's year may go, as a broken line from what their needs cost to what the
   envelope bears (methods.md section 4, steps 3 to 8), and its moments. */
#ifndef RASIMI_ENGINE_ANALYTIC_WAY_H
#define RASIMI_ENGINE_ANALYTIC_WAY_H

#include <stdbool.h>

#include "engine/analytic_line.h"

/* What sign-off starts from: £ a week. */
typedef struct rasimi_way {
    double allocation; /* A, and what protection adds */
    double more;       /* by which need exceeds the drawn need cost: the carer has stopped */
    double threshold;  /* need above this is planned one by one; infinity: never; 0: always */
    double share;      /* of need that is then paid: 1 less the saving; legacy packages: 1; the ineligible: 0 */
} rasimi_way;

/* What is the same for everybody. */
typedef struct rasimi_way_terms {
    double above, below; /* 1 + tau, 1 - tau */
    double log_ratio;    /* of the two */
} rasimi_way_terms;

/* What the shared shocks come to. */
typedef struct rasimi_way_shock {
    double price, uplift, trim; /* 1 + pi (f / fbar - 1), u X, d X held in 0..1 */
} rasimi_way_shock;

/* From the budget to net: net = max(kept x budget - taken, 0). */
typedef struct rasimi_way_income {
    double kept;  /* of the budget: what is spent of it, less other funding that is a share of that */
    double taken; /* other funding in £ and the contribution */
} rasimi_way_income;

/* Net of a person's year as a line of the drawn need cost. */
rasimi_line
rasimi_way_line(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_shock *shock,
                const rasimi_way_income *income);

/* The range of shared shocks over which a way is looked at. */
typedef struct rasimi_way_range {
    rasimi_way_shock low, high;
} rasimi_way_range;

/* How a way's moments are found. But for 6 people in 10^5 of each way, whatever the shocks of the range: */
typedef enum rasimi_way_kind {
    RASIMI_WAY_STRAIGHT, /* net is kept x price x budget - taken: moments are polynomials in the shocks */
    RASIMI_WAY_CUT,      /* the same, but for those with the least need, whose net is held at 0 */
    RASIMI_WAY_BROKEN,   /* anything else: by its line */
} rasimi_way_kind;

rasimi_way_kind
rasimi_way_kind_of(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_range *range,
                   const rasimi_way_income *income, const rasimi_lognormal *need);

/* E[budget^k; the person pays for something], k = 0 to 3, at planned prices, as a polynomial in uplift share u and trim
   share d, has terms: 1 | 1 u d | 1 u d u^2 d^2 | 1 u d u^2 d^2 u^3 d^3. */
#define RASIMI_WAY_TERMS 16

#endif
