/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods glm and lognormal: the log of the amount as a sum over answers. Answers enter as steps, one for each level
   above the lowest, so that a penalty draws neighbouring levels together and a level that nobody has gets what the one
   below it gets. Penalties are in terms of a column's own spread among the people fitted to. */
#include "analysis/calibrate.h"

#include <math.h>
#include <string.h>

#include "model/design_write.h"
#include "model/lookup.h"
#include "num/detmath.h"
#include "num/glm.h"

/* Keeps what nobody's answers determine where it is led to. */
#define LEAST_PENALTY 1e-6

/* ---- terms ---- */

/* The levels of a question in rising points: rank[level]; the lowest has 0, and equal points are told apart by order.
 */
static size_t
rank_of(const rasimi_domain *domain, size_t level)
{
    const rasimi_pair *items = domain->levels.items;
    size_t rank = 0;
    for (size_t l = 0; l < domain->levels.n; l++)
        rank += items[l].number.value < items[level].number.value ||
                (l < level && !(items[l].number.value > items[level].number.value));
    return rank;
}

static size_t
count_terms(const rasimi_sample *sample, const rasimi_fit_settings *settings)
{
    size_t n = 1 + settings->n_products + (settings->place_effects ? sample->n_places : 0);
    for (size_t d = 0; d < sample->n_domains; d++)
        n += settings->by_points ? 1 : rasimi_domain_at(sample->design, d)->levels.n - 1;
    return n;
}

static size_t
add_question(const rasimi_sample *sample, const rasimi_fit_settings *settings, size_t d, rasimi_glm_term *terms)
{
    const rasimi_domain *domain = rasimi_domain_at(sample->design, d);
    if (settings->by_points) {
        terms[0] = (rasimi_glm_term){RASIMI_TERM_POINTS, d, 0};
        return 1;
    }
    for (size_t rank = 1; rank < domain->levels.n; rank++)
        for (size_t l = 0; l < domain->levels.n; l++)
            if (rank_of(domain, l) == rank)
                terms[rank - 1] = (rasimi_glm_term){RASIMI_TERM_LEVEL, d, l};
    return domain->levels.n - 1;
}

static rasim_status
make_terms(const rasimi_fit_job *job, rasimi_fitted *out)
{
    const rasimi_fit_settings *settings = job->settings;
    rasimi_glm_term *terms = rasimi_arena_alloc(job->arena, count_terms(job->sample, settings), sizeof *terms);
    if (!terms)
        return RASIM_ERR_NO_MEMORY;
    size_t n = 0;
    terms[n++] = (rasimi_glm_term){RASIMI_TERM_INTERCEPT, 0, 0};
    for (size_t d = 0; d < job->sample->n_domains; d++)
        if (d != settings->left_out)
            n += add_question(job->sample, settings, d, terms + n);
    for (size_t p = 0; p < settings->n_products; p++)
        if (settings->products[p].a != settings->left_out && settings->products[p].b != settings->left_out)
            terms[n++] = (rasimi_glm_term){RASIMI_TERM_PRODUCT, settings->products[p].a, settings->products[p].b};
    for (size_t p = 0; settings->place_effects && p < job->sample->n_places; p++)
        terms[n++] = (rasimi_glm_term){RASIMI_TERM_PLACE, p, 0};
    out->terms = terms;
    out->n_terms = n;
    return RASIM_OK;
}

/* What a term is for a person. */
static double
term_of(const rasimi_sample *sample, const rasimi_glm_term *term, size_t i)
{
    const double *points = sample->answer + i * sample->n_domains;
    const uint32_t *level = sample->level + i * sample->n_domains;
    const rasimi_domain *domain;
    switch (term->kind) {
        case RASIMI_TERM_INTERCEPT:
            return 1;
        case RASIMI_TERM_LEVEL:
            domain = rasimi_domain_at(sample->design, term->a);
            return level[term->a] != RASIMI_NO_LABEL && rank_of(domain, level[term->a]) >= rank_of(domain, term->b);
        case RASIMI_TERM_POINTS:
            return points[term->a];
        case RASIMI_TERM_PRODUCT:
            return points[term->a] * points[term->b];
        case RASIMI_TERM_PLACE:
            break;
    }
    return sample->place[i] == term->a;
}

