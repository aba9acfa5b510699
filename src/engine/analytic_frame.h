/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: what all people of a study have in common, and the nodes of the shared shocks at which they
   are added up. */
#ifndef RASIMI_ENGINE_ANALYTIC_FRAME_H
#define RASIMI_ENGINE_ANALYTIC_FRAME_H

#include "engine/analytic_axis.h"
#include "engine/analytic_draws.h"
#include "engine/analytic_loops.h"
#include "model/study.h"

/* What is asked of the study besides what it says. */
typedef struct rasimi_analytic_question {
    double shock_scale, allocation_scale;
    bool without_top_slice, without_carers_stop;
} rasimi_analytic_question;

/* How a design's allocations move, in one year. */
typedef enum rasimi_reading { RASIMI_READS_NOTHING, RASIMI_READS_POINTS, RASIMI_READS_FACTOR } rasimi_reading;

/* A design as the analytic engine reads it. */
typedef struct rasimi_analytic_rules {
    const rasimi_applied *applied;
    rasimi_rule *rules; /* [n_care_groups] with the question's limits */
    uint32_t *alike;    /* [n_care_groups] the first group that has the same */
    rasimi_reading reading;
    rasimi_basis basis;
    double threshold, log_threshold, high_share; /* £ a week, and its logarithm; 1 - saving */
} rasimi_analytic_rules;

typedef struct rasimi_analytic_frame {
    const rasim_study *study;
    rasimi_analytic_question question;
    const rasimi_loops *loops;
    rasimi_normal_table table;
    rasimi_shared_draws draws;
    rasimi_analytic_rules *designs;     /* [n_designs] */
    rasimi_lognormal_shape *need_shape; /* [n_care_groups] */
    rasimi_way_terms terms;
    rasimi_way_range range;
    double review, protection; /* probability of being on the RAS; share of a loss made good */
    rasimi_axis leniency, need, practice, price;
    rasimi_shock_nodes nodes; /* of practice, and within them of prices */
    rasimi_arena arena;
} rasimi_analytic_frame;

/* Errors: RASIM_ERR_NO_MEMORY, RASIM_ERR_INPUT (correlations that contradict each other). Clear whatever happens. */
rasim_status
rasimi_analytic_frame_make(const rasim_study *study, const rasimi_analytic_question *question,
                           rasimi_analytic_frame *out, rasim_problems *problems);

void
rasimi_analytic_frame_clear(rasimi_analytic_frame *frame);

#endif
