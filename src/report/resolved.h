/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that a study ran with, defaults included, as attributes named by their keys. */
#ifndef RASIMI_REPORT_RESOLVED_H
#define RASIMI_REPORT_RESOLVED_H

#include "model/param.h"
#include "report/h5put.h"

/* Writes every value of a struct that its table describes as an attribute of the current folder: "sign_off.tolerance",
   "prices[1].mean" (items count from 1). Absent values are left out; yes and no are 1 and 0. */
void
rasimi_h5put_resolved(rasimi_h5put *put, const rasimi_table *table, const void *values);

#endif
