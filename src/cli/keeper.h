/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checkpoint of a session's runs, and what people are told of it. */
#ifndef RASIM_CLI_KEEPER_H
#define RASIM_CLI_KEEPER_H

#include <stdbool.h>

#include "rasim/checkpoint.h"

/* A run that takes less than this has no checkpoint, unless one is asked for: to begin it again costs no more. */
#define KEEPER_BEGINS_AFTER_S 10.0

typedef struct keeper {
    rasim_checkpoint *checkpoint;
    const char *path; /* borrowed */
    bool silent;
} keeper;

/* How a session wants its checkpoint. */
typedef struct keeper_wish {
    bool resume;
    bool at_once; /* not only when the run takes long */
    bool crewed;  /* there are other processes, whose death ends this one, perhaps before it can say so */
    bool silent;
} keeper_wish;

/* Prepares the checkpoint and says what there is to go on from. Errors: those of rasim_checkpoint_open. */
rasim_status
keeper_open(keeper *out, const char *path, const rasim_study *study, keeper_wish wish, rasim_problems *problems);

/* Where the results stand the checkpoint goes; else it stays, and how to go on is said. */
void
keeper_close(keeper *self, bool results_stand);

#endif
