/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "cli/number.h"

Test(number, thousands_are_separated_from_the_right)
{
    static const struct {
        int64_t value;
        const char *text;
    } CASES[] = {
        {0, "0"},
        {7, "7"},
        {-7, "-7"},
        {999, "999"},
        {1000, "1,000"},
        {-1000, "-1,000"},
        {12345, "12,345"},
        {100000, "100,000"},
        {1234567, "1,234,567"},
        {INT64_MIN, "-9,223,372,036,854,775,808"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        cr_assert_str_eq(whole_text(CASES[i].value).text, CASES[i].text);
}

Test(number, pounds_are_rounded_to_the_step_and_halves_go_away_from_zero)
{
    static const struct {
        double gbp, step;
        const char *pounds, *amount;
    } CASES[] = {
        {53901999.5, 1000.0, "£53,902,000", "53,902,000"},
        {-1802499.0, 1000.0, "-£1,802,000", "-1,802,000"},
        {1500.0, 1000.0, "£2,000", "2,000"},
        {-1500.0, 1000.0, "-£2,000", "-2,000"},
        {-400.0, 1000.0, "£0", "0"},
        {2.5, 1.0, "£3", "3"},
        {(double)NAN, 1.0, "not known", ""},
        {1e300, 1.0, "not known", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        cr_assert_str_eq(pounds_text(CASES[i].gbp, CASES[i].step).text, CASES[i].pounds);
        cr_assert_str_eq(amount_text(CASES[i].gbp, CASES[i].step).text, CASES[i].amount);
    }
}

Test(number, millions_are_short)
{
    cr_assert_str_eq(millions_text(52100000.0).text, "£52.1m");
    cr_assert_str_eq(millions_text(1234000.0).text, "£1.23m");
    cr_assert_str_eq(millions_text(999.94e6).text, "£999.9m");
    cr_assert_str_eq(millions_text(999.96e6).text, "£1.00bn");
    cr_assert_str_eq(millions_text(-30.2e9).text, "-£30.2bn");
    cr_assert_str_eq(millions_text(999999.0).text, "£999,999");
    cr_assert_str_eq(millions_text(-1234000.0).text, "-£1.23m");
}

Test(number, a_percentage_never_claims_a_certainty_that_was_not_seen)
{
    static const struct {
        double share;
        const char *text;
    } CASES[] = {
        {0.713, "71.3 %"},  {1.0, "100.0 %"},        {0.0, "0.0 %"},    {0.9996, "over 99.9 %"},
        {0.9994, "99.9 %"}, {0.0004, "under 0.1 %"}, {0.0006, "0.1 %"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        cr_assert_str_eq(percent_text(CASES[i].share).text, CASES[i].text, "%g", CASES[i].share);
    cr_assert_str_eq(percent_text((double)NAN).text, "");
}

Test(number, levels_are_shown_as_they_were_asked_for)
{
    cr_assert_str_eq(level_text(0.9).text, "90 %");
    cr_assert_str_eq(level_text(0.975).text, "97.5 %");
    cr_assert_str_eq(level_text(0.57).text, "57 %");
}

/* The rule of docs/cli.md: the largest power of ten not above a fifth of the half-width, at least 1, at least 1,000
   above a million, a twentieth of the amount where the half-width is not known. */
Test(number, the_step_of_money_follows_the_simulation_error)
{
    static const struct {
        double gbp, half_width, step;
    } CASES[] = {
        {53900000.0, 23000.0, 1000.0},  {53900000.0, 49999.0, 1000.0},
        {53900000.0, 50000.0, 10000.0}, {53900000.0, 0.0, 1000.0},
        {900000.0, 0.0, 1.0},           {900000.0, 49.0, 1.0},
        {900000.0, 50.0, 10.0},         {-53900000.0, 5.0, 1000.0},
        {1000000.0, 0.0, 1.0},          {1000000.0, (double)NAN, 10000.0},
        {0.0, (double)NAN, 1.0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        cr_assert_eq(money_step(CASES[i].gbp, CASES[i].half_width), CASES[i].step, "case %zu: %g", i,
                     money_step(CASES[i].gbp, CASES[i].half_width));
}

Test(number, half_a_width_is_the_larger_side)
{
    rasim_at_level at = {0.9, 10.0, 7.0, 12.0};
    cr_assert_eq(half_width(&at), 3.0);
    at.low = (double)NAN;
    cr_assert_eq(half_width(&at), 2.0);
    at.high = (double)NAN;
    cr_assert(isnan(half_width(&at)));
}

Test(number, one_persons_money_is_shown_to_the_penny)
{
    static const struct {
        double gbp;
        const char *text;
    } cases[] = {{0, "£0.00"},        {1234.5, "£1,234.50"},      {-0.001, "£0.00"},     {-4.8, "-£4.80"},
                 {0.995001, "£1.00"}, {(double)NAN, "not known"}, {70.1484375, "£70.15"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_str_eq(pence_text(cases[i].gbp).text, cases[i].text);
}
