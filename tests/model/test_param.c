/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table-driven reader: values, defaults and marks of every type, and every sentence that it says. */
#include "model/param.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

#include "model/param_rows.h"
#include "model/param_words.h"
#include "reading.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* ---- a struct with a field of every type ---- */

typedef struct inner {
    rasimi_mark mark;
    rasimi_text label;
    rasimi_number gbp;
} inner;

typedef struct settings {
    rasimi_mark mark;
    rasimi_number rate; /* default 0.5 */
    rasimi_text note;   /* may be empty */
} settings;

typedef struct outer {
    rasimi_mark mark;
    rasimi_number share, open, free_number;
    rasimi_whole count, seed;
    rasimi_text name;
    rasimi_flag wanted;
    rasimi_choice colour;
    rasimi_numbers levels;
    rasimi_texts words;
    rasimi_pairs points;
    settings nested;
    rasimi_structs rows;
} outer;

static const char *const colours[] = {"red", "green", "dark blue", NULL};

static const rasimi_param inner_rows[] = {
    RASIMI_TEXT_ROW(inner, label, RASIMI_NOT_EMPTY, NULL, "a label"),
    RASIMI_NUMBER_ROW(inner, gbp, RASIMI_REQUIRED | RASIMI_MIN_OPEN, 0, HUGE_VAL, "£ a week", NULL, "an amount"),
};
static const rasimi_table inner_table = RASIMI_TABLE("test.rows[]", inner, inner_rows);
static const rasimi_param settings_rows[] = {
    RASIMI_NUMBER_ROW(settings, rate, 0, -HUGE_VAL, HUGE_VAL, "", "0.5", "a rate"),
    RASIMI_TEXT_ROW(settings, note, RASIMI_REQUIRED, NULL, "a note"),
};
static const rasimi_table settings_table = RASIMI_TABLE("test.nested", settings, settings_rows);
static const rasimi_param outer_rows[] = {
    RASIMI_NUMBER_ROW(outer, share, 0, 0, 1, "share", "0.25", "a share"),
    RASIMI_NUMBER_ROW(outer, open, RASIMI_MIN_OPEN | RASIMI_MAX_OPEN, 0, 1, "", NULL, "an open range"),
    RASIMI_NUMBER_ROW(outer, free_number, 0, -HUGE_VAL, HUGE_VAL, "", NULL, "any number"),
    RASIMI_WHOLE_ROW(outer, count, 0, 64, 10000000, "people", NULL, "a count"),
    RASIMI_WHOLE_ROW(outer, seed, 0, 0, HUGE_VAL, "", "1", "a seed"),
    RASIMI_TEXT_ROW(outer, name, RASIMI_REQUIRED | RASIMI_NOT_EMPTY, NULL, "a name"),
    RASIMI_FLAG_ROW(outer, wanted, "yes", "a flag"),
    RASIMI_CHOICE_ROW(outer, colour, 0, colours, "green", "a choice"),
    RASIMI_NUMBERS_ROW(outer, levels, RASIMI_NOT_EMPTY | RASIMI_MAX_OPEN, 0, 1, "", "0.5, 0.75", "numbers"),
    RASIMI_TEXTS_ROW(outer, words, 0, "one, two words", "texts"),
    RASIMI_PAIRS_ROW(outer, points, 0, 0, 10, "points", "pairs"),
    RASIMI_STRUCT_ROW(outer, nested, settings, 0, &settings_table, "a struct"),
    RASIMI_STRUCTS_ROW(outer, rows, 0, &inner_table, "structs"),
};
static const rasimi_table outer_table = RASIMI_TABLE("test", outer, outer_rows);

static bool
marked(rasimi_mark mark, uint32_t line, uint32_t column)
{
    return mark.line == line && mark.column == column;
}

/* ---- what is read ---- */

