/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every person's financial assessment: whether everything that it needs is there, and the assessments themselves. Whose
   means are not known may take the assessment of somebody like them. */
#include "model/assess.h"

#include "model/columns.h"
#include "model/combine.h"
#include "num/philox.h"

#include <math.h>
#include <string.h>

/* Keeps the choice of a donor apart from whatever else keys are used for. */
#define DONOR_SALT 0x6D65616E73ULL

rasimi_means
rasimi_assess_row(const rasimi_assessor *assessor, const rasimi_caseload *caseload, size_t row)
{
    const rasimi_circumstances person = rasimi_assess_circumstances(assessor, caseload, row);
    return rasimi_means_test(&person, &assessor->rules);
}

/* ---- whether all is there ---- */

/* Rows that lack one thing. */
typedef struct lacking_rows {
    size_t n;
    uint64_t line; /* of the first */
} lacking_rows;

static void
count(lacking_rows *rows, uint64_t line)
{
    if (rows->n++ == 0 || line < rows->line)
        rows->line = line;
}

static void
report_column(rasimi_draft *draft, rasimi_means_lack lack, const lacking_rows *rows)
{
    if (rows->n > 0)
        rasimi_problem_add(draft->problems, RASIM_ERROR, (rasimi_place){draft->caseload_file, rows->line, 0},
                           "Column '%s' is empty on %zu %s, this being the first, where the financial assessment needs "
                           "it; fill it in, or write 'missing: donor' under financial_assessment.",
                           rasimi_assess_heading(draft->assessor, lack), rows->n, rows->n == 1 ? "row" : "rows");
}

static void
report_figure(rasimi_draft *draft, rasimi_charging_figure figure, const lacking_rows *rows)
{
    const rasimi_financial_spec *spec = draft->assessor->spec;
    const char *key = rasimi_charging_key(figure);
    const unsigned long long line = rows->line;
    if (rows->n > 0)
        rasimi_problem_add(draft->problems, RASIM_ERROR,
                           rasimi_draft_place(draft, spec->figures.mark.line > 0 ? spec->figures.mark : spec->mark),
                           "%zu %s, on line %llu of the caseload first, need%s the charging figure '%s' of %s, which "
                           "rasim does not know; give it under figures, as '%s: ...'.",
                           rows->n, rows->n == 1 ? "person" : "people", line, rows->n == 1 ? "s" : "", key,
                           spec->year.value, key);
}

static void
check_rows(rasimi_draft *draft)
{
    const rasimi_caseload *caseload = &draft->caseload;
    lacking_rows columns[RASIMI_LACKS_FIGURE] = {0}, figures[RASIMI_N_CHARGING_FIGURES] = {0};
    for (size_t row = 0; row < caseload->n_rows; row++) {
        const rasimi_means means = rasimi_assess_row(draft->assessor, caseload, row);
        if (means.lack == RASIMI_LACKS_FIGURE)
            count(&figures[means.lacking], caseload->line[row]);
        else
            count(&columns[means.lack], caseload->line[row]);
    }
    for (int lack = RASIMI_LACKS_CAPITAL; lack < RASIMI_LACKS_FIGURE; lack++)
        if (draft->assessor->spec->missing.value == RASIMI_MISSING_ERROR)
            report_column(draft, (rasimi_means_lack)lack, &columns[lack]);
    for (int f = 0; f < RASIMI_N_CHARGING_FIGURES; f++)
        report_figure(draft, (rasimi_charging_figure)f, &figures[f]);
}

void
rasimi_assess_check(rasimi_draft *draft)
{
    if (!draft->assessor)
        return;
    const rasimi_financial_spec *spec = draft->assessor->spec;
    for (size_t i = 0; i < spec->residential_settings.n; i++) {
        const rasimi_text *setting = &spec->residential_settings.items[i];
        rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_draft_place(draft, setting->mark), "The setting",
                                 setting->value, rasimi_names_of(&draft->caseload.setting));
    }
    if (draft->caseload.gaps[RASIMI_COLUMN_CONTRIBUTION].in_file)
        rasimi_problem_add(draft->problems, RASIM_NOTE, rasimi_draft_place(draft, spec->mark),
                           "Contributions are assessed from people's means, so the column '%s' is not used.",
                           draft->caseload.gaps[RASIMI_COLUMN_CONTRIBUTION].heading);
    const bool words =
        rasimi_assess_check_labels(draft->assessor, &draft->caseload, draft->caseload_file, draft->problems);
    if (words && draft->caseload_usable)
        check_rows(draft);
}

