/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who come and go against closed forms: exponential times, Poisson starters, Markov chains between settings. */
#include "support/several.h"

enum { N = 200, REPLICATES = 4000, YEARS = 4 };

#define CERTAIN                                                                                                        \
    SEVERAL_FULL_DUTY "need: [{log_sd: 0, persistence: 0}]\nprices: [{law: fixed, mean: 0}]\n"                         \
                      "population: {sampling: fixed}\nhorizon: 4\n"

static several
make(const char *caseload, const char *turnover)
{
    char *rest = NULL;
    cr_assert_gt(asprintf(&rest, CERTAIN "%s", turnover), 0);
    const several out = several_make(caseload, SEVERAL_POUND_A_POINT, rest);
    free(rest);
    return out;
}

static several
make_alike(double gbp_week, const char *turnover)
{
    char *caseload = several_alike(N, "community", gbp_week);
    const several out = make(caseload, turnover);
    free(caseload);
    return out;
}

/* ---- one intensity ---- */

/* Of a person who is there at the beginning of a year: expected time in care within it, and of those who leave. */
static double
time_there(double mu)
{
    return -expm1(-mu) / mu;
}
static double
time_of_leavers(double mu)
{
    return time_there(mu) - exp(-mu);
}

/* Leavers and time in care of the people of the caseload: P(out within x) = 1 - exp(-mu x), mu = -ln(1 - h). */
Test(turnover, people_leave_at_their_intensity)
{
    const double h = 0.25, mu = -log1p(-h);
    several s = make_alike(100, "turnover: [{leave_probability: 0.25, starters_share: 0}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.leave"), 2);
    double there = N, wrong = N;
    for (size_t t = 0; t < YEARS; t++) {
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_LEAVERS, there * h,
                            t == 0 ? wrong * -expm1(-h) : (double)NAN);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_PERSON_YEARS, there * time_there(mu),
                            wrong * time_there(h));
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_NET, 100 * there * time_there(mu), 100 * there);
        there *= 1 - h;
        wrong *= exp(-h);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_PEOPLE_AT_END, there, wrong);
        const law_sample end = several_sample(results, t, SEVERAL_ALL, RASIM_LINE_PEOPLE_AT_END);
        cr_assert_lt(fabs(law_z_variance(end, there * (1 - there / N))), LAW_Z, "binomial: %g", law_variance(end));
    }
    rasim_results_free(results);
    several_free(&s);
}

/* Starters are a Poisson process, uniform in the year, who leave at the same intensity from their start. */
Test(turnover, starters_are_a_poisson_process)
{
    const double mu = -log1p(-0.3), a_year = N * 0.4;
    several s = make_alike(100, "turnover: [{leave_probability: 0.3, starters_share: 0.4}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.starters"), 2);
    double there = N;
    for (size_t t = 0; t < YEARS; t++) {
        const law_sample starters = several_sample(results, t, SEVERAL_ALL, RASIM_LINE_STARTERS);
        cr_assert_lt(fabs(law_z_mean(starters, a_year)), LAW_Z, "starters %g", starters.mean);
        cr_assert_lt(fabs(law_z_variance(starters, a_year)), LAW_Z, "variance %g", law_variance(starters));
        cr_assert_gt(fabs(law_z_variance(starters, a_year * 0.6)), LAW_Z, "a binomial must be noticed");
        const double years = there * time_there(mu) + a_year * (1 - time_there(mu)) / mu;
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_PERSON_YEARS, years,
                            there * time_there(mu) + a_year / 2);
        const double end = there * exp(-mu) + a_year * time_there(mu);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_LEAVERS, there + a_year - end, there * 0.3);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_PEOPLE_AT_END, end, there * 0.7 + a_year);
        there = end;
    }
    rasim_results_free(results);
    several_free(&s);
}

/* Without a share of starters those who leave are replaced: the expected caseload stays as it is. With h itself in
   place of -ln(1 - h) it shrinks, which the same check must notice. */
