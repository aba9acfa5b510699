/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys as help shows them, and docs/files.md, which is made from them. To write the page anew after a change of the
   tables, run this program with RASIM_WRITE_DOCS=1. */
#include "model/keys.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/caseload.h"
#include "model/columns.h"
#include "model/design.h"
#include "model/framework.h"
#include "model/recipe.h"
#include "rasim/params.h"
#include "reading.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* What rasim_file_key promises to be enough. */
#define ENOUGH 512

/* The key of a path; false where the kind lacks it. */
static bool
find_key(const char *kind, const char *path, rasim_key_info *out, char *buffer)
{
    for (size_t i = 0; rasim_file_key(kind, i, out, buffer, ENOUGH); i++) {
        if (strcmp(out->path, path) == 0) {
            return true;
        }
    }
    return false;
}

Test(keys, four_kinds_of_file_are_known)
{
    static const char *const kinds[] = {"framework", "design", "recipe", "caseload"};
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        cr_assert_str_eq(rasim_file_kind(i), kinds[i]);
    }
    cr_assert_null(rasim_file_kind(LENGTH(kinds)));
    char buffer[ENOUGH];
    rasim_key_info key;
    cr_assert_not(rasim_file_key("novel", 0, &key, buffer, sizeof buffer));
}

static const struct {
    const char *kind, *path, *type, *unit;
    bool required;
    const char *default_text, *allowed;
} known[] = {
    {"framework", "name", "text", "", true, "", "not empty"},
    {"framework", "synthetic", "yes or no", "", false, "no", ""},
    {"framework", "population", "keys", "", false, "", ""},
    {"framework", "income.other_funding[].kind", "one of gbp, share", "", false, "gbp", ""},
    {"framework", "population.strata", "list of texts", "", false, "care_group, setting", "not empty"},
    {"framework", "population.frame[].people", "whole number", "people", true, "", "1 to 10000000"},
    {"framework", "prices", "list of rows", "", true, "", "not empty"},
    {"framework", "prices[].mean", "number", "share", false, "", "-0.5 to 1"},
    {"framework", "prices[].law", "one of fixed, normal, lognormal, uniform, triangular, pert", "", false, "lognormal",
     ""},
    {"framework", "horizon", "whole number", "years", false, "1", "1 to 10"},
    {"framework", "turnover[].leave_probability", "number", "share", true, "", "at least 0 and below 1"},
    {"framework", "confidence_levels", "list of numbers", "probability", false, "0.5, 0.8, 0.9, 0.95",
     "above 0 and below 1"},
    {"framework", "seed", "whole number", "", false, "1", "at least 0"},
    {"design", "questionnaire.domains[].levels", "labels with numbers", "points", true, "", "-1000000 to 1000000"},
    {"design", "limits.top_slice", "number", "share", false, "0", "at least 0 and below 1"},
    {"design", "allocation[].bands[].gbp", "number", "£ a period", true, "", "0 to 3473408"},
    {"recipe", "groups[].settings[].contribution.paying", "number", "share", false, "0", "0 to 1"},
    {"caseload", "weekly_cost", "number", "£ a week", true, "", "0 to 65536"},
};

Test(keys, a_key_is_described_as_it_is_read)
{
    for (size_t i = 0; i < LENGTH(known); i++) {
        char buffer[ENOUGH];
        rasim_key_info key;
        cr_assert(find_key(known[i].kind, known[i].path, &key, buffer), "%s is not found", known[i].path);
        cr_expect_str_eq(key.type, known[i].type, "%s: %s", known[i].path, key.type);
        cr_expect_str_eq(key.unit, known[i].unit, "%s: %s", known[i].path, key.unit);
        cr_expect(key.required == known[i].required, "%s", known[i].path);
        cr_expect_str_eq(key.default_text, known[i].default_text, "%s: %s", known[i].path, key.default_text);
        cr_expect_str_eq(key.allowed, known[i].allowed, "%s: %s", known[i].path, key.allowed);
    }
}

Test(keys, keys_come_depth_first_and_none_twice)
{
    static const char *const order[] = {"name",
                                        "about",
                                        "family",
                                        "period",
                                        "questionnaire",
                                        "questionnaire.domains",
                                        "questionnaire.domains[].name",
                                        "questionnaire.domains[].column"};
    char buffer[ENOUGH], other[ENOUGH];
    rasim_key_info key, earlier;
    for (size_t i = 0; i < LENGTH(order); i++) {
        cr_assert(rasim_file_key("design", i, &key, buffer, sizeof buffer));
        cr_assert_str_eq(key.path, order[i]);
    }
    for (size_t k = 0; rasim_file_kind(k); k++) {
        for (size_t i = 0; rasim_file_key(rasim_file_kind(k), i, &key, buffer, sizeof buffer); i++) {
            for (size_t j = 0; j < i; j++) {
                cr_assert(rasim_file_key(rasim_file_kind(k), j, &earlier, other, sizeof other));
                cr_assert_str_neq(key.path, earlier.path);
            }
        }
    }
}

static bool
is_phrase(const char *text)
{
    const size_t length = strlen(text);
    return length > 0 && text[length - 1] != '.' && !strpbrk(text, "|\n");
}

