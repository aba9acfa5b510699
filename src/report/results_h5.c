/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results file: every replicate's totals and ledger, the summary as arrays, and what the run was made from
   (docs/results.md). Texts and numbers stand in folders of their own, so that programs which read only numbers can. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/results.h"
#include "io/file.h"
#include "rasim/report.h"
#include "rasim/version.h"
#include "report/analytic.h"
#include "report/compare_h5.h"
#include "report/convergence.h"
#include "report/h5put.h"
#include "report/public_path.h"
#include "report/persons_h5.h"
#include "report/portability.h"
#include "report/tails.h"
#include "report/resolved.h"
#include "report/summary_h5.h"
#include "report/waterfall.h"
#include "report/why.h"
#include "report/years_h5.h"
#include "model/study.h"

enum { FORMAT_MAJOR = 1, FORMAT_MINOR = 0 };

#define GBP "£ a year"

static bool
has_unit(size_t line, rasim_line_unit unit)
{
    return rasim_line_describe((rasim_line)line)->unit == unit;
}

static size_t
count_lines(rasim_line_unit unit)
{
    size_t n = 0;
    for (size_t l = 0; l < RASIM_N_LINES; l++)
        n += has_unit(l, unit);
    return n;
}

/* The digest of the caseload, or of the recipe that makes it: runs of other people are not compared. */
static const char *
caseload_sha256(const rasim_study *study)
{
    for (size_t i = study->n_inputs; i-- > 0;)
        if (study->framework.caseload.value && strcmp(study->inputs[i].path, study->framework.caseload.value) == 0)
            return study->inputs[i].sha256;
    return "";
}

static void
put_root(rasimi_h5put *put, const rasim_study_info *info, const rasim_results *results)
{
    char seed[24];
    snprintf(seed, sizeof seed, "%" PRIu64, results->seed);
    rasimi_h5put_folder(put, "%s", "");
    rasimi_h5put_text(put, "filetype", "rasim results");
    rasimi_h5put_whole(put, "format_major", FORMAT_MAJOR);
    rasimi_h5put_whole(put, "format_minor", FORMAT_MINOR);
    rasimi_h5put_text(put, "rasim_version", rasim_version());
    rasimi_h5put_text(put, "rasim_git", rasim_version_git());
    rasimi_h5put_whole(put, "engine_version", RASIM_ENGINE_VERSION);
    rasimi_h5put_whole(put, "seed", results->seed);
    rasimi_h5put_text(put, "seed_text", seed);
    rasimi_h5put_whole(put, "replicates", results->replicates);
    rasimi_h5put_whole(put, "replicates_asked", results->replicates_asked);
    rasimi_h5put_whole(put, "complete", results->complete);
    rasimi_h5put_whole(put, "precision_reached", results->precision_reached);
    rasimi_h5put_whole(put, "synthetic", info->synthetic);
    rasimi_h5put_text(put, "framework_name", info->name);
    rasimi_h5put_text(put, "year", info->year);
    rasimi_h5put_whole(put, "years", results->n_years);
    rasimi_h5put_text(put, "caseload_sha256", caseload_sha256(results->study));
    rasimi_h5put_text(put, "statement", RASIM_FIXED_SENTENCE);
}

/* A column of texts gathered one by one. */
typedef const char *
text_fn(const void *from, size_t i);

static void
put_list(rasimi_h5put *put, const char *name, text_fn *text, const void *from, size_t n, const char *sentence)
{
    const char **texts = rasimi_calloc(n, sizeof *texts);
    if (!texts) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *item = text(from, i);
        texts[i] = item ? item : "";
    }
    rasimi_h5put_texts(put, name, texts, n, sentence);
    free(texts);
}

static const char *
input_path(const void *study, size_t i)
{
    return rasimi_public_path(rasim_study_input(study, i)->path);
}

static const char *
input_sha256(const void *study, size_t i)
{
    return rasim_study_input(study, i)->sha256;
}

static void
put_inputs(rasimi_h5put *put, const rasim_study *study)
{
    size_t n = rasim_study_n_inputs(study);
    rasimi_h5put_folder(put, "/inputs");
    put_list(put, "path", input_path, study, n, "files that the run was made from");
    put_list(put, "sha256", input_sha256, study, n, "their digests");
}

static const char *
stratum_label(const void *strata, size_t i)
{
    return ((const rasimi_stratum *)strata)[i].label;
}

