/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tails of high-cost arrivals as JSON and HDF5 (docs/results.md). */
#ifndef RASIMI_REPORT_TAILS_H
#define RASIMI_REPORT_TAILS_H

#include "rasim/summary.h"
#include "report/h5put.h"
#include "report/jsonput.h"

/* A list with an object for each tail; empty where nobody arrives above a threshold. */
json_t *
rasimi_json_tails(rasimi_json *json, const rasim_summary *summary);

/* A folder /tails/<i> for each; nothing where there are none. */
void
rasimi_h5put_tails(rasimi_h5put *put, const rasim_summary *summary);

#endif
