/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of framework.yaml: the tables that parse it, check it, and explain it. */
#include "model/framework.h"

#include "model/param_rows.h"
#include "model/years_table.h"
#include "rasim/run.h"

#define REQUIRED_FULL (RASIMI_REQUIRED | RASIMI_NOT_EMPTY)
#define OPEN          (RASIMI_MIN_OPEN | RASIMI_MAX_OPEN)

/* More than any council spends; anything above is a slip of the keyboard. */
#define MAX_GBP_YEAR 1e12

/* Points that an assessor may err by; no questionnaire has a wider range. */
#define MAX_POINTS_ERROR 1e6

static const char *const sampling_choices[] = {[RASIMI_SAMPLING_FIXED] = "fixed",
                                               [RASIMI_SAMPLING_POLYA] = "polya",
                                               [RASIMI_SAMPLING_BOOTSTRAP] = "bootstrap",
                                               NULL};
static const char *const stream_choices[] = {[RASIMI_FUNDING_GBP] = "gbp", [RASIMI_FUNDING_SHARE] = "share", NULL};

static const rasimi_param frame_rows[] = {
    RASIMI_TEXT_ROW(rasimi_frame_row, care_group, RASIMI_NOT_EMPTY, NULL, "care group of these people"),
    RASIMI_TEXT_ROW(rasimi_frame_row, setting, RASIMI_NOT_EMPTY, NULL, "setting of these people"),
    RASIMI_TEXT_ROW(rasimi_frame_row, place, RASIMI_NOT_EMPTY, NULL, "place of these people"),
    RASIMI_TEXT_ROW(rasimi_frame_row, budget_area, RASIMI_NOT_EMPTY, NULL, "budget area of these people"),
    RASIMI_WHOLE_ROW(rasimi_frame_row, people, RASIMI_REQUIRED, 1, 1e7, "people", NULL,
                     "people in the whole caseload who match every label given; a single row without labels is the "
                     "whole caseload"),
    RASIMI_NUMBER_ROW(rasimi_frame_row, known_cost_gbp_week, RASIMI_MIN_OPEN, 0, MAX_GBP_YEAR, "£ a week", NULL,
                      "gross cost of all these people's packages at the price date, where the ledger knows it; weights "
                      "are then calibrated to people and to £"),
};
static const rasimi_table frame_table = RASIMI_TABLE("framework.population.frame[]", rasimi_frame_row, frame_rows);

static const rasimi_param population_rows[] = {
    RASIMI_CHOICE_ROW(rasimi_population_spec, sampling, 0, sampling_choices, "polya",
                      "fixed: the rows times their weights are the caseload; polya: the rows are a sample, and the "
                      "people nobody has scored are drawn anew in each replicate"),
    RASIMI_TEXTS_ROW(rasimi_population_spec, strata, RASIMI_NOT_EMPTY, "care_group, setting",
                     "columns whose combinations are the strata within which rows stand in for one another; of "
                     "care_group, setting, place and budget_area"),
    RASIMI_STRUCTS_ROW(rasimi_population_spec, frame, RASIMI_NOT_EMPTY, &frame_table,
                       "how many people the whole caseload has; without it, the sum of the weights"),
};
static const rasimi_table population_table =
    RASIMI_TABLE("framework.population", rasimi_population_spec, population_rows);

#define HEADING(column, sentence) RASIMI_TEXT_ROW(rasimi_columns_spec, column, RASIMI_NOT_EMPTY, NULL, sentence)
static const rasimi_param columns_rows[] = {
    HEADING(person_id, "heading of the column with each person's identifier"),
    HEADING(care_group, "heading of the care group"),
    HEADING(setting, "heading of the setting"),
    HEADING(place, "heading of the place"),
    HEADING(budget_area, "heading of the budget area"),
    HEADING(weight, "heading of the number of people that a row stands for"),
    HEADING(weekly_cost, "heading of the gross cost of the current package, £ a week"),
    HEADING(points, "heading of finished points"),
    HEADING(carer_support, "heading of the level of unpaid support"),
    HEADING(carer_consent, "heading of whether the carer consents to the support being counted"),
    HEADING(assessment_mode, "heading of how the person was assessed"),
    HEADING(delivery, "heading of how the budget is held"),
    HEADING(start_date, "heading of the date on which the package started"),
    HEADING(client_contribution, "heading of what the person pays, £ a week"),
};
const rasimi_table rasimi_columns_table = RASIMI_TABLE("framework.columns", rasimi_columns_spec, columns_rows);

