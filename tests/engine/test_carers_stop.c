/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carers who stop, against closed forms: as many people as the shares say, allocations that are the mixture of the net
   and the gross figure, and net spend that rises by what has to be bought; for every way in which a design's amounts
   move, for rows that are one person and rows that are several, and the same bits on every instruction set. */
#include "model/study.h"
#include "support/law.h"
#include "support/scenario.h"

enum { N = 48, REPLICATES = 4000, N_DESIGNS = 3, WEIGHT = 7 };

static const char *const SUPPORT[] = {"none", "some", "lots"};
static const double SHARES[] = {0.25, 0.25, 0.4}; /* the first is of no effect: the design counts on nobody there */
static const double HOURS[] = {0, 3, 10};
static const char *const WASHING[] = {"none", "some", "much"};

static int
level_of(int i)
{
    return i % 3;
}
static bool
consents(int i)
{
    return i % 4 != 1;
}
static double
points_of(int i)
{
    return 40.0 + i;
}

/* What each design gives person i, with the carer rule or without, £ a week. */
static double
amount_of(int design, int i, bool carer)
{
    static const double multiplier[] = {1, 0.8, 0.5}, deduction[] = {0, 30, 90}, sustain[] = {0, 5, 20};
    static const double offset[] = {0, 2, 4};
    const int level = level_of(i);
    const bool counts = carer && consents(i);
    switch (design) {
        case 0:
            return 4 * points_of(i) * (counts ? multiplier[level] : 1);
        case 1:
            return 4 * points_of(i) + (counts ? sustain[level] - deduction[level] : 0);
        default:
            return 20 * fmax(HOURS[i / 3 % 3] - (counts ? offset[level] : 0), 0) + (counts ? sustain[level] : 0);
    }
}

static void
write_files(const char *folder, int weight, const char *rest)
{
    char *text = NULL, *framework = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,weight,weekly_cost,points,washing,carer_support,carer_consent,"
                 "assessment_mode\n");
    for (int i = 0; i < N; i++) {
        fprintf(csv, "p%d,A,community,%d,%d,%.0f,%s,%s,%s,self\n", i, weight, 100 + 9 * i, points_of(i),
                WASHING[i / 3 % 3], SUPPORT[level_of(i)], consents(i) ? (i % 2 ? "yes" : "") : "no");
    }
    fclose(csv);
    scenario_write(folder, "caseload.csv", text);
    free(text);
    scenario_write(folder, "0.yaml",
                   "name: Multiplier\nfamily: price_per_point\nallocation: [{gbp_per_point: 4}]\n"
                   "carer_rule: {multipliers: {none: 1, some: 0.8, lots: 0.5}}\n");
    scenario_write(folder, "1.yaml",
                   "name: Money\nfamily: price_per_point\nallocation: [{gbp_per_point: 4}]\n"
                   "carer_rule: {deduction_gbp_week: {none: 0, some: 30, lots: 90},"
                   " sustain_gbp_week: {none: 0, some: 5, lots: 20}}\n");
    scenario_write(folder, "2.yaml",
                   "name: Hours\nfamily: hours\nrates: [{name: home, gbp_per_hour: 20}]\n"
                   "questionnaire: {domains: [{name: washing, levels: {none: 0, some: 1, much: 2}}]}\n"
                   "carer_rule: {sustain_gbp_week: {none: 0, some: 5, lots: 20},"
                   " hours_offsets: [{domain: washing, hours_per_week: {none: 0, some: 2, lots: 4}}]}\n"
                   "allocation: [{hours: [{domain: washing, rate: home, hours_per_week: {none: 0, some: 3, much: "
                   "10}}]}]\n");
    cr_assert_gt(asprintf(&framework,
                          "name: Carers\nyear: \"1\"\nprice_date: \"2009-04-01\"\ncaseload: caseload.csv\n"
                          "designs: [0.yaml, 1.yaml, 2.yaml]\npopulation: {sampling: fixed}\n"
                          "envelope: [{gbp_year: 900000}]\nsign_off: {trim_share: 1}\nneed: [{log_sd: 0}]\n"
                          "prices: [{mean: 0, sd: 0}]\ncarers_stop: {share: 0.25, by_level: {lots: 0.4}}\n%s",
                          rest),
                 0);
    scenario_write(folder, "framework.yaml", framework);
    free(framework);
}

/* Expectations of one design over the caseload. */
typedef struct expected {
    double people, people_without_consent, mixture, net_only, bought;
} expected;

