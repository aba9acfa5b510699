/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing: a council's Client Level Data (CLD) extract to a caseload, with every row that was left out accounted for.
   docs/import.md says what is mapped and by which rule. */
#ifndef RASIM_IMPORT_H
#define RASIM_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/status.h"

/* name, kind, what is counted. The enumeration and its descriptions are made from this list. */
#define RASIM_IMPORT_COUNT_LIST(X)                                                                                     \
    X(ROWS, READ, "rows")                                                                                              \
    X(FILES, READ, "files")                                                                                            \
    X(NO_PERSON, DROPPED, "no person identifier")                                                                      \
    X(CARER, DROPPED, "an unpaid carer's event")                                                                       \
    X(NOT_A_SERVICE, DROPPED, "not a service event")                                                                   \
    X(NO_EVENT_TYPE, DROPPED, "event type blank or not mapped")                                                        \
    X(NO_CLIENT_TYPE, DROPPED, "client type blank or not mapped")                                                      \
    X(SHORT_TERM, DROPPED, "short-term support")                                                                       \
    X(CARER_SUPPORT, DROPPED, "support to an unpaid carer")                                                            \
    X(NO_SERVICE_TYPE, DROPPED, "service type blank or not mapped")                                                    \
    X(NO_PERIOD, DROPPED, "reporting period's end missing or unreadable")                                              \
    X(NO_START, DROPPED, "start date missing or unreadable")                                                           \
    X(NO_END, DROPPED, "end date unreadable")                                                                          \
    X(SUPERSEDED, DROPPED, "superseded by a later submission of the same service")                                     \
    X(NOT_STARTED, DROPPED, "starts after the date")                                                                   \
    X(DIED, DROPPED, "ended by death before the date")                                                                 \
    X(CLOSED, DROPPED, "closed before the date")                                                                       \
    X(DOUBLE, DROPPED, "identical to another row (a double-up, or entered twice)")                                     \
    X(UNDER_18, DROPPED, "person under 18 at the date")                                                                \
    X(NULL_TEXT, REPAIRED, "cells with the text NULL read as blank")                                                   \
    X(PLAIN_NUMBER, REPAIRED, "pound sign or separators taken out of a number")                                        \
    X(END_AT_DEATH, REPAIRED, "end date moved to the date of death")                                                   \
    X(END_AT_PERIOD, REPAIRED, "end date set to the end of the last reporting period that has the service")            \
    X(NEGATIVE_COST, REPAIRED, "negative unit cost made positive")                                                     \
    X(NEGATIVE_UNITS, REPAIRED, "negative planned units made positive")                                                \
    X(UNITS_FOR_FREQUENCY, REPAIRED, "cost frequency blank or not mapped: planned units used")                         \
    X(DIRECT_PAYMENT, REPAIRED, "delivery taken from the component 'Direct payment'")                                  \
    X(WEEKLY, SERVICES, "with a weekly cost")                                                                          \
    X(ONE_OFF, SERVICES, "with a one-off cost, which is no weekly cost")                                               \
    X(COST_BLANK, SERVICES, "cost unknown: unit cost blank")                                                           \
    X(COST_ZERO, SERVICES, "cost unknown: unit cost zero")                                                             \
    X(COST_UNREADABLE, SERVICES, "cost unknown: unit cost unreadable")                                                 \
    X(NO_UNITS, SERVICES, "cost unknown: planned units blank, zero or unreadable")                                     \
    X(PEOPLE, PEOPLE, "in the caseload")                                                                               \
    X(COST_KNOWN, PEOPLE, "weekly cost known")                                                                         \
    X(COST_PARTLY, PEOPLE, "weekly cost partly unknown")                                                               \
    X(COST_WHOLLY, PEOPLE, "weekly cost wholly unknown")                                                               \
    X(ONLY_ONE_OFF, PEOPLE, "one-off costs only (weekly cost 0, among the known)")                                     \
    X(PRISON, PEOPLE, "in prison (setting 'prison')")                                                                  \
    X(NO_GROUP, PEOPLE, "care group unknown")                                                                          \
    X(NO_AGE, PEOPLE, "age unknown")                                                                                   \
    X(TWO_REASONS, PEOPLE, "with different primary support reasons (the latest is taken)")                             \
    X(WITH_POINTS, POINTS, "people with points")                                                                       \
    X(WITHOUT_POINTS, POINTS, "people without points")                                                                 \
    X(POINTS_UNUSED, POINTS, "rows of the points file whose person is not in the caseload")

