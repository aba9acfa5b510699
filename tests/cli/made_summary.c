/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A year made by hand. */
#include "made_summary.h"

#include <math.h>
#include <string.h>

#define ENVELOPE 52100000.0
#define PLAN     50300000.0
#define MEAN     50900000.0
#define N_LEVELS 3

static const double LEVELS[N_LEVELS] = {0.8, 0.9, 0.95};
static const double NETS[N_LEVELS] = {52612000.0, 53902000.0, 55103000.0};
static const double HALF_WIDTHS[N_LEVELS] = {21000.0, 26000.0, 40000.0};

static rasim_contingency contingency[N_LEVELS];
static rasim_at_level headroom[N_LEVELS], shortfall[N_LEVELS], net[N_LEVELS], ras[N_LEVELS], high[N_LEVELS],
    total[N_LEVELS];

static rasim_at_level
at_level(size_t i, double value, double half_width)
{
    return (rasim_at_level){LEVELS[i], value, value - half_width, value + half_width};
}

static void
fill_levels(void)
{
    for (size_t i = 0; i < N_LEVELS; i++) {
        double gbp = NETS[i] - PLAN, width = HALF_WIDTHS[i];
        contingency[i] = (rasim_contingency){.level = LEVELS[i],
                                             .gbp = gbp,
                                             .risk_margin_gbp = NETS[i] - MEAN,
                                             .share_of_plan = gbp / PLAN,
                                             .share_of_pool = gbp / 45e6,
                                             .low = gbp - width,
                                             .high = gbp + width};
        headroom[i] = at_level(i, ENVELOPE - NETS[i], width);
        shortfall[i] = (rasim_at_level){LEVELS[i], NETS[i] + 800000.0, (double)NAN, (double)NAN};
        net[i] = at_level(i, NETS[i], width);
        ras[i] = at_level(i, 1.04 * NETS[i], width);
        high[i] = at_level(i, 0.12 * NETS[i], width / 4.0);
        total[i] = at_level(i, 1.17 * NETS[i], width);
    }
}

static void
fill_lines(double lines[RASIM_N_LINES])
{
    memset(lines, 0, RASIM_N_LINES * sizeof *lines);
    lines[RASIM_LINE_INDICATIVE] = 51200400.0;
    lines[RASIM_LINE_UPLIFT] = 3100300.0;
    lines[RASIM_LINE_TRIM] = 1400200.0;
    lines[RASIM_LINE_HIGH_COST] = 6100000.0;
    lines[RASIM_LINE_PRICE_SURPRISE] = 40500.0;
    lines[RASIM_LINE_UNDERSPEND] = 1041000.0;
    lines[RASIM_LINE_OTHER_FUNDING] = 1500000.0;
    lines[RASIM_LINE_CONTRIBUTION] = 5600000.0;
    lines[RASIM_LINE_NET] = MEAN;
    lines[RASIM_LINE_PANEL_CASES] = 1432.4;
    lines[RASIM_LINE_EXCLUDED_PEOPLE] = 81.7;
}

rasim_year_summary
made_year(void)
{
    fill_levels();
    rasim_year_summary year = {
        .year = "2009/10",
        .envelope_gbp = ENVELOPE,
        .plan_gbp = PLAN,
        .planned_pool_gbp = 45e6,
        .drift_gbp = MEAN - PLAN,
        .contingency_held_gbp = 1800000.0,
        .affordability = {0.713, 0.704, 0.722},
        .net = {MEAN, 19000.0, 1900000.0, N_LEVELS, net},
        .n_levels = N_LEVELS,
        .contingency = contingency,
        .headroom = headroom,
        .expected_shortfall = shortfall,
        .expected_overspend_gbp = 345678.0,
        .overspend_if_over_gbp = 1204500.0,
        .pools = {.ras = {52940500.0, 18000.0, 1800000.0, N_LEVELS, ras},
                  .high_cost = {6100500.0, 4000.0, 400000.0, N_LEVELS, high},
                  .total = {59041000.0, 19000.0, 1900000.0, N_LEVELS, total}},
        .panel_cases = {.mean = 1432.4},
        .excluded_people = {.mean = 81.7},
        .sample = {.applies = true, .sd_gbp = 1012000.0, .share_of_variance = 0.284},
    };
    fill_lines(year.lines);
    return year;
}

rasim_design_summary
made_design(rasim_year_summary *year)
{
    return (rasim_design_summary){.name = "Percentile table",
                                  .n_years = 1,
                                  .years = year,
                                  .decision_text = "",
                                  .shocks_halved = {{0.784, 0.776, 0.792}, {0.3, 0.29, 0.31}},
                                  .shocks_doubled = {{0.602, 0.592, 0.612}, {0.2, 0.19, 0.21}}};
}

static rasim_expected
about(double mean, double half_range)
{
    return (rasim_expected){mean, half_range / 100.0, mean - half_range, mean + half_range};
}

