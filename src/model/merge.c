/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thin strata: one with fewer than five rows for more people than it has is merged with the nearest stratum of its care
   group, by mean cost (methods.md section 5), with a warning. */
#include "model/strata.h"

#include "num/philox.h"

#include <math.h>
#include <string.h>

/* Fewer rows than this say too little of the people they stand for. */
#define MIN_ROWS 5

/* No stratum. */
#define NONE SIZE_MAX

/* Strata being merged: each is still itself, or has gone into another. */
typedef struct merger {
    rasimi_draft *draft;
    size_t *into;         /* [n] the stratum that it is part of now */
    double *cost;         /* [n] sum of the rows' £ a week */
    uint64_t *n_costs;    /* [n] rows that have one */
    uint32_t *care_group; /* [n] */
} merger;

static bool
is_thin(const rasimi_stratum *stratum)
{
    return stratum->n_rows > 0 && stratum->n_rows < MIN_ROWS && stratum->n_people > stratum->n_rows;
}

static double
mean_cost(const merger *m, size_t h)
{
    return m->cost[h] / (double)(m->n_costs[h] > 0 ? m->n_costs[h] : 1);
}

/* The stratum of the same care group whose mean cost is nearest; NONE where the care group has no other. */
static size_t
nearest(const merger *m, size_t thin)
{
    const rasim_study *study = m->draft->study;
    size_t best = NONE;
    double best_distance = HUGE_VAL;
    for (size_t h = 0; h < study->n_strata; h++) {
        if (h == thin || study->strata[h].n_rows == 0 || m->care_group[h] != m->care_group[thin])
            continue;
        const double distance = fabs(mean_cost(m, h) - mean_cost(m, thin));
        if (distance < best_distance) {
            best = h;
            best_distance = distance;
        }
    }
    return best;
}

static void
report(const merger *m, const rasimi_stratum *thin, const rasimi_stratum *other)
{
    rasimi_problem_add(m->draft->problems, RASIM_WARNING,
                       rasimi_draft_place(m->draft, m->draft->study->framework.population.strata.mark),
                       "'%s' has only %llu %s for %llu people; it is merged with '%s', the stratum of its care group "
                       "with the nearest mean cost.",
                       thin->label, (unsigned long long)thin->n_rows, thin->n_rows == 1 ? "row" : "rows",
                       (unsigned long long)thin->n_people, other->label);
}

static rasim_status
merge(merger *m, size_t thin, size_t into)
{
    rasim_study *study = m->draft->study;
    rasimi_stratum *a = &study->strata[into], *b = &study->strata[thin];
    const char *label = rasimi_arena_printf(&study->arena, "%s + %s", a->label, b->label);
    if (!label)
        return RASIM_ERR_NO_MEMORY;
    report(m, b, a);
    a->label = label;
    a->key = rasimi_label_key(label, strlen(label));
    a->n_rows += b->n_rows;
    a->n_people += b->n_people;
    a->known_cost_gbp_week += b->known_cost_gbp_week; /* NAN where either is not known */
    m->cost[into] += m->cost[thin];
    m->n_costs[into] += m->n_costs[thin];
    m->into[thin] = into;
    b->n_rows = b->n_people = 0;
    return RASIM_OK;
}

static size_t
part_of(const merger *m, size_t h)
{
    while (m->into[h] != h)
        h = m->into[h];
    return h;
}

/* Numbers the strata that are left and lists their rows again, each stratum's in key order. */
static void
renumber(merger *m)
{
    rasim_study *study = m->draft->study;
    const size_t before = study->n_strata;
    size_t *number = m->into; /* of what each stratum has become; parts come after their whole is numbered */
    size_t n = 0;
    for (size_t h = 0; h < before; h++)
        number[h] = part_of(m, h);
    for (size_t i = 0; i < study->n_rows; i++)
        study->stratum[i] = (uint32_t)number[study->stratum[i]];
    for (size_t h = 0; h < before; h++) {
        if (study->strata[h].n_rows > 0) {
            study->strata[n] = study->strata[h];
            number[h] = n++;
        }
    }
    study->n_strata = n;
    uint64_t first = 0;
    for (size_t h = 0; h < n; h++) {
        study->strata[h].first = first;
        first += study->strata[h].n_rows;
        study->strata[h].n_rows = 0;
    }
    for (size_t i = 0; i < study->n_rows; i++) {
        study->stratum[i] = (uint32_t)number[study->stratum[i]];
        rasimi_stratum *stratum = &study->strata[study->stratum[i]];
        study->stratum_rows[stratum->first + stratum->n_rows++] = (uint32_t)i;
    }
}

static rasim_status
start(merger *m)
{
    rasim_study *study = m->draft->study;
    rasimi_arena *arena = &m->draft->arena;
    m->into = rasimi_arena_alloc(arena, study->n_strata, sizeof *m->into);
    m->cost = rasimi_arena_alloc(arena, study->n_strata, sizeof *m->cost);
    m->n_costs = rasimi_arena_alloc(arena, study->n_strata, sizeof *m->n_costs);
    m->care_group = rasimi_arena_alloc(arena, study->n_strata, sizeof *m->care_group);
    if (!m->into || !m->cost || !m->n_costs || !m->care_group)
        return RASIM_ERR_NO_MEMORY;
    for (size_t h = 0; h < study->n_strata; h++)
        m->into[h] = h;
    for (size_t i = 0; i < study->n_rows; i++) {
        const double cost = m->draft->caseload.weekly_cost[m->draft->caseload.by_key[i]];
        m->cost[study->stratum[i]] += isnan(cost) ? 0 : cost;
        m->n_costs[study->stratum[i]] += isnan(cost) ? 0 : 1;
        m->care_group[study->stratum[i]] = study->care_group[i];
    }
    return RASIM_OK;
}

rasim_status
rasimi_strata_merge(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    merger m = {.draft = draft};
    rasim_status status = start(&m);
    bool merged = false;
    for (size_t h = 0; status == RASIM_OK && h < study->n_strata; h++) {
        const size_t into = is_thin(&study->strata[h]) ? nearest(&m, h) : NONE;
        if (into == NONE)
            continue;
        status = merge(&m, h, into);
        merged = true;
        if (into < h) /* a whole that is still thin has been passed already: look at it again */
            h = into - 1;
    }
    if (status == RASIM_OK && merged)
        renumber(&m);
    return status;
}
