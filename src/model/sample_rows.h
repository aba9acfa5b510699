/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that a sample is drawn from: the file's own text, cut into strata. Shared by the files of the sample only.
 */
#ifndef RASIMI_MODEL_SAMPLE_ROWS_H
#define RASIMI_MODEL_SAMPLE_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "model/intern.h"
#include "rasim/caseload.h"

/* Adds an error and counts it: the caller may have no list to look at. */
#define RASIMI_SAMPLE_REFUSE(rows, line_, ...)                                                                         \
    ((rows)->n_errors++, rasimi_problem_add((rows)->problems, RASIM_ERROR,                                             \
                                            (rasimi_place){.file = (rows)->file, .line = (line_)}, __VA_ARGS__))

typedef struct rasimi_sample_row {
    const char **fields; /* [n_columns] */
    uint64_t line;
    uint64_t key;     /* of the person */
    uint64_t luck;    /* smallest is drawn first */
    double gbp_week;  /* weekly_cost; 0 where the plan does not need it */
    uint32_t stratum; /* in the order of the labels, those above the plan's line last */
    bool drawn;
} rasimi_sample_row;

typedef struct rasimi_sample_rows {
    const char *file;
    rasim_problems *problems;
    uint64_t n_errors;
    rasimi_arena arena;
    size_t n_columns;
    const char **headings;   /* [n_columns] */
    rasimi_sample_row *rows; /* [n_rows] in file order */
    size_t n_rows, capacity;
    bool has_costs;
    bool has_take_all;      /* the last stratum is that of packages above the plan's line */
    size_t n_strata;        /* with it */
    const char **names;     /* [n_strata] "Older people, community" */
    rasimi_interner strata; /* by their labels while the file is read */
} rasimi_sample_rows;

/* Reads the rows that the plan draws from. Problems: a column that is missing, a weight column, an empty or repeated
   person_id, no row at all. Clear it also after an error. Errors: RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_sample_rows_read(const char *file, const char *bytes, size_t length, const rasim_sample_plan *plan,
                        rasimi_sample_rows *out, rasim_problems *problems);

void
rasimi_sample_rows_clear(rasimi_sample_rows *rows);

#endif
