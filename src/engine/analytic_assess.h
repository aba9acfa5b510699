/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: what assessment may make of one person's allocation, and how likely each is. */
#ifndef RASIMI_ENGINE_ANALYTIC_ASSESS_H
#define RASIMI_ENGINE_ANALYTIC_ASSESS_H

#include "engine/analytic_frame.h"

/* An allocation that assessment may come to. */
typedef struct rasimi_assessed {
    double gbp_week;
    rasimi_rule_status status;
} rasimi_assessed;

/* Allocations with the probability of each at each node of leniency; zero-initialised is valid. */
typedef struct rasimi_assessed_list {
    size_t n, n_nodes;
    rasimi_assessed *items;
    double *weight; /* [n x n_nodes] */
    size_t capacity, weight_capacity;
} rasimi_assessed_list;

/* The probabilities of the i-th allocation. */
static inline double *
rasimi_assessed_weight(const rasimi_assessed_list *list, size_t i)
{
    return list->weight + i * list->n_nodes;
}

/* All that a list is made of, besides the frame. */
enum {
    RASIMI_READING_DESIGN,
    RASIMI_READING_RULE,
    RASIMI_READING_STATUS,
    RASIMI_READING_CENTRE,
    RASIMI_READING_SD,
    RASIMI_READING_RAW,
    RASIMI_READING_EXTRA,
    RASIMI_N_READING_KEYS
};

/* Lists that are kept: points are what a questionnaire gives, so people who are read alike are many. */
typedef struct rasimi_assessed_memo {
    size_t n, n_used; /* in pairs; those used are fewer where hardly anybody is read alike */
    size_t n_asked, n_found;
    rasimi_assessed_list *lists;           /* [n] */
    double (*keys)[RASIMI_N_READING_KEYS]; /* [n] what they were made of */
    uint8_t *recent;                       /* [n / 2] which of a pair was asked for last: the other one goes first */
    rasimi_assessed_list still;            /* of designs that no assessment moves */
} rasimi_assessed_memo;

/* An empty memo for one frame; NULL: no memory. */
rasimi_assessed_memo *
rasimi_assessed_memo_make(const rasimi_analytic_frame *frame);

void
rasimi_assessed_memo_free(rasimi_assessed_memo *memo);

/*
 * A row's allocations under a design, of its gross figures where the carer has stopped. Where the assessor's error
 * moves points, each level step of the rule has its exact probability; on slopes, and where the error is a factor,
 * Gauss-Legendre quadrature between the breaks of the rule, at most three sds at a time. Weights of each node of
 * leniency add up to 1. *out is good until the next call. Errors: RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_analytic_assess(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row, bool stopped,
                       rasimi_assessed_memo *memo, const rasimi_assessed_list **out);

#endif
