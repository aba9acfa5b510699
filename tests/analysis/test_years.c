/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a summary says over the years, for results made by hand (by_hand.h). In replicate r, v stands for order[r]; net
   is n(v) = 36,400 v + 15,600 in year 1 and n(v + 1) in year 2. Envelopes are 310,000 and 340,000, of which in year 2
   110 % come where v = 8, 90 % where v = 7 and 50 % where v = 1. Inside are v <= 8, and in year 2 v <= 6 and v = 8.
   Wilson's intervals are those of R: prop.test(k, 10, correct = FALSE)$conf.int. */
#include "analysis/by_hand.h"

#include "rasim/summary.h"

static rasim_study *study;
static rasim_results *results, *without;
static rasim_summary *summary;
static const rasim_design_summary *design;

static void
set_up(void)
{
    study = make_hand_study();
    results = make_hand_results(study);
    without = make_hand_without_programme(study);
    add_hand_years(study, results);
    const rasim_what_ifs what_ifs = {.halved = results, .without_interventions = without};
    cr_assert_eq(rasim_summarise(results, &what_ifs, &summary), RASIM_OK);
    design = &summary->designs[0];
}

static void
tear_down(void)
{
    rasim_summary_free(summary);
    rasim_results_free(results);
    rasim_results_free(without);
}

TestSuite(years, .init = set_up, .fini = tear_down);

static void
expect_share(const char *what, rasim_probability p, double share)
{
    static const struct {
        double share, low, high;
    } wilson[] = {
        {0.2, 0.056682151454375251, 0.50983752846335827},
        {0.6, 0.31267376973365835, 0.83181967029376387},
        {0.7, 0.39677814746114529, 0.89220873259369876},
        {0.8, 0.49016247153664183, 0.94331784854562473},
        {1, 0.72246720013711085, 1},
    };
    expect(what, p.probability, share);
    for (size_t i = 0; i < sizeof wilson / sizeof *wilson; i++)
        if (wilson[i].share == share) {
            expect(what, p.low, wilson[i].low);
            expect(what, p.high, wilson[i].high);
        }
}

Test(years, each_year_has_its_own_label_envelope_and_plan)
{
    cr_assert_str_eq(design->years[0].year, "2009/10");
    cr_assert_str_eq(design->years[1].year, "2010/11");
    expect("envelope 1", design->years[0].envelope_gbp, 310000);
    expect("envelope 2", design->years[1].envelope_gbp, 340000);
    expect("community 1", design->years[0].areas[1].envelope_gbp, 300000);
    expect("community 2", design->years[1].areas[1].envelope_gbp, 320000);
    expect("homes 2", design->years[1].areas[0].envelope_gbp, (double)NAN);
    results->plans[1].net_gbp_year = 777;
    rasim_summary *other = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &other), RASIM_OK);
    expect("plan of design 1, year 1", other->designs[0].years[0].plan_gbp, 200000);
    expect("plan of design 1, year 2", other->designs[0].years[1].plan_gbp, 777);
    expect("plan of design 2, year 1", other->designs[1].years[0].plan_gbp, 200000);
    expect("drift of design 1, year 2", other->designs[0].years[1].drift_gbp, 252200 - 777);
    expect("planned over all years", other->designs[0].horizon.plan_gbp, 200777);
    rasim_summary_free(other);
}

Test(years, affordability_is_tested_against_what_comes_of_the_envelope)
{
    expect_share("year 1", design->years[0].affordability, 0.8);
    expect_share("year 2", design->years[1].affordability, 0.7);
    expect_share("so far, year 1", design->years[0].affordability_so_far, 0.8);
    expect_share("so far, year 2", design->years[1].affordability_so_far, 0.7);
    expect_share("every year", design->horizon.every_year, 0.7);
    expect_share("in a run with other shocks", design->shocks_halved.affordability, 0.8);
    expect_share("and in every year", design->shocks_halved.every_year, 0.7);
    cr_assert(isnan(design->shocks_doubled.every_year.probability));
    expect("over in year 2", design->years[1].expected_overspend_gbp, (800 + 39600 + 76000) / 10.0);
    expect("over where over", design->years[1].overspend_if_over_gbp, (800 + 39600 + 76000) / 3.0);
    /* community nets 35,984 v - 1,820: within 320,000 x 0.9 where v + 1 = 8, and beyond 320,000 from v + 1 = 9 on; with
       110 % of it v + 1 = 9 is inside again */
    expect_share("community in year 2", design->years[1].areas[1].affordability, 0.8);
}

Test(years, what_the_envelope_turns_out_to_be)
{
    const rasim_expected *out = &design->years[1].turned_out;
    cr_assert(design->years[1].funding_uncertain);
    expect("mean", out->mean, 340000 * 0.95);
    expect("p10", out->p10, 170000);
    expect("p90", out->p90, 340000);
    expect("year 1", design->years[0].turned_out.mean, 310000);
}

/* Need is n(v + 1) over the share that comes: ascending 124,800 (v = 2), 161,200, 176,800 (v = 1), 197,600, 234,000,
   270,400, 312,000 (v = 8), 340,888.9 (v = 7), 379,600, 416,000. */
