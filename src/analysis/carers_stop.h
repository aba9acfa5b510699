/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What carers who stop cost, beside the same years in which none does. */
#ifndef RASIMI_ANALYSIS_CARERS_STOP_H
#define RASIMI_ANALYSIS_CARERS_STOP_H

#include <stddef.h>

#include "rasim/summary.h"

/* Compares the first year of a design with the same replicates of a run `without_carers_stop`; does not apply where
   that is NULL or has fewer replicates, or where the design counts on no carer who may stop. */
void
rasimi_carers_stop(const rasim_results *results, const rasim_results *without, size_t design, rasim_carers_stop *out);

#endif
