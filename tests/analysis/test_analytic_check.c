/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances of a simulation made by hand from an analytic engine made by hand. */
#include "analysis/by_hand.h"

static rasim_summary *
summarise_with(const rasim_analytic *analytic)
{
    rasim_study *study = make_hand_study();
    rasim_results *results = make_hand_results(study);
    const rasim_what_ifs what_ifs = {.analytic = analytic};
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, &what_ifs, &summary), RASIM_OK);
    rasim_results_free(results);
    return summary;
}

static void
assert_near(double found, double expected, const char *what)
{
    cr_assert_lt(fabs(found - expected), 1e-9 * fmax(1, fabs(expected)), "%s is %.12g, not %.12g", what, found,
                 expected);
}

/* Ten replicates of mean 36,400 x 5.5 + 15,600 = 215,800; sd 36,400 sqrt(82.5 / 9). */
Test(analytic_check, distances_are_in_errors_of_the_simulation)
{
    rasim_summary *summary = summarise_with(make_hand_analytic());
    const rasim_analytic_check *check = &summary->designs[0].analytic;
    const rasim_year_summary *year = &summary->designs[0].years[0];
    const double sd = 36400 * sqrt(82.5 / 9), p = year->affordability.probability;
    cr_assert(check->applies);
    cr_assert_str_eq(check->reason, "");
    assert_near(check->mean.value, 200000, "mean");
    assert_near(check->mean.distance, 15800 / (sd / sqrt(10)), "distance of the mean");
    assert_near(check->sd.distance, (sd - 100000) / (100000 / sqrt(20)), "distance of the sd");
    assert_near(check->affordability.distance, (p - 0.6) / sqrt(0.24 / 10), "distance of affordability");
    cr_assert_eq(check->n_quantiles, year->net.n_quantiles);
    for (size_t i = 0; i < check->n_quantiles; i++) {
        const rasim_at_level *q = &year->net.quantiles[i];
        cr_assert_eq(check->quantiles[i].level, q->level);
        if (isnan(q->low) || isnan(q->high)) {
            cr_assert(isnan(check->quantiles[i].distance), "no error, no distance");
        } else {
            assert_near(check->quantiles[i].distance,
                        (q->value - check->quantiles[i].value) / ((q->high - q->low) / 3.919927969080108), "quantile");
        }
        cr_assert(!(fabs(check->quantiles[i].distance) > check->furthest));
    }
    cr_assert_geq(check->furthest, fabs(check->mean.distance));
    cr_assert_geq(check->furthest, fabs(check->sd.distance));
    rasim_summary_free(summary);
}

Test(analytic_check, says_why_it_does_not_apply)
{
    const rasim_analytic not_applicable = {.reason = "not applicable: several years"};
    rasim_summary *summary = summarise_with(&not_applicable);
    cr_assert_not(summary->designs[0].analytic.applies);
    cr_assert_str_eq(summary->designs[1].analytic.reason, "not applicable: several years");
    rasim_summary_free(summary);
    summary = summarise_with(NULL);
    cr_assert_not(summary->designs[0].analytic.applies);
    cr_assert_str_eq(summary->designs[0].analytic.reason, "");
    rasim_summary_free(summary);
}
