/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Client Level Data cell by cell: folding, days, numbers, code lists, care groups, and the cost rule. */
#include "model/import_work.h"

#include <criterion/criterion.h>
#include <string.h>

#include "model/day.h"
#include "model/import_text.h"

static int64_t
day_of(const char *text)
{
    int64_t day = 0;
    cr_assert(rasimi_day_parse(text, &day), "%s", text);
    return day;
}

/* ---- cells ---- */

Test(import_cells, folding_evens_out_what_the_releases_write_differently)
{
    static const char *const PAIRS[][2] = {
        {"Cost Frequency (Unit Type)", "cost frequency unit type"},
        {"Cost_Frequency_Unit_Type", "cost frequency unit type"},
        {"  Access & Mobility only ", "access and mobility only"},
        {"Isolation/Other", "isolation or other"},
        {"ST-Max", "st max"},
        {"", ""},
        {"&", "and"},
        {"\xc2\xa0Service\xc2\xa0User", "service user"},
    };
    char folded[RASIMI_CLD_FOLD_SIZE], longest[400];
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        rasimi_cld_fold(PAIRS[i][0], folded);
        cr_assert_str_eq(folded, PAIRS[i][1]);
    }
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    rasimi_cld_fold(longest, folded);
    cr_assert_lt(strlen(folded), sizeof folded);
}

Test(import_cells, days_are_read_day_first_with_or_without_a_time)
{
    static const struct {
        const char *text, *day; /* NULL: no day */
    } CASES[] = {
        {"2025-04-01", "2025-04-01"},
        {"01/04/2025", "2025-04-01"},
        {"1/4/2025", "2025-04-01"},
        {"31/12/2024 00:00:00", "2024-12-31"},
        {"2024-02-29T00:00:00Z", "2024-02-29"},
        {"2024-02-29 00:00:00.000", "2024-02-29"},
        {"04/13/2025", NULL},
        {"29/02/2025", NULL},
        {"2025-04-01x", NULL},
        {"2025-04-01 ", NULL},
        {"2025-04-01 12", NULL},
        {"1/4/25", NULL},
        {"2025/04/01", NULL},
        {"", NULL},
        {"45748", NULL},
        {"001/4/2025", NULL},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int64_t day = 0;
        const bool read = rasimi_cld_day(CASES[i].text, &day);
        cr_assert_eq(read, CASES[i].day != NULL, "'%s'", CASES[i].text);
        cr_assert(!read || day == day_of(CASES[i].day), "'%s'", CASES[i].text);
    }
}

