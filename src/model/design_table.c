/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of design.yaml: the tables that parse it, check it, and explain it. */
#include "model/design.h"

#include "model/param_rows.h"
#include "rasim/ledger.h"

#define REQUIRED_FULL (RASIMI_REQUIRED | RASIMI_NOT_EMPTY)

/* The largest amount of a table: the largest package, in a year of 53 weeks. */
#define MAX_GBP (53.0 * RASIM_MAX_GBP_WEEK)

#define AMOUNT_UNIT "£ a period"

/* Several workers at once may take more hours than a week has. */
#define HOURS_A_WEEK (10.0 * 168.0)

/* On the log scale: beyond this nobody's amount could be written down. */
#define MAX_COEFFICIENT 1e6
#define TERM_UNIT       "£ a period, or its log"

static const char *const period_choices[] = {[RASIMI_PERIOD_WEEK] = "week", [RASIMI_PERIOD_YEAR] = "year", NULL};
static const char *const link_choices[] = {[RASIMI_LINK_LOG] = "log", [RASIMI_LINK_IDENTITY] = "identity", NULL};
static const char *const below_choices[] = {
    [RASIMI_BELOW_PANEL] = "panel", [RASIMI_BELOW_INELIGIBLE] = "ineligible", NULL};
static const char *const basis_choices[] = {[RASIMI_BASIS_NEED] = "need",
                                            [RASIMI_BASIS_REFERENCE] = "reference",
                                            [RASIMI_BASIS_ALLOCATION] = "allocation",
                                            [RASIMI_BASIS_EITHER] = "either",
                                            NULL};

static const rasimi_param domain_rows[] = {
    RASIMI_TEXT_ROW(rasimi_domain, name, REQUIRED_FULL, NULL, "the question"),
    RASIMI_TEXT_ROW(rasimi_domain, column, RASIMI_NOT_EMPTY, NULL,
                    "heading of its column in the caseload; without it, the name"),
    RASIMI_NUMBER_ROW(rasimi_domain, weight, 0, 0, 1e3, "factor", "1", "factor on the points of its answers"),
    RASIMI_NUMBER_ROW(rasimi_domain, threshold, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "weighted points below this count 0; without it all count"),
    RASIMI_TEXTS_ROW(rasimi_domain, care_groups, RASIMI_NOT_EMPTY, NULL,
                     "the only care groups that the question is for: it gives nobody else points, hours or add-ons; "
                     "without it, all"),
    RASIMI_PAIRS_ROW(rasimi_domain, levels, REQUIRED_FULL, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points",
                     "the answers that may be given, each with its points; at least two"),
};
static const rasimi_table domain_table = RASIMI_TABLE("design.questionnaire.domains[]", rasimi_domain, domain_rows);

static const rasimi_param interaction_rows[] = {
    RASIMI_TEXT_ROW(rasimi_interaction, a, REQUIRED_FULL, NULL, "a domain"),
    RASIMI_TEXT_ROW(rasimi_interaction, b, REQUIRED_FULL, NULL, "another domain, or the same for a square"),
    RASIMI_NUMBER_ROW(rasimi_interaction, coefficient, RASIMI_REQUIRED, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "factor",
                      NULL, "what the product of the points of the two counts"),
};
static const rasimi_table point_interaction_table =
    RASIMI_TABLE("design.questionnaire.interactions[]", rasimi_interaction, interaction_rows);
static const rasimi_table interaction_table =
    RASIMI_TABLE("design.allocation[].interactions[]", rasimi_interaction, interaction_rows);

static const rasimi_param rescale_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_rescale_spec, low, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", "0",
                      "what the fewest points that the answers can give become"),
    RASIMI_NUMBER_ROW(rasimi_rescale_spec, high, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", "100",
                      "what the most become"),
};
static const rasimi_table rescale_table =
    RASIMI_TABLE("design.questionnaire.rescale", rasimi_rescale_spec, rescale_rows);

