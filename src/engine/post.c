/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posting sums and counts; the ledger must balance. */
#include "engine/post.h"

/* The ledger line of a sum. */
static const rasim_line line_of_sum[RASIMI_N_SUMS] = {
    [RASIMI_SUM_INDICATIVE] = RASIM_LINE_INDICATIVE,
    [RASIMI_SUM_UPLIFT] = RASIM_LINE_UPLIFT,
    [RASIMI_SUM_TRIM] = RASIM_LINE_TRIM,
    [RASIMI_SUM_HIGH_COST] = RASIM_LINE_HIGH_COST,
    [RASIMI_SUM_PRICE_SURPRISE] = RASIM_LINE_PRICE_SURPRISE,
    [RASIMI_SUM_HIGH_COST_SURPRISE] = RASIM_LINE_HIGH_COST_SURPRISE,
    [RASIMI_SUM_CONTRIBUTION] = RASIM_LINE_CONTRIBUTION,
    [RASIMI_SUM_NET] = RASIM_LINE_NET,
    [RASIMI_SUM_EXCLUDED_PEOPLE] = RASIM_LINE_EXCLUDED_PEOPLE,
    [RASIMI_SUM_PANEL_CASES] = RASIM_LINE_PANEL_CASES,
    [RASIMI_SUM_LEGACY] = RASIM_LINE_LEGACY,
    [RASIMI_SUM_LEGACY_SURPRISE] = RASIM_LINE_LEGACY_SURPRISE,
    [RASIMI_SUM_PROTECTION] = RASIM_LINE_PROTECTION,
    [RASIMI_SUM_UNDERSPEND] = RASIM_LINE_UNDERSPEND,
    [RASIMI_SUM_OTHER_FUNDING] = RASIM_LINE_OTHER_FUNDING,
    [RASIMI_SUM_INELIGIBLE_COST] = RASIM_LINE_INELIGIBLE_COST,
    [RASIMI_SUM_LEGACY_PEOPLE] = RASIM_LINE_LEGACY_PEOPLE,
    [RASIMI_SUM_INELIGIBLE_PEOPLE] = RASIM_LINE_INELIGIBLE_PEOPLE,
    [RASIMI_SUM_CAPPED_DRAWS] = RASIM_LINE_CAPPED_DRAWS,
    [RASIMI_SUM_CARERS_STOPPED] = RASIM_LINE_CARERS_STOPPED,
    [RASIMI_SUM_FULL_YEAR_STARTERS] = RASIM_LINE_FULL_YEAR_STARTERS,
    [RASIMI_SUM_FULL_YEAR_LEAVERS] = RASIM_LINE_FULL_YEAR_LEAVERS,
    [RASIMI_SUM_FULL_YEAR_CHANGES] = RASIM_LINE_FULL_YEAR_CHANGES,
    [RASIMI_SUM_MOVED_OUTSIDE] = RASIM_LINE_MOVED_OUTSIDE,
    [RASIMI_SUM_PERSON_YEARS] = RASIM_LINE_PERSON_YEARS,
};

static void
post_to_outcome(rasim_results *results, uint32_t cell, size_t outcome, size_t year, uint64_t replicate,
                const int64_t *sums)
{
    const rasimi_cell *c = &results->study->cells[cell];
    int64_t *lines = rasimi_post_lines(results, outcome, year, replicate, c->group);
    for (int k = 0; k < RASIMI_N_SUMS; k++) {
        if (sums[k] != 0) { /* most studies have no use for most lines */
            lines[line_of_sum[k]] += sums[k];
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

/* Written out, so that signs are no multiplications. */
static bool
balances(const int64_t *lines)
{
#define X(id, name, sign, unit, sentence) +(sign)*lines[RASIM_LINE_##id]
    return (RASIM_LEDGER_LIST(X)) == lines[RASIM_LINE_NET];
#undef X
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
