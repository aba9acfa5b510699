/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caseload as read: one row a person, columns named by rasim, values checked one by one. */
#ifndef RASIMI_MODEL_CASELOAD_H
#define RASIMI_MODEL_CASELOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/problem.h"
#include "model/framework.h"
#include "model/param_words.h"

/* A column of labels: codes 0..n_labels-1 in order of first appearance; RASIMI_NO_LABEL where the cell is empty. */
#define RASIMI_NO_LABEL UINT32_MAX
typedef struct rasimi_labels {
    uint32_t *codes;     /* [n_rows], or NULL where the file lacks the column */
    const char **labels; /* [n_labels] */
    size_t n_labels;
    bool doubtful; /* a label may be lacking: rows could not be read, or the column is not there though it should be */
} rasimi_labels;

/* A column the design or framework asks for by name: questionnaire domains (labels), other funding (numbers), people's
   means (both). */
typedef struct rasimi_wanted {
    const char *heading;
    bool numeric;         /* numbers, else labels */
    const char *asked_by; /* who asks, as the subject of a sentence: "the domain 'Washing' of design 'A'" */
    bool optional;        /* the file need not have it: then it has neither labels nor numbers */
    bool background;      /* labels that answer no question of a design */
    double if_empty;      /* numbers: an empty cell */
    double min, max;      /* numbers; max 0: RASIM_MAX_GBP_WEEK */
} rasimi_wanted;

/* In place of the number of a wanted column: what would ask for it could not be read. */
#define RASIMI_NOT_WANTED SIZE_MAX

/* A column and how many of its cells are empty. */
typedef struct rasimi_column_gaps {
    const char *heading;
    size_t column; /* from 1, for problems; 0 where it has no place of its own */
    bool in_file;
    uint64_t n_empty; /* of all rows of the file */
} rasimi_column_gaps;

typedef struct rasimi_caseload {
    bool show_ids; /* people's identifiers may stand in problems */
    size_t n_rows;
    uint64_t *line;    /* [n_rows] line of the file; 0 where generated */
    uint64_t *content; /* [n_rows] hash of the row's cells, read or not, without person_id */
    size_t n_gaps;     /* known columns, then wanted ones */
    rasimi_column_gaps *gaps;
    const char **person_id; /* [n_rows] */
    uint64_t *key;          /* [n_rows] rasimi_label_key of person_id; all different */
    uint32_t *by_key;       /* [n_rows] the rows in ascending key order */
    rasimi_labels care_group, setting, place, budget_area, carer_support, assessment_mode, delivery;
    uint8_t *carer_consent; /* [n_rows] 1 yes (default), 0 no */
    double *weight;         /* [n_rows] > 0; all 1 without the column */
    bool has_weight;
    double *weekly_cost;  /* [n_rows] £ a week, 0 to RASIM_MAX_GBP_WEEK */
    double *points;       /* [n_rows], NAN where empty; NULL without the column */
    double *contribution; /* [n_rows] £ a week, >= 0; 0 without the column */
    double *start_day;    /* [n_rows] days since 1970-01-01, NAN where empty; NULL without the column */
    size_t n_wanted;
    rasimi_labels *wanted_labels; /* [n_wanted] for the label columns */
    double **wanted_numbers;      /* [n_wanted] for the numeric ones */
} rasimi_caseload;

/*
 * Reads CSV bytes into memory from the arena. Columns may stand in any order; unknown ones are ignored (notes name the
 * near misses of known ones). Required: person_id, care_group, setting, weekly_cost and every wanted column. Problems:
 * a missing heading (with the nearest), a duplicate heading or person, a number that is not one, negative, not finite
 * or too large, an empty required cell, carer_consent other than yes/no, a key collision; each with line, column and
 * the column's name; the person's id with show_ids, and never without.
 *
 * Errors: RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY. With RASIM_ERR_INPUT the rows that could be read are delivered all the
 * same, bad cells as if they were empty and needed columns that are missing as if all their cells were, so that labels
 * can be checked against other files.
 */
rasim_status
rasimi_caseload_parse(const char *file, const char *bytes, size_t length, const rasimi_columns_spec *columns,
                      const rasimi_wanted *wanted, size_t n_wanted, bool show_ids, rasimi_arena *arena,
                      rasimi_caseload *out, rasim_problems *problems);

/*
 * Reads one person from a YAML map of the caseload's headings and values: a caseload of one row whose problems stand
 * where the values do. Needed are care_group and setting; a wanted column that is absent is empty, and weekly_cost is
 * NAN. Further problems: a key that is no heading (with the nearest), a value that is no scalar. Errors:
 * RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_caseload_from_map(const char *file, const rasimi_node *map, const rasimi_columns_spec *columns,
                         const rasimi_wanted *wanted, size_t n_wanted, rasimi_arena *arena, rasimi_caseload *out,
                         rasim_problems *problems);

/* Where a cell stands, by the row and by the number of its column: a rasimi_column_id of columns.h, or RASIMI_N_COLUMNS
   and the number of a wanted column. RASIMI_ANY_COLUMN: the whole row. */
#define RASIMI_ANY_COLUMN SIZE_MAX
rasimi_place
rasimi_caseload_place(const rasimi_caseload *caseload, const char *file, size_t row, size_t column);

/* Whose a row is, for a sentence: " (person 'P03')" where identifiers are asked for, else "". */
rasimi_words
rasimi_caseload_who(const rasimi_caseload *caseload, size_t row);

/* One row of a caseload as a caseload of its own, which borrows its cells. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_caseload_row(const rasimi_caseload *caseload, size_t row, rasimi_arena *arena, rasimi_caseload *out);

/* Keeps the rows whose keep[] is true, in their order; labels and their codes stay. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_caseload_keep(rasimi_caseload *caseload, const bool *keep);

#endif
