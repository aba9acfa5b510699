/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells, tables and the print set-up of a sheet. */
#include "report/workbook_sheet.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "rasim/figures.h"
#include "report/document_text.h"

enum {
    MOST_TEXT = 2000, /* a cell may hold 32,767 characters, but nobody reads them */
    NARROWEST = 11,
    WIDEST = 38,
    WIDEST_FIRST = 40,
    WIDEST_NUMBER = 16,
    LEAST_TOGETHER = 96,
    TITLE_HEIGHT = 24,
    LINE_HEIGHT = 15,
    MOST_LINES = 20 /* a row may be 409 points high */
};

/* ---- what may not reach libxlsxwriter ---- */

static bool
is_fit(const char *at, size_t left, size_t *length)
{
    const unsigned char *p = (const unsigned char *)at;
    size_t bad = 0;
    *length = 1;
    if (p[0] < 0x80)
        return p[0] >= 0x20 && p[0] != 0x7f;
    const size_t size = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (size > left || !rasimi_utf8_valid(at, size, &bad))
        return false;
    *length = size;
    /* U+FFFE and U+FFFF are no characters of XML */
    return !(size == 3 && p[0] == 0xef && p[1] == 0xbf && p[2] >= 0xbe) && rasimi_steering(at, left, length) == 0;
}

const char *
rasimi_book_text(rasimi_book *book, const char *text)
{
    const size_t n = text ? strnlen(text, (size_t)4 * MOST_TEXT) : 0;
    char *out = rasimi_arena_alloc(&book->arena, n + 4, 1);
    if (!out) {
        book->no_memory = true;
        return "";
    }
    size_t to = 0, characters = 0;
    for (size_t at = 0, length; at < n && characters < MOST_TEXT; at += length, characters++) {
        if (is_fit(text + at, n - at, &length)) {
            memcpy(out + to, text + at, length);
            to += length;
        } else {
            out[to++] = text[at] == '\n' || text[at] == '\t' ? ' ' : '?';
        }
    }
    if (characters == MOST_TEXT)
        memcpy(out + to, "...", 3);
    return out;
}

char *
rasimi_book_short_text(rasimi_book *book, const char *text, size_t most_bytes)
{
    const char *safe = rasimi_book_text(book, text);
    size_t n = strnlen(safe, most_bytes + 1);
    if (n > most_bytes)
        for (n = most_bytes; n > 0 && ((unsigned char)safe[n] & 0xc0) == 0x80; n--)
            ;
    char *out = rasimi_arena_text(&book->arena, safe, n);
    if (!out)
        book->no_memory = true;
    return out;
}

void
rasimi_book_check(rasimi_book *book, lxw_error error)
{
    if (book->error == LXW_NO_ERROR)
        book->error = error;
}

/* ---- formats ---- */

static bool
is_wrapped(rasimi_look look)
{
    return look != RASIMI_LOOK_TITLE && look != RASIMI_LOOK_HELPER && look != RASIMI_LOOK_LINK;
}

static bool
is_heading(rasimi_look look)
{
    return look == RASIMI_LOOK_HEADING || look == RASIMI_LOOK_HEADING_LEFT || look == RASIMI_LOOK_HEADING_WORDS;
}

static void
set_font(lxw_format *format, rasimi_look look)
{
    if (look == RASIMI_LOOK_TITLE || look == RASIMI_LOOK_SECTION)
        format_set_font_size(format, look == RASIMI_LOOK_TITLE ? 16 : 13);
    if (look == RASIMI_LOOK_NOTE || look == RASIMI_LOOK_HELPER)
        format_set_font_color(format, 0x595959);
    if (look == RASIMI_LOOK_WARN)
        format_set_font_color(format, 0xB00020);
    if (look == RASIMI_LOOK_LINK) {
        format_set_font_color(format, 0x0563C1);
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    }
    const bool bold = look == RASIMI_LOOK_TOTAL || is_heading(look) || look == RASIMI_LOOK_TITLE ||
                      look == RASIMI_LOOK_SECTION || look == RASIMI_LOOK_TABLE || look == RASIMI_LOOK_WARN;
    if (bold)
        format_set_bold(format);
}

