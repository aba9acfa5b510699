/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: the Monte Carlo simulation of a study. */
#ifndef RASIM_RUN_H
#define RASIM_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/checkpoint.h"
#include "rasim/crew.h"
#include "rasim/export.h"
#include "rasim/ledger.h"
#include "rasim/problems.h"
#include "rasim/status.h"
#include "rasim/study.h"

RASIM_BEGIN_DECLS

/** Replicates handed to a thread at once: part of the contract, never a function of the thread count. */
#define RASIM_CHUNK_REPLICATES 64

/** The largest number of replicates in a run. */
#define RASIM_MAX_REPLICATES 10000000

/** Called now and then from the calling thread; a non-zero return stops the run. */
typedef int
rasim_poll_fn(void *context, uint64_t done, uint64_t total);

/** Options of a run; start from rasim_run_options_init. */
typedef struct rasim_run_options {
    uint64_t replicates; /**< at most this many; rasim_run_options_init takes the study's */
    uint64_t seed;       /**< rasim_run_options_init takes the study's */
    int n_threads;       /**< 0: as many as the machine has cores */
    double precision;    /**< stop once every quantile's 95 % interval is within +-precision x envelope; NAN: never */
    double shock_scale;  /**< multiplies the sd of every shared shock; 1 is the framework's own */
    bool without_top_slice;       /**< what if no design took a top-slice? On the same draws */
    bool without_interventions;   /**< what if no prevention programme were run? On the same draws */
    bool without_carers_stop;     /**< what if no carer stopped? On the same draws */
    bool place_series;            /**< keep each place's net in every replicate, not only its moments: 8 bytes for each
                                       place, replicate, year and design; rasim_run_options_init takes the study's */
    bool series_only;             /**< the results are only read, never summarised themselves (a what-if's): the work of
                                       their plans is saved */
    double price_change;          /**< what if prices stood this share higher in all years? 0: they do not */
    double demand_change;         /**< what if this share more people started care? Likewise */
    double allocation_change;     /**< what if every allocation were this share larger, before floors and caps? The plan
                                       stays the study's own */
    uint64_t forced_shocks;       /**< bits by shared shock, in the framework's order: held at forced_score */
    double forced_score;          /**< normal score of the forced shocks in all years */
    uint64_t other_seed;          /**< seed of the sources that the next two name; 0 of them: none */
    uint64_t other_streams;       /**< bits by stream number (docs/methods.md section 11) */
    uint64_t other_shocks;        /**< bits by shared shock, in the framework's order */
    rasim_checkpoint *checkpoint; /**< keeps finished chunks, and gives those it has; may be NULL */
    const rasim_crew *crew;       /**< others who make a part of the chunks; may be NULL */
    rasim_poll_fn *poll;          /**< may be NULL */
    void *poll_context;
} rasim_run_options;

RASIM_API void
rasim_run_options_init(rasim_run_options *options, const rasim_study *study);

typedef struct rasim_results rasim_results;

/**
 * Simulates the study. The results borrow the study, which must outlive them.
 *
 * Bit-identical for any number of threads and on every instruction set. With `precision`, replicates are added until
 * the condition holds, tested at 1,024 x 2^k only. A run that is stopped keeps the longest finished prefix of
 * replicates (a multiple of RASIM_CHUNK_REPLICATES) and says so in rasim_results_info.
 *
 * Errors: RASIM_ERR_INTERRUPTED (stopped before the first chunk), RASIM_ERR_INSTRUCTION_SET (RASIM_ISA names one that
 * this machine lacks), RASIM_ERR_LEDGER, RASIM_ERR_NO_MEMORY, RASIM_ERR_ARGUMENT.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_run(const rasim_study *study, const rasim_run_options *options, rasim_results **out, rasim_problems *problems);

/**
 * Makes chunks of a run for the process that has it, and gives each as a record. Precision, checkpoint and crew of the
 * options are not looked at. Errors: those of rasim_run; what `give` returns; RASIM_ERR_INTERRUPTED where `poll` stops
 * it.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_run_chunks(const rasim_study *study, const rasim_run_options *options, const uint64_t *chunks, size_t n_chunks,
                 rasim_give_fn *give, void *context, rasim_problems *problems);

RASIM_API void
rasim_results_free(rasim_results *results);

typedef struct rasim_results_info {
    uint64_t replicates; /**< finished */
    uint64_t replicates_asked;
    bool complete;          /**< false after an interruption; a run ended by `precision` is complete */
    bool precision_reached; /**< false where `precision` was asked for and all replicates did not reach it */
    uint64_t seed;
    size_t n_designs;
    size_t n_years;
    size_t n_groups;             /**< ledger groups: care group x setting x budget area that occur */
    size_t n_areas;              /**< budget areas */
    size_t n_places;             /**< 0 where the caseload has no places */
    bool place_series;           /**< each place's net is kept in every replicate */
    int n_threads_used;          /**< threads that did at least one chunk; for the terminal only */
    double seconds;              /**< wall time of the simulation; for the terminal only */
    const char *instruction_set; /**< "avx512", "avx2" or "portable"; for the terminal only */
} rasim_results_info;

RASIM_API void
rasim_results_describe(const rasim_results *results, rasim_results_info *out);

/** Labels of a ledger group. */
typedef struct rasim_group {
    const char *care_group;
    const char *setting;
    const char *budget_area;
    size_t area; /**< index among the budget areas */
} rasim_group;

RASIM_API const rasim_group *
rasim_results_group(const rasim_results *results, size_t i);
RASIM_API const char *
rasim_results_area(const rasim_results *results, size_t i);
RASIM_API const char *
rasim_results_place(const rasim_results *results, size_t i);

/**
 * The ledger of one replicate: [n_groups x RASIM_N_LINES], row-major, in the lines' units. Valid while the results
 * live; NULL where an index is out of range.
 */
RASIM_API const int64_t *
rasim_results_ledger(const rasim_results *results, size_t design, size_t year, uint64_t replicate);

/** Net of one place over the replicates, in ledger units: exact until it is rounded, once, to a double. */
typedef struct rasim_place_moments {
    double mean, sd; /**< sd with divisor n - 1 */
    int64_t least, most;
} rasim_place_moments;

/** What is known of every place. Errors: RASIM_ERR_ARGUMENT where there is no such place. */
RASIM_API RASIM_CHECKED rasim_status
rasim_results_place_moments(const rasim_results *results, size_t design, size_t year, size_t place,
                            rasim_place_moments *out);

/** Net of one place over the replicates, in ledger units: [replicates]; NULL where the options did not ask for
 * place_series, or there are no places. */
RASIM_API const int64_t *
rasim_results_place_net(const rasim_results *results, size_t design, size_t year, size_t place);

/**
 * What the sample alone would do: the planned net of the people whom each replicate's population holds, in ledger
 * units: [replicates]. NULL where sampling is fixed, and in years after the first.
 */
RASIM_API const int64_t *
rasim_results_sample_net(const rasim_results *results, size_t design, size_t year);

/** What a year's envelope turns out to be over what the framework states, by replicate: [replicates]; NULL where
 * funding is certain. */
RASIM_API const double *
rasim_results_funding(const rasim_results *results, size_t year);

RASIM_END_DECLS

#endif
