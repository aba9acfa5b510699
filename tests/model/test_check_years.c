/* SPDX-License-Identifier: GPL-3.0-or-later */
/* framework.yaml for several years: the neutral defaults, what is refused, and what only does nothing. */
#include "model/framework.h"

#include <math.h>

#include "reading.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A framework but for the keys of a case, which begin on line 4. */
#define REST     "name: Anywhere\ncaseload: people.csv\ndesigns: [a.yaml]\n"
#define ENVELOPE "envelope: [{gbp_year: 1000000}]\n"
#define NEED     "need: [{log_sd: 0.3, persistence: 0.5}]\n"
#define NEED_1   "need: [{log_sd: 0.3}]\n"
#define PRICES   "prices: [{mean: 0.03, sd: 0.01}]\n"
#define YEARS    "horizon: 5\n" ENVELOPE NEED PRICES /* lines 4 to 7 */
#define ONE_YEAR ENVELOPE NEED_1 PRICES              /* lines 4 to 6 */

static rasim_status
read_framework(const char *keys, reading *r, rasimi_framework *out)
{
    rasimi_buffer yaml = {0};
    rasimi_buffer_printf(&yaml, REST "%s", keys);
    *r = reading_begin(yaml.data);
    rasimi_buffer_clear(&yaml);
    return rasimi_framework_read("f", r->root, &r->arena, out, r->problems);
}

Test(check_years, nothing_happens_unless_it_is_asked_for)
{
    reading r;
    rasimi_framework f;
    cr_assert(read_framework(ONE_YEAR, &r, &f) == RASIM_OK, "%s", reading_said(&r));
    cr_assert_str_empty(reading_said(&r));
    cr_assert(f.horizon.value == 1 && !f.first_day.value && f.year_labels.n == 0);
    cr_assert(f.demand.n == 0 && f.turnover.n == 0 && f.moves.n == 0 && f.high_cost_arrivals.n == 0);
    cr_assert(f.interventions.n == 0 && f.savings.n == 0);
    cr_assert(f.funding.law.value == RASIMI_LAW_FIXED && f.funding.mean.value == 0);
    cr_assert(isnan(f.reserve.opening_gbp.value) && isnan(f.guarantee.confidence.value));
    cr_assert(f.reserve.carry.value == 1 && f.reserve.floor_gbp.value == 0);
    cr_assert(f.transition.review_later.n == 0 && f.transition.protection_later.n == 0);
    cr_assert(f.transition.recalibrate_every.value == 0);
    const rasimi_price_row *price = f.prices.items;
    cr_assert(price->law.value == RASIMI_LAW_LOGNORMAL && price->autocorrelation.value == 0);
    const rasimi_envelope_row *envelope = f.envelope.items;
    cr_assert(envelope->growth.value == 0 && envelope->later_gbp.n == 0);
    reading_end(&r);
}

Test(check_years, rows_have_neutral_defaults)
{
    reading r;
    rasimi_framework f;
    const char *keys = YEARS "turnover: [{leave_probability: 0.2}]\nmoves: [{from: a, to: b, probability: 0.1}]\n"
                             "high_cost_arrivals: [{arrivals_a_year: 2}]\n"
                             "interventions: [{name: i, gbp_year: 1, reduces: moves, mean: 0.1}]\n"
                             "savings: [{name: s, gbp_by_year: [1]}]\n";
    cr_assert(read_framework(keys, &r, &f) == RASIM_OK, "%s", reading_said(&r));
    cr_assert_str_empty(reading_said(&r));
    const rasimi_turnover_row *turnover = f.turnover.items;
    cr_assert(isnan(turnover->first_year_probability.value) && isnan(turnover->starters_share.value));
    const rasimi_tail_row *tail = f.high_cost_arrivals.items;
    cr_assert(isnan(tail->threshold_gbp_week.value) && isnan(tail->shape.value) && tail->max_gbp_week.value == 65536);
    const rasimi_intervention_row *programme = f.interventions.items;
    cr_assert(programme->from_year.value == 1 && programme->lag_years.value == 0 && programme->sd.value == 0);
    const rasimi_saving_row *saving = f.savings.items;
    cr_assert(saving->delivered_mean.value == 1 && saving->delivered_sd.value == 0);
    cr_assert(saving->common.value == 0 && saving->slip_probability.value == 0);
    reading_end(&r);
}

