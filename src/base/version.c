/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this library is: its version, and the revision of the source it was built from. */
#include "rasim/version.h"

/* Written at every build (cmake/Revision.cmake); a file compiled by hand has none. */
#if __has_include("rasim_revision.h")
#include "rasim_revision.h"
#endif
#ifndef RASIM_GIT
#define RASIM_GIT "unknown"
#endif

const char *
rasim_version(void)
{
    return RASIM_VERSION_STRING;
}

const char *
rasim_version_git(void)
{
    return RASIM_GIT;
}
