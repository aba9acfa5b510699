/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same person would get in each place. Everybody's amount under every place's design is known, so the matrix
   needs no model: it is the same people, counted under one design after another. Whether their own places treat equal
   needs alike is an analysis of variance (Fisher 1925) within tenths of need. */
#include "analysis/portability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/plan.h"
#include "rasim/ledger.h"

enum { N_BANDS = 10 };

/* A person, by number, and what they are sorted by. */
typedef struct sortable {
    double value;
    size_t person;
} sortable;

/* The people whom every place gives an amount. */
typedef struct people {
    const rasim_study *study;
    size_t n;
    size_t *row;     /* [n] of the study */
    double *need;    /* [n] mean rank of the points under the places' designs, 0 to 1 */
    size_t *band;    /* [n] */
    sortable *order; /* [n] */
    double weight;   /* of all of them */
} people;

static double
weight_of(const people *self, size_t person)
{
    return self->study->weight[self->row[person]];
}

/* What somebody would get in a place, £ a week. */
static double
amount_in(const people *self, size_t person, size_t place)
{
    const rasim_study *study = self->study;
    return (double)study->applied[study->place_design[place]].amount[self->row[person]].units / RASIM_UNITS_PER_GBP;
}

static double
own_amount(const people *self, size_t person)
{
    return amount_in(self, person, self->study->place[self->row[person]]);
}

/* ---- who is compared ---- */

/* Whether every place's design gives the person an amount and plans no package outside it. */
static bool
gets_amounts(const rasim_study *study, size_t row)
{
    if (study->scored && !study->scored[row])
        return false;
    for (size_t p = 0; p < study->n_places; p++) {
        const size_t design = study->place_design[p];
        if (study->applied[design].amount[row].status != RASIMI_RULE_ALLOCATED ||
            rasimi_plan_is_high_cost(study, design, row))
            return false;
    }
    return true;
}

static void
choose(people *self, rasim_portability *out)
{
    const rasim_study *study = self->study;
    double all = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        all += study->weight[i];
        if (!gets_amounts(study, i))
            continue;
        self->weight += study->weight[i];
        self->row[self->n++] = i;
    }
    out->people = self->weight;
    out->people_left_out = all - self->weight;
}

/* ---- equal need ---- */

