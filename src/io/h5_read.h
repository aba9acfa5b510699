/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading HDF5 files that rasim wrote. Values live in an arena. Every function adds a problem that names the file where
   it is not as rasim writes it. Errors of all: RASIM_ERR_READ, RASIM_ERR_NO_MEMORY; outputs are untouched then. */
#ifndef RASIMI_IO_H5_READ_H
#define RASIMI_IO_H5_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/problem.h"
#include "rasim/status.h"

/* More numbers or texts than this in one dataset are not read. */
#define RASIMI_H5_MAX_ITEMS ((uint64_t)1 << 28)

typedef struct rasimi_h5_in rasimi_h5_in;

/* Opens a file for reading. */
rasim_status
rasimi_h5_open(const char *path, rasimi_h5_in **out, rasim_problems *problems);

/* Closes and frees; NULL allowed. */
void
rasimi_h5_close(rasimi_h5_in *file);

/* Whether a group or dataset is there; its parents are. */
bool
rasimi_h5_has(rasimi_h5_in *file, const char *path);

/* Attributes of a group or dataset. */
rasim_status
rasimi_h5_read_whole(rasimi_h5_in *file, const char *path, const char *name, uint64_t *out);
rasim_status
rasimi_h5_read_number(rasimi_h5_in *file, const char *path, const char *name, double *out);
rasim_status
rasimi_h5_read_text(rasimi_h5_in *file, const char *path, const char *name, rasimi_arena *arena, const char **out);

/* A dataset of numbers of any rank, one after the other, and how many there are. */
rasim_status
rasimi_h5_read_doubles(rasimi_h5_in *file, const char *path, rasimi_arena *arena, const double **values, size_t *n);

/* Bytes as a text, ended by a zero that is not counted in its length. */
rasim_status
rasimi_h5_read_bytes(rasimi_h5_in *file, const char *path, rasimi_arena *arena, const char **text, size_t *length);

/* A list of texts. */
rasim_status
rasimi_h5_read_texts(rasimi_h5_in *file, const char *path, rasimi_arena *arena, const char *const **texts, size_t *n);

#endif
