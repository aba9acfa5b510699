/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching a box for the least value of a function under constraints: evenly first, then from a good point. The points
   that are asked for are a pure function of the values given back; nothing is random. */
#ifndef RASIMI_NUM_SEARCH_H
#define RASIMI_NUM_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

enum { RASIMI_SEARCH_MOST = 8 }; /* numbers that vary, and constraints */

/* Value at x [n], and constraints that are met where they are not above 0. False stops the search. */
typedef bool
rasimi_search_fn(void *context, const double *x, double *value, double *constraints);

typedef struct rasimi_search {
    size_t n, n_constraints;
    double low[RASIMI_SEARCH_MOST], high[RASIMI_SEARCH_MOST]; /* low < high */
    rasimi_search_fn *evaluate;
    void *context;
} rasimi_search;

/* Looks at about `most` points all over the box, more closely where the value, with a penalty for constraints that are
   not met, is small (DIRECT-L: Gablonsky & Kelley 2001). False where memory ran out or `evaluate` stopped it. */
bool
rasimi_search_evenly(const rasimi_search *search, int most);

/* From a point, by linear approximations of value and constraints (COBYLA: Powell 1994), at most `most` points.
   Likewise false. What was best is the caller's to remember. */
bool
rasimi_search_nearby(const rasimi_search *search, const double *from, int most);

#endif
