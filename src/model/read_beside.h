/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are read beside those of a study. */
#ifndef RASIMI_MODEL_READ_BESIDE_H
#define RASIMI_MODEL_READ_BESIDE_H

#include "model/design.h"

/* A whole text file, freed with free(). Errors: RASIM_ERR_READ with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_read_text(const char *path, size_t max_bytes, char **bytes, size_t *length, rasim_problems *problems);

/* A design by itself. Errors: those of reading, parsing and rasimi_design_read, with problems; *out is untouched. */
rasim_status
rasimi_read_design(const char *path, rasimi_arena *arena, const rasimi_design **out, rasim_problems *problems);

#endif