/* ---- what the prior says ---- */

static double
prior_main(const rasimi_sample *sample, const rasimi_allocation_row *row, const rasimi_glm_term *term)
{
    const rasimi_domain *domain = rasimi_domain_at(sample->design, term->a);
    const rasimi_pair *levels = domain->levels.items;
    const rasimi_coefficient *items = row->coefficients.items;
    for (size_t i = 0; i < row->coefficients.n; i++) {
        if (strcmp(items[i].domain.value, domain->name.value) != 0)
            continue;
        if (!items[i].level.value)
            return items[i].per_point.value *
                   (term->kind == RASIMI_TERM_LEVEL ? domain->weight.value * levels[term->b].number.value : 1);
        if (term->kind == RASIMI_TERM_LEVEL && strcmp(items[i].level.value, levels[term->b].label.value) == 0)
            return items[i].value.value;
    }
    return 0;
}

static double
prior_product(const rasimi_sample *sample, const rasimi_allocation_row *row, const rasimi_glm_term *term)
{
    const char *a = rasimi_domain_at(sample->design, term->a)->name.value;
    const char *b = rasimi_domain_at(sample->design, term->b)->name.value;
    const rasimi_interaction *items = row->interactions.items;
    for (size_t i = 0; i < row->interactions.n; i++)
        if ((strcmp(items[i].a.value, a) == 0 && strcmp(items[i].b.value, b) == 0) ||
            (strcmp(items[i].a.value, b) == 0 && strcmp(items[i].b.value, a) == 0))
            return items[i].coefficient.value;
    return 0;
}

/* Coefficients of a class's row as steps: of a level, what it has above the one below. */
static void
prior_of(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t class, double *towards)
{
    const rasimi_design *prior = job->settings->prior;
    const char *group = fitted->n_classes > 1 ? job->sample->study->care_groups[class] : "";
    const rasimi_allocation_row *row = prior ? rasimi_design_row(prior, group) : NULL;
    double below = 0;
    for (size_t t = 0; t < fitted->n_terms; t++) {
        const rasimi_glm_term *term = &fitted->terms[t];
        const bool main = term->kind == RASIMI_TERM_LEVEL || term->kind == RASIMI_TERM_POINTS;
        towards[t] = 0;
        if (!row || term->kind == RASIMI_TERM_INTERCEPT || term->kind == RASIMI_TERM_PLACE)
            continue;
        const double stated = main ? prior_main(job->sample, row, term) : prior_product(job->sample, row, term);
        if (term->kind == RASIMI_TERM_LEVEL &&
            (t == 0 || fitted->terms[t - 1].a != term->a || fitted->terms[t - 1].kind != RASIMI_TERM_LEVEL))
            below = 0;
        towards[t] = term->kind == RASIMI_TERM_LEVEL ? stated - below : stated;
        below = stated;
    }
}

/* ---- the fit ---- */

/* A model and what it is made of: columns are terms, in blocks where there are several. */
typedef struct model {
    rasimi_glm glm;
    double *x, *weight, *penalty, *towards, *beta;
} model;

static rasim_status
make_model(const rasimi_fit_job *job, size_t k, model *out)
{
    const size_t n = job->sample->n;
    *out = (model){.x = rasimi_arena_alloc(job->arena, n * k, sizeof(double)),
                   .weight = rasimi_arena_alloc(job->arena, n, sizeof(double)),
                   .penalty = rasimi_arena_alloc(job->arena, k, sizeof(double)),
                   .towards = rasimi_arena_alloc(job->arena, k, sizeof(double)),
                   .beta = rasimi_arena_alloc(job->arena, k, sizeof(double))};
    if (!out->x || !out->weight || !out->penalty || !out->towards || !out->beta)
        return RASIM_ERR_NO_MEMORY;
    out->glm = (rasimi_glm){
        .law = job->settings->method == &rasimi_method_lognormal ? RASIMI_GLM_LOGNORMAL : RASIMI_GLM_GAMMA,
        .n = n,
        .k = k,
        .x = out->x,
        .y = job->sample->target,
        .weight = out->weight,
        .penalty = out->penalty,
        .towards = out->towards,
    };
    return RASIM_OK;
}