static const rasimi_param envelope_rows[] = {
    RASIMI_TEXT_ROW(rasimi_envelope_row, budget_area, RASIMI_NOT_EMPTY, NULL,
                    "budget area that this row is for; without it the row is for the whole covered caseload and must "
                    "be the only one"),
    RASIMI_NUMBER_ROW(rasimi_envelope_row, gbp_year, RASIMI_REQUIRED | RASIMI_MIN_OPEN, 0, MAX_GBP_YEAR, "£ a year",
                      NULL, "net budget of the year, contingency included; of year 1 where there are several"),
    RASIMI_NUMBER_ROW(rasimi_envelope_row, growth, 0, -0.5, 1, "share a year", "0",
                      "growth of the budget from year to year after those that are given"),
    RASIMI_NUMBERS_ROW(rasimi_envelope_row, later_gbp, RASIMI_NOT_EMPTY | RASIMI_MIN_OPEN, 0, MAX_GBP_YEAR, "£ a year",
                       NULL, "net budgets of years 2, 3, ...; years beyond the list follow 'growth'"),
};
static const rasimi_table envelope_table = RASIMI_TABLE("framework.envelope[]", rasimi_envelope_row, envelope_rows);

static const rasimi_param known_spend_rows[] = {
    RASIMI_TEXT_ROW(rasimi_known_spend_row, budget_area, RASIMI_NOT_EMPTY, NULL,
                    "budget area that this row is for; without it the row is for the whole covered caseload and must "
                    "be the only one"),
    RASIMI_NUMBER_ROW(rasimi_known_spend_row, gbp_year, RASIMI_REQUIRED | RASIMI_MIN_OPEN, 0, MAX_GBP_YEAR, "£ a year",
                      NULL, "gross cost of all its packages in a year, at the price date"),
};
static const rasimi_table known_spend_table =
    RASIMI_TABLE("framework.known_spend[]", rasimi_known_spend_row, known_spend_rows);

static const rasimi_param sign_off_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_sign_off_spec, tolerance, 0, 0, 1, "share", "0",
                      "how far need may cost more or less than the allocation before the budget moves, as a share of "
                      "the allocation"),
    RASIMI_NUMBER_ROW(rasimi_sign_off_spec, uplift_share, 0, 0, 1, "share", "1",
                      "share of a shortfall beyond the tolerance that sign-off makes good; 1 is the duty to meet "
                      "eligible needs"),
    RASIMI_NUMBER_ROW(rasimi_sign_off_spec, trim_share, 0, 0, 1, "share", "0.5",
                      "share of an excess beyond the tolerance that support planning takes back"),
};
static const rasimi_table sign_off_table = RASIMI_TABLE("framework.sign_off", rasimi_sign_off_spec, sign_off_rows);

static const rasimi_param place_design_rows[] = {
    RASIMI_TEXT_ROW(rasimi_place_design_row, place, REQUIRED_FULL, NULL, "label in the caseload's place column"),
    RASIMI_TEXT_ROW(rasimi_place_design_row, design, REQUIRED_FULL, NULL,
                    "path of its design, as it stands under designs"),
};
static const rasimi_table place_designs_table =
    RASIMI_TABLE("framework.place_designs[]", rasimi_place_design_row, place_design_rows);

static const rasimi_param need_rows[] = {
    RASIMI_TEXT_ROW(rasimi_need_row, care_group, RASIMI_NOT_EMPTY, NULL,
                    "care group that this row is for; without it, every group without a row of its own"),
    RASIMI_NUMBER_ROW(rasimi_need_row, log_sd, RASIMI_REQUIRED, 0, 1.5, "log of £", NULL,
                      "how far the cost of a person's own needs moves around the file's cost within twelve months; "
                      "not the spread of cost around points"),
    RASIMI_NUMBER_ROW(rasimi_need_row, drift, 0, -0.5, 0.5, "log of £ a year", "0",
                      "growth of people's needs from the file to year 1, and in each year after, beyond prices"),
    RASIMI_NUMBER_ROW(rasimi_need_row, persistence, 0, 0, 1, "share", NULL,
                      "share of the variance of need that stays with a person from year to year; the rest is drawn "
                      "anew each year; needed where the horizon is over 1"),
};
static const rasimi_table need_table = RASIMI_TABLE("framework.need[]", rasimi_need_row, need_rows);

