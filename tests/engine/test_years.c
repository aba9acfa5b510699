/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several years against one: the first of five is the year of a run of one, bit for bit where nothing stays with
   people; what does stay has its covariance; and the same bits on any number of threads and every instruction set. */
#include "support/several.h"

#include "engine/kernel.h"
#include "engine/observe.h"
#include "engine/post.h"

enum { PEOPLE = 120, REPLICATES = 128, YEARS = 5 };

/* ---- studies with everything in them ---- */

static char *
write_people(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,place,budget_area,weekly_cost,points,client_contribution,"
                 "assessment_mode,delivery,nhs,s117,Daily living,start_date\n");
    for (int i = 0; i < PEOPLE; i++) {
        fprintf(csv, "p%d,%s,%s,%s,Adults,%d,%d,%d,%s,%s,%d,%.2f,%s,%s\n", i, i % 3 ? "A" : "B",
                i % 5 ? "community" : "residential", i % 2 ? "East" : "West", 80 + 11 * i, 60 + 12 * i, i % 30,
                i % 4 ? "self" : "joint", i % 7 ? "managed" : "direct payment", i % 6 ? 0 : 25, i % 11 ? 0.0 : 0.3,
                i % 2 ? "some" : "much", i % 4 ? "2020-02-29" : "2026-10-01");
    }
    fclose(csv);
    return text;
}

static const char by_points[] = "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 0.9}]\n"
                                "exclusion: {threshold_gbp_week: 1200, basis: either, best_value_saving: 0.05}\n"
                                "limits: {minimum_points: 90, cap_gbp_week: 1500, rounding_gbp_week: 5, "
                                "top_slice: 0.03, uprating: 0.02}\n";
static const char banded[] = "name: D\nfamily: banded\n"
                             "allocation: [{bands: [{from: 100, gbp: 150}, {from: 400, gbp: 500}, {from: 900, gbp: "
                             "1000}], top: 1300}]\n"
                             "limits: {minimum_points: 80, below_minimum: ineligible}\n"
                             "exclusion: {threshold_gbp_week: 1100, basis: reference}\n";
static const char table[] = "name: D\nfamily: table\n"
                            "allocation: [{knots: [{points: 60, gbp: 70}, {points: 500, gbp: 600}, {points: 1500, "
                            "gbp: 1300}]}]\nexclusion: {threshold_gbp_week: 1000, basis: allocation}\n";
static const char judgement[] = "name: D\nfamily: judgement\nallocation: [{log_sd: 0.2, bias: 0.05}]\n"
                                "exclusion: {threshold_gbp_week: 1100}\n";
static const char regression[] =
    "name: D\nfamily: regression\n"
    "questionnaire: {domains: [{name: Daily living, levels: {some: 10, much: 40}}]}\n"
    "allocation: [{intercept: 5.5, coefficients: [{domain: Daily living, per_point: 0.03}]}]\n";
static const char plain[] = "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 0.9}]\n";

#define ASSESSED                                                                                                       \
    "assessment: {leniency_sd: 4, leniency_log_sd: 0.05, modes: [{mode: self, bias: 5, sd: 20, factor_bias: 0.02, "    \
    "factor_log_sd: 0.2}]}\n"
#define RAISED "practice: {sd: 0.1}\noptimism: {mean: 0.01, sd: 0.02}\n"
#define PAID                                                                                                           \
    "outturn: {managed_underuse: 0.03, direct_payment_underuse: 0.1, direct_payment_recovered: 0.6}\n"                 \
    "income: {contribution_uprating: 0.03, collection_rate: 0.9, other_funding: [{name: NHS, column: nhs}, "           \
    "{name: s117, column: s117, kind: share}]}\n"
#define FIXED     "population: {sampling: fixed}\n"
#define POLYA     "population: {sampling: polya, frame: [{people: 400}]}\n"
#define BOOTSTRAP "population: {sampling: bootstrap, frame: [{people: 400}]}\n"

