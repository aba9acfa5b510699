/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tails of high_cost_arrivals: one for each care group and setting that a row is for (methods.md section 5). */
#include "model/scope.h"
#include "model/turnover_make.h"

#include <math.h>
#include <stdlib.h>

/* Without a threshold of its own, a tail begins above this share of the people. */
#define TAIL_LEVEL 0.95

/* One row's package with its weight. */
typedef struct package {
    double gbp_week, weight;
} package;

/* Tails in the making. */
typedef struct maker {
    rasimi_draft *draft;
    rasim_study *study;
    double *people;              /* [n_cells] sum of weights */
    const rasimi_tail_row **row; /* [n_tails] */
    double *above;               /* [n_tails] people above the threshold, or all where nobody is */
    package *packages;           /* room for all rows */
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

static int
compare_packages(const void *a, const void *b)
{
    const double x = ((const package *)a)->gbp_week, y = ((const package *)b)->gbp_week;
    return (x > y) - (x < y);
}

/* The known packages of a tail's people, ascending. Returns how many. */
static size_t
list_packages(maker *m, const rasimi_tail *tail)
{
    const rasim_study *study = m->study;
    size_t n = 0;
    for (size_t i = 0; i < study->n_rows; i++)
        if (study->care_group[i] == tail->care_group && study->setting[i] == tail->setting &&
            (!study->costed || study->costed[i]))
            m->packages[n++] = (package){study->cost_gbp_week[i], study->weight[i]};
    qsort(m->packages, n, sizeof *m->packages, compare_packages);
    return n;
}

/* The smallest package that at least TAIL_LEVEL of the people do not exceed. */
static double
default_threshold(const package *packages, size_t n)
{
    double all = 0, upto = 0;
    for (size_t i = 0; i < n; i++)
        all += packages[i].weight;
    for (size_t i = 0; i < n; i++) {
        upto += packages[i].weight;
        if (upto >= TAIL_LEVEL * all)
            return packages[i].gbp_week;
    }
    return 0; /* n is at least 1 */
}

static const char *
words_of(maker *m, const rasimi_tail *tail)
{
    const char *text = rasimi_arena_printf(&m->draft->arena, "%s, %s", m->study->care_groups[tail->care_group],
                                           m->study->settings[tail->setting]);
    return text ? text : "a care group";
}

/* ---- one tail ---- */

/* Finds the threshold and who is above it: packages[*first ... n). */
static void
set_threshold(maker *m, size_t t, size_t n, size_t *first)
{
    rasimi_tail *tail = &m->study->tails[t];
    const double given = m->row[t]->threshold_gbp_week.value;
    tail->threshold_gbp_week = isnan(given) ? default_threshold(m->packages, n) : given;
    for (*first = n; *first > 0 && m->packages[*first - 1].gbp_week > tail->threshold_gbp_week;)
        --*first;
    for (size_t i = *first; i < n; i++)
        m->above[t] += m->packages[i].weight;
    for (size_t c = 0; *first == n && c < tail->n_cells; c++)
        m->above[t] += m->people[tail->first_cell + c];
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

static bool
check_threshold(maker *m, size_t t, size_t n)
{
    const rasimi_tail *tail = &m->study->tails[t];
    if (n > 0 && tail->threshold_gbp_week < tail->max_gbp_week)
        return true;
    if (n > 0)
        rasimi_problem_add(m->draft->problems, RASIM_ERROR, rasimi_draft_place(m->draft, m->row[t]->max_gbp_week.mark),
                           "The tail of '%s' begins at %s a week, but its packages are held at 'max_gbp_week', %s; "
                           "raise that.",
                           words_of(m, tail), rasimi_words_number(tail->threshold_gbp_week).text,
                           rasimi_words_number(tail->max_gbp_week).text);
    return false;
}

static rasim_status
make_tail(maker *m, size_t t)
{
    size_t first;
    const size_t n = list_packages(m, &m->study->tails[t]);
    set_threshold(m, t, n, &first);
    if (!check_threshold(m, t, n))
        return RASIM_ERR_INPUT;
    share_cells(m, &m->study->tails[t]);
    return set_given(m, t);
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
    m->packages = rasimi_arena_alloc(scratch, study->n_rows, sizeof *m->packages);
    study->tails = rasimi_arena_alloc(&study->arena, study->n_cells, sizeof *study->tails);
    study->tail_cells = rasimi_arena_alloc(&study->arena, study->n_cells, sizeof *study->tail_cells);
    const bool all = m->people && m->row && m->above && m->packages && study->tails && study->tail_cells;
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
