/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of outturns: what net spend turned out to be, by year and budget area. */
#ifndef RASIMI_MODEL_OUTTURN_H
#define RASIMI_MODEL_OUTTURN_H

#include "base/mem.h"
#include "rasim/problems.h"
#include "rasim/status.h"

typedef struct rasimi_outturn_row {
    uint64_t line;
    const char *year;
    const char *area; /* NULL: the whole budget */
    double gbp;
} rasimi_outturn_row;

typedef struct rasimi_outturn {
    const char *file; /* borrowed */
    size_t n;
    rasimi_outturn_row *rows; /* in the order of the file */
    rasimi_arena arena;
} rasimi_outturn;

/* Reads columns `year`, `net_gbp` and, where there is one, `budget_area`; other columns are passed over. Problems: a
   column that is missing, a cell that is no amount of money, a year and area twice. Clear it also after an error.
   Errors: RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY. `file` is borrowed. */
rasim_status
rasimi_outturn_parse(const char *file, const char *bytes, size_t length, rasimi_outturn *out, rasim_problems *problems);

/* The same of a file. Errors: also RASIM_ERR_READ. */
rasim_status
rasimi_outturn_read(const char *path, rasimi_outturn *out, rasim_problems *problems);

void
rasimi_outturn_clear(rasimi_outturn *outturn);

/* The row of a year and area (NULL: the whole budget), or NULL. */
const rasimi_outturn_row *
rasimi_outturn_find(const rasimi_outturn *outturn, const char *year, const char *area);

#endif