typedef struct verdict {
    const char *keys, *said;
} verdict;

static void
check_verdicts(const verdict *cases, size_t n, rasim_status expected)
{
    for (size_t i = 0; i < n; i++) {
        reading r;
        rasimi_framework f;
        const rasim_status status = read_framework(cases[i].keys, &r, &f);
        cr_expect(status == expected, "%s", cases[i].keys);
        cr_expect_str_eq(reading_said(&r), cases[i].said);
        reading_end(&r);
    }
}

#define LAW_OF(row) ENVELOPE NEED_1 "prices: [" row "]\n"

Test(check_years, a_law_has_the_figures_it_needs)
{
    static const verdict refused[] = {
        {LAW_OF("{mean: 0.03}"), "f:6:10: error: 'prices' has no 'sd' here, but the law 'lognormal' needs 'mean' and "
                                 "'sd'; give it, or choose another law.\n"},
        {LAW_OF("{law: triangular, low: 0, high: 0.1}"),
         "f:6:10: error: 'prices' has no 'mode' here, but the law 'triangular' needs 'low', 'mode' and 'high'; give "
         "it, or choose another law.\n"},
        {LAW_OF("{law: uniform, high: 0.1}"), "f:6:10: error: 'prices' has no 'low' here, but the law 'uniform' needs "
                                              "'low' and 'high'; give it, or choose another law.\n"},
        {LAW_OF("{law: fixed}"), "f:6:10: error: 'prices' has no 'mean' here, but the law 'fixed' needs 'mean'; give "
                                 "it, or choose another law.\n"},
        {LAW_OF("{law: pert, low: 0.1, mode: 0.05, high: 0.2}"),
         "f:6:38: error: 'mode' is 0.05, which is below 'low', 0.1; write them so that low <= mode <= high.\n"},
        {LAW_OF("{law: pert, low: 0.1, mode: 0.3, high: 0.2}"),
         "f:6:49: error: 'high' is 0.2, which is below 'mode', 0.3; write them so that low <= mode <= high.\n"},
        {LAW_OF("{law: uniform, low: 0.1, high: 0.05}"),
         "f:6:41: error: 'high' is 0.05, which is below 'low', 0.1; write them so that low <= mode <= high.\n"},
        {LAW_OF("{law: pert, low: 0.1, mode: 0.1, high: 0.1}"),
         "f:6:49: error: 'low' and 'high' are both 0.1, so nothing is uncertain; write the law 'fixed' with that as "
         "its "
         "'mean'.\n"},
        {LAW_OF("{law: normal, mean: 0.02, sd: 0.17}"),
         "f:6:40: error: A normal law with mean 0.02 and sd 0.17 could fall below -1, that is to less than nothing; "
         "make 'sd' smaller, or choose the law 'lognormal'.\n"},
        {"horizon: 2\n" ENVELOPE NEED "prices: [{law: fixed, mean: 0.02, autocorrelation: 0.5}]\n",
         "f:7:52: error: 'autocorrelation' is 0.5, but only the law 'lognormal' can have one; take it out, or choose "
         "that law.\n"},
        {ONE_YEAR "funding: {law: normal, sd: 0.02, mean: x}\n",
         "f:7:40: error: 'mean' is 'x', which is not a number; write one such as 0.03 or 1250.\n"},
        {ONE_YEAR "funding: {law: lognormal, mean: 0.02}\n",
         "f:7:10: error: 'funding' has no 'sd' here, but the law 'lognormal' needs 'mean' and 'sd'; give it, or choose "
         "another law.\n"},
    };
    check_verdicts(refused, LENGTH(refused), RASIM_ERR_INPUT);
    static const verdict doubtful[] = {
        {LAW_OF("{mean: 0.03, sd: 0.01, low: 0}"),
         "f:6:38: warning: 'low' does nothing here: the law 'lognormal' has 'mean' and 'sd'; take it out, or choose "
         "another law.\n"},
        {LAW_OF("{law: normal, mean: 0.02, sd: 0.1699}"), ""},
        {LAW_OF("{law: pert, low: 0.1, mode: 0.1, high: 0.11}"), ""},
    };
    check_verdicts(doubtful, LENGTH(doubtful), RASIM_OK);
}

