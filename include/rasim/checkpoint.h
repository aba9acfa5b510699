/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints: finished chunks of runs, kept in a file while the runs go on, so that a run that is stopped, killed or
   cut off by the power can go on where it was, and end in the same bits. */
#ifndef RASIM_CHECKPOINT_H
#define RASIM_CHECKPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/status.h"
#include "rasim/study.h"

RASIM_BEGIN_DECLS

typedef struct rasim_checkpoint rasim_checkpoint;

/** Start from {0}. */
typedef struct rasim_checkpoint_options {
    bool resume;          /**< go on from what the file holds; without it the file is replaced once one is begun */
    double begin_after_s; /**< chunks that are finished within so many seconds from now are not kept */
} rasim_checkpoint_options;

/**
 * Prepares a checkpoint of a study's runs: one for all runs that are given it (rasim_run_options.checkpoint), one after
 * the other. A file of other inputs, or by another build of rasim, is refused. A torn end is cut off back to the last
 * whole record. Going on needs no file, and may ask for more replicates, another precision, or other threads.
 *
 * At most one second of finished chunks is lost when the machine stops, none when the process does. A checkpoint that
 * cannot be written does not stop its run: see rasim_checkpoint_info. The checkpoint borrows the study.
 *
 * Errors: RASIM_ERR_INPUT (a file of something else), RASIM_ERR_WRITE (also where another process is writing it),
 * RASIM_ERR_READ, each with a problem; RASIM_ERR_ARGUMENT, RASIM_ERR_NO_MEMORY.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_checkpoint_open(const char *path, const rasim_study *study, const rasim_checkpoint_options *options,
                      rasim_checkpoint **out, rasim_problems *problems);

typedef struct rasim_checkpoint_info {
    bool found;             /**< there was something to go on from */
    uint64_t n_found;       /**< replicates found, of all runs */
    bool begun;             /**< there is a file now */
    const char *unwritable; /**< why the file cannot be written any more; NULL: it can */
} rasim_checkpoint_info;

RASIM_API void
rasim_checkpoint_describe(rasim_checkpoint *checkpoint, rasim_checkpoint_info *out);

/** A digest of what processes must agree on before one of them takes chunks from another: the build, and what the study
    was read from. Lower-case hex. Errors: RASIM_ERR_NO_MEMORY. */
RASIM_API RASIM_CHECKED rasim_status
rasim_study_digest(const rasim_study *study, char out[65]);

/** Releases it and leaves the file for a later run; NULL is allowed. */
RASIM_API void
rasim_checkpoint_close(rasim_checkpoint *checkpoint);

/** Releases it and removes the file, if this checkpoint has begun or found one: when the results stand. NULL is
 * allowed.
 */
RASIM_API void
rasim_checkpoint_remove(rasim_checkpoint *checkpoint);

RASIM_END_DECLS

#endif
