/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recipe.yaml: a synthetic caseload, generated in memory as the CSV text that a file would hold. */
#ifndef RASIMI_MODEL_RECIPE_H
#define RASIMI_MODEL_RECIPE_H

#include <stddef.h>

#include "base/problem.h"
#include "base/text.h"
#include "io/yaml.h"

/* Generates the caseload of a parsed recipe as CSV text (freed with rasimi_buffer_clear), on so many threads (0: as
   many as there are cores). Bits depend neither on them nor on the processor; adding people changes nobody else.
   Errors: RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_recipe_generate(const char *file, const rasimi_node *root, int n_threads, rasimi_buffer *csv,
                       rasim_problems *problems);

#endif
