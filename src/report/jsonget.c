/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small words for reading JSON. */
#include "report/jsonget.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

enum { LONGEST_KEY = 64 };

/* The child that one step of a path names. */
static const json_t *
step(const json_t *from, const char *name, size_t length)
{
    char key[LONGEST_KEY];
    uint64_t i;
    if (length >= sizeof key)
        return NULL;
    if (json_is_array(from))
        return rasimi_parse_uint64(name, length, &i) == RASIMI_NUMBER_OK ? json_array_get(from, (size_t)i) : NULL;
    memcpy(key, name, length);
    key[length] = '\0';
    return json_object_get(from, key);
}

const json_t *
rasimi_json_at(const json_t *from, const char *path)
{
    while (from && *path) {
        const size_t length = strcspn(path, ".");
        from = step(from, path, length);
        path += length + (path[length] == '.');
    }
    return from && !json_is_null(from) ? from : NULL;
}

double
rasimi_json_number_at(const json_t *from, const char *path)
{
    const json_t *value = rasimi_json_at(from, path);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

const char *
rasimi_json_text_at(const json_t *from, const char *path)
{
    const char *text = json_string_value(rasimi_json_at(from, path));
    return text ? text : "";
}

bool
rasimi_json_true_at(const json_t *from, const char *path)
{
    return json_is_true(rasimi_json_at(from, path));
}

size_t
rasimi_json_count_at(const json_t *from, const char *path)
{
    return json_array_size(rasimi_json_at(from, path));
}

const json_t *
rasimi_json_item(const json_t *list, size_t i)
{
    return json_array_get(list, i);
}

const json_t *
rasimi_json_with_number(const json_t *list, const char *key, double number)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (fabs(rasimi_json_number_at(json_array_get(list, i), key) - number) < 1e-9)
            return json_array_get(list, i);
    return NULL;
}
