/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Criteria of a design in a period: one table says under which name each figure stands in JSON, CSV and HDF5. */
#ifndef RASIMI_REPORT_CRITERIA_H
#define RASIMI_REPORT_CRITERIA_H

#include <stdbool.h>
#include <stddef.h>

#include "rasim/compare.h"
#include "report/jsonput.h"

typedef struct rasimi_criterion {
    const char *name;
    size_t offset; /* of a double in rasim_criteria */
    bool money;
    const char *unit, *sentence;
} rasimi_criterion;

/* Figures of a design by itself, figures beside its rivals, and those of its difference from the one that all are held
   against. Each ends with a row without a name. */
extern const rasimi_criterion rasimi_criteria_alone[], rasimi_criteria_ranks[], rasimi_criteria_difference[];

double
rasimi_criterion_of(const rasimi_criterion *criterion, const rasim_criteria *criteria);

/* Puts the figures of a table into an object. */
void
rasimi_json_criteria(rasimi_json *json, json_t *object, const rasimi_criterion *table, const rasim_criteria *criteria);

#endif