Test(param, absent_keys_have_their_defaults_and_no_mark)
{
    reading r = reading_begin("name: x\n");
    outer out;
    cr_assert(rasimi_params_read(&outer_table, "f", r.root, &r.arena, &out, r.problems) == RASIM_OK);
    cr_assert(out.share.value == 0.25 && marked(out.share.mark, 0, 0));
    cr_assert(isnan(out.open.value) && isnan(out.free_number.value));
    cr_assert(!out.count.present && out.seed.present && out.seed.value == 1);
    cr_assert(out.wanted.value && out.colour.value == 1);
    cr_assert(out.levels.n == 2 && out.levels.items[0].value == 0.5 && out.levels.items[1].value == 0.75);
    cr_assert(marked(out.levels.mark, 0, 0) && marked(out.levels.items[1].mark, 0, 0));
    cr_assert(out.words.n == 2);
    cr_assert_str_eq(out.words.items[0].value, "one");
    cr_assert_str_eq(out.words.items[1].value, "two words");
    cr_assert(out.points.n == 0 && out.rows.n == 0);
    cr_assert(marked(out.nested.mark, 0, 0) && out.nested.rate.value == 0.5 && !out.nested.note.value,
              "a required field of an absent struct is not missed");
    cr_assert_str_empty(reading_said(&r));
    reading_end(&r);
}

Test(param, written_values_come_with_their_places)
{
    reading r = reading_begin("share: 1\n"
                              "open: 365/7\n"
                              "free_number: -2.5e3\n"
                              "count: 64\n"
                              "seed: 18446744073709551615\n"
                              "name: \"12\"\n"
                              "wanted: false\n"
                              "colour: 'dark blue'\n"
                              "levels: [0, 1/8]\n"
                              "words:\n"
                              "  - one\n"
                              "points: {a lot: 10, 'none': 0}\n"
                              "nested:\n"
                              "  note: ''\n"
                              "rows:\n"
                              "  - gbp: 1250.5\n"
                              "  - {gbp: 1, label: b}\n");
    rasimi_param params[LENGTH(outer_rows)];
    memcpy(params, outer_rows, sizeof params);
    params[1].max = 60; /* so that 365/7 fits */
    const rasimi_table table = {"test", sizeof(outer), LENGTH(params), params};
    outer out;
    cr_assert(rasimi_params_read(&table, "f", r.root, &r.arena, &out, r.problems) == RASIM_OK, "%s", reading_said(&r));
    cr_assert(out.share.value == 1 && marked(out.share.mark, 1, 8) && marked(out.mark, 1, 1));
    cr_assert(out.open.value == 365.0 / 7 && out.free_number.value == -2500);
    cr_assert(out.count.present && out.count.value == 64 && marked(out.count.mark, 4, 8));
    cr_assert(out.seed.value == UINT64_MAX);
    cr_assert_str_eq(out.name.value, "12");
    cr_assert(!out.wanted.value && out.colour.value == 2);
    cr_assert(out.levels.n == 2 && out.levels.items[1].value == 0.125 && marked(out.levels.items[1].mark, 9, 13));
    cr_assert(out.words.n == 1 && marked(out.words.items[0].mark, 11, 5));
    cr_assert(out.points.n == 2 && out.points.items[0].number.value == 10);
    cr_assert_str_eq(out.points.items[0].label.value, "a lot");
    cr_assert(marked(out.points.items[1].label.mark, 12, 21) && marked(out.points.items[1].number.mark, 12, 29));
    cr_assert(out.nested.rate.value == 0.5 && marked(out.nested.mark, 14, 3));
    cr_assert_str_empty(out.nested.note.value);
    const inner *rows = out.rows.items;
    cr_assert(out.rows.n == 2 && rows[0].gbp.value == 1250.5 && !rows[0].label.value && marked(rows[1].mark, 17, 5));
    cr_assert_str_eq(rows[1].label.value, "b");
    reading_end(&r);
}

