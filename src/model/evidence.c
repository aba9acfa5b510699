/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only a check of the file looks at, kept for each person while the file is still at hand: where the row stands,
   what it has in common with others, and what in it is doubtful. About 20 bytes a person and one a design. */
#include "model/draft.h"

#include "num/philox.h"

static rasim_status
keep_columns(rasimi_draft *draft)
{
    rasimi_evidence *evidence = &draft->study->evidence;
    const rasimi_caseload *caseload = &draft->caseload;
    evidence->columns = rasimi_arena_alloc(&draft->study->arena, caseload->n_gaps, sizeof *evidence->columns);
    if (!evidence->columns)
        return RASIM_ERR_NO_MEMORY;
    evidence->n_columns = caseload->n_gaps;
    for (size_t c = 0; c < caseload->n_gaps; c++)
        evidence->columns[c] = caseload->gaps[c];
    return RASIM_OK;
}

static bool
is_question(const rasimi_wanted *wanted)
{
    return !wanted->numeric && !wanted->background;
}

/* A number that two rows share where they answer every question alike. */
static uint64_t
hash_answers(const rasimi_draft *draft, size_t row)
{
    uint64_t hash = 0;
    for (size_t w = 0; w < draft->n_wanted; w++)
        if (is_question(&draft->wanted[w]))
            hash = rasimi_splitmix64(hash ^ draft->caseload.wanted_labels[w].codes[row]);
    return hash;
}

/* Asks the processor for what is kept of a row. */
static void
read_soon(const rasimi_draft *draft, size_t row)
{
    const rasimi_caseload *caseload = &draft->caseload;
    for (size_t w = 0; w < draft->n_wanted; w++)
        if (is_question(&draft->wanted[w]))
            __builtin_prefetch(&caseload->wanted_labels[w].codes[row]);
    __builtin_prefetch(&caseload->line[row]);
    __builtin_prefetch(&caseload->content[row]);
    __builtin_prefetch(&caseload->contribution[row]);
    __builtin_prefetch(&caseload->weekly_cost[row]);
}

static rasim_status
keep_rows(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    rasimi_evidence *evidence = &study->evidence;
    const rasimi_caseload *caseload = &draft->caseload;
    evidence->line = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *evidence->line);
    evidence->content = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *evidence->content);
    evidence->answers = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *evidence->answers);
    evidence->pays_more = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *evidence->pays_more);
    if (!evidence->line || !evidence->content || !evidence->answers || !evidence->pays_more)
        return RASIM_ERR_NO_MEMORY;
    for (size_t w = 0; w < draft->n_wanted; w++)
        evidence->n_questions += is_question(&draft->wanted[w]);
    for (size_t i = 0; i < study->n_rows; i++) {
        const uint32_t row = caseload->by_key[i];
        if (i + RASIMI_ROWS_AHEAD < study->n_rows)
            read_soon(draft, caseload->by_key[i + RASIMI_ROWS_AHEAD]);
        evidence->line[i] = (uint32_t)caseload->line[row];
        evidence->content[i] = caseload->content[row];
        evidence->answers[i] = hash_answers(draft, row);
        evidence->pays_more[i] = !study->means_outcome && caseload->contribution[row] > caseload->weekly_cost[row];
    }
    return RASIM_OK;
}

/* ---- answers to one design ---- */

/* The most points that a question can give. */
static double
most_points(const rasimi_domain *domain)
{
    double most = domain->levels.items[0].number.value;
    for (size_t l = 1; l < domain->levels.n; l++)
        if (domain->levels.items[l].number.value > most)
            most = domain->levels.items[l].number.value;
    return most * domain->weight.value;
}

static bool
has_top_answer(const rasimi_scorer *scorer, const double *most, size_t row)
{
    for (size_t q = 0; q < scorer->n_domains; q++) {
        const uint32_t code = scorer->answers[q]->codes[row];
        if (code != RASIMI_NO_LABEL && scorer->level_points[q][code] >= most[q])
            return true;
    }
    return false;
}

/* Support that would leave fewer points, were it counted. */
static bool
is_uncounted(const rasimi_scorer *scorer, size_t row)
{
    const rasimi_caseload *caseload = scorer->caseload;
    if (!scorer->carer_multiplier || caseload->carer_consent[row])
        return false;
    const uint32_t code = caseload->carer_support.codes[row];
    return code != RASIMI_NO_LABEL && scorer->carer_multiplier[code] < 1;
}

static rasim_status
keep_doubts(rasimi_draft *draft, size_t d)
{
    rasim_study *study = draft->study;
    const rasimi_scorer *scorer = &draft->scorers[d];
    const rasimi_structs *domains = &study->designs[d].questionnaire.domains;
    uint8_t *doubts = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *doubts);
    double *most = rasimi_arena_alloc(&draft->arena, domains->n, sizeof *most);
    if (!doubts || !most)
        return RASIM_ERR_NO_MEMORY;
    for (size_t q = 0; q < domains->n; q++)
        most[q] = most_points(RASIMI_ROW(rasimi_domain, *domains, q));
    for (size_t i = 0; i < study->n_rows; i++) {
        const uint32_t row = draft->caseload.by_key[i];
        if (i + RASIMI_ROWS_AHEAD < study->n_rows)
            rasimi_score_soon(scorer, draft->caseload.by_key[i + RASIMI_ROWS_AHEAD]);
        doubts[i] = (uint8_t)((has_top_answer(scorer, most, row) ? RASIMI_DOUBT_TOP_ANSWER : 0) |
                              (is_uncounted(scorer, row) ? RASIMI_DOUBT_UNCOUNTED : 0));
    }
    study->applied[d].doubts = doubts;
    return RASIM_OK;
}

rasim_status
rasimi_evidence_keep(rasimi_draft *draft)
{
    rasim_status status = keep_columns(draft);
    if (status == RASIM_OK)
        status = keep_rows(draft);
    for (size_t d = 0; status == RASIM_OK && d < draft->study->n_designs; d++)
        status = keep_doubts(draft, d);
    return status;
}
