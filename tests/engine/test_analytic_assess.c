/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What assessment may make of an allocation: means against plain integration of the rule over the error, and lists that
   people share against lists made for each. */
#include "engine/against_runs.h"
#include "engine/analytic_assess.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const char *const frameworks[] = {"cheshire/whole.yaml", "national/framework.yaml", "face/framework.yaml",
                                         "conversation/framework.yaml", "upper-banding/framework.yaml"};
enum { N_FRAMEWORKS = sizeof frameworks / sizeof *frameworks, ROWS = 400, STEPS = 2000 };

/* Everybody's points are read with an error of 2, 3 or 4, whatever the framework says. */
static void
open_frame(const char *framework, rasim_study **study, rasimi_analytic_frame *frame)
{
    const char *root = getenv("RASIM_SOURCE_DIR");
    char folder[PATH_MAX];
    const rasimi_analytic_question question = {.shock_scale = 1, .allocation_scale = 1};
    snprintf(folder, sizeof folder, "%s/scenarios", root ? root : ".");
    *study = scenario_load(folder, framework);
    for (size_t i = 0; i < (*study)->n_rows; i++) {
        (*study)->mode_sd[i] = 2 + (double)(i % 3);
    }
    cr_assert_eq(rasimi_analytic_frame_make(*study, &question, frame, NULL), RASIM_OK);
}

static void
close_frame(rasim_study *study, rasimi_analytic_frame *frame)
{
    rasimi_analytic_frame_clear(frame);
    rasim_study_free(study);
}

/* ---- means ---- */

/* The mean of what the rule gives over the error of points, in STEPS equally likely parts. */
static double
integrate(const rasimi_analytic_frame *frame, const rasimi_analytic_rules *rules, size_t row, double sd,
          double leniency)
{
    const rasim_study *study = frame->study;
    const rasimi_applied *applied = rules->applied;
    const double centre =
        (double)applied->points[row] + study->mode_bias[row] + study->framework.assessment.leniency_sd.value * leniency;
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
        const double points = centre + sd * gsl_cdf_ugaussian_Pinv((i + 0.5) / STEPS);
        const float extra = applied->extra ? applied->extra[row] : 0;
        sum += rasimi_rule_evaluate(&rules->rules[study->care_group[row]], (float)points, extra).units;
    }
    return sum / STEPS / RASIM_UNITS_PER_GBP;
}

/* How far means of lists are from the integral, in £; what is wrong with the error is a factor on its sd. */
static double
worst_mean(const rasimi_analytic_frame *frame, double wrong, size_t *n)
{
    const rasim_study *study = frame->study;
    double worst = 0;
    for (size_t d = 0; d < study->n_designs; d++) {
        const rasimi_analytic_rules *rules = &frame->designs[d];
        rasimi_assessed_memo *memo = rasimi_assessed_memo_make(frame);
        for (size_t row = 0; row < study->n_rows && rules->reading == RASIMI_READS_POINTS; row += 23) {
            const rasimi_assessed_list *list = NULL;
            cr_assert_eq(rasimi_analytic_assess(frame, rules, row, false, memo, &list), RASIM_OK);
            const size_t l = row % frame->leniency.n;
            double mean = 0;
            for (size_t i = 0; i < list->n; i++) {
                mean += rasimi_assessed_weight(list, i)[l] * list->items[i].gbp_week;
            }
            const double sd = wrong * study->mode_sd[row];
            worst = fmax(worst, fabs(mean - integrate(frame, rules, row, sd, frame->leniency.node[l])));
            ++*n;
        }
        rasimi_assessed_memo_free(memo);
    }
    return worst;
}

Test(analytic_assess, means_are_the_integrals_of_the_rule)
{
    double worst = 0, worst_wrong = 0;
    size_t n = 0, n_wrong = 0;
    for (size_t f = 0; f < N_FRAMEWORKS; f++) {
        rasim_study *study;
        rasimi_analytic_frame frame;
        open_frame(frameworks[f], &study, &frame);
        worst = fmax(worst, worst_mean(&frame, 1, &n));
        worst_wrong = fmax(worst_wrong, worst_mean(&frame, 1.1, &n_wrong));
        close_frame(study, &frame);
    }
    cr_assert_gt(n, 100, "%zu rows", n);
    cr_assert_lt(worst, 0.35, "£%.3f off", worst);
    cr_assert_gt(worst_wrong, 0.7, "an error a tenth too wide must be noticed; £%.3f off", worst_wrong);
}

/* ---- lists that are kept ---- */

static void
check_same(const rasimi_assessed_list *a, const rasimi_assessed_list *b, const char *name, size_t row)
{
    cr_assert_eq(a->n, b->n, "%s, row %zu: %zu and %zu", name, row, a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        cr_assert_eq(a->items[i].status, b->items[i].status);
        cr_assert_eq(memcmp(&a->items[i].gbp_week, &b->items[i].gbp_week, sizeof(double)), 0, "%s, row %zu", name, row);
    }
    cr_assert_eq(memcmp(a->weight, b->weight, a->n * a->n_nodes * sizeof *a->weight), 0, "%s, row %zu", name, row);
}

/* Every row by a memo that all share, with and without a carer, and by an empty one. */
static void
check_rows(const rasimi_analytic_frame *frame, rasimi_assessed_memo *shared, const char *name)
{
    const rasim_study *study = frame->study;
    for (size_t i = 0; i < 2 * ROWS * study->n_designs; i++) {
        const size_t row = i / 2 / study->n_designs % study->n_rows;
        const rasimi_analytic_rules *rules = &frame->designs[i / 2 % study->n_designs];
        const bool stopped = i % 2 == 1 && rules->applied->gross.stops != NULL;
        const rasimi_assessed_list *kept = NULL, *own = NULL, *again = NULL;
        rasimi_assessed_memo *alone = rasimi_assessed_memo_make(frame);
        cr_assert_eq(rasimi_analytic_assess(frame, rules, row, stopped, shared, &kept), RASIM_OK);
        cr_assert_eq(rasimi_analytic_assess(frame, rules, row, stopped, alone, &own), RASIM_OK);
        check_same(kept, own, name, row);
        cr_assert_eq(rasimi_analytic_assess(frame, rules, row, stopped, shared, &again), RASIM_OK);
        cr_assert_eq(again, kept, "what was asked for last is kept");
        rasimi_assessed_memo_free(alone);
    }
}

Test(analytic_assess, shared_lists_are_everybodys_own)
{
    for (size_t f = 0; f < N_FRAMEWORKS; f++) {
        rasim_study *study;
        rasimi_analytic_frame frame;
        open_frame(frameworks[f], &study, &frame);
        rasimi_assessed_memo *shared = rasimi_assessed_memo_make(&frame);
        check_rows(&frame, shared, frameworks[f]);
        rasimi_assessed_memo_free(shared);
        close_frame(study, &frame);
    }
}
