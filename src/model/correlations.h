/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the correlations of a framework can be. */
#ifndef RASIMI_MODEL_CORRELATIONS_H
#define RASIMI_MODEL_CORRELATIONS_H

#include "model/check.h"
#include "model/framework.h"

/* Checks that correlations, each of two different, known shocks, are positive definite together. */
void
rasimi_check_correlations(rasimi_checker *checker, const rasimi_structs *correlations);

#endif
