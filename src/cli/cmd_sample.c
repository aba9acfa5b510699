/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim sample draw`: a stratified sample of a caseload, to be scored. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "number.h"
#include "page.h"
#include "rasim/caseload.h"
#include "sample_options.h"
#include "table.h"

enum { SIZE, BY, ALLOCATION, TAKE_ALL, WHERE, SEED, OUT };

static const option_info OPTIONS[] = {
    [SIZE] = {.name = "size",
              .kind = OPTION_WHOLE,
              .value_name = "N",
              .least = 1,
              .most = 100000000,
              .required = true,
              .sentence = "People in the sample."},
    [BY] = {.name = "by",
            .kind = OPTION_TEXT,
            .value_name = "COLUMNS",
            .required = true,
            .sentence = "Columns, with commas between them, whose combinations are the strata; for example "
                        "care_group,setting."},
    [ALLOCATION] = {.name = "allocation",
                    .kind = OPTION_TEXT,
                    .value_name = "HOW",
                    .sentence =
                        "proportional (to people; where it is left out) or neyman (to people times the spread of "
                        "weekly_cost, so that the total is known best)."},
    [TAKE_ALL] = {.name = "take-all-above",
                  .kind = OPTION_AMOUNT,
                  .value_name = "GBP",
                  .sentence = "Packages above so many pounds a week are all drawn, at weight 1; the rest of the sample "
                              "is shared out over the others."},
    [WHERE] = OPTION_WHERE("Draw only from rows that hold this value in this column."),
    [SEED] = {.name = "seed",
              .kind = OPTION_WHOLE,
              .value_name = "N",
              .least = 0,
              .most = UINT64_MAX,
              .sentence = "Seed of the draw; 1 where it is left out. The same seed draws the same people."},
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "FILE.csv",
             .required = true,
             .sentence = "The file to write. It appears whole or not at all."},
};

static bool
read_allocation(const option_value *value, rasim_sample_plan *plan)
{
    if (value->n == 0 || strcmp(value->texts[0], "proportional") == 0)
        return true;
    plan->allocation = RASIM_ALLOCATION_NEYMAN;
    return strcmp(value->texts[0], "neyman") == 0;
}

/* ---- what was drawn ---- */

static void
print_stratum(cli_table *table, const rasim_sample_stratum *stratum)
{
    char weight[32];
    snprintf(weight, sizeof weight, "%.2f", stratum->weight);
    number_text people = whole_text((int64_t)stratum->people), drawn = whole_text((int64_t)stratum->drawn),
                sd = amount_text(stratum->sd_gbp_week, 1.0);
    const char *cells[] = {stratum->name[0] ? stratum->name : "Everybody", people.text, drawn.text, weight, sd.text};
    table_row(table, cells, NULL);
}

static void
print_total(cli_table *table, const rasim_sample_drawn *drawn)
{
    uint64_t people = 0, rows = 0;
    for (size_t h = 0; h < drawn->n_strata; h++) {
        people += drawn->strata[h].people;
        rows += drawn->strata[h].drawn;
    }
    number_text all = whole_text((int64_t)people), n = whole_text((int64_t)rows);
    const char *cells[] = {"All", all.text, n.text, "", ""};
    table_row(table, cells, NULL);
}

static void
print_drawn(const rasim_sample_drawn *drawn)
{
    static const table_column COLUMNS[] = {
        {"Stratum", 0, true}, {"People", 0, false},       {"Drawn", 0, false},
        {"Weight", 0, false}, {"sd, £ a week", 1, false},
    };
    cli_page page;
    page_init(&page, stdout);
    bool has_costs = drawn->n_strata > 0 && isfinite(drawn->strata[0].sd_gbp_week);
    cli_table *table = table_create(&page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0] - !has_costs);
    for (size_t h = 0; h < drawn->n_strata; h++)
        print_stratum(table, &drawn->strata[h]);
    if (drawn->n_strata > 1)
        print_total(table, drawn);
    table_finish(table);
}

static exit_code
draw(const char *csv_path, const rasim_sample_plan *plan, const char *out_path)
{
    rasim_problems *problems = NULL;
    rasim_sample_drawn *drawn = NULL;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = rasim_sample_draw(csv_path, plan, out_path, &drawn, problems);
    exit_code code = EXIT_DONE;
    if (status != RASIM_OK) {
        code = complain_of_failure(status, problems, "written");
    } else {
        complain_of_problems(problems);
        printf("Wrote %s: a sample of %s; the column 'weight' says how many people each row stands for.\n", out_path,
               csv_path);
        print_drawn(drawn);
    }
    rasim_sample_drawn_free(drawn);
    rasim_problems_free(problems);
    return check_output(code);
}

static exit_code
run_sample_draw(const command_line *line)
{
    const option_value *values = line->values;
    const char *columns[SAMPLE_MOST_BY], *complaint = NULL;
    char *by = strdup(values[BY].texts[0]), *where = strdup(values[WHERE].n > 0 ? values[WHERE].texts[0] : "");
    rasim_sample_plan plan = {.size = values[SIZE].whole, .seed = values[SEED].n > 0 ? values[SEED].whole : 1};
    exit_code code = EXIT_USAGE;
    if (!by || !where) {
        code = complain_of_failure(RASIM_ERR_NO_MEMORY, NULL, "written");
        goto out;
    }
    plan.by = columns;
    plan.n_by = sample_split_columns(by, columns);
    plan.take_all_above_gbp_week = values[TAKE_ALL].n > 0 ? values[TAKE_ALL].number : 0.0;
    if (plan.n_by == 0)
        complaint = SAMPLE_BY_COMPLAINT;
    else if (values[WHERE].n > 0 && !sample_split_where(where, &plan.where_column, &plan.where_value))
        complaint = SAMPLE_WHERE_COMPLAINT;
    else if (!read_allocation(&values[ALLOCATION], &plan))
        complaint = "'--allocation' is proportional or neyman.";
    code = complaint ? complain_of_usage(complaint, "sample") : draw(line->operands[0], &plan, values[OUT].texts[0]);
out:
    free(where);
    free(by);
    return code;
}

const command_info command_sample_draw = {
    .name = "sample draw",
    .operand = "CASELOAD.csv",
    .most_operands = 1,
    .summary = "Draws a stratified sample of a caseload.",
    .about =
        "Draws people from a caseload, stratum by stratum, without replacement, and writes their rows with a column "
        "'weight' that says how many people each stands for.",
    .example = "rasim sample draw county.csv --size 119 --by care_group,setting --out sample.csv",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_sample_draw,
};
