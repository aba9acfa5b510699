/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page: a stream with a width, and what its reader's terminal can show. */
#include "page.h"

#include <langinfo.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* What stands for a character where the locale is not UTF-8. */
static const struct {
    const char *utf8, *ascii;
} PLAIN[] = {
    {"£", "GBP "}, {"±", "+-"}, {"·", "|"}, {"–", "-"},   {"—", "-"}, {"’", "'"}, {"‘", "'"},  {"“", "\""},
    {"”", "\""},   {"×", "x"},  {"─", "-"}, {"…", "..."}, {"█", "#"}, {"▌", ""},  {"≤", "<="}, {"−", "-"},
};

static bool
set(const char *variable)
{
    const char *value = getenv(variable);
    return value && value[0] != '\0';
}

static bool
terminal_is_dumb(void)
{
    const char *term = getenv("TERM");
    return !term || strcmp(term, "dumb") == 0;
}

static size_t
terminal_width(int descriptor)
{
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return PAGE_WIDTH_UNKNOWN;
    size_t width = size.ws_col;
    return width < PAGE_NARROWEST ? PAGE_NARROWEST : width > PAGE_WIDEST ? PAGE_WIDEST : width;
}

void
page_init(cli_page *out, FILE *stream)
{
    int descriptor = fileno(stream);
    bool is_terminal = descriptor >= 0 && isatty(descriptor);
    *out = (cli_page){
        .stream = stream,
        .width = is_terminal ? terminal_width(descriptor) : PAGE_WIDTH_UNKNOWN,
        .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
        .colour = is_terminal && !set("NO_COLOR") && !terminal_is_dumb(),
        .is_terminal = is_terminal,
    };
}

