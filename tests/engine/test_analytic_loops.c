/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine's loops: many numbers at a time are the same bits as one by one, on every instruction set; and so
   is everything that is worked out with them. */
#include <math.h>

#include "engine/against_runs.h"
#include "engine/analytic_loops.h"
#include "engine/kernel.h"
#include "num/detmath.h"

enum { MOST_LOOPS = 8, NUMBERS = 40000 };

static rasimi_normal_table table;

/* The loops that this machine can run. */
static size_t
find_loops(const rasimi_loops *out[MOST_LOOPS])
{
    size_t n = 0;
    for (size_t i = 0; rasimi_kernel_get(i) != NULL && n < MOST_LOOPS; i++) {
        const rasimi_kernel *kernel = rasimi_kernel_get(i);
        if (kernel->available()) {
            out[n++] = rasimi_loops_of(kernel->name);
            cr_assert_str_eq(out[n - 1]->name, kernel->name);
        }
    }
    return n;
}

/* A number in (0, 1), the same on every machine. */
static double
share_of(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return ((double)(*state >> 11) + 0.5) * 0x1p-53;
}

Test(analytic_loops, the_normal_law_is_the_table)
{
    static double x[NUMBERS], cdfs[NUMBERS], densities[NUMBERS];
    static const double ends[] = {-HUGE_VAL, HUGE_VAL, -8, 8, 0, -1e300, 1e300, 0.03125, -7.96875};
    const rasimi_loops *loops[MOST_LOOPS];
    const size_t n_loops = find_loops(loops);
    rasimi_normal_table_make(&table);
    for (int i = 0; i < NUMBERS; i++) {
        x[i] = (i - NUMBERS / 2) * 4.37e-4;
    }
    memcpy(x, ends, sizeof ends);
    x[9] = nextafter(8, 0);
    x[10] = nextafter(-8, 0);
    for (size_t l = 0; l < n_loops; l++) {
        loops[l]->cdfs(&table, x, NUMBERS, cdfs);
        loops[l]->densities(&table, x, NUMBERS, densities);
        for (int i = 0; i < NUMBERS; i++) {
            const double cdf = rasimi_normal_table_cdf(&table, x[i]);
            const double density = rasimi_normal_table_density(&table, x[i]);
            cr_assert_eq(memcmp(&cdfs[i], &cdf, sizeof cdf), 0, "%s: cdf at %.17g", loops[l]->name, x[i]);
            cr_assert_eq(memcmp(&densities[i], &density, sizeof density), 0, "%s: density at %.17g", loops[l]->name,
                         x[i]);
        }
    }
    cr_assert_eq(cdfs[0], 0);
    cr_assert_eq(cdfs[1], 1);
    cr_assert_eq(cdfs[2], 0);
    cr_assert_eq(cdfs[3], 1);
    cr_assert_eq(densities[2] + densities[3], 0);
}

/* ---- ways ---- */

enum { NODES = 5 };

typedef struct ways {
    rasimi_way_block block;
    double weight[RASIMI_WAYS_AT_ONCE * RASIMI_LOOP_PAD], sums[RASIMI_WAY_TERMS * RASIMI_LOOP_PAD];
} ways;

static rasimi_way_terms terms;

/* A block of n ways, some above the threshold, at least one without an allocation. */
static void
fill(ways *w, size_t n, double more, double threshold, uint64_t *state)
{
    memset(w, 0, sizeof *w);
    w->block = (rasimi_way_block){.n = n, .stride = RASIMI_LOOP_PAD, .more = more, .threshold = threshold};
    w->block.weight = w->weight;
    for (size_t i = 0; i < n; i++) {
        w->block.allocation[i] = i == 2 ? 0 : 900 * share_of(state);
        w->block.share[i] = i % 7 == 3 ? 0 : 0.9;
        w->block.inside[i] = i % 5 != 4;
        for (size_t l = 0; l < NODES; l++) {
            w->weight[i * RASIMI_LOOP_PAD + l] = share_of(state);
        }
    }
}

/* Partial means of every way by the scalar functions: the parts that the terms are made of. */
static void
check_parts(const ways *w, const rasimi_lognormal *need, const char *name)
{
    const rasimi_way_block *block = &w->block;
    for (size_t i = 0; i < block->n; i++) {
        const double end = (block->inside[i] > 0 ? block->threshold : 0) - block->more;
        const double trim = block->allocation[i] * terms.below - block->more;
        const double keep = block->allocation[i] * terms.above - block->more;
        double below[RASIMI_POWERS], above[RASIMI_POWERS];
        rasimi_lognormal_below(need, keep < end ? trim : fmin(trim, end), below);
        rasimi_lognormal_below(need, fmin(keep, end), above);
        for (int k = 0; k < RASIMI_POWERS; k++) {
            const double near = 1e-12 * need->moment[k];
            cr_assert_float_eq(block->trim[k][i], below[k], near, "%s: way %zu, power %d", name, i, k);
            cr_assert_float_eq(block->keep[k][i], above[k], near, "%s: way %zu, power %d", name, i, k);
        }
    }
}