/* Whom the rows stand for. */
static void
put_frame(rasimi_h5put *put, const rasim_study *study)
{
    double *people = rasimi_calloc(study->n_strata, sizeof *people);
    if (!people) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    const uint64_t n = study->n_strata;
    for (size_t h = 0; h < study->n_strata; h++)
        people[h] = (double)study->strata[h].n_people;
    rasimi_h5put_folder(put, "/frame");
    put_list(put, "stratum", stratum_label, study->strata, study->n_strata, "strata that rows stand in for");
    rasimi_h5put_doubles(put, (rasimi_h5name){"people", "people", "people of the strata"}, 1, &n, people);
    free(people);
}

static const char *
design_name(const void *study, size_t i)
{
    return rasim_study_design_name(study, i);
}

static const char *
group_care_group(const void *groups, size_t i)
{
    return ((const rasim_group *)groups)[i].care_group;
}

static const char *
group_setting(const void *groups, size_t i)
{
    return ((const rasim_group *)groups)[i].setting;
}

static const char *
group_budget_area(const void *groups, size_t i)
{
    return ((const rasim_group *)groups)[i].budget_area;
}

static const char *
mode_label(const void *modes, size_t i)
{
    return ((const rasimi_mode *)modes)[i].label;
}

/* Names, units and meanings of the ledger lines of one unit, in the order in which the datasets hold them. */
static void
put_line_labels(rasimi_h5put *put, rasim_line_unit unit)
{
    const bool money = unit == RASIM_UNIT_MONEY;
    const char *names[RASIM_N_LINES], *units[RASIM_N_LINES], *sentences[RASIM_N_LINES];
    size_t n = 0;
    for (size_t l = 0; l < RASIM_N_LINES; l++) {
        if (!has_unit(l, unit))
            continue;
        const rasim_line_info *line = rasim_line_describe((rasim_line)l);
        names[n] = line->name;
        units[n] = money ? GBP : "people";
        sentences[n++] = line->sentence;
    }
    rasimi_h5put_texts(put, money ? "money_line" : "people_line", names, n, "names of the lines");
    rasimi_h5put_texts(put, money ? "money_unit" : "people_unit", units, n, "units of the lines");
    rasimi_h5put_texts(put, money ? "money_sentence" : "people_sentence", sentences, n, "meanings of the lines");
}

static const char *const EXPECTED[] = {"mean", "mean_se", "p10", "p90"};
static const char *const INTERVAL[] = {"value", "low", "high"};

static void
put_labels(rasimi_h5put *put, const rasim_results *results)
{
    const rasim_study *study = results->study;
    rasimi_h5put_folder(put, "/labels");
    put_line_labels(put, RASIM_UNIT_MONEY);
    put_line_labels(put, RASIM_UNIT_PEOPLE);
    put_list(put, "design", design_name, study, results->n_designs, "names of the designs");
    put_list(put, "group_care_group", group_care_group, results->groups, results->n_groups,
             "care groups of the ledger groups");
    put_list(put, "group_setting", group_setting, results->groups, results->n_groups, "settings of the ledger groups");
    put_list(put, "group_budget_area", group_budget_area, results->groups, results->n_groups,
             "budget areas of the ledger groups");
    rasimi_h5put_texts(put, "expected", EXPECTED, sizeof EXPECTED / sizeof *EXPECTED, "parts of an expected figure");
    rasimi_h5put_texts(put, "interval", INTERVAL, sizeof INTERVAL / sizeof *INTERVAL, "parts of a figure with bounds");
    rasimi_h5put_texts(put, "budget_area", study->areas, results->n_areas, "budget areas");
    rasimi_h5put_texts(put, "place", study->places, results->n_places, "places");
    put_list(put, "assessment_mode", mode_label, study->modes, study->n_modes, "modes of assessment that occur");
}

