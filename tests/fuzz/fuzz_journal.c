/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: journals. The bytes are first what stands in a file, then records of their own: whatever a file holds,
   its whole records are read, the rest is cut off, and what is added after them is read again. */
#include "fuzz/fuzz.h"

#include "io/journal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_RECORDS = 64 };

typedef struct list {
    size_t n, length[MOST_RECORDS];
    uint64_t offset[MOST_RECORDS];
    const uint8_t *last;
    size_t last_length;
    bool last_seen;
} list;

static rasim_status
take(void *context, uint64_t offset, const unsigned char *bytes, size_t length)
{
    list *l = context;
    fuzz_require(length <= RASIMI_JOURNAL_MOST_BYTES);
    fuzz_require(l->n == 0 || offset > l->offset[(l->n - 1) % MOST_RECORDS]);
    l->offset[l->n % MOST_RECORDS] = offset;
    l->length[l->n % MOST_RECORDS] = length;
    l->n++;
    l->last_seen = l->last && length == l->last_length && (length == 0 || memcmp(bytes, l->last, length) == 0);
    return RASIM_OK;
}

/* Adds the bytes as one more record, which is then the last. */
static void
add_and_read(const char *path, rasimi_journal *journal, size_t n, const uint8_t *data, size_t size)
{
    list again = {.last = data, .last_length = size};
    fuzz_require(rasimi_journal_append(journal, data, size) == RASIM_OK);
    rasimi_journal_close(journal);
    fuzz_require(rasimi_journal_open(path, take, &again, &journal, NULL) == RASIM_OK && journal);
    fuzz_require(again.n == n + 1 && again.last_seen);
    rasimi_journal_close(journal);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    char *path = fuzz_file("journal", data, size);
    list first = {0};
    rasimi_journal *journal = NULL;
    const rasim_status status = rasimi_journal_open(path, take, &first, &journal, reading.problems);
    fuzz_judge(&reading, status, data, size);
    fuzz_require((journal != NULL) == (first.n > 0));
    if (journal)
        add_and_read(path, journal, first.n, data, size);
    if (rasimi_journal_create(path, "head", 4, &journal, NULL) == RASIM_OK)
        add_and_read(path, journal, 1, data, size);
    unlink(path);
    free(path);
    fuzz_end(&reading);
    return 0;
}
