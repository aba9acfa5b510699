/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim backtest` prints. */
#ifndef RASIM_CLI_BACKTEST_PAGE_H
#define RASIM_CLI_BACKTEST_PAGE_H

#include "page.h"
#include "rasim/backtest.h"

void
backtest_page_print(const cli_page *page, const rasim_backtest *backtest);

#endif
