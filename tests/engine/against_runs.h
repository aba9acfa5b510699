/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine held against runs of the Monte Carlo engine. */
#ifndef RASIM_TESTS_ENGINE_AGAINST_RUNS_H
#define RASIM_TESTS_ENGINE_AGAINST_RUNS_H

#include "model/study.h"
#include "support/law.h"
#include "support/scenario.h"

/* Net of every replicate of an outcome, £ a year. */
static inline double *
net_of_run(const rasim_results *results, size_t outcome, uint64_t replicates, double weeks)
{
    double *net = malloc(replicates * sizeof *net);
    cr_assert_not_null(net);
    for (uint64_t r = 0; r < replicates; r++) {
        net[r] = scenario_line(results, outcome, r, RASIM_LINE_NET) * weeks;
    }
    return net;
}

/* z of a share of replicates against a probability; 0 where too few of either kind are expected. */
static inline double
z_of_share(double hits, double replicates, double p)
{
    return replicates * p * (1 - p) < 25 ? 0 : (hits - replicates * p) / sqrt(replicates * p * (1 - p));
}

/* The largest |z| of mean, variance, affordability and the shares of replicates below each quantile. */
static inline double
worst_z(const rasim_analytic_design *analytic, const double *net, const double *funding, uint64_t replicates,
        double envelope, const char *name)
{
    const law_sample s = law_sample_of(net, replicates);
    const double n = (double)replicates;
    double inside = 0;
    for (uint64_t r = 0; r < replicates; r++) {
        inside += net[r] <= envelope * (funding ? funding[r] : 1);
    }
    const double zs[] = {law_z_mean(s, analytic->mean), law_z_variance(s, analytic->sd * analytic->sd),
                         z_of_share(inside, n, analytic->affordability)};
    double worst = fmax(fmax(fabs(zs[0]), fabs(zs[1])), fabs(zs[2])), worst_quantile = 0;
    for (size_t i = 0; i < analytic->n_quantiles; i++) {
        double below = 0;
        for (uint64_t r = 0; r < replicates; r++) {
            below += net[r] <= analytic->quantiles[i].gbp;
        }
        worst_quantile = fmax(worst_quantile, fabs(z_of_share(below, n, analytic->quantiles[i].level)));
    }
    cr_log_info("%s, %s: z of mean %.2f, variance %.2f, affordability %.2f, quantiles up to %.2f\n", name,
                analytic->name, zs[0], zs[1], zs[2], worst_quantile);
    return fmax(worst, worst_quantile);
}

static inline rasim_analytic *
solve_analytic(const rasim_study *study, double shock_scale)
{
    rasim_analytic_options options;
    rasim_analytic *analytic = NULL;
    rasim_analytic_options_init(&options);
    options.shock_scale = shock_scale;
    cr_assert_eq(rasim_analytic_solve(study, &options, &analytic, NULL), RASIM_OK);
    cr_assert(analytic->applies, "%s", analytic->reason);
    return analytic;
}

static inline rasim_results *
run_scaled(const rasim_study *study, uint64_t replicates, const char *name, double shock_scale)
{
    rasim_run_options options;
    rasim_results *results = NULL;
    rasim_run_options_init(&options, study);
    options.replicates = replicates;
    options.seed = law_seed(name);
    options.n_threads = 2;
    options.shock_scale = shock_scale;
    cr_assert_eq(rasim_run(study, &options, &results, NULL), RASIM_OK);
    return results;
}

/* The worst z over all outcomes of a run, whose analytic counterpart has log sds multiplied by `wrong`. */
static inline double
worst_of_study(rasim_study *study, const rasim_results *results, uint64_t replicates, double shock_scale, double wrong,
               const char *name)
{
    for (size_t g = 0; g < study->n_care_groups; g++) {
        study->log_sd[g] *= wrong;
    }
    rasim_analytic *analytic = solve_analytic(study, shock_scale);
    double worst = 0;
    for (size_t d = 0; d < analytic->n_designs; d++) {
        double *net = net_of_run(results, d, replicates, study->framework.weeks_per_year.value);
        const double z = worst_z(&analytic->designs[d], net, rasim_results_funding(results, 0), replicates,
                                 study->envelope_gbp, name);
        worst = fmax(worst, z);
        free(net);
    }
    for (size_t g = 0; g < study->n_care_groups; g++) {
        study->log_sd[g] /= wrong;
    }
    rasim_analytic_free(analytic);
    return worst;
}

#endif
