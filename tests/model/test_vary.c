/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What-ifs: every kind of number that a key can name, and the tree beside it untouched. */
#include "model/vary.h"

#include <stdio.h>

#include "model/design.h"
#include "model/framework.h"
#include "reading.h"

static const char DESIGN[] = "name: D\nfamily: banded\nquestionnaire:\n  domains:\n"
                             "    - {name: Washing, levels: {none: 0, a lot: 10}}\n"
                             "    - {name: Meals, weight: 2, levels: {none: 0, a lot: 5}}\n"
                             "carer_rule: {multipliers: {none: 1, most: 0.5}}\n"
                             "allocation:\n"
                             "  - {care_group: Older, bands: [{from: 0, gbp: 50}, {from: 10, gbp: 120}]}\n"
                             "  - bands: [{from: 0, gbp: 70}]\n";

static rasim_status
vary(reading *r, const char *key, const char *value)
{
    const rasim_override override = {.key = key, .value = value};
    return rasimi_vary("f", &override, &r->arena, &r->root, r->problems);
}

/* The design after one number was varied. */
static rasimi_design
varied(reading *r, const char *key, const char *value)
{
    rasimi_design design;
    *r = reading_begin(DESIGN);
    cr_assert_eq(vary(r, key, value), RASIM_OK, "%s: %s", key, reading_said(r));
    cr_assert_eq(rasimi_design_read("f", r->root, &r->arena, &design, r->problems), RASIM_OK, "%s", reading_said(r));
    return design;
}

static const rasimi_band *
band(const rasimi_design *design, size_t row, size_t i)
{
    const rasimi_allocation_row *rows = design->allocation.items;
    return (const rasimi_band *)rows[row].bands.items + i;
}

Test(vary, rows_by_label_and_by_number)
{
    reading r;
    rasimi_design design = varied(&r, "design.allocation[care_group=Older].bands[from=10].gbp", "121");
    cr_assert_eq(band(&design, 0, 1)->gbp.value, 121);
    cr_assert_eq(band(&design, 0, 0)->gbp.value, 50, "what stands beside it is as it was");
    cr_assert_eq(band(&design, 1, 0)->gbp.value, 70);
    cr_assert_eq(band(&design, 0, 1)->gbp.mark.line, 9, "problems will point at the old value's place");
    reading_end(&r);
    design = varied(&r, "design.allocation[2].bands.gbp", "71");
    cr_assert_eq(band(&design, 1, 0)->gbp.value, 71, "a list of one needs no selector");
    cr_assert_eq(band(&design, 0, 0)->gbp.value, 50);
    reading_end(&r);
}

Test(vary, labels_with_numbers)
{
    reading r;
    rasimi_design design = varied(&r, "design.questionnaire.domains[name=Meals].levels[a lot]", "7");
    const rasimi_domain *domains = design.questionnaire.domains.items;
    cr_assert_eq(domains[1].levels.items[1].number.value, 7);
    cr_assert_eq(domains[0].levels.items[1].number.value, 10);
    reading_end(&r);
    design = varied(&r, "design.carer_rule.multipliers[most]", "0.25");
    cr_assert_eq(design.carer_rule.multipliers.items[1].number.value, 0.25);
    reading_end(&r);
}

Test(vary, absent_keys_and_their_owners_are_added)
{
    reading r;
    rasimi_design design = varied(&r, "design.exclusion.threshold_gbp_week", "900");
    cr_assert_eq(design.exclusion.threshold_gbp_week.value, 900);
    reading_end(&r);
    design = varied(&r, "design.questionnaire.domains[1].weight", "3");
    const rasimi_domain *domains = design.questionnaire.domains.items;
    cr_assert_eq(domains[0].weight.value, 3);
    reading_end(&r);
}

Test(vary, what_is_refused)
{
    static const struct {
        const char *key, *why;
    } cases[] = {
        {"design.allocation.bands.gbp", "'allocation' has 2 rows; say which, as allocation[care_group=...] or "
                                        "allocation[1]."},
        {"design.allocation[1]", "'allocation' is a list of rows; say which of their numbers, as "
                                 "allocation[1].bias."},
        {"design.allocation[1].bands[from=5].gbp", "no row of 'bands' has from=5."},
        {"design.allocation[1].bands[frm=0].gbp", "'frm' is no key of a row of allocation.bands; did you mean 'from'?"},
        {"design.allocation[x].bands.gbp", "'[x]' names no row; write a key of it and its value, as "
                                           "allocation[care_group=...], or its number."},
        {"design.allocation[0].bands.gbp", "'allocation' has 2 items; they are counted from 1."},
        {"design.carer_rule.multipliers", "'multipliers' has a number for each label; say which, as "
                                          "multipliers[none]."},
        {"design.carer_rule.multipliers[some]", "'multipliers' has no label 'some'."},
        {"design.carer_rule", "'carer_rule' has keys of its own; say which of their numbers, as "
                              "carer_rule.multipliers."},
        {"design.limits.top_slice.x", "'top_slice' is one number; nothing can follow it."},
        {"design.family", "'family' is no number but a text; only numbers vary."},
        {"design.add_ons[1].gbp", "the file has no 'add_ons' whose number could be another; write it there first."},
        {"design.", "write keys with full stops between them and rows in brackets, as "
                    "prices[setting=community].mean."},
        {"design.allocation[1.bands", "write keys with full stops between them and rows in brackets, as "
                                      "prices[setting=community].mean."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[512];
        reading r = reading_begin(DESIGN);
        const rasimi_node *before = r.root;
        snprintf(expected, sizeof expected, "f: error: '%s' cannot be varied: %s\n", cases[i].key, cases[i].why);
        cr_assert_eq(vary(&r, cases[i].key, "1"), RASIM_ERR_INPUT, "%s", cases[i].key);
        cr_assert_str_eq(reading_said(&r), expected);
        cr_assert_eq(r.root, before);
        reading_end(&r);
    }
}

Test(vary, items_of_lists_of_numbers)
{
    reading r = reading_begin("confidence_levels: [0.5, 0.9]\n");
    cr_assert_eq(vary(&r, "confidence_levels[2]", "0.8"), RASIM_OK);
    const rasimi_node *levels = rasimi_node_get(r.root, "confidence_levels");
    cr_assert_str_eq(levels->items[0]->text, "0.5");
    cr_assert_str_eq(levels->items[1]->text, "0.8");
    cr_assert_eq(vary(&r, "confidence_levels", "0.8"), RASIM_ERR_INPUT);
    cr_assert_eq(vary(&r, "confidence_levels[x]", "0.8"), RASIM_ERR_INPUT);
    reading_end(&r);
}

Test(vary, keys_of_designs_are_told_from_others)
{
    cr_assert(rasimi_vary_is_of_design("design.limits.top_slice"));
    cr_assert(!rasimi_vary_is_of_design("designs"));
    cr_assert(!rasimi_vary_is_of_design("design"));
}