static const rasimi_param questionnaire_rows[] = {
    RASIMI_STRUCTS_ROW(rasimi_questionnaire, domains, RASIMI_NOT_EMPTY, &domain_table,
                       "the questions; without them the caseload's points column is used"),
    RASIMI_STRUCTS_ROW(rasimi_questionnaire, interactions, RASIMI_NOT_EMPTY, &point_interaction_table,
                       "needs that compound: points on top for two domains together"),
    RASIMI_STRUCT_ROW(rasimi_questionnaire, rescale, rasimi_rescale_spec, 0, &rescale_table,
                      "stretches the sum of points to a range, 0 to 100 if not said otherwise; without it, none"),
    RASIMI_NUMBER_ROW(rasimi_questionnaire, points_min, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "fewest points that anybody can have, whatever the assessment's error; without it, the fewest "
                      "that the answers give"),
    RASIMI_NUMBER_ROW(rasimi_questionnaire, points_max, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "most points that anybody can have; without it, the most that the answers give"),
};
static const rasimi_table questionnaire_table =
    RASIMI_TABLE("design.questionnaire", rasimi_questionnaire, questionnaire_rows);

static const rasimi_param carer_domain_rows[] = {
    RASIMI_TEXT_ROW(rasimi_carer_domain, domain, REQUIRED_FULL, NULL, "the domain"),
    RASIMI_PAIRS_ROW(rasimi_carer_domain, multipliers, REQUIRED_FULL, 0, 1, "share",
                     "level of unpaid support: the share of the domain's points that remains"),
};
static const rasimi_table carer_domain_table =
    RASIMI_TABLE("design.carer_rule.domains[]", rasimi_carer_domain, carer_domain_rows);

static const rasimi_param carer_hours_rows[] = {
    RASIMI_TEXT_ROW(rasimi_carer_hours, domain, REQUIRED_FULL, NULL, "a domain with hours"),
    RASIMI_PAIRS_ROW(rasimi_carer_hours, hours_per_week, REQUIRED_FULL, 0, HOURS_A_WEEK, "hours a week",
                     "level of unpaid support: hours that come off the domain's, down to none"),
};
static const rasimi_table carer_hours_table =
    RASIMI_TABLE("design.carer_rule.hours_offsets[]", rasimi_carer_hours, carer_hours_rows);

static const rasimi_param carer_rows[] = {
    RASIMI_PAIRS_ROW(rasimi_carer_spec, multipliers, RASIMI_NOT_EMPTY, 0, 1, "share",
                     "level of unpaid support: the share of all points that remains, where the carer consents"),
    RASIMI_STRUCTS_ROW(rasimi_carer_spec, domains, RASIMI_NOT_EMPTY, &carer_domain_table,
                       "the same for single domains"),
    RASIMI_PAIRS_ROW(rasimi_carer_spec, deduction_gbp_week, RASIMI_NOT_EMPTY, 0, RASIM_MAX_GBP_WEEK, "£ a week",
                     "level of unpaid support: what comes off the amount of the rule"),
    RASIMI_STRUCTS_ROW(rasimi_carer_spec, hours_offsets, RASIMI_NOT_EMPTY, &carer_hours_table,
                       "family hours: hours that the carer gives"),
    RASIMI_PAIRS_ROW(rasimi_carer_spec, sustain_gbp_week, RASIMI_NOT_EMPTY, 0, RASIM_MAX_GBP_WEEK, "£ a week",
                     "level of unpaid support: what is added back so that the carer can go on"),
};
static const rasimi_table carer_table = RASIMI_TABLE("design.carer_rule", rasimi_carer_spec, carer_rows);

static const rasimi_param rate_rows[] = {
    RASIMI_TEXT_ROW(rasimi_rate, name, REQUIRED_FULL, NULL, "name by which hours and add-ons ask for it"),
    RASIMI_NUMBER_ROW(rasimi_rate, gbp_per_hour, RASIMI_REQUIRED, 0, 1e3, "£ an hour", NULL, "price of an hour"),
};
static const rasimi_table rate_table = RASIMI_TABLE("design.rates[]", rasimi_rate, rate_rows);

