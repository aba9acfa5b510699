/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks that framework and design share: values of a file against each other. Each adds its problems and returns
   whether all was well. */
#ifndef RASIMI_MODEL_CHECK_H
#define RASIMI_MODEL_CHECK_H

#include "model/param.h"

/* A check in progress. */
typedef struct rasimi_checker {
    const char *file;
    rasim_problems *problems;
    bool failed; /* an error was added */
} rasimi_checker;

/* Adds an error at a mark. */
void
rasimi_checker_complain(rasimi_checker *checker, rasimi_mark mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A text of each row of a list of structs: where it stands, and what the list and the text are called. */
typedef struct rasimi_label_check {
    const rasimi_structs *rows;
    size_t row_size;
    size_t offset;    /* of a rasimi_text */
    const char *list; /* "need" */
    const char *key;  /* "care_group" */
    bool has_rest;    /* a row without the text is for all the others */
} rasimi_label_check;

/* No two rows have the same text, and at most one is for the rest. */
void
rasimi_check_rows(rasimi_checker *checker, const rasimi_label_check *check);

/* No two texts are the same. */
void
rasimi_check_texts(rasimi_checker *checker, const rasimi_texts *texts, const char *key);

/* A number of each row of a list of structs, likewise. */
typedef struct rasimi_series_check {
    const rasimi_structs *rows;
    size_t row_size;
    size_t offset;    /* of a rasimi_number */
    const char *list; /* "bands" */
    const char *key;  /* "from" */
} rasimi_series_check;

/* The number rises from row to row. */
void
rasimi_check_rising(rasimi_checker *checker, const rasimi_series_check *check);

/* Warns where an amount falls from row to row, so that more points give less money. */
void
rasimi_check_not_falling(rasimi_checker *checker, const rasimi_series_check *check);

#endif
