/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma and lognormal models against R's glm and lm to eight digits; penalties against what they must do. */
#include "num/glm.h"

#include "glm_fixture.h"

#include <criterion/criterion.h>

#include <math.h>

enum { N_CASES = sizeof glm_cases / sizeof *glm_cases };

static rasimi_glm
model_of(size_t c, rasimi_glm_law law)
{
    return (rasimi_glm){
        .law = law,
        .n = GLM_N,
        .k = GLM_K,
        .x = glm_cases[c].x,
        .y = glm_cases[c].y,
        .weight = glm_cases[c].weights,
        .offset = glm_cases[c].offset,
    };
}

static void
check(size_t c, const double *found, const double *expected)
{
    for (size_t j = 0; j < GLM_K; j++)
        cr_assert_float_eq(found[j], expected[j], 5e-9 * fmax(1, fabs(expected[j])),
                           "case %zu beta %zu: %.12g, R %.12g", c, j, found[j], expected[j]);
}

Test(glm, gamma_fits_are_those_of_r_to_eight_digits)
{
    for (size_t c = 0; c < N_CASES; c++) {
        const rasimi_glm model = model_of(c, RASIMI_GLM_GAMMA);
        double beta[GLM_K];
        size_t failed;
        cr_assert_eq(rasimi_glm_fit(&model, beta, &failed), RASIMI_GLM_DONE);
        check(c, beta, glm_cases[c].gamma);
    }
}

Test(glm, lognormal_fits_and_smearing_are_those_of_r)
{
    for (size_t c = 0; c < N_CASES; c++) {
        const rasimi_glm model = model_of(c, RASIMI_GLM_LOGNORMAL);
        double beta[GLM_K];
        size_t failed;
        cr_assert_eq(rasimi_glm_fit(&model, beta, &failed), RASIMI_GLM_DONE);
        check(c, beta, glm_cases[c].lognormal);
        cr_assert_float_eq(rasimi_glm_smearing(&model, beta) / glm_cases[c].smearing, 1, 1e-9);
    }
}

/* The gradient of deviance / 2 + penalty / 2 is 0 at a penalised fit. */
Test(glm, a_penalised_fit_is_where_the_gradient_vanishes)
{
    const double penalty[GLM_K] = {0, 30, 7, 200}, towards[GLM_K] = {0, 1, 0, -0.2};
    for (size_t c = 0; c < N_CASES; c++) {
        rasimi_glm model = model_of(c, RASIMI_GLM_GAMMA);
        model.penalty = penalty;
        model.towards = towards;
        double beta[GLM_K], gradient[GLM_K];
        size_t failed;
        cr_assert_eq(rasimi_glm_fit(&model, beta, &failed), RASIMI_GLM_DONE);
        for (size_t j = 0; j < GLM_K; j++)
            gradient[j] = penalty[j] * (beta[j] - towards[j]);
        for (size_t i = 0; i < GLM_N; i++) {
            double eta = model.offset[i];
            for (size_t j = 0; j < GLM_K; j++)
                eta += model.x[i * GLM_K + j] * beta[j];
            for (size_t j = 0; j < GLM_K; j++)
                gradient[j] += model.weight[i] * model.x[i * GLM_K + j] * (1 - model.y[i] * exp(-eta));
        }
        for (size_t j = 0; j < GLM_K; j++)
            cr_assert_float_eq(gradient[j], 0, 1e-4, "case %zu gradient %zu: %g", c, j, gradient[j]);
    }
}

Test(glm, an_endless_penalty_gives_what_it_leads_to)
{
    const double penalty[GLM_K] = {1e12, 1e12, 1e12, 1e12}, towards[GLM_K] = {4, 0.5, -0.25, 0.3};
    rasimi_glm model = model_of(1, RASIMI_GLM_GAMMA);
    model.penalty = penalty;
    model.towards = towards;
    double beta[GLM_K];
    size_t failed;
    cr_assert_eq(rasimi_glm_fit(&model, beta, &failed), RASIMI_GLM_DONE);
    for (size_t j = 0; j < GLM_K; j++)
        cr_assert_float_eq(beta[j], towards[j], 1e-7);
}

Test(glm, a_column_that_others_determine_is_named)
{
    const double x[] = {1, 0, 1, 1, 1, 2, 1, 0, 1, 1, 1, 2}, y[] = {1, 2, 3, 4}, weight[] = {1, 1, 1, 1};
    const rasimi_glm model = {.law = RASIMI_GLM_GAMMA, .n = 4, .k = 3, .x = x, .y = y, .weight = weight};
    double beta[3] = {7, 7, 7};
    size_t failed = 0;
    cr_assert_eq(rasimi_glm_fit(&model, beta, &failed), RASIMI_GLM_SINGULAR);
    cr_assert_eq(failed, 2);
    cr_assert_eq(beta[0], 7);
}
