/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a report. */
#include "report/document_make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rasim/report.h"
#include "rasim/verdict.h"

#define HEADLINE_LEVEL 0.9

/* ---- what the builders share ---- */

const char *
rasimi_tell_id(const rasimi_teller *teller, const char *id)
{
    const char *of_year =
        teller->i_year > 0 ? rasimi_document_text(teller->document, "%s-year-%zu", id, teller->i_year + 1) : id;
    return teller->n_designs > 1
               ? rasimi_document_text(teller->document, "%s-%zu", of_year ? of_year : id, teller->i_design + 1)
               : rasimi_document_text(teller->document, "%s", of_year ? of_year : id);
}

rasimi_section *
rasimi_tell_section(const rasimi_teller *teller, const char *id, const char *title)
{
    rasimi_section *section = rasimi_document_section(teller->document, rasimi_tell_id(teller, id), title);
    if (teller->n_designs > 1)
        rasimi_section_set_group(teller->document, section, rasimi_json_text_at(teller->design, "name"));
    return section;
}

const char *
rasimi_in_year(rasimi_document *document, const json_t *years, size_t i)
{
    const char *words =
        json_array_size(years) > 1
            ? rasimi_document_text(document, " in %s", rasimi_json_text_at(rasimi_json_item(years, i), "year"))
            : NULL;
    return words ? words : "";
}

const char *
rasimi_tell_in_year(const rasimi_teller *teller)
{
    return rasimi_in_year(teller->document, teller->years, teller->i_year);
}

rasim_figure
rasimi_seed_text(const json_t *root)
{
    rasim_figure out = rasim_decimal_text(rasimi_json_number_at(root, "seed"), 0);
    if (out.text[0] == '\0') /* one that was too large for a number of JSON */
        snprintf(out.text, sizeof out.text, "%.40s", rasimi_json_text_at(root, "seed"));
    return out;
}

double
rasimi_half_of(const json_t *at)
{
    const double value = rasimi_json_number_at(at, json_object_get(at, "value") ? "value" : "gbp");
    return fmax(value - rasimi_json_number_at(at, "low"), rasimi_json_number_at(at, "high") - value);
}

const json_t *
rasimi_headline_of(const json_t *quantiles)
{
    const json_t *at = rasimi_json_with_number(quantiles, "level", HEADLINE_LEVEL);
    return at ? at : rasimi_json_item(quantiles, json_array_size(quantiles) / 2);
}

/* ---- heads ---- */

static const char *
plural(double n)
{
    return n > 1.0 ? "s" : "";
}

/* "4,940 people estimated from 116 rows · 10,000 simulated years · seed 20090616" */
static const char *
basis(rasimi_document *document, const json_t *root)
{
    const json_t *population = rasimi_json_at(root, "diagnostics.population");
    const double people = rasimi_json_number_at(population, "people"), rows = rasimi_json_number_at(population, "rows"),
                 replicates = rasimi_json_number_at(root, "replicates");
    const bool sampled = strcmp(rasimi_json_text_at(root, "diagnostics.sampling"), "fixed") != 0;
    const size_t n_years = rasimi_json_count_at(root, "designs.0.years");
    const char *whom = "";
    if (isfinite(people))
        whom = rasimi_document_text(document, "%s %s%s %s row%s · ", rasim_amount_text(people, 1.0).text,
                                    people > 1.0 ? "people" : "person", sampled ? ", estimated from" : " on",
                                    rasim_amount_text(rows, 1.0).text, plural(rows));
    const char *simulated =
        n_years > 1 ? rasimi_document_text(document, "simulations of %zu years", n_years) : "simulated years";
    return rasimi_document_text(document, "%s%s %s · seed %s", whom ? whom : "",
                                rasim_amount_text(replicates, 1.0).text, simulated ? simulated : "",
                                rasimi_seed_text(root).text);
}

static void
put_head(rasimi_document *document, const json_t *root)
{
    const json_t *framework = rasimi_json_at(root, "framework");
    const char *name =
        json_is_string(framework) ? json_string_value(framework) : rasimi_json_text_at(framework, "name");
    const char *year = rasimi_json_text_at(json_is_string(framework) ? root : framework, "year");
    document->title =
        rasimi_document_text(document, "%s%s%s", *name ? name : "Finished runs side by side", *year ? ", " : "", year);
    document->subtitle = basis(document, root);
    document->statement = rasimi_document_text(document, "%s", RASIM_FIXED_SENTENCE);
    document->synthetic = rasimi_json_true_at(root, "synthetic");
}

/* ---- bodies ---- */

/* The teller of design i. */
static rasimi_teller
teller_of(const rasimi_teller *all, size_t i)
{
    rasimi_teller teller = *all;
    const json_t *persons = rasimi_json_at(all->root, "persons.designs");
    teller.i_design = i;
    teller.design = rasimi_json_item(rasimi_json_at(all->root, "designs"), i);
    teller.diagnostics = rasimi_json_item(rasimi_json_at(all->root, "diagnostics.designs"), i);
    teller.persons = rasimi_json_item(persons, i);
    teller.years = rasimi_json_at(teller.design, "years");
    teller.first_year = rasimi_json_item(teller.years, 0);
    teller.n_years = json_array_size(teller.years);
    teller.year = teller.first_year;
    return teller;
}

static void
tell_design(const rasimi_teller *teller)
{
    rasimi_tell_money(teller);
    rasimi_tell_years(teller);
    rasimi_tell_later_money(teller);
    rasimi_tell_risk(teller);
    rasimi_tell_high_cost(teller);
    rasimi_tell_people(teller);
}

static void
tell_run(const rasimi_teller *all)
{
    rasimi_tell_answer(all);
    rasimi_tell_comparison(all);
    rasimi_tell_portability(all);
    for (size_t i = 0; i < all->n_designs; i++) {
        const rasimi_teller teller = teller_of(all, i);
        if (teller.n_years > 0)
            tell_design(&teller);
    }
    rasimi_tell_method(all);
}

rasim_status
rasimi_document_make(const json_t *root, const rasimi_report_series *series, rasimi_document *out)
{
    const char *schema = rasimi_json_text_at(root, "schema");
    rasimi_document document = {0};
    rasimi_teller all = {.document = &document, .root = root, .series = series};
    all.n_designs = rasimi_json_count_at(root, "designs");
    put_head(&document, root);
    if (strcmp(schema, "rasim-results 1") == 0) {
        tell_run(&all);
    } else if (strcmp(schema, "rasim-compare 1") == 0) {
        rasimi_tell_comparison(&all);
        rasimi_tell_method(&all);
    } else if (strcmp(schema, "rasim-sweep 1") == 0) {
        rasimi_tell_sweep(&all);
        rasimi_tell_method(&all);
    } else if (strcmp(schema, "rasim-calibrate 1") == 0) {
        rasimi_tell_calibration(&all);
    } else {
        rasimi_document_clear(&document);
        return RASIM_ERR_ARGUMENT;
    }
    if (!document.failed) {
        *out = document;
        return RASIM_OK;
    }
    rasimi_document_clear(&document);
    return RASIM_ERR_NO_MEMORY;
}
