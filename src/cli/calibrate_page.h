/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `rasim calibrate` prints. */
#ifndef RASIM_CLI_CALIBRATE_PAGE_H
#define RASIM_CLI_CALIBRATE_PAGE_H

#include "page.h"
#include "rasim/calibrate.h"

void
calibrate_page_print(const cli_page *page, const rasim_calibration *calibration);

#endif
