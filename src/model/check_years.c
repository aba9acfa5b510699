/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The framework's keys for several years against each other: what contradicts, and what would do nothing. */
#include "model/check_years.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/day.h"
#include "model/law.h"
#include "model/param_words.h"

#define ROW(type, list, i) ((const type *)(list).items + (i))

static bool
is_written(rasimi_mark mark)
{
    return mark.line > 0;
}

__attribute__((format(printf, 3, 4))) static void
warn(rasimi_checker *checker, rasimi_mark mark, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rasimi_problem_add(checker->problems, RASIM_WARNING, rasimi_mark_place(checker->file, mark), "%s", text);
}

/* ---- laws ---- */

static void
check_autocorrelation(rasimi_checker *checker, rasimi_choice law, const rasimi_number *autocorrelation)
{
    if (law.value != RASIMI_LAW_LOGNORMAL && fabs(autocorrelation->value) > 0)
        rasimi_checker_complain(checker, autocorrelation->mark,
                                "'autocorrelation' is %s, but only the law 'lognormal' can have one; take it out, or "
                                "choose that law.",
                                rasimi_words_number(autocorrelation->value).text);
}

static void
check_laws(rasimi_checker *checker, const rasimi_framework *framework)
{
    for (size_t r = 0; r < framework->prices.n; r++) {
        const rasimi_price_row *row = ROW(rasimi_price_row, framework->prices, r);
        const rasimi_spread_spec spread = rasimi_price_spread(row);
        rasimi_check_law(checker, &spread, "prices");
        check_autocorrelation(checker, row->law, &row->autocorrelation);
    }
    for (size_t r = 0; r < framework->demand.n; r++) {
        const rasimi_demand_row *row = ROW(rasimi_demand_row, framework->demand, r);
        const rasimi_spread_spec spread = rasimi_demand_spread(row);
        rasimi_check_law(checker, &spread, "demand");
        check_autocorrelation(checker, row->law, &row->autocorrelation);
    }
    const rasimi_spread_spec funding = rasimi_funding_spread(&framework->funding);
    rasimi_check_law(checker, &funding, "funding");
    const rasimi_label_check groups = {&framework->demand,
                                       sizeof(rasimi_demand_row),
                                       offsetof(rasimi_demand_row, care_group),
                                       "demand",
                                       "care_group",
                                       true};
    rasimi_check_rows(checker, &groups);
}

/* ---- the horizon ---- */

/* A list of years from `first_year` on must end within the horizon; where nothing of it can be used it only does
   nothing, so that a horizon may be shortened for a look. */
static void
check_length(rasimi_checker *checker, const rasimi_numbers *list, const char *key, size_t first_year, size_t horizon)
{
    const size_t room = horizon + 1 - first_year;
    if (list->n > 0 && room == 0)
        warn(checker, list->mark,
             "'%s' does nothing, because the horizon is 1 year; give a longer 'horizon', or take "
             "it out.",
             key);
    else if (list->n > room)
        rasimi_checker_complain(checker, list->mark,
                                "'%s' has %zu %s, but a horizon of %zu %s has room for %zu; shorten it, or give a "
                                "longer 'horizon'.",
                                key, list->n, list->n == 1 ? "item" : "items", horizon, horizon == 1 ? "year" : "years",
                                room);
}

static void
check_lists(rasimi_checker *checker, const rasimi_framework *framework)
{
    const size_t horizon = framework->horizon.value;
    for (size_t r = 0; r < framework->envelope.n; r++)
        check_length(checker, &ROW(rasimi_envelope_row, framework->envelope, r)->later_gbp, "later_gbp", 2, horizon);
    check_length(checker, &framework->transition.review_later, "review_later", 2, horizon);
    check_length(checker, &framework->transition.protection_later, "protection_later", 2, horizon);
    check_length(checker, &framework->reserve.transfers_gbp, "transfers_gbp", 1, horizon);
    for (size_t r = 0; r < framework->savings.n; r++)
        check_length(checker, &ROW(rasimi_saving_row, framework->savings, r)->gbp_by_year, "gbp_by_year", 1, horizon);
}