/* The numbers that go with the labels. */
static void
put_axes(rasimi_h5put *put, const rasim_results *results, const rasim_at_level *fan)
{
    int32_t signs[RASIM_N_LINES];
    uint64_t n = 0;
    for (size_t l = 0; l < RASIM_N_LINES; l++)
        if (has_unit(l, RASIM_UNIT_MONEY))
            signs[n++] = rasim_line_describe((rasim_line)l)->sign;
    int32_t *areas = rasimi_calloc(results->n_groups, sizeof *areas);
    if (!areas) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t g = 0; g < results->n_groups; g++)
        areas[g] = (int32_t)results->groups[g].area + 1;
    uint64_t n_groups = results->n_groups, n_levels = results->study->n_levels;
    rasimi_h5put_folder(put, "/axes");
    rasimi_h5put_int32(put, (rasimi_h5name){"money_sign", "sign", "sign of the money lines in net; 0: memorandum"}, 1,
                       &n, signs);
    rasimi_h5put_int32(put, (rasimi_h5name){"group_area", "number", "budget area of the ledger groups, from 1"}, 1,
                       &n_groups, areas);
    rasimi_h5put_doubles(put, (rasimi_h5name){"level", "fraction", "confidence levels"}, 1, &n_levels,
                         results->study->levels);
    rasimi_h5put_field(put, (rasimi_h5name){"fan_level", "fraction", "levels of paths over the years"}, &fan->level,
                       sizeof *fan, RASIM_N_FAN_LEVELS);
    free(areas);
}

/* What the rows of a design and year are made from. Sums are made in integers before they become £. */
typedef struct source {
    const rasim_results *results;
    size_t design, year;
    double gbp_per_unit;
} source;

static const int64_t *
ledger_of(const source *s, uint64_t replicate)
{
    return rasim_results_ledger(s->results, s->design, s->year, replicate);
}

static void
fill_money(const void *context, uint64_t first, uint64_t n, void *values)
{
    const source *s = context;
    double *out = values;
    for (uint64_t r = first; r < first + n; r++)
        for (size_t i = 0; i < s->results->n_groups * RASIM_N_LINES; i++)
            if (has_unit(i % RASIM_N_LINES, RASIM_UNIT_MONEY))
                *out++ = (double)ledger_of(s, r)[i] * s->gbp_per_unit;
}

static void
fill_people(const void *context, uint64_t first, uint64_t n, void *values)
{
    const source *s = context;
    int32_t *out = values;
    for (uint64_t r = first; r < first + n; r++)
        for (size_t i = 0; i < s->results->n_groups * RASIM_N_LINES; i++)
            if (has_unit(i % RASIM_N_LINES, RASIM_UNIT_PEOPLE))
                *out++ = (int32_t)ledger_of(s, r)[i];
}

static void
fill_time(const void *context, uint64_t first, uint64_t n, void *values)
{
    const source *s = context;
    double *out = values;
    for (uint64_t r = first; r < first + n; r++)
        for (size_t g = 0; g < s->results->n_groups; g++)
            *out++ = (double)ledger_of(s, r)[g * RASIM_N_LINES + RASIM_LINE_PERSON_YEARS] / RASIM_UNITS_PER_YEAR;
}

/* Net of the groups of a budget area, or of all (n_areas). */
static double
net_of(const source *s, const int64_t *ledger, size_t area)
{
    int64_t units = 0;
    for (size_t g = 0; g < s->results->n_groups; g++)
        if (area == s->results->n_areas || s->results->groups[g].area == area)
            units += ledger[g * RASIM_N_LINES + RASIM_LINE_NET];
    return (double)units * s->gbp_per_unit;
}

static void
fill_net(const void *context, uint64_t first, uint64_t n, void *values)
{
    const source *s = context;
    double *out = values;
    for (uint64_t r = first; r < first + n; r++)
        *out++ = net_of(s, ledger_of(s, r), s->results->n_areas);
}

static void
fill_areas(const void *context, uint64_t first, uint64_t n, void *values)
{
    const source *s = context;
    double *out = values;
    for (uint64_t r = first; r < first + n; r++)
        for (size_t a = 0; a < s->results->n_areas; a++)
            *out++ = net_of(s, ledger_of(s, r), a);
}

static void
fill_places(const void *context, uint64_t first, uint64_t n, void *values)
{
    const source *s = context;
    double *out = values;
    for (size_t p = 0; p < s->results->n_places; p++) {
        const int64_t *units = rasim_results_place_net(s->results, s->design, s->year, p);
        for (uint64_t r = 0; r < n; r++)
            out[r * s->results->n_places + p] = (double)units[first + r] * s->gbp_per_unit;
    }
}

static void
fill_sample(const void *context, uint64_t first, uint64_t n, void *values)
{
    const source *s = context;
    double *out = values;
    const int64_t *units = rasim_results_sample_net(s->results, s->design, s->year);
    for (uint64_t r = 0; r < n; r++)
        out[r] = (double)units[first + r] * s->gbp_per_unit;
}

