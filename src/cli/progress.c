/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress of a run on standard error. */
#include "progress.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SHOW_AFTER_S   0.5
#define REDRAW_EVERY_S 0.1
#define TELL_FROM_S    5.0 /* a run that is expected to take less needs no lines in a log */

enum { WIDEST_BAR = 30, NARROWEST_BAR = 5 };

static double
now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void
progress_begin(progress *self, FILE *stream, bool silent, unsigned n_runs, const char *label)
{
    *self = (progress){.silent = silent, .n_runs = n_runs, .started_s = now_s()};
    page_init(&self->page, stream);
    const char *term = getenv("TERM");
    self->draws_bar = self->page.is_terminal && term && strcmp(term, "dumb") != 0;
    snprintf(self->label, sizeof self->label, "%s", label);
}

static void
print_time_left(char *buffer, size_t size, double share, double elapsed_s)
{
    double left_s = share > 0.0 ? elapsed_s * (1.0 - share) / share : 0.0;
    buffer[0] = '\0';
    if (share <= 0.0)
        return;
    if (left_s > 90.0)
        snprintf(buffer, size, "  about %.0f min left", left_s / 60.0);
    else
        snprintf(buffer, size, "  about %.0f s left", fmax(ceil(left_s), 1.0));
}

void
progress_bar_text(char *buffer, size_t size, const char *label, double share, double elapsed_s, size_t width)
{
    char left[40], bar[WIDEST_BAR + 1];
    print_time_left(left, sizeof left, share, elapsed_s);
    size_t around = strlen("  [] 100 %") + strlen(left), label_size = strlen(label);
    if (around + label_size + NARROWEST_BAR > width) {
        label = "";
        label_size = 0;
    }
    size_t room = width > around + label_size ? width - around - label_size : 0;
    int cells = (int)(room < WIDEST_BAR ? room : WIDEST_BAR), full = (int)(share * cells);
    for (int i = 0; i < cells; i++)
        bar[i] = i < full ? '#' : '-';
    bar[cells] = '\0';
    snprintf(buffer, size, "%s%s[%s] %3.0f %%%s", label, label_size ? "  " : "", bar, floor(100.0 * share), left);
}

static void
clear_bar(progress *self)
{
    if (self->drawn_columns > 0)
        fprintf(self->page.stream, "\r%*s\r", (int)self->drawn_columns, "");
    self->drawn_columns = 0;
}

static void
draw_bar(progress *self, double share, double now)
{
    if (now - self->started_s < SHOW_AFTER_S || now - self->drawn_s < REDRAW_EVERY_S)
        return;
    char text[256];
    progress_bar_text(text, sizeof text, self->label, share, now - self->started_s, self->page.width - 1);
    clear_bar(self);
    fputs(text, self->page.stream);
    fflush(self->page.stream);
    self->drawn_columns = strlen(text);
    self->drawn_s = now;
}

static void
tell_quarter(progress *self, double share, double now)
{
    unsigned quarters = (unsigned)(4.0 * share);
    double elapsed_s = now - self->started_s;
    if (quarters <= self->quarters || quarters >= 4 || elapsed_s < TELL_FROM_S * share)
        return;
    self->quarters = quarters;
    fprintf(self->page.stream, "%s: %u %% done after %.0f s\n", self->label, 25 * quarters, elapsed_s);
    fflush(self->page.stream);
}

void
progress_update(progress *self, uint64_t done, uint64_t total)
{
    if (self->silent || total == 0)
        return;
    double share = ((double)self->i_run + (double)done / (double)total) / (double)self->n_runs;
    if (self->draws_bar)
        draw_bar(self, fmin(share, 1.0), now_s());
    else
        tell_quarter(self, fmin(share, 1.0), now_s());
}

void
progress_end(progress *self)
{
    clear_bar(self);
    fflush(self->page.stream);
}
