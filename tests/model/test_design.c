/* SPDX-License-Identifier: GPL-3.0-or-later */
/* design.yaml: its defaults, families and their keys, and values that contradict each other. */
#include "model/design.h"

#include <math.h>
#include <stdio.h>

#include "model/family.h"
#include "reading.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A design of three lines with `text` from line 4 on. */
#define PRICE  "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"
#define BANDED "name: A\nfamily: banded\nallocation:\n"
#define TABLE  "name: A\nfamily: table\nallocation:\n"

/* Two questions whose map is still open, and rules for it. */
#define TWO                                                                                                            \
    "name: A\nquestionnaire: {domains: [{name: Wash, levels: {none: 0, full: 9}}, {name: Meals, levels: {n: 0, y: "    \
    "3}}], "
#define PRICED "family: price_per_point\nallocation: [{gbp_per_point: 10}]\n"
#define RATE   "rates: [{name: h, gbp_per_hour: 20}]\n"

Test(design, the_smallest_file_has_the_documented_defaults)
{
    reading r = reading_begin(PRICE);
    rasimi_design d;
    cr_assert(rasimi_design_read("f", r.root, &r.arena, &d, r.problems) == RASIM_OK, "%s", reading_said(&r));
    cr_assert_str_empty(reading_said(&r));
    cr_assert_str_eq(d.unique_name, "A");
    cr_assert_str_eq(d.file, "f");
    cr_assert(d.period.value == RASIMI_PERIOD_WEEK && d.questionnaire.domains.n == 0 &&
              d.carer_rule.multipliers.n == 0);
    cr_assert(isnan(d.questionnaire.points_min.value) && isnan(d.questionnaire.points_max.value));
    cr_assert(isnan(d.limits.minimum_points.value) && d.limits.below_minimum.value == RASIMI_BELOW_PANEL);
    cr_assert(d.limits.uprating.value == 0 && d.limits.top_slice.value == 0);
    cr_assert(isnan(d.limits.floor_gbp_week.value) && isnan(d.limits.cap_gbp_week.value));
    cr_assert(isnan(d.limits.rounding_gbp_week.value) && isnan(d.exclusion.threshold_gbp_week.value));
    cr_assert(d.exclusion.index.value == 0 && d.exclusion.basis.value == RASIMI_BASIS_NEED);
    cr_assert(d.exclusion.best_value_saving.value == 0);
    const rasimi_allocation_row *row = d.allocation.items;
    cr_assert(d.allocation.n == 1 && row->gbp_per_point.value == 10 && !row->care_group.value && isnan(row->top.value));
    reading_end(&r);
}

Test(design, a_full_file_is_read)
{
    reading r = reading_begin("name: Full\nabout: made up\nfamily: banded\nperiod: year\n"
                              "questionnaire:\n  domains:\n    - name: Washing\n      weight: 2\n"
                              "      levels: {none: 0, some: 5, a lot: 10}\n"
                              "    - {name: Meals, column: food, levels: {no: 0, 'yes': 3}}\n"
                              "  points_max: 30\n"
                              "carer_rule: {multipliers: {none: 1, most: 1/2}}\n"
                              "allocation:\n"
                              "  - {bands: [{from: 5, gbp: 100}, {from: 9.5, gbp: 100}], top: 20}\n"
                              "  - {care_group: Older, bands: [{from: 0, gbp: 0}]}\n"
                              "limits: {minimum_points: 4, below_minimum: ineligible, floor_gbp_week: 30, "
                              "cap_gbp_week: 30}\n"
                              "exclusion: {threshold_gbp_week: 1000, basis: either}\n");
    rasimi_design d;
    cr_assert(rasimi_design_read("f", r.root, &r.arena, &d, r.problems) == RASIM_OK, "%s", reading_said(&r));
    cr_assert_str_empty(reading_said(&r), "equal amounts do not fall");
    const rasimi_domain *domains = d.questionnaire.domains.items;
    cr_assert(d.questionnaire.domains.n == 2 && domains[0].weight.value == 2 && domains[0].levels.n == 3);
    cr_assert_str_eq(domains[1].column.value, "food");
    cr_assert(d.carer_rule.multipliers.items[1].number.value == 0.5);
    const rasimi_allocation_row *rows = d.allocation.items;
    const rasimi_band *bands = rows[0].bands.items;
    cr_assert(d.allocation.n == 2 && rows[0].top.value == 20 && bands[1].from.value == 9.5);
    cr_assert(rasimi_design_row(&d, "Older") == &rows[1] && rasimi_design_row(&d, "Younger") == &rows[0]);
    cr_assert(d.limits.below_minimum.value == RASIMI_BELOW_INELIGIBLE);
    cr_assert(d.exclusion.basis.value == RASIMI_BASIS_EITHER);
    reading_end(&r);
}