static int
by_value(const void *left, const void *right)
{
    const sortable *a = left, *b = right;
    if (a->value < b->value || a->value > b->value)
        return a->value < b->value ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

/* Calls `give` with everybody's mid-rank, 0 to 1, by what they are sorted by: ties share theirs. */
static void
rank(people *self, void give(people *, size_t person, double mid_rank))
{
    double before = 0;
    qsort(self->order, self->n, sizeof *self->order, by_value);
    for (size_t first = 0, end; first < self->n; first = end) {
        double tied = 0;
        for (end = first; end < self->n && !(self->order[end].value > self->order[first].value); end++)
            tied += weight_of(self, self->order[end].person);
        for (size_t i = first; i < end; i++)
            give(self, self->order[i].person, (before + 0.5 * tied) / self->weight);
        before += tied;
    }
}

static void
add_to_need(people *self, size_t person, double mid_rank)
{
    self->need[person] += mid_rank / (double)self->study->n_places;
}

static void
put_in_band(people *self, size_t person, double mid_rank)
{
    const size_t band = (size_t)(mid_rank * N_BANDS);
    self->band[person] = band < N_BANDS ? band : N_BANDS - 1;
}

/* Need is what the places' questionnaires say on average, each in its own ranks; people of equal points are never
   parted. */
static void
make_bands(people *self)
{
    const rasim_study *study = self->study;
    for (size_t p = 0; p < study->n_places; p++) {
        const float *points = study->applied[study->place_design[p]].points;
        for (size_t i = 0; i < self->n; i++)
            self->order[i] = (sortable){(double)points[self->row[i]], i};
        rank(self, add_to_need);
    }
    for (size_t i = 0; i < self->n; i++)
        self->order[i] = (sortable){self->need[i], i};
    rank(self, put_in_band);
}

/* ---- the matrix ---- */

static rasim_status
make_matrix(const people *self, rasimi_arena *arena, rasim_portability *out)
{
    rasim_need_band bands[N_BANDS];
    for (size_t b = 0; b < N_BANDS; b++) {
        bands[b] = (rasim_need_band){0, rasimi_arena_alloc(arena, out->n_places, sizeof(double))};
        if (!bands[b].gbp_week)
            return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < self->n; i++) {
        bands[self->band[i]].people += weight_of(self, i);
        for (size_t p = 0; p < out->n_places; p++) {
            const double part = weight_of(self, i) * amount_in(self, i, p);
            bands[self->band[i]].gbp_week[p] += part;
            out->gbp_week[p] += part / self->weight;
        }
    }
    for (size_t b = 0; b < N_BANDS; b++) {
        if (!(bands[b].people > 0))
            continue;
        for (size_t p = 0; p < out->n_places; p++)
            bands[b].gbp_week[p] /= bands[b].people;
        out->bands[out->n_bands++] = bands[b];
    }
    return RASIM_OK;
}

/* By how much places differ for one person, on average over the people. */
static double
mean_spread(const people *self)
{
    const size_t n_places = self->study->n_places;
    double sum = 0;
    for (size_t i = 0; i < self->n; i++) {
        double least = amount_in(self, i, 0), most = least, total = least;
        for (size_t p = 1; p < n_places; p++) {
            const double amount = amount_in(self, i, p);
            least = amount < least ? amount : least;
            most = amount > most ? amount : most;
            total += amount;
        }
        if (total > 0)
            sum += weight_of(self, i) * (most - least) / (total / (double)n_places);
    }
    return sum / self->weight;
}

/* ---- the variance ---- */

/* People of one band and place. */
typedef struct share {
    size_t n;
    double weight, sum;
} share;

/* Sums of squares over the bands: of own amounts around the band's mean, of the part between places, and of what that
   part would be on average if places were dealt out anew among the people of the band. */
typedef struct squares {
    double total, between, by_chance;
} squares;

static void
add_band(const people *self, size_t band, share *places, squares *out)
{
    const size_t n_places = self->study->n_places;
    double weight = 0, sum = 0, total = 0;
    size_t n = 0, n_present = 0;
    memset(places, 0, n_places * sizeof *places);
    for (size_t i = 0; i < self->n; i++) {
        if (self->band[i] != band)
            continue;
        share *own = &places[self->study->place[self->row[i]]];
        own->n++;
        own->weight += weight_of(self, i);
        own->sum += weight_of(self, i) * own_amount(self, i);
        weight += weight_of(self, i);
        sum += weight_of(self, i) * own_amount(self, i);
        n++;
    }
    for (size_t i = 0; i < self->n; i++) {
        const double away = self->band[i] == band ? own_amount(self, i) - sum / weight : 0;
        total += weight_of(self, i) * away * away;
    }
    for (size_t p = 0; p < n_places; p++) {
        const double away = places[p].n > 0 ? places[p].sum / places[p].weight - sum / weight : 0;
        out->between += places[p].weight * away * away;
        n_present += places[p].n > 0;
    }
    out->total += total;
    out->by_chance += n > 1 ? total * (double)(n_present - 1) / (double)(n - 1) : 0;
}

static rasim_status
divide_variance(const people *self, rasim_portability *out)
{
    squares sums = {0};
    share *places = rasimi_calloc(self->study->n_places, sizeof *places);
    if (!places)
        return RASIM_ERR_NO_MEMORY;
    for (size_t b = 0; b < N_BANDS; b++)
        add_band(self, b, places, &sums);
    free(places);
    if (sums.total > 0) {
        out->place_share = sums.between / sums.total;
        out->chance_share = sums.by_chance / sums.total;
    }
    return RASIM_OK;
}

/* ---- all of it ---- */

static rasim_status
name_places(const rasim_study *study, rasimi_arena *arena, rasim_portability *out)
{
    out->n_places = study->n_places;
    out->places = rasimi_arena_alloc(arena, study->n_places, sizeof *out->places);
    out->designs = rasimi_arena_alloc(arena, study->n_places, sizeof *out->designs);
    out->gbp_week = rasimi_arena_alloc(arena, study->n_places, sizeof *out->gbp_week);
    out->bands = rasimi_arena_alloc(arena, N_BANDS, sizeof *out->bands);
    if (!out->places || !out->designs || !out->gbp_week || !out->bands)
        return RASIM_ERR_NO_MEMORY;
    for (size_t p = 0; p < study->n_places; p++) {
        const char *design = study->designs[study->place_design[p]].unique_name;
        out->places[p] = rasimi_arena_text(arena, study->places[p], strlen(study->places[p]));
        out->designs[p] = rasimi_arena_text(arena, design, strlen(design));
        if (!out->places[p] || !out->designs[p])
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

static rasim_status
compare(people *self, rasimi_arena *arena, rasim_portability *out)
{
    choose(self, out);
    if (self->n == 0)
        return RASIM_OK;
    make_bands(self);
    out->spread = mean_spread(self);
    const rasim_status status = make_matrix(self, arena, out);
    return status == RASIM_OK ? divide_variance(self, out) : status;
}

rasim_status
rasimi_portability(const rasim_study *study, rasimi_arena *arena, rasim_portability *out)
{
    *out = (rasim_portability){.place_share = (double)NAN, .chance_share = (double)NAN, .spread = (double)NAN};
    if (!study->place_design)
        return RASIM_OK;
    out->applies = true;
    people self = {
        .study = study,
        .row = rasimi_calloc(study->n_rows, sizeof *self.row),
        .need = rasimi_calloc(study->n_rows, sizeof *self.need),
        .band = rasimi_calloc(study->n_rows, sizeof *self.band),
        .order = rasimi_calloc(study->n_rows, sizeof *self.order),
    };
    const bool room = self.row && self.need && self.band && self.order;
    rasim_status status = room ? name_places(study, arena, out) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        status = compare(&self, arena, out);
    free(self.row);
    free(self.need);
    free(self.band);
    free(self.order);
    return status;
}
