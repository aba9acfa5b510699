/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a Client Level Data file as text. ASCII only: nothing here may depend on the locale. */
#include "model/import_text.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/day.h"

/* A text with this many digits is not shown: a year and two figures are harmless, a date or an NHS number is not. */
#define MOST_DIGITS_SHOWN 4

/* Numbers are cleaned in here; no cost or number of units is longer. */
#define NUMBER_SIZE 40

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/* Adds a word's letters; the blank before it is added where one is due. False once out is full. */
static bool
add_letters(char out[RASIMI_CLD_FOLD_SIZE], size_t *n, bool *gap, const char *letters, size_t length)
{
    if (*n + length + 2 > RASIMI_CLD_FOLD_SIZE)
        return false;
    if (*gap && *n > 0)
        out[(*n)++] = ' ';
    *gap = false;
    memcpy(out + *n, letters, length);
    *n += length;
    return true;
}

void
rasimi_cld_fold(const char *text, char out[RASIMI_CLD_FOLD_SIZE])
{
    size_t n = 0;
    bool gap = false, room = true;
    for (const char *p = text; *p && room; p++) {
        const char c = lower(*p);
        const char *word = *p == '/' ? "or" : *p == '&' ? "and" : NULL;
        gap |= !is_letter(c) && !is_digit(c);
        if (word)
            room = add_letters(out, &n, &gap, word, strlen(word));
        else if (is_letter(c) || is_digit(c))
            room = add_letters(out, &n, &gap, &c, 1);
        gap |= word != NULL;
    }
    out[n] = '\0';
}

/* ---- days ---- */

/* True for the rest of a cell after a date: nothing, or a time of day. */
static bool
is_time(const char *text)
{
    if (text[0] == '\0')
        return true;
    if (text[0] != ' ' && text[0] != 'T')
        return false;
    return is_digit(text[1]) && strspn(text + 1, "0123456789:.+-Z") == strlen(text + 1) && strchr(text, ':');
}

/* Reads one or two digits; NULL where there are none or more. */
static const char *
two_digits(const char *p, char out[2])
{
    const size_t n = strspn(p, "0123456789");
    if (n < 1 || n > 2)
        return NULL;
    out[0] = n == 2 ? p[0] : '0';
    out[1] = p[n - 1];
    return p + n;
}

/* Day, month and year with slashes between them, as YYYY-MM-DD; the end of what was read, or NULL. */
static const char *
turn_round(const char *p, char iso[11])
{
    memcpy(iso, "0000-00-00", 11);
    p = two_digits(p, iso + 8);
    p = p && *p == '/' ? two_digits(p + 1, iso + 5) : NULL;
    if (!p || *p != '/' || strspn(p + 1, "0123456789") != 4)
        return NULL;
    memcpy(iso, p + 1, 4);
    return p + 5;
}

bool
rasimi_cld_day(const char *text, int64_t *day)
{
    char iso[11];
    const char *end = turn_round(text, iso);
    if (!end) {
        if (strlen(text) < 10)
            return false;
        memcpy(iso, text, 10);
        iso[10] = '\0';
        end = text + 10;
    }
    return is_time(end) && rasimi_day_parse(iso, day);
}

/* ---- numbers ---- */

/* True where the comma at p separates thousands. */
static bool
is_separator(const char *p)
{
    return *p == ',' && strspn(p + 1, "0123456789") == 3;
}

/* Bytes of a pound sign or a separator at p; 0: neither. */
static size_t
ornament(const char *p)
{
    if (strncmp(p, "\xc2\xa3", 2) == 0)
        return 2;
    return *p == ' ' || is_separator(p) ? 1 : 0;
}

/* Copies without ornaments; false where it does not fit. */
static bool
strip(const char *text, char out[NUMBER_SIZE], bool *cleaned)
{
    size_t n = 0;
    *cleaned = false;
    for (const char *p = text; *p;) {
        const size_t skip = ornament(p);
        *cleaned |= skip > 0;
        if (skip == 0 && n + 1 == NUMBER_SIZE)
            return false;
        if (skip == 0)
            out[n++] = *p;
        p += skip > 0 ? skip : 1;
    }
    out[n] = '\0';
    return true;
}

bool
rasimi_cld_number(const char *text, double *value, bool *cleaned)
{
    char plain[NUMBER_SIZE], strict[NUMBER_SIZE + 2];
    if (!strip(text, plain, cleaned))
        return false;
    const char *p = plain;
    const bool negative = *p == '-';
    p += negative || *p == '+';
    while (p[0] == '0' && is_digit(p[1]))
        p++;
    const int length = snprintf(strict, sizeof strict, "%s%s%s", negative ? "-" : "", *p == '.' ? "0" : "", p);
    return rasimi_parse_double(strict, (size_t)length, value) == RASIMI_NUMBER_OK;
}

/* ---- showing ---- */

static size_t
count_digits(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += is_digit(*text);
    return n;
}

void
rasimi_cld_show(const char *text, bool only_form, char out[RASIMI_CLD_SHOWN_SIZE])
{
    const bool form = only_form || count_digits(text) > MOST_DIGITS_SHOWN;
    const size_t room = RASIMI_CLD_SHOWN_SIZE - sizeof "...";
    size_t n = strlen(text);
    const bool cut = n > room;
    n = cut ? room : n;
    while (cut && n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) /* not inside a character */
        n--;
    for (size_t i = 0; i < n; i++)
        out[i] = form && is_digit(text[i]) ? '9' : form && is_letter(text[i]) ? 'a' : text[i];
    memcpy(out + n, cut ? "..." : "", cut ? 4 : 1);
}
