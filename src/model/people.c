/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a study: rows of the covered settings in key order, labels as indices in bytewise order, and the cells
   that they make. Nothing here depends on the order of the file. */
#include "model/combine.h"
#include "model/draft.h"

#include <stdlib.h>
#include <string.h>

/* What people without a place, or another label, are put under where others have one. */
#define NO_LABEL "not stated"

/* ---- which rows ---- */

static bool
is_covered(const rasimi_framework *framework, const char *setting)
{
    const rasimi_texts *covered = &framework->covered_settings;
    for (size_t i = 0; i < covered->n; i++)
        if (strcmp(covered->items[i].value, setting) == 0)
            return true;
    return covered->n == 0;
}

/* For each code of a setting whether the framework covers it; NULL where memory ran out. */
static bool *
covered_codes(rasimi_draft *draft)
{
    const rasimi_labels *settings = &draft->caseload.setting;
    bool *covered = rasimi_arena_alloc(&draft->arena, settings->n_labels, sizeof *covered);
    for (size_t code = 0; covered && code < settings->n_labels; code++)
        covered[code] = is_covered(&draft->study->framework, settings->labels[code]);
    return covered;
}

/* A row with a bad cell may lack what it is sorted by; it has been reported. */
static bool
is_complete(const rasimi_caseload *caseload, size_t row)
{
    return caseload->care_group.codes[row] != RASIMI_NO_LABEL && caseload->setting.codes[row] != RASIMI_NO_LABEL &&
           (!caseload->budget_area.codes || caseload->budget_area.codes[row] != RASIMI_NO_LABEL);
}

rasim_status
rasimi_people_choose(rasimi_draft *draft)
{
    rasimi_caseload *caseload = &draft->caseload;
    const bool *covered = covered_codes(draft);
    bool *keep = rasimi_arena_alloc(&draft->arena, caseload->n_rows, sizeof *keep);
    if (!covered || !keep)
        return RASIM_ERR_NO_MEMORY;
    size_t n_uncovered = 0, n_kept = 0;
    for (size_t row = 0; row < caseload->n_rows; row++) {
        const bool complete = is_complete(caseload, row);
        keep[row] = complete && covered[caseload->setting.codes[row]];
        n_kept += keep[row];
        n_uncovered += complete && !keep[row];
    }
    draft->study->n_rows_uncovered = n_uncovered;
    return n_kept < caseload->n_rows ? rasimi_caseload_keep(caseload, keep) : RASIM_OK;
}

/* ---- labels to indices ---- */

typedef struct named_code {
    const char *label;
    uint32_t code;
} named_code;

static int
compare_labels(const void *a, const void *b)
{
    return strcmp(((const named_code *)a)->label, ((const named_code *)b)->label);
}

/* The labels that rows have, with their codes, in bytewise order; equal labels may stand side by side. */
static named_code *
labels_in_use(const rasimi_labels *labels, size_t n_rows, rasimi_arena *arena, size_t *n)
{
    bool *used = rasimi_arena_alloc(arena, labels->n_labels, sizeof *used);
    named_code *names = rasimi_arena_alloc(arena, labels->n_labels, sizeof *names);
    if (!used || !names)
        return NULL;
    for (size_t row = 0; row < n_rows; row++)
        used[labels->codes[row]] = true;
    *n = 0;
    for (size_t code = 0; code < labels->n_labels; code++)
        if (used[code])
            names[(*n)++] = (named_code){labels->labels[code], (uint32_t)code};
    qsort(names, *n, sizeof *names, compare_labels);
    return names;
}

rasim_status
rasimi_labels_index(rasimi_draft *draft, const rasimi_labels *labels, const char ***names, size_t *n_names,
                    uint32_t **index)
{
    rasim_study *study = draft->study;
    size_t n_used = 0, n = 0;
    const named_code *used = labels_in_use(labels, study->n_rows, &draft->arena, &n_used);
    uint32_t *index_of = rasimi_arena_alloc(&draft->arena, labels->n_labels, sizeof *index_of);
    const char **texts = rasimi_arena_alloc(&study->arena, n_used, sizeof *texts);
    uint32_t *indices = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *indices);
    if (!used || !index_of || !texts || !indices)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n_used; i++) {
        if (n == 0 || strcmp(texts[n - 1], used[i].label) != 0) {
            texts[n] = rasimi_arena_text(&study->arena, used[i].label, strlen(used[i].label));
            if (!texts[n++])
                return RASIM_ERR_NO_MEMORY;
        }
        index_of[used[i].code] = (uint32_t)(n - 1);
    }
    for (size_t i = 0; i < study->n_rows; i++)
        indices[i] = index_of[labels->codes[draft->caseload.by_key[i]]];
    *names = texts;
    *n_names = n;
    *index = indices;
    return RASIM_OK;
}

/* ---- places ---- */

rasim_status
rasimi_labels_stated(rasimi_draft *draft, const rasimi_labels *column, rasimi_labels *out)
{
    const size_t n_rows = draft->caseload.n_rows;
    const char **labels = rasimi_arena_alloc(&draft->arena, column->n_labels + 1, sizeof *labels);
    uint32_t *codes = rasimi_arena_alloc(&draft->arena, n_rows, sizeof *codes);
    if (!labels || !codes)
        return RASIM_ERR_NO_MEMORY;
    if (column->n_labels > 0)
        memcpy(labels, column->labels, column->n_labels * sizeof *labels);
    labels[column->n_labels] = NO_LABEL;
    for (size_t row = 0; row < n_rows; row++)
        codes[row] = column->codes[row] == RASIMI_NO_LABEL ? (uint32_t)column->n_labels : column->codes[row];
    *out = (rasimi_labels){codes, labels, column->n_labels + 1, false};
    return RASIM_OK;
}

