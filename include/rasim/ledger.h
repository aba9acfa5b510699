/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: one table of lines. Money is held as integers in units of 1/256 £ a week (methods.md section 11). */
#ifndef RASIM_LEDGER_H
#define RASIM_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"

/** Ledger units in one £ a week: a power of two, so that conversion is exact. */
#define RASIM_UNITS_PER_GBP 256

/** Units of time in one person-year: a power of two. */
#define RASIM_UNITS_PER_YEAR 4096

/** No package is simulated above this many £ a week; draws that would be are held there and counted. */
#define RASIM_MAX_GBP_WEEK 65536

/* name, sign in net, unit, sentence. Sign 0: a memorandum line, no part of the sum. */
#define RASIM_LEDGER_LIST(X)                                                                                           \
    X(LEGACY, "legacy", +1, MONEY, "packages of people not yet reviewed onto the RAS")                                 \
    X(INDICATIVE, "indicative", +1, MONEY, "indicative allocations of people inside the RAS")                          \
    X(UPLIFT, "uplift", +1, MONEY, "what sign-off adds where need costs more than the allocation and its tolerance")   \
    X(TRIM, "trim", -1, MONEY, "what support planning takes back where need costs less")                               \
    X(HIGH_COST, "high_cost", +1, MONEY, "packages above the exclusion threshold, planned one by one")                 \
    X(PRICE_SURPRISE, "price_surprise", +1, MONEY, "what prices do beyond the plan")                                   \
    X(PROTECTION, "protection", +1, MONEY,                                                                             \
      "transitional protection of people whose allocation is below their package")                                     \
    X(INTERVENTION_COST, "intervention_cost", +1, MONEY, "cost of prevention programmes")                              \
    X(UNDERSPEND, "underspend", -1, MONEY, "budget neither used nor, for direct payments, kept")                       \
    X(SAVINGS, "savings", -1, MONEY, "savings lines delivered")                                                        \
    X(OTHER_FUNDING, "other_funding", -1, MONEY, "NHS and other public money")                                         \
    X(CONTRIBUTION, "contribution", -1, MONEY, "what people pay after financial assessment")                           \
    X(NET, "net", 0, MONEY, "what the envelope bears; summed on its own path")                                         \
    X(HIGH_COST_SURPRISE, "high_cost_price_surprise", 0, MONEY, "the part of price_surprise on high-cost packages")    \
    X(LEGACY_SURPRISE, "legacy_price_surprise", 0, MONEY, "the part of price_surprise on legacy packages")             \
    X(INELIGIBLE_COST, "ineligible_cost", 0, MONEY, "need cost of people below minimum points who get nothing")        \
    X(EXCLUDED_PEOPLE, "excluded_people", 0, PEOPLE, "people above the exclusion threshold")                           \
    X(PANEL_CASES, "panel_cases", 0, PEOPLE, "people whose need costs more than the allocation and its tolerance")     \
    X(LEGACY_PEOPLE, "legacy_people", 0, PEOPLE, "people not yet reviewed onto the RAS")                               \
    X(INELIGIBLE_PEOPLE, "ineligible_people", 0, PEOPLE, "people below minimum points who get nothing")                \
    X(CAPPED_DRAWS, "capped_draws", 0, PEOPLE, "need costs held at the largest package that is simulated")             \
    X(CARERS_STOPPED, "carers_stopped", 0, PEOPLE,                                                                     \
      "people whose unpaid carer stops, where the design had counted on the support")                                  \
    X(PERSON_YEARS, "person_years", 0, YEARS, "time in care within the year")                                          \
    X(STARTERS, "starters", 0, PEOPLE, "people who start care in the year")                                            \
    X(LEAVERS, "leavers", 0, PEOPLE, "people who leave care in the year")                                              \
    X(MOVERS, "movers", 0, PEOPLE, "moves to another setting that the envelope covers, by the setting left")           \
    X(MOVED_OUTSIDE_PEOPLE, "moved_outside_people", 0, PEOPLE, "moves to a setting outside the envelope")              \
    X(PEOPLE_AT_END, "people_at_end", 0, PEOPLE, "people in care when the year ends")                                  \
    X(FULL_YEAR_STARTERS, "full_year_starters", 0, MONEY,                                                              \
      "full-year effect of starters: a whole year of those still there at its end, less their outturn in it")          \
    X(FULL_YEAR_LEAVERS, "full_year_leavers", 0, MONEY, "full-year effect of leavers: their outturn, with minus")      \
    X(FULL_YEAR_CHANGES, "full_year_changes", 0, MONEY, "full-year effect of moves between settings")                  \
    X(MOVED_OUTSIDE, "moved_outside", 0, MONEY, "a whole year's net of people who moved outside the envelope")

typedef enum rasim_line {
#define X(id, name, sign, unit, sentence) RASIM_LINE_##id,
    RASIM_LEDGER_LIST(X)
#undef X
        RASIM_N_LINES
} rasim_line;

typedef enum rasim_line_unit {
    RASIM_UNIT_MONEY,  /**< integers of 1/256 £ a week */
    RASIM_UNIT_PEOPLE, /**< integers */
    RASIM_UNIT_YEARS,  /**< integers of 1/4096 person-year */
} rasim_line_unit;

typedef struct rasim_line_info {
    const char *name;
    int sign; /**< +1 or -1 in the sum that is net; 0 for a memorandum line */
    rasim_line_unit unit;
    const char *sentence;
} rasim_line_info;

RASIM_BEGIN_DECLS

/** The description of a line, or NULL where there is no such line. */
RASIM_API const rasim_line_info *
rasim_line_describe(rasim_line line);

RASIM_END_DECLS

#endif