static void
check_labels(rasimi_checker *checker, const rasimi_framework *framework)
{
    const rasimi_texts *labels = &framework->year_labels;
    const size_t horizon = framework->horizon.value;
    if (labels->n > 0 && labels->n != horizon)
        rasimi_checker_complain(
            checker, labels->mark, "'year_labels' has %zu %s, but the horizon is %zu %s; give one for each year.",
            labels->n, labels->n == 1 ? "label" : "labels", horizon, horizon == 1 ? "year" : "years");
    rasimi_check_texts(checker, labels, "year_labels");
}

/* The first day must be one, and somebody's first year in care must be different. */
static void
check_first_day(rasimi_checker *checker, const rasimi_framework *framework)
{
    const rasimi_text *first_day = &framework->first_day;
    int64_t day;
    bool matters = false;
    for (size_t r = 0; r < framework->turnover.n; r++)
        matters = matters || is_written(ROW(rasimi_turnover_row, framework->turnover, r)->first_year_probability.mark);
    if (first_day->value && !rasimi_day_parse(first_day->value, &day))
        rasimi_checker_complain(checker, first_day->mark,
                                "'first_day' is '%s', which is no date; write it as year-month-day, such as "
                                "2027-04-01.",
                                rasimi_words_shown(first_day->value, strlen(first_day->value)).text);
    else if (first_day->value && !matters)
        warn(checker, first_day->mark,
             "'first_day' does nothing, because no row of turnover gives a 'first_year_probability'; give one, or "
             "take it out.");
}

static void
check_persistence(rasimi_checker *checker, const rasimi_framework *framework)
{
    for (size_t r = 0; framework->horizon.value > 1 && r < framework->need.n; r++) {
        const rasimi_need_row *row = ROW(rasimi_need_row, framework->need, r);
        if (!is_written(row->persistence.mark))
            rasimi_checker_complain(checker, row->mark,
                                    "This row of need has no 'persistence', which a horizon of %zu years needs: the "
                                    "share of the variance of need that stays with a person, 0 to 1; give it.",
                                    (size_t)framework->horizon.value);
    }
}

/* ---- the tail ---- */

static void
check_tail(rasimi_checker *checker, const rasimi_tail_row *row)
{
    const bool has_shape = is_written(row->shape.mark), has_scale = is_written(row->scale_gbp_week.mark);
    if (has_shape != has_scale)
        rasimi_checker_complain(checker, has_shape ? row->shape.mark : row->scale_gbp_week.mark,
                                "This row of high_cost_arrivals gives '%s' without '%s'; give both, or neither to have "
                                "them fitted.",
                                has_shape ? "shape" : "scale_gbp_week", has_shape ? "scale_gbp_week" : "shape");
    if (row->threshold_gbp_week.value >= row->max_gbp_week.value)
        rasimi_checker_complain(checker, row->threshold_gbp_week.mark,
                                "'threshold_gbp_week' is %s, but packages are held at 'max_gbp_week', %s; it must be "
                                "below that.",
                                rasimi_words_number(row->threshold_gbp_week.value).text,
                                rasimi_words_number(row->max_gbp_week.value).text);
}

/* ---- programmes ---- */

/* A Beta distribution has a variance below mean (1 - mean). */
static void
check_beta(rasimi_checker *checker, const rasimi_number *mean, const rasimi_number *sd, const char *mean_key,
           const char *sd_key)
{
    const double most = mean->value * (1 - mean->value);
    if (sd->value > 0 && sd->value * sd->value >= most)
        rasimi_checker_complain(
            checker, sd->mark, "'%s' is %s, but a share with '%s' %s cannot vary that much; it must be below %s.",
            sd_key, rasimi_words_number(sd->value).text, mean_key, rasimi_words_number(mean->value).text,
            rasimi_words_number(floor(sqrt(most) * 1e4) / 1e4).text);
}