/* Weights of the people of a class, or of all, that sum to their number; how many there are. */
static size_t
weigh(const rasimi_fit_job *job, bool everybody, size_t group, double *weight)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < job->sample->n; i++) {
        const bool seen = job->sample->target[i] > 0 && (everybody || job->sample->group[i] == group);
        weight[i] = seen ? job->weight[i] : 0;
        sum += weight[i];
        n += weight[i] > 0;
    }
    for (size_t i = 0; i < job->sample->n && sum > 0; i++)
        weight[i] *= (double)n / sum;
    return n;
}

/* Sum of squares of a column around its mean. */
static double
spread_of(const model *m, size_t column)
{
    double mean = 0, weight = 0, spread = 0;
    for (size_t i = 0; i < m->glm.n; i++) {
        mean += m->weight[i] * m->x[i * m->glm.k + column];
        weight += m->weight[i];
    }
    mean = weight > 0 ? mean / weight : 0;
    for (size_t i = 0; i < m->glm.n; i++) {
        const double from = m->x[i * m->glm.k + column] - mean;
        spread += m->weight[i] * from * from;
    }
    return spread;
}

/* Puts the terms of people into a block of columns, those of one group only where the block is a group's. */
static void
fill(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t block, bool everybody, model *m)
{
    for (size_t i = 0; i < job->sample->n; i++)
        if (everybody || job->sample->group[i] + 1 == block)
            for (size_t t = 0; t < fitted->n_terms; t++)
                m->x[i * m->glm.k + block * fitted->n_terms + t] = term_of(job->sample, &fitted->terms[t], i);
}

/* The intercept that all have is free. What sets people apart is drawn to 0, or to the prior, by the ridge; what sets
   groups and places apart, to what they have in common. */
static void
penalise(const rasimi_fit_job *job, const rasimi_fitted *fitted, model *m)
{
    for (size_t j = 0; j < m->glm.k; j++) {
        const rasimi_glm_term *term = &fitted->terms[j % fitted->n_terms];
        const bool common = j < fitted->n_terms;
        const bool apart = !common || term->kind == RASIMI_TERM_PLACE;
        const double strength = apart ? job->settings->towards_common : job->settings->ridge;
        const bool is_free = common && term->kind == RASIMI_TERM_INTERCEPT;
        m->penalty[j] = is_free ? 0 : LEAST_PENALTY + strength * spread_of(m, j);
    }
}

static rasim_status
solve(model *m)
{
    size_t failed;
    switch (rasimi_glm_fit(&m->glm, m->beta, &failed)) {
        case RASIMI_GLM_DONE:
            return RASIM_OK;
        case RASIMI_GLM_NO_MEMORY:
            return RASIM_ERR_NO_MEMORY;
        case RASIMI_GLM_SINGULAR:
        case RASIMI_GLM_DIVERGED:
            break;
    }
    return RASIM_ERR_INPUT;
}

/* Steps become levels: each has those below it. */
static void
keep_values(const rasimi_fitted *fitted, const double *beta, double *values)
{
    for (size_t t = 0; t < fitted->n_terms; t++) {
        const rasimi_glm_term *term = &fitted->terms[t];
        const bool goes_on = term->kind == RASIMI_TERM_LEVEL && fitted->terms[t - 1].kind == RASIMI_TERM_LEVEL &&
                             fitted->terms[t - 1].a == term->a;
        values[t] = beta[t] + (goes_on ? values[t - 1] : 0);
    }
}

static void
smear(const model *m, rasimi_fitted *fitted, size_t class)
{
    fitted->smearing[class] = m->glm.law == RASIMI_GLM_LOGNORMAL ? rasimi_glm_smearing(&m->glm, m->beta) : 1;
}

