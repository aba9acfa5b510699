/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Convergence over prefixes, and the warning where a decision lies inside the simulation error. */
#include "analysis/by_hand.h"

#include "analysis/decision.h"

static const double levels[] = {0.5, 0.8, 0.95};

/* The warning for k of n replicates inside the envelope: its text, or "". The arena is the caller's. */
static rasim_design_summary
decide(rasimi_arena *arena, rasim_year_summary *year, rasim_probability p, uint64_t n)
{
    *year = (rasim_year_summary){.year = "2009/10", .affordability = p};
    rasim_design_summary design = {.years = year, .n_years = 1};
    cr_assert_eq(rasimi_decision(arena, n, levels, 3, &design), RASIM_OK);
    return design;
}

Test(decision, warns_where_a_level_lies_strictly_inside_the_interval)
{
    const struct {
        rasim_probability p;
        bool inside;
    } cases[] = {
        {{0.796, 0.788, 0.804}, true}, {{0.79, 0.78, 0.80}, false}, {{0.81, 0.80, 0.82}, false},
        {{0.7, 0.69, 0.71}, false},    {{1, 0.9996, 1}, false},     {{1, 0.94, 1}, true},
        {{0.501, 0.499, 0.503}, true}, {{0, 0, 0.01}, false},       {{0.95, 0.94, 0.951}, true},
    };
    rasimi_arena arena = {0};
    rasim_year_summary year;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasim_design_summary design = decide(&arena, &year, cases[i].p, 10000);
        cr_assert_eq(design.decision_inside_error, cases[i].inside, "case %zu", i);
        cr_assert_eq(*design.decision_text != '\0', cases[i].inside, "case %zu", i);
    }
    rasimi_arena_clear(&arena);
}

Test(decision, says_it_in_plain_words)
{
    rasimi_arena arena = {0};
    rasim_year_summary year;
    rasim_design_summary design = decide(&arena, &year, (rasim_probability){0.796, 0.78799, 0.8038}, 10000);
    cr_assert_str_eq(design.decision_text,
                     "Whether net spend stays inside the envelope of 2009/10 with 80 % confidence cannot be told from "
                     "this run: the probability is 79.6 % (95 % interval 78.8 % to 80.4 %, 10,000 replicates), and "
                     "about 50,000 replicates would be needed to tell them apart.");
    design = decide(&arena, &year, (rasim_probability){0.8, 0.49016, 0.94332}, 10);
    cr_assert_str_eq(design.decision_text,
                     "Whether net spend stays inside the envelope of 2009/10 with 80 % confidence cannot be told from "
                     "this run: the probability is 80 % (95 % interval 49 % to 94.3 %, 10 replicates), and more than "
                     "10,000,000 replicates would be needed to tell them apart.");
    rasimi_arena_clear(&arena);
}

Test(decision, shows_levels_exactly)
{
    const double fine[] = {0.9975};
    rasimi_arena arena = {0};
    rasim_year_summary year = {.year = "", .affordability = {0.996, 0.99, 0.999}};
    rasim_design_summary design = {.years = &year, .n_years = 1};
    cr_assert_eq(rasimi_decision(&arena, 64, fine, 1, &design), RASIM_OK);
    cr_assert_not_null(strstr(design.decision_text, "the envelope with 99.75 % confidence"), "%s",
                       design.decision_text);
    rasimi_arena_clear(&arena);
}

