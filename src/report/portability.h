/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same person would get in each place, as JSON and HDF5 (docs/results.md). */
#ifndef RASIMI_REPORT_PORTABILITY_H
#define RASIMI_REPORT_PORTABILITY_H

#include "rasim/summary.h"
#include "report/h5put.h"
#include "report/jsonput.h"

/* An object, or null where places have no designs of their own. */
json_t *
rasimi_json_portability(rasimi_json *json, const rasim_portability *portability);

/* The folder /portability; nothing where places have no designs of their own. */
void
rasimi_h5put_portability(rasimi_h5put *put, const rasim_portability *portability);

#endif
