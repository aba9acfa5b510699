/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is spent of budgets, and shifts of points that everybody shares, in a run of one year and in several. */
#include "support/several.h"

enum { REPLICATES = 4000 };

#define CERTAIN "population: {sampling: fixed}\nprices: [{law: fixed, mean: 0}]\n"
#define ONE     "need: [{log_sd: 0}]\n"
#define SEVERAL "need: [{log_sd: 0, persistence: 0}]\nhorizon: 3\n"

static const char *const horizons[] = {ONE, SEVERAL};

static several
make(const char *caseload, const char *design, const char *horizon, const char *rest)
{
    char *text = NULL;
    cr_assert_gt(asprintf(&text, CERTAIN "%s%s", horizon, rest), 0);
    const several out = several_make(caseload, design, text);
    free(text);
    return out;
}

/* Of direct payments only what is neither used nor recovered comes off: F (1 - underuse x recovered); of managed
   budgets all that is not used. Other funding and contributions come off what is left, each once. */
Test(income, underuse_and_what_is_recovered_count_once)
{
    for (size_t h = 0; h < 2; h++) {
        several s =
            make("person_id,care_group,setting,budget_area,weekly_cost,points,delivery,client_contribution,nhs\n"
                 "a,A,community,managed,400,400,managed,60,30\n"
                 "b,A,community,direct,400,400,direct payment,60,30\n",
                 SEVERAL_POUND_A_POINT, horizons[h],
                 "outturn: {managed_underuse: 0.05, direct_payment_underuse: 0.2, direct_payment_recovered: "
                 "0.6}\nincome: {other_funding: [{name: NHS, column: nhs}]}\n");
        rasim_results *results = scenario_run(s.study, 64, 5, 1);
        for (size_t g = 0; g < 2; g++) {
            const bool direct = strcmp(rasim_results_group(results, g)->budget_area, "direct") == 0;
            const double unspent = 400 * (direct ? 0.2 * 0.6 : 0.05);
            cr_assert_float_eq(several_line(results, 0, 3, g, RASIM_LINE_UNDERSPEND), unspent, 0.01);
            cr_assert_float_eq(several_line(results, 0, 3, g, RASIM_LINE_NET), 400 - unspent - 30 - 60, 0.01);
        }
        rasim_results_free(results);
        several_free(&s);
    }
}

/* Leniency is one shift for everybody: the variance of the total grows with the square of their number, and with modes
   that have errors of their own both add up. */
Test(income, leniency_is_one_shift_for_everybody)
{
    enum { N = 50 };
    char *caseload = NULL;
    size_t size = 0;
    FILE *csv = open_memstream(&caseload, &size);
    fprintf(csv, "person_id,care_group,setting,weekly_cost,points,assessment_mode\n");
    for (int i = 0; i < N; i++) {
        fprintf(csv, "p%d,A,community,300,300,self\n", i);
    }
    fclose(csv);
    for (size_t h = 0; h < 2; h++) {
        several s = make(caseload, SEVERAL_POUND_A_POINT, horizons[h],
                         "assessment: {leniency_sd: 3, modes: [{mode: self, sd: 8}]}\n");
        rasim_results *results = scenario_run(s.study, REPLICATES, law_seed("income.leniency"), 2);
        const double shared = N * N * 9.0, own = N * 64.0;
        for (size_t t = 0; t < (h == 0 ? 1 : 3); t++) {
            const law_sample a = several_sample(results, t, SEVERAL_ALL, RASIM_LINE_INDICATIVE);
            cr_assert_lt(fabs(law_z_mean(a, 300 * N)), LAW_Z, "mean %g", a.mean);
            cr_assert_lt(fabs(law_z_variance(a, shared + own)), LAW_Z, "variance %g", law_variance(a));
            cr_assert_gt(fabs(law_z_variance(a, N * 9.0 + own)), LAW_Z, "a shift for each person: noticed");
        }
        rasim_results_free(results);
        several_free(&s);
    }
    free(caseload);
}
