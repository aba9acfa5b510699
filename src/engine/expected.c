/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected time in care: survival of the rows, and a flow of newcomers through cells and their first year in care. */
#include "engine/expected.h"

#include "base/mem.h"
#include "engine/programmes.h"
#include "num/detmath.h"

#include <stdlib.h>
#include <string.h>

/* Steps of a year, and classes of time in care: in the first year by its step, and after it. */
#define STEPS   32
#define CLASSES (STEPS + 1)
#define STEP    (1.0 / STEPS)

/* What a length of time does to the people of a cell: of each who is there, the share that goes, and the time there. */
typedef struct passing {
    double first_rate, later_rate; /* of leaving the package within the first year in care, and after */
    double first_there, later_there;
} passing;

/* What a whole year does to one person who is there when it begins. */
typedef struct row_year {
    double there, kept;
} row_year;

/* What is the same for everybody in a cell throughout a year. */
typedef struct cell_year {
    passing step, half_step;
    row_year later; /* of a row that is past its first year in care */
} cell_year;

/* People by cell and class, on the way through the years. */
typedef struct flow {
    const rasim_study *study;
    size_t year;
    rasimi_programme_draw programmes;                /* expected effects */
    cell_year *cells;                                /* [n_cells] in this year */
    double *founders, *newcomers, *tails, *arriving; /* [n_cells x CLASSES] */
    double *prevented_moves, *prevented_starts;      /* [n_cells] in this year */
    rasimi_expected *out;
} flow;

/* The integral of exp(-rate x) over [0, length]. */
static double
time_there(double rate, double length)
{
    return rate * length > 1e-8 ? (1.0 - rasimi_exp(-rate * length)) / rate : length;
}

static passing
passing_of(const flow *f, size_t cell, double length)
{
    const rasimi_churn *churn = &f->study->churn[cell];
    const double move = churn->move * (1.0 - f->prevented_moves[cell]);
    const double first = churn->leave_first + move, later = churn->leave + move;
    return (passing){first, later, time_there(first, length), time_there(later, length)};
}

/* ---- rows ---- */

static row_year
year_of_row(const passing *rates, double first_left)
{
    const double first = first_left < 1.0 ? first_left : 1.0;
    const double through = rasimi_exp(-rates->first_rate * first);
    return (row_year){
        .there = time_there(rates->first_rate, first) + through * time_there(rates->later_rate, 1.0 - first),
        .kept = through * rasimi_exp(-rates->later_rate * (1.0 - first)),
    };
}

static void
add_rows(const flow *f, double *survival)
{
    double *years = f->out->row_years + f->year * f->study->n_rows;
    for (size_t i = 0; i < f->study->n_rows; i++) {
        const cell_year *cell = &f->cells[f->study->cell[i]];
        const double left = f->study->first_year_left[i] - (double)f->year;
        const row_year row = left > 0.0 ? year_of_row(&cell->step, left) : cell->later;
        years[i] = survival[i] * row.there;
        survival[i] *= row.kept;
    }
}

/* ---- newcomers ---- */

static void
found(flow *f)
{
    for (size_t i = 0; i < f->study->n_rows; i++) {
        const double passed = 1.0 - f->study->first_year_left[i];
        const size_t class = passed < 1.0 ? (size_t)(passed * STEPS + 0.5) : STEPS;
        f->founders[f->study->cell[i] * CLASSES + class] += f->study->weight[i];
    }
}

/* Some of those who go move on to other cells, where they arrive in their class. */
static void
move_on(flow *f, size_t cell, const double there[CLASSES])
{
    const rasimi_churn *churn = &f->study->churn[cell];
    const double not_prevented = 1.0 - f->prevented_moves[cell];
    double before = 0.0;
    for (uint32_t k = 0; k < churn->n_flows && churn->move * not_prevented > 0.0; k++) {
        const rasimi_flow *to = &f->study->flows[churn->first_flow + k];
        const double share = to->upto - before;
        before = to->upto;
        if (to->cell == RASIMI_OUTSIDE) {
            continue;
        }
        double *arriving = f->arriving + to->cell * CLASSES;
        for (size_t class = 0; class < CLASSES; class ++) {
            arriving[class] += there[class] * churn->move * not_prevented * share;
        }
    }
}