/* The replicates of a design and year. */
static void
put_replicates(rasimi_h5put *put, const source *s)
{
    const rasim_results *results = s->results;
    const uint64_t n = results->replicates, groups = results->n_groups;
    const uint64_t money[] = {n, groups, count_lines(RASIM_UNIT_MONEY)};
    const uint64_t people[] = {n, groups, count_lines(RASIM_UNIT_PEOPLE)};
    const uint64_t time[] = {n, groups}, areas[] = {n, results->n_areas}, places[] = {n, results->n_places};
    rasimi_h5put_rows(put, (rasimi_h5name){"ledger", GBP, "money lines by replicate and ledger group"},
                      RASIMI_H5_DOUBLES, 3, money, fill_money, s);
    rasimi_h5put_rows(put, (rasimi_h5name){"people", "people", "counts by replicate and ledger group"}, RASIMI_H5_INT32,
                      3, people, fill_people, s);
    rasimi_h5put_rows(put, (rasimi_h5name){"person_years", "person-years", "time in care by replicate and group"},
                      RASIMI_H5_DOUBLES, 2, time, fill_time, s);
    rasimi_h5put_rows(put, (rasimi_h5name){"net", GBP, "net by replicate"}, RASIMI_H5_DOUBLES, 1, &n, fill_net, s);
    rasimi_h5put_rows(put, (rasimi_h5name){"net_by_area", GBP, "net by replicate and budget area"}, RASIMI_H5_DOUBLES,
                      2, areas, fill_areas, s);
    if (results->places.series)
        rasimi_h5put_rows(put, (rasimi_h5name){"net_by_place", GBP, "net by replicate and place"}, RASIMI_H5_DOUBLES, 2,
                          places, fill_places, s);
    if (rasim_results_sample_net(results, s->design, s->year))
        rasimi_h5put_rows(put, (rasimi_h5name){"sample_net", GBP, "planned net of the people whom the sample gives"},
                          RASIMI_H5_DOUBLES, 1, &n, fill_sample, s);
}

static void
put_designs(rasimi_h5put *put, const rasim_results *results, const rasim_summary *summary, double gbp_per_unit)
{
    for (size_t d = 0; d < results->n_designs; d++) {
        rasimi_h5put_folder(put, "/designs/%zu", d + 1);
        rasimi_h5put_text(put, "name", summary->designs[d].name);
        for (size_t y = 0; y < results->n_years; y++) {
            rasimi_h5put_folder(put, "/designs/%zu/year_%zu", d + 1, y + 1);
            rasimi_h5put_text(put, "year", summary->designs[d].years[y].year);
            put_replicates(put, &(source){results, d, y, gbp_per_unit});
            rasimi_h5put_folder(put, "/designs/%zu/year_%zu/summary", d + 1, y + 1);
            rasimi_h5put_summary(put, &summary->designs[d].years[y]);
            rasimi_h5put_tail_allocation(put, &summary->designs[d].years[y]);
            rasimi_h5put_year(put, &summary->designs[d], &summary->designs[d].years[y]);
        }
        rasimi_h5put_folder(put, "/designs/%zu/horizon", d + 1);
        rasimi_h5put_horizon(put, &summary->designs[d]);
        rasimi_h5put_folder(put, "/designs/%zu/analytic", d + 1);
        rasimi_h5put_text(put, "reason", summary->designs[d].analytic.reason);
        rasimi_h5put_analytic(put, &summary->designs[d].analytic);
        rasimi_h5put_folder(put, "/designs/%zu/convergence", d + 1);
        rasimi_h5put_convergence(put, &summary->designs[d]);
        rasimi_h5put_spread(put, summary->spread, d);
        rasimi_h5put_reverse(put, summary->reverse, d);
        rasimi_h5put_waterfall(put, summary->waterfall, d);
    }
}

static void
put_resolved(rasimi_h5put *put, const rasim_study *study, const rasim_study_info *info)
{
    rasimi_h5put_folder(put, "/resolved");
    rasimi_h5put_number(put, "envelope_gbp_year", info->envelope_gbp);
    rasimi_h5put_number(put, "contingency_held_gbp_year", info->contingency_held_gbp);
    rasimi_h5put_number(put, "weeks_per_year", info->weeks_per_year);
    rasimi_h5put_text(put, "sampling", info->sampling);
    rasimi_h5put_whole(put, "rows", info->n_rows);
    rasimi_h5put_whole(put, "people", info->n_people);
    rasimi_h5put_whole(put, "strata", info->n_strata);
    rasimi_h5put_folder(put, "/resolved/framework");
    rasimi_h5put_resolved(put, &rasimi_framework_table, &study->framework);
    for (size_t d = 0; d < study->n_designs; d++) {
        rasimi_h5put_folder(put, "/resolved/design_%zu", d + 1);
        rasimi_h5put_resolved(put, &rasimi_design_table, &study->designs[d]);
    }
}