static void
check_ways(const rasimi_loops *const *loops, size_t n_loops, size_t n, double more, double threshold, uint64_t *state)
{
    static ways made, first, other;
    const rasimi_lognormal_shape shape = rasimi_lognormal_shape_of(0.1 + 0.5 * share_of(state));
    const rasimi_lognormal need = rasimi_lognormal_of(&table, 5 + share_of(state), &shape);
    fill(&made, n, more, threshold, state);
    rasimi_lognormal_below(&need, threshold - more, made.block.top);
    for (size_t l = 0; l < n_loops; l++) {
        ways *now = l == 0 ? &first : &other;
        memcpy(now, &made, sizeof made);
        now->block.weight = now->weight;
        loops[l]->ways(&now->block, &terms, &need, NODES, now->sums);
        check_parts(now, &need, loops[l]->name);
        for (size_t k = 0; k < RASIMI_WAY_TERMS; k++) {
            const size_t at = k * RASIMI_LOOP_PAD;
            cr_assert_eq(memcmp(now->sums + at, first.sums + at, NODES * sizeof(double)), 0, "%s: term %zu of %zu ways",
                         loops[l]->name, k, n);
        }
    }
}

Test(analytic_loops, ways_are_the_same_on_all_instruction_sets)
{
    const rasimi_loops *loops[MOST_LOOPS];
    const size_t n_loops = find_loops(loops);
    uint64_t state = 0x68019c47;
    rasimi_normal_table_make(&table);
    terms = (rasimi_way_terms){1.15, 0.85, log(1.15 / 0.85)};
    for (size_t n = 1; n <= RASIMI_WAYS_AT_ONCE; n++) {
        check_ways(loops, n_loops, n, n % 3 == 0 ? 55 : 0, n % 2 ? 400 : HUGE_VAL, &state);
    }
}

/* ---- everything ---- */

static rasim_analytic *
solve_on(const char *isa, const char *framework)
{
    setenv("RASIM_ISA", isa, 1);
    const char *root = getenv("RASIM_SOURCE_DIR");
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/scenarios", root ? root : ".");
    rasim_study *study = scenario_load(folder, framework);
    rasim_analytic *analytic = solve_analytic(study, 1);
    for (size_t d = 0; d < analytic->n_designs; d++) {
        analytic->designs[d].name = "";
        for (size_t a = 0; a < analytic->designs[d].n_areas; a++)
            analytic->designs[d].areas[a].name = "";
    }
    rasim_study_free(study);
    return analytic;
}

static void
check_equal(const rasim_analytic *a, const rasim_analytic *b, const char *isa)
{
    cr_assert_eq(a->n_designs, b->n_designs);
    for (size_t d = 0; d < a->n_designs; d++) {
        const rasim_analytic_design *x = &a->designs[d], *y = &b->designs[d];
        cr_assert_eq(memcmp(&x->mean, &y->mean, 4 * sizeof x->mean), 0, "%s: moments and affordability", isa);
        cr_assert_eq(memcmp(x->quantiles, y->quantiles, x->n_quantiles * sizeof *x->quantiles), 0, "%s: quantiles",
                     isa);
        for (size_t i = 0; i < x->n_areas; i++) {
            cr_assert_eq(memcmp(&x->areas[i].mean, &y->areas[i].mean, 2 * sizeof(double)), 0, "%s: areas", isa);
        }
    }
}

Test(analytic_loops, a_solution_is_the_same_on_all_instruction_sets)
{
    static const char *const frameworks[] = {"cheshire/framework.yaml", "face/framework.yaml",
                                             "upper-banding/framework.yaml"};
    const rasimi_loops *loops[MOST_LOOPS];
    const size_t n_loops = find_loops(loops);
    for (size_t f = 0; f < sizeof frameworks / sizeof *frameworks; f++) {
        rasim_analytic *portable = solve_on("portable", frameworks[f]);
        for (size_t l = 0; l < n_loops; l++) {
            rasim_analytic *other = solve_on(loops[l]->name, frameworks[f]);
            check_equal(portable, other, loops[l]->name);
            rasim_analytic_free(other);
        }
        rasim_analytic_free(portable);
    }
}
