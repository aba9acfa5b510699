/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes of a sweep: read from "key=from:to:step", counted, and walked in values that a file could have. */
#include "analysis/sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/problem.h"
#include "base/text.h"

/* A step leads to the end where it misses it by less than this part of a step. */
#define ROUNDING 1e-9

static rasim_status
refuse(const char *text, const char *why, rasim_problems *problems)
{
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){0},
                       "'%s' cannot be swept: %s; write key=from:to:step, as sign_off.uplift_share=0.5:1:0.1.",
                       rasimi_words_shown(text, strlen(text)).text, why);
    return RASIM_ERR_INPUT;
}

/* Three numbers with colons between them. */
static bool
read_range(const char *text, double out[3])
{
    for (size_t i = 0; i < 3; i++) {
        const size_t length = strcspn(text, ":");
        if (rasimi_parse_double(text, length, &out[i]) != RASIMI_NUMBER_OK)
            return false;
        text += length;
        if ((i < 2) != (*text == ':'))
            return false;
        text += i < 2;
    }
    return true;
}

rasim_status
rasim_axis_parse(const char *text, rasim_axis *out, char **key, rasim_problems *problems)
{
    if (!text || !out || !key)
        return RASIM_ERR_ARGUMENT;
    const char *equals = strrchr(text, '=');
    double range[3];
    if (!equals || equals == text)
        return refuse(text, "no key stands before an equals sign", problems);
    if (!read_range(equals + 1, range))
        return refuse(text, "after the key there must be three numbers with colons between them", problems);
    const rasim_axis axis = {.from = range[0], .to = range[1], .step = range[2]};
    if (rasim_axis_count(&axis) == 0)
        return refuse(text, "these steps never lead from the first number to the second, or there are over 10,000",
                      problems);
    char *copy = strndup(text, (size_t)(equals - text));
    if (!copy)
        return RASIM_ERR_NO_MEMORY;
    *out = axis;
    out->key = *key = copy;
    return RASIM_OK;
}

size_t
rasim_axis_count(const rasim_axis *axis)
{
    const double span = axis->to - axis->from;
    if (!isfinite(span) || !isfinite(axis->step))
        return 0;
    if (!(span < 0) && !(span > 0))
        return 1;
    const double steps = span / axis->step;
    return steps >= 0 && steps < RASIM_MOST_POINTS ? (size_t)floor(steps + ROUNDING) + 1 : 0;
}

rasimi_words
rasimi_axis_text(const rasim_axis *axis, size_t i)
{
    const double value = axis->from + (double)i * axis->step;
    const bool is_nothing = fabs(value) < fabs(axis->step) * ROUNDING; /* -1 + 10 x 0.1 */
    return rasimi_words_number(is_nothing ? 0 : value);
}

void
rasimi_grid_place(const size_t *n_values, size_t n_axes, size_t point, size_t *at)
{
    for (size_t a = n_axes; a-- > 0;) {
        at[a] = point % n_values[a];
        point /= n_values[a];
    }
}
