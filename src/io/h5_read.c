/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading HDF5. What is read was written by rasim, but need not have been: sizes and types are looked at first. */
#include "io/h5_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/h5_quiet.h"

/* No label or digest that rasim writes is longer. */
#define MAX_TEXT ((size_t)64 * 1024)

struct rasimi_h5_in {
    hid_t id;
    char *path;
    rasim_problems *problems;
};

static rasim_status
refuse(const rasimi_h5_in *file, const char *what)
{
    rasimi_problem_add(file->problems, RASIM_ERROR, (rasimi_place){.file = file->path},
                       "There is no '%s' in the file as rasim writes it; give the .h5 file of a run that this version "
                       "made, or make the run again.",
                       what);
    return RASIM_ERR_READ;
}

/* ---- files ---- */

/* The reasons that a file cannot be opened which are not HDF5's. */
static rasim_status
check_regular(const char *path, rasim_problems *problems)
{
    struct stat info;
    const bool missing = stat(path, &info) != 0;
    if (!missing && S_ISREG(info.st_mode))
        return RASIM_OK;
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path},
                       missing ? "The file cannot be read (%s); check the path." : "This is no file%s; check the path.",
                       missing ? strerror(errno) : "");
    return RASIM_ERR_READ;
}

rasim_status
rasimi_h5_open(const char *path, rasimi_h5_in **out, rasim_problems *problems)
{
    rasim_status status = check_regular(path, problems);
    if (status != RASIM_OK)
        return status;
    rasimi_h5_in *file = rasimi_calloc(1, sizeof *file);
    if (!file)
        return RASIM_ERR_NO_MEMORY;
    const rasimi_quiet before = rasimi_hush();
    file->problems = problems;
    file->path = strdup(path);
    file->id = file->path ? H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT) : H5I_INVALID_HID;
    rasimi_unhush(before);
    if (file->id >= 0) {
        *out = file;
        return RASIM_OK;
    }
    if (file->path)
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){.file = path},
                           "This is no HDF5 file; give the .h5 file of a run.");
    status = file->path ? RASIM_ERR_READ : RASIM_ERR_NO_MEMORY;
    free(file->path);
    free(file);
    return status;
}

void
rasimi_h5_close(rasimi_h5_in *file)
{
    if (!file)
        return;
    const rasimi_quiet before = rasimi_hush();
    (void)H5Fclose(file->id);
    rasimi_unhush(before);
    free(file->path);
    free(file);
}

bool
rasimi_h5_has(rasimi_h5_in *file, const char *path)
{
    const rasimi_quiet before = rasimi_hush();
    const bool has = H5Lexists(file->id, path, H5P_DEFAULT) > 0;
    rasimi_unhush(before);
    return has;
}

/* ---- attributes ---- */

/* An open attribute with its object, type and extent; members below 0 are not open. */
typedef struct attribute {
    hid_t object, id, type, space;
    bool single; /* one value */
} attribute;

static attribute
open_attribute(const rasimi_h5_in *file, const char *path, const char *name)
{
    attribute out = {.id = H5I_INVALID_HID, .type = H5I_INVALID_HID, .space = H5I_INVALID_HID};
    out.object = H5Oopen(file->id, path, H5P_DEFAULT);
    if (out.object >= 0)
        out.id = H5Aopen(out.object, name, H5P_DEFAULT);
    if (out.id >= 0) {
        out.type = H5Aget_type(out.id);
        out.space = H5Aget_space(out.id);
    }
    out.single = out.type >= 0 && out.space >= 0 && H5Sget_simple_extent_npoints(out.space) == 1;
    return out;
}

static void
close_attribute(attribute *from)
{
    if (from->space >= 0)
        (void)H5Sclose(from->space);
    if (from->type >= 0)
        (void)H5Tclose(from->type);
    if (from->id >= 0)
        (void)H5Aclose(from->id);
    if (from->object >= 0)
        (void)H5Oclose(from->object);
}

/* A single value of a class as `memory`, which is the type of `out`. */
static rasim_status
read_single(rasimi_h5_in *file, const char *path, const char *name, H5T_class_t class, hid_t memory, void *out)
{
    uint64_t value[1] = {0}; /* room for either type */
    const rasimi_quiet before = rasimi_hush();
    attribute from = open_attribute(file, path, name);
    const bool read = from.single && H5Tget_class(from.type) == class && H5Aread(from.id, memory, value) >= 0;
    close_attribute(&from);
    rasimi_unhush(before);
    if (!read)
        return refuse(file, name);
    memcpy(out, value, sizeof value);
    return RASIM_OK;
}

rasim_status
rasimi_h5_read_whole(rasimi_h5_in *file, const char *path, const char *name, uint64_t *out)
{
    return read_single(file, path, name, H5T_INTEGER, H5T_NATIVE_UINT64, out);
}

rasim_status
rasimi_h5_read_number(rasimi_h5_in *file, const char *path, const char *name, double *out)
{
    return read_single(file, path, name, H5T_FLOAT, H5T_NATIVE_DOUBLE, out);
}

/* Whether texts of a type have one length, and not too large a one. */
static bool
is_text(hid_t type)
{
    return H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0 && H5Tget_size(type) > 0 &&
           H5Tget_size(type) <= MAX_TEXT;
}

