/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A panel's amounts as weighted pseudo-observations, scored as people are. */
#include "analysis/calibrate_vignettes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/lookup.h"
#include "model/read_beside.h"

/* Far more than a panel will look at. */
#define MOST_BYTES ((size_t)16 * 1024 * 1024)

/* A file of vignettes while it is read. */
typedef struct reader {
    rasimi_draft *draft;
    const rasim_calibrate_options *options;
    size_t design, n_domains;
    rasimi_arena *arena;
    rasimi_caseload rows;
    rasimi_scorer scorer;
} reader;

/* The columns of the questions, then `vignette`. */
static rasim_status
parse(reader *r, const char *bytes, size_t length)
{
    const rasimi_design *design = &r->draft->study->designs[r->design];
    rasimi_wanted *wanted = rasimi_arena_alloc(r->arena, r->n_domains + 1, sizeof *wanted);
    size_t *columns = rasimi_arena_alloc(r->arena, r->n_domains, sizeof *columns);
    if (!wanted || !columns)
        return RASIM_ERR_NO_MEMORY;
    for (size_t d = 0; d < r->n_domains; d++) {
        const rasimi_domain *domain = rasimi_domain_at(design, d);
        wanted[d] = (rasimi_wanted){.heading = domain->column.value ? domain->column.value : domain->name.value,
                                    .asked_by = "the design's questionnaire"};
        columns[d] = d;
    }
    wanted[r->n_domains] = (rasimi_wanted){.heading = "vignette", .asked_by = "the panel's file"};
    rasim_status status =
        rasimi_caseload_parse(r->options->vignettes, bytes, length, &r->draft->study->framework.columns, wanted,
                              r->n_domains + 1, r->options->show_ids, r->arena, &r->rows, r->draft->problems);
    if (status == RASIM_OK)
        status = rasimi_scorer_make(design, &r->rows, columns, r->options->vignettes, r->arena, &r->scorer,
                                    r->draft->problems);
    return status;
}

static rasim_status
read_file(reader *r)
{
    char *bytes = NULL;
    size_t length = 0;
    rasim_status status = rasimi_read_text(r->options->vignettes, MOST_BYTES, &bytes, &length, r->draft->problems);
    if (status == RASIM_OK)
        status = parse(r, bytes, length);
    free(bytes);
    return status;
}

/* Whether a row has what a fit needs; else a problem says what it lacks. */
static bool
check_row(const reader *r, size_t row)
{
    const rasimi_place at = {r->options->vignettes, r->rows.line[row], 0};
    const rasim_study *study = r->draft->study;
    const rasimi_names groups = {study->care_groups, study->n_care_groups, false};
    const char *lack = isnan(rasimi_score(&r->scorer, row))                                ? "an answer"
                       : !(r->rows.weekly_cost[row] > 0)                                   ? "an amount above £0"
                       : r->rows.wanted_labels[r->n_domains].codes[row] == RASIMI_NO_LABEL ? "the name of its vignette"
                                                                                           : NULL;
    if (lack)
        rasimi_problem_add(r->draft->problems, RASIM_ERROR, at, "The vignette lacks %s; add it, or take the row out.",
                           lack);
    return !lack && rasimi_draft_check_label(r->draft, RASIM_ERROR, at, "The care group",
                                             r->rows.care_group.labels[r->rows.care_group.codes[row]], groups);
}

static void
add_row(const reader *r, size_t row, double weight, rasimi_sample *sample)
{
    const rasim_study *study = r->draft->study;
    const rasimi_names groups = {study->care_groups, study->n_care_groups, false};
    const size_t at = sample->n;
    rasimi_sample_answers(&r->scorer, row, sample);
    sample->row[at] = 0;
    sample->place[at] = UINT32_MAX; /* none */
    sample->group[at] = (uint32_t)rasimi_names_find(groups, r->rows.care_group.labels[r->rows.care_group.codes[row]]);
    sample->points[at] = rasimi_score(&r->scorer, row);
    sample->target[at] = fmax(r->rows.weekly_cost[row] - rasimi_scorer_carer_gbp(&r->scorer, row), 0);
    sample->weight[at] = weight;
    sample->n++;
}

/* ---- what the panel said ---- */

