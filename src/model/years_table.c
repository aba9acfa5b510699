/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of framework.yaml for several years: demand, turnover, moves, the tail, programmes, savings, reserve. */
#include "model/years_table.h"

#include "rasim/ledger.h"

#define REQUIRED_FULL (RASIMI_REQUIRED | RASIMI_NOT_EMPTY)

/* More than any council spends; anything above is a slip of the keyboard. */
#define MAX_GBP_YEAR 1e12

/* All of num/laws.h but Beta, which is the last. */
const char *const rasimi_law_choices[] = {
    [RASIMI_LAW_FIXED] = "fixed",     [RASIMI_LAW_NORMAL] = "normal",         [RASIMI_LAW_LOGNORMAL] = "lognormal",
    [RASIMI_LAW_UNIFORM] = "uniform", [RASIMI_LAW_TRIANGULAR] = "triangular", [RASIMI_LAW_PERT] = "pert",
    [RASIMI_LAW_BETA] = NULL};

static const char *const effect_choices[] = {
    [RASIMI_REDUCES_STARTERS] = "starters", [RASIMI_REDUCES_MOVES] = "moves", [RASIMI_REDUCES_DRIFT] = "drift", NULL};

static const rasimi_param demand_rows[] = {
    RASIMI_TEXT_ROW(rasimi_demand_row, care_group, RASIMI_NOT_EMPTY, NULL,
                    "care group that this row is for; without it, every group without a row of its own"),
    RASIMI_LAW_ROWS(rasimi_demand_row, "lognormal", NULL, "the yearly growth of the number of people who start care"),
    RASIMI_AUTOCORRELATION_ROW(rasimi_demand_row),
};
const rasimi_table rasimi_demand_table = RASIMI_TABLE("framework.demand[]", rasimi_demand_row, demand_rows);

static const rasimi_param funding_law_rows[] = {
    RASIMI_LAW_ROWS(rasimi_funding_spec, "fixed", "0",
                    "the share by which a year's envelope turns out above what is stated"),
};
const rasimi_table rasimi_funding_law_table = RASIMI_TABLE("framework.funding", rasimi_funding_spec, funding_law_rows);

static const rasimi_param turnover_rows[] = {
    RASIMI_TEXT_ROW(rasimi_turnover_row, care_group, RASIMI_NOT_EMPTY, NULL,
                    "care group that this row is for; without it, all. Of the rows that fit somebody the one that "
                    "names most counts"),
    RASIMI_TEXT_ROW(rasimi_turnover_row, setting, RASIMI_NOT_EMPTY, NULL,
                    "setting that this row is for; without it, all"),
    RASIMI_NUMBER_ROW(rasimi_turnover_row, leave_probability, RASIMI_REQUIRED | RASIMI_MAX_OPEN, 0, 1, "share", NULL,
                      "probability of leaving care within a year, moves apart; becomes the intensity -ln(1 - h)"),
    RASIMI_NUMBER_ROW(rasimi_turnover_row, first_year_probability, RASIMI_MAX_OPEN, 0, 1, "share", NULL,
                      "the same within the first year after the package's start; without it, no different"),
    RASIMI_NUMBER_ROW(rasimi_turnover_row, starters_share, 0, 0, 10, "share", NULL,
                      "people who start care in a year, before demand grows, as a share of those in the caseload; "
                      "without it -ln(1 - leave_probability), which replaces those who leave"),
};
const rasimi_table rasimi_turnover_table = RASIMI_TABLE("framework.turnover[]", rasimi_turnover_row, turnover_rows);

