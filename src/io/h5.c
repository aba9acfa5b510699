/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HDF5. A file is written under a temporary name (io/file.c) by a driver of ours, with which a full disk is an ordinary
   error (io/h5_driver.c). Nothing in a file tells when it was made, and the format is pinned, so the same content is
   the same bytes. */
#include "io/h5.h"

#include "base/mem.h"
#include "base/text.h"
#include "io/file.h"
#include "io/h5_driver.h"
#include "io/h5_quiet.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MAX_RANK 4

/* Arrays above this size are chunked and compressed; a chunk holds about this many bytes of whole rows. */
#define CHUNK_FROM_BYTES ((uint64_t)64 * 1024)
#define CHUNK_BYTES      ((uint64_t)512 * 1024)

#define DEFLATE_LEVEL 1

#define MAX_REASON_BYTES 512

struct rasimi_h5 {
    hid_t id, driver;
    rasimi_h5_target target;
    rasimi_atomic atomic;
    char *path;
    rasim_problems *problems;
};

/* What a dataset holds. */
typedef struct array {
    hid_t stored, in_memory; /* types; borrowed */
    int rank;
    hsize_t shape[MAX_RANK];
    size_t item_bytes;
    const void *values;
    rasimi_h5_rows_fn *fill; /* NULL: `values` has them all */
    const void *context;
} array;

/* H5Ewalk2's call: the innermost entry says what happened, those outside it only who had asked. */
static herr_t
keep_innermost(unsigned depth, const H5E_error2_t *error, void *context)
{
    char *reason = context;
    if (depth == 0 && error->desc) {
        strncpy(reason, error->desc, MAX_REASON_BYTES - 1);
    }
    return 0;
}

/* Adds the problem of a refused call; comes before any other call of HDF5, which would forget the reason. */
static rasim_status
refuse(rasimi_h5 *file, const char *what, const char *object)
{
    char reason[MAX_REASON_BYTES] = "";
    (void)H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, reason);
    rasimi_problem_add(file->problems, RASIM_ERROR, (rasimi_place){.file = file->path},
                       "The results file cannot be written: HDF5 refuses %s '%s' (%s).", what, object,
                       reason[0] ? reason : "it gives no reason");
    return RASIM_ERR_WRITE;
}

/* Property list of a class whose objects do not record times; negative where HDF5 refuses. Tracking the order of
   attributes lists them as they were written, and gives objects the headers of HDF5 1.8, in which an attribute may be
   longer than 64 KiB. */
static hid_t
timeless(hid_t class_id)
{
    const hid_t list = H5Pcreate(class_id);
    if (list >= 0 &&
        (H5Pset_obj_track_times(list, false) < 0 || H5Pset_attr_creation_order(list, H5P_CRT_ORDER_TRACKED) < 0)) {
        (void)H5Pclose(list);
        return H5I_INVALID_HID;
    }
    return list;
}

/* The lower bound is the earliest: what all readers read. */
static rasim_status
create_file(rasimi_h5 *file)
{
    file->target.fd = file->atomic.fd;
    const hid_t creation = timeless(H5P_FILE_CREATE);
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (creation >= 0 && access >= 0 && rasimi_h5_drive(access, &file->target, &file->driver) >= 0 &&
        H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18) >= 0) {
        file->id = H5Fcreate(file->atomic.temporary, H5F_ACC_TRUNC, creation, access);
    }
    const rasim_status status = file->id >= 0                  ? RASIM_OK
                                : file->target.error == ENOMEM ? RASIM_ERR_NO_MEMORY
                                                               : refuse(file, "the file", file->path);
    if (creation >= 0) {
        (void)H5Pclose(creation);
    }
    if (access >= 0) {
        (void)H5Pclose(access);
    }
    return status;
}

rasim_status
rasimi_h5_create(const char *path, rasimi_h5 **out, rasim_problems *problems)
{
    rasimi_h5 *file = rasimi_calloc(1, sizeof *file);
    if (!file) {
        return RASIM_ERR_NO_MEMORY;
    }
    file->id = file->driver = H5I_INVALID_HID;
    file->problems = problems;
    file->path = strdup(path);
    rasim_status status = file->path ? rasimi_atomic_open(path, &file->atomic, problems) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK) {
        const rasimi_quiet before = rasimi_hush();
        status = create_file(file);
        rasimi_unhush(before);
    }
    if (status != RASIM_OK) {
        rasimi_h5_abandon(file);
        return status;
    }
    *out = file;
    return RASIM_OK;
}

/* Closes the HDF5 file and lets go of the driver. */
static herr_t
close_file(rasimi_h5 *file)
{
    const herr_t closed = file->id < 0 ? 0 : H5Fclose(file->id);
    if (file->driver >= 0) {
        (void)H5FDunregister(file->driver);
    }
    file->id = file->driver = H5I_INVALID_HID;
    return closed;
}

