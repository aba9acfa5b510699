/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary of results made by hand (by_hand.h): every field against its closed form. £ a year is 52 x £ a week.
   Ranks and intervals with n = 10 are literals of R: a quantile's interval runs from the largest rank l with
   pbinom(l - 1, 10, a) <= 0.025 to the smallest u with 1 - pbinom(u - 1, 10, a) <= 0.025; Wilson's is
   prop.test(k, n, correct = FALSE)$conf.int. */
#include "analysis/by_hand.h"

#include "rasim/summary.h"

#define ABSENT ((double)NAN)

static rasim_results *results;
static rasim_summary *summary;

static void
set_up(void)
{
    results = make_hand_results(make_hand_study());
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
}

static void
tear_down(void)
{
    rasim_summary_free(summary);
    rasim_results_free(results);
}

TestSuite(summary, .init = set_up, .fini = tear_down);

static double
net_of(double v)
{
    return 52 * (700 * v + 300);
}

/* Net at a level by the ranks of n = 10; v is its own rank. Rank 0 is an absent bound. */
typedef struct ranked {
    double level, rank, low, high;
} ranked;

static const ranked quantiles[] = {{0.05, 1, 0, 3}, {0.5, 5, 2, 9}, {0.8, 8, 5, 0}, {0.9, 9, 7, 0}, {0.95, 10, 8, 0}};

static double
net_of_rank(double rank)
{
    return rank > 0 ? net_of(rank) : ABSENT;
}

/* A distribution of slope x v + intercept over v = 1 to 10. */
static void
expect_linear(const char *what, const rasim_distribution *d, double slope, double intercept)
{
    const double sd_of_v = 3.0276503540974917; /* sd(1:10) */
    expect(what, d->mean, slope * 5.5 + intercept);
    expect(what, d->sd, slope * sd_of_v);
    expect(what, d->mean_se, slope * sd_of_v / 3.1622776601683795);
    cr_assert_eq(d->n_quantiles, 5, "%s has %zu quantiles", what, d->n_quantiles);
    for (size_t i = 0; i < 5; i++) {
        const ranked *q = &quantiles[i];
        expect(what, d->quantiles[i].level, q->level);
        expect(what, d->quantiles[i].value, slope * q->rank + intercept);
        expect(what, d->quantiles[i].low, q->low > 0 ? slope * q->low + intercept : ABSENT);
        expect(what, d->quantiles[i].high, q->high > 0 ? slope * q->high + intercept : ABSENT);
    }
}

Test(summary, says_what_was_run)
{
    cr_assert_eq(summary->seed, 7);
    cr_assert_eq(summary->replicates, HAND_REPLICATES);
    cr_assert_eq(summary->replicates_asked, HAND_ASKED);
    cr_assert_not(summary->complete);
    cr_assert_eq(summary->n_designs, 2);
    cr_assert_str_eq(summary->designs[0].name, "Bands");
    cr_assert_str_eq(summary->designs[1].name, "Bands (2)");
    cr_assert_eq(summary->designs[0].n_years, 2);
    cr_assert_str_eq(summary->designs[0].years[0].year, "2009/10");
    cr_assert_str_eq(summary->designs[0].years[1].year, "2009/10 + 1");
}

Test(summary, headline_of_a_year)
{
    const rasim_year_summary *year = &summary->designs[0].years[0];
    expect("envelope", year->envelope_gbp, 310000);
    expect("plan", year->plan_gbp, 200000);
    expect("planned pool", year->planned_pool_gbp, 180000);
    expect("contingency held", year->contingency_held_gbp, 12000);
    expect("drift", year->drift_gbp, 15800);
    expect("probability", year->affordability.probability, 0.8);
    expect("its low", year->affordability.low, 0.49016247153664183);
    expect("its high", year->affordability.high, 0.94331784854562473);
    expect_linear("net", &year->net, 36400, 15600);
    expect("expected overspend", year->expected_overspend_gbp, 10280);
    expect("overspend if over", year->overspend_if_over_gbp, 51400);
}