Test(design, a_group_without_a_row_has_none)
{
    reading r = reading_begin("name: A\nfamily: price_per_point\n"
                              "allocation: [{care_group: Older, gbp_per_point: 10}]\n");
    rasimi_design d;
    cr_assert(rasimi_design_read("f", r.root, &r.arena, &d, r.problems) == RASIM_OK);
    cr_assert_null(rasimi_design_row(&d, "Younger"));
    reading_end(&r);
}

static const struct {
    const char *yaml, *said;
} refused[] = {
    /* families and their keys */
    {"name: A\nfamily: bandet\nallocation: [{gbp_per_point: 1}]\n",
     "f:2:9: error: 'family' is 'bandet' but must be price_per_point, banded, table, regression, hours or judgement "
     "(did you mean 'banded'?).\n"},
    {"name: A\nfamily: matrix\nallocation: [{gbp_per_point: 1}]\n",
     "f:2:9: error: 'family' is 'matrix' but must be price_per_point, banded, table, regression, hours or judgement; "
     "write one of these.\n"},
    {BANDED " - {gbp_per_point: 1}\n",
     "f:4:20: error: 'gbp_per_point' is no key of the family banded; take it out, or change 'family'.\n"
     "f:4:4: error: 'bands' is missing from this row of allocation, and the family banded needs it; add it as a list "
     "of rows.\n"},
    {TABLE " - {knots: [{points: 0, gbp: 0}, {points: 1, gbp: 1}], top: 5}\n",
     "f:4:61: error: 'top' is no key of the family table; take it out, or change 'family'.\n"},
    {"name: A\nfamily: price_per_point\nallocation: [{}]\n",
     "f:3:14: error: 'gbp_per_point' is missing from this row of allocation, and the family price_per_point needs it; "
     "add it as a number.\n"},
    {"name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: -1}]\n",
     "f:3:30: error: 'gbp_per_point' is -1 but must be 0 to 3473408; change it.\n"},
    {"name: A\nfamily: price_per_point\nallocation:\n  - gbp_per_point: 1\n  - gbp_per_point: 2\n",
     "f:5:5: error: 'allocation' has a second row without 'care_group' (the first is on line 4), and only one can be "
     "for "
     "all the others; keep one of the two.\n"},
    {"name: A\nfamily: price_per_point\nallocation:\n  - {care_group: O, gbp_per_point: 1}\n"
     "  - {care_group: O, gbp_per_point: 2}\n",
     "f:5:18: error: 'allocation' has a second row with care_group 'O' (the first is on line 4); keep one of the "
     "two.\n"},
    /* bands and knots */
    {BANDED " - bands:\n   - {from: 5, gbp: 1}\n   - {from: 5, gbp: 2}\n",
     "f:6:13: error: 'from' of 'bands' is 5 here but 5 in the row before (line 5); write the rows in rising order of "
     "'from', each different from the next.\n"},
    {BANDED " - {top: 5, bands: [{from: 5, gbp: 1}]}\n",
     "f:4:10: error: 'top' must be above the points from which the last band starts (line 4); raise it, or take the "
     "band out.\n"},
    {BANDED " - {bands: [{from: 5, gbp: -1}]}\n", "f:4:28: error: 'gbp' is -1 but must be 0 to 3473408; change it.\n"},
    {TABLE " - knots: [{points: 5, gbp: 1}]\n",
     "f:4:11: error: 'knots' has a single knot, and a line needs two; add the points and £ of another.\n"},
    {TABLE " - knots: [{points: 5, gbp: 1}, {points: 4.5, gbp: 2}]\n",
     "f:4:42: error: 'points' of 'knots' is 4.5 here but 5 in the row before (line 4); write the rows in rising order "
     "of "
     "'points', each different from the next.\n"},
    /* questionnaire */
    {PRICE "questionnaire:\n  domains:\n    - {name: W, levels: {a: 1, b: 2}}\n    - {name: W, levels: {a: 1, b: 2}}\n",
     "f:7:14: error: 'domains' has a second row with name 'W' (the first is on line 6); keep one of the two.\n"},
    {PRICE "questionnaire: {domains: [{name: W, levels: {a: 1}}]}\n",
     "f:4:45: error: 'levels' has a single answer; write at least two, or take the question out.\n"},
    {PRICE "questionnaire: {domains: [{name: W, levels: {}}]}\n",
     "f:4:45: error: 'levels' is an empty list; write at least one item.\n"},
    {PRICE "questionnaire: {points_min: 5, points_max: 5}\n",
     "f:4:44: error: 'points_max' is 5 but must be above 'points_min', 5 (line 4).\n"},
    {PRICE "carer_rule: {}\n",
     "f:4:13: error: 'carer_rule' is empty; say what unpaid support does, e.g. with 'multipliers', or take it out.\n"},
    {PRICE "carer_rule: {multipliers: {a: 50}}\n",
     "f:4:31: error: 'a' of 'multipliers' is 50 but must be 0 to 1; it is a share, so write 50 per cent as 0.5.\n"},
    /* published bands */
    {BANDED " - bands:\n   - {from: 5, to: 9, gbp: 1}\n   - {from: 8, gbp: 2}\n",
     "f:6:13: error: This band starts from 8, but the one before goes up to 9 (line 5), so they overlap; correct "
     "one.\n"},
    {BANDED " - bands:\n   - {from: 5, to: 9, gbp: 1}\n   - {from: 10.5, gbp: 2}\n",
     "f:6:13: error: This band starts from 10.5, but the one before ends at 9 (line 5), which leaves a gap; correct "
     "one, or add the band between.\n"},
    /* what belongs to something else */
    {TWO
     "}\nfamily: regression\nallocation: [{intercept: 1, link: identity, smearing: 1.1, coefficients: [{domain: Wash, "
     "per_point: 1}]}]\n",
     "f:4:55: error: 'smearing' belongs to the link log, but 'link' is identity; take one out.\n"},
    {TWO "}\nfamily: hours\nallocation: [{hours: [{domain: Wash, rate: h, hours_per_week: {none: 0, full: 9}}], "
         "double_handed: [{domain: Wash, levels: [full], multiplies: [Meals]}]}]\n" RATE,
     "f:4:145: error: 'Meals' has no hours here that could be multiplied; add them under 'hours', or take it out.\n"},
    {TWO "}\n" PRICED
         "add_ons: [{name: x, gbp: 1, hours_per_week: 5, rate: h, when: [{domain: Wash, levels: [full]}]}]\n" RATE,
     "f:5:11: error: An add-on needs either 'gbp', or 'hours_per_week' with a 'rate'; write the one or the other.\n"},
    {TWO "}\n" PRICED "carer_rule:\n  domains:\n    - {domain: Wash, multipliers: {a: 1}}\n"
         "    - {domain: Wash, multipliers: {a: 0}}\n",
     "f:8:16: error: 'domains' has a second row with domain 'Wash' (the first is on line 7); keep one of the two.\n"},
    {PRICE "questionnaire: {domains: [{name: W, levels: {a: 1, b: 1}}], rescale: {high: 50}}\n",
     "f:4:70: error: 'rescale' needs questions whose answers differ in points; add them, or take it out.\n"},
    /* names that do not exist */
    {TWO "interactions: [{a: Wash, b: Mels, coefficient: 1}]}\n" PRICED,
     "f:2:135: error: 'Mels' is no domain of the questionnaire (did you mean 'Meals'?); correct it.\n"},
    {"name: A\nquestionnaire: {interactions: [{a: Wash, b: Meals, coefficient: 1}]}\n" PRICED,
     "f:2:36: error: 'Wash' is no domain of the questionnaire, since there is none; add it.\n"
     "f:2:45: error: 'Meals' is no domain of the questionnaire, since there is none; add it.\n"},
    {TWO "rescale: {low: 5, high: 5}}\n" PRICED,
     "f:2:116: error: 'high' of 'rescale' is 5 but must be above 'low', 5.\n"},
    {TWO "}\nfamily: regression\nallocation: [{intercept: 1, coefficients: [{domain: Wash, level: most, value: 1}]}]\n",
     "f:4:66: error: 'most' is no level of the domain 'Wash' (there is none and full); correct it.\n"},
    {TWO "}\nfamily: regression\nallocation: [{intercept: 1, coefficients: [{domain: Nights, per_point: 1}]}]\n",
     "f:4:53: error: 'Nights' is no domain of the questionnaire (there is Wash and Meals); correct it.\n"},
    {TWO "}\nfamily: regression\nallocation: [{intercept: 1, coefficients: [{domain: Wash, value: 1}]}]\n",
     "f:4:44: error: A term without 'level' needs 'per_point' and no 'value'; correct it, or add 'level'.\n"},
    {TWO "}\nfamily: hours\nallocation: [{hours: [{domain: Wash, rate: home, hours_per_week: {none: 0, full: 9}}]}]\n",
     "f:4:44: error: 'home' is no rate, since there is none; add it.\n"},
    {TWO
     "}\nfamily: hours\nallocation: [{hours: [{domain: Wash, rate: h, hours_per_week: {none: 0, half: 9}}]}]\n" RATE,
     "f:4:73: error: 'half' is no level of the domain 'Wash' (there is none and full); correct it.\n"
     "f:4:63: error: 'hours_per_week' has no number for 'full', a level of the domain 'Wash' (line 2); add it.\n"},
    {TWO "}\n" PRICED "add_ons: [{name: x, gbp: 1, when: [{domain: Wash, levels: [none]}, {domain: Wash, levels: "
         "[full]}]}]\n",
     "f:5:68: error: No answer to 'Wash' can be among these levels and among those of line 5, so the add-on would "
     "never be given; join the two, or write two add-ons.\n"},
    {TWO "}\n" PRICED "add_ons: [{name: x, gbp: 1, when: [{domain: Wash, levels: [some]}]}]\n",
     "f:5:60: error: 'some' is no level of the domain 'Wash' (there is none and full); correct it.\n"},
    {TWO "}\n" PRICED "add_ons: [{name: x, hours_per_week: 5, when: [{domain: Wash, levels: [full]}]}]\n",
     "f:5:37: error: These hours have no 'rate'; name one of 'rates', so that they have a price.\n"},
    {TWO "}\n" PRICED "carer_rule: {hours_offsets: [{domain: Wash, hours_per_week: {a: 1}}]}\n",
     "f:5:29: error: 'hours_offsets' needs hours to come off, and the family price_per_point has none; take it out, or "
     "change 'family'.\n"},
    {"name: A\nfamily: judgement\nallocation: [{log_sd: 0.2}]\nlimits: {minimum_points: 3}\n",
     "f:4:26: error: The family judgement has no points to hold against 'minimum_points'; take it out.\n"},
    /* limits */
    {PRICE "limits: {floor_gbp_week: 50, cap_gbp_week: 49.5}\n",
     "f:4:26: error: 'floor_gbp_week' is 50 but must not be above 'cap_gbp_week', 49.5 (line 4).\n"},
    {PRICE "limits: {residential_equivalent: [{care_group: Old, gbp_week: 500}, {care_group: Old, gbp_week: 5}]}\n",
     "f:4:82: error: 'residential_equivalent' has a second row with care_group 'Old' (the first is on line 4); keep "
     "one "
     "of the two.\n"},
    {PRICE "limits: {floor_gbp_week: 50, residential_equivalent: [{care_group: Old, gbp_week: 48, index: 0.04}]}\n",
     "f:4:55: error: In year 1 the least that people of 'Old' can be given is £50 a week, which is above the most, "
     "£49.92; lower 'floor_gbp_week' or 'minimum_budget', or raise 'cap_gbp_week' or 'residential_equivalent'.\n"},
    {PRICE "limits: {minimum_budget: [{gbp_week: 500}], residential_equivalent: [{gbp_week: 499}]}\n",
     "f:4:27: error: In year 1 the least that people of every other care group can be given is £500 a week, which is "
     "above the most, £499; lower 'floor_gbp_week' or 'minimum_budget', or raise 'cap_gbp_week' or "
     "'residential_equivalent'.\n"},
    {PRICE "limits: {minimum_budget: []}\n",
     "f:4:26: error: 'minimum_budget' is an empty list; write at least one item.\n"},
    {BANDED " - {top: 9, bands: [{from: 5, gbp: 1}]}\nlimits: {minimum_points: 9}\n",
     "f:5:26: error: 'minimum_points' is 9 but must be below 'top', 9 (line 4); else nobody would have an "
     "allocation.\n"},
    {PRICE "limits: {top_slice: 1}\n",
     "f:4:21: error: 'top_slice' is 1 but must be at least 0 and below 1; change it.\n"},
    {PRICE "limits: {below_minimum: nobody}\n",
     "f:4:25: error: 'below_minimum' is 'nobody' but must be panel or ineligible; write one of these.\n"},
};

