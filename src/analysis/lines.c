/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exclusion analysis (docs/methods.md section 7). Everybody's need, allocation and shocks are those of the run;
   only on which side of the line they stand is asked anew, and what they then cost, by the steps of the kernel. */
#include "analysis/lines.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/estimate.h"
#include "num/stats.h"
#include "rasim/ledger.h"

/* The grid: quantiles of need, to whole ten pounds, and multiples of the design's own threshold. */
static const double LEVELS[] = {0.5, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 0.995};
static const double MULTIPLES[] = {0.5, 0.75, 1, 1.25, 1.5, 2};
enum { N_QUANTILES = sizeof LEVELS / sizeof *LEVELS, N_MULTIPLES = sizeof MULTIPLES / sizeof *MULTIPLES };

#define GRID_GBP 10.0

void
rasimi_lines_create(const rasim_study *study, uint64_t replicates, rasimi_lines *out)
{
    *out = (rasimi_lines){
        .replicates = replicates,
        .gbp_per_unit = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP,
    };
}

/* ---- the grid ---- */

static int
by_threshold(const void *left, const void *right)
{
    const rasimi_line_tally *a = left, *b = right;
    return (a->threshold > b->threshold) - (a->threshold < b->threshold);
}

/* Adds a threshold that is not there yet; the design's own takes the place of an equal one. */
static void
add_line(rasimi_lines *self, float threshold, bool of_design)
{
    for (size_t i = 0; i < self->n; i++)
        if (!(self->lines[i].threshold < threshold) && !(self->lines[i].threshold > threshold)) {
            self->lines[i].of_design = self->lines[i].of_design || of_design;
            return;
        }
    if (threshold > 0 && self->n < RASIMI_MOST_LINES)
        self->lines[self->n++] = (rasimi_line_tally){.threshold = threshold, .of_design = of_design};
}

static void
add_quantiles(rasimi_lines *self, const rasimi_crowd *crowd, double *needs)
{
    size_t n = 0;
    for (size_t i = 0; i < crowd->n; i++)
        if (crowd->fared[i].pool == RASIMI_POOL_INSIDE || crowd->fared[i].pool == RASIMI_POOL_HIGH)
            needs[n++] = (double)crowd->fared[i].need / RASIM_UNITS_PER_GBP;
    if (n == 0)
        return;
    rasimi_sort(needs, n);
    for (size_t q = 0; q < N_QUANTILES; q++) {
        const double gbp = floor(needs[rasimi_quantile_rank(LEVELS[q], n) - 1] / GRID_GBP + 0.5) * GRID_GBP;
        add_line(self, (float)(gbp * RASIM_UNITS_PER_GBP), false);
    }
}

static void
add_multiples(rasimi_lines *self, const rasimi_crowd *crowd)
{
    if (crowd->outcome >= crowd->study->n_designs) /* each place has a threshold of its own */
        return;
    const float threshold = crowd->designs[crowd->outcome].threshold;
    for (size_t m = 0; m < N_MULTIPLES && threshold < HUGE_VALF; m++)
        add_line(self, MULTIPLES[m] == 1 ? threshold : threshold * (float)MULTIPLES[m], MULTIPLES[m] == 1);
    add_line(self, threshold, true);
}