rasim_status
rasimi_h5_commit(rasimi_h5 *file)
{
    const rasimi_quiet before = rasimi_hush();
    rasim_status status = close_file(file) < 0 ? refuse(file, "to finish", file->path) : RASIM_OK;
    rasimi_unhush(before);
    if (status == RASIM_OK && file->target.error != 0) {
        status = rasimi_file_refuse(RASIM_ERR_WRITE, file->path, "The file cannot be written", file->target.error,
                                    file->problems);
    }
    if (status == RASIM_OK) {
        status = rasimi_atomic_commit(&file->atomic, file->problems);
    }
    rasimi_h5_abandon(file); /* only frees, where the file has been committed */
    return status;
}

void
rasimi_h5_abandon(rasimi_h5 *file)
{
    if (!file) {
        return;
    }
    const rasimi_quiet before = rasimi_hush();
    (void)close_file(file);
    rasimi_unhush(before);
    rasimi_atomic_abandon(&file->atomic);
    free(file->path);
    free(file);
}

/* Creates the group where it is missing; its parent exists. */
static rasim_status
create_group(rasimi_h5 *file, const char *path)
{
    const htri_t exists = H5Lexists(file->id, path, H5P_DEFAULT);
    if (exists != 0) {
        return exists > 0 ? RASIM_OK : refuse(file, "the group", path);
    }
    const hid_t creation = timeless(H5P_GROUP_CREATE);
    const hid_t group = creation < 0 ? creation : H5Gcreate2(file->id, path, H5P_DEFAULT, creation, H5P_DEFAULT);
    const rasim_status status = group >= 0 ? RASIM_OK : refuse(file, "the group", path);
    if (group >= 0) {
        (void)H5Gclose(group);
    }
    if (creation >= 0) {
        (void)H5Pclose(creation);
    }
    return status;
}

/* The groups that path[0..length) names. One at a time: HDF5 can create parents too, but those would record times. */
static rasim_status
create_groups(rasimi_h5 *file, const char *path, size_t length)
{
    char *part = rasimi_calloc(length + 1, 1);
    if (!part) {
        return RASIM_ERR_NO_MEMORY;
    }
    rasim_status status = RASIM_OK;
    for (size_t i = 1; i <= length && status == RASIM_OK; i++) {
        if (i == length || path[i] == '/') {
            memcpy(part, path, i);
            status = create_group(file, part);
        }
    }
    free(part);
    return status;
}

rasim_status
rasimi_h5_group(rasimi_h5 *file, const char *path)
{
    const rasimi_quiet before = rasimi_hush();
    const rasim_status status = create_groups(file, path, strlen(path));
    rasimi_unhush(before);
    return status;
}

/* A type of texts of `width` bytes, padded with zeros; negative where HDF5 refuses. */
static hid_t
text_type(size_t width, bool ascii)
{
    const hid_t type = H5Tcopy(H5T_C_S1);
    if (type >= 0 && (H5Tset_size(type, width) < 0 || H5Tset_strpad(type, H5T_STR_NULLPAD) < 0 ||
                      H5Tset_cset(type, ascii ? H5T_CSET_ASCII : H5T_CSET_UTF8) < 0)) {
        (void)H5Tclose(type);
        return H5I_INVALID_HID;
    }
    return type;
}

