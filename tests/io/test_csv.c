/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: what rows are delivered, on which lines they begin, and what is said of bad ones. */
#include "io/csv.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One reading: the rows written as "row@line[field|field]", and the problems. */
typedef struct reading {
    rasimi_buffer rows;
    rasim_problems *problems;
    uint64_t stop_at; /* the call-back refuses this row */
    rasim_status status;
} reading;

static rasim_status
note_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n_fields)
{
    reading *r = context;
    rasimi_buffer_printf(&r->rows, "%" PRIu64 "@%" PRIu64 "[", row, line);
    for (size_t i = 0; i < n_fields; i++) {
        cr_assert_eq(strlen(fields[i].text), fields[i].length);
        rasimi_buffer_printf(&r->rows, i == 0 ? "%s" : "|%s", fields[i].text);
    }
    rasimi_buffer_printf(&r->rows, "]");
    return row == r->stop_at ? RASIM_ERR_LEDGER : RASIM_OK;
}

static reading
read_stopping(const char *bytes, size_t length, uint64_t stop_at)
{
    reading r = {.stop_at = stop_at};
    cr_assert_eq(rasim_problems_create(&r.problems), RASIM_OK);
    rasimi_buffer_add(&r.rows, "", 0);
    r.status = rasimi_csv_parse("x.csv", bytes, length, note_row, &r, r.problems);
    return r;
}

static reading
read_bytes(const char *bytes, size_t length)
{
    reading r = read_stopping(bytes, length, UINT64_MAX);
    cr_assert_eq(r.status, rasim_problems_size(r.problems) == 0 ? RASIM_OK : RASIM_ERR_INPUT);
    return r;
}

static void
end(reading *r)
{
    rasimi_buffer_clear(&r->rows);
    rasim_problems_free(r->problems);
}

