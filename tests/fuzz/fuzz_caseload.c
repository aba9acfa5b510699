/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: a caseload's CSV. */
#include "fuzz/fuzz.h"

#include "model/caseload.h"
#include "rasim/ledger.h"

#include <math.h>
#include <stdlib.h>

static void
check_labels(const rasimi_labels *labels, size_t n_rows)
{
    for (size_t i = 0; labels->codes && i < n_rows; i++) {
        fuzz_require(labels->codes[i] == RASIMI_NO_LABEL || labels->codes[i] < labels->n_labels);
    }
}

static void
check_rows(const rasimi_caseload *c)
{
    check_labels(&c->care_group, c->n_rows);
    check_labels(&c->setting, c->n_rows);
    check_labels(&c->place, c->n_rows);
    check_labels(&c->budget_area, c->n_rows);
    check_labels(&c->delivery, c->n_rows);
    check_labels(&c->wanted_labels[0], c->n_rows);
    for (size_t i = 0; i < c->n_rows; i++) {
        fuzz_require(c->weight[i] > 0 && isfinite(c->weight[i]));
        fuzz_require(isnan(c->weekly_cost[i]) || (c->weekly_cost[i] >= 0 && c->weekly_cost[i] <= RASIM_MAX_GBP_WEEK));
        fuzz_require(c->wanted_numbers[1][i] >= 0 && isfinite(c->wanted_numbers[1][i]));
        fuzz_require(c->by_key[i] < c->n_rows);
        fuzz_require(i == 0 || c->key[c->by_key[i - 1]] < c->key[c->by_key[i]]);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const rasimi_wanted wanted[] = {
        {.heading = "Washing", .numeric = false, .asked_by = "the domain 'Washing' of design 'Ours'"},
        {.heading = "nhs", .numeric = true, .asked_by = "the funding stream 'NHS'"},
    };
    static const rasimi_columns_spec columns;
    fuzz_reading reading = fuzz_begin();
    rasimi_caseload caseload;
    const rasim_status status = rasimi_caseload_parse("f", (const char *)data, size, &columns, wanted, 2, size % 2 == 0,
                                                      &reading.arena, &caseload, reading.problems);
    fuzz_judge(&reading, status, data, size);
    if (status == RASIM_OK) {
        bool *keep = rasimi_calloc(caseload.n_rows, sizeof *keep);
        fuzz_require(keep != NULL && caseload.n_rows > 0);
        check_rows(&caseload);
        for (size_t i = 0; i < caseload.n_rows; i++) {
            keep[i] = caseload.key[i] % 3 != 0;
        }
        fuzz_require(rasimi_caseload_keep(&caseload, keep) == RASIM_OK);
        check_rows(&caseload);
        free(keep);
    }
    fuzz_end(&reading);
    return 0;
}
