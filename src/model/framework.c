/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading framework.yaml: the tables do the keys; here are the checks of values against each other. */
#include "model/framework.h"

#include <string.h>

#include "base/text.h"
#include "model/charging.h"
#include "model/check.h"
#include "model/check_years.h"
#include "model/correlations.h"
#include "model/funding.h"
#include "model/param_words.h"
#include "model/shared.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool
same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void
check_levels(rasimi_checker *checker, const rasimi_numbers *levels)
{
    for (size_t i = 1; i < levels->n; i++) {
        const double before = levels->items[i - 1].value, here = levels->items[i].value;
        if (here <= before) {
            rasimi_checker_complain(checker, levels->items[i].mark,
                                    "'confidence_levels' has %s after %s; write different levels in rising order.",
                                    rasimi_words_number(here).text, rasimi_words_number(before).text);
        }
    }
}

/* No two columns are read from one heading that the framework names for both. */
static void
check_columns(rasimi_checker *checker, const rasimi_columns_spec *columns)
{
    const rasimi_table *table = &rasimi_columns_table;
    for (size_t second = 1; second < table->n; second++) {
        const rasimi_text *here = (const void *)((const char *)columns + table->params[second].offset), *there = here;
        size_t first = 0;
        for (; first < second; first++) {
            there = (const void *)((const char *)columns + table->params[first].offset);
            if (here->value && same(there->value, here->value))
                break;
        }
        if (first < second) {
            const bool above = there->mark.line < here->mark.line ||
                               (there->mark.line == here->mark.line && there->mark.column < here->mark.column);
            rasimi_checker_complain(
                checker, above ? here->mark : there->mark,
                "'columns' names the heading '%s' for both '%s' and '%s'; name the heading of each.",
                rasimi_words_shown(here->value, strlen(here->value)).text, table->params[first].key,
                table->params[second].key);
        }
    }
}

/* One row for everything, or one row for each budget area. */
static void
check_envelope(rasimi_checker *checker, const rasimi_structs *envelope)
{
    const rasimi_envelope_row *rows = envelope->items;
    for (size_t i = 0; i < envelope->n && envelope->n > 1; i++) {
        if (rows[i].budget_area.mark.line == 0) {
            rasimi_checker_complain(checker, rows[i].mark,
                                    "This row of envelope has no 'budget_area', though there are %zu rows; name one in "
                                    "every row, or give a single row for the whole caseload.",
                                    envelope->n);
            return;
        }
    }
    const rasimi_label_check areas = {envelope,   sizeof *rows,  offsetof(rasimi_envelope_row, budget_area),
                                      "envelope", "budget_area", true};
    rasimi_check_rows(checker, &areas);
}

/* Likewise; and a benchmark needs something to meet. */
static void
check_known_spend(rasimi_checker *checker, const rasimi_framework *framework)
{
    const rasimi_structs *known = &framework->known_spend;
    const rasimi_known_spend_row *rows = known->items;
    for (size_t i = 0; i < known->n && known->n > 1; i++) {
        if (rows[i].budget_area.mark.line == 0) {
            rasimi_checker_complain(checker, rows[i].mark,
                                    "This row of known_spend has no 'budget_area', though there are %zu rows; name one "
                                    "in every row, or give a single row for the whole caseload.",
                                    known->n);
            return;
        }
    }
    const rasimi_label_check areas = {known,         sizeof *rows,  offsetof(rasimi_known_spend_row, budget_area),
                                      "known_spend", "budget_area", true};
    rasimi_check_rows(checker, &areas);
    if (framework->benchmark.value && known->mark.line == 0) {
        rasimi_checker_complain(checker, framework->benchmark.mark,
                                "'benchmark' is yes, but there is no 'known_spend' to meet; give it, or write no.");
    }
}

static void
check_contingency(rasimi_checker *checker, const rasimi_framework *framework)
{
    const rasimi_envelope_row *rows = framework->envelope.items;
    const rasimi_number *held = &framework->contingency_held_gbp_year;
    double total = 0;
    for (size_t i = 0; i < framework->envelope.n; i++) {
        total += rows[i].gbp_year.value;
    }
    if (framework->envelope.n > 0 && held->value >= total) {
        rasimi_checker_complain(checker, held->mark,
                                "'contingency_held_gbp_year' is %s, but the envelope that it is held in is %s; it must "
                                "be below that.",
                                rasimi_words_number(held->value).text, rasimi_words_number(total).text);
    }
}

static void
check_strata(rasimi_checker *checker, const rasimi_texts *strata)
{
    static const char *const columns[] = {"care_group", "setting", "place", "budget_area"};
    for (size_t i = 0; i < strata->n; i++) {
        size_t c = 0;
        while (c < LENGTH(columns) && !same(strata->items[i].value, columns[c])) {
            c++;
        }
        if (c < LENGTH(columns)) {
            continue;
        }
        const char *name = strata->items[i].value;
        const size_t near = rasimi_nearest(name, columns, LENGTH(columns));
        const bool has_near = near < LENGTH(columns);
        rasimi_checker_complain(
            checker, strata->items[i].mark, "'strata' names '%s' but may name %s%s%s%s.",
            rasimi_words_shown(name, strlen(name)).text, rasimi_words_list(columns, LENGTH(columns), "and").text,
            has_near ? " (did you mean '" : "; use these", has_near ? columns[near] : "", has_near ? "'?)" : "");
    }
    rasimi_check_texts(checker, strata, "strata");
}