Test(summary, contingency_headroom_and_shortfall_at_the_levels)
{
    const rasim_year_summary *year = &summary->designs[0].years[0];
    const double shortfall[] = {net_of(8), net_of(9.5), net_of(10)};
    cr_assert_eq(year->n_levels, HAND_LEVELS);
    for (size_t i = 0; i < HAND_LEVELS; i++) {
        const ranked *q = &quantiles[i + 1];
        const rasim_contingency *c = &year->contingency[i];
        double value = net_of(q->rank), low = net_of_rank(q->low), high = net_of_rank(q->high);
        expect("level", c->level, q->level);
        expect("contingency", c->gbp, value - 200000);
        expect("risk margin", c->risk_margin_gbp, value - 215800);
        expect("share of plan", c->share_of_plan, (value - 200000) / 200000);
        expect("share of pool", c->share_of_pool, (value - 200000) / 180000);
        expect("contingency low", c->low, low - 200000);
        expect("contingency high", c->high, high - 200000);
        expect("headroom level", year->headroom[i].level, q->level);
        expect("headroom", year->headroom[i].value, 310000 - value);
        expect("headroom low", year->headroom[i].low, 310000 - high);
        expect("headroom high", year->headroom[i].high, 310000 - low);
        expect("shortfall level", year->expected_shortfall[i].level, q->level);
        expect("shortfall", year->expected_shortfall[i].value, shortfall[i]);
        expect("shortfall low", year->expected_shortfall[i].low, ABSENT);
        expect("shortfall high", year->expected_shortfall[i].high, ABSENT);
    }
}

Test(summary, pools_are_gross_and_the_price_surprise_goes_where_it_arose)
{
    const rasim_year_summary *year = &summary->designs[0].years[0];
    expect_linear("RAS", &year->pools.ras, 52 * 694, 52 * 105);
    expect_linear("legacy", &year->pools.legacy, 52 * 11, 0);
    expect_linear("total", &year->pools.total, 52 * 705, 52 * 435);
    expect("high cost", year->pools.high_cost.mean, 52 * 330);
    expect("high cost sd", year->pools.high_cost.sd, 0);
}

Test(summary, counts_people_and_not_pounds)
{
    const rasim_year_summary *year = &summary->designs[0].years[0];
    expect_linear("panel", &year->panel_cases, 1, 2);
    expect("excluded", year->excluded_people.mean, 2.5);
    expect("excluded at 0.05", year->excluded_people.quantiles[0].value, 2);
    expect("excluded at 0.95", year->excluded_people.quantiles[4].value, 3);
}

Test(summary, expected_lines_by_year_and_area)
{
    const rasim_year_summary *year = &summary->designs[0].years[0];
    const struct {
        rasim_line line;
        double homes, community; /* £ a week, or people */
    } lines[] = {
        {RASIM_LINE_LEGACY, 0, 55},
        {RASIM_LINE_INDICATIVE, 38.5, 699 * 5.5},
        {RASIM_LINE_UPLIFT, 0, 100},
        {RASIM_LINE_TRIM, 0, 110},
        {RASIM_LINE_HIGH_COST, 300, 0},
        {RASIM_LINE_PRICE_SURPRISE, 35.5, 44},
        {RASIM_LINE_PROTECTION, 0, 5},
        {RASIM_LINE_INTERVENTION_COST, 9, 0},
        {RASIM_LINE_UNDERSPEND, 0, 16.5},
        {RASIM_LINE_SAVINGS, 4, 0},
        {RASIM_LINE_OTHER_FUNDING, 0, 11},
        {RASIM_LINE_CONTRIBUTION, 0, 140},
        {RASIM_LINE_NET, 379, 3771},
        {RASIM_LINE_HIGH_COST_SURPRISE, 30, 0},
        {RASIM_LINE_LEGACY_SURPRISE, 0, 5.5},
        {RASIM_LINE_INELIGIBLE_COST, 0, 0},
        {RASIM_LINE_EXCLUDED_PEOPLE, 2.5, 0},
        {RASIM_LINE_PANEL_CASES, 0, 7.5},
        {RASIM_LINE_LEGACY_PEOPLE, 0, 0},
        {RASIM_LINE_INELIGIBLE_PEOPLE, 0, 0},
        {RASIM_LINE_CAPPED_DRAWS, 0.1, 0},
        {RASIM_LINE_CARERS_STOPPED, 0, 0},
        {RASIM_LINE_PERSON_YEARS, 5.5, 0},
        {RASIM_LINE_STARTERS, 0, 7.5},
        {RASIM_LINE_LEAVERS, 4, 5.5},
        {RASIM_LINE_MOVERS, 0, 2},
        {RASIM_LINE_MOVED_OUTSIDE_PEOPLE, 0, 1},
        {RASIM_LINE_PEOPLE_AT_END, 20, 55},
        {RASIM_LINE_FULL_YEAR_STARTERS, 0, 330},
        {RASIM_LINE_FULL_YEAR_LEAVERS, -80, 0},
        {RASIM_LINE_FULL_YEAR_CHANGES, 0, -3},
        {RASIM_LINE_MOVED_OUTSIDE, 0, 110},
    };
    cr_assert_eq(sizeof lines / sizeof *lines, RASIM_N_LINES);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const rasim_line_info *info = rasim_line_describe(lines[i].line);
        double unit = info->unit == RASIM_UNIT_MONEY ? 52 : 1;
        expect(info->name, year->areas[0].lines[lines[i].line], unit * lines[i].homes);
        expect(info->name, year->areas[1].lines[lines[i].line], unit * lines[i].community);
        expect(info->name, year->lines[lines[i].line], unit * (lines[i].homes + lines[i].community));
    }
    cr_assert_eq(year->lines[RASIM_LINE_NET], year->net.mean, "the ledger's net and the mean of net are one number");
}

