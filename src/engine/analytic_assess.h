/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: what assessment may make of one person's allocation, and how likely each is. */
#ifndef RASIMI_ENGINE_ANALYTIC_ASSESS_H
#define RASIMI_ENGINE_ANALYTIC_ASSESS_H

#include "engine/analytic_frame.h"

/* An allocation, and its probability at each node of leniency. */
typedef struct rasimi_assessed {
    double gbp_week;
    rasimi_rule_status status;
    double weight[RASIMI_AXIS_MOST];
} rasimi_assessed;

/* A list that is filled anew for each person; zero-initialised is valid. */
typedef struct rasimi_assessed_list {
    size_t n, capacity;
    rasimi_assessed *items;
} rasimi_assessed_list;

/*
 * A row's allocations under a design, of its gross figures where the carer has stopped. Where the assessor's error
 * moves points, each level step of the rule has its exact probability; on slopes, and where the error is a factor,
 * Gauss-Legendre quadrature between the breaks of the rule, at most three sds at a time. Weights of each node of
 * leniency add up to 1. Errors: RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_analytic_assess(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row, bool stopped,
                       rasimi_assessed_list *out);

#endif
