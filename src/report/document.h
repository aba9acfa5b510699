/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report before it is a page, a workbook or a paper: sections of sentences, tables and charts. Builders
   (document_run.c, document_compare.c, document_sweep.c) know what the figures mean and no format; renderers know a
   format and no meaning. Everything that is shown is here, so that no two formats can say different things. */
#ifndef RASIMI_REPORT_DOCUMENT_H
#define RASIMI_REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

/* What a column's numbers are; it decides how they are written (document_text.h) and formatted in a workbook. */
typedef enum rasimi_unit {
    RASIMI_UNIT_TEXT,     /* words */
    RASIMI_UNIT_GBP,      /* £, a year or over the years: the heading or the title says which */
    RASIMI_UNIT_GBP_WEEK, /* £ a week */
    RASIMI_UNIT_COUNT,    /* people, cases, draws: expected numbers need not be whole */
    RASIMI_UNIT_FRACTION, /* a share or a probability, 0 to 1; shown as per cent */
    RASIMI_UNIT_NUMBER,   /* anything else: points, Theil's T, a factor */
} rasimi_unit;

/* A column number that names no column. */
#define RASIMI_NO_COLUMN ((size_t)-1)

typedef struct rasimi_column {
    const char *heading;
    rasimi_unit unit;
    bool is_error;       /* half the width of the 95 % interval of the column before it; shown with a plus-minus sign */
    size_t rounded_like; /* 1 + the column whose rounding this one takes, so that a row adds up; 0: its own */
    double step;      /* numbers are shown as multiples of it; 0: what the error beside it supports, or the unit asks */
    bool signed_plus; /* differences: "+" before what is above 0 */
} rasimi_column;

/* Words, or a number where `text` is NULL. NAN is "not known" or "hidden": an empty cell. */
typedef struct rasimi_document_cell {
    const char *text;
    double number;
} rasimi_document_cell;

typedef struct rasimi_row {
    const rasimi_document_cell *cells; /* [n_columns] */
    bool is_total;                     /* shown as the sum or the end of what stands above */
} rasimi_row;

typedef struct rasimi_document_table {
    const char *id;    /* letters, digits and hyphens; unique in the document; file and sheet names come from it */
    const char *title; /* with the unit where all columns share it */
    const char *note;  /* what the columns are, in a sentence; NULL: nothing to add */
    size_t n_columns, n_rows, row_capacity;
    const rasimi_column *columns;
    rasimi_row *rows;
} rasimi_document_table;

/* What a colour stands for; every format gives a role the same colour everywhere. */
typedef enum rasimi_role {
    RASIMI_ROLE_MAIN,     /* net spend, or what the chart is about */
    RASIMI_ROLE_SECOND,   /* the next in line; further series are told apart by number */
    RASIMI_ROLE_ENVELOPE, /* the money there is: always the same colour */
    RASIMI_ROLE_GOOD,     /* takes from spend, gains */
    RASIMI_ROLE_BAD,      /* adds to spend, losses */
    RASIMI_ROLE_QUIET,    /* context */
} rasimi_role;

/* A line, bars or a band from columns of the chart's table. `y` alone is a line or a bar; with `low` and `high` its
   interval; `low` and `high` alone are a band, or a bar from one to the other. */
typedef struct rasimi_series {
    const char *name;
    size_t y, low, high;
    rasimi_role role;
    bool is_dots; /* of lines: points that no line joins */
} rasimi_series;

/* A straight line across: the envelope, a confidence level. */
typedef struct rasimi_reference {
    bool on_x; /* at a value of x; else of y */
    double at;
    const char *label;
    rasimi_role role;
} rasimi_reference;

typedef enum rasimi_chart_kind {
    RASIMI_CHART_LINES,     /* x is a number: lines and bands */
    RASIMI_CHART_YEARS,     /* x is text in time's order: lines and bands */
    RASIMI_CHART_BARS,      /* x is text: bars side by side, with whiskers */
    RASIMI_CHART_STACK,     /* x is text: bars on top of each other */
    RASIMI_CHART_RANGES,    /* x is text: bars from low to high, for instance a tornado */
    RASIMI_CHART_WATERFALL, /* x is text: steps from low to high; a total row starts at 0 */
    RASIMI_CHART_DOTS,      /* x is a number: points, with whiskers */
} rasimi_chart_kind;

typedef struct rasimi_chart {
    rasimi_chart_kind kind;
    const char *finding;           /* one sentence: what the picture shows */
    rasimi_document_table table;   /* its id and title are the chart's */
    const char *x_label, *y_label; /* NULL: the heading of the column */
    size_t x;                      /* column */
    size_t label;  /* column of text that names each row's point, or each S-curve; RASIMI_NO_COLUMN: none */
    size_t colour; /* column whose values each have a line of their own; RASIMI_NO_COLUMN: none */
    size_t facet;  /* column of text: a small picture for each of its values; RASIMI_NO_COLUMN: one */
    bool log_x, log_y;
    size_t n_series, series_capacity;
    rasimi_series *series;
    size_t n_references, reference_capacity;
    rasimi_reference *references;
} rasimi_chart;

