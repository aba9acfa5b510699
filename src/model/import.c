/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imports Client Level Data: read, select, join, sum, write. */
#include "rasim/import.h"

#include <inttypes.h>
#include <stdlib.h>

#include "model/day.h"
#include "model/import_work.h"
#include "model/param_words.h"
#include "model/write_text.h"
#include "rasim/ledger.h"
#include "io/file.h"

/* Weeks in a year that make sense: 52 (DHSC), 52.14, 52.18, 365/7. */
#define LEAST_WEEKS 52.0
#define MOST_WEEKS  53.0

void
rasim_import_options_init(rasim_import_options *options)
{
    *options = (rasim_import_options){.weeks_per_year = LEAST_WEEKS};
}

static bool
is_usable(const rasim_import_options *options)
{
    return options != NULL && options->out_path != NULL && options->weeks_per_year >= LEAST_WEEKS &&
           options->weeks_per_year <= MOST_WEEKS &&
           (options->points_path == NULL) == (options->points_column == NULL) &&
           (options->points_path != NULL || options->points_id_column == NULL);
}

/* The date asked for, before anything is read. */
static rasim_status
read_date(rasimi_cld_work *work)
{
    const char *date = work->options->date;
    work->date = RASIMI_CLD_NO_DAY;
    if (!date || rasimi_day_parse(date, &work->date))
        return RASIM_OK;
    rasimi_problem_add(work->problems, RASIM_ERROR, (rasimi_place){0},
                       "'%.40s' is no day of the calendar; write the date as YYYY-MM-DD.", date);
    return RASIM_ERR_INPUT;
}

/* The date at which services must be open: the one asked for, else the end of the latest period. */
static void
settle_date(rasimi_cld_work *work)
{
    char latest[11];
    if (work->date == RASIMI_CLD_NO_DAY)
        work->date = work->latest_period;
    if (work->date <= work->latest_period || work->latest_period == RASIMI_CLD_NO_DAY)
        return;
    rasimi_day_format(work->latest_period, latest);
    rasimi_problem_add(
        work->problems, RASIM_WARNING, (rasimi_place){0},
        "The date %s is after the end of the latest reporting period, %s; services that have ended since "
        "then still count as open.",
        work->options->date, latest);
}

/* Nobody is left: says what became of the rows. */
static rasim_status
refuse_empty(const rasimi_cld_work *work, const char *path)
{
    rasimi_buffer why = {0};
    for (rasim_import_count i = 0; i < RASIM_N_IMPORT_COUNTS; i++) {
        const rasim_import_count_info *info = rasim_import_count_describe(i);
        if (info->kind == RASIM_IMPORT_DROPPED && work->counts[i] > 0)
            rasimi_buffer_printf(&why, "%s%s %" PRIu64, why.length > 0 ? "; " : "", info->text, work->counts[i]);
    }
    rasimi_problem_add(work->problems, RASIM_ERROR, (rasimi_place){.file = path},
                       "Of %" PRIu64 " rows none is a long-term service open at the date (%s); check the date and the "
                       "files.",
                       work->counts[RASIM_IMPORT_N_ROWS], why.data ? why.data : "there are no rows");
    rasimi_buffer_clear(&why);
    return RASIM_ERR_INPUT;
}

/* ---- what a reader should look at ---- */

static void
warn_of_costs(const rasimi_cld_work *work)
{
    const uint64_t partly = work->counts[RASIM_IMPORT_N_COST_PARTLY], wholly = work->counts[RASIM_IMPORT_N_COST_WHOLLY];
    if (partly + wholly == 0)
        return;
    rasimi_problem_add(work->problems, RASIM_WARNING, (rasimi_place){.file = work->options->out_path},
                       "The weekly cost of %" PRIu64 " of %zu people is partly unknown and of %" PRIu64
                       " wholly; %s, and services_without_cost counts what is missing.",
                       partly, work->n_people, wholly,
                       work->options->partial_costs ? "the known part is written, which is less than the package costs"
                                                    : "their cells are empty");
}

