/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: a whole study, framework, design and caseload parted by lines "----"; what loads is simulated. A fourth
   part is somebody's answers, which are explained. */
#include "fuzz/fuzz.h"

#include "rasim/rasim.h"

#include <stdlib.h>

/* People in a study that is simulated: more only cost time. */
#define MOST_PEOPLE 5000

enum { FRAMEWORK, DESIGN, CASELOAD, PERSON, N_PARTS };

/* A framework may name files that are not there; all other refusals are the input's. */
static void
judge(const fuzz_reading *reading, rasim_status status, const uint8_t *data, size_t size)
{
    if (status != RASIM_ERR_READ) {
        fuzz_judge(reading, status, data, size);
    }
}

static void
check_run(const rasim_study *study, rasim_problems *problems)
{
    rasim_run_options options;
    rasim_results *results = NULL;
    rasim_summary *summary = NULL;
    char *json = NULL;
    rasim_run_options_init(&options, study);
    options.replicates = RASIM_CHUNK_REPLICATES;
    options.n_threads = 1;
    const rasim_status status = rasim_run(study, &options, &results, problems);
    fuzz_require(status == RASIM_OK || status == RASIM_ERR_INPUT); /* shocks that contradict each other */
    if (status == RASIM_OK) {
        fuzz_require(rasim_summarise(results, NULL, &summary) == RASIM_OK);
        fuzz_require(rasim_summary_json(study, summary, &json) == RASIM_OK);
    }
    free(json);
    rasim_summary_free(summary);
    rasim_results_free(results);
}

static void
check_check(const rasim_study *study)
{
    rasim_check_report *report = NULL;
    char *json = NULL;
    fuzz_require(rasim_check(study, NULL, &report) == RASIM_OK);
    fuzz_require(rasim_check_json(study, report, &json) == RASIM_OK);
    free(json);
    rasim_check_free(report);
}

/* The parts of an input as files; false where it has not at least three. */
static bool
write_parts(const uint8_t *data, size_t size, char *paths[N_PARTS])
{
    static const char *const names[N_PARTS] = {"framework.yaml", "design.yaml", "caseload.csv", "person.yaml"};
    const uint8_t *parts[N_PARTS + 1] = {data};
    size_t sizes[N_PARTS + 1] = {size};
    for (size_t i = 0; i < N_PARTS && parts[i]; i++) {
        sizes[i] = fuzz_split(parts[i], sizes[i], &parts[i + 1], &sizes[i + 1]);
    }
    if (parts[CASELOAD] == NULL) {
        return false; /* an earlier input's files must not stand in */
    }
    for (size_t i = 0; i < N_PARTS; i++) {
        paths[i] = parts[i] ? fuzz_file(names[i], parts[i], sizes[i]) : NULL;
    }
    return true;
}

static void
check_study(const char *path, const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    rasim_study *study = NULL;
    rasim_study_info info;
    judge(&reading, rasim_study_load(path, NULL, &study, reading.problems), data, size);
    if (study != NULL) {
        rasim_study_describe(study, &info);
        check_check(study);
        if (info.n_people <= MOST_PEOPLE) {
            check_run(study, reading.problems);
        }
    }
    rasim_study_free(study);
    fuzz_end(&reading);
}

static void
check_person(const char *path, const char *answers, const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    rasim_explanation *explanation = NULL;
    rasim_explain_options options;
    char *json = NULL;
    rasim_explain_options_init(&options);
    options.answers_path = answers;
    options.replicates = RASIM_CHUNK_REPLICATES;
    judge(&reading, rasim_explain(path, &options, &explanation, reading.problems), data, size);
    if (explanation != NULL) {
        fuzz_require(rasim_explanation_json(explanation, &json) == RASIM_OK);
    }
    free(json);
    rasim_explanation_free(explanation);
    fuzz_end(&reading);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *paths[N_PARTS] = {NULL};
    if (!write_parts(data, size, paths)) {
        return 0;
    }
    check_study(paths[FRAMEWORK], data, size);
    if (paths[PERSON] != NULL) {
        check_person(paths[FRAMEWORK], paths[PERSON], data, size);
    }
    for (size_t i = 0; i < N_PARTS; i++) {
        free(paths[i]);
    }
    return 0;
}