static void
check_intervention(rasimi_checker *checker, const rasimi_framework *framework, const rasimi_intervention_row *row)
{
    const size_t horizon = framework->horizon.value;
    check_beta(checker, &row->mean, &row->sd, "mean", "sd");
    if (row->from_year.value > horizon)
        rasimi_checker_complain(checker, row->from_year.mark,
                                "'from_year' is %zu, but the horizon is %zu %s; begin within it, or give a longer "
                                "'horizon'.",
                                (size_t)row->from_year.value, horizon, horizon == 1 ? "year" : "years");
    else if (row->from_year.value + row->lag_years.value > horizon)
        warn(checker, row->lag_years.mark,
             "This programme begins in year %zu and takes %zu %s to have an effect, so within a horizon of %zu %s it "
             "only costs.",
             (size_t)row->from_year.value, (size_t)row->lag_years.value, row->lag_years.value == 1 ? "year" : "years",
             horizon, horizon == 1 ? "year" : "years");
    if (row->reduces.value == RASIMI_REDUCES_MOVES && framework->moves.n == 0)
        warn(checker, row->reduces.mark, "There are no 'moves' that this programme could reduce, so it only costs.");
    if (row->reduces.value == RASIMI_REDUCES_STARTERS && framework->turnover.n + framework->high_cost_arrivals.n == 0)
        warn(checker, row->reduces.mark,
             "Without 'turnover' there are no starters that this programme could reduce, "
             "so it only costs.");
}

static void
check_programmes(rasimi_checker *checker, const rasimi_framework *framework)
{
    for (size_t r = 0; r < framework->interventions.n; r++)
        check_intervention(checker, framework, ROW(rasimi_intervention_row, framework->interventions, r));
    for (size_t r = 0; r < framework->savings.n; r++) {
        const rasimi_saving_row *row = ROW(rasimi_saving_row, framework->savings, r);
        check_beta(checker, &row->delivered_mean, &row->delivered_sd, "delivered_mean", "delivered_sd");
    }
    const rasimi_label_check names[] = {
        {&framework->interventions, sizeof(rasimi_intervention_row), offsetof(rasimi_intervention_row, name),
         "interventions", "name", false},
        {&framework->savings, sizeof(rasimi_saving_row), offsetof(rasimi_saving_row, name), "savings", "name", false},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        rasimi_check_rows(checker, &names[i]);
}

/* ---- keys that do nothing ---- */

static void
warn_one_year(rasimi_checker *checker, rasimi_mark mark, const char *key)
{
    if (is_written(mark))
        warn(checker, mark,
             "'%s' does nothing, because the horizon is 1 year; give a longer 'horizon', or take it "
             "out.",
             key);
}

/* What a horizon of one year has no use for. */
static void
note_one_year(rasimi_checker *checker, const rasimi_framework *framework)
{
    for (size_t r = 0; r < framework->envelope.n; r++)
        warn_one_year(checker, ROW(rasimi_envelope_row, framework->envelope, r)->growth.mark, "growth");
    for (size_t r = 0; r < framework->need.n; r++)
        warn_one_year(checker, ROW(rasimi_need_row, framework->need, r)->persistence.mark, "persistence");
    for (size_t r = 0; r < framework->prices.n; r++)
        warn_one_year(checker, ROW(rasimi_price_row, framework->prices, r)->autocorrelation.mark, "autocorrelation");
    for (size_t r = 0; r < framework->demand.n; r++)
        warn_one_year(checker, ROW(rasimi_demand_row, framework->demand, r)->autocorrelation.mark, "autocorrelation");
}

static void
note_recalibration(rasimi_checker *checker, const rasimi_framework *framework)
{
    const rasimi_whole *every = &framework->transition.recalibrate_every;
    const size_t horizon = framework->horizon.value;
    if (every->value > 0 && every->value >= horizon)
        warn(checker, every->mark,
             "'recalibrate_every' is %zu, but the horizon is %zu %s, so no design is ever fitted anew.",
             (size_t)every->value, horizon, horizon == 1 ? "year" : "years");
}

static void
note_demand(rasimi_checker *checker, const rasimi_framework *framework)
{
    if (framework->demand.n > 0 && framework->turnover.n + framework->high_cost_arrivals.n == 0)
        warn(checker, framework->demand.mark,
             "'demand' does nothing, because nobody starts care without 'turnover' or 'high_cost_arrivals'; give one "
             "of them, or take it out.");
}

void
rasimi_check_years(rasimi_checker *checker, const rasimi_framework *framework)
{
    check_laws(checker, framework);
    check_lists(checker, framework);
    check_labels(checker, framework);
    check_first_day(checker, framework);
    check_persistence(checker, framework);
    for (size_t r = 0; r < framework->high_cost_arrivals.n; r++)
        check_tail(checker, ROW(rasimi_tail_row, framework->high_cost_arrivals, r));
    check_programmes(checker, framework);
    if (framework->horizon.value == 1)
        note_one_year(checker, framework);
    note_recalibration(checker, framework);
    note_demand(checker, framework);
}
