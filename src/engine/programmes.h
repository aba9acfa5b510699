/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prevention programmes and savings lines: what they change, and what they cost and save (methods.md section 5). */
#ifndef RASIMI_ENGINE_PROGRAMMES_H
#define RASIMI_ENGINE_PROGRAMMES_H

#include "engine/results.h"
#include "engine/shocks.h"

/* The share of a cell's starters or moves that programmes prevent in a year (0 for the first). */
double
rasimi_programmes_prevented(const rasim_study *study, const rasimi_programme_draw *draw, rasimi_effect effect,
                            const rasimi_cell *cell, size_t year);

/* Enters what programmes cost and save in a replicate into the ledger of every design and year. */
void
rasimi_programmes_post(const rasim_study *study, const rasimi_programme_draw *draw, bool without_interventions,
                       uint64_t replicate, rasim_results *results);

/* What the programmes of a budget area are planned to cost in a year, less what they are planned to save: £ a year. */
double
rasimi_programmes_planned(const rasim_study *study, size_t area, size_t year);

#endif
