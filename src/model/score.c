/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From answers to points: every label of a column is looked up once, so that a row costs one addition a question. */
#include "model/score.h"

#include "base/text.h"
#include "model/param_words.h"

#include <math.h>
#include <string.h>

/* A scorer being made. */
typedef struct scorer_maker {
    rasimi_scorer *scorer;
    const char *file; /* of the caseload */
    rasimi_arena *arena;
    rasim_problems *problems;
    bool failed;
} scorer_maker;

/* A column of answers and the levels that it may hold. */
typedef struct answer_column {
    const char *what; /* "the domain 'Washing'" */
    const rasimi_labels *answers;
    const rasimi_pairs *levels;
} answer_column;

static const rasimi_pair *
find_level(const rasimi_pairs *levels, const char *label)
{
    for (size_t i = 0; i < levels->n; i++)
        if (strcmp(levels->items[i].label.value, label) == 0)
            return &levels->items[i];
    return NULL;
}

/* The level that a label was probably meant to be; false where none is near, and then all of them. */
static bool
suggest(const rasimi_pairs *levels, const char *label, rasimi_arena *arena, rasimi_words *out)
{
    const char **names = rasimi_arena_alloc(arena, levels->n, sizeof *names);
    if (!names)
        return false;
    for (size_t i = 0; i < levels->n; i++)
        names[i] = levels->items[i].label.value;
    const size_t near = rasimi_nearest(label, names, levels->n);
    *out = near < levels->n ? rasimi_words_shown(names[near], strlen(names[near]))
                            : rasimi_words_list(names, levels->n, "and");
    return near < levels->n;
}

/* Reports a label that is no level, unless no row has it. */
static void
report_unknown(scorer_maker *maker, const answer_column *question, size_t code)
{
    const rasimi_caseload *caseload = maker->scorer->caseload;
    uint64_t first = 0;
    size_t n = 0;
    for (size_t row = 0; row < caseload->n_rows; row++)
        if (question->answers->codes[row] == code && n++ == 0)
            first = caseload->line[row];
    if (n == 0)
        return;
    const char *label = question->answers->labels[code];
    rasimi_words levels = {.text = ""};
    const bool near = suggest(question->levels, label, maker->arena, &levels);
    rasimi_problem_add(maker->problems, RASIM_ERROR, (rasimi_place){maker->file, first, 0},
                       "'%s' is no level of %s in design '%s' (%s%s%s); %zu %s, this being the first.", label,
                       question->what, maker->scorer->design->unique_name, near ? "did you mean '" : "it has ",
                       levels.text, near ? "'?" : "", n, n == 1 ? "row has it" : "rows have it");
    maker->failed = true;
}

/* For each label of the column `factor` x the level's number, or NAN where the label is no level; NULL: no memory. */
static double *
look_up_levels(scorer_maker *maker, const answer_column *question, double factor)
{
    const rasimi_labels *answers = question->answers;
    double *values = rasimi_arena_alloc(maker->arena, answers->n_labels, sizeof *values);
    for (size_t code = 0; values && code < answers->n_labels; code++) {
        const rasimi_pair *level = find_level(question->levels, answers->labels[code]);
        values[code] = level ? factor * level->number.value : (double)NAN;
        if (!level)
            report_unknown(maker, question, code);
    }
    return values;
}

