/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One colour for each role, the same in every format: those of Okabe and Ito (2008), which colour-blind readers tell
   apart (page/charts.js has the same). The envelope's is nobody else's. */
#ifndef RASIMI_REPORT_ROLE_COLOUR_H
#define RASIMI_REPORT_ROLE_COLOUR_H

#include <stddef.h>
#include <stdint.h>

#include "report/document.h"

/* 0xRRGGBB */
static inline uint32_t
rasimi_role_colour(rasimi_role role)
{
    static const uint32_t colours[] = {
        [RASIMI_ROLE_MAIN] = 0x0072B2, [RASIMI_ROLE_SECOND] = 0xE69F00, [RASIMI_ROLE_ENVELOPE] = 0xD55E00,
        [RASIMI_ROLE_GOOD] = 0x009E73, [RASIMI_ROLE_BAD] = 0xCC79A7,    [RASIMI_ROLE_QUIET] = 0x8A8A8A,
    };
    return colours[role];
}

/* Of the i-th series or facet that has no role of its own. None is 0, which a workbook takes for no colour. */
static inline uint32_t
rasimi_further_colour(size_t i)
{
    static const uint32_t colours[] = {0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0x56B4E9, 0x010101, 0xB8A800, 0x7A5195};
    return colours[i % (sizeof colours / sizeof *colours)];
}

#endif
