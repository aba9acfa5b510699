/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Families of allocation rule: one file each, one const descriptor. */
#ifndef RASIMI_MODEL_FAMILY_H
#define RASIMI_MODEL_FAMILY_H

#include <stddef.h>

#include "model/check.h"
#include "model/design.h"
#include "model/rule.h"

/* A straight piece in double precision and the design's own £, before limits. */
typedef struct rasimi_raw_piece {
    double from;  /* points; -INFINITY for the first */
    double base;  /* £ at `from` (at the first piece: everywhere) */
    double slope; /* £ a point */
    rasimi_rule_status status;
} rasimi_raw_piece;

typedef struct rasimi_family {
    const char *name;     /* as written in design.yaml */
    const char *sentence; /* for help */
    /* Keys of an allocation row, besides care_group, that the family needs and that it may have; any other is refused.
       NULL-terminated. */
    const char *const *keys;
    const char *const *optional_keys;
    /* Checks a row by itself, after its keys. */
    void (*check)(rasimi_checker *checker, const rasimi_allocation_row *row);
    /* How many raw pieces a row makes, and the pieces. */
    size_t (*count)(const rasimi_allocation_row *row);
    void (*pieces)(const rasimi_allocation_row *row, rasimi_raw_piece *out);
} rasimi_family;

/* The family of a name, or NULL. */
const rasimi_family *
rasimi_family_find(const char *name);

/* The i-th family, or NULL past the end. */
const rasimi_family *
rasimi_family_get(size_t i);

extern const rasimi_family rasimi_family_price_per_point, rasimi_family_banded, rasimi_family_table;

#endif
