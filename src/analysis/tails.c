/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the results say of each tail: the packages it rests on, the fit or what was given, and the plots. */
#include "analysis/tails.h"

#include <math.h>
#include <string.h>

#include "analysis/estimate.h"
#include "num/gpd_fit.h"
#include "num/stats.h"

/* Points of a plot: enough to see a shape, few enough for a page. */
#define N_EXCESSES  40
#define N_QUANTILES 100

/* A mean over fewer packages says nothing. */
#define LEAST_ABOVE 10

/* Everything that a tail is described from. */
typedef struct describer {
    const rasim_study *study;
    rasimi_arena *arena;
    const rasimi_tail *tail;
    rasimi_weighted *packages, *above; /* sorted; what lies above the threshold, less it */
    size_t n_packages, n_above;
    double *scratch; /* [n_rows + n_fits] */
} describer;

/* ---- the packages ---- */

/* The known packages of the tail's care group and setting, sorted. */
static void
list_packages(describer *d)
{
    const rasim_study *study = d->study;
    d->n_packages = d->n_above = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        const bool here = study->care_group[i] == d->tail->care_group && study->setting[i] == d->tail->setting;
        if (here && (!study->costed || study->costed[i]) && study->weight[i] > 0)
            d->packages[d->n_packages++] = (rasimi_weighted){study->cost_gbp_week[i], study->weight[i]};
    }
    rasimi_weighted_sort(d->packages, d->n_packages);
    for (size_t i = 0; i < d->n_packages; i++)
        if (d->packages[i].value > d->tail->threshold_gbp_week)
            d->above[d->n_above++] =
                (rasimi_weighted){d->packages[i].value - d->tail->threshold_gbp_week, d->packages[i].weight};
}

/* ---- what was fitted or given ---- */

/* The middle 95 % of the refits. */
static void
spread_of(describer *d, const double *refits, rasim_tail_figure *out)
{
    const size_t n = d->tail->n_fits, cut = n / 40;
    memcpy(d->scratch, refits, n * sizeof *refits);
    rasimi_sort(d->scratch, n);
    out->low = d->scratch[cut];
    out->high = d->scratch[n - 1 - cut];
}

static rasimi_gpd
describe_fit(describer *d, rasim_tail_summary *out)
{
    const rasimi_tail *tail = d->tail;
    rasimi_gpd_fit fit = {
        .gpd = {tail->shape[0], tail->scale_gbp_week[0]}, .shape_se = RASIMI_ABSENT, .scale_se = RASIMI_ABSENT};
    out->fitted = tail->n_exceedances > 0;
    out->shape.low = out->shape.high = out->scale_gbp_week.low = out->scale_gbp_week.high = RASIMI_ABSENT;
    if (out->fitted) {
        rasimi_gpd_fit_excesses(d->above, d->n_above, RASIMI_SHAPE_RANGE, &fit);
        spread_of(d, tail->shape, &out->shape);
        spread_of(d, tail->scale_gbp_week, &out->scale_gbp_week);
    }
    out->at_bound = fit.at_bound;
    out->shape.value = fit.gpd.shape;
    out->shape.se = fit.shape_se;
    out->scale_gbp_week.value = fit.gpd.scale;
    out->scale_gbp_week.se = fit.scale_se;
    return fit.gpd;
}

/* What arrivals cost, and how many are held at the most, over all fits: each replicate takes one. */
static void
describe_arrivals(const rasimi_tail *tail, rasim_tail_summary *out)
{
    const double most = tail->max_gbp_week - tail->threshold_gbp_week;
    for (size_t f = 0; f < tail->n_fits; f++) {
        const rasimi_gpd gpd = {tail->shape[f], tail->scale_gbp_week[f]};
        out->mean_gbp_week += (tail->threshold_gbp_week + rasimi_gpd_mean_capped(gpd, most)) / (double)tail->n_fits;
        out->capped_share += rasimi_gpd_survival(gpd, most) / (double)tail->n_fits;
    }
}

/* ---- plots ---- */

