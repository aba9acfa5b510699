/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of people: the whole, care groups, settings, tenths by need and by cost, places, and columns asked for. */
#include "analysis/people_groups.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/suppress.h"
#include "analysis/tenths.h"
#include "rasim/ledger.h"

/* The groupings that every study has, in their order; columns asked for stand behind them. */
enum { EVERYBODY, CARE_GROUP, SETTING, NEED, COST, PLACE, COLUMNS };

static const char *const EVERYBODY_LABEL[] = {"everybody"};
static const char *const TENTHS[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};

const char *
rasim_change_name(size_t i)
{
    static const char *const names[RASIM_N_CHANGES] = {
        "loses 50 % or more", "loses 25 to 50 %", "loses 10 to 25 %",   "within 10 %",
        "gains 10 to 25 %",   "gains 25 to 50 %", "gains 50 % or more",
    };
    return i < RASIM_N_CHANGES ? names[i] : NULL;
}

size_t
rasimi_change_class(double allocation, double package)
{
    static const double least[RASIM_N_CHANGES - 1] = {-0.5, -0.25, -0.1, 0.1, 0.25, 0.5};
    const double change = allocation / package - 1;
    size_t class = 0;
    while (class < 3 && change > least[class]) /* a loss of exactly 10 % is a loss, */
        class ++;
    while (class >= 3 && class < RASIM_N_CHANGES - 1 && change >= least[class]) /* a gain of exactly 10 % a gain */
        class ++;
    return class;
}

/* ---- groups ---- */

static rasim_status
name_groupings(const rasim_study *study, rasimi_arena *arena, rasimi_people_groups *self)
{
    const rasimi_grouping known[COLUMNS] = {
        [EVERYBODY] = {"everybody", 1, 0, EVERYBODY_LABEL},
        [CARE_GROUP] = {"care group", study->n_care_groups, 0, study->care_groups},
        [SETTING] = {"setting", study->n_settings, 0, study->settings},
        [NEED] = {"need", RASIM_N_TENTHS, 0, TENTHS},
        [COST] = {"cost", RASIM_N_TENTHS, 0, TENTHS},
        [PLACE] = {"place", study->n_places, 0, study->places},
    };
    self->n_groupings = COLUMNS + study->n_breakdowns;
    self->groupings = rasimi_arena_alloc(arena, self->n_groupings, sizeof *self->groupings);
    if (!self->groupings)
        return RASIM_ERR_NO_MEMORY;
    for (size_t g = 0; g < self->n_groupings; g++) {
        const rasimi_breakdown *column = g < COLUMNS ? NULL : &study->breakdowns[g - COLUMNS];
        self->groupings[g] =
            column ? (rasimi_grouping){column->heading, column->n_labels, 0, column->labels} : known[g];
        self->groupings[g].first = self->n_groups;
        self->n_groups += self->groupings[g].n;
    }
    return RASIM_OK;
}

