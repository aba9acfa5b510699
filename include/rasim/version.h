/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version of rasim: written here and nowhere else (CMake reads it from this file). */
#ifndef RASIM_VERSION_H
#define RASIM_VERSION_H

#include "rasim/export.h"

#define RASIM_VERSION_MAJOR  0
#define RASIM_VERSION_MINOR  1
#define RASIM_VERSION_PATCH  0
#define RASIM_VERSION_STRING "0.1.0"

/* Version of the contract of randomness and money (docs/methods.md section 11). Results of two runs can be compared
   only where it agrees; it moves whenever the same input and seed would give other numbers. */
#define RASIM_ENGINE_VERSION 1

RASIM_BEGIN_DECLS

/** The library's version, "major.minor.patch". */
RASIM_API const char *
rasim_version(void);

/** The source revision the library was built from ("unknown" outside a git checkout). */
RASIM_API const char *
rasim_version_git(void);

RASIM_END_DECLS

#endif
