/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary of one design and year as arrays, in a folder of the results file. */
#ifndef RASIMI_REPORT_SUMMARY_H5_H
#define RASIMI_REPORT_SUMMARY_H5_H

#include "rasim/summary.h"
#include "report/h5put.h"

/* Writes into the current folder. */
void
rasimi_h5put_summary(rasimi_h5put *put, const rasim_year_summary *year);

#endif
