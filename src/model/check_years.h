/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The framework's keys for several years against each other. */
#ifndef RASIMI_MODEL_CHECK_YEARS_H
#define RASIMI_MODEL_CHECK_YEARS_H

#include "model/check.h"
#include "model/framework.h"

/* Laws and their figures, lists against the horizon, tails, programmes; and warnings about keys that do nothing in this
   framework. What needs the caseload is checked in check_turnover.c and tail.c. */
void
rasimi_check_years(rasimi_checker *checker, const rasimi_framework *framework);

#endif
