/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carers who stop against the same years in which none does: every other draw is the same, so each difference is theirs
   alone. */
#include "analysis/carers_stop.h"

#include "analysis/paired.h"
#include "engine/results.h"
#include "num/stats.h"

/* May carers stop under the design, or under that of some place where each has its own? */
static bool
may_stop(const rasim_study *study, size_t design)
{
    if (design < study->n_designs)
        return study->applied[design].gross.stops;
    bool any = false;
    for (size_t p = 0; p < study->n_places && study->place_design; p++)
        any = any || study->applied[study->place_design[p]].gross.stops;
    return any;
}

void
rasimi_carers_stop(const rasim_results *results, const rasim_results *without, size_t design, rasim_carers_stop *out)
{
    const rasim_study *study = results->study;
    *out = (rasim_carers_stop){0};
    if (!without || !may_stop(study, design) || without->replicates < results->replicates)
        return;
    const double gbp = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    const rasimi_pairing pairing = {results, without, design};
    const rasimi_paired people = rasimi_paired_line(&pairing, RASIM_LINE_CARERS_STOPPED);
    const rasimi_paired indicative = rasimi_paired_line(&pairing, RASIM_LINE_INDICATIVE);
    const rasimi_paired net = rasimi_paired_line(&pairing, RASIM_LINE_NET);
    *out = (rasim_carers_stop){
        .applies = true,
        .people = people.mean,
        .people_se = people.se,
        .indicative_gbp = indicative.mean * gbp,
        .net_gbp = net.mean * gbp,
        .net_se = net.se * gbp,
        .affordability_without = rasimi_paired_affordability(&pairing, study->envelope_gbp / gbp),
    };
}
