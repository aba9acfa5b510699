/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared shocks that a framework has, in the one order in which matrices and draws list them. */
#ifndef RASIMI_MODEL_SHARED_H
#define RASIMI_MODEL_SHARED_H

#include "base/mem.h"
#include "model/framework.h"

typedef enum rasimi_shared_kind {
    RASIMI_SHARED_PRICE,    /* yearly growth of a price index */
    RASIMI_SHARED_PRACTICE, /* how strictly panels act */
    RASIMI_SHARED_LENIENCY, /* how leniently assessors score */
    RASIMI_SHARED_OPTIMISM, /* one factor on need cost, for all years; correlations cannot name it */
    RASIMI_SHARED_DEMAND,   /* yearly growth of those who come to need support */
    RASIMI_SHARED_FUNDING,  /* how far an envelope turns out other than stated */
    RASIMI_SHARED_SHARE,    /* the share of the outturn that another funder in fact pays; one for all years */
} rasimi_shared_kind;

typedef struct rasimi_shared {
    rasimi_shared_kind kind;
    const char *label; /* "price", "price: SETTING", "demand: GROUP", ...: what correlations name, and the draw's key */
    size_t row;        /* of prices, demand or other_funding; else 0 */
} rasimi_shared;

/* The shocks of a framework: a price row each, practice, leniency, optimism, a demand row each, funding, each stream of
   other funding whose share is uncertain. New kinds go to the end, so that the Cholesky factor of those before stays as
   it was. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_shared_list(const rasimi_framework *framework, rasimi_arena *arena, rasimi_shared **out, size_t *n);

/* Does a row of income.other_funding pay a share that is not known for certain? */
bool
rasimi_share_is_uncertain(const rasimi_framework *framework, size_t row);

/* What the name of a shock says. */
typedef struct rasimi_shared_name {
    rasimi_shared_kind kind;
    const char *of; /* the setting, care group or stream it names; NULL: none */
} rasimi_shared_name;

/* Reads "price", "price: SETTING", "demand", "demand: GROUP", "funding share: STREAM", "practice", "leniency" or
   "funding"; false where the text is none of these. */
bool
rasimi_shared_parse(const char *text, rasimi_shared_name *out);

/* Has the framework a row for what a name says? Always so for practice, leniency and funding. */
bool
rasimi_shared_has_row(const rasimi_framework *framework, const rasimi_shared_name *name);

#endif