Test(turnover, a_stationary_population_stays_stationary)
{
    several s = make_alike(100, "turnover: [{leave_probability: 0.3}]\n");
    several control = make_alike(100, "turnover: [{leave_probability: 0.3, starters_share: 0.3}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.stationary"), 2);
    rasim_results *shrinking = scenario_run(control.study, REPLICATES, law_seed("turnover.stationary"), 2);
    for (size_t t = 0; t < YEARS; t++) {
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_PEOPLE_AT_END, N, (double)NAN);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_PERSON_YEARS, N, (double)NAN);
        const law_sample seen = several_sample(shrinking, t, SEVERAL_ALL, RASIM_LINE_PEOPLE_AT_END);
        cr_assert_gt(fabs(law_z_mean(seen, N)), LAW_Z, "year %zu: the control must be noticed, %g", t + 1, seen.mean);
    }
    rasim_results_free(results);
    rasim_results_free(shrinking);
    several_free(&s);
    several_free(&control);
}

/* ---- another intensity in the first year ---- */

typedef struct two_intensities {
    double first, later, until; /* until: the age to which survival is asked for, at the year's end */
} two_intensities;

static double
survival(two_intensities mu, double age)
{
    return age > 0 ? exp(-mu.first * fmin(age, 1) - mu.later * fmax(age - 1, 0)) : 1;
}

/* Of somebody who starts at x of the year and is asked for at `until`, counted from the year's beginning. */
static double
starter_survives(double x, const void *context)
{
    const two_intensities *mu = context;
    return survival(*mu, mu->until - x);
}

/* People of the caseload are part of the way through their first year; starters begin theirs in the run. */
Test(turnover, the_first_year_in_care_has_its_own_intensity)
{
    const two_intensities mu = {.first = -log1p(-0.5), .later = -log1p(-0.1)};
    char *caseload = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&caseload, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points,start_date\n");
    for (int i = 0; i < N; i++) { /* 73 days are a fifth of a year */
        fprintf(csv, "p%d,A,community,100,100,%s\n", i, i % 2 ? "2026-11-08" : i % 4 ? "2025-01-01" : "2027-04-01");
    }
    fclose(csv);
    several s = make(caseload, "first_day: \"2027-04-01\"\n"
                               "turnover: [{leave_probability: 0.1, first_year_probability: 0.5, "
                               "starters_share: 0.5}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.first_year"), 2);
    const double passed = 144.0 / 365; /* days from 8 November to 1 April */
    for (size_t t = 0; t < YEARS; t++) {
        double end = 0, constant = 0;
        const double age = (double)t + 1;
        end += N / 2 * survival(mu, passed + age) / survival(mu, passed);
        end += N / 4 * exp(-mu.later * age) + N / 4 * survival(mu, age);
        for (size_t from = 0; from <= t; from++) {
            two_intensities asked = mu;
            asked.until = age - (double)from;
            end += 0.5 * N * several_integral(starter_survives, &asked);
            constant += 0.5 * N * exp(-mu.later * asked.until) * expm1(mu.later) / mu.later;
        }
        constant += N * exp(-mu.later * age);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_PEOPLE_AT_END, end, constant);
    }
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
}

/* ---- moves ---- */

enum { STATES = 3 }; /* community, residential, gone */

typedef struct chain {
    double q[STATES][STATES]; /* generator: rows sum to 0 */
} chain;

/* out = p exp(q x), by the Taylor series over 64 short times. */
static void
advance(const chain *c, double x, double p[STATES])
{
    for (int part = 0; part < 64; part++) {
        double term[STATES], sum[STATES];
        memcpy(term, p, sizeof term);
        memcpy(sum, p, sizeof sum);
        for (int k = 1; k < 12; k++) {
            double next[STATES] = {0};
            for (int i = 0; i < STATES; i++) {
                for (int j = 0; j < STATES; j++) {
                    next[j] += term[i] * c->q[i][j] * (x / 64) / k;
                }
            }
            memcpy(term, next, sizeof term);
            for (int j = 0; j < STATES; j++) {
                sum[j] += term[j];
            }
        }
        memcpy(p, sum, sizeof sum);
    }
}

