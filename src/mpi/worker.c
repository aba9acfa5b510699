/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other processes of a run. */
#include "worker.h"

#include <mpi.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "messages.h"
#include "rasim/rasim.h"
#include "session.h"

/* Ends all processes. */
__attribute__((format(printf, 2, 3), noreturn)) static void
give_up(int process, const char *format, ...)
{
    char host[MPI_MAX_PROCESSOR_NAME] = "";
    int length = 0;
    va_list args;
    MPI_Get_processor_name(host, &length);
    fprintf(stderr, "rasim-mpi: process %d on %s ", process, host);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    MPI_Abort(MPI_COMM_WORLD, EXIT_RUN_FAILED);
    abort(); /* MPI_Abort does not come back, but is not declared so */
}

static rasim_status
send_record(void *context, const void *record, size_t n_bytes)
{
    (void)context;
    MPI_Send(record, (int)n_bytes, MPI_BYTE, FIRST_PROCESS, TAG_RECORD, MPI_COMM_WORLD);
    return RASIM_OK;
}

static void
make_chunks(int process, const cli_session *session, const order *asked)
{
    char digest[65];
    if (asked->n_chunks > INT32_MAX)
        give_up(process, "was asked for more chunks than there can be.");
    uint64_t *chunks = calloc(asked->n_chunks + 1, sizeof *chunks);
    if (!chunks)
        give_up(process, "has not enough memory.");
    MPI_Recv(chunks, (int)asked->n_chunks, MPI_UINT64_T, FIRST_PROCESS, TAG_CHUNKS, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (rasim_study_digest(session->study, digest) != RASIM_OK || strcmp(digest, asked->study) != 0)
        give_up(process, "reads other files than the first process, or is another build; give all the same.");
    const rasim_status status = rasim_run_chunks(session->study, &asked->options, chunks, asked->n_chunks, send_record,
                                                 NULL, session->problems);
    if (status != RASIM_OK) {
        complain_of_problems(session->problems);
        give_up(process, "cannot go on: %s", rasim_status_text(status));
    }
    free(chunks);
}

void
worker(int argc, char **argv, int process)
{
    command_line line;
    char complaint[COMPLAINT_SIZE];
    cli_session session = {.study = NULL};
    order asked;
    const bool runs = argc > 1 && command_parse((size_t)(argc - 1), argv + 1, &line, complaint) && !line.wants_help &&
                      line.command == &command_run;
    rasim_status status = runs ? session_begin(&session, &line) : RASIM_ERR_ARGUMENT;
    if (status == RASIM_OK)
        status = session_load(&session);
    for (;;) {
        MPI_Recv(&asked, (int)sizeof asked, MPI_BYTE, FIRST_PROCESS, TAG_ORDER, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (!asked.study[0])
            break;
        if (status != RASIM_OK) {
            complain_of_problems(session.problems);
            give_up(process, "cannot read what the first one has read: %s", rasim_status_text(status));
        }
        make_chunks(process, &session, &asked);
    }
    rasim_study_free(session.study);
    rasim_problems_free(session.problems);
}
