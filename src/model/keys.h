/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/files.md, made from the tables that parse the files. */
#ifndef RASIMI_MODEL_KEYS_H
#define RASIMI_MODEL_KEYS_H

#include "base/text.h"

/* A minimal file of a kind ("framework", "design", "recipe", "caseload"), as the page shows it; NULL: no such kind. */
const char *
rasimi_keys_example(const char *kind);

/* Appends the whole page. */
void
rasimi_keys_markdown(rasimi_buffer *out);

#endif
