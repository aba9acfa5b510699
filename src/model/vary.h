/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What-ifs: a number of a framework or design replaced in the tree that was parsed, before the tables read it. So a
   value that varies meets the same checks and messages as one that stands in the file. */
#ifndef RASIMI_MODEL_VARY_H
#define RASIMI_MODEL_VARY_H

#include "base/mem.h"
#include "base/problem.h"
#include "io/yaml.h"
#include "rasim/study.h"

/* Whether a key is one of designs, "design.limits.top_slice". */
bool
rasimi_vary_is_of_design(const char *key);

/* Replaces *root, the tree of a framework or of a design, by one in which the key has the value; it shares all else
   with the old one. A key that is absent is added. Problems: no such key (with the nearest), a key that is no number,
   a row that is not named or does not exist. Errors: RASIM_ERR_INPUT with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_vary(const char *file, const rasim_override *override, rasimi_arena *arena, const rasimi_node **root,
            rasim_problems *problems);

#endif
