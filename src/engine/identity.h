/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a finished chunk belongs to: a study, read from certain files by a certain build, and a run of it. */
#ifndef RASIMI_ENGINE_IDENTITY_H
#define RASIMI_ENGINE_IDENTITY_H

#include "base/text.h"
#include "rasim/run.h"

/* The build in one line, then the study. Nothing of the machine: chunks are the same on all. Where memory ran out the
   buffer says so. */
void
rasimi_study_identity(const rasim_study *study, rasimi_buffer *out);

/* The options that decide what a replicate holds, as a number; not how many replicates, and who makes them. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_run_key(const rasim_run_options *options, uint64_t *out);

#endif