static const rasimi_param trigger_rows[] = {
    RASIMI_TEXT_ROW(rasimi_trigger, domain, REQUIRED_FULL, NULL, "the domain whose answer counts"),
    RASIMI_TEXTS_ROW(rasimi_trigger, levels, REQUIRED_FULL, NULL, "the answers that trigger it"),
};
static const rasimi_table trigger_table = RASIMI_TABLE("design.add_ons[].when[]", rasimi_trigger, trigger_rows);

static const rasimi_param add_on_rows[] = {
    RASIMI_TEXT_ROW(rasimi_add_on, name, REQUIRED_FULL, NULL, "what it is for"),
    RASIMI_STRUCTS_ROW(rasimi_add_on, when, REQUIRED_FULL, &trigger_table,
                       "answers that must all be given for it; each names a domain"),
    RASIMI_NUMBER_ROW(rasimi_add_on, gbp, 0, 0, MAX_GBP, AMOUNT_UNIT, NULL, "the amount; or hours_per_week and rate"),
    RASIMI_NUMBER_ROW(rasimi_add_on, hours_per_week, 0, 0, HOURS_A_WEEK, "hours a week", NULL, "hours that it buys"),
    RASIMI_TEXT_ROW(rasimi_add_on, rate, RASIMI_NOT_EMPTY, NULL, "the rate that they cost, by its name under rates"),
};
static const rasimi_table add_on_table = RASIMI_TABLE("design.add_ons[]", rasimi_add_on, add_on_rows);

static const rasimi_param band_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_band, from, RASIMI_REQUIRED, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "fewest points of the band; it goes up to the next band, so fractions fall in no gap"),
    RASIMI_NUMBER_ROW(rasimi_band, gbp, RASIMI_REQUIRED, 0, MAX_GBP, AMOUNT_UNIT, NULL, "what everybody in it gets"),
    RASIMI_NUMBER_ROW(rasimi_band, to, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "last whole point of the band as published; only checked: the next band must start within a "
                      "point of it"),
};
static const rasimi_table band_table = RASIMI_TABLE("design.allocation[].bands[]", rasimi_band, band_rows);

static const rasimi_param knot_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_knot, points, RASIMI_REQUIRED, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "points of the knot"),
    RASIMI_NUMBER_ROW(rasimi_knot, gbp, RASIMI_REQUIRED, 0, MAX_GBP, AMOUNT_UNIT, NULL,
                      "amount at these points; between knots it runs straight"),
};
static const rasimi_table knot_table = RASIMI_TABLE("design.allocation[].knots[]", rasimi_knot, knot_rows);

static const rasimi_param coefficient_rows[] = {
    RASIMI_TEXT_ROW(rasimi_coefficient, domain, REQUIRED_FULL, NULL, "the domain"),
    RASIMI_TEXT_ROW(rasimi_coefficient, level, RASIMI_NOT_EMPTY, NULL,
                    "one of its answers, for an indicator; without it, the domain's points"),
    RASIMI_NUMBER_ROW(rasimi_coefficient, per_point, 0, -MAX_COEFFICIENT, MAX_COEFFICIENT, TERM_UNIT, NULL,
                      "without level: what a point adds"),
    RASIMI_NUMBER_ROW(rasimi_coefficient, value, 0, -MAX_COEFFICIENT, MAX_COEFFICIENT, TERM_UNIT, NULL,
                      "with level: what that answer adds"),
};
static const rasimi_table coefficient_table =
    RASIMI_TABLE("design.allocation[].coefficients[]", rasimi_coefficient, coefficient_rows);

static const rasimi_param hours_rows[] = {
    RASIMI_TEXT_ROW(rasimi_hours_row, domain, REQUIRED_FULL, NULL, "the domain"),
    RASIMI_TEXT_ROW(rasimi_hours_row, rate, REQUIRED_FULL, NULL, "what an hour costs, by its name under rates"),
    RASIMI_PAIRS_ROW(rasimi_hours_row, hours_per_week, REQUIRED_FULL, 0, HOURS_A_WEEK, "hours a week",
                     "hours for each of the domain's answers"),
};
static const rasimi_table hours_table = RASIMI_TABLE("design.allocation[].hours[]", rasimi_hours_row, hours_rows);

