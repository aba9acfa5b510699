/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tails of high_cost_arrivals: one for each care group and setting that a row is for (methods.md section 5). */
#include "model/scope.h"
#include "model/turnover_make.h"
#include "num/gpd_fit.h"
#include "num/philox.h"

#include <math.h>
#include <string.h>

/* Without a threshold of its own, a tail begins above this share of the people. */
#define TAIL_LEVEL 0.95

/* Fewer packages above the threshold say too little of what lies beyond them. */
#define LEAST_EXCEEDANCES 50

/* Fits to resamples, of which each replicate takes one. */
#define N_REFITS 200

/* Tails in the making. */
typedef struct maker {
    rasimi_draft *draft;
    rasim_study *study;
    double *people;              /* [n_cells] sum of weights */
    const rasimi_tail_row **row; /* [n_tails] */
    double *above;               /* [n_tails] people above the threshold, or all where nobody is */
    double *cost, *weight;       /* [n_rows] known packages of one tail */
    rasimi_weighted *sorted;     /* [n_rows] the same, or what lies above the threshold */
    rasimi_weighted *scratch;    /* [n_rows] */
} maker;

/* ---- which tails there are ---- */

/* A care group and setting that a row is for: the first of its cells, and how many there are. */
static void
add_tail(maker *m, size_t first, size_t n, const rasimi_tail_row *row)
{
    rasim_study *study = m->study;
    const rasimi_cell *cell = &study->cells[first];
    m->row[study->n_tails] = row;
    study->tails[study->n_tails++] = (rasimi_tail){
        .care_group = cell->care_group,
        .setting = cell->setting,
        .max_gbp_week = row->max_gbp_week.value,
        .first_cell = (uint32_t)first, /* every cell has an entry, in the cells' order */
        .n_cells = (uint32_t)n,
    };
}

static void
find_tails(maker *m)
{
    const rasim_study *study = m->study;
    for (size_t c = 0, n = 0; c < study->n_cells; c += n) {
        const rasimi_cell *cell = &study->cells[c];
        const rasimi_tail_row *rival;
        for (n = 1;
             c + n < study->n_cells && cell[n].care_group == cell->care_group && cell[n].setting == cell->setting;)
            n++;
        const rasimi_tail_row *row = rasimi_tail_find(
            &study->framework, (rasimi_scope){study->care_groups[cell->care_group], study->settings[cell->setting]},
            &rival);
        if (row && row->arrivals_a_year.value > 0)
            add_tail(m, c, n, row);
    }
}

/* Arrivals fall in the tail's cells in proportion to their people. */
static void
share_cells(maker *m, const rasimi_tail *tail)
{
    double sum = 0, upto = 0;
    for (size_t c = 0; c < tail->n_cells; c++)
        sum += m->people[tail->first_cell + c];
    for (size_t c = tail->first_cell; c < tail->first_cell + tail->n_cells; c++) {
        upto += m->people[c];
        m->study->tail_cells[c] = (rasimi_tail_cell){(uint32_t)c, upto / sum};
    }
    m->study->tail_cells[tail->first_cell + tail->n_cells - 1].upto = 1;
}

/* ---- packages ---- */

/* The known packages of a tail's people. Returns how many. */
static size_t
list_packages(maker *m, const rasimi_tail *tail)
{
    const rasim_study *study = m->study;
    size_t n = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        const bool here = study->care_group[i] == tail->care_group && study->setting[i] == tail->setting;
        if (!here || (study->costed && !study->costed[i]))
            continue;
        m->cost[n] = study->cost_gbp_week[i];
        m->weight[n++] = study->weight[i];
    }
    return n;
}

/* The smallest package that at least TAIL_LEVEL of the people do not exceed. */
static double
default_threshold(maker *m, size_t n)
{
    double all = 0, upto = 0;
    for (size_t i = 0; i < n; i++) {
        m->sorted[i] = (rasimi_weighted){m->cost[i], m->weight[i]};
        all += m->weight[i];
    }
    rasimi_weighted_sort(m->sorted, n);
    for (size_t i = 0; i < n; i++) {
        upto += m->sorted[i].weight;
        if (upto >= TAIL_LEVEL * all)
            return m->sorted[i].value;
    }
    return 0; /* somebody has a package */
}

