/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recipe must fulfil beyond what the table of descriptors says of each key by itself. */
#include "model/recipe_spec.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/day.h"

/* Shares written with six decimals may miss 1 by their rounding. */
#define SHARE_TOLERANCE 1e-5

const char *const rasimi_recipe_columns[] = {
    "person_id",     "care_group",      "setting",  "place",      "weekly_cost",         "carer_support",
    "carer_consent", "assessment_mode", "delivery", "start_date", "client_contribution", NULL};

/* Columns of a caseload that no recipe makes, but whose names a question must not take either. */
static const char *const other_columns[] = {"budget_area", "weight", "points", NULL};

/* What every check needs. Errors are counted here too: the caller may have no list. */
typedef struct check {
    const char *file;
    rasim_problems *problems;
    uint64_t n_errors;
} check;

#define REFUSE(c, mark, ...) ((c)->n_errors++, rasimi_problem_add((c)->problems, RASIM_ERROR, at(c, mark), __VA_ARGS__))

static rasimi_place
at(const check *c, rasimi_mark mark)
{
    return (rasimi_place){.file = c->file, .line = mark.line, .column = mark.column};
}

static void
check_sum(check *c, rasimi_mark mark, double sum, const char *what, const char *whose)
{
    if (fabs(sum - 1) > SHARE_TOLERANCE) {
        REFUSE(c, mark, "The shares of the %s of '%s' sum to %.6g; change them so that they sum to 1.", what, whose,
               sum);
    }
}

static void
check_pairs(check *c, const rasimi_pairs *pairs, const char *what, const char *whose)
{
    double sum = 0;
    for (size_t i = 0; i < pairs->n; i++) {
        sum += pairs->items[i].number.value;
    }
    if (pairs->n > 0) {
        check_sum(c, pairs->mark, sum, what, whose);
    }
}

/* The text `offset` bytes into item i of a list of structs. */
static const rasimi_text *
text_of(const rasimi_structs *list, size_t size, size_t offset, size_t i)
{
    return (const rasimi_text *)(const void *)((const char *)list->items + i * size + offset);
}

static void
check_distinct(check *c, const rasimi_structs *list, size_t size, size_t offset, const char *what)
{
    for (size_t i = 0; i < list->n; i++) {
        const rasimi_text *name = text_of(list, size, offset, i);
        for (size_t j = 0; j < i; j++) {
            const rasimi_text *earlier = text_of(list, size, offset, j);
            if (strcmp(name->value, earlier->value) == 0) {
                REFUSE(c, name->mark, "The %s '%s' stands on line %" PRIu32 " already; give each its own name.", what,
                       name->value, earlier->mark.line);
                break;
            }
        }
    }
}

static void
check_levels(check *c, const rasimi_structs *levels, const char *whose)
{
    const rasimi_recipe_level *items = levels->items;
    double sum = 0;
    for (size_t i = 0; i < levels->n; i++) {
        sum += items[i].share.value;
    }
    if (levels->n == 1) {
        REFUSE(c, levels->mark, "'%s' has one level; give it at least two, from least to most.", whose);
    }
    check_sum(c, levels->mark, sum, "levels", whose);
    check_distinct(c, levels, sizeof *items, offsetof(rasimi_recipe_level, label), "level");
}

static bool
holds(const char *const *names, const char *name)
{
    for (; *names != NULL; names++) {
        if (strcmp(*names, name) == 0) {
            return true;
        }
    }
    return false;
}

static void
check_domains(check *c, const rasimi_structs *domains)
{
    const rasimi_recipe_domain *items = domains->items;
    if (domains->n > RASIMI_RECIPE_MAX_DOMAINS) {
        REFUSE(c, domains->mark, "The recipe has %zu domains; at most %d are possible.", domains->n,
               RASIMI_RECIPE_MAX_DOMAINS);
    }
    for (size_t i = 0; i < domains->n; i++) {
        const rasimi_text *name = &items[i].name;
        if (holds(rasimi_recipe_columns, name->value) || holds(other_columns, name->value)) {
            REFUSE(c, name->mark,
                   "A domain cannot be called '%s', which is another column's heading; choose another name.",
                   name->value);
        }
        check_levels(c, &items[i].levels, name->value);
    }
    check_distinct(c, domains, sizeof *items, offsetof(rasimi_recipe_domain, name), "domain");
}

