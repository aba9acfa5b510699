/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far to trust it: method, data, convergence, the second engine, and where the figures come from. */
#include "report/document_build.h"

#include <string.h>

/* ---- data ---- */

static const char *
sampling_words(const char *sampling)
{
    if (strcmp(sampling, "fixed") == 0)
        return "The caseload is known person by person; there is no sampling error.";
    if (strcmp(sampling, "polya") == 0)
        return "The people who are not in the sample are drawn anew in every simulated year from those who are (Polya "
               "urn), "
               "so that the uncertainty of the sample is in every figure.";
    if (strcmp(sampling, "bootstrap") == 0)
        return "The sample is drawn anew in every simulated year (Rao-Wu bootstrap), so that its uncertainty is in "
               "every "
               "figure.";
    return "";
}

static const rasimi_column FRAME[] = {IS_TEXT("Stratum"), IS_COUNT("Rows"), IS_COUNT("People they stand for")};

static void
put_frame(const rasimi_teller *all, rasimi_section *section)
{
    const json_t *frame = rasimi_json_at(all->root, "diagnostics.frame");
    if (json_array_size(frame) == 0)
        return;
    rasimi_document_table *table =
        rasimi_section_table(all->document, section, "frame", "The people behind it", FRAME, COUNT_OF(FRAME));
    for (size_t i = 0; i < json_array_size(frame); i++) {
        const json_t *stratum = rasimi_json_item(frame, i);
        ROW(all, table, W(rasimi_json_text_at(stratum, "stratum")), N(rasimi_json_number_at(stratum, "rows")),
            N(rasimi_json_number_at(stratum, "people")));
    }
    const double left_out = rasimi_json_number_at(all->root, "diagnostics.population.rows_not_covered");
    if (left_out > 0.0)
        rasimi_table_set_note(all->document, table,
                              "%s more rows are in settings that the framework does not cover; they are left out.",
                              rasim_amount_text(left_out, 1.0).text);
}

/* ---- convergence and the second engine ---- */

static const rasimi_column STEPS[] = {IS_TEXT("Design"),  IS_COUNT("Simulated years"),
                                      IS_SHARE("Inside"), IS_SHARE("from"),
                                      IS_SHARE("to"),     IS_GBP("Expected net")};

/* Of the first year. */
static void
put_convergence(const rasimi_teller *all, rasimi_section *section)
{
    const json_t *designs = rasimi_json_at(all->root, "diagnostics.designs");
    if (rasimi_json_count_at(designs, "0.convergence") == 0)
        return;
    const json_t *years = rasimi_json_at(all->root, "designs.0.years");
    const char *title = json_array_size(years) > 1 ? "What fewer simulations would have said of net spend"
                                                   : "What fewer simulated years would have said";
    rasimi_document_table *table = rasimi_section_table(
        all->document, section, "convergence",
        rasimi_document_text(all->document, "%s%s", title, rasimi_in_year(all->document, years, 0)), STEPS,
        COUNT_OF(STEPS));
    for (size_t d = 0; d < json_array_size(designs); d++) {
        const json_t *design = rasimi_json_item(designs, d), *steps = rasimi_json_at(design, "convergence");
        for (size_t i = 0; i < json_array_size(steps); i++) {
            const json_t *step = rasimi_json_item(steps, i), *chance = rasimi_json_at(step, "affordability");
            ROW(all, table, W(rasimi_json_text_at(design, "name")), N(rasimi_json_number_at(step, "replicates")),
                N(rasimi_json_number_at(chance, "probability")), N(rasimi_json_number_at(chance, "low")),
                N(rasimi_json_number_at(chance, "high")), N(rasimi_json_number_at(step, "mean_gbp")));
        }
    }
}

static const rasimi_column ENGINES[] = {IS_TEXT("Design"),
                                        IS_TEXT("Figure"),
                                        IS_GBP("Simulated"),
                                        IS_GBP("Without simulation"),
                                        {.heading = "Simulation errors apart", .unit = RASIMI_UNIT_NUMBER}};

static void
put_engine(const rasimi_teller *all, rasimi_document_table *table, const json_t *design)
{
    const json_t *analytic = rasimi_json_at(design, "analytic"), *net = rasimi_json_at(design, "years.0.net_gbp");
    const char *name = rasimi_json_text_at(design, "name");
    if (!rasimi_json_true_at(analytic, "applies"))
        return;
    ROW(all, table, W(name), W("mean"), N(rasimi_json_number_at(net, "mean")),
        N(rasimi_json_number_at(analytic, "mean_gbp.value")), N(rasimi_json_number_at(analytic, "mean_gbp.distance")));
    for (size_t i = 0; i < rasimi_json_count_at(analytic, "quantiles"); i++) {
        const json_t *at = rasimi_json_item(rasimi_json_at(analytic, "quantiles"), i);
        const double level = rasimi_json_number_at(at, "level");
        const json_t *simulated = rasimi_json_with_number(rasimi_json_at(net, "quantiles"), "level", level);
        ROW(all, table, W(name), W(rasim_level_text(level).text), N(rasimi_json_number_at(simulated, "value")),
            N(rasimi_json_number_at(at, "value")), N(rasimi_json_number_at(at, "distance")));
    }
}