static const rasimi_param moves_rows[] = {
    RASIMI_TEXT_ROW(rasimi_move_row, care_group, RASIMI_NOT_EMPTY, NULL,
                    "care group that this row is for; without it, every group without a row of its own for the same "
                    "two settings"),
    RASIMI_TEXT_ROW(rasimi_move_row, from, REQUIRED_FULL, NULL, "setting that is left"),
    RASIMI_TEXT_ROW(rasimi_move_row, to, REQUIRED_FULL, NULL,
                    "setting that is moved to, where the package is taken anew from a person there; one that the "
                    "envelope does not cover is a move outside it"),
    RASIMI_NUMBER_ROW(rasimi_move_row, probability, RASIMI_REQUIRED | RASIMI_MAX_OPEN, 0, 1, "share", NULL,
                      "probability of moving so within a year"),
};
const rasimi_table rasimi_moves_table = RASIMI_TABLE("framework.moves[]", rasimi_move_row, moves_rows);

static const rasimi_param tails_rows[] = {
    RASIMI_TEXT_ROW(rasimi_tail_row, care_group, RASIMI_NOT_EMPTY, NULL,
                    "care group that this row is for; without it, all, each care group and setting with a tail of "
                    "its own"),
    RASIMI_TEXT_ROW(rasimi_tail_row, setting, RASIMI_NOT_EMPTY, NULL, "setting that this row is for; without it, all"),
    RASIMI_NUMBER_ROW(rasimi_tail_row, arrivals_a_year, RASIMI_REQUIRED, 0, 10000, "people", NULL,
                      "expected people a year who start with a package above the threshold, before demand grows; "
                      "shared out by people above it where the row is for several"),
    RASIMI_NUMBER_ROW(rasimi_tail_row, threshold_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week", NULL,
                      "package at the price date from which the tail begins; without it, the 95th percentile of the "
                      "packages"),
    RASIMI_NUMBER_ROW(rasimi_tail_row, shape, RASIMI_MIN_OPEN | RASIMI_MAX_OPEN, -1, 1, "", NULL,
                      "shape of the generalised Pareto distribution above the threshold; without it, fitted to the "
                      "packages there and held between -0.5 and 0.5"),
    RASIMI_NUMBER_ROW(rasimi_tail_row, scale_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week", NULL,
                      "its scale; given with the shape"),
    RASIMI_NUMBER_ROW(rasimi_tail_row, max_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week", "65536",
                      "packages of the tail are held here and counted; without it, at the largest that is simulated"),
};
const rasimi_table rasimi_tails_table = RASIMI_TABLE("framework.high_cost_arrivals[]", rasimi_tail_row, tails_rows);

static const rasimi_param interventions_rows[] = {
    RASIMI_TEXT_ROW(rasimi_intervention_row, name, REQUIRED_FULL, NULL, "name of the programme"),
    RASIMI_TEXT_ROW(rasimi_intervention_row, budget_area, RASIMI_NOT_EMPTY, NULL,
                    "budget area that pays for it; needed where there are several"),
    RASIMI_TEXT_ROW(rasimi_intervention_row, care_group, RASIMI_NOT_EMPTY, NULL,
                    "care group that it reaches; without it, all"),
    RASIMI_TEXT_ROW(rasimi_intervention_row, setting, RASIMI_NOT_EMPTY, NULL,
                    "setting that it reaches, for moves the one that is left; without it, all"),
    RASIMI_WHOLE_ROW(rasimi_intervention_row, from_year, 0, 1, RASIMI_MAX_YEARS, "years", "1",
                     "year in which it begins to cost, 1 for the first"),
    RASIMI_NUMBER_ROW(rasimi_intervention_row, gbp_year, RASIMI_REQUIRED, 0, MAX_GBP_YEAR, "£ a year", NULL,
                      "what it costs a year from then on, at that year's prices"),
    RASIMI_WHOLE_ROW(rasimi_intervention_row, lag_years, 0, 0, RASIMI_MAX_YEARS, "years", "0",
                     "years from the first cost to the first effect"),
    RASIMI_CHOICE_ROW(rasimi_intervention_row, reduces, RASIMI_REQUIRED, effect_choices, NULL,
                      "what there is less of: starters (people who start care), moves (between settings), or drift "
                      "(growth of needs)"),
    RASIMI_NUMBER_ROW(rasimi_intervention_row, mean, RASIMI_REQUIRED, 0, 1, "share", NULL,
                      "expected reduction, as a share of starters or moves; for drift, of the yearly growth of needs "
                      "in log of £"),
    RASIMI_NUMBER_ROW(rasimi_intervention_row, sd, 0, 0, 0.5, "share", "0",
                      "standard deviation of that reduction, a Beta distribution, drawn once a replicate"),
};
const rasimi_table rasimi_interventions_table =
    RASIMI_TABLE("framework.interventions[]", rasimi_intervention_row, interventions_rows);