Test(design, every_contradiction_has_its_sentence)
{
    for (size_t i = 0; i < LENGTH(refused); i++) {
        reading r = reading_begin(refused[i].yaml);
        rasimi_design d;
        const rasim_status status = rasimi_design_read("f", r.root, &r.arena, &d, r.problems);
        cr_expect(status == RASIM_ERR_INPUT, "%s is accepted", refused[i].yaml);
        cr_expect_str_eq(reading_said(&r), refused[i].said);
        reading_end(&r);
    }
}

/* What must be accepted though it stands close to something refused. */
static const char *const accepted[] = {
    BANDED " - bands:\n   - {from: 5, to: 9, gbp: 1}\n   - {from: 10, to: 15, gbp: 2}\n   - {from: 15, gbp: 3}\n",
    BANDED " - {top: 5.5, bands: [{from: 5, gbp: 1}]}\n",
    PRICE "limits: {floor_gbp_week: 50, cap_gbp_week: 50}\n",
    PRICE "limits: {floor_gbp_week: 52, residential_equivalent: [{gbp_week: 50, index: 0.04}]}\n",
    TWO "}\n" PRICED
        "add_ons: [{name: x, gbp: 1, when: [{domain: Wash, levels: [full]}, {domain: Meals, levels: [y]}]}]\n",
};

