/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who comes, goes and moves within a year. */
#include "analysis/flows.h"

#include <stdlib.h>

#include "base/mem.h"

static bool
somebody_moves(const rasimi_series *series)
{
    static const rasim_line flows[] = {RASIM_LINE_STARTERS, RASIM_LINE_LEAVERS, RASIM_LINE_MOVERS,
                                       RASIM_LINE_MOVED_OUTSIDE_PEOPLE};
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++)
        if (series->lines[flows[i]] != 0)
            return true;
    return false;
}

/* The three parts of the full-year effect of each replicate together. */
static rasim_status
full_year(const rasimi_series *series, rasimi_estimator *estimator, double gbp_per_unit, rasim_expected *out)
{
    int64_t *sum = rasimi_calloc(series->n, sizeof *sum);
    if (!sum)
        return RASIM_ERR_NO_MEMORY;
    for (uint64_t r = 0; r < series->n; r++)
        sum[r] = series->line[RASIM_LINE_FULL_YEAR_STARTERS][r] + series->line[RASIM_LINE_FULL_YEAR_LEAVERS][r] +
                 series->line[RASIM_LINE_FULL_YEAR_CHANGES][r];
    rasimi_estimator_load(estimator, sum, series->n, gbp_per_unit);
    *out = rasimi_estimate_expected(estimator);
    free(sum);
    return RASIM_OK;
}

rasim_status
rasimi_turnover(const rasimi_series *series, rasimi_estimator *estimator, double gbp_per_unit, rasim_turnover *out)
{
    const struct {
        rasim_line line;
        double per_unit;
        rasim_expected *to;
    } parts[] = {
        {RASIM_LINE_STARTERS, 1, &out->starters},
        {RASIM_LINE_LEAVERS, 1, &out->leavers},
        {RASIM_LINE_MOVERS, 1, &out->movers},
        {RASIM_LINE_MOVED_OUTSIDE_PEOPLE, 1, &out->moved_outside_people},
        {RASIM_LINE_PEOPLE_AT_END, 1, &out->people_at_end},
        {RASIM_LINE_PERSON_YEARS, 1.0 / RASIM_UNITS_PER_YEAR, &out->person_years},
        {RASIM_LINE_FULL_YEAR_STARTERS, gbp_per_unit, &out->full_year_starters},
        {RASIM_LINE_FULL_YEAR_LEAVERS, gbp_per_unit, &out->full_year_leavers},
        {RASIM_LINE_FULL_YEAR_CHANGES, gbp_per_unit, &out->full_year_changes},
        {RASIM_LINE_MOVED_OUTSIDE, gbp_per_unit, &out->moved_outside},
    };
    *out = (rasim_turnover){.applies = somebody_moves(series)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        rasimi_estimator_load(estimator, series->line[parts[i].line], series->n, parts[i].per_unit);
        *parts[i].to = rasimi_estimate_expected(estimator);
    }
    return full_year(series, estimator, gbp_per_unit, &out->full_year);
}