typedef enum rasim_import_kind {
    RASIM_IMPORT_READ,     /**< what was read */
    RASIM_IMPORT_DROPPED,  /**< rows left out, each under one reason: with SERVICES they add up to ROWS */
    RASIM_IMPORT_REPAIRED, /**< rows (or cells) read otherwise than they stand */
    RASIM_IMPORT_SERVICES, /**< open long-term services at the date, by what is known of their cost */
    RASIM_IMPORT_PEOPLE,   /**< people, one caseload row each */
    RASIM_IMPORT_POINTS,   /**< the join with the points file; all 0 without one */
} rasim_import_kind;

typedef enum rasim_import_count {
#define X(name, kind, text) RASIM_IMPORT_N_##name,
    RASIM_IMPORT_COUNT_LIST(X)
#undef X
        RASIM_N_IMPORT_COUNTS
} rasim_import_count;

RASIM_BEGIN_DECLS

typedef struct rasim_import_count_info {
    rasim_import_kind kind;
    const char *text;
} rasim_import_count_info;

/** What a count counts; NULL for numbers that are none. */
RASIM_API const rasim_import_count_info *
rasim_import_count_describe(rasim_import_count count);

/** A value that is in no code list or cannot be read. Where it might identify somebody (dates, numbers, long runs of
    digits) `value` shows its form only: every digit a 9, every letter an a. */
typedef struct rasim_import_value {
    const char *field; /**< CLD's name of the field */
    const char *value;
    uint64_t count;
    const char *file; /**< where it first stands */
    uint64_t line;
} rasim_import_value;

/** What an import did. Everything here lives in one allocation; free it with rasim_import_report_free. */
typedef struct rasim_import_report {
    char date[11];          /**< the caseload's date, YYYY-MM-DD */
    char latest_period[11]; /**< end of the latest reporting period in the files */
    uint64_t counts[RASIM_N_IMPORT_COUNTS];
    size_t n_values;
    rasim_import_value *values; /**< [n_values] by field, most frequent first */
    void *arena;
} rasim_import_report;

RASIM_API void
rasim_import_report_free(rasim_import_report *report);

typedef struct rasim_import_options {
    const char *out_path;      /**< the caseload to write */
    const char *date;          /**< YYYY-MM-DD; NULL: the end of the latest reporting period */
    double weeks_per_year;     /**< 52 (DHSC's) or 52.18; turns monthly, quarterly and annual costs into weekly ones */
    bool partial_costs;        /**< write the known part of a partly unknown cost, as DHSC's sum does; else nothing */
    const char *points_path;   /**< a second CSV with points; NULL: none */
    const char *points_column; /**< its column with the points */
    const char *points_id_column; /**< its column with the person; NULL: person_id or CLD's own name */
    bool show_ids;                /**< people's identifiers may stand in problems */
} rasim_import_options;

/** Defaults: 52 weeks, everything else absent. out_path must be set. */
RASIM_API void
rasim_import_options_init(rasim_import_options *options);

/**
 * Reads CLD extracts (release 1 or 2, one council, one file a submission, in any order) and writes one caseload row for
 * each person with a long-term service open at the date; the file appears whole or not at all. Identifying fields are
 * never read but for the council's person identifier, which becomes person_id, and the date of birth, which becomes an
 * age band. *report is untouched on error. Errors: RASIM_ERR_ARGUMENT, RASIM_ERR_INPUT, RASIM_ERR_READ,
 * RASIM_ERR_WRITE, RASIM_ERR_NO_MEMORY.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_import_cld(const char *const *paths, size_t n_paths, const rasim_import_options *options,
                 rasim_import_report **report, rasim_problems *problems);

RASIM_END_DECLS

#endif