rasim_status
rasimi_people_groups_create(const rasim_study *study, const uint8_t *need_tenth, rasimi_arena *arena,
                            rasimi_people_groups *out)
{
    *out = (rasimi_people_groups){
        .study = study,
        .need_tenth = need_tenth,
        .tolerance = study->framework.sign_off.tolerance.value,
    };
    rasim_status status = name_groupings(study, arena, out);
    if (status == RASIM_OK)
        status = rasimi_cost_cuts(study, out->cost_cuts);
    if (status != RASIM_OK)
        return status;
    out->groups = rasimi_arena_alloc(arena, out->n_groups, sizeof *out->groups);
    return out->groups ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static size_t
cost_tenth(const rasimi_people_groups *self, const rasimi_seen *seen, const rasimi_cell *cell)
{
    const double prices = self->study->price_index[cell->setting];
    const double gbp_week = (double)seen->package / RASIM_UNITS_PER_GBP / prices;
    size_t tenth = 0;
    while (gbp_week > self->cost_cuts[tenth] * (1 + 1e-6)) /* packages are held in single precision */
        tenth++;
    return tenth;
}

/* A person's group in a grouping; SIZE_MAX where there are no such groups. */
static size_t
group_of(const rasimi_people_groups *self, size_t grouping, const rasimi_seen *seen)
{
    const rasimi_cell *cell = &self->study->cells[seen->cell];
    switch (grouping) {
        case EVERYBODY:
            return 0;
        case CARE_GROUP:
            return cell->care_group;
        case SETTING:
            return cell->setting;
        case NEED:
            return self->need_tenth[seen->donor];
        case COST:
            return cost_tenth(self, seen, cell);
        case PLACE:
            return self->groupings[PLACE].n > 0 ? cell->place : SIZE_MAX;
        default:
            return self->study->breakdowns[grouping - COLUMNS].label[seen->row];
    }
}

/* ---- tallies ---- */

/* What one person adds to each of their groups. */
typedef struct person_sums {
    rasimi_errors need, package;
    bool can, has_package, below;
    size_t class; /* of the change from their package */
    double change;
} person_sums;

static person_sums
sums_of(const rasimi_people_groups *self, const rasimi_seen *seen, const rasimi_fared *fared)
{
    const double allocation = (double)fared->indicative / RASIM_UNITS_PER_GBP;
    const double need = (double)fared->need / RASIM_UNITS_PER_GBP;
    const double package = (double)seen->package / RASIM_UNITS_PER_GBP;
    person_sums out = {
        .need = rasimi_errors_of(allocation, need),
        .can = allocation >= need * (1 - self->tolerance),
        .has_package = !seen->newcomer && package > 0,
    };
    if (out.has_package) {
        out.package = rasimi_errors_of(allocation, package);
        out.below = allocation < package;
        out.class = rasimi_change_class(allocation, package);
        out.change = (allocation - package) * (double)seen->weeks;
    }
    return out;
}

static void
add_person(const person_sums *person, rasimi_group_tally *group)
{
    rasimi_fit_add(&group->need, &person->need);
    group->can_now += person->can;
    if (!person->has_package)
        return;
    rasimi_fit_add(&group->package, &person->package);
    group->below += person->below;
    group->changes[person->class] += 1;
    group->change += person->change;
}

static void
end_replicate(rasimi_group_tally *group)
{
    rasimi_ratio_add(&group->can_live_on, group->can_now, group->need.now.n);
    group->can_now = 0;
    rasimi_fit_end(&group->need);
    rasimi_fit_end(&group->package);
}

void
rasimi_people_groups_add(rasimi_people_groups *self, const rasimi_crowd *crowd)
{
    for (size_t i = 0; i < crowd->n; i++) {
        if (crowd->fared[i].pool != RASIMI_POOL_INSIDE)
            continue;
        const person_sums person = sums_of(self, &crowd->seen[i], &crowd->fared[i]);
        for (size_t g = 0; g < self->n_groupings; g++) {
            const size_t group = group_of(self, g, &crowd->seen[i]);
            if (group != SIZE_MAX)
                add_person(&person, &self->groups[self->groupings[g].first + group]);
        }
    }
    for (size_t g = 0; g < self->n_groups; g++)
        end_replicate(&self->groups[g]);
    self->replicates++;
}

/* ---- what they say ---- */

static void
describe_group(const rasimi_people_groups *self, const rasimi_group_tally *tally, rasim_people_group *out)
{
    const double replicates = self->replicates > 0 ? (double)self->replicates : 1;
    rasimi_fit_describe(&tally->need, &out->need);
    rasimi_fit_describe(&tally->package, &out->package);
    out->people = out->need.people;
    out->can_live_on = rasimi_ratio_measured(&tally->can_live_on);
    out->below_package = tally->package.all.n > 0 ? tally->below / tally->package.all.n : (double)NAN;
    for (size_t c = 0; c < RASIM_N_CHANGES; c++)
        out->changes[c] = tally->changes[c] / replicates;
    out->change_gbp = tally->change * self->study->framework.weeks_per_year.value / replicates;
}

/* Hides everything of a group of whom there are too few; what counts would tell of them is hidden by the caller. */
static void
hide_group(rasim_people_group *group)
{
    const rasim_measured none = {(double)NAN, (double)NAN};
    const rasim_fit no_fit = {
        (double)NAN, (double)NAN, (double)NAN, none,
        none,        none,        (double)NAN, {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN}};
    group->hidden = true;
    group->people = group->below_package = group->change_gbp = (double)NAN;
    group->need = group->package = no_fit;
    group->can_live_on = none;
}

enum { N_COLUMNS = RASIM_N_CHANGES + 2 }; /* the classes, people without a package, all */

static void
list_counts(const rasim_people_group *group, double counts[N_COLUMNS])
{
    for (size_t c = 0; c < RASIM_N_CHANGES; c++)
        counts[c] = group->changes[c];
    counts[RASIM_N_CHANGES] = group->people - group->package.people;
    counts[RASIM_N_CHANGES + 1] = group->people;
}

static void
apply_hidden(const bool hidden[N_COLUMNS], rasim_people_group *group)
{
    for (size_t c = 0; c < RASIM_N_CHANGES; c++)
        group->changes[c] = hidden[c] ? (double)NAN : group->changes[c];
    if (hidden[RASIM_N_CHANGES])
        group->package.people = (double)NAN;
    if (hidden[RASIM_N_CHANGES + 1])
        hide_group(group);
}

/* Hides in one grouping: its groups, and the whole as the margin. */
static rasim_status
hide_small(const rasimi_grouping *grouping, double small_number, const rasim_people_group *whole,
           rasim_people_group *groups)
{
    const size_t n_rows = grouping->n + 1;
    double *counts = rasimi_calloc(n_rows, N_COLUMNS * sizeof *counts);
    bool *hidden = rasimi_calloc(n_rows, N_COLUMNS * sizeof *hidden);
    const bool made = counts && hidden;
    for (size_t r = 0; made && r < n_rows; r++) {
        double *row = counts + r * N_COLUMNS;
        list_counts(r < grouping->n ? &groups[r] : whole, row);
        for (size_t c = 0; c < N_COLUMNS && r < grouping->n; c++)
            hidden[r * N_COLUMNS + c] = row[N_COLUMNS - 1] > 0 && row[N_COLUMNS - 1] < small_number;
    }
    if (made)
        rasimi_suppress(counts, n_rows, N_COLUMNS, small_number, hidden);
    for (size_t r = 0; made && r < grouping->n; r++)
        apply_hidden(hidden + r * N_COLUMNS, &groups[r]);
    free(counts);
    free(hidden);
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_people_groups_describe(const rasimi_people_groups *self, double small_number, rasimi_arena *arena,
                              rasim_design_persons *out)
{
    rasim_status status = RASIM_OK;
    out->groups = rasimi_arena_alloc(arena, self->n_groups, sizeof *out->groups);
    if (!out->groups)
        return RASIM_ERR_NO_MEMORY;
    out->n_groups = self->n_groups;
    for (size_t g = 0; g < self->n_groupings; g++)
        for (size_t i = 0; i < self->groupings[g].n; i++) {
            rasim_people_group *group = &out->groups[self->groupings[g].first + i];
            group->by = self->groupings[g].by;
            group->label = self->groupings[g].labels[i];
            describe_group(self, &self->groups[self->groupings[g].first + i], group);
        }
    out->people_inside = out->groups[0].people;
    const rasim_people_group whole = out->groups[0];
    for (size_t g = 0; g < self->n_groupings && small_number > 0 && status == RASIM_OK; g++)
        status = hide_small(&self->groupings[g], small_number, &whole, out->groups + self->groupings[g].first);
    return status;
}
