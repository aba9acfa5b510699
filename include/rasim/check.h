/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was understood of a study before anything is simulated, and what in its caseload should be looked at. Weekly
   amounts are £ a week, all others £ a year; both gross. Costs stand at the file's price date, after the benchmark
   where the framework asks for one. A figure that does not exist is NAN. */
#ifndef RASIM_CHECK_H
#define RASIM_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/status.h"
#include "rasim/study.h"

RASIM_BEGIN_DECLS

/**
 * A distribution over people: rows at their weights. sd^2 = sum w (x - mean)^2 / sum w x n / (n-1), so that with equal
 * weights it is the sample's. A quantile is the smallest value that the level's share of the weight does not exceed.
 */
typedef struct rasim_check_spread {
    uint64_t rows;
    double people;
    double mean, sd, cv; /**< cv = sd / mean */
    double least, median, p90, p95, p99, most;
} rasim_check_spread;

typedef struct rasim_check_stratum {
    const char *name;
    uint64_t rows, people;
    double weight_least, weight_mean, weight_most;
    double mean_gbp_week, cv; /**< of weekly cost */
    bool thin;                /**< fewer than 5 rows for more people than that */
} rasim_check_stratum;

/** A column of the caseload that is absent or has empty cells. */
typedef struct rasim_check_gap {
    const char *column;
    bool in_file;
    uint64_t rows; /**< with an empty cell, of all rows of the file */
} rasim_check_gap;

/** People whose package is above a design's threshold. */
typedef struct rasim_check_above {
    double people, people_share;
    double gbp_year, gbp_share; /**< of all packages */
} rasim_check_above;

/**
 * How far the sample's total may lie from the truth: half of a 95 % interval (1.96 standard errors), without what
 * happens to packages and prices afterwards. With finite-population correction 1 - n/N (Cochran 1977, section 2.6).
 */
typedef struct rasim_check_margin {
    uint64_t rows;       /**< that it rests on */
    double cv;           /**< sd of what has to be estimated, as a share of the mean cost */
    double simple_share; /**< of the total, as if all rows were one simple random sample: 1.96 cv sqrt((1 - n/N) / n) */
    double strata_share; /**< of the total, within the strata and with the weights as they are */
    double strata_gbp;   /**< the same in £ a year */
} rasim_check_margin;

/** A budget area's packages beside the ledger. */
typedef struct rasim_check_spend {
    const char *area; /**< NULL: the whole covered caseload */
    double packages_gbp, known_gbp, difference_gbp;
    double factor; /**< known / packages; applied where the report says so */
} rasim_check_spend;

typedef struct rasim_check_design {
    const char *name;
    rasim_check_spread points;  /**< of scored rows, after the carer rule */
    rasim_check_spread amounts; /**< indicative, £ a week, of the people who are allocated one */
    double people_panel;        /**< below minimum points: the panel decides */
    double people_ineligible;   /**< below minimum points: nothing */
    double people_outside;      /**< at or above an open top */
    double people_unscored;     /**< a cost, but no points */
    double threshold_gbp_week;  /**< in the file; INFINITY where nobody is excluded */
    double threshold_year1_gbp_week;
    rasim_check_above in_file;  /**< packages of the file above the threshold */
    rasim_check_above in_year1; /**< expected in year 1 at planned prices, by the design's basis; docs/methods.md */
    rasim_check_margin
        cost_known; /**< where every package's cost is known, and only cost less allocation is estimated */
} rasim_check_design;

/** One row that a finding is about. */
typedef struct rasim_check_row {
    uint64_t line;         /**< of the caseload's file, or of the file that the recipe makes */
    uint64_t other_line;   /**< the row that it is like; 0 where none is meant */
    const char *person_id; /**< NULL unless identifiers were asked for (personal data) */
    double value;          /**< what the finding measures; NAN where nothing */
} rasim_check_row;

/** Rows that should be looked at. */
typedef struct rasim_check_finding {
    const char *code;     /**< fixed: "zero_cost", "lookalike", ... */
    const char *design;   /**< NULL where no single design is meant */
    const char *sentence; /**< what these rows have in common, and how it was measured */
    const char *measure;  /**< what the rows' values are: "times the allocation"; "" where nothing */
    uint64_t rows;
    double people;
    size_t n_examples; /**< the worst first, or the first of the file */
    rasim_check_row *examples;
} rasim_check_finding;

/** What financial assessments come to, over people. */
typedef struct rasim_check_assessment {
    bool assessed;             /**< the framework asks for them; else all else here is 0 */
    const char *year;          /**< whose rules */
    double people_full_cost;   /**< capital above the upper limit */
    double people_part;        /**< pay something, at most what care costs */
    double people_nil;         /**< pay nothing */
    double people_imputed;     /**< of all these, those whose assessment is somebody else's */
    double mean_part_gbp_week; /**< assessed, of those who pay a part; NAN where there are none */
    double gbp_year;           /**< assessed of everybody, none above the package */
    double gbp_share;          /**< of all packages */
} rasim_check_assessment;

typedef struct rasim_check_report {
    uint64_t rows, rows_uncovered, people;
    rasim_check_spread weights;      /**< over rows: each counts once */
    rasim_check_spread cost;         /**< £ a week */
    double cost_gbp_year;            /**< all packages */
    rasim_check_margin cost_unknown; /**< where only the rows' costs are known */
    size_t n_strata;
    rasim_check_stratum *strata;
    size_t n_gaps;
    rasim_check_gap *gaps;
    size_t n_designs;
    rasim_check_design *designs;
    bool benchmark; /**< the factors below are applied */
    size_t n_spend;
    rasim_check_spend *spend;
    rasim_check_assessment assessment;
    size_t n_findings;
    rasim_check_finding *findings;
    void *arena;
} rasim_check_report;

/** Start from rasim_check_options_init. */
typedef struct rasim_check_options {
    size_t most_examples; /**< rows shown of each finding; 10 */
    bool show_ids;        /**< name person identifiers (personal data) */
} rasim_check_options;

RASIM_API void
rasim_check_options_init(rasim_check_options *options);

/** Looks at a study. options may be NULL. Errors: RASIM_ERR_ARGUMENT, RASIM_ERR_NO_MEMORY; *out is NULL then. The
   report borrows the study, which must outlive it. */
RASIM_API RASIM_CHECKED rasim_status
rasim_check(const rasim_study *study, const rasim_check_options *options, rasim_check_report **out);

RASIM_API void
rasim_check_free(rasim_check_report *report);

RASIM_END_DECLS

#endif
