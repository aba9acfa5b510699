/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small words for writing HDF5: the first failure is kept and what follows it does nothing, so that a long list of
   datasets reads as a list. */
#ifndef RASIMI_REPORT_H5PUT_H
#define RASIMI_REPORT_H5PUT_H

#include <stddef.h>
#include <stdint.h>

#include "io/h5.h"

/* A folder of a file being written. */
typedef struct rasimi_h5put {
    rasimi_h5 *file;
    rasim_status status;
    char folder[128]; /* "" for the root, else "/labels" */
} rasimi_h5put;

/* Moves to a folder ("" for the root), making it where it is missing. The words are ours and short. */
void
rasimi_h5put_folder(rasimi_h5put *put, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Attributes of the folder. A text longer than HDF5 attributes hold is cut. */
void
rasimi_h5put_text(rasimi_h5put *put, const char *name, const char *text);
void
rasimi_h5put_number(rasimi_h5put *put, const char *name, double value);
void
rasimi_h5put_whole(rasimi_h5put *put, const char *name, uint64_t value);

/* What a dataset in the folder is called and means. */
typedef struct rasimi_h5name {
    const char *name, *unit, *sentence;
} rasimi_h5name;

/* Datasets in the folder; one with an empty axis is left out. */
void
rasimi_h5put_doubles(rasimi_h5put *put, rasimi_h5name name, int rank, const uint64_t *shape, const double *values);
void
rasimi_h5put_int32(rasimi_h5put *put, rasimi_h5name name, int rank, const uint64_t *shape, const int32_t *values);
void
rasimi_h5put_rows(rasimi_h5put *put, rasimi_h5name name, rasimi_h5_kind kind, int rank, const uint64_t *shape,
                  rasimi_h5_rows_fn *fill, const void *context);
void
rasimi_h5put_texts(rasimi_h5put *put, const char *name, const char *const *texts, size_t n, const char *sentence);

/* The JSON document of a report, which PREFIX.json holds too: whoever makes a page or a workbook of the file reads that
   one document (report/results_document.h). */
#define RASIMI_DOCUMENT_PATH "/document"
void
rasimi_h5put_document(rasimi_h5put *put, const char *json);

/* One field of each of n structs, `stride` bytes apart, as a list of doubles. */
void
rasimi_h5put_field(rasimi_h5put *put, rasimi_h5name name, const void *field, size_t stride, size_t n);

#endif