static size_t
n_labels(const rasimi_frame_row *row)
{
    return (size_t)(row->care_group.mark.line > 0) + (row->setting.mark.line > 0) + (row->place.mark.line > 0) +
           (row->budget_area.mark.line > 0);
}

static bool
same_frame(const rasimi_frame_row *a, const rasimi_frame_row *b)
{
    return same(a->care_group.value, b->care_group.value) && same(a->setting.value, b->setting.value) &&
           same(a->place.value, b->place.value) && same(a->budget_area.value, b->budget_area.value);
}

/* Rows have labels of their own, unless a single row stands for the whole caseload. */
static void
check_frame(rasimi_checker *checker, const rasimi_structs *frame)
{
    const rasimi_frame_row *rows = frame->items;
    for (size_t i = 0; i < frame->n && frame->n > 1; i++) {
        size_t first = 0;
        while (first < i && !same_frame(&rows[first], &rows[i])) {
            first++;
        }
        if (n_labels(&rows[i]) == 0) {
            rasimi_checker_complain(checker, rows[i].mark,
                                    "This row of frame has no label, though there are %zu rows; name a care_group, "
                                    "setting, place or budget_area, or give a single row for the whole caseload.",
                                    frame->n);
        } else if (first < i) {
            rasimi_checker_complain(checker, rows[i].mark,
                                    "This row of frame is for the same people as the one on line %u; keep one of the "
                                    "two.",
                                    rows[first].mark.line);
        }
    }
}

/* Says so where a text names no shared shock. */
static bool
check_shock(rasimi_checker *checker, const rasimi_text *name)
{
    static const char *const shocks[] = {"price", "practice", "leniency", "demand", "funding", "funding share"};
    rasimi_shared_name parsed;
    if (!name->value || rasimi_shared_parse(name->value, &parsed)) {
        return name->value != NULL;
    }
    const size_t near = rasimi_nearest(name->value, shocks, LENGTH(shocks));
    const bool has_near = near < LENGTH(shocks);
    rasimi_checker_complain(checker, name->mark,
                            "'%s' is no shared shock%s%s%s; write price, 'price: SETTING' with the setting's label, "
                            "practice, leniency, demand, 'demand: GROUP' with the care group's label, funding, or "
                            "'funding share: STREAM' with the name of a stream of other_funding.",
                            rasimi_words_shown(name->value, strlen(name->value)).text,
                            has_near ? " (did you mean '" : "", has_near ? shocks[near] : "", has_near ? "'?)" : "");
    return false;
}

static bool
same_shocks(const rasimi_correlation_row *one, const rasimi_correlation_row *other)
{
    return (same(one->a.value, other->a.value) && same(one->b.value, other->b.value)) ||
           (same(one->a.value, other->b.value) && same(one->b.value, other->a.value));
}

/* Returns whether all rows pair two different, known shocks, each pair once. */
static bool
check_correlations(rasimi_checker *checker, const rasimi_structs *correlations)
{
    bool good = true;
    const rasimi_correlation_row *rows = correlations->items;
    for (size_t i = 0; i < correlations->n; i++) {
        const bool a_known = check_shock(checker, &rows[i].a), b_known = check_shock(checker, &rows[i].b);
        if (!a_known || !b_known) {
            good = false;
            continue;
        }
        const rasimi_words a = rasimi_words_shown(rows[i].a.value, strlen(rows[i].a.value));
        const rasimi_words b = rasimi_words_shown(rows[i].b.value, strlen(rows[i].b.value));
        size_t first = 0;
        while (first < i && !same_shocks(&rows[first], &rows[i])) {
            first++;
        }
        if (same(rows[i].a.value, rows[i].b.value)) {
            rasimi_checker_complain(checker, rows[i].mark,
                                    "This row of correlations pairs '%s' with itself; name two different shocks.",
                                    a.text);
        } else if (first < i) {
            rasimi_checker_complain(checker, rows[i].mark,
                                    "'%s' and '%s' are correlated twice (first on line %u); keep one of the two.",
                                    a.text, b.text, rows[first].mark.line);
        }
        good = good && first == i && !same(rows[i].a.value, rows[i].b.value);
    }
    return good;
}