Test(param, a_mark_is_found_by_its_descriptor)
{
    reading r = reading_begin("name: x\nlevels: [0.5]\nnested: {note: y}\n");
    outer out;
    cr_assert(rasimi_params_read(&outer_table, "f", r.root, &r.arena, &out, r.problems) == RASIM_OK);
    const uint32_t lines[LENGTH(outer_rows)] = {[5] = 1, [8] = 2, [11] = 3};
    for (size_t i = 0; i < LENGTH(lines); i++) {
        cr_assert(rasimi_param_mark(&outer_rows[i], &out).line == lines[i], "key %s", outer_rows[i].key);
    }
    reading_end(&r);
}

Test(param, yes_no_true_and_false_are_flags)
{
    static const struct {
        const char *yaml;
        bool value;
    } cases[] = {{"yes", true}, {"true", true}, {"no", false}, {"false", false}};
    for (size_t i = 0; i < LENGTH(cases); i++) {
        char yaml[64];
        snprintf(yaml, sizeof yaml, "name: x\nwanted: %s\n", cases[i].yaml);
        reading r = reading_begin(yaml);
        outer out;
        cr_assert(rasimi_params_read(&outer_table, "f", r.root, &r.arena, &out, r.problems) == RASIM_OK);
        cr_assert(out.wanted.value == cases[i].value, "%s", cases[i].yaml);
        reading_end(&r);
    }
}

/* ---- what is refused, sentence by sentence ---- */

typedef struct refusal {
    const char *yaml; /* after "name: x" on line 1 */
    const char *said;
} refusal;

