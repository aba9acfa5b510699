/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim optimise` prints. */
#ifndef RASIM_CLI_OPTIMISE_PAGE_H
#define RASIM_CLI_OPTIMISE_PAGE_H

#include "page.h"
#include "rasim/optimise.h"

void
optimise_page_print(const cli_page *page, const rasim_optimisation *optimisation);

#endif
