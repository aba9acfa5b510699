/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the analytic engine says beside the simulation, in both files. */
#ifndef RASIMI_REPORT_ANALYTIC_H
#define RASIMI_REPORT_ANALYTIC_H

#include "report/h5put.h"
#include "report/jsonput.h"

/* Null where the analytic engine was not asked. */
json_t *
rasimi_json_analytic(rasimi_json *json, const rasim_analytic_check *check);

/* Datasets in the put's folder; none where it does not apply. */
void
rasimi_h5put_analytic(rasimi_h5put *put, const rasim_analytic_check *check);

#endif