static const refusal refusals[] = {
    /* keys */
    {"shar: 1", "f:2:1: error: 'shar' is no key of the test file (did you mean 'share'?); correct it or take it out."},
    {"zzzzzz: 1", "f:2:1: error: 'zzzzzz' is no key of the test file; take it out, or see docs/files.md for the keys."},
    {"rows: [{gpb: 1, gbp: 1}]",
     "f:2:9: error: 'gpb' is no key of a row of rows (did you mean 'gbp'?); its keys are label and gbp."},
    {"nested: {note: a, x: 1}", "f:2:19: error: 'x' is no key of nested; its keys are rate and note."},
    {"rows:\n  - label: b",
     "f:3:5: error: 'gbp' is missing from a row of rows; add it as a number, above 0 (£ a week)."},
    {"nested: {rate: 1}", "f:2:9: error: 'note' is missing from nested; add it as a text."},
    /* kinds */
    {"share: [1]", "f:2:8: error: 'share' is a list where a number should stand; write one value after the colon."},
    {"count: {a: 1}",
     "f:2:8: error: 'count' is a set of keys where a whole number should stand; write one value after the colon."},
    {"colour: [red]",
     "f:2:9: error: 'colour' is a list where red, green or dark blue should stand; write one value after the colon."},
    {"levels: 0.5", "f:2:9: error: 'levels' is a single value where a list of numbers should stand; write each item on "
                    "a line of its own after a dash."},
    {"levels: [[0.5]]",
     "f:2:10: error: item 1 of 'levels' is a list where a number should stand; write one value after the colon."},
    {"points: [1]", "f:2:9: error: 'points' is a list where labels with a number each should stand; write each on a "
                    "line of its own below, indented, with a colon after its name."},
    {"nested: 3", "f:2:9: error: 'nested' is a single value where keys of its own should stand; write each on a line "
                  "of its own below, indented, with a colon after its name."},
    {"rows: [3]", "f:2:8: error: item 1 of 'rows' is a single value where keys of its own should stand; write each on "
                  "a line of its own below, indented, with a colon after its name."},
    /* nothing there */
    {"share:", "f:2:7: error: 'share' is empty; write a number, 0 to 1, or leave the key out."},
    {"rows: [{gbp: }]", "f:2:14: error: 'gbp' is empty; write a number, above 0."},
    {"nested:", "f:2:8: error: 'nested' is empty; write keys of its own, or leave the key out."},
    {"rows: [{label: '', gbp: 1}]", "f:2:16: error: 'label' is empty; write a text, or leave the key out."},
    {"words: [a, '']", "f:2:12: error: item 2 of 'words' is empty; write a text."},
    {"levels: []", "f:2:9: error: 'levels' is an empty list; write at least one item."},
    /* numbers */
    {"share: '0.5'", "f:2:8: error: 'share' is '0.5' in quotes, so it is text; write 0.5 without quotes."},
    {"count: \"100\"", "f:2:8: error: 'count' is '100' in quotes, so it is text; write 100 without quotes."},
    {"share: half", "f:2:8: error: 'share' is 'half', which is not a number; write one such as 0.03 or 1250."},
    {"share: '5 weeks'", "f:2:8: error: 'share' is '5 weeks', which is not a number; write one such as 0.03 or 1250."},
    {"share: 3%", "f:2:8: error: 'share' is '3%', which is not a number; write 0.03."},
    {"share: .5", "f:2:8: error: 'share' is '.5', which is not a number; write 0.5."},
    {"share: +1", "f:2:8: error: 'share' is '+1', which is not a number; write 1."},
    {"share: 1.", "f:2:8: error: 'share' is '1.', which is not a number; write 1."},
    {"share: 01.5", "f:2:8: error: 'share' is '01.5', which is not a number; write 1.5."},
    {"share: £1,234,500.75", "f:2:8: error: 'share' is '£1,234,500.75', which is not a number; write 1234500.75."},
    {"share: 1,5", "f:2:8: error: 'share' is '1,5', which is not a number; write one such as 0.03 or 1250."},
    {"share: 1 / 2", "f:2:8: error: 'share' is '1 / 2', which is not a number; write 1/2."},
    {"share: 1/0", "f:2:8: error: 'share' is '1/0', which is not a number; write one such as 0.03 or 1250."},
    {"share: 1/2/3", "f:2:8: error: 'share' is '1/2/3', which is not a number; write one such as 0.03 or 1250."},
    {"share: nan", "f:2:8: error: 'share' is 'nan', which is not a number; write one such as 0.03 or 1250."},
    {"share: 1e999", "f:2:8: error: 'share' is 1e999, which is too large to be held; write a number, 0 to 1."},
    {"free_number: -1e999", "f:2:14: error: 'free_number' is -1e999, which is too large to be held; write a number."},
    {"points: {a: x}", "f:2:13: error: 'a' of 'points' is 'x', which is not a number; write one such as 0.03 or 1250."},
    /* whole numbers */
    {"count: 1e4", "f:2:8: error: 'count' is 1e4, but a whole number is written in plain digits; write 10000."},
    {"count: 100.0", "f:2:8: error: 'count' is 100.0, but a whole number is written in plain digits; write 100."},
    {"count: 0100", "f:2:8: error: 'count' is '0100', which is not a whole number; write 100."},
    {"count: 10,000", "f:2:8: error: 'count' is '10,000', which is not a whole number; write 10000."},
    {"count: 99.5", "f:2:8: error: 'count' is 99.5, which is not a whole number; write one such as 100."},
    {"count: many", "f:2:8: error: 'count' is 'many', which is not a whole number; write plain digits such as 10000."},
    {"count: -5", "f:2:8: error: 'count' is -5 but must be 64 to 10000000; change it."},
    {"count: 1e400", "f:2:8: error: 'count' is 1e400 but must be 64 to 10000000; change it."},
    {"seed: 18446744073709551616",
     "f:2:7: error: 'seed' is 18446744073709551616, which is too large to be held; write a whole number, at least 0."},
    {"seed: -1", "f:2:7: error: 'seed' is -1 but must be at least 0; change it."},
    /* bounds */
    {"share: -0.1", "f:2:8: error: 'share' is -0.1 but must be 0 to 1; change it."},
    {"share: 5", "f:2:8: error: 'share' is 5 but must be 0 to 1; it is a share, so write 5 per cent as 0.05."},
    {"share: 101", "f:2:8: error: 'share' is 101 but must be 0 to 1; change it."},
    {"count: 63", "f:2:8: error: 'count' is 63 but must be 64 to 10000000; change it."},
    {"count: 10000001", "f:2:8: error: 'count' is 10000001 but must be 64 to 10000000; change it."},
    {"open: 0", "f:2:7: error: 'open' is 0 but must be above 0 and below 1; change it."},
    {"open: 1", "f:2:7: error: 'open' is 1 but must be above 0 and below 1; change it."},
    {"levels: [0.5, 1]", "f:2:15: error: item 2 of 'levels' is 1 but must be at least 0 and below 1; change it."},
    {"rows: [{gbp: 0}]", "f:2:14: error: 'gbp' is 0 but must be above 0; change it."},
    {"points: {a lot: 11}", "f:2:17: error: 'a lot' of 'points' is 11 but must be 0 to 10; change it."},
    /* flags and choices */
    {"wanted: maybe", "f:2:9: error: 'wanted' is 'maybe' but must be yes or no; write one of the two."},
    {"wanted: 'yes'", "f:2:9: error: 'wanted' is 'yes' in quotes, so it is text; write yes without quotes."},
    {"wanted: 1", "f:2:9: error: 'wanted' is '1' but must be yes or no; write one of the two."},
    {"colour: gren", "f:2:9: error: 'colour' is 'gren' but must be red, green or dark blue (did you mean 'green'?)."},
    {"colour: 7", "f:2:9: error: 'colour' is '7' but must be red, green or dark blue; write one of these."},
    /* somebody's own text is shortened and made harmless */
    {"share: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaéb\\nc\"",
     "f:2:8: error: 'share' is 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaé...', which is not a number; write one such as "
     "0.03 or 1250."},
    {"share: \"a\\e[31m\\nb\"",
     "f:2:8: error: 'share' is 'a [31m b', which is not a number; write one such as 0.03 or 1250."},
};

