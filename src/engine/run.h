/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many runs of one study, each with another option changed: the people are laid out once for all of them. */
#ifndef RASIMI_ENGINE_RUN_H
#define RASIMI_ENGINE_RUN_H

#include "engine/lanes.h"
#include "rasim/run.h"

/* rasim_run on lanes of the study that are there; NULL: it makes its own. */
rasim_status
rasimi_run_on(const rasimi_lanes *base, const rasim_study *study, const rasim_run_options *options, rasim_results **out,
              rasim_problems *problems);

#endif
