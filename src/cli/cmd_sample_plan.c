/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim sample plan`: how many people to score, and what so many say about the total cost. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "rasim/rasim.h"
#include "run_options.h"
#include "sample_options.h"
#include "sampling_page.h"
#include "session.h"

enum { POPULATION, CONFIDENCE, INTERVAL, CASELOAD, BY, TAKE_ALL, WHERE, PILOT, JSON };

static const option_info OPTIONS[] = {
    [POPULATION] = {.name = "population",
                    .kind = OPTION_WHOLE,
                    .value_name = "N",
                    .least = 2,
                    .most = 100000000,
                    .sentence = "People in the caseload; those of --caseload or --pilot where it is left out."},
    [CONFIDENCE] = {.name = "confidence",
                    .kind = OPTION_NUMBER,
                    .value_name = "X",
                    .sentence = "Confidence of the interval; 0.95 where it is left out."},
    [INTERVAL] = {.name = "interval",
                  .kind = OPTION_NUMBER,
                  .value_name = "X",
                  .sentence = "How far a share of people may be off, either way; 0.09 where it is left out."},
    [CASELOAD] = {.name = "caseload",
                  .kind = OPTION_TEXT,
                  .value_name = "FILE.csv",
                  .sentence = "The whole caseload, a row a person, with weekly_cost: what costs say before anybody is "
                              "scored."},
    [BY] = {.name = "by",
            .kind = OPTION_TEXT,
            .value_name = "COLUMNS",
            .sentence = "Columns of the caseload, with commas between them, whose combinations are the strata; for "
                        "example care_group,setting."},
    [TAKE_ALL] = {.name = "take-all-above",
                  .kind = OPTION_AMOUNT,
                  .value_name = "GBP",
                  .sentence = "In the strata, packages above so many pounds a week are all drawn."},
    [WHERE] = OPTION_WHERE("Plan for the rows of the caseload that hold this value in this column."),
    [PILOT] = {.name = "pilot",
               .kind = OPTION_TEXT,
               .value_name = "FRAMEWORK.yaml",
               .sentence = "A framework whose caseload is a scored sample: what it says about stage two."},
    [JSON] = OPTION_JSON("plan"),
};

/* The options as the library takes them; `columns` and the texts that are split are the caller's. Returns what is wrong
   with them, or NULL. */
static const char *
read_options(const cli_session *self, char *by, char *where, const char *columns[SAMPLE_MOST_BY],
             rasim_sampling_options *out)
{
    const option_value *values = self->line->values;
    rasim_sampling_options_init(out);
    out->population = values[POPULATION].whole;
    out->confidence = session_given(self, CONFIDENCE) ? values[CONFIDENCE].number : out->confidence;
    out->interval = session_given(self, INTERVAL) ? values[INTERVAL].number : out->interval;
    out->caseload = session_text(self, CASELOAD);
    out->pilot = session_text(self, PILOT);
    out->take_all_above_gbp_week = values[TAKE_ALL].number;
    out->by = columns;
    if (!out->caseload && (session_given(self, BY) || session_given(self, WHERE) || session_given(self, TAKE_ALL)))
        return "'--by', '--where' and '--take-all-above' are about the rows of a caseload; give --caseload too.";
    if (!out->caseload && !out->pilot && !session_given(self, POPULATION))
        return "'rasim sample plan' needs a population: give --population N, or --caseload FILE.csv.";
    if (session_given(self, BY) && (out->n_by = sample_split_columns(by, columns)) == 0)
        return SAMPLE_BY_COMPLAINT;
    if (session_given(self, WHERE) && !sample_split_where(where, &out->where_column, &out->where_value))
        return SAMPLE_WHERE_COMPLAINT;
    return NULL;
}

static rasim_status
print_plan(const cli_session *self, const rasim_sampling_options *options, const rasim_sampling *plan)
{
    if (session_given(self, JSON)) {
        char *json = NULL;
        const rasim_status status = rasim_sampling_json(plan, &json);
        return session_print_json(status, json);
    }
    cli_page page;
    page_init(&page, stdout);
    sampling_page_print(&page, options, plan);
    return RASIM_OK;
}

static exit_code
plan_sample(cli_session *self, const rasim_sampling_options *options)
{
    rasim_sampling *plan = NULL;
    rasim_status status = rasim_sampling_plan(options, &plan, self->problems);
    if (status == RASIM_OK)
        status = session_tell_problems(self);
    if (status == RASIM_OK)
        status = print_plan(self, options, plan);
    rasim_sampling_free(plan);
    return session_finish(self, status, "planned");
}

static exit_code
run_sample_plan(const command_line *line)
{
    cli_session self;
    rasim_sampling_options options;
    const char *columns[SAMPLE_MOST_BY], *complaint = NULL;
    rasim_status status = session_begin(&self, line);
    char *by = strdup(session_given(&self, BY) ? session_text(&self, BY) : "");
    char *where = strdup(session_given(&self, WHERE) ? session_text(&self, WHERE) : "");
    exit_code code = EXIT_USAGE;
    if (status == RASIM_OK && (!by || !where))
        status = RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        complaint = read_options(&self, by, where, columns, &options);
    if (status != RASIM_OK) {
        code = session_finish(&self, status, "planned");
    } else if (complaint) {
        session_finish(&self, RASIM_OK, "");
        code = complain_of_usage(complaint, "sample plan");
    } else {
        code = plan_sample(&self, &options);
    }
    free(where);
    free(by);
    return code;
}

const command_info command_sample_plan = {
    .name = "sample plan",
    .summary = "Says how many people to score, and what that buys.",
    .about =
        "Gives the size of a sample in which a share of people is known within an interval, with finite-population "
        "correction, and beside it what that size says about total cost: with costs known of the sample only and of "
        "everybody, with the dearest packages all drawn, within strata, and, after a pilot, for stage two.",
    .example = "rasim sample plan --population 5000 --confidence 0.95 --interval 0.09",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_sample_plan,
};
