/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV (RFC 4180, UTF-8, BOM and CRLF accepted) read row by row, every field knowing its line and column. */
#ifndef RASIMI_IO_CSV_H
#define RASIMI_IO_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/text.h"
#include "rasim/status.h"

/* A field of the current row: UTF-8, terminated, blanks at both ends trimmed; valid during the call-back only. */
typedef struct rasimi_field {
    const char *text;
    size_t length;
} rasimi_field;

/* A row. `line` is the line of the file on which it starts, from 1; the header is row 0. All rows have the header's
   number of fields: others are a problem and are not delivered. A non-OK return ends the reading with that status. */
typedef rasim_status
rasimi_row_fn(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n_fields);

#define RASIMI_CSV_MAX_COLUMNS 4096

/* Parses bytes. Refused with a place: NUL bytes, invalid UTF-8, a stray or unclosed quote, a row with another number of
   fields, more than RASIMI_CSV_MAX_COLUMNS columns, columns parted by semicolons or tabs, an empty file. Blank lines
   are skipped. Goes on after a bad row, so that all problems are found. Errors: RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY,
   or the call-back's. */
rasim_status
rasimi_csv_parse(const char *file, const char *bytes, size_t length, rasimi_row_fn *row, void *context,
                 rasim_problems *problems);

/* Appends one field, quoted where it must be, and a comma unless it is the first of its row. */
void
rasimi_csv_add(rasimi_buffer *out, const char *text, int first);

#endif
