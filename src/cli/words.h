/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library's verdict in words (rasim/verdict.h) under short names. */
#ifndef RASIM_CLI_WORDS_H
#define RASIM_CLI_WORDS_H

#include "rasim/verdict.h"

typedef rasim_likelihood likelihood;

#define likelihood_scale rasim_likelihood_scale
#define likelihood_of    rasim_likelihood_of
#define headline_level   rasim_headline_level
#define year_step        rasim_year_step
#define need_at          rasim_need_at
#define headroom_beside  rasim_headroom_beside
#define verdict_text     rasim_verdict_text
#define horizon_text     rasim_horizon_text

#endif
