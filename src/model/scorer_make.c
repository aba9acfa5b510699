/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a scorer: every label of a column is looked up once, so that a row costs one addition a question. */
#include "model/score.h"

#include "base/text.h"
#include "model/columns.h"
#include "model/lookup.h"
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
    size_t column; /* for rasimi_caseload_place */
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
    size_t first = 0, n = 0;
    for (size_t row = 0; row < caseload->n_rows; row++)
        if (question->answers->codes[row] == code && n++ == 0)
            first = row;
    if (n == 0)
        return;
    const char *label = question->answers->labels[code];
    rasimi_words levels = {.text = ""};
    const bool near = suggest(question->levels, label, maker->arena, &levels);
    rasimi_problem_add(
        maker->problems, RASIM_ERROR, rasimi_caseload_place(caseload, maker->file, first, question->column),
        "'%s' is no level of %s in design '%s' (%s%s%s); %zu %s, this being the first%s.", label, question->what,
        maker->scorer->design->unique_name, near ? "did you mean '" : "it has ", levels.text, near ? "'?" : "", n,
        n == 1 ? "row has it" : "rows have it", rasimi_caseload_who(caseload, first).text);
    maker->failed = true;
}

/* For each label of the column the level's number, or NAN where the label is no level; NULL: no memory. */
static double *
look_up_levels(scorer_maker *maker, const answer_column *question)
{
    const rasimi_labels *answers = question->answers;
    double *values = rasimi_arena_alloc(maker->arena, answers->n_labels, sizeof *values);
    for (size_t code = 0; values && code < answers->n_labels; code++) {
        const rasimi_pair *level = find_level(question->levels, answers->labels[code]);
        values[code] = level ? level->number.value : (double)NAN;
        if (!level)
            report_unknown(maker, question, code);
    }
    return values;
}

/* ---- domains ---- */

/* Which level each label is. */
static uint32_t *
look_up_indices(scorer_maker *maker, const rasimi_labels *answers, const rasimi_pairs *levels)
{
    uint32_t *indices = rasimi_arena_alloc(maker->arena, answers->n_labels, sizeof *indices);
    for (size_t code = 0; indices && code < answers->n_labels; code++) {
        const rasimi_pair *level = find_level(levels, answers->labels[code]);
        indices[code] = level ? (uint32_t)(level - levels->items) : RASIMI_NO_LABEL;
    }
    return indices;
}

/* Which care groups a question is for; NULL where memory ran out. */
static uint8_t *
look_up_groups(scorer_maker *maker, const rasimi_texts *groups)
{
    const rasimi_labels *all = &maker->scorer->caseload->care_group;
    uint8_t *asked = rasimi_arena_alloc(maker->arena, all->n_labels, sizeof *asked);
    for (size_t code = 0; asked && code < all->n_labels; code++)
        asked[code] = rasimi_texts_have(groups, all->labels[code]);
    return asked;
}

/* The points of each label of a domain's column; NULL where memory ran out. */
static double *
look_up_domain(scorer_maker *maker, const rasimi_domain *domain, size_t wanted)
{
    rasimi_buffer what = {0};
    rasimi_buffer_printf(&what, "the domain '%s'", domain->name.value);
    const answer_column question = {what.data ? what.data : "the domain",
                                    &maker->scorer->caseload->wanted_labels[wanted], &domain->levels,
                                    RASIMI_N_COLUMNS + wanted};
    double *points = look_up_levels(maker, &question);
    rasimi_buffer_clear(&what);
    return points;
}