static bool
belong_together(const rasim_study *study, const rasim_results *results, const rasim_summary *summary)
{
    return study && results && summary && results->study == study && summary->n_designs == results->n_designs &&
           summary->replicates == results->replicates;
}

/* A run and, where there is one, its comparison. */
static void
put_run(rasimi_h5put *put, const rasim_results *results, const rasim_summary *summary)
{
    const rasim_study *study = results->study;
    rasim_study_info info;
    rasim_study_describe(study, &info);
    put_root(put, &info, results);
    put_inputs(put, study);
    put_frame(put, study);
    put_labels(put, results);
    put_axes(put, results, summary->designs[0].years[0].fan);
    rasimi_h5put_folder(put, "/envelopes");
    rasimi_h5put_envelopes(put, results);
    put_designs(put, results, summary, info.weeks_per_year / RASIM_UNITS_PER_GBP);
    rasimi_h5put_portability(put, &summary->portability);
    rasimi_h5put_tails(put, summary);
    rasimi_h5put_persons(put, summary->persons);
    put_resolved(put, study, &info);
}

/* Of finished runs only what they have in common can be said. */
static void
put_root_of_comparison(rasimi_h5put *put, const rasim_comparison *comparison)
{
    rasimi_h5put_folder(put, "%s", "");
    rasimi_h5put_text(put, "filetype", "rasim comparison");
    rasimi_h5put_text(put, "rasim_version", rasim_version());
    rasimi_h5put_whole(put, "engine_version", RASIM_ENGINE_VERSION);
    rasimi_h5put_whole(put, "seed", comparison->seed);
    rasimi_h5put_whole(put, "replicates", comparison->replicates);
    rasimi_h5put_text(put, "statement", RASIM_FIXED_SENTENCE);
}

/* Refuses to write over a finished run that was compared. */
static rasim_status
refuse_runs(const rasim_comparison *comparison, const char *path, rasim_problems *problems)
{
    rasim_status status = RASIM_OK;
    for (size_t d = 0; d < comparison->n_designs && status == RASIM_OK; d++)
        if (comparison->designs[d].file)
            status = rasimi_refuse_input(path, rasimi_file_identity(comparison->designs[d].file), problems);
    return status;
}

/* The text that PREFIX.json holds. */
static rasim_status
document_of(const rasim_results *results, const rasim_summary *summary, const rasim_comparison *comparison, char **out)
{
    const rasim_study *study = results ? results->study : NULL;
    return comparison ? rasim_comparison_json(study, summary, comparison, out)
                      : rasim_summary_json(study, summary, out);
}

static rasim_status
write_whole(const char *path, const rasim_results *results, const rasim_summary *summary,
            const rasim_comparison *comparison, rasim_problems *problems)
{
    char *document = NULL;
    rasimi_h5put put = {.status = results ? rasimi_study_refuse_input(results->study, path, problems)
                                          : refuse_runs(comparison, path, problems)};
    if (!put.status)
        put.status = document_of(results, summary, comparison, &document);
    if (!put.status)
        put.status = rasimi_h5_create(path, &put.file, problems);
    if (put.status) {
        free(document);
        return put.status;
    }
    if (results)
        put_run(&put, results, summary);
    else
        put_root_of_comparison(&put, comparison);
    if (comparison)
        rasimi_h5put_comparison(&put, comparison);
    rasimi_h5put_document(&put, document);
    free(document);
    if (!put.status)
        return rasimi_h5_commit(put.file);
    rasimi_h5_abandon(put.file);
    return put.status;
}

rasim_status
rasim_write_h5(const char *path, const rasim_study *study, const rasim_results *results, const rasim_summary *summary,
               rasim_problems *problems)
{
    if (!path || !belong_together(study, results, summary))
        return RASIM_ERR_ARGUMENT;
    return write_whole(path, results, summary, NULL, problems);
}

rasim_status
rasim_write_comparison_h5(const char *path, const rasim_study *study, const rasim_results *results,
                          const rasim_summary *summary, const rasim_comparison *comparison, rasim_problems *problems)
{
    if (!path || !comparison || ((study || results || summary) && !belong_together(study, results, summary)))
        return RASIM_ERR_ARGUMENT;
    return write_whole(path, results, summary, comparison, problems);
}
