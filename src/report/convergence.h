/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether there were enough replicates, in reports. */
#ifndef RASIMI_REPORT_CONVERGENCE_H
#define RASIMI_REPORT_CONVERGENCE_H

#include "rasim/summary.h"
#include "report/h5put.h"
#include "report/jsonput.h"

/* The first year after parts of the replicates. */
json_t *
rasimi_json_convergence(rasimi_json *json, const rasim_design_summary *design);

/* How well each quantile is known, and how many replicates it would take. */
json_t *
rasimi_json_precision(rasimi_json *json, const rasim_design_summary *design);

/* Both as datasets of the present folder. */
void
rasimi_h5put_convergence(rasimi_h5put *put, const rasim_design_summary *design);

#endif
