/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: interpolation along one shared shock. What everybody costs together is worked out at a few
   nodes of each shock and is a polynomial between them, in panels where it has kinks. */
#ifndef RASIMI_ENGINE_ANALYTIC_AXIS_H
#define RASIMI_ENGINE_ANALYTIC_AXIS_H

#include <stdbool.h>
#include <stddef.h>

/* Nodes of a panel, and of a whole axis. */
#define RASIMI_AXIS_ORDER 5
#define RASIMI_AXIS_MOST  64

typedef struct rasimi_axis {
    size_t n, n_panels, order;         /* n = n_panels x order nodes */
    double edge[RASIMI_AXIS_MOST + 1]; /* of panels, ascending */
    double node[RASIMI_AXIS_MOST];
} rasimi_axis;

/* `n_panels` equal panels of `order` nodes (1 to RASIMI_AXIS_ORDER) over [low, high]: exact for polynomials of degree
   order - 1. Where low and high are the same, one node. */
void
rasimi_axis_make(double low, double high, size_t n_panels, size_t order, rasimi_axis *out);

/* The same in two panels that meet at `kink`, or in one where the kink is not inside. */
void
rasimi_axis_make_kinked(double low, double high, double kink, size_t order, rasimi_axis *out);

/* Weights at x of the nodes first to first + order - 1; returns first. x is in the axis' range. */
size_t
rasimi_axis_weights(const rasimi_axis *axis, double x, double weights[RASIMI_AXIS_ORDER]);

#endif
