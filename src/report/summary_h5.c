/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary of one design and year as arrays: one table says which field becomes which dataset. */
#include "report/summary_h5.h"

#include "rasim/ledger.h"

/* Where a column's numbers come from: the year itself (one number) or one of its lists. */
typedef enum source {
    FROM_YEAR,
    FROM_QUANTILES,
    FROM_CONTINGENCY,
    FROM_HEADROOM,
    FROM_SHORTFALL,
    FROM_SAMPLE,
    FROM_AREAS,
    FROM_PLACES,
    FROM_LIMITS,
    FROM_MODES,
} source;

typedef struct column {
    source from;
    size_t offset; /* of a double in one item of the source */
    rasimi_h5name name;
} column;

#define GBP "£ a year"

#define YEAR(field)        FROM_YEAR, offsetof(rasim_year_summary, field)
#define QUANTILE(field)    FROM_QUANTILES, offsetof(rasim_at_level, field)
#define CONTINGENCY(field) FROM_CONTINGENCY, offsetof(rasim_contingency, field)
#define HEADROOM(field)    FROM_HEADROOM, offsetof(rasim_at_level, field)
#define SHORTFALL(field)   FROM_SHORTFALL, offsetof(rasim_at_level, field)
#define SAMPLE(field)      FROM_SAMPLE, offsetof(rasim_at_level, field)
#define AREA(field)        FROM_AREAS, offsetof(rasim_area_summary, field)
#define PLACE(field)       FROM_PLACES, offsetof(rasim_place_summary, field)
#define LIMIT(field)       FROM_LIMITS, offsetof(rasim_limit_effect, field)
#define MODE(field)        FROM_MODES, offsetof(rasim_mode_effect, field)

