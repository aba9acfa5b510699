/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options that several commands share, word for word, for their tables. */
#ifndef RASIM_CLI_RUN_OPTIONS_H
#define RASIM_CLI_RUN_OPTIONS_H

#include "command.h"
#include "rasim/run.h"

#define OPTION_REPLICATES                                                                                              \
    {                                                                                                                  \
        .name = "replicates", .kind = OPTION_WHOLE, .value_name = "N", .least = RASIM_CHUNK_REPLICATES,                \
        .most = RASIM_MAX_REPLICATES,                                                                                  \
        .sentence = "Simulated years; the framework's number where it is left out. More of them narrow the "           \
                    "simulation error."                                                                                \
    }

#define OPTION_SEED                                                                                                    \
    {                                                                                                                  \
        .name = "seed", .kind = OPTION_WHOLE, .value_name = "N", .least = 0, .most = UINT64_MAX,                       \
        .sentence = "Seed of the random numbers; the framework's where it is left out. The same seed gives the same "  \
                    "results."                                                                                         \
    }

#define OPTION_THREADS                                                                                                 \
    {                                                                                                                  \
        .name = "threads", .kind = OPTION_WHOLE, .value_name = "N", .least = 1, .most = 4096,                          \
        .sentence = "Threads; as many as the machine has cores where it is left out. Results do not depend on it."     \
    }

#define OPTION_SHOW_IDS                                                                                                \
    {                                                                                                                  \
        .name = "show-ids", .kind = OPTION_FLAG,                                                                       \
        .sentence = "Name people by their identifiers in messages about the caseload (personal data)."                 \
    }

#define OPTION_ONE_DESIGN                                                                                              \
    {                                                                                                                  \
        .name = "design", .kind = OPTION_TEXT, .value_name = "NAME",                                                   \
        .sentence = "Which of the framework's designs, by name or file; the first where it is left out."               \
    }

/* `what` is printed: "results". */
#define OPTION_JSON(what)                                                                                              \
    {                                                                                                                  \
        .name = "json", .kind = OPTION_FLAG,                                                                           \
        .sentence = "Print the " what " as JSON on standard output, and nothing else there."                           \
    }

#define OPTION_REPORT                                                                                                  \
    {                                                                                                                  \
        .name = "report", .kind = OPTION_FLAG,                                                                         \
        .sentence = "Write the report too, PREFIX.html and PREFIX.xlsx, as 'rasim report' does."                       \
    }

#endif
