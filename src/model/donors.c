/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows with a cost but no points: a council knows every package's cost, while only a sample is scored. Such a row is
   certainly in the caseload; in each replicate it takes the points of a scored row of its own stratum and cost quintile
   (methods.md section 5). Here is who those rows are, and whom each may take points from. */
#include "model/draft.h"

#include <math.h>
#include <stdlib.h>

#include "model/family.h"

#define N_QUINTILES 5

/* ---- which rows ---- */

/* Does the row answer anything that the design asks? */
static bool
answers_design(const rasimi_draft *draft, size_t d, size_t row)
{
    const rasimi_caseload *caseload = &draft->caseload;
    const size_t n_domains = draft->study->designs[d].questionnaire.domains.n;
    if (n_domains == 0)
        return caseload->points && !isnan(caseload->points[row]);
    for (size_t i = 0; i < n_domains; i++) {
        const rasimi_labels *answers = &caseload->wanted_labels[draft->domain_wanted[d][i]];
        if (answers->codes && answers->codes[row] != RASIMI_NO_LABEL)
            return true;
    }
    return false;
}

static bool
answers_anything(const rasimi_draft *draft, size_t row)
{
    for (size_t d = 0; d < draft->study->n_designs; d++)
        if (draft->design_usable[d] && answers_design(draft, d, row))
            return true;
    return false;
}

/* Does any design look at answers or points? A judgement needs neither, and so lacks none. */
static bool
any_design_asks(const rasimi_draft *draft)
{
    for (size_t d = 0; d < draft->study->n_designs; d++) {
        const rasimi_design *design = &draft->study->designs[d];
        if (draft->design_usable[d] &&
            (design->questionnaire.domains.n > 0 || !rasimi_family_find(design->family.value)->without_points))
            return true;
    }
    return false;
}

rasim_status
rasimi_unscored_find(rasimi_draft *draft)
{
    size_t n_unscored = 0;
    const size_t n = draft->caseload.n_rows;
    if (!any_design_asks(draft))
        return RASIM_OK;
    draft->unscored = rasimi_arena_alloc(&draft->arena, n, sizeof *draft->unscored);
    if (!draft->unscored)
        return RASIM_ERR_NO_MEMORY;
    for (size_t row = 0; row < n; row++)
        n_unscored += draft->unscored[row] = !answers_anything(draft, row);
    if (n_unscored == 0 || n_unscored == n) /* where nobody is scored, each design says what it lacks */
        draft->unscored = NULL;
    return RASIM_OK;
}

/* ---- whom they may take points from ---- */

/* A row of a stratum, to be sorted by cost; ties in key order. */
typedef struct ranked {
    double cost;
    uint32_t row;
} ranked;

