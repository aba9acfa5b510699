/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posting sums and counts; the ledger must balance. */
#include "engine/post.h"

static void
post_to_outcome(rasim_results *results, uint32_t cell, size_t outcome, size_t year, uint64_t replicate,
                const int64_t *sums)
{
    const rasimi_cell *c = &results->study->cells[cell];
    int64_t *lines = rasimi_post_lines(results, outcome, year, replicate, c->group);
    for (int k = 0; k < RASIMI_N_SUMS; k++) {
        if (sums[k] != 0) { /* most studies have no use for most lines */
            lines[rasimi_sum_line((rasimi_sum)k)] += sums[k];
        }
    }
    if (results->n_places > 0) {
        const size_t of = (outcome * results->n_years + year) * results->n_places + c->place;
        rasimi_places_post(&results->places, of, replicate, sums[RASIMI_SUM_NET]);
    }
}

void
rasimi_post_sums(rasim_results *results, uint32_t cell, size_t design, size_t year, uint64_t replicate,
                 const int64_t *sums)
{
    const rasim_study *study = results->study;
    post_to_outcome(results, cell, design, year, replicate, sums);
    if (study->place_design != NULL && study->place_design[study->cells[cell].place] == design) {
        post_to_outcome(results, cell, study->n_designs, year, replicate, sums);
    }
}

void
rasimi_post_count(rasim_results *results, uint32_t cell, size_t year, uint64_t replicate, rasim_line line,
                  int64_t amount)
{
    const uint32_t group = results->study->cells[cell].group;
    for (size_t d = 0; d < results->n_designs; d++) {
        rasimi_post_lines(results, d, year, replicate, group)[line] += amount;
    }
}

static bool
balances(const int64_t *lines)
{
#define X(id, name, sign, unit, sentence) sign,
    static const int64_t signs[RASIM_N_LINES] = {RASIM_LEDGER_LIST(X)};
#undef X
    int64_t sum = 0;
    for (int line = 0; line < RASIM_N_LINES; line++) {
        sum += signs[line] * lines[line];
    }
    return sum == lines[RASIM_LINE_NET];
}

bool
rasimi_post_balances(const rasim_results *results, uint64_t first, uint64_t end)
{
    for (size_t d = 0; d < results->n_designs; d++) {
        for (size_t year = 0; year < results->n_years; year++) {
            for (uint64_t r = first; r < end; r++) {
                for (size_t g = 0; g < results->n_groups; g++) {
                    if (!balances(rasimi_post_lines(results, d, year, r, g))) {
                        return false;
                    }
                }
            }
        }
    }
    return true;
}