static rasim_status
make_domain(scorer_maker *maker, size_t d, const rasimi_domain *domain, const rasimi_labels *answers)
{
    rasimi_buffer what = {0};
    rasimi_buffer_printf(&what, "the domain '%s'", domain->name.value);
    const answer_column question = {what.data ? what.data : "the domain", answers, &domain->levels};
    maker->scorer->answers[d] = answers;
    maker->scorer->level_points[d] = look_up_levels(maker, &question, domain->weight.value);
    rasimi_buffer_clear(&what);
    return maker->scorer->level_points[d] ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
make_domains(scorer_maker *maker, const size_t *wanted)
{
    rasimi_scorer *scorer = maker->scorer;
    const rasimi_structs *domains = &scorer->design->questionnaire.domains;
    const rasimi_domain *items = domains->items;
    scorer->n_domains = domains->n;
    scorer->answers = rasimi_arena_alloc(maker->arena, domains->n, sizeof *scorer->answers);
    scorer->level_points = rasimi_arena_alloc(maker->arena, domains->n, sizeof *scorer->level_points);
    if (!scorer->answers || !scorer->level_points)
        return RASIM_ERR_NO_MEMORY;
    rasim_status status = RASIM_OK;
    for (size_t d = 0; status == RASIM_OK && d < domains->n; d++)
        status = make_domain(maker, d, &items[d], &scorer->caseload->wanted_labels[wanted[d]]);
    return status;
}

static rasim_status
make_carer_rule(scorer_maker *maker)
{
    rasimi_scorer *scorer = maker->scorer;
    const rasimi_pairs *multipliers = &scorer->design->carer_rule.multipliers;
    if (multipliers->n == 0 || !scorer->caseload->carer_support.codes)
        return RASIM_OK;
    const answer_column question = {"the carer rule", &scorer->caseload->carer_support, multipliers};
    scorer->carer_multiplier = look_up_levels(maker, &question, 1);
    return scorer->carer_multiplier ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* The lowest and the highest sum of points that the questions can give. */
static void
sum_levels(const rasimi_structs *domains, double *low, double *high)
{
    const rasimi_domain *items = domains->items;
    *low = *high = 0;
    for (size_t d = 0; d < domains->n; d++) {
        double least = HUGE_VAL, most = -HUGE_VAL;
        for (size_t i = 0; i < items[d].levels.n; i++) {
            const double points = items[d].weight.value * items[d].levels.items[i].number.value;
            least = points < least ? points : least;
            most = points > most ? points : most;
        }
        *low += least;
        *high += most;
    }
}

void
rasimi_points_range(const rasimi_design *design, double *low, double *high)
{
    const rasimi_questionnaire *questionnaire = &design->questionnaire;
    const rasimi_pairs *multipliers = &design->carer_rule.multipliers;
    double least = -HUGE_VAL, most = HUGE_VAL;
    if (questionnaire->domains.n > 0) {
        double low_sum, high_sum;
        sum_levels(&questionnaire->domains, &low_sum, &high_sum);
        least = low_sum;
        most = high_sum;
        for (size_t i = 0; i < multipliers->n; i++) {
            const double a = multipliers->items[i].number.value * low_sum;
            const double b = multipliers->items[i].number.value * high_sum;
            least = a < least ? a : least;
            most = b > most ? b : most;
        }
    }
    *low = isnan(questionnaire->points_min.value) ? least : questionnaire->points_min.value;
    *high = isnan(questionnaire->points_max.value) ? most : questionnaire->points_max.value;
}

rasim_status
rasimi_scorer_make(const rasimi_design *design, const rasimi_caseload *caseload, const size_t *wanted,
                   const char *caseload_file, rasimi_arena *arena, rasimi_scorer *out, rasim_problems *problems)
{
    rasimi_scorer scorer = {.design = design, .caseload = caseload};
    scorer_maker maker = {.scorer = &scorer, .file = caseload_file, .arena = arena, .problems = problems};
    rasimi_points_range(design, &scorer.low, &scorer.high);
    rasim_status status = make_domains(&maker, wanted);
    if (status == RASIM_OK)
        status = make_carer_rule(&maker);
    if (status == RASIM_OK && maker.failed)
        status = RASIM_ERR_INPUT;
    if (status == RASIM_OK)
        *out = scorer;
    return status;
}

/* What a code looks up, NAN for none. */
static double
value_of(const double *values, uint32_t code)
{
    return code == RASIMI_NO_LABEL ? (double)NAN : values[code];
}

double
rasimi_score(const rasimi_scorer *scorer, size_t row)
{
    const rasimi_caseload *caseload = scorer->caseload;
    double points = 0;
    for (size_t d = 0; d < scorer->n_domains; d++)
        points += value_of(scorer->level_points[d], scorer->answers[d]->codes[row]);
    if (scorer->n_domains == 0)
        points = caseload->points ? caseload->points[row] : (double)NAN;
    if (scorer->carer_multiplier && caseload->carer_consent[row])
        points *= value_of(scorer->carer_multiplier, caseload->carer_support.codes[row]);
    if (points < scorer->low)
        return scorer->low;
    return points > scorer->high ? scorer->high : points;
}
