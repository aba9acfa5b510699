/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder to write reports into. */
#ifndef RASIM_TESTS_REPORT_SCRATCH_H
#define RASIM_TESTS_REPORT_SCRATCH_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

/* Makes an empty folder; `folder` has room for FOLDER_SIZE characters. */
enum { FOLDER_SIZE = 256 };

static inline void
make_folder(char *folder)
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, FOLDER_SIZE, "%s/rasim-report-XXXXXX", base ? base : P_tmpdir);
    cr_assert_not_null(mkdtemp(folder));
}

#endif