/* Bytes of the character that `text` begins with; 1 where it is no UTF-8. */
static size_t
character_size(const char *text)
{
    unsigned char lead = (unsigned char)text[0];
    size_t size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    for (size_t i = 1; i < size; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 1;
    return size;
}

static const char *
plain_character(const char *text, size_t size)
{
    for (size_t i = 0; i < sizeof PLAIN / sizeof PLAIN[0]; i++)
        if (strlen(PLAIN[i].utf8) == size && memcmp(PLAIN[i].utf8, text, size) == 0)
            return PLAIN[i].ascii;
    return "?";
}

/* Text from files must not steer the terminal: control characters (also those of C1) become question marks, and so do
   the characters that change the direction of writing: U+061C, U+200E to F, U+2028 to E, U+2066 to 9. */
static bool
is_control(const char *text, size_t size)
{
    const unsigned char *p = (const unsigned char *)text;
    if (size == 1)
        return (p[0] < 0x20 && p[0] != '\n') || p[0] >= 0x7f;
    if (size == 2)
        return (p[0] == 0xc2 && p[1] < 0xa0) || (p[0] == 0xd8 && p[1] == 0x9c);
    return size == 3 && p[0] == 0xe2 &&
           ((p[1] == 0x80 && ((p[2] & 0xfe) == 0x8e || (p[2] >= 0xa8 && p[2] <= 0xae))) ||
            (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

char *
page_text(const cli_page *page, const char *utf8)
{
    enum { LONGEST_PLAIN = 4 }; /* "GBP " for two bytes */
    char *out = malloc(LONGEST_PLAIN * strlen(utf8) + 1);
    if (!out)
        return NULL;
    size_t at = 0;
    for (size_t size; *utf8; utf8 += size) {
        size = character_size(utf8);
        const char *as = utf8;
        size_t n = size;
        if (is_control(utf8, size) || (size > 1 && !page->utf8)) {
            as = is_control(utf8, size) ? "?" : plain_character(utf8, size);
            n = strlen(as);
            n -= n > 1 && as[n - 1] == ' ' && utf8[size] == ' '; /* "£ a week" */
        }
        memcpy(out + at, as, n);
        at += n;
    }
    out[at] = '\0';
    return out;
}

size_t
page_columns(const char *text)
{
    size_t columns = 0;
    for (; *text; text++)
        columns += ((unsigned char)*text & 0xc0) != 0x80;
    return columns;
}

const char *
page_style_on(const cli_page *page, page_style style)
{
    static const char *const ON[] = {
        [PAGE_PLAIN] = "", [PAGE_BOLD] = "\033[1m", [PAGE_BAD] = "\033[31m", [PAGE_FAINT] = "\033[2m"};
    return page->colour ? ON[style] : "";
}

const char *
page_style_off(const cli_page *page, page_style style)
{
    return page->colour && style != PAGE_PLAIN ? "\033[0m" : "";
}

/* "71.3 %" and "GBP 52,100" are one word to a reader: whether the blank at text[size] stands inside one. */
static bool
is_glued(const char *text, size_t size)
{
    bool after_gbp = size >= 3 && memcmp(text + size - 3, "GBP", 3) == 0;
    return text[size] == ' ' &&
           (text[size + 1] == '%' || (after_gbp && text[size + 1] >= '0' && text[size + 1] <= '9'));
}

/* Length in bytes and columns of the word that `text` begins with. */
static size_t
word_size(const char *text, size_t *columns)
{
    size_t size = strcspn(text, " \n");
    while (is_glued(text, size))
        size += 1 + strcspn(text + size + 1, " \n");
    *columns = 0;
    for (size_t i = 0; i < size; i++)
        *columns += ((unsigned char)text[i] & 0xc0) != 0x80;
    return size;
}

/* Writes words from `column` on; later lines begin at `indent`. Blanks at the very beginning are kept. */
static void
write_wrapped(const cli_page *page, size_t column, size_t indent, const char *text)
{
    bool line_is_empty = true;
    for (;;) {
        size_t spaces = strspn(text, " \n"), columns;
        text += spaces;
        if (*text == '\0')
            break;
        size_t size = word_size(text, &columns);
        size_t gap = line_is_empty ? (column == 0 ? spaces : 0) : 1;
        if (!line_is_empty && column + gap + columns > page->width) {
            fprintf(page->stream, "\n%*s", (int)indent, "");
            column = indent;
            gap = 0;
        }
        fprintf(page->stream, "%*s%.*s", (int)gap, "", (int)size, text);
        column += gap + columns;
        line_is_empty = false;
        text += size;
    }
}

void
page_wrap(const cli_page *page, page_style style, size_t indent, const char *utf8)
{
    char *text = page_text(page, utf8);
    if (!text)
        return;
    fputs(page_style_on(page, style), page->stream);
    write_wrapped(page, 0, indent, text);
    fprintf(page->stream, "%s\n", page_style_off(page, style));
    free(text);
}

void
page_say(const cli_page *page, size_t indent, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int n = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (n < 0)
        return;
    page_wrap(page, PAGE_PLAIN, indent, text);
    free(text);
}

void
page_define(const cli_page *page, size_t indent, const char *term, const char *utf8)
{
    char *text = page_text(page, utf8);
    if (!text)
        return;
    size_t columns = page_columns(term) + 2;
    fprintf(page->stream, "  %s%s%s", page_style_on(page, PAGE_BOLD), term, page_style_off(page, PAGE_BOLD));
    if (columns + 2 > indent) {
        fputc('\n', page->stream);
        columns = 0;
    }
    fprintf(page->stream, "%*s", (int)(indent - columns), "");
    write_wrapped(page, indent, indent, text);
    fputc('\n', page->stream);
    free(text);
}

void
page_line(const cli_page *page, page_style style, const char *utf8)
{
    char *text = page_text(page, utf8);
    if (!text)
        return;
    fprintf(page->stream, "%s%s%s\n", page_style_on(page, style), text, page_style_off(page, style));
    free(text);
}

void
page_blank(const cli_page *page)
{
    fputc('\n', page->stream);
}
