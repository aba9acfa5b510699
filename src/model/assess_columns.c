/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People's means as columns of the caseload, and a row of them as circumstances. */
#include "model/assess.h"

#include "model/lookup.h"

#include <math.h>
#include <string.h>

/* Nobody's savings or home; a larger number is a slip of the keyboard. */
#define MAX_CAPITAL_GBP 1e9
#define MIN_AGE         18
#define MAX_AGE         120
#define MAX_CHILDREN    30
#define MAX_WORDS       4

/* A column: the framework's key of its heading, and the field of the circumstances that it fills or, for labels, the
   words that it may have, in the order of the field's values. */
typedef struct means_column {
    size_t heading; /* in rasimi_financial_columns_spec */
    bool needed;
    double min, max;
    size_t number; /* in rasimi_circumstances, where there are no words */
    const char *words[MAX_WORDS];
} means_column;

enum { INCOME, CAPITAL, AGE, DISREGARDED, HOME, HOUSING, DISABILITY, CHILDREN, PARTNER, PREMIUM, CARER };

#define HEADING(field) offsetof(rasimi_financial_columns_spec, field)
#define NUMBER(field)  offsetof(rasimi_circumstances, field)

static const means_column COLUMNS[RASIMI_N_MEANS_COLUMNS] = {
    [INCOME] = {HEADING(income_gbp_week), true, 0, 0, NUMBER(income_gbp_week), {NULL}},
    [CAPITAL] = {HEADING(capital_gbp), true, 0, MAX_CAPITAL_GBP, NUMBER(capital_gbp), {NULL}},
    [AGE] = {HEADING(age), true, MIN_AGE, MAX_AGE, NUMBER(age), {NULL}},
    [DISREGARDED] = {HEADING(disregarded_gbp_week), false, 0, 0, NUMBER(disregarded_gbp_week), {NULL}},
    [HOME] = {HEADING(home_gbp), false, 0, MAX_CAPITAL_GBP, NUMBER(home_gbp), {NULL}},
    [HOUSING] = {HEADING(housing_gbp_week), false, 0, 0, NUMBER(housing_gbp_week), {NULL}},
    [DISABILITY] = {HEADING(disability_expenditure_gbp_week), false, 0, 0, NUMBER(disability_gbp_week), {NULL}},
    [CHILDREN] = {HEADING(children), false, 0, MAX_CHILDREN, NUMBER(children), {NULL}},
    [PARTNER] = {HEADING(partner), false, 0, 0, 0, {"no", "yes", "pension age", NULL}},
    [PREMIUM] = {HEADING(disability_premium), false, 0, 0, 0, {"none", "disability", "enhanced", NULL}},
    [CARER] = {HEADING(carer_premium), false, 0, 0, 0, {"no", "yes", NULL}},
};

static const rasimi_text *
heading_of(const rasimi_financial_spec *spec, size_t column)
{
    return (const rasimi_text *)(const void *)((const char *)&spec->columns + COLUMNS[column].heading);
}

rasim_status
rasimi_assess_want(rasimi_draft *draft)
{
    const rasimi_financial_spec *spec = &draft->study->framework.financial_assessment;
    if (spec->mark.line == 0)
        return RASIM_OK;
    rasimi_assessor *assessor = rasimi_arena_alloc(&draft->arena, 1, sizeof *assessor);
    if (!assessor)
        return RASIM_ERR_NO_MEMORY;
    assessor->spec = spec;
    assessor->first_wanted = draft->n_wanted;
    rasimi_charging_rules_make(spec, &assessor->rules);
    for (size_t c = 0; c < RASIMI_N_MEANS_COLUMNS; c++) {
        const rasimi_text *heading = heading_of(spec, c);
        draft->wanted[draft->n_wanted++] = (rasimi_wanted){
            .heading = heading->value,
            .numeric = !COLUMNS[c].words[0],
            .asked_by = "financial_assessment in the framework",
            .optional = !COLUMNS[c].needed && heading->mark.line == 0,
            .background = true,
            .if_empty = COLUMNS[c].needed ? (double)NAN : 0,
            .min = COLUMNS[c].min,
            .max = COLUMNS[c].max,
        };
    }
    draft->assessor = assessor;
    return RASIM_OK;
}