Test(csv, good_tables_are_delivered_row_by_row)
{
    static const struct {
        const char *text, *rows;
    } cases[] = {
        {"a,b\n1,2\n3,4\n", "0@1[a|b]1@2[1|2]2@3[3|4]"},
        {"a,b\n1,2", "0@1[a|b]1@2[1|2]"},
        {"a,b\r\n1,2\r\n3,4\r\n", "0@1[a|b]1@2[1|2]2@3[3|4]"},
        {"a,b\r1,2\r3,4", "0@1[a|b]1@2[1|2]2@3[3|4]"},
        {"\xef\xbb\xbf"
         "a,b\n1,2\n",
         "0@1[a|b]1@2[1|2]"},
        {"\xef\xbb\xbf\"a\",b\n1,2\n", "0@1[a|b]1@2[1|2]"},
        {"a,b\n", "0@1[a|b]"},
        {"a,b", "0@1[a|b]"},
        {"a\n1\n", "0@1[a]1@2[1]"},
        {"a,b\n,\n", "0@1[a|b]1@2[|]"},
        {"a,b\n1,\n", "0@1[a|b]1@2[1|]"},
        {"a,b\n1,", "0@1[a|b]1@2[1|]"},
        {"a,b\n\"\",\"\"\n", "0@1[a|b]1@2[|]"},
        {"a\n\"\"\n", "0@1[a]1@2[]"},
        {"\n\na,b\n\n  \n\t\n1,2\n\n3,4\n\n", "0@3[a|b]1@7[1|2]2@9[3|4]"},
        {"\r\n\r\na,b\r\n\r\n1,2\r\n", "0@3[a|b]1@5[1|2]"},
        {" a , b\t\n 1 ,  2 \n", "0@1[a|b]1@2[1|2]"},
        {"a,b\n\" 1 \", \"2\" \n", "0@1[a|b]1@2[1|2]"},
        {"a,b\n\"1,5\",\"say \"\"no\"\"\"\n", "0@1[a|b]1@2[1,5|say \"no\"]"},
        {"a,b\n\"x\ny\",2\n3,4\n", "0@1[a|b]1@2[x\ny|2]2@4[3|4]"},
        {"a,b\n\"x\r\n\r\ny\",2\r\n3,4\r\n", "0@1[a|b]1@2[x\r\n\r\ny|2]2@5[3|4]"},
        {"a,b\n1,\"\n\n\"\n3,4\n", "0@1[a|b]1@2[1|\n\n]2@5[3|4]"},
        {"a,b\n1,\"x\n   \ny\"\n\n3,4\n", "0@1[a|b]1@2[1|x\n   \ny]2@6[3|4]"},
        {"\"a\nb\",c\n1,2\n", "0@1[a\nb|c]1@3[1|2]"},
        {"né,£\nå,–\n", "0@1[né|£]1@2[å|–]"},
        {"a,a\n1,2\n", "0@1[a|a]1@2[1|2]"},
        {"a;b,c\n1;2,3\n", "0@1[a;b|c]1@2[1;2|3]"},
        {"a\n1;2\n", "0@1[a]1@2[1;2]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r = read_bytes(cases[i].text, strlen(cases[i].text));
        cr_assert_str_eq(r.rows.data, cases[i].rows, "case %zu gives %s", i, r.rows.data);
        cr_assert_eq(r.status, RASIM_OK);
        end(&r);
    }
}

/* Lines without quotes are split by our own code and the others by libcsv: both must say the same of a table. */
Test(csv, quotes_around_fields_change_nothing)
{
    static const char *const texts[] = {"", "1", "né", "a b", "x;y", "\t", "0.25"};
    enum { N_TEXTS = sizeof texts / sizeof *texts, N_ROWS = N_TEXTS * N_TEXTS };
    for (unsigned ends = 0; ends < 4; ends++) { /* \n or \r\n; with or without the last one */
        rasimi_buffer plain = {0}, quoted = {0};
        for (unsigned i = 0; i < N_ROWS; i++) {
            const char *a = i == 0 ? "a" : texts[i / N_TEXTS], *b = i == 0 ? "b" : texts[i % N_TEXTS];
            const char *end_of_line = ends & 2 && i + 1 == N_ROWS ? "" : ends & 1 ? "\r\n" : "\n";
            rasimi_buffer_printf(&plain, "%s, %s%s", a, b, end_of_line);
            rasimi_buffer_printf(&quoted, i % 3 == 0 ? "\"%s\",\"%s\"%s" : "\"%s\",%s%s", a, b, end_of_line);
        }
        reading x = read_bytes(plain.data, plain.length), y = read_bytes(quoted.data, quoted.length);
        cr_assert_eq(x.status, RASIM_OK);
        cr_assert_str_eq(x.rows.data, y.rows.data, "line ends %u", ends);
        end(&x);
        end(&y);
        rasimi_buffer_clear(&plain);
        rasimi_buffer_clear(&quoted);
    }
}

Test(csv, bad_rows_are_told_and_the_others_delivered)
{
    static const struct {
        const char *text, *rows;
        uint64_t line, column;
        const char *says;
    } cases[] = {
        {"", "", 0, 0, "is empty"},
        {"\xef\xbb\xbf", "", 0, 0, "is empty"},
        {"\n \n\r\n", "", 0, 0, "is empty"},
        {"a;b\n1;2\n", "", 1, 0, "a single field with semicolons in it"},
        {"\na\tb\n1\t2\n", "", 2, 0, "a single field with tabs in it"},
        {"a,b\n1\n3,4\n", "0@1[a|b]2@3[3|4]", 2, 0, "has 1 field and the header has 2"},
        {"a,b\n1,2,3\n3,4\n", "0@1[a|b]2@3[3|4]", 2, 0, "has 3 fields and the header has 2"},
        {"a,b\n\n1,2,3", "0@1[a|b]", 3, 0, "has 3 fields and the header has 2"},
        {"a,b\n\"x\ny\",2,3\n3,4\n", "0@1[a|b]2@4[3|4]", 2, 0, "has 3 fields"},
        {"a,b\n1,x\"y\n3,4\n", "0@1[a|b]2@3[3|4]", 2, 2, "column 2"},
        {"a,b\n\"x\"y,2\n3,4\n", "0@1[a|b]2@3[3|4]", 2, 1, "column 1"},
        {"a,b\r\n\"x\"y,2\r\n3,4\r\n", "0@1[a|b]2@3[3|4]", 2, 1, "column 1"},
        {"a,b\n1,\"x\ny\"z\n3,4\n", "0@1[a|b]2@4[3|4]", 3, 2, "begins on line 2"},
        {"a,b\n1,2\n3,\"4\n5,6\n", "0@1[a|b]1@2[1|2]", 3, 2, "column 2 of this row is never closed"},
        {"a,\"b\n1,2\n", "", 1, 2, "never closed"},
        {"a,b\"\n1,2\n3,4\n", "", 1, 2, "column 2"},
        {"a,b\n1,\xa3"
         "5\n",
         "", 2, 0, "0xA3"},
        {"a,b\r\n1,\xa3"
         "5\r\n",
         "", 2, 0, "0xA3"},
        {"a,b\r1,2\r\xff,5\r", "", 3, 0, "0xFF"},
        {"\xff\xfe"
         "a",
         "", 1, 0, "0xFF"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r = read_bytes(cases[i].text, strlen(cases[i].text));
        cr_assert_eq(rasim_problems_size(r.problems), 1, "case %zu", i);
        const rasim_problem *problem = rasim_problems_get(r.problems, 0);
        cr_assert_str_eq(r.rows.data, cases[i].rows, "case %zu gives %s", i, r.rows.data);
        cr_assert_not_null(strstr(problem->text, cases[i].says), "case %zu gives '%s'", i, problem->text);
        cr_assert_eq(problem->text[strlen(problem->text) - 1], '.');
        cr_assert(problem->line == cases[i].line && problem->column == cases[i].column, "case %zu gives %d:%d", i,
                  (int)problem->line, (int)problem->column);
        cr_assert_str_eq(problem->file, "x.csv");
        end(&r);
    }
}

Test(csv, all_bad_rows_are_found_in_one_reading)
{
    const char *text = "a,b\n1\n\"x\"y,2\n1,2\n1,2,3\n,x\"\n5,6\n7,\"8";
    reading r = read_bytes(text, strlen(text));
    static const uint64_t lines[] = {2, 3, 5, 6, 8};
    cr_assert_str_eq(r.rows.data, "0@1[a|b]3@4[1|2]6@7[5|6]");
    cr_assert_eq(rasim_problems_size(r.problems), 5);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(rasim_problems_get(r.problems, i)->line, lines[i]);
    }
    end(&r);
}

Test(csv, zero_bytes_are_refused_with_their_line)
{
    const char text[] = "a,b\n1,2\n3,\0\n";
    reading r = read_bytes(text, sizeof text - 1);
    cr_assert_str_eq(r.rows.data, "");
    cr_assert_eq(rasim_problems_get(r.problems, 0)->line, 3);
    cr_assert_not_null(strstr(rasim_problems_get(r.problems, 0)->text, "zero byte"));
    end(&r);
}

Test(csv, the_call_backs_refusal_ends_the_reading)
{
    const char *text = "a,b\n1,2\n3,4\n5\n";
    for (uint64_t stop_at = 0; stop_at < 3; stop_at++) {
        reading r = read_stopping(text, strlen(text), stop_at);
        cr_assert_eq(r.status, RASIM_ERR_LEDGER);
        cr_assert_eq(rasim_problems_size(r.problems), 0, "nothing after it is looked at");
        end(&r);
    }
    reading last = read_stopping("a\n1", 3, 1);
    cr_assert_eq(last.status, RASIM_ERR_LEDGER, "also in a last row without a line end");
    end(&last);
}

/* A table of `n` columns: the header and one row. */
static rasimi_buffer
wide_table(size_t n)
{
    rasimi_buffer text = {0};
    for (size_t i = 1; i < n; i++) {
        rasimi_buffer_add(&text, "a,", 2);
    }
    rasimi_buffer_add(&text, "a\n", 2);
    return text;
}

Test(csv, columns_are_read_to_the_limit_and_not_one_more)
{
    for (size_t n = RASIMI_CSV_MAX_COLUMNS; n <= RASIMI_CSV_MAX_COLUMNS + 1; n++) {
        rasimi_buffer text = wide_table(n);
        reading r = read_bytes(text.data, text.length);
        cr_assert_eq(r.status == RASIM_OK, n == RASIMI_CSV_MAX_COLUMNS);
        cr_assert(r.status == RASIM_OK || strstr(rasim_problems_get(r.problems, 0)->text, "has 4097 columns"));
        end(&r);
        rasimi_buffer_clear(&text);
    }
}

Test(csv, ten_million_columns_are_refused_at_once)
{
    rasimi_buffer text = wide_table(10000000);
    const clock_t start = clock();
    reading r = read_bytes(text.data, text.length);
    cr_assert((double)(clock() - start) / CLOCKS_PER_SEC < 5);
    cr_assert_eq(rasim_problems_size(r.problems), 1);
    cr_assert_not_null(strstr(rasim_problems_get(r.problems, 0)->text, "has 10000000 columns"));
    end(&r);
    rasimi_buffer_clear(&text);
}

Test(csv, what_is_written_is_read_back)
{
    static const char *const texts[] = {"plain", "",       "a,b", "say \"no\"", "\"",     "line\nbreak", "cr\rhere",
                                        "£é",    "x\r\ny", "a b", "1e4",        "a\"b,c", "'",           ";"};
    const size_t n = sizeof texts / sizeof texts[0];
    rasimi_buffer text = {0}, expected = {0};
    rasimi_buffer_printf(&expected, "0@1[");
    for (size_t i = 0; i < n; i++) {
        rasimi_csv_add(&text, texts[i], i == 0);
        rasimi_buffer_printf(&expected, i == 0 ? "%s" : "|%s", texts[i]);
    }
    rasimi_buffer_printf(&expected, "]");
    static const char begins[] = "plain,,\"a,b\",\"say \"\"no\"\"\",\"\"\"\",\"line\nbreak\",";
    cr_assert_eq(strncmp(text.data, begins, sizeof begins - 1), 0, "%s", text.data);
    reading r = read_bytes(text.data, text.length);
    cr_assert_str_eq(r.rows.data, expected.data);
    end(&r);
    rasimi_buffer_clear(&text);
    rasimi_buffer_clear(&expected);
}

Test(csv, a_lone_empty_field_is_still_a_row)
{
    rasimi_buffer text = {0};
    rasimi_csv_add(&text, "a", 1);
    rasimi_buffer_add(&text, "\n", 1);
    rasimi_csv_add(&text, "", 1);
    rasimi_buffer_add(&text, "\n", 1);
    reading r = read_bytes(text.data, text.length);
    cr_assert_str_eq(r.rows.data, "0@1[a]1@2[]");
    end(&r);
    rasimi_buffer_clear(&text);
}
