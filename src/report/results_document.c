/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON document inside a results file. */
#include "report/results_document.h"

#include <stdbool.h>
#include <string.h>

#include "io/h5_read.h"
#include "report/h5put.h"

static const char *const SCHEMAS[] = {"rasim-results 1", "rasim-compare 1", "rasim-sweep 1", "rasim-calibrate 1"};

static rasim_status
refuse_file(const char *path, rasim_problems *problems)
{
    rasimi_problem_add(
        problems, RASIM_ERROR, (rasimi_place){.file = path},
        "There is no report in this file: it was not written by rasim, or by a version that did not keep "
        "one; give the .h5 file of a run, comparison, sweep or calibration of this version, or make it again.");
    return RASIM_ERR_READ;
}

static rasim_status
refuse_text(const char *path, const json_error_t *error, rasim_problems *problems)
{
    if (json_error_code(error) == json_error_out_of_memory)
        return RASIM_ERR_NO_MEMORY;
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path},
                       "The report in this file is damaged (line %d of '%s': %s); make the file again.", error->line,
                       RASIMI_DOCUMENT_PATH, error->text);
    return RASIM_ERR_READ;
}

static bool
is_known(const char *schema)
{
    for (size_t i = 0; schema && i < sizeof SCHEMAS / sizeof *SCHEMAS; i++)
        if (strcmp(schema, SCHEMAS[i]) == 0)
            return true;
    return false;
}

static rasim_status
parse(const char *path, const char *text, size_t length, rasim_problems *problems, json_t **out)
{
    json_error_t error;
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return refuse_text(path, &error, problems);
    const char *schema = json_string_value(json_object_get(root, "schema"));
    if (is_known(schema)) {
        *out = root;
        return RASIM_OK;
    }
    rasimi_problem_add(
        problems, RASIM_ERROR, (rasimi_place){.file = path},
        "The report in this file has the schema '%s', which this version of rasim does not know; use the "
        "version that wrote it, or make the file again.",
        schema ? schema : "");
    json_decref(root);
    return RASIM_ERR_READ;
}

rasim_status
rasimi_read_document(const char *path, rasim_problems *problems, json_t **out)
{
    rasimi_h5_in *file = NULL;
    rasimi_arena arena = {0};
    const char *text = NULL;
    size_t length = 0;
    rasim_status status = rasimi_h5_open(path, &file, problems);
    if (status == RASIM_OK && !rasimi_h5_has(file, RASIMI_DOCUMENT_PATH))
        status = refuse_file(path, problems);
    if (status == RASIM_OK)
        status = rasimi_h5_read_bytes(file, RASIMI_DOCUMENT_PATH, &arena, &text, &length);
    if (status == RASIM_OK)
        status = parse(path, text, length, problems, out);
    rasimi_h5_close(file);
    rasimi_arena_clear(&arena);
    return status;
}
