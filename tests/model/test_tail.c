/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tails that are fitted to a caseload: which packages, how the uncertainty of the fit is kept, and when there are too
   few. The packages are the quantiles of a known distribution, so that what comes back is known. */
#include "base/text.h"
#include "model/study.h"
#include "num/gpd_fit.h"
#include "support/scenario.h"

#define DESIGN                                                                                                         \
    "name: A\nfamily: price_per_point\nallocation:\n  - gbp_per_point: 10\nquestionnaire:\n  domains:\n"               \
    "    - name: Washing\n      levels: {none: 0, full: 10}\n"
/* Lines 1 to 5; a case's keys begin on line 6. */
#define HEAD                                                                                                           \
    "name: T\ncaseload: people.csv\ndesigns: [a.yaml]\nneed: [{log_sd: 0.2}]\nprices: [{mean: 0.03, sd: 0.01}]\n"      \
    "envelope: [{gbp_year: 1000}]\n"

#define THRESHOLD 1000.0
#define SHAPE     0.2
#define SCALE     300.0

/* n rows at the threshold or below, and n_above at the midpoints of equal parts of the tail. */
static char *
write_people(size_t n, size_t n_above)
{
    rasimi_buffer text = {0};
    rasimi_buffer_printf(&text, "person_id,care_group,setting,weekly_cost,Washing\n");
    for (size_t i = 0; i < n; i++)
        rasimi_buffer_printf(&text, "b%zu,Older,home,%zu,full\n", i, 1000 - i % 500);
    for (size_t i = 0; i < n_above; i++) {
        const double p = ((double)i + 0.5) / (double)n_above;
        rasimi_buffer_printf(&text, "a%zu,Older,home,%.6f,full\n", i,
                             THRESHOLD + rasimi_gpd_quantile((rasimi_gpd){SHAPE, SCALE}, p));
    }
    cr_assert_not(text.failed);
    return text.data;
}

typedef struct loaded {
    char *folder;
    rasim_problems *problems;
    rasim_study *study;
    rasim_status status;
} loaded;

static loaded
load(const char *keys, size_t n, size_t n_above)
{
    loaded l = {.folder = scenario_folder()};
    char *framework = NULL, *people = write_people(n, n_above);
    cr_assert_gt(asprintf(&framework, HEAD "%s", keys), 0);
    scenario_write(l.folder, "framework.yaml", framework);
    scenario_write(l.folder, "a.yaml", DESIGN);
    scenario_write(l.folder, "people.csv", people);
    free(framework);
    free(people);
    cr_assert_eq(rasim_problems_create(&l.problems), RASIM_OK);
    char *path = scenario_path(l.folder, "framework.yaml");
    l.status = rasim_study_load(path, NULL, &l.study, l.problems);
    free(path);
    return l;
}

static void
unload(loaded *l)
{
    rasim_study_free(l->study);
    rasim_problems_free(l->problems);
    scenario_remove(l->folder);
}

static const char *
problem(const loaded *l)
{
    static char text[1024];
    const rasim_problem *found = rasim_problems_get(l->problems, 0);
    if (!found)
        return "(no problem)";
    rasim_problem_format(found, text, sizeof text);
    const size_t length = strlen(l->folder);
    return strncmp(text, l->folder, length) == 0 ? text + length + 1 : text;
}

#define TAIL(more) "high_cost_arrivals: [{arrivals_a_year: 3" more "}]\n"

/* 200 refits to 400 packages: their mean lies near the truth, their sd near that of the estimator, (1 + shape) /
   sqrt(n) (Smith 1987). A factor of 1.5 is beyond what 200 refits can be off by, and tells them from the point estimate
   alone and from resamples of another size. */
