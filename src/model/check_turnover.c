/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether turnover, moves, tails and programmes fit the caseload. */
#include "model/scope.h"
#include "model/turnover_make.h"

#include "base/text.h"

#include <string.h>

/* ---- labels ---- */

static rasimi_names
groups_of(const rasim_study *study)
{
    return (rasimi_names){study->care_groups, study->n_care_groups, false};
}

static rasimi_names
settings_of(const rasim_study *study)
{
    return (rasimi_names){study->settings, study->n_settings, false};
}

/* A misspelt label would leave people without turnover, so it is an error, unlike one in a list that must have a row
   for everybody. */
static void
check_label(rasimi_draft *draft, const rasimi_text *text, const char *what, rasimi_names names)
{
    if (text->value)
        rasimi_draft_check_label(draft, RASIM_ERROR, rasimi_draft_place(draft, text->mark), what, text->value, names);
}

static void
check_scope(rasimi_draft *draft, const rasimi_text *care_group, const rasimi_text *setting)
{
    check_label(draft, care_group, "The care group", groups_of(draft->study));
    check_label(draft, setting, "The covered setting", settings_of(draft->study));
}

static bool
lists(const rasimi_texts *texts, const char *label)
{
    for (size_t i = 0; i < texts->n; i++)
        if (strcmp(texts->items[i].value, label) == 0)
            return true;
    return false;
}

/* Where people move to: a covered setting that occurs, or any other label where the framework says what it covers. A
   near miss of a covered one is pointed out. */
static void
check_destination(rasimi_draft *draft, const rasimi_move_row *row)
{
    const rasim_study *study = draft->study;
    const rasimi_texts *covered = &study->framework.covered_settings;
    const rasimi_names settings = settings_of(study);
    const char *to = row->to.value;
    if (covered->n == 0 || lists(covered, to)) {
        check_label(draft, &row->to, "The setting", settings);
        return;
    }
    const size_t near = rasimi_nearest(to, settings.items, settings.n);
    if (near < settings.n &&
        rasimi_names_find(rasimi_names_of(&draft->caseload.setting), to) == draft->caseload.setting.n_labels)
        rasimi_problem_add(draft->problems, RASIM_WARNING, rasimi_draft_place(draft, row->to.mark),
                           "'%s' is none of the covered settings, so these moves lead outside the envelope (did you "
                           "mean '%s'?).",
                           to, settings.items[near]);
}

static void
check_move_labels(rasimi_draft *draft, const rasimi_move_row *row)
{
    check_scope(draft, &row->care_group, &row->from);
    check_destination(draft, row);
    if (strcmp(row->from.value, row->to.value) == 0)
        rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, row->mark),
                           "This row of moves leads from '%s' to itself; name two different settings.",
                           row->from.value);
}

static void
check_labels(rasimi_draft *draft)
{
    const rasimi_framework *framework = &draft->study->framework;
    for (size_t r = 0; r < framework->turnover.n; r++) {
        const rasimi_turnover_row *row = RASIMI_ROW(rasimi_turnover_row, framework->turnover, r);
        check_scope(draft, &row->care_group, &row->setting);
    }
    for (size_t r = 0; r < framework->high_cost_arrivals.n; r++) {
        const rasimi_tail_row *row = RASIMI_ROW(rasimi_tail_row, framework->high_cost_arrivals, r);
        check_scope(draft, &row->care_group, &row->setting);
    }
    for (size_t r = 0; r < framework->moves.n; r++)
        check_move_labels(draft, RASIMI_ROW(rasimi_move_row, framework->moves, r));
}

/* ---- one care group in one setting ---- */

/* What is being looked at, and the lines that were complained of already: one mistake in a row for all would otherwise
   be reported for everybody. */
typedef struct inspection {
    rasimi_draft *draft;
    rasimi_scope people;
    uint32_t care_group, setting;
    rasimi_resolved_move *moves; /* room for all */
    uint32_t *said;              /* lines of rows; room for four times all */
    size_t n_said;
} inspection;

static bool
is_new(inspection *look, rasimi_mark mark)
{
    for (size_t i = 0; i < look->n_said; i++)
        if (look->said[i] == mark.line)
            return false;
    look->said[look->n_said++] = mark.line;
    return true;
}

static void
check_rival(inspection *look, const char *list, rasimi_mark first, const rasimi_mark *second)
{
    if (second && is_new(look, *second))
        rasimi_problem_add(look->draft->problems, RASIM_ERROR, rasimi_draft_place(look->draft, *second),
                           "This row of %s and the one on line %u are both for %s in %s, and neither names more; add a "
                           "row that names both the care group and the setting, or take one out.",
                           list, (unsigned)first.line, look->people.care_group, look->people.setting);
}

