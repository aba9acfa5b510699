/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserve, call and guarantee of random small arrays against an independent recomputation (recompute_reserve.py), which
   must notice each of several wrong figures. */
#include "analysis/reserve.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/scratch.h"
#include "support/require.h"

enum { MOST_REPLICATES = 400 };

static double net[RASIMI_MAX_YEARS * MOST_REPLICATES], budget[RASIMI_MAX_YEARS * MOST_REPLICATES];
static rasimi_number transfers[RASIMI_MAX_YEARS];
static rasim_year_summary years[RASIMI_MAX_YEARS];
static char folder[FOLDER_SIZE], path[FOLDER_SIZE + 32];

/* One case: what is given, what came out. */
typedef struct made_case {
    struct rasim_study study;
    rasimi_paths paths;
    rasim_design_summary design;
} made_case;

static uint64_t state;

/* SplitMix64 as a uniform. */
static double
uniform(void)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static void
make_case(made_case *out, uint64_t n, size_t n_years, double carry, double confidence)
{
    *out = (made_case){.paths = {.n = n, .n_years = n_years, .net = net, .budget = budget},
                       .design = {.years = years, .n_years = n_years, .horizon.envelope_gbp = 1e6}};
    for (size_t i = 0; i < n * n_years; i++) {
        net[i] = 8e4 + 4e4 * uniform() + 2e4 * uniform();
        budget[i] = 1e5 * (0.9 + 0.2 * uniform());
    }
    for (size_t y = 0; y < n_years; y++)
        transfers[y].value = round(4000 * uniform()) - 2000;
    out->study.framework.reserve = (rasimi_reserve_spec){
        .mark.line = 1,
        .opening_gbp.value = round(30000 * uniform()),
        .carry.value = carry,
        .floor_gbp.value = round(20000 * uniform()) - 10000,
        .transfers_gbp = {.items = transfers, .n = n_years},
    };
    out->study.framework.guarantee.confidence.value = confidence;
}

static void
solve(made_case *self)
{
    static const double levels[] = {0.9};
    rasimi_arena arena = {0};
    rasimi_estimator estimator;
    cr_assert_eq(rasimi_estimator_create(&arena, levels, 1, self->paths.n, &estimator), RASIM_OK);
    cr_assert_eq(rasimi_reserve(&self->study, &self->paths, &estimator, &self->design), RASIM_OK);
    cr_assert_eq(rasimi_guarantee(&self->study, &self->paths, &self->design), RASIM_OK);
    rasimi_estimator_clear(&estimator);
    rasimi_arena_clear(&arena);
}

static void
write_row(FILE *file, const char *name, const double *values, size_t n)
{
    fputs(name, file);
    for (size_t i = 0; i < n; i++)
        fprintf(file, " %.17g", values[i]);
    fputc('\n', file);
}

static void
write_years(FILE *file, size_t n_years)
{
    char name[48];
    for (size_t y = 0; y < n_years; y++) {
        const rasim_reserve_year *reserve = &years[y].reserve;
        fprintf(file, "quantiles_%zu", y);
        for (size_t i = 0; i < RASIM_N_FAN_LEVELS; i++)
            fprintf(file, " %.17g", reserve->quantiles[i].value);
        fputc('\n', file);
        snprintf(name, sizeof name, "mean_%zu", y);
        write_row(file, name, &reserve->mean, 1);
        snprintf(name, sizeof name, "at_floor_%zu", y);
        write_row(file, name, &reserve->at_floor.probability, 1);
        snprintf(name, sizeof name, "never_below_%zu", y);
        write_row(file, name, &reserve->never_below.probability, 1);
    }
}

static void
write_case(const made_case *self)
{
    const rasimi_reserve_spec *spec = &self->study.framework.reserve;
    const rasim_reserve *reserve = &self->design.reserve;
    const double shape[] = {(double)self->paths.n_years, (double)self->paths.n},
                 terms[] = {spec->opening_gbp.value, spec->carry.value, spec->floor_gbp.value},
                 call[] = {reserve->called.probability, reserve->call.mean, reserve->call_p95.value};
    const size_t n = self->paths.n * self->paths.n_years;
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    write_row(file, "shape", shape, 2);
    write_row(file, "terms", terms, 3);
    fputs("transfers", file);
    for (size_t y = 0; y < self->paths.n_years; y++)
        fprintf(file, " %.17g", transfers[y].value);
    fputc('\n', file);
    write_row(file, "net", net, n);
    write_row(file, "budget", budget, n);
    write_row(file, "confidence", &self->study.framework.guarantee.confidence.value, 1);
    write_years(file, self->paths.n_years);
    write_row(file, "call", call, 3);
    write_row(file, "at_end", &self->design.guarantee.at_end.factor, 3);
    write_row(file, "every_year", &self->design.guarantee.every_year.factor, 3);
    write_row(file, "each_alone", &self->design.guarantee.each_alone.factor, 3);
    fclose(file);
}

