/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check: distributions, margins and closed forms against figures from elsewhere, findings against planted rows. */
#include "analysis/check.h"

#include <gsl/gsl_cdf.h>

#include "base/text.h"
#include "support/law.h"
#include "support/scenario.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* ---- distributions ---- */

Test(check, spread_is_that_of_the_weighted_values)
{
    rasim_check_spread spread;
    rasimi_weighted even[20], uneven[] = {{50, 6}, {10, 1}, {40, 1}, {20, 1}, {30, 1}};
    for (int i = 0; i < 20; i++) {
        even[i] = (rasimi_weighted){20 - i, 2};
    }
    rasimi_spread_of(even, 20, &spread); /* R: quantile(1:20, c(.5, .9, .95, .99), type = 1), sd(1:20) */
    cr_assert(spread.median == 10 && spread.p90 == 18 && spread.p95 == 19 && spread.p99 == 20);
    cr_assert(spread.rows == 20 && spread.people == 40 && spread.least == 1 && spread.most == 20 &&
              spread.mean == 10.5);
    cr_assert_float_eq(spread.sd, 5.916079783099616, 1e-14);
    rasimi_spread_of(uneven, 5, &spread); /* 10 20 30 40 50 at 1 1 1 1 6 */
    cr_assert(spread.mean == 40 && spread.median == 50 && spread.people == 10);
    cr_assert_float_eq(spread.sd, 15.811388300841896, 1e-14);
    cr_assert_float_eq(spread.cv, 15.811388300841896 / 40, 1e-15);
    cr_assert_eq(rasimi_weighted_quantile(uneven, 5, 0.4), 40); /* exactly 4 of 10 people */
    cr_assert_eq(rasimi_weighted_quantile(uneven, 5, 0.41), 50);
}

Test(check, spread_of_nobody_and_of_one)
{
    rasim_check_spread spread;
    rasimi_weighted one[] = {{7, 3}};
    rasimi_spread_of(one, 0, &spread);
    cr_assert(spread.rows == 0 && isnan(spread.mean) && isnan(spread.p99) && isnan(spread.cv));
    rasimi_spread_of(one, 1, &spread);
    cr_assert(spread.mean == 7 && spread.sd == 0 && spread.median == 7 && spread.p99 == 7 && spread.people == 3);
}

/* ---- margins ---- */

enum { MOST_ROWS = 7000 };

/* A study of rows with given costs and weights, in strata that follow each other. */
typedef struct sheet {
    double y[MOST_ROWS], weight[MOST_ROWS];
    uint32_t rows[MOST_ROWS];
    rasimi_stratum strata[3];
    rasim_study study;
} sheet;

static sheet *
sheet_of(size_t n)
{
    sheet *s = calloc(1, sizeof *s);
    cr_assert_not_null(s);
    for (uint32_t i = 0; i < n; i++) {
        s->rows[i] = i;
    }
    s->study.framework.weeks_per_year.value = 52;
    s->study.n_rows = n;
    s->study.weight = s->weight;
    s->study.stratum_rows = s->rows;
    s->study.strata = s->strata;
    return s;
}

static void
add_stratum(sheet *s, uint64_t n_rows, uint64_t n_people)
{
    rasimi_stratum *next = &s->strata[s->study.n_strata++];
    *next = (rasimi_stratum){.n_rows = n_rows, .n_people = n_people};
    next->first = s->study.n_strata > 1 ? next[-1].first + next[-1].n_rows : 0;
    s->study.n_people += n_people;
}

/* One stratum of n rows for `people`, mean 1 and sample CV exactly cv. */
static rasim_check_margin
margin_at(double cv, size_t n, uint64_t people)
{
    rasim_check_margin margin;
    sheet *s = sheet_of(n);
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        squares += pow((double)i - (double)(n - 1) / 2, 2);
    }
    for (size_t i = 0; i < n; i++) {
        s->weight[i] = (double)people / (double)n;
        s->y[i] = 1 + cv * ((double)i - (double)(n - 1) / 2) / sqrt(squares / (double)(n - 1));
    }
    add_stratum(s, n, people);
    rasimi_margin_of(&s->study, s->y, s->y, &margin);
    free(s);
    cr_assert_float_eq(margin.cv, cv, 1e-9);
    cr_assert_float_eq(margin.strata_share, margin.simple_share, 1e-9);
    return margin;
}

