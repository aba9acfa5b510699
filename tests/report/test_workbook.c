/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks: the same document gives the same bytes, nothing that a label may hold spoils one, and a file that cannot
   be written is an error with a sentence. What is in them is read back by openpyxl (workbook.py). */
#include "report/workbook.h"
#include "report/workbook_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/hostile_document.h"
#include "report/scratch.h"
#include "support/require.h"

static char folder[FOLDER_SIZE], path[FOLDER_SIZE + 32], again[FOLDER_SIZE + 32];

static void
set_up(void)
{
    make_folder(folder);
    snprintf(path, sizeof path, "%s/a.xlsx", folder);
    snprintf(again, sizeof again, "%s/b.xlsx", folder);
}

static void
tear_down(void)
{
    unlink(path);
    unlink(again);
    cr_assert_eq(rmdir(folder), 0, "something else was left behind");
}

TestSuite(workbook, .init = set_up, .fini = tear_down);

static size_t
read_file(const char *from, char **bytes)
{
    FILE *file = fopen(from, "rb");
    cr_assert_not_null(file);
    cr_assert_eq(fseek(file, 0, SEEK_END), 0);
    const size_t n = (size_t)ftell(file);
    rewind(file);
    *bytes = malloc(n);
    cr_assert_eq(fread(*bytes, 1, n, file), n);
    fclose(file);
    return n;
}

Test(workbook, the_same_document_gives_the_same_bytes)
{
    rasimi_document document = make_hostile_document(5);
    char *one = NULL, *other = NULL;
    cr_assert_eq(rasimi_write_workbook(path, &document, NULL), RASIM_OK);
    sleep(2); /* times in a zip file have steps of two seconds */
    cr_assert_eq(rasimi_write_workbook(again, &document, NULL), RASIM_OK);
    const size_t n = read_file(path, &one), n_other = read_file(again, &other);
    cr_assert(n == n_other && memcmp(one, other, n) == 0);
    free(one);
    free(other);
    rasimi_document_clear(&document);
}

/* Charts of no rows, of one, of many. */
Test(workbook, is_written_however_few_or_many_rows_there_are)
{
    static const size_t rows[] = {0, 1, 2, 41, 300};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rasimi_document document = make_hostile_document(rows[i]);
        cr_assert_eq(rasimi_write_workbook(path, &document, NULL), RASIM_OK, "%zu rows", rows[i]);
        rasimi_document_clear(&document);
    }
}

Test(workbook, openpyxl_reads_what_is_hostile)
{
    char command[2 * FOLDER_SIZE];
    const char *source = getenv("RASIM_SOURCE_DIR");
    snprintf(command, sizeof command, "/usr/bin/python3 '%s/tests/report/read_workbook.py' '%s'", source ? source : ".",
             path);
    rasimi_document document = make_hostile_document(5);
    cr_assert_eq(rasimi_write_workbook(path, &document, NULL), RASIM_OK);
    rasimi_document_clear(&document);
    const int status = system(command);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        RASIM_SKIP("openpyxl is not installed");
    cr_assert_eq(status, 0);
}

Test(workbook, a_folder_that_is_not_there_is_an_error)
{
    rasim_problems *problems = NULL;
    rasimi_document document = make_hostile_document(2);
    char nowhere[FOLDER_SIZE + 64];
    snprintf(nowhere, sizeof nowhere, "%s/none/a.xlsx", folder);
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasimi_write_workbook(nowhere, &document, problems), RASIM_ERR_WRITE);
    cr_assert_eq(rasim_problems_size(problems), 1);
    rasim_problems_free(problems);
    rasimi_document_clear(&document);
}

Test(workbook, a_document_that_is_not_whole_is_not_written)
{
    rasimi_document document = {.failed = true};
    cr_assert_eq(rasimi_write_workbook(path, &document, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasimi_write_workbook(NULL, &document, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(access(path, F_OK), -1);
}

/* Numbers that are compared down a column have as many decimals in every row, and their errors too. */
Test(workbook, a_column_with_a_step_has_its_decimals)
{
    static const rasimi_column COLUMNS[] = {
        {.heading = "R²", .unit = RASIMI_UNIT_NUMBER, .step = 0.01},
        {.heading = "T", .unit = RASIMI_UNIT_NUMBER, .step = 0.0001},
        {.heading = "±", .unit = RASIMI_UNIT_NUMBER, .is_error = true, .step = 0.0001},
        {.heading = "n", .unit = RASIMI_UNIT_NUMBER}};
    static const char *const FORMATS[] = {"0.00", "0.0000", "\"±\"0.0000", "0"};
    rasimi_document own = {0};
    rasimi_section *section = rasimi_document_section(&own, "s", "S");
    rasimi_document_table *table = rasimi_section_table(&own, section, "t", "T", COLUMNS, 4);
    rasimi_table_row(&own, table,
                     (const rasimi_document_cell[]){rasimi_cell_number(1), rasimi_cell_number(1), rasimi_cell_number(1),
                                                    rasimi_cell_number(1)});
    for (size_t c = 0; c < 4; c++)
        cr_assert_str_eq(rasimi_column_format(table, c), FORMATS[c]);
    rasimi_document_clear(&own);
}
