/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waterfall in reports. */
#ifndef RASIMI_REPORT_WATERFALL_H
#define RASIMI_REPORT_WATERFALL_H

#include "rasim/waterfall.h"
#include "report/h5put.h"
#include "report/jsonput.h"

/* A design's steps from today's packages to net spend, by period; null where they were not worked out. */
json_t *
rasimi_json_waterfall(rasimi_json *json, const rasim_waterfall *waterfall, size_t design);

/* The same as datasets of a folder that it makes, [period x step]; nothing where they were not worked out. */
void
rasimi_h5put_waterfall(rasimi_h5put *put, const rasim_waterfall *waterfall, size_t design);

#endif
