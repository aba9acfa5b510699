/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small histogram of simulated net spend. */
#include "chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

#define TAIL_SHARE   0.005 /* of the years, beyond the first and the last bar's inner edge on either side */
#define LABEL_WIDTH  18    /* columns for "51.6 to 52.1" */
#define SHARE_WIDTH  8     /* columns for "21.2 %" */
#define MOST_COLUMNS 60    /* of a bar: longer bars say no more */

static int
compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The smallest round number that is at least `width`. */
static double
round_width(double width)
{
    static const double STEPS[] = {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0};
    double power = pow(10.0, floor(log10(width)));
    size_t i = 0;
    while (STEPS[i] * power < width * (1.0 - 1e-9))
        i++;
    return STEPS[i] * power;
}

/* Places the edges on a grid through the envelope; bars are counted from it, k = 0 being the first above it. */
static void
place_edges(double low, double high, size_t most_bars, cli_chart *out, double *first_k)
{
    double least = fmax(1.0, 1e-6 * fabs(high)); /* all years alike */
    out->width_gbp = round_width(fmax((high - low) / (double)(most_bars - 2), least));
    *first_k = ceil((low - out->envelope_gbp) / out->width_gbp) - 1.0;
    double last_k = fmax(ceil((high - out->envelope_gbp) / out->width_gbp) - 1.0, *first_k);
    out->n_bars = (size_t)fmin(last_k - *first_k + 1.0, (double)most_bars);
    for (size_t i = 0; i <= out->n_bars; i++)
        out->edge[i] = out->envelope_gbp + (*first_k + (double)i) * out->width_gbp;
    out->envelope_at = (size_t)fmin(fmax(-*first_k, 0.0), (double)out->n_bars);
}

void
chart_make(double *net_gbp, size_t n, double envelope_gbp, size_t most_bars, cli_chart *out)
{
    *out = (cli_chart){.envelope_gbp = envelope_gbp};
    qsort(net_gbp, n, sizeof *net_gbp, compare_doubles);
    size_t tail = (size_t)(TAIL_SHARE * (double)n);
    double first_k;
    place_edges(net_gbp[tail], net_gbp[n - 1 - tail], most_bars, out, &first_k);

    size_t counts[CHART_MOST_BARS] = {0}, inside = 0;
    for (size_t i = 0; i < n; i++) {
        double k = ceil((net_gbp[i] - envelope_gbp) / out->width_gbp) - 1.0 - first_k;
        counts[(size_t)fmin(fmax(k, 0.0), (double)(out->n_bars - 1))]++;
        inside += net_gbp[i] <= envelope_gbp;
    }
    for (size_t i = 0; i < out->n_bars; i++)
        out->share[i] = (double)counts[i] / (double)n;
    out->share_inside = (double)inside / (double)n;
}

/* Decimals that a number needs, at most `most`. */
static int
decimals_of(double number, int most)
{
    int decimals = 0;
    for (double w = number; decimals < most && fabs(w - round(w)) > 1e-6; w *= 10.0)
        decimals++;
    return decimals;
}

/* ---- the unit of the edges ---- */

static double
unit_of(const cli_chart *chart)
{
    const double most = chart->edge[chart->n_bars];
    return most >= 1e9 ? 1e9 : most >= 1e6 ? 1e6 : 1e3;
}

const char *
chart_unit_name(const cli_chart *chart)
{
    const double unit = unit_of(chart);
    return unit >= 1e9 ? "billion" : unit >= 1e6 ? "million" : "thousand";
}

/* Edges in that unit: as many decimals as the width has; one more where the envelope needs it. */
static void
print_label(const cli_page *page, const cli_chart *chart, size_t i)
{
    double unit = unit_of(chart);
    int of_width = decimals_of(chart->width_gbp / unit, 6);
    int of_envelope = decimals_of(chart->envelope_gbp / unit, of_width + 1);
    int decimals = of_width > of_envelope ? of_width : of_envelope;
    double from = chart->edge[i] / unit, to = chart->edge[i + 1] / unit;
    char label[64];
    if (i == 0)
        snprintf(label, sizeof label, "up to %.*f", decimals, to);
    else if (i + 1 == chart->n_bars)
        snprintf(label, sizeof label, "above %.*f", decimals, from);
    else
        snprintf(label, sizeof label, "%.*f to %.*f", decimals, from, decimals, to);
    fprintf(page->stream, "  %*s %*s  ", LABEL_WIDTH - 2, label, SHARE_WIDTH - 1, percent_text(chart->share[i]).text);
}

/* Half columns are told apart where the terminal has a half block. */
static void
print_bar(const cli_page *page, double columns)
{
    size_t halves = (size_t)round(2.0 * columns);
    for (size_t i = 0; i + 1 < halves; i += 2)
        fputs(page->utf8 ? "█" : "#", page->stream);
    if (halves % 2 == 1)
        fputs(page->utf8 ? "▌" : "", page->stream);
}

/* The line between two bars, as far to the right as labels go where the page is wide enough. */
static void
print_envelope(const cli_page *page, const cli_chart *chart)
{
    char line[256];
    snprintf(line, sizeof line, "─── envelope %s: %s of years inside ───", millions_text(chart->envelope_gbp).text,
             percent_text(chart->share_inside).text);
    char *text = page_text(page, line);
    if (!text)
        return;
    size_t columns = page_columns(text), left = page->width > columns ? page->width - columns : 0;
    fprintf(page->stream, "%*s", (int)(left < LABEL_WIDTH - 4 ? left : LABEL_WIDTH - 4), "");
    page_line(page, PAGE_BOLD, text);
    free(text);
}

static double
largest_share(const cli_chart *chart)
{
    double largest = 0.0;
    for (size_t i = 0; i < chart->n_bars; i++)
        largest = fmax(largest, chart->share[i]);
    return largest;
}

void
chart_print(const cli_page *page, const cli_chart *chart)
{
    double most = fmin((double)(page->width - LABEL_WIDTH - SHARE_WIDTH - 3), MOST_COLUMNS);
    double scale = most / largest_share(chart);
    for (size_t i = 0; i <= chart->n_bars; i++) {
        if (i == chart->envelope_at)
            print_envelope(page, chart);
        if (i == chart->n_bars)
            break;
        print_label(page, chart, i);
        page_style style = i < chart->envelope_at ? PAGE_PLAIN : PAGE_BAD;
        fputs(page_style_on(page, style), page->stream);
        print_bar(page, scale * chart->share[i]);
        fprintf(page->stream, "%s\n", page_style_off(page, style));
    }
}