Test(years, headroom_is_beside_the_envelope_that_would_have_been_enough)
{
    const rasim_at_level *headroom = design->years[1].headroom;
    expect("at 50 %", headroom[0].value, 340000 - 234000);
    expect("at 80 %", headroom[1].value, 340000 - 306800 / 0.9);
    expect("at 90 %", headroom[2].value, 340000 - 379600);
    expect("contingency is of net", design->years[1].contingency[1].gbp, 36400 * 9 + 15600 - 200000);
}

Test(years, all_years_together)
{
    const rasim_horizon *all = &design->horizon;
    expect("envelopes", all->envelope_gbp, 650000);
    expect("plan", all->plan_gbp, 400000);
    expect("mean", all->net.mean, 36400 * 12 + 31200);
    expect("sd", all->net.sd, 2 * 36400 * 3.0276503540974917);
    expect("90 %", all->net.quantiles[3].value, 36400 * 19 + 31200);
    expect_share("inside the sum", all->total, 0.8);
}

Test(years, fans_show_net_at_their_levels)
{
    static const double levels[] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95}, ranks[] = {1, 1, 3, 5, 8, 9, 10};
    for (size_t i = 0; i < RASIM_N_FAN_LEVELS; i++) {
        expect("level", design->years[0].fan[i].level, levels[i]);
        expect("year 1", design->years[0].fan[i].value, 36400 * ranks[i] + 15600);
        expect("year 2", design->years[1].fan[i].value, 36400 * (ranks[i] + 1) + 15600);
    }
}

/* R_1 = 51,000 + (310,000 - n)/2 where that is more than 0, else all of it: v = 8, 9, 10 give 52,600, 17,800, -18,600.
   R_2: v = 7, 8, 9, 10 give 70,000, 68,000, -21,800, -94,600. */
Test(years, the_reserve_carries_half_of_what_is_left_and_bears_all_that_is_missing)
{
    const rasim_reserve *reserve = &design->reserve;
    const rasim_reserve_year *first = &design->years[0].reserve, *second = &design->years[1].reserve;
    cr_assert(reserve->applies && reserve->in_framework);
    expect("opening", reserve->opening_gbp, 50000);
    expect("carry", reserve->carry, 0.5);
    expect("floor", reserve->floor_gbp, -20000);
    expect("least of year 1", first->quantiles[0].value, -18600);
    expect("median of year 1", first->quantiles[3].value, 51000 + 0.5 * (310000 - 36400 * 6 - 15600));
    expect("most of year 1", first->quantiles[6].value, 51000 + 0.5 * (310000 - 52000));
    expect("least of year 2", second->quantiles[0].value, -94600);
    expect("lowest quarter of year 2", second->quantiles[2].value, 68000);
    expect("mean of year 1", first->mean, 51000 + (0.5 * (8 * 310000 - 36400 * 36 - 8 * 15600) - 33200 - 69600) / 10);
    expect_share("at its floor, year 1", first->at_floor, 1);
    expect_share("at its floor, year 2", second->at_floor, 0.8);
    expect_share("never below", second->never_below, 0.8);
}

Test(years, the_guarantor_of_the_floor_pays_what_is_missing)
{
    const rasim_reserve *reserve = &design->reserve;
    expect_share("called", reserve->called, 0.2);
    expect("expected", reserve->call.mean, 7640);
    expect("where called", reserve->call_if_called_gbp, 38200);
    expect("95 %", reserve->call_p95.value, 74600);
    expect("p90", reserve->call.p90, 1800);
    expect("never called", summary->designs[1].reserve.call_if_called_gbp, (double)NAN);
}

/* At 80 % the eighth smallest of the replicates' own factors counts. */
Test(years, the_guarantee_is_the_eighth_of_ten_factors)
{
    const rasim_guarantee *guarantee = &design->guarantee;
    cr_assert(guarantee->applies);
    expect("confidence", guarantee->confidence, 0.8);
    expect("each alone", guarantee->each_alone.factor, 306800 / 306000.0); /* v = 7 */
    expect("its low", guarantee->each_alone.low, 234000 / 340000.0);       /* the fifth, v = 5 */
    cr_assert(isnan(guarantee->each_alone.high));
    expect("extra", guarantee->each_alone.extra_gbp, (306800 / 306000.0 - 1) * 650000);
    /* v = 8: both years short at the factor: 51,000 + (310,000 + 374,000) f - 650,000 = -20,000 */
    expect("at the end", guarantee->at_end.factor, (650000 - 71000) / 684000.0);
    expect("every year", guarantee->every_year.factor, (650000 - 71000) / 684000.0);
}

Test(years, a_framework_without_a_reserve_has_opening_0_and_carry_1)
{
    study->framework.reserve = (rasimi_reserve_spec){.opening_gbp.value = (double)NAN};
    rasim_summary *other = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &other), RASIM_OK);
    const rasim_design_summary *d = &other->designs[0];
    cr_assert(d->reserve.applies);
    cr_assert_not(d->reserve.in_framework);
    expect("v = 10, year 2", d->years[1].reserve.quantiles[0].value, 650000 - 379600 - 416000);
    expect("at the end", d->guarantee.at_end.factor, 650000 / 684000.0); /* v = 8 */
    rasim_summary_free(other);
    study->framework.guarantee.confidence.value = (double)NAN;
    cr_assert_eq(rasim_summarise(results, NULL, &other), RASIM_OK);
    cr_assert_not(other->designs[0].reserve.applies);
    cr_assert_not(other->designs[0].guarantee.applies);
    rasim_summary_free(other);
}