/* The tables that a finance director may know: 1.96 CV / sqrt(n) for a large caseload, and with N = 5,000. */
Test(check, margins_are_those_of_the_published_tables)
{
    static const struct {
        double cv;
        size_t n;
        uint64_t people;
        double percent, within;
    } cases[] = {
        {0.6, 119, 1000000000, 10.8, 0.05}, {0.6, 7000, 1000000000, 1.4, 0.05}, {1.0, 119, 1000000000, 18.0, 0.05},
        {1.0, 500, 1000000000, 8.8, 0.05},  {1.5, 119, 1000000000, 27.0, 0.06}, {2.0, 119, 1000000000, 35.9, 0.05},
        {2.0, 2000, 1000000000, 8.8, 0.05}, {2.0, 7000, 1000000000, 4.7, 0.05}, {0.5, 117, 5000, 9, 0.5},
        {0.8, 117, 5000, 14, 0.5},          {1.0, 117, 5000, 18, 0.5},          {1.5, 117, 5000, 27, 0.5},
        {2.0, 117, 5000, 36, 0.5},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        const rasim_check_margin margin = margin_at(cases[i].cv, cases[i].n, cases[i].people);
        cr_assert_float_eq(100 * margin.simple_share, cases[i].percent, cases[i].within, "case %zu: %g", i,
                           100 * margin.simple_share);
        cr_assert_eq(margin.rows, cases[i].n);
    }
}

/* Sample sizes that give 5 and 2 per cent of 5,000 people's cost: two rows fewer do not. */
Test(check, margins_reach_what_the_needed_sample_should)
{
    static const struct {
        double cv, share;
        size_t n;
    } cases[] = {{0.5, 0.05, 357},  {1.0, 0.05, 1176}, {1.5, 0.05, 2045},
                 {0.5, 0.02, 1623}, {1.0, 0.02, 3289}, {1.5, 0.02, 4061}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        cr_assert_leq(margin_at(cases[i].cv, cases[i].n, 5000).strata_share, cases[i].share, "case %zu", i);
        cr_assert_gt(margin_at(cases[i].cv, cases[i].n - 2, 5000).strata_share, cases[i].share, "case %zu", i);
    }
    cr_assert_eq(margin_at(1.5, 50, 50).strata_share, 0); /* everybody is in the file */
    cr_assert_eq(margin_at(1.5, 50, 50).simple_share, 0);
}

static void
fill(sheet *s, const double *y, const double *weight, size_t n)
{
    memcpy(s->y, y, n * sizeof *y);
    memcpy(s->weight, weight, n * sizeof *weight);
}

/* Literals by NumPy: sum N^2 (1 - n/N) s^2/n over strata, and the linearised form for unequal weights. */
Test(check, margins_follow_strata_and_weights)
{
    static const double y[] = {100, 120, 90, 150, 400, 800, 650}, w[] = {10, 10, 10, 10, 3, 3, 3};
    static const double y2[] = {100, 200, 400, 150}, w2[] = {5, 10, 2, 3};
    rasim_check_margin margin;
    sheet *s = sheet_of(7);
    fill(s, y, w, 7);
    add_stratum(s, 4, 40);
    add_stratum(s, 3, 9);
    rasimi_margin_of(&s->study, s->y, s->y, &margin);
    cr_assert_float_eq(margin.strata_share, 0.19184064463714873, 1e-14);
    cr_assert_float_eq(margin.strata_gbp, 101253.4922394871, 1e-8);
    cr_assert_float_eq(margin.cv, 1.0833295222348283, 1e-14);
    cr_assert_float_eq(margin.simple_share, 0.7429956218053723, 1e-14);
    free(s);
    s = sheet_of(4);
    fill(s, y2, w2, 4);
    add_stratum(s, 4, 20);
    rasimi_margin_of(&s->study, s->y, s->y, &margin);
    cr_assert_float_eq(margin.strata_share, 0.3415314962731663, 1e-14);
    free(s);
}

