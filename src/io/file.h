/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files: read with a limit and a digest; written under a temporary name, flushed, renamed. */
#ifndef RASIMI_IO_FILE_H
#define RASIMI_IO_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "rasim/status.h"

/* Reads a regular file of text of at most max_bytes; *bytes is freed with free() and has a NUL past its end. Of a file
   with a zero byte, which no text has, what comes after it may be left out. sha256 may be NULL or has room for 65
   characters. Errors: RASIM_ERR_READ with a problem (missing, a folder, no permission, too large: each its own
   sentence), RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_file_read(const char *path, size_t max_bytes, char **bytes, size_t *length, char *sha256,
                 rasim_problems *problems);

/* Lower-case hex SHA-256 of bytes; out has room for 65 characters. */
rasim_status
rasimi_sha256(const void *bytes, size_t length, char *out);

/* The system's reason for a failed call (errno) in plain English, in no locale's language; NULL for a rare one. */
const char *
rasimi_file_reason(int error);

/* One problem for a failed system call; `what` is the first half of the sentence. Gives `status` back. */
rasim_status
rasimi_file_refuse(rasim_status status, const char *path, const char *what, int error, rasim_problems *problems);

/* Writes all bytes; false with errno set where that fails. */
bool
rasimi_write_all(int fd, const void *bytes, size_t length);

/* Puts a new or changed name on disk. A failure is not reported: the file is whole and in its place by now, and some
   file systems cannot flush a folder. */
void
rasimi_flush_folder(const char *target);

/* A file being written: a temporary beside the target, in the same folder. */
typedef struct rasimi_atomic {
    char *target;
    char *temporary;
    int fd; /* -1 when another library writes to the temporary's path */
} rasimi_atomic;

/* Creates the temporary. Errors: RASIM_ERR_WRITE with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_atomic_open(const char *target, rasimi_atomic *out, rasim_problems *problems);

/* Whether that would succeed; nothing is left behind. To ask before long work. */
rasim_status
rasimi_atomic_try(const char *target, rasim_problems *problems);

/* Writes all bytes to it. After an error the caller abandons it. */
rasim_status
rasimi_atomic_write(rasimi_atomic *file, const void *bytes, size_t length, rasim_problems *problems);

/* Flushes to disk, closes and renames over the target. On error nothing is left behind. */
rasim_status
rasimi_atomic_commit(rasimi_atomic *file, rasim_problems *problems);

/* Closes and removes the temporary; legal after a failed open, after commit, and twice. */
void
rasimi_atomic_abandon(rasimi_atomic *file);

/* Makes a folder and its parents where they are missing. Errors: RASIM_ERR_WRITE with a problem, RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_make_folder(const char *path, rasim_problems *problems);

/* Which file a path leads to, whatever it is called. */
typedef struct rasimi_file_id {
    uint64_t device, inode;
    bool exists;
} rasimi_file_id;

rasimi_file_id
rasimi_file_identity(const char *path);

/* Refuses a target that is one of the files read: writing it would lose them. Errors: RASIM_ERR_WRITE with a problem.
 */
rasim_status
rasimi_refuse_input(const char *target, rasimi_file_id input, rasim_problems *problems);

/* Path of `name` as written in file `from`: as it is where absolute, else beside it. Freed with free(); NULL: memory.
 */
char *
rasimi_path_beside(const char *from, const char *name);

#endif
