/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A driver of HDF5's virtual file layer over a descriptor. */
#include "io/h5_driver.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What HDF5 calls the file; it hands back what it knows of, the first member. */
typedef struct driven {
    H5FD_t base;
    rasimi_h5_target *target;
    haddr_t allocated, written; /* ends */
} driven;

#define MAX_ADDRESS ((haddr_t)INT64_MAX)

static H5FD_t *
open_target(const char *name, unsigned flags, hid_t access, haddr_t max_address)
{
    (void)name;
    (void)flags;
    (void)max_address;
    rasimi_h5_target *const *target = H5Pget_driver_info(access);
    driven *self = rasimi_calloc(1, sizeof *self);
    if (target == NULL || self == NULL) {
        if (target != NULL) {
            (*target)->error = ENOMEM;
        }
        free(self);
        return NULL;
    }
    self->target = *target;
    return &self->base;
}

static driven *
of(H5FD_t *file)
{
    return (driven *)(void *)file;
}

static const driven *
of_const(const H5FD_t *file)
{
    return (const driven *)(const void *)file;
}

static herr_t
close_target(H5FD_t *file)
{
    free(of(file));
    return 0;
}

/* Small pieces may be gathered before they are written. */
static herr_t
query(const H5FD_t *file, unsigned long *flags)
{
    (void)file;
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

static haddr_t
get_allocated(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return of_const(file)->allocated;
}

static herr_t
set_allocated(H5FD_t *file, H5FD_mem_t type, haddr_t end)
{
    (void)type;
    of(file)->allocated = end;
    return 0;
}

static haddr_t
get_written(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return of_const(file)->written;
}

/* What was never written, or was dropped, reads as zeros. */
static herr_t
read_piece(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t size, void *out)
{
    (void)type;
    (void)transfer;
    char *to = out;
    while (size > 0) {
        const ssize_t got = pread(of(file)->target->fd, to, size, (off_t)at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            memset(to, 0, size);
            return 0;
        }
        to += got;
        at += (haddr_t)got;
        size -= (size_t)got;
    }
    return 0;
}

static herr_t
write_piece(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t size, const void *bytes)
{
    (void)type;
    (void)transfer;
    driven *self = of(file);
    const char *from = bytes;
    self->written = at + size > self->written ? at + size : self->written;
    while (size > 0 && self->target->error == 0) {
        const ssize_t put = pwrite(self->target->fd, from, size, (off_t)at);
        if (put < 0 && errno != EINTR) {
            self->target->error = errno;
        } else if (put > 0) {
            from += put;
            at += (haddr_t)put;
            size -= (size_t)put;
        }
    }
    return 0;
}

/* The file ends where HDF5 thinks it does. */
static herr_t
cut(H5FD_t *file, hid_t transfer, hbool_t closing)
{
    (void)transfer;
    (void)closing;
    driven *self = of(file);
    if (self->target->error == 0 && ftruncate(self->target->fd, (off_t)self->allocated) != 0) {
        self->target->error = errno;
    }
    self->written = self->allocated;
    return 0;
}

herr_t
rasimi_h5_drive(hid_t access, rasimi_h5_target *target, hid_t *driver)
{
    const H5FD_class_t class = {
#if H5_VERSION_GE(1, 14, 0)
        .version = H5FD_CLASS_VERSION,
        .value = (H5FD_class_value_t)512, /* the first of those for everybody's own use */
#endif
        .name = "rasim",
        .maxaddr = MAX_ADDRESS,
        .fc_degree = H5F_CLOSE_STRONG,
        .fapl_size = sizeof target,
        .open = open_target,
        .close = close_target,
        .query = query,
        .get_eoa = get_allocated,
        .set_eoa = set_allocated,
        .get_eof = get_written,
        .read = read_piece,
        .write = write_piece,
        .truncate = cut,
        .fl_map = H5FD_FLMAP_DICHOTOMY,
    };
    *driver = H5FDregister(&class);
    return *driver < 0 ? -1 : H5Pset_driver(access, *driver, &target);
}
