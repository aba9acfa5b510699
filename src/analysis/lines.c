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

rasim_status
rasimi_lines_create(const rasim_study *study, uint64_t replicates, rasimi_arena *arena, rasimi_lines *out)
{
    *out = (rasimi_lines){
        .replicates = replicates,
        .gbp_per_unit = study->framework.weeks_per_year.value / RASIM_UNITS_PER_GBP,
        .pools = rasimi_arena_alloc(arena, replicates, 2 * (size_t)RASIMI_MOST_LINES * sizeof *out->pools),
    };
    return out->pools ? RASIM_OK : RASIM_ERR_NO_MEMORY;
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
choose_grid(rasimi_lines *self, const rasimi_crowd *crowd)
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
        self->lines[i].ras = self->pools + 2 * i * self->replicates;
        self->lines[i].high_cost = self->lines[i].ras + self->replicates;
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

/* What the design's basis holds against a threshold. */
static float
measure_of(const packet *p)
{
    switch (p->design->basis) {
        case RASIMI_BASIS_REFERENCE:
            return p->package;
        case RASIMI_BASIS_ALLOCATION:
            return p->allocation;
        case RASIMI_BASIS_EITHER:
            return p->need > p->allocation ? p->need : p->allocation;
        case RASIMI_BASIS_NEED:
            break;
    }
    return p->need;
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

/*
 * Sums of one replicate over people. A person is above the first so many of the rising thresholds and not above the
 * others, so that they are counted once, under how many that is. Counts and whole units are sums that no order changes;
 * those of need by threshold go on from replicate to replicate in the order of people.
 */
typedef struct crowd_sums {
    size_t n;
    float threshold[RASIMI_MOST_LINES]; /* infinite beyond n */
    double people[RASIMI_MOST_LINES + 1], out[RASIMI_MOST_LINES + 1], out_priced[RASIMI_MOST_LINES + 1],
        inside_priced[RASIMI_MOST_LINES + 1]; /* by thresholds that are passed */
    double dear_people[RASIMI_MOST_LINES + 1], dear[RASIMI_MOST_LINES + 1], cheap_people[RASIMI_MOST_LINES + 1],
        cheap[RASIMI_MOST_LINES + 1]; /* what begins at a threshold, less what ends there */
    double need[RASIMI_MOST_LINES], need_squared[RASIMI_MOST_LINES];
} crowd_sums;

static crowd_sums
begin_sums(const rasimi_lines *self)
{
    crowd_sums out = {.n = self->n};
    for (size_t l = self->n; l < RASIMI_MOST_LINES; l++)
        out.threshold[l] = HUGE_VALF;
    for (size_t l = 0; l < self->n; l++) {
        out.threshold[l] = self->lines[l].threshold;
        out.need[l] = self->lines[l].need;
        out.need_squared[l] = self->lines[l].need_squared;
    }
    return out;
}

/* How many thresholds something is above. */
static size_t
count_passed(const crowd_sums *sums, float measure)
{
    int n = 0;
    for (size_t l = 0; l < RASIMI_MOST_LINES; l++)
        n += measure > sums->threshold[l];
    return (size_t)n;
}

/* Adds to the thresholds [from, to). */
static void
add_between(double *people, double *units, size_t from, size_t to, double cost)
{
    people[from] += 1;
    people[to] -= 1;
    units[from] += cost;
    units[to] -= cost;
}

static void
add_person(const packet *p, crowd_sums *sums)
{
    const double need = (double)p->need / RASIM_UNITS_PER_GBP, cost = whole(p->need * p->weeks);
    const size_t passed = p->outside ? sums->n : count_passed(sums, measure_of(p));
    const size_t by_need = count_passed(sums, p->need), by_allocation = count_passed(sums, p->allocation);
    sums->people[passed] += 1;
    sums->out[passed] += p->out;
    sums->out_priced[passed] += p->out_priced;
    sums->inside_priced[passed] += p->inside_priced;
    for (size_t l = passed; l < sums->n; l++) {
        sums->need[l] += need;
        sums->need_squared[l] += need * need;
    }
    if (by_allocation < by_need)
        add_between(sums->dear_people, sums->dear, by_allocation, by_need, cost);
    else if (by_need < by_allocation)
        add_between(sums->cheap_people, sums->cheap, by_need, by_allocation, cost);
}

/* People outside at a threshold are those who pass more than there are before it. */
static void
end_sums(rasimi_lines *self, const crowd_sums *sums)
{
    double people = 0, out = 0, out_priced = 0, left = 0, inside_priced = 0;
    for (size_t l = self->n; l-- > 0;) {
        people += sums->people[l + 1];
        out += sums->out[l + 1];
        out_priced += sums->out_priced[l + 1];
        rasimi_ratio_add(&self->lines[l].people, people, 1);
        rasimi_ratio_add(&self->lines[l].units, out, 1);
        self->lines[l].high_cost[self->n_done] = out_priced * self->gbp_per_unit;
    }
    double dear_people = 0, dear = 0, cheap_people = 0, cheap = 0;
    for (size_t l = 0; l < self->n; l++) {
        rasimi_line_tally *line = &self->lines[l];
        left += sums->people[l];
        inside_priced += sums->inside_priced[l];
        dear_people += sums->dear_people[l];
        dear += sums->dear[l];
        cheap_people += sums->cheap_people[l];
        cheap += sums->cheap[l];
        line->ras[self->n_done] = inside_priced * self->gbp_per_unit;
        line->n_left += left;
        line->dear_people += dear_people;
        line->dear += dear;
        line->cheap_people += cheap_people;
        line->cheap += cheap;
        line->need = sums->need[l];
        line->need_squared = sums->need_squared[l];
    }
    self->n_done++;
}

rasim_status
rasimi_lines_add(rasimi_lines *self, const rasimi_crowd *crowd)
{
    const rasim_status status = self->n_done == 0 ? choose_grid(self, crowd) : RASIM_OK;
    if (status != RASIM_OK)
        return status;
    crowd_sums sums = begin_sums(self);
    for (size_t i = 0; i < crowd->n; i++) {
        if (crowd->fared[i].pool != RASIMI_POOL_INSIDE && crowd->fared[i].pool != RASIMI_POOL_HIGH)
            continue;
        const packet p = pack(crowd, &crowd->seen[i], &crowd->fared[i]);
        add_person(&p, &sums);
    }
    end_sums(self, &sums);
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
