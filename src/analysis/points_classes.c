/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of points of equal width. Points are those that the assessor sees: the ones that the rule reads. */
#include "analysis/points_classes.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/suppress.h"
#include "analysis/tenths.h"
#include "num/stats.h"
#include "rasim/ledger.h"

/* The classes reach over the middle of the people; those in either tail join the outermost ones. */
#define TAIL            0.005
#define LEAST_WIDTH     1e-4
#define SPREAD_LOW      0.1
#define SPREAD_HIGH     0.9
#define MOST_NEEDS_HELD 500000

/* ---- the classes ---- */

typedef struct points_span {
    double low, high;
    bool whole; /* all points are whole numbers */
} points_span;

/* The points of the people between the tails; low above high where nobody is scored. */
static rasim_status
find_span(const rasim_study *study, const float *points, points_span *out)
{
    rasimi_sortable *items = rasimi_calloc(study->n_rows, sizeof *items);
    double *rank = rasimi_calloc(study->n_rows, sizeof *rank);
    rasim_status status = items && rank ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    size_t n = 0;
    *out = (points_span){HUGE_VAL, -HUGE_VAL, true};
    for (size_t i = 0; status == RASIM_OK && i < study->n_rows; i++)
        if (!study->scored || study->scored[i])
            items[n++] = (rasimi_sortable){(double)points[i], (uint32_t)i};
    if (status == RASIM_OK)
        status = rasimi_mid_ranks(items, n, study->weight, rank);
    for (size_t i = 0; status == RASIM_OK && i < n; i++) {
        const double value = items[i].value, at = rank[items[i].row];
        out->low = at >= TAIL && value < out->low ? value : out->low;
        out->high = at <= 1 - TAIL && value > out->high ? value : out->high;
        out->whole = out->whole && value >= floor(value) && value <= floor(value);
    }
    free(rank);
    free(items);
    return status;
}

static size_t
count_classes(const points_span *span, double width)
{
    const double n = floor(span->high / width) - floor(span->low / width) + 1;
    return n <= RASIM_MOST_POINTS_CLASSES ? (size_t)n : RASIM_MOST_POINTS_CLASSES + 1;
}

/* The least of 1, 2, 5, 10, 20, ... with which there are few enough; below 1 only where points are not whole. */
static double
choose_width(const points_span *span)
{
    static const double steps[] = {1, 2, 5};
    double scale = span->whole ? 1 : LEAST_WIDTH;
    size_t step = 0;
    while (count_classes(span, steps[step] * scale) > RASIM_MOST_POINTS_CLASSES) {
        step = (step + 1) % 3;
        scale *= step == 0 ? 10 : 1;
    }
    return steps[step] * scale;
}

rasim_status
rasimi_points_classes_create(const rasim_study *study, size_t outcome, rasimi_points_classes *out)
{
    points_span span;
    *out = (rasimi_points_classes){.study = study, .outcome = outcome};
    if (outcome >= study->n_designs || study->applied[outcome].by_factor)
        return RASIM_OK;
    const rasim_status status = find_span(study, study->applied[outcome].points, &span);
    if (status != RASIM_OK || span.low > span.high)
        return status;
    out->width = choose_width(&span);
    out->first = floor(span.low / out->width) * out->width;
    out->n = count_classes(&span, out->width);
    return RASIM_OK;
}

void
rasimi_points_classes_clear(rasimi_points_classes *self)
{
    for (size_t c = 0; c < self->n; c++)
        free(self->tallies[c].needs);
    *self = (rasimi_points_classes){0};
}

/* ---- tallies ---- */

/* What the rule reads of a person: observed points, held in what the questions can give. Where assessment moves nobody,
   the kernel does not look at points. */
static double
points_of(const rasimi_points_classes *self, const rasimi_crowd *crowd, size_t i)
{
    const rasimi_applied *applied = &self->study->applied[self->outcome];
    const uint32_t care_group = self->study->cells[crowd->seen[i].cell].care_group;
    const bool moved = crowd->designs[self->outcome].motion == RASIMI_BY_POINTS;
    float held;
    (void)rasimi_rule_piece(&applied->rules[care_group],
                            moved ? crowd->fared[i].measure : applied->points[crowd->seen[i].donor], &held);
    return (double)held;
}

static size_t
class_of(const rasimi_points_classes *self, double points)
{
    const double class = floor((points - self->first) / self->width);
    return class < 0 ? 0 : class < (double)self->n ? (size_t) class : self->n - 1;
}

