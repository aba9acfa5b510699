/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for messages, help and documentation, all made from the descriptors. */
#include "model/param_words.h"

#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Characters of somebody's own text that a message shows. */
#define MAX_SHOWN 40

/* Bytes of a character of UTF-8. */
#define LONGEST_CHARACTER 4

static void
append(rasimi_words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void
append(rasimi_words *words, const char *format, ...)
{
    size_t used = strlen(words->text);
    va_list args;
    va_start(args, format);
    vsnprintf(words->text + used, sizeof words->text - used, format, args);
    va_end(args);
}

rasimi_words
rasimi_words_shown(const char *text, size_t length)
{
    rasimi_words words = {""};
    size_t n_characters = 0, used = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool starts_character = (byte & 0xC0) != 0x80;
        if ((starts_character && ++n_characters > MAX_SHOWN) || used == MAX_SHOWN * LONGEST_CHARACTER) {
            append(&words, "...");
            break;
        }
        words.text[used++] = byte < 0x20 || byte == 0x7F ? ' ' : (char)byte;
    }
    return words;
}

rasimi_words
rasimi_words_number(double value)
{
    rasimi_words words = {""};
    append(&words, "%.15g", value);
    rasimi_set_decimal_point(words.text);
    return words;
}

rasimi_words
rasimi_words_grouped(uint64_t value)
{
    rasimi_words words = {""};
    char digits[24];
    const int n = snprintf(digits, sizeof digits, "%" PRIu64, value);
    for (int i = 0; i < n; i++) {
        append(&words, "%s%c", i > 0 && (n - i) % 3 == 0 ? "," : "", digits[i]);
    }
    return words;
}

rasimi_words
rasimi_words_pounds(double gbp)
{
    rasimi_words words = {""};
    const uint64_t whole = (uint64_t)(fabs(gbp) + 0.5);
    append(&words, "%s£%s", gbp < 0 && whole > 0 ? "-" : "", rasimi_words_grouped(whole).text);
    return words;
}

rasimi_words
rasimi_words_allowed(const rasimi_param *param)
{
    bool has_min = isfinite(param->min), has_max = isfinite(param->max);
    bool min_open = (param->flags & RASIMI_MIN_OPEN) != 0, max_open = (param->flags & RASIMI_MAX_OPEN) != 0;
    rasimi_words words = {""}, low = rasimi_words_number(param->min), high = rasimi_words_number(param->max);
    if (has_min && has_max && !min_open && !max_open) {
        append(&words, "%s to %s", low.text, high.text);
    } else if (has_min && has_max) {
        append(&words, "%s %s and %s %s", min_open ? "above" : "at least", low.text, max_open ? "below" : "at most",
               high.text);
    } else if (has_min) {
        append(&words, "%s %s", min_open ? "above" : "at least", low.text);
    } else if (has_max) {
        append(&words, "%s %s", max_open ? "below" : "at most", high.text);
    } else if ((param->flags & RASIMI_NOT_EMPTY) != 0) {
        append(&words, "not empty");
    }
    return words;
}

rasimi_words
rasimi_words_list(const char *const *texts, size_t n, const char *last)
{
    rasimi_words words = {""};
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i + 1 == n) {
            append(&words, " %s ", last);
        } else if (i > 0) {
            append(&words, ", ");
        }
        append(&words, "%s", texts[i]);
    }
    return words;
}

static size_t
n_choices(const rasimi_param *param)
{
    size_t n = 0;
    while (param->choices[n] != NULL) {
        n++;
    }
    return n;
}

rasimi_words
rasimi_words_type(const rasimi_param *param)
{
    static const char *const types[] = {
        [RASIMI_PARAM_NUMBER] = "number",       [RASIMI_PARAM_WHOLE] = "whole number",
        [RASIMI_PARAM_TEXT] = "text",           [RASIMI_PARAM_FLAG] = "yes or no",
        [RASIMI_PARAM_CHOICE] = "one of ",      [RASIMI_PARAM_NUMBERS] = "list of numbers",
        [RASIMI_PARAM_TEXTS] = "list of texts", [RASIMI_PARAM_PAIRS] = "labels with numbers",
        [RASIMI_PARAM_STRUCT] = "keys",         [RASIMI_PARAM_STRUCTS] = "list of rows",
    };
    rasimi_words words = {""};
    append(&words, "%s", types[param->type]);
    for (size_t i = 0; param->type == RASIMI_PARAM_CHOICE && param->choices[i] != NULL; i++) {
        append(&words, "%s%s", i == 0 ? "" : ", ", param->choices[i]);
    }
    return words;
}

rasimi_words
rasimi_words_expected(const rasimi_param *param)
{
    static const char *const expected[] = {
        [RASIMI_PARAM_NUMBER] = "a number",
        [RASIMI_PARAM_WHOLE] = "a whole number",
        [RASIMI_PARAM_TEXT] = "a text",
        [RASIMI_PARAM_FLAG] = "yes or no",
        [RASIMI_PARAM_CHOICE] = "",
        [RASIMI_PARAM_NUMBERS] = "a list of numbers",
        [RASIMI_PARAM_TEXTS] = "a list of texts",
        [RASIMI_PARAM_PAIRS] = "labels with a number each",
        [RASIMI_PARAM_STRUCT] = "keys of its own",
        [RASIMI_PARAM_STRUCTS] = "a list of rows",
    };
    if (param->type == RASIMI_PARAM_CHOICE) {
        return rasimi_words_list(param->choices, n_choices(param), "or");
    }
    rasimi_words words = {""};
    append(&words, "%s", expected[param->type]);
    return words;
}

rasimi_words
rasimi_words_table(const rasimi_table *table)
{
    rasimi_words words = {""};
    const char *dot = strchr(table->name, '.');
    if (dot == NULL) {
        append(&words, "the %s file", table->name);
        return words;
    }
    const size_t length = strlen(dot);
    const bool is_row = length > 2 && strcmp(dot + length - 2, "[]") == 0;
    append(&words, "%s", is_row ? "a row of " : "");
    for (const char *c = dot + 1; *c != '\0'; c++) {
        if (*c != '[' && *c != ']') {
            append(&words, "%c", *c);
        }
    }
    return words;
}
