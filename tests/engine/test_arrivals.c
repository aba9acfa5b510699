/* SPDX-License-Identifier: GPL-3.0-or-later */
/* High-cost arrivals: a compound Poisson sum of capped generalised Pareto severities, each over what is left of the
   year, against Panjer's recursion (1981) on severities that were made discrete here. */
#include "support/several.h"

enum { REPLICATES = 20000, YEARS = 2 };

static const double rate = 12, threshold = 1000, shape = 0.25, scale = 400, most = 4000, base = 100;

static several
make(const char *rest)
{
    char *text = NULL;
    cr_assert_gt(asprintf(&text,
                          SEVERAL_FULL_DUTY "need: [{log_sd: 0, persistence: 0}]\nprices: [{law: fixed, mean: 0}]\n"
                                            "population: {sampling: fixed}\nhorizon: 2\n"
                                            "high_cost_arrivals: [{arrivals_a_year: 12, threshold_gbp_week: 1000, "
                                            "shape: 0.25, scale_gbp_week: 400, max_gbp_week: 4000}]\n%s",
                          rest),
                 0);
    const several out = several_make("person_id,care_group,setting,weekly_cost,points\na,A,community,100,100\n",
                                     SEVERAL_POUND_A_POINT, text);
    free(text);
    return out;
}

/* ---- the law, computed here ---- */

/* P(severity > x). */
static double
beyond(double x)
{
    return x < threshold ? 1 : x < most ? pow(1 + shape * (x - threshold) / scale, -1 / shape) : 0;
}

static double
moment_integrand(double x, const void *order)
{
    const double gbp = x * most;
    return *(const double *)order * pow(gbp, *(const double *)order - 1) * beyond(gbp) * most;
}

/* E[severity^k] = integral of k x^(k-1) P(severity > x). */
static double
moment(double k)
{
    return several_integral(moment_integrand, &k);
}

static double
part_beyond(double u, const void *x)
{
    return u > 0 ? beyond(*(const double *)x / u) : 0;
}

/* P(severity x share of the year left > x); the share is uniform. */
static double
over_time_beyond(double x)
{
    return several_integral(part_beyond, &x);
}

/* Panjer's recursion for Poisson sums: g_s = rate / s sum_j j f_j g_(s-j). */
enum { GRID = 1600, WIDTH = 40, SEVERITIES = 101 };

static void
panjer(double cumulated[GRID])
{
    double f[SEVERITIES], g[GRID];
    f[0] = 1 - over_time_beyond(0.5 * WIDTH);
    for (int j = 1; j < SEVERITIES; j++) {
        f[j] = over_time_beyond((j - 0.5) * WIDTH) - over_time_beyond((j + 0.5) * WIDTH);
    }
    g[0] = exp(-rate * (1 - f[0]));
    cumulated[0] = g[0];
    for (int s = 1; s < GRID; s++) {
        g[s] = 0;
        for (int j = 1; j < SEVERITIES && j <= s; j++) {
            g[s] += rate / s * j * f[j] * g[s - j];
        }
        cumulated[s] = cumulated[s - 1] + g[s];
    }
}

/* ---- tests ---- */

Test(arrivals, their_first_year_is_a_compound_poisson_sum)
{
    several s = make("");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("arrivals.compound"), 2);
    static double sum[REPLICATES], cumulated[GRID];
    for (uint64_t r = 0; r < REPLICATES; r++) {
        sum[r] = several_line(results, 0, r, SEVERAL_ALL, RASIM_LINE_NET) - base;
    }
    const law_sample seen = law_sample_of(sum, REPLICATES);
    cr_assert_lt(fabs(law_z_mean(seen, rate * moment(1) / 2)), LAW_Z, "mean %g", seen.mean);
    cr_assert_gt(fabs(law_z_mean(seen, rate * (threshold + scale / (1 - shape)) / 2)), LAW_Z, "uncapped: noticed");
    cr_assert_lt(fabs(law_z_variance(seen, rate * moment(2) / 3)), LAW_Z, "variance %g", law_variance(seen));
    cr_assert_gt(fabs(law_z_variance(seen, rate * moment(2) / 4)), LAW_Z, "half a year each: noticed");
    panjer(cumulated);
    static const int at[] = {75, 125, 175, 225, 300, 375};
    for (size_t q = 0; q < sizeof at / sizeof *at; q++) {
        double below = 0;
        for (int r = 0; r < REPLICATES; r++) {
            below += sum[r] <= (at[q] + 0.5) * WIDTH;
        }
        const double p = cumulated[at[q]], z = (below - REPLICATES * p) / sqrt(REPLICATES * p * (1 - p));
        cr_assert_lt(fabs(z), LAW_Z, "P(sum <= %g) = %g, seen %g", (at[q] + 0.5) * WIDTH, p, below / REPLICATES);
    }
    rasim_results_free(results);
    several_free(&s);
}

/* Nobody leaves: in the second year those of the first are there all year. Capped severities are counted. */
Test(arrivals, they_stay_and_their_capped_severities_are_counted)
{
    several s = make("");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("arrivals.second_year"), 2);
    const double capped = rate * pow(1 + shape * (most - threshold) / scale, -1 / shape);
    for (size_t t = 0; t < YEARS; t++) {
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_STARTERS, rate, 0.95 * rate);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_CAPPED_DRAWS, capped, 0.8 * capped);
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_NET, base + rate * moment(1) * ((double)t + 0.5),
                            base + rate * moment(1) * ((double)t + 1));
    }
    rasim_results_free(results);
    several_free(&s);
}

/* A whole year of those who arrived lies between the bounds of their severities; demand raises their number. */
Test(arrivals, no_severity_is_below_the_threshold_or_above_the_most)
{
    several s = make("demand: [{law: fixed, mean: 0.1}]\n");
    rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("arrivals.bounds"), 2);
    for (uint64_t r = 0; r < REPLICATES; r++) {
        const double starters = several_line(results, 0, r, SEVERAL_ALL, RASIM_LINE_STARTERS);
        const double missing = several_line(results, 0, r, SEVERAL_ALL, RASIM_LINE_FULL_YEAR_STARTERS);
        const double net = several_line(results, 0, r, SEVERAL_ALL, RASIM_LINE_NET) - base;
        cr_assert_geq(net + missing, starters * threshold - 0.01 * (starters + 1));
        cr_assert_leq(net + missing, starters * most + 0.01 * (starters + 1));
    }
    for (size_t t = 0; t < YEARS; t++) {
        several_assert_mean(results, t, SEVERAL_ALL, RASIM_LINE_STARTERS, rate * pow(1.1, (double)t + 1), rate);
    }
    rasim_results_free(results);
    several_free(&s);
}
