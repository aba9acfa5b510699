/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the builders of documents share: the results that they tell of, and short words for columns and rows. Each
   builder is one family of sections; document_make.c calls them in the order of the report. */
#ifndef RASIMI_REPORT_DOCUMENT_BUILD_H
#define RASIMI_REPORT_DOCUMENT_BUILD_H

#include <jansson.h>
#include <math.h>

#include "rasim/figures.h"
#include "report/document.h"
#include "report/jsonget.h"

#define NOT_KNOWN ((double)NAN)

/* Net spend in ascending order, thinned to quantiles in the middle of equal shares of the replicates. */
typedef struct rasimi_series_of {
    size_t n;
    const double *gbp; /* [n] the i-th is the quantile of (i + 0.5) / n */
} rasimi_series_of;

/* Net by replicate of each design: of its one year, or of all its years together. */
typedef struct rasimi_report_series {
    size_t n_designs;
    const rasimi_series_of *designs;
} rasimi_report_series;

/* What is told: the results, and the design in turn. */
typedef struct rasimi_teller {
    rasimi_document *document;
    const json_t *root;
    const rasimi_report_series *series; /* NULL: the JSON alone */
    size_t n_designs, i_design;
    const json_t *design, *persons, *diagnostics; /* of the design; NULL: not in the results */
    const json_t *years, *first_year;
    size_t n_years, i_year;
    const json_t *year; /* whose money is told: the first, then each later one */
} rasimi_teller;

/* A section, table or chart of the design and year in turn: its id tells it from those of the others. */
rasimi_section *
rasimi_tell_section(const rasimi_teller *teller, const char *id, const char *title);
const char *
rasimi_tell_id(const rasimi_teller *teller, const char *id);

/* " in 2027/28", for what is of one year: the i-th of several. "" where there is one year only, which needs no name;
   the second is of the year whose money is told. */
const char *
rasimi_in_year(rasimi_document *document, const json_t *years, size_t i);
const char *
rasimi_tell_in_year(const rasimi_teller *teller);

/* The builders. Each adds its section, or nothing where the results have nothing for it; of points, a chart. */
void
rasimi_tell_answer(const rasimi_teller *teller);
void
rasimi_tell_money(const rasimi_teller *teller);
void
rasimi_tell_later_money(const rasimi_teller *teller);
void
rasimi_tell_risk(const rasimi_teller *teller);
void
rasimi_tell_high_cost(const rasimi_teller *teller);
void
rasimi_tell_points(const rasimi_teller *teller, rasimi_section *section);
void
rasimi_tell_people(const rasimi_teller *teller);
void
rasimi_tell_years(const rasimi_teller *teller);
void
rasimi_tell_portability(const rasimi_teller *teller);
/* The S-curves of all designs in one chart, where there are two to six and their series are known. */
bool
rasimi_has_curves(const rasimi_teller *teller);
void
rasimi_tell_curves(const rasimi_teller *teller, rasimi_section *section);
void
rasimi_tell_comparison(const rasimi_teller *teller);
void
rasimi_tell_sweep(const rasimi_teller *teller);
void
rasimi_tell_method(const rasimi_teller *teller);
void
rasimi_tell_provenance(const rasimi_teller *teller);

/* A calibration: all of its report, and of that the fit itself (how good, its values, for whom, of what). */
void
rasimi_tell_calibration(const rasimi_teller *teller);
void
rasimi_tell_fit(const rasimi_teller *teller);

/* ---- short words ---- */

#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

#define IS_TEXT(words)                                                                                                 \
    {                                                                                                                  \
        .heading = words                                                                                               \
    }
#define IS_GBP(words)                                                                                                  \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_GBP                                                                      \
    }
#define IS_CHANGE(words)                                                                                               \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_GBP, .signed_plus = true                                                 \
    }
