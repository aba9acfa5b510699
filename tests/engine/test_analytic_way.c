/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed forms of one way that a person's year may go, against numerical integration of net as methods.md section 4 has
   it, over a grid of every feature; broken lines and the table of the normal law by themselves. */
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "engine/analytic_loops.h"
#include "num/detmath.h"
#include "rasim/ledger.h"

static rasimi_normal_table table;

Test(analytic_way, the_table_is_the_normal_law)
{
    double worst = 0, worst_density = 0;
    rasimi_normal_table_make(&table);
    for (int i = -90000; i <= 90000; i++) {
        const double x = i / 10000.0 + 1.234e-5;
        worst = fmax(worst, fabs(rasimi_normal_table_cdf(&table, x) - gsl_cdf_ugaussian_P(x)));
        worst_density = fmax(worst_density, fabs(rasimi_normal_table_density(&table, x) - gsl_ran_ugaussian_pdf(x)));
    }
    cr_assert_lt(worst, 1e-11, "%g", worst);
    cr_assert_lt(worst_density, 1e-9, "%g", worst_density);
    cr_assert_eq(rasimi_normal_table_cdf(&table, HUGE_VAL), 1);
    cr_assert_eq(rasimi_normal_table_cdf(&table, -HUGE_VAL), 0);
}

/* A person's circumstances, all that net depends on. */
typedef struct circumstances {
    double allocation, more, threshold, share, tau, price, uplift, trim, kept, taken, median, log_sd;
} circumstances;

/* Section 4, steps 3 to 8, written down again: net of the drawn need cost. */
static double
net_of(const circumstances *c, double drawn)
{
    const double most = RASIM_MAX_GBP_WEEK, need = fmin(drawn + c->more, most), a = c->allocation;
    double budget = a;
    if (need > c->threshold) {
        budget = c->share * need;
    } else if (need > a * (1 + c->tau)) {
        budget = a + c->uplift * (need - a);
    } else if (need < a * (1 - c->tau)) {
        budget = a - c->trim * (a - need);
    }
    budget = fmin(fmin(budget, most) * c->price, most);
    return fmax(c->kept * budget - c->taken, 0);
}

typedef struct integrand {
    const circumstances *c;
    int power;
} integrand;

static double
integrand_at(double z, void *context)
{
    const integrand *of = context;
    const double net = net_of(of->c, of->c->median * exp(of->c->log_sd * z));
    return pow(net, of->power) * gsl_ran_ugaussian_pdf(z);
}

enum { MOST_BREAKS = 64 };

/* Adds the z at which the drawn need cost is `need`, where it is one that matters. */
static void
add_break(const circumstances *c, double need, double *breaks, size_t *n)
{
    const double z = need > 0 ? log(need / c->median) / c->log_sd : -HUGE_VAL;
    if (z > -9 && z < 9) {
        breaks[(*n)++] = z;
    }
}

static int
ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Between two breaks net does not fall: where it leaves 0, by halving. */
static void
add_zero(const circumstances *c, double from, double to, double *breaks, size_t *n)
{
    const double width = to - from;
    double low = from + 1e-9 * width, high = to - 1e-9 * width;
    if (net_of(c, c->median * exp(c->log_sd * low)) > 0 || !(net_of(c, c->median * exp(c->log_sd * high)) > 0)) {
        return;
    }
    for (int step = 0; step < 60; step++) {
        const double middle = 0.5 * (low + high);
        *(net_of(c, c->median * exp(c->log_sd * middle)) > 0 ? &high : &low) = middle;
    }
    breaks[(*n)++] = high;
}

/* E[net^k] by adaptive quadrature between the kinks and jumps. */
static void
integrate(const circumstances *c, double out[RASIMI_POWERS])
{
    static gsl_integration_workspace *workspace;
    double breaks[MOST_BREAKS] = {-9, 9};
    size_t n = 2;
    workspace = workspace ? workspace : gsl_integration_workspace_alloc(200);
    const double most = RASIM_MAX_GBP_WEEK;
    const double needs[] = {c->allocation * (1 - c->tau),
                            c->allocation * (1 + c->tau),
                            c->threshold,
                            most / c->price,
                            most,
                            most / c->share,
                            most / c->share / c->price,
                            (most / c->price - c->allocation) / c->uplift + c->allocation,
                            (most - c->allocation) / c->uplift + c->allocation};
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        add_break(c, needs[i] - c->more, breaks, &n);
    }
    qsort(breaks, n, sizeof *breaks, ascending);
    for (size_t i = 0, before = n; i + 1 < before; i++) {
        add_zero(c, breaks[i], breaks[i + 1], breaks, &n);
    }
    qsort(breaks, n, sizeof *breaks, ascending);
    for (int k = 1; k < RASIMI_POWERS; k++) {
        integrand of = {c, k};
        gsl_function f = {integrand_at, &of};
        out[k] = 0;
        for (size_t i = 0; i + 1 < n; i++) {
            double part = 0, error;
            if (breaks[i + 1] - breaks[i] > 1e-13) {
                gsl_integration_qag(&f, breaks[i], breaks[i + 1], 0, 1e-9, 200, GSL_INTEG_GAUSS31, workspace, &part,
                                    &error);
            }
            out[k] += part;
        }
    }
}