/* Adds a problem where a name is no domain, with the nearest one. */
static void
check_domain_name(check *c, const rasimi_structs *domains, const rasimi_text *name)
{
    const rasimi_recipe_domain *items = domains->items;
    const char *names[RASIMI_RECIPE_MAX_DOMAINS] = {NULL};
    const size_t n = domains->n < RASIMI_RECIPE_MAX_DOMAINS ? domains->n : RASIMI_RECIPE_MAX_DOMAINS;
    for (size_t i = 0; i < n; i++) {
        names[i] = items[i].name.value;
        if (strcmp(names[i], name->value) == 0) {
            return;
        }
    }
    const size_t nearest = rasimi_nearest(name->value, names, n);
    const bool has_nearest = nearest < n;
    REFUSE(c, name->mark, "There is no domain '%s'%s%s%s; name one of the recipe's domains.", name->value,
           has_nearest ? " (did you mean '" : "", has_nearest ? names[nearest] : "", has_nearest ? "'?)" : "");
}

static void
check_interactions(check *c, const rasimi_recipe *recipe)
{
    const rasimi_recipe_interaction *items = recipe->interactions.items;
    for (size_t i = 0; i < recipe->interactions.n; i++) {
        check_domain_name(c, &recipe->domains, &items[i].first);
        check_domain_name(c, &recipe->domains, &items[i].second);
        if (strcmp(items[i].first.value, items[i].second.value) == 0) {
            REFUSE(c, items[i].second.mark, "'%s' cannot interact with itself; name two different domains.",
                   items[i].first.value);
        }
    }
}

static void
check_contribution(check *c, const rasimi_recipe_setting *setting)
{
    const rasimi_recipe_contribution *pays = &setting->contribution;
    if (pays->paying.value > 0 && pays->mean_gbp_week.value <= 0) {
        REFUSE(c, pays->mark, "In setting '%s' a share of %g pays a contribution whose mean is 0; give mean_gbp_week.",
               setting->setting.value, pays->paying.value);
    }
}

static void
check_settings(check *c, const rasimi_recipe_group *group)
{
    const rasimi_recipe_setting *items = group->settings.items;
    double sum = 0;
    for (size_t i = 0; i < group->settings.n; i++) {
        sum += items[i].share.value;
        check_contribution(c, &items[i]);
        check_pairs(c, &items[i].delivery, "kinds of delivery", items[i].setting.value);
    }
    check_sum(c, group->settings.mark, sum, "settings", group->care_group.value);
    check_distinct(c, &group->settings, sizeof *items, offsetof(rasimi_recipe_setting, setting), "setting");
}

static void
check_groups(check *c, const rasimi_recipe *recipe)
{
    const rasimi_recipe_group *items = recipe->groups.items;
    for (size_t i = 0; i < recipe->groups.n; i++) {
        check_settings(c, &items[i]);
        check_pairs(c, &items[i].places, "places", items[i].care_group.value);
        for (size_t s = 0; s < items[i].shifts.n; s++) {
            check_domain_name(c, &recipe->domains, &items[i].shifts.items[s].label);
        }
    }
    check_distinct(c, &recipe->groups, sizeof *items, offsetof(rasimi_recipe_group, care_group), "care group");
    check_distinct(c, &recipe->groups, sizeof *items, offsetof(rasimi_recipe_group, code), "code");
}

/* A date that is there but is none is a problem; false where there is no usable date. */
static bool
check_date(check *c, const rasimi_text *date, int64_t *day)
{
    if (date->value == NULL) {
        return false;
    }
    if (!rasimi_day_parse(date->value, day)) {
        REFUSE(c, date->mark, "'%s' is not a date; write year, month and day as in 2009-04-01.", date->value);
        return false;
    }
    return true;
}

