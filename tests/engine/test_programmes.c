/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prevention programmes and savings lines: pairs of runs on the same draws, and the laws of what they do. */
#include "support/several.h"

#include "engine/shocks.h"
#include "engine/starts.h"

#include <gsl/gsl_cdf.h>

enum { N = 200, REPLICATES = 3000, YEARS = 4 };

#define CERTAIN                                                                                                        \
    SEVERAL_FULL_DUTY "need: [{log_sd: 0, persistence: 0, drift: 0.1}]\nprices: [{law: fixed, mean: 0}]\n"             \
                      "population: {sampling: fixed}\nhorizon: 4\n"

static several
make(const char *rest)
{
    char *text = NULL, *caseload = several_alike(N, "community", 100);
    cr_assert_gt(asprintf(&text, CERTAIN "%s", rest), 0);
    const several out = several_make(caseload, SEVERAL_POUND_A_POINT, text);
    free(text);
    free(caseload);
    return out;
}

static rasim_results *
run(const rasim_study *study, uint64_t seed, bool without)
{
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = REPLICATES;
    options.seed = seed;
    options.n_threads = 2;
    options.without_interventions = without;
    rasim_results *results = NULL;
    cr_assert_eq(rasim_run(study, &options, &results, NULL), RASIM_OK);
    return results;
}

/* ---- who is prevented ---- */

/* Fewer start, from the year on in which the programme works; before that nothing but its cost is different. */
Test(programmes, starters_are_prevented_from_the_year_on_in_which_it_works)
{
    several s = make("turnover: [{leave_probability: 0, starters_share: 0.5}]\n"
                     "interventions: [{name: Reablement, from_year: 2, lag_years: 1, gbp_year: 5200, reduces: "
                     "starters, mean: 0.3}]\n");
    const uint64_t seed = law_seed("programmes.starters");
    rasim_results *with = run(s.study, seed, false), *without = run(s.study, seed, true);
    for (size_t t = 0; t < YEARS; t++) {
        const double expected = N * 0.5 * (t >= 2 ? 0.7 : 1);
        several_assert_mean(with, t, SEVERAL_ALL, RASIM_LINE_STARTERS, expected, N * 0.5 * (t >= 2 ? 0.75 : 0.95));
        several_assert_mean(without, t, SEVERAL_ALL, RASIM_LINE_STARTERS, N * 0.5, (double)NAN);
        for (uint64_t r = 0; r < REPLICATES; r++) {
            const double cost = several_line(with, t, r, SEVERAL_ALL, RASIM_LINE_INTERVENTION_COST);
            cr_assert_eq(cost, t >= 1 ? 100 : 0, "year %zu costs %g", t + 1, cost);
            cr_assert_eq(several_line(without, t, r, SEVERAL_ALL, RASIM_LINE_INTERVENTION_COST), 0);
            const double less = several_line(without, t, r, SEVERAL_ALL, RASIM_LINE_PERSON_YEARS) -
                                several_line(with, t, r, SEVERAL_ALL, RASIM_LINE_PERSON_YEARS);
            cr_assert(t >= 2 ? less >= 0 : less == 0, "year %zu: %g person-years less", t + 1, less);
        }
    }
    rasim_results_free(with);
    rasim_results_free(without);
    several_free(&s);
}

/* Who starts care in the first cell in year 2 of a replicate, with a probability of being prevented. */
static rasimi_cohort
start(const rasimi_newcomers *newcomers, uint64_t replicate, double prevented)
{
    rasimi_seats seats = {0};
    rasimi_cohort out = {0};
    rasimi_starts starts = {
        .year = 1, .first = replicate, .n = 1, .prevented = prevented, .demand = {1.0}, .seats = {&seats}};
    cr_assert_eq(rasimi_starts_draw(newcomers, &starts), RASIM_OK);
    cr_assert_eq(rasimi_seats_pour(&seats, replicate, &out), RASIM_OK);
    cr_assert_eq(out.n, starts.n_started[0]);
    rasimi_seats_clear(&seats);
    return out;
}

