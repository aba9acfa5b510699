/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress of a run on standard error: a bar on a terminal, a line each quarter of a long run elsewhere. */
#ifndef RASIM_CLI_PROGRESS_H
#define RASIM_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "page.h"

typedef struct progress {
    cli_page page;
    bool silent; /* nothing is ever shown */
    bool draws_bar;
    char label[128];
    unsigned n_runs, i_run; /* a run may be followed by what-if runs: one bar covers them all */
    double started_s, drawn_s;
    unsigned quarters; /* told so far */
    size_t drawn_columns;
} progress;

/* Begins the clock. `label` says what goes on: "Simulating 10,000 years of 4,900 people". */
void
progress_begin(progress *self, FILE *stream, bool silent, unsigned n_runs, const char *label);

/* Tells how far the present run is; cheap enough to be called often. */
void
progress_update(progress *self, uint64_t done, uint64_t total);

/* Clears the bar. */
void
progress_end(progress *self);

/* The bar at a share of the whole, after some seconds, for a width in columns: writes into the buffer what fits. */
void
progress_bar_text(char *buffer, size_t size, const char *label, double share, double elapsed_s, size_t width);

#endif
