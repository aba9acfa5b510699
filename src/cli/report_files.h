/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports beside a results file: what `rasim report` and `--report` write. */
#ifndef RASIM_CLI_REPORT_FILES_H
#define RASIM_CLI_REPORT_FILES_H

#include <stdbool.h>

#include "rasim/problems.h"
#include "rasim/status.h"

/* PREFIX.html of PREFIX.h5: what is after the last dot is replaced. Freed with free(); NULL: memory. */
char *
report_path(const char *h5_path, const char *ending);

/* Writes the page of a results file, at html_path or, where that is NULL, beside it; says so on standard error unless
   quiet. */
rasim_status
report_write(const char *h5_path, const char *html_path, bool quiet, rasim_problems *problems);

#endif
