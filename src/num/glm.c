/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma and lognormal models by (iteratively reweighted) least squares through the normal equations. */
#include "num/glm.h"

#include "base/mem.h"
#include "num/detmath.h"
#include "num/linalg.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 100, MOST_HALVINGS = 20 };

#define NEAR  1e-11 /* of a coefficient */
#define NOISE 1e-13 /* of the deviance */

/* Scratch of a fit. */
typedef struct work {
    double *normal; /* [k x k] */
    double *next;   /* [k] */
    double *z;      /* [n] working response without the offset */
    size_t *used;   /* [k] columns of a row that are not 0 */
} work;

static double
linear(const rasimi_glm *model, const double *beta, size_t i)
{
    double eta = 0.0;
    for (size_t j = 0; j < model->k; j++) {
        eta += model->x[i * model->k + j] * beta[j];
    }
    return eta;
}

static double
offset_of(const rasimi_glm *model, size_t i)
{
    return model->offset == NULL ? 0.0 : model->offset[i];
}

static double
penalty_of(const rasimi_glm *model, const double *beta)
{
    double sum = 0.0;
    for (size_t j = 0; model->penalty != NULL && j < model->k; j++) {
        const double from = beta[j] - (model->towards == NULL ? 0.0 : model->towards[j]);
        sum += model->penalty[j] * from * from;
    }
    return sum;
}

/* Twice what is minimised, for the gamma law: the deviance with the penalty. */
static double
objective(const rasimi_glm *model, const double *beta)
{
    double sum = penalty_of(model, beta);
    for (size_t i = 0; i < model->n; i++) {
        if (model->weight[i] > 0.0) {
            const double eta = linear(model, beta, i) + offset_of(model, i);
            const double ratio = model->y[i] * rasimi_exp(-eta);
            sum += 2.0 * model->weight[i] * (ratio - 1.0 - rasimi_log(model->y[i]) + eta);
        }
    }
    return sum;
}

/* Rows are mostly 0: only the columns in which one is not are looked at. */
static void
add_observation(const rasimi_glm *model, size_t i, double z, work *w)
{
    const double *row = model->x + i * model->k;
    size_t n = 0;
    for (size_t a = 0; a < model->k; a++) {
        if (row[a] > 0.0 || row[a] < 0.0) {
            w->used[n++] = a;
        }
    }
    for (size_t p = 0; p < n; p++) {
        const size_t a = w->used[p];
        const double weighted = model->weight[i] * row[a];
        for (size_t q = 0; q <= p; q++) {
            w->normal[a * model->k + w->used[q]] += weighted * row[w->used[q]];
        }
        w->next[a] += weighted * z;
    }
}

/* Penalised least squares of z on x into w->next. With gamma errors and a log link the working weights are those
   given. */
static rasimi_glm_end
solve(const rasimi_glm *model, work *w, size_t *failed)
{
    const size_t k = model->k;
    memset(w->normal, 0, k * k * sizeof *w->normal);
    memset(w->next, 0, k * sizeof *w->next);
    for (size_t i = 0; i < model->n; i++) {
        if (model->weight[i] > 0.0) {
            add_observation(model, i, w->z[i], w);
        }
    }
    for (size_t j = 0; model->penalty != NULL && j < k; j++) {
        w->normal[j * k + j] += model->penalty[j];
        w->next[j] += model->penalty[j] * (model->towards == NULL ? 0.0 : model->towards[j]);
    }
    if (!rasimi_cholesky(w->normal, k, failed)) {
        return RASIMI_GLM_SINGULAR;
    }
    rasimi_cholesky_solve(w->normal, k, w->next);
    return RASIMI_GLM_DONE;
}

static void
logs_as_response(const rasimi_glm *model, work *w)
{
    for (size_t i = 0; i < model->n; i++) {
        w->z[i] = model->weight[i] > 0.0 ? rasimi_log(model->y[i]) - offset_of(model, i) : 0.0;
    }
}

static void
working_response(const rasimi_glm *model, const double *beta, work *w)
{
    for (size_t i = 0; i < model->n; i++) {
        const double eta = linear(model, beta, i);
        w->z[i] = model->weight[i] > 0.0 ? eta + model->y[i] * rasimi_exp(-(eta + offset_of(model, i))) - 1.0 : 0.0;
    }
}

/* The deviance hardly moves where coefficients still do: steps end by the coefficients. */
static double
largest_move(const double *from, const double *to, size_t k)
{
    double largest = 0.0;
    for (size_t j = 0; j < k; j++) {
        const double move = __builtin_fabs(to[j] - from[j]) / (1.0 + __builtin_fabs(to[j]));
        largest = move > largest ? move : largest;
    }
    return largest;
}

/* Steps of reweighted least squares from the fit of the logarithms, halved where they overshoot. */
static rasimi_glm_end
iterate(const rasimi_glm *model, double *beta, work *w, size_t *failed)
{
    double now = objective(model, beta);
    for (int step = 0; step < MOST_STEPS; step++) {
        working_response(model, beta, w);
        const rasimi_glm_end end = solve(model, w, failed);
        if (end != RASIMI_GLM_DONE) {
            return end;
        }
        double next = objective(model, w->next);
        for (int half = 0; half < MOST_HALVINGS && !(next <= now + NOISE * (__builtin_fabs(now) + 1.0)); half++) {
            for (size_t j = 0; j < model->k; j++) {
                w->next[j] = 0.5 * (w->next[j] + beta[j]);
            }
            next = objective(model, w->next);
        }
        const double moved = largest_move(beta, w->next, model->k);
        memcpy(beta, w->next, model->k * sizeof *beta);
        now = next;
        if (moved <= NEAR) {
            return RASIMI_GLM_DONE;
        }
    }
    return RASIMI_GLM_DIVERGED;
}

static rasimi_glm_end
fit(const rasimi_glm *model, double *beta, work *w, size_t *failed)
{
    logs_as_response(model, w);
    const rasimi_glm_end end = solve(model, w, failed);
    if (end != RASIMI_GLM_DONE) {
        return end;
    }
    memcpy(beta, w->next, model->k * sizeof *beta);
    return model->law == RASIMI_GLM_LOGNORMAL ? RASIMI_GLM_DONE : iterate(model, beta, w, failed);
}

rasimi_glm_end
rasimi_glm_fit(const rasimi_glm *model, double *beta, size_t *failed)
{
    const size_t k = model->k;
    double *memory = rasimi_calloc(k * k + 2 * k + model->n, sizeof *memory);
    size_t *used = rasimi_calloc(k, sizeof *used);
    if (memory == NULL || used == NULL) {
        free(memory);
        free(used);
        return RASIMI_GLM_NO_MEMORY;
    }
    work w = {.normal = memory, .next = memory + k * k, .z = memory + k * k + 2 * k, .used = used};
    double *found = memory + k * k + k;
    const rasimi_glm_end end = fit(model, found, &w, failed);
    free(used);
    if (end == RASIMI_GLM_DONE) {
        memcpy(beta, found, k * sizeof *beta);
    }
    free(memory);
    return end;
}

double
rasimi_glm_smearing(const rasimi_glm *model, const double *beta)
{
    double sum = 0.0, weight = 0.0;
    for (size_t i = 0; i < model->n; i++) {
        if (model->weight[i] > 0.0) {
            const double residual = rasimi_log(model->y[i]) - linear(model, beta, i) - offset_of(model, i);
            sum += model->weight[i] * rasimi_exp(residual);
            weight += model->weight[i];
        }
    }
    return sum / weight;
}