static void
check_refusal(const refusal *wrong)
{
    char yaml[512];
    snprintf(yaml, sizeof yaml, "name: x\n%s\n", wrong->yaml);
    reading r = reading_begin(yaml);
    outer out;
    const rasim_status status = rasimi_params_read(&outer_table, "f", r.root, &r.arena, &out, r.problems);
    cr_expect(status == RASIM_ERR_INPUT, "%s is accepted", wrong->yaml);
    char expected[512];
    snprintf(expected, sizeof expected, "%s\n", wrong->said);
    cr_expect_str_eq(reading_said(&r), expected);
    reading_end(&r);
}

Test(param, every_mistake_has_its_sentence)
{
    for (size_t i = 0; i < LENGTH(refusals); i++) {
        check_refusal(&refusals[i]);
    }
}

Test(param, all_problems_are_found_in_one_run_and_the_rest_is_read)
{
    reading r = reading_begin("share: 2\nwords: [a, [], b]\nlevels: [0.5, x, 0.25]\npoints: {a: 1, b: x}\n"
                              "rows:\n  - {gbp: 1}\n  - 5\n  - {gbp: -1, label: z}\nwrong: 1\n");
    outer out;
    cr_assert(rasimi_params_read(&outer_table, "f", r.root, &r.arena, &out, r.problems) == RASIM_ERR_INPUT);
    cr_assert_str_eq(
        reading_said(&r),
        "f:1:8: error: 'share' is 2 but must be 0 to 1; it is a share, so write 2 per cent as 0.02.\n"
        "f:2:12: error: item 2 of 'words' is a list where a text should stand; write one value after the "
        "colon.\n"
        "f:3:15: error: item 2 of 'levels' is 'x', which is not a number; write one such as 0.03 or 1250.\n"
        "f:4:19: error: 'b' of 'points' is 'x', which is not a number; write one such as 0.03 or 1250.\n"
        "f:7:5: error: item 2 of 'rows' is a single value where keys of its own should stand; write each on a line of "
        "its own below, indented, with a colon after its name.\n"
        "f:8:11: error: 'gbp' is -1 but must be above 0; change it.\n"
        "f:9:1: error: 'wrong' is no key of the test file; take it out, or see docs/files.md for the keys.\n"
        "f:1:1: error: 'name' is missing from the test file; add it as a text.\n");
    cr_assert(out.share.value == 0.25 && marked(out.share.mark, 1, 8), "an unreadable value keeps its default");
    cr_assert(out.words.n == 2 && out.levels.n == 2 && out.points.n == 1 && out.rows.n == 2);
    cr_assert(out.levels.items[1].value == 0.25);
    const inner *rows = out.rows.items;
    cr_assert_str_eq(rows[1].label.value, "z");
    reading_end(&r);
}

