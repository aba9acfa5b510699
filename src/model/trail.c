/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps by which a person's figure comes about, and the words for the numbers in them. */
#include "model/trail.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_CAPACITY 16

double
rasimi_trail_total(const rasimi_trail *trail, rasim_step_unit unit)
{
    for (size_t i = trail->n; i-- > 0;)
        if (trail->steps[i].unit == unit)
            return trail->steps[i].total;
    return 0;
}

static bool
make_room(rasimi_trail *trail)
{
    if (trail->n < trail->capacity)
        return true;
    const size_t capacity = trail->capacity ? 2 * trail->capacity : FIRST_CAPACITY;
    rasim_step *steps = rasimi_arena_alloc(trail->arena, capacity, sizeof *steps);
    if (!steps)
        return false;
    if (trail->n > 0)
        memcpy(steps, trail->steps, trail->n * sizeof *steps);
    trail->steps = steps;
    trail->capacity = capacity;
    return true;
}

void
rasimi_trail_add(rasimi_trail *trail, rasim_step_unit unit, double total, const char *label, const char *detail, ...)
{
    va_list arguments;
    va_start(arguments, detail);
    const char *words = rasimi_arena_vprintf(trail->arena, detail, arguments);
    va_end(arguments);
    const char *name = rasimi_arena_text(trail->arena, label, strlen(label));
    if (!words || !name || !make_room(trail)) {
        trail->failed = true;
        return;
    }
    const bool note = unit == RASIM_STEP_NOTE;
    trail->steps[trail->n] = (rasim_step){
        .label = name,
        .detail = words,
        .unit = unit,
        .change = note ? (double)NAN : total - rasimi_trail_total(trail, unit),
        .total = note ? (double)NAN : total,
    };
    trail->n++;
}

/* ---- numbers in words ---- */

rasimi_words
rasimi_words_gbp(double gbp)
{
    rasimi_words out;
    const double pence = floor(fabs(gbp) * 100 + 0.5);
    const uint64_t whole = (uint64_t)pence;
    snprintf(out.text, sizeof out.text, "%s£%.40s.%02d", gbp < 0 && whole > 0 ? "-" : "",
             rasimi_words_grouped(whole / 100).text, (int)(whole % 100));
    return out;
}

/* A number at no more than 1 / `parts`. */
static rasimi_words
rounded(double value, double parts)
{
    return rasimi_words_number(floor(value * parts + 0.5) / parts);
}

rasimi_words
rasimi_words_percent(double share)
{
    rasimi_words out;
    snprintf(out.text, sizeof out.text, "%.20s %%", rounded(share * 100, 100).text);
    return out;
}

rasimi_words
rasimi_words_points(double points)
{
    return rounded(points, 1000);
}

rasimi_words
rasimi_words_table_gbp(const rasimi_family_case *at, double gbp)
{
    rasimi_words out = rasimi_words_gbp(gbp);
    if (at->design->period.value == RASIMI_PERIOD_YEAR)
        snprintf(out.text, sizeof out.text, "%.40s a year", rasimi_words_gbp(gbp).text);
    return out;
}