static rasim_status
choose_grid(rasimi_lines *self, const rasimi_crowd *crowd, rasimi_arena *arena)
{
    double *needs = rasimi_calloc(crowd->n, sizeof *needs);
    if (!needs)
        return RASIM_ERR_NO_MEMORY;
    add_multiples(self, crowd);
    add_line(self, HUGE_VALF, false);
    add_quantiles(self, crowd, needs);
    free(needs);
    qsort(self->lines, self->n, sizeof *self->lines, by_threshold);
    for (size_t i = 0; i < self->n; i++) {
        self->lines[i].ras = rasimi_arena_alloc(arena, self->replicates, sizeof(double));
        self->lines[i].high_cost = rasimi_arena_alloc(arena, self->replicates, sizeof(double));
        if (!self->lines[i].ras || !self->lines[i].high_cost)
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

/* ---- one person ---- */

/* What the thresholds ask about a person. Units. */
typedef struct packet {
    const rasimi_kernel_design *design;
    float need, allocation, package;
    float weeks, price;
    bool outside;           /* above the table's open top, whatever the threshold */
    double inside_priced;   /* over the year, if inside the RAS */
    double out, out_priced; /* if outside: at planned prices, and after the surprise */
} packet;

static bool
is_outside_table(const rasimi_crowd *crowd, const rasimi_seen *seen, const rasimi_fared *fared, size_t design)
{
    const rasimi_kernel_design *kernel = &crowd->designs[design];
    if (kernel->motion != RASIMI_BY_POINTS)
        return crowd->study->applied[design].amount[seen->donor].status == RASIMI_RULE_OUTSIDE;
    float held;
    const rasimi_rule *rule = &kernel->rules[crowd->study->cells[seen->cell].care_group];
    return rasimi_rule_piece(rule, fared->measure, &held)->status == RASIMI_RULE_OUTSIDE;
}

static bool
is_above(const packet *p, float threshold)
{
    if (p->outside)
        return true;
    switch (p->design->basis) {
        case RASIMI_BASIS_REFERENCE:
            return p->package > threshold;
        case RASIMI_BASIS_ALLOCATION:
            return p->allocation > threshold;
        case RASIMI_BASIS_EITHER:
            return p->need > threshold || p->allocation > threshold;
        case RASIMI_BASIS_NEED:
            break;
    }
    return p->need > threshold;
}

/* Sign-off of somebody whom the design's own line leaves out. */
static float
sign_off(const rasimi_crowd *crowd, const rasimi_seen *seen, const rasimi_fared *fared)
{
    const rasimi_kernel_terms *terms = crowd->terms;
    const float loss = seen->newcomer || seen->package < fared->indicative ? 0 : seen->package - fared->indicative;
    const float allocation = fared->indicative + __builtin_rintf(loss * terms->protection_share);
    const float gap = fared->need - allocation;
    if (fared->need > allocation * terms->above_tolerance)
        return __builtin_fmaf(gap, crowd->shock->uplift_share, allocation);
    if (fared->need < allocation * terms->below_tolerance)
        return __builtin_fmaf(gap, crowd->shock->trim_share, allocation);
    return allocation;
}

static double
whole(float units)
{
    return (double)__builtin_rintf(units < RASIMI_MAX_UNITS ? units : RASIMI_MAX_UNITS);
}

static packet
pack(const rasimi_crowd *crowd, const rasimi_seen *seen, const rasimi_fared *fared)
{
    const size_t design = rasimi_crowd_design(crowd, seen);
    const float price = crowd->shock->price[crowd->study->cells[seen->cell].setting];
    const float saved = fared->need * crowd->designs[design].high_cost_share;
    const float budget = fared->pool == RASIMI_POOL_INSIDE ? fared->budget : sign_off(crowd, seen, fared);
    return (packet){
        .design = &crowd->designs[design],
        .need = fared->need,
        .allocation = fared->indicative,
        .package = seen->package,
        .weeks = seen->weeks,
        .price = price,
        .outside = is_outside_table(crowd, seen, fared, design),
        .inside_priced = whole(budget * price * seen->weeks),
        .out = whole(saved * seen->weeks),
        .out_priced = whole(saved * price * seen->weeks),
    };
}

/* ---- one replicate ---- */

/* Sums of one replicate at one threshold. */
typedef struct line_sums {
    double n_out, out, ras, high_cost;
} line_sums;

static void
add_person(rasimi_line_tally *line, const packet *p, line_sums *sums)
{
    const double need = (double)p->need / RASIM_UNITS_PER_GBP, cost = whole(p->need * p->weeks);
    if (is_above(p, line->threshold)) {
        sums->n_out += 1;
        sums->out += p->out;
        sums->high_cost += p->out_priced;
    } else {
        sums->ras += p->inside_priced;
        line->n_left += 1;
        line->need += need;
        line->need_squared += need * need;
    }
    const bool dear = p->need > line->threshold, allotted = p->allocation > line->threshold;
    line->dear_people += dear && !allotted;
    line->dear += dear && !allotted ? cost : 0;
    line->cheap_people += allotted && !dear;
    line->cheap += allotted && !dear ? cost : 0;
}

rasim_status
rasimi_lines_add(rasimi_lines *self, const rasimi_crowd *crowd, rasimi_arena *arena)
{
    const rasim_status status = self->n_done == 0 ? choose_grid(self, crowd, arena) : RASIM_OK;
    line_sums sums[RASIMI_MOST_LINES] = {{0, 0, 0, 0}};
    if (status != RASIM_OK)
        return status;
    for (size_t i = 0; i < crowd->n; i++) {
        if (crowd->fared[i].pool != RASIMI_POOL_INSIDE && crowd->fared[i].pool != RASIMI_POOL_HIGH)
            continue;
        const packet p = pack(crowd, &crowd->seen[i], &crowd->fared[i]);
        for (size_t l = 0; l < self->n; l++)
            add_person(&self->lines[l], &p, &sums[l]);
    }
    for (size_t l = 0; l < self->n; l++) {
        rasimi_ratio_add(&self->lines[l].people, sums[l].n_out, 1);
        rasimi_ratio_add(&self->lines[l].units, sums[l].out, 1);
        self->lines[l].ras[self->n_done] = sums[l].ras * self->gbp_per_unit;
        self->lines[l].high_cost[self->n_done] = sums[l].high_cost * self->gbp_per_unit;
    }
    self->n_done++;
    return RASIM_OK;
}

/* ---- what it says ---- */

/* Quantiles of a pool less its mean; the pool is sorted. NULL where memory ran out. */
static rasim_at_level *
margins(const rasim_study *study, double *pool, uint64_t n, rasimi_arena *arena, double *mean)
{
    rasim_at_level *out = rasimi_arena_alloc(arena, study->n_levels, sizeof *out);
    double sd;
    rasimi_mean_sd(pool, n, mean, &sd);
    rasimi_sort(pool, n);
    for (size_t l = 0; out && l < study->n_levels; l++) {
        out[l] = rasimi_quantile(pool, n, study->levels[l]);
        out[l].value -= *mean;
        out[l].low -= *mean;
        out[l].high -= *mean;
    }
    return out;
}

static rasim_measured
in_gbp(const rasimi_ratio *units, double gbp_per_unit)
{
    const rasim_measured measured = rasimi_ratio_measured(units);
    return (rasim_measured){measured.value * gbp_per_unit, measured.se * gbp_per_unit};
}

static rasim_status
describe_line(const rasimi_lines *self, const rasimi_line_tally *line, const rasim_study *study, rasimi_arena *arena,
              rasim_line_at *out)
{
    const double n = (double)self->n_done, mean = line->need / line->n_left;
    const double variance = line->need_squared / line->n_left - mean * mean;
    *out = (rasim_line_at){
        .threshold_gbp_week = (double)line->threshold / RASIM_UNITS_PER_GBP,
        .of_design = line->of_design,
        .people_out = rasimi_ratio_measured(&line->people),
        .gbp_out = in_gbp(&line->units, self->gbp_per_unit),
        .cv_left = variance > 0 ? sqrt(variance) / mean : 0,
        .dear_people = line->dear_people / n,
        .dear_gbp = line->dear * self->gbp_per_unit / n,
        .cheap_people = line->cheap_people / n,
        .cheap_gbp = line->cheap * self->gbp_per_unit / n,
    };
    out->ras_margin = margins(study, line->ras, self->n_done, arena, &out->ras_mean_gbp);
    out->high_cost_margin = margins(study, line->high_cost, self->n_done, arena, &out->high_cost_mean_gbp);
    return out->ras_margin && out->high_cost_margin ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_lines_describe(rasimi_lines *self, const rasim_study *study, rasimi_arena *arena, rasim_design_persons *out)
{
    rasim_status status = RASIM_OK;
    out->lines = rasimi_arena_alloc(arena, self->n, sizeof *out->lines);
    if (!out->lines)
        return RASIM_ERR_NO_MEMORY;
    out->n_lines = self->n;
    for (size_t l = 0; l < self->n && status == RASIM_OK; l++)
        status = describe_line(self, &self->lines[l], study, arena, &out->lines[l]);
    return status;
}
