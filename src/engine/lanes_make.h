/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that lay out lanes share. */
#ifndef RASIMI_ENGINE_LANES_MAKE_H
#define RASIMI_ENGINE_LANES_MAKE_H

#include "engine/lanes.h"

/* A zeroed, aligned array that the lanes own; NULL where memory ran out. */
void *
rasimi_lanes_array(rasimi_lanes *lanes, size_t n, size_t size);

/* All designs in all years, of lanes whose people are filled. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_lanes_fill_designs(const rasim_study *study, rasimi_left_out without, rasimi_lanes *lanes);

#endif