/* One class by itself, or everybody. */
static rasim_status
fit_class(const rasimi_fit_job *job, rasimi_fitted *fitted, size_t class)
{
    const bool generic = fitted->n_classes == 1;
    model m;
    if (make_model(job, fitted->n_terms, &m) != RASIM_OK)
        return RASIM_ERR_NO_MEMORY;
    fitted->borrowed[class] = !generic && weigh(job, false, class, m.weight) < RASIMI_FEWEST_IN_CLASS;
    if (weigh(job, generic || fitted->borrowed[class], class, m.weight) == 0)
        return RASIM_ERR_INPUT;
    fill(job, fitted, 0, true, &m);
    prior_of(job, fitted, class, m.towards);
    penalise(job, fitted, &m);
    const rasim_status status = solve(&m);
    if (status == RASIM_OK) {
        keep_values(fitted, m.beta, fitted->values + fitted->first[class]);
        smear(&m, fitted, class);
    }
    return status;
}

/* All classes together: what they have in common and how each differs. */
static rasim_status
fit_partial(const rasimi_fit_job *job, rasimi_fitted *fitted)
{
    const size_t k = fitted->n_terms, blocks = fitted->n_classes + 1;
    model m;
    double *beta = rasimi_arena_alloc(job->arena, k, sizeof *beta);
    if (!beta || make_model(job, k * blocks, &m) != RASIM_OK)
        return RASIM_ERR_NO_MEMORY;
    if (weigh(job, true, 0, m.weight) == 0)
        return RASIM_ERR_INPUT;
    for (size_t block = 0; block < blocks; block++)
        fill(job, fitted, block, block == 0, &m);
    prior_of(job, fitted, 0, m.towards);
    penalise(job, fitted, &m);
    const rasim_status status = solve(&m);
    for (size_t c = 0; status == RASIM_OK && c < fitted->n_classes; c++) {
        for (size_t t = 0; t < k; t++)
            beta[t] = m.beta[t] + m.beta[(c + 1) * k + t];
        keep_values(fitted, beta, fitted->values + fitted->first[c]);
        smear(&m, fitted, c);
    }
    return status;
}

static rasim_status
fit(const rasimi_fit_job *job, rasimi_fitted *out)
{
    const bool generic = job->settings->pooling == RASIM_POOLING_GENERIC;
    *out = (rasimi_fitted){.n_classes = generic ? 1 : job->sample->n_groups};
    if (make_terms(job, out) != RASIM_OK)
        return RASIM_ERR_NO_MEMORY;
    const size_t n = out->n_terms * out->n_classes;
    out->first = rasimi_arena_alloc(job->arena, out->n_classes + 1, sizeof *out->first);
    out->borrowed = rasimi_arena_alloc(job->arena, out->n_classes, sizeof *out->borrowed);
    out->smearing = rasimi_arena_alloc(job->arena, out->n_classes, sizeof *out->smearing);
    out->values = rasimi_arena_alloc(job->arena, n, sizeof *out->values);
    out->at = rasimi_arena_alloc(job->arena, n, sizeof *out->at);
    if (!out->first || !out->borrowed || !out->smearing || !out->values || !out->at)
        return RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; c < out->n_classes; c++)
        out->first[c + 1] = (c + 1) * out->n_terms;
    for (size_t v = 0; v < n; v++)
        out->at[v] = (double)NAN;
    if (job->settings->pooling == RASIM_POOLING_PARTIAL)
        return fit_partial(job, out);
    rasim_status status = RASIM_OK;
    for (size_t c = 0; c < out->n_classes && status == RASIM_OK; c++)
        status = fit_class(job, out, c);
    return status;
}

/* ---- what comes of it ---- */

/* A level's value holds the steps below it: only the level that a person has counts. */
static double
predict(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t class, size_t i)
{
    const rasimi_sample *sample = job->sample;
    const double *values = fitted->values + fitted->first[class];
    double eta = 0;
    for (size_t t = 0; t < fitted->n_terms; t++) {
        const rasimi_glm_term *term = &fitted->terms[t];
        if (term->kind == RASIMI_TERM_LEVEL)
            eta += sample->level[i * sample->n_domains + term->a] == term->b ? values[t] : 0;
        else
            eta += values[t] * term_of(sample, term, i);
    }
    return fitted->smearing[class] * rasimi_exp(eta);
}