static void
fill_fan(rasim_at_level fan[RASIM_N_FAN_LEVELS], double middle, double sd)
{
    static const double at[RASIM_N_FAN_LEVELS] = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95},
                        z[RASIM_N_FAN_LEVELS] = {-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645};
    for (size_t i = 0; i < RASIM_N_FAN_LEVELS; i++)
        fan[i] = (rasim_at_level){at[i], middle + z[i] * sd, middle + z[i] * sd - 3e4, middle + z[i] * sd + 3e4};
}

static void
fill_programmes(rasim_year_summary *year, size_t t)
{
    const double k = (double)t;
    year->savings = (rasim_savings){true, 900000.0, about(610000.0, 150000.0)};
    year->reserve = (rasim_reserve_year){
        .mean = 4e6 - 5e5 * k, .mean_se = 2e4, .at_floor = {0.9, 0.89, 0.91}, .never_below = {0.88, 0.87, 0.89}};
    fill_fan(year->reserve.quantiles, 4e6 - 5e5 * k, 1.5e6);
    year->interventions =
        (rasim_intervention_year){.cost = about(500000.0, 0.0),
                                  .saving = about(400000.0 * k, 100000.0),
                                  .net = about(400000.0 * k - 500000.0, 100000.0),
                                  .cumulated = about(200000.0 * k * (k + 1) - 500000.0 * (k + 1), 2e5),
                                  .paid_back = {0.2 * k, 0.19 * k, 0.21 * k}};
}

static void
fill_turnover(rasim_year_summary *year)
{
    year->lines[RASIM_LINE_PEOPLE_AT_END] = 4950.0;
    year->turnover = (rasim_turnover){
        .applies = true,
        .starters = about(1210.0, 50.0),
        .leavers = about(1180.0, 40.0),
        .movers = about(160.0, 12.0),
        .moved_outside_people = about(40.0, 8.0),
        .people_at_end = about(4950.0, 60.0),
        .person_years = about(4930.0, 55.0),
        .full_year_starters = about(9.1e6, 6e5),
        .full_year_leavers = about(-8.2e6, 5e5),
        .full_year_changes = about(-2e5, 1e5),
        .full_year = about(7e5, 4e5),
        .moved_outside = about(6.5e5, 1.2e5),
    };
}

rasim_design_summary
made_design_of_years(void)
{
    static rasim_year_summary years[MADE_YEARS];
    static const char *const labels[MADE_YEARS] = {"2009/10", "2010/11", "2011/12", "2012/13", "2013/14"};
    for (size_t t = 0; t < MADE_YEARS; t++) {
        const double growth = 1.0 + 0.03 * (double)t;
        years[t] = made_year();
        years[t].year = labels[t];
        years[t].envelope_gbp = round(1.02 * (double)t / 50.0 * ENVELOPE + ENVELOPE);
        years[t].net.mean *= growth;
        years[t].affordability_so_far = (rasim_probability){0.713 - 0.1 * (double)t, 0.5, 0.9};
        fill_fan(years[t].fan, growth * MEAN, 1.5e6 * (1.0 + 0.4 * (double)t));
        fill_turnover(&years[t]);
        fill_programmes(&years[t], t);
    }
    rasim_design_summary design = made_design(years);
    design.n_years = MADE_YEARS;
    design.horizon = (rasim_horizon){.envelope_gbp = 271129000.0,
                                     .plan_gbp = 266e6,
                                     .net = {269e6, 5e4, 5e6, N_LEVELS, net},
                                     .total = {0.64, 0.63, 0.65},
                                     .every_year = {0.313, 0.304, 0.322}};
    design.reserve = (rasim_reserve){.applies = true,
                                     .in_framework = true,
                                     .opening_gbp = 4500000.0,
                                     .carry = 0.8,
                                     .floor_gbp = 1000000.0,
                                     .called = {0.12, 0.114, 0.126},
                                     .call = about(310000.0, 9e5),
                                     .call_p95 = {0.95, 2100000.0, 2050000.0, 2150000.0},
                                     .call_if_called_gbp = 2583333.0};
    design.guarantee = (rasim_guarantee){.applies = true,
                                         .confidence = 0.9,
                                         .at_end = {1.0123, 1.0119, 1.0128, 3334887.0},
                                         .every_year = {1.0187, 1.0181, 1.0193, 5070112.0},
                                         .each_alone = {1.0811, 1.0801, 1.0822, 21988562.0}};
    design.has_interventions = true;
    return design;
}

rasim_summary
made_summary(rasim_design_summary *design)
{
    return (rasim_summary){
        .seed = 1, .replicates = 10000, .replicates_asked = 10000, .complete = true, .n_designs = 1, .designs = design};
}

rasim_study_info
made_study(void)
{
    static const double levels[] = {0.8, 0.9, 0.95};
    return (rasim_study_info){.name = "Cheshire learning example",
                              .year = "2009/10",
                              .source_note = "",
                              .synthetic = true,
                              .sampling = "polya",
                              .n_rows = 412,
                              .n_people = 4900,
                              .n_strata = 9,
                              .n_designs = 1,
                              .replicates = 10000,
                              .seed = 1,
                              .weeks_per_year = 52.0,
                              .envelope_gbp = ENVELOPE,
                              .contingency_held_gbp = 1800000.0,
                              .n_levels = 3,
                              .levels = levels};
}
