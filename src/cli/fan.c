/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small fan chart. */
#include "fan.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

enum { LEAST_LABEL = 12, MOST_LABEL = 32, MOST_COLUMNS = 76, FEWEST_COLUMNS = 20 };

/* From £ to columns of the chart. */
typedef struct scale {
    double from, to;
    size_t label, columns; /* label: with the indent and two blanks */
} scale;

/* What the longest label takes, and no more than two fifths of the page. */
static size_t
label_width(const cli_page *page, const fan_year *years, size_t n)
{
    size_t width = LEAST_LABEL;
    const size_t share = page->width * 2 / 5, most = share < MOST_LABEL ? share : MOST_LABEL;
    for (size_t i = 0; i < n; i++) {
        const size_t columns = page_columns(years[i].label) + 4;
        width = columns > width ? columns : width;
    }
    return width > most && most > LEAST_LABEL ? most : width;
}

static scale
scale_of(const cli_page *page, const fan_year *years, size_t n)
{
    scale out = {.from = years[0].envelope, .to = years[0].envelope};
    for (size_t i = 0; i < n; i++) {
        out.from = fmin(out.from, fmin(years[i].p5, years[i].envelope));
        out.to = fmax(out.to, fmax(years[i].p95, years[i].envelope));
    }
    if (!(out.to > out.from))
        out.to = out.from + 1.0;
    out.label = label_width(page, years, n);
    const size_t room = page->width > out.label + 2 ? page->width - out.label - 2 : 0;
    out.columns = room < FEWEST_COLUMNS ? FEWEST_COLUMNS : room > MOST_COLUMNS ? MOST_COLUMNS : room;
    return out;
}

static size_t
column_of(const scale *self, double gbp)
{
    const double share = (gbp - self->from) / (self->to - self->from);
    return (size_t)round(fmin(fmax(share, 0.0), 1.0) * (double)(self->columns - 1));
}

static void
paint(char *cells, size_t from, size_t to, char mark)
{
    for (size_t i = from; i <= to; i++)
        cells[i] = mark;
}

/* The label, cut where it is too long, and blanks to where the chart begins. */
static void
print_label(const cli_page *page, const scale *self, const char *label)
{
    char *text = page_text(page, label);
    if (!text)
        return;
    size_t bytes = 0, columns = 0;
    while (text[bytes]) {
        const bool begins = ((unsigned char)text[bytes] & 0xc0) != 0x80;
        if (begins && columns == self->label - 4)
            break;
        columns += begins;
        bytes++;
    }
    fprintf(page->stream, "  %.*s%*s", (int)bytes, text, (int)(self->label - 2 - columns), "");
    free(text);
}

/* Cells are thin, thick, the middle and the envelope, which is painted last: it is what the rest is held against.
 */
static void
print_line(const cli_page *page, const scale *self, const fan_year *year)
{
    char cells[MOST_COLUMNS + 1];
    memset(cells, ' ', sizeof cells);
    paint(cells, column_of(self, year->p5), column_of(self, year->p95), '-');
    paint(cells, column_of(self, year->p25), column_of(self, year->p75), '#');
    cells[column_of(self, year->p50)] = '|';
    cells[column_of(self, year->envelope)] = 'E';
    print_label(page, self, year->label);
    size_t used = self->columns;
    while (used > 0 && cells[used - 1] == ' ')
        used--;
    for (size_t i = 0; i < used; i++) {
        const bool over = cells[i] != ' ' && cells[i] != 'E' && i > column_of(self, year->envelope);
        const page_style style = cells[i] == 'E' ? PAGE_BOLD : over ? PAGE_BAD : PAGE_PLAIN;
        fputs(page_style_on(page, style), page->stream);
        if (page->utf8 && (cells[i] == '#' || cells[i] == '-'))
            fputs(cells[i] == '#' ? "█" : "─", page->stream);
        else
            fputc(cells[i], page->stream);
        fputs(page_style_off(page, style), page->stream);
    }
    fputc('\n', page->stream);
}

/* The ends of the scale under its ends. */
static void
print_ends(const cli_page *page, const scale *self)
{
    const number_text from = millions_text(self->from), to = millions_text(self->to);
    char *left = page_text(page, from.text), *right = page_text(page, to.text);
    if (left && right) {
        const size_t taken = page_columns(left) + page_columns(right);
        fprintf(page->stream, "%*s%s%*s%s\n", (int)self->label, "", left,
                (int)(self->columns > taken ? self->columns - taken : 1), "", right);
    }
    free(left);
    free(right);
}

void
fan_print(const cli_page *page, const fan_year *years, size_t n)
{
    const scale made = scale_of(page, years, n);
    for (size_t i = 0; i < n; i++)
        print_line(page, &made, &years[i]);
    print_ends(page, &made);
    page_say(page, 2, "  E: the envelope. Thin: 9 in 10 simulations; thick: half of them; |: the middle one.");
}
