/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether each design fits the caseload: a row for every care group that occurs, a column for every question, an answer
   on every row. */
#include "model/draft.h"

#include <math.h>
#include <stddef.h>

#include "model/columns.h"
#include "model/family.h"
#include "model/lookup.h"

/* ---- care groups ---- */

/* Groups that single questions are for must occur, or the question would silently be nobody's. */
static void
check_masks(rasimi_draft *draft, const rasimi_design *design)
{
    for (size_t d = 0; d < design->questionnaire.domains.n; d++) {
        const rasimi_texts *groups = &rasimi_domain_at(design, d)->care_groups;
        for (size_t i = 0; i < groups->n; i++)
            rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_mark_place(design->file, groups->items[i].mark),
                                     "The care group", groups->items[i].value,
                                     rasimi_names_of(&draft->caseload.care_group));
    }
}

/* A limit for a group that does not occur binds nobody. */
static void
check_group_limits(rasimi_draft *draft, const rasimi_design *design, const rasimi_structs *rows)
{
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_text *group = &RASIMI_ROW(rasimi_group_limit, *rows, r)->care_group;
        if (group->value)
            rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_mark_place(design->file, group->mark),
                                     "The care group", group->value, rasimi_names_of(&draft->caseload.care_group));
    }
}

static void
check_groups(rasimi_draft *draft, const rasimi_design *design)
{
    const rasim_study *study = draft->study;
    check_masks(draft, design);
    check_group_limits(draft, design, &design->limits.minimum_budget);
    check_group_limits(draft, design, &design->limits.residential_equivalent);
    for (size_t r = 0; r < design->allocation.n; r++) {
        const rasimi_text *group = &RASIMI_ROW(rasimi_allocation_row, design->allocation, r)->care_group;
        if (group->value)
            rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_mark_place(design->file, group->mark),
                                     "The care group", group->value, rasimi_names_of(&draft->caseload.care_group));
    }
    for (size_t g = 0; rasimi_draft_knows_rows(draft, &design->allocation) && g < study->n_care_groups; g++) {
        if (rasimi_design_row(design, study->care_groups[g]))
            continue;
        rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_mark_place(design->file, design->allocation.mark),
                           "Design '%s' has no allocation for the care group '%s' of %s%s; add a row for it, or one "
                           "without care_group for all others.",
                           design->unique_name, study->care_groups[g],
                           rasimi_draft_count(study->care_group, study->n_rows, g).text,
                           rasimi_draft_meant(draft, &design->allocation, sizeof(rasimi_allocation_row),
                                              offsetof(rasimi_allocation_row, care_group),
                                              rasimi_names_of(&draft->caseload.care_group), study->care_groups[g])
                               .text);
    }
}

/* ---- columns ---- */

/* Does the design take finished points from the file? What could not be read may be a questionnaire or a family. */
static bool
needs_points(const rasimi_design *design)
{
    const rasimi_family *family = design->family.value ? rasimi_family_find(design->family.value) : NULL;
    return design->questionnaire.domains.n == 0 && !design->questionnaire.mark.doubtful && family &&
           !family->without_points;
}

/* False where the caseload lacks a column that the design cannot do without. Of a column that the framework names it
   has been told that it is missing. */
static bool
check_columns(rasimi_draft *draft, const rasimi_design *design)
{
    const rasimi_caseload *caseload = &draft->caseload;
    const rasimi_columns_spec *own = &draft->study->framework.columns;
    const bool no_points = needs_points(design) && !caseload->points;
    const bool no_support = rasimi_carer_rule_given(&design->carer_rule) && !caseload->carer_support.codes;
    if (no_points && !own->points.value)
        rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_mark_place(design->file, design->questionnaire.mark),
                           "Design '%s' has no questionnaire, so the caseload needs a column of points; add the one or "
                           "the other.",
                           design->unique_name);
    if (no_support && !own->carer_support.value)
        rasimi_problem_add(
            draft->problems, RASIM_ERROR, rasimi_mark_place(design->file, design->carer_rule.mark),
            "Design '%s' has a carer rule, so the caseload needs the column carer_support; add it or take "
            "the rule out.",
            design->unique_name);
    return !no_points && !no_support;
}

/* ---- answers ---- */

/* Rows that lack something, in file order. */
typedef struct row_gaps {
    size_t n;
    size_t first;
} row_gaps;

static void
count_gap(row_gaps *gaps, size_t row)
{
    if (gaps->n++ == 0)
        gaps->first = row;
}