/* What a length of time does to the classes of a cell: some go. Adds their time there to *years. */
static void
pass(flow *f, size_t cell, const passing *by, double people[CLASSES], double *years)
{
    double there[CLASSES];
    for (size_t class = 0; class < STEPS; class ++) {
        there[class] = people[class] * by->first_there;
        people[class] -= there[class] * by->first_rate;
    }
    there[STEPS] = people[STEPS] * by->later_there;
    people[STEPS] -= there[STEPS] * by->later_rate;
    for (size_t class = 0; class < CLASSES; class ++) {
        *years += there[class];
    }
    move_on(f, cell, there);
}

/* Everybody is a step longer in care. */
static void
age(double *classes)
{
    classes[STEPS] += classes[STEPS - 1];
    for (size_t class = STEPS - 1; class > 0; class --) {
        classes[class] = classes[class - 1];
    }
    classes[0] = 0.0;
}

static void
step_cell(flow *f, size_t cell)
{
    const size_t year_of_cell = f->year * f->study->n_cells + cell;
    const passing *step = &f->cells[cell].step;
    double founders = 0.0;
    pass(f, cell, step, f->founders + cell * CLASSES, &founders); /* their years are those of the rows */
    age(f->founders + cell * CLASSES);
    pass(f, cell, step, f->newcomers + cell * CLASSES, &f->out->newcomer_years[year_of_cell]);
    age(f->newcomers + cell * CLASSES);
    if (f->study->n_tails > 0) {
        pass(f, cell, step, f->tails + cell * CLASSES, &f->out->tail_years[year_of_cell]);
        age(f->tails + cell * CLASSES);
    }
}

static double
demand(const flow *f, size_t care_group)
{
    return f->study->demand_index[f->year * f->study->n_care_groups + care_group];
}

/* Those who start within a step do so at its middle on average: half of them at its beginning, half at its end. */
static void
start_half(flow *f)
{
    for (size_t cell = 0; cell < f->study->n_cells; cell++) {
        const size_t group = f->study->cells[cell].care_group;
        const double a_year = f->study->churn[cell].starters * demand(f, group) * (1.0 - f->prevented_starts[cell]);
        f->newcomers[cell * CLASSES] += a_year * STEP / 2.0;
    }
    for (size_t i = 0; i < f->study->n_tails; i++) {
        const rasimi_tail *tail = &f->study->tails[i];
        double before = 0.0;
        for (uint32_t c = tail->first_cell; c < tail->first_cell + tail->n_cells; c++) {
            const rasimi_tail_cell *to = &f->study->tail_cells[c];
            const double share = to->upto - before;
            f->tails[to->cell * CLASSES] += tail->arrivals * demand(f, tail->care_group) * share * STEP / 2.0;
            before = to->upto;
        }
    }
}

/* Those who moved within the step did so at its middle: half a step is left to them. */
static void
arrive(flow *f, size_t cell)
{
    double *arriving = f->arriving + cell * CLASSES, *newcomers = f->newcomers + cell * CLASSES;
    double moved[CLASSES];
    memcpy(moved, arriving, sizeof moved);
    memset(arriving, 0, sizeof moved);
    pass(f, cell, &f->cells[cell].half_step, moved, &f->out->newcomer_years[f->year * f->study->n_cells + cell]);
    for (size_t class = 0; class < CLASSES; class ++) {
        newcomers[class < STEPS ? class + 1 : STEPS] += moved[class];
    }
}

static void
flow_year(flow *f)
{
    for (size_t step = 0; step < STEPS; step++) {
        start_half(f);
        for (size_t cell = 0; cell < f->study->n_cells; cell++) {
            step_cell(f, cell);
        }
        for (size_t cell = 0; cell < f->study->n_cells; cell++) {
            arrive(f, cell);
        }
        start_half(f);
    }
}

