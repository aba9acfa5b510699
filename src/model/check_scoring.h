/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of a design's questionnaire and carer rule by themselves. */
#ifndef RASIMI_MODEL_CHECK_SCORING_H
#define RASIMI_MODEL_CHECK_SCORING_H

#include "model/check.h"
#include "model/design.h"

/* Domains, levels, interactions, rescaling and range; finds the domains that interactions name. */
void
rasimi_questionnaire_check(rasimi_checker *checker, const rasimi_design *design);

/* That the rule says something, about domains that exist; hours only where the family has hours. */
void
rasimi_carer_rule_check(rasimi_checker *checker, const rasimi_design *design);

#endif