static chain
chain_of(double leave0, double move01, double leave1, double move10)
{
    return (chain){{{-(leave0 + move01), move01, leave0}, {move10, -(leave1 + move10), leave1}, {0, 0, 0}}};
}

static char *
two_settings(const char *start_date)
{
    char *caseload = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&caseload, &size);
    fprintf(csv, "person_id,care_group,setting,budget_area,weekly_cost,points,start_date\n");
    for (int i = 0; i < N; i++) {
        const bool home = i % 4 == 0;
        fprintf(csv, "p%d,A,%s,Adults,%d,%d,%s\n", i, home ? "residential" : "community", home ? 900 : 200,
                home ? 900 : 200, start_date);
    }
    fclose(csv);
    return caseload;
}

/* A chain of two settings with exits: people at the end of each year by setting. */
Test(turnover, moves_are_a_markov_chain)
{
    char *caseload = two_settings("2020-01-01");
    several s = make(caseload, "turnover: [{setting: community, leave_probability: 0.1, starters_share: 0}, "
                               "{setting: residential, leave_probability: 0.3, starters_share: 0}]\n"
                               "moves: [{from: community, to: residential, probability: 0.2}, "
                               "{from: residential, to: community, probability: 0.05}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.chain"), 2);
    const size_t community = several_group(results, "community"), residential = several_group(results, "residential");
    const chain c = chain_of(-log1p(-0.1), -log1p(-0.2), -log1p(-0.3), -log1p(-0.05));
    const chain by_probability = chain_of(0.1, 0.2, 0.3, 0.05);
    double p[STATES] = {N * 0.75, N * 0.25, 0}, wrong[STATES] = {N * 0.75, N * 0.25, 0};
    for (size_t t = 0; t < YEARS; t++) {
        const double gone = p[2];
        advance(&c, 1, p);
        advance(&by_probability, 1, wrong);
        several_assert_mean(results, t, community, RASIM_LINE_PEOPLE_AT_END, p[0], wrong[0]);
        several_assert_mean(results, t, residential, RASIM_LINE_PEOPLE_AT_END, p[1], (double)NAN);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_LEAVERS, p[2] - gone, (double)NAN);
    }
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
}

/* Whoever moves within the first year in care takes the rest of it along. */
Test(turnover, movers_keep_the_rest_of_their_first_year)
{
    char *caseload = two_settings("2026-11-08");
    several s = make(caseload, "first_day: \"2027-04-01\"\n"
                               "turnover: [{leave_probability: 0.05, first_year_probability: 0.6, starters_share: 0}]\n"
                               "moves: [{from: community, to: residential, probability: 0.7}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.movers_first_year"), 2);
    const double early = -log1p(-0.6), late = -log1p(-0.05), move = -log1p(-0.7), left = 1 - 144.0 / 365;
    const chain first = chain_of(early, move, early, 0), later = chain_of(late, move, late, 0);
    const chain lost = chain_of(early, move, late, 0); /* the first year is over with the move */
    double p[STATES] = {N * 0.75, N * 0.25, 0}, wrong[STATES] = {N * 0.75, N * 0.25, 0};
    advance(&first, left, p);
    advance(&later, 1 - left, p);
    advance(&lost, left, wrong);
    advance(&later, 1 - left, wrong);
    several_assert_mean(results, 0, SEVERAL_ALL, RASIM_LINE_LEAVERS, p[2], wrong[2]);
    several_assert_mean(results, 0, several_group(results, "residential"), RASIM_LINE_PEOPLE_AT_END, p[1], wrong[1]);
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
}

