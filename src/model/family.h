/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Families of allocation rule: one file each, one const descriptor. */
#ifndef RASIMI_MODEL_FAMILY_H
#define RASIMI_MODEL_FAMILY_H

#include <stddef.h>

#include "model/check.h"
#include "model/design.h"
#include "model/rule.h"
#include "model/score.h"

/* A straight piece in double precision and the design's own £, before limits. */
typedef struct rasimi_raw_piece {
    double from;  /* points; -INFINITY for the first */
    double base;  /* £ at `from` (at the first piece: everywhere) */
    double slope; /* £ a point */
    rasimi_rule_status status;
} rasimi_raw_piece;

/* A person before a rule that reads more than points. */
typedef struct rasimi_case {
    const rasimi_scorer *scorer;
    size_t row;           /* of the caseload */
    double need_gbp_week; /* what need costs at planned prices, without the year's own movement */
    double weeks;         /* in the period of the design's amounts */
} rasimi_case;

/* What a family explains, and where its steps go; see model/trail.h. */
typedef struct rasimi_family_case rasimi_family_case;
struct rasimi_trail;

/* A family is by points (count and pieces) or reads answers (amount); where nothing else is said, the functions that it
   does not need are NULL. */
typedef struct rasimi_family {
    const char *name;     /* as written in design.yaml */
    const char *sentence; /* for help */
    /* Keys of an allocation row, besides care_group, that the family needs and that it may have; any other is refused.
       NULL-terminated. */
    const char *const *keys;
    const char *const *optional_keys;
    bool without_points; /* it needs neither a questionnaire nor points */
    /* Checks a row, after its keys, and finds the domains, levels and rates that it names. */
    void (*check)(rasimi_checker *checker, const rasimi_design *design, rasimi_allocation_row *row);
    /* How many raw pieces a row makes, and the pieces. */
    size_t (*count)(const rasimi_allocation_row *row);
    void (*pieces)(const rasimi_allocation_row *row, rasimi_raw_piece *out);
    /* £ a week before anything else, in expectation. */
    double (*amount)(const rasimi_allocation_row *row, const rasimi_case *person);
    /* Free numbers of a row: amounts, edges, coefficients. */
    size_t (*parameters)(const rasimi_allocation_row *row);
    /* Log sd that the rule itself has around that, beside the assessment's; NULL: none. */
    double (*log_sd)(const rasimi_allocation_row *row);
    /* How the amount before limits comes about for one person: steps in £ a week that lead to at->gbp_week. NULL: one
       step that gives the amount. */
    void (*explain)(const rasimi_family_case *at, struct rasimi_trail *trail);
} rasimi_family;

/* The family of a name, or NULL. */
const rasimi_family *
rasimi_family_find(const char *name);

/* The i-th family, or NULL past the end. */
const rasimi_family *
rasimi_family_get(size_t i);

extern const rasimi_family rasimi_family_price_per_point, rasimi_family_banded, rasimi_family_table,
    rasimi_family_regression, rasimi_family_hours, rasimi_family_judgement;

#endif