/* On the same draws the people who start with a programme are those who start without it, but for the prevented. */
Test(programmes, only_the_prevented_are_missing)
{
    several s = make("turnover: [{leave_probability: 0.2}]\n");
    const rasimi_seeds seeds = {.seed = 9};
    rasimi_lanes lanes;
    rasimi_newcomers newcomers;
    cr_assert_eq(rasimi_lanes_make(s.study, &seeds, (rasimi_left_out){0}, &lanes), RASIM_OK);
    cr_assert_eq(rasimi_newcomers_make(s.study, &lanes, rasimi_kernel_choose(), &seeds, &newcomers), RASIM_OK);
    double all = 0, prevented = 0;
    for (uint64_t r = 0; r < 500; r++) {
        rasimi_cohort with = start(&newcomers, r, 0.4), without = start(&newcomers, r, 0.0);
        size_t i = 0;
        for (size_t w = 0; w < with.n; w++, i++) {
            while (i < without.n && (without.fourth[i] != with.fourth[w] || without.word[i] != with.word[w])) {
                i++;
            }
            cr_assert_lt(i, without.n, "somebody starts who would not have");
            cr_assert_eq(without.since[i], with.since[w]);
            cr_assert_eq(without.row[i], with.row[w]);
            cr_assert_eq(without.key_low[i], with.key_low[w]);
            cr_assert_eq(without.key_high[i], with.key_high[w]);
        }
        all += (double)without.n;
        prevented += (double)(without.n - with.n);
        rasimi_cohort_clear(&with);
        rasimi_cohort_clear(&without);
    }
    cr_assert_lt(fabs(prevented - 0.4 * all) / sqrt(0.24 * all), LAW_Z, "%g of %g", prevented, all);
    rasimi_newcomers_clear(&newcomers);
    rasimi_lanes_clear(&lanes);
    several_free(&s);
}

/* Fewer move: the intensity of moves is thinned, that of leaving is not. */
Test(programmes, moves_are_thinned)
{
    several s = make("covered_settings: [community]\nturnover: [{leave_probability: 0.1, starters_share: 0}]\n"
                     "moves: [{from: community, to: hospital, probability: 0.4}]\n"
                     "interventions: [{name: Falls, gbp_year: 0, reduces: moves, mean: 0.5}]\n");
    rasim_results *results = run(s.study, law_seed("programmes.moves"), false);
    const double leave = -log1p(-0.1), move = -log1p(-0.4);
    double there = N;
    for (size_t t = 0; t < YEARS; t++) {
        const double both = leave + 0.5 * move, gone = there * -expm1(-both), full = leave + move;
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_MOVED_OUTSIDE_PEOPLE, gone * 0.5 * move / both,
                            t == 0 ? there * -expm1(-full) * move / full : (double)NAN);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_LEAVERS, gone * leave / both, (double)NAN);
        there -= gone;
    }
    rasim_results_free(results);
    several_free(&s);
}

/* Needs grow less in every year in which it works, and what was not grown in one is not grown in later years. */
Test(programmes, drift_is_slowed_year_by_year)
{
    several s = make("interventions: [{name: Equipment, from_year: 2, gbp_year: 0, reduces: drift, mean: 0.4}]\n");
    rasim_results *with = run(s.study, 5, false), *without = run(s.study, 5, true);
    for (size_t t = 0; t < YEARS; t++) {
        const double years = (double)t + 1, slowed = t >= 1 ? (double)t * 0.4 : 0;
        const double net = several_line(with, t, 0, SEVERAL_ALL, RASIM_LINE_NET);
        cr_assert_float_eq(net, 100 * N * exp(0.1 * (years - slowed)), 1, "year %zu: %g", t + 1, net);
        cr_assert_float_eq(several_line(without, t, 0, SEVERAL_ALL, RASIM_LINE_NET), 100 * N * exp(0.1 * years), 1);
    }
    rasim_results_free(with);
    rasim_results_free(without);
    several_free(&s);
}

/* ---- the laws of what they do ---- */

/* One reduction and one delivery a replicate, Beta by mean and sd; a common factor correlates deliveries; an
   intervention and a savings line of the same name have nothing in common. */
