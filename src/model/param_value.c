/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of a file, read and checked against its descriptor; what is wrong is said in one sentence. */
#include "model/param_value.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* The longest text that is looked at as a number somebody may have meant. */
#define MAX_MEANT 64

/* The first whole number that has no place in 64 bits. */
#define TOO_LARGE 18446744073709551616.0

rasimi_words
rasimi_subject_words(const rasimi_subject *subject)
{
    rasimi_words words;
    const char *key = subject->param->key;
    if (subject->label) {
        rasimi_words label = rasimi_words_shown(subject->label, strlen(subject->label));
        snprintf(words.text, sizeof words.text, "'%.180s' of '%.60s'", label.text, key);
    } else if (subject->item > 0) {
        snprintf(words.text, sizeof words.text, "item %zu of '%s'", subject->item, key);
    } else {
        snprintf(words.text, sizeof words.text, "'%s'", key);
    }
    return words;
}

void
rasimi_complain(rasimi_reader *reader, const rasimi_node *node, const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const rasimi_place place = {.file = reader->file, .line = node->line, .column = node->column};
    rasimi_problem_add(reader->problems, RASIM_ERROR, place, "%s", text);
    reader->failed = true;
}

static bool
is_blank(const rasimi_node *node)
{
    return node->kind == RASIMI_NODE_SCALAR && node->length == 0 && !node->quoted;
}

/* The type that a value should have: the key's, or that of an item in the key's list. */
static rasimi_words
expected_type(const rasimi_subject *subject)
{
    if (subject->item == 0 && !subject->label) {
        return rasimi_words_expected(subject->param);
    }
    const bool is_text = subject->param->type == RASIMI_PARAM_TEXTS,
               is_row = subject->param->type == RASIMI_PARAM_STRUCTS;
    return is_text ? (rasimi_words){"a text"} : is_row ? (rasimi_words){"keys of its own"} : (rasimi_words){"a number"};
}

/* "a number, 0 to 1" */
static rasimi_words
wanted(const rasimi_subject *subject)
{
    const rasimi_param *param = subject->param;
    rasimi_words words, type = expected_type(subject), allowed = rasimi_words_allowed(param);
    const bool bounded = isfinite(param->min) || isfinite(param->max);
    snprintf(words.text, sizeof words.text, "%.160s%s%.80s", type.text, bounded ? ", " : "",
             bounded ? allowed.text : "");
    return words;
}

static void
complain_blank(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node)
{
    const rasimi_words what = rasimi_subject_words(subject), write = wanted(subject);
    const bool may_go = subject->item == 0 && !subject->label && !(subject->param->flags & RASIMI_REQUIRED);
    rasimi_complain(reader, node, "%s is empty; write %s%s.", what.text, write.text,
                    may_go ? ", or leave the key out" : "");
}

bool
rasimi_value_kind(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node,
                  rasimi_node_kind expected)
{
    static const char *const found[] = {"a single value", "a list", "a set of keys"};
    static const char *const how[] = {
        "write one value after the colon",
        "write each item on a line of its own after a dash",
        "write each on a line of its own below, indented, with a colon after its name",
    };
    if (node->kind == expected) {
        return true;
    }
    if (is_blank(node)) {
        complain_blank(reader, subject, node);
        return false;
    }
    const rasimi_words what = rasimi_subject_words(subject);
    rasimi_complain(reader, node, "%s is %s where %s should stand; %s.", what.text, found[node->kind],
                    expected_type(subject).text, how[expected]);
    return false;
}

/* JSON's numbers, and quotients of whole numbers such as 365/7. */
static rasimi_number_status
parse_number(const char *text, size_t length, double *out)
{
    const char *slash = memchr(text, '/', length);
    if (!slash) {
        return rasimi_parse_double(text, length, out);
    }
    const size_t before = (size_t)(slash - text);
    uint64_t above, below;
    if (rasimi_parse_uint64(text, before, &above) != RASIMI_NUMBER_OK ||
        rasimi_parse_uint64(slash + 1, length - before - 1, &below) != RASIMI_NUMBER_OK || below == 0) {
        return RASIMI_NUMBER_NOT;
    }
    *out = (double)above / (double)below;
    return RASIMI_NUMBER_OK;
}