/* Whether the recomputation agrees with what is written. */
static bool
recomputed(const made_case *self, bool quiet)
{
    char command[2048];
    const char *source = getenv("RASIM_SOURCE_DIR");
    write_case(self);
    snprintf(command, sizeof command, "/usr/bin/python3 '%s/tests/analysis/recompute_reserve.py' '%s'%s",
             source ? source : ".", path, quiet ? " 2>/dev/null" : "");
    const int status = system(command);
    cr_assert(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        RASIM_SKIP("NumPy or SciPy is not installed");
    cr_assert_leq(WEXITSTATUS(status), 1);
    return WEXITSTATUS(status) == 0;
}

static void
set_up(void)
{
    make_folder(folder);
    snprintf(path, sizeof path, "%s/case", folder);
    state = 0x44d93bc0; /* of reserve_and_guarantee_agree_with_numpy */
}

static void
tear_down(void)
{
    unlink(path);
    cr_assert_eq(rmdir(folder), 0);
}

TestSuite(reserve, .init = set_up, .fini = tear_down);

Test(reserve, reserve_and_guarantee_agree_with_numpy)
{
    static const struct {
        uint64_t n;
        size_t n_years;
        double carry, confidence;
    } cases[] = {{400, 5, 1, 0.9}, {400, 10, 0.6, 0.8}, {37, 3, 0.25, 0.95}, {200, 1, 1, 0.5}, {100, 4, 0, 0.75}};
    made_case made;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_case(&made, cases[i].n, cases[i].n_years, cases[i].carry, cases[i].confidence);
        solve(&made);
        cr_assert(recomputed(&made, false), "case %zu", i);
    }
}

Test(reserve, the_recomputation_notices_what_is_wrong)
{
    made_case right;
    make_case(&right, 200, 4, 0.6, 0.9);
    solve(&right);
    cr_assert(recomputed(&right, false));
    made_case wrong[5];
    for (size_t i = 0; i < 5; i++)
        wrong[i] = right;
    wrong[0].design.guarantee.at_end.factor *= 1 + 1e-7;
    wrong[1].design.guarantee.every_year = right.design.guarantee.at_end;
    wrong[2].design.guarantee.each_alone.low = right.design.guarantee.each_alone.factor;
    wrong[3].design.reserve.call.mean *= 1.001;
    wrong[4].study.framework.reserve.carry.value = 1; /* solved with 0.6 */
    for (size_t i = 0; i < 5; i++)
        cr_assert_not(recomputed(&wrong[i], true), "the change %zu went unnoticed", i);
    transfers[1].value += 1;
    cr_assert_not(recomputed(&right, true));
}

/* Nothing is carried and the floor is above what is held: no envelope is enough, and the call remains. */
Test(reserve, where_no_factor_helps_there_is_none)
{
    made_case made;
    make_case(&made, 100, 3, 0, 0.9);
    made.study.framework.reserve.floor_gbp.value = 1e6;
    solve(&made);
    cr_assert(isnan(made.design.guarantee.at_end.factor));
    cr_assert(isnan(made.design.guarantee.every_year.factor));
    cr_assert(isnan(made.design.guarantee.at_end.extra_gbp));
    cr_assert(isfinite(made.design.guarantee.each_alone.factor));
    cr_assert_eq(made.design.reserve.called.probability, 1);
    cr_assert(recomputed(&made, false));
}

/* A reserve far above its floor needs no envelope at all. */
Test(reserve, a_factor_is_never_below_nothing)
{
    made_case made;
    make_case(&made, 100, 3, 1, 0.9);
    made.study.framework.reserve.opening_gbp.value = 1e9;
    solve(&made);
    cr_assert_eq(made.design.guarantee.every_year.factor, 0);
    cr_assert_eq(made.design.reserve.called.probability, 0);
    cr_assert(recomputed(&made, false));
}

/* At a replicate's own factor the reserve is at the floor; a little less, and it is below. */
Test(reserve, at_its_own_factor_a_replicate_is_at_its_floor)
{
    made_case made;
    make_case(&made, 200, 6, 0.4, 0.9);
    rasimi_reserve_terms terms;
    cr_assert(rasimi_reserve_terms_of(&made.study.framework, &terms));
    for (uint64_t r = 0; r < 200; r++) {
        double held[RASIMI_MAX_YEARS];
        const double factor = rasimi_reserve_factor(&terms, &made.paths, r, 6);
        rasimi_reserve_path(&terms, &made.paths, r, factor, held);
        cr_assert_lt(fabs(held[5] - terms.floor_gbp), 1e-8 * 6e5);
        rasimi_reserve_path(&terms, &made.paths, r, factor * (1 - 1e-6), held);
        cr_assert_lt(held[5], terms.floor_gbp);
    }
}
