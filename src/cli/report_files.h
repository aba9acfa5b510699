/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports beside a results file: what `rasim report` and `--report` write. */
#ifndef RASIM_CLI_REPORT_FILES_H
#define RASIM_CLI_REPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "rasim/problems.h"
#include "rasim/status.h"
#include "written.h"

/* PREFIX.html of PREFIX.h5: what is after the last dot is replaced. Freed with free(); NULL: memory. */
char *
report_path(const char *h5_path, const char *ending);

/* Where reports go. Page and workbook stand beside the results where it is not said (NULL); the others are written only
   where it is. */
typedef struct report_targets {
    const char *html, *xlsx, *csv_folder, *markdown;
} report_targets;

/* Whether all of them could be written; leaves nothing behind. Errors: RASIM_ERR_WRITE with a problem. */
rasim_status
report_check(const char *h5_path, const report_targets *targets, rasim_problems *problems);

/* Writes the reports of a results file; says so on standard error unless quiet. Where one fails, those before it stay,
   and are added to those written. */
rasim_status
report_write(const char *h5_path, const report_targets *targets, bool quiet, written_files *written,
             rasim_problems *problems);

#endif
