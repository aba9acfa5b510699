/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the analytic engine: broken lines of one positive variable, built step by step, and their exact moments where the
   variable is lognormal (methods.md section 10). What a person costs is such a line of what their needs cost. */
#ifndef RASIMI_ENGINE_ANALYTIC_LINE_H
#define RASIMI_ENGINE_ANALYTIC_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "num/normal_table.h"

/* More than any person's line has: need has two pieces, the budget five, and of what is cut off above and below each
   rising piece has two more at most. */
#define RASIMI_LINE_MOST 16

/* On (end of the piece before, upto]: intercept + slope x. */
typedef struct rasimi_line_piece {
    double upto, intercept, slope;
} rasimi_line_piece;

/* Pieces that follow one another from 0; the last ends at infinity. Slopes are not negative. Jumps may go either way.
 */
typedef struct rasimi_line {
    size_t n;
    rasimi_line_piece pieces[RASIMI_LINE_MOST];
} rasimi_line;

/* x + more. */
rasimi_line
rasimi_line_shift(double more);

/* The line times a factor of 0 or more. */
void
rasimi_line_scale(rasimi_line *line, double factor);

/* min(line, most). */
void
rasimi_line_at_most(rasimi_line *line, double most);

/* max(line - taken, 0). */
void
rasimi_line_take(rasimi_line *line, double taken);

/* outer(line): the line becomes the variable of `outer`. */
void
rasimi_line_through(rasimi_line *line, const rasimi_line *outer);

/* The line's value at x > 0. */
double
rasimi_line_at(const rasimi_line *line, double x);

/* Highest power whose mean is needed: the third, for skewness. */
#define RASIMI_POWERS 4

/* A lognormal, with what its partial means have in common. */
typedef struct rasimi_lognormal {
    const rasimi_normal_table *table;
    double log_median, log_sd;
    double moment[RASIMI_POWERS]; /* E[x^k] */
    double low, high;             /* 4 log sds below the median, and above where the third moment has its own */
} rasimi_lognormal;

/* What lognormals of one log sd have in common. */
typedef struct rasimi_lognormal_shape {
    double log_sd, spread, reach; /* mean over median; 4 log sds as a factor */
} rasimi_lognormal_shape;

/* A log sd of 0 becomes 1e-9. */
rasimi_lognormal_shape
rasimi_lognormal_shape_of(double log_sd);

/* A lognormal of this log median. */
rasimi_lognormal
rasimi_lognormal_of(const rasimi_normal_table *table, double log_median, const rasimi_lognormal_shape *shape);

/* E[x^k; x <= b] for k = 0 to 3; b may be 0, negative (then all are 0) or infinite. */
void
rasimi_lognormal_below(const rasimi_lognormal *law, double b, double out[RASIMI_POWERS]);

/* The same where log b is known. */
void
rasimi_lognormal_below_log(const rasimi_lognormal *law, double log_b, double out[RASIMI_POWERS]);

/* E[line^k] for k = 1 to 3: [0] is 1. */
void
rasimi_line_moments(const rasimi_line *line, const rasimi_lognormal *law, double out[RASIMI_POWERS]);

#endif