/* Two ways out of a setting compete; one of them leads out of the envelope. */
Test(turnover, moves_outside_are_counted_with_what_they_take_along)
{
    several s = make_alike(150, "covered_settings: [community]\n"
                                "turnover: [{leave_probability: 0.2, starters_share: 0}]\n"
                                "moves: [{from: community, to: \"NHS continuing healthcare\", probability: 0.15}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.outside"), 2);
    const double leave = -log1p(-0.2), move = -log1p(-0.15), both = leave + move;
    double there = N;
    for (size_t t = 0; t < YEARS; t++) {
        const double gone = there * -expm1(-both);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_MOVED_OUTSIDE_PEOPLE, gone * move / both, gone / 2);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_MOVED_OUTSIDE, 150 * gone * move / both, (double)NAN);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_LEAVERS, gone * leave / both, gone);
        there -= gone;
    }
    rasim_results_free(results);
    several_free(&s);
}

/* ---- the full-year effect ---- */

static double
missing_of_starter(double x, const void *context)
{
    return x * exp(-*(const double *)context * (1 - x));
}
static double
time_of_leaving_starter(double x, const void *context)
{
    const double mu = *(const double *)context, y = 1 - x;
    return -expm1(-mu * y) / mu - y * exp(-mu * y);
}

/* A whole year of those who are there at the end less what was paid: starters up, leavers down. */
Test(turnover, the_full_year_effect_has_its_closed_form)
{
    const double mu = -log1p(-0.3), a_year = N * 0.4, cost = 120;
    several s = make_alike(cost, "turnover: [{leave_probability: 0.3, starters_share: 0.4}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.full_year"), 2);
    const double missing = several_integral(missing_of_starter, &mu);
    const double leaving = several_integral(time_of_leaving_starter, &mu);
    double there = N;
    for (size_t t = 0; t < YEARS; t++) {
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_FULL_YEAR_STARTERS, cost * a_year * missing,
                            cost * a_year / 2);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_FULL_YEAR_LEAVERS,
                            -cost * (there * time_of_leavers(mu) + a_year * leaving),
                            -cost * there * time_of_leavers(mu));
        there = there * exp(-mu) + a_year * time_there(mu);
    }
    rasim_results_free(results);
    several_free(&s);
}

/* ---- what holds in every replicate ---- */

static bool
balances(const int64_t *lines)
{
    int64_t sum = 0;
    for (int line = 0; line < RASIM_N_LINES; line++) {
        sum += rasim_line_describe((rasim_line)line)->sign * lines[line];
    }
    return sum == lines[RASIM_LINE_NET];
}

/* With one package a setting: people are conserved, net follows time in care, the full-year effect completes the year.
 */