Test(keys, every_key_explains_itself_in_half_a_kibibyte)
{
    for (size_t k = 0; rasim_file_kind(k); k++) {
        const char *kind = rasim_file_kind(k);
        char buffer[ENOUGH], roomy[8 * ENOUGH], none[1] = {'x'};
        rasim_key_info key, with_room, without;
        for (size_t i = 0; rasim_file_key(kind, i, &key, buffer, sizeof buffer); i++) {
            cr_assert(rasim_file_key(kind, i, &with_room, roomy, sizeof roomy));
            cr_expect(is_phrase(key.sentence) && is_phrase(key.type), "%s", key.path);
            cr_expect_str_eq(key.path, with_room.path);
            cr_expect_str_eq(key.type, with_room.type);
            cr_expect_str_eq(key.allowed, with_room.allowed);
            cr_assert(rasim_file_key(kind, i, &without, none, 0) && none[0] == 'x');
        }
    }
}

Test(keys, the_defaults_fulfil_their_own_descriptors)
{
    static const rasimi_table *const tables[] = {&rasimi_framework_table, &rasimi_design_table, &rasimi_recipe_table};
    for (size_t i = 0; i < LENGTH(tables); i++) {
        rasimi_arena arena = {0};
        void *out = rasimi_arena_alloc(&arena, 1, tables[i]->size);
        cr_assert(rasimi_params_default(tables[i], &arena, out) == RASIM_OK, "%s", tables[i]->name);
        rasimi_arena_clear(&arena);
    }
}

Test(keys, the_columns_are_those_that_the_caseload_knows)
{
    for (size_t i = 0; i < RASIMI_N_COLUMNS; i++) {
        const rasimi_column_info *column = rasimi_column_describe((rasimi_column_id)i);
        char buffer[ENOUGH];
        rasim_key_info key;
        cr_assert(rasim_file_key("caseload", i, &key, buffer, sizeof buffer));
        cr_assert_str_eq(key.path, column->name);
        cr_assert(key.required == column->required, "%s", column->name);
    }
}

/* ---- the page ---- */

Test(keys, the_examples_can_be_read)
{
    reading r = reading_begin(rasimi_keys_example("framework"));
    rasimi_framework framework;
    cr_assert(rasimi_framework_read("f", r.root, &r.arena, &framework, r.problems) == RASIM_OK);
    cr_assert_str_empty(reading_said(&r));
    reading_end(&r);
    r = reading_begin(rasimi_keys_example("design"));
    rasimi_design design;
    cr_assert(rasimi_design_read("f", r.root, &r.arena, &design, r.problems) == RASIM_OK);
    cr_assert_str_empty(reading_said(&r));
    const rasimi_domain *domains = design.questionnaire.domains.items;
    const rasimi_wanted wanted[] = {{.heading = domains[0].name.value}, {.heading = domains[1].name.value}};
    const char *csv = rasimi_keys_example("caseload");
    rasimi_caseload caseload;
    cr_assert(rasimi_caseload_parse("c", csv, strlen(csv), &framework.columns, wanted, LENGTH(wanted), true, &r.arena,
                                    &caseload, r.problems) == RASIM_OK);
    cr_assert_str_empty(reading_said(&r));
    reading_end(&r);
    r = reading_begin(rasimi_keys_example("recipe"));
    rasimi_buffer people = {0};
    cr_assert(rasimi_recipe_generate("f", r.root, 1, &people, r.problems) == RASIM_OK, "%s", reading_said(&r));
    cr_assert_str_empty(reading_said(&r));
    rasimi_buffer_clear(&people);
    reading_end(&r);
    cr_assert_null(rasimi_keys_example("novel"));
}

/* The bytes of docs/files.md. */
static rasimi_buffer
read_page(const char *path)
{
    rasimi_buffer page = {0};
    char bytes[4096];
    FILE *file = fopen(path, "rb");
    for (size_t n; file && (n = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        rasimi_buffer_add(&page, bytes, n);
    }
    if (file) {
        fclose(file);
    }
    return page;
}

static void
write_page(const char *path, const rasimi_buffer *page)
{
    FILE *file = fopen(path, "wb");
    cr_assert(file && fwrite(page->data, 1, page->length, file) == page->length && fclose(file) == 0, "%s", path);
}

Test(keys, the_page_in_docs_is_made_from_the_tables)
{
    const char *source = getenv("RASIM_SOURCE_DIR"), *write = getenv("RASIM_WRITE_DOCS");
    cr_assert_not_null(source, "RASIM_SOURCE_DIR must name the checkout");
    char path[4096];
    snprintf(path, sizeof path, "%s/docs/files.md", source);
    rasimi_buffer made = {0};
    rasimi_keys_markdown(&made);
    if (write && strcmp(write, "1") == 0) {
        write_page(path, &made);
    }
    rasimi_buffer held = read_page(path);
    const bool same = held.length == made.length && memcmp(held.data, made.data, made.length) == 0;
    cr_assert(same, "docs/files.md is not what the tables say; write it anew by running this program with "
                    "RASIM_WRITE_DOCS=1, and look at the difference");
    rasimi_buffer_clear(&held);
    rasimi_buffer_clear(&made);
}
