/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document inside a results file: the text of PREFIX.json, byte for byte; files without one are refused in a
   sentence. */
#include "report/results_document.h"

#include "analysis/by_hand.h"
#include "io/h5.h"
#include "io/h5_read.h"
#include "rasim/report.h"
#include "report/scratch.h"

#include <unistd.h>

static char folder[FOLDER_SIZE], path[FOLDER_SIZE + 32];

static void
set_up(void)
{
    make_folder(folder);
    snprintf(path, sizeof path, "%s/results.h5", folder);
}

static void
tear_down(void)
{
    unlink(path);
    cr_assert_eq(rmdir(folder), 0, "something else was left behind");
}

TestSuite(results_document, .init = set_up, .fini = tear_down);

/* A file whose only content is a text at a path. */
static void
write_text(const char *at, const char *text)
{
    rasimi_h5 *file = NULL;
    cr_assert_eq(rasimi_h5_create(path, &file, NULL), RASIM_OK);
    cr_assert_eq(rasimi_h5_bytes(file, at, text, NULL), RASIM_OK);
    cr_assert_eq(rasimi_h5_commit(file), RASIM_OK);
}

/* The bytes of the document of the file. */
static char *
document_text(void)
{
    rasimi_h5_in *file = NULL;
    rasimi_arena arena = {0};
    const char *text = NULL;
    size_t length = 0;
    cr_assert_eq(rasimi_h5_open(path, &file, NULL), RASIM_OK);
    cr_assert_eq(rasimi_h5_read_bytes(file, "/document", &arena, &text, &length), RASIM_OK);
    cr_assert_eq(strlen(text), length);
    char *copy = strdup(text);
    rasimi_h5_close(file);
    rasimi_arena_clear(&arena);
    return copy;
}

static void
expect_same_text(char *json)
{
    char *inside = document_text();
    cr_assert(strcmp(inside, json) == 0, "%zu bytes, not %zu, or other ones", strlen(inside), strlen(json));
    free(inside);
    free(json);
}

Test(results_document, is_the_text_of_the_summary)
{
    rasim_study *study = make_hand_study();
    rasim_results *results = make_hand_results(study);
    rasim_summary *summary = NULL;
    char *json = NULL;
    json_t *root = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    cr_assert_eq(rasim_write_h5(path, study, results, summary, NULL), RASIM_OK);
    cr_assert_eq(rasim_summary_json(study, summary, &json), RASIM_OK);
    cr_assert_eq(rasimi_read_document(path, NULL, &root), RASIM_OK);
    cr_assert_eq(json_integer_value(json_object_get(root, "replicates")), (json_int_t)summary->replicates);
    json_decref(root);
    expect_same_text(json);
    rasim_summary_free(summary);
    rasim_results_free(results);
}

/* A text long enough to be compressed in several chunks. */
Test(results_document, may_be_long)
{
    enum { LENGTH = 1500000 };
    char *text = malloc(LENGTH + 1);
    cr_assert_not_null(text);
    for (size_t i = 0; i < LENGTH; i++)
        text[i] = (char)('a' + (i * i + i / 1000) % 26);
    text[LENGTH] = '\0';
    write_text("/document", text);
    expect_same_text(text);
}

/* Nothing comes out, and the one sentence is there. */
static void
expect_refusal(const char *sentence)
{
    rasim_problems *problems = NULL;
    json_t *root = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasimi_read_document(path, problems, &root), RASIM_ERR_READ);
    cr_assert_null(root);
    cr_assert_eq(rasim_problems_size(problems), 1);
    const char *said = rasim_problems_get(problems, 0)->text;
    cr_assert_not_null(strstr(said, sentence), "said: %s", said);
    rasim_problems_free(problems);
}

Test(results_document, a_file_without_one_is_refused)
{
    write_text("/other", "{}");
    expect_refusal(
        "There is no report in this file: it was not written by rasim, or by a version that did not keep one;");
}

Test(results_document, what_is_no_results_file_is_refused)
{
    expect_refusal("The file cannot be read (No such file or directory); check the path.");
    FILE *file = fopen(path, "w");
    cr_assert(file && fputs("{\"schema\": \"rasim-results 1\"}", file) >= 0 && fclose(file) == 0);
    expect_refusal("This is no HDF5 file;");
}

Test(results_document, damage_is_said_with_its_line)
{
    write_text("/document", "{\n  \"schema\": \"rasim-results 1\",\n  \"a\": 1,\n  \"a\": 2}");
    expect_refusal("The report in this file is damaged (line 4 of '/document': duplicate object key");
    write_text("/document", "{\"schema\": \"rasim-results 1\", \"seed\": ");
    expect_refusal("is damaged (line 1 of");
}

Test(results_document, each_kind_of_results_is_known)
{
    static const char *const KINDS[] = {"results", "compare", "sweep", "calibrate"};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        char text[64];
        json_t *root = NULL;
        snprintf(text, sizeof text, "{\"schema\": \"rasim-%s 1\"}", KINDS[i]);
        write_text("/document", text);
        cr_assert_eq(rasimi_read_document(path, NULL, &root), RASIM_OK, "%s", text);
        json_decref(root);
    }
}

Test(results_document, another_schema_is_refused)
{
    write_text("/document", "{\"schema\": \"rasim-results 2\"}");
    expect_refusal("has the schema 'rasim-results 2', which this version of rasim does not know;");
    write_text("/document", "[]");
    expect_refusal("has the schema ''");
}