static void
warn_of_doubles(const rasimi_cld_work *work)
{
    const uint64_t n = work->counts[RASIM_IMPORT_N_DOUBLE];
    if (n > 0)
        rasimi_problem_add(work->problems, RASIM_WARNING, (rasimi_place){0},
                           "%" PRIu64 " row%s identical to another row of the same service and counted once; where two "
                           "workers visit together, their hours belong in the planned units of one row.",
                           n, n == 1 ? " is" : "s are");
}

static void
warn_of_giants(const rasimi_cld_work *work)
{
    for (size_t i = 0; i < work->n_people; i++) {
        const rasimi_cld_person *person = &work->people[i];
        const bool show = work->options->show_ids;
        if (person->weekly > RASIM_MAX_GBP_WEEK)
            rasimi_problem_add(
                work->problems, RASIM_WARNING, (rasimi_place){work->options->out_path, i + 2, 0},
                "The package of %s%s%s costs more than %s a week, which no run accepts; check unit cost, "
                "frequency and planned units.",
                show ? "person '" : "one person", show ? work->persons.labels[person->code] : "", show ? "'" : "",
                rasimi_words_pounds(RASIM_MAX_GBP_WEEK).text);
    }
}

/* ---- the import ---- */

/* All files are read even where one has problems, so that they are shown at once. */
static rasim_status
read_files(rasimi_cld_work *work, const char *const *paths, size_t n_paths)
{
    rasim_status worst = read_date(work);
    for (size_t i = 0; i < n_paths && worst != RASIM_ERR_NO_MEMORY; i++) {
        const rasim_status status = rasimi_cld_read(work, (uint32_t)i, paths[i]);
        worst = status == RASIM_OK ? worst : status;
    }
    return worst;
}

/* From services to a caseload in `csv`. */
static rasim_status
make_caseload(rasimi_cld_work *work, const char *first_path, rasimi_buffer *csv)
{
    settle_date(work);
    rasimi_cld_select(work);
    rasim_status status = work->options->points_path ? rasimi_cld_points_read(work) : RASIM_OK;
    if (status == RASIM_OK)
        status = rasimi_cld_people(work);
    if (status == RASIM_OK && work->n_people == 0)
        status = refuse_empty(work, first_path);
    if (status != RASIM_OK)
        return status;
    rasimi_cld_write(work, csv);
    warn_of_doubles(work);
    warn_of_costs(work);
    warn_of_giants(work);
    return csv->failed ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

static void
clear(rasimi_cld_work *work)
{
    for (size_t field = 0; field < RASIMI_N_CLD_FIELDS; field++)
        rasimi_cld_tally_clear(&work->tallies[field]);
    rasimi_interner_clear(&work->persons);
    free(work->death);
    free(work->services);
    free(work->people);
    if (work->arena)
        rasimi_arena_clear(work->arena);
    free(work->arena);
}

rasim_status
rasim_import_cld(const char *const *paths, size_t n_paths, const rasim_import_options *options,
                 rasim_import_report **report, rasim_problems *problems)
{
    if (paths == NULL || n_paths == 0 || n_paths > UINT32_MAX || report == NULL || !is_usable(options))
        return RASIM_ERR_ARGUMENT;
    rasim_import_report *made = NULL;
    rasimi_buffer csv = {0};
    rasimi_cld_work work = {.options = options, .problems = problems, .latest_period = RASIMI_CLD_NO_DAY};
    work.arena = rasimi_calloc(1, sizeof *work.arena);
    rasim_status status = work.arena ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; status == RASIM_OK && i < n_paths; i++)
        status = rasimi_refuse_input(options->out_path, rasimi_file_identity(paths[i]), problems);
    if (status == RASIM_OK && options->points_path)
        status = rasimi_refuse_input(options->out_path, rasimi_file_identity(options->points_path), problems);
    if (status == RASIM_OK)
        status = rasimi_atomic_try(options->out_path, problems);
    if (status == RASIM_OK)
        status = read_files(&work, paths, n_paths);
    if (status == RASIM_OK)
        status = make_caseload(&work, paths[0], &csv);
    if (status == RASIM_OK)
        status = rasimi_cld_report(&work, &made);
    if (status == RASIM_OK)
        status = rasimi_write_text(options->out_path, &csv, problems);
    if (status == RASIM_OK) {
        *report = made;
        made = NULL;
    }
    rasim_import_report_free(made);
    rasimi_buffer_clear(&csv);
    clear(&work);
    return status;
}
