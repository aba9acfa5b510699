/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journals: what was added is what is read, and of a file that ends anywhere, or has rotted anywhere, exactly the
   whole records before that place. */
#include "io/journal.h"

#include "scratch.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

enum { N_RECORDS = 12, MOST = 200, HEAD = 16, MAGIC = 8 };

/* Bytes of the i-th record: lengths from 0 on, every value of a byte. */
static size_t
record(size_t i, unsigned char bytes[MOST])
{
    const size_t length = i * i;
    for (size_t k = 0; k < length; k++) {
        bytes[k] = (unsigned char)(37 * i + 11 * k);
    }
    return length;
}

typedef struct seen {
    size_t n;
    uint64_t offset[N_RECORDS];
    rasim_status stop_with; /* at the first record */
} seen;

static rasim_status
take(void *context, uint64_t offset, const unsigned char *bytes, size_t length)
{
    seen *s = context;
    unsigned char expected[MOST];
    cr_assert_lt(s->n, N_RECORDS);
    cr_assert_eq(length, record(s->n, expected), "record %zu", s->n);
    cr_assert(memcmp(bytes, expected, length) == 0, "record %zu", s->n);
    s->offset[s->n++] = offset;
    return s->stop_with;
}

static void
append(rasimi_journal *journal, size_t first, size_t end)
{
    unsigned char bytes[MOST];
    for (size_t i = first; i < end; i++) {
        const size_t length = record(i, bytes);
        cr_assert_eq(rasimi_journal_append(journal, bytes, length), RASIM_OK);
    }
}

static void
make(const char *path, size_t n)
{
    rasimi_journal *journal = NULL;
    unsigned char bytes[MOST] = {0};
    const size_t length = record(0, bytes);
    cr_assert_eq(rasimi_journal_create(path, bytes, length, &journal, NULL), RASIM_OK);
    append(journal, 1, n);
    rasimi_journal_sync(journal);
    rasimi_journal_close(journal);
}

/* The bytes of a file that is then written again and again, without waiting for the disk each time. */
typedef struct copy {
    const char *path;
    size_t size;
    char bytes[4096];
} copy;

static copy
copy_of(const char *path)
{
    copy c = {.path = path};
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    c.size = fread(c.bytes, 1, sizeof c.bytes, file);
    cr_assert_lt(c.size, sizeof c.bytes);
    cr_assert_eq(fclose(file), 0);
    return c;
}

static void
put_back(const copy *c, size_t size)
{
    FILE *file = fopen(c->path, "w");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(c->bytes, 1, size, file), size);
    cr_assert_eq(fclose(file), 0);
}

static uint64_t
size_of(const char *path)
{
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    return (uint64_t)info.st_size;
}

/* How many records a journal has; adds those that are missing and reads all again. */
static size_t
count_and_complete(const char *path)
{
    seen first = {0}, again = {0};
    rasimi_journal *journal = NULL;
    cr_assert_eq(rasimi_journal_open(path, take, &first, &journal, NULL), RASIM_OK);
    cr_assert_eq(journal == NULL, first.n == 0);
    if (journal == NULL) {
        return 0;
    }
    append(journal, first.n, N_RECORDS);
    rasimi_journal_close(journal);
    cr_assert_eq(rasimi_journal_open(path, take, &again, &journal, NULL), RASIM_OK);
    cr_assert_eq(again.n, N_RECORDS);
    rasimi_journal_close(journal);
    return first.n;
}

/* Records that are whole in the first `length` bytes: by arithmetic, without the reader. */
static size_t
whole_in(uint64_t length)
{
    uint64_t end = MAGIC;
    for (size_t i = 0; i < N_RECORDS; i++) {
        end += HEAD + i * i;
        if (end > length) {
            return i;
        }
    }
    return N_RECORDS;
}

Test(journal, what_is_added_is_read_in_order_and_again)
{
    scratch s = scratch_make();
    const char *path = scratch_path(&s, "j");
    seen all = {0};
    rasimi_journal *journal = NULL;
    make(path, N_RECORDS);
    cr_assert_eq(rasimi_journal_open(path, take, &all, &journal, NULL), RASIM_OK);
    cr_assert_eq(all.n, N_RECORDS);
    for (size_t i = 0; i < N_RECORDS; i++) {
        unsigned char expected[MOST], bytes[MOST];
        const size_t length = record(i, expected);
        cr_assert_eq(rasimi_journal_read(journal, all.offset[i], bytes, length), RASIM_OK);
        cr_assert(memcmp(bytes, expected, length) == 0);
        cr_assert_eq(rasimi_journal_read(journal, all.offset[i] + 1, bytes, length), RASIM_ERR_READ);
    }
    rasimi_journal_remove(journal);
    cr_assert_eq(scratch_count(&s), 0);
    scratch_remove(&s);
}

