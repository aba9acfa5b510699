/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recipe's people came out as, beside what the recipe wants. */
#include "model/recipe_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/param_words.h"
#include "num/stats.h"

/* A figure: its key in the recipe, and where its target stands. */
static const struct {
    const char *key;
    size_t offset; /* of a rasimi_number in rasimi_recipe_target */
} figures[RASIM_N_GENERATED_FIGURES] = {
    [RASIM_GENERATED_MEAN] = {"mean_gbp_week", offsetof(rasimi_recipe_target, mean_gbp_week)},
    [RASIM_GENERATED_CV] = {"cv", offsetof(rasimi_recipe_target, cv)},
    [RASIM_GENERATED_P95_OVER_MEDIAN] = {"p95_over_median", offsetof(rasimi_recipe_target, p95_over_median)},
    [RASIM_GENERATED_CV_BELOW_LINE] = {"cv_below_line", offsetof(rasimi_recipe_target, cv_below_line)},
    [RASIM_GENERATED_PEOPLE_ABOVE] = {"people_above", offsetof(rasimi_recipe_target, people_above)},
    [RASIM_GENERATED_GBP_ABOVE] = {"gbp_above", offsetof(rasimi_recipe_target, gbp_above)},
};

const char *
rasim_generated_key(rasim_generated_figure figure)
{
    return (unsigned)figure < RASIM_N_GENERATED_FIGURES ? figures[figure].key : NULL;
}

/* A report being made. */
typedef struct reporter {
    const char *file;
    const rasimi_recipe *recipe;
    const rasimi_recipe_costs *costs;
    double *gbp; /* [costs->n] scratch */
    rasim_generated *out;
    rasim_problems *problems;
} reporter;

/* ---- figures ---- */

static bool
belongs(const reporter *self, const rasimi_recipe_cost *cost, const rasim_generated_part *part)
{
    const rasimi_recipe_group *group = (const rasimi_recipe_group *)self->recipe->groups.items + cost->group;
    const rasimi_recipe_setting *setting = (const rasimi_recipe_setting *)group->settings.items + cost->setting;
    return (part->care_group == NULL || strcmp(part->care_group, group->care_group.value) == 0) &&
           (part->setting == NULL || strcmp(part->setting, setting->setting.value) == 0);
}

static double
cv_of(const double *gbp, uint64_t n)
{
    double mean = (double)NAN, sd = (double)NAN;
    if (n > 0) {
        rasimi_mean_sd(gbp, n, &mean, &sd);
    }
    return mean > 0 ? sd / mean : (double)NAN;
}

/* Figures that refer to a line, from n sorted costs with the given sum. */
static void
describe_line(const double *gbp, uint64_t n, double sum, rasim_generated_part *part)
{
    uint64_t below = 0;
    double sum_below = 0;
    while (below < n && gbp[below] <= part->line_gbp_week) {
        sum_below += gbp[below++];
    }
    part->found[RASIM_GENERATED_CV_BELOW_LINE] = cv_of(gbp, below);
    part->found[RASIM_GENERATED_PEOPLE_ABOVE] = (double)(n - below) / (double)n;
    part->found[RASIM_GENERATED_GBP_ABOVE] = sum > 0 ? (sum - sum_below) / sum : (double)NAN;
}

static void
describe_part(reporter *self, rasim_generated_part *part)
{
    uint64_t n = 0;
    double sum = 0, sd = 0;
    for (size_t f = 0; f < RASIM_N_GENERATED_FIGURES; f++) {
        part->found[f] = (double)NAN;
    }
    for (size_t i = 0; i < self->costs->n; i++) {
        if (belongs(self, &self->costs->items[i], part)) {
            self->gbp[n++] = self->costs->items[i].pence / 100.0;
        }
    }
    part->people = n;
    part->median_gbp_week = part->p95_gbp_week = (double)NAN;
    if (n == 0) {
        return;
    }
    rasimi_sort(self->gbp, n);
    for (uint64_t i = 0; i < n; i++) {
        sum += self->gbp[i];
    }
    rasimi_mean_sd(self->gbp, n, &part->found[RASIM_GENERATED_MEAN], &sd);
    part->median_gbp_week = self->gbp[rasimi_quantile_rank(0.5, n) - 1];
    part->p95_gbp_week = self->gbp[rasimi_quantile_rank(0.95, n) - 1];
    part->found[RASIM_GENERATED_CV] = cv_of(self->gbp, n);
    if (part->median_gbp_week > 0) {
        part->found[RASIM_GENERATED_P95_OVER_MEDIAN] = part->p95_gbp_week / part->median_gbp_week;
    }
    if (!isnan(part->line_gbp_week)) {
        describe_line(self->gbp, n, sum, part);
    }
}

/* ---- targets ---- */

static const rasimi_number *
target_number(const rasimi_recipe_target *target, size_t figure)
{
    return (const rasimi_number *)(const void *)((const char *)target + figures[figure].offset);
}

