/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files a command has written so far, to say so where it fails later. */
#ifndef RASIM_CLI_WRITTEN_H
#define RASIM_CLI_WRITTEN_H

#include <stddef.h>

enum { WRITTEN_MOST = 8 };

/* Zero-initialised is valid and empty. */
typedef struct written_files {
    size_t n;
    char *paths[WRITTEN_MOST]; /* NULL where memory ran out: "a file" */
} written_files;

/* Files beyond WRITTEN_MOST are not counted. */
void
written_add(written_files *self, const char *path);

/* Releases the paths; idempotent. */
void
written_clear(written_files *self);

/* "results/a.json, results/a.h5 and results/a.html". Free with free(); NULL where memory ran out. */
char *
written_text(const written_files *self);

#endif