Test(turnover, people_and_money_are_conserved_in_every_replicate)
{
    char *caseload = two_settings("2026-11-08");
    several s = make(caseload, "first_day: \"2027-04-01\"\ncovered_settings: [community, residential]\n"
                               "turnover: [{leave_probability: 0.2, first_year_probability: 0.4}]\n"
                               "moves: [{from: community, to: residential, probability: 0.3}, "
                               "{from: residential, to: community, probability: 0.2}, "
                               "{from: residential, to: hospital, probability: 0.1}]\n"
                               "interventions: [{name: Reablement, gbp_year: 5200, reduces: moves, mean: 0.3}]\n"
                               "savings: [{name: Reviews, gbp_by_year: [2600]}]\n");
    rasim_results *results = scenario_run(s.study, 300, law_seed("turnover.conserved"), 2);
    const size_t community = several_group(results, "community"), residential = several_group(results, "residential");
    rasim_results_info info;
    rasim_results_describe(results, &info);
    for (uint64_t r = 0; r < 300; r++) {
        double start = N;
        for (size_t t = 0; t < YEARS; t++) {
            const int64_t *lines = rasim_results_ledger(results, 0, t, r);
            for (size_t g = 0; g < info.n_groups; g++) {
                cr_assert(balances(lines + g * RASIM_N_LINES), "replicate %lu year %zu group %zu", (unsigned long)r, t,
                          g);
            }
            const double end = several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_PEOPLE_AT_END);
            const double went = several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_LEAVERS) +
                                several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_MOVED_OUTSIDE_PEOPLE);
            const double came = several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_STARTERS);
            cr_assert_eq(end, start + came - went, "year %zu: %g of %g + %g - %g", t + 1, end, start, came, went);
            const double net = 200 * several_line(results, t, r, community, RASIM_LINE_PERSON_YEARS) +
                               900 * several_line(results, t, r, residential, RASIM_LINE_PERSON_YEARS);
            const double seen = several_line(results, t, r, community, RASIM_LINE_NET) +
                                several_line(results, t, r, residential, RASIM_LINE_NET);
            cr_assert_float_eq(seen, net, (start + came) * 0.5, "net %g, by time %g", seen, net);
            const double whole = 200 * several_line(results, t, r, community, RASIM_LINE_PEOPLE_AT_END) +
                                 900 * several_line(results, t, r, residential, RASIM_LINE_PEOPLE_AT_END);
            const double effect = several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_FULL_YEAR_STARTERS) +
                                  several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_FULL_YEAR_LEAVERS) +
                                  several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_FULL_YEAR_CHANGES);
            cr_assert_float_eq(effect, whole - seen, 1e-9, "effect %g, expected %g", effect, whole - seen);
            start = end;
        }
    }
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
}

/* Contributions and other funding run as long as the package does; what a person pays grows year by year. */
Test(turnover, income_follows_the_weeks_in_care)
{
    several s = make("person_id,care_group,setting,weekly_cost,points,weight,client_contribution,nhs\n"
                     "a,A,community,300,300,100,40,25\n",
                     "turnover: [{leave_probability: 0.5}]\nincome: {contribution_uprating: 0.05, other_funding: "
                     "[{name: NHS, column: nhs}]}\n");
    rasim_results *results = scenario_run(s.study, 200, law_seed("turnover.income"), 2);
    for (uint64_t r = 0; r < 200; r++) {
        for (size_t t = 0; t < YEARS; t++) {
            const double years = several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_PERSON_YEARS);
            const double paid = several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_CONTRIBUTION);
            const double other = several_line(results, t, r, SEVERAL_ALL, RASIM_LINE_OTHER_FUNDING);
            cr_assert_float_eq(other, 25 * years, 1.5, "%g over %g years", other, years);
            cr_assert_float_eq(paid, 40 * pow(1.05, (double)t + 1) * years, 2.5, "%g over %g years", paid, years);
        }
    }
    rasim_results_free(results);
    several_free(&s);
}

/* Protection is for losses against a package that was there before: newcomers have none. */
Test(turnover, newcomers_are_not_protected)
{
    const double mu = -log1p(-0.3);
    char *caseload = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&caseload, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < N; i++) {
        fprintf(csv, "p%d,A,community,150,100\n", i);
    }
    fclose(csv);
    several s = make(caseload, "turnover: [{leave_probability: 0.3, starters_share: 0.6}]\n"
                               "transition: {protection_share: 0.8, protection_later: [0.5]}\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("turnover.protection"), 2);
    const double share[YEARS] = {0.8, 0.5};
    for (size_t t = 0; t < 2; t++) {
        const double founders = N * exp(-mu * (double)t) * time_there(mu);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_PROTECTION, share[t] * 50 * founders,
                            share[t] * 50 * (founders + 0.3 * N * 0.5));
    }
    cr_assert_eq(several_line(results, 2, 0, SEVERAL_ALL, RASIM_LINE_PROTECTION), 0);
    rasim_results_free(results);
    several_free(&s);
    free(caseload);
}