Test(check_years, lists_fit_the_horizon)
{
    static const verdict refused[] = {
        {"horizon: 3\nenvelope: [{gbp_year: 1, later_gbp: [1, 2, 3]}]\n" NEED PRICES,
         "f:5:37: error: 'later_gbp' has 3 items, but a horizon of 3 years has room for 2; shorten it, or give a "
         "longer "
         "'horizon'.\n"},
        {YEARS "transition: {review_later: [1, 1, 1, 1, 1]}\n",
         "f:8:28: error: 'review_later' has 5 items, but a horizon of 5 years has room for 4; shorten it, or give a "
         "longer 'horizon'.\n"},
        {YEARS "transition: {protection_later: [1, 1, 1, 1, 1]}\n",
         "f:8:32: error: 'protection_later' has 5 items, but a horizon of 5 years has room for 4; shorten it, or give "
         "a "
         "longer 'horizon'.\n"},
        {YEARS "reserve: {opening_gbp: 0, transfers_gbp: [1, 1, 1, 1, 1, 1]}\n",
         "f:8:42: error: 'transfers_gbp' has 6 items, but a horizon of 5 years has room for 5; shorten it, or give a "
         "longer 'horizon'.\n"},
        {ONE_YEAR "savings: [{name: a, gbp_by_year: [1, 2]}]\n",
         "f:7:34: error: 'gbp_by_year' has 2 items, but a horizon of 1 year has room for 1; shorten it, or give a "
         "longer 'horizon'.\n"},
        {YEARS "year_labels: [a, b]\n",
         "f:8:14: error: 'year_labels' has 2 labels, but the horizon is 5 years; give one for each year.\n"},
        {"horizon: 2\n" ENVELOPE NEED PRICES "year_labels: [a, a]\n",
         "f:8:18: error: 'year_labels' names 'a' twice; take one out.\n"},
        {"horizon: 2\n" ENVELOPE NEED_1 PRICES,
         "f:6:8: error: This row of need has no 'persistence', which a horizon of 2 years needs: the share of the "
         "variance of need that stays with a person, 0 to 1; give it.\n"},
        {ONE_YEAR "interventions: [{name: i, gbp_year: 1, reduces: drift, mean: 0.1, from_year: 2}]\n",
         "f:7:78: error: 'from_year' is 2, but the horizon is 1 year; begin within it, or give a longer 'horizon'.\n"},
    };
    check_verdicts(refused, LENGTH(refused), RASIM_ERR_INPUT);
    static const verdict accepted[] = {
        {"horizon: 3\nenvelope: [{gbp_year: 1, later_gbp: [1, 2]}]\n" NEED PRICES, ""},
        {YEARS "reserve: {opening_gbp: 0, transfers_gbp: [1, 1, 1, 1, 1]}\n", ""},
        {YEARS "year_labels: [a, b, c, d, e]\n", ""},
    };
    check_verdicts(accepted, LENGTH(accepted), RASIM_OK);
}

Test(check_years, what_contradicts_is_refused)
{
    static const verdict refused[] = {
        {YEARS "first_day: 1 April 2027\n", "f:8:12: error: 'first_day' is '1 April 2027', which is no date; write it "
                                            "as year-month-day, such as 2027-04-01.\n"},
        {YEARS "high_cost_arrivals: [{arrivals_a_year: 1, shape: 0.1}]\n",
         "f:8:50: error: This row of high_cost_arrivals gives 'shape' without 'scale_gbp_week'; give both, or neither "
         "to have them fitted.\n"},
        {YEARS "high_cost_arrivals: [{arrivals_a_year: 1, scale_gbp_week: 10}]\n",
         "f:8:59: error: This row of high_cost_arrivals gives 'scale_gbp_week' without 'shape'; give both, or neither "
         "to have them fitted.\n"},
        {YEARS "high_cost_arrivals: [{arrivals_a_year: 1, threshold_gbp_week: 2000, max_gbp_week: 2000}]\n",
         "f:8:63: error: 'threshold_gbp_week' is 2000, but packages are held at 'max_gbp_week', 2000; it must be below "
         "that.\n"},
        {YEARS "interventions: [{name: i, gbp_year: 1, reduces: drift, mean: 0.1, sd: 0.31}]\n",
         "f:8:71: error: 'sd' is 0.31, but a share with 'mean' 0.1 cannot vary that much; it must be below 0.3.\n"},
        {YEARS "savings: [{name: i, gbp_by_year: [1], delivered_sd: 0.1}]\n",
         "f:8:53: error: 'delivered_sd' is 0.1, but a share with 'delivered_mean' 1 cannot vary that much; it must be "
         "below 0.\n"},
        {YEARS "savings: [{name: i, gbp_by_year: [1]}, {name: i, gbp_by_year: [1]}]\n",
         "f:8:47: error: 'savings' has a second row with name 'i' (the first is on line 8); keep one of the two.\n"},
        {YEARS "turnover: [{leave_probability: 1}]\n",
         "f:8:32: error: 'leave_probability' is 1 but must be at least 0 and below 1; change it.\n"},
        {YEARS "turnover: [{leave_probability: 0.1}]\ndemand: [{mean: 0, sd: 0}, {mean: 0.1, sd: 0}]\n",
         "f:9:28: error: 'demand' has a second row without 'care_group' (the first is on line 9), and only one can be "
         "for all the others; keep one of the two.\n"},
        {YEARS "reserve: {carry: 1}\n",
         "f:8:10: error: 'opening_gbp' is missing from reserve; add it as a number, -1000000000000 to 1000000000000 "
         "(£).\n"},
        {"horizon: 11\n" ENVELOPE NEED PRICES, "f:4:10: error: 'horizon' is 11 but must be 1 to 10; change it.\n"
                                               "f:6:35: warning: 'persistence' does nothing, because the horizon is 1 "
                                               "year; give a longer 'horizon', or take it out.\n"},
    };
    check_verdicts(refused, LENGTH(refused), RASIM_ERR_INPUT);
}

