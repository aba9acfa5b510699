/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of problems: order, places, limits and the printed form. */
#include "base/problem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static rasim_problems *
new_list(void)
{
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    return problems;
}

Test(problem, a_new_list_is_empty)
{
    rasim_problems *problems = new_list();
    cr_assert_eq(rasim_problems_size(problems), 0);
    cr_assert_eq(rasim_problems_total(problems, RASIM_ERROR), 0);
    cr_assert_eq(rasimi_problems_errors(problems), 0);
    cr_assert_null(rasim_problems_get(problems, 0));
    rasim_problems_free(problems);
}

Test(problem, problems_are_held_in_the_order_found_with_their_own_strings)
{
    rasim_problems *problems = new_list();
    char file[] = "a.csv", name[] = "first";
    rasimi_problem_add(problems, RASIM_WARNING, (rasimi_place){file, 3, 4}, "The %s one has %d parts.", name, 2);
    strcpy(file, "b.csv");
    strcpy(name, "other");
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){file, 5, 0}, "The %s one.", name);
    rasimi_problem_add(problems, RASIM_NOTE, (rasimi_place){0}, "100%% sure.");
    cr_assert_eq(rasim_problems_size(problems), 3);
    const rasim_problem *first = rasim_problems_get(problems, 0), *second = rasim_problems_get(problems, 1);
    cr_assert_str_eq(first->file, "a.csv");
    cr_assert_str_eq(first->text, "The first one has 2 parts.");
    cr_assert(first->severity == RASIM_WARNING && first->line == 3 && first->column == 4);
    cr_assert_str_eq(second->file, "b.csv");
    cr_assert_str_eq(second->text, "The other one.");
    cr_assert(second->severity == RASIM_ERROR && second->line == 5 && second->column == 0);
    cr_assert_null(rasim_problems_get(problems, 2)->file);
    cr_assert_str_eq(rasim_problems_get(problems, 2)->text, "100% sure.");
    cr_assert_null(rasim_problems_get(problems, 3));
    rasim_problems_free(problems);
}

Test(problem, past_the_limit_of_a_file_problems_are_only_counted)
{
    rasim_problems *problems = new_list();
    rasimi_problems_set_limit(problems, 3);
    for (unsigned i = 0; i < 10; i++) {
        rasimi_problem_add(problems, RASIM_WARNING, (rasimi_place){"a", i, 0}, "Warning %u.", i);
        rasimi_problem_add(problems, RASIM_WARNING, (rasimi_place){"b", i, 0}, "Warning %u.", i);
        rasimi_problem_add(problems, RASIM_WARNING, (rasimi_place){0}, "Warning %u.", i);
    }
    cr_assert_eq(rasim_problems_size(problems), 9, "three of each of two files and of no file");
    cr_assert_eq(rasim_problems_total(problems, RASIM_WARNING), 30);
    cr_assert_eq(rasim_problems_get(problems, 8)->line, 0);
    cr_assert_str_eq(rasim_problems_get(problems, 8)->text, "Warning 2.");
    rasim_problems_free(problems);
}

Test(problem, notes_and_warnings_never_crowd_out_an_error)
{
    rasim_problems *problems = new_list();
    for (int i = 0; i < 1000; i++) {
        rasimi_problem_add(problems, RASIM_NOTE, (rasimi_place){.file = "a"}, "Note.");
        rasimi_problem_add(problems, RASIM_WARNING, (rasimi_place){.file = "a"}, "Warning.");
    }
    const size_t size = rasim_problems_size(problems);
    cr_assert(size > 20 && size < 1000, "there is a limit without asking for one");
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = "a"}, "Error.");
    cr_assert_eq(rasim_problems_size(problems), size + 1);
    cr_assert_eq(rasimi_problems_errors(problems), 1);
    rasim_problems_free(problems);
}

Test(problem, no_list_is_allowed)
{
    rasimi_problem_add(NULL, RASIM_ERROR, (rasimi_place){0}, "Nobody listens.");
    rasimi_problems_set_limit(NULL, 3);
    rasim_problems_free(NULL);
    cr_assert_eq(rasim_problems_size(NULL), 0);
    cr_assert_eq(rasimi_problems_errors(NULL), 0);
    cr_assert_null(rasim_problems_get(NULL, 0));
    cr_assert_eq(rasim_problems_total(NULL, RASIM_NOTE), 0);
}

Test(problem, a_total_of_no_severity_is_zero)
{
    rasim_problems *problems = new_list();
    cr_assert_eq(rasim_problems_total(problems, (rasim_severity)77), 0);
    rasim_problems_free(problems);
}

Test(problem, the_printed_form_leaves_out_what_is_absent)
{
    static const struct {
        rasim_problem problem;
        const char *printed;
    } cases[] = {
        {{RASIM_ERROR, "a.yaml", 3, 9, "It is wrong."}, "a.yaml:3:9: error: It is wrong."},
        {{RASIM_WARNING, "a.yaml", 3, 0, "It is odd."}, "a.yaml:3: warning: It is odd."},
        {{RASIM_ERROR, "a.yaml", 0, 0, "It is gone."}, "a.yaml: error: It is gone."},
        {{RASIM_ERROR, "a.yaml", 0, 9, "A column needs its line."}, "a.yaml: error: A column needs its line."},
        {{RASIM_NOTE, NULL, 3, 9, "It is so."}, "note: It is so."},
        {{RASIM_NOTE, "a", UINT64_MAX, UINT64_MAX, "X."}, "a:18446744073709551615:18446744073709551615: note: X."},
    };
    char buffer[200];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const int length = rasim_problem_format(&cases[i].problem, buffer, sizeof buffer);
        cr_assert_str_eq(buffer, cases[i].printed);
        cr_assert_eq(length, (int)strlen(cases[i].printed));
    }
}

Test(problem, the_printed_form_fits_any_buffer)
{
    const rasim_problem problem = {RASIM_ERROR, "a.yaml", 3, 9, "It is wrong."};
    const char *whole = "a.yaml:3:9: error: It is wrong.";
    for (size_t size = 1; size <= strlen(whole) + 1; size++) {
        char buffer[64];
        memset(buffer, '#', sizeof buffer);
        cr_assert_eq(rasim_problem_format(&problem, buffer, size), (int)strlen(whole));
        cr_assert(strlen(buffer) == size - 1 && strncmp(buffer, whole, size - 1) == 0);
        cr_assert_eq(buffer[size], '#');
    }
    cr_assert_eq(rasim_problem_format(&problem, NULL, 0), (int)strlen(whole));
}

Test(problem, the_printed_form_is_one_line_that_steers_no_terminal)
{
    const rasim_problem problem = {RASIM_ERROR, "a\n.yaml", 3, 0, "\x1b[2J\t'O\xc2\x9b\xe2\x80\xael £' \x7f\xff."};
    const char *shown = "a\\n.yaml:3: error: \\x1b[2J\\t'O\\u009b\\u202el £' \\x7f\xff.";
    char buffer[200];
    cr_assert_eq(rasim_problem_format(&problem, buffer, sizeof buffer), (int)strlen(shown));
    cr_assert_str_eq(buffer, shown);
}
