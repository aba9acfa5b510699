/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a terminal can show: characters, widths, line breaks. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/page.h"
#include "cli/table.h"

static char *written;
static size_t written_size;

static cli_page
open_page(size_t width, bool utf8)
{
    cli_page page = {.width = width, .utf8 = utf8};
    page.stream = open_memstream(&written, &written_size);
    return page;
}

static void
check_written(const cli_page *page, const char *expected)
{
    fclose(page->stream);
    cr_assert_str_eq(written, expected);
    free(written);
}

Test(page, characters_are_replaced_where_the_locale_is_not_utf8)
{
    static const struct {
        const char *utf8, *plain;
    } CASES[] = {
        {"£52,100", "GBP 52,100"},
        {"in £ a year", "in GBP a year"},
        {"£", "GBP "},
        {"±3 · a – b", "+-3 | a - b"},
        {"O’Neill", "O'Neill"},
        {"Müller", "M?ller"},
        {"日本", "??"},
        {"a\033[31mb", "a?[31mb"},
        {"a\xff"
         "b",
         "a?b"},
        {"£\n£ x", "GBP \nGBP x"},
    };
    cli_page page = {.utf8 = false};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char *text = page_text(&page, CASES[i].utf8);
        cr_assert_str_eq(text, CASES[i].plain);
        free(text);
    }
}

Test(page, text_from_files_cannot_steer_the_terminal)
{
    cli_page page = {.utf8 = true};
    char *text = page_text(&page, "Name\033]0;x\007\302\233y £\177");
    cr_assert_str_eq(text, "Name?]0;x??y £?");
    free(text);
    text = page_text(&page, "a\u202e-\u2066-\u061c-\u200e-\u2028- \u2010\u2030\u2065–’");
    cr_assert_str_eq(text, "a?-?-?-?-?- \u2010\u2030\u2065–’");
    free(text);
}

Test(page, words_are_broken_at_the_width_and_indented)
{
    cli_page page = open_page(12, true);
    page_wrap(&page, PAGE_PLAIN, 2, "one two three four");
    check_written(&page, "one two\n  three four\n");
}

Test(page, columns_are_counted_in_characters)
{
    cli_page page = open_page(10, true);
    page_wrap(&page, PAGE_PLAIN, 0, "£££££ ££££ x");
    check_written(&page, "£££££ ££££\nx\n");
}

Test(page, a_percentage_and_its_sign_stay_together)
{
    cli_page page = open_page(11, true);
    page_wrap(&page, PAGE_PLAIN, 0, "to be 90 % sure");
    check_written(&page, "to be 90 %\nsure\n");
    page = open_page(8, true);
    page_wrap(&page, PAGE_PLAIN, 0, "to be 90 % sure");
    check_written(&page, "to be\n90 %\nsure\n");
    page = open_page(14, false);
    page_wrap(&page, PAGE_PLAIN, 0, "it needs £12,345 more");
    check_written(&page, "it needs\nGBP 12,345\nmore\n");
}

Test(page, leading_blanks_are_kept)
{
    cli_page page = open_page(12, true);
    page_wrap(&page, PAGE_PLAIN, 4, "  one two three");
    check_written(&page, "  one two\n    three\n");
}

Test(page, a_long_term_stands_on_its_own_line)
{
    cli_page page = open_page(30, true);
    page_define(&page, 10, "term", "what it means to a reader");
    page_define(&page, 10, "a.long.term", "meaning");
    check_written(&page, "  term    what it means to a\n          reader\n  a.long.term\n          meaning\n");
}

Test(table, columns_are_spared_in_order_until_the_table_fits)
{
    static const table_column COLUMNS[] = {
        {"name", 0, true}, {"first", 2, false}, {"second", 1, false}, {"last", 0, false}};
    static const char *const ROW[] = {"row", "1", "2", NULL};
    static const struct {
        size_t width;
        const char *expected;
    } CASES[] = {
        {80, "  name  first  second  last\n  row       1       2\n"},
        {27, "  name  first  second  last\n  row       1       2\n"},
        {26, "  name  second  last\n  row        2\n"},
        {19, "  name  last\n  row\n"},
        {5, "  name  last\n  row\n"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        cli_page page = open_page(CASES[i].width, false);
        cli_table *table = table_create(&page, COLUMNS, 4);
        table_row(table, ROW, NULL);
        table_finish(table);
        check_written(&page, CASES[i].expected);
    }
}

/* Long labels go over lines, in characters and not in bytes, before the last column that can be spared does. */
Test(table, labels_are_wrapped_before_the_last_columns_are_spared)
{
    static const table_column COLUMNS[] = {
        {"Year", 0, true}, {"", 0, true}, {"Plan", 2, false}, {"At", 0, false}, {"(95 %)", 1, false}};
    static const char *const ROWS[][5] = {{"2026/27", "Ölder people,\ncommunity", "1,000", "92 %", "1 to 2"},
                                          {"2027/28", "All", "2,000", "8 %", "3 to 4"}};
    static const struct {
        size_t width;
        const char *text;
    } CASES[] = {
        {60, "  Year                               Plan    At  (95 %)\n"
             "  2026/27  Ölder people, community  1,000  92 %  1 to 2\n"
             "  2027/28  All                      2,000   8 %  3 to 4\n"},
        {40, "  Year                      At  (95 %)\n"
             "  2026/27  Ölder people,  92 %  1 to 2\n"
             "           community\n"
             "  2027/28  All             8 %  3 to 4\n"},
        {31, "  Year                      At\n"
             "  2026/27  Ölder people,  92 %\n"
             "           community\n"
             "  2027/28  All             8 %\n"},
    };
    cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cli_page page = open_page(CASES[i].width, true);
        cli_table *table = table_create(&page, COLUMNS, 5);
        table_wrap(table, 1);
        for (size_t r = 0; r < 2; r++)
            table_row(table, ROWS[r], NULL);
        table_finish(table);
        check_written(&page, CASES[i].text);
    }
}