/* A row without y drops out and the others stand for it; a single row that stands for others gives no figure. */
Test(check, margins_do_without_rows_that_have_no_figure)
{
    static const double y[] = {100, 120, 90, 150, (double)NAN}, w[] = {8, 8, 8, 8, 8},
                        base[] = {100, 120, 90, 150, 115};
    rasim_check_margin margin;
    sheet *s = sheet_of(5);
    fill(s, y, w, 5);
    add_stratum(s, 5, 40);
    rasimi_margin_of(&s->study, s->y, base, &margin);
    cr_assert_eq(margin.rows, 4);
    /* 40^2 (1 - 4/40) 700/4 with s^2 = 700; the total is 8 x 575 */
    cr_assert_float_eq(margin.strata_gbp, 1.959963984540054 * sqrt(1600 * 0.9 * 175) * 52, 1e-8);
    cr_assert_float_eq(margin.strata_share, 1.959963984540054 * sqrt(1600 * 0.9 * 175) / 4600, 1e-14);
    free(s);
    s = sheet_of(1);
    fill(s, y, w, 1);
    add_stratum(s, 1, 8);
    rasimi_margin_of(&s->study, s->y, s->y, &margin);
    cr_assert(isnan(margin.strata_share) && isnan(margin.cv));
    free(s);
}

/* ---- above the threshold ---- */

Test(check, lognormal_tail_is_the_closed_form)
{
    static const struct {
        double mean, log_sd, threshold, probability, expected;
    } cases[] = {
        {900, 0.25, 1000, 0.2923810516035021, 345.1016280219629}, /* SciPy */
        {1000, 0.5, 1000, 0.4012936743170763, 598.7063256829236},
        {2000, 0.15, 1000, 0.9999972660041866, 1999.9973467005907},
        {1000, 0, 1000, 0, 0}, /* strictly above */
        {1001, 0, 1000, 1, 1001},
        {0, 0.3, 1000, 0, 0},
        {900, 0.25, HUGE_VAL, 0, 0},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        double probability, expected;
        rasimi_lognormal_above(cases[i].mean, cases[i].log_sd, cases[i].threshold, &probability, &expected);
        cr_assert_float_eq(probability, cases[i].probability, 1e-13, "case %zu: %.17g", i, probability);
        cr_assert_float_eq(expected, cases[i].expected, 1e-10, "case %zu: %.17g", i, expected);
    }
}

/* ---- whole studies ---- */

#define FRAMEWORK(extra)                                                                                               \
    "name: small\nprice_date: now\ncaseload: people.csv\ndesigns: [design.yaml]\n"                                     \
    "population: {sampling: fixed}\nenvelope: [{gbp_year: 1e7}]\nneed: [{log_sd: 0.3, drift: 0.05}]\n"                 \
    "prices: [{mean: 0.04, sd: 0.02}]\n" extra

#define DESIGN(exclusion)                                                                                              \
    "name: ours\nfamily: price_per_point\nquestionnaire:\n  domains:\n"                                                \
    "    - {name: a, levels: {low: 1, high: 10}}\n    - {name: b, levels: {low: 1, high: 10}}\n"                       \
    "    - {name: c, levels: {low: 1, high: 10}}\n    - {name: d, levels: {low: 1, mid: 4, high: 10}}\n"               \
    "carer_rule: {multipliers: {none: 1, some: 0.5}}\nallocation: [{gbp_per_point: 30}]\n"                             \
    "limits: {minimum_points: 8}\nexclusion: {" exclusion "}\n"

#define HEADER                                                                                                         \
    "person_id,care_group,setting,weekly_cost,client_contribution,carer_support,carer_consent,place,a,b,c,d\n"

typedef struct small {
    char *folder;
    rasim_study *study;
    rasim_check_report *report;
} small;

