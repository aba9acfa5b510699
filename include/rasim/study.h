/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study: a financial framework, its candidate designs and its caseload, read, validated and prepared. */
#ifndef RASIM_STUDY_H
#define RASIM_STUDY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

typedef struct rasim_study rasim_study;

/** Called once by work on a study that it loads itself, when everything has been read and before anything is simulated:
    the time to see whether what will come of it can be kept. The study lives as long as the call. Anything but RASIM_OK
    ends the work with that status. */
typedef rasim_status
rasim_ready_fn(void *context, const rasim_study *study, rasim_problems *problems);

/** A number that stands in for what a file says: a what-if. */
typedef struct rasim_override {
    const char *key; /**< as docs/files.md names it, "sign_off.uplift_share"; a row of a list by a label or its number,
                          "prices[setting=community].mean", "prices[1].mean"; keys of a design begin with "design." */
    const char *value; /**< as the file would have it */
    size_t design;     /**< which of the designs a key of a design is for; RASIM_EVERY_DESIGN: all */
} rasim_override;

#define RASIM_EVERY_DESIGN SIZE_MAX

/** What a face may say about loading; start from rasim_study_options_init. */
typedef struct rasim_study_options {
    const char *const *designs;      /**< paths that replace the framework's list of designs */
    size_t n_designs;                /**< 0: the framework's own list */
    const char *const *design_texts; /**< what these designs' files would say, NULL entries: read the file; NULL: all */
    const char *const *breakdown; /**< columns by which person-level results are broken down, beside the framework's */
    size_t n_breakdown;
    const rasim_override *overrides; /**< read as if the files said so, with the same checks */
    size_t n_overrides;
    bool show_ids;          /**< name person identifiers in problems (personal data) */
    unsigned problem_limit; /**< problems held per file before the rest are only counted */
    int n_threads;          /**< that make the people of a recipe; 0: as many as the machine has cores */
} rasim_study_options;

RASIM_API void
rasim_study_options_init(rasim_study_options *options);

/**
 * Reads framework.yaml, the designs and the caseload (or the recipe that makes one), checks them against each other and
 * prepares the people in key order. All problems of all files are added to `problems`.
 *
 * Errors: RASIM_ERR_INPUT where a problem is an error, RASIM_ERR_READ where a file cannot be read (a problem says
 * which), RASIM_ERR_NO_MEMORY. On error *out is NULL.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_study_load(const char *framework_path, const rasim_study_options *options, rasim_study **out,
                 rasim_problems *problems);

RASIM_API void
rasim_study_free(rasim_study *study);

/** One file that the study was read from. */
typedef struct rasim_input {
    const char *path; /**< as given, or as written in the framework */
    char sha256[65];  /**< lower-case hex */
} rasim_input;

RASIM_API size_t
rasim_study_n_inputs(const rasim_study *study);
RASIM_API const rasim_input *
rasim_study_input(const rasim_study *study, size_t i);

/** What a face shows about a study before and beside its results. Strings belong to the study. */
typedef struct rasim_study_info {
    const char *name;        /**< the framework's name */
    const char *year;        /**< label of the first simulated year, e.g. "2009/10" */
    const char *source_note; /**< the framework's `about` text; may be "" */
    bool synthetic;          /**< the caseload is synthetic and must be labelled so wherever it shows */
    const char *sampling;    /**< "fixed", "polya" or "bootstrap" */
    size_t n_rows;           /**< rows in the covered settings */
    size_t n_rows_uncovered; /**< rows left out because their setting is not covered */
    uint64_t n_people;       /**< people whom the rows stand for (the frame) */
    size_t n_strata;
    size_t n_designs;
    uint64_t replicates; /**< the framework's number */
    uint64_t seed;       /**< the framework's seed */
    double weeks_per_year;
    double envelope_gbp;         /**< £ a year, all budget areas */
    double contingency_held_gbp; /**< £ a year held inside the envelope; 0 where none */
    bool has_top_slice;          /**< some design takes a top-slice */
    bool has_carers_stop;        /**< carers may stop that some design counts on */
    size_t n_levels;
    const double *levels; /**< confidence levels, ascending, in (0, 1) */
} rasim_study_info;

RASIM_API void
rasim_study_describe(const rasim_study *study, rasim_study_info *out);

/** What the outcome is called in which each place uses its own design. */
#define RASIM_OWN_DESIGNS "Each place its own design"

/** Name of the i-th design, made unique (" (2)"). After the last stands RASIM_OWN_DESIGNS where the framework says
    which design each place has: results and summaries have it as one design more. NULL past the end. */
RASIM_API const char *
rasim_study_design_name(const rasim_study *study, size_t i);

RASIM_END_DECLS

#endif