Test(import_cells, numbers_are_read_as_spreadsheets_show_them)
{
    static const struct {
        const char *text;
        bool read;
        double value;
        bool cleaned;
    } CASES[] = {
        {"12.5", true, 12.5, false},
        {"-12.5", true, -12.5, false},
        {"\xc2\xa3 1,250.50", true, 1250.5, true},
        {"1,234,567", true, 1234567, true},
        {"007", true, 7, false},
        {".5", true, 0.5, false},
        {"+3", true, 3, false},
        {"0", true, 0, false},
        {"-\xc2\xa3"
         "5",
         true, -5, true},
        {"12,50", false, 0, false},
        {"1,2345", false, 0, false},
        {"TBC", false, 0, false},
        {"", false, 0, false},
        {"1.2.3", false, 0, false},
        {"(5)", false, 0, false},
        {"1234567890123456789012345678901234567890123", false, 0, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        double value = 0;
        bool cleaned = false;
        const bool read = rasimi_cld_number(CASES[i].text, &value, &cleaned);
        cr_assert_eq(read, CASES[i].read, "'%s'", CASES[i].text);
        cr_assert(!read || (value == CASES[i].value && cleaned == CASES[i].cleaned), "'%s' is %g", CASES[i].text,
                  value);
    }
}

Test(import_cells, what_might_identify_somebody_is_shown_by_its_form)
{
    char shown[RASIMI_CLD_SHOWN_SIZE], longest[300];
    rasimi_cld_show("Gardening", false, shown);
    cr_assert_str_eq(shown, "Gardening");
    rasimi_cld_show("Smith 9434765919", false, shown);
    cr_assert_str_eq(shown, "aaaaa 9999999999");
    rasimi_cld_show("7 June 1950", false, shown);
    cr_assert_str_eq(shown, "9 aaaa 9999");
    rasimi_cld_show("TBC", true, shown);
    cr_assert_str_eq(shown, "aaa");
    for (size_t i = 0; i + 1 < sizeof longest; i += 2)
        memcpy(longest + i, "\xc2\xa3", 2);
    longest[298] = '\0';
    rasimi_cld_show(longest, false, shown);
    size_t bad = 0;
    cr_assert(rasimi_utf8_valid(shown, strlen(shown), &bad), "cut inside a character");
    cr_assert_str_eq(shown + strlen(shown) - 3, "...");
}

/* ---- code lists ---- */

Test(import_cells, both_releases_give_the_same_codes)
{
    static const struct {
        rasimi_cld_field field;
        const char *release_1, *release_2;
    } PAIRS[] = {
        {RASIMI_CLD_EVENT_TYPE, "SERVICE", "Service"},
        {RASIMI_CLD_CLIENT_TYPE, "Service User", "Service user"},
        {RASIMI_CLD_CLIENT_TYPE, "Carer", "Unpaid carer"},
        {RASIMI_CLD_CLIENT_TYPE, "Carer known by association", "Unpaid carer known by association"},
        {RASIMI_CLD_SERVICE_TYPE, "Long Term Support: Nursing Care", "Long term support: Nursing care"},
        {RASIMI_CLD_SERVICE_TYPE, "Carer Support: Direct to Carer", "Unpaid carer support: Direct to unpaid carer"},
        {RASIMI_CLD_COMPONENT, "Home Support", "Home support or domiciliary care"},
        {RASIMI_CLD_COMPONENT, "Learning/Education/Employment Support", "Learning, education or employment support"},
        {RASIMI_CLD_COMPONENT, "Carer Respite", "Unpaid carer respite"},
        {RASIMI_CLD_MECHANISM, "CASSR Managed Personal Budget", "CASSR managed personal budget"},
        {RASIMI_CLD_FREQUENCY, "4-Weekly", "4-weekly"},
        {RASIMI_CLD_REASON, "Support with Memory & Cognition", "Support with memory and cognition"},
        {RASIMI_CLD_REASON, "Social Support: Support for Social Isolation/Other",
         "Social support: Support for social isolation or other reason"},
        {RASIMI_CLD_REASON, "Social Support: Support to Carer", "Social support: Support to unpaid carer"},
        {RASIMI_CLD_CARER, "YES", "Yes"},
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        const uint8_t code = rasimi_cld_code(PAIRS[i].field, PAIRS[i].release_1);
        cr_assert_neq(code, RASIMI_CLD_INVALID, "%s", PAIRS[i].release_1);
        cr_assert_eq(code, rasimi_cld_code(PAIRS[i].field, PAIRS[i].release_2), "%s", PAIRS[i].release_2);
    }
    cr_assert_eq(rasimi_cld_code(RASIMI_CLD_COMPONENT, ""), RASIMI_CLD_BLANK);
    cr_assert_eq(rasimi_cld_code(RASIMI_CLD_COMPONENT, "Home"), RASIMI_CLD_INVALID);
    cr_assert_eq(rasimi_cld_code(RASIMI_CLD_MECHANISM, "Home support"), RASIMI_CLD_INVALID, "of another list");
}

/* The labels of release 2 are the texts that fold to the codes: the two tables cannot drift apart. */
Test(import_cells, every_reason_has_the_label_that_gives_its_code)
{
    for (uint8_t reason = 1; reason <= RASIMI_CLD_REASON_UNKNOWN; reason++)
        cr_assert_eq(rasimi_cld_code(RASIMI_CLD_REASON, rasimi_cld_reason_label(reason)), reason);
    cr_assert_str_eq(rasimi_cld_reason_label(RASIMI_CLD_BLANK), "");
    cr_assert_str_eq(rasimi_cld_reason_label(RASIMI_CLD_INVALID), "");
}

Test(import_cells, care_groups_and_age_bands_change_at_their_birthdays)
{
    static const struct {
        int64_t age;
        const char *band, *physical, *learning, *unknown;
    } CASES[] = {
        {RASIMI_CLD_NO_AGE, "", "Unknown", "Learning disability", "Unknown"},
        {17, "Under 18", "Physical disability", "Learning disability", "Unknown"},
        {18, "18 to 24", "Physical disability", "Learning disability", "Unknown"},
        {25, "25 to 44", "Physical disability", "Learning disability", "Unknown"},
        {64, "45 to 64", "Physical disability", "Learning disability", "Unknown"},
        {65, "65 to 74", "Older people", "Learning disability", "Older people"},
        {84, "75 to 84", "Older people", "Learning disability", "Older people"},
        {94, "85 to 94", "Older people", "Learning disability", "Older people"},
        {95, "95 and above", "Older people", "Learning disability", "Older people"},
    };
    const uint8_t physical = rasimi_cld_code(RASIMI_CLD_REASON, "Physical support: Personal care support");
    const uint8_t learning = rasimi_cld_code(RASIMI_CLD_REASON, "Learning disability support");
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        cr_assert_str_eq(rasimi_cld_age_band(CASES[i].age), CASES[i].band);
        cr_assert_str_eq(rasimi_cld_care_group(physical, CASES[i].age), CASES[i].physical);
        cr_assert_str_eq(rasimi_cld_care_group(learning, CASES[i].age), CASES[i].learning);
        cr_assert_str_eq(rasimi_cld_care_group(RASIMI_CLD_INVALID, CASES[i].age), CASES[i].unknown);
    }
}