static rasim_status
plot_excesses(describer *d, rasim_tail_summary *out)
{
    rasimi_mean_excess points[N_EXCESSES];
    const size_t n = rasimi_mean_excesses(d->packages, d->n_packages, LEAST_ABOVE, N_EXCESSES, points);
    out->mean_excesses = rasimi_arena_alloc(d->arena, n, sizeof *out->mean_excesses);
    if (!out->mean_excesses)
        return RASIM_ERR_NO_MEMORY;
    out->n_mean_excesses = n;
    for (size_t i = 0; i < n; i++)
        out->mean_excesses[i] = (rasim_mean_excess){.threshold_gbp_week = points[i].threshold,
                                                    .mean_gbp_week = points[i].mean,
                                                    .se_gbp_week = points[i].se,
                                                    .packages = points[i].n};
    return RASIM_OK;
}

/* At most N_QUANTILES of the packages above the threshold, evenly spread by rank, the first and the last among them. */
static rasim_status
plot_quantiles(describer *d, rasimi_gpd gpd, rasim_tail_summary *out)
{
    const size_t n = d->n_above < N_QUANTILES ? d->n_above : N_QUANTILES;
    out->quantiles = rasimi_arena_alloc(d->arena, n, sizeof *out->quantiles);
    if (!out->quantiles)
        return RASIM_ERR_NO_MEMORY;
    out->n_quantiles = n;
    if (n > 0)
        rasimi_gpd_qq(d->above, d->n_above, gpd, d->scratch);
    for (size_t k = 0; k < n; k++) {
        const size_t i = n > 1 ? k * (d->n_above - 1) / (n - 1) : 0;
        out->quantiles[k] = (rasim_tail_quantile){.fitted_gbp_week = d->tail->threshold_gbp_week + d->scratch[i],
                                                  .package_gbp_week = d->tail->threshold_gbp_week + d->above[i].value};
    }
    return RASIM_OK;
}

/* ---- one tail, and all of them ---- */

static rasim_status
describe(describer *d, rasim_tail_summary *out)
{
    const rasimi_tail *tail = d->tail;
    const char *group = d->study->care_groups[tail->care_group], *setting = d->study->settings[tail->setting];
    list_packages(d);
    *out = (rasim_tail_summary){
        .care_group = rasimi_arena_text(d->arena, group, strlen(group)),
        .setting = rasimi_arena_text(d->arena, setting, strlen(setting)),
        .arrivals_a_year = tail->arrivals,
        .threshold_gbp_week = tail->threshold_gbp_week,
        .max_gbp_week = tail->max_gbp_week,
        .packages_above = d->n_above,
    };
    for (size_t i = 0; i < d->n_above; i++)
        out->people_above += d->above[i].weight;
    const rasimi_gpd gpd = describe_fit(d, out);
    describe_arrivals(tail, out);
    rasim_status status = out->care_group && out->setting ? plot_excesses(d, out) : RASIM_ERR_NO_MEMORY;
    return status ? status : plot_quantiles(d, gpd, out);
}

static size_t
most_fits(const rasim_study *study)
{
    size_t most = 0;
    for (size_t t = 0; t < study->n_tails; t++)
        most = study->tails[t].n_fits > most ? study->tails[t].n_fits : most;
    return most;
}

rasim_status
rasimi_tail_summaries(const rasim_study *study, rasimi_arena *arena, size_t *n, rasim_tail_summary **out)
{
    rasimi_arena own = {0};
    describer d = {.study = study, .arena = arena};
    rasim_tail_summary *tails = rasimi_arena_alloc(arena, study->n_tails, sizeof *tails);
    rasim_status status = tails ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status || study->n_tails == 0)
        goto out;
    d.packages = rasimi_arena_alloc(&own, study->n_rows, sizeof *d.packages);
    d.above = rasimi_arena_alloc(&own, study->n_rows, sizeof *d.above);
    d.scratch = rasimi_arena_alloc(&own, study->n_rows + most_fits(study), sizeof *d.scratch);
    if (!d.packages || !d.above || !d.scratch)
        status = RASIM_ERR_NO_MEMORY;
    for (size_t t = 0; t < study->n_tails && !status; t++) {
        d.tail = &study->tails[t];
        status = describe(&d, &tails[t]);
    }
out:
    rasimi_arena_clear(&own);
    *n = status ? 0 : study->n_tails;
    *out = status ? NULL : tails;
    return status;
}