static bool
has_people(const rasim_study *study, uint32_t care_group, const char *setting)
{
    for (size_t c = 0; c < study->n_cells; c++)
        if (study->cells[c].care_group == care_group && strcmp(study->settings[study->cells[c].setting], setting) == 0)
            return true;
    return false;
}

/* A move within the envelope takes the package of somebody there. */
static void
check_package(inspection *look, const rasimi_move_row *row)
{
    const rasim_study *study = look->draft->study;
    const rasimi_names settings = settings_of(study);
    if (rasimi_names_find(settings, row->to.value) == settings.n || has_people(study, look->care_group, row->to.value))
        return;
    if (is_new(look, row->mark))
        rasimi_problem_add(look->draft->problems, RASIM_ERROR, rasimi_draft_place(look->draft, row->mark),
                           "These moves take people of '%s' to '%s', but the caseload has nobody of that care group "
                           "there whose package they could take; name the care groups that do move.",
                           look->people.care_group, row->to.value);
}

static void
check_moves(inspection *look)
{
    double sum = 0;
    const size_t n = rasimi_moves_find(&look->draft->study->framework, look->people, look->moves);
    for (size_t m = 0; m < n; m++) {
        const rasimi_resolved_move *move = &look->moves[m];
        sum += move->row->probability.value;
        check_rival(look, "moves", move->row->mark, move->rival ? &move->rival->mark : NULL);
        check_package(look, move->row);
    }
    if (n > 0 && sum >= 1 && is_new(look, look->moves[n - 1].row->probability.mark))
        rasimi_problem_add(look->draft->problems, RASIM_ERROR,
                           rasimi_draft_place(look->draft, look->moves[n - 1].row->probability.mark),
                           "The probabilities of moving of '%s' in '%s' come to %s; together they must stay below 1, "
                           "since some people stay.",
                           look->people.care_group, look->people.setting, rasimi_words_number(sum).text);
}

static void
check_people(inspection *look)
{
    const rasimi_framework *framework = &look->draft->study->framework;
    const rasimi_turnover_row *turnover_rival;
    const rasimi_tail_row *tail_rival;
    const rasimi_turnover_row *turnover = rasimi_turnover_find(framework, look->people, &turnover_rival);
    const rasimi_tail_row *tail = rasimi_tail_find(framework, look->people, &tail_rival);
    if (turnover_rival)
        check_rival(look, "turnover", turnover->mark, &turnover_rival->mark);
    if (tail_rival)
        check_rival(look, "high_cost_arrivals", tail->mark, &tail_rival->mark);
    check_moves(look);
}

void
rasimi_turnover_check(rasimi_draft *draft)
{
    const rasim_study *study = draft->study;
    const rasimi_framework *framework = &study->framework;
    const size_t n_rows = framework->turnover.n + framework->moves.n + framework->high_cost_arrivals.n;
    inspection look = {.draft = draft};
    look.moves = rasimi_arena_alloc(&draft->arena, framework->moves.n, sizeof *look.moves);
    look.said = rasimi_arena_alloc(&draft->arena, 4 * n_rows, sizeof *look.said);
    if (!look.moves || !look.said)
        return; /* whoever prepares the study will find the same */
    check_labels(draft);
    for (size_t c = 0; c < study->n_cells; c++) {
        const rasimi_cell *cell = &study->cells[c];
        if (c > 0 && cell[-1].care_group == cell->care_group && cell[-1].setting == cell->setting)
            continue;
        look.care_group = cell->care_group;
        look.setting = cell->setting;
        look.people = (rasimi_scope){study->care_groups[cell->care_group], study->settings[cell->setting]};
        check_people(&look);
    }
}

/* ---- programmes ---- */

static void
check_area(rasimi_draft *draft, const char *list, rasimi_mark mark, const rasimi_text *area)
{
    const rasim_study *study = draft->study;
    check_label(draft, area, "The budget area", (rasimi_names){study->areas, study->n_areas, false});
    if (!area->value && study->n_areas > 1)
        rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, mark),
                           "This row of %s has no 'budget_area', though there are %zu; name the one that it belongs "
                           "to.",
                           list, study->n_areas);
}

void
rasimi_programmes_check(rasimi_draft *draft)
{
    const rasimi_framework *framework = &draft->study->framework;
    for (size_t r = 0; r < framework->interventions.n; r++) {
        const rasimi_intervention_row *row = RASIMI_ROW(rasimi_intervention_row, framework->interventions, r);
        check_area(draft, "interventions", row->mark, &row->budget_area);
        check_scope(draft, &row->care_group, &row->setting);
    }
    for (size_t r = 0; r < framework->savings.n; r++) {
        const rasimi_saving_row *row = RASIMI_ROW(rasimi_saving_row, framework->savings, r);
        check_area(draft, "savings", row->mark, &row->budget_area);
    }
}
