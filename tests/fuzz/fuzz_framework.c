/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: framework.yaml, by itself. */
#include "fuzz/fuzz.h"

#include "model/framework.h"

#include <math.h>

static void
check_levels(const rasimi_numbers *levels)
{
    for (size_t i = 0; i < levels->n; i++) {
        const double level = levels->items[i].value;
        fuzz_require(level > 0 && level < 1 && (i == 0 || level > levels->items[i - 1].value));
    }
}

static void
check_framework(const rasimi_framework *framework)
{
    fuzz_require(framework->name.value && framework->name.value[0] && framework->caseload.value);
    fuzz_require(framework->designs.n > 0 && framework->envelope.n > 0 && framework->need.n > 0);
    fuzz_require(framework->weeks_per_year.value >= 52 && framework->weeks_per_year.value <= 53);
    fuzz_require(framework->confidence_levels.n > 0 && framework->replicates.value >= 64);
    check_levels(&framework->confidence_levels);
    const rasimi_envelope_row *rows = framework->envelope.items;
    for (size_t i = 0; i < framework->envelope.n; i++) {
        fuzz_require(rows[i].gbp_year.value > 0 && isfinite(rows[i].gbp_year.value));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    const rasimi_node *root = fuzz_yaml(&reading, data, size);
    if (root != NULL) {
        rasimi_framework framework;
        const rasim_status status = rasimi_framework_read("f", root, &reading.arena, &framework, reading.problems);
        fuzz_judge(&reading, status, data, size);
        if (status == RASIM_OK) {
            check_framework(&framework);
        }
    }
    fuzz_end(&reading);
    return 0;
}
