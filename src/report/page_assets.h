/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every page carries: its style, the scripts that unfold it for paper and draw, and the library they draw with. */
#ifndef RASIMI_REPORT_PAGE_ASSETS_H
#define RASIMI_REPORT_PAGE_ASSETS_H

#include <stddef.h>

typedef struct rasimi_asset {
    const char *bytes; /* not terminated */
    size_t length;
} rasimi_asset;

rasimi_asset
rasimi_page_style(void);
rasimi_asset
rasimi_page_print(void);
rasimi_asset
rasimi_page_charts(void);

/* Observable Plot with the licences of all in it; of no length where the program was built without it. */
rasimi_asset
rasimi_page_plot(void);

#endif
