/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text to a file that appears whole or not at all. */
#include "model/write_text.h"

#include "io/file.h"

rasim_status
rasimi_write_text(const char *path, const rasimi_buffer *text, rasim_problems *problems)
{
    rasimi_atomic file = {.fd = -1};
    rasim_status status = rasimi_atomic_open(path, &file, problems);
    if (status == RASIM_OK) {
        status = rasimi_atomic_write(&file, text->data, text->length, problems);
    }
    if (status == RASIM_OK) {
        status = rasimi_atomic_commit(&file, problems);
    }
    rasimi_atomic_abandon(&file);
    return status;
}
