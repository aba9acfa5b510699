/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of regressions, checked against the design's questions. */
#include "analysis/calibrate_regression.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/lookup.h"
#include "model/read_beside.h"

static rasim_status
refuse(rasim_problems *problems, const char *sentence)
{
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){0}, "%s", sentence);
    return RASIM_ERR_INPUT;
}

/* ---- interactions ---- */

/* The question of a name of `length` bytes; n_domains with a problem where there is none. */
static size_t
find_question(const rasimi_sample *sample, const char *name, size_t length, rasim_problems *problems)
{
    const char *names[64] = {NULL};
    char wanted[128];
    const size_t n = sample->n_domains, shown = n < 64 ? n : 64;
    for (size_t d = 0; d < n; d++) {
        const char *known = rasimi_domain_at(sample->design, d)->name.value;
        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return d;
        if (d < shown)
            names[d] = known;
    }
    const size_t held = length < sizeof wanted - 1 ? length : sizeof wanted - 1;
    memcpy(wanted, name, held);
    wanted[held] = '\0';
    const size_t near = rasimi_nearest(wanted, names, shown);
    rasimi_problem_add(
        problems, RASIM_ERROR, (rasimi_place){0}, "The design has no question '%s'%s%s%s; correct the interaction.",
        wanted, near < shown ? " (did you mean '" : "", near < shown ? names[near] : "", near < shown ? "'?)" : "");
    return n;
}

static rasim_status
read_interaction(const rasimi_sample *sample, const char *text, rasimi_fit_settings *settings, rasim_problems *problems)
{
    const char *colon = strchr(text, ':');
    if (!colon)
        return refuse(problems, "An interaction is two questions with a colon between them, 'nights:staying safe'.");
    if (settings->n_products == RASIMI_MOST_PRODUCTS)
        return refuse(problems, "There are more than 32 interactions; leave some out.");
    const size_t a = find_question(sample, text, (size_t)(colon - text), problems);
    const size_t b = find_question(sample, colon + 1, strlen(colon + 1), problems);
    if (a == sample->n_domains || b == sample->n_domains)
        return RASIM_ERR_INPUT;
    settings->products[settings->n_products++] = (rasimi_product){a, b};
    return RASIM_OK;
}

rasim_status
rasimi_describe_products(const rasimi_sample *sample, const rasimi_fit_settings *settings, rasimi_arena *arena,
                         rasim_calibration *out)
{
    out->interactions = rasimi_arena_alloc(arena, settings->n_products, sizeof *out->interactions);
    if (!out->interactions)
        return RASIM_ERR_NO_MEMORY;
    for (size_t p = 0; p < settings->n_products; p++) {
        const char *a = rasimi_domain_at(sample->design, settings->products[p].a)->name.value;
        const char *b = rasimi_domain_at(sample->design, settings->products[p].b)->name.value;
        out->interactions[p] = rasimi_arena_printf(arena, "%s x %s", a, b);
        if (!out->interactions[p])
            return RASIM_ERR_NO_MEMORY;
    }
    out->n_interactions = settings->n_products;
    return RASIM_OK;
}

/* ---- the prior ---- */

static rasim_status
read_prior(const char *path, rasimi_arena *arena, const rasimi_design **out, rasim_problems *problems)
{
    const rasimi_design *prior = NULL;
    const rasim_status status = rasimi_read_design(path, arena, &prior, problems);
    if (status == RASIM_OK && strcmp(prior->family.value, "regression") != 0) {
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path},
                           "A prior is a design of family regression, but this one's is %s; name another file.",
                           prior->family.value);
        return RASIM_ERR_INPUT;
    }
    *out = prior;
    return status;
}

rasim_status
rasimi_regression_options(const rasimi_sample *sample, const rasim_calibrate_options *options,
                          rasimi_fit_settings *settings, rasimi_arena *arena, rasim_problems *problems)
{
    const bool asked = options->by_points || options->n_interactions > 0 || options->choose_interactions ||
                       options->place_effects || options->prior || !isnan(options->ridge);
    if (!settings->method->reads_answers)
        return asked ? refuse(problems, "Interactions, terms by points, effects of places, ridge and prior are for the "
                                        "methods glm and lognormal; leave them out.")
                     : RASIM_OK;
    if (sample->n_domains == 0)
        return refuse(problems, "The method reads answers, but the design has no questions; choose another method.");
    if (options->place_effects && sample->n_places < 2)
        return refuse(problems, "Effects of places need a caseload with two places at least; leave them out.");
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < options->n_interactions && status == RASIM_OK; i++)
        status = read_interaction(sample, options->interactions[i], settings, problems);
    return status == RASIM_OK && options->prior ? read_prior(options->prior, arena, &settings->prior, problems)
                                                : status;
}
