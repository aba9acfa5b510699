/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of the files that people write, readable so that help and documentation are made from the same table that
   parses and checks. */
#ifndef RASIM_PARAMS_H
#define RASIM_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "rasim/export.h"

RASIM_BEGIN_DECLS

/** One key, as a person needs it explained. All strings are constants. */
typedef struct rasim_key_info {
    const char *path; /**< dotted, list items as [] : "prices[].mean" */
    const char *type; /**< "number", "whole number", "text", "yes or no", "one of a, b", "list", ... */
    const char *unit; /**< "£ a week", "share", "" */
    bool required;
    const char *default_text; /**< "" where there is none */
    const char *allowed;      /**< "0 to 1", "above 0", "" */
    const char *sentence;
} rasim_key_info;

/** The kinds of file: "framework", "design", "recipe", "caseload"; NULL past the end. */
RASIM_API const char *
rasim_file_kind(size_t i);

/**
 * The i-th key of a kind of file, depth first; false past the end or for an unknown kind. The strings of `out` are
 * valid until the next call from the same `buffer` (size at least 512).
 */
RASIM_API bool
rasim_file_key(const char *kind, size_t i, rasim_key_info *out, char *buffer, size_t size);

RASIM_END_DECLS

#endif