static expected
expect(int design)
{
    expected e = {0};
    for (int i = 0; i < N; i++) {
        const double net = amount_of(design, i, true), gross = amount_of(design, i, false), p = SHARES[level_of(i)];
        const bool counted_on = net < gross || net > gross;
        e.people += counted_on ? p : 0;
        e.people_without_consent += level_of(i) > 0 ? p : 0;
        e.mixture += counted_on ? p * gross + (1 - p) * net : net;
        e.net_only += net;
        e.bought += p * fmax(gross - net, 0);
    }
    return e;
}

static law_sample
sample_line(const rasim_results *results, int design, rasim_line line, double scale)
{
    static double values[REPLICATES];
    for (uint64_t r = 0; r < REPLICATES; r++) {
        values[r] = scenario_line(results, (size_t)design, r, line) / scale;
    }
    return law_sample_of(values, REPLICATES);
}

static void
check_design(const rasim_results *results, int design, double weight)
{
    const expected e = expect(design);
    const law_sample people = sample_line(results, design, RASIM_LINE_CARERS_STOPPED, weight);
    const law_sample allocated = sample_line(results, design, RASIM_LINE_INDICATIVE, weight);
    cr_assert_lt(fabs(law_z_mean(people, e.people)), LAW_Z, "design %d: %g people, expected %g", design, people.mean,
                 e.people);
    cr_assert_gt(fabs(law_z_mean(people, e.people_without_consent)), LAW_Z, "consent must matter");
    cr_assert_lt(fabs(law_z_mean(allocated, e.mixture)), LAW_Z, "design %d: £%g, expected %g", design, allocated.mean,
                 e.mixture);
    cr_assert_gt(fabs(law_z_mean(allocated, e.net_only)), LAW_Z, "the stress must be noticed");
}

Test(carers_stop, people_and_allocations_are_the_mixture)
{
    static const char *const moves[] = {
        "",
        "assessment: {leniency_sd: 0.5, leniency_log_sd: 0.05, modes: [{mode: self, sd: 1, factor_log_sd: 0.1}]}\n"};
    char *folder = scenario_folder();
    for (int m = 0; m < 2; m++) {
        for (int weight = 1; weight <= WEIGHT; weight += WEIGHT - 1) {
            write_files(folder, weight, moves[m]);
            rasim_study *study = scenario_load(folder, "framework.yaml");
            rasim_results *results = scenario_run(study, REPLICATES, law_seed("carers_stop.mixture"), 2);
            for (int d = 0; d < N_DESIGNS; d++) {
                check_design(results, d, weight);
            }
            rasim_results_free(results);
            rasim_study_free(study);
        }
    }
    scenario_remove(folder);
}

/* Who comes onto the RAS and whose carer stops are two draws: of half of the people half have half of the mixture. */
Test(carers_stop, reviews_are_another_draw)
{
    char *folder = scenario_folder();
    for (int weight = 1; weight <= WEIGHT; weight += WEIGHT - 1) {
        write_files(folder, weight, "transition: {review_probability: 0.5}\n");
        rasim_study *study = scenario_load(folder, "framework.yaml");
        rasim_results *results = scenario_run(study, REPLICATES, law_seed("carers_stop.reviews"), 2);
        const expected e = expect(0);
        const law_sample people = sample_line(results, 0, RASIM_LINE_CARERS_STOPPED, weight);
        const law_sample allocated = sample_line(results, 0, RASIM_LINE_INDICATIVE, weight);
        cr_assert_lt(fabs(law_z_mean(people, e.people)), LAW_Z, "%g, expected %g", people.mean, e.people);
        cr_assert_lt(fabs(law_z_mean(allocated, e.mixture / 2)), LAW_Z, "%g, expected %g", allocated.mean,
                     e.mixture / 2);
        cr_assert_gt(fabs(law_z_mean(allocated, (2 * e.mixture - e.net_only) / 2)), LAW_Z, "one draw for both");
        rasim_results_free(results);
        rasim_study_free(study);
    }
    scenario_remove(folder);
}

/* Every copy of a row has their own carer: the count is binomial, not one draw times the weight. */
Test(carers_stop, everybody_has_their_own_draw)
{
    char *folder = scenario_folder();
    write_files(folder, WEIGHT, "");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, law_seed("carers_stop.own"), 2);
    double variance = 0;
    for (int i = 0; i < N; i++) {
        const double p = SHARES[level_of(i)];
        variance += level_of(i) > 0 && consents(i) ? WEIGHT * p * (1 - p) : 0;
    }
    const law_sample people = sample_line(results, 0, RASIM_LINE_CARERS_STOPPED, 1);
    cr_assert_lt(fabs(law_z_variance(people, variance)), LAW_Z, "%g, expected %g", law_variance(people), variance);
    cr_assert_gt(fabs(law_z_variance(people, WEIGHT * variance)), LAW_Z);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* Beside the same years without it. Need is certain and met in full, so net spend rises by what has to be bought. */