static small
small_of(const char *framework, const char *design, const char *people)
{
    small s = {.folder = scenario_folder()};
    scenario_write(s.folder, "framework.yaml", framework);
    scenario_write(s.folder, "design.yaml", design);
    scenario_write(s.folder, "people.csv", people);
    s.study = scenario_load(s.folder, "framework.yaml");
    cr_assert_eq(rasim_check(s.study, NULL, &s.report), RASIM_OK);
    return s;
}

static void
small_clear(small *s)
{
    rasim_check_free(s->report);
    rasim_study_free(s->study);
    scenario_remove(s->folder);
}

/* Costs from £200 to £1,790, answers that vary with them. */
static rasimi_buffer
crowd(int n)
{
    static const char *const levels[] = {"low", "mid", "high"};
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, HEADER);
    for (int i = 0; i < n; i++) {
        rasimi_buffer_printf(&csv, "P%d,G%d,home,%d,10,none,yes,N,%s,%s,%s,%s\n", i, i % 2, 200 + i * 1590 / (n - 1),
                             i % 2 ? "high" : "low", i % 3 ? "high" : "low", i % 5 ? "low" : "high", levels[i % 3]);
    }
    return csv;
}

/* What the closed form expects of year 1 is what the engine simulates: people exactly, £ through the high-cost line. */
Test(check, year_one_is_what_the_engine_simulates)
{
    static const char *const exclusions[] = {
        "threshold_gbp_week: 1000, index: 0.02", "threshold_gbp_week: 1000, basis: reference",
        "threshold_gbp_week: 500, basis: allocation", "threshold_gbp_week: 700, basis: either",
        "threshold_gbp_week: 900, index: 0.1, best_value_saving: 0"};
    enum { REPLICATES = 4096 };
    rasimi_buffer people = crowd(300);
    for (size_t i = 0; i < LENGTH(exclusions); i++) {
        char design[2048];
        snprintf(design, sizeof design, DESIGN("%s"), exclusions[i]);
        small s = small_of(FRAMEWORK(""), design, people.data);
        rasim_results *results =
            scenario_run(s.study, REPLICATES, law_seed("year_one_is_what_the_engine_simulates"), 1);
        double excluded[REPLICATES], cost[REPLICATES];
        for (uint64_t r = 0; r < REPLICATES; r++) {
            excluded[r] = scenario_line(results, 0, r, RASIM_LINE_EXCLUDED_PEOPLE);
            cost[r] = scenario_line(results, 0, r, RASIM_LINE_HIGH_COST);
        }
        const rasim_check_above *above = &s.report->designs[0].in_year1;
        const law_sample n = law_sample_of(excluded, REPLICATES), gbp = law_sample_of(cost, REPLICATES);
        const double sd = law_variance(n) > 0 ? law_z_mean(n, above->people) : n.mean - above->people;
        cr_assert_lt(fabs(sd), LAW_Z, "%s: %g people, expected %g", exclusions[i], n.mean, above->people);
        cr_assert_lt(fabs(law_z_mean(gbp, above->gbp_year / 52)), LAW_Z, "%s: %g, expected %g", exclusions[i], gbp.mean,
                     above->gbp_year / 52);
        /* negative control: as if packages did not drift */
        cr_assert_gt(fabs(law_z_mean(gbp, above->gbp_year / 52 / exp(0.05))), LAW_Z);
        rasim_results_free(results);
        small_clear(&s);
    }
    rasimi_buffer_clear(&people);
}