static void
check_dates(check *c, const rasimi_recipe_dates *dates)
{
    int64_t from = 0, to = 0;
    const bool has_from = check_date(c, &dates->from, &from);
    const bool has_to = check_date(c, &dates->to, &to);
    if ((dates->from.value == NULL) != (dates->to.value == NULL)) {
        REFUSE(c, dates->mark, "start_dates has one date; give both 'from' and 'to'.");
    } else if (has_from && has_to && to < from) {
        REFUSE(c, dates->to.mark, "start_dates ends on %s, before it begins on %s; exchange them.", dates->to.value,
               dates->from.value);
    }
}

static void
check_costs(check *c, const rasimi_recipe *recipe)
{
    if (recipe->smallest_gbp_week.value > recipe->largest_gbp_week.value) {
        REFUSE(c, recipe->smallest_gbp_week.mark,
               "smallest_gbp_week (%g) is above largest_gbp_week (%g); exchange them.", recipe->smallest_gbp_week.value,
               recipe->largest_gbp_week.value);
    }
}

/* Each group's people are bounded by the table; together they must be a caseload too. */
static void
check_people(check *c, const rasimi_recipe *recipe)
{
    const rasimi_recipe_group *groups = recipe->groups.items;
    uint64_t people = 0;
    for (size_t g = 0; g < recipe->groups.n; g++) {
        people += groups[g].people.value;
        if (people > RASIMI_RECIPE_MAX_PEOPLE) {
            REFUSE(c, groups[g].people.mark,
                   "With this group the recipe has %" PRIu64 " people, but may have %d; make it smaller.", people,
                   RASIMI_RECIPE_MAX_PEOPLE);
            return;
        }
    }
}

/* Whether a care group or any group's setting has the label; NULL is all of them. */
static bool
has_label(const rasimi_recipe *recipe, const char *care_group, const char *setting)
{
    const rasimi_recipe_group *groups = recipe->groups.items;
    for (size_t g = 0; g < recipe->groups.n; g++) {
        const rasimi_recipe_setting *settings = groups[g].settings.items;
        if (care_group != NULL && strcmp(groups[g].care_group.value, care_group) != 0) {
            continue;
        }
        for (size_t s = 0; s < groups[g].settings.n; s++) {
            if (setting == NULL || strcmp(settings[s].setting.value, setting) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void
check_targets(check *c, const rasimi_recipe *recipe)
{
    const rasimi_recipe_target *targets = recipe->targets.items;
    for (size_t t = 0; t < recipe->targets.n; t++) {
        const rasimi_recipe_target *target = &targets[t];
        const bool needs_line = !isnan(target->people_above.value) || !isnan(target->gbp_above.value) ||
                                !isnan(target->cv_below_line.value);
        if (!has_label(recipe, target->care_group.value, target->setting.value)) {
            REFUSE(c, target->mark, "This target is for %s%s%s, where the recipe has nobody; name labels that it has.",
                   target->care_group.value ? target->care_group.value : "all care groups",
                   target->setting.value ? " in " : "", target->setting.value ? target->setting.value : "");
        }
        if (needs_line && isnan(target->line_gbp_week.value)) {
            REFUSE(c, target->mark,
                   "This target looks at packages above or below a line, but has no 'line_gbp_week'; give it.");
        }
    }
}

rasim_status
rasimi_recipe_check(const char *file, const rasimi_recipe *recipe, rasim_problems *problems)
{
    check c = {.file = file, .problems = problems};
    check_domains(&c, &recipe->domains);
    check_interactions(&c, recipe);
    check_groups(&c, recipe);
    check_pairs(&c, &recipe->places, "places", recipe->name.value);
    if (recipe->carer_support.levels.n > 0) {
        check_levels(&c, &recipe->carer_support.levels, "carer_support");
    }
    check_pairs(&c, &recipe->assessment_modes, "assessment modes", recipe->name.value);
    check_dates(&c, &recipe->start_dates);
    check_costs(&c, recipe);
    check_people(&c, recipe);
    check_targets(&c, recipe);
    return c.n_errors == 0 ? RASIM_OK : RASIM_ERR_INPUT;
}
