/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A calibration: the verdict, what the envelope bears, and how it was done. The fit itself is document_fit.c. */
#include "report/document_build.h"

#include <inttypes.h>
#include <stdlib.h>

#include "rasim/calibrate.h"

/* ---- the answer ---- */

/* As much of the calibration as its verdict speaks of. */
static rasim_calibration
read_verdict(const json_t *root)
{
    const json_t *envelope = rasimi_json_at(root, "envelope");
    const double replicates = rasimi_json_number_at(envelope, "replicates"),
                 years = rasimi_json_number_at(envelope, "years");
    return (rasim_calibration){
        .n_years = years > 1.0 ? (size_t)years : 1,
        .envelope_gbp = rasimi_json_number_at(envelope, "envelope_gbp"),
        .confidence = rasimi_json_number_at(envelope, "confidence"),
        .affordable = rasimi_json_true_at(envelope, "affordable"),
        .scale = rasimi_json_number_at(envelope, "scale"),
        .replicates = replicates > 0.0 ? (uint64_t)replicates : 0,
        .inside = {rasimi_json_number_at(envelope, "inside.probability"), rasimi_json_number_at(envelope, "inside.low"),
                   rasimi_json_number_at(envelope, "inside.high")},
        .lowest = {.scale = rasimi_json_number_at(envelope, "lowest.scale"),
                   .quantile_gbp = rasimi_json_number_at(envelope, "lowest.quantile_gbp")},
    };
}

/* The errors of the way that was chosen, on people not seen. */
static const json_t *
chosen_way(const json_t *root)
{
    const json_t *ways = rasimi_json_at(root, "ways");
    for (size_t i = 0; i < json_array_size(ways); i++)
        if (rasimi_json_true_at(rasimi_json_item(ways, i), "chosen"))
            return rasimi_json_item(ways, i);
    return NULL;
}

static void
put_scaled_figures(const rasimi_teller *all, rasimi_document_table *figures, const rasim_calibration *c)
{
    rasimi_document *document = all->document;
    rasimi_table_figure(document, figures, "Envelope", rasim_millions_text(c->envelope_gbp).text,
                        c->n_years > 1 ? "the budget for the first year" : "the budget for the year");
    if (!c->affordable) {
        const double lacking = c->lowest.quantile_gbp - c->envelope_gbp;
        rasimi_table_figure(document, figures, c->n_years > 1 ? "Lacking in the worst year" : "Lacking",
                            rasim_millions_text(lacking).text,
                            rasimi_document_text(document, "at least, to be %s sure, at scale %s",
                                                 rasim_level_text(c->confidence).text,
                                                 rasim_decimal_text(c->lowest.scale, 2).text));
        return;
    }
    rasimi_table_figure(document, figures, "Scale", rasim_decimal_text(c->scale, 3).text,
                        "what the fit's amounts are multiplied by");
    rasimi_table_figure(document, figures, "Chance of staying inside", rasim_percent_text(c->inside.probability).text,
                        rasimi_document_text(document, "between %s and %s %% allowing for simulation error",
                                             rasim_percent_bare_text(c->inside.low).text,
                                             rasim_percent_bare_text(c->inside.high).text));
}

static void
put_answer(const rasimi_teller *all, const rasim_calibration *c)
{
    rasimi_document *document = all->document;
    rasimi_section *section = rasimi_document_section(document, "answer", "The answer");
    const json_t *fit = rasimi_json_at(chosen_way(all->root), "cross_validated");
    const double error = rasimi_json_number_at(fit, "mean_absolute");
    char *verdict = rasim_calibration_text(c);
    if (!verdict)
        document->failed = true;
    else if (c->affordable || isnan(c->confidence))
        rasimi_section_say(document, section, "%s", verdict);
    else
        rasimi_section_warn(document, section, "%s", verdict);
    free(verdict);
    rasimi_document_table *figures = rasimi_section_figures(document, section, "headline", "The figures to remember");
    if (!isnan(c->confidence))
        put_scaled_figures(all, figures, c);
    if (isfinite(error))
        rasimi_table_figure(
            document, figures, "Error on people not seen", rasim_pounds_text(error, 1.0).text,
            rasimi_document_text(
                document, "a week on average, ±%s; %s of people are within a fifth",
                rasim_pounds_text(rasimi_half_of_se(rasimi_json_number_at(fit, "mean_absolute_se")), 1.0).text,
                rasim_percent_text(rasimi_json_number_at(fit, "within_20")).text));
}

