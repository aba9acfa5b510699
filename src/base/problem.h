/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the library's own code adds problems to a caller's list. */
#ifndef RASIMI_BASE_PROBLEM_H
#define RASIMI_BASE_PROBLEM_H

#include <stdint.h>

#include "rasim/problems.h"

/* A place in a file; {0} is nowhere. `file` is borrowed for the call. */
typedef struct rasimi_place {
    const char *file;
    uint64_t line;
    uint64_t column;
} rasimi_place;

/* Problems held per file before the rest are only counted. */
void
rasimi_problems_set_limit(rasim_problems *problems, unsigned limit);

/* Every problem is born here (the one breakpoint). `problems` may be NULL; running out of memory while adding is
   remembered as one counted problem. One sentence, ending in a full stop. */
void
rasimi_problem_add(rasim_problems *problems, rasim_severity severity, rasimi_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds the errors of one list to another; its warnings and notes stay behind. */
void
rasimi_problems_pass_errors(const rasim_problems *from, rasim_problems *to);

/* Number of errors so far: compare before and after to know whether a step added one. 0 for NULL. */
uint64_t
rasimi_problems_errors(const rasim_problems *problems);

#endif
