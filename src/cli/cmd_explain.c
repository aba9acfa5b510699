/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim explain`: how one person's figure comes about. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "complain.h"
#include "explain_page.h"
#include "rasim/rasim.h"

enum { PERSON, ANSWERS, DESIGN, JSON, OUT };

static const option_info OPTIONS[] = {
    [PERSON] = {.name = "person",
                .kind = OPTION_TEXT,
                .value_name = "ID",
                .sentence = "The person_id of somebody in the caseload."},
    [ANSWERS] = {.name = "answers",
                 .kind = OPTION_TEXT,
                 .value_name = "FILE",
                 .sentence = "A YAML file with the caseload's headings and one person's values, instead of --person; "
                             "weekly_cost may be left out."},
    [DESIGN] = {.name = "design",
                .kind = OPTION_TEXT,
                .value_name = "FILE",
                .repeats = true,
                .sentence = "A design to explain instead of the framework's own; may be given several times."},
    [JSON] = {.name = "json", .kind = OPTION_FLAG, .sentence = "Give the explanation as JSON and nothing else."},
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "FILE",
             .sentence = "The file to write instead of showing the explanation. It appears whole or not at all."},
};

/* The page as text, at the width of a page that is no terminal. */
static rasim_status
page_as_text(const rasim_explanation *explanation, char **out)
{
    size_t size = 0;
    FILE *stream = open_memstream(out, &size);
    if (!stream)
        return RASIM_ERR_NO_MEMORY;
    cli_page page;
    page_init(&page, stream);
    explain_page_print(&page, explanation);
    return fclose(stream) == 0 ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
deliver(const command_line *line, const rasim_explanation *explanation, rasim_problems *problems)
{
    const bool json = line->values[JSON].n > 0, to_file = line->values[OUT].n > 0;
    char *text = NULL;
    rasim_status status = RASIM_OK;
    if (!json && !to_file) {
        cli_page page;
        page_init(&page, stdout);
        explain_page_print(&page, explanation);
        return RASIM_OK;
    }
    status = json ? rasim_explanation_json(explanation, &text) : page_as_text(explanation, &text);
    if (status == RASIM_OK && to_file)
        status = rasim_text_write(line->values[OUT].texts[0], text, problems);
    else if (status == RASIM_OK)
        fputs(text, stdout);
    free(text);
    return status;
}

static exit_code
run_explain(const command_line *line)
{
    const option_value *values = line->values;
    rasim_explain_options options;
    rasim_problems *problems = NULL;
    rasim_explanation *explanation = NULL;
    if ((values[PERSON].n > 0) == (values[ANSWERS].n > 0))
        return complain_of_usage("'rasim explain' needs one of '--person ID' and '--answers FILE'.", "explain");
    rasim_explain_options_init(&options);
    options.person_id = values[PERSON].n > 0 ? values[PERSON].texts[0] : NULL;
    options.answers_path = values[ANSWERS].n > 0 ? values[ANSWERS].texts[0] : NULL;
    options.designs = values[DESIGN].texts;
    options.n_designs = values[DESIGN].n;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = rasim_explain(line->operands[0], &options, &explanation, problems);
    if (status == RASIM_OK) {
        complain_of_problems(problems);
        status = deliver(line, explanation, problems);
    }
    const exit_code code = status == RASIM_OK ? EXIT_DONE : complain_of_failure(status, problems, "explained");
    rasim_explanation_free(explanation);
    rasim_problems_free(problems);
    return check_output(code);
}

const command_info command_explain = {
    .name = "explain",
    .operand = "FRAMEWORK.yaml",
    .most_operands = 1,
    .summary = "Explains one person's figure, step by step.",
    .about = "Shows how one person's indicative amount comes about under each design: every answer and its points, the "
             "table, every limit, who pays, and how far the final budget may move. The page can be handed to the "
             "person. It holds their answers: treat it as personal data.",
    .example = "rasim explain scenarios/cheshire/framework.yaml --person CE-OP-00001",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_explain,
};