/* Members' amounts of one vignette. */
static void
describe(const reader *r, size_t name, rasim_calibrated_vignette *out)
{
    double sum = 0, squares = 0;
    *out = (rasim_calibrated_vignette){.low = HUGE_VAL, .high = -HUGE_VAL, .sd = (double)NAN, .fitted = (double)NAN};
    for (size_t row = 0; row < r->rows.n_rows; row++) {
        if (r->rows.wanted_labels[r->n_domains].codes[row] != name)
            continue;
        const double gbp = r->rows.weekly_cost[row];
        out->n_members++;
        sum += gbp;
        squares += gbp * gbp;
        out->low = fmin(out->low, gbp);
        out->high = fmax(out->high, gbp);
    }
    const double n = (double)out->n_members;
    out->agreed = sum / n;
    if (out->n_members > 1)
        out->sd = sqrt(fmax(squares - n * out->agreed * out->agreed, 0) / (n - 1));
}

static rasim_status
describe_all(const reader *r, rasim_calibration *out)
{
    const rasimi_labels *names = &r->rows.wanted_labels[r->n_domains];
    double sum = 0;
    size_t n = 0;
    out->vignettes = rasimi_arena_alloc(r->arena, names->n_labels, sizeof *out->vignettes);
    if (!out->vignettes)
        return RASIM_ERR_NO_MEMORY;
    for (size_t v = 0; v < names->n_labels; v++) {
        rasim_calibrated_vignette *vignette = &out->vignettes[v];
        describe(r, v, vignette);
        vignette->name = rasimi_arena_printf(r->arena, "%s", names->labels[v]);
        if (!vignette->name)
            return RASIM_ERR_NO_MEMORY;
        if (vignette->n_members > 1) {
            sum += vignette->sd * vignette->sd / (vignette->agreed * vignette->agreed);
            n++;
        }
    }
    out->n_vignettes = names->n_labels;
    out->disagreement = n > 0 ? sqrt(sum / (double)n) : (double)NAN;
    return RASIM_OK;
}

static rasim_status
add_vignettes(const reader *r, rasimi_sample *sample, rasim_calibration *out)
{
    const uint64_t errors = rasimi_problems_errors(r->draft->problems);
    double weight = 0;
    for (size_t i = 0; i < sample->n_people; i++)
        weight += sample->weight[i] / (double)sample->n_people;
    for (size_t row = 0; row < r->rows.n_rows; row++)
        (void)check_row(r, row);
    if (rasimi_problems_errors(r->draft->problems) > errors)
        return RASIM_ERR_INPUT;
    const rasim_status status = describe_all(r, out);
    sample->vignette = r->rows.wanted_labels[r->n_domains].codes;
    for (size_t row = 0; status == RASIM_OK && row < r->rows.n_rows; row++) {
        const uint32_t name = r->rows.wanted_labels[r->n_domains].codes[row];
        add_row(r, row, r->options->vignette_weight * weight / (double)out->vignettes[name].n_members, sample);
    }
    return status;
}

rasim_status
rasimi_sample_with_vignettes(rasimi_draft *draft, size_t design, const rasim_calibrate_options *options,
                             rasimi_arena *arena, rasimi_sample *sample, rasim_calibration *out)
{
    reader r = {.draft = draft,
                .options = options,
                .design = design,
                .n_domains = draft->study->designs[design].questionnaire.domains.n,
                .arena = arena};
    out->disagreement = (double)NAN;
    rasim_status status = options->vignettes ? read_file(&r) : RASIM_OK;
    if (status == RASIM_OK)
        status = rasimi_sample_make(draft, design, r.rows.n_rows, arena, sample);
    return status == RASIM_OK && options->vignettes ? add_vignettes(&r, sample, out) : status;
}

/* All members of a panel looked at the same answers; rows of a vignette that differ count with their mean. */
void
rasimi_vignettes_fitted(const rasimi_sample *sample, const double *fitted, rasim_calibration *out)
{
    for (size_t v = 0; v < out->n_vignettes; v++) {
        double sum = 0, weight = 0;
        for (size_t i = sample->n_people; i < sample->n; i++)
            if (sample->vignette[i - sample->n_people] == v) {
                sum += sample->weight[i] * fitted[i];
                weight += sample->weight[i];
            }
        out->vignettes[v].fitted = weight > 0 ? sum / weight : (double)NAN;
    }
}