static const rasimi_param lump_rows[] = {
    RASIMI_TEXT_ROW(rasimi_lump_row, domain, REQUIRED_FULL, NULL, "the domain"),
    RASIMI_PAIRS_ROW(rasimi_lump_row, gbp, REQUIRED_FULL, 0, MAX_GBP, AMOUNT_UNIT, "£ for each of its answers"),
};
static const rasimi_table lump_table = RASIMI_TABLE("design.allocation[].lump_sums[]", rasimi_lump_row, lump_rows);

static const rasimi_param double_rows[] = {
    RASIMI_TEXT_ROW(rasimi_double_row, domain, REQUIRED_FULL, NULL, "the domain whose answer asks for two workers"),
    RASIMI_TEXTS_ROW(rasimi_double_row, levels, REQUIRED_FULL, NULL, "the answers that do"),
    RASIMI_TEXTS_ROW(rasimi_double_row, multiplies, RASIMI_NOT_EMPTY, NULL,
                     "domains whose hours are multiplied; without it, all that have hours"),
    RASIMI_NUMBER_ROW(rasimi_double_row, factor, 0, 1, 10, "factor", "2", "factor on these hours"),
};
static const rasimi_table double_table =
    RASIMI_TABLE("design.allocation[].double_handed[]", rasimi_double_row, double_rows);

static const rasimi_param nights_rows[] = {
    RASIMI_TEXT_ROW(rasimi_nights_row, domain, REQUIRED_FULL, NULL, "the domain"),
    RASIMI_NUMBER_ROW(rasimi_nights_row, gbp_per_night, RASIMI_REQUIRED, 0, 1e4, "£ a night", NULL, "price of a night"),
    RASIMI_PAIRS_ROW(rasimi_nights_row, nights_per_week, REQUIRED_FULL, 0, 7, "nights a week",
                     "nights for each of the domain's answers"),
};
static const rasimi_table nights_table =
    RASIMI_TABLE("design.allocation[].night_support[]", rasimi_nights_row, nights_rows);

static const rasimi_param allocation_rows[] = {
    RASIMI_TEXT_ROW(rasimi_allocation_row, care_group, RASIMI_NOT_EMPTY, NULL,
                    "care group that this row is for; without it, every group without a row of its own"),
    RASIMI_NUMBER_ROW(rasimi_allocation_row, gbp_per_point, 0, 0, MAX_GBP, "£ a point and period", NULL,
                      "family price_per_point: what a point is worth"),
    RASIMI_STRUCTS_ROW(rasimi_allocation_row, bands, RASIMI_NOT_EMPTY, &band_table,
                       "family banded: the bands in rising order; below the first the amount is £0"),
    RASIMI_NUMBER_ROW(rasimi_allocation_row, top, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "family banded: points from which on a person is outside the RAS; without it the last band goes "
                      "on"),
    RASIMI_STRUCTS_ROW(rasimi_allocation_row, knots, RASIMI_NOT_EMPTY, &knot_table,
                       "family table: at least two knots in rising order; flat before the first and after the last"),
    RASIMI_NUMBER_ROW(rasimi_allocation_row, intercept, 0, -MAX_COEFFICIENT, MAX_COEFFICIENT, TERM_UNIT, NULL,
                      "family regression: what everybody starts from"),
    RASIMI_CHOICE_ROW(rasimi_allocation_row, link, 0, link_choices, "log",
                      "family regression: log, the terms add up to the logarithm of the amount; identity, to the "
                      "amount"),
    RASIMI_STRUCTS_ROW(rasimi_allocation_row, coefficients, RASIMI_NOT_EMPTY, &coefficient_table,
                       "family regression: a term for each domain's points, or for one answer"),
    RASIMI_STRUCTS_ROW(rasimi_allocation_row, interactions, RASIMI_NOT_EMPTY, &interaction_table,
                       "family regression: terms for the points of two domains together"),
    RASIMI_NUMBER_ROW(rasimi_allocation_row, smearing, RASIMI_MIN_OPEN, 0, 10, "factor", "1",
                      "family regression, link log: factor that makes a mean of the exponential of a mean logarithm, "
                      "where the fit was on logarithms (Duan's smearing)"),
    RASIMI_STRUCTS_ROW(rasimi_allocation_row, hours, RASIMI_NOT_EMPTY, &hours_table,
                       "family hours: hours a week for the answers to each domain, and what they cost"),
    RASIMI_STRUCTS_ROW(rasimi_allocation_row, lump_sums, RASIMI_NOT_EMPTY, &lump_table,
                       "family hours: sums of money beside the hours"),
    RASIMI_STRUCTS_ROW(rasimi_allocation_row, double_handed, RASIMI_NOT_EMPTY, &double_table,
                       "family hours: answers that ask for two workers at a time"),
    RASIMI_STRUCTS_ROW(rasimi_allocation_row, night_support, RASIMI_NOT_EMPTY, &nights_table,
                       "family hours: nights a week for the answers to a domain"),
    RASIMI_NUMBER_ROW(rasimi_allocation_row, log_sd, 0, 0, 1.5, "log of £", NULL,
                      "family judgement: log standard deviation of the professional's figure around what need costs"),
    RASIMI_NUMBER_ROW(rasimi_allocation_row, bias, RASIMI_MIN_OPEN, -1, 10, "share", "0",
                      "family judgement: how much higher than need that figure is on average, 0.05 for 5 per cent"),
};
const rasimi_table rasimi_allocation_table =
    RASIMI_TABLE("design.allocation[]", rasimi_allocation_row, allocation_rows);