static const rasimi_param savings_rows[] = {
    RASIMI_TEXT_ROW(rasimi_saving_row, name, REQUIRED_FULL, NULL, "name of the savings line"),
    RASIMI_TEXT_ROW(rasimi_saving_row, budget_area, RASIMI_NOT_EMPTY, NULL,
                    "budget area that it relieves; needed where there are several"),
    RASIMI_NUMBERS_ROW(rasimi_saving_row, gbp_by_year, REQUIRED_FULL, 0, MAX_GBP_YEAR, "£ a year", NULL,
                       "what is planned to be saved in years 1, 2, ...; later years repeat the last"),
    RASIMI_NUMBER_ROW(rasimi_saving_row, delivered_mean, 0, 0, 1, "share", "1",
                      "expected share of the plan that is delivered"),
    RASIMI_NUMBER_ROW(rasimi_saving_row, delivered_sd, 0, 0, 0.5, "share", "0",
                      "standard deviation of that share, a Beta distribution, drawn once a replicate"),
    RASIMI_NUMBER_ROW(rasimi_saving_row, common, 0, 0, 1, "correlation", "0",
                      "how far savings lines succeed and fail together: share of the variance that comes from a factor "
                      "common to all of them"),
    RASIMI_NUMBER_ROW(rasimi_saving_row, slip_probability, 0, 0, 1, "share", "0",
                      "probability that all of it comes a year late"),
};
const rasimi_table rasimi_savings_table = RASIMI_TABLE("framework.savings[]", rasimi_saving_row, savings_rows);

static const rasimi_param reserve_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_reserve_spec, opening_gbp, RASIMI_REQUIRED, -MAX_GBP_YEAR, MAX_GBP_YEAR, "£", NULL,
                      "the reserve when year 1 begins"),
    RASIMI_NUMBER_ROW(rasimi_reserve_spec, carry, 0, 0, 1, "share", "1",
                      "share of an underspend that goes into the reserve; an overspend always comes out of it"),
    RASIMI_NUMBERS_ROW(rasimi_reserve_spec, transfers_gbp, RASIMI_NOT_EMPTY, -MAX_GBP_YEAR, MAX_GBP_YEAR, "£ a year",
                       NULL, "planned transfers into the reserve in years 1, 2, ...; below 0 out of it; later years 0"),
    RASIMI_NUMBER_ROW(rasimi_reserve_spec, floor_gbp, 0, -MAX_GBP_YEAR, MAX_GBP_YEAR, "£", "0",
                      "what the reserve should not fall below"),
};
const rasimi_table rasimi_reserve_table = RASIMI_TABLE("framework.reserve", rasimi_reserve_spec, reserve_rows);

static const rasimi_param guarantee_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_guarantee_spec, confidence, RASIMI_REQUIRED | RASIMI_MIN_OPEN | RASIMI_MAX_OPEN, 0, 1,
                      "probability", NULL,
                      "how sure the envelopes should be to suffice over the horizon; what they would have to be "
                      "multiplied by is then reported"),
};
const rasimi_table rasimi_guarantee_table = RASIMI_TABLE("framework.guarantee", rasimi_guarantee_spec, guarantee_rows);
