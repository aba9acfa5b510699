/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV on libcsv. libcsv tells no positions, so it is given one line of the file at a time: then the line of every
   field and error is known, also after line breaks inside quotes, and a bad row ends at its own line. A line without a
   quote is no riddle, and is split here at its commas: of the time that a caseload of a million people takes to read,
   libcsv's states were the largest part. */
#include "io/csv.h"

#include "base/mem.h"

#include <csv.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* libcsv's buffer for one field grows by this much at a time. */
#define FIELD_STEP_BYTES 1048576

typedef struct reader {
    struct csv_parser parser;
    const char *file;
    rasimi_row_fn *row;
    void *context;
    rasim_problems *problems;
    rasimi_field *fields; /* of the row being read; `text` is set when the row is complete */
    size_t n_fields, fields_capacity;
    rasimi_buffer text;  /* of the row's fields, each with a NUL after it */
    size_t n_columns;    /* of the header; 0 until it is read */
    uint64_t n_rows;     /* complete rows so far, the header among them, bad ones too */
    uint64_t line;       /* being given to libcsv */
    uint64_t row_line;   /* on which the row began */
    const char *newline; /* the next one that has been looked for; the end of the table where there is none */
    bool in_row;         /* a quoted field goes on in the next line */
    bool bad;            /* a row had a problem */
    rasim_status status;
} reader;

static void
refuse_bytes(reader *r, const char *bytes, size_t bad)
{
    rasimi_place place = {.file = r->file, .line = 1};
    for (size_t i = 0; i < bad; i++) {
        place.line += bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
    }
    if (bytes[bad] == '\0') {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "The line contains a zero byte, so this is no text; save the file as CSV in UTF-8.");
    } else {
        rasimi_problem_add(
            r->problems, RASIM_ERROR, place,
            "The line contains the byte 0x%02X, which is not valid UTF-8; save the file as CSV in UTF-8.",
            (unsigned)(unsigned char)bytes[bad]);
    }
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Without the blanks at both ends. */
static rasimi_field
trimmed(const char *text, size_t length)
{
    while (length > 0 && is_blank(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_blank(text[length - 1])) {
        length--;
    }
    return (rasimi_field){text, length};
}

/* One field more. Past the widest table that is read, fields are only counted: false, as where memory ran out. */
static bool
keep_field(reader *r, rasimi_field field)
{
    if (r->status != RASIM_OK || r->n_fields++ >= RASIMI_CSV_MAX_COLUMNS) {
        return false;
    }
    if (r->n_fields > r->fields_capacity) {
        void *fields = r->fields;
        const bool roomy = rasimi_grow(&fields, &r->fields_capacity, r->n_fields - 1, sizeof *r->fields);
        r->fields = fields;
        r->status = roomy ? RASIM_OK : RASIM_ERR_NO_MEMORY;
        if (!roomy) {
            return false;
        }
    }
    r->fields[r->n_fields - 1] = field;
    return true;
}

static void
add_field(reader *r, const char *text, size_t length)
{
    const rasimi_field field = trimmed(text, length);
    if (!keep_field(r, field)) {
        return;
    }
    rasimi_buffer_add(&r->text, field.text, field.length);
    rasimi_buffer_add(&r->text, "", 1);
    if (r->text.failed) {
        r->status = RASIM_ERR_NO_MEMORY;
    }
}

/* libcsv's call at the end of a field. */
static void
end_field(void *data, size_t length, void *context)
{
    add_field(context, data, length);
}

/* Where the fields of a row stand that were copied one by one, now that their text no longer moves. */
static void
place_fields(reader *r)
{
    const char *text = r->text.data;
    const size_t n = r->n_fields < RASIMI_CSV_MAX_COLUMNS ? r->n_fields : RASIMI_CSV_MAX_COLUMNS;
    for (size_t i = 0; r->status == RASIM_OK && i < n; i++) {
        r->fields[i].text = text;
        text += r->fields[i].length + 1;
    }
}

/* A header that is one field because other signs part its columns, as in spreadsheets of other countries. */
static bool
is_parted_otherwise(const reader *r)
{
    return r->n_rows == 0 && r->n_fields == 1 && strpbrk(r->text.data, ";\t");
}

static void
add_row(reader *r)
{
    const rasimi_place place = {.file = r->file, .line = r->row_line};
    if (r->status != RASIM_OK) {
        return;
    }
    if (r->n_fields > RASIMI_CSV_MAX_COLUMNS) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "The row has %zu columns and at most %d are read; check that it is the right file.",
                           r->n_fields, RASIMI_CSV_MAX_COLUMNS);
        r->bad = true;
    } else if (r->n_rows > 0 && r->n_fields != r->n_columns) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "The row has %zu field%s and the header has %zu; check for a missing or extra comma, or a "
                           "comma in a text without quotes.",
                           r->n_fields, r->n_fields == 1 ? "" : "s", r->n_columns);
        r->bad = true;
    } else if (is_parted_otherwise(r)) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "The header is a single field with %s in it; columns are parted by commas, so save the file "
                           "as CSV with commas.",
                           strchr(r->text.data, ';') ? "semicolons" : "tabs");
        r->bad = true;
    } else {
        r->n_columns = r->n_fields;
        r->status = r->row(r->context, r->n_rows, r->row_line, r->fields, r->n_fields);
    }
    r->n_rows++;
    r->n_fields = 0;
    r->text.length = 0;
    r->in_row = false;
}

