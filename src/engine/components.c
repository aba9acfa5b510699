/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Components of the graph of flows between cells; the cells that a tail's arrivals fall in belong together too. */
#include "engine/components.h"

#include "base/mem.h"

#include <stdlib.h>

/* The smallest cell known to be together with this one, which then points there. */
static uint32_t
root(uint32_t *above, uint32_t cell)
{
    while (above[cell] != cell) {
        above[cell] = above[above[cell]];
        cell = above[cell];
    }
    return cell;
}

static void
join(uint32_t *above, uint32_t a, uint32_t b)
{
    const uint32_t x = root(above, a), y = root(above, b);
    above[x > y ? x : y] = x > y ? y : x;
}

/* For every cell the smallest that it is together with. */
static void
find_roots(const rasim_study *study, uint32_t *above)
{
    for (uint32_t c = 0; c < study->n_cells; c++) {
        above[c] = c;
    }
    for (uint32_t c = 0; c < study->n_cells; c++) {
        const rasimi_churn *churn = &study->churn[c];
        for (uint32_t f = churn->first_flow; f < churn->first_flow + churn->n_flows; f++) {
            if (study->flows[f].cell != RASIMI_OUTSIDE) {
                join(above, c, study->flows[f].cell);
            }
        }
    }
    for (size_t i = 0; i < study->n_tails; i++) {
        const rasimi_tail *tail = &study->tails[i];
        for (uint32_t t = tail->first_cell; t < tail->first_cell + tail->n_cells; t++) {
            join(above, study->tail_cells[tail->first_cell].cell, study->tail_cells[t].cell);
        }
    }
    for (uint32_t c = 0; c < study->n_cells; c++) {
        above[c] = root(above, c);
    }
}

/* Lists the cells root by root: a counting sort. */
static void
list_cells(const rasim_study *study, const uint32_t *above, size_t *next, rasimi_components *out)
{
    for (size_t c = 0; c < study->n_cells; c++) {
        next[above[c]]++;
    }
    size_t at = 0;
    for (size_t c = 0; c < study->n_cells; c++) {
        const size_t here = next[c];
        if (here > 0) {
            out->first[out->n++] = at;
        }
        next[c] = at;
        at += here;
    }
    out->first[out->n] = at;
    for (uint32_t c = 0; c < study->n_cells; c++) {
        out->cells[next[above[c]]++] = c;
    }
}

/* Where cells are within their component, and how many cells one has at most. */
static void
find_places(rasimi_components *components)
{
    components->largest = 0;
    for (size_t k = 0; k < components->n; k++) {
        const size_t first = components->first[k], n = components->first[k + 1] - first;
        for (size_t i = 0; i < n; i++) {
            components->place[components->cells[first + i]] = (uint32_t)i;
        }
        components->largest = n > components->largest ? n : components->largest;
    }
}

rasim_status
rasimi_components_make(const rasim_study *study, rasimi_components *out)
{
    const size_t n = study->n_cells;
    *out = (rasimi_components){
        .cells = rasimi_calloc(n, sizeof *out->cells),
        .first = rasimi_calloc(n + 1, sizeof *out->first),
        .place = rasimi_calloc(n, sizeof *out->place),
    };
    uint32_t *above = rasimi_calloc(n, sizeof *above);
    size_t *next = rasimi_calloc(n, sizeof *next);
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (out->cells == NULL || out->first == NULL || out->place == NULL || above == NULL || next == NULL) {
        goto out;
    }
    find_roots(study, above);
    list_cells(study, above, next, out);
    find_places(out);
    status = RASIM_OK;
out:
    free(above);
    free(next);
    return status;
}

void
rasimi_components_join(const rasim_study *study, rasimi_components *components)
{
    for (uint32_t c = 0; c < study->n_cells; c++) {
        components->cells[c] = c;
    }
    components->n = 1;
    components->first[1] = study->n_cells;
    find_places(components);
}

void
rasimi_components_clear(rasimi_components *components)
{
    free(components->cells);
    free(components->first);
    free(components->place);
    *components = (rasimi_components){0};
}
