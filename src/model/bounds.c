/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least and most of a care group in a year. */
#include "model/bounds.h"

#include <math.h>
#include <string.h>

#include "model/param_words.h"
#include "rasim/ledger.h"

static const rasimi_group_limit *
row_for(const rasimi_structs *rows, const char *care_group)
{
    const rasimi_group_limit *items = rows->items, *rest = NULL;
    for (size_t r = 0; r < rows->n; r++) {
        if (!items[r].care_group.value)
            rest = &items[r];
        else if (care_group && strcmp(items[r].care_group.value, care_group) == 0)
            return &items[r];
    }
    return rest;
}

rasimi_bounds
rasimi_bounds_of(const rasimi_limits_spec *spec, const char *care_group)
{
    return (rasimi_bounds){.spec = spec,
                           .minimum_budget = row_for(&spec->minimum_budget, care_group),
                           .care_home_price = row_for(&spec->residential_equivalent, care_group)};
}

double
rasimi_group_limit_gbp(const rasimi_group_limit *limit, size_t year)
{
    double gbp = limit ? limit->gbp_week.value : (double)NAN;
    for (size_t t = 0; limit && t <= year; t++)
        gbp *= 1 + limit->index.value;
    return gbp;
}

/* Comparisons with NAN are false: a limit that is not there never wins. */
bool
rasimi_bounds_least_is_named(const rasimi_bounds *bounds, size_t year)
{
    return bounds->minimum_budget &&
           !(rasimi_group_limit_gbp(bounds->minimum_budget, year) <= bounds->spec->floor_gbp_week.value);
}

bool
rasimi_bounds_most_is_named(const rasimi_bounds *bounds, size_t year)
{
    return bounds->care_home_price &&
           !(rasimi_group_limit_gbp(bounds->care_home_price, year) >= bounds->spec->cap_gbp_week.value);
}

/* The named limit or the general one; `none` where there is neither. No package is larger than is simulated. */
static double
either(bool named, const rasimi_group_limit *limit, size_t year, double general, double none)
{
    const double gbp = named ? rasimi_group_limit_gbp(limit, year) : general;
    if (isnan(gbp))
        return none;
    return gbp < RASIM_MAX_GBP_WEEK ? gbp : RASIM_MAX_GBP_WEEK;
}

double
rasimi_bounds_least(const rasimi_bounds *bounds, size_t year)
{
    return either(rasimi_bounds_least_is_named(bounds, year), bounds->minimum_budget, year,
                  bounds->spec->floor_gbp_week.value, 0);
}

double
rasimi_bounds_most(const rasimi_bounds *bounds, size_t year)
{
    return either(rasimi_bounds_most_is_named(bounds, year), bounds->care_home_price, year,
                  bounds->spec->cap_gbp_week.value, RASIM_MAX_GBP_WEEK);
}

/* ---- checks ---- */

static bool
same_group(const rasimi_group_limit *a, const rasimi_group_limit *b)
{
    const char *one = a->care_group.value, *other = b->care_group.value;
    return one && other ? strcmp(one, other) == 0 : !one && !other;
}

/* The least of a row's group against its most; floor and cap by themselves are checked elsewhere. */
static void
check_row(rasimi_checker *checker, const rasimi_limits_spec *spec, const rasimi_group_limit *row)
{
    const char *group = row->care_group.value;
    const rasimi_bounds bounds = rasimi_bounds_of(spec, group);
    const double least = rasimi_bounds_least(&bounds, 0), most = rasimi_bounds_most(&bounds, 0);
    if (!(least > most) || !(rasimi_bounds_least_is_named(&bounds, 0) || rasimi_bounds_most_is_named(&bounds, 0)))
        return;
    rasimi_checker_complain(checker, row->mark,
                            "In year 1 the least that %s%s%s can be given is £%s a week, which is above the most, £%s; "
                            "lower 'floor_gbp_week' or 'minimum_budget', or raise 'cap_gbp_week' or "
                            "'residential_equivalent'.",
                            group ? "people of '" : "people of every other care group", group ? group : "",
                            group ? "'" : "", rasimi_words_number(least).text, rasimi_words_number(most).text);
}

void
rasimi_bounds_check(rasimi_checker *checker, const rasimi_design *design)
{
    const rasimi_limits_spec *spec = &design->limits;
    const rasimi_structs *lists[] = {&spec->minimum_budget, &spec->residential_equivalent};
    static const char *const keys[] = {"minimum_budget", "residential_equivalent"};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        const rasimi_label_check groups = {
            lists[l], sizeof(rasimi_group_limit), offsetof(rasimi_group_limit, care_group), keys[l], "care_group",
            true};
        rasimi_check_rows(checker, &groups);
        for (size_t r = 0; r < lists[l]->n; r++) {
            const rasimi_group_limit *rows = lists[l]->items;
            const rasimi_bounds bounds = rasimi_bounds_of(spec, rows[r].care_group.value);
            const bool said = l == 1 && bounds.minimum_budget && same_group(bounds.minimum_budget, &rows[r]);
            if (!said)
                check_row(checker, spec, &rows[r]);
        }
    }
}
