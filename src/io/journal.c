/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journals: MAGIC, then records of [check][length][bytes]. The check is the
   beginning of the SHA-256 of length and bytes: as good as any checksum against torn and rotten records, from a library
   that is here already. A record goes to the system in one call. */
#include "io/journal.h"

#include "base/bytes.h"
#include "base/mem.h"
#include "io/file.h"

#include <openssl/evp.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MAGIC[8] = {'r', 'a', 's', 'i', 'm', 'j', 'n', '1'};

/* check and length before a record's bytes */
#define HEAD_BYTES  16
#define CHECK_BYTES 8

struct rasimi_journal {
    char *path;
    int fd;
    int error;
    uint64_t end; /* where the next record goes */
    unsigned char *record;
    size_t capacity; /* of `record` */
};

/* The check of a record in its own head: over everything behind the check. */
static bool
make_check(const unsigned char *record, size_t length, unsigned char check[CHECK_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (EVP_Digest(record + CHECK_BYTES, HEAD_BYTES - CHECK_BYTES + length, digest, NULL, EVP_sha256(), NULL) != 1) {
        return false;
    }
    memcpy(check, digest, CHECK_BYTES);
    return true;
}

/* Room for a record of so many bytes and its head. */
static bool
make_room(rasimi_journal *journal, size_t length)
{
    if (HEAD_BYTES + length <= journal->capacity) {
        return true;
    }
    unsigned char *record = rasimi_realloc(journal->record, HEAD_BYTES + length, 1);
    if (record) {
        journal->record = record;
        journal->capacity = HEAD_BYTES + length;
    }
    return record != NULL;
}

static bool
read_at(int fd, uint64_t offset, unsigned char *out, size_t length)
{
    while (length > 0) {
        const ssize_t got = pread(fd, out, length, (off_t)offset);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        const size_t n = got > 0 ? (size_t)got : 0;
        offset += n;
        out += n;
        length -= n;
    }
    return true;
}

void
rasimi_journal_close(rasimi_journal *journal)
{
    if (!journal) {
        return;
    }
    if (journal->fd >= 0) {
        close(journal->fd);
    }
    free(journal->path);
    free(journal->record);
    free(journal);
}

void
rasimi_journal_remove(rasimi_journal *journal)
{
    if (journal) {
        (void)unlink(journal->path);
        rasimi_journal_close(journal);
    }
}

/* Only regular files, and one process at a time. */
static rasim_status
claim(const rasimi_journal *journal, rasim_problems *problems)
{
    struct stat info;
    const char *wrong = NULL;
    if (fstat(journal->fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        wrong = "The checkpoint cannot be kept here: this is no regular file; choose another name.";
    } else if (flock(journal->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        wrong = "Another run is writing this checkpoint; wait for its end, or choose another name.";
    }
    if (!wrong) {
        return RASIM_OK;
    }
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = journal->path}, "%s", wrong);
    return RASIM_ERR_WRITE;
}

static rasim_status
open_file(const char *path, int flags, rasimi_journal **out, rasim_problems *problems)
{
    *out = rasimi_calloc(1, sizeof **out);
    char *name = strdup(path);
    if (!*out || !name) {
        free(*out);
        free(name);
        *out = NULL;
        return RASIM_ERR_NO_MEMORY;
    }
    (*out)->path = name;
    (*out)->fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | flags, 0666);
    if ((*out)->fd < 0) {
        const int error = errno;
        rasimi_journal_close(*out);
        *out = NULL;
        return (flags & O_CREAT) == 0 && error == ENOENT
                   ? RASIM_OK
                   : rasimi_file_refuse(RASIM_ERR_WRITE, path, "The checkpoint cannot be opened", error, problems);
    }
    const rasim_status status = claim(*out, problems);
    if (status != RASIM_OK) {
        rasimi_journal_close(*out);
        *out = NULL;
    }
    return status;
}

rasim_status
rasimi_journal_create(const char *path, const void *first, size_t length, rasimi_journal **out,
                      rasim_problems *problems)
{
    rasimi_journal *journal = NULL;
    *out = NULL;
    rasim_status status = open_file(path, O_CREAT, &journal, problems);
    if (status != RASIM_OK || journal == NULL) {
        return status;
    }
    journal->end = sizeof MAGIC;
    if (ftruncate(journal->fd, 0) != 0 || lseek(journal->fd, 0, SEEK_SET) != 0 ||
        !rasimi_write_all(journal->fd, MAGIC, sizeof MAGIC)) {
        journal->error = errno;
        status = RASIM_ERR_WRITE;
    } else {
        status = rasimi_journal_append(journal, first, length);
    }
    if (status == RASIM_ERR_WRITE) {
        (void)rasimi_file_refuse(status, path, "The checkpoint cannot be written", journal->error, problems);
    }
    if (status != RASIM_OK) {
        rasimi_journal_remove(journal);
        return status;
    }
    rasimi_journal_sync(journal);
    rasimi_flush_folder(path);
    *out = journal;
    return RASIM_OK;
}

