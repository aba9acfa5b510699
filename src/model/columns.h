/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caseload's columns: what each holds, which heading it has in this file, and how one of its cells is read. */
#ifndef RASIMI_MODEL_COLUMNS_H
#define RASIMI_MODEL_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/problem.h"
#include "io/csv.h"
#include "model/caseload.h"
#include "model/intern.h"

typedef enum rasimi_cell_kind {
    RASIMI_CELL_ID,     /* who a row is about */
    RASIMI_CELL_LABEL,  /* a text out of a few */
    RASIMI_CELL_NUMBER, /* a number within bounds */
    RASIMI_CELL_YES_NO, /* empty is yes */
    RASIMI_CELL_DATE,   /* YYYY-MM-DD, kept as the number of the day */
} rasimi_cell_kind;

/* The columns that rasim knows by itself, in the order of the table in columns.c. */
typedef enum rasimi_column_id {
    RASIMI_COLUMN_PERSON_ID,
    RASIMI_COLUMN_CARE_GROUP,
    RASIMI_COLUMN_SETTING,
    RASIMI_COLUMN_PLACE,
    RASIMI_COLUMN_BUDGET_AREA,
    RASIMI_COLUMN_WEIGHT,
    RASIMI_COLUMN_WEEKLY_COST,
    RASIMI_COLUMN_POINTS,
    RASIMI_COLUMN_CARER_SUPPORT,
    RASIMI_COLUMN_CARER_CONSENT,
    RASIMI_COLUMN_ASSESSMENT_MODE,
    RASIMI_COLUMN_DELIVERY,
    RASIMI_COLUMN_START_DATE,
    RASIMI_COLUMN_CONTRIBUTION,
    RASIMI_N_COLUMNS /* wanted columns follow from here */
} rasimi_column_id;

typedef struct rasimi_column_info {
    const char *name;   /* rasim's own heading */
    size_t spec_offset; /* of the council's own heading in rasimi_columns_spec */
    rasimi_cell_kind kind;
    bool required;        /* the file must have the column */
    bool may_be_empty;    /* a cell may be empty: no label, or if_empty */
    double if_empty;      /* numbers: an empty cell, or a file without the column */
    double min, max;      /* numbers */
    bool min_open;        /* the minimum itself is not allowed */
    const char *if_blank; /* what to do about an empty cell that must not be; NULL: just fill it in */
} rasimi_column_info;

#define RASIMI_NO_FIELD SIZE_MAX

/* A column of one file, and the array that its cells go to. */
typedef struct rasimi_column {
    rasimi_column_info info;
    const char *heading;  /* as it must stand in the file */
    const char *asked_by; /* who asks for it, for sentences */
    size_t field;         /* number in a row from 0, or RASIMI_NO_FIELD */
    uint64_t n_empty;     /* cells so far */
    rasimi_interner interner;
    uint32_t *codes; /* [capacity] labels */
    double *numbers; /* [capacity] numbers, days of dates */
    uint8_t *flags;  /* [capacity] yes or no */
    const char **ids;
} rasimi_column;

/* Where the columns' problems go. */
typedef struct rasimi_column_place {
    const char *file;
    bool show_ids;
    const char *person;  /* whose row is being read; NULL before that is known */
    rasimi_arena *arena; /* labels and identifiers */
    rasim_problems *problems;
    bool failed; /* an error was added */
} rasimi_column_place;

/* The description of a known column. */
const rasimi_column_info *
rasimi_column_describe(rasimi_column_id id);

/* Fills columns[RASIMI_N_COLUMNS + n_wanted] with descriptions and headings. */
void
rasimi_columns_init(rasimi_column *columns, const rasimi_columns_spec *spec, const rasimi_wanted *wanted,
                    size_t n_wanted);

/* Finds every column in the header. Problems: a missing or ambiguous column, and notes on near misses. */
void
rasimi_columns_find(rasimi_column *columns, size_t n_columns, uint64_t line, const rasimi_field *header,
                    size_t n_fields, rasimi_column_place *place);

/* Reads one cell into row `row` of the column's array. A bad cell adds a problem and leaves the value for an empty
   one. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_cell_read(rasimi_column *column, size_t row, uint64_t line, const rasimi_field *field,
                 rasimi_column_place *place);

#endif