/* ---- the cost rule ---- */

static rasimi_cld_amount
amount(double value)
{
    return (rasimi_cld_amount){.state = RASIMI_CLD_NUMBER_READ, .value = value};
}

Test(import_cells, weekly_costs_follow_dhsc)
{
    const rasimi_cld_amount blank = {.state = RASIMI_CLD_NUMBER_BLANK};
    const rasimi_cld_amount unreadable = {.state = RASIMI_CLD_NUMBER_UNREADABLE};
    const struct {
        uint8_t frequency;
        rasimi_cld_amount cost, units;
        rasim_import_count what;
        double at_52, at_52_18;
    } CASES[] = {
        {RASIMI_CLD_WEEKLY, amount(100), amount(7), RASIM_IMPORT_N_WEEKLY, 100, 100}, /* frequency before units */
        {RASIMI_CLD_WEEKLY, amount(-100), blank, RASIM_IMPORT_N_WEEKLY, 100, 100},
        {RASIMI_CLD_FORTNIGHTLY, amount(100), blank, RASIM_IMPORT_N_WEEKLY, 50, 50},
        {RASIMI_CLD_FOUR_WEEKLY, amount(100), blank, RASIM_IMPORT_N_WEEKLY, 25, 25},
        {RASIMI_CLD_MONTHLY, amount(520), blank, RASIM_IMPORT_N_WEEKLY, 120, 520 * 12 / 52.18},
        {RASIMI_CLD_QUARTERLY, amount(520), unreadable, RASIM_IMPORT_N_WEEKLY, 40, 520 * 4 / 52.18},
        {RASIMI_CLD_ANNUALLY, amount(520), blank, RASIM_IMPORT_N_WEEKLY, 10, 520 / 52.18},
        {RASIMI_CLD_HOURLY, amount(20), amount(-3.5), RASIM_IMPORT_N_WEEKLY, 70, 70},
        {RASIMI_CLD_PER_SESSION, amount(20), amount(2), RASIM_IMPORT_N_WEEKLY, 40, 40},
        {RASIMI_CLD_DAILY, amount(20), amount(7), RASIM_IMPORT_N_WEEKLY, 140, 140},
        {RASIMI_CLD_BLANK, amount(20), amount(7), RASIM_IMPORT_N_WEEKLY, 140, 140},
        {RASIMI_CLD_INVALID, amount(20), amount(7), RASIM_IMPORT_N_WEEKLY, 140, 140},
        {RASIMI_CLD_HOURLY, amount(20), blank, RASIM_IMPORT_N_NO_UNITS, 0, 0},
        {RASIMI_CLD_HOURLY, amount(20), amount(0), RASIM_IMPORT_N_NO_UNITS, 0, 0},
        {RASIMI_CLD_BLANK, amount(20), unreadable, RASIM_IMPORT_N_NO_UNITS, 0, 0},
        {RASIMI_CLD_ONE_OFF, amount(20), amount(7), RASIM_IMPORT_N_ONE_OFF, 0, 0},
        {RASIMI_CLD_ONE_OFF, blank, amount(7), RASIM_IMPORT_N_COST_BLANK, 0, 0},
        {RASIMI_CLD_WEEKLY, blank, amount(7), RASIM_IMPORT_N_COST_BLANK, 0, 0},
        {RASIMI_CLD_WEEKLY, amount(0), amount(7), RASIM_IMPORT_N_COST_ZERO, 0, 0},
        {RASIMI_CLD_WEEKLY, unreadable, amount(7), RASIM_IMPORT_N_COST_UNREADABLE, 0, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const rasimi_cld_service service = {
            .frequency = CASES[i].frequency, .unit_cost = CASES[i].cost, .units = CASES[i].units};
        double weekly = 0;
        cr_assert_eq(rasimi_cld_weekly_cost(&service, 52, &weekly), CASES[i].what, "case %zu", i);
        cr_assert_float_eq(weekly, CASES[i].at_52, 1e-9, "case %zu", i);
        cr_assert_eq(rasimi_cld_weekly_cost(&service, 52.18, &weekly), CASES[i].what, "case %zu", i);
        cr_assert_float_eq(weekly, CASES[i].at_52_18, 1e-9, "case %zu", i);
    }
}