static const struct {
    const char *what, *design, *rest;
} cases[] = {
    {"plain, still", plain, FIXED},
    {"plain, by points", by_points, FIXED ASSESSED},
    {"still with limits", by_points, FIXED RAISED},
    {"reviews and protection", plain, FIXED "transition: {review_probability: 0.7, protection_share: 0.5}\n"},
    {"underuse and income", plain, FIXED PAID},
    {"urn, by points", by_points, POLYA ASSESSED RAISED PAID},
    {"urn with reviews", banded, POLYA PAID "transition: {review_probability: 0.4, protection_share: 1}\n"},
    {"bootstrap", table, BOOTSTRAP ASSESSED PAID},
    {"banded", banded, FIXED ASSESSED},
    {"judgement", judgement, FIXED PAID},
    {"judgement by mode", judgement, BOOTSTRAP ASSESSED},
    {"regression, still", regression, POLYA},
    {"regression, by factor", regression, FIXED ASSESSED RAISED},
};
enum { N_CASES = sizeof cases / sizeof *cases };

#define UNCERTAIN                                                                                                      \
    "sign_off: {tolerance: 0.1, uplift_share: 0.9}\n"                                                                  \
    "prices: [{mean: 0.03, sd: 0.02}, {setting: residential, mean: 0.05, sd: 0.03}]\n"                                 \
    "correlations: [{a: price, b: \"price: residential\", rho: 0.5}]\nprice_passthrough: 0.8\n"

static several
make(const char *caseload, const char *design, const char *rest, int horizon, const char *need)
{
    char *text = NULL;
    cr_assert_gt(asprintf(&text, UNCERTAIN "horizon: %d\nneed: [%s]\n%s", horizon, need, rest), 0);
    const several out = several_make(caseload, design, text);
    free(text);
    return out;
}

/* ---- the first year ---- */

static void
assert_same_year(const rasim_results *a, const rasim_results *b, size_t year, uint64_t replicates, const char *what)
{
    rasim_results_info info;
    rasim_results_describe(a, &info);
    for (uint64_t r = 0; r < replicates; r++) {
        const int64_t *x = rasim_results_ledger(a, 0, year, r), *y = rasim_results_ledger(b, 0, year, r);
        for (size_t i = 0; i < info.n_groups * RASIM_N_LINES; i++) {
            cr_assert_eq(x[i], y[i], "%s: %s of year %zu, replicate %lu: %ld and %ld", what,
                         rasim_line_describe((rasim_line)(i % RASIM_N_LINES))->name, year + 1, (unsigned long)r,
                         (long)x[i], (long)y[i]);
        }
    }
    for (size_t p = 0; p < info.n_places; p++) {
        cr_assert_arr_eq(rasim_results_place_net(a, 0, year, p), rasim_results_place_net(b, 0, year, p),
                         replicates * sizeof(int64_t), "%s: place %zu", what, p);
    }
}

static void
compare_first_year(const char *caseload, size_t i)
{
    const char *need = "{log_sd: 0.3, persistence: 0, drift: 0.01}";
    several one = make(caseload, cases[i].design, cases[i].rest, 1, need);
    several five = make(caseload, cases[i].design, cases[i].rest, YEARS, need);
    rasim_results *a = scenario_run(one.study, REPLICATES, 5, 1), *b = scenario_run(five.study, REPLICATES, 5, 1);
    assert_same_year(a, b, 0, REPLICATES, cases[i].what);
    const int64_t *first = rasim_results_ledger(b, 0, 0, 0), *second = rasim_results_ledger(b, 0, 1, 0);
    cr_assert_neq(first[RASIM_LINE_NET], second[RASIM_LINE_NET], "%s: year 2 must be another", cases[i].what);
    rasim_results_free(a);
    rasim_results_free(b);
    several_free(&one);
    several_free(&five);
}

Test(years, the_first_of_five_is_the_only_one_bit_for_bit)
{
    char *caseload = write_people();
    for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
        if (!rasimi_kernel_get(k)->available()) {
            continue;
        }
        setenv("RASIM_ISA", rasimi_kernel_get(k)->name, 1);
        for (size_t i = 0; i < N_CASES; i++) {
            compare_first_year(caseload, i);
        }
    }
    setenv("RASIM_ISA", "", 1);
    free(caseload);
}

/* ---- what stays with people ---- */