Test(summary, areas_with_and_without_an_envelope)
{
    const rasim_year_summary *year = &summary->designs[0].years[0];
    const rasim_area_summary *homes = &year->areas[0], *community = &year->areas[1];
    cr_assert_eq(year->n_areas, 2);
    cr_assert_str_eq(homes->name, "Care homes");
    cr_assert_not(homes->has_envelope);
    expect("envelope of homes", homes->envelope_gbp, ABSENT);
    expect("affordability of homes", homes->affordability.probability, ABSENT);
    expect("low of homes", homes->affordability.low, ABSENT);
    expect("high of homes", homes->affordability.high, ABSENT);
    expect("plan of homes", homes->plan_gbp, 20000);
    expect_linear("net of homes", &homes->net, 52 * 8, 52 * 335);
    cr_assert(community->has_envelope);
    expect("envelope", community->envelope_gbp, 300000);
    expect("affordability", community->affordability.probability, 0.8);
    expect("its low", community->affordability.low, 0.49016247153664183);
    expect("plan", community->plan_gbp, 180000);
    expect_linear("net", &community->net, 52 * 692, -52 * 35);
}

Test(summary, places)
{
    const rasim_year_summary *year = &summary->designs[0].years[0];
    cr_assert_eq(year->n_places, 2);
    cr_assert_str_eq(year->places[0].name, "North");
    cr_assert_str_eq(year->places[1].name, "South");
    expect("people of the north", year->places[0].people, 35);
    expect("people of the south", year->places[1].people, 25);
    expect("plan of the north", year->places[0].plan_gbp, 110000);
    expect("plan of the south", year->places[1].plan_gbp, 90000);
    expect_linear("net of the north", &year->places[0].net, 52 * 400, 0);
    expect_linear("net of the south", &year->places[1].net, 52 * 300, 52 * 300);
}

Test(summary, sample_alone_is_a_share_of_the_variance)
{
    const rasim_sample_effect *sample = &summary->designs[0].years[0].sample;
    cr_assert(sample->applies);
    expect("sd", sample->sd_gbp, 52 * 350 * 3.0276503540974917);
    expect("share", sample->share_of_variance, 0.25);
    cr_assert_eq(sample->n_quantiles, 5);
    for (size_t i = 0; i < 5; i++) {
        expect("level", sample->quantiles[i].level, quantiles[i].level);
        expect("quantile", sample->quantiles[i].value, 52 * 350 * quantiles[i].rank);
    }
    const rasim_sample_effect *steady = &summary->designs[1].years[0].sample;
    expect("share of a variance of 0", steady->share_of_variance, 0);
}

