/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: three moments of what one person costs, at every node of the shared shocks. */
#ifndef RASIMI_ENGINE_ANALYTIC_PERSON_H
#define RASIMI_ENGINE_ANALYTIC_PERSON_H

#include "engine/analytic_assess.h"
#include "engine/analytic_mixture.h"

/* A way that is not straight, or not altogether. */
typedef struct rasimi_bent_way {
    rasimi_way way;
    bool cut;     /* else it is broken */
    size_t index; /* of a cut way, in its block */
    double probability;
    const double *weight; /* at each node of leniency; NULL: 1 */
} rasimi_bent_way;

/* Scratch for one person after another. */
typedef struct rasimi_person_work {
    rasimi_assessed_memo *assessed;
    rasimi_way_block block; /* ways not yet added up, and the bent ones among them */
    size_t n_bent;
    rasimi_bent_way bent[RASIMI_WAYS_AT_ONCE];
    double *terms;                 /* [RASIMI_WAY_TERMS x leniency nodes, padded] sums of the ways that are straight */
    double *raw[RASIMI_POWERS];    /* [leniency nodes x stride] sums of powers of those that are not; [0] is NULL */
    double *powers[RASIMI_POWERS]; /* [stride] of the one at hand; likewise */
    bool any_raw;
    size_t stride;                 /* nodes of practice and prices, padded */
    rasimi_moment_columns moments; /* [leniency nodes x stride] £ a week: the result */
    double *room;
} rasimi_person_work;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_person_work_make(const rasimi_analytic_frame *frame, rasimi_person_work *out);

void
rasimi_person_work_clear(rasimi_person_work *work);

/* What a row's needs cost, at planned prices and `need_factor` times what the file and drift say. */
rasimi_lognormal
rasimi_person_need(const rasimi_analytic_frame *frame, size_t row, double need_factor);

/* Steps 2 and 3: what an allocation means for a row on the RAS, whose need is `more` than what is drawn. */
rasimi_way
rasimi_person_on_ras(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row,
                     const rasimi_assessed *assessed, double more);

/* Nodes of leniency, practice and prices together. */
size_t
rasimi_person_nodes(const rasimi_analytic_frame *frame);

/* Fills work->moments for one person like a row, under a design, where need costs `need_factor` times what the file and
   drift say. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_person_moments(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row,
                      double need_factor, rasimi_person_work *work);

#endif