static double
covariance(const rasim_results *results, size_t s, size_t t, uint64_t n, double mean)
{
    double sum = 0;
    for (uint64_t r = 0; r < n; r++) {
        sum += (several_line(results, s, r, SEVERAL_ALL, RASIM_LINE_NET) - mean) *
               (several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_NET) - mean);
    }
    return sum / (double)n;
}

/* Need costs of a year are lognormal with a mean that does not hang on rho; those of two years share rho of the
   variance of the log: Cov = sum of c^2 (exp(rho sigma^2) - 1). */
Test(years, a_share_of_the_deviation_stays_with_people)
{
    enum { N = 40, R = 20000 };
    const double sd = 0.5, rho = 0.6;
    char *caseload = several_alike(N, "community", 100);
    several s = several_make(caseload, SEVERAL_POUND_A_POINT,
                             SEVERAL_FULL_DUTY "need: [{log_sd: 0.5, persistence: 0.6}]\nhorizon: 3\n"
                                               "prices: [{law: fixed, mean: 0}]\npopulation: {sampling: fixed}\n");
    rasim_results *results = scenario_run(s.study, R, law_seed("years.persistence"), 2);
    const double variance = N * 1e4 * expm1(sd * sd), shared = N * 1e4 * expm1(rho * sd * sd);
    const double se = sqrt((variance * variance + shared * shared) / R) * 1.1; /* of normal sums; a little heavier */
    for (size_t t = 0; t < 3; t++) {
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_NET, 100 * N, 100 * N * exp(-0.5 * rho * sd * sd));
        const law_sample net = several_sample(results, t, SEVERAL_ALL, RASIM_LINE_NET);
        cr_assert_lt(fabs(law_z_variance(net, variance)), LAW_Z, "variance %g", law_variance(net));
        for (size_t u = 0; u < t; u++) {
            const double seen = covariance(results, u, t, R, 100 * N);
            cr_assert_lt(fabs(seen - shared), LAW_Z * se, "years %zu and %zu: %g, expected %g", u, t, seen, shared);
            cr_assert_gt(fabs(seen - 0.8 * shared), LAW_Z * se, "the control must be noticed");
        }
    }
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
}

/* With rho above 0 other draws make the same year: every line's mean is that of a run of one year. */
Test(years, the_first_of_five_is_the_only_one_in_mean_where_need_stays)
{
    enum { R = 4000 };
    static const rasim_line lines[] = {RASIM_LINE_INDICATIVE, RASIM_LINE_UPLIFT, RASIM_LINE_TRIM,
                                       RASIM_LINE_HIGH_COST,  RASIM_LINE_NET,    RASIM_LINE_PANEL_CASES};
    char *caseload = write_people();
    several one = make(caseload, by_points, FIXED ASSESSED PAID, 1, "{log_sd: 0.3}");
    several two = make(caseload, by_points, FIXED ASSESSED PAID, 2, "{log_sd: 0.3, persistence: 0.7}");
    rasim_results *a = scenario_run(one.study, R, law_seed("years.mean"), 2);
    rasim_results *b = scenario_run(two.study, R, law_seed("years.mean"), 2);
    static double difference[R];
    for (size_t l = 0; l < sizeof lines / sizeof *lines; l++) {
        for (uint64_t r = 0; r < R; r++) {
            difference[r] = several_line(a, 0, r, SEVERAL_ALL, lines[l]) - several_line(b, 0, r, SEVERAL_ALL, lines[l]);
        }
        const law_sample s = law_sample_of(difference, R);
        cr_assert_lt(fabs(law_z_mean(s, 0)), LAW_Z, "%s: %g", rasim_line_describe(lines[l])->name, s.mean);
    }
    rasim_results_free(a);
    rasim_results_free(b);
    several_free(&one);
    several_free(&two);
    free(caseload);
}

/* ---- the same bits ---- */

