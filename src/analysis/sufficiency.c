/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sufficiency, twice (docs/methods.md section 7). */
#include "analysis/sufficiency.h"

#include "rasim/ledger.h"

/* A budget that is short by less than single precision can tell is not short. */
#define SLACK 1e-6

/* Sums of one replicate. */
typedef struct sums {
    double inside, n_short, depth, on_ras, n_final;
    int64_t panel;
} sums;

/* Over the weeks in care, to the unit, as the ledger has it. */
static int64_t
over_weeks(float units, float weeks)
{
    return (int64_t)__builtin_rintf(units * weeks);
}

static void
add_inside(const rasimi_seen *seen, const rasimi_fared *fared, float above, sums *out)
{
    out->inside += 1;
    if (!(fared->need > fared->indicative * above))
        return;
    out->n_short += 1;
    out->depth += 1 - (double)fared->indicative / (double)fared->need;
    out->panel += over_weeks(fared->need, seen->weeks) - over_weeks(fared->indicative, seen->weeks);
}

void
rasimi_sufficient_add(rasimi_sufficient *self, const rasimi_crowd *crowd)
{
    const double below = (1 - crowd->study->framework.sign_off.tolerance.value) * (1 - SLACK);
    sums total = {0};
    for (size_t i = 0; i < crowd->n; i++) {
        const rasimi_seen *seen = &crowd->seen[i];
        const rasimi_fared *fared = &crowd->fared[i];
        if (fared->pool == RASIMI_POOL_LEGACY)
            continue;
        if (fared->pool == RASIMI_POOL_INSIDE)
            add_inside(seen, fared, crowd->terms->above_tolerance, &total);
        total.on_ras += 1;
        total.n_final += (double)fared->priced < (double)fared->need * (double)seen->prices * below;
    }
    rasimi_ratio_add(&self->share, total.n_short, total.inside);
    rasimi_ratio_add(&self->depth, total.depth, total.n_short);
    rasimi_ratio_add(&self->panel_units, (double)total.panel, 1);
    rasimi_ratio_add(&self->final_share, total.n_final, total.on_ras);
}

/* Whether any design of an outcome can leave somebody without what need costs, other than by the uplift. */
static bool
designs_leave_nobody_short(const rasim_study *study, size_t outcome)
{
    bool whole = true;
    for (size_t d = 0; d < study->n_designs; d++) {
        const rasimi_design *design = &study->designs[d];
        const bool saves = design->exclusion.best_value_saving.value > 0;
        const bool refuses = design->limits.below_minimum.value == RASIMI_BELOW_INELIGIBLE;
        if (d == outcome || outcome >= study->n_designs)
            whole = whole && !saves && !refuses;
    }
    return whole;
}

static bool
is_zero_by_construction(const rasim_study *study, size_t outcome)
{
    const rasimi_framework *framework = &study->framework;
    return framework->sign_off.uplift_share.value >= 1 && framework->price_passthrough.value >= 1 &&
           !(framework->practice.sd.value > 0) && designs_leave_nobody_short(study, outcome);
}

void
rasimi_sufficient_describe(const rasimi_sufficient *self, const rasim_study *study, size_t outcome,
                           rasim_sufficiency *out)
{
    const double gbp_per_unit = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    const rasim_measured panel = rasimi_ratio_measured(&self->panel_units);
    *out = (rasim_sufficiency){
        .short_share = rasimi_ratio_measured(&self->share),
        .depth = rasimi_ratio_measured(&self->depth),
        .panel_gbp = {panel.value * gbp_per_unit, panel.se * gbp_per_unit},
        .final_share = rasimi_ratio_measured(&self->final_share),
        .final_zero_by_construction = is_zero_by_construction(study, outcome),
    };
}