/* A comma between thousands, never a decimal comma: exactly three digits follow. */
static bool
parts_thousands(const char *text, size_t length, size_t i)
{
    size_t n_digits = 0;
    while (i + 1 + n_digits < length && isdigit((unsigned char)text[i + 1 + n_digits])) {
        n_digits++;
    }
    return i > 0 && text[i] == ',' && n_digits == 3;
}

/* The text without pound sign, plus sign, blanks, commas between thousands, needless zeros. */
static rasimi_words
plain_digits(const char *text, size_t length)
{
    rasimi_words words = {""};
    size_t used = 0, i = length >= 2 && memcmp(text, "£", 2) == 0 ? 2 : 0;
    if (i < length && text[i] == '+') {
        i++;
    }
    while (i + 1 < length && text[i] == '0' && isdigit((unsigned char)text[i + 1])) {
        i++;
    }
    if (i < length && text[i] == '.') {
        words.text[used++] = '0';
    }
    for (; i < length; i++) {
        const bool noise = text[i] == ' ' || text[i] == '_' || parts_thousands(text, length, i);
        if (!noise) {
            words.text[used++] = text[i];
        }
    }
    if (used > 0 && words.text[used - 1] == '.') {
        words.text[used - 1] = '\0';
    }
    return words;
}

/* What somebody who wrote "£1,000", "3%", "+5", ".5" or "010" will have meant; "" where that is not clear. */
static rasimi_words
meant(const char *text, size_t length)
{
    const bool per_cent = length > 0 && text[length - 1] == '%';
    const rasimi_words none = {""};
    if (length > MAX_MEANT) {
        return none;
    }
    const rasimi_words digits = plain_digits(text, length - (per_cent ? 1 : 0));
    double value;
    if (parse_number(digits.text, strlen(digits.text), &value) != RASIMI_NUMBER_OK) {
        return none;
    }
    return per_cent ? rasimi_words_number(value / 100) : digits;
}

static void
complain_not_number(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node)
{
    const rasimi_words what = rasimi_subject_words(subject), value = rasimi_words_shown(node->text, node->length);
    const rasimi_words guess = meant(node->text, node->length);
    const bool whole = subject->param->type == RASIMI_PARAM_WHOLE;
    const char *example = whole ? "plain digits such as 10000" : "one such as 0.03 or 1250";
    rasimi_complain(reader, node, "%s is '%s', which is not a %s; write %s.", what.text, value.text,
                    whole ? "whole number" : "number", guess.text[0] ? guess.text : example);
}

/* A number in quotes is text: somebody wanted it so, and rasim does not guess why. */
static bool
is_quoted(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node)
{
    if (!node->quoted) {
        return false;
    }
    const rasimi_words what = rasimi_subject_words(subject), value = rasimi_words_shown(node->text, node->length);
    rasimi_complain(reader, node, "%s is '%s' in quotes, so it is text; write %s without quotes.", what.text,
                    value.text, value.text);
    return true;
}

static bool
in_bounds(const rasimi_param *param, double value)
{
    const bool above = (param->flags & RASIMI_MIN_OPEN) ? value > param->min : value >= param->min;
    const bool below = (param->flags & RASIMI_MAX_OPEN) ? value < param->max : value <= param->max;
    return above && below;
}

static void
complain_bounds(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, double value)
{
    const rasimi_words what = rasimi_subject_words(subject), allowed = rasimi_words_allowed(subject->param);
    const rasimi_words written = rasimi_words_shown(node->text, node->length);
    const bool per_cent = strcmp(subject->param->unit, "share") == 0 && value > 1 && value <= 100;
    if (per_cent) {
        rasimi_complain(reader, node, "%s is %s but must be %s; it is a share, so write %s per cent as %s.", what.text,
                        written.text, allowed.text, written.text, rasimi_words_number(value / 100).text);
    } else {
        rasimi_complain(reader, node, "%s is %s but must be %s; change it.", what.text, written.text, allowed.text);
    }
}

static void
complain_too_large(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node)
{
    const rasimi_words what = rasimi_subject_words(subject), write = wanted(subject);
    const rasimi_words written = rasimi_words_shown(node->text, node->length);
    rasimi_complain(reader, node, "%s is %s, which is too large to be held; write %s.", what.text, written.text,
                    write.text);
}

static bool
bounds_kept(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, double value)
{
    if (in_bounds(subject->param, value)) {
        return true;
    }
    complain_bounds(reader, subject, node, value);
    return false;
}

