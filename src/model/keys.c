/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of every kind of file, one after the other, for help and documentation. */
#include "rasim/params.h"

#include <stdio.h>
#include <string.h>

#include "model/param.h"
#include "model/param_words.h"

/* The deepest tables: recipe.groups[].settings[].contribution. */
#define MAX_PATH 160

static const char *const kinds[] = {"framework", "design", "recipe", "caseload"};

/* ---- the caseload's columns ---- */

#define COLUMN(name, kind, unit_, must, fallback, bounds, text)                                                        \
    {                                                                                                                  \
        .path = (name), .type = (kind), .unit = (unit_), .required = (must), .default_text = (fallback),               \
        .allowed = (bounds), .sentence = (text)                                                                        \
    }

static const rasim_key_info columns[] = {
    COLUMN("person_id", "text", "", true, "", "different in every row",
           "who the row is about; a pseudonym serves. Random numbers follow it, so keep it from file to file"),
    COLUMN("care_group", "text", "", true, "", "not empty", "care group, in the council's own words"),
    COLUMN("setting", "text", "", true, "", "not empty",
           "where support is given, e.g. community, residential, nursing"),
    COLUMN("place", "text", "", false, "", "", "locality, team or council; results are shown by it"),
    COLUMN("budget_area", "text", "", false, "care group and setting", "not empty",
           "line of the budget that bears the cost"),
    COLUMN("weight", "number", "people", false, "1", "above 0 and at most 1000000",
           "people whom the row stands for; empty cells are refused where there is a column"),
    COLUMN("weekly_cost", "number", "£ a week", true, "", "0 to 65536",
           "gross cost of the current package at the price date; a row with an empty cell takes, in each replicate, "
           "the cost of a row of the same stratum"),
    COLUMN("points", "number", "points", false, "", "-1000000 to 1000000",
           "finished points, for designs without a questionnaire"),
    COLUMN("carer_support", "text", "", false, "", "", "level of unpaid support, in the words of the carer rule"),
    COLUMN("carer_consent", "yes or no", "", false, "yes", "",
           "whether the carer consents to the support being counted"),
    COLUMN("assessment_mode", "text", "", false, "", "", "how the person was assessed, e.g. self, joint, professional"),
    COLUMN("delivery", "text", "", false, "", "", "how the budget is held, e.g. direct payment, managed"),
    COLUMN("start_date", "date", "", false, "", "YYYY-MM-DD", "when the package started"),
    COLUMN("client_contribution", "number", "£ a week", false, "0", "0 to 65536",
           "what the person has been assessed to pay"),
    COLUMN("(a domain's column)", "text", "", false, "", "a level of the domain",
           "the answer to a question; its heading is the domain's name or column in the design, and a column that a "
           "design asks for must be there"),
    COLUMN("(a funding column)", "number", "£ a week or share", false, "0", "at least 0",
           "other public money; its heading is the column of a row under income.other_funding in the framework"),
    COLUMN("(columns of means)", "number or text", "", false, "", "",
           "income, capital, age and more, where the framework has financial_assessment: docs/charging.md"),
};

/* ---- walking the tables ---- */

/* The search for the i-th key: what is still to be passed, and the way to where the walk stands. */
typedef struct key_walk {
    size_t to_pass;
    const rasimi_param *found;
    char path[MAX_PATH];
} key_walk;

static bool
walk_table(key_walk *walk, const rasimi_table *table, size_t path_length)
{
    for (size_t i = 0; i < table->n; i++) {
        const rasimi_param *param = &table->params[i];
        const char *brackets = param->type == RASIMI_PARAM_STRUCTS ? "[]" : "";
        const size_t room = sizeof walk->path - path_length;
        const int added = snprintf(walk->path + path_length, room, "%s%s", path_length > 0 ? "." : "", param->key);
        if (walk->to_pass-- == 0) {
            walk->found = param;
            return true;
        }
        if (!param->nested || added < 0 || (size_t)added + strlen(brackets) >= room) {
            continue;
        }
        memcpy(walk->path + path_length + added, brackets, strlen(brackets) + 1);
        if (walk_table(walk, param->nested, path_length + (size_t)added + strlen(brackets))) {
            return true;
        }
    }
    return false;
}

/* Copies a text to the buffer's free end; "" where it does not fit. */
static const char *
keep(char **free_end, size_t *room, const char *text)
{
    const size_t size = strlen(text) + 1;
    if (size > *room) {
        return "";
    }
    char *kept = memcpy(*free_end, text, size);
    *free_end += size;
    *room -= size;
    return kept;
}

static const rasimi_table *
find_table(const char *kind)
{
    static const rasimi_table *const tables[] = {&rasimi_framework_table, &rasimi_design_table, &rasimi_recipe_table};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i]->name, kind) == 0) {
            return tables[i];
        }
    }
    return NULL;
}

const char *
rasim_file_kind(size_t i)
{
    return i < sizeof kinds / sizeof *kinds ? kinds[i] : NULL;
}

bool
rasim_file_key(const char *kind, size_t i, rasim_key_info *out, char *buffer, size_t size)
{
    const rasimi_table *table = find_table(kind);
    if (!table) {
        const bool found = strcmp(kind, "caseload") == 0 && i < sizeof columns / sizeof *columns;
        if (found) {
            *out = columns[i];
        }
        return found;
    }
    key_walk walk = {.to_pass = i};
    if (!walk_table(&walk, table, 0)) {
        return false;
    }
    const rasimi_param *param = walk.found;
    *out = (rasim_key_info){
        .path = keep(&buffer, &size, walk.path),
        .type = keep(&buffer, &size, rasimi_words_type(param).text),
        .unit = param->unit,
        .required = (param->flags & RASIMI_REQUIRED) != 0,
        .default_text = param->default_text ? param->default_text : "",
        .allowed = keep(&buffer, &size, rasimi_words_allowed(param).text),
        .sentence = param->sentence,
    };
    return true;
}
