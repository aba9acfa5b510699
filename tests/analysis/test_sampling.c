/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans of samples: what can be said without a caseload, small ones by hand, and what is refused. What a whole county
   gives is in sampling_reference.py. */
#include "support/scenario.h"

static rasim_sampling *
plan_of(const rasim_sampling_options *options)
{
    rasim_sampling *plan = NULL;
    cr_assert_eq(rasim_sampling_plan(options, &plan, NULL), RASIM_OK);
    return plan;
}

static rasim_sampling_options
default_options(void)
{
    rasim_sampling_options options;
    rasim_sampling_options_init(&options);
    return options;
}

/* Margins and sizes at a cv of cost, 5,000 people: worked out with the finite-population form e = z s / sqrt((N-1)
   n/(N-n)), and to a whole per cent. */
Test(sampling, a_size_for_shares_says_little_of_totals)
{
    static const double margins[RASIM_N_SAMPLING_ASSUMED] = {9, 14, 18, 27, 36};
    static const uint64_t needed[RASIM_N_SAMPLING_ASSUMED][2] = {
        {357, 1623}, {822, 2758}, {1176, 3289}, {2045, 4061}, {2758, 4425}};
    rasim_sampling_options options = default_options();
    options.population = 5000;
    rasim_sampling *plan = plan_of(&options);
    cr_assert_eq(plan->n, 116);
    cr_assert_eq(plan->n_infinite, 119);
    cr_assert_null(plan->caseload);
    for (size_t i = 0; i < RASIM_N_SAMPLING_ASSUMED; i++) {
        cr_assert_eq(round(100 * plan->assumed[i].margin), margins[i], "%zu: %g", i, plan->assumed[i].margin);
        for (size_t k = 0; k < RASIM_N_SAMPLING_MARGINS; k++)
            cr_assert_eq(plan->assumed[i].needed[k], needed[i][k], "%zu: %llu", i,
                         (unsigned long long)plan->assumed[i].needed[k]);
    }
    rasim_sampling_free(plan);
}

/* Six packages of two groups: cost 10 three times, and 20, 40, 300. */
static const char *const SIX = "person_id,care_group,weekly_cost\n"
                               "a,OP,10\nb,OP,10\nc,OP,10\nd,LD,20\ne,LD,40\nf,LD,300\n";

Test(sampling, a_small_caseload_by_hand)
{
    char *folder = scenario_folder(), *path = scenario_path(folder, "six.csv");
    static const char *const by[] = {"care_group"};
    scenario_write(folder, "six.csv", SIX);
    rasim_sampling_options options = default_options();
    options.caseload = path;
    options.by = by;
    options.n_by = 1;
    options.interval = 0.3; /* z^2 / (4 x 0.09) = 10.67; 10.67 / (1 + 9.67 / 6) = 4.08 */
    rasim_sampling *plan = plan_of(&options);
    const rasim_sampling_caseload *caseload = plan->caseload;
    cr_assert_eq(plan->n, 5);
    cr_assert_eq(plan->population, 6);
    cr_assert_float_eq(caseload->mean_gbp_week, 65, 1e-12);
    /* squares: 3 x 55^2 + 45^2 + 25^2 + 235^2 = 66950; sd^2 = 13390 */
    cr_assert_float_eq(caseload->unknown.cv, sqrt(13390) / 65, 1e-12);
    cr_assert_float_eq(caseload->unknown.margin, plan->z * sqrt(36 * 13390 * (1.0 / 5 - 1.0 / 6)) / 390, 1e-12);
    /* with the three dearest taken the others have no spread */
    cr_assert_eq(caseload->ways[RASIM_SAMPLING_DEAREST_TAKEN].margin, 0);
    cr_assert_eq(caseload->ways[RASIM_SAMPLING_DEAREST_TAKEN].taken, 3);
    cr_assert_eq(caseload->ways[RASIM_SAMPLING_DEAREST_TAKEN].line_gbp_week, 10);
    /* OP has no spread, so all of LD is drawn: 3 and 2 */
    cr_assert_eq(caseload->n_strata, 2);
    cr_assert_eq(caseload->strata[0].neyman, 3);
    cr_assert_eq(caseload->strata[1].neyman, 2);
    cr_assert_eq(caseload->ways[RASIM_SAMPLING_NEYMAN].margin, 0);
    cr_assert_eq(caseload->strata[0].proportional + caseload->strata[1].proportional, 5);
    cr_assert_eq(caseload->least, 4);
    rasim_sampling_free(plan);
    free(path);
    scenario_remove(folder);
}

