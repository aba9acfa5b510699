/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim import cld`: a caseload from Client Level Data, and what became of every row. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "number.h"
#include "rasim/import.h"
#include "table.h"

enum { DATE, WEEKS, PARTIAL_COSTS, POINTS, POINTS_COLUMN, POINTS_ID, SHOW_IDS, OUT };

enum { MOST_VALUES_SHOWN = 20 };

static const option_info OPTIONS[] = {
    [DATE] = {.name = "date",
              .kind = OPTION_TEXT,
              .value_name = "YYYY-MM-DD",
              .sentence = "The day on which services must be open; the end of the latest reporting period where it is "
                          "left out."},
    [WEEKS] = {.name = "weeks",
               .kind = OPTION_TEXT,
               .value_name = "52|52.18",
               .sentence = "Weeks in a year, for costs by the month, quarter or year: 52, as DHSC reckons and where it "
                           "is left out, or 52.18."},
    [PARTIAL_COSTS] = {.name = "partial-costs",
                       .kind = OPTION_FLAG,
                       .sentence = "Write the known part of a partly unknown weekly cost, as DHSC's sum does; "
                                   "otherwise the cell stays empty."},
    [POINTS] = {.name = "points",
                .kind = OPTION_TEXT,
                .value_name = "FILE.csv",
                .sentence = "A table of people and their points, to be joined."},
    [POINTS_COLUMN] = {.name = "points-column",
                       .kind = OPTION_TEXT,
                       .value_name = "NAME",
                       .sentence = "The column of that file with the points."},
    [POINTS_ID] = {.name = "points-id",
                   .kind = OPTION_TEXT,
                   .value_name = "NAME",
                   .sentence = "Its column with the person; where it is left out, person_id or LA Person Unique "
                               "Identifier."},
    [SHOW_IDS] = {.name = "show-ids",
                  .kind = OPTION_FLAG,
                  .sentence = "Name people by their identifiers in messages (personal data)."},
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "FILE.csv",
             .required = true,
             .sentence = "The caseload to write. It appears whole or not at all."},
};

static void
count_row(cli_table *table, uint64_t count, const char *text)
{
    const number_text number = whole_text((int64_t)count);
    table_row(table, (const char *const[]){number.text, text}, NULL);
}

static uint64_t
sum_of(const rasim_import_report *report, rasim_import_kind kind)
{
    uint64_t sum = 0;
    for (rasim_import_count i = 0; i < RASIM_N_IMPORT_COUNTS; i++)
        sum += rasim_import_count_describe(i)->kind == kind ? report->counts[i] : 0;
    return sum;
}

/* The counts of a kind that are not 0, under a title and what they are; nothing where all are. `rest` may be NULL. */
static void
print_counts(const cli_page *page, const rasim_import_report *report, rasim_import_kind kind, const char *title,
             const char *unit, const char *rest, uint64_t n_rest)
{
    const table_column columns[] = {{unit, 0, false}, {"", 0, true}};
    if (sum_of(report, kind) + n_rest == 0)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    cli_table *table = table_create(page, columns, 2);
    for (rasim_import_count i = 0; i < RASIM_N_IMPORT_COUNTS; i++)
        if (rasim_import_count_describe(i)->kind == kind && report->counts[i] > 0)
            count_row(table, report->counts[i], rasim_import_count_describe(i)->text);
    if (rest)
        count_row(table, n_rest, rest);
    table_finish(table);
}

static void
value_row(cli_table *table, const rasim_import_value *value)
{
    const number_text count = whole_text((int64_t)value->count);
    char *place = NULL;
    const char *slash = strrchr(value->file, '/');
    if (asprintf(&place, "%s:%" PRIu64, slash ? slash + 1 : value->file, value->line) < 0)
        return;
    table_row(table, (const char *const[]){count.text, value->field, value->value, place}, NULL);
    free(place);
}

static void
print_values(const cli_page *page, const rasim_import_report *report)
{
    static const table_column COLUMNS[] = {
        {"rows", 0, false}, {"field", 0, true}, {"value", 0, true}, {"first at", 1, true}};
    const size_t n = report->n_values < MOST_VALUES_SHOWN ? report->n_values : MOST_VALUES_SHOWN;
    if (n == 0)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "Invalid and not mapped (dates and numbers by their form: 9 a digit, a letter)");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < n; i++)
        value_row(table, &report->values[i]);
    table_finish(table);
    if (report->n_values > n)
        page_say(page, 2, "  ... and %zu more.", report->n_values - n);
}

static void
print_report(const rasim_import_report *report, const char *out_path)
{
    cli_page page;
    page_init(&page, stdout);
    const uint64_t *counts = report->counts;
    const uint64_t files = counts[RASIM_IMPORT_N_FILES];
    char title[96];
    page_say(
        &page, 0,
        "Wrote %s: %s people with long-term support on %s, from %s rows of %s file%s up to the reporting period that "
        "ends %s.",
        out_path, whole_text((int64_t)counts[RASIM_IMPORT_N_PEOPLE]).text, report->date,
        whole_text((int64_t)counts[RASIM_IMPORT_N_ROWS]).text, whole_text((int64_t)files).text, files == 1 ? "" : "s",
        report->latest_period);
    snprintf(title, sizeof title, "What became of %s rows", whole_text((int64_t)counts[RASIM_IMPORT_N_ROWS]).text);
    print_counts(&page, report, RASIM_IMPORT_DROPPED, title, "rows", "long-term services open at the date: kept",
                 sum_of(report, RASIM_IMPORT_SERVICES));
    print_counts(&page, report, RASIM_IMPORT_REPAIRED, "Repaired: read otherwise than it stands", "times", NULL, 0);
    print_counts(&page, report, RASIM_IMPORT_SERVICES, "Services kept, by what is known of their cost", "services",
                 NULL, 0);
    print_counts(&page, report, RASIM_IMPORT_PEOPLE, "People", "people", NULL, 0);
    print_counts(&page, report, RASIM_IMPORT_POINTS, "Points", "number", NULL, 0);
    print_values(&page, report);
}

static const char *
text_of(const option_value *value)
{
    return value->n > 0 ? value->texts[0] : NULL;
}

/* False with a complaint where options do not go together. */
static bool
read_options(const option_value *values, rasim_import_options *options)
{
    const char *weeks = text_of(&values[WEEKS]);
    rasim_import_options_init(options);
    options->date = text_of(&values[DATE]);
    options->partial_costs = values[PARTIAL_COSTS].n > 0;
    options->points_path = text_of(&values[POINTS]);
    options->points_column = text_of(&values[POINTS_COLUMN]);
    options->points_id_column = text_of(&values[POINTS_ID]);
    options->show_ids = values[SHOW_IDS].n > 0;
    options->out_path = values[OUT].texts[0];
    if (weeks && strcmp(weeks, "52") != 0 && strcmp(weeks, "52.18") != 0) {
        complain_of_usage("'--weeks' is 52 or 52.18.", "import");
        return false;
    }
    options->weeks_per_year = weeks && strcmp(weeks, "52.18") == 0 ? 52.18 : 52.0;
    if (!options->points_path == !options->points_column && (options->points_path || !options->points_id_column))
        return true;
    complain_of_usage("'--points' and '--points-column' go together: the file, and its column with the points.",
                      "import");
    return false;
}

static exit_code
run_import_cld(const command_line *line)
{
    rasim_import_options options;
    if (!read_options(line->values, &options))
        return EXIT_USAGE;
    size_t n = 0;
    while (n < COMMAND_MOST_OPERANDS && line->operands[n])
        n++;
    rasim_problems *problems = NULL;
    rasim_import_report *report = NULL;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = rasim_import_cld(line->operands, n, &options, &report, problems);
    exit_code code = EXIT_DONE;
    if (status != RASIM_OK) {
        code = complain_of_failure(status, problems, "written");
    } else {
        complain_of_problems(problems);
        print_report(report, options.out_path);
    }
    rasim_import_report_free(report);
    rasim_problems_free(problems);
    return check_output(code);
}

const command_info command_import_cld = {
    .name = "import cld",
    .operand = "FILE.csv ...",
    .most_operands = COMMAND_MOST_OPERANDS,
    .summary = "Makes a caseload from Client Level Data.",
    .about = "Makes a caseload from a council's Client Level Data extracts (release 1 or 2; several quarters may be "
             "given): one row for each person with long-term support on a day, with the weekly cost by DHSC's rule. "
             "Every row that is left out and every value that is not understood is counted. Names, NHS numbers, "
             "postcodes and dates of birth are not kept.",
    .example = "rasim import cld quarter-4.csv --out caseload.csv",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_import_cld,
};
