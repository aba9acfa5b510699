/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges of an optimisation, read from "key=low:high". */
#include <stdlib.h>
#include <string.h>

#include "base/problem.h"
#include "base/text.h"
#include "model/param_words.h"
#include "model/vary.h"
#include "rasim/optimise.h"

static rasim_status
refuse(const char *text, const char *why, rasim_problems *problems)
{
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){0},
                       "'%s' is no range: %s; write key=low:high, as design.limits.top_slice=0:0.2.",
                       rasimi_words_shown(text, strlen(text)).text, why);
    return RASIM_ERR_INPUT;
}

rasim_status
rasim_range_parse(const char *text, rasim_range *out, char **key, rasim_problems *problems)
{
    if (!text || !out || !key)
        return RASIM_ERR_ARGUMENT;
    const char *equals = strrchr(text, '='), *colon = equals ? strchr(equals, ':') : NULL;
    rasim_range range = {.key = NULL};
    if (!equals || equals == text)
        return refuse(text, "no key stands before an equals sign", problems);
    if (!colon || rasimi_parse_double(equals + 1, (size_t)(colon - equals - 1), &range.low) != RASIMI_NUMBER_OK ||
        rasimi_parse_double(colon + 1, strlen(colon + 1), &range.high) != RASIMI_NUMBER_OK)
        return refuse(text, "after the key there must be two numbers with a colon between them", problems);
    if (!(range.low < range.high))
        return refuse(text, "the first number must be the smaller one", problems);
    char *copy = strndup(text, (size_t)(equals - text));
    if (!copy)
        return RASIM_ERR_NO_MEMORY;
    *out = range;
    out->key = *key = copy;
    return RASIM_OK;
}

bool
rasim_key_is_of_design(const char *key)
{
    return rasimi_vary_is_of_design(key);
}
