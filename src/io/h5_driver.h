/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HDF5's way to a file's bytes. Its own drivers try again and again, until the process ends, to write what could not be
   written; this one keeps the first error, says that all is well, and drops everything after it, so that a full disk is
   an ordinary error of whoever asks. For the files that call HDF5 only. */
#ifndef RASIMI_IO_H5_DRIVER_H
#define RASIMI_IO_H5_DRIVER_H

#include <hdf5.h>

/* A new file behind an open descriptor, which stays the caller's. Lives as long as the HDF5 file. */
typedef struct rasimi_h5_target {
    int fd;
    int error; /* errno of the first write that failed; 0: none did */
} rasimi_h5_target;

/* Registers the driver and puts it and the target into a property list of file access; negative where HDF5 refuses.
 *driver is released with H5FDunregister once the file is closed. */
herr_t
rasimi_h5_drive(hid_t access, rasimi_h5_target *target, hid_t *driver);

#endif