static void
put_engines(const rasimi_teller *all, rasimi_section *section)
{
    const json_t *designs = rasimi_json_at(all->root, "designs");
    const char *reason = rasimi_json_text_at(designs, "0.analytic.reason");
    bool any = false;
    for (size_t d = 0; d < json_array_size(designs); d++)
        any = any || rasimi_json_true_at(rasimi_json_item(designs, d), "analytic.applies");
    if (!any) {
        if (*reason)
            rasimi_section_say(all->document, section, "The second engine, which works without simulation, is %s.",
                               reason);
        return;
    }
    rasimi_document_table *table =
        rasimi_section_table(all->document, section, "engines",
                             "A second engine without simulation, as a check, £ a year", ENGINES, COUNT_OF(ENGINES));
    for (size_t d = 0; d < json_array_size(designs); d++)
        put_engine(all, table, rasimi_json_item(designs, d));
}

static const rasimi_column ASSESSED[] = {IS_TEXT("Assessed by"), IS_COUNT("People"),          IS_NUMBER("Bias, points"),
                                         IS_NUMBER_ERROR,        IS_NUMBER("Spread, points"), IS_NUMBER_ERROR};

static void
put_assessments(const rasimi_teller *all, rasimi_section *section)
{
    const json_t *modes = rasimi_json_at(all->root, "assessment_modes");
    if (json_array_size(modes) == 0)
        return;
    rasimi_document_table *table = rasimi_section_table(all->document, section, "assessments",
                                                        "How exactly needs are assessed", ASSESSED, COUNT_OF(ASSESSED));
    for (size_t i = 0; i < json_array_size(modes); i++) {
        const json_t *mode = rasimi_json_item(modes, i);
        ROW(all, table, W(rasimi_json_text_at(mode, "mode")), N(rasimi_json_number_at(mode, "people")),
            N(rasimi_json_number_at(mode, "bias")), N(rasimi_half_of_se(rasimi_json_number_at(mode, "bias_se"))),
            N(rasimi_json_number_at(mode, "sd")), N(rasimi_half_of_se(rasimi_json_number_at(mode, "sd_se"))));
    }
}

/* ---- provenance ---- */

static const rasimi_column PROVENANCE[] = {IS_TEXT("What"), IS_TEXT("Which")};

void
rasimi_tell_provenance(const rasimi_teller *all)
{
    rasimi_section *section = rasimi_document_section(all->document, "provenance", "Provenance");
    rasimi_document_table *table = rasimi_section_table(
        all->document, section, "provenance", "Where the figures come from", PROVENANCE, COUNT_OF(PROVENANCE));
    const json_t *inputs = rasimi_json_at(all->root, "inputs");
    const double replicates = rasimi_json_number_at(all->root, "replicates");
    ROW(all, table, W("rasim"), W(rasimi_json_text_at(all->root, "rasim.version")));
    ROW(all, table, W("built from"), W(rasimi_json_text_at(all->root, "rasim.git")));
    ROW(all, table, W("engine"), W(rasim_decimal_text(rasimi_json_number_at(all->root, "rasim.engine"), 0).text));
    ROW(all, table, W("results"), W(rasimi_json_text_at(all->root, "schema")));
    ROW(all, table, W("seed"), W(rasimi_seed_text(all->root).text));
    if (isfinite(replicates))
        ROW(all, table, W("simulated years"), W(rasim_amount_text(replicates, 1.0).text));
    for (size_t i = 0; i < json_array_size(inputs); i++) {
        const json_t *input = rasimi_json_item(inputs, i);
        ROW(all, table, W(rasimi_json_text_at(input, "path")),
            W(rasimi_document_text(all->document, "SHA-256 %s", rasimi_json_text_at(input, "sha256"))));
    }
    rasimi_table_set_note(all->document, table,
                          "The same files, seed and version give the same figures on any machine.");
}

void
rasimi_tell_method(const rasimi_teller *all)
{
    rasimi_document *document = all->document;
    rasimi_section *section = rasimi_document_section(document, "method", "Method, assumptions and data");
    const char *about = rasimi_json_text_at(all->root, "framework.about"),
               *sampling = sampling_words(rasimi_json_text_at(all->root, "diagnostics.sampling"));
    if (*about)
        rasimi_section_say(document, section, "%.*s", (int)strcspn(about, "\n"), about);
    rasimi_section_say(
        document, section,
        "Every simulated year settles each person: what their needs cost, what the RAS allocates, what a "
        "panel decides, what prices do, who pays what. Shared shocks move everybody at once.");
    if (*sampling)
        rasimi_section_say(document, section, "%s", sampling);
    rasimi_section_say(
        document, section,
        "± and ranges are 95 %% simulation error only, not what assumptions get wrong. Figures are rounded to "
        "what the simulation knows.");
    put_frame(all, section);
    put_assessments(all, section);
    put_convergence(all, section);
    put_engines(all, section);
    rasimi_tell_provenance(all);
}
