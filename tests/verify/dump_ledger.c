/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a framework and prints what the engine found, as CSV, for the independent recomputation (verify.py).
 *
 * usage: dump_ledger FRAMEWORK [SHOCK_SCALE]
 *
 * Lines: ledger,DESIGN,REPLICATE,BUDGET AREA,LINE,VALUE      in the line's units
 *        place,DESIGN,REPLICATE,PLACE,net,VALUE              in ledger units
 *        sample,DESIGN,REPLICATE,,net,VALUE                  in ledger units
 *        summary,DESIGN,,NAME OR EMPTY,FIGURE,VALUE          as in rasim/summary.h
 * Designs and replicates are counted from 0. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "rasim/rasim.h"

static void
print_ledger(const rasim_results *results, const rasim_results_info *info, size_t design, uint64_t replicate)
{
    const int64_t *lines = rasim_results_ledger(results, design, 0, replicate);
    for (size_t g = 0; g < info->n_groups; g++) {
        for (int line = 0; line < RASIM_N_LINES; line++) {
            printf("ledger,%zu,%" PRIu64 ",%s,%s,%" PRId64 "\n", design, replicate,
                   rasim_results_group(results, g)->budget_area, rasim_line_describe((rasim_line)line)->name,
                   lines[g * RASIM_N_LINES + (size_t)line]);
        }
    }
}

static void
print_series(const rasim_results *results, const rasim_results_info *info, size_t design)
{
    const int64_t *sample = rasim_results_sample_net(results, design, 0);
    for (uint64_t r = 0; r < info->replicates; r++) {
        print_ledger(results, info, design, r);
        if (sample != NULL) {
            printf("sample,%zu,%" PRIu64 ",,net,%" PRId64 "\n", design, r, sample[r]);
        }
        for (size_t p = 0; p < info->n_places; p++) {
            printf("place,%zu,%" PRIu64 ",%s,net,%" PRId64 "\n", design, r, rasim_results_place(results, p),
                   rasim_results_place_net(results, design, 0, p)[r]);
        }
    }
}

static void
print_figure(size_t design, const char *name, const char *figure, double value)
{
    printf("summary,%zu,,%s,%s,%.17g\n", design, name, figure, value);
}

static void
print_at_levels(size_t design, const char *figure, const rasim_at_level *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        printf("summary,%zu,,%g,%s,%.17g\n", design, items[i].level, figure, items[i].value);
    }
}

static void
print_year(size_t design, const rasim_year_summary *year)
{
    print_figure(design, "", "plan", year->plan_gbp);
    print_figure(design, "", "planned_pool", year->planned_pool_gbp);
    print_figure(design, "", "drift", year->drift_gbp);
    print_figure(design, "", "affordability", year->affordability.probability);
    print_figure(design, "", "affordability_low", year->affordability.low);
    print_figure(design, "", "affordability_high", year->affordability.high);
    print_figure(design, "", "mean", year->net.mean);
    print_figure(design, "", "mean_se", year->net.mean_se);
    print_figure(design, "", "sd", year->net.sd);
    print_figure(design, "", "expected_overspend", year->expected_overspend_gbp);
    print_figure(design, "", "overspend_if_over", year->overspend_if_over_gbp);
    print_figure(design, "", "ras_pool", year->pools.ras.mean);
    print_figure(design, "", "high_cost_pool", year->pools.high_cost.mean);
    print_figure(design, "", "legacy_pool", year->pools.legacy.mean);
    print_figure(design, "", "total_pool", year->pools.total.mean);
    print_at_levels(design, "quantile", year->net.quantiles, year->net.n_quantiles);
    print_at_levels(design, "expected_shortfall", year->expected_shortfall, year->n_levels);
    print_at_levels(design, "headroom", year->headroom, year->n_levels);
    for (size_t i = 0; i < year->n_levels; i++) {
        printf("summary,%zu,,%g,contingency,%.17g\n", design, year->contingency[i].level, year->contingency[i].gbp);
    }
    for (size_t i = 0; i < year->n_areas; i++) {
        print_figure(design, year->areas[i].name, "area_plan", year->areas[i].plan_gbp);
        print_figure(design, year->areas[i].name, "area_mean", year->areas[i].net.mean);
    }
    for (size_t i = 0; i < year->n_places; i++) {
        print_figure(design, year->places[i].name, "place_plan", year->places[i].plan_gbp);
        print_figure(design, year->places[i].name, "place_people", year->places[i].people);
    }
}

static rasim_status
print_all(const rasim_results *results)
{
    rasim_results_info info;
    rasim_summary *summary = NULL;
    rasim_results_describe(results, &info);
    const rasim_status status = rasim_summarise(results, NULL, &summary);
    for (size_t d = 0; status == RASIM_OK && d < info.n_designs; d++) {
        print_series(results, &info, d);
        print_year(d, &summary->designs[d].years[0]);
    }
    rasim_summary_free(summary);
    return status;
}

static void
complain(const rasim_problems *problems, rasim_status status)
{
    for (size_t i = 0; i < rasim_problems_size(problems); i++) {
        char text[1024];
        rasim_problem_format(rasim_problems_get(problems, i), text, sizeof text);
        fprintf(stderr, "%s\n", text);
    }
    if (status != RASIM_OK) {
        fprintf(stderr, "%s\n", rasim_status_text(status));
    }
}

int
main(int argc, char **argv)
{
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: dump_ledger FRAMEWORK [SHOCK_SCALE]\n");
        return EXIT_FAILURE;
    }
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    rasim_results *results = NULL;
    rasim_init();
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK) {
        status = rasim_study_load(argv[1], NULL, &study, problems);
    }
    if (status == RASIM_OK) {
        rasim_run_options options;
        rasim_run_options_init(&options, study);
        options.place_series = true;
        options.shock_scale = argc == 3 ? atof(argv[2]) : 1;
        status = rasim_run(study, &options, &results, problems);
    }
    if (status == RASIM_OK) {
        status = print_all(results);
    }
    complain(problems, status);
    rasim_results_free(results);
    rasim_study_free(study);
    rasim_problems_free(problems);
    return status == RASIM_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