/* A mode that is estimated has no figures of its own, and needs pairs with a reference that is given. */
static void
check_estimated_mode(rasimi_checker *checker, const rasimi_assessment_spec *spec, const rasimi_mode_row *row)
{
    if (row->bias.mark.line > 0 || row->sd.mark.line > 0) {
        rasimi_checker_complain(checker, row->estimate.mark,
                                "'estimate' is yes, but this row gives a bias or sd too; keep one of the two.");
    }
    if (!spec->paired_assessments.value) {
        rasimi_checker_complain(checker, row->estimate.mark,
                                "'estimate' is yes, but there are no 'paired_assessments' to estimate from; name their "
                                "file under assessment.");
    } else if (!spec->reference_mode.value) {
        rasimi_checker_complain(checker, row->estimate.mark,
                                "'estimate' is yes, but there is no 'reference_mode' to compare with; name it under "
                                "assessment.");
    } else if (same(row->mode.value, spec->reference_mode.value)) {
        rasimi_checker_complain(checker, row->estimate.mark,
                                "The reference mode cannot be estimated against itself; give its sd, or take the row "
                                "out.");
    }
}

static void
check_modes(rasimi_checker *checker, const rasimi_assessment_spec *spec)
{
    const rasimi_mode_row *rows = spec->modes.items;
    bool any = false;
    for (size_t i = 0; i < spec->modes.n; i++) {
        if (rows[i].estimate.value) {
            any = true;
            check_estimated_mode(checker, spec, &rows[i]);
        } else if (spec->reference_mode.value && same(rows[i].mode.value, spec->reference_mode.value) &&
                   (rows[i].bias.value < 0 || rows[i].bias.value > 0)) {
            rasimi_checker_complain(checker, rows[i].bias.mark,
                                    "The bias of the reference mode is 0 by its meaning; take it out.");
        }
    }
    if (spec->paired_assessments.value && !any) {
        rasimi_checker_complain(
            checker, spec->paired_assessments.mark,
            "'paired_assessments' is given, but no mode is estimated from it; write 'estimate: yes' "
            "in a row of modes, or take it out.");
    }
}

/* Lists whose rows must be for different labels. */
static void
check_rows(rasimi_checker *checker, const rasimi_framework *framework)
{
    const rasimi_label_check checks[] = {
        {&framework->need, sizeof(rasimi_need_row), offsetof(rasimi_need_row, care_group), "need", "care_group", true},
        {&framework->place_designs, sizeof(rasimi_place_design_row), offsetof(rasimi_place_design_row, place),
         "place_designs", "place", false},
        {&framework->prices, sizeof(rasimi_price_row), offsetof(rasimi_price_row, setting), "prices", "setting", true},
        {&framework->assessment.modes, sizeof(rasimi_mode_row), offsetof(rasimi_mode_row, mode), "modes", "mode",
         false},
        {&framework->income.other_funding, sizeof(rasimi_funding_row), offsetof(rasimi_funding_row, name),
         "other_funding", "name", false},
        {&framework->income.other_funding, sizeof(rasimi_funding_row), offsetof(rasimi_funding_row, column),
         "other_funding", "column", false},
    };
    for (size_t i = 0; i < LENGTH(checks); i++) {
        rasimi_check_rows(checker, &checks[i]);
    }
}

/* A place's design is one of those that are read. */
static void
check_place_designs(rasimi_checker *checker, const rasimi_framework *framework)
{
    for (size_t r = 0; r < framework->place_designs.n; r++) {
        const rasimi_text *named = &((const rasimi_place_design_row *)framework->place_designs.items)[r].design;
        bool listed = !named->value;
        for (size_t d = 0; d < framework->designs.n && !listed; d++) {
            listed = same(named->value, framework->designs.items[d].value);
        }
        if (!listed) {
            rasimi_checker_complain(checker, named->mark,
                                    "'%s' is not among the designs; add it there, or write it as it stands there.",
                                    rasimi_words_shown(named->value, strlen(named->value)).text);
        }
    }
}

rasim_status
rasimi_framework_read(const char *file, const rasimi_node *root, rasimi_arena *arena, rasimi_framework *out,
                      rasim_problems *problems)
{
    const rasim_status status = rasimi_params_read(&rasimi_framework_table, file, root, arena, out, problems);
    if (status != RASIM_OK && status != RASIM_ERR_INPUT) {
        return status;
    }
    rasimi_checker checker = {.file = file, .problems = problems};
    check_columns(&checker, &out->columns);
    check_levels(&checker, &out->confidence_levels);
    check_envelope(&checker, &out->envelope);
    check_known_spend(&checker, out);
    check_contingency(&checker, out);
    check_strata(&checker, &out->population.strata);
    check_frame(&checker, &out->population.frame);
    check_rows(&checker, out);
    check_place_designs(&checker, out);
    check_modes(&checker, &out->assessment);
    rasimi_funding_check_rows(&checker, &out->income.other_funding);
    rasimi_check_years(&checker, out);
    if (check_correlations(&checker, &out->correlations) && status == RASIM_OK) {
        rasimi_check_correlations(&checker, &out->correlations);
    }
    rasimi_charging_check(&checker, &out->financial_assessment);
    rasimi_check_texts(&checker, &out->covered_settings, "covered_settings");
    rasimi_check_texts(&checker, &out->breakdown, "breakdown");
    rasimi_check_texts(&checker, &out->outturn.direct_payment_labels, "direct_payment_labels");
    return checker.failed ? RASIM_ERR_INPUT : status;
}