Test(carers_stop, what_it_costs_is_what_has_to_be_bought)
{
    char *folder = scenario_folder();
    write_files(folder, 1, "");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = REPLICATES;
    options.seed = law_seed("carers_stop.cost");
    rasim_results *with = NULL, *without = NULL;
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_run(study, &options, &with, NULL), RASIM_OK);
    options.without_carers_stop = true;
    cr_assert_eq(rasim_run(study, &options, &without, NULL), RASIM_OK);
    cr_assert_eq(rasim_summarise(with, &(rasim_what_ifs){.without_carers_stop = without}, &summary), RASIM_OK);
    for (int d = 0; d < N_DESIGNS; d++) {
        const rasim_carers_stop *stop = &summary->designs[d].carers_stop;
        const expected e = expect(d);
        cr_assert(stop->applies);
        cr_assert_lt(fabs(stop->people - e.people), LAW_Z * stop->people_se, "%g, expected %g", stop->people, e.people);
        cr_assert_lt(fabs(stop->net_gbp - 52 * e.bought), LAW_Z * stop->net_se + 1, "design %d: £%g, expected £%g", d,
                     stop->net_gbp, 52 * e.bought);
        cr_assert_gt(fabs(stop->net_gbp), LAW_Z * stop->net_se, "need must cost more");
        cr_assert_float_eq(stop->indicative_gbp, 52 * (e.mixture - e.net_only), 52 * 0.05 * fabs(e.mixture), "%g",
                           stop->indicative_gbp);
        cr_assert_eq(scenario_line(without, (size_t)d, 0, RASIM_LINE_CARERS_STOPPED), 0);
    }
    rasim_summary_free(summary);
    rasim_results_free(with);
    rasim_results_free(without);
    rasim_study_free(study);
    scenario_remove(folder);
}

static void
assert_same_ledgers(const rasim_results *a, const rasim_results *b, uint64_t replicates, const char *what)
{
    for (size_t d = 0; d < N_DESIGNS; d++) {
        for (uint64_t r = 0; r < replicates; r++) {
            cr_assert_arr_eq(rasim_results_ledger(a, d, 0, r), rasim_results_ledger(b, d, 0, r),
                             RASIM_N_LINES * sizeof(int64_t), "%s: design %zu, replicate %lu", what, d,
                             (unsigned long)r);
        }
    }
}

Test(carers_stop, instruction_sets_and_threads_give_the_same_bits)
{
    char *folder = scenario_folder();
    for (int weight = 1; weight <= WEIGHT; weight += WEIGHT - 1) {
        write_files(folder, weight,
                    "assessment: {leniency_sd: 2, leniency_log_sd: 0.1, modes: [{mode: self, sd: 3, "
                    "factor_log_sd: 0.2}]}\ntransition: {review_probability: 0.8}\n");
        rasim_study *study = scenario_load(folder, "framework.yaml");
        setenv("RASIM_ISA", "portable", 1);
        rasim_results *portable = scenario_run(study, 256, 5, 1);
        static const char *const sets[] = {"avx2", "avx512", ""};
        for (int s = 0; s < 3; s++) {
            rasim_run_options options;
            rasim_run_options_init(&options, study);
            options.replicates = 256;
            options.seed = 5;
            options.n_threads = 2;
            rasim_results *results = NULL;
            setenv("RASIM_ISA", sets[s], 1);
            if (rasim_run(study, &options, &results, NULL) == RASIM_OK) { /* else this machine lacks the set */
                assert_same_ledgers(portable, results, 256, sets[s]);
            }
            rasim_results_free(results);
        }
        rasim_results_free(portable);
        rasim_study_free(study);
    }
    scenario_remove(folder);
}

/* A mode that gives half as much again makes allocations larger, not the care that has to be bought: at most 4 hours at
   £20 in place of the carer, less the £20 that sustained them. */
Test(carers_stop, the_bias_of_a_mode_is_not_bought)
{
    char *folder = scenario_folder();
    write_files(folder, 1, "assessment: {modes: [{mode: self, factor_bias: 0.5}]}\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    double most = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        most = fmax(most, (double)study->applied[2].gross.replaced[i] / RASIM_UNITS_PER_GBP);
    cr_assert_float_eq(most, 4 * 20 - 20, 1e-3, "%g", most);
    rasim_study_free(study);
    scenario_remove(folder);
}