#define GROUP_LIMIT_ROWS(gbp_sentence, index_sentence)                                                                 \
    RASIMI_TEXT_ROW(rasimi_group_limit, care_group, RASIMI_NOT_EMPTY, NULL,                                            \
                    "the care group; without it, every group without a row of its own"),                               \
        RASIMI_NUMBER_ROW(rasimi_group_limit, gbp_week, RASIMI_REQUIRED | RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK,      \
                          "£ a week", NULL, gbp_sentence),                                                             \
        RASIMI_NUMBER_ROW(rasimi_group_limit, index, 0, -0.5, 1, "share a year", "0", index_sentence)

static const rasimi_param minimum_budget_rows[] = {
    GROUP_LIMIT_ROWS("the smallest budget with which support can be bought, at the price date",
                     "its growth a year from the price date, year 1 included"),
};
static const rasimi_table minimum_budget_table =
    RASIMI_TABLE("design.limits.minimum_budget[]", rasimi_group_limit, minimum_budget_rows);

static const rasimi_param care_home_rows[] = {
    GROUP_LIMIT_ROWS("what a care home that would meet the needs costs, at the price date",
                     "growth of that price a year from the price date, year 1 included"),
};
static const rasimi_table care_home_table =
    RASIMI_TABLE("design.limits.residential_equivalent[]", rasimi_group_limit, care_home_rows);

static const rasimi_param limits_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_limits_spec, minimum_points, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "below these points the allocation is £0; without it nobody is below"),
    RASIMI_CHOICE_ROW(rasimi_limits_spec, below_minimum, 0, below_choices, "panel",
                      "who decides below the minimum. panel: a panel, by need; ineligible: nobody, and the cost is "
                      "shown as a line"),
    RASIMI_NUMBER_ROW(rasimi_limits_spec, uprating, 0, -0.5, 1, "share", "0",
                      "growth of the table from its own prices to year 1"),
    RASIMI_NUMBER_ROW(rasimi_limits_spec, top_slice, RASIMI_MAX_OPEN, 0, 1, "share", "0",
                      "share that is taken off every amount"),
    RASIMI_NUMBER_ROW(rasimi_limits_spec, floor_gbp_week, 0, 0, RASIM_MAX_GBP_WEEK, "£ a week", NULL,
                      "smallest amount of anybody who gets one; £0 stays £0"),
    RASIMI_NUMBER_ROW(rasimi_limits_spec, cap_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week", NULL,
                      "largest amount, after the top-slice"),
    RASIMI_STRUCTS_ROW(rasimi_limits_spec, minimum_budget, RASIMI_NOT_EMPTY, &minimum_budget_table,
                       "smallest budget that can be used, by care group, growing by its own index; the higher of it "
                       "and the floor counts"),
    RASIMI_STRUCTS_ROW(rasimi_limits_spec, residential_equivalent, RASIMI_NOT_EMPTY, &care_home_table,
                       "a cap at what a care home would cost, by care group, growing by its own index; the lower of "
                       "it and the cap counts. Guidance forbids arbitrary upper limits"),
    RASIMI_NUMBER_ROW(rasimi_limits_spec, rounding_gbp_week, RASIMI_MIN_OPEN, 0, 1000, "£ a week", NULL,
                      "amounts are rounded to a multiple of this, halves away from zero"),
};
static const rasimi_table limits_table = RASIMI_TABLE("design.limits", rasimi_limits_spec, limits_rows);