Test(summary, later_years_and_other_designs_have_their_own_numbers)
{
    expect_linear("year 2", &summary->designs[0].years[1].net, 36400, 15600 + 36400);
    const rasim_year_summary *steady = &summary->designs[1].years[0];
    expect("mean of design 2", steady->net.mean, net_of(4));
    expect("sd of design 2", steady->net.sd, 0);
    expect("affordability of design 2", steady->affordability.probability, 1);
    expect("low of design 2", steady->affordability.low, 0.72246720013711085);
    expect("high of design 2", steady->affordability.high, 1);
    expect("no overspend", steady->expected_overspend_gbp, 0);
    expect("never over", steady->overspend_if_over_gbp, ABSENT);
}

Test(summary, without_places_sample_or_plan)
{
    rasim_study *study = make_hand_study();
    study->n_places = 0;
    study->framework.population.sampling.value = RASIMI_SAMPLING_FIXED;
    rasim_results *plain = make_hand_results(study);
    for (size_t d = 0; d < 2; d++)
        plain->plans[d * 2].net_gbp_year = plain->plans[d * 2].ras_pool_gbp_year = 0;
    rasim_summary *of_plain = NULL;
    cr_assert_eq(rasim_summarise(plain, NULL, &of_plain), RASIM_OK);
    const rasim_year_summary *year = &of_plain->designs[0].years[0];
    cr_assert_eq(year->n_places, 0);
    cr_assert_not(year->sample.applies);
    cr_assert_eq(year->sample.n_quantiles, 0);
    expect("sd of the sample", year->sample.sd_gbp, ABSENT);
    expect("share of the sample", year->sample.share_of_variance, ABSENT);
    expect("share of no plan", year->contingency[0].share_of_plan, ABSENT);
    expect("share of no pool", year->contingency[0].share_of_pool, ABSENT);
    rasim_summary_free(of_plain);
    rasim_results_free(plain);
}

/* Net of the halved run is inside the envelope where v <= 8. */
static rasim_results *
other_run(uint64_t n, const int64_t *v)
{
    rasim_results *other = make_hand_results(make_hand_study());
    other->replicates = n;
    for (uint64_t r = 0; r < n; r++) {
        int64_t *ledger = other->ledger + r * HAND_GROUPS * RASIM_N_LINES;
        memset(ledger, 0, HAND_GROUPS * RASIM_N_LINES * sizeof *ledger);
        write_hand_ledger(ledger, v[r]);
    }
    return other;
}

Test(summary, affordability_with_smaller_and_larger_shocks)
{
    rasim_results *halved = other_run(4, (const int64_t[]){1, 9, 2, 8});
    rasim_results *doubled = other_run(8, (const int64_t[]){9, 9, 10, 1, 20, 20, 20, 8});
    expect("not run, halved", summary->designs[0].shocks_halved.affordability.probability, ABSENT);
    expect("not run, doubled", summary->designs[0].shocks_doubled.affordability.probability, ABSENT);
    rasim_summary *all = NULL;
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.halved = halved, .doubled = doubled}, &all), RASIM_OK);
    expect("halved", all->designs[0].shocks_halved.affordability.probability, 0.75);
    expect("doubled", all->designs[0].shocks_doubled.affordability.probability, 0.25);
    expect("halved, design 2", all->designs[1].shocks_halved.affordability.probability, 1);
    rasim_summary_free(all);
    rasim_results_free(halved);
    rasim_results_free(doubled);
}

/* v = 8 costs exactly this: inside, here and in every other count of what is inside. */
Test(summary, net_at_the_very_envelope_is_inside_it)
{
    rasim_study *study = make_hand_study();
    study->envelope_gbp = net_of(8);
    rasim_summary *exact = NULL;
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.halved = results, .doubled = NULL}, &exact), RASIM_OK);
    const rasim_year_summary *year = &exact->designs[0].years[0];
    expect("affordability", year->affordability.probability, 0.8);
    expect("with shocks halved", exact->designs[0].shocks_halved.affordability.probability, 0.8);
    expect("expected overspend", year->expected_overspend_gbp, 36400 * 0.3);
    expect("overspend if over", year->overspend_if_over_gbp, 36400 * 1.5);
    rasim_summary_free(exact);
}