static const column columns[] = {
    {YEAR(envelope_gbp), {"envelope", GBP, "net budget of the year"}},
    {YEAR(plan_gbp), {"plan", GBP, "planned net spend"}},
    {YEAR(planned_pool_gbp), {"planned_pool", GBP, "planned gross allocations of people inside the RAS"}},
    {YEAR(drift_gbp), {"drift", GBP, "expected net minus plan"}},
    {YEAR(contingency_held_gbp), {"contingency_held", GBP, "contingency held inside the envelope"}},
    {YEAR(affordability.probability), {"affordability", "fraction", "probability that net is at most the envelope"}},
    {YEAR(affordability.low), {"affordability_low", "fraction", "lower end of its 95 % interval"}},
    {YEAR(affordability.high), {"affordability_high", "fraction", "upper end of its 95 % interval"}},
    {YEAR(net.mean), {"mean", GBP, "expected net"}},
    {YEAR(net.mean_se), {"mean_se", GBP, "simulation error of expected net"}},
    {YEAR(net.sd), {"sd", GBP, "standard deviation of net"}},
    {YEAR(expected_overspend_gbp), {"expected_overspend", GBP, "expected amount above the envelope"}},
    {YEAR(overspend_if_over_gbp), {"overspend_if_over", GBP, "the same where net is above the envelope"}},
    {YEAR(pools.ras.mean), {"ras_pool_mean", GBP, "expected gross spend inside the RAS"}},
    {YEAR(pools.high_cost.mean), {"high_cost_pool_mean", GBP, "expected gross spend on high-cost packages"}},
    {YEAR(pools.legacy.mean), {"legacy_pool_mean", GBP, "expected gross spend on legacy packages"}},
    {YEAR(pools.total.mean), {"total_pool_mean", GBP, "expected gross spend"}},
    {YEAR(panel_cases.mean), {"panel_cases_mean", "people", "expected panel cases"}},
    {YEAR(excluded_people.mean), {"excluded_people_mean", "people", "expected people above the exclusion threshold"}},
    {YEAR(lines[RASIM_LINE_PERSON_YEARS]), {"person_years_mean", "person-years", "expected time in care"}},
    {YEAR(sample.sd_gbp), {"sample_sd", GBP, "standard deviation that the sample alone causes"}},
    {YEAR(sample.sd_se), {"sample_sd_se", GBP, "its simulation error"}},
    {YEAR(sample.share_se), {"sample_share_se", "fraction", "simulation error of the sample's share of variance"}},
    {YEAR(sample.share_of_variance), {"sample_share_of_variance", "fraction", "the sample's share of net's variance"}},
    {QUANTILE(level), {"quantile_level", "fraction", "levels of the quantiles"}},
    {QUANTILE(value), {"quantile", GBP, "quantiles of net"}},
    {QUANTILE(low), {"quantile_low", GBP, "lower ends of their 95 % intervals"}},
    {QUANTILE(high), {"quantile_high", GBP, "upper ends of their 95 % intervals"}},
    {CONTINGENCY(level), {"level", "fraction", "confidence levels"}},
    {CONTINGENCY(gbp), {"contingency", GBP, "quantile of net minus plan"}},
    {CONTINGENCY(low), {"contingency_low", GBP, "lower ends of its 95 % intervals"}},
    {CONTINGENCY(high), {"contingency_high", GBP, "upper ends of its 95 % intervals"}},
    {CONTINGENCY(risk_margin_gbp), {"risk_margin", GBP, "quantile of net minus expected net"}},
    {CONTINGENCY(share_of_plan), {"contingency_share_of_plan", "fraction", "contingency over plan"}},
    {CONTINGENCY(share_of_pool), {"contingency_share_of_pool", "fraction", "contingency over the planned pool"}},
    {HEADROOM(value), {"headroom", GBP, "envelope minus quantile of net"}},
    {HEADROOM(low), {"headroom_low", GBP, "lower ends of its 95 % intervals"}},
    {HEADROOM(high), {"headroom_high", GBP, "upper ends of its 95 % intervals"}},
    {SHORTFALL(value), {"expected_shortfall", GBP, "mean net of the worst 1 - level of the replicates"}},
    {SAMPLE(level), {"sample_quantile_level", "fraction", "levels of the sample's quantiles"}},
    {SAMPLE(value), {"sample_quantile", GBP, "quantiles of planned net over the samples"}},
    {SAMPLE(low), {"sample_quantile_low", GBP, "lower ends of their 95 % intervals"}},
    {SAMPLE(high), {"sample_quantile_high", GBP, "upper ends of their 95 % intervals"}},
    {AREA(envelope_gbp), {"area_envelope", GBP, "the budget area's own envelope"}},
    {AREA(plan_gbp), {"area_plan", GBP, "planned net of the budget area"}},
    {AREA(affordability.probability), {"area_affordability", "fraction", "probability of its net within its envelope"}},
    {AREA(affordability.low), {"area_affordability_low", "fraction", "lower end of its 95 % interval"}},
    {AREA(affordability.high), {"area_affordability_high", "fraction", "upper end of its 95 % interval"}},
    {AREA(net.mean), {"area_mean", GBP, "expected net of the budget area"}},
    {AREA(net.sd), {"area_sd", GBP, "standard deviation of net of the budget area"}},
    {PLACE(people), {"place_people", "people", "people of the place"}},
    {PLACE(plan_gbp), {"place_plan", GBP, "planned net of the place"}},
    {PLACE(net.mean), {"place_mean", GBP, "expected net of the place"}},
    {PLACE(net.mean_se), {"place_mean_se", GBP, "simulation error of expected net of the place"}},
    {PLACE(net.sd), {"place_sd", GBP, "standard deviation of net of the place"}},
    {PLACE(least_gbp), {"place_least", GBP, "net of the place in the replicate where it is least"}},
    {PLACE(most_gbp), {"place_most", GBP, "net of the place in the replicate where it is most"}},
    {LIMIT(kind),
     {"limit", "number",
      "the design's limits: 1 minimum points, 2 floor, 3 cap, 4 minimum "
      "budget, 5 residential equivalent; rows of 4 and 5 as in the file"}},
    {LIMIT(value), {"limit_value", "points or £ a week", "where each stands in year 1"}},
    {LIMIT(people), {"limit_people", "people", "people whom the limit binds"}},
    {LIMIT(gbp), {"limit_gbp", GBP, "what it gives (+) or takes (-) of indicative allocations"}},
    {MODE(i_mode), {"mode", "number", "a mode of assessment, from 1"}},
    {MODE(i_against), {"mode_against", "number", "and the one that it is held against"}},
    {MODE(points), {"mode_points", "points", "difference of the two in points a person"}},
    {MODE(gbp_week), {"mode_gbp_week", "£ a week", "difference of the two in what the design pays a person"}},
    {MODE(gbp_week_low), {"mode_gbp_week_low", "£ a week", "lower ends of its 95 % intervals"}},
    {MODE(gbp_week_high), {"mode_gbp_week_high", "£ a week", "upper ends of its 95 % intervals"}},
    {MODE(gbp), {"mode_gbp", GBP, "the same over the caseload"}},
    {MODE(gbp_low), {"mode_gbp_low", GBP, "lower ends of its 95 % intervals"}},
    {MODE(gbp_high), {"mode_gbp_high", GBP, "upper ends of its 95 % intervals"}},
};

