/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crew by MPI. An error of MPI itself ends the program (its default), so calls of it have no status here. */
#include "crew.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"

typedef struct mail {
    void *bytes; /* of the last record */
    size_t capacity;
} mail;

static int
process_of(size_t other)
{
    return (int)other + 1;
}

static rasim_status
ask(void *context, size_t other, const rasim_study *study, const rasim_run_options *options, const uint64_t *chunks,
    size_t n_chunks)
{
    (void)context;
    order message = {.n_chunks = n_chunks, .options = *options};
    message.options.poll = NULL; /* what points into this process means nothing in another */
    message.options.poll_context = NULL;
    message.options.checkpoint = NULL;
    message.options.crew = NULL;
    const rasim_status status = rasim_study_digest(study, message.study);
    if (status != RASIM_OK)
        return status;
    MPI_Send(&message, (int)sizeof message, MPI_BYTE, process_of(other), TAG_ORDER, MPI_COMM_WORLD);
    MPI_Send(chunks, (int)n_chunks, MPI_UINT64_T, process_of(other), TAG_CHUNKS, MPI_COMM_WORLD);
    return RASIM_OK;
}

static rasim_status
take(void *context, const void **record, size_t *n_bytes)
{
    mail *self = context;
    int has_come = 0, n = 0;
    MPI_Status status;
    *record = NULL;
    MPI_Iprobe(MPI_ANY_SOURCE, TAG_RECORD, MPI_COMM_WORLD, &has_come, &status);
    if (!has_come)
        return RASIM_OK;
    MPI_Get_count(&status, MPI_BYTE, &n);
    if ((size_t)n > self->capacity) {
        void *larger = realloc(self->bytes, (size_t)n);
        if (!larger)
            return RASIM_ERR_NO_MEMORY;
        self->bytes = larger;
        self->capacity = (size_t)n;
    }
    MPI_Recv(self->bytes, n, MPI_BYTE, status.MPI_SOURCE, TAG_RECORD, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    *record = self->bytes;
    *n_bytes = (size_t)n;
    return RASIM_OK;
}

static mail own_mail;
static rasim_crew own_crew = {.context = &own_mail, .ask = ask, .take = take};

const rasim_crew *
crew_of_others(size_t n_others)
{
    own_crew.n_others = n_others;
    return &own_crew;
}

void
crew_dismiss(void)
{
    const order end = {.study = ""};
    for (size_t other = 0; other < own_crew.n_others; other++)
        MPI_Send(&end, (int)sizeof end, MPI_BYTE, process_of(other), TAG_ORDER, MPI_COMM_WORLD);
    free(own_mail.bytes);
    own_mail = (mail){0};
}
