/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim sample draw`: a stratified sample of a caseload, to be scored. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "complain.h"
#include "rasim/caseload.h"

enum { SIZE, BY, WHERE, SEED, OUT };
enum { MOST_BY = 16 };

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
    [WHERE] = {.name = "where",
               .kind = OPTION_TEXT,
               .value_name = "COLUMN=VALUE",
               .sentence = "Draw only from rows that hold this value in this column."},
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

/* Splits "a,b" in place; returns how many columns there are, 0 where one is empty or there are too many. */
static size_t
split_columns(char *text, const char *columns[MOST_BY])
{
    size_t n = 0;
    for (char *comma; text; text = comma) {
        comma = strchr(text, ',');
        if (comma)
            *comma++ = '\0';
        if (text[0] == '\0' || n == MOST_BY)
            return 0;
        columns[n++] = text;
    }
    return n;
}

/* Splits "COLUMN=VALUE" in place. */
static bool
split_where(char *text, rasim_sample_plan *plan)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text || equals[1] == '\0')
        return false;
    *equals = '\0';
    plan->where_column = text;
    plan->where_value = equals + 1;
    return true;
}

static exit_code
draw(const char *csv_path, const rasim_sample_plan *plan, const char *out_path)
{
    rasim_problems *problems = NULL;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = rasim_sample_draw(csv_path, plan, out_path, problems);
    exit_code code = EXIT_DONE;
    if (status != RASIM_OK) {
        code = complain_of_failure(status, problems, "written");
    } else {
        complain_of_problems(problems);
        printf("Wrote %s: a sample of %s; the column 'weight' says how many people each row stands for.\n", out_path,
               csv_path);
    }
    rasim_problems_free(problems);
    return check_output(code);
}

static exit_code
run_sample_draw(const command_line *line)
{
    const option_value *values = line->values;
    const char *columns[MOST_BY];
    char *by = strdup(values[BY].texts[0]), *where = strdup(values[WHERE].n > 0 ? values[WHERE].texts[0] : "");
    rasim_sample_plan plan = {.size = values[SIZE].whole, .seed = values[SEED].n > 0 ? values[SEED].whole : 1};
    exit_code code = EXIT_USAGE;
    if (!by || !where) {
        code = complain_of_failure(RASIM_ERR_NO_MEMORY, NULL, "written");
        goto out;
    }
    plan.by = columns;
    plan.n_by = split_columns(by, columns);
    if (plan.n_by == 0) {
        complain_of_usage("'--by' needs one to 16 columns with commas between them, such as care_group,setting.",
                          "sample");
        goto out;
    }
    if (values[WHERE].n > 0 && !split_where(where, &plan)) {
        complain_of_usage("'--where' needs a column, an equals sign and a value, such as setting=community.", "sample");
        goto out;
    }
    code = draw(line->operands[0], &plan, values[OUT].texts[0]);
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
        "Draws people from a caseload, stratum by stratum in proportion, without replacement, and writes their rows "
        "with a column 'weight' that says how many people each stands for.",
    .example = "rasim sample draw caseload.csv --size 119 --by care_group,setting --out sample.csv",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_sample_draw,
};
