/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exit codes: fixed, and explained from the same list in `rasim help exit-codes`. */
#ifndef RASIM_CLI_EXIT_CODE_H
#define RASIM_CLI_EXIT_CODE_H

#include <stddef.h>

#include "rasim/status.h"

/* name, number, sentence */
#define EXIT_CODE_LIST(X)                                                                                              \
    X(DONE, 0, "The program did what was asked, whatever the verdict.")                                                \
    X(RUN_FAILED, 1, "The run failed: not enough memory, or a defect in rasim.")                                       \
    X(USAGE, 2, "The command line is wrong; nothing was read.")                                                        \
    X(INPUT, 3, "The input files have problems; each is listed with its place, and nothing was run.")                  \
    X(FILE, 4, "A file could not be read or written.")                                                                 \
    X(INTERRUPTED, 130, "The run was interrupted; what was finished by then is kept and marked as incomplete.")

typedef enum exit_code {
#define X(name, number, sentence) EXIT_##name = (number),
    EXIT_CODE_LIST(X)
#undef X
} exit_code;

typedef struct exit_code_info {
    int number;
    const char *sentence;
} exit_code_info;

/* The i-th exit code, NULL past the end. */
const exit_code_info *
exit_code_at(size_t i);

/* What the program ends with after a status of the library. */
exit_code
exit_code_of(rasim_status status);

#endif
