/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points of the shared shocks: spread, made normal, whitened, correlated, and turned into what they do. */
#include "engine/analytic_draws.h"

#include "base/mem.h"
#include "num/detmath.h"

#include <stdlib.h>
#include <string.h>

static bool
is_uncertain(const rasimi_shocks *shocks, size_t i)
{
    const rasim_study *study = shocks->study;
    const rasimi_shock_law *law = &shocks->laws[i];
    switch (law->shared.kind) {
        case RASIMI_SHARED_DEMAND:
            return false; /* of people who come: nobody does */
        case RASIMI_SHARED_LENIENCY:
            return shocks->scale > 0.0 && (study->framework.assessment.leniency_sd.value > 0.0 ||
                                           study->framework.assessment.leniency_log_sd.value > 0.0);
        case RASIMI_SHARED_PRICE:
        case RASIMI_SHARED_PRACTICE:
        case RASIMI_SHARED_OPTIMISM:
        case RASIMI_SHARED_FUNDING:
        case RASIMI_SHARED_SHARE:
            break;
    }
    return law->lognormal ? law->log_sd > 0.0 : law->law.sd > 0.0;
}

/* The laws that are coordinates: those that are uncertain, and those that they are correlated through. Returns their
   number. */
static size_t
choose_coordinates(const rasimi_shocks *shocks, size_t *coordinate)
{
    size_t n = 0;
    for (size_t j = 0; j < shocks->n; j++) {
        bool chosen = is_uncertain(shocks, j);
        for (size_t i = j; i < shocks->n && shocks->factor != NULL; i++) {
            const double part = shocks->factor[i * shocks->n + j];
            chosen = chosen || ((part < 0.0 || part > 0.0) && is_uncertain(shocks, i));
        }
        if (chosen) {
            coordinate[n++] = j;
        }
    }
    return n;
}

/* The root of x^(d+1) = x + 1: for d = 1 the golden ratio. */
static double
golden_ratio(size_t d)
{
    double x = 1.5;
    for (int step = 0; step < 64; step++) {
        x = rasimi_exp(rasimi_log(1.0 + x) / (double)(d + 1));
    }
    return x;
}

/* Column j of the points: n normals, the second half the negatives of the first. */
static void
spread(size_t d, size_t j, size_t n, double *column)
{
    const double ratio = golden_ratio(d > 1 ? d - 1 : 1);
    double step = 1.0;
    for (size_t power = 0; power < j; power++) {
        step /= ratio;
    }
    const size_t half = n / 2;
    for (size_t k = 0; k < half; k++) {
        const double turned = 0.5 + ((double)k + 1.0) * step;
        const double u = j == 0 ? ((double)k + 0.5) / (double)half : turned - __builtin_floor(turned);
        column[k] = rasimi_normal_quantile(u > 1e-9 ? u < 1.0 - 1e-9 ? u : 1.0 - 1e-9 : 1e-9);
        column[half + k] = -column[k];
    }
}

static double
dot(const double *a, const double *b, size_t n)
{
    double sum = 0.0;
    for (size_t k = 0; k < n; k++) {
        sum += a[k] * b[k];
    }
    return sum;
}

/* Gram and Schmidt: columns of mean square 1, at right angles to each other. */
static void
whiten(double *columns, size_t d, size_t n)
{
    for (size_t j = 0; j < d; j++) {
        double *column = columns + j * n;
        for (size_t i = 0; i < j; i++) {
            const double shared = dot(columns + i * n, column, n) / (double)n;
            for (size_t k = 0; k < n; k++) {
                column[k] -= shared * columns[i * n + k];
            }
        }
        const double scale = __builtin_sqrt((double)n / dot(column, column, n));
        for (size_t k = 0; k < n; k++) {
            column[k] *= scale;
        }
    }
}

/* Values of all laws at point k. */
static void
values_at(const rasimi_shocks *shocks, const double *columns, const size_t *coordinate, size_t d, size_t n, size_t k,
          double *values)
{
    for (size_t i = 0; i < shocks->n; i++) {
        values[i] = 0.0;
        for (size_t c = 0; c < d && coordinate[c] <= i; c++) {
            const double own = coordinate[c] == i ? 1.0 : 0.0;
            const double part = shocks->factor == NULL ? own : shocks->factor[i * shocks->n + coordinate[c]];
            values[i] += part * columns[c * n + k];
        }
    }
    rasimi_shocks_values(shocks, values);
}

static void
keep(const rasimi_shocks *shocks, const double *values, size_t k, rasimi_shared_draws *out)
{
    out->leniency[k] = values[shocks->leniency];
    out->need[k] = values[shocks->optimism];
    out->practice[k] = values[shocks->practice];
    out->envelope[k] = values[shocks->funding];
    for (size_t s = 0; s < out->n_settings; s++) {
        const size_t law = shocks->price_of_setting[s];
        const double expected = shocks->study->price_index[s];
        out->price[k * out->n_settings + s] =
            law == SIZE_MAX ? 1.0 : (double)rasimi_shocks_price(shocks->study, values[law], expected);
    }
}

static rasim_status
make_arrays(rasimi_shared_draws *out)
{
    double *block = rasimi_calloc(out->n * (4 + out->n_settings), sizeof *block);
    out->leniency = block;
    if (block == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    out->need = block + out->n;
    out->practice = block + 2 * out->n;
    out->envelope = block + 3 * out->n;
    out->price = block + 4 * out->n;
    return RASIM_OK;
}

rasim_status
rasimi_shared_draws_make(const rasimi_shocks *shocks, rasimi_shared_draws *out)
{
    *out = (rasimi_shared_draws){.n_settings = shocks->study->n_settings};
    size_t *coordinate = rasimi_calloc(shocks->n, sizeof *coordinate);
    double *values = rasimi_calloc(shocks->n, sizeof *values), *columns = NULL;
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (coordinate == NULL || values == NULL) {
        goto out;
    }
    const size_t d = choose_coordinates(shocks, coordinate);
    out->n = d > 0 ? RASIMI_SHARED_DRAWS : 1;
    columns = rasimi_calloc(d * out->n, sizeof *columns);
    if (columns == NULL || make_arrays(out) != RASIM_OK) {
        goto out;
    }
    for (size_t j = 0; j < d; j++) {
        spread(d, j, out->n, columns + j * out->n);
    }
    whiten(columns, d, out->n);
    for (size_t k = 0; k < out->n; k++) {
        values_at(shocks, columns, coordinate, d, out->n, k, values);
        keep(shocks, values, k, out);
    }
    status = RASIM_OK;
out:
    free(columns);
    free(values);
    free(coordinate);
    return status;
}

void
rasimi_shared_draws_clear(rasimi_shared_draws *draws)
{
    free(draws->leniency);
    *draws = (rasimi_shared_draws){0};
}