/* With an interval that asks for fewer than two of each stratum, strata have no sizes, and the rest stands. */
Test(sampling, a_size_too_small_for_the_strata)
{
    char *folder = scenario_folder(), *path = scenario_path(folder, "six.csv");
    static const char *const by[] = {"care_group"};
    scenario_write(folder, "six.csv", SIX);
    rasim_sampling_options options = default_options();
    options.caseload = path;
    options.by = by;
    options.n_by = 1;
    options.interval = 0.5;
    rasim_sampling *plan = plan_of(&options);
    cr_assert_eq(plan->n, 3);
    cr_assert(isnan(plan->caseload->ways[RASIM_SAMPLING_NEYMAN].margin));
    cr_assert_eq(plan->caseload->strata[0].neyman, 0);
    cr_assert_gt(plan->caseload->ways[RASIM_SAMPLING_NEYMAN].needed[0], 0);
    rasim_sampling_free(plan);
    free(path);
    scenario_remove(folder);
}

Test(sampling, refuses_what_it_cannot_plan)
{
    char *folder = scenario_folder(), *path = scenario_path(folder, "six.csv");
    scenario_write(folder, "six.csv", SIX);
    rasim_problems *problems = NULL;
    rasim_sampling *plan = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    rasim_sampling_options options = default_options();
    cr_assert_eq(rasim_sampling_plan(&options, &plan, problems), RASIM_ERR_INPUT);
    cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, "needs a population"));
    options.caseload = path;
    options.population = 7;
    cr_assert_eq(rasim_sampling_plan(&options, &plan, problems), RASIM_ERR_INPUT);
    cr_assert_not_null(strstr(rasim_problems_get(problems, 1)->text, "stands for 6 people"));
    options.confidence = 1;
    cr_assert_eq(rasim_sampling_plan(&options, &plan, problems), RASIM_ERR_ARGUMENT);
    cr_assert_null(plan);
    rasim_problems_free(problems);
    free(path);
    scenario_remove(folder);
}

/* Stage two is what a check of the pilot says is left to estimate, in the formula. */
Test(sampling, stage_two_rests_on_the_pilot)
{
    char *path = NULL;
    cr_assert_gt(asprintf(&path, "%s/scenarios/cheshire/framework.yaml", getenv("RASIM_SOURCE_DIR")), 0);
    rasim_sampling_options options = default_options();
    options.pilot = path;
    rasim_sampling *plan = plan_of(&options);
    rasim_study *study = NULL;
    rasim_check_report *report = NULL;
    cr_assert_eq(rasim_study_load(path, NULL, &study, NULL), RASIM_OK);
    cr_assert_eq(rasim_check(study, NULL, &report), RASIM_OK);
    const rasim_sampling_second *second = &plan->second[0];
    const double cv = report->designs[0].cost_known.cv, n = (double)plan->n, people = 4940;
    cr_assert_eq(plan->population, 4940);
    cr_assert_eq(second->scored, 116);
    cr_assert_float_eq(second->known.cv, cv, 1e-12);
    cr_assert_float_eq(second->known.margin, plan->z * cv * sqrt((1 - n / people) / n), 1e-12);
    const double n0 = plan->z * cv / 0.05 * (plan->z * cv / 0.05);
    cr_assert_eq(second->known.needed[0], (uint64_t)ceil(ceil(n0 / (1 + n0 / people)) * (1 + 2.0 / 116)));
    cr_assert_lt(second->neyman[0], second->known.needed[0]);
    uint64_t neyman = 0, scored = 0;
    for (size_t h = 0; h < second->n_strata; h++) {
        neyman += second->strata[h].neyman;
        scored += second->strata[h].scored;
    }
    cr_assert_eq(neyman, second->neyman[0]);
    cr_assert_eq(scored, 116);
    rasim_check_free(report);
    rasim_study_free(study);
    rasim_sampling_free(plan);
    free(path);
}
