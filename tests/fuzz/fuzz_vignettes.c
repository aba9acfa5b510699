/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: a panel's vignettes, read beside a study that is good, up to where the fit would begin. */
#include "fuzz/fuzz.h"

#include "rasim/calibrate.h"

#include <stdlib.h>
#include <string.h>

static const char FRAMEWORK[] =
    "name: F\ncaseload: caseload.csv\ndesigns: [design.yaml]\nenvelope: [{gbp_year: 90000}]\n"
    "need: [{log_sd: 0.2}]\nprices: [{mean: 0.02, sd: 0.03}]\n"
    "population: {sampling: fixed}\nreplicates: 64\nseed: 7\n";
static const char DESIGN[] = "name: D\nfamily: table\nquestionnaire:\n  domains:\n"
                             "    - {name: Washing, levels: {none: 0, some: 10, much: 20}}\n"
                             "    - {name: Nights, levels: {quiet: 0, busy: 5}}\n"
                             "allocation:\n  - knots: [{points: 0, gbp: 40}, {points: 25, gbp: 420}]\n";
static const char CASELOAD[] = "person_id,care_group,setting,weekly_cost,Washing,Nights\n"
                               "a,Older,home,45,none,quiet\nb,Older,home,190,some,quiet\nc,Younger,home,380,much,busy\n"
                               "d,Younger,home,210,some,busy\n";

/* The study in the folder; the same for all inputs. */
static const char *
framework_path(void)
{
    static char *path;
    if (path == NULL) {
        path = fuzz_file("framework.yaml", (const uint8_t *)FRAMEWORK, strlen(FRAMEWORK));
        free(fuzz_file("design.yaml", (const uint8_t *)DESIGN, strlen(DESIGN)));
        free(fuzz_file("caseload.csv", (const uint8_t *)CASELOAD, strlen(CASELOAD)));
    }
    return path;
}

/* All has been read: no fit is asked for. */
static rasim_status
stop(void *context, const rasim_study *study, rasim_problems *problems)
{
    (void)study;
    (void)problems;
    *(bool *)context = true;
    return RASIM_ERR_INTERRUPTED;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    rasim_calibrate_options options;
    rasim_calibration *none = NULL;
    bool was_read = false;
    char *path = fuzz_file("vignettes.csv", data, size);
    rasim_calibrate_options_init(&options);
    options.method = "isotonic";
    options.vignettes = path;
    options.ready = stop;
    options.ready_context = &was_read;
    const rasim_status status = rasim_calibrate(framework_path(), &options, &none, reading.problems);
    fuzz_require(none == NULL && was_read == (status == RASIM_ERR_INTERRUPTED));
    fuzz_judge(&reading, was_read ? RASIM_OK : status, data, size);
    for (size_t i = 0; i < rasim_problems_size(reading.problems); i++) {
        fuzz_require(strcmp(rasim_problems_get(reading.problems, i)->file, path) == 0); /* the study is good */
    }
    free(path);
    fuzz_end(&reading);
    return 0;
}
