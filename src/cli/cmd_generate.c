/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim generate`: a synthetic caseload from a recipe, and what its costs came out as. */
#include <math.h>
#include <stdio.h>

#include "command.h"
#include "complain.h"
#include "number.h"
#include "page.h"
#include "rasim/caseload.h"
#include "table.h"

enum { OUT };

static const option_info OPTIONS[] = {
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "FILE.csv",
             .required = true,
             .sentence = "The file to write. It appears whole or not at all."},
};

/* "Older people, community", "community", "Everybody" */
static void
print_name(char *buffer, size_t size, const rasim_generated_part *part)
{
    snprintf(buffer, size, "%s%s%s", part->care_group ? part->care_group : "",
             part->care_group && part->setting ? ", " : "", part->setting ? part->setting : "");
    if (!part->care_group && !part->setting)
        snprintf(buffer, size, "Everybody");
}

/* A share as it is written in a recipe; other figures with two decimals. */
static void
print_figure(char *buffer, size_t size, double value)
{
    snprintf(buffer, size, fabs(value) < 1.0 ? "%.3f" : "%.2f", value);
}

static bool
has_target(const rasim_generated_part *part)
{
    for (int f = 0; f < RASIM_N_GENERATED_FIGURES; f++)
        if (isfinite(part->target[f]))
            return true;
    return false;
}

static void
print_costs(const cli_page *page, const rasim_generated *generated)
{
    static const table_column COLUMNS[] = {
        {"", 0, true},     {"People", 0, false},   {"Mean", 0, false}, {"Median", 1, false},
        {"P95", 1, false}, {"P95/med.", 2, false}, {"CV", 0, false},
    };
    page_line(page, PAGE_BOLD, "What packages cost, £ a week");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < generated->n_parts && !has_target(&generated->parts[i]); i++) {
        const rasim_generated_part *part = &generated->parts[i];
        char name[256], ratio[32], cv[32];
        print_name(name, sizeof name, part);
        snprintf(ratio, sizeof ratio, "%.2f", part->found[RASIM_GENERATED_P95_OVER_MEDIAN]);
        snprintf(cv, sizeof cv, "%.2f", part->found[RASIM_GENERATED_CV]);
        number_text people = whole_text((int64_t)part->people),
                    mean = amount_text(part->found[RASIM_GENERATED_MEAN], 1.0),
                    median = amount_text(part->median_gbp_week, 1.0), p95 = amount_text(part->p95_gbp_week, 1.0);
        const char *cells[] = {name, people.text, mean.text, median.text, p95.text, ratio, cv};
        if (part->people > 0)
            table_row(table, cells, NULL);
    }
    table_finish(table);
}

static void
target_rows(cli_table *table, const rasim_generated_part *part)
{
    for (int f = 0; f < RASIM_N_GENERATED_FIGURES; f++) {
        if (!isfinite(part->target[f]))
            continue;
        char name[256], wanted[32], found[32];
        print_name(name, sizeof name, part);
        print_figure(wanted, sizeof wanted, part->target[f]);
        print_figure(found, sizeof found, part->found[f]);
        const char *cells[] = {name, rasim_generated_key((rasim_generated_figure)f), wanted, found,
                               part->met[f] ? "met" : "missed"};
        const page_style styles[] = {PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN, PAGE_PLAIN,
                                     part->met[f] ? PAGE_PLAIN : PAGE_BAD};
        table_row(table, cells, styles);
    }
}

static void
print_targets(const cli_page *page, const rasim_generated *generated)
{
    static const table_column COLUMNS[] = {
        {"", 1, true}, {"Target", 0, true}, {"Wanted", 0, false}, {"Found", 0, false}, {"", 0, true},
    };
    const rasim_generated_part *last = &generated->parts[generated->n_parts - 1];
    if (!has_target(last))
        return;
    page_line(page, PAGE_BOLD, "Targets of the recipe");
    cli_table *table = table_create(page, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < generated->n_parts; i++)
        target_rows(table, &generated->parts[i]);
    table_finish(table);
}

static exit_code
run_generate(const command_line *line)
{
    const char *path = line->values[OUT].texts[0];
    rasim_problems *problems = NULL;
    rasim_generated *generated = NULL;
    rasim_status status = rasim_problems_create(&problems);
    if (status == RASIM_OK)
        status = rasim_generate(line->operands[0], path, &generated, problems);
    exit_code code = EXIT_DONE;
    if (status != RASIM_OK) {
        code = complain_of_failure(status, problems, "written");
    } else {
        cli_page page;
        page_init(&page, stdout);
        complain_of_problems(problems);
        printf("Wrote %s: SYNTHETIC DATA, made from %s; no person in it exists.\n", path, line->operands[0]);
        print_costs(&page, generated);
        print_targets(&page, generated);
    }
    rasim_generated_free(generated);
    rasim_problems_free(problems);
    return check_output(code);
}

const command_info command_generate = {
    .name = "generate",
    .operand = "RECIPE.yaml",
    .most_operands = 1,
    .summary = "Makes a synthetic caseload from a recipe.",
    .about = "Makes a synthetic caseload from a recipe and writes it as CSV. The same recipe always makes the same "
             "file. What "
             "packages cost is shown beside the recipe's targets; a target that is missed is a note.",
    .example = "rasim generate scenarios/cheshire/county.recipe.yaml --out county.csv",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_generate,
};
