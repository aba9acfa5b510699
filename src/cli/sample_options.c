/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of the options that the commands on samples share. */
#include "sample_options.h"

#include <string.h>

size_t
sample_split_columns(char *text, const char *columns[SAMPLE_MOST_BY])
{
    size_t n = 0;
    for (char *comma; text; text = comma) {
        comma = strchr(text, ',');
        if (comma)
            *comma++ = '\0';
        if (text[0] == '\0' || n == SAMPLE_MOST_BY)
            return 0;
        columns[n++] = text;
    }
    return n;
}

bool
sample_split_where(char *text, const char **column, const char **value)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text || equals[1] == '\0')
        return false;
    *equals = '\0';
    *column = text;
    *value = equals + 1;
    return true;
}
