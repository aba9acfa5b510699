/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems: everything that is wrong or doubtful in the input, each as one sentence with its place. */
#ifndef RASIM_PROBLEMS_H
#define RASIM_PROBLEMS_H

#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

typedef enum rasim_severity {
    RASIM_NOTE,    /**< worth knowing */
    RASIM_WARNING, /**< the run goes on, but a reader should look */
    RASIM_ERROR,   /**< the run cannot go on */
} rasim_severity;

/** One problem. The strings belong to the list it came from. */
typedef struct rasim_problem {
    rasim_severity severity;
    const char *file; /**< path as the user gave it; NULL where no file is meant */
    uint64_t line;    /**< from 1; 0 where no line is meant */
    uint64_t column;  /**< from 1; 0 where no column is meant */
    const char *text; /**< one sentence: what, the value, what is allowed, what to do */
} rasim_problem;

typedef struct rasim_problems rasim_problems;

/** A new, empty list. Free it with rasim_problems_free. */
RASIM_API RASIM_CHECKED rasim_status
rasim_problems_create(rasim_problems **out);

/** Releases the list and its strings; NULL is allowed. */
RASIM_API void
rasim_problems_free(rasim_problems *problems);

/** How many problems are held (those past a file's limit are only counted: see rasim_problems_total). */
RASIM_API size_t
rasim_problems_size(const rasim_problems *problems);

/** How many problems of a severity were found, held or not. */
RASIM_API uint64_t
rasim_problems_total(const rasim_problems *problems, rasim_severity severity);

/** The i-th problem in the order found, or NULL past the end. */
RASIM_API const rasim_problem *
rasim_problems_get(const rasim_problems *problems, size_t i);

/** Writes "file:line:column: severity: text" into a buffer as snprintf does, leaving out what is absent. It is one
   line: control characters, and those that change the direction of writing, are shown as \n, \t, \x1b, \u202e. */
RASIM_API int
rasim_problem_format(const rasim_problem *problem, char *buffer, size_t size);

RASIM_END_DECLS

#endif
