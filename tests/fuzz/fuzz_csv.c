/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: CSV. What is read is written, read again, and must be the same. */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "io/csv.h"

#include <string.h>

typedef struct table {
    rasimi_buffer csv; /* written again */
    uint64_t n_rows, line;
    size_t n_columns;
    bool is_second;
} table;

static rasim_status
take_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n_fields)
{
    table *t = context;
    size_t bad = 0;
    fuzz_require(n_fields > 0 && n_fields <= RASIMI_CSV_MAX_COLUMNS);
    fuzz_require(t->n_rows == 0 ? row == 0 : row > 0 && n_fields == t->n_columns && line > t->line);
    fuzz_require(!t->is_second || row == t->n_rows);
    t->n_columns = n_fields;
    t->n_rows++;
    t->line = line;
    for (size_t i = 0; i < n_fields; i++) {
        const rasimi_field *f = &fields[i];
        fuzz_require(strlen(f->text) == f->length && rasimi_utf8_valid(f->text, f->length, &bad));
        fuzz_require(f->length == 0 || (!strchr(" \t", f->text[0]) && !strchr(" \t", f->text[f->length - 1])));
        rasimi_csv_add(&t->csv, f->text, i == 0);
    }
    rasimi_buffer_add(&t->csv, "\n", 1);
    return RASIM_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    table first = {.n_rows = 0}, second = {.is_second = true};
    /* a mark of byte order, so that one that stands in the first field is not taken for it */
    rasimi_buffer_add(&first.csv, "\xef\xbb\xbf", 3);
    rasimi_buffer_add(&second.csv, "\xef\xbb\xbf", 3);
    const rasim_status status = rasimi_csv_parse("f", (const char *)data, size, take_row, &first, reading.problems);
    fuzz_judge(&reading, status, data, size);
    if (status == RASIM_OK) {
        fuzz_require(first.n_rows > 0);
        fuzz_require(rasimi_csv_parse("g", first.csv.data, first.csv.length, take_row, &second, NULL) == RASIM_OK);
        fuzz_require(second.csv.length == first.csv.length &&
                     memcmp(second.csv.data, first.csv.data, first.csv.length) == 0);
    }
    rasimi_buffer_clear(&first.csv);
    rasimi_buffer_clear(&second.csv);
    fuzz_end(&reading);
    return 0;
}