Test(journal, cut_at_every_byte_the_whole_records_stay_and_more_can_be_added)
{
    scratch s = scratch_make();
    const char *path = scratch_path(&s, "j");
    make(path, N_RECORDS);
    const copy whole = copy_of(path);
    cr_assert_eq(whole_in(whole.size), N_RECORDS);
    for (size_t length = 0; length <= whole.size; length++) {
        put_back(&whole, length);
        cr_assert_eq(count_and_complete(path), whole_in(length), "cut at byte %zu", length);
    }
    scratch_remove(&s);
}

/* Turns over one bit of a byte of a file. */
static void
rot(const char *path, uint64_t at, int bit)
{
    unsigned char byte;
    const int fd = open(path, O_RDWR);
    cr_assert_geq(fd, 0);
    cr_assert_eq(pread(fd, &byte, 1, (off_t)at), 1);
    byte = (unsigned char)(byte ^ (1 << bit));
    cr_assert_eq(pwrite(fd, &byte, 1, (off_t)at), 1);
    cr_assert_eq(close(fd), 0);
}

Test(journal, one_bit_turned_anywhere_drops_its_record_and_what_follows)
{
    scratch s = scratch_make();
    const char *path = scratch_path(&s, "j");
    make(path, N_RECORDS);
    const copy whole = copy_of(path);
    for (uint64_t at = MAGIC; at < whole.size; at++) {
        put_back(&whole, whole.size);
        rot(path, at, (int)(at % 8));
        cr_assert_eq(count_and_complete(path), whole_in(at), "byte %lu", (unsigned long)at);
    }
    scratch_remove(&s);
}

static void
expect_refusal(const char *path, seen *s, rasim_status expected, const char *says)
{
    rasimi_journal *journal = NULL;
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasimi_journal_open(path, take, s, &journal, problems), expected, "%s", says);
    cr_assert_null(journal);
    cr_assert_eq(rasim_problems_size(problems), says == NULL ? 0 : 1);
    if (says != NULL) {
        cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, says), "%s",
                           rasim_problems_get(problems, 0)->text);
    }
    rasim_problems_free(problems);
}

Test(journal, what_is_no_journal_is_refused_and_left_as_it_was)
{
    scratch s = scratch_make();
    seen none = {0}, refusing = {.stop_with = RASIM_ERR_INPUT};
    scratch_write(&s, "other", "name: somebody's work\n");
    expect_refusal(scratch_path(&s, "other"), &none, RASIM_ERR_INPUT, "no checkpoint of rasim");
    cr_assert_str_eq(scratch_read(&s, "other"), "name: somebody's work\n");
    expect_refusal(scratch_path(&s, "missing"), &none, RASIM_OK, NULL);
    expect_refusal(s.folder, &none, RASIM_ERR_WRITE, "folder");
    expect_refusal("/dev/null", &none, RASIM_ERR_WRITE, "no regular file");
    scratch_write(&s, "empty", "");
    expect_refusal(scratch_path(&s, "empty"), &none, RASIM_OK, NULL);
    cr_assert_eq(none.n, 0);

    const char *path = scratch_path(&s, "j");
    make(path, N_RECORDS);
    const uint64_t size = size_of(path);
    cr_assert_eq(truncate(path, (off_t)size - 1), 0);
    expect_refusal(path, &refusing, RASIM_ERR_INPUT, NULL);
    cr_assert_eq(size_of(path), size - 1, "a journal of somebody else is not cut");
    scratch_remove(&s);
}

Test(journal, one_process_at_a_time)
{
    scratch s = scratch_make();
    const char *path = scratch_path(&s, "j");
    seen some = {0};
    rasimi_journal *journal = NULL;
    make(path, N_RECORDS);
    cr_assert_eq(rasimi_journal_open(path, take, &some, &journal, NULL), RASIM_OK);
    expect_refusal(path, &(seen){0}, RASIM_ERR_WRITE, "Another run");
    rasimi_journal_close(journal);
    scratch_remove(&s);
}

Test(journal, a_full_disk_is_an_error_that_stays)
{
    scratch s = scratch_make();
    const char *path = scratch_path(&s, "j");
    rasimi_journal *journal = NULL;
    cr_assert_eq(rasimi_journal_create("/nowhere/at/all", "x", 1, &journal, NULL), RASIM_ERR_WRITE);
    cr_assert_null(journal);
    cr_assert_eq(rasimi_journal_create(path, "x", 1, &journal, NULL), RASIM_OK);
    cr_assert_eq(rasimi_journal_append(journal, path, RASIMI_JOURNAL_MOST_BYTES + 1), RASIM_ERR_WRITE);
    cr_assert_neq(rasimi_journal_error(journal), 0);
    cr_assert_eq(rasimi_journal_append(journal, "y", 1), RASIM_ERR_WRITE);
    rasimi_journal_close(journal);
    scratch_remove(&s);
}
