/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searches against problems whose answer is known. */
#include "num/search.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Remembers the best point that meets its constraints. */
typedef struct memory {
    int n, stop_after;
    double best, x[2];
} memory;

static void
remember(memory *self, const double *x, double value, double constraint)
{
    self->n++;
    if (constraint <= 1e-9 && value < self->best) {
        self->best = value;
        self->x[0] = x[0];
        self->x[1] = x[1];
    }
}

/* (x - 3)^2 + (y - 70)^2 / 100 with x + y / 10 >= 12: at (4, 80), by Lagrange. */
static bool
bowl(void *context, const double *x, double *value, double *constraints)
{
    memory *self = context;
    *value = (x[0] - 3) * (x[0] - 3) + (x[1] - 70) * (x[1] - 70) / 100;
    constraints[0] = 12 - x[0] - x[1] / 10;
    remember(self, x, *value, constraints[0]);
    return self->n != self->stop_after;
}

/* Two valleys, the deeper one narrow. */
static bool
valleys(void *context, const double *x, double *value, double *constraints)
{
    const double far = x[0] - 2, near = x[0] - 8;
    (void)constraints;
    *value = fmin(far * far, 4 * near * near - 1);
    remember(context, x, *value, 0);
    return true;
}

static rasimi_search
bowl_search(memory *self)
{
    *self = (memory){.best = HUGE_VAL};
    return (rasimi_search){
        .n = 2, .n_constraints = 1, .low = {0, 0}, .high = {10, 100}, .evaluate = bowl, .context = self};
}

Test(search, finds_a_constrained_optimum)
{
    memory found;
    const rasimi_search search = bowl_search(&found);
    const double from[] = {9, 95};
    cr_assert(rasimi_search_nearby(&search, from, 200));
    cr_assert_float_eq(found.x[0], 4, 1e-3, "%g", found.x[0]);
    cr_assert_float_eq(found.x[1], 80, 1e-2, "%g", found.x[1]);
    cr_assert_leq(found.n, 201);
}

Test(search, looks_everywhere_first)
{
    memory found = {.best = HUGE_VAL};
    const rasimi_search search = {.n = 1, .low = {0}, .high = {10}, .evaluate = valleys, .context = &found};
    cr_assert(rasimi_search_evenly(&search, 60));
    cr_assert_float_eq(found.x[0], 8, 0.05, "%g", found.x[0]);
    memory constrained;
    const rasimi_search bowl_everywhere = bowl_search(&constrained);
    cr_assert(rasimi_search_evenly(&bowl_everywhere, 300));
    cr_assert_lt(constrained.best, 2.3, "%g", constrained.best); /* 2 at the optimum */
}

Test(search, asks_the_same_points_again)
{
    memory first, second;
    const rasimi_search a = bowl_search(&first), b = bowl_search(&second);
    const double from[] = {1, 99};
    cr_assert(rasimi_search_evenly(&a, 50) && rasimi_search_nearby(&a, from, 80));
    cr_assert(rasimi_search_evenly(&b, 50) && rasimi_search_nearby(&b, from, 80));
    cr_assert(first.n == second.n && memcmp(first.x, second.x, sizeof first.x) == 0);
}

Test(search, stops_where_it_is_told_to)
{
    memory found;
    const rasimi_search search = bowl_search(&found);
    const double from[] = {9, 95};
    found.stop_after = 7;
    cr_assert_not(rasimi_search_nearby(&search, from, 200));
    cr_assert_eq(found.n, 7);
    found.n = 0;
    found.stop_after = 5;
    cr_assert_not(rasimi_search_evenly(&search, 200));
    cr_assert_eq(found.n, 5);
}
