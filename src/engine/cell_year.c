/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells by year. */
#include "engine/cell_year.h"

#include "num/detmath.h"

#define LOG2_E 1.4426950408889634

/* A cell of a year, and what is prevented there. */
typedef struct cell_at {
    const rasim_study *study;
    const rasimi_programme_draw *programmes;
    const rasimi_cell *cell;
    size_t year;
} cell_at;

static double
prevented(const cell_at *at, rasimi_effect effect, size_t year)
{
    return at->programmes == NULL ? 0.0
                                  : rasimi_programmes_prevented(at->study, at->programmes, effect, at->cell, year);
}

/* Drift of need since year 1, in log of £: prevention may have slowed it in any year so far. */
static double
drift_since(const cell_at *at)
{
    const double drift = at->study->drift[at->cell->care_group];
    double sum = -drift;
    for (size_t year = 0; year <= at->year; year++) {
        sum += drift * (1.0 - prevented(at, RASIMI_REDUCES_DRIFT, year));
    }
    return sum;
}

static rasimi_stretch
stretch_of(const cell_at *at)
{
    const rasim_study *study = at->study;
    const rasimi_cell *cell = at->cell;
    const double sd = study->log_sd[cell->care_group], rho = study->persistence[cell->care_group];
    const double prices =
        study->price_index[at->year * study->n_settings + cell->setting] / study->price_index[cell->setting];
    return (rasimi_stretch){
        .cell = (uint32_t)(cell - study->cells),
        .care_group = cell->care_group,
        .setting = cell->setting,
        .log2_sd = (float)(sd * LOG2_E),
        .fresh = (float)__builtin_sqrt(1.0 - rho),
        .kept = (float)__builtin_sqrt(rho),
        .kept_correction = (float)rasimi_exp(-0.5 * rho * sd * sd),
        .growth = (float)(prices * rasimi_exp(drift_since(at))),
        .price_growth = (float)prices,
    };
}

void
rasimi_cell_years_fill(const rasim_study *study, const rasimi_programme_draw *programmes, rasimi_cell_year *out)
{
    for (size_t year = 0; year < study->n_years; year++) {
        for (size_t c = 0; c < study->n_cells; c++) {
            const cell_at at = {study, programmes, &study->cells[c], year};
            rasimi_cell_year *cell = &out[year * study->n_cells + c];
            cell->stretch = stretch_of(&at);
            rasimi_hazard_make(&study->churn[c], study->flows, prevented(&at, RASIMI_REDUCES_MOVES, year),
                               &cell->hazard);
            cell->prevented_starts = prevented(&at, RASIMI_REDUCES_STARTERS, year);
        }
    }
}
