/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which design each place has adopted: whether every place has one, whether somebody lives where one is named, and the
   number of the design by place. */
#include "model/draft.h"

#include <string.h>

/* Designs that were named by the caller replace the framework's, so its places have none of them. */
static bool
applies(const rasimi_draft *draft)
{
    return draft->study->framework.place_designs.n > 0 && draft->options->n_designs == 0;
}

static const rasimi_place_design_row *
find_row(const rasim_study *study, const char *place)
{
    const rasimi_structs *rows = &study->framework.place_designs;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_place_design_row *row = RASIMI_ROW(rasimi_place_design_row, *rows, r);
        if (row->place.value && strcmp(row->place.value, place) == 0)
            return row;
    }
    return NULL;
}

static void
check_rows(rasimi_draft *draft, const rasimi_structs *rows)
{
    const rasimi_names places = {draft->study->places, draft->study->n_places, false};
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_text *place = &RASIMI_ROW(rasimi_place_design_row, *rows, r)->place;
        if (place->value)
            rasimi_draft_check_label(draft, RASIM_ERROR, rasimi_draft_place(draft, place->mark), "The place",
                                     place->value, places);
    }
}

void
rasimi_place_designs_check(rasimi_draft *draft)
{
    const rasim_study *study = draft->study;
    const rasimi_structs *rows = &study->framework.place_designs;
    const rasimi_place at = rasimi_draft_place(draft, rows->mark);
    if (!draft->framework_usable || draft->caseload.place.doubtful)
        return; /* places or rows may be lacking because they could not be read */
    if (rows->n > 0 && !applies(draft))
        rasimi_problem_add(draft->problems, RASIM_NOTE, at,
                           "place_designs is not used, because other designs were asked for.");
    if (!applies(draft))
        return;
    if (study->n_places == 0) {
        rasimi_problem_add(draft->problems, RASIM_ERROR, at,
                           "place_designs names places, but the caseload has no column place; add it, or take "
                           "place_designs out.");
        return;
    }
    check_rows(draft, rows);
    for (size_t a = 0; a < study->n_places; a++)
        if (!find_row(study, study->places[a]))
            rasimi_problem_add(draft->problems, RASIM_ERROR, at,
                               "place_designs has no row for the place '%s' of %s; add one with its design.",
                               study->places[a], rasimi_draft_count(study->place, study->n_rows, a).text);
}

bool
rasimi_place_has_design(const rasimi_draft *draft, const char *place, size_t d)
{
    const rasim_study *study = draft->study;
    const rasimi_place_design_row *row = applies(draft) ? find_row(study, place) : NULL;
    return row && strcmp(study->framework.designs.items[d].value, row->design.value) == 0;
}

rasim_status
rasimi_place_designs_prepare(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const rasimi_texts *designs = &study->framework.designs;
    if (!applies(draft))
        return RASIM_OK;
    study->place_design = rasimi_arena_alloc(&study->arena, study->n_places, sizeof *study->place_design);
    if (!study->place_design)
        return RASIM_ERR_NO_MEMORY;
    for (size_t a = 0; a < study->n_places; a++) {
        for (size_t d = 0; d < designs->n; d++)
            if (rasimi_place_has_design(draft, study->places[a], d))
                study->place_design[a] = (uint32_t)d;
    }
    return RASIM_OK;
}
