/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `rasim calibrate`: a rule fitted to a scored sample, as a design that runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "calibrate_page.h"
#include "command.h"
#include "complain.h"
#include "files_out.h"
#include "number.h"
#include "rasim/rasim.h"
#include "report_files.h"
#include "run_options.h"
#include "session.h"

enum {
    METHOD,
    OUT,
    POOLING,
    DESIGN,
    NAME,
    KNOTS,
    BANDS,
    ROUND_TO,
    TERMS,
    INTERACTION,
    CHOOSE,
    PLACES,
    RIDGE,
    PRIOR,
    VIGNETTES,
    VIGNETTE_WEIGHT,
    CONFIDENCE,
    UNSCALED,
    FOLDS,
    BOOTSTRAP,
    REPLICATES,
    SEED,
    THREADS,
    JSON,
    SHOW_IDS,
    REPORT
};

static const option_info OPTIONS[] = {
    [METHOD] = {.name = "method",
                .kind = OPTION_TEXT,
                .value_name = "M",
                .required = true,
                .sentence = "price-per-point, percentile, isotonic, bands, glm or lognormal."},
    [OUT] = {.name = "out",
             .kind = OPTION_TEXT,
             .value_name = "DESIGN.yaml",
             .required = true,
             .sentence = "The design to write. It appears whole or not at all, and says where it comes from."},
    [POOLING] = {.name = "pooling",
                 .kind = OPTION_TEXT,
                 .value_name = "P",
                 .sentence =
                     "generic (one rule for everybody; where it is left out), per-group (one for each care "
                     "group) or, for glm and lognormal, partial (one for each, drawn to what they have in common)."},
    [DESIGN] = {.name = "design",
                .kind = OPTION_TEXT,
                .value_name = "NAME",
                .sentence =
                    "Which of the framework's designs, by name or file, gives questionnaire, carer rule, limits "
                    "and exclusion; the first where it is left out."},
    [NAME] = {.name = "name",
              .kind = OPTION_TEXT,
              .value_name = "NAME",
              .sentence = "What the new design is called; made from the method where it is left out."},
    [KNOTS] = {.name = "knots",
               .kind = OPTION_WHOLE,
               .value_name = "N",
               .least = 2,
               .most = 100,
               .sentence = "Method percentile: knots of the table; 11 where it is left out."},
    [BANDS] = {.name = "bands",
               .kind = OPTION_WHOLE,
               .value_name = "K",
               .least = 1,
               .most = 50,
               .sentence = "Method bands: how many; where it is left out, as many of 2 to 12 as do best on people not "
                           "seen."},
    [ROUND_TO] = {.name = "round-to",
                  .kind = OPTION_AMOUNT,
                  .value_name = "GBP",
                  .sentence = "Amounts are whole multiples of so many pounds a week; where it is left out, 5 for bands "
                              "and 0.01 for tables."},
    [TERMS] = {.name = "terms",
               .kind = OPTION_TEXT,
               .value_name = "T",
               .sentence =
                   "Methods glm and lognormal: answers (a term for each answer; where it is left out) or points "
                   "(one for the points of each question, after unpaid support)."},
    [INTERACTION] = {.name = "interaction",
                     .kind = OPTION_TEXT,
                     .value_name = "A:B",
                     .repeats = true,
                     .sentence = "Methods glm and lognormal: a term for the points of two questions multiplied; may be "
                                 "given several times."},
    [CHOOSE] = {.name = "choose-interactions",
                .kind = OPTION_FLAG,
                .sentence = "Methods glm and lognormal: add up to 3 interactions that make errors on people not seen "
                            "smaller."},
    [PLACES] = {.name = "place-effects",
                .kind = OPTION_FLAG,
                .sentence = "Methods glm and lognormal: an effect of each place, drawn to none, so that dear places do "
                            "not pass for great needs; the design has none of them."},
    [RIDGE] = {.name = "ridge",
               .kind = OPTION_AMOUNT,
               .value_name = "X",
               .sentence =
                   "Methods glm and lognormal: strength of the penalty; where it is left out, what does best on "
                   "people not seen."},
    [PRIOR] = {.name = "prior",
               .kind = OPTION_TEXT,
               .value_name = "FILE",
               .sentence = "Methods glm and lognormal: a design of family regression whose coefficients the penalty "
                           "leads to, such as a national one."},
    [VIGNETTES] = {.name = "vignettes",
                   .kind = OPTION_TEXT,
                   .value_name = "FILE.csv",
                   .sentence =
                       "Cases with answers and what the members of a panel would give, in the caseload's columns "
                       "(weekly_cost) with the column 'vignette'; they are fitted to as people are."},
    [VIGNETTE_WEIGHT] = {.name = "vignette-weight",
                         .kind = OPTION_AMOUNT,
                         .value_name = "X",
                         .sentence = "How many people of mean weight a vignette counts as; 1 where it is left out."},
    [CONFIDENCE] = {.name = "confidence",
                    .kind = OPTION_NUMBER,
                    .value_name = "A",
                    .sentence = "How sure to be of staying inside the envelope; 0.8 where it is left out."},
    [UNSCALED] = {.name = "unscaled", .kind = OPTION_FLAG, .sentence = "Write the fit as it is, whatever it costs."},
    [FOLDS] = {.name = "folds",
               .kind = OPTION_WHOLE,
               .value_name = "N",
               .least = 2,
               .most = 100,
               .sentence = "Folds of cross-validation; 10 where it is left out."},
    [BOOTSTRAP] = {.name = "bootstrap",
                   .kind = OPTION_WHOLE,
                   .value_name = "N",
                   .least = 40,
                   .most = 100000,
                   .sentence = "Bootstrap samples behind the intervals; 500 where it is left out."},
    [REPLICATES] = OPTION_REPLICATES,
    [SEED] = OPTION_SEED,
    [THREADS] = OPTION_THREADS,
    [JSON] = OPTION_JSON("calibration"),
    [SHOW_IDS] = OPTION_SHOW_IDS,
    [REPORT] = {.name = "report",
                .kind = OPTION_FLAG,
                .sentence = "Write the report too: DESIGN.h5, which 'rasim report' reads, DESIGN.html and "
                            "DESIGN.xlsx; also where no design is written."},
};