typedef struct tally {
    int n, straight, cut, broken, wrong;
    double worst_line, worst_closed;
} tally;

/* Distance of two sets of moments, on the scale of the budget's own. */
static double
distance(const circumstances *c, const double found[RASIMI_POWERS], const double expected[RASIMI_POWERS])
{
    const double scale = fmax(c->allocation, c->median * exp(2 * c->log_sd * c->log_sd) + c->more) * c->price;
    double worst = 0;
    for (int k = 1; k < RASIMI_POWERS; k++) {
        worst = fmax(worst, fabs(found[k] - expected[k]) / pow(scale, k));
    }
    return worst;
}

/* Powers of net of one way that is straight, or but for what it is held at 0 by: a lane of a block, at one node.
   Returns whether it is held. */
static bool
solve(const rasimi_way *way, const rasimi_way_terms *terms, const rasimi_way_shock *shock,
      const rasimi_way_income *income, const rasimi_lognormal *need, bool cut, double powers[RASIMI_POWERS])
{
    enum { PAD = RASIMI_LOOP_PAD };
    const rasimi_loops *loops = rasimi_loops_choose();
    double weight[PAD] = {1}, sums[RASIMI_WAY_TERMS * PAD] = {0}, of_node[RASIMI_WAY_TERMS], columns[3][PAD];
    double price[PAD] = {shock->price}, uplift[PAD] = {shock->uplift}, trim[PAD] = {shock->trim};
    double held[3][PAD] = {{0}};
    rasimi_way_block block = {.n = 1, .stride = PAD, .more = way->more, .threshold = way->threshold, .weight = weight};
    block.allocation[0] = way->allocation;
    block.share[0] = way->share;
    block.inside[0] = way->threshold > 0;
    rasimi_lognormal_below(need, way->threshold - way->more, block.top);
    loops->ways(&block, terms, need, 1, sums);
    rasimi_cut_way of_cut = {.way = *way, .income = *income};
    for (int k = 0; k < RASIMI_POWERS; k++) {
        of_cut.trim[k] = block.trim[k][0];
        of_cut.keep[k] = block.keep[k][0];
    }
    for (int k = 0; k < RASIMI_WAY_TERMS; k++) {
        of_node[k] = sums[k * PAD];
    }
    const rasimi_shock_nodes nodes = {1, price, uplift, trim};
    if (cut) {
        loops->cuts(&of_cut, terms, need, &nodes, (double *[]){NULL, held[0], held[1], held[2]});
    }
    const rasimi_moment_columns out = {columns[0], columns[1], columns[2]};
    loops->nets(&nodes, income, of_node, (const double *const[]){NULL, held[0], held[1], held[2]}, &out);
    const double m = columns[0][0], v = columns[1][0];
    powers[1] = m;
    powers[2] = v + m * m;
    powers[3] = columns[2][0] + 3 * m * v + m * m * m;
    return held[0][0] > 0 || held[0][0] < 0;
}

static void
check(const circumstances *c, const circumstances *against, tally *to)
{
    const rasimi_way way = {c->allocation, c->more, c->threshold, c->share};
    const rasimi_way_terms terms = {1 + c->tau, 1 - c->tau, c->tau < 1 ? log((1 + c->tau) / (1 - c->tau)) : 0};
    const rasimi_way_shock shock = {c->price, c->uplift, c->trim};
    const rasimi_way_range range = {shock, shock};
    const rasimi_way_income income = {c->kept, c->taken};
    const rasimi_lognormal need =
        rasimi_lognormal_of(&table, log(c->median), (rasimi_lognormal_shape[]){rasimi_lognormal_shape_of(c->log_sd)});
    double expected[RASIMI_POWERS], found[RASIMI_POWERS];
    integrate(against, expected);
    const rasimi_line line = rasimi_way_line(&way, &terms, &shock, &income);
    rasimi_line_moments(&line, &need, found);
    to->worst_line = fmax(to->worst_line, distance(c, found, expected));
    to->n++;
    const rasimi_way_kind kind = rasimi_way_kind_of(&way, &terms, &range, &income, &need);
    if (kind == RASIMI_WAY_BROKEN) {
        to->broken++;
        return;
    }
    const bool held = solve(&way, &terms, &shock, &income, &need, kind == RASIMI_WAY_CUT, found);
    to->straight += kind == RASIMI_WAY_STRAIGHT;
    to->cut += held;
    to->worst_closed = fmax(to->worst_closed, distance(c, found, expected));
}