/* Without its top-slice design 1 has v + 2 in place of v up to 5, v + 1 above: k more. Net is 700 k £ a week more,
   allocations 706 k, and the trim 20 k. Ten replicates, half with either k; seven have v + k <= 8. */
Test(summary, a_top_slice_is_held_against_the_same_years_without_it)
{
    int64_t v[HAND_REPLICATES];
    for (size_t r = 0; r < HAND_REPLICATES; r++)
        v[r] = hand_order[r] + (hand_order[r] <= 5 ? 2 : 1);
    rasim_results *without = other_run(HAND_REPLICATES, v), *fewer = other_run(HAND_REPLICATES - 1, v);
    make_hand_study()->envelope_gbp = net_of(8);
    hand_designs[0].limits.top_slice.value = 0.1;
    rasim_summary *sliced = NULL;
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.without_top_slice = fewer}, &sliced), RASIM_OK);
    cr_assert(!sliced->designs[0].top_slice.applies);
    rasim_summary_free(sliced);
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.without_top_slice = without}, &sliced), RASIM_OK);
    const rasim_top_slice *slice = &sliced->designs[0].top_slice;
    cr_assert(slice->applies && !sliced->designs[1].top_slice.applies);
    expect("share", slice->share, 0.1);
    expect("taken", slice->taken_gbp, 706 * 1.5 * 52);
    expect("uplift", slice->uplift_gbp, 20 * 1.5 * 52);
    expect("saved", slice->saved_gbp, 700 * 1.5 * 52);
    expect("standard error", slice->saved_se, 700 * sqrt(0.25 / 10) * 52);
    expect("affordable without", slice->affordability_without.probability, 0.7);
    rasim_summary_free(sliced);
    rasim_results_free(without);
    rasim_results_free(fewer);
}

Test(summary, the_sample_is_never_more_than_all_of_the_variance)
{
    rasim_summary *wild = NULL;
    for (size_t r = 0; r < HAND_REPLICATES; r++)
        results->sample_net[r] *= 3;
    cr_assert_eq(rasim_summarise(results, NULL, &wild), RASIM_OK);
    expect("share", wild->designs[0].years[0].sample.share_of_variance, 1);
    rasim_summary_free(wild);
}

Test(summary, refuses_what_cannot_be_summarised)
{
    rasim_summary *untouched = NULL;
    rasim_results *other = make_hand_results(make_hand_study());
    cr_assert_eq(rasim_summarise(NULL, NULL, &untouched), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_summarise(results, NULL, NULL), RASIM_ERR_ARGUMENT);
    other->n_designs = 1;
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.halved = other, .doubled = NULL}, &untouched),
                 RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.halved = NULL, .doubled = other}, &untouched),
                 RASIM_ERR_ARGUMENT);
    other->n_designs = 2;
    other->replicates = 0;
    cr_assert_eq(rasim_summarise(results, &(rasim_what_ifs){.halved = NULL, .doubled = other}, &untouched),
                 RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_summarise(other, NULL, &untouched), RASIM_ERR_ARGUMENT);
    cr_assert_null(untouched);
    rasim_results_free(other);
    rasim_summary_free(NULL);
}

/* The framework's weeks, not 52, make the year: 365/7 of them make £ a year 365/364 as much. */
Test(summary, a_year_has_the_frameworks_weeks)
{
    rasim_study *study = make_hand_study();
    study->framework.weeks_per_year.value = 365.0 / 7;
    rasim_results *longer = make_hand_results(study);
    rasim_summary *other = NULL;
    cr_assert_eq(rasim_summarise(longer, NULL, &other), RASIM_OK);
    const rasim_distribution *net = &other->designs[0].years[0].net;
    expect("mean", net->mean, 365.0 / 364 * net_of(5.5));
    expect("quantile", net->quantiles[1].value, 365.0 / 364 * net_of(5));
    rasim_summary_free(other);
    rasim_results_free(longer);
}
