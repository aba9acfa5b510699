/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study in the making: what the steps that prepare it share. */
#include "model/draft.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

rasim_status
rasimi_draft_note(rasimi_draft *draft, rasim_status status)
{
    draft->unreadable |= status == RASIM_ERR_READ;
    return status == RASIM_ERR_INPUT || status == RASIM_ERR_READ ? RASIM_OK : status;
}

rasimi_place
rasimi_draft_place(const rasimi_draft *draft, rasimi_mark mark)
{
    return rasimi_mark_place(draft->study->path, mark);
}

rasimi_names
rasimi_names_of(const rasimi_labels *labels)
{
    return (rasimi_names){labels->labels, labels->n_labels, labels->doubtful};
}

rasimi_names
rasimi_area_names(const rasimi_draft *draft)
{
    if (draft->caseload.budget_area.codes)
        return rasimi_names_of(&draft->caseload.budget_area);
    return rasimi_covered_areas(draft);
}

/* Areas are doubtful where what they are made of is. */
rasimi_names
rasimi_covered_areas(const rasimi_draft *draft)
{
    const rasimi_caseload *caseload = &draft->caseload;
    const bool doubtful = caseload->budget_area.doubtful || caseload->care_group.doubtful || caseload->setting.doubtful;
    return (rasimi_names){draft->study->areas, draft->study->n_areas, doubtful};
}

size_t
rasimi_names_find(rasimi_names names, const char *label)
{
    size_t i = 0;
    while (i < names.n && strcmp(names.items[i], label) != 0)
        i++;
    return i;
}

rasimi_words
rasimi_draft_count(const uint32_t *index, size_t n_rows, size_t wanted)
{
    rasimi_words words;
    size_t n = 0;
    for (size_t i = 0; i < n_rows; i++)
        n += index[i] == wanted;
    snprintf(words.text, sizeof words.text, "%zu %s", n, n == 1 ? "person" : "people");
    return words;
}

rasimi_words
rasimi_draft_meant(rasimi_draft *draft, const rasimi_structs *rows, size_t row_size, size_t offset,
                   rasimi_names occurring, const char *label)
{
    rasimi_words words = {""};
    const char **names = rasimi_arena_alloc(&draft->arena, rows->n, sizeof *names);
    size_t n = 0;
    for (size_t r = 0; names && r < rows->n; r++) {
        const rasimi_text *text = (const void *)((const char *)rows->items + r * row_size + offset);
        if (text->value && rasimi_names_find(occurring, text->value) == occurring.n)
            names[n++] = text->value;
    }
    const size_t near = names ? rasimi_nearest(label, names, n) : n;
    if (near < n)
        snprintf(words.text, sizeof words.text, " (did the caseload mean '%.200s'?)",
                 rasimi_words_shown(names[near], strlen(names[near])).text);
    return words;
}

bool
rasimi_draft_knows_rows(const rasimi_draft *draft, const rasimi_structs *rows)
{
    return rows->n > 0 && !rows->mark.doubtful && !draft->study->framework.covered_settings.mark.doubtful;
}

bool
rasimi_draft_check_label(rasimi_draft *draft, rasim_severity severity, rasimi_place place, const char *what,
                         const char *label, rasimi_names names)
{
    if (names.doubtful || rasimi_names_find(names, label) < names.n)
        return true;
    const size_t near = rasimi_nearest(label, names.items, names.n);
    if (near < names.n)
        rasimi_problem_add(draft->problems, severity, place,
                           "%s '%s' does not occur in the caseload (did you mean '%s'?); correct the name or take it "
                           "out.",
                           what, label, names.items[near]);
    else
        rasimi_problem_add(draft->problems, severity, place,
                           "%s '%s' does not occur in the caseload, which has %s; correct the name or take it out.",
                           what, label, names.n ? rasimi_words_list(names.items, names.n, "and").text : "none");
    return false;
}
