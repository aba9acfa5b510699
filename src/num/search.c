/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching by NLopt's deterministic algorithms, in the unit cube. */
#include "num/search.h"

#include <math.h>
#include <nlopt.h>
#include <string.h>

/* Of a constraint that is not met, in units of the value: larger than any value that a search meets. */
#define PENALTY 100.0

/* Steps smaller than this part of the box are not worth a look. */
#define SMALLEST_STEP 1e-4
#define FIRST_STEP    0.1

/* A search in progress. NLopt asks for the value and the constraints of a point one after the other: the last point is
   kept, so that it is looked at once. */
typedef struct running {
    const rasimi_search *search;
    nlopt_opt opt;
    bool stopped, has_last;
    double last[RASIMI_SEARCH_MOST], value, constraints[RASIMI_SEARCH_MOST];
} running;

static void
look(running *self, const double *unit)
{
    const rasimi_search *search = self->search;
    double x[RASIMI_SEARCH_MOST];
    if (self->has_last && memcmp(self->last, unit, search->n * sizeof *unit) == 0)
        return;
    for (size_t i = 0; i < search->n; i++)
        x[i] = search->low[i] + unit[i] * (search->high[i] - search->low[i]);
    if (!search->evaluate(search->context, x, &self->value, self->constraints)) {
        self->stopped = true;
        nlopt_force_stop(self->opt);
    }
    memcpy(self->last, unit, search->n * sizeof *unit);
    self->has_last = true;
}

static double
value_at(unsigned n, const double *unit, double *gradient, void *context)
{
    running *self = context;
    (void)n, (void)gradient;
    look(self, unit);
    return self->value;
}

static double
penalised_at(unsigned n, const double *unit, double *gradient, void *context)
{
    running *self = context;
    double value = value_at(n, unit, gradient, context);
    for (size_t i = 0; i < self->search->n_constraints; i++)
        value += PENALTY * fmax(self->constraints[i], 0);
    return value;
}

static void
constraints_at(unsigned m, double *out, unsigned n, const double *unit, double *gradient, void *context)
{
    running *self = context;
    (void)n, (void)gradient;
    look(self, unit);
    memcpy(out, self->constraints, m * sizeof *out);
}

/* Sets what both have in common; NULL where memory ran out. */
static nlopt_opt
create(running *self, nlopt_algorithm algorithm, int most)
{
    nlopt_opt opt = nlopt_create(algorithm, (unsigned)self->search->n);
    if (!opt)
        return NULL;
    self->opt = opt;
    nlopt_set_lower_bounds1(opt, 0);
    nlopt_set_upper_bounds1(opt, 1);
    nlopt_set_maxeval(opt, most);
    return opt;
}

/* Reaching a limit or a step too small is how searches end; so are rounding errors, with what was found by then. */
static bool
run(running *self, double *unit)
{
    double least;
    const nlopt_result result = nlopt_optimize(self->opt, unit, &least);
    nlopt_destroy(self->opt);
    return !self->stopped && result != NLOPT_OUT_OF_MEMORY && result != NLOPT_INVALID_ARGS;
}

bool
rasimi_search_evenly(const rasimi_search *search, int most)
{
    running self = {.search = search};
    double unit[RASIMI_SEARCH_MOST];
    for (size_t i = 0; i < search->n; i++)
        unit[i] = 0.5;
    if (!create(&self, NLOPT_GN_DIRECT_L, most))
        return false;
    nlopt_set_min_objective(self.opt, penalised_at, &self);
    return run(&self, unit);
}

bool
rasimi_search_nearby(const rasimi_search *search, const double *from, int most)
{
    running self = {.search = search};
    const double tolerances[RASIMI_SEARCH_MOST] = {0};
    double unit[RASIMI_SEARCH_MOST];
    for (size_t i = 0; i < search->n; i++)
        unit[i] = fmin(fmax((from[i] - search->low[i]) / (search->high[i] - search->low[i]), 0), 1);
    if (!create(&self, NLOPT_LN_COBYLA, most))
        return false;
    nlopt_set_min_objective(self.opt, value_at, &self);
    nlopt_add_inequality_mconstraint(self.opt, (unsigned)search->n_constraints, constraints_at, &self, tolerances);
    nlopt_set_initial_step1(self.opt, FIRST_STEP);
    nlopt_set_xtol_abs1(self.opt, SMALLEST_STEP);
    return run(&self, unit);
}