/* ---- all years ---- */

static void
begin_year(flow *f)
{
    for (size_t cell = 0; cell < f->study->n_cells; cell++) {
        const rasimi_cell *c = &f->study->cells[cell];
        f->prevented_moves[cell] =
            rasimi_programmes_prevented(f->study, &f->programmes, RASIMI_REDUCES_MOVES, c, f->year);
        f->prevented_starts[cell] =
            rasimi_programmes_prevented(f->study, &f->programmes, RASIMI_REDUCES_STARTERS, c, f->year);
        f->cells[cell].step = passing_of(f, cell, STEP);
        f->cells[cell].half_step = passing_of(f, cell, STEP / 2.0);
        f->cells[cell].later = year_of_row(&f->cells[cell].step, 0.0);
    }
}

/* Scratch of the flow: the cells, and one block that is released by its first array. */
static rasim_status
make_flow(const rasim_study *study, rasimi_expected *out, flow *f, double *reduction)
{
    const size_t classes = study->n_cells * CLASSES;
    double *block = rasimi_calloc(4 * classes + 2 * study->n_cells, sizeof *block);
    cell_year *cells = rasimi_calloc(study->n_cells, sizeof *cells);
    if (block == NULL || cells == NULL) {
        free(block);
        free(cells);
        return RASIM_ERR_NO_MEMORY;
    }
    const rasimi_intervention_row *rows = study->framework.interventions.items;
    for (size_t i = 0; i < study->framework.interventions.n; i++) {
        reduction[i] = rows[i].mean.value;
    }
    *f = (flow){
        .study = study,
        .programmes = {.reduction = reduction},
        .cells = cells,
        .founders = block,
        .newcomers = block + classes,
        .tails = block + 2 * classes,
        .arriving = block + 3 * classes,
        .prevented_moves = block + 4 * classes,
        .prevented_starts = block + 4 * classes + study->n_cells,
        .out = out,
    };
    return RASIM_OK;
}

static rasim_status
make_arrays(const rasim_study *study, rasimi_expected *out)
{
    out->row_years = rasimi_calloc(study->n_years * study->n_rows, sizeof *out->row_years);
    out->newcomer_years = rasimi_calloc(study->n_years * study->n_cells, sizeof *out->newcomer_years);
    out->tail_years = rasimi_calloc(study->n_years * study->n_cells, sizeof *out->tail_years);
    return out->row_years != NULL && out->newcomer_years != NULL && out->tail_years != NULL ? RASIM_OK
                                                                                            : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_expected_make(const rasim_study *study, rasimi_expected *out)
{
    *out = (rasimi_expected){.n_years = study->n_years, .n_rows = study->n_rows, .n_cells = study->n_cells};
    if (!study->turnover && study->n_tails == 0) {
        return RASIM_OK;
    }
    double *survival = rasimi_calloc(study->n_rows, sizeof *survival);
    double *reduction = rasimi_calloc(study->framework.interventions.n, sizeof *reduction);
    flow f = {0};
    rasim_status status = survival == NULL || reduction == NULL ? RASIM_ERR_NO_MEMORY : make_arrays(study, out);
    if (status == RASIM_OK) {
        status = make_flow(study, out, &f, reduction);
    }
    if (status != RASIM_OK) {
        goto done;
    }
    for (size_t i = 0; i < study->n_rows; i++) {
        survival[i] = 1.0;
    }
    found(&f);
    for (f.year = 0; f.year < study->n_years; f.year++) {
        begin_year(&f);
        add_rows(&f, survival);
        flow_year(&f);
    }
done:
    free(f.founders);
    free(f.cells);
    free(reduction);
    free(survival);
    return status;
}

void
rasimi_expected_clear(rasimi_expected *expected)
{
    free(expected->row_years);
    free(expected->newcomer_years);
    free(expected->tail_years);
    *expected = (rasimi_expected){0};
}
