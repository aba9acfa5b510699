/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal: a file to which whole records are added, one after the other, and which may end at any byte when the
   process or the machine does. Each record carries its length and a check, so that the next reader knows the records
   that are whole from the torn end. */
#ifndef RASIMI_IO_JOURNAL_H
#define RASIMI_IO_JOURNAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "rasim/status.h"

/* The longest record. */
#define RASIMI_JOURNAL_MOST_BYTES ((size_t)1 << 30)

typedef struct rasimi_journal rasimi_journal;

/* Takes a whole record, in the order of the file; the bytes live for the call. Anything but RASIM_OK ends the reading
   and is what rasimi_journal_open returns. */
typedef rasim_status
rasimi_record_fn(void *context, uint64_t offset, const unsigned char *bytes, size_t length);

/* Starts an empty journal, whatever was there, with its first record on disk. Errors: RASIM_ERR_WRITE with a problem
   (also where another process writes this journal), RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_journal_create(const char *path, const void *first, size_t length, rasimi_journal **out,
                      rasim_problems *problems);

/* Reads a journal and makes it ready for more records: what follows the last record before the first that is not
   whole is cut off. *out is NULL where there is no file, or one without a whole record. Errors: those of `take`, which
   leave the file as it was; RASIM_ERR_INPUT with a problem where the file is no journal; RASIM_ERR_READ,
   RASIM_ERR_WRITE, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_journal_open(const char *path, rasimi_record_fn *take, void *context, rasimi_journal **out,
                    rasim_problems *problems);

/* Adds a record, whole once the machine has written it (rasimi_journal_sync). On error the journal takes no more.
   Errors: RASIM_ERR_WRITE, without a problem: rasimi_journal_error says why. */
rasim_status
rasimi_journal_append(rasimi_journal *journal, const void *bytes, size_t length);

/* The same record again, as it was when it was read. Errors: RASIM_ERR_READ where it has changed since. */
rasim_status
rasimi_journal_read(const rasimi_journal *journal, uint64_t offset, unsigned char *bytes, size_t length);

/* Waits until what was added is on disk; may be called while another thread adds more. */
void
rasimi_journal_sync(rasimi_journal *journal);

/* errno of the call that failed; 0: none did. */
int
rasimi_journal_error(const rasimi_journal *journal);

/* Closes it; NULL allowed. */
void
rasimi_journal_close(rasimi_journal *journal);

/* Closes it and removes the file; NULL allowed. */
void
rasimi_journal_remove(rasimi_journal *journal);

#endif