static int
by_cost(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (a->cost < b->cost || a->cost > b->cost)
        return a->cost < b->cost ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Donors in the making: all classes are quintiles of strata, empty ones without donors. */
typedef struct donor_maker {
    rasimi_draft *draft;
    ranked *ranks;     /* [largest stratum] */
    uint32_t n_donors; /* so far */
} donor_maker;

/* A cost that stands in for a missing one says nothing of the person's points. */
static bool
is_costed(const rasim_study *study, size_t row)
{
    return !study->costed || study->costed[row];
}

/* The scored rows of one quintile of a stratum become the donors of its class. */
static void
list_donors(donor_maker *maker, size_t stratum, size_t quintile, size_t n_rows)
{
    rasim_study *study = maker->draft->study;
    rasimi_donor_class *class = &study->donor_classes[stratum * N_QUINTILES + quintile];
    class->first = maker->n_donors;
    for (size_t i = quintile * n_rows / N_QUINTILES; i < (quintile + 1) * n_rows / N_QUINTILES; i++)
        if (study->scored[maker->ranks[i].row] && is_costed(study, maker->ranks[i].row))
            study->donors[maker->n_donors++] = maker->ranks[i].row;
    class->n = maker->n_donors - class->first;
}

/* The class nearest to a quintile that has donors, the cheaper one where two are; SIZE_MAX where none has. */
static size_t
nearest_class(const rasim_study *study, size_t stratum, size_t quintile)
{
    for (size_t distance = 0; distance < N_QUINTILES; distance++) {
        const size_t below = quintile - distance, above = quintile + distance;
        if (distance <= quintile && study->donor_classes[stratum * N_QUINTILES + below].n > 0)
            return stratum * N_QUINTILES + below;
        if (above < N_QUINTILES && study->donor_classes[stratum * N_QUINTILES + above].n > 0)
            return stratum * N_QUINTILES + above;
    }
    return SIZE_MAX;
}

static void
make_classes(donor_maker *maker, size_t h)
{
    rasim_study *study = maker->draft->study;
    const rasimi_stratum *stratum = &study->strata[h];
    for (uint64_t i = 0; i < stratum->n_rows; i++) {
        const uint32_t row = study->stratum_rows[stratum->first + i];
        maker->ranks[i] = (ranked){maker->draft->caseload.weekly_cost[maker->draft->caseload.by_key[row]], row};
    }
    qsort(maker->ranks, stratum->n_rows, sizeof *maker->ranks, by_cost);
    for (size_t q = 0; q < N_QUINTILES; q++)
        list_donors(maker, h, q, stratum->n_rows);
    uint64_t n_without = 0;
    for (size_t q = 0; q < N_QUINTILES; q++) {
        const size_t class = nearest_class(study, h, q);
        for (size_t i = q * stratum->n_rows / N_QUINTILES; i < (q + 1) * stratum->n_rows / N_QUINTILES; i++) {
            study->donor_class[maker->ranks[i].row] = (uint32_t) class;
            n_without += class == SIZE_MAX && !study->scored[maker->ranks[i].row];
        }
    }
    if (n_without > 0)
        rasimi_problem_add(maker->draft->problems, RASIM_ERROR, (rasimi_place){maker->draft->caseload_file, 0, 0},
                           "No row of '%s' is scored, so its %llu rows without points have nobody to take points from; "
                           "score some of them, or choose coarser population.strata.",
                           stratum->label, (unsigned long long)n_without);
}

static rasim_status
allocate_donors(rasimi_draft *draft, donor_maker *maker)
{
    rasim_study *study = draft->study;
    study->n_donor_classes = study->n_strata * N_QUINTILES;
    study->scored = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->scored);
    study->donor_class = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->donor_class);
    study->donors = rasimi_arena_alloc(&study->arena, study->n_rows, sizeof *study->donors);
    study->donor_classes = rasimi_arena_alloc(&study->arena, study->n_donor_classes, sizeof *study->donor_classes);
    maker->ranks = rasimi_arena_alloc(&draft->arena, study->n_rows, sizeof *maker->ranks);
    const bool all = study->scored && study->donor_class && study->donors && study->donor_classes && maker->ranks;
    return all ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_donors_make(rasimi_draft *draft)
{
    rasim_study *study = draft->study;
    if (!draft->unscored || study->n_strata == 0)
        return RASIM_OK;
    donor_maker maker = {.draft = draft};
    const rasim_status status = allocate_donors(draft, &maker);
    if (status != RASIM_OK)
        return status;
    size_t n_unscored = 0, first = 0;
    while (first + 1 < study->n_rows && !draft->unscored[first])
        first++;
    for (size_t i = 0; i < study->n_rows; i++) {
        study->scored[i] = !draft->unscored[draft->caseload.by_key[i]];
        n_unscored += !study->scored[i];
    }
    for (size_t h = 0; h < study->n_strata; h++)
        make_classes(&maker, h);
    rasimi_problem_add(
        draft->problems, RASIM_NOTE,
        rasimi_caseload_place(&draft->caseload, draft->caseload_file, first, RASIMI_ANY_COLUMN),
        "%zu of %zu rows %s a cost but no points, this being the first%s; in each replicate they take those of a "
        "scored row of the same stratum and cost quintile.",
        n_unscored, study->n_rows, n_unscored == 1 ? "has" : "have", rasimi_caseload_who(&draft->caseload, first).text);
    return RASIM_OK;
}
