/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recipe's people came out as, beside what the recipe wants. Shared by the files of the recipe only. */
#ifndef RASIMI_MODEL_RECIPE_REPORT_H
#define RASIMI_MODEL_RECIPE_REPORT_H

#include "model/recipe_generate.h"
#include "rasim/caseload.h"

/* Describes the costs of everybody, of each setting and of each target's people; a note where a target is missed. The
   report is freed with rasim_generated_free. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_recipe_report(const char *file, const rasimi_recipe *recipe, const rasimi_recipe_costs *costs,
                     rasim_generated **out, rasim_problems *problems);

#endif