Test(check, report_shows_what_was_understood)
{
    rasimi_buffer people = crowd(300);
    small s = small_of(FRAMEWORK(""), DESIGN("threshold_gbp_week: 1000"), people.data);
    const rasim_check_report *r = s.report;
    cr_assert(r->rows == 300 && r->people == 300 && r->n_strata == 2 && r->n_designs == 1 && r->n_spend == 0);
    cr_assert(r->weights.least == 1 && r->weights.most == 1 && r->cost.least == 200 && r->cost.most == 1790);
    cr_assert_eq(r->cost.median, 992); /* 200 + 149 x 1590 / 299, whole */
    cr_assert_float_eq(r->cost_gbp_year, r->cost.mean * 300 * 52, 1e-6);
    cr_assert(r->strata[0].rows == 150 && r->strata[0].people == 150 && !r->strata[0].thin);
    cr_assert_str_eq(r->strata[1].name, "G1, home");
    const rasim_check_design *d = &r->designs[0];
    cr_assert_eq(d->in_file.people, 149); /* 1000 < 200 + i 1590/299, whole: i >= 151 */
    cr_assert_float_eq(d->in_file.people_share, 149.0 / 300, 1e-12);
    cr_assert(d->in_file.gbp_share > d->in_file.people_share && d->in_file.gbp_share < 1);
    cr_assert_eq(r->cost_unknown.strata_share, 0); /* nobody is missing */
    cr_assert(d->points.rows == 300 && d->points.least == 4 && d->points.most == 40);
    cr_assert_float_eq(d->amounts.people + d->people_panel, 300, 1e-9);
    cr_assert_eq(d->amounts.most, 1200); /* 40 points at £30 */
    rasimi_buffer_clear(&people);
    small_clear(&s);
}

/* Everything again with NumPy and SciPy from the shipped files; mental health, with 9 rows, borrows everybody's spread.
 */
Test(check, shipped_sample_is_as_numpy_says)
{
    char *folder = scenario_path(getenv("RASIM_SOURCE_DIR"), "scenarios/cheshire");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_check_report *r = NULL;
    cr_assert_eq(rasim_check(study, NULL, &r), RASIM_OK);
    const rasim_check_design *d = &r->designs[0];
    cr_assert_float_eq(r->cost.mean, 203.97748354466304, 1e-10);
    cr_assert_float_eq(r->cost.cv, 1.1033458610206581, 1e-12);
    cr_assert(r->cost.median == 131.92 && r->cost.p90 == 442.56 && r->cost.p95 == 636.56 && r->cost.p99 == 1012.01);
    cr_assert_float_eq(r->cost_unknown.simple_share, 0.19841337371887613, 1e-12);
    cr_assert_float_eq(r->cost_unknown.strata_share, 0.19077528465626867, 1e-12);
    cr_assert_float_eq(d->cost_known.strata_share, 0.07805657329351937, 1e-12);
    cr_assert_float_eq(d->in_year1.people, 97.7082075138245, 1e-9);
    cr_assert_float_eq(d->in_year1.gbp_year, 6833143.746750807, 1e-4);
    cr_assert(r->n_findings == 2 && r->findings[0].rows == 1 && r->findings[0].examples[0].line == 115);
    cr_assert_str_eq(r->findings[0].code, "far_from_need");
    rasim_check_free(r);
    rasim_study_free(study);
    free(folder);
}

/* Ten people at £100 to £1,000; the last two are not scored, the top of the bands is 30 points. */
Test(check, people_outside_and_unscored_are_told_apart)
{
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 1; i <= 10; i++) {
        char points[8] = "";
        points[0] = '\0';
        if (i <= 8)
            snprintf(points, sizeof points, "%d", 4 * i);
        rasimi_buffer_printf(&csv, "P%d,G,home,%d,%s\n", i, 100 * i, points);
    }
    small s = small_of("name: small\nprice_date: now\ncaseload: people.csv\ndesigns: [design.yaml]\n"
                       "population: {sampling: polya, frame: [{people: 20}]}\nenvelope: [{gbp_year: 1e7}]\n"
                       "need: [{log_sd: 0}]\nprices: [{mean: 0, sd: 0}]\n",
                       "name: ours\nfamily: banded\nallocation: [{top: 30, bands: [{from: 8, gbp: 200}, "
                       "{from: 16, gbp: 350}]}]\nlimits: {minimum_points: 8, below_minimum: ineligible}\n"
                       "exclusion: {threshold_gbp_week: 950}\n",
                       csv.data);
    const rasim_check_design *d = &s.report->designs[0];
    cr_assert(d->people_unscored == 4 && d->people_ineligible == 2 && d->people_outside == 2 && d->people_panel == 0);
    cr_assert(d->points.rows == 8 && d->points.most == 32 && d->amounts.rows == 6 && d->amounts.most == 350);
    cr_assert(d->in_file.people == 2 && d->in_file.gbp_year == 2 * 1000 * 52);           /* P10 */
    cr_assert(d->in_year1.people == 4 && d->in_year1.gbp_year == 2 * (1000 + 800) * 52); /* and P8, outside */
    /* 100 (ineligible: 0 allocated), 0, 100, 50, 150, 250, 350, outside 0, unknown, above the line 0 */
    static const double y[] = {100, 0, 100, 50, 150, 250, 350, 0, 0};
    double sum = 0, squares = 0;
    for (size_t i = 0; i < LENGTH(y); i++)
        sum += y[i] / 9;
    for (size_t i = 0; i < LENGTH(y); i++)
        squares += (y[i] - sum) * (y[i] - sum) / 8;
    cr_assert_eq(d->cost_known.rows, 9);
    cr_assert_float_eq(d->cost_known.strata_gbp, 1.959963984540054 * sqrt(400 * (1 - 9.0 / 20) * squares / 9) * 52,
                       1e-6);
    rasimi_buffer_clear(&csv);
    small_clear(&s);
}