/* ---- donors ---- */

/* Rows whose assessment is known, by care group and setting, in key order. */
typedef struct donor_list {
    rasimi_combinations groups;
    size_t *first; /* [groups.n + 1] into rows */
    uint32_t *rows;
} donor_list;

static bool
is_unknown(const rasim_study *study, size_t i)
{
    return study->means_outcome[i] == RASIMI_MEANS_UNKNOWN;
}

static rasim_status
list_donors(rasimi_draft *draft, donor_list *out)
{
    const rasim_study *study = draft->study;
    const uint32_t *const columns[] = {study->care_group, study->setting};
    const rasim_status status = rasimi_combine(columns, 2, study->n_rows, &draft->arena, &out->groups);
    if (status != RASIM_OK)
        return status;
    size_t *next = rasimi_arena_alloc(&draft->arena, out->groups.n + 1, sizeof *next);
    out->first = rasimi_arena_alloc(&draft->arena, out->groups.n + 1, sizeof *out->first);
    out->rows = rasimi_arena_alloc(&draft->arena, study->n_rows, sizeof *out->rows);
    if (!next || !out->first || !out->rows)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++)
        out->first[out->groups.index[i] + 1] += !is_unknown(study, i);
    for (size_t g = 0; g < out->groups.n; g++)
        next[g + 1] = out->first[g + 1] += out->first[g];
    for (size_t i = 0; i < study->n_rows; i++)
        if (!is_unknown(study, i))
            out->rows[next[out->groups.index[i]]++] = (uint32_t)i;
    return RASIM_OK;
}

static rasim_status
complain_of_no_donor(rasimi_draft *draft, size_t i)
{
    const rasim_study *study = draft->study;
    const rasimi_place where = {draft->caseload_file, draft->caseload.line[draft->caseload.by_key[i]], 0};
    rasimi_problem_add(draft->problems, RASIM_ERROR, where,
                       "This person's means are not known, and nobody else of care group '%s' in the setting '%s' has "
                       "an assessment to take instead; fill in income, capital and age.",
                       study->care_groups[study->care_group[i]], study->settings[study->setting[i]]);
    return RASIM_ERR_INPUT;
}

/* Each unknown takes the assessment of a donor that depends on the identifiers only, not on the order of the file. */
static rasim_status
take_from_donors(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    donor_list donors;
    rasim_status status = list_donors(draft, &donors);
    for (size_t i = 0; status == RASIM_OK && i < study->n_rows; i++) {
        const size_t group = donors.groups.index[i], first = donors.first[group];
        const size_t n = donors.first[group + 1] - first;
        if (!is_unknown(study, i))
            continue;
        if (n == 0) {
            status = complain_of_no_donor(draft, i);
            break;
        }
        const uint32_t donor = donors.rows[first + rasimi_splitmix64(study->key[i] ^ DONOR_SALT) % n];
        study->means_outcome[i] = study->means_outcome[donor] | RASIMI_MEANS_BY_DONOR;
        study->assessed_gbp_week[i] = study->assessed_gbp_week[donor];
    }
    return status;
}

/* One person out of a caseload has the assessment that the whole gave them. */
static rasim_status
take_from_whole(rasimi_draft *draft)
{
    const rasim_study *whole = draft->whole;
    rasim_study *study = draft->study;
    for (size_t i = 0; i < whole->n_rows; i++) {
        if (whole->key[i] != study->key[0])
            continue;
        study->means_outcome[0] = whole->means_outcome[i];
        study->assessed_gbp_week[0] = whole->assessed_gbp_week[i];
        return RASIM_OK;
    }
    return RASIM_ERR_INTERNAL;
}

/* ---- everybody ---- */

rasim_status
rasimi_assess(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    size_t n_unknown = 0;
    if (!draft->assessor)
        return RASIM_OK;
    study->means_outcome = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->means_outcome);
    study->assessed_gbp_week = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->assessed_gbp_week);
    if (!study->means_outcome || !study->assessed_gbp_week)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++) {
        const rasimi_means means = rasimi_assess_row(draft->assessor, &draft->caseload, draft->caseload.by_key[i]);
        study->means_outcome[i] = (uint8_t)means.outcome;
        study->assessed_gbp_week[i] = means.outcome == RASIMI_MEANS_FULL_COST ? (double)INFINITY : means.gbp_week;
        n_unknown += means.outcome == RASIMI_MEANS_UNKNOWN;
    }
    if (n_unknown == 0)
        return RASIM_OK;
    return draft->whole ? take_from_whole(draft) : take_from_donors(draft);
}