Test(param, labels_of_pairs_do_not_repeat)
{
    rasimi_arena arena = {0};
    const rasimi_node *root = NULL;
    const char *yaml = "points: {a: 1, 'a': 2}\n";
    cr_assert(rasimi_yaml_parse("f", yaml, strlen(yaml), &arena, &root, NULL) == RASIM_ERR_INPUT);
    rasimi_arena_clear(&arena);
}

Test(param, a_file_that_is_no_map_is_refused)
{
    reading r = reading_begin("- a\n- b\n");
    outer out;
    cr_assert(rasimi_params_read(&outer_table, "f", r.root, &r.arena, &out, r.problems) == RASIM_ERR_INPUT);
    cr_assert_str_eq(reading_said(&r), "f:1:1: error: There are no keys here where the test file should be; write each "
                                       "key on a line of its own with a colon after it.\n");
    reading_end(&r);
}

Test(param, a_list_may_have_ten_thousand_items_and_no_more)
{
    for (size_t n = 10000; n <= 10001; n++) {
        rasimi_buffer yaml = {0};
        rasimi_buffer_printf(&yaml, "name: x\nwords: [a");
        for (size_t i = 1; i < n; i++) {
            rasimi_buffer_add(&yaml, ",a", 2);
        }
        rasimi_buffer_add(&yaml, "]\n", 2);
        reading r = reading_begin(yaml.data);
        outer out;
        const rasim_status status = rasimi_params_read(&outer_table, "f", r.root, &r.arena, &out, r.problems);
        cr_assert(status == (n == 10000 ? RASIM_OK : RASIM_ERR_INPUT));
        cr_assert_str_eq(reading_said(&r), n == 10000 ? ""
                                                      : "f:2:8: error: 'words' has 10001 items but may have "
                                                        "10000; split or shorten it.\n");
        reading_end(&r);
        rasimi_buffer_clear(&yaml);
    }
}

Test(param, problems_may_be_nobodys_business)
{
    reading r = reading_begin("name: x\nshare: 7\n");
    outer out;
    cr_assert(rasimi_params_read(&outer_table, "f", r.root, &r.arena, &out, NULL) == RASIM_ERR_INPUT);
    reading_end(&r);
}

Test(param, a_default_against_its_own_descriptor_is_a_defect)
{
    rasimi_arena arena = {0};
    rasimi_param param = outer_rows[0];
    const rasimi_table table = {"test", sizeof(outer), 1, &param};
    outer out;
    cr_assert(rasimi_params_default(&table, &arena, &out) == RASIM_OK);
    param.default_text = "1.25";
    cr_assert(rasimi_params_default(&table, &arena, &out) == RASIM_ERR_INTERNAL);
    rasimi_arena_clear(&arena);
}

/* ---- words ---- */

Test(param, numbers_in_messages_do_not_follow_the_locale)
{
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL) {
        setlocale(LC_NUMERIC, "C");
    }
    cr_assert_str_eq(rasimi_words_number(0.03).text, "0.03");
    cr_assert_str_eq(rasimi_words_number(-1234567.5).text, "-1234567.5");
    cr_assert_str_eq(rasimi_words_number(1e12).text, "1000000000000");
}
