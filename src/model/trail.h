/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps by which a person's figure comes about. Scoring, families and limits each add theirs; the amounts in them
   are those that the engine uses. */
#ifndef RASIMI_MODEL_TRAIL_H
#define RASIMI_MODEL_TRAIL_H

#include "base/mem.h"
#include "model/family.h"
#include "model/param_words.h"
#include "model/score.h"
#include "model/study.h"
#include "rasim/explain.h"

typedef struct rasimi_trail {
    rasimi_arena *arena; /* of the steps and their texts */
    rasim_step *steps;
    size_t n, capacity;
    bool failed; /* memory ran out */
} rasimi_trail;

/* Adds a step that leads to `total`; its change is what it adds to the last total of its unit. The label is copied,
   the detail is a format. */
void
rasimi_trail_add(rasimi_trail *trail, rasim_step_unit unit, double total, const char *label, const char *detail, ...)
    __attribute__((format(printf, 5, 6)));

/* The last total in a unit, 0 where there is none. */
double
rasimi_trail_total(const rasimi_trail *trail, rasim_step_unit unit);

/* "£1,234.50", to the penny; "-£0.05". */
rasimi_words
rasimi_words_gbp(double gbp);

/* "12.5 %", at most two decimals. */
rasimi_words
rasimi_words_percent(double share);

/* Points with at most three decimals: "45", "31.5". */
rasimi_words
rasimi_words_points(double points);

/* What a family explains: how the amount before limits comes about. */
struct rasimi_family_case {
    const rasimi_design *design;
    const rasimi_allocation_row *row;
    const rasimi_case *person; /* as the family's amount reads it */
    double points;             /* held in range */
    double gbp_week;           /* what the engine has: the last step of the family must lead there */
};

/* "£170.00" or, in a yearly table, "£8,840.00 a year". */
rasimi_words
rasimi_words_table_gbp(const rasimi_family_case *at, double gbp);

/* How a row's points come about. Errors: RASIM_ERR_INTERNAL where the steps do not lead to rasimi_score. */
rasim_status
rasimi_score_explain(const rasimi_scorer *scorer, size_t row, rasimi_trail *trail);

/* How row i's amount in a study comes about from its points. Errors: RASIM_ERR_INTERNAL where the steps do not lead to
   applied->amount. */
rasim_status
rasimi_amount_explain(const rasim_study *study, const rasimi_applied *applied, const rasimi_scorer *scorer, size_t i,
                      size_t caseload_row, rasimi_trail *trail);

#endif