#define EVERYTHING                                                                                                     \
    POLYA ASSESSED RAISED PAID                                                                                         \
        "first_day: \"2027-04-01\"\ncovered_settings: [community, residential]\n"                                      \
        "transition: {review_probability: 0.5, protection_share: 0.8, protection_later: [0.4], "                       \
        "recalibrate_every: 2}\n"                                                                                      \
        "demand: [{mean: 0.02, sd: 0.03, autocorrelation: 0.4}]\nfunding: {law: uniform, low: -0.03, high: 0.01}\n"    \
        "turnover: [{leave_probability: 0.25, first_year_probability: 0.35}]\n"                                        \
        "moves: [{from: community, to: residential, probability: 0.1}, "                                               \
        "{from: residential, to: hospital, probability: 0.05}]\n"                                                      \
        "high_cost_arrivals: [{care_group: A, setting: community, arrivals_a_year: 3, threshold_gbp_week: 900, "       \
        "shape: 0.2, scale_gbp_week: 300, max_gbp_week: 4000}]\n"                                                      \
        "interventions: [{name: Reablement, gbp_year: 52000, lag_years: 1, reduces: starters, mean: 0.1, sd: "         \
        "0.05}, {name: Falls, gbp_year: 20000, reduces: moves, mean: 0.2, sd: 0.1}, "                                  \
        "{name: Equipment, gbp_year: 5000, reduces: drift, mean: 0.5}]\n"                                              \
        "savings: [{name: Reviews, gbp_by_year: [10000, 30000], delivered_mean: 0.7, delivered_sd: 0.2, common: "      \
        "0.5, slip_probability: 0.3}]\n"

static several
make_everything(const char *caseload, const char *design)
{
    return make(caseload, design, EVERYTHING, YEARS, "{log_sd: 0.3, persistence: 0.6, drift: 0.02}");
}

static void
assert_same(const rasim_results *a, const rasim_results *b, uint64_t replicates, const char *what)
{
    for (size_t year = 0; year < YEARS; year++) {
        assert_same_year(a, b, year, replicates, what);
        cr_assert_arr_eq(rasim_results_funding(a, year), rasim_results_funding(b, year), replicates * sizeof(double),
                         "%s: funding of year %zu", what, year + 1);
    }
}

Test(years, threads_and_instruction_sets_give_the_same_bits_with_everything_in_it)
{
    const char *designs[] = {by_points, banded, table, regression, judgement};
    char *caseload = write_people();
    for (size_t d = 0; d < sizeof designs / sizeof *designs; d++) {
        several s = make_everything(caseload, designs[d]);
        setenv("RASIM_ISA", "portable", 1);
        rasim_results *portable = scenario_run(s.study, 192, 5, 1);
        for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
            if (rasimi_kernel_get(k)->available()) {
                setenv("RASIM_ISA", rasimi_kernel_get(k)->name, 1);
                rasim_results *other = scenario_run(s.study, 192, 5, (int)k + 1);
                assert_same(portable, other, 192, rasimi_kernel_get(k)->name);
                rasim_results_free(other);
            }
        }
        setenv("RASIM_ISA", "", 1);
        for (int threads = 2; threads <= 3; threads++) {
            rasim_results *many = scenario_run(s.study, 192, 5, threads);
            assert_same(portable, many, 192, "threads");
            rasim_results_free(many);
        }
        rasim_results_free(portable);
        several_free(&s);
    }
    free(caseload);
}

/* What lets components be simulated one by one: nobody's rules or programmes hang on everybody. */
#define APART                                                                                                          \
    ASSESSED RAISED PAID                                                                                               \
        "first_day: \"2027-04-01\"\ncovered_settings: [community, residential]\n"                                      \
        "transition: {review_probability: 0.5, protection_share: 0.8, protection_later: [0.4, 0]}\n"                   \
        "demand: [{mean: 0.02, sd: 0.03, autocorrelation: 0.4}]\nfunding: {law: uniform, low: -0.03, high: 0.01}\n"    \
        "turnover: [{leave_probability: 0.25, first_year_probability: 0.35}]\n"                                        \
        "moves: [{care_group: A, from: community, to: residential, probability: 0.1}, "                                \
        "{care_group: A, from: residential, to: community, probability: 0.3}]\n"                                       \
        "high_cost_arrivals: [{care_group: B, setting: community, arrivals_a_year: 3, threshold_gbp_week: 900, "       \
        "shape: 0.2, scale_gbp_week: 300, max_gbp_week: 4000}]\n"

/* A run of all cells together, beside the one that it must be. */
typedef struct joined {
    rasim_results *apart;
    const rasim_results *together;
    size_t n_seen;
} joined;

static void
keep_results(void *context, const rasimi_observing *observing)
{
    ((joined *)context)->together = observing->results;
}