/* ---- the ledger ---- */

Test(check, packages_meet_the_ledger_where_asked)
{
    rasimi_buffer people = crowd(300);
    small plain =
        small_of(FRAMEWORK("known_spend: [{budget_area: \"G0, home\", gbp_year: 9e6}]\n"), DESIGN(""), people.data);
    const rasim_check_spend *shown = plain.report->spend;
    cr_assert(plain.report->n_spend == 2 && !plain.report->benchmark);
    const double packages = plain.report->strata[0].mean_gbp_week * 150 * 52;
    cr_assert_float_eq(shown[0].packages_gbp, packages, 1e-6);
    cr_assert_float_eq(shown[0].difference_gbp, 9e6 - packages, 1e-6);
    cr_assert_float_eq(shown[0].factor, 9e6 / packages, 1e-12);
    cr_assert(isnan(shown[1].known_gbp) && isnan(shown[1].factor) && shown[1].packages_gbp > 0);
    small met = small_of(FRAMEWORK("known_spend: [{budget_area: \"G0, home\", gbp_year: 9e6}]\nbenchmark: yes\n"),
                         DESIGN(""), people.data);
    cr_assert(met.report->benchmark && met.report->spend[0].packages_gbp == shown[0].packages_gbp);
    cr_assert_float_eq(met.report->strata[0].mean_gbp_week * 150 * 52, 9e6, 1e-5);
    cr_assert_eq(met.report->strata[1].mean_gbp_week, plain.report->strata[1].mean_gbp_week);
    small whole = small_of(FRAMEWORK("known_spend: [{gbp_year: 2e7}]\nbenchmark: yes\n"), DESIGN(""), people.data);
    cr_assert(whole.report->n_spend == 1 && whole.report->spend[0].area == NULL);
    cr_assert_float_eq(whole.report->cost_gbp_year, 2e7, 1e-5);
    small_clear(&plain);
    small_clear(&met);
    small_clear(&whole);
    rasimi_buffer_clear(&people);
}

Test(check, ledger_that_cannot_be_met_is_refused)
{
    static const struct {
        const char *extra, *sentence;
    } cases[] = {
        {"benchmark: yes\n", "there is no 'known_spend' to meet"},
        {"known_spend: [{budget_area: \"G2, home\", gbp_year: 9e6}]\n", "The budget area 'G2, home' does not occur"},
        {"known_spend: [{budget_area: \"G1, home\", gbp_year: 9e6}, {gbp_year: 1}]\n", "has no 'budget_area'"},
        {"known_spend: [{budget_area: x, gbp_year: 9}, {budget_area: x, gbp_year: 1}]\n",
         "second row with budget_area"},
        {"known_spend: [{gbp_year: 1e11}]\nbenchmark: yes\n", "cost more than £65,536 a week"},
    };
    rasimi_buffer people = crowd(300);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        char framework[2048];
        snprintf(framework, sizeof framework, FRAMEWORK("%s"), cases[i].extra);
        char *folder = scenario_folder(), *path = scenario_path(folder, "framework.yaml");
        scenario_write(folder, "framework.yaml", framework);
        scenario_write(folder, "design.yaml", DESIGN(""));
        scenario_write(folder, "people.csv", people.data);
        rasim_problems *problems = NULL;
        rasim_study *study = NULL;
        bool said = false;
        cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
        cr_assert_eq(rasim_study_load(path, NULL, &study, problems), RASIM_ERR_INPUT, "case %zu", i);
        for (size_t p = 0; p < rasim_problems_size(problems); p++)
            said |= strstr(rasim_problems_get(problems, p)->text, cases[i].sentence) != NULL;
        cr_assert(said, "case %zu", i);
        rasim_problems_free(problems);
        free(path);
        scenario_remove(folder);
    }
    rasimi_buffer_clear(&people);
}

