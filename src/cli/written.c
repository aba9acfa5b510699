/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files a command has written so far. */
#include "written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
written_add(written_files *self, const char *path)
{
    if (self->n < WRITTEN_MOST)
        self->paths[self->n++] = strdup(path);
}

void
written_clear(written_files *self)
{
    for (size_t i = 0; i < self->n; i++)
        free(self->paths[i]);
    *self = (written_files){0};
}

char *
written_text(const written_files *self)
{
    char *text = strdup("");
    for (size_t i = 0; text && i < self->n; i++) {
        const char *link = i == 0 ? "" : i + 1 < self->n ? ", " : " and ";
        char *longer = NULL;
        if (asprintf(&longer, "%s%s%s", text, link, self->paths[i] ? self->paths[i] : "a file") < 0)
            longer = NULL;
        free(text);
        text = longer;
    }
    return text;
}
