/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People inside the RAS by their points: what they are allocated and what their needs cost. */
#ifndef RASIMI_ANALYSIS_POINTS_CLASSES_H
#define RASIMI_ANALYSIS_POINTS_CLASSES_H

#include "analysis/persons_pass.h"
#include "analysis/ratio.h"
#include "base/mem.h"

/* What is summed over the people of a class, £ a week. */
typedef struct rasimi_points_tally {
    double n_now, allocation_now, need_now; /* of this replicate */
    double n, points;
    rasimi_ratio allocation, need;
    double *needs; /* [n_needs] person-years, for their spread */
    size_t n_needs, capacity;
} rasimi_points_tally;

typedef struct rasimi_points_classes {
    const rasim_study *study;
    size_t outcome, n; /* n classes; 0: the outcome has no points that could be compared */
    double first, width;
    uint64_t replicates;
    size_t n_held; /* needs of all classes */
    rasimi_points_tally tallies[RASIM_MOST_POINTS_CLASSES];
} rasimi_points_classes;

/* Chooses the classes from the points of the scored rows. Zero-initialised is valid and empty. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_points_classes_create(const rasim_study *study, size_t outcome, rasimi_points_classes *out);

/* Idempotent. */
void
rasimi_points_classes_clear(rasimi_points_classes *self);

/* Adds a replicate. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_points_classes_add(rasimi_points_classes *self, const rasimi_crowd *crowd);

/* The classes, small numbers hidden. Sorts what the tallies hold. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_points_classes_describe(rasimi_points_classes *self, double small_number, rasimi_arena *arena,
                               rasim_design_persons *out);

#endif