static const rasimi_param prices_rows[] = {
    RASIMI_TEXT_ROW(rasimi_price_row, setting, RASIMI_NOT_EMPTY, NULL,
                    "setting that this row is for; without it, every setting without a row of its own"),
    RASIMI_LAW_ROWS(rasimi_price_row, "lognormal", NULL,
                    "the yearly growth of prices, the first of it from the price date to year 1"),
    RASIMI_AUTOCORRELATION_ROW(rasimi_price_row),
};
static const rasimi_table prices_table = RASIMI_TABLE("framework.prices[]", rasimi_price_row, prices_rows);

static const rasimi_param practice_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_practice_spec, sd, 0, 0, 1, "share", "0",
                      "standard deviation of a factor of mean 1 on the uplift and trim shares: how strictly panels "
                      "will act, the same for everybody in a replicate"),
};
static const rasimi_table practice_table = RASIMI_TABLE("framework.practice", rasimi_practice_spec, practice_rows);

static const rasimi_param optimism_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_optimism_spec, mean, 0, -0.5, 1, "share", "0",
                      "mean of the factor on need costs minus 1, e.g. 0.02 where plans have been too low by 2 per "
                      "cent beyond price and demand"),
    RASIMI_NUMBER_ROW(rasimi_optimism_spec, sd, 0, 0, 0.5, "share", "0", "standard deviation of that factor"),
};
static const rasimi_table optimism_table = RASIMI_TABLE("framework.optimism", rasimi_optimism_spec, optimism_rows);

#define SHOCKS "price, price: SETTING, practice, leniency, demand, demand: GROUP, funding or funding share: STREAM"
static const rasimi_param correlations_rows[] = {
    RASIMI_TEXT_ROW(rasimi_correlation_row, a, REQUIRED_FULL, NULL, "one shared shock: " SHOCKS),
    RASIMI_TEXT_ROW(rasimi_correlation_row, b, REQUIRED_FULL, NULL, "the other shared shock"),
    RASIMI_NUMBER_ROW(rasimi_correlation_row, rho, RASIMI_REQUIRED, -1, 1, "correlation", NULL,
                      "correlation of the two, as normal variates"),
};
static const rasimi_table correlations_table =
    RASIMI_TABLE("framework.correlations[]", rasimi_correlation_row, correlations_rows);

static const rasimi_param modes_rows[] = {
    RASIMI_TEXT_ROW(rasimi_mode_row, mode, REQUIRED_FULL, NULL, "label in the caseload's assessment_mode column"),
    RASIMI_NUMBER_ROW(rasimi_mode_row, bias, 0, -MAX_POINTS_ERROR, MAX_POINTS_ERROR, "points", "0",
                      "how much higher than the truth this mode scores on average"),
    RASIMI_NUMBER_ROW(rasimi_mode_row, sd, 0, 0, MAX_POINTS_ERROR, "points", "0",
                      "standard deviation of one assessment around that"),
    RASIMI_FLAG_ROW(rasimi_mode_row, estimate, "no",
                    "yes: bias and sd are estimated from paired_assessments, against reference_mode"),
    RASIMI_NUMBER_ROW(rasimi_mode_row, factor_bias, RASIMI_MIN_OPEN, -1, 10, "share", "0",
                      "for families that read answers (regression, hours, judgement): how much higher than the truth "
                      "this mode's amounts are on average, 0.05 for 5 per cent"),
    RASIMI_NUMBER_ROW(rasimi_mode_row, factor_log_sd, 0, 0, 1.5, "log of £", "0",
                      "for families that read answers: log standard deviation of one assessment's amount around that"),
};
static const rasimi_table modes_table = RASIMI_TABLE("framework.assessment.modes[]", rasimi_mode_row, modes_rows);

