/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest correlation matrix against published examples and R's Matrix::nearPD, against what being nearest means,
   and rounded. */
#include "num/nearest_correlation.h"

#include "draws.h"
#include "num/linalg.h"
#include "support/law.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

#define MOST 12

/* A symmetric matrix with ones on its diagonal, from the entries below it, row by row. */
static void
fill(const double *below, size_t n, double *matrix)
{
    for (size_t i = 0; i < n; i++) {
        matrix[i * n + i] = 1.0;
        for (size_t j = 0; j < i; j++) {
            matrix[i * n + j] = matrix[j * n + i] = *below++;
        }
    }
}

/* Higham (2002), IMA Journal of Numerical Analysis 22, section 4: 0.7607 and 0.1573; more digits, and those of the six
   variables of Knol & ten Berge (1989), Psychometrika 54, from Matrix::nearPD(corr = TRUE) 1.5-3 of R, with conv.tol
   1e-13. Of three variables with 0.9, 0.9, -0.9 the nearest has 1/2: its eigenvalues are 0, 3/2, 3/2. */
Test(nearest_correlation, agrees_with_published_examples_and_r)
{
    static const struct {
        size_t n;
        double given[15], nearest[15];
    } cases[] = {
        {3, {1, 0, 1}, {0.7606898534, 0.1572981061, 0.7606898534}},
        {3, {0.9, -0.9, 0.9}, {0.5, -0.5, 0.5}},
        {6,
         {0.477, 0.644, 0.516, 0.478, 0.233, 0.599, 0.651, 0.682, 0.581, 0.741, 0.826, 0.75, 0.742, 0.8, 0.798},
         {0.4877861206, 0.6429309079, 0.5145115398, 0.4904554273, 0.2503412632, 0.5972811792, 0.6447150829,
          0.6732497260, 0.5818673043, 0.7308954957, 0.8082100833, 0.7252317105, 0.7444549682, 0.7713984628,
          0.8124321256}},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const size_t n = cases[c].n;
        double matrix[36], expected[36], got[36];
        fill(cases[c].given, n, matrix);
        fill(cases[c].nearest, n, expected);
        cr_assert(rasimi_nearest_correlation(matrix, n, NULL, got));
        for (size_t e = 0; e < n * n; e++) {
            cr_assert(fabs(got[e] - expected[e]) < 1e-8, "case %zu, entry %zu: %.10f, not %.10f", c, e, got[e],
                      expected[e]);
        }
    }
}

/* Two pairs of three that nobody correlates otherwise: with the third pair held at 0, 1 - 2 r^2 >= 0. */
Test(nearest_correlation, held_pairs_stay_uncorrelated)
{
    static const double given[] = {1, 0, 1};
    double matrix[9], got[9];
    bool held[9] = {false};
    fill(given, 3, matrix);
    held[2] = held[6] = true;
    cr_assert(rasimi_nearest_correlation(matrix, 3, held, got));
    cr_assert(got[2] == 0.0 && got[6] == 0.0);
    cr_assert(fabs(got[1] - sqrt(0.5)) < 1e-8 && fabs(got[5] - sqrt(0.5)) < 1e-8, "%.10f", got[1]);
}

/* A random correlation matrix: products of random unit vectors; where entries are held at 0, shrunk until the diagonal
   dominates. */
static void
random_correlation(test_draws *draws, size_t n, const bool *held, double *out)
{
    double g[MOST][MOST];
    for (size_t i = 0; i < n; i++) {
        double square = 0.0;
        for (size_t k = 0; k < n; k++) {
            g[i][k] = draw_uniform(draws) - 0.5;
            square += g[i][k] * g[i][k];
        }
        for (size_t k = 0; k < n; k++) {
            g[i][k] /= sqrt(square);
        }
    }
    double worst_row = 0.0;
    for (size_t i = 0; i < n; i++) {
        double row = 0.0;
        for (size_t j = 0; j < n; j++) {
            out[i * n + j] = i == j ? 1.0 : 0.0;
            for (size_t k = 0; k < n && i != j && !(held && held[i * n + j]); k++) {
                out[i * n + j] += g[i][k] * g[j][k];
            }
            row += i != j ? fabs(out[i * n + j]) : 0.0;
        }
        worst_row = fmax(worst_row, row);
    }
    for (size_t e = 0; e < n * n && held != NULL; e++) { /* diagonally dominant, whatever was taken out */
        out[e] = e % (n + 1) == 0 ? 1.0 : out[e] / fmax(1.0, worst_row);
    }
}

/* X is the nearest point of a convex set to A where no Y of the set has <A - X, Y - X> above 0. A point a little off
   has such a Y among the same ones. */
static double
most_obtuse(const double *a, const double *x, size_t n, const bool *held, test_draws draws)
{
    double most = -DBL_MAX, y[MOST * MOST];
    for (int trial = 0; trial < 200; trial++) {
        double product = 0.0;
        random_correlation(&draws, n, held, y);
        for (size_t e = 0; e < n * n; e++) {
            product += (a[e] - x[e]) * (y[e] - x[e]);
        }
        most = fmax(most, product);
    }
    return most;
}