static bool
hold_need(rasimi_points_tally *tally, double need)
{
    void *needs = tally->needs;
    if (!rasimi_grow(&needs, &tally->capacity, tally->n_needs, sizeof *tally->needs))
        return false;
    tally->needs = needs;
    tally->needs[tally->n_needs++] = need;
    return true;
}

static void
end_replicate(rasimi_points_tally *tally)
{
    rasimi_ratio_add(&tally->allocation, tally->allocation_now, tally->n_now);
    rasimi_ratio_add(&tally->need, tally->need_now, tally->n_now);
    tally->n += tally->n_now;
    tally->n_now = tally->allocation_now = tally->need_now = 0;
}

rasim_status
rasimi_points_classes_add(rasimi_points_classes *self, const rasimi_crowd *crowd)
{
    const bool hold =
        self->n_held < MOST_NEEDS_HELD; /* whole replicates, so that nobody is left out more than others */
    for (size_t i = 0; self->n > 0 && i < crowd->n; i++) {
        if (crowd->fared[i].pool != RASIMI_POOL_INSIDE)
            continue;
        const double points = points_of(self, crowd, i), need = (double)crowd->fared[i].need / RASIM_UNITS_PER_GBP;
        rasimi_points_tally *tally = &self->tallies[class_of(self, points)];
        tally->n_now += 1;
        tally->points += points;
        tally->allocation_now += (double)crowd->fared[i].indicative / RASIM_UNITS_PER_GBP;
        tally->need_now += need;
        if (hold && !hold_need(tally, need))
            return RASIM_ERR_NO_MEMORY;
        self->n_held += hold;
    }
    for (size_t c = 0; c < self->n; c++)
        end_replicate(&self->tallies[c]);
    self->replicates++;
    return RASIM_OK;
}

/* ---- what they say ---- */

static double
need_at(const rasimi_points_tally *tally, double level)
{
    return tally->n_needs > 0 ? tally->needs[rasimi_quantile_rank(level, tally->n_needs) - 1] : (double)NAN;
}

static rasim_points_class
describe_class(const rasimi_points_classes *self, size_t c)
{
    const rasimi_points_tally *tally = &self->tallies[c];
    rasimi_sort(tally->needs, tally->n_needs);
    return (rasim_points_class){
        .from = self->first + (double)c * self->width,
        .to = self->first + (double)(c + 1) * self->width,
        .people = self->replicates > 0 ? tally->n / (double)self->replicates : 0,
        .mean_points = tally->n > 0 ? tally->points / tally->n : (double)NAN,
        .allocation = rasimi_ratio_measured(&tally->allocation),
        .need = rasimi_ratio_measured(&tally->need),
        .need_low = need_at(tally, SPREAD_LOW),
        .need_high = need_at(tally, SPREAD_HIGH),
    };
}

static void
hide_class(rasim_points_class *class)
{
    const double none = (double)NAN;
    *class = (rasim_points_class){class->from, class->to, none, true, none, {none, none}, {none, none}, none, none};
}

/* Hides small classes, and another where their sum would tell the only one; an empty class could not hide it. */
static void
hide_small(rasim_points_class *classes, size_t n, double small_number)
{
    rasim_points_class *shown[RASIM_MOST_POINTS_CLASSES];
    double counts[RASIM_MOST_POINTS_CLASSES + 1] = {0}, whole = 0;
    bool hidden[RASIM_MOST_POINTS_CLASSES + 1] = {false};
    size_t n_shown = 0;
    for (size_t c = 0; c < n; c++) {
        if (!(classes[c].people > 0))
            continue;
        whole += classes[c].people;
        counts[n_shown] = classes[c].people;
        shown[n_shown++] = &classes[c];
    }
    counts[n_shown] = whole;
    rasimi_suppress(counts, n_shown + 1, 1, small_number, hidden);
    for (size_t c = 0; c < n_shown; c++)
        if (hidden[c])
            hide_class(shown[c]);
}

rasim_status
rasimi_points_classes_describe(rasimi_points_classes *self, double small_number, rasimi_arena *arena,
                               rasim_design_persons *out)
{
    out->points = rasimi_arena_alloc(arena, self->n, sizeof *out->points);
    if (!out->points)
        return RASIM_ERR_NO_MEMORY;
    out->n_points = self->n;
    for (size_t c = 0; c < self->n; c++)
        out->points[c] = describe_class(self, c);
    hide_small(out->points, self->n, small_number);
    return RASIM_OK;
}
