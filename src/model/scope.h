/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are for a care group, a setting, both or everybody: the one that names most counts. */
#ifndef RASIMI_MODEL_SCOPE_H
#define RASIMI_MODEL_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/framework.h"

/* Whom a row is for. NULL: all. */
typedef struct rasimi_scope {
    const char *care_group, *setting;
} rasimi_scope;

/* How many labels of somebody a scope names: 0 to 2; -1 where it is not for them. */
int
rasimi_scope_fit(rasimi_scope scope, rasimi_scope somebody);

/* The row that counts for somebody, NULL where none is for them; *rival is another that names as much (else NULL). */
const rasimi_turnover_row *
rasimi_turnover_find(const rasimi_framework *framework, rasimi_scope somebody, const rasimi_turnover_row **rival);
const rasimi_tail_row *
rasimi_tail_find(const rasimi_framework *framework, rasimi_scope somebody, const rasimi_tail_row **rival);

/* A move that somebody may make; `rival` is another row that names as much for the same two settings. */
typedef struct rasimi_resolved_move {
    const rasimi_move_row *row, *rival;
} rasimi_resolved_move;

/* The moves of somebody, one a destination, in the rows' order. out: room for moves.n. Returns how many. */
size_t
rasimi_moves_find(const rasimi_framework *framework, rasimi_scope somebody, rasimi_resolved_move *out);

#endif