const char *
rasimi_assess_heading(const rasimi_assessor *assessor, rasimi_means_lack lack)
{
    const size_t column = lack == RASIMI_LACKS_CAPITAL ? CAPITAL : lack == RASIMI_LACKS_INCOME ? INCOME : AGE;
    return heading_of(assessor->spec, column)->value;
}

/* ---- labels ---- */

/* The number of a word, or MAX_WORDS. */
static size_t
find_word(const means_column *column, const char *label)
{
    for (size_t w = 0; w < MAX_WORDS && column->words[w]; w++)
        if (strcmp(column->words[w], label) == 0)
            return w;
    return MAX_WORDS;
}

static size_t
count_words(const means_column *column)
{
    size_t n = 0;
    while (column->words[n])
        n++;
    return n;
}

static bool
complain_of_label(const rasimi_assessor *assessor, const rasimi_caseload *caseload, size_t column, uint32_t code,
                  const char *file, rasim_problems *problems)
{
    const rasimi_labels *labels = &caseload->wanted_labels[assessor->first_wanted + column];
    const char *label = labels->labels[code];
    size_t row = 0;
    while (row < caseload->n_rows && labels->codes[row] != code)
        row++;
    if (row == caseload->n_rows) /* in rows that are not covered */
        return true;
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){file, caseload->line[row], 0},
                       "'%s' in column '%s' is none of the words that it may have; write %s.",
                       rasimi_words_shown(label, strlen(label)).text, heading_of(assessor->spec, column)->value,
                       rasimi_words_list(COLUMNS[column].words, count_words(&COLUMNS[column]), "or").text);
    return false;
}

bool
rasimi_assess_check_labels(const rasimi_assessor *assessor, const rasimi_caseload *caseload, const char *file,
                           rasim_problems *problems)
{
    bool ok = true;
    for (size_t c = 0; c < RASIMI_N_MEANS_COLUMNS; c++) {
        const rasimi_labels *labels = &caseload->wanted_labels[assessor->first_wanted + c];
        for (size_t code = 0; COLUMNS[c].words[0] && labels->codes && code < labels->n_labels; code++)
            if (find_word(&COLUMNS[c], labels->labels[code]) == MAX_WORDS)
                ok = complain_of_label(assessor, caseload, c, (uint32_t)code, file, problems) && ok;
    }
    return ok;
}

/* ---- a row ---- */

/* The number of a row's word; 0, the first, where the cell is empty or the file lacks the column. */
static size_t
word_at(const rasimi_assessor *assessor, const rasimi_caseload *caseload, size_t column, size_t row)
{
    const rasimi_labels *labels = &caseload->wanted_labels[assessor->first_wanted + column];
    if (!labels->codes || labels->codes[row] == RASIMI_NO_LABEL)
        return 0;
    return find_word(&COLUMNS[column], labels->labels[labels->codes[row]]) % MAX_WORDS;
}

rasimi_circumstances
rasimi_assess_circumstances(const rasimi_assessor *assessor, const rasimi_caseload *caseload, size_t row)
{
    const char *setting = caseload->setting.labels[caseload->setting.codes[row]];
    rasimi_circumstances out = {
        .residential = rasimi_texts_have(&assessor->spec->residential_settings, setting),
        .partner = (rasimi_partner)word_at(assessor, caseload, PARTNER, row),
        .premium = (rasimi_premium)word_at(assessor, caseload, PREMIUM, row),
        .carer_premium = word_at(assessor, caseload, CARER, row) > 0,
    };
    for (size_t c = 0; c < RASIMI_N_MEANS_COLUMNS; c++) {
        const double *numbers = caseload->wanted_numbers[assessor->first_wanted + c];
        if (!COLUMNS[c].words[0] && numbers)
            memcpy((char *)&out + COLUMNS[c].number, &numbers[row], sizeof *numbers);
    }
    return out;
}