/* A scalar with something in it. */
static bool
is_filled(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node)
{
    if (!rasimi_value_kind(reader, subject, node, RASIMI_NODE_SCALAR)) {
        return false;
    }
    if (node->length == 0) {
        complain_blank(reader, subject, node);
        return false;
    }
    return true;
}

bool
rasimi_value_number(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, double *out)
{
    double value = 0;
    if (!is_filled(reader, subject, node)) {
        return false;
    }
    const rasimi_number_status status = parse_number(node->text, node->length, &value);
    if (status == RASIMI_NUMBER_NOT) {
        complain_not_number(reader, subject, node);
        return false;
    }
    if (is_quoted(reader, subject, node)) {
        return false;
    }
    if (status == RASIMI_NUMBER_RANGE) {
        complain_too_large(reader, subject, node);
        return false;
    }
    if (!bounds_kept(reader, subject, node, value)) {
        return false;
    }
    *out = value;
    return true;
}

/* A number that is no whole number in plain digits: 1e4, 2.5, -3, 365/7. */
static void
complain_not_whole(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, double value)
{
    const rasimi_words what = rasimi_subject_words(subject), written = rasimi_words_shown(node->text, node->length);
    if (!in_bounds(subject->param, value)) {
        complain_bounds(reader, subject, node, value);
    } else if (value >= TOO_LARGE) {
        complain_too_large(reader, subject, node);
    } else if (value == floor(value)) {
        rasimi_complain(reader, node, "%s is %s, but a whole number is written in plain digits; write %" PRIu64 ".",
                        what.text, written.text, (uint64_t)value);
    } else {
        rasimi_complain(reader, node, "%s is %s, which is not a whole number; write one such as %" PRIu64 ".",
                        what.text, written.text, (uint64_t)value + 1);
    }
}

bool
rasimi_value_whole(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, uint64_t *out)
{
    uint64_t value = 0;
    double number = TOO_LARGE;
    if (!is_filled(reader, subject, node)) {
        return false;
    }
    const rasimi_number_status status = rasimi_parse_uint64(node->text, node->length, &value);
    if (status != RASIMI_NUMBER_OK && parse_number(node->text, node->length, &number) == RASIMI_NUMBER_NOT) {
        complain_not_number(reader, subject, node);
        return false;
    }
    if (is_quoted(reader, subject, node)) {
        return false;
    }
    if (status != RASIMI_NUMBER_OK) {
        complain_not_whole(reader, subject, node, number);
        return false;
    }
    if (!bounds_kept(reader, subject, node, (double)value)) {
        return false;
    }
    *out = value;
    return true;
}

bool
rasimi_value_flag(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, bool *out)
{
    static const char *const words[] = {"no", "yes", "false", "true"};
    if (!is_filled(reader, subject, node)) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(node->text, words[i]) == 0) {
            if (is_quoted(reader, subject, node)) {
                return false;
            }
            *out = i % 2 == 1;
            return true;
        }
    }
    const rasimi_words what = rasimi_subject_words(subject), written = rasimi_words_shown(node->text, node->length);
    rasimi_complain(reader, node, "%s is '%s' but must be yes or no; write one of the two.", what.text, written.text);
    return false;
}

bool
rasimi_value_choice(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, int *out)
{
    const char *const *choices = subject->param->choices;
    if (!is_filled(reader, subject, node)) {
        return false;
    }
    size_t n = 0;
    for (; choices[n]; n++) {
        if (strcmp(node->text, choices[n]) == 0) {
            *out = (int)n;
            return true;
        }
    }
    const rasimi_words what = rasimi_subject_words(subject), written = rasimi_words_shown(node->text, node->length);
    const rasimi_words allowed = rasimi_words_list(choices, n, "or");
    const size_t near = rasimi_nearest(node->text, choices, n);
    if (near < n) {
        rasimi_complain(reader, node, "%s is '%s' but must be %s (did you mean '%s'?).", what.text, written.text,
                        allowed.text, choices[near]);
    } else {
        rasimi_complain(reader, node, "%s is '%s' but must be %s; write one of these.", what.text, written.text,
                        allowed.text);
    }
    return false;
}

bool
rasimi_value_text(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node)
{
    if (!rasimi_value_kind(reader, subject, node, RASIMI_NODE_SCALAR)) {
        return false;
    }
    const bool must_be_filled = subject->item > 0 || (subject->param->flags & RASIMI_NOT_EMPTY);
    if (node->length == 0 && must_be_filled) {
        complain_blank(reader, subject, node);
        return false;
    }
    return true;
}