static const rasimi_param assessment_rows[] = {
    RASIMI_STRUCTS_ROW(rasimi_assessment_spec, modes, RASIMI_NOT_EMPTY, &modes_table,
                       "what each way of assessing does to points; a mode without a row has no error"),
    RASIMI_TEXT_ROW(
        rasimi_assessment_spec, paired_assessments, RASIMI_NOT_EMPTY, NULL,
        "path of a CSV with the points of people who were assessed in more than one mode: columns person_id, "
        "assessment_mode and points, a row for each assessment; relative to this file"),
    RASIMI_TEXT_ROW(rasimi_assessment_spec, reference_mode, RASIMI_NOT_EMPTY, NULL,
                    "mode that estimates are made against: its bias is 0, and its error is the sd of its own row of "
                    "modes (0 without one: then all of a difference is the other mode's error)"),
    RASIMI_NUMBER_ROW(rasimi_assessment_spec, leniency_sd, 0, 0, MAX_POINTS_ERROR, "points", "0",
                      "standard deviation of a shift of everybody's points: how leniently assessors will score, the "
                      "same for everybody in a replicate"),
    RASIMI_NUMBER_ROW(rasimi_assessment_spec, leniency_log_sd, 0, 0, 1.5, "log of £", "0",
                      "leniency for families that read answers: log standard deviation of a factor of mean 1 on "
                      "everybody's amounts, the same for everybody in a replicate"),
};
static const rasimi_table assessment_table =
    RASIMI_TABLE("framework.assessment", rasimi_assessment_spec, assessment_rows);

static const rasimi_param carers_stop_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_carers_stop_spec, share, 0, 0, 1, "share", "0",
                      "share of carers who stop in the year, at every level of unpaid support without a share of its "
                      "own"),
    RASIMI_PAIRS_ROW(rasimi_carers_stop_spec, by_level, RASIMI_NOT_EMPTY, 0, 1, "share",
                     "the same by level of unpaid support, e.g. {some: 0.1, a lot: 0.3}"),
};
static const rasimi_table carers_stop_table =
    RASIMI_TABLE("framework.carers_stop", rasimi_carers_stop_spec, carers_stop_rows);

static const char *const calibration_choices[] = {
    [RASIMI_CALIBRATION_ADOPTED] = "adopted", [RASIMI_CALIBRATION_BEFORE_SAMPLING] = "before_sampling", NULL};
static const rasimi_param calibration_rows[] = {
    RASIMI_CHOICE_ROW(rasimi_calibration_spec, error, 0, calibration_choices, "adopted",
                      "adopted: the designs are as written, and what the sample does not know is in the caseload; "
                      "before_sampling: the caseload is known, and in each replicate every design is fitted anew to a "
                      "sample drawn from it, with its own method (as in transition.recalibrate_every)"),
    RASIMI_WHOLE_ROW(rasimi_calibration_spec, sample_size, 0, 2, 1e7, "people", NULL,
                     "before_sampling: people who would be scored, shared out over the strata by their people"),
};
static const rasimi_table calibration_table =
    RASIMI_TABLE("framework.calibration", rasimi_calibration_spec, calibration_rows);

static const rasimi_param transition_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_transition_spec, review_probability, 0, 0, 1, "share", "1",
                      "probability that a person is reviewed onto the RAS in year 1; until then the budget is what "
                      "need costs"),
    RASIMI_NUMBER_ROW(rasimi_transition_spec, protection_share, 0, 0, 1, "share", "0",
                      "share of a loss against the current package that is made good in year 1"),
    RASIMI_NUMBERS_ROW(rasimi_transition_spec, review_later, RASIMI_NOT_EMPTY, 0, 1, "share", NULL,
                       "probability of being reviewed onto the RAS in years 2, 3, ... for those who were not before; "
                       "the last holds on; without it, as in year 1"),
    RASIMI_NUMBERS_ROW(rasimi_transition_spec, protection_later, RASIMI_NOT_EMPTY, 0, 1, "share", NULL,
                       "share of a loss that is made good in years 2, 3, ...; later years nothing"),
    RASIMI_WHOLE_ROW(rasimi_transition_spec, recalibrate_every, 0, 0, RASIMI_MAX_YEARS, "years", "0",
                     "years after which each design is fitted anew to what needs have come to cost; 0 is never"),
};
static const rasimi_table transition_table =
    RASIMI_TABLE("framework.transition", rasimi_transition_spec, transition_rows);

