/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a method leaves open, chosen by the errors on people not seen: the number of bands, the strength of penalties,
   and which needs compound. More complex settings must earn their place: they are taken only where errors fall. */
#include "analysis/calibrate.h"

#include <math.h>

enum { FEWEST_BANDS = 2, MOST_CHOSEN = 3 };

/* Strengths of penalties, from the weakest. */
static const double strengths[] = {0, 0.01, 0.03, 0.1, 0.3, 1};

enum { N_STRENGTHS = sizeof strengths / sizeof *strengths };

/* An interaction must make the root mean square error smaller by this share. */
#define EARNED 0.005

static rasim_status
error_of(const rasimi_chooser *c, const rasimi_fit_settings *settings, double *out)
{
    rasim_fit fit;
    const rasim_status status =
        rasimi_cross_validate(c->sample, settings, c->sample->points, c->fold, c->options->folds, c->predicted);
    *out = HUGE_VAL;
    if (rasimi_meter_add(c->meter, RASIMI_WAY_STEPS))
        return RASIM_ERR_INTERRUPTED;
    if (status == RASIM_ERR_INPUT)
        return RASIM_OK; /* not with these settings */
    if (status != RASIM_OK)
        return status;
    rasimi_judge(c->sample, c->predicted, NULL, &fit);
    *out = fit.root_mean_square.value;
    return RASIM_OK;
}

/* Of bands with the same error the fewest. */
static rasim_status
choose_bands(const rasimi_chooser *c, rasimi_fit_settings *settings)
{
    double least = HUGE_VAL;
    size_t best = FEWEST_BANDS;
    rasim_status status = RASIM_OK;
    for (size_t k = FEWEST_BANDS; k <= RASIMI_MOST_BANDS && status == RASIM_OK; k++) {
        double error;
        settings->n_bands = k;
        status = error_of(c, settings, &error);
        if (error < least) {
            least = error;
            best = k;
        }
    }
    settings->n_bands = best;
    return status;
}

/* The strength of one penalty, the others as they are. */
static rasim_status
choose_strength(const rasimi_chooser *c, rasimi_fit_settings *settings, double *strength)
{
    double least = HUGE_VAL, best = strengths[N_STRENGTHS - 1];
    rasim_status status = RASIM_OK;
    for (size_t s = N_STRENGTHS; s-- > 0 && status == RASIM_OK;) {
        double error;
        *strength = strengths[s];
        status = error_of(c, settings, &error);
        if (error < least) {
            least = error;
            best = strengths[s];
        }
    }
    *strength = best;
    return status;
}

static bool
has_product(const rasimi_fit_settings *settings, size_t a, size_t b)
{
    for (size_t p = 0; p < settings->n_products; p++)
        if ((settings->products[p].a == a && settings->products[p].b == b) ||
            (settings->products[p].a == b && settings->products[p].b == a))
            return true;
    return false;
}

/* The product that makes the error least, if it earns its place; *found says whether. */
static rasim_status
add_product(const rasimi_chooser *c, rasimi_fit_settings *settings, double *error, bool *found)
{
    rasimi_fit_settings trial = *settings;
    double least = *error * (1 - EARNED);
    rasim_status status = RASIM_OK;
    *found = false;
    for (size_t a = 0; a < c->sample->n_domains; a++)
        for (size_t b = a + 1; b < c->sample->n_domains && status == RASIM_OK; b++) {
            double with;
            if (has_product(settings, a, b))
                continue;
            trial.n_products = settings->n_products + 1;
            trial.products[settings->n_products] = (rasimi_product){a, b};
            status = error_of(c, &trial, &with);
            if (with < least) {
                least = *error = with;
                *settings = trial;
                settings->n_products--; /* kept aside until all were tried */
                *found = true;
            }
        }
    settings->n_products += *found;
    return status;
}

static rasim_status
choose_products(const rasimi_chooser *c, rasimi_fit_settings *settings)
{
    double error;
    bool found = true;
    rasim_status status = error_of(c, settings, &error);
    for (size_t n = 0; n < MOST_CHOSEN && found && settings->n_products < RASIMI_MOST_PRODUCTS && status == RASIM_OK;
         n++)
        status = add_product(c, settings, &error, &found);
    return status;
}

static rasim_status
choose_regression(const rasimi_chooser *c, rasimi_fit_settings *settings)
{
    const bool apart = settings->pooling == RASIM_POOLING_PARTIAL || settings->place_effects;
    rasim_status status = RASIM_OK;
    settings->ridge = isnan(c->options->ridge) ? 0.1 : c->options->ridge;
    settings->towards_common = 0.1;
    if (isnan(c->options->ridge))
        status = choose_strength(c, settings, &settings->ridge);
    if (status == RASIM_OK && c->options->choose_interactions)
        status = choose_products(c, settings);
    return status == RASIM_OK && apart ? choose_strength(c, settings, &settings->towards_common) : status;
}

rasim_status
rasimi_choose_settings(const rasimi_chooser *chooser, rasimi_fit_settings *settings)
{
    if (settings->method == &rasimi_method_bands && settings->n_bands == 0)
        return choose_bands(chooser, settings);
    return settings->method->reads_answers ? choose_regression(chooser, settings) : RASIM_OK;
}