/* libcsv's call at the end of a row. */
static void
end_row(int terminator, void *context)
{
    (void)terminator;
    place_fields(context);
    add_row(context);
}

/* After a quote that stands wrong: the row is dropped, and the next line begins a new one. */
static void
drop_row(reader *r)
{
    const unsigned char options = (unsigned char)csv_get_opts(&r->parser);
    csv_free(&r->parser);
    (void)csv_init(&r->parser, options);
    csv_set_blk_size(&r->parser, FIELD_STEP_BYTES);
    r->n_rows++;
    r->n_fields = 0;
    r->text.length = 0;
    r->in_row = false;
    r->bad = true;
}

static void
refuse_quote(reader *r)
{
    const rasimi_place place = {.file = r->file, .line = r->line, .column = r->n_fields + 1};
    if (r->row_line == r->line) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "A quote stands inside the field in column %zu; put the whole field in quotes and write "
                           "each quote inside it twice.",
                           r->n_fields + 1);
    } else {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "A quote stands inside the field in column %zu of the row that begins on line %" PRIu64
                           "; check that its opening quote is meant, and write each quote inside a field twice.",
                           r->n_fields + 1, r->row_line);
    }
}

/* What libcsv said: memory, or a quote that stands wrong. */
static void
note_parse_error(reader *r)
{
    if (csv_error(&r->parser) != CSV_EPARSE) {
        r->status = RASIM_ERR_NO_MEMORY;
        return;
    }
    refuse_quote(r);
    drop_row(r);
}

/* The first of a byte in [p, end), or the end. */
static const char *
find_byte(const char *p, const char *end, char byte)
{
    const char *found = memchr(p, byte, (size_t)(end - p));
    return found != NULL ? found : end;
}

/* Bytes of the line that begins at p, its end (\n, \r\n or \r) among them; and those before its end, and whether one of
   them is a quote. A newline is looked for once, not again for every \r before it. */
static size_t
line_length(reader *r, const char *p, const char *end, size_t *text_length, bool *quoted)
{
    if (r->newline == NULL || r->newline < p) {
        r->newline = find_byte(p, end, '\n');
    }
    const char *q = find_byte(p, r->newline, '\r');
    *quoted = find_byte(p, q, '"') < q;
    *text_length = (size_t)(q - p);
    q += q < end && *q == '\r';
    q += q < end && *q == '\n';
    return (size_t)(q - p);
}

static bool
is_blank_line(const char *p, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!is_blank(p[i])) {
            return false;
        }
    }
    return true;
}

/* True while reading on makes sense: without its header a table means nothing. */
static bool
goes_on(const reader *r)
{
    return r->status == RASIM_OK && !(r->n_rows > 0 && r->n_columns == 0);
}

/* A field whose text stands in the row's copy, where there is room for a NUL after it. */
static void
add_plain_field(reader *r, char *text, size_t length)
{
    const rasimi_field field = trimmed(text, length);
    text[(size_t)(field.text - text) + field.length] = '\0';
    (void)keep_field(r, field);
}