/* ---- findings ---- */

static const rasim_check_finding *
find(const rasim_check_report *report, const char *code)
{
    for (size_t f = 0; f < report->n_findings; f++)
        if (strcmp(report->findings[f].code, code) == 0)
            return &report->findings[f];
    return NULL;
}

/* The crowd, whose cost is their points at £30 give or take, with one row for each finding. Lines 2 to 101 are clean.
 */
static rasimi_buffer
planted(void)
{
    static const char *const levels[] = {"low", "mid", "high"};
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, HEADER);
    for (int i = 0; i < 100; i++) {
        const int points = (i % 2 ? 10 : 1) + (i % 3 ? 10 : 1) + (i % 7 ? 10 : 1) +
                           (i % 3 == 0   ? 1
                            : i % 3 == 1 ? 4
                                         : 10);
        rasimi_buffer_printf(&csv, "P%d,G,home,%d.%02d,10,none,yes,N,%s,%s,%s,%s\n", i,
                             points * 30 * (90 + i % 21) / 100, i, i % 2 ? "high" : "low", i % 3 ? "high" : "low",
                             i % 7 ? "high" : "low", levels[i % 3]);
    }
    rasimi_buffer_printf(&csv, "zero,G,home,0,0,none,yes,N,low,high,low,mid\n");      /* line 102 */
    rasimi_buffer_printf(&csv, "dear,G,home,4000,10,none,yes,,high,low,low,mid\n");   /* 103 */
    rasimi_buffer_printf(&csv, "cheap,G,home,60,10,none,yes,N,high,high,low,mid\n");  /* 104 */
    rasimi_buffer_printf(&csv, "pays,G,home,500,501,none,yes,N,low,low,high,mid\n");  /* 105 */
    rasimi_buffer_printf(&csv, "twin,G,home,500,501,none,yes,N,low,low,high,mid\n");  /* 106: pays as well */
    rasimi_buffer_printf(&csv, "top,G,home,100,10,some,yes,N,high,low,low,low\n");    /* 107: 13 x 0.5 = 6.5 points */
    rasimi_buffer_printf(&csv, "little,G,home,1100,10,none,yes,N,low,low,low,low\n"); /* 108: 4 points */
    rasimi_buffer_printf(&csv, "alone,G,home,400,10,some,no,N,high,low,low,mid\n");   /* 109 */
    return csv;
}

Test(check, findings_are_the_planted_rows)
{
    static const struct {
        const char *code;
        uint64_t rows, line, other_line;
        double value; /* NAN: none */
    } expected[] = {
        {"zero_cost", 1, 102, 0, (double)NAN},           {"lookalike", 1, 106, 105, (double)NAN},
        {"pays_more", 2, 105, 0, (double)NAN},           {"far_from_need", 2, 104, 0, 60 * 1.04 / 750},
        {"cost_without_points", 1, 108, 0, 1100},        {"top_below_minimum", 1, 107, 0, 6.5},
        {"support_not_counted", 1, 109, 0, (double)NAN},
    };
    rasimi_buffer people = planted();
    small s = small_of(FRAMEWORK(""), DESIGN(""), people.data);
    for (size_t i = 0; i < LENGTH(expected); i++) {
        const rasim_check_finding *finding = find(s.report, expected[i].code);
        cr_assert_not_null(finding, "%s was not found", expected[i].code);
        cr_assert_eq(finding->rows, expected[i].rows, "%s: %llu rows", expected[i].code,
                     (unsigned long long)finding->rows);
        const rasim_check_row *row = &finding->examples[0];
        cr_assert(row->line == expected[i].line && row->other_line == expected[i].other_line, "%s: line %llu",
                  expected[i].code, (unsigned long long)row->line);
        cr_assert_null(row->person_id, "identifiers are personal data");
        if (isnan(expected[i].value))
            cr_assert(isnan(row->value), "%s", expected[i].code);
        else
            cr_assert_float_eq(row->value, expected[i].value, 1e-6, "%s: %.17g", expected[i].code, row->value);
    }
    rasimi_buffer_clear(&people);
    small_clear(&s);
}

