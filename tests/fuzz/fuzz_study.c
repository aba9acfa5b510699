/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: a whole study, framework, design and caseload parted by lines "----"; what loads is simulated. */
#include "fuzz/fuzz.h"

#include "rasim/rasim.h"

#include <stdlib.h>

/* People in a study that is simulated: more only cost time. */
#define MOST_PEOPLE 5000

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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *design = NULL, *caseload = NULL;
    size_t design_size = 0, caseload_size = 0;
    const size_t framework_size = fuzz_split(data, size, &design, &design_size);
    design_size = design ? fuzz_split(design, design_size, &caseload, &caseload_size) : 0;
    if (caseload == NULL) {
        return 0; /* an earlier input's files must not stand in */
    }
    char *paths[] = {fuzz_file("framework.yaml", data, framework_size), fuzz_file("design.yaml", design, design_size),
                     fuzz_file("caseload.csv", caseload, caseload_size)};
    fuzz_reading reading = fuzz_begin();
    rasim_study *study = NULL;
    rasim_study_options options;
    rasim_study_options_init(&options);
    const rasim_status status = rasim_study_load(paths[0], &options, &study, reading.problems);
    if (status == RASIM_OK || status == RASIM_ERR_INPUT) {
        fuzz_judge(&reading, status, data, size);
    } else {
        fuzz_require(status == RASIM_ERR_READ);
    }
    if (status == RASIM_OK) {
        rasim_study_info info;
        rasim_study_describe(study, &info);
        check_check(study);
        if (info.n_people <= MOST_PEOPLE) {
            check_run(study, reading.problems);
        }
    }
    rasim_study_free(study);
    fuzz_end(&reading);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        free(paths[i]);
    }
    return 0;
}
