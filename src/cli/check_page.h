/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim check` prints: what was understood, and what should be looked at. */
#ifndef RASIM_CLI_CHECK_PAGE_H
#define RASIM_CLI_CHECK_PAGE_H

#include "page.h"
#include "rasim/check.h"

void
check_page_print(const cli_page *page, const rasim_study_info *study, const rasim_check_report *report);

#endif