Test(programmes, shares_are_beta_and_deliveries_correlate)
{
    enum { R = 20000 };
    several s = make("interventions: [{name: One, gbp_year: 0, reduces: starters, mean: 0.2, sd: 0.1}]\n"
                     "savings: [{name: One, gbp_by_year: [1000], delivered_mean: 0.7, delivered_sd: 0.15, common: "
                     "0.5, slip_probability: 0.25}, "
                     "{name: Two, gbp_by_year: [2000], delivered_mean: 0.4, delivered_sd: 0.2, common: 0.5}]\n");
    const rasimi_seeds seeds = {.seed = law_seed("programmes.shares")};
    rasimi_shocks shocks;
    rasimi_shock_path path;
    cr_assert_eq(rasimi_shocks_make(s.study, &seeds, 1, &shocks, NULL), RASIM_OK);
    cr_assert_eq(rasimi_shock_path_make(&shocks, &path), RASIM_OK);
    static double reduced[R], delivered[2][R], scores[3][R];
    static const struct {
        double mean, sd;
    } shares[3] = {{0.7, 0.15}, {0.4, 0.2}, {0.2, 0.1}};
    double slipped = 0;
    for (uint64_t r = 0; r < R; r++) {
        rasimi_shock_path_draw(&shocks, r, &path);
        reduced[r] = path.programmes.reduction[0];
        for (int i = 0; i < 3; i++) {
            const double sum = shares[i].mean * (1 - shares[i].mean) / pow(shares[i].sd, 2) - 1;
            const double x = i < 2 ? path.programmes.delivered[i] : reduced[r];
            scores[i][r] = gsl_cdf_ugaussian_Pinv(gsl_cdf_beta_P(x, shares[i].mean * sum, (1 - shares[i].mean) * sum));
            if (i < 2) {
                delivered[i][r] = x;
            }
        }
        slipped += path.programmes.slipped[0];
        cr_assert(!path.programmes.slipped[1]);
    }
    const double *const drawn[3] = {delivered[0], delivered[1], reduced};
    for (int i = 0; i < 3; i++) {
        const law_sample share = law_sample_of(drawn[i], R), score = law_sample_of(scores[i], R);
        cr_assert_lt(fabs(law_z_mean(share, shares[i].mean)), LAW_Z, "mean %g", share.mean);
        cr_assert_lt(fabs(law_z_variance(share, pow(shares[i].sd, 2))), LAW_Z);
        cr_assert_lt(fabs(law_z_mean(score, 0)), LAW_Z);
        cr_assert_lt(fabs(law_z_variance(score, 1)), LAW_Z, "the scores of a Beta are standard normal");
    }
    double common = 0, same_name = 0;
    for (int r = 0; r < R; r++) {
        common += scores[0][r] * scores[1][r] / R;
        same_name += scores[0][r] * scores[2][r] / R;
    }
    cr_assert_lt(fabs(atanh(common) - atanh(0.5)) * sqrt(R - 3.0), LAW_Z, "common factor: %g", common);
    cr_assert_lt(fabs(same_name) * sqrt(R), LAW_Z, "an intervention and a saving of one name: %g", same_name);
    cr_assert_lt(fabs(slipped - 0.25 * R) / sqrt(R * 0.1875), LAW_Z, "slipped %g", slipped);
    rasimi_shock_path_clear(&path);
    rasimi_shocks_clear(&shocks);
    several_free(&s);
}

/* What is delivered comes off net in a ledger group of its own, in its year or the next; the caseload's groups keep
   their names and hold no programme. */
Test(programmes, savings_stand_in_the_ledger_beside_the_caseload)
{
    static const double planned[YEARS] = {5200, 10400, 10400, 10400};
    several s = make("savings: [{name: Reviews, gbp_by_year: [5200, 10400], delivered_mean: 0.5, slip_probability: "
                     "0.3}]\ninterventions: [{name: Equipment, gbp_year: 2600, reduces: moves, mean: 0.4}]\n");
    rasim_results *results = run(s.study, law_seed("programmes.ledger"), false);
    rasim_results_info info;
    rasim_results_describe(results, &info);
    cr_assert_eq(info.n_groups, 2);
    cr_assert_str_eq(rasim_results_group(results, 0)->setting, "community");
    cr_assert_str_eq(rasim_results_group(results, 0)->care_group, "A");
    cr_assert_str_eq(rasim_results_group(results, 1)->care_group, "programmes");
    double late = 0;
    for (uint64_t r = 0; r < REPLICATES; r++) {
        const bool slipped = several_line(results, 0, r, 1, RASIM_LINE_SAVINGS) == 0;
        late += slipped;
        for (size_t t = 0; t < YEARS; t++) {
            const double plan = slipped ? (t == 0 ? 0 : planned[t - 1]) : planned[t];
            cr_assert_float_eq(several_line(results, t, r, 1, RASIM_LINE_SAVINGS), 0.5 * plan / 52, 1.0 / 256);
            cr_assert_float_eq(several_line(results, t, r, 1, RASIM_LINE_NET), 50 - 0.5 * plan / 52, 2.0 / 256);
            cr_assert_eq(several_line(results, t, r, 0, RASIM_LINE_SAVINGS), 0);
            cr_assert_eq(several_line(results, t, r, 0, RASIM_LINE_INTERVENTION_COST), 0);
        }
    }
    cr_assert_lt(fabs(late - 0.3 * REPLICATES) / sqrt(0.21 * REPLICATES), LAW_Z, "late in %g", late);
    rasim_results_free(results);
    several_free(&s);
}