static rasim_status
index_places(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    if (draft->caseload.place.codes) {
        rasimi_labels stated;
        const rasim_status status = rasimi_labels_stated(draft, &draft->caseload.place, &stated);
        return status == RASIM_OK ? rasimi_labels_index(draft, &stated, &study->places, &study->n_places, &study->place)
                                  : status;
    }
    study->place = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->place);
    if (!study->place)
        return RASIM_ERR_NO_MEMORY;
    memset(study->place, 0xFF, study->n_rows * sizeof *study->place);
    return RASIM_OK;
}

/* ---- budget areas ---- */

/* Budget areas of a file that names none: "care group, setting". */
static rasim_status
name_areas(rasimi_draft *draft, rasimi_labels *out)
{
    const rasimi_caseload *caseload = &draft->caseload;
    const uint32_t *const columns[] = {caseload->care_group.codes, caseload->setting.codes};
    rasimi_combinations areas;
    const rasim_status status = rasimi_combine(columns, 2, caseload->n_rows, &draft->arena, &areas);
    if (status != RASIM_OK)
        return status;
    const char **labels = rasimi_arena_alloc(&draft->arena, areas.n, sizeof *labels);
    if (!labels)
        return RASIM_ERR_NO_MEMORY;
    for (size_t a = 0; a < areas.n; a++) {
        labels[a] = rasimi_arena_printf(&draft->arena, "%s, %s", caseload->care_group.labels[columns[0][areas.row[a]]],
                                        caseload->setting.labels[columns[1][areas.row[a]]]);
        if (!labels[a])
            return RASIM_ERR_NO_MEMORY;
    }
    *out = (rasimi_labels){areas.index, labels, areas.n, false};
    return RASIM_OK;
}

static rasim_status
index_areas(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    rasimi_labels areas = draft->caseload.budget_area;
    const rasim_status status = areas.codes ? RASIM_OK : name_areas(draft, &areas);
    return status == RASIM_OK ? rasimi_labels_index(draft, &areas, &study->areas, &study->n_areas, &study->area)
                              : status;
}

/* ---- people and cells ---- */

/* Identifiers side by side in key order, so that the file's own memory can go. */
static rasim_status
copy_ids(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const rasimi_caseload *caseload = &draft->caseload;
    size_t bytes = 0;
    for (size_t row = 0; row < caseload->n_rows; row++)
        bytes += strlen(caseload->person_id[row]) + 1;
    char *text = rasimi_arena_alloc(&study->arena, bytes, 1);
    study->person_id = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->person_id);
    if (!text || !study->person_id)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++) {
        study->person_id[i] = text;
        text = stpcpy(text, caseload->person_id[caseload->by_key[i]]) + 1;
    }
    return RASIM_OK;
}

static rasim_status
copy_keys(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    study->key = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->key);
    if (!study->key)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++)
        study->key[i] = draft->caseload.key[draft->caseload.by_key[i]];
    return RASIM_OK;
}

static rasim_status
make_cells(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const uint32_t *const columns[] = {study->care_group, study->setting, study->area, study->place};
    rasimi_combinations groups, cells;
    rasim_status status = rasimi_combine(columns, 3, study->n_rows, &draft->arena, &groups);
    if (status == RASIM_OK)
        status = rasimi_combine(columns, 4, study->n_rows, &study->arena, &cells);
    if (status != RASIM_OK)
        return status;
    study->cells = rasimi_arena_alloc(&study->arena, cells.n, sizeof *study->cells);
    study->group_cell = rasimi_arena_alloc(&study->arena, groups.n, sizeof *study->group_cell);
    if (!study->cells || !study->group_cell)
        return RASIM_ERR_NO_MEMORY;
    for (size_t c = cells.n; c-- > 0;) {
        const uint32_t i = cells.row[c], group = groups.index[i];
        study->cells[c] =
            (rasimi_cell){study->care_group[i], study->setting[i], study->area[i], study->place[i], group};
        study->group_cell[group] = (uint32_t)c;
    }
    study->cell = cells.index;
    study->n_cells = cells.n;
    study->n_groups = groups.n;
    return RASIM_OK;
}

rasim_status
rasimi_people_arrange(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    const rasimi_caseload *caseload = &draft->caseload;
    study->n_rows = caseload->n_rows;
    rasim_status status = copy_ids(draft);
    if (status == RASIM_OK)
        status = copy_keys(draft);
    if (status == RASIM_OK)
        status = rasimi_labels_index(draft, &caseload->care_group, &study->care_groups, &study->n_care_groups,
                                     &study->care_group);
    if (status == RASIM_OK)
        status = rasimi_labels_index(draft, &caseload->setting, &study->settings, &study->n_settings, &study->setting);
    if (status == RASIM_OK)
        status = index_places(draft);
    if (status == RASIM_OK)
        status = index_areas(draft);
    if (status == RASIM_OK)
        status = rasimi_breakdown_arrange(draft);
    return status == RASIM_OK ? make_cells(draft) : status;
}
