/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as arrays, in the folder /compare of a results file (docs/compare.md). */
#ifndef RASIMI_REPORT_COMPARE_H5_H
#define RASIMI_REPORT_COMPARE_H5_H

#include "rasim/compare.h"
#include "report/h5put.h"

void
rasimi_h5put_comparison(rasimi_h5put *put, const rasim_comparison *comparison);

#endif
