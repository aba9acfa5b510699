/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library's ways to write numbers (rasim/figures.h) under short names: a page is made of little else. */
#ifndef RASIM_CLI_NUMBER_H
#define RASIM_CLI_NUMBER_H

#include <math.h>

#include "rasim/figures.h"

/* A figure that nobody knows: NAN, which is a float, as a double. */
#define NOT_KNOWN ((double)NAN)

#define Z_95 RASIM_Z_95

typedef rasim_figure number_text;

#define whole_text        rasim_whole_text
#define pounds_text       rasim_pounds_text
#define amount_text       rasim_amount_text
#define pence_text        rasim_pence_text
#define pence_bare_text   rasim_pence_bare_text
#define millions_text     rasim_millions_text
#define percent_text      rasim_percent_text
#define percent_bare_text rasim_percent_bare_text
#define level_text        rasim_level_text
#define round_to_step     rasim_round_to_step
#define half_width        rasim_half_width
#define money_step        rasim_money_step

#endif
