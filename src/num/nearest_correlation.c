/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The nearest correlation matrix by alternating projections with Dykstra's correction: Higham (2002), IMA Journal of
 * Numerical Analysis 22, 329-343, algorithm 3.3 with W = I. Projection on the positive semidefinite drops negative
 * eigenvalues; projection on the affine set puts back the ones of the diagonal and the zeros that are held.
 */
#include "num/nearest_correlation.h"

#include "base/mem.h"

#include <gsl/gsl_eigen.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROUNDS 2000
#define TOLERANCE   1e-10
/* Terms of pairs this near count as equal, and the last is named. */
#define TIE 1e-9

/* Room for eigenvalues of matrices [n x n]. Rows of `vectors` are eigenvectors' components: column k is vector k. */
typedef struct spectrum {
    size_t n;
    gsl_eigen_symmv_workspace *work;
    double *copy, *values, *vectors;
} spectrum;

static void
spectrum_clear(spectrum *s)
{
    gsl_eigen_symmv_free(s->work);
    free(s->copy);
    free(s->values);
    free(s->vectors);
}

static bool
spectrum_init(spectrum *s, size_t n)
{
    *s = (spectrum){
        .n = n,
        .work = gsl_eigen_symmv_alloc(n),
        .copy = rasimi_calloc(n * n, sizeof(double)),
        .values = rasimi_calloc(n, sizeof(double)),
        .vectors = rasimi_calloc(n * n, sizeof(double)),
    };
    if (s->work == NULL || s->copy == NULL || s->values == NULL || s->vectors == NULL) {
        spectrum_clear(s);
        return false;
    }
    return true;
}

static void
find_spectrum(spectrum *s, const double *matrix)
{
    memcpy(s->copy, matrix, s->n * s->n * sizeof *matrix); /* which GSL destroys */
    gsl_matrix_view copy = gsl_matrix_view_array(s->copy, s->n, s->n);
    gsl_vector_view values = gsl_vector_view_array(s->values, s->n);
    gsl_matrix_view vectors = gsl_matrix_view_array(s->vectors, s->n, s->n);
    gsl_eigen_symmv(&copy.matrix, &values.vector, &vectors.matrix, s->work);
}

static size_t
smallest(const spectrum *s)
{
    size_t k = 0;
    for (size_t i = 1; i < s->n; i++) {
        k = s->values[i] < s->values[k] ? i : k;
    }
    return k;
}

bool
rasimi_find_worst_pair(const double *matrix, size_t n, rasimi_worst_pair *out)
{
    spectrum s;
    if (!spectrum_init(&s, n)) {
        return false;
    }
    find_spectrum(&s, matrix);
    const size_t k = smallest(&s);
    *out = (rasimi_worst_pair){.eigenvalue = s.values[k], .i = 1, .j = 0};
    double lowest = __builtin_inf();
    for (size_t i = 1; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            const double term = s.vectors[i * n + k] * s.vectors[j * n + k] * matrix[i * n + j];
            if (term <= lowest + TIE) {
                lowest = term;
                out->i = i;
                out->j = j;
            }
        }
    }
    spectrum_clear(&s);
    return true;
}

/* The nearest positive semidefinite matrix: the sum of lambda v v' over positive eigenvalues. */
static void
drop_negative(spectrum *s, const double *matrix, double *out)
{
    const size_t n = s->n;
    find_spectrum(s, matrix);
    memset(out, 0, n * n * sizeof *out);
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < n && s->values[k] > 0.0; i++) {
            const double along = s->values[k] * s->vectors[i * n + k];
            for (size_t j = 0; j < n; j++) {
                out[i * n + j] += along * s->vectors[j * n + k];
            }
        }
    }
}

/* Puts back what is given: ones on the diagonal, zeros where held. Returns the largest change of any entry of `to`. */
static double
restore_given(const double *from, size_t n, const bool *held, double *to)
{
    double change = 0.0;
    for (size_t e = 0; e < n * n; e++) {
        const bool diagonal = e % (n + 1) == 0, zero = held != NULL && held[e];
        const double value = diagonal ? 1.0 : zero ? 0.0 : from[e];
        const double distance = value > to[e] ? value - to[e] : to[e] - value;
        change = distance > change ? distance : change;
        to[e] = value;
    }
    return change;
}

bool
rasimi_nearest_correlation(const double *matrix, size_t n, const bool *held, double *out)
{
    const size_t entries = n * n;
    spectrum s;
    double *corrected =
        rasimi_calloc(2 * entries, sizeof *corrected); /* R, then X of the paper; Dykstra's dS = X - R */
    if (corrected == NULL || !spectrum_init(&s, n)) {
        free(corrected);
        return false;
    }
    double *projected = corrected + entries;
    memcpy(out, matrix, entries * sizeof *out);
    memcpy(corrected, matrix, entries * sizeof *out);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        drop_negative(&s, corrected, projected);
        for (size_t e = 0; e < entries; e++) {
            corrected[e] -= projected[e]; /* -dS */
        }
        const double change = restore_given(projected, n, held, out);
        for (size_t e = 0; e < entries; e++) {
            corrected[e] += out[e];
        }
        if (change < TOLERANCE && round > 0) {
            break;
        }
    }
    spectrum_clear(&s);
    free(corrected);
    return true;
}

/* Entries times `share`, to whole hundredths away from the diagonal. */
static void
round_shrunk(const double *matrix, size_t n, double share, double *out)
{
    for (size_t e = 0; e < n * n; e++) {
        const double hundredths = 100.0 * share * matrix[e];
        const double whole = (double)(int)(hundredths + (hundredths < 0.0 ? -0.5 : 0.5));
        out[e] = e % (n + 1) == 0 ? 1.0 : whole / 100.0;
    }
}

bool
rasimi_round_correlation(double *matrix, size_t n, double margin)
{
    spectrum s;
    double *rounded = rasimi_calloc(n * n, sizeof *rounded);
    if (rounded == NULL || !spectrum_init(&s, n)) {
        free(rounded);
        return false;
    }
    for (int percent = 100; percent >= 0; percent--) { /* at 0 it is the identity */
        round_shrunk(matrix, n, percent / 100.0, rounded);
        find_spectrum(&s, rounded);
        if (s.values[smallest(&s)] >= margin) {
            break;
        }
    }
    memcpy(matrix, rounded, n * n * sizeof *matrix);
    spectrum_clear(&s);
    free(rounded);
    return true;
}
