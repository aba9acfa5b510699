/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programmes: whom they reach, from when on, and their lines in the ledger. */
#include "engine/programmes.h"

#include "engine/post.h"

#include <string.h>

static const rasimi_intervention_row *
intervention(const rasim_study *study, size_t i)
{
    return (const rasimi_intervention_row *)study->framework.interventions.items + i;
}

static bool
reaches(const rasim_study *study, const rasimi_intervention_row *row, const rasimi_cell *cell)
{
    const char *group = row->care_group.value, *setting = row->setting.value;
    return (group == NULL || strcmp(group, study->care_groups[cell->care_group]) == 0) &&
           (setting == NULL || strcmp(setting, study->settings[cell->setting]) == 0);
}

double
rasimi_programmes_prevented(const rasim_study *study, const rasimi_programme_draw *draw, rasimi_effect effect,
                            const rasimi_cell *cell, size_t year)
{
    double kept = 1.0;
    for (size_t i = 0; i < study->framework.interventions.n; i++) {
        const rasimi_intervention_row *row = intervention(study, i);
        const bool works = year + 1 >= row->from_year.value + row->lag_years.value;
        if (works && row->reduces.value == (int)effect && reaches(study, row, cell)) {
            kept *= 1.0 - draw->reduction[i];
        }
    }
    return 1.0 - kept;
}

/* The budget area of a programme; without a name there is only one. */
static size_t
area_of(const rasim_study *study, const char *area)
{
    size_t a = 0;
    while (area != NULL && a + 1 < study->n_areas && strcmp(study->areas[a], area) != 0) {
        a++;
    }
    return a;
}

static size_t
group_of(const rasim_study *study, const char *area)
{
    return study->programme_group[area_of(study, area)];
}

static int64_t
to_units(const rasim_study *study, double gbp_year)
{
    const double units = gbp_year / study->framework.weeks_per_year.value * RASIM_UNITS_PER_GBP;
    return (int64_t)__builtin_floor(units + 0.5);
}

static void
post(rasim_results *results, size_t group, size_t year, uint64_t replicate, rasim_line line, int64_t units)
{
    for (size_t d = 0; d < results->n_designs; d++) {
        int64_t *lines = rasimi_post_lines(results, d, year, replicate, group);
        lines[line] += units;
        lines[RASIM_LINE_NET] += rasim_line_describe(line)->sign * units;
    }
}

/* The planned saving of a year; the last one given holds on. */
static double
planned(const rasimi_saving_row *row, size_t year)
{
    const rasimi_numbers *by_year = &row->gbp_by_year;
    return by_year->n == 0 ? 0.0 : by_year->items[year < by_year->n ? year : by_year->n - 1].value;
}

static double
delivered(const rasimi_saving_row *row, const rasimi_programme_draw *draw, size_t i, size_t year)
{
    if (draw->slipped[i] && year == 0) {
        return 0.0;
    }
    return draw->delivered[i] * planned(row, draw->slipped[i] ? year - 1 : year);
}

void
rasimi_programmes_post(const rasim_study *study, const rasimi_programme_draw *draw, bool without_interventions,
                       uint64_t replicate, rasim_results *results)
{
    const rasimi_saving_row *savings = study->framework.savings.items;
    for (size_t year = 0; year < study->n_years; year++) {
        for (size_t i = 0; i < study->framework.interventions.n && !without_interventions; i++) {
            const rasimi_intervention_row *row = intervention(study, i);
            if (year + 1 >= row->from_year.value) {
                post(results, group_of(study, row->budget_area.value), year, replicate, RASIM_LINE_INTERVENTION_COST,
                     to_units(study, row->gbp_year.value));
            }
        }
        for (size_t i = 0; i < study->framework.savings.n; i++) {
            post(results, group_of(study, savings[i].budget_area.value), year, replicate, RASIM_LINE_SAVINGS,
                 to_units(study, delivered(&savings[i], draw, i, year)));
        }
    }
}

double
rasimi_programmes_planned(const rasim_study *study, size_t area, size_t year)
{
    const rasimi_saving_row *savings = study->framework.savings.items;
    double net = 0.0;
    for (size_t i = 0; i < study->framework.interventions.n; i++) {
        const rasimi_intervention_row *row = intervention(study, i);
        const bool runs = year + 1 >= row->from_year.value;
        net += runs && area_of(study, row->budget_area.value) == area ? row->gbp_year.value : 0.0;
    }
    for (size_t i = 0; i < study->framework.savings.n; i++) {
        net -= area_of(study, savings[i].budget_area.value) == area ? planned(&savings[i], year) : 0.0;
    }
    return net;
}