static const rasimi_param outturn_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_outturn_spec, managed_underuse, 0, 0, 1, "share", "0",
                      "share of managed budgets that is not used"),
    RASIMI_NUMBER_ROW(rasimi_outturn_spec, direct_payment_underuse, 0, 0, 1, "share", "0",
                      "share of direct payments that is not used"),
    RASIMI_NUMBER_ROW(rasimi_outturn_spec, direct_payment_recovered, 0, 0, 1, "share", "1",
                      "share of unused direct payments that comes back; the rest counts as spent"),
    RASIMI_TEXTS_ROW(rasimi_outturn_spec, direct_payment_labels, RASIMI_NOT_EMPTY, "direct payment",
                     "labels of the delivery column that mean a direct payment; all others are managed"),
};
static const rasimi_table outturn_table = RASIMI_TABLE("framework.outturn", rasimi_outturn_spec, outturn_rows);

static const rasimi_param funding_rows[] = {
    RASIMI_TEXT_ROW(rasimi_funding_row, name, REQUIRED_FULL, NULL, "name of the stream, e.g. NHS section 117"),
    RASIMI_TEXT_ROW(rasimi_funding_row, column, REQUIRED_FULL, NULL, "heading of its column in the caseload"),
    RASIMI_CHOICE_ROW(rasimi_funding_row, kind, 0, stream_choices, "gbp",
                      "gbp: the column holds £ a week; share: it holds a share of the outturn, 0 to 1"),
    RASIMI_NUMBER_ROW(rasimi_funding_row, share_sd, 0, 0, 0.5, "share", "0",
                      "kind share: standard deviation of the share that is in fact paid around the column's, one draw "
                      "for everybody and all years of a replicate, from a beta distribution; 0: as the column says"),
    RASIMI_TEXT_ROW(rasimi_funding_row, restriction, RASIMI_NOT_EMPTY, NULL,
                    "what the money may be used for, as explanations say it"),
};
static const rasimi_table funding_table =
    RASIMI_TABLE("framework.income.other_funding[]", rasimi_funding_row, funding_rows);

static const rasimi_param income_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_income_spec, contribution_uprating, 0, -0.5, 1, "share", "0",
                      "growth a year of people's contributions: from the file to year 1 and in every later year; of "
                      "assessed ones from the year of the assessment on"),
    RASIMI_NUMBER_ROW(rasimi_income_spec, collection_rate, 0, 0, 1, "share", "1",
                      "share that is collected of what people have to pay, also of those who pay the full cost"),
    RASIMI_STRUCTS_ROW(rasimi_income_spec, other_funding, RASIMI_NOT_EMPTY, &funding_table,
                       "streams of NHS and other public money; they come off before contributions"),
};
static const rasimi_table income_table = RASIMI_TABLE("framework.income", rasimi_income_spec, income_rows);

#define MEANS(column, fallback, sentence)                                                                              \
    RASIMI_TEXT_ROW(rasimi_financial_columns_spec, column, RASIMI_NOT_EMPTY, fallback, "heading of " sentence)
static const rasimi_param financial_columns_rows[] = {
    MEANS(income_gbp_week, "income_gbp_week",
          "income after tax, £ a week: pensions and benefits, of a couple the person's own share; needed"),
    MEANS(capital_gbp, "capital_gbp", "savings and other capital without the home, £; needed"),
    MEANS(age, "age", "age in years, 18 to 120; needed"),
    MEANS(disregarded_gbp_week, "disregarded_gbp_week",
          "the part of that income which the rules leave alone, £ a week: earnings, mobility components, war pensions; "
          "empty: none"),
    MEANS(home_gbp, "home_gbp",
          "the home's value as far as it counts once its owner lives in a care home, £; empty: none. Nothing is "
          "disregarded for the first 12 weeks"),
    MEANS(housing_gbp_week, "housing_gbp_week",
          "rent, mortgage, council tax and service charges less help with them, £ a week; empty: none"),
    MEANS(disability_expenditure_gbp_week, "disability_expenditure_gbp_week",
          "the disability-related expenditure that is allowed, £ a week; empty: none"),
    MEANS(children, "children", "the number of children that the person is responsible for; empty: none"),
    MEANS(partner, "partner",
          "whether there is a partner: no, yes, or pension age where the partner has it; empty: no"),
    MEANS(disability_premium, "disability_premium",
          "the premium by the rules of income support: none, disability, or enhanced for both; empty: none"),
    MEANS(carer_premium, "carer_premium", "whether there is a carer premium: yes or no; empty: no"),
};
static const rasimi_table financial_columns_table =
    RASIMI_TABLE("framework.financial_assessment.columns", rasimi_financial_columns_spec, financial_columns_rows);