typedef struct session {
    cli_session base;
    rasim_calibration *calibration;
    char *h5; /* what the report is made from; NULL: none is asked for */
} session;

static bool
given(const session *self, size_t option)
{
    return session_given(&self->base, option);
}

static const char *
text_of(const session *self, size_t option)
{
    return session_text(&self->base, option);
}

static bool
read_pooling(const char *text, rasim_pooling *out)
{
    for (int p = RASIM_POOLING_GENERIC; text && p <= RASIM_POOLING_PARTIAL; p++)
        if (strcmp(rasim_pooling_name((rasim_pooling)p), text) == 0) {
            *out = (rasim_pooling)p;
            return true;
        }
    return !text;
}

/* Of regressions, and of what is fitted to besides people. */
static void
set_fit_options(const session *self, rasim_calibrate_options *options)
{
    const option_value *values = self->base.line->values;
    options->by_points = given(self, TERMS) && strcmp(text_of(self, TERMS), "points") == 0;
    options->interactions = values[INTERACTION].texts;
    options->n_interactions = values[INTERACTION].n;
    options->choose_interactions = given(self, CHOOSE);
    options->place_effects = given(self, PLACES);
    options->ridge = given(self, RIDGE) ? values[RIDGE].number : options->ridge;
    options->prior = text_of(self, PRIOR);
    options->vignettes = text_of(self, VIGNETTES);
    options->vignette_weight = given(self, VIGNETTE_WEIGHT) ? values[VIGNETTE_WEIGHT].number : options->vignette_weight;
}

/* Whether design and report can be kept is asked before anything is fitted. */
static rasim_status
check_files(void *context, const rasim_study *study, rasim_problems *problems)
{
    const session *self = context;
    const char *const read[] = {text_of(self, PRIOR), text_of(self, VIGNETTES)};
    const rasim_sources sources = {study, read, sizeof read / sizeof *read};
    char *html = self->h5 ? report_path(self->h5, ".html") : NULL, *xlsx = html ? report_path(self->h5, ".xlsx") : NULL;
    const char *const paths[] = {text_of(self, OUT), self->h5, html, xlsx};
    const rasim_status status = self->h5 && !xlsx
                                    ? RASIM_ERR_NO_MEMORY
                                    : files_check("", paths, sizeof paths / sizeof *paths, &sources, problems);
    free(html);
    free(xlsx);
    return status;
}

static void
set_options(session *self, rasim_calibrate_options *options)
{
    const option_value *values = self->base.line->values;
    rasim_calibrate_options_init(options);
    set_fit_options(self, options);
    options->method = text_of(self, METHOD);
    options->name = text_of(self, NAME);
    options->n_knots = given(self, KNOTS) ? values[KNOTS].whole : options->n_knots;
    options->n_bands = values[BANDS].whole;
    options->rounding_gbp = given(self, ROUND_TO) ? values[ROUND_TO].number : options->rounding_gbp;
    options->confidence = given(self, CONFIDENCE) ? values[CONFIDENCE].number : options->confidence;
    options->confidence = given(self, UNSCALED) ? NOT_KNOWN : options->confidence;
    options->folds = given(self, FOLDS) ? values[FOLDS].whole : options->folds;
    options->resamples = given(self, BOOTSTRAP) ? values[BOOTSTRAP].whole : options->resamples;
    SESSION_WORK_OPTIONS(&self->base, options);
    options->ready = check_files;
    options->ready_context = self;
}

static rasim_status
fit(session *self, rasim_pooling pooling)
{
    rasim_calibrate_options options;
    set_options(self, &options);
    options.pooling = pooling;
    session_start_work(&self->base, false, 1, "Calibrating");
    const rasim_status status =
        rasim_calibrate(self->base.line->operands[0], &options, &self->calibration, self->base.problems);
    session_end_work(&self->base);
    return status;
}