Test(years, programmes_beside_the_same_years_without_them)
{
    const rasim_intervention_year *first = &design->years[0].interventions, *second = &design->years[1].interventions;
    cr_assert(design->has_interventions);
    expect("cost", first->cost.mean, 468);
    expect("net of year 1", first->net.mean, 0);
    expect("its error", first->net.mean_se, 36400.0 / 3);
    expect("saving of year 1", first->saving.mean, 468);
    expect("saving, p90", first->saving.p90, 36400 + 468);
    expect("net of year 2", second->net.mean, 7280);
    expect("so far", second->cumulated.mean, 7280);
    expect("so far, p10", second->cumulated.p10, -36400);
    expect("paid back by year 1", first->paid_back.probability, 0.5);
    expect_share("paid back by year 2", second->paid_back, 0.6);
}

/* Nothing that was not paid for has paid back. */
Test(years, a_programme_that_has_not_begun_has_not_paid_back)
{
    for (size_t i = 0; i < (size_t)HAND_ASKED * HAND_GROUPS; i++)
        results->ledger[i * RASIM_N_LINES + RASIM_LINE_INTERVENTION_COST] = 0;
    rasim_summary *other = NULL;
    const rasim_what_ifs what_ifs = {.without_interventions = without};
    cr_assert_eq(rasim_summarise(results, &what_ifs, &other), RASIM_OK);
    expect("year 1", other->designs[0].years[0].interventions.paid_back.probability, 0);
    expect("year 2", other->designs[0].years[1].interventions.paid_back.probability, 0.6);
    rasim_summary_free(other);
    study->framework.interventions.n = 0;
    cr_assert_eq(rasim_summarise(results, &what_ifs, &other), RASIM_OK);
    cr_assert_not(other->designs[0].has_interventions);
    rasim_summary_free(other);
}

Test(years, savings_planned_and_delivered)
{
    expect("planned 1", design->years[0].savings.planned_gbp, 10000);
    expect("planned 2, the second line repeating its last", design->years[1].savings.planned_gbp, 12000);
    expect("delivered", design->years[1].savings.delivered.mean, 208);
    expect("its p10", design->years[1].savings.delivered.p10, 208);
}

Test(years, turnover_with_its_range)
{
    const rasim_turnover *t = &design->years[1].turnover;
    cr_assert(t->applies);
    expect("starters", t->starters.mean, 2 + 6.5);
    expect("starters, p10", t->starters.p10, 4);
    expect("starters, p90", t->starters.p90, 12);
    expect("leavers", t->leavers.mean, 4 + 6.5);
    expect("movers", t->movers.mean, 2);
    expect("moved outside", t->moved_outside_people.mean, 1);
    expect("at the end", t->people_at_end.mean, 20 + 65);
    expect("person-years", t->person_years.mean, 6.5);
    expect("full-year effect of starters", t->full_year_starters.mean, 52 * 60 * 6.5);
    expect("of leavers", t->full_year_leavers.mean, -52 * 80);
    expect("of moves", t->full_year_changes.mean, -52 * 3);
    expect("of all", t->full_year.mean, 52 * (60 * 6.5 - 83));
    expect("of all, p90", t->full_year.p90, 52 * (60 * 10 - 83));
    expect("cost moved outside", t->moved_outside.mean, 52 * 20 * 6.5);
}

Test(years, lines_have_their_errors)
{
    const rasim_year_summary *year = &design->years[0];
    const double se_of_v = 3.0276503540974917 / 3.1622776601683795;
    expect("trim", year->lines_se[RASIM_LINE_TRIM], 52 * 20 * se_of_v);
    expect("uplift", year->lines_se[RASIM_LINE_UPLIFT], 0);
    expect("panel cases", year->lines_se[RASIM_LINE_PANEL_CASES], se_of_v);
    expect("net", year->lines_se[RASIM_LINE_NET], year->net.mean_se);
}

/* net and the sample are 36,400 v and 18,200 v: the share of variance cannot err; the sd does by its fourth moment. */
Test(years, the_errors_of_what_the_sample_does)
{
    const rasim_sample_effect *sample = &design->years[0].sample;
    cr_assert_lt(sample->share_se, 1e-12);
    /* R: v <- 1:10; s <- sd(v); sqrt(sum(((v - 5.5)^2 - s^2)^2)) / (2 * s * 10) */
    expect("sd", sample->sd_se, 18200 * 0.3824809363441094);
}

Test(years, the_precision_that_was_not_reached_is_told)
{
    cr_assert_not(summary->precision_reached);
    results->precision_reached = true;
    rasim_summary *other = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &other), RASIM_OK);
    cr_assert(other->precision_reached);
    rasim_summary_free(other);
}
