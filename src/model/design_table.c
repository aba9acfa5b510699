/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of design.yaml: the tables that parse it, check it, and explain it. */
#include "model/design.h"

#include "model/param_rows.h"
#include "rasim/ledger.h"

#define REQUIRED_FULL (RASIMI_REQUIRED | RASIMI_NOT_EMPTY)

/* The largest amount of a table: the largest package, in a year of 53 weeks. */
#define MAX_GBP (53.0 * RASIM_MAX_GBP_WEEK)

#define AMOUNT_UNIT "£ a period"

static const char *const period_choices[] = {[RASIMI_PERIOD_WEEK] = "week", [RASIMI_PERIOD_YEAR] = "year", NULL};
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
    RASIMI_PAIRS_ROW(rasimi_domain, levels, REQUIRED_FULL, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points",
                     "the answers that may be given, each with its points; at least two"),
};
static const rasimi_table domain_table = RASIMI_TABLE("design.questionnaire.domains[]", rasimi_domain, domain_rows);

static const rasimi_param questionnaire_rows[] = {
    RASIMI_STRUCTS_ROW(rasimi_questionnaire, domains, RASIMI_NOT_EMPTY, &domain_table,
                       "the questions; without them the caseload's points column is used"),
    RASIMI_NUMBER_ROW(rasimi_questionnaire, points_min, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "fewest points that anybody can have, whatever the assessment's error; without it, the fewest "
                      "that the answers give"),
    RASIMI_NUMBER_ROW(rasimi_questionnaire, points_max, 0, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "most points that anybody can have; without it, the most that the answers give"),
};
static const rasimi_table questionnaire_table =
    RASIMI_TABLE("design.questionnaire", rasimi_questionnaire, questionnaire_rows);

static const rasimi_param carer_rows[] = {
    RASIMI_PAIRS_ROW(rasimi_carer_spec, multipliers, REQUIRED_FULL, 0, 1, "share",
                     "level of unpaid support: the share of points that remains, where the carer consents"),
};
static const rasimi_table carer_table = RASIMI_TABLE("design.carer_rule", rasimi_carer_spec, carer_rows);

static const rasimi_param band_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_band, from, RASIMI_REQUIRED, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "fewest points of the band; it goes up to the next band, so fractions fall in no gap"),
    RASIMI_NUMBER_ROW(rasimi_band, gbp, RASIMI_REQUIRED, 0, MAX_GBP, AMOUNT_UNIT, NULL, "what everybody in it gets"),
};
static const rasimi_table band_table = RASIMI_TABLE("design.allocation[].bands[]", rasimi_band, band_rows);

static const rasimi_param knot_rows[] = {
    RASIMI_NUMBER_ROW(rasimi_knot, points, RASIMI_REQUIRED, -RASIMI_MAX_POINTS, RASIMI_MAX_POINTS, "points", NULL,
                      "points of the knot"),
    RASIMI_NUMBER_ROW(rasimi_knot, gbp, RASIMI_REQUIRED, 0, MAX_GBP, AMOUNT_UNIT, NULL,
                      "amount at these points; between knots it runs straight"),
};
static const rasimi_table knot_table = RASIMI_TABLE("design.allocation[].knots[]", rasimi_knot, knot_rows);

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
};
const rasimi_table rasimi_allocation_table =
    RASIMI_TABLE("design.allocation[]", rasimi_allocation_row, allocation_rows);

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
                    "kind of rule: price_per_point (so many £ a point), banded (one amount for each band of points) "
                    "or table (straight lines between knots)"),
    RASIMI_CHOICE_ROW(rasimi_design, period, 0, period_choices, "week",
                      "period of the amounts under allocation; limits and exclusion are always weekly"),
    RASIMI_STRUCT_ROW(rasimi_design, questionnaire, rasimi_questionnaire, 0, &questionnaire_table,
                      "how answers become points"),
    RASIMI_STRUCT_ROW(rasimi_design, carer_rule, rasimi_carer_spec, 0, &carer_table,
                      "what unpaid support does to points; without it, nothing"),
    RASIMI_STRUCTS_ROW(rasimi_design, allocation, REQUIRED_FULL, &rasimi_allocation_table,
                       "how points become £, for each care group or for all"),
    RASIMI_STRUCT_ROW(rasimi_design, limits, rasimi_limits_spec, 0, &limits_table,
                      "what happens to the amount of the rule, in this order: uprating, top-slice, floor and cap, "
                      "rounding"),
    RASIMI_STRUCT_ROW(rasimi_design, exclusion, rasimi_exclusion_spec, 0, &exclusion_table,
                      "which packages are too dear for the RAS"),
};
const rasimi_table rasimi_design_table = RASIMI_TABLE("design", rasimi_design, design_rows);
