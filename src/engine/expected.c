/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected time in care: survival of the rows, and a flow of newcomers through cells and their first year in care. */
#include "engine/expected.h"

#include "base/mem.h"
#include "engine/programmes.h"
#include "num/detmath.h"

#include <stdlib.h>

/* Steps of a year, and classes of time in care: in the first year by its step, and after it. */
#define STEPS   32
#define CLASSES (STEPS + 1)
#define STEP    (1.0 / STEPS)

/* People by cell and class, on the way through the years. */
typedef struct flow {
    const rasim_study *study;
    size_t year;
    rasimi_programme_draw programmes;                /* expected effects */
    double *founders, *newcomers, *tails, *arriving; /* [n_cells x CLASSES] */
    double *prevented_moves, *prevented_starts;      /* [n_cells] in this year */
    rasimi_expected *out;
} flow;

/* ---- rows ---- */

/* Intensity of leaving a package in a year. */
typedef struct intensity {
    double first, later; /* within the first year in care, and after */
} intensity;

static intensity
intensity_of(const flow *f, size_t cell)
{
    const rasimi_churn *churn = &f->study->churn[cell];
    const double move = churn->move * (1.0 - f->prevented_moves[cell]);
    return (intensity){churn->leave_first + move, churn->leave + move};
}

/* The integral of exp(-rate x) over [0, length]. */
static double
time_there(double rate, double length)
{
    return rate * length > 1e-8 ? (1.0 - rasimi_exp(-rate * length)) / rate : length;
}

/* One person's time there in the year, of a survival at its start that is carried on to its end. */
static double
year_of_row(intensity rate, double first_left, double *survival)
{
    const double first = first_left < 1.0 ? first_left : 1.0;
    const double through = rasimi_exp(-rate.first * first);
    const double years = *survival * (time_there(rate.first, first) + through * time_there(rate.later, 1.0 - first));
    *survival *= through * rasimi_exp(-rate.later * (1.0 - first));
    return years;
}

static void
add_rows(const flow *f, double *survival)
{
    for (size_t i = 0; i < f->study->n_rows; i++) {
        const double left = f->study->first_year_left[i] - (double)f->year;
        f->out->row_years[f->year * f->study->n_rows + i] =
            year_of_row(intensity_of(f, f->study->cell[i]), left > 0.0 ? left : 0.0, &survival[i]);
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

/* What a length of time does to one class of people of a cell: some go, of whom some move on to other cells. Returns
   their time there. */
static double
pass(flow *f, size_t cell, size_t class, double length, double *mass)
{
    const intensity rates = intensity_of(f, cell);
    const rasimi_churn *churn = &f->study->churn[cell];
    const double rate = class < STEPS ? rates.first : rates.later, there = *mass * time_there(rate, length);
    const double moved = there * churn->move * (1.0 - f->prevented_moves[cell]);
    *mass -= there * rate;
    double before = 0.0;
    for (uint32_t k = 0; k < churn->n_flows && moved > 0.0; k++) {
        const rasimi_flow *to = &f->study->flows[churn->first_flow + k];
        if (to->cell != RASIMI_OUTSIDE) {
            f->arriving[to->cell * CLASSES + class] += moved * (to->upto - before);
        }
        before = to->upto;
    }
    return there;
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
    double *newcomer_years = &f->out->newcomer_years[f->year * f->study->n_cells + cell];
    double *tail_years = &f->out->tail_years[f->year * f->study->n_cells + cell];
    for (size_t class = 0; class < CLASSES; class ++) {
        const size_t at = cell * CLASSES + class;
        pass(f, cell, class, STEP, &f->founders[at]);
        *newcomer_years += pass(f, cell, class, STEP, &f->newcomers[at]);
        *tail_years += pass(f, cell, class, STEP, &f->tails[at]);
    }
    age(f->founders + cell * CLASSES);
    age(f->newcomers + cell * CLASSES);
    age(f->tails + cell * CLASSES);
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
    double *years = &f->out->newcomer_years[f->year * f->study->n_cells + cell];
    for (size_t class = 0; class < CLASSES; class ++) {
        double moved = f->arriving[cell * CLASSES + class];
        f->arriving[cell * CLASSES + class] = 0.0;
        *years += pass(f, cell, class, STEP / 2.0, &moved);
        f->newcomers[cell * CLASSES + (class < STEPS ? class + 1 : STEPS)] += moved;
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
find_prevention(flow *f)
{
    for (size_t cell = 0; cell < f->study->n_cells; cell++) {
        const rasimi_cell *c = &f->study->cells[cell];
        f->prevented_moves[cell] =
            rasimi_programmes_prevented(f->study, &f->programmes, RASIMI_REDUCES_MOVES, c, f->year);
        f->prevented_starts[cell] =
            rasimi_programmes_prevented(f->study, &f->programmes, RASIMI_REDUCES_STARTERS, c, f->year);
    }
}

/* Scratch of the flow; one block, released by its first array. */
static rasim_status
make_flow(const rasim_study *study, rasimi_expected *out, flow *f, double *reduction)
{
    const size_t classes = study->n_cells * CLASSES;
    double *block = rasimi_calloc(4 * classes + 2 * study->n_cells, sizeof *block);
    if (block == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    const rasimi_intervention_row *rows = study->framework.interventions.items;
    for (size_t i = 0; i < study->framework.interventions.n; i++) {
        reduction[i] = rows[i].mean.value;
    }
    *f = (flow){
        .study = study,
        .programmes = {.reduction = reduction},
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
        find_prevention(&f);
        add_rows(&f, survival);
        flow_year(&f);
    }
done:
    free(f.founders);
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
