/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim explain` prints: a page that can be handed to the person. */
#ifndef RASIM_CLI_EXPLAIN_PAGE_H
#define RASIM_CLI_EXPLAIN_PAGE_H

#include "page.h"
#include "rasim/explain.h"

void
explain_page_print(const cli_page *page, const rasim_explanation *explanation);

#endif
