/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading design.yaml: the tables do the keys; here are the checks of values against each other. */
#include "model/design.h"

#include <string.h>

#include "base/text.h"
#include "model/add_on.h"
#include "model/bounds.h"
#include "model/check.h"
#include "model/check_scoring.h"
#include "model/family.h"
#include "model/param_words.h"

/* Families that can be named in a message. */
#define MAX_FAMILIES 16

static void
complain_family(rasimi_checker *checker, const rasimi_text *family)
{
    const char *names[MAX_FAMILIES];
    size_t n = 0;
    for (; n < MAX_FAMILIES && rasimi_family_get(n); n++) {
        names[n] = rasimi_family_get(n)->name;
    }
    const size_t near = rasimi_nearest(family->value, names, n);
    const bool has_near = near < n;
    rasimi_checker_complain(
        checker, family->mark, "'family' is '%s' but must be %s%s%s%s.",
        rasimi_words_shown(family->value, strlen(family->value)).text, rasimi_words_list(names, n, "or").text,
        has_near ? " (did you mean '" : "; write one of these", has_near ? names[near] : "", has_near ? "'?)" : "");
}

static bool
is_among(const char *key, const char *const *keys)
{
    for (; *keys; keys++) {
        if (strcmp(key, *keys) == 0) {
            return true;
        }
    }
    return false;
}

/* The keys that the family needs are there, and no other's. */
static bool
check_row_keys(rasimi_checker *checker, const rasimi_family *family, const rasimi_allocation_row *row)
{
    bool complete = true;
    for (size_t i = 0; i < rasimi_allocation_table.n; i++) {
        const rasimi_param *param = &rasimi_allocation_table.params[i];
        const rasimi_mark mark = rasimi_param_mark(param, row);
        const bool present = mark.line > 0, needed = is_among(param->key, family->keys);
        if (needed && !present) {
            rasimi_checker_complain(checker, row->mark,
                                    "'%s' is missing from this row of allocation, and the family %s needs it; add it "
                                    "as %s.",
                                    param->key, family->name, rasimi_words_expected(param).text);
            complete = false;
        }
        const bool common = strcmp(param->key, "care_group") == 0;
        if (present && !common && !needed && !is_among(param->key, family->optional_keys)) {
            rasimi_checker_complain(checker, mark, "'%s' is no key of the family %s; take it out, or change 'family'.",
                                    param->key, family->name);
        }
    }
    return complete;
}

static void
check_allocation(rasimi_checker *checker, const rasimi_design *design)
{
    rasimi_allocation_row *rows = design->allocation.items;
    const rasimi_label_check groups = {&design->allocation, sizeof *rows, offsetof(rasimi_allocation_row, care_group),
                                       "allocation",        "care_group", true};
    rasimi_check_rows(checker, &groups);
    const rasimi_family *family = design->family.value ? rasimi_family_find(design->family.value) : NULL;
    if (design->family.value && !family) {
        complain_family(checker, &design->family);
    }
    if (family && family->without_points && design->limits.minimum_points.mark.line > 0) {
        rasimi_checker_complain(checker, design->limits.minimum_points.mark,
                                "The family %s has no points to hold against 'minimum_points'; take it out.",
                                family->name);
    }
    for (size_t i = 0; i < design->allocation.n && family; i++) {
        if (check_row_keys(checker, family, &rows[i])) {
            family->check(checker, design, &rows[i]);
        }
    }
}

static void
check_limits(rasimi_checker *checker, const rasimi_design *design)
{
    const rasimi_limits_spec *limits = &design->limits;
    const rasimi_allocation_row *rows = design->allocation.items;
    if (limits->floor_gbp_week.value > limits->cap_gbp_week.value) {
        rasimi_checker_complain(checker, limits->floor_gbp_week.mark,
                                "'floor_gbp_week' is %s but must not be above 'cap_gbp_week', %s (line %u).",
                                rasimi_words_number(limits->floor_gbp_week.value).text,
                                rasimi_words_number(limits->cap_gbp_week.value).text, limits->cap_gbp_week.mark.line);
    }
    rasimi_bounds_check(checker, design);
    for (size_t i = 0; i < design->allocation.n; i++) {
        if (limits->minimum_points.value >= rows[i].top.value) {
            rasimi_checker_complain(checker, limits->minimum_points.mark,
                                    "'minimum_points' is %s but must be below 'top', %s (line %u); else nobody would "
                                    "have an allocation.",
                                    rasimi_words_number(limits->minimum_points.value).text,
                                    rasimi_words_number(rows[i].top.value).text, rows[i].top.mark.line);
        }
    }
}

/* Keys of exclusion without a threshold do nothing. */
static void
check_exclusion(rasimi_checker *checker, const rasimi_exclusion_spec *exclusion)
{
    if (exclusion->mark.line > 0 && exclusion->threshold_gbp_week.mark.line == 0) {
        rasimi_problem_add(checker->problems, RASIM_WARNING, rasimi_mark_place(checker->file, exclusion->mark),
                           "'exclusion' has no 'threshold_gbp_week', so no package is excluded; add it, or take "
                           "'exclusion' out.");
    }
}

rasim_status
rasimi_design_read(const char *file, const rasimi_node *root, rasimi_arena *arena, rasimi_design *out,
                   rasim_problems *problems)
{
    const rasim_status status = rasimi_params_read(&rasimi_design_table, file, root, arena, out, problems);
    if (status != RASIM_OK && status != RASIM_ERR_INPUT) {
        return status;
    }
    out->file = rasimi_arena_text(arena, file, strlen(file));
    if (!out->file) {
        return RASIM_ERR_NO_MEMORY;
    }
    out->unique_name = out->name.value ? out->name.value : out->file;
    rasimi_checker checker = {.file = file, .problems = problems};
    check_allocation(&checker, out);
    rasimi_questionnaire_check(&checker, out);
    rasimi_carer_rule_check(&checker, out);
    rasimi_add_ons_check(&checker, out);
    check_limits(&checker, out);
    check_exclusion(&checker, &out->exclusion);
    return checker.failed ? RASIM_ERR_INPUT : status;
}