/* A seventh of all combinations, well mixed; what they are held against may have a log sd that is a little wrong. */
static tally
check_all(double wrong_sd)
{
    static const double allocations[] = {0, 90, 300}, mores[] = {0, 40}, thresholds[] = {HUGE_VAL, 420, 150, 0};
    static const double taus[] = {0, 0.15}, prices[] = {0.88, 1.21}, uplifts[] = {1, 0.6, 1.3}, trims[] = {0.5, 1, 0};
    static const double takens[] = {0, 30, 130, 600}, medians[] = {80, 310}, sds[] = {0.05, 0.25, 0.9};
    tally all = {0};
    rasimi_normal_table_make(&table);
    for (int i = 0; i < 3 * 2 * 4 * 2 * 2 * 3 * 3 * 4 * 2 * 3; i += 7) {
        int j = i;
        circumstances c = {.share = 0.9, .kept = 0.8};
#define TAKE(list)                                                                                                     \
    ((list)[j % (int)(sizeof(list) / sizeof *(list))]);                                                                \
    j /= (int)(sizeof(list) / sizeof *(list))
        c.allocation = TAKE(allocations);
        c.more = TAKE(mores);
        c.threshold = TAKE(thresholds);
        c.tau = TAKE(taus);
        c.price = TAKE(prices);
        c.uplift = TAKE(uplifts);
        c.trim = TAKE(trims);
        c.taken = TAKE(takens);
        c.median = TAKE(medians);
        c.log_sd = TAKE(sds);
#undef TAKE
        circumstances against = c;
        against.log_sd *= wrong_sd;
        check(&c, &against, &all);
    }
    return all;
}

Test(analytic_way, closed_forms_are_the_integrals)
{
    const tally all = check_all(1);
    cr_assert_lt(all.worst_line, 1e-8, "lines: %g", all.worst_line);
    cr_assert_lt(all.worst_closed, 2e-6, "closed forms: %g", all.worst_closed);
    cr_assert_gt(all.straight, all.n / 5, "%d of %d", all.straight, all.n);
    cr_assert_gt(all.cut, all.n / 20, "%d of %d", all.cut, all.n);
    cr_assert_gt(check_all(1.0001).worst_line, 1e-6, "a sigma wrong by 1 in 10,000 must be noticed");
}

/* Packages beyond what is simulated are held there, before and after prices. */
Test(analytic_way, the_largest_package_holds)
{
    tally all = {0};
    rasimi_normal_table_make(&table);
    for (int i = 0; i < 16; i++) {
        const circumstances c = {.allocation = i & 1 ? 50000 : 900,
                                 .more = i & 2 ? 700 : 0,
                                 .threshold = i & 4 ? 40000 : HUGE_VAL,
                                 .share = 0.95,
                                 .tau = 0.1,
                                 .price = i & 8 ? 0.9 : 1.2,
                                 .uplift = 1.1,
                                 .trim = 0.5,
                                 .kept = 0.97,
                                 .taken = 120,
                                 .median = 50000,
                                 .log_sd = 0.5};
        check(&c, &c, &all);
    }
    cr_assert_eq(all.broken, all.n, "these are no straight lines");
    cr_assert_lt(all.worst_line, 1e-8, "%g", all.worst_line);
}

/* A known need: everything is certain. */
Test(analytic_way, no_spread_is_a_number)
{
    rasimi_normal_table_make(&table);
    const circumstances c = {.allocation = 200,
                             .threshold = 900,
                             .share = 1,
                             .tau = 0.1,
                             .price = 1.05,
                             .uplift = 1,
                             .trim = 0.5,
                             .kept = 1,
                             .taken = 50,
                             .median = 310};
    const rasimi_way way = {c.allocation, c.more, c.threshold, c.share};
    const rasimi_way_terms terms = {1.1, 0.9, log(1.1 / 0.9)};
    const rasimi_way_shock shock = {c.price, c.uplift, c.trim};
    const rasimi_way_income income = {c.kept, c.taken};
    const rasimi_lognormal need =
        rasimi_lognormal_of(&table, log(c.median), (rasimi_lognormal_shape[]){rasimi_lognormal_shape_of(0)});
    double found[RASIMI_POWERS];
    const rasimi_line line = rasimi_way_line(&way, &terms, &shock, &income);
    rasimi_line_moments(&line, &need, found);
    const double net = 310 * 1.05 - 50;
    cr_assert_lt(fabs(found[1] - net), 1e-6);
    cr_assert_lt(fabs(found[2] - net * net), 1e-3);
    cr_assert_lt(fabs(rasimi_line_at(&line, 310) - net), 1e-9);
    cr_assert_lt(fabs(rasimi_line_at(&line, 150) - ((200 - 25) * 1.05 - 50)), 1e-9);
    cr_assert_lt(fabs(rasimi_line_at(&line, 210) - (200 * 1.05 - 50)), 1e-9);
}
