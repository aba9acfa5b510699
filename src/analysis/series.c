/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series over the replicates, from the ledgers of a run. */
#include "analysis/series.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/results.h"

/* The price surprise is one line; its parts on high-cost and legacy packages are memoranda, the rest is the RAS pool's.
 */
static int64_t
ras_pool(const int64_t *line)
{
    int64_t surprise =
        line[RASIM_LINE_PRICE_SURPRISE] - line[RASIM_LINE_HIGH_COST_SURPRISE] - line[RASIM_LINE_LEGACY_SURPRISE];
    return line[RASIM_LINE_INDICATIVE] + line[RASIM_LINE_UPLIFT] - line[RASIM_LINE_TRIM] + line[RASIM_LINE_PROTECTION] +
           surprise;
}

static void
store(rasimi_series *series, uint64_t r, const int64_t *line)
{
    for (size_t l = 0; l < RASIM_N_LINES; l++)
        series->line[l][r] = line[l];
    series->ras[r] = ras_pool(line);
    series->high_cost[r] = line[RASIM_LINE_HIGH_COST] + line[RASIM_LINE_HIGH_COST_SURPRISE];
    series->legacy[r] = line[RASIM_LINE_LEGACY] + line[RASIM_LINE_LEGACY_SURPRISE];
    series->total[r] = series->ras[r] + series->high_cost[r] + series->legacy[r];
}

static void
add_replicate(rasimi_series *series, const rasim_results *results, uint64_t r, const int64_t *ledger)
{
    int64_t line[RASIM_N_LINES] = {0};
    for (size_t g = 0; g < results->n_groups; g++) {
        const int64_t *entry = ledger + g * RASIM_N_LINES;
        size_t area = results->groups[g].area;
        rasimi_wide *sums = series->area_lines + area * RASIM_N_LINES;
        for (size_t l = 0; l < RASIM_N_LINES; l++) {
            line[l] += entry[l];
            sums[l] += entry[l];
        }
        series->area_net[area * series->n + r] += entry[RASIM_LINE_NET];
    }
    store(series, r, line);
}

static void
add_up_areas(rasimi_series *series)
{
    memset(series->lines, 0, sizeof series->lines);
    for (size_t a = 0; a < series->n_areas; a++)
        for (size_t l = 0; l < RASIM_N_LINES; l++)
            series->lines[l] += series->area_lines[a * RASIM_N_LINES + l];
}

rasim_status
rasimi_series_create(const rasim_results *results, rasimi_series *out)
{
    uint64_t n = results->replicates;
    *out = (rasimi_series){.n = n, .n_areas = results->n_areas};
    int64_t **series[] = {&out->ras, &out->high_cost, &out->legacy, &out->total};
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        if (!(*series[i] = rasimi_calloc(n, sizeof(int64_t))))
            return RASIM_ERR_NO_MEMORY;
    out->line[0] = rasimi_calloc(n, RASIM_N_LINES * sizeof(int64_t));
    for (size_t l = 1; out->line[0] && l < RASIM_N_LINES; l++)
        out->line[l] = out->line[0] + l * n;
    out->area_net = rasimi_calloc(results->n_areas * n, sizeof *out->area_net);
    out->area_lines = rasimi_calloc(results->n_areas * RASIM_N_LINES, sizeof *out->area_lines);
    return out->line[0] && out->area_net && out->area_lines ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_series_clear(rasimi_series *series)
{
    free(series->line[0]);
    free(series->ras);
    free(series->high_cost);
    free(series->legacy);
    free(series->total);
    free(series->area_net);
    free(series->area_lines);
    *series = (rasimi_series){0};
}

void
rasimi_series_fill(rasimi_series *series, const rasim_results *results, size_t design, size_t year)
{
    memset(series->area_net, 0, series->n_areas * series->n * sizeof *series->area_net);
    memset(series->area_lines, 0, series->n_areas * RASIM_N_LINES * sizeof *series->area_lines);
    for (uint64_t r = 0; r < series->n; r++)
        add_replicate(series, results, r, rasim_results_ledger(results, design, year, r));
    add_up_areas(series);
}

rasimi_wide
rasimi_series_sum(const int64_t *values, uint64_t n)
{
    rasimi_wide sum = 0;
    for (uint64_t i = 0; i < n; i++)
        sum += values[i];
    return sum;
}
