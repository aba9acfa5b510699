/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the framework's turnover and moves mean for each cell: intensities a year, where movers go, and whose package a
   newcomer may take (methods.md section 5). */
#include "model/scope.h"
#include "model/turnover_make.h"
#include "num/detmath.h"

#include <math.h>
#include <string.h>

/* Turnover in the making. */
typedef struct maker {
    rasim_study *study;
    rasimi_arena arena;          /* scratch */
    double *people;              /* [n_cells] sum of weights */
    rasimi_resolved_move *moves; /* room for all */
    uint32_t *destinations;      /* [n_cells] */
} maker;

/* A probability within a year as an intensity. */
static double
intensity(double probability)
{
    return -rasimi_log1p(-probability);
}

static rasimi_scope
scope_of(const rasim_study *study, const rasimi_cell *cell)
{
    return (rasimi_scope){study->care_groups[cell->care_group], study->settings[cell->setting]};
}

/* ---- leaving and starting ---- */

static void
set_churn(maker *m, size_t c)
{
    rasimi_churn *churn = &m->study->churn[c];
    const rasimi_turnover_row *rival;
    const rasimi_turnover_row *row =
        rasimi_turnover_find(&m->study->framework, scope_of(m->study, &m->study->cells[c]), &rival);
    if (!row)
        return;
    const double first = row->first_year_probability.value, share = row->starters_share.value;
    churn->leave = intensity(row->leave_probability.value);
    churn->leave_first = isnan(first) ? churn->leave : intensity(first);
    churn->starters = (isnan(share) ? churn->leave : share) * m->people[c];
}

/* ---- moves ---- */

/* Cells of a care group and setting, only those of one place unless `anywhere`. Returns how many. */
static size_t
cells_there(const rasim_study *study, const rasimi_cell *from, uint32_t setting, bool anywhere, uint32_t *out)
{
    size_t n = 0;
    for (size_t c = 0; c < study->n_cells; c++) {
        const rasimi_cell *cell = &study->cells[c];
        if (cell->care_group == from->care_group && cell->setting == setting &&
            (anywhere || cell->place == from->place))
            out[n++] = (uint32_t)c;
    }
    return n;
}

/* Where those who move to a setting end up: in their own place if anybody of their care group is there in that setting,
   else wherever there is somebody, else outside. */
static size_t
find_destinations(maker *m, const rasimi_cell *from, const char *to)
{
    const rasim_study *study = m->study;
    const size_t setting = rasimi_names_find((rasimi_names){study->settings, study->n_settings, false}, to);
    size_t n = 0;
    if (setting < study->n_settings) {
        n = cells_there(study, from, (uint32_t)setting, false, m->destinations);
        n = n > 0 ? n : cells_there(study, from, (uint32_t)setting, true, m->destinations);
    }
    if (n > 0)
        return n;
    m->destinations[0] = RASIMI_OUTSIDE;
    return 1;
}

static size_t
count_flows(maker *m, size_t c)
{
    const rasimi_cell *cell = &m->study->cells[c];
    const size_t n = rasimi_moves_find(&m->study->framework, scope_of(m->study, cell), m->moves);
    size_t n_flows = 0;
    for (size_t i = 0; i < n; i++)
        if (m->moves[i].row->probability.value > 0)
            n_flows += find_destinations(m, cell, m->moves[i].row->to.value);
    return n_flows;
}

/* Adds the flows of one move, `share` of all moves of the cell; returns the cumulative share. */
static double
add_flows(maker *m, rasimi_churn *churn, size_t n, double share, double upto)
{
    double people = 0;
    for (size_t i = 0; i < n; i++)
        people += m->destinations[i] == RASIMI_OUTSIDE ? 1 : m->people[m->destinations[i]];
    for (size_t i = 0; i < n; i++) {
        const uint32_t to = m->destinations[i];
        upto += share * (to == RASIMI_OUTSIDE ? 1 : m->people[to]) / people;
        m->study->flows[churn->first_flow + churn->n_flows++] = (rasimi_flow){to, upto};
    }
    return upto;
}

/* Moves compete: P(any within a year) is the sum of their probabilities, and each is taken in proportion. */
static void
set_moves(maker *m, size_t c)
{
    rasim_study *study = m->study;
    rasimi_churn *churn = &study->churn[c];
    const size_t n = rasimi_moves_find(&study->framework, scope_of(study, &study->cells[c]), m->moves);
    double sum = 0, upto = 0;
    for (size_t i = 0; i < n; i++)
        sum += m->moves[i].row->probability.value;
    churn->move = intensity(sum);
    for (size_t i = 0; i < n; i++) {
        const rasimi_move_row *row = m->moves[i].row;
        if (row->probability.value > 0)
            upto = add_flows(m, churn, find_destinations(m, &study->cells[c], row->to.value),
                             row->probability.value / sum, upto);
    }
    if (churn->n_flows > 0)
        study->flows[churn->first_flow + churn->n_flows - 1].upto = 1;
}

