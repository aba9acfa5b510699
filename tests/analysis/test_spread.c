/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the spread comes from, through the engine: one source alone, two additive ones with known shares, and
   correlated shocks as one source. */
#include "support/scenario.h"

#include <math.h>

#include "rasim/spread.h"

enum { N = 300, REPLICATES = 4000 };

/* Allocations that need never passes: net spend is the sum of needs (uplift is complete, tolerance 0), times the price
   surprise. */
static const char design[] = "name: Nothing but need\nfamily: price_per_point\n"
                             "allocation: [{gbp_per_point: 0.0001}]\n";

static void
write_caseload(const char *folder)
{
    char *text = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&text, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < N; i++)
        fprintf(csv, "p%d,%s,%s,100,1\n", i, "A", i % 2 ? "home" : "community");
    fclose(csv);
    scenario_write(folder, "caseload.csv", text);
    free(text);
}

static rasim_spread *
spread_of(const char *folder, const char *log_sd, const char *prices, const char *rest)
{
    char *text = NULL;
    cr_assert_gt(asprintf(&text,
                          "name: Sources\ncaseload: caseload.csv\ndesigns: [design.yaml]\n"
                          "population: {sampling: fixed}\nenvelope: [{gbp_year: 1700000}]\n"
                          "sign_off: {tolerance: 0, uplift_share: 1, trim_share: 1}\n"
                          "need: [{log_sd: %s}]\nprices: [%s]\n%s",
                          log_sd, prices, rest),
                 0);
    scenario_write(folder, "design.yaml", design);
    scenario_write(folder, "framework.yaml", text);
    free(text);
    write_caseload(folder);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = REPLICATES;
    options.seed = 0x3d3a5f12;
    rasim_spread *spread = NULL;
    cr_assert_eq(rasim_spread_run(study, &options, &spread, NULL), RASIM_OK);
    rasim_study_free(study);
    return spread;
}

static const rasim_source *
find(const rasim_spread *spread, const char *name)
{
    for (size_t i = 0; i < spread->designs[0].n; i++)
        if (strcmp(spread->designs[0].sources[i].name, name) == 0)
            return &spread->designs[0].sources[i];
    cr_assert_fail("no source '%s'", name);
    return NULL;
}

/* Within four standard errors of the interval's. */
static bool
agrees(rasim_share share, double expected)
{
    return fabs(share.share - expected) <= 4 * (share.high - share.low) / (2 * 1.96) + 1e-9;
}

Test(spread, prices_alone_are_everything)
{
    char *folder = scenario_folder();
    rasim_spread *spread = spread_of(folder, "0", "{mean: 0.02, sd: 0.05}", "");
    cr_assert_eq(spread->designs[0].n, 1, "sources that do not vary are left out");
    const rasim_source *price = find(spread, "price");
    cr_assert(price->shared);
    cr_assert(agrees(price->first, 1) && agrees(price->total, 1), "%g %g", price->first.share, price->total.share);
    /* net is 300 x £100 x 52 x index: its sd and its 90th percentile are those of the lognormal index */
    const double yearly = N * 100.0 * 52, v = log(1 + pow(0.05 / 1.02, 2));
    const double high = 1.02 * exp(1.2815515655446004 * sqrt(v) - v / 2) - 1.02;
    cr_assert_float_eq(spread->designs[0].sd_gbp, yearly * 0.05, 0.04 * yearly * 0.05);
    cr_assert_float_eq(price->high_gbp, yearly * high, 4 * price->se_gbp + 1e-4 * yearly);
    cr_assert_lt(price->low_gbp, 0);
    rasim_spread_free(spread);
    scenario_remove(folder);
}

Test(spread, two_settings_prices_add_up_and_need_has_its_share)
{
    char *folder = scenario_folder();
    rasim_spread *spread =
        spread_of(folder, "0.5", "{setting: home, mean: 0, sd: 0.03}, {setting: community, mean: 0, sd: 0.06}", "");
    /* variances in (£100 a week)^2: 150^2 sd^2 of each price, 300 (e^(s^2) - 1) of needs */
    const double home = 150.0 * 150 * 0.03 * 0.03, community = 150.0 * 150 * 0.06 * 0.06;
    const double need = N * (exp(0.25) - 1), all = home + community + need;
    cr_assert(agrees(find(spread, "price: home")->first, home / all));
    cr_assert(agrees(find(spread, "price: community")->first, community / all));
    cr_assert(agrees(find(spread, "each person's need")->first, need / all));
    cr_assert(agrees(find(spread, "each person's need")->total, need / all));
    cr_assert_not(find(spread, "each person's need")->shared);
    /* the control: the shares of the two prices are not each other's */
    cr_assert_not(agrees(find(spread, "price: home")->first, community / all));
    rasim_spread_free(spread);
    scenario_remove(folder);
}

Test(spread, correlated_shocks_are_one_source)
{
    char *folder = scenario_folder();
    rasim_spread *spread =
        spread_of(folder, "0", "{setting: home, mean: 0, sd: 0.03}, {setting: community, mean: 0, sd: 0.06}",
                  "correlations: [{a: 'price: home', b: 'price: community', rho: 0.5}]\n");
    cr_assert_eq(spread->designs[0].n, 1);
    cr_assert(agrees(find(spread, "price: home and price: community")->first, 1));
    rasim_spread_free(spread);
    scenario_remove(folder);
}

/* What a caller is told while runs go on: it never falls, and ends where it said it would. */
typedef struct told {
    uint64_t done, total;
    bool stop;
} told;

static int
listen(void *context, uint64_t done, uint64_t total)
{
    told *so_far = context;
    cr_assert_geq(done, so_far->done);
    cr_assert(so_far->total == 0 || so_far->total == total);
    *so_far = (told){done, total, so_far->stop};
    return so_far->stop;
}

Test(spread, the_caller_hears_of_all_runs_and_can_end_them)
{
    char *folder = scenario_folder();
    rasim_spread_free(spread_of(folder, "0.5", "{mean: 0.02, sd: 0.05}", "")); /* for its files */
    rasim_study *study = scenario_load(folder, "framework.yaml");
    cr_assert_eq(rasim_spread_replicates(study), 1024, "a small study takes as many as there may be");
    told heard = {0};
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = 6400;
    options.n_threads = 1; /* the caller's own: it hears between pieces */
    options.poll = listen;
    options.poll_context = &heard;
    rasim_spread *spread = NULL;
    cr_assert_eq(rasim_spread_run(study, &options, &spread, NULL), RASIM_OK);
    cr_assert_eq(heard.total, 6 * 6400, "A, B, need, and the price three times");
    rasim_spread_free(spread);
    heard = (told){.stop = true};
    cr_assert_eq(rasim_spread_run(study, &options, &spread, NULL), RASIM_ERR_INTERRUPTED);
    cr_assert_null(spread);
    rasim_study_free(study);
    scenario_remove(folder);
}
