/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a document as words. */
#include "report/document_text.h"

#include <criterion/criterion.h>
#include <math.h>

static const rasimi_column COLUMNS[] = {
    {.heading = "what"},
    {.heading = "£", .unit = RASIMI_UNIT_GBP, .signed_plus = true},
    {.heading = "±", .unit = RASIMI_UNIT_GBP, .is_error = true},
    {.heading = "£ a week", .unit = RASIMI_UNIT_GBP_WEEK},
    {.heading = "people", .unit = RASIMI_UNIT_COUNT},
    {.heading = "share", .unit = RASIMI_UNIT_FRACTION},
    {.heading = "Theil", .unit = RASIMI_UNIT_NUMBER},
    {.heading = "£ in thousands", .unit = RASIMI_UNIT_GBP, .step = 1000},
    {.heading = "R²", .unit = RASIMI_UNIT_NUMBER, .step = 0.01},
    {.heading = "T", .unit = RASIMI_UNIT_NUMBER, .step = 0.0001},
};
enum { N_COLUMNS = sizeof COLUMNS / sizeof *COLUMNS };

static const struct {
    double numbers[N_COLUMNS];
    const char *words[N_COLUMNS];
} CASES[] = {
    /* the step is the largest power of ten not above a fifth of the error, and 1,000 above a million */
    {{0, 52347891, 270000, 193.456, 97.28, 0.8442, 0.15405, 1499, 0.6, 0.0123},
     {"label", "+52,350,000", "±270,000", "193.46", "97", "84.4 %", "0.154", "1,000", "0.60", "0.0123"}},
    {{0, -665600, 12, 0, 0, 1, 0, -2500, -0.001, 12},
     {"label", "-665,600", "±12", "0.00", "0", "100.0 %", "0", "-3,000", "0.00", "12.0000"}},
    {{0, 0, 0, -6.755, 4940, 0.99999, 1234.5, 0, 1, 0},
     {"label", "0", "±0", "-6.76", "4,940", "over 99.9 %", "1,235", "0", "1.00", "0.0000"}},
    {{0, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN,
      (double)NAN},
     {"label", "", "", "", "", "", "", "", "", ""}},
    {{0, 12.6, (double)NAN, 12, 12, 0.0001, -41.237, (double)NAN, -2.345, 0.00004},
     {"label", "+13", "", "12.00", "12", "under 0.1 %", "-41.2", "", "-2.35", "0.0000"}},
};

Test(document_text, says_no_more_than_is_known)
{
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        rasimi_document document = {0};
        rasimi_section *section = rasimi_document_section(&document, "s", "S");
        rasimi_document_table *table = rasimi_section_table(&document, section, "t", "T", COLUMNS, N_COLUMNS);
        rasimi_document_cell cells[N_COLUMNS];
        for (size_t c = 0; c < N_COLUMNS; c++)
            cells[c] = c == 0 ? rasimi_cell_words("label") : rasimi_cell_number(CASES[i].numbers[c]);
        rasimi_table_row(&document, table, cells);
        for (size_t c = 0; c < N_COLUMNS; c++) {
            rasim_figure figure;
            cr_assert_str_eq(rasimi_cell_words_of(table, 0, c, &figure), CASES[i].words[c], "row %zu, %s: %s", i,
                             COLUMNS[c].heading, figure.text);
        }
        rasimi_document_clear(&document);
    }
}
