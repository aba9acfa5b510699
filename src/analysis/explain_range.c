/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far one person's final budget may move: the simulation itself, run for them alone. A person's draws hang on their
   identifier and the seed only, so these are the years that they have in a run of the whole caseload. */
#include "analysis/explain.h"

#include "num/stats.h"
#include "rasim/ledger.h"
#include "rasim/run.h"

#include <stdlib.h>

/* Lines that make up the final budget: after sign-off and the price surprise, before what is not spent. */
static int64_t
final_budget(const int64_t *lines)
{
    return lines[RASIM_LINE_INDICATIVE] + lines[RASIM_LINE_PROTECTION] + lines[RASIM_LINE_UPLIFT] -
           lines[RASIM_LINE_TRIM] + lines[RASIM_LINE_HIGH_COST] + lines[RASIM_LINE_LEGACY] +
           lines[RASIM_LINE_PRICE_SURPRISE];
}

static void
describe(const rasim_results *results, size_t d, uint64_t n, double *budgets, rasim_person_range *out)
{
    int64_t panel = 0, high_cost = 0;
    double sd;
    for (uint64_t r = 0; r < n; r++) {
        const int64_t *lines = rasim_results_ledger(results, d, 0, r);
        budgets[r] = (double)final_budget(lines) / RASIM_UNITS_PER_GBP;
        panel += lines[RASIM_LINE_PANEL_CASES];
        high_cost += lines[RASIM_LINE_EXCLUDED_PEOPLE];
    }
    rasimi_mean_sd(budgets, n, &out->mean, &sd);
    rasimi_sort(budgets, n);
    out->known = true;
    out->replicates = n;
    out->p10 = rasimi_quantile(budgets, n, 0.1).value;
    out->p50 = rasimi_quantile(budgets, n, 0.5).value;
    out->p90 = rasimi_quantile(budgets, n, 0.9).value;
    out->panel_share = (double)panel / (double)n;
    out->high_cost_share = (double)high_cost / (double)n;
}

rasim_status
rasimi_explain_ranges(const rasim_study *person, uint64_t replicates, rasim_person_design *designs,
                      rasim_problems *problems)
{
    rasim_run_options options;
    rasim_results *results = NULL;
    rasim_results_info info;
    rasim_run_options_init(&options, person);
    options.replicates = replicates;
    options.n_threads = 1;
    options.series_only = true;
    double *budgets = rasimi_calloc(replicates, sizeof *budgets);
    rasim_status status = budgets ? rasim_run(person, &options, &results, problems) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK) {
        rasim_results_describe(results, &info);
        for (size_t d = 0; d < person->n_designs; d++)
            describe(results, d, info.replicates, budgets, &designs[d].range);
    }
    rasim_results_free(results);
    free(budgets);
    return status;
}
