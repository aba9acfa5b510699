/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of the Gregorian calendar as numbers. */
#include "model/day.h"

#include <string.h>

static bool
is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t
days_in_month(int64_t year, int64_t month)
{
    static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1970-01-01 to the first of January. */
static int64_t
days_to_year(int64_t year)
{
    const int64_t before = year - 1;
    return before * 365 + before / 4 - before / 100 + before / 400 - 719162;
}

/* The number written in text[0..n); -1 where a character is no digit. */
static int64_t
digits(const char *text, size_t n)
{
    int64_t number = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

bool
rasimi_day_parse(const char *text, int64_t *day)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    const int64_t year = digits(text, 4), month = digits(text + 5, 2), of_month = digits(text + 8, 2);
    if (year < 1 || month < 1 || month > 12 || of_month < 1 || of_month > days_in_month(year, month)) {
        return false;
    }
    *day = days_to_year(year) + of_month - 1;
    for (int64_t m = 1; m < month; m++) {
        *day += days_in_month(year, m);
    }
    return true;
}

/* Writes a number as n digits. */
static void
put(char *out, int n, int64_t number)
{
    for (int i = n - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

void
rasimi_day_format(int64_t day, char out[11])
{
    int64_t year = 1970 + day / 365, month = 1;
    while (days_to_year(year) > day) {
        year--;
    }
    while (days_to_year(year + 1) <= day) {
        year++;
    }
    int64_t left = day - days_to_year(year);
    while (left >= days_in_month(year, month)) {
        left -= days_in_month(year, month);
        month++;
    }
    put(out, 4, year);
    put(out + 5, 2, month);
    put(out + 8, 2, left + 1);
    out[4] = out[7] = '-';
    out[10] = 0;
}