Test(check, answers_alike_are_a_pattern_that_many_share)
{
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, HEADER);
    for (int i = 0; i < 120; i++) /* 8 combinations of 15 rows each and of 12.5 % */
        rasimi_buffer_printf(&csv, "P%d,G,home,300,10,none,yes,N,%s,%s,%s,%s\n", i, i % 2 ? "high" : "low",
                             i / 2 % 2 ? "high" : "low", i / 4 % 2 ? "high" : "low", i / 8 % 4 == 0 ? "mid" : "high");
    small s = small_of(FRAMEWORK(""), DESIGN(""), csv.data);
    const rasim_check_finding *finding = find(s.report, "answers_alike");
    cr_assert_not_null(finding);
    cr_assert_eq(finding->rows, 88); /* 'high' in d: 88 rows, 11 of each; 'mid': 32 rows, 4 of each, too few */
    cr_assert(finding->n_examples == 10 && finding->examples[0].value == 11);
    small_clear(&s);
    rasimi_buffer_clear(&csv);
}

Test(check, identifiers_are_shown_only_where_asked_for)
{
    rasimi_buffer people = planted();
    small s = small_of(FRAMEWORK(""), DESIGN(""), people.data);
    rasim_check_options options;
    rasim_check_options_init(&options);
    options.show_ids = true;
    options.most_examples = 1;
    rasim_check_report *named = NULL;
    cr_assert_eq(rasim_check(s.study, &options, &named), RASIM_OK);
    const rasim_check_finding *finding = find(named, "pays_more");
    cr_assert(finding->rows == 2 && finding->n_examples == 1);
    cr_assert_str_eq(finding->examples[0].person_id, "pays");
    char *json = NULL;
    cr_assert_eq(rasim_check_json(s.study, s.report, &json), RASIM_OK);
    cr_assert_null(strstr(json, "\"person_id\""));
    free(json);
    cr_assert_eq(rasim_check_json(s.study, named, &json), RASIM_OK);
    cr_assert_not_null(strstr(json, "\"person_id\": \"pays\""));
    free(json);
    rasim_check_free(named);
    rasimi_buffer_clear(&people);
    small_clear(&s);
}

/* Columns that are absent, and cells that are empty. */
Test(check, gaps_are_counted_by_column)
{
    rasimi_buffer people = planted();
    small s = small_of(FRAMEWORK(""), DESIGN(""), people.data);
    bool place = false, weight = false;
    for (size_t c = 0; c < s.report->n_gaps; c++) {
        const rasim_check_gap *gap = &s.report->gaps[c];
        place |= strcmp(gap->column, "place") == 0 && gap->in_file && gap->rows == 1;
        weight |= strcmp(gap->column, "weight") == 0 && !gap->in_file;
        cr_assert_str_neq(gap->column, "care_group");
    }
    cr_assert(place && weight);
    rasimi_buffer_clear(&people);
    small_clear(&s);
}

Test(check, arguments_are_checked)
{
    rasim_check_report *report = NULL;
    char *json = NULL;
    cr_assert_eq(rasim_check(NULL, NULL, &report), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_check_json(NULL, NULL, &json), RASIM_ERR_ARGUMENT);
    rasim_check_free(NULL);
}
