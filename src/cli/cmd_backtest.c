/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim backtest`: what frameworks said beforehand, beside what happened. */
#include <stdio.h>

#include "backtest_page.h"
#include "command.h"
#include "rasim/rasim.h"
#include "run_options.h"
#include "session.h"

enum { OUTTURN, DESIGN, REPLICATES, SEED, THREADS, JSON, SHOW_IDS };

static const option_info OPTIONS[] = {
    [OUTTURN] = {.name = "outturn",
                 .kind = OPTION_TEXT,
                 .value_name = "FILE.csv",
                 .required = true,
                 .sentence = "What net spend turned out to be: columns year and net_gbp, and budget_area where it is "
                             "known by area; a row without an area is the whole budget."},
    [DESIGN] = {.name = "design",
                .kind = OPTION_TEXT,
                .value_name = "NAME",
                .sentence = "The design that was in force, by name or file; the first where it is left out."},
    [REPLICATES] = OPTION_REPLICATES,
    [SEED] = OPTION_SEED,
    [THREADS] = OPTION_THREADS,
    [JSON] = OPTION_JSON("backtest"),
    [SHOW_IDS] = OPTION_SHOW_IDS,
};

static size_t
count_frameworks(const command_line *line)
{
    size_t n = 0;
    while (n < COMMAND_MOST_OPERANDS && line->operands[n])
        n++;
    return n;
}

static rasim_status
simulate(cli_session *self, rasim_backtest **out)
{
    rasim_backtest_options options;
    rasim_backtest_options_init(&options);
    options.frameworks = self->line->operands;
    options.n_frameworks = count_frameworks(self->line);
    options.outturn = session_text(self, OUTTURN);
    SESSION_WORK_OPTIONS(self, &options);
    session_start_work(self, false, 1, "Simulating what was expected");
    const rasim_status status = rasim_backtest_run(&options, out, self->problems);
    session_end_work(self);
    return status;
}

static rasim_status
print_results(const cli_session *self, const rasim_backtest *backtest)
{
    if (session_given(self, JSON)) {
        char *json = NULL;
        const rasim_status status = rasim_backtest_json(backtest, &json);
        return session_print_json(status, json);
    }
    cli_page page;
    page_init(&page, stdout);
    backtest_page_print(&page, backtest);
    return RASIM_OK;
}

static exit_code
run_backtest(const command_line *line)
{
    cli_session self;
    rasim_backtest *backtest = NULL;
    rasim_status status = session_begin(&self, line);
    if (status == RASIM_OK)
        status = simulate(&self, &backtest);
    if (status == RASIM_OK)
        status = session_tell_problems(&self);
    if (status == RASIM_OK)
        status = print_results(&self, backtest);
    rasim_backtest_free(backtest);
    return session_finish(&self, status, "simulated");
}

const command_info command_backtest = {
    .name = "backtest",
    .operand = "FRAMEWORK.yaml ...",
    .most_operands = COMMAND_MOST_OPERANDS,
    .summary = "Holds what frameworks said beforehand against what happened.",
    .about =
        "Simulates frameworks as they stood before their years began and says where each outturn fell among the "
        "simulated years, for the whole budget and by budget area; over several years, whether forecasts were biased "
        "or too sure, with what so few years can and cannot show.",
    .example = "rasim backtest scenarios/cheshire/framework.yaml --outturn scenarios/cheshire/outturn.csv",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_backtest,
};
