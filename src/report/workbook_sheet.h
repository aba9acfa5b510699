/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sheet of a workbook that is being written, and the words with which to write on it. For the files that call
   libxlsxwriter only. What it writes as it is and would spoil the file (numbers that are none, bytes that are not
   UTF-8) stops here. The first error is kept and what follows does nothing. */
#ifndef RASIMI_REPORT_WORKBOOK_SHEET_H
#define RASIMI_REPORT_WORKBOOK_SHEET_H

#include <xlsxwriter.h>

#include "report/document.h"

enum { RASIMI_MOST_COLUMNS = 40, RASIMI_MOST_FORMATS = 64, RASIMI_MOST_SHEETS = 40 };

/* How cells look; numbers differ in their format too. */
typedef enum rasimi_look {
    RASIMI_LOOK_PLAIN,
    RASIMI_LOOK_TOTAL,
    RASIMI_LOOK_HEADING,       /* of a column of numbers */
    RASIMI_LOOK_HEADING_LEFT,  /* of the first column */
    RASIMI_LOOK_HEADING_WORDS, /* of another column of words */
    RASIMI_LOOK_WORDS,         /* in another column */
    RASIMI_LOOK_TITLE,         /* of the workbook */
    RASIMI_LOOK_SECTION,
    RASIMI_LOOK_TABLE, /* title of a table or chart */
    RASIMI_LOOK_SAY,
    RASIMI_LOOK_WARN,
    RASIMI_LOOK_NOTE,
    RASIMI_LOOK_HELPER, /* numbers that only a picture needs */
    RASIMI_LOOK_LINK,
} rasimi_look;

typedef struct rasimi_book {
    lxw_workbook *book;
    rasimi_arena arena;
    lxw_error error; /* the first */
    bool no_memory;
    struct {
        rasimi_look look;
        const char *number; /* NULL: text */
        lxw_format *format;
    } formats[RASIMI_MOST_FORMATS];
    size_t n_formats;
} rasimi_book;

/* Words over the whole width, written when the widths are known. */
typedef struct rasimi_words_at {
    lxw_row_t row;
    rasimi_look look;
    const char *text;
    struct rasimi_words_at *next;
} rasimi_words_at;

typedef struct rasimi_sheet {
    rasimi_book *in;
    lxw_worksheet *sheet;
    const char *name;
    lxw_row_t row; /* the next free one */
    double width[RASIMI_MOST_COLUMNS];
    rasimi_words_at *words, *last_words;
} rasimi_sheet;

/* Text as a workbook can hold it: valid UTF-8 without control characters, not too long; lives in the book's arena. */
const char *
rasimi_book_text(rasimi_book *book, const char *text);

/* The same, with at most so many bytes of whole characters, in a place of its own that may be changed. */
char *
rasimi_book_short_text(rasimi_book *book, const char *text, size_t most_bytes);

lxw_format *
rasimi_book_format(rasimi_book *book, rasimi_look look, const char *number_format);

/* Keeps an error of libxlsxwriter. */
void
rasimi_book_check(rasimi_book *book, lxw_error error);

/* One cell each. A number that is none leaves it empty. */
void
rasimi_sheet_text(rasimi_sheet *self, lxw_row_t row, size_t column, rasimi_look look, const char *text);
void
rasimi_sheet_number(rasimi_sheet *self, lxw_row_t row, size_t column, rasimi_look look, const char *number_format,
                    double value);

/* Words in the next row, over the whole width. */
void
rasimi_sheet_say(rasimi_sheet *self, rasimi_look look, const char *text);

/* The table from the next row on, heading first; the row of its first numbers. */
lxw_row_t
rasimi_sheet_table(rasimi_sheet *self, const rasimi_document_table *table);

/* How numbers of a column are shown. */
const char *
rasimi_column_format(const rasimi_document_table *table, size_t column);

/* Widths, the words, frozen rows, and how it is printed. Nothing may be written after it. */
void
rasimi_sheet_finish(rasimi_sheet *self, const rasimi_document *document);

/* Where the numbers of a table stand. */
typedef struct rasimi_table_at {
    rasimi_sheet *sheet;
    lxw_row_t first;
} rasimi_table_at;

/* A picture in rasimi_picture_rows from row `at` on, of the chart's table; `data` takes what only the picture needs. */
void
rasimi_sheet_chart(rasimi_sheet *self, const rasimi_chart *chart, lxw_row_t at, rasimi_table_at table,
                   rasimi_sheet *data);

/* Rows that a picture takes. */
size_t
rasimi_picture_rows(const rasimi_chart *chart);

#endif