static void
report_gaps(rasimi_draft *draft, const rasimi_design *design, const row_gaps *gaps, const char *what, size_t column)
{
    const rasimi_caseload *caseload = &draft->caseload;
    if (gaps->n > 0)
        rasimi_problem_add(draft->problems, RASIM_ERROR,
                           rasimi_caseload_place(caseload, draft->caseload_file, gaps->first, column),
                           "%zu %s %s '%s', which design '%s' needs, this being the first%s; fill the cells in.",
                           gaps->n, gaps->n == 1 ? "row lacks" : "rows lack", what, caseload->gaps[column].heading,
                           design->unique_name, rasimi_caseload_who(caseload, gaps->first).text);
}

/* Rows without any answer are no gap: they take somebody else's points. */
static bool
is_unscored(const rasimi_draft *draft, size_t row)
{
    return draft->unscored && draft->unscored[row];
}

/* Answers that are missing where the question is for the person's care group. */
static row_gaps
find_answer_gaps(const rasimi_draft *draft, const rasimi_domain *domain, const rasimi_labels *answers)
{
    row_gaps found = {0};
    const rasimi_labels *groups = &draft->caseload.care_group;
    for (size_t row = 0; row < draft->caseload.n_rows; row++) {
        const bool asked =
            domain->care_groups.n == 0 || (groups->codes[row] != RASIMI_NO_LABEL &&
                                           rasimi_texts_have(&domain->care_groups, groups->labels[groups->codes[row]]));
        if (answers->codes[row] == RASIMI_NO_LABEL && asked && !is_unscored(draft, row))
            count_gap(&found, row);
    }
    return found;
}

/* Levels of support that are missing where the carer consents. */
static row_gaps
find_support_gaps(const rasimi_draft *draft)
{
    row_gaps found = {0};
    const rasimi_caseload *caseload = &draft->caseload;
    for (size_t row = 0; row < caseload->n_rows; row++)
        if (caseload->carer_support.codes[row] == RASIMI_NO_LABEL && caseload->carer_consent[row] &&
            !is_unscored(draft, row))
            count_gap(&found, row);
    return found;
}

static void
check_answers(rasimi_draft *draft, const rasimi_design *design, const size_t *wanted)
{
    const rasimi_caseload *caseload = &draft->caseload;
    for (size_t d = 0; d < design->questionnaire.domains.n; d++) {
        const rasimi_domain *domain = rasimi_domain_at(design, d);
        const row_gaps found = find_answer_gaps(draft, domain, &caseload->wanted_labels[wanted[d]]);
        report_gaps(draft, design, &found, "an answer to", RASIMI_N_COLUMNS + wanted[d]);
    }
    if (rasimi_carer_rule_given(&design->carer_rule)) {
        const row_gaps found = find_support_gaps(draft);
        report_gaps(draft, design, &found, "a label in", RASIMI_COLUMN_CARER_SUPPORT);
    }
    if (needs_points(design)) {
        row_gaps found = {0};
        for (size_t row = 0; row < caseload->n_rows; row++)
            if (isnan(caseload->points[row]) && !is_unscored(draft, row))
                count_gap(&found, row);
        report_gaps(draft, design, &found, "a number in", RASIMI_COLUMN_POINTS);
    }
}

/* What can be said of a design with problems of its own: nothing that a part which could not be read may answer. */
static rasim_status
check_unusable(rasimi_draft *draft, size_t d)
{
    const rasimi_design *design = &draft->study->designs[d];
    check_groups(draft, design);
    check_columns(draft, design);
    return rasimi_draft_note(draft, rasimi_levels_check(design, &draft->caseload, draft->domain_wanted[d],
                                                        draft->caseload_file, &draft->arena, draft->problems));
}

static rasim_status
check_design(rasimi_draft *draft, size_t d)
{
    const rasimi_design *design = &draft->study->designs[d];
    check_groups(draft, design);
    if (!check_columns(draft, design))
        return RASIM_OK;
    const rasim_status status =
        rasimi_scorer_make(design, &draft->caseload, draft->domain_wanted[d], draft->caseload_file, &draft->arena,
                           &draft->scorers[d], draft->problems);
    if (draft->caseload_usable)
        check_answers(draft, design, draft->domain_wanted[d]);
    return rasimi_draft_note(draft, status);
}

rasim_status
rasimi_designs_check(rasimi_draft *draft)
{
    const size_t n = draft->study->n_designs;
    draft->scorers = rasimi_arena_alloc(&draft->arena, n, sizeof *draft->scorers);
    rasim_status status = draft->scorers ? rasimi_unscored_find(draft) : RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; status == RASIM_OK && d < n; d++)
        if (draft->design_read[d])
            status = draft->design_usable[d] ? check_design(draft, d) : check_unusable(draft, d);
    return status;
}
