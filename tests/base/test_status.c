/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statuses, the version and the ledger's lines: tables that must be complete and agree with their headers. */
#include "rasim/ledger.h"
#include "rasim/status.h"
#include "rasim/version.h"

#include <criterion/criterion.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <stdio.h>
#include <string.h>

static const rasim_status statuses[] = {
#define X(name, number, sentence) RASIM_##name,
    RASIM_STATUS_LIST(X)
#undef X
};

#define N_STATUSES (sizeof statuses / sizeof statuses[0])

Test(status, each_has_its_own_name_and_sentence)
{
    for (size_t i = 0; i < N_STATUSES; i++) {
        const char *text = rasim_status_text(statuses[i]);
        cr_assert(strlen(text) > 10 && text[strlen(text) - 1] == '.', "'%s'", text);
        cr_assert((statuses[i] == RASIM_OK) == (i == 0) && statuses[i] <= 0);
        for (size_t j = 0; j < i; j++) {
            cr_assert_neq(statuses[i], statuses[j]);
            cr_assert_str_neq(rasim_status_name(statuses[i]), rasim_status_name(statuses[j]));
            cr_assert_str_neq(text, rasim_status_text(statuses[j]));
        }
    }
    cr_assert_str_eq(rasim_status_name(RASIM_ERR_INPUT), "ERR_INPUT");
    cr_assert_str_eq(rasim_status_name(RASIM_OK), "OK");
}

Test(status, a_number_that_is_none_is_said_to_be_none)
{
    const rasim_status foreign[] = {(rasim_status)1, (rasim_status)-99, (rasim_status)-32768};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        cr_assert_str_eq(rasim_status_name(foreign[i]), "UNKNOWN");
        cr_assert(strlen(rasim_status_text(foreign[i])) > 0);
    }
}

Test(status, init_makes_gsl_return_instead_of_aborting)
{
    gsl_sf_result result;
    rasim_init();
    rasim_init();
    cr_assert_neq(gsl_sf_lngamma_e(-1.0, &result), GSL_SUCCESS);
}

Test(status, version_is_what_the_header_says)
{
    char numbers[64];
    snprintf(numbers, sizeof numbers, "%d.%d.%d", RASIM_VERSION_MAJOR, RASIM_VERSION_MINOR, RASIM_VERSION_PATCH);
    cr_assert_str_eq(rasim_version(), numbers);
    cr_assert_str_eq(rasim_version(), RASIM_VERSION_STRING);
    cr_assert(strlen(rasim_version_git()) > 0);
}

Test(status, each_ledger_line_describes_itself)
{
    for (int line = 0; line < RASIM_N_LINES; line++) {
        const rasim_line_info *info = rasim_line_describe((rasim_line)line);
        cr_assert_not_null(info);
        cr_assert(strlen(info->name) > 0 && strlen(info->sentence) > 0);
        cr_assert(info->sign >= -1 && info->sign <= 1);
        cr_assert(info->unit == RASIM_UNIT_MONEY || info->sign == 0, "people are no part of net: %s", info->name);
        for (int other = 0; other < line; other++) {
            cr_assert_str_neq(info->name, rasim_line_describe((rasim_line)other)->name);
        }
    }
}

Test(status, ledger_lines_have_the_signs_of_the_sum)
{
    static const struct {
        rasim_line line;
        const char *name;
        int sign;
        rasim_line_unit unit;
    } cases[] = {
        {RASIM_LINE_LEGACY, "legacy", +1, RASIM_UNIT_MONEY},
        {RASIM_LINE_TRIM, "trim", -1, RASIM_UNIT_MONEY},
        {RASIM_LINE_CONTRIBUTION, "contribution", -1, RASIM_UNIT_MONEY},
        {RASIM_LINE_NET, "net", 0, RASIM_UNIT_MONEY},
        {RASIM_LINE_PANEL_CASES, "panel_cases", 0, RASIM_UNIT_PEOPLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const rasim_line_info *info = rasim_line_describe(cases[i].line);
        cr_assert_str_eq(info->name, cases[i].name);
        cr_assert_eq(info->sign, cases[i].sign);
        cr_assert_eq(info->unit, cases[i].unit);
    }
}

Test(status, there_is_no_ledger_line_outside_the_table)
{
    cr_assert_null(rasim_line_describe(RASIM_N_LINES));
    cr_assert_null(rasim_line_describe((rasim_line)-1));
}
