/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a checked recipe to the text of its caseload. Shared by the files of the recipe only. */
#ifndef RASIMI_MODEL_RECIPE_GENERATE_H
#define RASIMI_MODEL_RECIPE_GENERATE_H

#include "base/text.h"
#include "model/recipe_spec.h"

/* Appends the header and every person of a recipe that rasimi_recipe_check has passed. Person j of a care group is a
   pure function of (seed, care group's label, j). Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_recipe_write(const rasimi_recipe *recipe, rasimi_buffer *csv);

#endif
