/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the framework fits the caseload: every label that occurs has what it needs, and every label that the
   framework names occurs. */
#include "model/columns.h"
#include "model/draft.h"
#include "model/funding.h"
#include "model/shared.h"
#include "model/turnover_make.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static rasimi_names
covered_settings(const rasimi_draft *draft)
{
    return (rasimi_names){draft->study->settings, draft->study->n_settings, draft->caseload.setting.doubtful};
}

void
rasimi_coverage_check(rasimi_draft *draft)
{
    const rasimi_texts *covered = &draft->study->framework.covered_settings;
    for (size_t i = 0; i < covered->n; i++)
        rasimi_draft_check_label(draft, RASIM_ERROR, rasimi_draft_place(draft, covered->items[i].mark), "The setting",
                                 covered->items[i].value, rasimi_names_of(&draft->caseload.setting));
}

static void
check_need(rasimi_draft *draft)
{
    const rasim_study *study = draft->study;
    const rasimi_structs *rows = &study->framework.need;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_text *group = &RASIMI_ROW(rasimi_need_row, *rows, r)->care_group;
        if (group->value)
            rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_draft_place(draft, group->mark), "The care group",
                                     group->value, rasimi_names_of(&draft->caseload.care_group));
    }
    for (size_t g = 0; rasimi_draft_knows_rows(draft, rows) && g < study->n_care_groups; g++)
        if (!rasimi_need_find(&study->framework, study->care_groups[g]))
            rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, rows->mark),
                               "need has no row for the care group '%s' of %s%s; add one, or a row without "
                               "care_group for all others.",
                               study->care_groups[g], rasimi_draft_count(study->care_group, study->n_rows, g).text,
                               rasimi_draft_meant(draft, rows, sizeof(rasimi_need_row),
                                                  offsetof(rasimi_need_row, care_group),
                                                  rasimi_names_of(&draft->caseload.care_group), study->care_groups[g])
                                   .text);
}

static void
check_prices(rasimi_draft *draft)
{
    const rasim_study *study = draft->study;
    const rasimi_structs *rows = &study->framework.prices;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_text *setting = &RASIMI_ROW(rasimi_price_row, *rows, r)->setting;
        if (setting->value)
            rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_draft_place(draft, setting->mark), "The setting",
                                     setting->value, rasimi_names_of(&draft->caseload.setting));
    }
    for (size_t k = 0; rasimi_draft_knows_rows(draft, rows) && k < study->n_settings; k++)
        if (!rasimi_price_find(&study->framework, study->settings[k]))
            rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, rows->mark),
                               "prices has no row for the setting '%s' of %s%s; add one, or a row without setting "
                               "for all others.",
                               study->settings[k], rasimi_draft_count(study->setting, study->n_rows, k).text,
                               rasimi_draft_meant(draft, rows, sizeof(rasimi_price_row),
                                                  offsetof(rasimi_price_row, setting),
                                                  rasimi_names_of(&draft->caseload.setting), study->settings[k])
                                   .text);
}

static bool
has_envelope(const rasimi_structs *rows, const char *area)
{
    for (size_t r = 0; r < rows->n; r++) {
        const char *named = RASIMI_ROW(rasimi_envelope_row, *rows, r)->budget_area.value;
        if (!named || strcmp(named, area) == 0)
            return true;
    }
    return false;
}

static void
check_envelope(rasimi_draft *draft)
{
    const rasim_study *study = draft->study;
    const rasimi_structs *rows = &study->framework.envelope;
    const rasimi_names areas = rasimi_covered_areas(draft);
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_text *area = &RASIMI_ROW(rasimi_envelope_row, *rows, r)->budget_area;
        if (area->value)
            rasimi_draft_check_label(draft, RASIM_ERROR, rasimi_draft_place(draft, area->mark), "The budget area",
                                     area->value, areas);
    }
    for (size_t a = 0; rasimi_draft_knows_rows(draft, rows) && !areas.doubtful && a < study->n_areas; a++)
        if (!has_envelope(rows, study->areas[a]))
            rasimi_problem_add(draft->problems, RASIM_ERROR, rasimi_draft_place(draft, rows->mark),
                               "envelope has no row for the budget area '%s' of %s%s; add one, or give one row "
                               "without budget_area for the whole.",
                               study->areas[a], rasimi_draft_count(study->area, study->n_rows, a).text,
                               rasimi_draft_meant(draft, rows, sizeof(rasimi_envelope_row),
                                                  offsetof(rasimi_envelope_row, budget_area), areas, study->areas[a])
                                   .text);
}

static void
check_known_spend(rasimi_draft *draft)
{
    const rasimi_structs *rows = &draft->study->framework.known_spend;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_text *area = &RASIMI_ROW(rasimi_known_spend_row, *rows, r)->budget_area;
        if (area->value)
            rasimi_draft_check_label(draft, RASIM_ERROR, rasimi_draft_place(draft, area->mark), "The budget area",
                                     area->value, rasimi_covered_areas(draft));
    }
}

/* Why the end of a correlation has nothing to refer to, and what to do about it. */
static const char *
lacking_row(const rasimi_shared_name *name)
{
    if (name->kind == RASIMI_SHARED_SHARE)
        return "is the share of no stream that is uncertain; give the stream of that name under other_funding a "
               "'share_sd', or remove the correlation.";
    if (name->kind == RASIMI_SHARED_PRICE)
        return name->of ? "has no row of its own under prices, so it moves with 'price'; correlate that, or give the "
                          "setting a row."
                        : "is the price of settings without a row of their own, but no row of prices is for those; "
                          "name one setting, as 'price: SETTING'.";
    return name->of ? "has no row of its own under demand; give the care group a row, or correlate 'demand' where that "
                      "has a row for all others."
                    : "is the growth of care groups without a row of their own, but no row of demand is for those; "
                      "name one group, as 'demand: GROUP', or add the row.";
}

