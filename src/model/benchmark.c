/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packages against the ledger: what they come to in a year, what the ledger says, and the factor that makes the one
   meet the other where the framework asks for it. */
#include "model/draft.h"

#include "rasim/ledger.h"

#include <math.h>
#include <string.h>

/* A factor beyond these is a slip (weeks for years, net for gross) more often than a caseload gone stale. */
#define LEAST_PLAUSIBLE 0.5
#define MOST_PLAUSIBLE  2.0

static bool
is_of_whole(const rasim_study *study)
{
    const rasimi_structs *rows = &study->framework.known_spend;
    return rows->n == 1 && !RASIMI_ROW(rasimi_known_spend_row, *rows, 0)->budget_area.value;
}

/* The entry of known_spend that a person belongs to. */
static size_t
entry_of(const rasim_study *study, size_t person)
{
    return study->n_known_spend == 1 && !study->known_spend[0].area ? 0 : study->area[person];
}

static rasim_status
allocate(rasim_study *study)
{
    const bool whole = is_of_whole(study);
    const size_t n = whole ? 1 : study->n_areas;
    study->known_spend = rasimi_arena_alloc(&study->arena, n, sizeof *study->known_spend);
    if (!study->known_spend)
        return RASIM_ERR_NO_MEMORY;
    study->n_known_spend = n;
    for (size_t a = 0; a < n; a++)
        study->known_spend[a] = (rasimi_known_spend){whole ? NULL : study->areas[a], 0, (double)NAN, 1};
    return RASIM_OK;
}

static void
sum_packages(rasim_study *study)
{
    const double weeks = study->framework.weeks_per_year.value;
    for (size_t i = 0; i < study->n_rows; i++)
        study->known_spend[entry_of(study, i)].packages_gbp += study->weight[i] * study->cost_gbp_week[i] * weeks;
}

static const char *
name_of(const rasimi_known_spend *entry)
{
    return entry->area ? entry->area : "the whole caseload";
}

/* Enters the ledger's figure; a factor that cannot be right is a problem where it would be applied. */
static rasim_status
enter_row(rasimi_draft *draft, const rasimi_known_spend_row *row, rasimi_known_spend *entry)
{
    const bool applied = draft->study->framework.benchmark.value;
    const rasimi_place place = rasimi_draft_place(draft, row->gbp_year.mark);
    entry->known_gbp = row->gbp_year.value;
    if (entry->packages_gbp <= 0) {
        rasimi_problem_add(draft->problems, applied ? RASIM_ERROR : RASIM_WARNING, place,
                           "The ledger has %s for '%s', but its packages come to nothing, so that no factor makes "
                           "them meet it; check the caseload.",
                           rasimi_words_pounds(entry->known_gbp).text, name_of(entry));
        return applied ? RASIM_ERR_INPUT : RASIM_OK;
    }
    entry->factor = entry->known_gbp / entry->packages_gbp;
    if (entry->factor < LEAST_PLAUSIBLE || entry->factor > MOST_PLAUSIBLE)
        rasimi_problem_add(draft->problems, RASIM_WARNING, place,
                           "The ledger has %s for '%s', but its packages come to %s a year; a factor of %.4g is "
                           "unlikely, so check that both are gross, of the same people, and for a year.",
                           rasimi_words_pounds(entry->known_gbp).text, name_of(entry),
                           rasimi_words_pounds(entry->packages_gbp).text, entry->factor);
    return RASIM_OK;
}

static rasim_status
enter_ledger(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const rasimi_structs *rows = &study->framework.known_spend;
    rasim_status status = RASIM_OK;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_known_spend_row *row = RASIMI_ROW(rasimi_known_spend_row, *rows, r);
        for (size_t a = 0; a < study->n_known_spend; a++) {
            rasimi_known_spend *entry = &study->known_spend[a];
            if (entry->area && strcmp(entry->area, row->budget_area.value) != 0)
                continue;
            const rasim_status entered = enter_row(draft, row, entry);
            status = entered == RASIM_OK ? status : entered;
        }
    }
    return status;
}

static rasim_status
apply_factors(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    size_t n_large = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        study->cost_gbp_week[i] *= study->known_spend[entry_of(study, i)].factor;
        n_large += study->cost_gbp_week[i] > RASIM_MAX_GBP_WEEK;
    }
    if (n_large == 0)
        return RASIM_OK;
    rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, study->framework.benchmark.mark),
                       "benchmark: yes makes %zu %s cost more than %s a week, the largest package that is simulated; "
                       "check known_spend.",
                       n_large, n_large == 1 ? "package" : "packages", rasimi_words_pounds(RASIM_MAX_GBP_WEEK).text);
    return RASIM_ERR_INPUT;
}

rasim_status
rasimi_benchmark(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    if (study->framework.known_spend.n == 0)
        return RASIM_OK;
    rasim_status status = allocate(study);
    if (status != RASIM_OK)
        return status;
    sum_packages(study);
    status = enter_ledger(draft);
    return status == RASIM_OK && study->framework.benchmark.value ? apply_factors(draft) : status;
}
