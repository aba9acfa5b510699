/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HDF5, one thin function per verb; the only place that knows HDF5. Files carry no times, so the same content is the
   same bytes. Every function adds a problem that names the file where HDF5 refuses. */
#ifndef RASIMI_IO_H5_H
#define RASIMI_IO_H5_H

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "rasim/status.h"

typedef struct rasimi_h5 rasimi_h5;

/* Starts a file under a temporary name beside `path`. */
rasim_status
rasimi_h5_create(const char *path, rasimi_h5 **out, rasim_problems *problems);

/* Flushes, closes, renames to the path. The handle is freed whatever happens; on error nothing is left behind. */
rasim_status
rasimi_h5_commit(rasimi_h5 *file);

/* Drops the file and frees the handle; NULL allowed. */
void
rasimi_h5_abandon(rasimi_h5 *file);

/* A group and its parents ("/designs/1"); one that exists already is fine. */
rasim_status
rasimi_h5_group(rasimi_h5 *file, const char *path);

/* Attributes of a group or dataset. Text is fixed-length UTF-8; names are ASCII. */
rasim_status
rasimi_h5_attribute_text(rasimi_h5 *file, const char *path, const char *name, const char *text);
rasim_status
rasimi_h5_attribute_double(rasimi_h5 *file, const char *path, const char *name, double value);
rasim_status
rasimi_h5_attribute_uint64(rasimi_h5 *file, const char *path, const char *name, uint64_t value);

/* Arrays of rank 1 to 4, row-major, chunked along the first axis (the replicates) with shuffle and deflate 1 where
   there is enough to compress. `unit` and `sentence` become attributes; either may be NULL. */
rasim_status
rasimi_h5_doubles(rasimi_h5 *file, const char *path, int rank, const uint64_t *shape, const double *values,
                  const char *unit, const char *sentence);
rasim_status
rasimi_h5_int32(rasimi_h5 *file, const char *path, int rank, const uint64_t *shape, const int32_t *values,
                const char *unit, const char *sentence);

/* A text of any length as its bytes: a list of uint8, which every reader takes and which is compressed. */
rasim_status
rasimi_h5_bytes(rasimi_h5 *file, const char *path, const char *text, const char *sentence);

/* What the rows of an array hold. */
typedef enum rasimi_h5_kind { RASIMI_H5_DOUBLES, RASIMI_H5_INT32 } rasimi_h5_kind;

/* Fills rows [first, first + n) of an array into `values`, which is theirs alone and holds anything. */
typedef void
rasimi_h5_rows_fn(const void *context, uint64_t first, uint64_t n, void *values);

/* The same arrays made piece by piece, so that no more than one compressed piece of them is in memory. */
rasim_status
rasimi_h5_rows(rasimi_h5 *file, const char *path, rasimi_h5_kind kind, int rank, const uint64_t *shape,
               rasimi_h5_rows_fn *fill, const void *context, const char *unit, const char *sentence);

/* A list of texts as fixed-length strings (ASCII where all are ASCII, else UTF-8), width of the longest, at least 1. */
rasim_status
rasimi_h5_texts(rasimi_h5 *file, const char *path, const char *const *texts, size_t n, const char *sentence);

#endif
