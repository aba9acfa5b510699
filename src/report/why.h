/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why net spend is what it is, in reports: where its spread comes from, and who brings about a bad year. */
#ifndef RASIMI_REPORT_WHY_H
#define RASIMI_REPORT_WHY_H

#include "rasim/reverse.h"
#include "io/h5_read.h"
#include "rasim/spread.h"
#include "rasim/summary.h"
#include "report/h5put.h"
#include "report/jsonput.h"

/* Where the spread of a design comes from; null where that was not worked out. */
json_t *
rasimi_json_spread(rasimi_json *json, const rasim_spread *spread, size_t design);

json_t *
rasimi_json_spread_of(rasimi_json *json, const rasim_spread_of *of);

/* The same as datasets of a folder that it makes; nothing where it was not worked out. */
void
rasimi_h5put_spread(rasimi_h5put *put, const rasim_spread *spread, size_t design);

/* What it takes to tip a design; null where that was not worked out. */
json_t *
rasimi_json_reverse(rasimi_json *json, const rasim_reverse *reverse, size_t design);

json_t *
rasimi_json_reverse_of(rasimi_json *json, const rasim_reverse_of *of);

/* The same as attributes of a folder that it makes; nothing where it was not worked out. */
void
rasimi_h5put_reverse(rasimi_h5put *put, const rasim_reverse *reverse, size_t design);

/* Both, back from a results file; NULL where they were not worked out. Errors: those of rasimi_h5_read_doubles. */
rasim_status
rasimi_h5_read_spread(rasimi_h5_in *file, size_t design, rasimi_arena *arena, const rasim_spread_of **out);
rasim_status
rasimi_h5_read_reverse(rasimi_h5_in *file, size_t design, rasimi_arena *arena, const rasim_reverse_of **out);

/* Tail allocation of a year, by level. */
json_t *
rasimi_json_tail_allocation(rasimi_json *json, const rasim_year_summary *year);

/* The same as datasets of the present folder. */
void
rasimi_h5put_tail_allocation(rasimi_h5put *put, const rasim_year_summary *year);

#endif
