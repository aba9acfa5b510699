/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a summary says over the years, as arrays (docs/results.md). An expected figure is one array of its mean, error
   and range; a probability or another figure with an interval is one array of the value and its bounds. */
#include "report/years_h5.h"

#include <stdlib.h>

#include "analysis/paths.h"
#include "base/mem.h"

#define GBP        "£ a year"
#define POUNDS     "£"
#define N_EXPECTED (sizeof(rasim_expected) / sizeof(double))
#define N_INTERVAL (sizeof(rasim_probability) / sizeof(double))

static void
put_number(rasimi_h5put *put, const double *value, rasimi_h5name name)
{
    rasimi_h5put_field(put, name, value, sizeof *value, 1);
}

static void
put_expected(rasimi_h5put *put, const rasim_expected *value, rasimi_h5name name)
{
    rasimi_h5put_field(put, name, &value->mean, sizeof value->mean, N_EXPECTED);
}

/* From the value on: low and high follow it in every such struct. */
static void
put_interval(rasimi_h5put *put, const double *value, rasimi_h5name name)
{
    rasimi_h5put_field(put, name, value, sizeof *value, N_INTERVAL);
}

static void
put_probability(rasimi_h5put *put, const rasim_probability *value, const char *name, const char *sentence)
{
    put_interval(put, &value->probability, (rasimi_h5name){name, "fraction", sentence});
}

static void
put_fan(rasimi_h5put *put, const rasim_at_level *fan, rasimi_h5name value, rasimi_h5name low, rasimi_h5name high)
{
    rasimi_h5put_field(put, value, &fan->value, sizeof *fan, RASIM_N_FAN_LEVELS);
    rasimi_h5put_field(put, low, &fan->low, sizeof *fan, RASIM_N_FAN_LEVELS);
    rasimi_h5put_field(put, high, &fan->high, sizeof *fan, RASIM_N_FAN_LEVELS);
}