static const char *
words_of(maker *m, const rasimi_tail *tail)
{
    const char *text = rasimi_arena_printf(&m->draft->arena, "%s, %s", m->study->care_groups[tail->care_group],
                                           m->study->settings[tail->setting]);
    return text ? text : "a care group";
}

/* ---- one tail ---- */

/* Finds the threshold and what lies above it, which becomes m->sorted. Returns how many packages do. */
static size_t
set_threshold(maker *m, size_t t, size_t n)
{
    rasimi_tail *tail = &m->study->tails[t];
    const double given = m->row[t]->threshold_gbp_week.value;
    tail->threshold_gbp_week = isnan(given) ? default_threshold(m, n) : given;
    const size_t n_above = rasimi_excesses(m->cost, m->weight, n, tail->threshold_gbp_week, m->sorted);
    for (size_t i = 0; i < n_above; i++)
        m->above[t] += m->sorted[i].weight;
    for (size_t c = 0; n_above == 0 && c < tail->n_cells; c++)
        m->above[t] += m->people[tail->first_cell + c];
    return n_above;
}

static rasim_status
set_given(maker *m, size_t t)
{
    rasimi_tail *tail = &m->study->tails[t];
    double *parameters = rasimi_arena_alloc(&m->study->arena, 2, sizeof *parameters);
    if (!parameters)
        return RASIM_ERR_NO_MEMORY;
    parameters[0] = m->row[t]->shape.value;
    parameters[1] = m->row[t]->scale_gbp_week.value;
    tail->n_fits = 1;
    tail->shape = &parameters[0];
    tail->scale_gbp_week = &parameters[1];
    return RASIM_OK;
}

/* Refits to resamples of what lies above the threshold; each replicate takes one of them. They depend on the label and
   on the packages alone, so that a study is the same whatever seed it is run with. */
static rasim_status
set_fits(maker *m, size_t t, size_t n_above)
{
    rasimi_tail *tail = &m->study->tails[t];
    const char *label = words_of(m, tail);
    const uint64_t key = rasimi_stream_key(0, RASIMI_STREAM_TAIL);
    rasimi_gpd *refits = rasimi_arena_alloc(&m->draft->arena, N_REFITS, sizeof *refits);
    double *shape = rasimi_arena_alloc(&m->study->arena, N_REFITS, sizeof *shape);
    double *scale = rasimi_arena_alloc(&m->study->arena, N_REFITS, sizeof *scale);
    if (!refits || !shape || !scale)
        return RASIM_ERR_NO_MEMORY;
    rasimi_gpd_bootstrap(m->sorted, n_above, RASIMI_SHAPE_RANGE, key, rasimi_label_key(label, strlen(label)), N_REFITS,
                         refits, m->scratch);
    for (size_t f = 0; f < N_REFITS; f++) {
        shape[f] = refits[f].shape;
        scale[f] = refits[f].scale;
    }
    tail->n_exceedances = n_above;
    tail->n_fits = N_REFITS;
    tail->shape = shape;
    tail->scale_gbp_week = scale;
    return RASIM_OK;
}

/* Says so where a tail begins above what its packages are held at. */
static bool
check_threshold(maker *m, size_t t)
{
    const rasimi_tail *tail = &m->study->tails[t];
    const rasimi_tail_row *row = m->row[t];
    if (tail->threshold_gbp_week < tail->max_gbp_week)
        return true;
    rasimi_problem_add(m->draft->problems, RASIM_ERROR, rasimi_draft_place(m->draft, row->max_gbp_week.mark),
                       "The tail of '%s' begins at £%s a week, but its packages are held at 'max_gbp_week', £%s; raise "
                       "that.",
                       words_of(m, tail), rasimi_words_number(tail->threshold_gbp_week).text,
                       rasimi_words_number(tail->max_gbp_week).text);
    return false;
}

