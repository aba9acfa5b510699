/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks that framework and design share: values of a file against each other. */
#include "model/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/param_words.h"

void
rasimi_checker_complain(rasimi_checker *checker, rasimi_mark mark, const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rasimi_problem_add(checker->problems, RASIM_ERROR, rasimi_mark_place(checker->file, mark), "%s", text);
    checker->failed = true;
}

static const char *
row_at(const rasimi_label_check *check, size_t i)
{
    return (const char *)check->rows->items + i * check->row_size;
}

/* Every struct of a list begins with its mark. */
static rasimi_mark
row_mark(const rasimi_label_check *check, size_t i)
{
    return *(const rasimi_mark *)(const void *)row_at(check, i);
}

static const rasimi_text *
text_at(const rasimi_label_check *check, size_t i)
{
    return (const void *)(row_at(check, i) + check->offset);
}

static bool
same_text(const rasimi_text *a, const rasimi_text *b)
{
    return a->value && b->value && strcmp(a->value, b->value) == 0;
}

/* A text that could not be read is not absent: it has a mark. */
static bool
both_absent(const rasimi_text *a, const rasimi_text *b)
{
    return a->mark.line == 0 && b->mark.line == 0;
}

static bool
same_label(const rasimi_label_check *check, size_t i, size_t j)
{
    const rasimi_text *a = text_at(check, i), *b = text_at(check, j);
    return same_text(a, b) || (check->has_rest && both_absent(a, b));
}

static void
complain_twice(rasimi_checker *checker, const rasimi_label_check *check, size_t first, size_t second)
{
    const char *label = text_at(check, second)->value;
    const unsigned line = row_mark(check, first).line;
    if (label) {
        rasimi_checker_complain(checker, text_at(check, second)->mark,
                                "'%s' has a second row with %s '%s' (the first is on line %u); keep one of the two.",
                                check->list, check->key, rasimi_words_shown(label, strlen(label)).text, line);
    } else {
        rasimi_checker_complain(checker, row_mark(check, second),
                                "'%s' has a second row without '%s' (the first is on line %u), and only one can be "
                                "for all the others; keep one of the two.",
                                check->list, check->key, line);
    }
}

void
rasimi_check_rows(rasimi_checker *checker, const rasimi_label_check *check)
{
    for (size_t second = 1; second < check->rows->n; second++) {
        size_t first = 0;
        while (first < second && !same_label(check, first, second)) {
            first++;
        }
        if (first < second) {
            complain_twice(checker, check, first, second);
        }
    }
}

void
rasimi_check_texts(rasimi_checker *checker, const rasimi_texts *texts, const char *key)
{
    for (size_t second = 1; second < texts->n; second++) {
        size_t first = 0;
        while (first < second && !same_text(&texts->items[first], &texts->items[second])) {
            first++;
        }
        if (first < second) {
            const char *text = texts->items[second].value;
            rasimi_checker_complain(checker, texts->items[second].mark, "'%s' names '%s' twice; take one out.", key,
                                    rasimi_words_shown(text, strlen(text)).text);
        }
    }
}

static const rasimi_number *
number_at(const rasimi_series_check *check, size_t i)
{
    return (const void *)((const char *)check->rows->items + i * check->row_size + check->offset);
}

void
rasimi_check_rising(rasimi_checker *checker, const rasimi_series_check *check)
{
    for (size_t i = 1; i < check->rows->n; i++) {
        const rasimi_number *before = number_at(check, i - 1), *here = number_at(check, i);
        if (here->value <= before->value) {
            rasimi_checker_complain(checker, here->mark,
                                    "'%s' of '%s' is %s here but %s in the row before (line %u); write the rows in "
                                    "rising order of '%s', each different from the next.",
                                    check->key, check->list, rasimi_words_number(here->value).text,
                                    rasimi_words_number(before->value).text, before->mark.line, check->key);
        }
    }
}

void
rasimi_check_not_falling(rasimi_checker *checker, const rasimi_series_check *check)
{
    for (size_t i = 1; i < check->rows->n; i++) {
        const rasimi_number *before = number_at(check, i - 1), *here = number_at(check, i);
        if (here->value < before->value) {
            rasimi_problem_add(checker->problems, RASIM_WARNING, rasimi_mark_place(checker->file, here->mark),
                               "'%s' of '%s' falls from %s (line %u) to %s here, so more points give less money; make "
                               "sure that this is meant.",
                               check->key, check->list, rasimi_words_number(before->value).text, before->mark.line,
                               rasimi_words_number(here->value).text);
        }
    }
}
