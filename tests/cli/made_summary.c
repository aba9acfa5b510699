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
                                  .affordability_shocks_halved = 0.784,
                                  .affordability_shocks_doubled = 0.602};
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