/* The whole record at the end of those read so far; false where there is none. */
static bool
find_record(rasimi_journal *journal, uint64_t size, size_t *length, bool *no_memory)
{
    unsigned char check[CHECK_BYTES];
    if (size - journal->end < HEAD_BYTES || !read_at(journal->fd, journal->end, journal->record, HEAD_BYTES)) {
        return false;
    }
    const uint64_t n = rasimi_get_u64(journal->record + CHECK_BYTES);
    if (n > RASIMI_JOURNAL_MOST_BYTES || n > size - journal->end - HEAD_BYTES) {
        return false;
    }
    *no_memory = !make_room(journal, (size_t)n);
    *length = (size_t)n;
    return !*no_memory && read_at(journal->fd, journal->end + HEAD_BYTES, journal->record + HEAD_BYTES, (size_t)n) &&
           make_check(journal->record, (size_t)n, check) && memcmp(check, journal->record, CHECK_BYTES) == 0;
}

/* Hands over the records, and cuts off what follows them. */
static rasim_status
read_records(rasimi_journal *journal, uint64_t size, rasimi_record_fn *take, void *context, rasim_problems *problems)
{
    bool no_memory = !make_room(journal, 0);
    size_t length = 0;
    while (!no_memory && find_record(journal, size, &length, &no_memory)) {
        const rasim_status status = take(context, journal->end, journal->record + HEAD_BYTES, length);
        if (status != RASIM_OK) {
            return status;
        }
        journal->end += HEAD_BYTES + length;
    }
    if (no_memory) {
        return RASIM_ERR_NO_MEMORY;
    }
    const off_t end = (off_t)journal->end;
    return journal->end == sizeof MAGIC ||
                   (ftruncate(journal->fd, end) == 0 && lseek(journal->fd, end, SEEK_SET) == end)
               ? RASIM_OK
               : rasimi_file_refuse(RASIM_ERR_WRITE, journal->path, "The checkpoint cannot be written", errno,
                                    problems);
}

/* Is this a journal, or the first bytes of one that was torn? */
static bool
has_magic(const rasimi_journal *journal, uint64_t size)
{
    unsigned char start[sizeof MAGIC];
    const size_t n = size < sizeof MAGIC ? (size_t)size : sizeof MAGIC;
    return read_at(journal->fd, 0, start, n) && memcmp(start, MAGIC, n) == 0;
}

rasim_status
rasimi_journal_open(const char *path, rasimi_record_fn *take, void *context, rasimi_journal **out,
                    rasim_problems *problems)
{
    rasimi_journal *journal;
    *out = NULL;
    rasim_status status = open_file(path, 0, &journal, problems);
    if (status != RASIM_OK || !journal) {
        return status;
    }
    const off_t size = lseek(journal->fd, 0, SEEK_END);
    journal->end = sizeof MAGIC;
    if (size < 0 || !has_magic(journal, (uint64_t)size)) {
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path},
                           "This is no checkpoint of rasim; move it away, or choose another name for the results.");
        status = RASIM_ERR_INPUT;
    } else if ((uint64_t)size > sizeof MAGIC) {
        status = read_records(journal, (uint64_t)size, take, context, problems);
    }
    if (status != RASIM_OK || journal->end == sizeof MAGIC) {
        rasimi_journal_close(journal);
        return status;
    }
    *out = journal;
    return RASIM_OK;
}

rasim_status
rasimi_journal_append(rasimi_journal *journal, const void *bytes, size_t length)
{
    if (journal->error != 0) {
        return RASIM_ERR_WRITE;
    }
    if (length > RASIMI_JOURNAL_MOST_BYTES || !make_room(journal, length)) {
        journal->error = length > RASIMI_JOURNAL_MOST_BYTES ? EFBIG : ENOMEM;
        return RASIM_ERR_WRITE;
    }
    rasimi_put_u64(journal->record + CHECK_BYTES, length);
    memcpy(journal->record + HEAD_BYTES, bytes, length);
    if (!make_check(journal->record, length, journal->record)) {
        journal->error = ENOMEM;
        return RASIM_ERR_WRITE;
    }
    if (!rasimi_write_all(journal->fd, journal->record, HEAD_BYTES + length)) {
        journal->error = errno;
        return RASIM_ERR_WRITE;
    }
    journal->end += HEAD_BYTES + length;
    return RASIM_OK;
}

rasim_status
rasimi_journal_read(const rasimi_journal *journal, uint64_t offset, unsigned char *bytes, size_t length)
{
    unsigned char check[CHECK_BYTES];
    unsigned char *record = rasimi_calloc(HEAD_BYTES + length, 1);
    if (!record) {
        return RASIM_ERR_NO_MEMORY;
    }
    const bool same = read_at(journal->fd, offset, record, HEAD_BYTES + length) &&
                      rasimi_get_u64(record + CHECK_BYTES) == length && make_check(record, length, check) &&
                      memcmp(check, record, CHECK_BYTES) == 0;
    if (same) {
        memcpy(bytes, record + HEAD_BYTES, length);
    }
    free(record);
    return same ? RASIM_OK : RASIM_ERR_READ;
}

void
rasimi_journal_sync(rasimi_journal *journal)
{
    (void)fdatasync(journal->fd);
}

int
rasimi_journal_error(const rasimi_journal *journal)
{
    return journal->error;
}
