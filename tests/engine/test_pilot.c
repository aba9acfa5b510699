/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibration error before sampling: designs fitted to a sample of the caseload in each replicate, against the law of a
   mean of a sample drawn without replacement. */
#include "engine/pilot.h"

#include "base/text.h"
#include "support/scenario.h"

#include <math.h>

enum { PEOPLE = 60, REPLICATES = 2048 };

/* Nothing is uncertain but the sample: what the rule gives is spent. */
#define FRAMEWORK(designs, calibration)                                                                                \
    "name: T\ncaseload: people.csv\ndesigns: [" designs "]\nenvelope: [{gbp_year: 900000}]\n"                          \
    "need: [{log_sd: 0}]\nprices: [{mean: 0, sd: 0}]\npopulation: {sampling: fixed}\n"                                 \
    "sign_off: {uplift_share: 0, trim_share: 0}\nconfidence_levels: [0.5]\nreplicates: 2048\nseed: 9\n" calibration

#define SAMPLE(n) "calibration: {error: before_sampling, sample_size: " n "}\n"

#define BANDS(low, high)                                                                                               \
    "name: B\nfamily: banded\nallocation:\n  - bands:\n      - {from: 0, gbp: " low "}\n      - {from: 50, gbp: " high \
    "}\nexclusion: {threshold_gbp_week: 5000}\n"

#define ONE_BAND "name: O\nfamily: banded\nallocation:\n  - bands: [{from: 0, gbp: 1}]\n"
#define TABLE                                                                                                          \
    "name: K\nfamily: table\nallocation:\n  - knots: [{points: 0, gbp: 1}, {points: 50, gbp: 2}, {points: 99, gbp: "   \
    "3}]\n"
#define PRICE "name: P\nfamily: price_per_point\nallocation: [{gbp_per_point: 3}]\n"

static double
cost_of(size_t i)
{
    return 50 + (double)(i * 7919 % 600);
}

static char *
make_folder(const char *framework)
{
    char *folder = scenario_folder();
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, "person_id,care_group,setting,weight,weekly_cost,points\n");
    for (size_t i = 0; i < PEOPLE; i++)
        rasimi_buffer_printf(&csv, "p%zu,All,home,%d,%g,%zu\n", i, 1 + (int)(i % 2), cost_of(i), 1 + i * 61 % 99);
    scenario_write(folder, "people.csv", csv.data);
    scenario_write(folder, "b.yaml", BANDS("100", "200"));
    scenario_write(folder, "c.yaml", BANDS("700", "900"));
    scenario_write(folder, "o.yaml", ONE_BAND);
    scenario_write(folder, "k.yaml", TABLE);
    scenario_write(folder, "p.yaml", PRICE);
    scenario_write(folder, "framework.yaml", framework);
    rasimi_buffer_clear(&csv);
    return folder;
}

/* £ a week of a design in a replicate. */
static double
net_of(const rasim_results *results, size_t design, uint64_t replicate)
{
    return scenario_line(results, design, replicate, RASIM_LINE_NET);
}

/* Mean and variance of the costs of all people, divisor N - 1. */
static void
population(double *n, double *mean, double *variance)
{
    double sum = 0, squares = 0;
    *n = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        const double w = 1 + (double)(i % 2), cost = cost_of(i);
        *n += w;
        sum += w * cost;
        squares += w * cost * cost;
    }
    *mean = sum / *n;
    *variance = (squares - sum * *mean) / (*n - 1);
}

/* One band for everybody gives each the sample's mean: net is N times it, with mean N mu and variance
   N^2 (1 - n/N) S^2 / n. Mean within 5 standard errors, variance within 5 of its own (sqrt(2 / R), nearly normal): each
   6e-7. Without the finite-population correction, 1 - 30/90, it must fail. */