/* z^2 a (1-a) / (p-a)^2: 3.8415 x 0.16 / 0.004^2 = 38,415; Wilson's interval just excludes the level there. */
Test(decision, names_the_replicates_that_would_settle_it)
{
    const struct {
        double probability, level;
        uint64_t replicates;
    } cases[] = {
        {0.796, 0.8, 50000}, {0.804, 0.8, 50000}, {0.79, 0.8, 10000}, {0.9, 0.8, 100},
        {1, 0.9, 50},        {0.8, 0.8, 0},       {0.8001, 0.8, 0},   {0.8003, 0.8, 10000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_eq(rasimi_replicates_to_decide(cases[i].probability, cases[i].level), cases[i].replicates,
                     "case %zu: %llu", i,
                     (unsigned long long)rasimi_replicates_to_decide(cases[i].probability, cases[i].level));
}

/* Replicate r of n has r + 1 units, so that a prefix of m has mean (m + 1) / 2, median m / 2, and the share below a
   limit in closed form. */
static rasim_design_summary
converge(rasimi_arena *arena, uint64_t n, double envelope)
{
    rasimi_estimator estimator;
    rasim_design_summary design = {0};
    int64_t *net = rasimi_calloc(n, sizeof *net);
    for (uint64_t r = 0; r < n; r++)
        net[r] = (int64_t)r + 1;
    cr_assert_eq(rasimi_estimator_create(arena, levels, 3, n, &estimator), RASIM_OK);
    cr_assert_eq(rasimi_convergence(&estimator, net, n, 2, envelope, NULL, levels, 3, &design), RASIM_OK);
    rasimi_estimator_clear(&estimator);
    free(net);
    return design;
}

Test(decision, convergence_reads_prefixes)
{
    rasimi_arena arena = {0};
    rasim_design_summary design = converge(&arena, 800, 200);
    const double sizes[] = {100, 200, 400, 800}, shares[] = {1, 0.5, 0.25, 0.125};
    cr_assert_eq(design.n_steps, 4);
    for (size_t i = 0; i < 4; i++) {
        expect("replicates", (double)design.steps[i].replicates, sizes[i]);
        expect("mean", design.steps[i].mean, sizes[i] + 1);
        expect("share", design.steps[i].affordability.probability, shares[i]);
        expect("median", design.steps[i].quantiles[0].value, sizes[i]);
        expect("level", design.steps[i].quantiles[2].level, 0.95);
        expect("q 0.95", design.steps[i].quantiles[2].value, 2 * 0.95 * sizes[i]);
    }
    rasimi_arena_clear(&arena);
}

Test(decision, convergence_leaves_out_prefixes_that_are_too_short)
{
    const struct {
        uint64_t n, first;
        size_t n_steps;
    } cases[] = {{10, 10, 1}, {127, 127, 1}, {128, 64, 2}, {256, 64, 3}, {512, 64, 4}, {520, 65, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rasimi_arena arena = {0};
        rasim_design_summary design = converge(&arena, cases[i].n, 200);
        cr_assert_eq(design.n_steps, cases[i].n_steps, "n = %llu", (unsigned long long)cases[i].n);
        cr_assert_eq(design.steps[0].replicates, cases[i].first);
        cr_assert_eq(design.steps[design.n_steps - 1].replicates, cases[i].n);
        rasimi_arena_clear(&arena);
    }
}

Test(decision, the_whole_summary_carries_both)
{
    rasim_results *results = make_hand_results(make_hand_study());
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    const rasim_design_summary *bands = &summary->designs[0], *steady = &summary->designs[1];
    cr_assert_eq(bands->n_steps, 1);
    expect("mean of the first year", bands->steps[0].mean, 215800);
    expect("its affordability", bands->steps[0].affordability.probability, 0.8);
    expect("its median", bands->steps[0].quantiles[0].value, 197600);
    cr_assert(bands->decision_inside_error);
    cr_assert_not_null(strstr(bands->decision_text, "with 80 % confidence"));
    cr_assert(steady->decision_inside_error, "0.8 and 0.9 lie inside 0.72 to 1");
    cr_assert_not_null(strstr(steady->decision_text, "with 90 % confidence"), "%s", steady->decision_text);
    cr_assert_not_null(strstr(steady->decision_text, "about 50 replicates"), "%s", steady->decision_text);
    rasim_summary_free(summary);
    rasim_results_free(results);
}

/* Known within 3 % of the envelope after 1,000 replicates: 1 % takes 9 times as many, 0.5 % 36 times, 0.1 % 900. */
Test(decision, counts_the_replicates_for_a_precision)
{
    rasimi_arena arena = {0};
    rasim_at_level quantiles[] = {{0.5, 1000, 970, 1030}, {0.8, 1100, 1095, 1105}, {0.95, 1200, 1190, (double)NAN}};
    rasim_convergence_step steps[] = {{.replicates = 500}, {.replicates = 1000, .quantiles = quantiles}};
    rasim_design_summary design = {.n_steps = 2, .steps = steps};
    static const double known[2][RASIM_N_PRECISIONS] = {{10000, 50000, 1000000}, {500, 1000, 50000}};
    cr_assert_eq(rasimi_precision_needs(&arena, 1000, 3, &design), RASIM_OK);
    for (size_t l = 0; l < 2; l++)
        for (size_t i = 0; i < RASIM_N_PRECISIONS; i++)
            cr_assert_eq(design.precision_needs[l].replicates[i], known[l][i], "%zu %zu: %g", l, i,
                         design.precision_needs[l].replicates[i]);
    cr_assert_float_eq(design.precision_needs[0].half_width, 0.03, 1e-15);
    cr_assert(isnan(design.precision_needs[2].half_width) && isnan(design.precision_needs[2].replicates[0]));
    steps[1].replicates = 1000000;
    cr_assert_eq(rasimi_precision_needs(&arena, 1000, 1, &design), RASIM_OK);
    cr_assert(isnan(design.precision_needs[0].replicates[2]), "more than a run can have");
    rasimi_arena_clear(&arena);
}