static const char *const missing_choices[] = {[RASIMI_MISSING_ERROR] = "error", [RASIMI_MISSING_DONOR] = "donor", NULL};

static const rasimi_param financial_rows[] = {
    RASIMI_TEXT_ROW(rasimi_financial_spec, year, REQUIRED_FULL, NULL,
                    "financial year whose figures are used, as in 2025/26; docs/charging-figures.md lists them"),
    RASIMI_TEXTS_ROW(rasimi_financial_spec, residential_settings, RASIMI_NOT_EMPTY, NULL,
                     "settings in which people live in a care home for good; all others have the rules for care at "
                     "home"),
    RASIMI_PAIRS_ROW(rasimi_financial_spec, figures, RASIMI_NOT_EMPTY, 0, 1e9, "",
                     "the council's own figures in place of published ones, or where none is known: single_25: 117.50"),
    RASIMI_NUMBER_ROW(rasimi_financial_spec, uprating, 0, -0.1, 0.5, "share a year", NULL,
                      "growth a year of published amounts of £ a week, where 'year' is after the last that is known; "
                      "capital limits stay"),
    RASIMI_NUMBER_ROW(rasimi_financial_spec, disposable_share, 0, 0, 1, "share", "1",
                      "share of what is left over that is charged outside care homes"),
    RASIMI_NUMBER_ROW(rasimi_financial_spec, minimum_charge_gbp_week, 0, 0, 1000, "£ a week", "0",
                      "outside care homes less than this is not charged"),
    RASIMI_CHOICE_ROW(rasimi_financial_spec, missing, 0, missing_choices, "error",
                      "what to do where income, capital or age is needed and its cell is empty; donor: take the "
                      "assessment of somebody of the same care group and setting, always the same one"),
    RASIMI_STRUCT_ROW(rasimi_financial_spec, columns, rasimi_financial_columns_spec, 0, &financial_columns_table,
                      "headings of people's means in the caseload"),
};
static const rasimi_table financial_table =
    RASIMI_TABLE("framework.financial_assessment", rasimi_financial_spec, financial_rows);

