/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the processes of a run send each other. All of them are the same program, so that structures travel as they
   lie in memory. */
#ifndef RASIM_MPI_MESSAGES_H
#define RASIM_MPI_MESSAGES_H

#include <stdint.h>

#include "rasim/run.h"

/* The process that has the run. */
enum { FIRST_PROCESS = 0 };

enum {
    TAG_ORDER = 1, /* an order follows, and then its chunks */
    TAG_CHUNKS,    /* uint64_t each */
    TAG_RECORD,    /* of one chunk, to the first process */
};

/* Chunks to be made. */
typedef struct order {
    char study[65];    /* digest; "" ends the process */
    uint64_t n_chunks; /* at most INT32_MAX */
    rasim_run_options options;
} order;

#endif