static void
note_miss(reporter *self, const rasimi_recipe_target *target, const rasim_generated_part *part, size_t figure)
{
    const rasimi_number *wanted = target_number(target, figure);
    rasimi_problem_add(
        self->problems, RASIM_NOTE, rasimi_mark_place(self->file, wanted->mark),
        "The target '%s' is %.4g, but the people generated have %.4g, which misses it by more than %.4g %%; "
        "change what the cost depends on, or the target.",
        figures[figure].key, wanted->value, part->found[figure], 100 * target->tolerance.value);
}

static void
hold_against(reporter *self, const rasimi_recipe_target *target, rasim_generated_part *part)
{
    for (size_t f = 0; f < RASIM_N_GENERATED_FIGURES; f++) {
        const double wanted = target_number(target, f)->value;
        part->target[f] = wanted;
        if (isnan(wanted)) {
            continue;
        }
        part->met[f] = fabs(part->found[f] - wanted) <= target->tolerance.value * wanted; /* false for NAN */
        if (!part->met[f]) {
            note_miss(self, target, part, f);
        }
    }
}

/* ---- the parts ---- */

static bool
add_part(reporter *self, const char *care_group, const char *setting, double line_gbp_week, rasim_generated_part **out)
{
    rasimi_arena *arena = self->out->arena;
    rasim_generated_part *part = &self->out->parts[self->out->n_parts++];
    *part = (rasim_generated_part){.line_gbp_week = line_gbp_week};
    part->care_group = care_group ? rasimi_arena_text(arena, care_group, strlen(care_group)) : NULL;
    part->setting = setting ? rasimi_arena_text(arena, setting, strlen(setting)) : NULL;
    for (size_t f = 0; f < RASIM_N_GENERATED_FIGURES; f++) {
        part->target[f] = (double)NAN;
        part->met[f] = true;
    }
    if ((care_group && !part->care_group) || (setting && !part->setting)) {
        return false;
    }
    describe_part(self, part);
    *out = part;
    return true;
}

static bool
has_setting(const rasim_generated *generated, const char *setting)
{
    for (size_t i = 0; i < generated->n_parts; i++) {
        if (generated->parts[i].setting && strcmp(generated->parts[i].setting, setting) == 0) {
            return true;
        }
    }
    return false;
}

static bool
add_settings(reporter *self)
{
    rasim_generated_part *part;
    const rasimi_recipe_group *groups = self->recipe->groups.items;
    for (size_t g = 0; g < self->recipe->groups.n; g++) {
        const rasimi_recipe_setting *settings = groups[g].settings.items;
        for (size_t s = 0; s < groups[g].settings.n; s++) {
            if (!has_setting(self->out, settings[s].setting.value) &&
                !add_part(self, NULL, settings[s].setting.value, (double)NAN, &part)) {
                return false;
            }
        }
    }
    return true;
}

static bool
add_targets(reporter *self)
{
    rasim_generated_part *part;
    const rasimi_recipe_target *targets = self->recipe->targets.items;
    for (size_t t = 0; t < self->recipe->targets.n; t++) {
        if (!add_part(self, targets[t].care_group.value, targets[t].setting.value, targets[t].line_gbp_week.value,
                      &part)) {
            return false;
        }
        hold_against(self, &targets[t], part);
    }
    return true;
}

/* Room for everybody, the settings of all groups and the targets. */
static bool
allocate(reporter *self)
{
    size_t most = 1 + self->recipe->targets.n;
    const rasimi_recipe_group *groups = self->recipe->groups.items;
    for (size_t g = 0; g < self->recipe->groups.n; g++) {
        most += groups[g].settings.n;
    }
    self->out = rasimi_calloc(1, sizeof *self->out);
    self->gbp = rasimi_calloc(self->costs->n, sizeof *self->gbp);
    if (self->out == NULL || self->gbp == NULL) {
        return false;
    }
    self->out->arena = rasimi_calloc(1, sizeof(rasimi_arena));
    if (self->out->arena != NULL) {
        self->out->parts = rasimi_arena_alloc(self->out->arena, most, sizeof *self->out->parts);
    }
    return self->out->parts != NULL;
}

rasim_status
rasimi_recipe_report(const char *file, const rasimi_recipe *recipe, const rasimi_recipe_costs *costs,
                     rasim_generated **out, rasim_problems *problems)
{
    rasim_generated_part *everybody;
    reporter self = {.file = file, .recipe = recipe, .costs = costs, .problems = problems};
    const bool made = allocate(&self) && add_part(&self, NULL, NULL, (double)NAN, &everybody) && add_settings(&self) &&
                      add_targets(&self);
    free(self.gbp);
    if (!made) {
        rasim_generated_free(self.out);
        return RASIM_ERR_NO_MEMORY;
    }
    *out = self.out;
    return RASIM_OK;
}

void
rasim_generated_free(rasim_generated *generated)
{
    if (generated == NULL) {
        return;
    }
    if (generated->arena != NULL) {
        rasimi_arena_clear(generated->arena);
    }
    free(generated->arena);
    free(generated);
}
