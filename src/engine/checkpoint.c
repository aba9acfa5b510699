/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints: a journal whose first record is the study's identity and whose others are chunks, in the order in which
   they were finished. When one is opened the chunks are only indexed; a run fetches its own. */
#include "engine/checkpoint.h"

#include "base/mem.h"
#include "base/problem.h"
#include "engine/identity.h"
#include "io/file.h"
#include "io/journal.h"
#include "model/study.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The disk is waited for at most once in so many seconds, by one thread while the others go on. */
#define SYNC_EVERY_S 1.0

typedef struct entry {
    rasimi_record_name name;
    uint64_t offset;
    size_t length;
} entry;

struct rasim_checkpoint {
    const rasim_study *study;
    char *path;
    rasimi_buffer identity;
    entry *entries; /* found when it was opened */
    size_t n_entries, capacity;
    double begin_s;

    pthread_mutex_t lock;    /* of what follows */
    rasimi_journal *journal; /* NULL: not begun */
    double synced_s;
    int error;          /* errno of what made it unwritable */
    _Atomic bool ended; /* it takes no more */
};

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- what is there ---- */

/* What a reading has seen. */
typedef struct reading {
    rasim_checkpoint *checkpoint;
    rasim_problems *problems;
    bool identified;
} reading;

static size_t
first_line(const char *text, size_t length)
{
    const char *end = memchr(text, '\n', length);
    return end ? (size_t)(end - text) + 1 : length;
}

static rasim_status
compare_identity(const reading *self, const char *text, size_t length)
{
    const rasimi_buffer *own = &self->checkpoint->identity;
    if (length == own->length && memcmp(text, own->data, length) == 0) {
        return RASIM_OK;
    }
    const size_t line = first_line(own->data, own->length);
    const bool same_build = length >= line && memcmp(text, own->data, line) == 0;
    rasimi_problem_add(self->problems, RASIM_ERROR, (rasimi_place){.file = self->checkpoint->path},
                       same_build
                           ? "This checkpoint is of other inputs than those given: the framework, a design, the "
                             "caseload or a what-if has changed since; bring them back, or run without resuming."
                           : "This checkpoint is by another build of rasim, whose numbers may differ; go on with that "
                             "build, or run without resuming.");
    return RASIM_ERR_INPUT;
}

static rasim_status
take_record(void *context, uint64_t offset, const unsigned char *bytes, size_t length)
{
    reading *self = context;
    rasim_checkpoint *c = self->checkpoint;
    if (!self->identified) {
        self->identified = true;
        return compare_identity(self, (const char *)bytes, length);
    }
    entry found = {.offset = offset, .length = length};
    if (!rasimi_record_read_name(bytes, length, &found.name)) {
        return RASIM_OK;
    }
    void *items = c->entries;
    const bool room = rasimi_grow(&items, &c->capacity, c->n_entries, sizeof *c->entries);
    c->entries = items;
    if (!room) {
        return RASIM_ERR_NO_MEMORY;
    }
    c->entries[c->n_entries++] = found;
    return RASIM_OK;
}

rasim_status
rasim_checkpoint_open(const char *path, const rasim_study *study, const rasim_checkpoint_options *options,
                      rasim_checkpoint **out, rasim_problems *problems)
{
    if (!out) {
        return RASIM_ERR_ARGUMENT;
    }
    *out = NULL;
    if (!path || !study || !options) {
        return RASIM_ERR_ARGUMENT;
    }
    rasim_checkpoint *c = rasimi_calloc(1, sizeof *c);
    if (!c) {
        return RASIM_ERR_NO_MEMORY;
    }
    pthread_mutex_init(&c->lock, NULL);
    c->study = study;
    c->begin_s = seconds_now() + options->begin_after_s;
    c->path = strdup(path);
    rasimi_study_identity(study, &c->identity);
    rasim_status status =
        c->path && !c->identity.failed ? rasimi_study_refuse_input(study, path, problems) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK && options->resume) {
        status = rasimi_journal_open(path, take_record, &(reading){c, problems, false}, &c->journal, problems);
    }
    if (status != RASIM_OK) {
        rasim_checkpoint_close(c);
        return status;
    }
    c->begin_s = c->journal ? seconds_now() : c->begin_s; /* what goes on, goes on at once */
    *out = c;
    return RASIM_OK;
}

