/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What recipe.yaml says, as the descriptor table reads it. Shared by the files of the recipe only. */
#ifndef RASIMI_MODEL_RECIPE_SPEC_H
#define RASIMI_MODEL_RECIPE_SPEC_H

#include "base/problem.h"
#include "model/param.h"

/* Questions that a recipe may ask: each has a draw number of its own, and a counter has eight bits for it. */
#define RASIMI_RECIPE_MAX_DOMAINS 200

/* People of all groups together: as many as a caseload's file has room for. */
#define RASIMI_RECIPE_MAX_PEOPLE 10000000

/* An answer. Its share is that of people whose latent need is standard normal; a group's own mean and sd move it. */
typedef struct rasimi_recipe_level {
    rasimi_mark mark;
    rasimi_text label;
    rasimi_number share;    /* of people with standard normal need */
    rasimi_number log_cost; /* what it adds to the log of the weekly cost; default 0 */
    rasimi_number gbp_week; /* what it adds to the weekly cost; default 0 */
} rasimi_recipe_level;

/* A question: answer = level of loading x need + sqrt(1 - loading^2) x noise. Levels from least to most. */
typedef struct rasimi_recipe_domain {
    rasimi_mark mark;
    rasimi_text name;
    rasimi_number loading;
    rasimi_structs levels; /* rasimi_recipe_level */
} rasimi_recipe_domain;

/* Unpaid support is a question too; a negative loading lets it fall as need rises. */
typedef struct rasimi_recipe_carer {
    rasimi_mark mark;
    rasimi_number loading;
    rasimi_structs levels; /* rasimi_recipe_level; none: the column stays empty */
    rasimi_number consent; /* share of people whose carer consents; else the level's cost effect is not had */
} rasimi_recipe_carer;

/* Needs that compound: log_cost x position of the one answer x position of the other, 0 (lowest) to 1 (highest). */
typedef struct rasimi_recipe_interaction {
    rasimi_mark mark;
    rasimi_text first, second;
    rasimi_number log_cost;
} rasimi_recipe_interaction;

typedef struct rasimi_recipe_contribution {
    rasimi_mark mark;
    rasimi_number paying;                     /* share of people who pay anything */
    rasimi_number mean_gbp_week, sd_gbp_week; /* of those who pay; lognormal, never above the package */
} rasimi_recipe_contribution;

/* The heavy right tail: some packages are a multiple of what answers and residual say. */
typedef struct rasimi_recipe_tail {
    rasimi_mark mark;
    rasimi_number share, multiplier, log_sd;
} rasimi_recipe_tail;

typedef struct rasimi_recipe_setting {
    rasimi_mark mark;
    rasimi_text setting;
    rasimi_number share;
    rasimi_number need_shift;      /* added to the need of the people in it; default 0 */
    rasimi_number base_gbp_week;   /* replaces the group's base; absent: the group's */
    rasimi_number cost_multiplier; /* on the base; default 1 */
    rasimi_number answers_weight;  /* share of the answers' and carer's effects that reaches the cost; default 1 */
    rasimi_number residual_log_sd; /* absent: the group's */
    rasimi_recipe_tail tail;
    rasimi_recipe_contribution contribution;
    rasimi_pairs delivery; /* label: share; none: the column stays empty */
} rasimi_recipe_setting;

typedef struct rasimi_recipe_need {
    rasimi_mark mark;
    rasimi_number mean, sd;
} rasimi_recipe_need;

typedef struct rasimi_recipe_group {
    rasimi_mark mark;
    rasimi_text care_group, code;
    rasimi_whole people;
    rasimi_number base_gbp_week;
    rasimi_number residual_log_sd;
    rasimi_recipe_need need;
    rasimi_pairs shifts;     /* domain: added to the group's answers on it, in standard deviations */
    rasimi_structs settings; /* rasimi_recipe_setting */
    rasimi_pairs places;     /* label: share; none: the recipe's */
} rasimi_recipe_group;

typedef struct rasimi_recipe_dates {
    rasimi_mark mark;
    rasimi_text from, to; /* YYYY-MM-DD, both included; both or neither */
} rasimi_recipe_dates;

/* What the costs should come out as, for some of the people or all: verified, never forced. */
typedef struct rasimi_recipe_target {
    rasimi_mark mark;
    rasimi_text care_group, setting; /* NULL: all */
    rasimi_number line_gbp_week;     /* what the figures above and below a line refer to; absent: no such figures */
    rasimi_number mean_gbp_week, cv, cv_below_line, p95_over_median, people_above,
        gbp_above;           /* absent: not looked at */
    rasimi_number tolerance; /* share of the target that the figure may miss it by */
} rasimi_recipe_target;

typedef struct rasimi_recipe {
    rasimi_mark mark;
    rasimi_text name, about, id_prefix;
    rasimi_whole seed;
    rasimi_number smallest_gbp_week, largest_gbp_week;
    rasimi_recipe_dates start_dates;
    rasimi_structs groups;       /* rasimi_recipe_group */
    rasimi_structs domains;      /* rasimi_recipe_domain */
    rasimi_structs interactions; /* rasimi_recipe_interaction */
    rasimi_recipe_carer carer_support;
    rasimi_pairs assessment_modes; /* label: share; none: the column stays empty */
    rasimi_pairs places;           /* of groups that name none; none: their column stays empty */
    rasimi_structs targets;        /* rasimi_recipe_target */
} rasimi_recipe;

/* Headings that every generated caseload has, in their order; NULL ends the list. */
extern const char *const rasimi_recipe_columns[];

/* Checks what the table of descriptors cannot: shares that sum to 1, names that are different, names that exist,
   dates. Adds problems; RASIM_ERR_INPUT where one is an error. */
rasim_status
rasimi_recipe_check(const char *file, const rasimi_recipe *recipe, rasim_problems *problems);

#endif
