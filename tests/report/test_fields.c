/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/results.md against a JSON summary that has everything: every field written is on the page with its type, every
   field on the page is written. (test_h5.c does the same for the results file.) */
#include "analysis/by_hand.h"
#include "report/hand_persons.h"
#include "report/results_page.h"

#include "rasim/report.h"

#include <jansson.h>

static page json_page;
static size_t n_wrong;

static void
complain(const char *path, const char *what, const char *detail)
{
    n_wrong++;
    fprintf(stderr, "%s: %s%s\n", path, what, detail);
}

static void
walk(const json_t *value, const char *path, const char *type);

/* Types that the page gives a name of its own. */
static bool
is_record(const char *type)
{
    static const char *const records[] = {"probability", "distribution", "expected", "quantile", "compared",
                                          "ledger",      "measured",     "fit",      "theil"};
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        if (strcmp(type, records[i]) == 0)
            return true;
    return false;
}

static void
walk_fields(json_t *object, const char *path)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        char field[MAX_CELL];
        snprintf(field, sizeof field, "%s%s%s", path, *path ? "." : "", key);
        page_row *row = find_row(&json_page, field);
        if (!row) {
            complain(field, "is written, but not on the page", "");
            continue;
        }
        row->seen = true;
        walk(value, field, row->type);
    }
}

static void
walk_list(const json_t *list, const char *path, const char *item_type)
{
    char items[MAX_CELL];
    snprintf(items, sizeof items, "%s[]", path);
    for (size_t i = 0; i < json_array_size(list); i++)
        walk(json_array_get(list, i), items, item_type);
}

static bool
fits(const json_t *value, const char *type)
{
    if (strcmp(type, "text") == 0)
        return json_is_string(value);
    if (strcmp(type, "whole number") == 0)
        return json_is_integer(value);
    if (strcmp(type, "number") == 0)
        return json_is_real(value);
    return strcmp(type, "true or false") == 0 && json_is_boolean(value);
}

static void
walk(const json_t *value, const char *path, const char *type)
{
    char bare[MAX_CELL];
    snprintf(bare, sizeof bare, "%s", type);
    char *or_null = strstr(bare, " or null");
    if (or_null)
        *or_null = '\0';
    if (or_null && json_is_null(value))
        return;
    if (strncmp(bare, "list of ", 8) == 0 && json_is_array(value))
        walk_list(value, path, bare + 8);
    else if (strcmp(bare, "object") == 0 && json_is_object(value))
        walk_fields((json_t *)(uintptr_t)value, path);
    else if (is_record(bare) && json_is_object(value))
        walk_fields((json_t *)(uintptr_t)value, bare);
    else if (!fits(value, bare))
        complain(path, "is not of the page's type, ", type);
}

static json_t *
full_summary(void)
{
    rasim_study *study = make_hand_study();
    rasim_results *results = make_hand_results(study);
    rasim_summary *summary = NULL;
    char *text = NULL;
    add_hand_years(study, results);
    const rasim_what_ifs what_ifs = {.halved = results,
                                     .doubled = results,
                                     .without_top_slice = results,
                                     .without_carers_stop = results,
                                     .without_interventions = results,
                                     .analytic = make_hand_analytic(),
                                     .spread = make_hand_spread(),
                                     .reverse = make_hand_reverse(),
                                     .waterfall = make_hand_waterfall()};
    double stops = 0.5;
    static rasim_limit_effect limit = {"cap", 3, 350, 12, -5000, "Older people"};
    static rasim_mode_effect effect = {.mode = "self", .against = "joint", .i_mode = 2, .i_against = 1};
    static rasim_mode_summary mode = {.mode = "self", .people = 5};
    study->designs[0].limits.top_slice.value = 0.1;
    study->applied[0].gross.stops = &stops;
    cr_assert_eq(rasim_summarise(results, &what_ifs, &summary), RASIM_OK);
    study->designs[0].limits.top_slice.value = 0;
    summary->portability = make_hand_portability();
    give_hand_tails(summary);
    summary->persons = make_hand_persons();
    study->applied[0].gross.stops = NULL;
    rasim_year_summary *year = &summary->designs[0].years[0];
    year->limits = &limit;
    year->mode_effects = &effect;
    summary->modes = &mode;
    year->n_limits = year->n_mode_effects = summary->n_modes = 1;
    cr_assert_eq(rasim_summary_json(study, summary, &text), RASIM_OK);
    json_t *root = json_loads(text, 0, NULL);
    free(text);
    rasim_summary_free(summary);
    rasim_results_free(results);
    return root;
}

Test(fields, every_json_field_is_on_the_page_and_every_row_is_a_field)
{
    read_page(&json_page, "JSON", "HDF5");
    json_t *root = full_summary();
    walk_fields(root, "");
    for (size_t i = 0; i < json_page.n; i++)
        if (!json_page.rows[i].seen)
            complain(json_page.rows[i].path, "is on the page, but not written", "");
    json_decref(root);
    cr_assert_eq(n_wrong, 0, "%zu differences, listed above", n_wrong);
}

Test(fields, the_walk_notices_what_is_missing_surplus_or_of_another_type)
{
    read_page(&json_page, "JSON", "HDF5");
    json_t *root = full_summary();
    json_object_set_new(root, "surplus", json_true());
    json_object_set_new(root, "seed", json_real(7));
    json_object_set_new(json_object_get(root, "framework"), "year", json_null());
    json_object_del(root, "statement");
    walk_fields(root, "");
    cr_assert_eq(n_wrong, 3);
    cr_assert_not(find_row(&json_page, "statement")->seen);
    cr_assert(find_row(&json_page, "schema")->seen);
    json_decref(root);
}

Test(fields, ledger_lines_are_described_in_the_ledgers_own_words)
{
    read_page(&json_page, "JSON", "HDF5");
    for (size_t l = 0; l < RASIM_N_LINES; l++) {
        const rasim_line_info *line = rasim_line_describe((rasim_line)l);
        char path[MAX_CELL];
        snprintf(path, sizeof path, "ledger.%s", line->name);
        const page_row *row = find_row(&json_page, path);
        cr_assert_not_null(row, "%s", path);
        cr_assert_eq(strncmp(row->meaning, line->sentence, strlen(line->sentence)), 0, "%s: %s", path, row->meaning);
        cr_assert_str_eq(row->unit, line->unit == RASIM_UNIT_MONEY   ? "£ a year"
                                    : line->unit == RASIM_UNIT_YEARS ? "person-years"
                                                                     : "people");
    }
}