/* A stage of the way that people and money take. */
typedef struct rasimi_stage {
    const char *name, *note; /* note: one short sentence; NULL: none */
    double people, gbp;      /* NAN: not known */
    bool is_branch;          /* leaves the main way here */
} rasimi_stage;

typedef enum rasimi_block_kind {
    RASIMI_BLOCK_SAY,     /* a finding: a paragraph */
    RASIMI_BLOCK_WARN,    /* a paragraph that must not be missed */
    RASIMI_BLOCK_FIGURES, /* a table {what, figure as words, what it means}: the few figures to remember */
    RASIMI_BLOCK_TABLE,
    RASIMI_BLOCK_CHART,
    RASIMI_BLOCK_MAP, /* stages: a table {stage, people, £, branch} */
} rasimi_block_kind;

typedef struct rasimi_block {
    rasimi_block_kind kind;
    const char *text;             /* of SAY and WARN */
    rasimi_document_table *table; /* of FIGURES, TABLE and MAP */
    rasimi_chart *chart;
    size_t n_stages;
    const rasimi_stage *stages;
    struct rasimi_block *next;
} rasimi_block;

typedef struct rasimi_section {
    const char *id, *title; /* id as a table's */
    bool is_detail;         /* more of the same for those who ask: folded where a format can */
    const char *group;      /* the design that the section is about, where there are several; NULL: the whole report */
    rasimi_block *first, *last;
    struct rasimi_section *next;
} rasimi_section;

/* Zero-initialised is valid and empty. All of it lives in the arena, and texts that are given are copied. After memory
   ran out `failed` stays set and the document must not be shown; building on does no harm. */
typedef struct rasimi_document {
    rasimi_arena arena;
    bool failed;
    bool synthetic;               /* the people are made up: every format says so at the top */
    const char *title, *subtitle; /* the framework and its year; the design, the people, the replicates */
    const char *statement;        /* the fixed sentence */
    rasimi_section *first, *last;
} rasimi_document;

/* Releases everything; idempotent. */
void
rasimi_document_clear(rasimi_document *self);

/* A copy of the text that lives as long as the document; NULL where memory ran out. */
const char *
rasimi_document_text(rasimi_document *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- building: what is returned is NULL where memory ran out, and NULL may be passed on ---- */

rasimi_section *
rasimi_document_section(rasimi_document *self, const char *id, const char *title);

/* The section is about one of several designs. */
void
rasimi_section_set_group(rasimi_document *self, rasimi_section *section, const char *group);

/* The section is more of the same, for another year. */
void
rasimi_section_set_detail(rasimi_section *section);

/* A paragraph. */
void
rasimi_section_say(rasimi_document *self, rasimi_section *section, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void
rasimi_section_warn(rasimi_document *self, rasimi_section *section, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Tables and charts take a copy of the columns; their headings are copied too. */
rasimi_document_table *
rasimi_section_table(rasimi_document *self, rasimi_section *section, const char *id, const char *title,
                     const rasimi_column *columns, size_t n_columns);
rasimi_document_table *
rasimi_section_figures(rasimi_document *self, rasimi_section *section, const char *id, const char *title);
rasimi_chart *
rasimi_section_chart(rasimi_document *self, rasimi_section *section, rasimi_chart_kind kind, const char *id,
                     const char *title, const rasimi_column *columns, size_t n_columns);

/* The table of the map has the stages' names, people and £. */
void
rasimi_section_map(rasimi_document *self, rasimi_section *section, const char *id, const char *title,
                   const rasimi_stage *stages, size_t n_stages);

/* A sentence under a table that says what its columns are. */
void
rasimi_table_set_note(rasimi_document *self, rasimi_document_table *table, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What the picture shows, in a sentence. */
void
rasimi_chart_find(rasimi_document *self, rasimi_chart *chart, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* n_columns cells. */
void
rasimi_table_row(rasimi_document *self, rasimi_document_table *table, const rasimi_document_cell *cells);
void
rasimi_table_total(rasimi_document *self, rasimi_document_table *table, const rasimi_document_cell *cells);

/* A row of rasimi_section_figures. */
void
rasimi_table_figure(rasimi_document *self, rasimi_document_table *table, const char *what, const char *figure,
                    const char *meaning);

void
rasimi_chart_series(rasimi_document *self, rasimi_chart *chart, rasimi_series series);
void
rasimi_chart_reference(rasimi_document *self, rasimi_chart *chart, rasimi_reference reference);

static inline rasimi_document_cell
rasimi_cell_words(const char *text)
{
    return (rasimi_document_cell){.text = text ? text : ""};
}

static inline rasimi_document_cell
rasimi_cell_number(double number)
{
    return (rasimi_document_cell){.number = number};
}

/* ---- reading ---- */

static inline const rasimi_document_cell *
rasimi_table_cell(const rasimi_document_table *table, size_t row, size_t column)
{
    return &table->rows[row].cells[column];
}

/* Whether no cell of the column has words or a number: a table need not show it. */
bool
rasimi_column_is_empty(const rasimi_document_table *table, size_t column);

/* The table that a block shows or draws; NULL for a paragraph. */
const rasimi_document_table *
rasimi_block_table(const rasimi_block *block);

#endif
