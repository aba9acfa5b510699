/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: the import of Client Level Data, with a points file behind a line "----" where there is one. */
#include "fuzz/fuzz.h"

#include "io/csv.h"
#include "io/file.h"
#include "rasim/import.h"

#include <stdlib.h>

/* Every row is accounted for once. */
static void
check_counts(const uint64_t *counts)
{
    uint64_t accounted = 0;
    for (size_t i = 0; i < RASIM_N_IMPORT_COUNTS; i++) {
        const rasim_import_kind kind = rasim_import_count_describe((rasim_import_count)i)->kind;
        accounted += kind == RASIM_IMPORT_DROPPED || kind == RASIM_IMPORT_SERVICES ? counts[i] : 0;
    }
    fuzz_require(accounted == counts[RASIM_IMPORT_N_ROWS]);
    fuzz_require(counts[RASIM_IMPORT_N_PEOPLE] > 0);
    fuzz_require(counts[RASIM_IMPORT_N_PEOPLE] == counts[RASIM_IMPORT_N_COST_KNOWN] +
                                                      counts[RASIM_IMPORT_N_COST_PARTLY] +
                                                      counts[RASIM_IMPORT_N_COST_WHOLLY]);
}

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

/* One row for each person, and a header. */
static void
check_caseload(const char *path, uint64_t people)
{
    char *bytes = NULL;
    size_t length = 0;
    uint64_t n = 0;
    fuzz_require(rasimi_file_read(path, (size_t)1 << 24, &bytes, &length, NULL, NULL) == RASIM_OK);
    fuzz_require(rasimi_csv_parse("out", bytes, length, count_row, &n, NULL) == RASIM_OK);
    fuzz_require(n == people + 1);
    free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *points = NULL;
    size_t points_size = 0;
    const size_t cld_size = fuzz_split(data, size, &points, &points_size);
    char *in = fuzz_file("in.csv", data, cld_size), *out = fuzz_file("out.csv", NULL, 0);
    char *joined = points ? fuzz_file("points.csv", points, points_size) : NULL;
    fuzz_reading reading = fuzz_begin();
    rasim_import_report *report = NULL;
    rasim_import_options options;
    rasim_import_options_init(&options);
    options.out_path = out;
    options.show_ids = size % 2 == 0;
    options.partial_costs = size % 3 == 0;
    options.points_path = joined;
    options.points_column = joined ? "points" : NULL;
    const rasim_status status = rasim_import_cld((const char *const *)&in, 1, &options, &report, reading.problems);
    fuzz_judge(&reading, status, data, size);
    if (status == RASIM_OK) {
        check_counts(report->counts);
        check_caseload(out, report->counts[RASIM_IMPORT_N_PEOPLE]);
    }
    rasim_import_report_free(report);
    fuzz_end(&reading);
    free(joined);
    free(out);
    free(in);
    return 0;
}
