/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small words for writing HDF5. */
#include "report/h5put.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* An object header of HDF5 takes messages of less than 64 KiB. */
enum { MAX_TEXT = 32000, PATH_SIZE = 256 };

static void
keep(rasimi_h5put *put, rasim_status status)
{
    if (!put->status)
        put->status = status;
}

static const char *
path_of(const rasimi_h5put *put, const char *name, char *path)
{
    snprintf(path, PATH_SIZE, "%s/%s", put->folder, name);
    return path;
}

static const char *
folder_of(const rasimi_h5put *put)
{
    return *put->folder ? put->folder : "/";
}

void
rasimi_h5put_folder(rasimi_h5put *put, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(put->folder, sizeof put->folder, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof put->folder)
        keep(put, RASIM_ERR_INTERNAL);
    if (!put->status && *put->folder)
        keep(put, rasimi_h5_group(put->file, put->folder));
}

static rasim_status
cut_text(const rasimi_h5put *put, const char *name, const char *text)
{
    size_t length = MAX_TEXT;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) /* not inside a character */
        length--;
    char *cut = strndup(text, length);
    if (!cut)
        return RASIM_ERR_NO_MEMORY;
    rasim_status status = rasimi_h5_attribute_text(put->file, folder_of(put), name, cut);
    free(cut);
    return status;
}

void
rasimi_h5put_text(rasimi_h5put *put, const char *name, const char *text)
{
    if (put->status)
        return;
    if (!text)
        text = "";
    if (strlen(text) > MAX_TEXT)
        keep(put, cut_text(put, name, text));
    else
        keep(put, rasimi_h5_attribute_text(put->file, folder_of(put), name, text));
}

void
rasimi_h5put_number(rasimi_h5put *put, const char *name, double value)
{
    if (!put->status)
        keep(put, rasimi_h5_attribute_double(put->file, folder_of(put), name, value));
}

void
rasimi_h5put_whole(rasimi_h5put *put, const char *name, uint64_t value)
{
    if (!put->status)
        keep(put, rasimi_h5_attribute_uint64(put->file, folder_of(put), name, value));
}

static bool
empty(int rank, const uint64_t *shape)
{
    for (int i = 0; i < rank; i++)
        if (shape[i] == 0)
            return true;
    return false;
}

void
rasimi_h5put_doubles(rasimi_h5put *put, rasimi_h5name name, int rank, const uint64_t *shape, const double *values)
{
    char path[PATH_SIZE];
    if (!put->status && !empty(rank, shape))
        keep(put, rasimi_h5_doubles(put->file, path_of(put, name.name, path), rank, shape, values, name.unit,
                                    name.sentence));
}

void
rasimi_h5put_int32(rasimi_h5put *put, rasimi_h5name name, int rank, const uint64_t *shape, const int32_t *values)
{
    char path[PATH_SIZE];
    if (!put->status && !empty(rank, shape))
        keep(put,
             rasimi_h5_int32(put->file, path_of(put, name.name, path), rank, shape, values, name.unit, name.sentence));
}

void
rasimi_h5put_rows(rasimi_h5put *put, rasimi_h5name name, rasimi_h5_kind kind, int rank, const uint64_t *shape,
                  rasimi_h5_rows_fn *fill, const void *context)
{
    char path[PATH_SIZE];
    if (!put->status && !empty(rank, shape))
        keep(put, rasimi_h5_rows(put->file, path_of(put, name.name, path), kind, rank, shape, fill, context, name.unit,
                                 name.sentence));
}

void
rasimi_h5put_texts(rasimi_h5put *put, const char *name, const char *const *texts, size_t n, const char *sentence)
{
    char path[PATH_SIZE];
    if (!put->status && n > 0)
        keep(put, rasimi_h5_texts(put->file, path_of(put, name, path), texts, n, sentence));
}

void
rasimi_h5put_document(rasimi_h5put *put, const char *json)
{
    if (!put->status)
        keep(put, rasimi_h5_bytes(put->file, RASIMI_DOCUMENT_PATH, json, "the JSON document, as UTF-8"));
}

void
rasimi_h5put_field(rasimi_h5put *put, rasimi_h5name name, const void *field, size_t stride, size_t n)
{
    double *values = rasimi_calloc(n, sizeof *values);
    if (!values) {
        keep(put, RASIM_ERR_NO_MEMORY);
        return;
    }
    const char *at = field;
    for (size_t i = 0; i < n; i++, at += stride)
        memcpy(&values[i], at, sizeof *values);
    rasimi_h5put_doubles(put, name, 1, (const uint64_t[]){n}, values);
    free(values);
}
