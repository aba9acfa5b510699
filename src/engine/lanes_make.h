/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that lay out lanes share. */
#ifndef RASIMI_ENGINE_LANES_MAKE_H
#define RASIMI_ENGINE_LANES_MAKE_H

#include "engine/lanes.h"

/* A zeroed, aligned array that the lanes own; NULL where memory ran out. */
void *
rasimi_lanes_array(rasimi_lanes *lanes, size_t n, size_t size);

/* The lanes of cells one after another, those of solo people first: [0, n_solo + n_multi). */
static inline rasimi_stretch
rasimi_lanes_stretch(const rasimi_lanes *lanes, size_t i)
{
    if (i < lanes->n_solo) {
        return lanes->solo[i];
    }
    const rasimi_multi_cell *multi = &lanes->multi[i - lanes->n_solo];
    rasimi_stretch stretch = multi->stretch;
    stretch.first = multi->first;
    stretch.n = multi->n;
    return stretch;
}

/* All designs in all years, of lanes whose people are filled. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_lanes_fill_designs(const rasim_study *study, rasimi_left_out without, rasimi_lanes *lanes);

#endif