static rasim_status
make_domain(scorer_maker *maker, size_t d, const rasimi_domain *domain, size_t wanted)
{
    rasimi_scorer *scorer = maker->scorer;
    const rasimi_labels *answers = scorer->answers[d] = &scorer->caseload->wanted_labels[wanted];
    double *points = look_up_domain(maker, domain, wanted);
    for (size_t code = 0; points && code < answers->n_labels; code++) {
        points[code] *= domain->weight.value;
        points[code] = points[code] < domain->threshold.value ? 0 : points[code];
    }
    scorer->level_points[d] = points;
    scorer->level_index[d] = look_up_indices(maker, answers, &domain->levels);
    const bool masked = domain->care_groups.n > 0;
    scorer->asked[d] = masked ? look_up_groups(maker, &domain->care_groups) : NULL;
    return points && scorer->level_index[d] && (!masked || scorer->asked[d]) ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
make_domains(scorer_maker *maker, const size_t *wanted)
{
    rasimi_scorer *scorer = maker->scorer;
    const rasimi_structs *domains = &scorer->design->questionnaire.domains;
    const rasimi_domain *items = domains->items;
    const size_t n = scorer->n_domains = domains->n;
    scorer->answers = rasimi_arena_alloc(maker->arena, n, sizeof *scorer->answers);
    scorer->level_points = rasimi_arena_alloc(maker->arena, n, sizeof *scorer->level_points);
    scorer->level_index = rasimi_arena_alloc(maker->arena, n, sizeof *scorer->level_index);
    scorer->asked = rasimi_arena_alloc(maker->arena, n, sizeof *scorer->asked);
    if (!scorer->answers || !scorer->level_points || !scorer->level_index || !scorer->asked)
        return RASIM_ERR_NO_MEMORY;
    rasim_status status = RASIM_OK;
    for (size_t d = 0; status == RASIM_OK && d < n; d++)
        status = make_domain(maker, d, &items[d], wanted[d]);
    return status;
}

/* ---- the carer rule ---- */

bool
rasimi_carer_rule_given(const rasimi_carer_spec *rule)
{
    return rule->multipliers.n > 0 || rule->domains.n > 0 || rule->deduction_gbp_week.n > 0 ||
           rule->hours_offsets.n > 0 || rule->sustain_gbp_week.n > 0;
}

/* Numbers by level of support, where there are any. */
static rasim_status
look_up_support(scorer_maker *maker, const rasimi_pairs *levels, double **out)
{
    const rasimi_labels *support = &maker->scorer->caseload->carer_support;
    if (levels->n == 0)
        return RASIM_OK;
    const answer_column question = {"the carer rule", support, levels, RASIMI_COLUMN_CARER_SUPPORT};
    *out = look_up_levels(maker, &question);
    return *out ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* The parts of the carer rule that are about single domains. */
static rasim_status
make_carer_domains(scorer_maker *maker)
{
    rasimi_scorer *scorer = maker->scorer;
    const rasimi_carer_spec *rule = &scorer->design->carer_rule;
    const rasimi_carer_domain *domains = rule->domains.items;
    const rasimi_carer_hours *hours = rule->hours_offsets.items;
    rasim_status status = RASIM_OK;
    for (size_t i = 0; status == RASIM_OK && i < rule->domains.n; i++)
        status = look_up_support(maker, &domains[i].multipliers, &scorer->domain_multiplier[domains[i].domain_index]);
    for (size_t i = 0; status == RASIM_OK && i < rule->hours_offsets.n; i++)
        status = look_up_support(maker, &hours[i].hours_per_week, &scorer->carer_hours[hours[i].domain_index]);
    return status;
}

static rasim_status
make_carer_rule(scorer_maker *maker)
{
    rasimi_scorer *scorer = maker->scorer;
    const rasimi_carer_spec *rule = &scorer->design->carer_rule;
    const size_t n = scorer->n_domains;
    scorer->domain_multiplier = rasimi_arena_alloc(maker->arena, n, sizeof *scorer->domain_multiplier);
    scorer->carer_hours = rasimi_arena_alloc(maker->arena, n, sizeof *scorer->carer_hours);
    if (!scorer->domain_multiplier || !scorer->carer_hours)
        return RASIM_ERR_NO_MEMORY;
    if (!scorer->caseload->carer_support.codes)
        return RASIM_OK;
    rasim_status status = look_up_support(maker, &rule->multipliers, &scorer->carer_multiplier);
    if (status == RASIM_OK)
        status = look_up_support(maker, &rule->deduction_gbp_week, &scorer->deduction);
    if (status == RASIM_OK)
        status = look_up_support(maker, &rule->sustain_gbp_week, &scorer->sustain);
    return status == RASIM_OK ? make_carer_domains(maker) : status;
}

rasim_status
rasimi_scorer_make(const rasimi_design *design, const rasimi_caseload *caseload, const size_t *wanted,
                   const char *caseload_file, rasimi_arena *arena, rasimi_scorer *out, rasim_problems *problems)
{
    rasimi_scorer scorer = {.design = design, .caseload = caseload};
    scorer_maker maker = {.scorer = &scorer, .file = caseload_file, .arena = arena, .problems = problems};
    rasimi_points_sum_range(design, &scorer.sum_low, &scorer.sum_high);
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

rasim_status
rasimi_scorer_gross(const rasimi_scorer *scorer, rasimi_arena *arena, rasimi_scorer *out)
{
    *out = *scorer;
    out->carer_multiplier = out->deduction = out->sustain = NULL;
    out->domain_multiplier = rasimi_arena_alloc(arena, scorer->n_domains, sizeof *out->domain_multiplier);
    out->carer_hours = rasimi_arena_alloc(arena, scorer->n_domains, sizeof *out->carer_hours);
    return out->domain_multiplier && out->carer_hours ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* Whether a question's levels are all that its column may hold: they could be read, they are a question, and no other
   question has the column. */
static bool
knows_levels(const rasimi_structs *domains, const size_t *wanted, size_t d)
{
    const rasimi_pairs *levels = &((const rasimi_domain *)domains->items)[d].levels;
    bool shared = false;
    for (size_t other = 0; other < domains->n; other++)
        shared = shared || (other != d && wanted[other] == wanted[d]);
    return wanted[d] != RASIMI_NOT_WANTED && !shared && !levels->mark.doubtful && levels->n > 1;
}

rasim_status
rasimi_levels_check(const rasimi_design *design, const rasimi_caseload *caseload, const size_t *wanted,
                    const char *caseload_file, rasimi_arena *arena, rasim_problems *problems)
{
    rasimi_scorer scorer = {.design = design, .caseload = caseload};
    scorer_maker maker = {.scorer = &scorer, .file = caseload_file, .arena = arena, .problems = problems};
    const rasimi_domain *domains = design->questionnaire.domains.items;
    for (size_t d = 0; d < design->questionnaire.domains.n; d++) {
        if (knows_levels(&design->questionnaire.domains, wanted, d) && !look_up_domain(&maker, &domains[d], wanted[d]))
            return RASIM_ERR_NO_MEMORY;
    }
    return maker.failed ? RASIM_ERR_INPUT : RASIM_OK;
}