rasim_status
rasimi_h5_read_text(rasimi_h5_in *file, const char *path, const char *name, rasimi_arena *arena, const char **out)
{
    const rasimi_quiet before = rasimi_hush();
    attribute from = open_attribute(file, path, name);
    const bool readable = from.single && is_text(from.type);
    char *text = readable ? rasimi_arena_alloc(arena, H5Tget_size(from.type) + 1, 1) : NULL;
    const bool read = text && H5Aread(from.id, from.type, text) >= 0;
    close_attribute(&from);
    rasimi_unhush(before);
    if (readable && !text)
        return RASIM_ERR_NO_MEMORY;
    if (!read)
        return refuse(file, name);
    *out = text;
    return RASIM_OK;
}

/* ---- datasets ---- */

/* An open dataset; members below 0 are not open. */
typedef struct dataset {
    hid_t id, type, space;
    uint64_t n; /* items of all axes; 0 also where it cannot be read */
} dataset;

static dataset
open_dataset(const rasimi_h5_in *file, const char *path)
{
    dataset out = {.type = H5I_INVALID_HID, .space = H5I_INVALID_HID};
    out.id = H5Dopen2(file->id, path, H5P_DEFAULT);
    if (out.id >= 0) {
        out.type = H5Dget_type(out.id);
        out.space = H5Dget_space(out.id);
    }
    const hssize_t n = out.space >= 0 ? H5Sget_simple_extent_npoints(out.space) : 0;
    out.n = n > 0 && (uint64_t)n <= RASIMI_H5_MAX_ITEMS ? (uint64_t)n : 0;
    return out;
}

static void
close_dataset(dataset *from)
{
    if (from->space >= 0)
        (void)H5Sclose(from->space);
    if (from->type >= 0)
        (void)H5Tclose(from->type);
    if (from->id >= 0)
        (void)H5Dclose(from->id);
}

/* What a dataset holds, in an arena. */
typedef struct items {
    void *all;
    size_t n, width; /* bytes of one */
} items;

/* All of it, where its type will do, as `memory` (below 0: as the file has it), and a zero behind the last. */
static rasim_status
read_items(rasimi_h5_in *file, const char *path, bool (*will_do)(hid_t type), hid_t memory, rasimi_arena *arena,
           items *out)
{
    const rasimi_quiet before = rasimi_hush();
    dataset from = open_dataset(file, path);
    const bool readable = from.n > 0 && from.type >= 0 && will_do(from.type);
    const hid_t as = memory >= 0 ? memory : from.type;
    items found = {.n = from.n, .width = readable ? H5Tget_size(as) : 0};
    found.all = readable ? rasimi_arena_alloc(arena, found.n + 1, found.width) : NULL;
    const bool read = found.all && H5Dread(from.id, as, H5S_ALL, H5S_ALL, H5P_DEFAULT, found.all) >= 0;
    close_dataset(&from);
    rasimi_unhush(before);
    if (readable && !found.all)
        return RASIM_ERR_NO_MEMORY;
    if (!read)
        return refuse(file, path);
    *out = found;
    return RASIM_OK;
}

static bool
is_number(hid_t type)
{
    return H5Tget_class(type) == H5T_FLOAT || H5Tget_class(type) == H5T_INTEGER;
}

rasim_status
rasimi_h5_read_doubles(rasimi_h5_in *file, const char *path, rasimi_arena *arena, const double **values, size_t *n)
{
    items found;
    const rasim_status status = read_items(file, path, is_number, H5T_NATIVE_DOUBLE, arena, &found);
    if (status != RASIM_OK)
        return status;
    *values = found.all;
    *n = found.n;
    return RASIM_OK;
}

static bool
is_byte(hid_t type)
{
    return H5Tget_class(type) == H5T_INTEGER && H5Tget_size(type) == 1;
}

rasim_status
rasimi_h5_read_bytes(rasimi_h5_in *file, const char *path, rasimi_arena *arena, const char **text, size_t *length)
{
    items found;
    const rasim_status status = read_items(file, path, is_byte, H5T_NATIVE_UINT8, arena, &found);
    if (status != RASIM_OK)
        return status;
    *text = found.all;
    *length = found.n;
    return RASIM_OK;
}

rasim_status
rasimi_h5_read_texts(rasimi_h5_in *file, const char *path, rasimi_arena *arena, const char *const **texts, size_t *n)
{
    items found;
    const rasim_status status = read_items(file, path, is_text, H5I_INVALID_HID, arena, &found);
    if (status != RASIM_OK)
        return status;
    const char **parts = rasimi_arena_alloc(arena, found.n, sizeof *parts);
    for (size_t i = 0; parts && i < found.n; i++) { /* texts of one width, not all of them ended */
        const char *part = (const char *)found.all + i * found.width;
        parts[i] = rasimi_arena_text(arena, part, strnlen(part, found.width));
        if (!parts[i])
            return RASIM_ERR_NO_MEMORY;
    }
    if (!parts)
        return RASIM_ERR_NO_MEMORY;
    *texts = parts;
    *n = found.n;
    return RASIM_OK;
}
