/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status codes: 0 is success, everything else negative and grouped by hundreds. */
#ifndef RASIM_STATUS_H
#define RASIM_STATUS_H

#include "rasim/export.h"

/* name, number, sentence. The enumeration, the names and the texts are all made from this list. */
#define RASIM_STATUS_LIST(X)                                                                                           \
    X(OK, 0, "The call succeeded.")                                                                                    \
    X(ERR_NO_MEMORY, -1, "There was not enough memory.")                                                               \
    X(ERR_ARGUMENT, -2, "An argument was outside what the function documents.")                                        \
    X(ERR_INTERNAL, -3, "rasim contradicted itself; this is a defect in rasim, please report it.")                     \
    X(ERR_INPUT, -100, "The input has problems; each is listed with its place.")                                       \
    X(ERR_READ, -101, "A file could not be read.")                                                                     \
    X(ERR_WRITE, -102, "A file could not be written; nothing was left behind.")                                        \
    X(ERR_INTERRUPTED, -200, "The run was stopped before it had a result to keep.")                                    \
    X(ERR_INSTRUCTION_SET, -201, "The instruction set asked for is not available on this machine.")                    \
    X(ERR_LEDGER, -202, "The ledger's lines do not add up to net spend; this is a defect in rasim.")

typedef enum rasim_status {
#define X(name, number, sentence) RASIM_##name = (number),
    RASIM_STATUS_LIST(X)
#undef X
} rasim_status;

RASIM_BEGIN_DECLS

/** The sentence that says what a status means; never NULL, also for numbers that are no status. */
RASIM_API const char *
rasim_status_text(rasim_status status);

/** The name of a status without its prefix ("ERR_INPUT"); "UNKNOWN" for numbers that are no status. */
RASIM_API const char *
rasim_status_name(rasim_status status);

/**
 * Prepare the process for rasim: turns GSL's aborting error handler off. Idempotent; a program that embeds rasim calls
 * it once before anything else, from one thread.
 */
RASIM_API void
rasim_init(void);

RASIM_END_DECLS

#endif
