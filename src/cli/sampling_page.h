/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim sample plan` prints. */
#ifndef RASIM_CLI_SAMPLING_PAGE_H
#define RASIM_CLI_SAMPLING_PAGE_H

#include "page.h"
#include "rasim/sampling.h"

/* The plan for people. `options` is what was asked for. */
void
sampling_page_print(const cli_page *page, const rasim_sampling_options *options, const rasim_sampling *plan);

#endif
