/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a caseload that stands: one as a caseload of its own, where it stands and whose it is, some left out. */
#include "model/caseload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- one row ---- */

rasim_status
rasimi_caseload_row(const rasimi_caseload *caseload, size_t row, rasimi_arena *arena, rasimi_caseload *out)
{
    rasimi_caseload one = *caseload;
    rasimi_labels *labelled[] = {&one.care_group,    &one.setting,  &one.place,          &one.budget_area,
                                 &one.carer_support, &one.delivery, &one.assessment_mode};
    one.n_rows = 1;
    one.by_key = rasimi_arena_alloc(arena, 1, sizeof *one.by_key);
    one.wanted_labels = rasimi_arena_alloc(arena, one.n_wanted, sizeof *one.wanted_labels);
    one.wanted_numbers = rasimi_arena_alloc(arena, one.n_wanted, sizeof *one.wanted_numbers);
    if (!one.by_key || !one.wanted_labels || !one.wanted_numbers)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < sizeof labelled / sizeof *labelled; i++)
        labelled[i]->codes = labelled[i]->codes ? labelled[i]->codes + row : NULL;
    for (size_t i = 0; i < one.n_wanted; i++) {
        one.wanted_labels[i] = caseload->wanted_labels[i];
        if (one.wanted_labels[i].codes)
            one.wanted_labels[i].codes += row;
        one.wanted_numbers[i] = caseload->wanted_numbers[i] ? caseload->wanted_numbers[i] + row : NULL;
    }
    one.points = one.points ? one.points + row : NULL;
    one.start_day = one.start_day ? one.start_day + row : NULL;
    one.line += row;
    one.content += row;
    one.person_id += row;
    one.key += row;
    one.carer_consent += row;
    one.weight += row;
    one.weekly_cost += row;
    one.contribution += row;
    *out = one;
    return RASIM_OK;
}

/* ---- rows in problems ---- */

rasimi_place
rasimi_caseload_place(const rasimi_caseload *caseload, const char *file, size_t row, size_t column)
{
    const size_t in_line = column < caseload->n_gaps ? caseload->gaps[column].column : 0;
    return (rasimi_place){file, caseload->line[row], in_line};
}

rasimi_words
rasimi_caseload_who(const rasimi_caseload *caseload, size_t row)
{
    rasimi_words words = {""};
    const char *id = caseload->show_ids ? caseload->person_id[row] : "";
    if (id[0] != '\0')
        snprintf(words.text, sizeof words.text, " (person '%.200s')", rasimi_words_shown(id, strlen(id)).text);
    return words;
}

/* ---- leaving rows out ---- */

/* Moves the items to keep to the front of an array; NULL is a column that the file lacks. */
static void
squeeze(void *array, size_t size, const bool *keep, size_t n)
{
    char *bytes = array;
    size_t to = 0;
    for (size_t from = 0; bytes && from < n; from++)
        if (keep[from])
            memmove(bytes + to++ * size, bytes + from * size, size);
}

/* The key order of the rows that stay, by their new numbers. */
static size_t
squeeze_order(uint32_t *by_key, const bool *keep, uint32_t *number, size_t n)
{
    uint32_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        number[i] = keep[i] ? n_kept++ : 0;
    size_t to = 0;
    for (size_t i = 0; i < n; i++)
        if (keep[by_key[i]])
            by_key[to++] = number[by_key[i]];
    return n_kept;
}

rasim_status
rasimi_caseload_keep(rasimi_caseload *caseload, const bool *keep)
{
    const size_t n = caseload->n_rows;
    const rasimi_labels *labelled[] = {&caseload->care_group,     &caseload->setting,       &caseload->place,
                                       &caseload->budget_area,    &caseload->carer_support, &caseload->delivery,
                                       &caseload->assessment_mode};
    double *numbers[] = {caseload->weight, caseload->weekly_cost, caseload->points, caseload->contribution,
                         caseload->start_day};
    uint32_t *number = rasimi_calloc(n, sizeof *number);
    if (!number)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < sizeof labelled / sizeof *labelled; i++)
        squeeze(labelled[i]->codes, sizeof *labelled[i]->codes, keep, n);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        squeeze(numbers[i], sizeof *numbers[i], keep, n);
    for (size_t i = 0; i < caseload->n_wanted; i++) {
        squeeze(caseload->wanted_labels[i].codes, sizeof *caseload->wanted_labels[i].codes, keep, n);
        squeeze(caseload->wanted_numbers[i], sizeof *caseload->wanted_numbers[i], keep, n);
    }
    squeeze(caseload->line, sizeof *caseload->line, keep, n);
    squeeze(caseload->content, sizeof *caseload->content, keep, n);
    squeeze(caseload->person_id, sizeof *caseload->person_id, keep, n);
    squeeze(caseload->key, sizeof *caseload->key, keep, n);
    squeeze(caseload->carer_consent, sizeof *caseload->carer_consent, keep, n);
    caseload->n_rows = squeeze_order(caseload->by_key, keep, number, n);
    free(number);
    return RASIM_OK;
}
