/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first lines of every page about a study: what it is called, and whose people it has. */
#ifndef RASIM_CLI_TITLE_H
#define RASIM_CLI_TITLE_H

#include "page.h"
#include "rasim/study.h"

/* "NAME, YEAR · DETAIL" in bold (`detail` may be NULL); where the data are synthetic, the label at the right end of the
   line, or on the next. */
void
title_print(const cli_page *page, const rasim_study_info *study, const char *detail);

/* "4,940 people estimated from 116 rows", "4,940 people, a row each". */
void
title_people(char *buffer, size_t size, const rasim_study_info *study);

#endif