Test(nearest_correlation, no_other_is_nearer)
{
    test_draws draws = {law_seed("no_other_is_nearer"), 0};
    for (int trial = 0; trial < 40; trial++) {
        const size_t n = 3 + (size_t)(trial % 8);
        double a[MOST * MOST], x[MOST * MOST], below[MOST * MOST];
        bool pattern[MOST * MOST] = {false};
        for (size_t e = 0; e < n * n; e++) {
            below[e] = 1.9 * draw_uniform(&draws) - 0.95;
        }
        fill(below, n, a);
        for (size_t i = 2; i < n; i += 2) {
            pattern[i * n] = pattern[i] = true;
        }
        const bool *held = trial % 2 == 0 ? NULL : pattern;
        rasimi_worst_pair worst;
        cr_assert(rasimi_nearest_correlation(a, n, held, x));
        cr_assert(rasimi_find_worst_pair(x, n, &worst) && worst.eigenvalue > -1e-7, "eigenvalue %g", worst.eigenvalue);
        for (size_t e = 0; e < n * n; e++) {
            cr_assert(held == NULL || !held[e] || x[e] == 0.0);
            a[e] = held != NULL && held[e] ? 0.0 : a[e];
        }
        cr_assert(most_obtuse(a, x, n, held, draws) < 1e-6, "trial %d", trial);
        double shrunk[MOST * MOST];
        for (size_t e = 0; e < n * n; e++) {
            shrunk[e] = e % (n + 1) == 0 ? 1.0 : 0.9 * x[e];
        }
        const double miss = most_obtuse(a, shrunk, n, held, draws);
        double towards = 0.0; /* X itself is in the set: the negative control */
        for (size_t e = 0; e < n * n; e++) {
            towards += (a[e] - shrunk[e]) * (x[e] - shrunk[e]);
        }
        cr_assert(fmax(miss, towards) > 1e-3, "no power: %g", miss);
    }
}

Test(nearest_correlation, what_is_valid_stays_as_it_is)
{
    test_draws draws = {law_seed("what_is_valid_stays_as_it_is"), 0};
    for (size_t n = 2; n <= MOST; n++) {
        double a[MOST * MOST], x[MOST * MOST];
        random_correlation(&draws, n, NULL, a);
        cr_assert(rasimi_nearest_correlation(a, n, NULL, x));
        for (size_t e = 0; e < n * n; e++) {
            cr_assert(fabs(a[e] - x[e]) < 1e-9, "%zu variables", n);
        }
    }
}

/* By hand: the vectors (x, y, y) see the matrix (1, 1/sqrt 2; 1/sqrt 2, 1 - 0.95). */
Test(nearest_correlation, worst_pair_is_the_one_that_pulls_down)
{
    static const double given[] = {0.5, 0.5, -0.95};
    double matrix[9];
    rasimi_worst_pair worst;
    fill(given, 3, matrix);
    cr_assert(rasimi_find_worst_pair(matrix, 3, &worst));
    const double by_hand = (1.05 - sqrt(0.95 * 0.95 + 2.0)) / 2.0;
    cr_assert(fabs(worst.eigenvalue - by_hand) < 1e-12, "%g, not %g", worst.eigenvalue, by_hand);
    cr_assert(worst.i == 2 && worst.j == 1);
    static const double equal[] = {0.9, -0.9, 0.9}; /* each pulls as hard: the last is named */
    fill(equal, 3, matrix);
    cr_assert(rasimi_find_worst_pair(matrix, 3, &worst));
    cr_assert(fabs(worst.eigenvalue + 0.8) < 1e-12 && worst.i == 2 && worst.j == 1);
}

Test(nearest_correlation, rounded_matrices_are_valid)
{
    test_draws draws = {law_seed("rounded_matrices_are_valid"), 0};
    for (int trial = 0; trial < 60; trial++) {
        const size_t n = 2 + (size_t)(trial % 9);
        double below[MOST * MOST], a[MOST * MOST], x[MOST * MOST], rounded[MOST * MOST];
        for (size_t e = 0; e < n * n; e++) {
            below[e] = 2.0 * draw_uniform(&draws) - 1.0;
        }
        fill(below, n, a);
        cr_assert(rasimi_nearest_correlation(a, n, NULL, x));
        memcpy(rounded, x, sizeof rounded);
        cr_assert(rasimi_round_correlation(rounded, n, 0.001));
        for (size_t e = 0; e < n * n; e++) {
            const double hundredths = 100.0 * rounded[e];
            cr_assert(fabs(hundredths - rint(hundredths)) < 1e-9 && fabs(rounded[e] - x[e]) < 0.02 + 0.01 * (double)n,
                      "%g from %g", rounded[e], x[e]);
            cr_assert(rounded[e] == rounded[e % n * n + e / n]);
        }
        rasimi_worst_pair worst;
        cr_assert(rasimi_find_worst_pair(rounded, n, &worst) && worst.eigenvalue >= 0.001);
        size_t failed;
        cr_assert(rasimi_cholesky(rounded, n, &failed));
    }
    double pair[] = {1.0, 1.0, 1.0, 1.0}; /* what is shrunk: 1 itself would be on the edge */
    cr_assert(rasimi_round_correlation(pair, 2, 0.001) && pair[1] == 0.99 && pair[2] == 0.99 && pair[0] == 1.0);
}