Test(pilot, net_has_the_law_of_a_sample_mean)
{
    char *folder = make_folder(FRAMEWORK("o.yaml", SAMPLE("30")));
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, 9, 2);
    double n, mean, variance, sum = 0, squares = 0;
    population(&n, &mean, &variance);
    for (uint64_t r = 0; r < REPLICATES; r++) {
        const double net = net_of(results, 0, r) / n;
        sum += net;
        squares += net * net;
    }
    const double found = sum / REPLICATES, spread = (squares - sum * found) / (REPLICATES - 1);
    const double law = (1 - 30 / n) * variance / 30, error = 5 * sqrt(2.0 / REPLICATES);
    cr_assert_float_eq(found, mean, 5 * sqrt(law / REPLICATES), "%g, not %g", found, mean);
    cr_assert_lt(fabs(spread / law - 1), error, "%g, not %g", spread, law);
    cr_assert_gt(fabs(spread / (variance / 30) - 1), error, "negative control");
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(pilot, a_sample_of_everybody_leaves_nothing_to_chance)
{
    char *folder = make_folder(FRAMEWORK("o.yaml, p.yaml", SAMPLE("90")));
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 128, 9, 1);
    double n, mean, variance;
    population(&n, &mean, &variance);
    for (uint64_t r = 0; r < 128; r++) {
        cr_assert_float_eq(net_of(results, 0, r), n * mean, n * 0.002);
        cr_assert_float_eq(net_of(results, 1, r), n * mean,
                           n * 0.02); /* a price for which all points cost what all cost */
    }
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* What was written in a table does not matter, its bands do. */
Test(pilot, the_fit_does_not_hang_on_the_amounts_written)
{
    char *folder = make_folder(FRAMEWORK("b.yaml, c.yaml, k.yaml", SAMPLE("30")));
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *one = scenario_run(study, 256, 9, 1), *three = scenario_run(study, 256, 9, 3);
    bool differs = false;
    for (uint64_t r = 0; r < 256; r++) {
        cr_assert_eq(net_of(one, 0, r), net_of(one, 1, r));
        for (size_t d = 0; d < 3; d++)
            cr_assert_eq(net_of(one, d, r), net_of(three, d, r));
        differs = differs || net_of(one, 0, r) < net_of(one, 0, 0) || net_of(one, 0, r) > net_of(one, 0, 0);
    }
    cr_assert(differs);
    rasim_results_free(one);
    rasim_results_free(three);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* Adopted is what there was before: the tables as written. */
Test(pilot, adopted_designs_are_as_written)
{
    char *folder = make_folder(FRAMEWORK("o.yaml", "calibration: {error: adopted}\n"));
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 64, 9, 1);
    for (uint64_t r = 0; r < 64; r++)
        cr_assert_float_eq(net_of(results, 0, r), 90, 1e-9);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* Every row is drawn in proportion to the people whom it stands for: 2,048 samples of 30 of 90 people, each row's count
   within 5 standard deviations of a hypergeometric mean, 60 rows: error below 4e-5. */
Test(pilot, everybody_is_as_likely_to_be_sampled)
{
    char *folder = make_folder(FRAMEWORK("o.yaml", SAMPLE("30")));
    rasim_study *study = scenario_load(folder, "framework.yaml");
    const rasimi_seeds seeds = {.seed = 0x58f00f5a};
    rasimi_pilot pilot;
    uint64_t times[PEOPLE] = {0};
    cr_assert(rasimi_pilot_needed(study));
    cr_assert_eq(rasimi_pilot_make(study, &seeds, &pilot), RASIM_OK);
    for (uint64_t r = 0; r < REPLICATES; r++) {
        uint64_t all = 0;
        rasimi_pilot_draw(&pilot, r);
        for (size_t i = 0; i < PEOPLE; i++) {
            cr_assert_leq(pilot.times[i], study->fixed_count[i]);
            times[i] += pilot.times[i];
            all += pilot.times[i];
        }
        cr_assert_eq(all, 30);
    }
    for (size_t i = 0; i < PEOPLE; i++) {
        const double w = (double)study->fixed_count[i], mean = REPLICATES * w / 3;
        cr_assert_lt(fabs((double)times[i] - mean), 5 * sqrt(mean * 2 / 3), "row %zu: %llu", i,
                     (unsigned long long)times[i]);
    }
    rasimi_pilot_clear(&pilot);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(pilot, what_cannot_be_sampled_is_said)
{
    static const struct {
        const char *framework, *sentence;
    } cases[] = {
        {FRAMEWORK("o.yaml", "calibration: {error: before_sampling}\n"), "needs 'sample_size'"},
        {FRAMEWORK("o.yaml", SAMPLE("91")), "'sample_size' is 91; it must be 2 to 90"},
        {"name: T\ncaseload: people.csv\ndesigns: [o.yaml]\nenvelope: [{gbp_year: 900000}]\nneed: [{log_sd: 0}]\n"
         "prices: [{mean: 0, sd: 0}]\n" SAMPLE("30"),
         "the sample's error would count twice"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char *folder = make_folder(cases[c].framework), *path = scenario_path(folder, "framework.yaml");
        rasim_study *study = NULL;
        rasim_problems *problems = NULL;
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        cr_assert_eq(rasim_study_load(path, NULL, &study, problems), RASIM_ERR_INPUT);
        cr_assert(strstr(rasim_problems_get(problems, 0)->text, cases[c].sentence), "%s",
                  rasim_problems_get(problems, 0)->text);
        rasim_problems_free(problems);
        free(path);
        scenario_remove(folder);
    }
}
