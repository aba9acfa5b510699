/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the floor and the cap of a rule are made of: two that are the same for everybody and every year, and two that
   are named for a care group and grow (methods.md section 3). The engine knows one floor and one cap. */
#ifndef RASIMI_MODEL_BOUNDS_H
#define RASIMI_MODEL_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/check.h"
#include "model/design.h"

/* The limits of a care group. */
typedef struct rasimi_bounds {
    const rasimi_limits_spec *spec;            /* NULL: none were set */
    const rasimi_group_limit *minimum_budget;  /* NULL: none for the group */
    const rasimi_group_limit *care_home_price; /* row of residential_equivalent; NULL: none for the group */
} rasimi_bounds;

/* The group's own rows, else those without a care group. */
rasimi_bounds
rasimi_bounds_of(const rasimi_limits_spec *spec, const char *care_group);

/* £ a week of a named limit in a year, 0 the first; NAN for NULL. */
double
rasimi_group_limit_gbp(const rasimi_group_limit *limit, size_t year);

/* £ a week of a year: the higher of floor and minimum budget, 0 without either; the lower of cap, residential
   equivalent and the largest package that is simulated. */
double
rasimi_bounds_least(const rasimi_bounds *bounds, size_t year);
double
rasimi_bounds_most(const rasimi_bounds *bounds, size_t year);

/* Which of the two binds: the minimum budget rather than the floor, the residential equivalent rather than the cap.
   Where both stand at the same £ it is the one that is the same for everybody. */
bool
rasimi_bounds_least_is_named(const rasimi_bounds *bounds, size_t year);
bool
rasimi_bounds_most_is_named(const rasimi_bounds *bounds, size_t year);

/* No list has a care group twice, and in year 1 nobody's least is above their most. */
void
rasimi_bounds_check(rasimi_checker *checker, const rasimi_design *design);

#endif
