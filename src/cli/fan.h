/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small fan chart: a year or a design a line, where net spend lies against its envelope. */
#ifndef RASIM_CLI_FAN_H
#define RASIM_CLI_FAN_H

#include <stddef.h>

#include "page.h"

/* £ a year: bounds of 9 in 10 and of half of the simulations, the middle, and the envelope. */
typedef struct fan_year {
    const char *label;
    double p5, p25, p50, p75, p95, envelope;
} fan_year;

/* Prints the years [n], n > 0, on one scale, which holds everything shown. */
void
fan_print(const cli_page *page, const fan_year *years, size_t n);

#endif
