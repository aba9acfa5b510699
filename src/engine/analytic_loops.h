/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: its loops over numbers side by side, compiled once per instruction set. All give the same
   bits: each number is worked out by the same operations in the same order, however many at a time. */
#ifndef RASIMI_ENGINE_ANALYTIC_LOOPS_H
#define RASIMI_ENGINE_ANALYTIC_LOOPS_H

#include <stdint.h>

#include "engine/analytic_axis.h"
#include "engine/analytic_way.h"

/* Arrays are padded to whole registers of the widest back end, with any numbers; results are written there too. */
#define RASIMI_LOOP_PAD 8

/* n in whole registers. */
static inline size_t
rasimi_loop_padded(size_t n)
{
    return (n + RASIMI_LOOP_PAD - 1) / RASIMI_LOOP_PAD * RASIMI_LOOP_PAD;
}

/* Ways that are looked at together. */
#define RASIMI_WAYS_AT_ONCE 64

/* Straight ways of one person that share a threshold, or have none, and by how much need exceeds the drawn need cost.
 */
typedef struct rasimi_way_block {
    size_t n, stride; /* of weights: nodes of leniency, padded */
    double more, threshold;
    double allocation[RASIMI_WAYS_AT_ONCE], share[RASIMI_WAYS_AT_ONCE];
    double inside[RASIMI_WAYS_AT_ONCE]; /* 1 where the threshold is the block's, 0 where it is 0 */
    double *weight;                     /* [RASIMI_WAYS_AT_ONCE x stride] probability at each node of leniency */
    double top[RASIMI_POWERS];          /* partial means of the drawn need cost below the threshold */
    double trim[RASIMI_POWERS][RASIMI_WAYS_AT_ONCE]; /* and below where sign-off stops to trim, begins to lift: */
    double keep[RASIMI_POWERS][RASIMI_WAYS_AT_ONCE]; /* made by `ways` */
} rasimi_way_block;

/* Nodes of practice and prices at one node of leniency: [n] each, padded. */
typedef struct rasimi_shock_nodes {
    size_t n;
    double *price, *uplift, *trim;
} rasimi_shock_nodes;

/* A way that is straight but for those with the least need, whose net is held at 0. */
typedef struct rasimi_cut_way {
    rasimi_way way;
    rasimi_way_income income;
    double trim[RASIMI_POWERS], keep[RASIMI_POWERS]; /* as in its block */
} rasimi_cut_way;

/* Mean, variance and third central moment, at nodes side by side. */
typedef struct rasimi_moment_columns {
    double *mean, *variance, *third;
} rasimi_moment_columns;

/* Points of the shared draws that are looked at together, and nodes that surround one: of need, leniency and practice.
 */
#define RASIMI_POINTS_AT_ONCE RASIMI_LOOP_PAD
#define RASIMI_POINT_NODES    (RASIMI_AXIS_ORDER * RASIMI_AXIS_ORDER * RASIMI_AXIS_ORDER)

/* Where points lie: their nodes with the nodes' weights, and those of prices from `first` on. */
typedef struct rasimi_points {
    size_t n, n_prices;
    int32_t node[RASIMI_POINT_NODES][RASIMI_POINTS_AT_ONCE]; /* the first price's */
    double weight[RASIMI_POINT_NODES][RASIMI_POINTS_AT_ONCE];
    int32_t first[RASIMI_POINTS_AT_ONCE];
    double price[RASIMI_AXIS_ORDER][RASIMI_POINTS_AT_ONCE];
} rasimi_points;

/* Laws known by three moments: so many at most are looked at together. */
#define RASIMI_LAWS_AT_ONCE 64

typedef struct rasimi_law_columns {
    size_t n;
    double mean[RASIMI_LAWS_AT_ONCE], sd[RASIMI_LAWS_AT_ONCE], skewness[RASIMI_LAWS_AT_ONCE];
    double at[RASIMI_LAWS_AT_ONCE]; /* where each is asked */
} rasimi_law_columns;

typedef struct rasimi_loops {
    const char *name; /* of the instruction set */

    /* As rasimi_normal_table_cdf and rasimi_normal_table_density. */
    void (*cdfs)(const rasimi_normal_table *table, const double *x, size_t n, double *out);
    void (*densities)(const rasimi_normal_table *table, const double *x, size_t n, double *out);

    /* Partial means of a block's ways, and the terms of their budgets (RASIMI_WAY_TERMS), which are added to
       sums[RASIMI_WAY_TERMS x stride] with their weights at so many nodes of leniency, way by way. */
    void (*ways)(rasimi_way_block *block, const rasimi_way_terms *terms, const rasimi_lognormal *need, size_t n_nodes,
                 double *sums);

    /* What holding net at 0 adds to a cut way's E[net^k], k = 1 to 3, at nodes of practice and prices: powers[k][n]. */
    void (*cuts)(const rasimi_cut_way *cut, const rasimi_way_terms *terms, const rasimi_lognormal *need,
                 const rasimi_shock_nodes *nodes, double *const powers[RASIMI_POWERS]);

    /* What net comes to at nodes of practice and prices, from the sums of terms at one node of leniency; raw[k] are
       powers that come besides. */
    void (*nets)(const rasimi_shock_nodes *nodes, const rasimi_way_income *income, const double terms[RASIMI_WAY_TERMS],
                 const double *const raw[RASIMI_POWERS], const rasimi_moment_columns *out);

    /* A sum at nodes between them: out[RASIMI_POINTS_AT_ONCE]. */
    void (*interpolate)(const rasimi_points *points, const double *sum, double *out);

    /*
     * P(x <= at) of each law: that of a gamma law with its three moments, by Wilson & Hilferty (1931): for a sum of
     * many people its error is of the order of the skewness squared. No spread: a step.
     */
    void (*laws)(const rasimi_normal_table *table, const rasimi_law_columns *laws, double *out);

    /* to[i] += factor x from[i]; n as it is. */
    void (*add)(double factor, const double *from, size_t n, double *to);
} rasimi_loops;

/* The loops for an instruction set by its name (rasimi_kernel); portable C where there are none. */
const rasimi_loops *
rasimi_loops_of(const char *name);

/* The loops for the instruction set that the kernel runs on; RASIM_ISA chooses another. */
const rasimi_loops *
rasimi_loops_choose(void);

#endif
