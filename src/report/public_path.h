/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report says of a path. */
#ifndef RASIMI_REPORT_PUBLIC_PATH_H
#define RASIMI_REPORT_PUBLIC_PATH_H

#include <string.h>

/* A path as it was written; of an absolute one only the last part, which says what was read and not where. */
static inline const char *
rasimi_public_path(const char *path)
{
    return path[0] == '/' ? strrchr(path, '/') + 1 : path;
}

#endif
