/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: what the budget would be without any surprise (methods.md section 7), computed without simulation. */
#ifndef RASIMI_ENGINE_PLAN_H
#define RASIMI_ENGINE_PLAN_H

#include "engine/expected.h"
#include "model/study.h"

/* £ a year. Arrays belong to the plan. */
typedef struct rasimi_plan {
    double net_gbp_year;
    double ras_pool_gbp_year;    /* gross A of the people inside the RAS */
    double high_cost_gbp_year;   /* gross, of the people planned one by one */
    double legacy_gbp_year;      /* packages of people not yet reviewed */
    double gross_gbp_year;       /* all of them, with transitional protection */
    double *area_net_gbp_year;   /* [n_areas] */
    double *place_net_gbp_year;  /* [n_places] */
    double *place_people;        /* [n_places] */
    double *person_net_gbp_week; /* [n_rows] one person like row i who is there all year */
} rasimi_plan;

/* Whether a scored row's package is above the threshold at planned prices, on the design's basis. */
bool
rasimi_plan_is_high_cost(const rasim_study *study, size_t design, size_t row);

/* Plan of one outcome and year (0 for the first), with the time in care that is expected. Errors: RASIM_ERR_NO_MEMORY.
 * Clear it with rasimi_plan_clear whatever happens. */
rasim_status
rasimi_plan_make(const rasim_study *study, const rasimi_expected *expected, size_t outcome, size_t year,
                 rasimi_plan *out);

/* The first n_years years of every outcome, over threads: plans is [outcome][study years]. Errors: RASIM_ERR_NO_MEMORY.
 * Clear every plan whatever happens. */
rasim_status
rasimi_plans_make(const rasim_study *study, size_t n_years, int n_threads, rasimi_plan *plans);

void
rasimi_plan_clear(rasimi_plan *plan);

#endif
