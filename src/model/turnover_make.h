/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turnover, moves and programmes: whether they fit the caseload, and what they mean for each cell. */
#ifndef RASIMI_MODEL_TURNOVER_MAKE_H
#define RASIMI_MODEL_TURNOVER_MAKE_H

#include "model/draft.h"

/* check_turnover.c: rows name what occurs, none rivals another for the same people, probabilities of moves leave room
   to stay, and every move within the covered settings finds people whose package it may take. */
void
rasimi_turnover_check(rasimi_draft *draft);

/* check_turnover.c: programmes and savings lines name budget areas that exist, or there is only one. */
void
rasimi_programmes_check(rasimi_draft *draft);

/* turnover.c: the intensities, flows and donors of every cell; after weights and tails. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_turnover_make(rasim_study *study);

/* tail.c: the tails of high_cost_arrivals, fitted where they are not given; after costs and weights. Errors:
   RASIM_ERR_INPUT with problems, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_tails_make(rasimi_draft *draft);

/* horizon.c: the years of the study; after costs. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_horizon_make(rasimi_draft *draft);

#endif