/* One end of a correlation: "price: SETTING" must name a covered setting, "demand: GROUP" a care group, and each one
   with a row of its own. */
static void
check_shock(rasimi_draft *draft, const rasimi_text *end)
{
    const rasim_study *study = draft->study;
    const rasimi_place place = rasimi_draft_place(draft, end->mark);
    rasimi_shared_name name;
    if (!end->value || !rasimi_shared_parse(end->value, &name))
        return;
    const bool is_price = name.kind == RASIMI_SHARED_PRICE;
    const rasimi_names groups = {study->care_groups, study->n_care_groups, draft->caseload.care_group.doubtful};
    const rasimi_names labels = is_price ? covered_settings(draft) : groups;
    const bool is_label = name.of && name.kind != RASIMI_SHARED_SHARE;
    if (is_label && !rasimi_draft_check_label(draft, RASIM_ERROR, place,
                                              is_price ? "The covered setting" : "The care group", name.of, labels))
        return;
    const rasimi_structs *rows = is_price                           ? &study->framework.prices
                                 : name.kind == RASIMI_SHARED_SHARE ? &study->framework.income.other_funding
                                                                    : &study->framework.demand;
    if (!rows->mark.doubtful && !rasimi_shared_has_row(&study->framework, &name))
        rasimi_problem_add(draft->problems, RASIM_ERROR, place, "'%s' %s",
                           rasimi_words_shown(end->value, strlen(end->value)).text, lacking_row(&name));
}

static void
check_correlations(rasimi_draft *draft)
{
    const rasimi_structs *rows = &draft->study->framework.correlations;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_correlation_row *row = RASIMI_ROW(rasimi_correlation_row, *rows, r);
        check_shock(draft, &row->a);
        check_shock(draft, &row->b);
    }
}

static void
check_demand(rasimi_draft *draft)
{
    const rasimi_structs *rows = &draft->study->framework.demand;
    for (size_t r = 0; r < rows->n; r++) {
        const rasimi_text *group = &RASIMI_ROW(rasimi_demand_row, *rows, r)->care_group;
        if (group->value)
            rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_draft_place(draft, group->mark), "The care group",
                                     group->value, rasimi_names_of(&draft->caseload.care_group));
    }
}

/* ---- assessment, delivery, funding ---- */

static bool
has_mode(const rasimi_structs *modes, const char *label)
{
    for (size_t r = 0; r < modes->n; r++)
        if (!RASIMI_ROW(rasimi_mode_row, *modes, r)->mode.value ||
            strcmp(RASIMI_ROW(rasimi_mode_row, *modes, r)->mode.value, label) == 0)
            return true; /* a row whose mode could not be read may be the one */
    return false;
}

static void
check_modes(rasimi_draft *draft)
{
    const rasimi_assessment_spec *spec = &draft->study->framework.assessment;
    const rasimi_labels *labels = &draft->caseload.assessment_mode;
    for (size_t r = 0; r < spec->modes.n; r++) {
        const rasimi_text *mode = &RASIMI_ROW(rasimi_mode_row, spec->modes, r)->mode;
        if (mode->value)
            rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_draft_place(draft, mode->mark), "The assessment mode",
                                     mode->value, rasimi_names_of(labels));
    }
    for (size_t code = 0; rasimi_draft_knows_rows(draft, &spec->modes) && code < labels->n_labels; code++)
        if (!has_mode(&spec->modes, labels->labels[code]))
            rasimi_problem_add(draft->problems, RASIM_NOTE, rasimi_draft_place(draft, spec->modes.mark),
                               "assessment.modes has no row for '%s'; assessments of that mode are taken as exact.",
                               labels->labels[code]);
}

/* Labels of direct payments that the file writes otherwise would silently turn everybody into managed. */
static void
check_direct_payments(rasimi_draft *draft)
{
    const rasimi_outturn_spec *outturn = &draft->study->framework.outturn;
    const rasimi_labels *delivery = &draft->caseload.delivery;
    const rasimi_texts *given = &outturn->direct_payment_labels;
    for (size_t i = 0; i < given->n; i++) {
        bool found = given->items[i].mark.line == 0; /* a default that the file need not use */
        for (size_t code = 0; code < delivery->n_labels && !found; code++)
            found = strcasecmp(delivery->labels[code], given->items[i].value) == 0;
        if (!found)
            rasimi_draft_check_label(draft, RASIM_WARNING, rasimi_draft_place(draft, given->items[i].mark),
                                     "The delivery label", given->items[i].value, rasimi_names_of(delivery));
    }
}

void
rasimi_framework_check(rasimi_draft *draft)
{
    check_need(draft);
    check_prices(draft);
    check_envelope(draft);
    check_known_spend(draft);
    check_correlations(draft);
    check_demand(draft);
    check_modes(draft);
    check_direct_payments(draft);
    rasimi_funding_check(draft);
    rasimi_assess_check(draft);
    if (!draft->framework_usable || rasimi_covered_areas(draft).doubtful)
        return; /* what follows needs every key and label that it looks at */
    rasimi_turnover_check(draft);
    rasimi_programmes_check(draft);
    rasimi_carers_stop_check(draft);
}
