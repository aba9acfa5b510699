/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of the calendar: known ones, every one of two centuries, and what is no date. */
#include "model/day.h"

#include <criterion/criterion.h>
#include <stddef.h>

Test(day, known_days_have_their_number)
{
    static const struct {
        const char *text;
        int64_t day;
    } cases[] = {{"1970-01-01", 0},     {"1969-12-31", -1},      {"1970-02-01", 31},     {"2000-03-01", 11017},
                 {"2009-06-16", 14411}, {"0001-01-01", -719162}, {"9999-12-31", 2932896}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t day = 0;
        char text[11];
        cr_assert(rasimi_day_parse(cases[i].text, &day), "%s", cases[i].text);
        cr_assert_eq(day, cases[i].day, "%s is %lld", cases[i].text, (long long)day);
        rasimi_day_format(day, text);
        cr_assert_str_eq(text, cases[i].text);
    }
}

Test(day, every_day_of_two_centuries_is_read_back)
{
    for (int64_t day = -25568; day < 47847; day++) { /* 1899-12-31 to 2100-12-31 */
        char text[11];
        int64_t again = 0;
        rasimi_day_format(day, text);
        cr_assert(rasimi_day_parse(text, &again) && again == day, "day %lld is %s", (long long)day, text);
    }
}

Test(day, what_is_no_date_is_refused)
{
    static const char *const cases[] = {"2009-02-29", "1900-02-29",  "2009-13-01", "2009-00-10", "2009-04-31",
                                        "2009-04-00", "0000-01-01",  "2009-4-1",   "2009/04/01", "2009-04-1x",
                                        "",           "2009-04-011", "-009-04-01", "2009-04-01 "};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t day = 7;
        cr_assert(!rasimi_day_parse(cases[i], &day), "%s", cases[i]);
        cr_assert_eq(day, 7);
    }
}
