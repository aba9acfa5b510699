/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HDF5's own printing of errors, put aside during a call. For the files that call HDF5 only. */
#ifndef RASIMI_IO_H5_QUIET_H
#define RASIMI_IO_H5_QUIET_H

#include <hdf5.h>

typedef struct rasimi_quiet {
    H5E_auto2_t print;
    void *context;
} rasimi_quiet;

static inline rasimi_quiet
rasimi_hush(void)
{
    rasimi_quiet before = {0};
    (void)H5Eget_auto2(H5E_DEFAULT, &before.print, &before.context);
    (void)H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    return before;
}

static inline void
rasimi_unhush(rasimi_quiet before)
{
    (void)H5Eset_auto2(H5E_DEFAULT, before.print, before.context);
}

#endif