/* The items of a source: first, size of one, how many. */
typedef struct items {
    const void *first;
    size_t stride, n;
} items;

static items
items_of(const rasim_year_summary *year, source from)
{
    switch (from) {
        case FROM_QUANTILES:
            return (items){year->net.quantiles, sizeof(rasim_at_level), year->net.n_quantiles};
        case FROM_CONTINGENCY:
            return (items){year->contingency, sizeof(rasim_contingency), year->n_levels};
        case FROM_HEADROOM:
            return (items){year->headroom, sizeof(rasim_at_level), year->n_levels};
        case FROM_SHORTFALL:
            return (items){year->expected_shortfall, sizeof(rasim_at_level), year->n_levels};
        case FROM_SAMPLE:
            return (items){year->sample.quantiles, sizeof(rasim_at_level), year->sample.n_quantiles};
        case FROM_AREAS:
            return (items){year->areas, sizeof(rasim_area_summary), year->n_areas};
        case FROM_PLACES:
            return (items){year->places, sizeof(rasim_place_summary), year->n_places};
        case FROM_LIMITS:
            return (items){year->limits, sizeof(rasim_limit_effect), year->n_limits};
        case FROM_MODES:
            return (items){year->mode_effects, sizeof(rasim_mode_effect), year->n_mode_effects};
        case FROM_YEAR:
            break;
    }
    return (items){year, sizeof(rasim_year_summary), 1};
}

/* Expected ledger lines of one unit, in the order of the ledger. */
static void
put_lines(rasimi_h5put *put, const double *lines, rasim_line_unit unit, rasimi_h5name name)
{
    double values[RASIM_N_LINES];
    uint64_t n = 0;
    for (size_t l = 0; l < RASIM_N_LINES; l++)
        if (rasim_line_describe((rasim_line)l)->unit == unit)
            values[n++] = lines[l];
    rasimi_h5put_doubles(put, name, 1, &n, values);
}

void
rasimi_h5put_summary(rasimi_h5put *put, const rasim_year_summary *year)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        items from = items_of(year, columns[i].from);
        if (from.n > 0)
            rasimi_h5put_field(put, columns[i].name, (const char *)from.first + columns[i].offset, from.stride, from.n);
    }
    put_lines(put, year->lines, RASIM_UNIT_MONEY, (rasimi_h5name){"expected_money", GBP, "expected money lines"});
    put_lines(put, year->lines_se, RASIM_UNIT_MONEY,
              (rasimi_h5name){"expected_money_se", GBP, "simulation errors of the expected money lines"});
    put_lines(put, year->lines, RASIM_UNIT_PEOPLE, (rasimi_h5name){"expected_people", "people", "expected counts"});
}
