/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that a study ran with: a walk over the tables that also parsed them, so that no key can be forgotten. */
#include "report/resolved.h"

#include <math.h>
#include <stdio.h>

enum { NAME_SIZE = 256 };

static void
walk(rasimi_h5put *put, const rasimi_table *table, const void *values, const char *prefix);

static void
put_number(rasimi_h5put *put, const char *name, const rasimi_number *number)
{
    if (isfinite(number->value))
        rasimi_h5put_number(put, name, number->value);
}

static void
put_text(rasimi_h5put *put, const char *name, const rasimi_text *text)
{
    if (text->value)
        rasimi_h5put_text(put, name, text->value);
}

static void
put_numbers(rasimi_h5put *put, const char *name, const rasimi_numbers *list)
{
    char item[NAME_SIZE + 32];
    for (size_t i = 0; i < list->n; i++) {
        snprintf(item, sizeof item, "%s[%zu]", name, i + 1);
        put_number(put, item, &list->items[i]);
    }
}

static void
put_texts(rasimi_h5put *put, const char *name, const rasimi_texts *list)
{
    char item[NAME_SIZE + 32];
    for (size_t i = 0; i < list->n; i++) {
        snprintf(item, sizeof item, "%s[%zu]", name, i + 1);
        put_text(put, item, &list->items[i]);
    }
}

/* A label may hold any characters, a name may not: the label is a value of its own. */
static void
put_pairs(rasimi_h5put *put, const char *name, const rasimi_pairs *list)
{
    char item[NAME_SIZE + 32];
    for (size_t i = 0; i < list->n; i++) {
        snprintf(item, sizeof item, "%s[%zu].label", name, i + 1);
        put_text(put, item, &list->items[i].label);
        snprintf(item, sizeof item, "%s[%zu].value", name, i + 1);
        put_number(put, item, &list->items[i].number);
    }
}

static void
put_structs(rasimi_h5put *put, const char *name, const rasimi_table *table, const rasimi_structs *list)
{
    char item[NAME_SIZE];
    const char *at = list->items;
    for (size_t i = 0; i < list->n; i++, at += table->size) {
        int length = snprintf(item, sizeof item, "%s[%zu].", name, i + 1);
        if (length > 0 && (size_t)length < sizeof item)
            walk(put, table, at, item);
    }
}

static void
put_value(rasimi_h5put *put, const rasimi_param *param, const char *name, const void *field)
{
    switch (param->type) {
        case RASIMI_PARAM_NUMBER:
            put_number(put, name, field);
            break;
        case RASIMI_PARAM_WHOLE:
            if (((const rasimi_whole *)field)->present)
                rasimi_h5put_whole(put, name, ((const rasimi_whole *)field)->value);
            break;
        case RASIMI_PARAM_TEXT:
            put_text(put, name, field);
            break;
        case RASIMI_PARAM_FLAG:
            rasimi_h5put_whole(put, name, ((const rasimi_flag *)field)->value);
            break;
        case RASIMI_PARAM_CHOICE:
            rasimi_h5put_text(put, name, param->choices[((const rasimi_choice *)field)->value]);
            break;
        case RASIMI_PARAM_NUMBERS:
            put_numbers(put, name, field);
            break;
        case RASIMI_PARAM_TEXTS:
            put_texts(put, name, field);
            break;
        case RASIMI_PARAM_PAIRS:
            put_pairs(put, name, field);
            break;
        case RASIMI_PARAM_STRUCTS:
            put_structs(put, name, param->nested, field);
            break;
        case RASIMI_PARAM_STRUCT:
            break; /* walked into, below */
    }
}

static void
walk(rasimi_h5put *put, const rasimi_table *table, const void *values, const char *prefix)
{
    char name[NAME_SIZE];
    for (size_t i = 0; i < table->n; i++) {
        const rasimi_param *param = &table->params[i];
        const void *field = (const char *)values + param->offset;
        bool nested = param->type == RASIMI_PARAM_STRUCT;
        int length = snprintf(name, sizeof name, "%s%s%s", prefix, param->key, nested ? "." : "");
        if (length < 0 || (size_t)length >= sizeof name)
            continue; /* keys are ours and short */
        if (nested)
            walk(put, param->nested, field, name);
        else
            put_value(put, param, name, field);
    }
}

void
rasimi_h5put_resolved(rasimi_h5put *put, const rasimi_table *table, const void *values)
{
    walk(put, table, values, "");
}