static const rasimi_param exclusion_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_exclusion_spec, threshold_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week",
                      NULL, "packages above this are planned one by one, outside the RAS; at the price date"),
    RASIMI_NUMBER_ROW(rasimi_exclusion_spec, index, 0, -0.5, 1, "share", "0",
                      "growth of the threshold from the price date to year 1"),
    RASIMI_CHOICE_ROW(rasimi_exclusion_spec, basis, 0, basis_choices, "need",
                      "what is held against the threshold. need: what need costs in the year; reference: the file's "
                      "package; allocation: the allocation; either: need or allocation"),
    RASIMI_NUMBER_ROW(rasimi_exclusion_spec, best_value_saving, 0, 0, 1, "share", "0",
                      "share saved by planning high-cost packages one by one"),
};
static const rasimi_table exclusion_table = RASIMI_TABLE("design.exclusion", rasimi_exclusion_spec, exclusion_rows);

static const rasimi_param design_rows[] = {
    RASIMI_TEXT_ROW(rasimi_design, name, REQUIRED_FULL, NULL, "name of the design, shown on every report"),
    RASIMI_TEXT_ROW(rasimi_design, about, 0, "", "where the figures come from"),
    RASIMI_TEXT_ROW(rasimi_design, family, REQUIRED_FULL, NULL,
                    "kind of rule: price_per_point (so many £ a point), banded (one amount for each band of points), "
                    "table (straight lines between knots), regression (a formula of the answers), hours (hours by "
                    "answer at a rate) or judgement (the professional's own figure)"),
    RASIMI_CHOICE_ROW(rasimi_design, period, 0, period_choices, "week",
                      "period of the amounts under allocation; limits and exclusion are always weekly"),
    RASIMI_STRUCT_ROW(rasimi_design, questionnaire, rasimi_questionnaire, 0, &questionnaire_table,
                      "how answers become points"),
    RASIMI_STRUCT_ROW(rasimi_design, carer_rule, rasimi_carer_spec, 0, &carer_table,
                      "what unpaid support does, where the carer consents; without it, nothing"),
    RASIMI_STRUCTS_ROW(rasimi_design, rates, RASIMI_NOT_EMPTY, &rate_table, "prices of an hour, by name"),
    RASIMI_STRUCTS_ROW(rasimi_design, add_ons, RASIMI_NOT_EMPTY, &add_on_table,
                       "money beside the rule for some answers, before uprating and limits"),
    RASIMI_STRUCTS_ROW(rasimi_design, allocation, REQUIRED_FULL, &rasimi_allocation_table,
                       "how points become £, for each care group or for all"),
    RASIMI_STRUCT_ROW(rasimi_design, limits, rasimi_limits_spec, 0, &limits_table,
                      "what happens to the amount of the rule, in this order: uprating, top-slice, floor and cap, "
                      "rounding"),
    RASIMI_STRUCT_ROW(rasimi_design, exclusion, rasimi_exclusion_spec, 0, &exclusion_table,
                      "which packages are too dear for the RAS"),
    RASIMI_STRUCT_ROW(rasimi_design, administration, rasimi_administration_spec, 0, &rasimi_design_administration_table,
                      "what this design costs to run, where it differs from the framework's figures"),
};
const rasimi_table rasimi_design_table = RASIMI_TABLE("design", rasimi_design, design_rows);
