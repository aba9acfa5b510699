/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reverse stress where only prices move: net is a lognormal index times a known sum, so that every tip has a closed
   form. */
#include "support/scenario.h"

#include <math.h>

#include "rasim/reverse.h"

enum { N = 100, REPLICATES = 2048 };
#define NET (N * 100.0 * 52)

static const char need_only[] = "name: Nothing but need\nfamily: price_per_point\n"
                                "allocation: [{gbp_per_point: 0.0001}]\n";
static const char allocations[] = "name: Allocations\nfamily: price_per_point\nallocation: [{gbp_per_point: 100}]\n";

static rasim_reverse *
reverse_of(const char *design, const char *sign_off, double envelope, const char *price)
{
    char *folder = scenario_folder(), *text = NULL, *people = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&people, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points\n");
    for (int i = 0; i < N; i++)
        fprintf(csv, "p%d,A,home,100,1\n", i);
    fclose(csv);
    cr_assert_gt(asprintf(&text,
                          "name: Tips\ncaseload: caseload.csv\ndesigns: [design.yaml]\n"
                          "population: {sampling: fixed}\nenvelope: [{gbp_year: %.10g}]\n"
                          "sign_off: {%s}\nneed: [{log_sd: 0}]\nprices: [%s]\n",
                          envelope, sign_off, price),
                 0);
    scenario_write(folder, "caseload.csv", people);
    scenario_write(folder, "design.yaml", design);
    scenario_write(folder, "framework.yaml", text);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_run_options options;
    rasim_run_options_init(&options, study);
    options.replicates = REPLICATES;
    options.seed = 0x51c7be16;
    rasim_reverse *reverse = NULL;
    cr_assert_eq(rasim_reverse_run(study, &options, &reverse, NULL), RASIM_OK);
    rasim_study_free(study);
    scenario_remove(folder);
    free(text);
    free(people);
    return reverse;
}

#define ALL_NEED "tolerance: 0, uplift_share: 1, trim_share: 1"

/* The median of a lognormal with mean 1.02 and sd 0.05 is 1.02 exp(-v/2); it tips where that times (1 + x) is B. */
Test(reverse, prices_tip_where_the_median_meets_the_envelope)
{
    const double v = log(1 + pow(0.05 / 1.02, 2)), tip = 1.1 / (1.02 * exp(-v / 2)) - 1;
    rasim_reverse *reverse = reverse_of(need_only, ALL_NEED, 1.1 * NET, "{mean: 0.02, sd: 0.05}");
    const rasim_tip *price = &reverse->designs[0].price;
    cr_assert_eq(price->found, RASIM_TIPS);
    cr_assert_lt(price->low, tip);
    cr_assert_gt(price->high, tip);
    /* 1.2533 sd / sqrt(n) of a median, either side of it 1.96 times */
    cr_assert_float_eq(price->high - price->low, 2 * 1.96 * 1.2533 * sqrt(v / REPLICATES) * (1 + tip), 0.002);
    cr_assert_not(reverse->designs[0].has_demand);
    rasim_reverse_free(reverse);
}

/* Prices with an sd of almost nothing, and allocations that are paid as they are. */
Test(reverse, allocations_break_even_where_they_cost_the_envelope)
{
    rasim_reverse *reverse =
        reverse_of(allocations, "tolerance: 1, uplift_share: 0, trim_share: 0", 1.17 * NET, "{mean: 0, sd: 0.000001}");
    const rasim_tip *scale = &reverse->designs[0].scale;
    cr_assert_eq(scale->found, RASIM_TIPS);
    cr_assert_float_eq(scale->change, 0.17, 1e-3);
    cr_assert_float_eq(reverse->designs[0].price.change, 0.17, 1e-3);
    rasim_reverse_free(reverse);
}

/* Need must be met: no scale of allocations changes what is spent, so that there is none, or all are as good. */
Test(reverse, where_need_is_met_anyway_no_scale_helps)
{
    rasim_reverse *reverse = reverse_of(need_only, ALL_NEED, 0.9 * NET, "{mean: 0, sd: 0.01}");
    cr_assert_eq(reverse->designs[0].scale.found, RASIM_NEVER_INSIDE);
    cr_assert(isnan(reverse->designs[0].scale.change));
    cr_assert_float_eq(reverse->designs[0].price.change, -0.1, 2e-3, "prices would have to be lower");
    rasim_reverse_free(reverse);
    reverse = reverse_of(need_only, ALL_NEED, 1.2 * NET, "{mean: 0, sd: 0.01}");
    cr_assert_eq(reverse->designs[0].scale.found, RASIM_ALWAYS_INSIDE);
    rasim_reverse_free(reverse);
}
