/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bench program: what only C can time. scripts/bench runs it in turn with the peers.

   bench kernel CASELOAD REPLICATES DESIGNS SEED     the kernel on the base model, one thread
   bench roofline PEOPLE REPLICATES                  the bare loop, one thread
   bench pieces TIMES                                what several years are made of, one thread
   bench run FRAMEWORK REPLICATES THREADS            reading a study, and simulating it
   bench what_if FRAMEWORK TIMES THREADS             the analytic engine on a study

   RASIM_ISA chooses the instruction set, as in the program. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int n_arguments;
        int (*part)(int argc, char **argv);
    } parts[] = {{"kernel", 4, bench_kernel},
                 {"roofline", 2, bench_roofline},
                 {"pieces", 1, bench_pieces},
                 {"run", 3, bench_run},
                 {"what_if", 3, bench_what_if}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (argc == parts[i].n_arguments + 2 && strcmp(argv[1], parts[i].name) == 0) {
            return parts[i].part(argc - 2, argv + 2);
        }
    }
    fprintf(stderr,
            "usage: bench kernel CASELOAD REPLICATES DESIGNS SEED | roofline PEOPLE REPLICATES | pieces TIMES | "
            "run FRAMEWORK REPLICATES THREADS | what_if FRAMEWORK TIMES THREADS\n");
    return 2;
}