static lxw_format *
make_format(rasimi_book *book, rasimi_look look, const char *number)
{
    lxw_format *format = workbook_add_format(book->book);
    if (!format) {
        book->no_memory = true;
        return NULL;
    }
    set_font(format, look);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (look == RASIMI_LOOK_TOTAL)
        format_set_top(format, LXW_BORDER_THIN);
    if (is_heading(look)) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bg_color(format, 0xEAF1F6);
    }
    if (look == RASIMI_LOOK_HEADING)
        format_set_align(format, LXW_ALIGN_RIGHT);
    if (look == RASIMI_LOOK_WORDS || look == RASIMI_LOOK_HEADING_WORDS)
        format_set_indent(format, 1);
    if (number)
        format_set_num_format(format, number);
    else if (is_wrapped(look))
        format_set_text_wrap(format);
    return format;
}

lxw_format *
rasimi_book_format(rasimi_book *book, rasimi_look look, const char *number_format)
{
    for (size_t i = 0; i < book->n_formats; i++) {
        const char *of = book->formats[i].number;
        if (book->formats[i].look == look &&
            (of == number_format || (of && number_format && !strcmp(of, number_format))))
            return book->formats[i].format;
    }
    lxw_format *format = make_format(book, look, number_format);
    if (book->n_formats < RASIMI_MOST_FORMATS) {
        book->formats[book->n_formats].look = look;
        book->formats[book->n_formats].number = number_format;
        book->formats[book->n_formats++].format = format;
    }
    return format;
}

/* What the numbers of a column need: the largest, and whether one is not whole. */
static double
largest_of(const rasimi_document_table *table, size_t column, bool *whole)
{
    double largest = 0.0;
    *whole = true;
    for (size_t r = 0; r < table->n_rows; r++) {
        const rasimi_document_cell *cell = rasimi_table_cell(table, r, column);
        if (cell->text || !isfinite(cell->number))
            continue;
        largest = fmax(largest, fabs(cell->number));
        *whole = *whole && fabs(cell->number - round(cell->number)) < 1e-9;
    }
    return largest;
}

/* As many decimals as the step has, 4 at the most. */
static const char *
step_format(const rasimi_column *of)
{
    static const char *const NUMBERS[] = {"0", "0.0", "0.00", "0.000", "0.0000"};
    static const char *const ERRORS[] = {"\"±\"0", "\"±\"0.0", "\"±\"0.00", "\"±\"0.000", "\"±\"0.0000"};
    return (of->is_error ? ERRORS : NUMBERS)[rasimi_step_places(of->step)];
}

const char *
rasimi_column_format(const rasimi_document_table *table, size_t column)
{
    const rasimi_column *of = &table->columns[column];
    bool whole;
    const double largest = largest_of(table, column, &whole);
    switch (of->unit) {
        case RASIMI_UNIT_GBP:
            return of->is_error      ? "\"±\"[$£-809]#,##0"
                   : of->signed_plus ? "+[$£-809]#,##0;[Red]-[$£-809]#,##0;[$£-809]0"
                                     : "[$£-809]#,##0;[Red]-[$£-809]#,##0";
        case RASIMI_UNIT_GBP_WEEK:
            return of->is_error      ? "\"±\"[$£-809]#,##0.00"
                   : of->signed_plus ? "+[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00;[$£-809]0.00"
                                     : "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00";
        case RASIMI_UNIT_COUNT:
            return of->is_error ? "\"±\"#,##0.0" : whole || largest >= 100.0 ? "#,##0" : "#,##0.0";
        case RASIMI_UNIT_FRACTION:
            return of->is_error ? "\"±\"0.0%" : of->signed_plus ? "+0.0%;[Red]-0.0%;0.0%" : "0.0%";
        case RASIMI_UNIT_NUMBER:
            if (of->step > 0.0)
                return step_format(of);
            return of->is_error ? "\"±\"0.00" : whole ? "0" : largest >= 100.0 ? "#,##0.00" : "0.0000";
        case RASIMI_UNIT_TEXT:
            break;
    }
    return NULL;
}

/* ---- cells ---- */

