/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim optimise`: the numbers that leave the least need to the panel and stay inside the envelope. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "complain.h"
#include "files_out.h"
#include "optimise_page.h"
#include "rasim/rasim.h"
#include "run_options.h"
#include "session.h"

enum { VARY, CONFIDENCE, MOST_LOSERS, DESIGN, EVALUATIONS, REPLICATES, SEED, THREADS, OUT, JSON, SHOW_IDS };

static const option_info OPTIONS[] = {
    [VARY] = {.name = "vary",
              .kind = OPTION_TEXT,
              .value_name = "KEY=LOW:HIGH",
              .repeats = true,
              .required = true,
              .sentence = "A number of the design with 'design.' before it, or of the framework, and where to look for "
                          "it; may be given 8 times."},
    [CONFIDENCE] = {.name = "confidence",
                    .kind = OPTION_NUMBER,
                    .value_name = "X",
                    .sentence = "Share of years in which net spend must stay inside the envelope; 0.9 where it is left "
                                "out."},
    [MOST_LOSERS] = {.name = "most-losers",
                     .kind = OPTION_NUMBER,
                     .value_name = "X",
                     .sentence = "At most this share of people may have an allocation more than a tenth below their "
                                 "package; no cap where it is left out."},
    [DESIGN] = OPTION_ONE_DESIGN,
    [EVALUATIONS] = {.name = "evaluations",
                     .kind = OPTION_WHOLE,
                     .value_name = "N",
                     .least = 1,
                     .most = 1000000,
                     .sentence =
                         "Points looked at all over the ranges before the best are looked at closely; 20 and 30 "
                         "for each range where it is left out."},
    [REPLICATES] = OPTION_REPLICATES,
    [SEED] = OPTION_SEED,
    [THREADS] = OPTION_THREADS,
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "DESIGN.yaml",
             .sentence =
                 "Where the design with the chosen values goes. It says where they come from, and appears whole "
                 "or not at all."},
    [JSON] = OPTION_JSON("optimisation"),
    [SHOW_IDS] = OPTION_SHOW_IDS,
};

typedef struct session {
    cli_session base;
    rasim_range ranges[RASIM_MOST_RANGES];
    char *keys[RASIM_MOST_RANGES];
    size_t n_ranges;
    rasim_optimisation *optimisation;
} session;

static rasim_status
read_ranges(session *self)
{
    const option_value *vary = &self->base.line->values[VARY];
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < vary->n && status == RASIM_OK; i++) {
        status = rasim_range_parse(vary->texts[i], &self->ranges[i], &self->keys[i], self->base.problems);
        self->n_ranges += status == RASIM_OK;
    }
    return status;
}

/* Whether the design can be kept is asked before anything is simulated. */
static rasim_status
check_files(void *context, const rasim_study *study, rasim_problems *problems)
{
    const session *self = context;
    const char *const path = session_text(&self->base, OUT);
    return files_check("", &path, 1, &(rasim_sources){.study = study}, problems);
}

static rasim_status
search(session *self)
{
    const option_value *values = self->base.line->values;
    rasim_optimise_options options;
    rasim_optimise_options_init(&options);
    options.ranges = self->ranges;
    options.n_ranges = self->n_ranges;
    if (session_given(&self->base, CONFIDENCE))
        options.confidence = values[CONFIDENCE].number;
    if (session_given(&self->base, MOST_LOSERS))
        options.most_losers = values[MOST_LOSERS].number;
    options.evaluations = (unsigned)values[EVALUATIONS].whole;
    SESSION_WORK_OPTIONS(&self->base, &options);
    options.ready = check_files;
    options.ready_context = self;
    session_start_work(&self->base, false, 1, "Looking for the best design");
    const rasim_status status =
        rasim_optimise_run(self->base.line->operands[0], &options, &self->optimisation, self->base.problems);
    session_end_work(&self->base);
    return status;
}

static rasim_status
print_results(const session *self)
{
    if (session_given(&self->base, JSON)) {
        char *json = NULL;
        const rasim_status status = rasim_optimisation_json(self->optimisation, &json);
        return session_print_json(status, json);
    }
    cli_page page;
    page_init(&page, stdout);
    optimise_page_print(&page, self->optimisation);
    fflush(stdout); /* what follows on standard error is to stand below */
    return RASIM_OK;
}

/* Where nothing was reached the page has said so, and there is nothing to write. */
static rasim_status
write_design(session *self)
{
    const char *path = session_text(&self->base, OUT);
    if (!path || !self->optimisation->chosen.reached)
        return RASIM_OK;
    const rasim_status status = rasim_write_optimised_design(path, self->optimisation, self->base.problems);
    if (status == RASIM_OK && !session_given(&self->base, JSON))
        fprintf(stderr, "Wrote %s.\n", path);
    return status;
}

/* --out without a key of the design would write the design as it is. */
static const char *
misuse(const session *self)
{
    bool of_design = false;
    for (size_t i = 0; i < self->n_ranges; i++)
        of_design = of_design || rasim_key_is_of_design(self->ranges[i].key);
    if (session_given(&self->base, OUT) && !of_design)
        return "'--out' writes a design, but no key begins with 'design.'; leave it out, or vary the design.";
    return NULL;
}

static rasim_status
optimise(session *self, const char **nothing)
{
    rasim_status status = search(self);
    if (status == RASIM_OK)
        status = session_tell_problems(&self->base);
    if (status != RASIM_OK)
        return status;
    *nothing = "written";
    status = print_results(self);
    return status == RASIM_OK ? write_design(self) : status;
}

static exit_code
run_optimise(const command_line *line)
{
    session self = {.n_ranges = 0};
    const char *nothing = "optimised", *wrong = NULL;
    if (line->values[VARY].n > RASIM_MOST_RANGES)
        return complain_of_usage("'--vary' may be given 8 times at most; leave one out.", "optimise");
    rasim_status status = session_begin(&self.base, line);
    if (status == RASIM_OK)
        status = read_ranges(&self);
    if (status == RASIM_OK)
        wrong = misuse(&self);
    if (status == RASIM_OK && !wrong)
        status = optimise(&self, &nothing);
    rasim_optimisation_free(self.optimisation);
    for (size_t i = 0; i < self.n_ranges; i++)
        free(self.keys[i]);
    const exit_code code = session_finish(&self.base, status, nothing);
    return wrong ? complain_of_usage(wrong, "optimise") : code;
}

const command_info command_optimise = {
    .name = "optimise",
    .operand = "FRAMEWORK.yaml",
    .most_operands = 1,
    .summary = "Finds the numbers of a design that leave the least need to the panel.",
    .about =
        "Looks in ranges of numbers of the design (or framework) for those that leave the least of what people need to "
        "the panel while net spend stays inside the envelope as surely as asked; simulates what it found; and shows "
        "what more or less confidence would cost. Rows of a list are named as in 'rasim sweep'. Where closed forms "
        "apply no point is simulated; elsewhere all are, on the same draws.",
    .example = "rasim optimise scenarios/cheshire/framework.yaml --vary design.limits.top_slice=0:0.4 --confidence 0.9 "
               "--out best.yaml",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_optimise,
};
