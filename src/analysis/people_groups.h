/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People inside the RAS by what they have in common: how well allocations fit them, and who wins and loses. */
#ifndef RASIMI_ANALYSIS_PEOPLE_GROUPS_H
#define RASIMI_ANALYSIS_PEOPLE_GROUPS_H

#include "analysis/fit.h"
#include "analysis/persons_pass.h"
#include "base/mem.h"

/* A way of grouping people. */
typedef struct rasimi_grouping {
    const char *by;
    size_t n, first; /* groups, and where they begin among all groups */
    const char *const *labels;
} rasimi_grouping;

/* What is summed over the people of a group. */
typedef struct rasimi_group_tally {
    rasimi_fit_tally need, package;
    double can_now, below, change, changes[RASIM_N_CHANGES]; /* can_now: of this replicate */
    rasimi_ratio can_live_on;
} rasimi_group_tally;

typedef struct rasimi_people_groups {
    const rasim_study *study;
    const uint8_t *need_tenth; /* [n_rows], borrowed */
    double cost_cuts[RASIM_N_TENTHS];
    double tolerance;
    size_t n_groupings, n_groups;
    rasimi_grouping *groupings; /* in the arena */
    rasimi_group_tally *groups; /* [n_groups] in the arena */
    uint64_t replicates;
} rasimi_people_groups;

/* Errors: RASIM_ERR_NO_MEMORY. What lasts lives in the arena. */
rasim_status
rasimi_people_groups_create(const rasim_study *study, const uint8_t *need_tenth, rasimi_arena *arena,
                            rasimi_people_groups *out);

/* Adds a replicate. */
void
rasimi_people_groups_add(rasimi_people_groups *self, const rasimi_crowd *crowd);

/* The groups, small numbers hidden. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_people_groups_describe(const rasimi_people_groups *self, double small_number, rasimi_arena *arena,
                              rasim_design_persons *out);

/* The class of a change from a package to an allocation, package > 0. */
size_t
rasimi_change_class(double allocation, double package);

#endif