static rasim_status
make_flows(maker *m)
{
    rasim_study *study = m->study;
    size_t n = 0;
    for (size_t c = 0; c < study->n_cells; c++) {
        study->churn[c].first_flow = (uint32_t)n;
        n += count_flows(m, c);
    }
    study->flows = rasimi_arena_alloc(&study->arena, n, sizeof *study->flows);
    if (!study->flows || n > UINT32_MAX)
        return RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; c < study->n_cells; c++)
        set_moves(m, c);
    return RASIM_OK;
}

/* ---- donors ---- */

/* The most that a donor's package may cost: the tail's threshold where the cell has one. */
static double
donor_limit(const rasim_study *study, const rasimi_cell *cell)
{
    for (size_t t = 0; t < study->n_tails; t++)
        if (study->tails[t].care_group == cell->care_group && study->tails[t].setting == cell->setting)
            return study->tails[t].threshold_gbp_week;
    return (double)INFINITY;
}

/* Rows by cell, in key order within each; first[n_cells + 1]. NULL where memory ran out. */
static uint32_t *
rows_by_cell(const rasim_study *study, rasimi_arena *arena, size_t *first)
{
    uint32_t *rows = rasimi_arena_alloc(arena, study->n_rows, sizeof *rows);
    size_t *next = rasimi_arena_alloc(arena, study->n_cells, sizeof *next);
    if (!rows || !next)
        return NULL;
    for (size_t i = 0; i < study->n_rows; i++)
        first[study->cell[i] + 1]++;
    for (size_t c = 0; c < study->n_cells; c++) {
        first[c + 1] += first[c];
        next[c] = first[c];
    }
    for (size_t i = 0; i < study->n_rows; i++)
        rows[next[study->cell[i]]++] = (uint32_t)i;
    return rows;
}

/* Lists the donors of a cell; all its rows where none is below the tail's threshold, since somebody must be. */
static void
set_donors(rasim_study *study, size_t c, const uint32_t *rows, size_t n_rows, uint32_t first)
{
    rasimi_churn *churn = &study->churn[c];
    double limit = donor_limit(study, &study->cells[c]), sum = 0, upto = 0;
    for (size_t i = 0; i < n_rows; i++)
        sum += study->cost_gbp_week[rows[i]] <= limit ? study->weight[rows[i]] : 0;
    if (sum <= 0) {
        limit = (double)INFINITY;
        for (size_t i = 0; i < n_rows; i++)
            sum += study->weight[rows[i]];
    }
    churn->first_donor = first;
    for (size_t i = 0; i < n_rows; i++) {
        if (study->cost_gbp_week[rows[i]] > limit)
            continue;
        upto += study->weight[rows[i]];
        study->cell_donors[first + churn->n_donors] = rows[i];
        study->cell_donor_upto[first + churn->n_donors++] = upto / sum;
    }
    if (churn->n_donors > 0)
        study->cell_donor_upto[first + churn->n_donors - 1] = 1;
}

static rasim_status
make_donors(maker *m)
{
    rasim_study *study = m->study;
    size_t *first = rasimi_arena_alloc(&m->arena, study->n_cells + 1, sizeof *first);
    const uint32_t *rows = first ? rows_by_cell(study, &m->arena, first) : NULL;
    study->cell_donors = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->cell_donors);
    study->cell_donor_upto = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->cell_donor_upto);
    if (!rows || !study->cell_donors || !study->cell_donor_upto)
        return RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; c < study->n_cells; c++)
        set_donors(study, c, rows + first[c], first[c + 1] - first[c], (uint32_t)first[c]);
    return RASIM_OK;
}

/* ---- all of it ---- */

static bool
anything_happens(const rasim_study *study)
{
    bool any = study->n_tails > 0;
    for (size_t c = 0; c < study->n_cells; c++) {
        const rasimi_churn *churn = &study->churn[c];
        any = any || churn->leave > 0 || churn->leave_first > 0 || churn->move > 0 || churn->starters > 0;
    }
    return any;
}

static rasim_status
make(maker *m)
{
    rasim_study *study = m->study;
    m->people = rasimi_arena_alloc(&m->arena, study->n_cells, sizeof *m->people);
    m->moves = rasimi_arena_alloc(&m->arena, study->framework.moves.n, sizeof *m->moves);
    m->destinations = rasimi_arena_alloc(&m->arena, study->n_cells, sizeof *m->destinations);
    study->churn = rasimi_arena_alloc(&study->arena, study->n_cells, sizeof *study->churn);
    if (!m->people || !m->moves || !m->destinations || !study->churn)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < study->n_rows; i++)
        m->people[study->cell[i]] += study->weight[i];
    for (size_t c = 0; c < study->n_cells; c++)
        set_churn(m, c);
    const rasim_status status = make_flows(m);
    study->turnover = anything_happens(study);
    return status == RASIM_OK && study->turnover ? make_donors(m) : status;
}

rasim_status
rasimi_turnover_make(rasim_study *study)
{
    maker m = {.study = study};
    const rasim_status status = make(&m);
    rasimi_arena_clear(&m.arena);
    return status;
}