static size_t
columns_of(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static void
widen(rasimi_sheet *self, size_t column, double characters)
{
    const double most = column == 0 ? WIDEST_FIRST : WIDEST;
    if (column < RASIMI_MOST_COLUMNS)
        self->width[column] = fmax(self->width[column], fmin(characters + 2.0, most));
}

void
rasimi_sheet_text(rasimi_sheet *self, lxw_row_t row, size_t column, rasimi_look look, const char *text)
{
    const char *safe = rasimi_book_text(self->in, text);
    if (*safe)
        rasimi_book_check(self->in, worksheet_write_string(self->sheet, row, (lxw_col_t)column, safe,
                                                           rasimi_book_format(self->in, look, NULL)));
}

void
rasimi_sheet_number(rasimi_sheet *self, lxw_row_t row, size_t column, rasimi_look look, const char *number_format,
                    double value)
{
    lxw_format *format = rasimi_book_format(self->in, look, number_format);
    rasimi_book_check(self->in, isfinite(value) ? worksheet_write_number(self->sheet, row, (lxw_col_t)column,
                                                                         value == 0.0 ? 0.0 : value, format)
                                                : worksheet_write_blank(self->sheet, row, (lxw_col_t)column, format));
}

void
rasimi_sheet_say(rasimi_sheet *self, rasimi_look look, const char *text)
{
    rasimi_words_at *words = rasimi_arena_alloc(&self->in->arena, 1, sizeof *words);
    if (!words) {
        self->in->no_memory = true;
        return;
    }
    *words = (rasimi_words_at){.row = self->row++, .look = look, .text = rasimi_book_text(self->in, text)};
    if (self->last_words)
        self->last_words->next = words;
    else
        self->words = words;
    self->last_words = words;
}

/* ---- tables ---- */

/* Lines that a text takes in a column: words part where they can, and a digest cannot. */
static double
lines_of(const char *text, double width)
{
    enum { LONG_WORD = 30 };
    size_t longest = 0, n;
    for (const char *at = text; *at; at += n + (at[n] != '\0')) {
        n = strcspn(at, " ");
        longest = n > longest ? n : longest;
    }
    return ceil((double)columns_of(text) / (longest > LONG_WORD ? 0.85 * width : 1.25 * width));
}

/* Rows whose text needs more than one line: programs that only show a workbook do not make them higher. */
static void
make_room(rasimi_sheet *self, double lines)
{
    if (lines > 1.0)
        rasimi_book_check(self->in, worksheet_set_row(self->sheet, self->row, LINE_HEIGHT * lines, NULL));
}

static void
put_headings(rasimi_sheet *self, const rasimi_document_table *table)
{
    double lines = 1.0;
    for (size_t c = 0; c < table->n_columns; c++) {
        const bool words = table->columns[c].unit == RASIMI_UNIT_TEXT;
        const char *heading = table->columns[c].heading ? table->columns[c].heading : "";
        const rasimi_look look = !words   ? RASIMI_LOOK_HEADING
                                 : c == 0 ? RASIMI_LOOK_HEADING_LEFT
                                          : RASIMI_LOOK_HEADING_WORDS;
        rasimi_sheet_text(self, self->row, c, look, *heading ? heading : " ");
        const double most = words ? (c == 0 ? WIDEST_FIRST : WIDEST) : WIDEST_NUMBER;
        widen(self, c, fmin(fmax((double)columns_of(heading), NARROWEST), most));
        lines = fmax(lines, ceil(((double)columns_of(heading) + 2.0) / (most + 2.0)));
    }
    make_room(self, lines);
    self->row++;
}

static void
put_cell(rasimi_sheet *self, const rasimi_document_table *table, size_t r, size_t c)
{
    const rasimi_document_cell *cell = rasimi_table_cell(table, r, c);
    const rasimi_look look = table->rows[r].is_total ? RASIMI_LOOK_TOTAL : RASIMI_LOOK_PLAIN;
    if (cell->text) {
        rasimi_sheet_text(self, self->row, c, c > 0 && look == RASIMI_LOOK_PLAIN ? RASIMI_LOOK_WORDS : look,
                          cell->text);
        widen(self, c, (double)columns_of(cell->text));
        return;
    }
    rasimi_sheet_number(self, self->row, c, look, rasimi_column_format(table, c), cell->number);
    if (isfinite(cell->number))
        widen(self, c, (double)columns_of(rasim_amount_text(cell->number, 1.0).text) + 3.0);
}

lxw_row_t
rasimi_sheet_table(rasimi_sheet *self, const rasimi_document_table *table)
{
    put_headings(self, table);
    const lxw_row_t first = self->row;
    for (size_t r = 0; r < table->n_rows; r++, self->row++) {
        double lines = 1.0;
        for (size_t c = 0; c < table->n_columns; c++) {
            const char *text = rasimi_table_cell(table, r, c)->text;
            put_cell(self, table, r, c);
            if (text)
                lines = fmax(lines, lines_of(text, c == 0 ? WIDEST_FIRST : WIDEST));
        }
        make_room(self, fmin(lines, MOST_LINES));
    }
    if (table->note)
        rasimi_sheet_say(self, RASIMI_LOOK_NOTE, table->note);
    self->row++;
    return first;
}

/* ---- finishing ---- */

/* Columns that together are wide enough to read a sentence in. */
static size_t
columns_for_words(rasimi_sheet *self, double *together)
{
    size_t n = 0;
    for (*together = 0.0; n < 3 || (*together < LEAST_TOGETHER && n < RASIMI_MOST_COLUMNS); n++)
        *together += self->width[n] > 0.0 ? self->width[n] : NARROWEST;
    return n;
}

static void
put_words(rasimi_sheet *self)
{
    double together;
    const size_t n = columns_for_words(self, &together);
    for (const rasimi_words_at *words = self->words; words; words = words->next) {
        lxw_format *format = rasimi_book_format(self->in, words->look, NULL);
        if (!is_wrapped(words->look)) {
            rasimi_book_check(self->in, worksheet_set_row(self->sheet, words->row, TITLE_HEIGHT, NULL));
            rasimi_sheet_text(self, words->row, 0, words->look, words->text);
            continue;
        }
        const double lines = ceil((double)columns_of(words->text) / (together * 0.92));
        const double height =
            (words->look == RASIMI_LOOK_SECTION ? 20.0 : (double)LINE_HEIGHT) * fmin(fmax(lines, 1.0), MOST_LINES);
        rasimi_book_check(self->in, worksheet_set_row(self->sheet, words->row, height, NULL));
        rasimi_book_check(self->in, worksheet_merge_range(self->sheet, words->row, 0, words->row, (lxw_col_t)(n - 1),
                                                          words->text, format));
    }
}

/* In headers and footers "&" begins a code; they hold 255 characters. */
static const char *
footer_text(rasimi_book *book, const char *text)
{
    enum { MOST = 215 };
    char *safe = rasimi_book_short_text(book, text, MOST);
    for (char *c = safe; c && *c; c++)
        if (*c == '&')
            *c = '+';
    const char *footer = rasimi_arena_printf(&book->arena, "&L&7%s&R&8&P / &N", safe ? safe : "");
    return footer ? footer : "&R&P / &N";
}

static void
set_print(rasimi_sheet *self, const rasimi_document *document)
{
    enum { A4 = 9, HEADER_ROWS = 2 };
    worksheet_set_landscape(self->sheet);
    worksheet_set_paper(self->sheet, A4);
    worksheet_fit_to_pages(self->sheet, 1, 0);
    worksheet_set_margins(self->sheet, 0.5, 0.5, 0.6, 0.7);
    rasimi_book_check(self->in, worksheet_repeat_rows(self->sheet, 0, HEADER_ROWS - 1));
    rasimi_book_check(self->in, worksheet_set_footer(self->sheet, footer_text(self->in, document->statement)));
    worksheet_gridlines(self->sheet, LXW_HIDE_ALL_GRIDLINES);
}

void
rasimi_sheet_finish(rasimi_sheet *self, const rasimi_document *document)
{
    for (size_t c = 0; c < RASIMI_MOST_COLUMNS; c++)
        if (self->width[c] > 0.0)
            rasimi_book_check(self->in,
                              worksheet_set_column(self->sheet, (lxw_col_t)c, (lxw_col_t)c, self->width[c], NULL));
    put_words(self);
    set_print(self, document);
}