/* A row that is one line without quotes: copied at once, and cut there. */
static void
read_plain_row(reader *r, const char *line, size_t length)
{
    rasimi_buffer_add(&r->text, line, length);
    if (r->text.failed) {
        r->status = RASIM_ERR_NO_MEMORY;
        return;
    }
    char *p = r->text.data;
    char *comma = memchr(p, ',', length);
    for (; comma != NULL; comma = memchr(p, ',', length)) {
        const size_t field = (size_t)(comma - p);
        add_plain_field(r, p, field);
        p += field + 1;
        length -= field + 1;
    }
    add_plain_field(r, p, length);
    add_row(r);
}

static void
read_lines(reader *r, const char *p, const char *end)
{
    while (p < end && goes_on(r)) {
        bool quoted;
        size_t text_length;
        const size_t length = line_length(r, p, end, &text_length, &quoted);
        const bool goes_on_in_quotes = r->in_row;
        r->line++;
        if (!r->in_row) {
            r->row_line = r->line;
            r->in_row = !is_blank_line(p, text_length);
        }
        if (!goes_on_in_quotes && !quoted) {
            if (r->in_row) {
                read_plain_row(r, p, text_length);
            }
        } else if (csv_parse(&r->parser, p, length, end_field, end_row, r) != length) {
            note_parse_error(r);
        }
        p += length;
    }
}

/* The last row may lack its line end, but not its closing quote. */
static void
read_end(reader *r)
{
    if (!goes_on(r) || csv_fini(&r->parser, end_field, end_row, r) == 0) {
        return;
    }
    if (csv_error(&r->parser) != CSV_EPARSE) {
        r->status = RASIM_ERR_NO_MEMORY;
        return;
    }
    rasimi_problem_add(
        r->problems, RASIM_ERROR, (rasimi_place){.file = r->file, .line = r->row_line, .column = r->n_fields + 1},
        "The quote that opens in column %zu of this row is never closed; add the closing quote.", r->n_fields + 1);
    r->bad = true;
}

static void
read_table(reader *r, const char *bytes, size_t length)
{
    const size_t mark = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    read_lines(r, bytes + mark, bytes + length);
    read_end(r);
    if (r->status == RASIM_OK && r->n_rows == 0 && !r->bad) {
        rasimi_problem_add(r->problems, RASIM_ERROR, (rasimi_place){.file = r->file},
                           "The file is empty; its first row must be the header with the columns' names.");
        r->bad = true;
    }
}

rasim_status
rasimi_csv_parse(const char *file, const char *bytes, size_t length, rasimi_row_fn *row, void *context,
                 rasim_problems *problems)
{
    reader r = {.file = file, .row = row, .context = context, .problems = problems, .status = RASIM_OK};
    size_t bad = 0;
    if (!rasimi_utf8_valid(bytes, length, &bad)) {
        refuse_bytes(&r, bytes, bad);
        return RASIM_ERR_INPUT;
    }
    (void)csv_init(&r.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_blk_size(&r.parser, FIELD_STEP_BYTES);
    read_table(&r, bytes, length);
    csv_free(&r.parser);
    rasimi_buffer_clear(&r.text);
    free(r.fields);
    return r.status == RASIM_OK && r.bad ? RASIM_ERR_INPUT : r.status;
}

void
rasimi_csv_add(rasimi_buffer *out, const char *text, int first)
{
    const size_t length = strlen(text);
    /* A lone empty field would be a blank line, and blanks at the ends would be trimmed. */
    const bool quoted = strpbrk(text, ",\"\r\n") || (first && length == 0) ||
                        (length > 0 && (is_blank(text[0]) || is_blank(text[length - 1])));
    if (!first) {
        rasimi_buffer_add(out, ",", 1);
    }
    if (!quoted) {
        rasimi_buffer_add(out, text, length);
        return;
    }
    rasimi_buffer_add(out, "\"", 1);
    for (const char *p = text; *p; p++) {
        rasimi_buffer_add(out, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
    }
    rasimi_buffer_add(out, "\"", 1);
}