static rasim_status
restore_one(const rasim_checkpoint *c, const entry *found, rasim_results *results, bool *finished)
{
    unsigned char *bytes = rasimi_calloc(found->length, 1);
    if (!bytes) {
        return RASIM_ERR_NO_MEMORY;
    }
    const rasim_status status = rasimi_journal_read(c->journal, found->offset, bytes, found->length);
    *finished = status == RASIM_OK && rasimi_record_unpack(results, bytes, found->length);
    free(bytes);
    return status == RASIM_ERR_NO_MEMORY ? status : RASIM_OK;
}

rasim_status
rasimi_checkpoint_restore(const rasim_checkpoint *c, uint64_t run, rasim_results *results, bool *finished,
                          uint64_t n_chunks)
{
    if (c && c->study != results->study) {
        return RASIM_ERR_ARGUMENT;
    }
    rasim_status status = RASIM_OK;
    for (size_t i = 0; c && i < c->n_entries && status == RASIM_OK; i++) {
        const rasimi_record_name name = c->entries[i].name;
        if (name.run == run && name.chunk < n_chunks && !finished[name.chunk]) {
            status = restore_one(c, &c->entries[i], results, &finished[name.chunk]);
        }
    }
    return status;
}

/* ---- what is kept ---- */

bool
rasimi_checkpoint_wants(const rasim_checkpoint *c)
{
    return c && !atomic_load(&c->ended) && seconds_now() >= c->begin_s;
}

/* The folder that the file goes to, made where it is missing: results may go to a folder that is made for them. */
static rasim_status
make_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash && slash > path ? strndup(path, (size_t)(slash - path)) : NULL;
    const rasim_status status = folder ? rasimi_make_folder(folder, NULL) : RASIM_OK;
    free(folder);
    return status;
}

/* Nothing more can be written; the run goes on. */
static void
end_here(rasim_checkpoint *c, int error)
{
    c->error = error != 0 ? error : EIO;
    atomic_store(&c->ended, true);
}

static bool
is_begun(rasim_checkpoint *c)
{
    if (!c->journal) {
        errno = 0;
        if (make_folder(c->path) != RASIM_OK ||
            rasimi_journal_create(c->path, c->identity.data, c->identity.length, &c->journal, NULL) != RASIM_OK) {
            end_here(c, errno);
        }
    }
    return c->journal != NULL;
}

/* Is it time to wait for the disk? */
static bool
is_due(rasim_checkpoint *c)
{
    const double now = seconds_now();
    const bool due = now - c->synced_s >= SYNC_EVERY_S;
    c->synced_s = due ? now : c->synced_s;
    return due;
}

void
rasimi_checkpoint_keep(rasim_checkpoint *c, const void *record, size_t length)
{
    if (!rasimi_checkpoint_wants(c)) {
        return;
    }
    bool due = false;
    pthread_mutex_lock(&c->lock);
    if (!atomic_load(&c->ended) && is_begun(c)) {
        if (rasimi_journal_append(c->journal, record, length) == RASIM_OK) {
            due = is_due(c);
        } else {
            end_here(c, rasimi_journal_error(c->journal));
        }
    }
    pthread_mutex_unlock(&c->lock);
    if (due) {
        rasimi_journal_sync(c->journal);
    }
}

void
rasim_checkpoint_describe(rasim_checkpoint *c, rasim_checkpoint_info *out)
{
    pthread_mutex_lock(&c->lock);
    const char *reason = c->error != 0 ? rasimi_file_reason(c->error) : NULL;
    *out = (rasim_checkpoint_info){
        .found = c->n_entries > 0,
        .n_found = c->n_entries * RASIM_CHUNK_REPLICATES,
        .begun = c->journal != NULL,
        .unwritable = c->error == 0 ? NULL
                      : reason      ? reason
                                    : "the system gives no reason",
    };
    pthread_mutex_unlock(&c->lock);
}

static void
release(rasim_checkpoint *c)
{
    pthread_mutex_destroy(&c->lock);
    rasimi_buffer_clear(&c->identity);
    free(c->entries);
    free(c->path);
    free(c);
}

void
rasim_checkpoint_close(rasim_checkpoint *c)
{
    if (c) {
        if (c->journal) {
            rasimi_journal_sync(c->journal);
        }
        rasimi_journal_close(c->journal);
        release(c);
    }
}

void
rasim_checkpoint_remove(rasim_checkpoint *c)
{
    if (c) {
        rasimi_journal_remove(c->journal);
        release(c);
    }
}