static void
put_turnover(rasimi_h5put *put, const rasim_turnover *t)
{
    const struct {
        const rasim_expected *value;
        rasimi_h5name name;
    } rows[] = {
        {&t->starters, {"starters", "people", "people who start care in the year"}},
        {&t->leavers, {"leavers", "people", "people who leave care in the year"}},
        {&t->movers, {"movers", "people", "moves to another setting that the envelope covers"}},
        {&t->moved_outside_people, {"moved_outside_people", "people", "moves to a setting outside the envelope"}},
        {&t->people_at_end, {"people_at_end", "people", "people in care when the year ends"}},
        {&t->person_years, {"person_years", "person-years", "time in care within the year"}},
        {&t->full_year, {"full_year", GBP, "full-year effect"}},
        {&t->full_year_starters, {"full_year_starters", GBP, "the part of starters"}},
        {&t->full_year_leavers, {"full_year_leavers", GBP, "the part of leavers"}},
        {&t->full_year_changes, {"full_year_changes", GBP, "the part of moves between settings"}},
        {&t->moved_outside, {"moved_outside", GBP, "a whole year's net of people who moved outside the envelope"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows && t->applies; i++)
        put_expected(put, rows[i].value, rows[i].name);
}

static void
put_reserve_year(rasimi_h5put *put, const rasim_reserve_year *reserve)
{
    put_number(put, &reserve->mean, (rasimi_h5name){"reserve_mean", POUNDS, "expected reserve when the year ends"});
    put_number(put, &reserve->mean_se, (rasimi_h5name){"reserve_mean_se", POUNDS, "its simulation error"});
    put_fan(put, reserve->quantiles, (rasimi_h5name){"reserve_fan", POUNDS, "quantiles of the reserve"},
            (rasimi_h5name){"reserve_fan_low", POUNDS, "lower ends of their 95 % intervals"},
            (rasimi_h5name){"reserve_fan_high", POUNDS, "upper ends of their 95 % intervals"});
    put_probability(put, &reserve->at_floor, "reserve_at_floor", "probability of being at or above the floor");
    put_probability(put, &reserve->never_below, "reserve_never_below", "and in every year up to this one");
}

static void
put_interventions(rasimi_h5put *put, const rasim_intervention_year *year)
{
    put_expected(put, &year->cost, (rasimi_h5name){"intervention_cost", GBP, "cost of prevention programmes"});
    put_expected(put, &year->saving,
                 (rasimi_h5name){"intervention_saving", GBP, "what they save, their cost set aside"});
    put_expected(put, &year->net, (rasimi_h5name){"intervention_net", GBP, "saving less cost"});
    put_expected(put, &year->cumulated, (rasimi_h5name){"intervention_cumulated", POUNDS, "net of all years so far"});
    put_probability(put, &year->paid_back, "intervention_paid_back", "probability that they have paid back");
}

void
rasimi_h5put_year(rasimi_h5put *put, const rasim_design_summary *design, const rasim_year_summary *year)
{
    put_expected(put, &year->turned_out, (rasimi_h5name){"turned_out", GBP, "what the envelope turns out to be"});
    put_probability(put, &year->affordability_so_far, "affordability_so_far", "inside in every year up to this one");
    put_fan(put, year->fan, (rasimi_h5name){"fan", GBP, "quantiles of net"},
            (rasimi_h5name){"fan_low", GBP, "lower ends of their 95 % intervals"},
            (rasimi_h5name){"fan_high", GBP, "upper ends of their 95 % intervals"});
    put_turnover(put, &year->turnover);
    if (year->savings.applies) {
        put_number(put, &year->savings.planned_gbp, (rasimi_h5name){"savings_planned", GBP, "planned savings"});
        put_expected(put, &year->savings.delivered, (rasimi_h5name){"savings_delivered", GBP, "delivered savings"});
    }
    if (design->reserve.applies)
        put_reserve_year(put, &year->reserve);
    if (design->has_interventions)
        put_interventions(put, &year->interventions);
}

static void
put_reserve(rasimi_h5put *put, const rasim_reserve *reserve)
{
    put_number(put, &reserve->opening_gbp, (rasimi_h5name){"reserve_opening", POUNDS, "reserve at the start"});
    put_number(put, &reserve->carry, (rasimi_h5name){"reserve_carry", "fraction", "share of an underspend carried"});
    put_number(put, &reserve->floor_gbp, (rasimi_h5name){"reserve_floor", POUNDS, "what it should not fall below"});
    put_probability(put, &reserve->called, "call_probability", "probability that a guarantor of the floor must pay");
    put_expected(put, &reserve->call, (rasimi_h5name){"call", POUNDS, "what the guarantor must pay over all years"});
    put_interval(put, &reserve->call_p95.value, (rasimi_h5name){"call_p95", POUNDS, "its 95 % quantile"});
}

static void
put_guarantee(rasimi_h5put *put, const rasim_guarantee *guarantee)
{
    put_number(put, &guarantee->confidence, (rasimi_h5name){"guarantee_confidence", "fraction", "its confidence"});
    put_interval(put, &guarantee->at_end.factor,
                 (rasimi_h5name){"guarantee_at_end", "factor", "on all envelopes: reserve at its floor in the end"});
    put_interval(
        put, &guarantee->every_year.factor,
        (rasimi_h5name){"guarantee_every_year", "factor", "on all envelopes: reserve at its floor every year"});
    put_interval(put, &guarantee->each_alone.factor,
                 (rasimi_h5name){"guarantee_each_alone", "factor", "on all envelopes: every year inside its own"});
}

void
rasimi_h5put_horizon(rasimi_h5put *put, const rasim_design_summary *design)
{
    const rasim_horizon *h = &design->horizon;
    const size_t n = h->net.n_quantiles, stride = sizeof(rasim_at_level);
    put_number(put, &h->envelope_gbp, (rasimi_h5name){"envelope", POUNDS, "sum of the stated envelopes"});
    put_number(put, &h->plan_gbp, (rasimi_h5name){"plan", POUNDS, "sum of planned net"});
    put_number(put, &h->net.mean, (rasimi_h5name){"mean", POUNDS, "expected sum of net"});
    put_number(put, &h->net.mean_se, (rasimi_h5name){"mean_se", POUNDS, "its simulation error"});
    put_number(put, &h->net.sd, (rasimi_h5name){"sd", POUNDS, "standard deviation of the sum of net"});
    rasimi_h5name quantile = {"quantile", POUNDS, "quantiles of the sum of net, at the quantile levels of the years"};
    rasimi_h5put_field(put, quantile, &h->net.quantiles->value, stride, n);
    put_probability(put, &h->total, "affordability_total", "probability of the sum of net within that of envelopes");
    put_probability(put, &h->every_year, "affordability_every_year", "probability of staying inside in every year");
    if (design->reserve.applies)
        put_reserve(put, &design->reserve);
    if (design->guarantee.applies)
        put_guarantee(put, &design->guarantee);
}

/* Columns of what comes of each year's envelope: [replicates x years]. */
static void
put_funding(rasimi_h5put *put, const rasim_results *results)
{
    const uint64_t shape[] = {results->replicates, results->n_years};
    double *shares = rasimi_calloc(results->replicates, results->n_years * sizeof *shares);
    if (!shares) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t y = 0; y < results->n_years; y++)
        for (uint64_t r = 0; r < results->replicates; r++)
            shares[r * results->n_years + y] = rasim_results_funding(results, y)[r];
    rasimi_h5put_doubles(put, (rasimi_h5name){"funding", "factor", "what comes of the envelope over what is stated"}, 2,
                         shape, shares);
    free(shares);
}

void
rasimi_h5put_envelopes(rasimi_h5put *put, const rasim_results *results)
{
    const uint64_t n_years = results->n_years, shape[] = {results->n_years, results->n_areas};
    double *stated = rasimi_calloc(n_years, (results->n_areas + 1) * sizeof *stated);
    if (!stated) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    double *by_area = stated + n_years;
    for (size_t y = 0; y < n_years; y++) {
        stated[y] = rasimi_envelope_of(results->study, y);
        for (size_t a = 0; a < results->n_areas; a++)
            by_area[y * results->n_areas + a] = rasimi_area_envelope_of(results->study, y, a);
    }
    rasimi_h5put_doubles(put, (rasimi_h5name){"stated", GBP, "stated envelopes"}, 1, &n_years, stated);
    rasimi_h5put_doubles(put, (rasimi_h5name){"by_area", GBP, "stated envelopes of budget areas"}, 2, shape, by_area);
    free(stated);
    if (rasim_results_funding(results, 0))
        put_funding(put, results);
}