static const rasimi_param framework_rows[] = {
    RASIMI_TEXT_ROW(rasimi_framework, name, REQUIRED_FULL, NULL, "title of the study, shown on every report"),
    RASIMI_TEXT_ROW(rasimi_framework, about, 0, "", "where the figures come from, shown on every report"),
    RASIMI_TEXT_ROW(rasimi_framework, year, RASIMI_NOT_EMPTY, "year 1",
                    "label of the simulated year, or of the first, e.g. 2027/28"),
    RASIMI_TEXT_ROW(rasimi_framework, price_date, RASIMI_NOT_EMPTY, NULL,
                    "date of the prices in the caseload, as text; shown, not computed with"),
    RASIMI_FLAG_ROW(rasimi_framework, synthetic, "no",
                    "yes where the caseload is invented; a recipe's always is. Every report then says so"),
    RASIMI_TEXT_ROW(rasimi_framework, caseload, REQUIRED_FULL, NULL,
                    "path of the caseload's CSV, or of a recipe (.yaml) that makes one; relative to this file"),
    RASIMI_TEXTS_ROW(rasimi_framework, designs, REQUIRED_FULL, NULL,
                     "paths of the candidate designs, relative to this file"),
    RASIMI_STRUCTS_ROW(rasimi_framework, place_designs, RASIMI_NOT_EMPTY, &place_designs_table,
                       "the design that each place has; beside every design for everybody, the run then has a further "
                       "result in which each place uses its own, and reports what the same person would get in each"),
    RASIMI_STRUCT_ROW(rasimi_framework, columns, rasimi_columns_spec, 0, &rasimi_columns_table,
                      "headings of the council's own file where they are not rasim's"),
    RASIMI_NUMBER_ROW(rasimi_framework, weeks_per_year, 0, 52, 53, "weeks", "52",
                      "weeks in a year of money; 365/7 may be written too"),
    RASIMI_STRUCT_ROW(rasimi_framework, population, rasimi_population_spec, 0, &population_table,
                      "how the rows stand for the whole caseload"),
    RASIMI_TEXTS_ROW(rasimi_framework, covered_settings, RASIMI_NOT_EMPTY, NULL,
                     "settings that the envelope pays for; rows in others are left out; without it, all"),
    RASIMI_STRUCTS_ROW(rasimi_framework, envelope, REQUIRED_FULL, &envelope_table,
                       "what the council may spend in the year"),
    RASIMI_NUMBER_ROW(rasimi_framework, contingency_held_gbp_year, 0, 0, MAX_GBP_YEAR, "£ a year", "0",
                      "contingency held inside the envelope"),
    RASIMI_STRUCTS_ROW(rasimi_framework, known_spend, RASIMI_NOT_EMPTY, &known_spend_table,
                       "what the ledger shows for the packages of the caseload; 'rasim check' holds them against it"),
    RASIMI_FLAG_ROW(rasimi_framework, benchmark, "no",
                    "yes: the packages of a budget area are multiplied so that they come to its known_spend"),
    RASIMI_STRUCT_ROW(rasimi_framework, sign_off, rasimi_sign_off_spec, 0, &sign_off_table,
                      "how support planning moves an indicative allocation to a final budget"),
    RASIMI_STRUCTS_ROW(rasimi_framework, need, REQUIRED_FULL, &need_table,
                       "how the cost of needs moves; a row for each care group, or one for all others"),
    RASIMI_STRUCTS_ROW(rasimi_framework, prices, REQUIRED_FULL, &prices_table,
                       "how prices grow; a row for each setting, or one for all others"),
    RASIMI_NUMBER_ROW(rasimi_framework, price_passthrough, 0, 0, 1, "share", "1",
                      "share of a price surprise that reaches budgets"),
    RASIMI_STRUCT_ROW(rasimi_framework, practice, rasimi_practice_spec, 0, &practice_table,
                      "how strictly panels will act"),
    RASIMI_STRUCT_ROW(rasimi_framework, optimism, rasimi_optimism_spec, 0, &optimism_table,
                      "how wrong such plans have been in the past; off by default"),
    RASIMI_STRUCTS_ROW(rasimi_framework, demand, RASIMI_NOT_EMPTY, &rasimi_demand_table,
                       "how the number of people who start care grows; a row for each care group, or one for all "
                       "others; without it, not at all"),
    RASIMI_STRUCT_ROW(rasimi_framework, funding, rasimi_funding_spec, 0, &rasimi_funding_law_table,
                      "how far the envelope of a year may turn out other than stated, as a share of it"),
    RASIMI_STRUCTS_ROW(rasimi_framework, correlations, RASIMI_NOT_EMPTY, &correlations_table,
                       "shared shocks that move together; pairs not named are independent"),
    RASIMI_WHOLE_ROW(rasimi_framework, horizon, 0, 1, RASIMI_MAX_YEARS, "years", "1", "years that are simulated"),
    RASIMI_TEXT_ROW(rasimi_framework, first_day, RASIMI_NOT_EMPTY, NULL,
                    "first day of year 1, as 2027-04-01; with the start_date of the caseload it tells who is in their "
                    "first year of care"),
    RASIMI_TEXTS_ROW(rasimi_framework, year_labels, RASIMI_NOT_EMPTY, NULL,
                     "labels of the years, one for each; without it, 'year' counted on"),
    RASIMI_STRUCTS_ROW(rasimi_framework, turnover, RASIMI_NOT_EMPTY, &rasimi_turnover_table,
                       "who leaves care and who starts; without it, nobody does"),
    RASIMI_STRUCTS_ROW(rasimi_framework, moves, RASIMI_NOT_EMPTY, &rasimi_moves_table,
                       "who moves from one setting to another; without it, nobody does"),
    RASIMI_STRUCTS_ROW(rasimi_framework, high_cost_arrivals, RASIMI_NOT_EMPTY, &rasimi_tails_table,
                       "people who start with packages dearer than those of the caseload can show"),
    RASIMI_STRUCTS_ROW(rasimi_framework, interventions, RASIMI_NOT_EMPTY, &rasimi_interventions_table,
                       "prevention programmes: what they cost and what they are to reduce"),
    RASIMI_STRUCTS_ROW(rasimi_framework, savings, RASIMI_NOT_EMPTY, &rasimi_savings_table,
                       "savings lines: what is planned, and how much of it comes about"),
    RASIMI_STRUCT_ROW(rasimi_framework, reserve, rasimi_reserve_spec, 0, &rasimi_reserve_table,
                      "money carried from year to year"),
    RASIMI_STRUCT_ROW(rasimi_framework, guarantee, rasimi_guarantee_spec, 0, &rasimi_guarantee_table,
                      "what a guarantee of the envelopes over the horizon would take"),
    RASIMI_STRUCT_ROW(rasimi_framework, assessment, rasimi_assessment_spec, 0, &assessment_table,
                      "how observed points differ from true ones"),
    RASIMI_STRUCT_ROW(rasimi_framework, carers_stop, rasimi_carers_stop_spec, 0, &carers_stop_table,
                      "a stress: carers who stop, whose people then get the amount that the design gives without its "
                      "carer_rule; each by their own draw. What it costs is shown beside the same years without it"),
    RASIMI_STRUCT_ROW(rasimi_framework, calibration, rasimi_calibration_spec, 0, &calibration_table,
                      "what a design that rests on a sample may be wrong by"),
    RASIMI_STRUCT_ROW(rasimi_framework, transition, rasimi_transition_spec, 0, &transition_table,
                      "how people come onto the RAS"),
    RASIMI_STRUCT_ROW(rasimi_framework, outturn, rasimi_outturn_spec, 0, &outturn_table,
                      "how much of final budgets is spent"),
    RASIMI_STRUCT_ROW(rasimi_framework, income, rasimi_income_spec, 0, &income_table,
                      "what others pay towards the outturn"),
    RASIMI_STRUCT_ROW(rasimi_framework, financial_assessment, rasimi_financial_spec, 0, &financial_table,
                      "contributions assessed from people's means by the published English rules, instead of the "
                      "column client_contribution; without it, that column"),
    RASIMI_TEXTS_ROW(rasimi_framework, breakdown, RASIMI_NOT_EMPTY, NULL,
                     "headings of columns of the caseload by which winners and losers are broken down, as ethnicity or "
                     "gender; they change no result"),
    RASIMI_FLAG_ROW(rasimi_framework, place_series, "no",
                    "yes: the net of each place is kept in every replicate, for its quantiles and for what budgets by "
                    "place would take; without it, only its mean, standard deviation, least and most"),
    RASIMI_STRUCT_ROW(
        rasimi_framework, administration, rasimi_administration_spec, 0, &rasimi_framework_administration_table,
        "what it costs to assess, to decide in a panel and to review; for 'rasim compare', no part of net "
        "spend"),
    RASIMI_NUMBERS_ROW(rasimi_framework, confidence_levels, RASIMI_NOT_EMPTY | OPEN, 0, 1, "probability",
                       "0.5, 0.8, 0.9, 0.95", "confidence levels for which contingencies are shown, ascending"),
    RASIMI_WHOLE_ROW(rasimi_framework, replicates, 0, 64, RASIM_MAX_REPLICATES, "replicates", "10000",
                     "how often the years are simulated"),
    RASIMI_WHOLE_ROW(rasimi_framework, seed, 0, 0, HUGE_VAL, "", "1",
                     "where random numbers start; the same seed gives the same figures"),
};
const rasimi_table rasimi_framework_table = RASIMI_TABLE("framework", rasimi_framework, framework_rows);