#define NOTHING(key) "'" key "' does nothing, because the horizon is 1 year; give a longer 'horizon', or take it out.\n"

Test(check_years, what_does_nothing_is_said)
{
    static const verdict doubtful[] = {
        {"envelope: [{gbp_year: 1, growth: 0.1}]\n" NEED_1 PRICES, "f:4:34: warning: " NOTHING("growth")},
        {"envelope: [{gbp_year: 1, later_gbp: [2]}]\n" NEED_1 PRICES, "f:4:37: warning: " NOTHING("later_gbp")},
        {ENVELOPE NEED PRICES, "f:5:35: warning: " NOTHING("persistence")},
        {LAW_OF("{mean: 0.03, sd: 0.01, autocorrelation: 0.2}"), "f:6:50: warning: " NOTHING("autocorrelation")},
        {ONE_YEAR "transition: {recalibrate_every: 1}\n",
         "f:7:33: warning: 'recalibrate_every' is 1, but the horizon is 1 year, so no design is ever fitted anew.\n"},
        {YEARS "transition: {recalibrate_every: 5}\n",
         "f:8:33: warning: 'recalibrate_every' is 5, but the horizon is 5 years, so no design is ever fitted anew.\n"},
        {YEARS "transition: {recalibrate_every: 4}\n", ""},
        {YEARS "demand: [{mean: 0.1, sd: 0}]\n",
         "f:8:9: warning: 'demand' does nothing, because nobody starts care without 'turnover' or "
         "'high_cost_arrivals'; give one of them, or take it out.\n"},
        {YEARS "first_day: 2027-04-01\n", "f:8:12: warning: 'first_day' does nothing, because no row of turnover gives "
                                          "a 'first_year_probability'; give one, or take it out.\n"},
        {YEARS "first_day: 2027-04-01\nturnover: [{leave_probability: 0.1, first_year_probability: 0.2}]\n", ""},
        {YEARS "interventions: [{name: i, gbp_year: 1, reduces: moves, mean: 0.1}]\n",
         "f:8:49: warning: There are no 'moves' that this programme could reduce, so it only costs.\n"},
        {YEARS "interventions: [{name: i, gbp_year: 1, reduces: starters, mean: 0.1}]\n",
         "f:8:49: warning: Without 'turnover' there are no starters that this programme could reduce, so it only "
         "costs.\n"},
        {YEARS "interventions: [{name: i, gbp_year: 1, reduces: drift, mean: 0.1, from_year: 4, lag_years: 2}]\n",
         "f:8:92: warning: This programme begins in year 4 and takes 2 years to have an effect, so within a horizon of "
         "5 years it only costs.\n"},
        {YEARS "interventions: [{name: i, gbp_year: 1, reduces: drift, mean: 0.1, from_year: 3, lag_years: 2}]\n", ""},
    };
    check_verdicts(doubtful, LENGTH(doubtful), RASIM_OK);
}
