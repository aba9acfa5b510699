/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a checked recipe to the text of its caseload. Shared by the files of the recipe only. */
#ifndef RASIMI_MODEL_RECIPE_GENERATE_H
#define RASIMI_MODEL_RECIPE_GENERATE_H

#include "base/text.h"
#include "model/recipe_spec.h"

/* What one person's package costs, and where the person belongs. */
typedef struct rasimi_recipe_cost {
    uint32_t group, setting; /* into the recipe's groups, and the group's settings */
    uint32_t pence;          /* a week */
} rasimi_recipe_cost;

/* Everybody's cost, in the order of the file; zero-initialised is valid and empty. */
typedef struct rasimi_recipe_costs {
    rasimi_recipe_cost *items;
    size_t n;
} rasimi_recipe_costs;

/* Appends the header and every person of a recipe that rasimi_recipe_check has passed. Person j of a care group is a
   pure function of (seed, care group's label, j), so that any number of threads writes the same. `costs` is empty; its
   items are freed with free() whatever happens. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_recipe_write(const rasimi_recipe *recipe, int n_threads, rasimi_buffer *csv, rasimi_recipe_costs *costs);

#endif