static const char *
what(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t value, rasimi_arena *arena)
{
    const rasimi_glm_term *term = &fitted->terms[value % fitted->n_terms];
    const rasimi_domain *a = term->kind == RASIMI_TERM_INTERCEPT || term->kind == RASIMI_TERM_PLACE
                                 ? NULL
                                 : rasimi_domain_at(sample->design, term->a);
    switch (term->kind) {
        case RASIMI_TERM_INTERCEPT:
            return rasimi_arena_printf(arena, "everybody");
        case RASIMI_TERM_LEVEL:
            return rasimi_arena_printf(arena, "%s: %s", a->name.value, a->levels.items[term->b].label.value);
        case RASIMI_TERM_POINTS:
            return rasimi_arena_printf(arena, "%s, a point", a->name.value);
        case RASIMI_TERM_PRODUCT:
            return rasimi_arena_printf(arena, "%s x %s", a->name.value,
                                       rasimi_domain_at(sample->design, term->b)->name.value);
        case RASIMI_TERM_PLACE:
            break;
    }
    return rasimi_arena_printf(arena, "place %s", sample->study->places[term->a]);
}

static rasimi_words
coefficient(double value)
{
    return rasimi_words_number(rint(value * 1e8) / 1e8);
}

static void
write_term(const rasimi_sample *sample, const rasimi_glm_term *term, double value, rasimi_buffer *out)
{
    const rasimi_domain *a = rasimi_domain_at(sample->design, term->a);
    rasimi_buffer_printf(out, "      - {%s: ", term->kind == RASIMI_TERM_PRODUCT ? "a" : "domain");
    rasimi_yaml_put_text(out, a->name.value);
    if (term->kind == RASIMI_TERM_PRODUCT) {
        rasimi_buffer_printf(out, ", b: ");
        rasimi_yaml_put_text(out, rasimi_domain_at(sample->design, term->b)->name.value);
        rasimi_buffer_printf(out, ", coefficient: %s}\n", coefficient(value).text);
    } else if (term->kind == RASIMI_TERM_LEVEL) {
        rasimi_buffer_printf(out, ", level: ");
        rasimi_yaml_put_text(out, a->levels.items[term->b].label.value);
        rasimi_buffer_printf(out, ", value: %s}\n", coefficient(value).text);
    } else {
        rasimi_buffer_printf(out, ", per_point: %s}\n", coefficient(value).text);
    }
}

/* Effects of places are not written: a new place has none, and the design is for all. */
static void
write(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t class, const rasimi_fit_settings *settings,
      double scale, rasimi_buffer *out)
{
    const double *values = fitted->values + fitted->first[class];
    bool products = false;
    rasimi_buffer_printf(out, "    intercept: %s\n", coefficient(values[0] + rasimi_log(scale * sample->weeks)).text);
    if (settings->method == &rasimi_method_lognormal)
        rasimi_buffer_printf(out, "    smearing: %s\n", coefficient(fitted->smearing[class]).text);
    rasimi_buffer_printf(out, "    coefficients:\n");
    for (size_t t = 1; t < fitted->n_terms; t++) {
        const rasimi_glm_term *term = &fitted->terms[t];
        if (term->kind == RASIMI_TERM_PLACE)
            continue;
        if (term->kind == RASIMI_TERM_PRODUCT && !products)
            rasimi_buffer_printf(out, "    interactions:\n");
        products = products || term->kind == RASIMI_TERM_PRODUCT;
        write_term(sample, term, values[t], out);
    }
}

const rasimi_method rasimi_method_glm = {
    .name = "glm",
    .family = "regression",
    .sentence = "a formula of the answers: gamma with log link, penalties chosen on people not seen",
    .fit = fit,
    .predict = predict,
    .what = what,
    .write = write,
    .reads_answers = true,
    .rounding_gbp = 0.01,
};

const rasimi_method rasimi_method_lognormal = {
    .name = "lognormal",
    .family = "regression",
    .sentence = "the same fitted to the logarithm of what people cost, with Duan's smearing factor",
    .fit = fit,
    .predict = predict,
    .what = what,
    .write = write,
    .reads_answers = true,
    .rounding_gbp = 0.01,
};
