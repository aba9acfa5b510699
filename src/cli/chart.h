/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small histogram of simulated net spend, one bar a line, with the envelope drawn between two bars. */
#ifndef RASIM_CLI_CHART_H
#define RASIM_CLI_CHART_H

#include <stddef.h>

#include "page.h"

enum { CHART_MOST_BARS = 11 };

/* Bars are (edge[i], edge[i + 1]] in £, so that what stays inside the envelope, net spend equal to it included, is
   exactly the bars before it. The first and last bars also hold everything beyond them. */
typedef struct cli_chart {
    size_t n_bars;
    double width_gbp; /* 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten */
    double edge[CHART_MOST_BARS + 1];
    double share[CHART_MOST_BARS];
    size_t envelope_at; /* bars that end at or below the envelope: 0 to n_bars */
    double envelope_gbp, share_inside;
} cli_chart;

/* Sorts `net_gbp` [n], n > 0, in place and describes it with 3 to CHART_MOST_BARS bars at most. */
void
chart_make(double *net_gbp, size_t n, double envelope_gbp, size_t most_bars, cli_chart *out);

/* "million": the unit of its labels, which the heading above it has to name. */
const char *
chart_unit_name(const cli_chart *chart);

void
chart_print(const cli_page *page, const cli_chart *chart);

#endif
