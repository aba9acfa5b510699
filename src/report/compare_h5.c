/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as arrays: for each period one number a design under the names of report/criteria.h, and quantiles by
   design and level. */
#include "report/compare_h5.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "report/criteria.h"

#define GBP "£ a year"

enum { NAME_SIZE = 64 };

static void
put_column(rasimi_h5put *put, const rasim_comparison *comparison, size_t period, const char *prefix,
           const rasimi_criterion *criterion, double *column)
{
    char name[NAME_SIZE];
    const uint64_t n = comparison->n_designs;
    snprintf(name, sizeof name, "%s%s", prefix, criterion->name);
    for (size_t d = 0; d < n; d++)
        column[d] = rasimi_criterion_of(criterion, &comparison->designs[d].periods[period]);
    rasimi_h5put_doubles(put, (rasimi_h5name){name, criterion->unit, criterion->sentence}, 1, &n, column);
}

/* Which list of levels, and which of its figures. */
typedef const rasim_at_level *
levels_fn(const rasim_criteria *criteria);

static const rasim_at_level *
net_of(const rasim_criteria *criteria)
{
    return criteria->net;
}

static const rasim_at_level *
contingency_of(const rasim_criteria *criteria)
{
    return criteria->contingency;
}

static const rasim_at_level *
difference_of(const rasim_criteria *criteria)
{
    return criteria->difference.quantiles;
}

static void
put_levels(rasimi_h5put *put, const rasim_comparison *comparison, size_t period, levels_fn *list, const char *name,
           const char *sentence, double *values)
{
    static const char *const ends[] = {"", "_low", "_high"};
    const uint64_t shape[] = {comparison->n_designs, comparison->n_levels};
    for (size_t end = 0; end < sizeof ends / sizeof *ends; end++) {
        char whole[NAME_SIZE];
        snprintf(whole, sizeof whole, "%s%s", name, ends[end]);
        for (size_t d = 0; d < comparison->n_designs; d++)
            for (size_t i = 0; i < comparison->n_levels; i++) {
                const rasim_at_level *at = &list(&comparison->designs[d].periods[period])[i];
                values[d * comparison->n_levels + i] = end == 0 ? at->value : end == 1 ? at->low : at->high;
            }
        rasimi_h5put_doubles(put, (rasimi_h5name){whole, GBP, sentence}, 2, shape, values);
    }
}

static void
put_period(rasimi_h5put *put, const rasim_comparison *comparison, size_t period, double *values)
{
    rasimi_h5put_folder(put, "/compare/period_%zu", period + 1);
    for (const rasimi_criterion *c = rasimi_criteria_alone; c->name; c++)
        put_column(put, comparison, period, "", c, values);
    for (const rasimi_criterion *c = rasimi_criteria_ranks; c->name; c++)
        put_column(put, comparison, period, "", c, values);
    for (const rasimi_criterion *c = rasimi_criteria_difference; c->name; c++)
        put_column(put, comparison, period, "difference_", c, values);
    put_levels(put, comparison, period, net_of, "net", "quantiles of net by level", values);
    put_levels(put, comparison, period, contingency_of, "contingency", "quantiles less plan by level", values);
    put_levels(put, comparison, period, difference_of, "difference_net", "differences of quantiles", values);
}

static void
put_moves(rasimi_h5put *put, const rasim_comparison *comparison, bool from_package, double *values)
{
    const uint64_t shape[] = {comparison->n_designs, RASIM_N_MOVE_CLASSES};
    const size_t n = comparison->n_designs * RASIM_N_MOVE_CLASSES;
    for (size_t i = 0; i < n; i++) {
        const rasim_compared_design *design = &comparison->designs[i / RASIM_N_MOVE_CLASSES];
        const rasim_moves *moves = from_package ? &design->from_package : &design->from_other;
        values[i] = moves->people[i % RASIM_N_MOVE_CLASSES];
        values[n + i] = moves->gbp[i % RASIM_N_MOVE_CLASSES];
    }
    rasimi_h5put_doubles(put,
                         (rasimi_h5name){from_package ? "from_package_people" : "from_other_people", "people",
                                         "people by design and size class of what their amount changes by"},
                         2, shape, values);
    rasimi_h5put_doubles(
        put, (rasimi_h5name){from_package ? "from_package_gbp" : "from_other_gbp", GBP, "what their amounts change by"},
        2, shape, values + n);
}

static void
put_names(rasimi_h5put *put, const rasim_comparison *comparison, const char **names)
{
    const uint64_t n_levels = comparison->n_levels;
    for (size_t d = 0; d < comparison->n_designs; d++)
        names[d] = comparison->designs[d].name;
    rasimi_h5put_folder(put, "/compare");
    rasimi_h5put_whole(put, "against", comparison->against + 1);
    rasimi_h5put_texts(put, "design", names, comparison->n_designs, "names of the designs");
    rasimi_h5put_texts(put, "period", comparison->periods, comparison->n_periods, "labels of the periods");
    rasimi_h5put_doubles(put, (rasimi_h5name){"level", "fraction", "confidence levels"}, 1, &n_levels,
                         comparison->levels);
}

static void
put_all_moves(rasimi_h5put *put, const rasim_comparison *comparison, double *values)
{
    double upto[RASIM_N_MOVE_CLASSES];
    const uint64_t n = RASIM_N_MOVE_CLASSES;
    for (size_t i = 0; i < RASIM_N_MOVE_CLASSES; i++)
        upto[i] = i < RASIM_MOVE_UNCHANGED ? -rasim_move_class_upto(i) : rasim_move_class_upto(i);
    rasimi_h5put_folder(put, "/compare/moves");
    rasimi_h5put_doubles(put, (rasimi_h5name){"class_upto", "£ a week", "the most that a class changes by"}, 1, &n,
                         upto);
    put_moves(put, comparison, true, values);
    put_moves(put, comparison, false, values);
}

void
rasimi_h5put_comparison(rasimi_h5put *put, const rasim_comparison *comparison)
{
    const size_t width = comparison->n_levels + 2 * (size_t)RASIM_N_MOVE_CLASSES;
    double *values = rasimi_calloc(comparison->n_designs, width * sizeof *values);
    const char **names = rasimi_calloc(comparison->n_designs, sizeof *names);
    if (values && names) {
        put_names(put, comparison, names);
        for (size_t p = 0; p < comparison->n_periods; p++)
            put_period(put, comparison, p, values);
        if (comparison->designs[0].from_package.known)
            put_all_moves(put, comparison, values);
    } else if (!put->status) {
        put->status = RASIM_ERR_NO_MEMORY;
    }
    free(values);
    free(names);
}