Test(tail, refits_carry_the_uncertainty_of_the_fit)
{
    loaded l = load(TAIL(", threshold_gbp_week: 1000"), 1000, 400);
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l));
    const rasimi_tail *tail = &l.study->tails[0];
    cr_assert(l.study->n_tails == 1 && tail->n_exceedances == 400 && tail->n_fits == 200);
    cr_assert(tail->arrivals == 3 && tail->threshold_gbp_week == 1000);
    double mean = 0, squares = 0, scale = 0;
    for (size_t f = 0; f < tail->n_fits; f++) {
        mean += tail->shape[f] / 200;
        scale += tail->scale_gbp_week[f] / 200;
        cr_assert(tail->shape[f] >= -0.5 && tail->shape[f] <= 0.5 && tail->scale_gbp_week[f] > 0);
    }
    for (size_t f = 0; f < tail->n_fits; f++)
        squares += (tail->shape[f] - mean) * (tail->shape[f] - mean);
    const double se = (1 + SHAPE) / sqrt(400), sd = sqrt(squares / 199);
    cr_expect(fabs(mean - SHAPE) < se, "mean shape %.4f", mean);
    cr_expect(fabs(scale / SCALE - 1) < sqrt(2 * (1 + SHAPE) / 400), "mean scale %.2f", scale);
    cr_expect(sd > se / 1.5 && sd < se * 1.5, "sd %.4f beside %.4f", sd, se);
    unload(&l);
}

Test(tail, fits_do_not_depend_on_the_seed_of_the_run)
{
    loaded a = load(TAIL(", threshold_gbp_week: 1000"), 100, 60);
    loaded b = load("seed: 99\n" TAIL(", threshold_gbp_week: 1000"), 100, 60);
    cr_assert(a.status == RASIM_OK && b.status == RASIM_OK);
    for (size_t f = 0; f < 200; f++)
        cr_assert(a.study->tails[0].shape[f] == b.study->tails[0].shape[f]);
    unload(&a);
    unload(&b);
}

/* 1,000 people: the 950th package from below is the threshold and 50 are above it. */
Test(tail, the_threshold_is_the_95th_percentile_unless_given)
{
    loaded l = load(TAIL(""), 940, 60);
    cr_assert_eq(l.status, RASIM_OK, "%s", problem(&l));
    const rasimi_tail *tail = &l.study->tails[0];
    const double tenth = THRESHOLD + rasimi_gpd_quantile((rasimi_gpd){SHAPE, SCALE}, 9.5 / 60);
    cr_assert_float_eq(tail->threshold_gbp_week, tenth, 1e-6);
    cr_assert_eq(tail->n_exceedances, 50);
    for (size_t d = 0; d < l.study->churn[0].n_donors; d++)
        cr_assert_leq(l.study->cost_gbp_week[l.study->cell_donors[d]], tail->threshold_gbp_week);
    cr_assert_eq(l.study->churn[0].n_donors, 950);
    unload(&l);
}

/* The last: of 2,049 packages 102 are above the 95th percentile, 49 of the tail and 53 of the others, which go down
   from £1,000 four by four. */
Test(tail, too_little_to_fit_to_is_an_error)
{
    static const struct {
        const char *keys;
        size_t n_above;
        const char *said;
    } cases[] = {
        {TAIL(", threshold_gbp_week: 1000"), 49,
         "framework.yaml:7:63: error: Only 49 packages of 'Older, home' are above £1000 a week, but a tail can be "
         "fitted to at least 50; lower 'threshold_gbp_week', or give 'shape' and 'scale_gbp_week'."},
        {TAIL(", threshold_gbp_week: 60000"), 60,
         "framework.yaml:7:63: error: No package of 'Older, home' is above £60000 a week, so there is nothing to fit a "
         "tail to; lower 'threshold_gbp_week', or give 'shape' and 'scale_gbp_week'."},
        {TAIL(", max_gbp_week: 900"), 49,
         "framework.yaml:7:57: error: The tail of 'Older, home' begins at £987 a week, but its packages are held at "
         "'max_gbp_week', £900; raise that."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        loaded l = load(cases[i].keys, 2000, cases[i].n_above);
        cr_expect_eq(l.status, RASIM_ERR_INPUT);
        cr_expect_str_eq(problem(&l), cases[i].said);
        cr_expect_null(l.study);
        unload(&l);
    }
}