/* One value as an attribute of an open object. */
static rasim_status
attach(rasimi_h5 *file, hid_t object, const char *name, hid_t stored, hid_t in_memory, const void *value)
{
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t attribute = space < 0 ? space : H5Acreate2(object, name, stored, space, H5P_DEFAULT, H5P_DEFAULT);
    const bool written = attribute >= 0 && H5Awrite(attribute, in_memory, value) >= 0;
    const rasim_status status = written ? RASIM_OK : refuse(file, "the attribute", name);
    if (attribute >= 0) {
        (void)H5Aclose(attribute);
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    return status;
}

static rasim_status
attach_text(rasimi_h5 *file, hid_t object, const char *name, const char *text)
{
    const size_t length = strlen(text);
    const hid_t type = text_type(length > 0 ? length : 1, false);
    if (type < 0) {
        return refuse(file, "the attribute", name);
    }
    const rasim_status status = attach(file, object, name, type, type, text);
    (void)H5Tclose(type);
    return status;
}

static rasim_status
attribute_of_path(rasimi_h5 *file, const char *path, const char *name, hid_t stored, hid_t in_memory, const void *value)
{
    const rasimi_quiet before = rasimi_hush();
    const hid_t object = H5Oopen(file->id, path, H5P_DEFAULT);
    const rasim_status status =
        object < 0 ? refuse(file, "to open", path) : attach(file, object, name, stored, in_memory, value);
    if (object >= 0) {
        (void)H5Oclose(object);
    }
    rasimi_unhush(before);
    return status;
}

rasim_status
rasimi_h5_attribute_text(rasimi_h5 *file, const char *path, const char *name, const char *text)
{
    const rasimi_quiet before = rasimi_hush();
    const hid_t object = H5Oopen(file->id, path, H5P_DEFAULT);
    const rasim_status status = object < 0 ? refuse(file, "to open", path) : attach_text(file, object, name, text);
    if (object >= 0) {
        (void)H5Oclose(object);
    }
    rasimi_unhush(before);
    return status;
}

rasim_status
rasimi_h5_attribute_double(rasimi_h5 *file, const char *path, const char *name, double value)
{
    return attribute_of_path(file, path, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
}

rasim_status
rasimi_h5_attribute_uint64(rasimi_h5 *file, const char *path, const char *name, uint64_t value)
{
    return attribute_of_path(file, path, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, &value);
}

/* Product of the axes from `axis` on, in bytes. Callers hold the array in memory, so this cannot overflow, unless an
   axis before it is empty; then it does not matter. */
static uint64_t
bytes_from_axis(const array *a, int axis)
{
    uint64_t bytes = a->item_bytes;
    for (int k = axis; k < a->rank; k++) {
        bytes *= a->shape[k];
    }
    return bytes;
}

/* Rows of a chunk; all of a small array. */
static hsize_t
rows_at_once(const array *a)
{
    if (bytes_from_axis(a, 0) <= CHUNK_FROM_BYTES) {
        return a->shape[0];
    }
    const uint64_t rows = CHUNK_BYTES / bytes_from_axis(a, 1);
    return rows < 1 ? 1 : rows < a->shape[0] ? rows : a->shape[0];
}

/* How a dataset is laid out: as it is where small, else in compressed chunks of whole rows. */
static hid_t
layout_of(const array *a)
{
    const hid_t list = timeless(H5P_DATASET_CREATE);
    if (list < 0 || bytes_from_axis(a, 0) <= CHUNK_FROM_BYTES) {
        return list;
    }
    hsize_t chunk[MAX_RANK];
    memcpy(chunk, a->shape, sizeof chunk);
    chunk[0] = rows_at_once(a);
    if (H5Pset_chunk(list, a->rank, chunk) < 0 || H5Pset_shuffle(list) < 0 || H5Pset_deflate(list, DEFLATE_LEVEL) < 0) {
        (void)H5Pclose(list);
        return H5I_INVALID_HID;
    }
    return list;
}

/* The attributes of an open dataset. */
static rasim_status
describe(rasimi_h5 *file, hid_t set, const char *unit, const char *sentence)
{
    rasim_status status = unit ? attach_text(file, set, "unit", unit) : RASIM_OK;
    if (status == RASIM_OK && sentence) {
        status = attach_text(file, set, "sentence", sentence);
    }
    return status;
}

static bool
write_piece(hid_t set, hid_t space, const array *a, hsize_t first, hsize_t n, const void *values)
{
    hsize_t start[MAX_RANK] = {first}, count[MAX_RANK];
    memcpy(count, a->shape, sizeof count);
    count[0] = n;
    const hid_t piece = H5Screate_simple(a->rank, count, NULL);
    const bool written = piece >= 0 && H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0 &&
                         H5Dwrite(set, a->in_memory, piece, space, H5P_DEFAULT, values) >= 0;
    if (piece >= 0) {
        (void)H5Sclose(piece);
    }
    return written;
}

/* Fills and writes a dataset chunk by chunk. */
static rasim_status
write_pieces(rasimi_h5 *file, const char *path, hid_t set, hid_t space, const array *a)
{
    const hsize_t rows = rows_at_once(a);
    void *values = rasimi_calloc(rows, bytes_from_axis(a, 1));
    rasim_status status = values ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (hsize_t first = 0; first < a->shape[0] && status == RASIM_OK; first += rows) {
        const hsize_t n = a->shape[0] - first < rows ? a->shape[0] - first : rows;
        a->fill(a->context, first, n, values);
        status = write_piece(set, space, a, first, n, values) ? RASIM_OK : refuse(file, "the array", path);
    }
    free(values);
    return status;
}

static rasim_status
write_values(rasimi_h5 *file, const char *path, hid_t set, hid_t space, const array *a)
{
    if (bytes_from_axis(a, 0) == 0) {
        return RASIM_OK;
    }
    if (a->fill) {
        return write_pieces(file, path, set, space, a);
    }
    return H5Dwrite(set, a->in_memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, a->values) >= 0 ? RASIM_OK
                                                                                      : refuse(file, "the array", path);
}

/* Creates the dataset, fills and describes it; its group exists. */
static rasim_status
fill_array(rasimi_h5 *file, const char *path, const array *a, const char *unit, const char *sentence)
{
    rasim_status status = RASIM_OK;
    hid_t set = H5I_INVALID_HID;
    const hid_t space = H5Screate_simple(a->rank, a->shape, NULL);
    const hid_t layout = space < 0 ? space : layout_of(a);
    if (layout >= 0) {
        set = H5Dcreate2(file->id, path, a->stored, space, H5P_DEFAULT, layout, H5P_DEFAULT);
    }
    status = set < 0 ? refuse(file, "the array", path) : write_values(file, path, set, space, a);
    if (status == RASIM_OK) {
        status = describe(file, set, unit, sentence);
    }
    if (set >= 0) {
        (void)H5Dclose(set);
    }
    if (layout >= 0) {
        (void)H5Pclose(layout);
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    return status;
}

static rasim_status
write_array(rasimi_h5 *file, const char *path, const array *a, const char *unit, const char *sentence)
{
    const char *slash = strrchr(path, '/');
    const rasim_status status = create_groups(file, path, slash ? (size_t)(slash - path) : 0);
    return status == RASIM_OK ? fill_array(file, path, a, unit, sentence) : status;
}

static rasim_status
write_numbers(rasimi_h5 *file, const char *path, array a, const uint64_t *shape, const char *unit, const char *sentence)
{
    if (a.rank < 1 || a.rank > MAX_RANK) {
        return RASIM_ERR_ARGUMENT;
    }
    for (int k = 0; k < a.rank; k++) {
        a.shape[k] = shape[k];
    }
    const rasimi_quiet before = rasimi_hush();
    const rasim_status status = write_array(file, path, &a, unit, sentence);
    rasimi_unhush(before);
    return status;
}

rasim_status
rasimi_h5_doubles(rasimi_h5 *file, const char *path, int rank, const uint64_t *shape, const double *values,
                  const char *unit, const char *sentence)
{
    const array a = {.stored = H5T_IEEE_F64LE,
                     .in_memory = H5T_NATIVE_DOUBLE,
                     .rank = rank,
                     .item_bytes = sizeof *values,
                     .values = values};
    return write_numbers(file, path, a, shape, unit, sentence);
}

rasim_status
rasimi_h5_int32(rasimi_h5 *file, const char *path, int rank, const uint64_t *shape, const int32_t *values,
                const char *unit, const char *sentence)
{
    const array a = {.stored = H5T_STD_I32LE,
                     .in_memory = H5T_NATIVE_INT32,
                     .rank = rank,
                     .item_bytes = sizeof *values,
                     .values = values};
    return write_numbers(file, path, a, shape, unit, sentence);
}

rasim_status
rasimi_h5_bytes(rasimi_h5 *file, const char *path, const char *text, const char *sentence)
{
    const array a = {.stored = H5T_STD_U8LE, .in_memory = H5T_NATIVE_UINT8, .rank = 1, .item_bytes = 1, .values = text};
    return write_numbers(file, path, a, (const uint64_t[]){strlen(text)}, NULL, sentence);
}

rasim_status
rasimi_h5_rows(rasimi_h5 *file, const char *path, rasimi_h5_kind kind, int rank, const uint64_t *shape,
               rasimi_h5_rows_fn *fill, const void *context, const char *unit, const char *sentence)
{
    const bool doubles = kind == RASIMI_H5_DOUBLES;
    const array a = {.stored = doubles ? H5T_IEEE_F64LE : H5T_STD_I32LE,
                     .in_memory = doubles ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT32,
                     .rank = rank,
                     .item_bytes = doubles ? sizeof(double) : sizeof(int32_t),
                     .fill = fill,
                     .context = context};
    return write_numbers(file, path, a, shape, unit, sentence);
}

static size_t
widest(const char *const *texts, size_t n)
{
    size_t width = 1;
    for (size_t i = 0; i < n; i++) {
        const size_t length = strlen(texts[i]);
        width = length > width ? length : width;
    }
    return width;
}

static bool
all_ascii(const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (const char *p = texts[i]; *p; p++) {
            if ((unsigned char)*p >= 0x80) {
                return false;
            }
        }
    }
    return true;
}

rasim_status
rasimi_h5_texts(rasimi_h5 *file, const char *path, const char *const *texts, size_t n, const char *sentence)
{
    const size_t width = widest(texts, n);
    char *padded = rasimi_calloc(n, width);
    if (!padded) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        memcpy(padded + i * width, texts[i], strlen(texts[i]));
    }
    const rasimi_quiet before = rasimi_hush();
    const hid_t type = text_type(width, all_ascii(texts, n));
    const array a = {.stored = type, .in_memory = type, .rank = 1, .shape = {n}, .item_bytes = width, .values = padded};
    const rasim_status status =
        type < 0 ? refuse(file, "the texts", path) : write_array(file, path, &a, NULL, sentence);
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    rasimi_unhush(before);
    free(padded);
    return status;
}