static rasim_status
print_results(const session *self)
{
    if (!given(self, JSON)) {
        cli_page page;
        page_init(&page, stdout);
        calibrate_page_print(&page, self->calibration);
        fflush(stdout); /* what follows on standard error is to stand below */
        return RASIM_OK;
    }
    char *json = NULL;
    const rasim_status status = rasim_calibration_json(self->calibration, &json);
    return session_print_json(status, json);
}

/* What a report is made from, and the design, where there is one; or neither. */
static rasim_status
keep(session *self)
{
    rasim_status status = RASIM_OK;
    if (self->h5)
        status = rasim_write_calibration_h5(self->h5, self->calibration, self->base.problems);
    const bool has_h5 = status == RASIM_OK && self->h5, has_design = self->calibration->text != NULL;
    if (status == RASIM_OK && has_design)
        status = rasim_write_calibrated(text_of(self, OUT), self->calibration, self->base.problems);
    if (status != RASIM_OK && has_h5)
        unlink(self->h5);
    if (status == RASIM_OK && has_design)
        written_add(&self->base.written, text_of(self, OUT));
    if (status == RASIM_OK && has_h5)
        written_add(&self->base.written, self->h5);
    return status;
}

static void
say_kept(const session *self)
{
    if (self->calibration->text)
        fprintf(stderr, "Wrote %s.\n", text_of(self, OUT));
    if (self->h5)
        fprintf(stderr, "Wrote %s.\n", self->h5);
}

/* What cannot be kept is not shown either; what is not affordable is shown, and its design not kept. */
static rasim_status
calibrate(session *self, rasim_pooling pooling, const char **nothing)
{
    rasim_status status = fit(self, pooling);
    if (status != RASIM_OK)
        return status;
    *nothing = "written";
    status = session_tell_problems(&self->base);
    if (status == RASIM_OK)
        status = keep(self);
    if (status == RASIM_OK)
        status = print_results(self);
    if (status == RASIM_OK && !given(self, JSON))
        say_kept(self);
    if (status == RASIM_OK && self->h5)
        status =
            report_write(self->h5, &(report_targets){0}, given(self, JSON), &self->base.written, self->base.problems);
    return status;
}

/* Whether the design would stand where the report goes. */
static bool
is_in_the_way(const session *self)
{
    const char *dot = given(self, REPORT) ? strrchr(text_of(self, OUT), '.') : NULL;
    return dot && (strcmp(dot, ".h5") == 0 || strcmp(dot, ".html") == 0 || strcmp(dot, ".xlsx") == 0);
}

/* The results file stands beside the design: DESIGN.h5 of DESIGN.yaml. */
static rasim_status
name_results(session *self)
{
    if (given(self, REPORT))
        self->h5 = report_path(text_of(self, OUT), ".h5");
    return given(self, REPORT) && !self->h5 ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

static exit_code
run_calibrate(const command_line *line)
{
    session self = {.base.line = line};
    const char *nothing = "fitted";
    rasim_pooling pooling = RASIM_POOLING_GENERIC;
    if (!read_pooling(text_of(&self, POOLING), &pooling))
        return complain_of_usage("'--pooling' is generic, per-group or partial.", "calibrate");
    if (given(&self, TERMS) && strcmp(text_of(&self, TERMS), "points") != 0 &&
        strcmp(text_of(&self, TERMS), "answers") != 0)
        return complain_of_usage("'--terms' is answers or points.", "calibrate");
    if (given(&self, UNSCALED) && given(&self, CONFIDENCE))
        return complain_of_usage("'--unscaled' and '--confidence' exclude each other; leave one out.", "calibrate");
    if (is_in_the_way(&self))
        return complain_of_usage("With '--report', '--out' may not end in .h5, .html or .xlsx.", "calibrate");
    rasim_status status = session_begin(&self.base, line);
    if (status == RASIM_OK)
        status = name_results(&self);
    if (status == RASIM_OK)
        status = calibrate(&self, pooling, &nothing);
    rasim_calibration_free(self.calibration);
    free(self.h5);
    return session_finish(&self.base, status, nothing);
}

const command_info command_calibrate = {
    .name = "calibrate",
    .operand = "FRAMEWORK.yaml",
    .most_operands = 1,
    .summary = "Fits a rule to a scored sample and scales it to the envelope.",
    .about =
        "Fits a rule from points to pounds to the people of a framework who are scored and whose package has a cost, "
        "by "
        "weight, without those above the line for high-cost packages. Shows how far every method would be from people "
        "whom it has not seen, for everybody and for each care group; how sure each number of the fit is; for whom it "
        "is right; and what each question adds. Then it scales the fit: the largest scale at which net spend stays "
        "inside the envelope with the confidence asked for. Where there is none it says so and writes no design.",
    .example = "rasim calibrate scenarios/cheshire/framework.yaml --method bands --out bands.yaml",
    .options = OPTIONS,
    .n_options = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run_calibrate,
};