Test(design, what_is_allowed_is_accepted)
{
    for (size_t i = 0; i < LENGTH(accepted); i++) {
        reading r = reading_begin(accepted[i]);
        rasimi_design d;
        cr_expect(rasimi_design_read("f", r.root, &r.arena, &d, r.problems) == RASIM_OK, "%s", accepted[i]);
        cr_expect_str_empty(reading_said(&r));
        reading_end(&r);
    }
}

static const struct {
    const char *yaml, *said;
} doubtful[] = {
    {BANDED " - bands:\n   - {from: 5, gbp: 100}\n   - {from: 6, gbp: 99.5}\n   - {from: 7, gbp: 100}\n",
     "f:6:21: warning: 'gbp' of 'bands' falls from 100 (line 5) to 99.5 here, so more points give less money; make "
     "sure "
     "that this is meant.\n"},
    {TABLE " - knots:\n   - {points: 5, gbp: 100}\n   - {points: 6, gbp: 0}\n",
     "f:6:23: warning: 'gbp' of 'knots' falls from 100 (line 5) to 0 here, so more points give less money; make sure "
     "that this is meant.\n"},
    {PRICE "exclusion: {best_value_saving: 0.1}\n",
     "f:4:12: warning: 'exclusion' has no 'threshold_gbp_week', so no package is excluded; add it, or take 'exclusion' "
     "out.\n"},
};

Test(design, what_is_doubtful_is_a_warning)
{
    for (size_t i = 0; i < LENGTH(doubtful); i++) {
        reading r = reading_begin(doubtful[i].yaml);
        rasimi_design d;
        cr_expect(rasimi_design_read("f", r.root, &r.arena, &d, r.problems) == RASIM_OK, "%s", doubtful[i].yaml);
        cr_expect_str_eq(reading_said(&r), doubtful[i].said);
        reading_end(&r);
    }
}

Test(design, a_family_is_found_by_its_name)
{
    size_t n = 0;
    for (const rasimi_family *family; (family = rasimi_family_get(n)) != NULL; n++) {
        cr_assert(rasimi_family_find(family->name) == family);
    }
    cr_assert(n == 6);
    cr_assert_null(rasimi_family_find("Banded"));
}
