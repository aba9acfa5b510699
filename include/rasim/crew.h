/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A crew: several processes, perhaps on several machines, that make one run's chunks. One of them has the run; the
   others make what they are asked for (rasim_run_chunks) and hand it over as records. How bytes get from one to the
   other is the face's business: rasim-mpi does it with MPI. */
#ifndef RASIM_CREW_H
#define RASIM_CREW_H

#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/status.h"
#include "rasim/study.h"

RASIM_BEGIN_DECLS

struct rasim_run_options;

/** How the process that has the run speaks to the others; called from the thread that called rasim_run. What a function
    returns other than RASIM_OK ends the run with it. */
typedef struct rasim_crew {
    size_t n_others;
    void *context;
    /** Asks one of the others, 0 to n_others-1, for chunks of a run of a study. The other must hold the same study
        (rasim_study_digest). Of the options only what decides the replicates is meant: no threads, poll, checkpoint or
        crew. Does not wait for the chunks. */
    rasim_status (*ask)(void *context, size_t other, const rasim_study *study, const struct rasim_run_options *options,
                        const uint64_t *chunks, size_t n_chunks);
    /** The next record that has come from any of them, valid until the next call; *record is NULL where none has come
        yet. Does not wait either. */
    rasim_status (*take)(void *context, const void **record, size_t *n_bytes);
} rasim_crew;

/** Hands over the record of a finished chunk; called by one thread at a time, but not always the same. */
typedef rasim_status
rasim_give_fn(void *context, const void *record, size_t n_bytes);

RASIM_END_DECLS

#endif
