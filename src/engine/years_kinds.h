/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of people in a year: those who share calls of the generator, and those who are alone. What is theirs is
   told apart here, for the file that takes all of them through their years (years.c). */
#ifndef RASIMI_ENGINE_YEARS_KINDS_H
#define RASIMI_ENGINE_YEARS_KINDS_H

#include "engine/years_block.h"

/* ---- people who share calls: years_shared.c ---- */

/* The people of a cell as year 1 finds them, in all replicates. Errors: RASIM_ERR_NO_MEMORY, and below what a watch
   returns, too. */
rasim_status
rasimi_years_found_shared(rasimi_side_by_side *beside, uint32_t cell, const rasimi_population *population);

/* The year of those who were there when it began, and of those who start care in it. */
rasim_status
rasimi_years_shared(rasimi_side_by_side *beside, uint32_t cell);

/* Gives those who start care in the year in a cell their seats, in all replicates. */
rasim_status
rasimi_years_start(rasimi_side_by_side *beside, uint32_t cell);

/* ---- people who are alone: years_alone.c ---- */

/* The people of a cell as year 1 finds them, each alone. */
rasim_status
rasimi_years_found_alone(const rasimi_year_at *at, uint32_t cell, const rasimi_population *population);

/* The year of those who were there when it began. */
rasim_status
rasimi_years_alone(const rasimi_year_at *at, uint32_t cell);

/* Makes those who start care in the year, of one replicate, arrivals in their cells. */
rasim_status
rasimi_years_start_alone(rasimi_side_by_side *beside);

/* The rest of the year of everybody who came within it, with high-cost arrivals. */
rasim_status
rasimi_years_arrive(const rasimi_year_at *at);

#endif
