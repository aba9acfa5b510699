/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recipe.yaml to a caseload: read, check, generate, write. */
#include "model/recipe.h"

#include <stdlib.h>

#include "base/pool.h"
#include "io/file.h"
#include "model/recipe_generate.h"
#include "model/recipe_report.h"
#include "model/recipe_spec.h"
#include "model/write_text.h"
#include "rasim/caseload.h"

/* Generates, looks at what came out, and hands both over; `generated` may be NULL. */
static rasim_status
generate(const char *file, const rasimi_recipe *recipe, int n_threads, rasimi_buffer *csv, rasim_generated **generated,
         rasim_problems *problems)
{
    rasimi_recipe_costs costs = {0};
    rasim_generated *report = NULL;
    rasimi_buffer built = {0};
    rasim_status status = rasimi_recipe_write(recipe, rasimi_pool_threads(n_threads), &built, &costs);
    if (status == RASIM_OK) {
        status = rasimi_recipe_report(file, recipe, &costs, &report, problems);
    }
    if (status == RASIM_OK) {
        *csv = built;
        built = (rasimi_buffer){0};
        if (generated != NULL) {
            *generated = report;
            report = NULL;
        }
    }
    rasim_generated_free(report);
    rasimi_buffer_clear(&built);
    free(costs.items);
    return status;
}

static rasim_status
read_and_generate(const char *file, const rasimi_node *root, int n_threads, rasimi_buffer *csv,
                  rasim_generated **generated, rasim_problems *problems)
{
    rasimi_arena arena = {0};
    rasimi_recipe recipe;
    rasim_status status = rasimi_params_read(&rasimi_recipe_table, file, root, &arena, &recipe, problems);
    if (status == RASIM_OK) {
        status = rasimi_recipe_check(file, &recipe, problems);
    }
    if (status == RASIM_OK) {
        status = generate(file, &recipe, n_threads, csv, generated, problems);
    }
    rasimi_arena_clear(&arena);
    return status;
}

rasim_status
rasimi_recipe_generate(const char *file, const rasimi_node *root, int n_threads, rasimi_buffer *csv,
                       rasim_problems *problems)
{
    return read_and_generate(file, root, n_threads, csv, NULL, problems);
}

/* The caseload's text from the recipe's bytes. */
static rasim_status
generate_from_bytes(const char *path, const char *bytes, size_t length, rasimi_buffer *csv, rasim_generated **generated,
                    rasim_problems *problems)
{
    rasimi_arena arena = {0};
    const rasimi_node *root = NULL;
    rasim_status status = rasimi_yaml_parse(path, bytes, length, &arena, &root, problems);
    if (status == RASIM_OK) {
        status = read_and_generate(path, root, 0, csv, generated, problems);
    }
    rasimi_arena_clear(&arena);
    return status;
}

rasim_status
rasim_generate(const char *recipe_path, const char *csv_path, rasim_generated **generated, rasim_problems *problems)
{
    if (generated != NULL) {
        *generated = NULL;
    }
    if (recipe_path == NULL || csv_path == NULL) {
        return RASIM_ERR_ARGUMENT;
    }
    char *bytes = NULL;
    size_t length = 0;
    rasimi_buffer csv = {0};
    rasim_generated *report = NULL;
    rasim_status status = rasimi_refuse_input(csv_path, rasimi_file_identity(recipe_path), problems);
    if (status == RASIM_OK) {
        status = rasimi_atomic_try(csv_path, problems);
    }
    if (status == RASIM_OK) {
        status = rasimi_file_read(recipe_path, RASIMI_YAML_MAX_BYTES, &bytes, &length, NULL, problems);
    }
    if (status != RASIM_OK) {
        goto out;
    }
    status = generate_from_bytes(recipe_path, bytes, length, &csv, &report, problems);
    if (status != RASIM_OK) {
        goto out;
    }
    status = rasimi_write_text(csv_path, &csv, problems);
    if (status == RASIM_OK && generated != NULL) {
        *generated = report;
        report = NULL;
    }
out:
    rasim_generated_free(report);
    rasimi_buffer_clear(&csv);
    free(bytes);
    return status;
}
