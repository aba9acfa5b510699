/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: design.yaml, by itself, and the rules that a good one compiles to. */
#include "fuzz/fuzz.h"

#include "model/design.h"
#include "model/rule.h"
#include "rasim/ledger.h"

#include <float.h>
#include <math.h>

static void
check_rule(const rasimi_rule *rule)
{
    static const float points[] = {-FLT_MAX, -1e6f, -1.0f, 0.0f, 0.1f, 1.0f, 9.5f, 20.0f, 100.0f, 1e6f, FLT_MAX};
    const int32_t most = RASIM_MAX_GBP_WEEK * RASIM_UNITS_PER_GBP;
    fuzz_require(rule->n > 0 && rule->low <= rule->high);
    for (size_t i = 0; i < rule->n; i++) {
        const rasimi_piece *piece = &rule->pieces[i];
        fuzz_require(isfinite(piece->from) && isfinite(piece->base) && isfinite(piece->slope));
        fuzz_require(i == 0 || piece->from > rule->pieces[i - 1].from);
    }
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        const rasimi_allocated a = rasimi_rule_evaluate(rule, points[i], 0);
        fuzz_require(a.units >= 0 && a.units <= most);
        fuzz_require(a.status == RASIMI_RULE_ALLOCATED || a.units == 0);
    }
}

static void
check_design(fuzz_reading *reading, const rasimi_design *design, const uint8_t *data, size_t size)
{
    fuzz_require(design->name.value && design->family.value && design->allocation.n > 0);
    const rasimi_allocation_row *rows = design->allocation.items;
    for (size_t i = 0; i < design->allocation.n; i++) {
        rasimi_rule rule = {.n = 0};
        const uint64_t before = rasimi_problems_errors(reading->problems);
        const rasim_status status =
            rasimi_rule_compile(design, &rows[i], 52, &reading->arena, &rule, reading->problems);
        fuzz_require((status == RASIM_ERR_INPUT) == (rasimi_problems_errors(reading->problems) > before));
        if (status == RASIM_OK) {
            check_rule(&rule);
        }
    }
    fuzz_judge(reading, rasimi_problems_errors(reading->problems) > 0 ? RASIM_ERR_INPUT : RASIM_OK, data, size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    const rasimi_node *root = fuzz_yaml(&reading, data, size);
    if (root != NULL) {
        rasimi_design design;
        const rasim_status status = rasimi_design_read("f", root, &reading.arena, &design, reading.problems);
        fuzz_judge(&reading, status, data, size);
        if (status == RASIM_OK) {
            check_design(&reading, &design, data, size);
        }
    }
    fuzz_end(&reading);
    return 0;
}
