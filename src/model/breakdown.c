/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns by which person-level results are broken down: the framework's and the caller's, as ethnicity or gender. They
   answer no question of a design and change no result. */
#include "model/draft.h"

#include <string.h>

static size_t
count_own(const rasimi_draft *draft)
{
    return draft->framework_usable ? draft->study->framework.breakdown.n : 0;
}

size_t
rasimi_breakdown_count(const rasimi_draft *draft)
{
    return draft->options ? count_own(draft) + draft->options->n_breakdown : 0;
}

static const char *
heading_of(const rasimi_draft *draft, size_t i)
{
    const size_t n_own = count_own(draft);
    return i < n_own ? draft->study->framework.breakdown.items[i].value : draft->options->breakdown[i - n_own];
}

/* Whether one of the columns before it is the same. */
static bool
is_repeated(const rasimi_draft *draft, size_t i)
{
    bool repeated = false;
    for (size_t earlier = 0; earlier < i; earlier++)
        repeated = repeated || strcmp(heading_of(draft, earlier), heading_of(draft, i)) == 0;
    return repeated;
}

/* A column that nobody else asked for answers no question. */
static rasim_status
want_column(rasimi_draft *draft, size_t i)
{
    const size_t before = draft->n_wanted;
    const char *heading = rasimi_arena_text(&draft->study->arena, heading_of(draft, i), strlen(heading_of(draft, i)));
    const char *asked_by = heading ? rasimi_arena_printf(&draft->arena, "the breakdown by '%s'", heading) : NULL;
    if (!asked_by)
        return RASIM_ERR_NO_MEMORY;
    draft->breakdown_wanted[i] = rasimi_want(draft, heading, false, asked_by);
    if (draft->n_wanted > before)
        draft->wanted[before].background = true;
    return RASIM_OK;
}

rasim_status
rasimi_breakdown_want(rasimi_draft *draft)
{
    const size_t n = rasimi_breakdown_count(draft);
    rasim_status status = RASIM_OK;
    if (n == 0)
        return RASIM_OK;
    draft->breakdown_wanted = rasimi_arena_alloc(&draft->arena, n, sizeof *draft->breakdown_wanted);
    if (!draft->breakdown_wanted)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n && status == RASIM_OK; i++)
        status = want_column(draft, i);
    return status;
}

static rasim_status
arrange_column(rasimi_draft *draft, size_t wanted, rasimi_breakdown *out)
{
    const rasimi_labels *column = &draft->caseload.wanted_labels[wanted];
    rasimi_labels stated;
    if (!column->codes) /* the file lacks it, which is told already */
        return RASIM_OK;
    const rasim_status status = rasimi_labels_stated(draft, column, &stated);
    out->heading = draft->wanted[wanted].heading;
    return status == RASIM_OK ? rasimi_labels_index(draft, &stated, &out->labels, &out->n_labels, &out->label) : status;
}

rasim_status
rasimi_breakdown_arrange(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const size_t n = rasimi_breakdown_count(draft);
    rasim_status status = RASIM_OK;
    if (n == 0 || !draft->breakdown_wanted)
        return RASIM_OK;
    study->breakdowns = rasimi_arena_alloc(&study->arena, n, sizeof *study->breakdowns);
    if (!study->breakdowns)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n && status == RASIM_OK; i++)
        if (!is_repeated(draft, i))
            status = arrange_column(draft, draft->breakdown_wanted[i], &study->breakdowns[study->n_breakdowns++]);
    return status;
}
