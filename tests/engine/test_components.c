/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cells belong together: those that flows join, by any number of steps, and those of a tail. */
#include "engine/components.h"

#include <criterion/criterion.h>

enum { N_CELLS = 8 };

static const rasimi_flow flows[] = {{5, 0.5}, {RASIMI_OUTSIDE, 1.0}, {1, 1.0}, {RASIMI_OUTSIDE, 1.0}};
static const rasimi_tail_cell tail_cells[] = {{7, 0.5}, {4, 1.0}, {3, 1.0}};

/* 1 to 5, 2 to outside, 6 to 1; a tail in 7 and 4, another in 3 alone. */
static rasim_study
make_study(rasimi_churn churn[N_CELLS], rasimi_tail tails[2])
{
    for (size_t c = 0; c < N_CELLS; c++) {
        churn[c] = (rasimi_churn){.leave = 0.1};
    }
    churn[1].n_flows = 2;
    churn[6].first_flow = 2;
    churn[6].n_flows = 1;
    churn[2].first_flow = 3;
    churn[2].n_flows = 1;
    tails[0] = (rasimi_tail){.first_cell = 0, .n_cells = 2};
    tails[1] = (rasimi_tail){.first_cell = 2, .n_cells = 1};
    return (rasim_study){.n_cells = N_CELLS, .churn = churn, .n_tails = 2, .tails = tails};
}

Test(components, flows_and_tails_join_cells_and_nothing_else_does)
{
    static const uint32_t cells[] = {0, 1, 5, 6, 2, 3, 4, 7};
    static const size_t first[] = {0, 1, 4, 5, 6, 8};
    static const uint32_t place[] = {0, 0, 0, 0, 0, 1, 2, 1};
    rasimi_churn churn[N_CELLS];
    rasimi_tail tails[2];
    rasim_study study = make_study(churn, tails);
    study.flows = (rasimi_flow *)(uintptr_t)flows;
    study.tail_cells = (rasimi_tail_cell *)(uintptr_t)tail_cells;
    rasimi_components components;
    cr_assert_eq(rasimi_components_make(&study, &components), RASIM_OK);
    cr_assert_eq(components.n, 5, "%zu", components.n);
    cr_assert_arr_eq(components.cells, cells, sizeof cells);
    cr_assert_arr_eq(components.first, first, sizeof first);
    cr_assert_arr_eq(components.place, place, sizeof place);
    cr_assert_eq(components.largest, 3);
    rasimi_components_join(&study, &components);
    cr_assert_eq(components.n, 1);
    cr_assert_eq(components.first[1], (size_t)N_CELLS);
    cr_assert_eq(components.largest, (size_t)N_CELLS);
    for (uint32_t c = 0; c < N_CELLS; c++) {
        cr_assert_eq(components.cells[c], c);
        cr_assert_eq(components.place[c], c);
    }
    rasimi_components_clear(&components);
}