/* Says so where there is too little to fit a tail to. */
static bool
check_enough(maker *m, size_t t, size_t n_above)
{
    const rasimi_tail *tail = &m->study->tails[t];
    const rasimi_tail_row *row = m->row[t];
    const rasimi_mark mark = row->threshold_gbp_week.mark.line > 0 ? row->threshold_gbp_week.mark : row->mark;
    if (n_above >= LEAST_EXCEEDANCES)
        return true;
    if (n_above == 0)
        rasimi_problem_add(m->draft->problems, RASIM_ERROR, rasimi_draft_place(m->draft, mark),
                           "No package of '%s' is above £%s a week, so there is nothing to fit a tail to; lower "
                           "'threshold_gbp_week', or give 'shape' and 'scale_gbp_week'.",
                           words_of(m, tail), rasimi_words_number(tail->threshold_gbp_week).text);
    else
        rasimi_problem_add(m->draft->problems, RASIM_ERROR, rasimi_draft_place(m->draft, mark),
                           "Only %zu %s of '%s' %s above £%s a week, but a tail can be fitted to at least %d; lower "
                           "'threshold_gbp_week', or give 'shape' and 'scale_gbp_week'.",
                           n_above, n_above == 1 ? "package" : "packages", words_of(m, tail),
                           n_above == 1 ? "is" : "are", rasimi_words_number(tail->threshold_gbp_week).text,
                           LEAST_EXCEEDANCES);
    return false;
}

static rasim_status
make_tail(maker *m, size_t t)
{
    const size_t n_above = set_threshold(m, t, list_packages(m, &m->study->tails[t]));
    const bool given = !isnan(m->row[t]->shape.value);
    if (!check_threshold(m, t) || (!given && !check_enough(m, t, n_above)))
        return RASIM_ERR_INPUT;
    share_cells(m, &m->study->tails[t]);
    return given ? set_given(m, t) : set_fits(m, t, n_above);
}

/* ---- all of them ---- */

/* Shares the arrivals of a row out over its tails, by the people above each threshold. */
static void
share_arrivals(maker *m)
{
    const size_t n = m->study->n_tails;
    for (size_t t = 0; t < n; t++) {
        double sum = 0;
        for (size_t other = 0; other < n; other++)
            sum += m->row[other] == m->row[t] ? m->above[other] : 0;
        m->study->tails[t].arrivals = m->row[t]->arrivals_a_year.value * m->above[t] / sum;
    }
}

static rasim_status
allocate(maker *m)
{
    rasim_study *study = m->study;
    rasimi_arena *scratch = &m->draft->arena;
    m->people = rasimi_arena_alloc(scratch, study->n_cells, sizeof *m->people);
    m->row = rasimi_arena_alloc(scratch, study->n_cells, sizeof *m->row);
    m->above = rasimi_arena_alloc(scratch, study->n_cells, sizeof *m->above);
    m->cost = rasimi_arena_alloc(scratch, study->n_rows, sizeof *m->cost);
    m->weight = rasimi_arena_alloc(scratch, study->n_rows, sizeof *m->weight);
    m->sorted = rasimi_arena_alloc(scratch, study->n_rows, sizeof *m->sorted);
    m->scratch = rasimi_arena_alloc(scratch, study->n_rows, sizeof *m->scratch);
    study->tails = rasimi_arena_alloc(&study->arena, study->n_cells, sizeof *study->tails);
    study->tail_cells = rasimi_arena_alloc(&study->arena, study->n_cells, sizeof *study->tail_cells);
    const bool rows = m->cost && m->weight && m->sorted && m->scratch;
    const bool all = rows && m->people && m->row && m->above && study->tails && study->tail_cells;
    for (size_t i = 0; all && i < study->n_rows; i++)
        m->people[study->cell[i]] += study->weight[i];
    return all ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_tails_make(rasimi_draft *draft)
{
    maker m = {.draft = draft, .study = draft->study};
    if (draft->study->framework.high_cost_arrivals.n == 0)
        return RASIM_OK;
    rasim_status status = allocate(&m);
    if (status != RASIM_OK)
        return status;
    find_tails(&m);
    for (size_t t = 0; t < m.study->n_tails; t++) {
        const rasim_status made = make_tail(&m, t);
        status = status == RASIM_OK ? made : status;
    }
    share_arrivals(&m);
    return status;
}
