/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sources a study has. */
#include "analysis/source_list.h"

#include "engine/years.h"

#include <string.h>

#define BIT(stream) ((uint64_t)1 << (stream))

/* Bits of a run's options name at most so many shared shocks. */
#define MAX_SHOCKS 64

/* Does the caseload differ from replicate to replicate? */
static bool
population_varies(const rasim_study *study)
{
    bool varies = study->scored != NULL || study->costed != NULL;
    const bool fixed = study->framework.population.sampling.value == RASIMI_SAMPLING_FIXED;
    for (size_t h = 0; h < study->n_strata && !varies; h++) {
        varies = !fixed && study->strata[h].n_people > study->strata[h].n_rows;
    }
    return varies;
}

static bool
need_varies(const rasim_study *study)
{
    bool varies = false;
    for (size_t g = 0; g < study->n_care_groups && !varies; g++) {
        varies = study->log_sd[g] > 0.0;
    }
    return varies;
}

static bool
assessment_varies(const rasim_study *study)
{
    bool varies = false;
    for (size_t i = 0; i < study->n_rows && !varies; i++) {
        varies = study->mode_sd[i] > 0.0;
        for (size_t d = 0; d < study->n_designs && !varies; d++) {
            varies = study->applied[d].by_factor && study->applied[d].factor_log_sd[i] > 0.0;
        }
    }
    return varies;
}

static bool
churn_varies(const rasim_study *study)
{
    bool varies = study->turnover || study->n_tails > 0 || study->review_probability[0] < 1.0;
    for (size_t d = 0; d < study->n_designs && !varies; d++) {
        varies = study->applied[d].gross.stops != NULL;
    }
    return varies;
}

static bool
programmes_vary(const rasim_study *study)
{
    const rasimi_intervention_row *interventions = study->framework.interventions.items;
    const rasimi_saving_row *savings = study->framework.savings.items;
    bool varies = false;
    for (size_t i = 0; i < study->framework.interventions.n; i++) {
        varies = varies || interventions[i].sd.value > 0.0;
    }
    for (size_t i = 0; i < study->framework.savings.n; i++) {
        varies = varies || savings[i].delivered_sd.value > 0.0 ||
                 (savings[i].slip_probability.value > 0.0 && savings[i].slip_probability.value < 1.0);
    }
    return varies;
}

static bool
shock_varies(const rasimi_shocks *shocks, size_t i)
{
    const rasimi_assessment_spec *assessment = &shocks->study->framework.assessment;
    if (i == shocks->leniency) {
        return assessment->leniency_sd.value > 0.0 || assessment->leniency_log_sd.value > 0.0;
    }
    return shocks->laws[i].lognormal ? shocks->laws[i].log_sd > 0.0 : shocks->laws[i].law.sd > 0.0;
}

/* A list being made. */
typedef struct list {
    rasimi_arena *arena;
    rasimi_source *items;
    size_t n;
} list;

static void
add(list *l, const char *name, uint64_t streams)
{
    l->items[l->n++] = (rasimi_source){.name = name, .streams = streams};
}

static bool
correlated(const rasimi_shocks *shocks, size_t i, size_t j)
{
    const rasimi_correlation_row *rows = shocks->study->framework.correlations.items;
    const char *a = shocks->laws[i].shared.label, *b = shocks->laws[j].shared.label;
    bool found = false;
    for (size_t c = 0; c < shocks->study->framework.correlations.n && !found; c++) {
        const char *x = rows[c].a.value, *y = rows[c].b.value;
        const bool pair = (strcmp(a, x) == 0 && strcmp(b, y) == 0) || (strcmp(a, y) == 0 && strcmp(b, x) == 0);
        found = pair && (rows[c].rho.value < 0.0 || rows[c].rho.value > 0.0);
    }
    return found;
}

/* The shocks that hang together with one, directly or through others. */
static uint64_t
shocks_with(const rasimi_shocks *shocks, size_t first)
{
    uint64_t together = BIT(first), before = 0;
    while (together != before) {
        before = together;
        for (size_t i = 0; i < shocks->n && i < MAX_SHOCKS; i++) {
            for (size_t j = 0; j < shocks->n && j < MAX_SHOCKS; j++) {
                if ((together & BIT(i)) != 0 && shock_varies(shocks, j) && correlated(shocks, i, j)) {
                    together |= BIT(j);
                }
            }
        }
    }
    return together;
}

static const char *
name_of(list *l, const rasimi_shocks *shocks, uint64_t together)
{
    const char *name = NULL;
    for (size_t i = 0; i < shocks->n && i < MAX_SHOCKS; i++) {
        if ((together & BIT(i)) != 0) {
            const char *label = shocks->laws[i].shared.label;
            name = name == NULL ? rasimi_arena_text(l->arena, label, strlen(label))
                                : rasimi_arena_printf(l->arena, "%s and %s", name, label);
            if (name == NULL) {
                return NULL;
            }
        }
    }
    return name;
}

static rasim_status
add_shocks(list *l, const rasimi_shocks *shocks)
{
    uint64_t done = 0;
    for (size_t i = 0; i < shocks->n && i < MAX_SHOCKS; i++) {
        if (!shock_varies(shocks, i) || (done & BIT(i)) != 0) {
            continue;
        }
        const uint64_t together = shocks_with(shocks, i);
        const char *name = name_of(l, shocks, together);
        if (name == NULL) {
            return RASIM_ERR_NO_MEMORY;
        }
        done |= together;
        l->items[l->n++] = (rasimi_source){.name = name, .shocks = together};
    }
    return RASIM_OK;
}

static void
add_streams(list *l, const rasim_study *study)
{
    if (population_varies(study)) {
        add(l, "who the caseload is", BIT(RASIMI_STREAM_POPULATION));
    }
    if (need_varies(study)) {
        add(l, "each person's need", BIT(RASIMI_STREAM_NEED));
    }
    if (assessment_varies(study)) {
        add(l, "errors of assessment", BIT(RASIMI_STREAM_ASSESSMENT));
    }
    if (churn_varies(study)) {
        add(l, "who comes, goes and moves",
            BIT(RASIMI_STREAM_CHURN) | BIT(RASIMI_STREAM_ARRIVALS) | BIT(RASIMI_STREAM_MOVES));
    }
    if (rasimi_pilot_needed(study)) {
        add(l, "which sample designs are fitted to", BIT(RASIMI_STREAM_PILOT));
    }
    if (programmes_vary(study)) {
        add(l, "what programmes deliver", BIT(RASIMI_STREAM_PROGRAMMES));
    }
}

rasim_status
rasimi_source_list(const rasim_study *study, rasimi_arena *arena, rasimi_source **out, size_t *n,
                   rasim_problems *problems)
{
    const rasimi_seeds seeds = {.seed = study->framework.seed.value};
    rasimi_shocks shocks;
    rasim_status status = rasimi_shocks_make(study, &seeds, 1.0, &shocks, problems);
    list l = {.arena = arena};
    if (status == RASIM_OK) {
        l.items = rasimi_arena_alloc(arena, shocks.n + 6, sizeof *l.items);
        status = l.items == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    }
    if (status == RASIM_OK) {
        add_streams(&l, study);
        status = add_shocks(&l, &shocks);
    }
    rasimi_shocks_clear(&shocks);
    if (status == RASIM_OK) {
        *out = l.items;
        *n = l.n;
    }
    return status;
}
