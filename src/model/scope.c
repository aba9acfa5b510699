/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are for a care group, a setting, both or everybody: the one that names most counts. */
#include "model/scope.h"

#include <string.h>

/* 0: names none; 1: names this one; -1: names another. */
static int
fit_label(const char *named, const char *label)
{
    if (!named)
        return 0;
    return strcmp(named, label) == 0 ? 1 : -1;
}

int
rasimi_scope_fit(rasimi_scope scope, rasimi_scope somebody)
{
    const int group = fit_label(scope.care_group, somebody.care_group);
    const int setting = fit_label(scope.setting, somebody.setting);
    return group < 0 || setting < 0 ? -1 : group + setting;
}

/* The best fit so far among rows; SIZE_MAX: none. */
typedef struct best {
    int fit;
    size_t row, rival;
} best;

static void
consider(best *b, int fit, size_t row)
{
    if (fit > b->fit)
        *b = (best){fit, row, SIZE_MAX};
    else if (fit == b->fit && fit >= 0 && b->rival == SIZE_MAX)
        b->rival = row;
}

const rasimi_turnover_row *
rasimi_turnover_find(const rasimi_framework *framework, rasimi_scope somebody, const rasimi_turnover_row **rival)
{
    const rasimi_turnover_row *rows = framework->turnover.items;
    best b = {-1, SIZE_MAX, SIZE_MAX};
    for (size_t r = 0; r < framework->turnover.n; r++)
        consider(&b, rasimi_scope_fit((rasimi_scope){rows[r].care_group.value, rows[r].setting.value}, somebody), r);
    *rival = b.rival == SIZE_MAX ? NULL : &rows[b.rival];
    return b.row == SIZE_MAX ? NULL : &rows[b.row];
}

const rasimi_tail_row *
rasimi_tail_find(const rasimi_framework *framework, rasimi_scope somebody, const rasimi_tail_row **rival)
{
    const rasimi_tail_row *rows = framework->high_cost_arrivals.items;
    best b = {-1, SIZE_MAX, SIZE_MAX};
    for (size_t r = 0; r < framework->high_cost_arrivals.n; r++)
        consider(&b, rasimi_scope_fit((rasimi_scope){rows[r].care_group.value, rows[r].setting.value}, somebody), r);
    *rival = b.rival == SIZE_MAX ? NULL : &rows[b.rival];
    return b.row == SIZE_MAX ? NULL : &rows[b.row];
}

/* A further row for a destination: it replaces one that names less, and rivals one that names as much. */
static void
weigh_up(rasimi_resolved_move *move, const rasimi_move_row *row)
{
    const bool names = row->care_group.value != NULL, named = move->row->care_group.value != NULL;
    if (names && !named)
        *move = (rasimi_resolved_move){row, NULL};
    else if (names == named && !move->rival)
        move->rival = row;
}

size_t
rasimi_moves_find(const rasimi_framework *framework, rasimi_scope somebody, rasimi_resolved_move *out)
{
    const rasimi_move_row *rows = framework->moves.items;
    size_t n = 0;
    for (size_t r = 0; r < framework->moves.n; r++) {
        size_t m = 0;
        if (rasimi_scope_fit((rasimi_scope){rows[r].care_group.value, rows[r].from.value}, somebody) < 0)
            continue;
        while (m < n && strcmp(out[m].row->to.value, rows[r].to.value) != 0)
            m++;
        if (m < n)
            weigh_up(&out[m], &rows[r]);
        else
            out[n++] = (rasimi_resolved_move){&rows[r], NULL};
    }
    return n;
}
