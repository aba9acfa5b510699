/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimising: the numbers of a design (or framework) that leave the least of what people need to the panel, while net
   spend stays inside the envelope as surely as is asked. £ a year; shortfalls are shares of what needs cost. */
#ifndef RASIM_OPTIMISE_H
#define RASIM_OPTIMISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/persons.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/status.h"
#include "rasim/summary.h"

RASIM_BEGIN_DECLS

enum { RASIM_MOST_RANGES = 8, RASIM_MOST_FRONTIER = 8 };

/** Somebody whose allocation is further below the current package than this share of it loses. */
#define RASIM_LOSS 0.1

/** One number that varies. */
typedef struct rasim_range {
    const char *key; /**< as in rasim_override */
    double low, high;
} rasim_range;

/** Reads "key=low:high" into *out and the key's own memory, freed with free(). Errors: RASIM_ERR_INPUT with a problem,
   RASIM_ERR_NO_MEMORY; *out is untouched then. */
RASIM_API RASIM_CHECKED rasim_status
rasim_range_parse(const char *text, rasim_range *out, char **key, rasim_problems *problems);

/** Whether a key is of designs and not of the framework: "design.limits.top_slice". */
RASIM_API bool
rasim_key_is_of_design(const char *key);

/** Start from rasim_optimise_options_init. */
typedef struct rasim_optimise_options {
    const rasim_range *ranges;
    size_t n_ranges;
    const char *design;   /**< name or file of the design whose keys vary; NULL: the only or first one */
    double confidence;    /**< P(net <= envelope) that is asked for; 0.9 */
    double most_losers;   /**< share of people who may lose, of those with an allocation; NAN: no cap */
    unsigned evaluations; /**< points looked at evenly; 0: 20 + 30 a range */
    uint64_t replicates;  /**< of the simulation that confirms; 0: the framework's number */
    bool has_seed;
    uint64_t seed;       /**< where has_seed; else the framework's */
    int n_threads;       /**< 0: as many as the machine has cores */
    bool show_ids;       /**< name person identifiers in problems (personal data) */
    rasim_poll_fn *poll; /**< told of points looked at; may be NULL */
    void *poll_context;
    rasim_ready_fn *ready; /**< may be NULL */
    void *ready_context;
} rasim_optimise_options;

RASIM_API void
rasim_optimise_options_init(rasim_optimise_options *options);

/** A point, and what it is worth. */
typedef struct rasim_optimum {
    double confidence; /**< that was asked for here; NAN: of the files as they are */
    bool reached;      /**< both the confidence and the cap on losers; else the nearest to it that was found */
    double values[RASIM_MOST_RANGES];
    double affordability; /**< P(net <= envelope); over several years, in every one of them */
    double indicative_shortfall, final_shortfall;
    double losers;   /**< share of people */
    double mean_gbp; /**< expected net, over all years */
} rasim_optimum;

/** What the simulation says of the chosen point. */
typedef struct rasim_confirmation {
    uint64_t replicates;
    rasim_probability affordability;
    bool confirmed; /**< the confidence asked for is not above the interval */
    rasim_measured indicative_shortfall, final_shortfall;
} rasim_confirmation;

/** Everything here lives in one allocation; free it with rasim_optimisation_free. */
typedef struct rasim_optimisation {
    const char *framework, *year, *design;
    const char *design_path; /**< the file that the chosen one is made from */
    bool synthetic;
    bool analytic;       /**< points were judged without simulation; else on common draws */
    const char *why_not; /**< why not, in plain words; "" */
    bool counts_final;   /**< uplift is not complete: the final shortfall counts too */
    bool varies_design;  /**< some key is the design's */
    size_t n_years;      /**< net spend has to be inside in all of them */
    double confidence, most_losers, envelope_gbp;
    uint64_t seed;
    size_t n_ranges;
    rasim_range ranges[RASIM_MOST_RANGES];
    uint64_t n_points;    /**< looked at */
    rasim_optimum as_is;  /**< the files as they are */
    rasim_optimum chosen; /**< values rounded; reached says whether there is one */
    size_t n_frontier;
    rasim_optimum frontier[RASIM_MOST_FRONTIER]; /**< by confidence */
    rasim_confirmation confirmation;             /**< of chosen, where it is reached */
    char design_sha256[65];
    const struct rasimi_opened *opened; /**< the files that were read, so that nothing is written over them */
    void *arena;
} rasim_optimisation;

/**
 * Searches the box of the ranges, evenly and then from its best points; deterministic. Its corners are checked first.
 * That no point reaches the confidence is a result, not an error. Errors: RASIM_ERR_INPUT with problems,
 * RASIM_ERR_INTERRUPTED, and those of rasim_study_load and rasim_run; *out is NULL then.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_optimise_run(const char *framework_path, const rasim_optimise_options *options, rasim_optimisation **out,
                   rasim_problems *problems);

RASIM_API void
rasim_optimisation_free(rasim_optimisation *optimisation);

/** Writes the design with the chosen values, which says where they come from and runs as it is. Errors: RASIM_ERR_WRITE
   with a problem, RASIM_ERR_ARGUMENT where nothing was reached or no key is the design's. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_optimised_design(const char *path, const rasim_optimisation *optimisation, rasim_problems *problems);

RASIM_END_DECLS

#endif
