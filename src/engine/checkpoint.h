/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run's side of a checkpoint: what is there already, and what is to be kept. */
#ifndef RASIMI_ENGINE_CHECKPOINT_H
#define RASIMI_ENGINE_CHECKPOINT_H

#include "engine/record.h"
#include "engine/results.h"
#include "rasim/checkpoint.h"

/* Puts the finished chunks of a run into its results and sets finished[chunk] for each, of n_chunks. A record that
   turns out not to fit is as good as none. NULL allowed. Errors: RASIM_ERR_NO_MEMORY; RASIM_ERR_ARGUMENT where the
   checkpoint is of another study. */
rasim_status
rasimi_checkpoint_restore(const rasim_checkpoint *checkpoint, uint64_t run, rasim_results *results, bool *finished,
                          uint64_t n_chunks);

/* Keeps a record, if it is time. From any thread; NULL allowed. */
void
rasimi_checkpoint_keep(rasim_checkpoint *checkpoint, const void *record, size_t length);

/* Whether a record would be kept now: it need not be made otherwise. */
bool
rasimi_checkpoint_wants(const rasim_checkpoint *checkpoint);

#endif
