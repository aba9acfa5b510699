/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page: a stream with a width, and what its reader's terminal can show. Everything the program says goes through one,
   so that the pound sign, line breaks and colour are decided in one place. */
#ifndef RASIM_CLI_PAGE_H
#define RASIM_CLI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct cli_page {
    FILE *stream;
    size_t width; /* columns, PAGE_NARROWEST to PAGE_WIDEST */
    bool utf8;    /* else "£" becomes "GBP " and the rest its nearest ASCII */
    bool colour;  /* escapes for colour may be written */
    bool is_terminal;
} cli_page;

enum { PAGE_NARROWEST = 40, PAGE_WIDEST = 100, PAGE_WIDTH_UNKNOWN = 80 };

typedef enum page_style { PAGE_PLAIN, PAGE_BOLD, PAGE_BAD, PAGE_FAINT } page_style;

/* Describes a stream: its width if it is a terminal, whether its locale is UTF-8, whether colour is welcome (a
   terminal, NO_COLOR unset or empty, TERM not dumb). */
void
page_init(cli_page *out, FILE *stream);

/* UTF-8 text as the page can show it, control characters replaced. Free with free(); NULL where memory ran out. */
char *
page_text(const cli_page *page, const char *utf8);

/* How many columns a text takes, once page_text has been through it. */
size_t
page_columns(const char *text);

/* Writes words broken at the page's width; lines after the first are indented by `indent` columns. */
void
page_wrap(const cli_page *page, page_style style, size_t indent, const char *utf8);

/* The same from a format. */
void
page_say(const cli_page *page, size_t indent, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Writes a term and, from column `indent` on, what it means; a term too long for that stands on a line of its own. */
void
page_define(const cli_page *page, size_t indent, const char *term, const char *utf8);

/* Writes a text as it is, unbroken, with a newline. */
void
page_line(const cli_page *page, page_style style, const char *utf8);

void
page_blank(const cli_page *page);

/* The escape that begins a style and the one that ends it: "" where the page has no colour. */
const char *
page_style_on(const cli_page *page, page_style style);
const char *
page_style_off(const cli_page *page, page_style style);

#endif
