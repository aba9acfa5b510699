/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into HTML. */
#include "report/html_put.h"

#include <math.h>
#include <string.h>

#include "model/param_words.h"

#define REPLACEMENT "\xEF\xBF\xBD"

void
rasimi_html_markup(rasimi_buffer *html, const char *markup)
{
    rasimi_buffer_add(html, markup, strlen(markup));
}

/* What stands for a character that means something to HTML; NULL: itself. */
static const char *
entity_of(char letter)
{
    switch (letter) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return NULL;
    }
}

/* What typography asks for: a minus sign before an amount, and no line break before a per cent sign. */
static const char *
typographic(const char *text, size_t left)
{
    if (left > 2 && strncmp(text, "-£", 3) == 0)
        return "\xE2\x88\x92";
    return left > 1 && strncmp(text, " %", 2) == 0 ? "&nbsp;" : NULL;
}

/* The length of the character that a text begins with; *shown is what is written for it. A line feed is a space. */
static size_t
next_character(const char *text, size_t left, const char **shown)
{
    size_t length, bad;
    const unsigned steers = rasimi_steering(text, left, &length);
    *shown = *text == '\n' || *text == '\t' ? " " : steers ? REPLACEMENT : entity_of(*text);
    if (!*shown)
        *shown = typographic(text, left);
    if (!*shown && !rasimi_utf8_valid(text, length, &bad))
        *shown = REPLACEMENT;
    return length;
}

void
rasimi_html_text(rasimi_buffer *html, const char *text)
{
    size_t left = text ? strlen(text) : 0;
    for (size_t length; left > 0; text += length, left -= length) {
        const char *shown;
        length = next_character(text, left, &shown);
        rasimi_buffer_add(html, shown ? shown : text, shown ? strlen(shown) : length);
    }
}

void
rasimi_html_json_text(rasimi_buffer *html, const char *text)
{
    size_t left = text ? strlen(text) : 0;
    rasimi_html_markup(html, "&quot;");
    for (size_t length; left > 0; text += length, left -= length) {
        const char *shown;
        length = next_character(text, left, &shown);
        if (*text == '\\' || *text == '"')
            rasimi_html_markup(html, "\\");
        rasimi_buffer_add(html, shown ? shown : text, shown ? strlen(shown) : length);
    }
    rasimi_html_markup(html, "&quot;");
}

void
rasimi_html_number(rasimi_buffer *html, double number, const char *missing)
{
    rasimi_html_markup(html, isfinite(number) ? rasimi_words_number(number == 0.0 ? 0.0 : number).text : missing);
}
