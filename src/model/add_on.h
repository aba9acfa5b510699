/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money beside the rule for some answers: upper banding, double-handed care, a sleep-in. */
#ifndef RASIMI_MODEL_ADD_ON_H
#define RASIMI_MODEL_ADD_ON_H

#include "model/check.h"
#include "model/design.h"
#include "model/score.h"

/* Every add-on has an amount or priced hours, names that exist, and triggers that can hold together. */
void
rasimi_add_ons_check(rasimi_checker *checker, const rasimi_design *design);

/* Does every trigger hold? */
bool
rasimi_add_on_holds(const rasimi_add_on *add_on, const rasimi_scorer *scorer, size_t row);

/* What an add-on is worth where it holds, £ a week. `weeks` are those of the design's period. */
double
rasimi_add_on_worth(const rasimi_add_on *add_on, const rasimi_design *design, double weeks);

/* All that hold, £ a week. */
double
rasimi_add_ons_sum(const rasimi_scorer *scorer, size_t row, double weeks);

#endif
