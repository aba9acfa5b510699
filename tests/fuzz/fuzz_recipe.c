/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: recipe.yaml, and the caseload that a good and small one makes. */
#include "fuzz/fuzz.h"

#include "io/csv.h"
#include "model/recipe.h"
#include "model/recipe_spec.h"

#define MOST_PEOPLE 300

static rasim_status
count_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n_fields)
{
    uint64_t *n = context;
    (void)row;
    (void)line;
    fuzz_require(fields[0].length > 0 && n_fields > 1);
    ++*n;
    return RASIM_OK;
}

/* Everybody whom the recipe names stands in a table that can be read. */
static void
check_generated(fuzz_reading *reading, const rasimi_node *root, uint64_t people)
{
    rasimi_buffer csv = {0};
    uint64_t n = 0;
    fuzz_require(rasimi_recipe_generate("f", root, 1, &csv, reading->problems) == RASIM_OK);
    fuzz_require(rasimi_csv_parse("g", csv.data, csv.length, count_row, &n, NULL) == RASIM_OK);
    fuzz_require(n == people + 1);
    rasimi_buffer_clear(&csv);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    const rasimi_node *root = fuzz_yaml(&reading, data, size);
    if (root != NULL) {
        rasimi_recipe recipe;
        uint64_t people = 0;
        rasim_status status =
            rasimi_params_read(&rasimi_recipe_table, "f", root, &reading.arena, &recipe, reading.problems);
        status = status == RASIM_OK ? rasimi_recipe_check("f", &recipe, reading.problems) : status;
        fuzz_judge(&reading, status, data, size);
        for (size_t g = 0; status == RASIM_OK && g < recipe.groups.n; g++) {
            people += ((const rasimi_recipe_group *)recipe.groups.items)[g].people.value;
        }
        if (status == RASIM_OK && people <= MOST_PEOPLE) {
            check_generated(&reading, root, people);
            fuzz_judge(&reading, status, data, size);
        }
    }
    fuzz_end(&reading);
    return 0;
}