/* ---- what the envelope bears ---- */

enum { SCALE, NET, INSIDE, LEFT };

/* Of one year its net spend; of several what the year has left that is worst against its envelope. */
static void
put_scale_rows(const rasimi_teller *all, const rasim_calibration *c, rasimi_chart *chart)
{
    const json_t *scales = rasimi_json_at(all->root, "envelope.scales");
    for (size_t i = 0; i < json_array_size(scales); i++) {
        const json_t *at = rasimi_json_item(scales, i);
        const double gbp = rasimi_json_number_at(at, "quantile_gbp");
        ROW(all, chart ? &chart->table : NULL, N(rasimi_json_number_at(at, "scale")),
            N(c->n_years > 1 ? NOT_KNOWN : gbp), N(rasimi_json_number_at(at, "affordability")),
            N(c->envelope_gbp - gbp));
    }
}

static void
draw_scales(const rasimi_teller *all, const rasim_calibration *c, rasimi_chart *chart)
{
    rasimi_document *document = all->document;
    const bool several = c->n_years > 1;
    rasimi_chart_series(document, chart,
                        several ? LINE("Left", LEFT, RASIMI_ROLE_MAIN) : LINE("Net spend", NET, RASIMI_ROLE_MAIN));
    rasimi_chart_reference(
        document, chart, (rasimi_reference){false, several ? 0.0 : c->envelope_gbp, "envelope", RASIMI_ROLE_ENVELOPE});
    if (!c->affordable) {
        rasimi_chart_find(document, chart, "At every scale net spend passes the envelope more often than asked for.");
        return;
    }
    rasimi_chart_reference(document, chart, (rasimi_reference){true, c->scale, "chosen", RASIMI_ROLE_QUIET});
    rasimi_chart_find(document, chart,
                      "Net spend that is not passed with %s confidence meets the envelope at scale %s.",
                      rasim_level_text(c->confidence).text, rasim_decimal_text(c->scale, 3).text);
}

static void
put_scales(const rasimi_teller *all, const rasim_calibration *c)
{
    rasimi_document *document = all->document;
    const bool several = c->n_years > 1;
    const rasimi_column columns[] = {
        [SCALE] = IS_NUMBER("Scale"),
        [NET] = IS_GBP("Net spend"),
        [INSIDE] = IS_SHARE(several ? "Inside in every year" : "Inside"),
        [LEFT] = {.heading = several ? "Left in the worst year" : "Left of the envelope",
                  .unit = RASIMI_UNIT_GBP,
                  .rounded_like = several ? 0 : NET + 1,
                  .signed_plus = true},
    };
    if (rasimi_json_count_at(all->root, "envelope.scales") == 0)
        return;
    rasimi_section *section = rasimi_document_section(document, "numbers", "What the envelope bears");
    rasimi_chart *chart = rasimi_section_chart(document, section, RASIMI_CHART_LINES, "scales",
                                               several ? "What the worst year has left, by scale of the allocations, £"
                                                       : "Net spend by scale of the allocations, £ a year",
                                               columns, COUNT_OF(columns));
    put_scale_rows(all, c, chart);
    draw_scales(all, c, chart);
    rasimi_table_set_note(document, chart ? &chart->table : NULL,
                          "Net spend that is not passed with %s confidence%s. What is taken out of allocations comes "
                          "back as uplift, so that net spend need not fall with the scale.",
                          rasim_level_text(c->confidence).text,
                          several ? ", in the year that is worst against its own envelope" : "");
}

/* ---- how it was done ---- */

static const rasimi_column WHOM[] = {IS_TEXT("Whom"), IS_COUNT("Rows")};