static rasim_status
compare_replicate(void *context, uint64_t replicate)
{
    const joined *j = context;
    for (size_t year = 0; year < YEARS; year++) {
        const int64_t *x = rasim_results_ledger(j->apart, 0, year, replicate);
        rasim_results_info info;
        rasim_results_describe(j->apart, &info);
        for (size_t g = 0; g < info.n_groups; g++) {
            const int64_t *y = rasimi_post_lines(j->together, 0, year, replicate, g);
            cr_assert_arr_eq(x + g * RASIM_N_LINES, y, RASIM_N_LINES * sizeof *y, "year %zu, replicate %lu, group %zu",
                             year + 1, (unsigned long)replicate, g);
        }
    }
    return RASIM_OK;
}

static rasim_status
see(void *context, const rasimi_sight *sight)
{
    ((joined *)context)->n_seen += sight->n;
    return RASIM_OK;
}

/* Cells that people do not move between are simulated apart, and many replicates of them in a row: the same bits as
   all cells together, one replicate after another. */
Test(years, cells_apart_are_what_they_are_together)
{
    static const char *const populations[] = {FIXED, POLYA};
    char *caseload = write_people();
    for (size_t p = 0; p < 2; p++) {
        char *rest = NULL;
        cr_assert_gt(asprintf(&rest, "%s" APART, populations[p]), 0);
        several s = make(caseload, by_points, rest, YEARS, "{log_sd: 0.3, persistence: 0.6, drift: 0.02}");
        joined j = {.apart = scenario_run(s.study, 96, 5, 2)};
        const rasimi_observe_options options = {
            .seeds = {.seed = 5}, .replicates = 96, .shock_scale = 1.0, .ended = compare_replicate};
        cr_assert_eq(rasimi_observe(s.study, &options, keep_results, see, &j, NULL), RASIM_OK);
        cr_assert_gt(j.n_seen, 96u * PEOPLE);
        for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
            if (rasimi_kernel_get(k)->available()) {
                setenv("RASIM_ISA", rasimi_kernel_get(k)->name, 1);
                rasim_results *other = scenario_run(s.study, 96, 5, 1);
                assert_same(j.apart, other, 96, rasimi_kernel_get(k)->name);
                rasim_results_free(other);
            }
        }
        setenv("RASIM_ISA", "", 1);
        rasim_results_free(j.apart);
        free(rest);
        several_free(&s);
    }
    free(caseload);
}

static int
stop_at_once(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    (void)total;
    return done >= RASIM_CHUNK_REPLICATES;
}

Test(years, a_stopped_run_is_a_prefix_of_the_whole)
{
    char *caseload = write_people();
    several s = make_everything(caseload, by_points);
    rasim_results *whole = scenario_run(s.study, 1024, 5, 2), *part = NULL;
    rasim_run_options options;
    rasim_run_options_init(&options, s.study);
    options.replicates = 1024;
    options.seed = 5;
    options.n_threads = 2;
    options.place_series = true;
    options.poll = stop_at_once;
    cr_assert_eq(rasim_run(s.study, &options, &part, NULL), RASIM_OK);
    rasim_results_info info;
    rasim_results_describe(part, &info);
    cr_assert(!info.complete && info.replicates >= RASIM_CHUNK_REPLICATES && info.replicates < 1024);
    assert_same(part, whole, info.replicates, "prefix");
    rasim_results_free(part);
    rasim_results_free(whole);
    several_free(&s);
    free(caseload);
}

/* A longer horizon adds years and changes none of those before. */
Test(years, a_longer_horizon_changes_no_year)
{
    char *caseload = write_people();
    const char *need = "{log_sd: 0.3, persistence: 0.6, drift: 0.02}";
    several three = make(caseload, by_points, EVERYTHING, 3, need), five = make_everything(caseload, by_points);
    rasim_results *a = scenario_run(three.study, 64, 5, 1), *b = scenario_run(five.study, 64, 5, 1);
    for (size_t year = 0; year < 3; year++) {
        assert_same_year(a, b, year, 64, "horizon");
    }
    rasim_results_free(a);
    rasim_results_free(b);
    several_free(&three);
    several_free(&five);
    free(caseload);
}
