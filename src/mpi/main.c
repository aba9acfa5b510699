/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rasim-mpi: rasim on many machines. The first process is the program as it is alone, but that the chunks of its runs
   are made by all; the others only make chunks. */
#include <mpi.h>
#include <stdio.h>

#include "crew.h"
#include "exit_code.h"
#include "program.h"
#include "rasim/status.h"
#include "session.h"
#include "worker.h"

/* Only what stopped in the midst of its work leaves others at work. */
static int
first_process(int argc, char **argv, int n_processes)
{
    session_set_crew(crew_of_others((size_t)n_processes - 1));
    const int code = program(argc, argv);
    fflush(NULL);
    if (code == EXIT_INTERRUPTED || code == EXIT_RUN_FAILED)
        MPI_Abort(MPI_COMM_WORLD, code);
    crew_dismiss();
    return code;
}

int
main(int argc, char **argv)
{
    int level, process, n_processes, code = EXIT_DONE;
    MPI_Init_thread(&argc, &argv, MPI_THREAD_SERIALIZED, &level);
    MPI_Comm_rank(MPI_COMM_WORLD, &process);
    MPI_Comm_size(MPI_COMM_WORLD, &n_processes);
    if (level < MPI_THREAD_SERIALIZED) {
        fprintf(stderr, "rasim-mpi: this MPI does not let threads take turns in calling it; use one that does.\n");
        MPI_Abort(MPI_COMM_WORLD, EXIT_RUN_FAILED);
    }
    rasim_init();
    if (process == 0)
        code = first_process(argc, argv, n_processes);
    else
        worker(argc, argv, process);
    MPI_Finalize();
    return code;
}
