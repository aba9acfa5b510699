/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one point of an optimisation is worth. */
#include <math.h>

#include "analysis/check.h"
#include "analysis/optimise.h"
#include "analysis/paths.h"
#include "analysis/series.h"
#include "analysis/shortfall.h"
#include "base/problem.h"
#include "engine/analytic_shortfall.h"
#include "engine/results.h"
#include "model/vary.h"
#include "rasim/analytic.h"

/* Person-years in which a point's shortfall is looked at, and the fewest replicates. */
#define PERSON_YEARS     100000
#define FEWEST_OF_PEOPLE 8

rasimi_words
rasimi_range_text(double value)
{
    return rasimi_words_number(value);
}

size_t
rasimi_range_overrides(const rasim_range *ranges, size_t n_ranges, const double *values, bool design_only,
                       rasimi_words *words, rasim_override *out)
{
    size_t n = 0;
    for (size_t i = 0; i < n_ranges; i++) {
        if (design_only && !rasimi_vary_is_of_design(ranges[i].key))
            continue;
        words[i] = rasimi_range_text(values[i]);
        out[n++] = (rasim_override){.key = ranges[i].key, .value = words[i].text, .design = RASIM_EVERY_DESIGN};
    }
    return n;
}

rasim_status
rasimi_judge_load(const rasimi_judge *judge, const double *values, rasim_study **out)
{
    rasimi_words words[RASIM_MOST_RANGES];
    rasim_override overrides[RASIM_MOST_RANGES];
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.show_ids = judge->options->show_ids;
    options.overrides = overrides;
    options.n_overrides = values ? rasimi_range_overrides(judge->options->ranges, judge->options->n_ranges, values,
                                                          false, words, overrides)
                                 : 0;
    options.designs = &judge->design_path;
    options.n_designs = 1;
    rasim_problems *problems = NULL;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = rasim_study_load(judge->path, &options, out, problems);
    if (status != RASIM_OK && problems)
        rasimi_problems_pass_errors(problems, judge->problems); /* warnings are those of the files as they are */
    rasim_problems_free(problems);
    return status;
}

/* ---- losers ---- */

double
rasimi_losers(const rasim_study *study, size_t design)
{
    const rasimi_applied *applied = &study->applied[design];
    double people = 0, losers = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        const rasimi_rule_status status = applied->amount[i].status;
        const double package = rasimi_planned_cost(study, i), weight = study->weight[i];
        if ((study->scored && !study->scored[i]) || (study->costed && !study->costed[i]) ||
            status == RASIMI_RULE_OUTSIDE || package > applied->threshold_gbp_week)
            continue;
        const double amount = (double)applied->amount[i].units / RASIM_UNITS_PER_GBP;
        people += weight;
        losers += amount < (1 - RASIM_LOSS) * package ? weight : 0;
    }
    return people > 0 ? losers / people : 0;
}

/* ---- without simulation ---- */

static rasim_status
judge_analytically(const rasimi_judge *judge, const rasim_study *study, rasim_optimum *out)
{
    rasim_analytic_options options;
    rasim_analytic *analytic = NULL;
    rasimi_shortfall shortfall;
    rasim_analytic_options_init(&options);
    rasim_status status = rasim_analytic_solve(study, &options, &analytic, judge->problems);
    if (status != RASIM_OK)
        return status;
    if (analytic->applies) {
        out->affordability = analytic->designs[0].affordability;
        out->mean_gbp = analytic->designs[0].mean;
        status = rasimi_analytic_shortfall(study, 0, &shortfall, judge->problems);
    } else {
        rasimi_problem_add(judge->problems, RASIM_ERROR, (rasimi_place){.file = judge->path},
                           "Some values in these ranges have no closed form (%s) and others have; narrow the ranges.",
                           analytic->reason);
        status = RASIM_ERR_INPUT;
    }
    rasim_analytic_free(analytic);
    if (status == RASIM_OK) {
        out->indicative_shortfall = shortfall.need > 0 ? shortfall.indicative / shortfall.need : 0;
        out->final_shortfall = shortfall.need > 0 ? shortfall.final / shortfall.need : 0;
    }
    return status;
}

/* ---- on common draws ---- */

rasim_status
rasimi_judge_results(const rasim_results *results, rasim_optimum *out)
{
    const rasim_study *study = results->study;
    const double gbp_per_unit = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP;
    rasimi_series series = {0};
    rasimi_paths paths = {0};
    rasim_status status = rasimi_series_create(results, &series);
    if (status == RASIM_OK)
        status = rasimi_paths_create(results, &paths);
    out->mean_gbp = 0;
    for (size_t year = 0; year < results->n_years && status == RASIM_OK; year++) {
        rasimi_series_fill(&series, results, 0, year);
        rasimi_paths_set(&paths, results, year, series.line[RASIM_LINE_NET], gbp_per_unit);
        out->mean_gbp += rasimi_estimate_mean(series.lines[RASIM_LINE_NET], series.n, gbp_per_unit);
    }
    if (status == RASIM_OK)
        out->affordability = rasimi_paths_inside(&paths, results->n_years).probability;
    rasimi_paths_clear(&paths);
    rasimi_series_clear(&series);
    return status;
}

static int
poll_run(void *context, uint64_t done, uint64_t total)
{
    const rasimi_judge *judge = context;
    (void)done, (void)total;
    return judge->options->poll ? judge->options->poll(judge->options->poll_context, 0, 0) : 0;
}

static rasim_status
judge_by_simulation(const rasimi_judge *judge, const rasim_study *study, rasim_optimum *out)
{
    rasimi_judge asked = *judge;
    rasim_run_options options;
    rasim_results *results = NULL;
    rasimi_seen_shortfall seen;
    rasim_run_options_init(&options, study);
    options.place_series = false;
    options.series_only = true;
    options.replicates = judge->replicates;
    options.seed = judge->seed;
    options.n_threads = judge->options->n_threads;
    options.poll = judge->options->poll ? poll_run : NULL;
    options.poll_context = &asked;
    rasim_status status = rasim_run(study, &options, &results, judge->problems);
    if (status == RASIM_OK)
        status = results->complete ? rasimi_judge_results(results, out) : RASIM_ERR_INTERRUPTED;
    rasim_results_free(results);
    uint64_t replicates = PERSON_YEARS / (study->n_people + 1);
    replicates = replicates < FEWEST_OF_PEOPLE ? FEWEST_OF_PEOPLE : replicates;
    if (status == RASIM_OK)
        status = rasimi_shortfall_watch(study, 0, judge->seed,
                                        replicates < judge->replicates ? replicates : judge->replicates, &seen,
                                        judge->problems);
    if (status == RASIM_OK) {
        out->indicative_shortfall = seen.indicative.value;
        out->final_shortfall = seen.final.value;
    }
    return status;
}

rasim_status
rasimi_judge_study(const rasimi_judge *judge, const rasim_study *study, rasim_optimum *out)
{
    out->losers = rasimi_losers(study, 0);
    return judge->analytic ? judge_analytically(judge, study, out) : judge_by_simulation(judge, study, out);
}