static void
put_sample(const rasimi_teller *all, rasimi_section *section)
{
    static const struct {
        const char *key, *words;
    } rows[] = {{"rows", "fitted to"},
                {"left_out_high_cost", "left out: above the line for high-cost packages"},
                {"left_out_below_minimum", "left out: below the minimum points"},
                {"left_out_unscored", "left out: not scored"},
                {"left_out_uncosted", "left out: without a cost"}};
    const json_t *sample = rasimi_json_at(all->root, "sample");
    rasimi_document_table *table =
        rasimi_section_table(all->document, section, "sample", "The people behind it", WHOM, COUNT_OF(WHOM));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        ROW(all, table, W(rows[i].words), N(rasimi_json_number_at(sample, rows[i].key)));
    rasimi_table_set_note(all->document, table, "Those it was fitted to stand for %s people.",
                          rasim_amount_text(rasimi_json_number_at(sample, "people"), 1.0).text);
}

/* What cross-validation settled for the way that was chosen. */
static void
say_chosen(const rasimi_teller *all, rasimi_section *section)
{
    const json_t *way = chosen_way(all->root), *interactions = rasimi_json_at(all->root, "interactions");
    const double bands = rasimi_json_number_at(way, "bands"), ridge = rasimi_json_number_at(way, "ridge"),
                 common = rasimi_json_number_at(way, "towards_common");
    if (isfinite(bands))
        rasimi_section_say(all->document, section, "There are %s bands.", rasim_decimal_text(bands, 0).text);
    if (isfinite(ridge))
        rasimi_section_say(all->document, section, "The penalty (ridge) is %s.", rasim_decimal_text(ridge, 2).text);
    if (isfinite(common))
        rasimi_section_say(all->document, section,
                           "Groups and places are drawn to what they have in common with strength %s.",
                           rasim_decimal_text(common, 2).text);
    for (size_t i = 0; i < json_array_size(interactions); i++)
        rasimi_section_say(all->document, section, "Needs that compound: %s.",
                           json_string_value(rasimi_json_item(interactions, i)));
}

static void
put_method(const rasimi_teller *all, const rasim_calibration *c)
{
    rasimi_document *document = all->document;
    const json_t *root = all->root;
    rasimi_section *section = rasimi_document_section(document, "method", "Method, assumptions and data");
    rasimi_section_say(document, section,
                       "A rule of the family %s was fitted by the method %s (%s). Questionnaire, limits and exclusion "
                       "are those of “%s”.",
                       rasimi_json_text_at(root, "family"), rasimi_json_text_at(root, "method"),
                       rasimi_json_text_at(root, "pooling"), rasimi_json_text_at(root, "from_design"));
    say_chosen(all, section);
    rasimi_section_say(document, section,
                       "People were dealt into %s folds, and each fold was predicted by the fit to the others: errors "
                       "are on people not seen, before scaling. ± and ranges are 95 %% of the sample, what another of "
                       "its size might have said; those of values come from %s bootstrap samples.",
                       rasim_amount_text(rasimi_json_number_at(root, "folds"), 1.0).text,
                       rasim_amount_text(rasimi_json_number_at(root, "resamples"), 1.0).text);
    if (!isnan(c->confidence))
        rasimi_section_say(document, section,
                           "Every scale was simulated %" PRIu64
                           " times on the same draws; the range of the chance is simulation error.",
                           c->replicates);
    put_sample(all, section);
}

static const char *
basis(rasimi_document *document, const json_t *root)
{
    return rasimi_document_text(
        document, "The design “%s”, fitted to %s people, who stand for %s · seed %s",
        rasimi_json_text_at(root, "design"), rasim_amount_text(rasimi_json_number_at(root, "sample.rows"), 1.0).text,
        rasim_amount_text(rasimi_json_number_at(root, "sample.people"), 1.0).text, rasimi_seed_text(root).text);
}

void
rasimi_tell_calibration(const rasimi_teller *all)
{
    const rasim_calibration c = read_verdict(all->root);
    all->document->subtitle = basis(all->document, all->root);
    put_answer(all, &c);
    put_scales(all, &c);
    rasimi_tell_fit(all);
    put_method(all, &c);
    rasimi_tell_provenance(all);
}