#define IS_GBP_ERROR                                                                                                   \
    {                                                                                                                  \
        .heading = "±", .unit = RASIMI_UNIT_GBP, .is_error = true                                                      \
    }
#define IS_LIKE(words, column)                                                                                         \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_GBP, .rounded_like = (column) + 1                                        \
    }
#define IS_CHANGE_LIKE(words, column)                                                                                  \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_GBP, .rounded_like = (column) + 1, .signed_plus = true                   \
    }
#define IS_EXACT(words)                                                                                                \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_GBP, .step = 1                                                           \
    }
#define IS_PENCE(words)                                                                                                \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_GBP_WEEK, .signed_plus = true                                            \
    }
#define IS_WEEK(words)                                                                                                 \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_GBP_WEEK, .step = 1                                                      \
    }
#define IS_WEEK_CHANGE(words)                                                                                          \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_GBP_WEEK, .step = 1, .signed_plus = true                                 \
    }
#define IS_WEEK_ERROR                                                                                                  \
    {                                                                                                                  \
        .heading = "±", .unit = RASIMI_UNIT_GBP_WEEK, .is_error = true                                                 \
    }
#define IS_COUNT(words)                                                                                                \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_COUNT                                                                    \
    }
#define IS_SHARE(words)                                                                                                \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_FRACTION                                                                 \
    }
#define IS_SHARE_ERROR                                                                                                 \
    {                                                                                                                  \
        .heading = "±", .unit = RASIMI_UNIT_FRACTION, .is_error = true                                                 \
    }
#define IS_NUMBER(words)                                                                                               \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_NUMBER                                                                   \
    }
#define IS_NUMBER_ERROR                                                                                                \
    {                                                                                                                  \
        .heading = "±", .unit = RASIMI_UNIT_NUMBER, .is_error = true                                                   \
    }
/* Numbers that are compared down a column have as many decimals in every row. */
#define IS_R_SQUARED(words)                                                                                            \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_NUMBER, .step = 0.01                                                     \
    }
#define IS_THEIL(words)                                                                                                \
    {                                                                                                                  \
        .heading = words, .unit = RASIMI_UNIT_NUMBER, .step = 0.0001                                                   \
    }
#define IS_THEIL_ERROR                                                                                                 \
    {                                                                                                                  \
        .heading = "±", .unit = RASIMI_UNIT_NUMBER, .is_error = true, .step = 0.0001                                   \
    }

#define W(text)   rasimi_cell_words(text)
#define N(number) rasimi_cell_number(number)

/* A row of cells. */
#define ROW(teller, table, ...) rasimi_table_row((teller)->document, table, (const rasimi_document_cell[]){__VA_ARGS__})
#define TOTAL(teller, table, ...)                                                                                      \
    rasimi_table_total((teller)->document, table, (const rasimi_document_cell[]){__VA_ARGS__})

/* A line or bar of one column; a band or range between two; a bar with its interval. */
#define LINE(name, y, role)             ((rasimi_series){name, y, RASIMI_NO_COLUMN, RASIMI_NO_COLUMN, role, false})
#define BAND(name, low, high, role)     ((rasimi_series){name, RASIMI_NO_COLUMN, low, high, role, false})
#define KNOWN(name, y, low, high, role) ((rasimi_series){name, y, low, high, role, false})
#define DOTS(name, y, low, high, role)  ((rasimi_series){name, y, low, high, role, true})

/* Half a 95 % interval from a standard error. */
static inline double
rasimi_half_of_se(double se)
{
    return RASIM_Z_95 * se;
}

/* The seed that everything was drawn with. */
rasim_figure
rasimi_seed_text(const json_t *root);

/* Half a 95 % interval from {value, low, high}: the longer side; NAN where it has none. */
double
rasimi_half_of(const json_t *at);

/* Of a list of quantiles, the one that a report speaks of: 90 % where it is among them, else the middle one. */
const json_t *
rasimi_headline_of(const json_t *quantiles);

#endif
