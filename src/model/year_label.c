/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of years, counted on from the first. */
#include "model/year_label.h"

#include <stdbool.h>
#include <string.h>

/* Digits beyond these are no year. */
#define MAX_DIGITS 6

/* A number in a text: digits [from, to). */
typedef struct digits {
    size_t from, to;
    unsigned value;
} digits;

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The last number that ends at or before `end`. */
static bool
find_number(const char *text, size_t end, digits *out)
{
    while (end > 0 && !is_digit(text[end - 1]))
        end--;
    size_t from = end;
    while (from > 0 && is_digit(text[from - 1]))
        from--;
    *out = (digits){from, end, 0};
    for (size_t i = from; i < end && end - from <= MAX_DIGITS; i++)
        out->value = out->value * 10 + (unsigned)(text[i] - '0');
    return end > from && end - from <= MAX_DIGITS;
}

static unsigned
below_power(unsigned value, size_t n_digits)
{
    unsigned power = 1;
    for (size_t i = 0; i < n_digits; i++)
        power *= 10;
    return value % power;
}

/* Do the two numbers stand side by side as one year and the next? */
static bool
are_a_pair(const char *text, const digits *year, const digits *next)
{
    const size_t width = next->to - next->from;
    return next->from == year->to + 1 && (text[year->to] == '/' || text[year->to] == '-') &&
           year->to - year->from >= width && next->value == below_power(year->value + 1, width);
}

const char *
rasimi_year_label(const char *first, size_t years, rasimi_arena *arena)
{
    digits last, before;
    const unsigned on = (unsigned)years;
    if (years == 0)
        return first;
    if (!find_number(first, strlen(first), &last))
        return rasimi_arena_printf(arena, "%s + %u", first, on);
    const int width = (int)(last.to - last.from);
    if (find_number(first, last.from, &before) && are_a_pair(first, &before, &last))
        return rasimi_arena_printf(arena, "%.*s%0*u%c%0*u%s", (int)before.from, first, (int)(before.to - before.from),
                                   before.value + on, first[before.to], width,
                                   below_power(last.value + on, (size_t)width), first + last.to);
    return rasimi_arena_printf(arena, "%.*s%0*u%s", (int)last.from, first, width, last.value + on, first + last.to);
}
