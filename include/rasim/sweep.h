/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep: what a study says when numbers of its files are others, on the same draws throughout. £ a year unless said
   otherwise; a figure that does not exist is NAN. */
#ifndef RASIM_SWEEP_H
#define RASIM_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/compare.h"
#include "rasim/export.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/status.h"

RASIM_BEGIN_DECLS

enum { RASIM_MOST_AXES = 4, RASIM_MOST_POINTS = 10000 };

/** One number that varies: from, from + step, ... up to `to`, which is among them where a whole number of steps leads
   there. */
typedef struct rasim_axis {
    const char *key; /**< as in rasim_override */
    double from, to, step;
} rasim_axis;

/** Reads "key=from:to:step" into *out and the key's own memory, freed with free(). Errors: RASIM_ERR_INPUT with a
   problem, RASIM_ERR_NO_MEMORY; *out is untouched then. */
RASIM_API RASIM_CHECKED rasim_status
rasim_axis_parse(const char *text, rasim_axis *out, char **key, rasim_problems *problems);

/** How many values an axis has: 0 where it has none or more than RASIM_MOST_POINTS. */
RASIM_API size_t
rasim_axis_count(const rasim_axis *axis);

/** Start from rasim_sweep_options_init. */
typedef struct rasim_sweep_options {
    const rasim_axis *axes;
    size_t n_axes;
    const char *design; /**< name, or path, of the design whose figures are shown and whose keys vary; NULL: the only or
                             first one */
    uint64_t replicates; /**< 0: the framework's number */
    bool has_seed;
    uint64_t seed;       /**< where has_seed; else the framework's */
    int n_threads;       /**< 0: as many as the machine has cores */
    bool show_ids;       /**< name person identifiers in problems (personal data) */
    rasim_poll_fn *poll; /**< told of replicates done of all points together; may be NULL */
    void *poll_context;
    rasim_ready_fn *ready; /**< may be NULL */
    void *ready_context;
} rasim_sweep_options;

RASIM_API void
rasim_sweep_options_init(rasim_sweep_options *options);

/** Figures beside those of the point before on the same line of the grid, paired by replicate; NAN at its first. */
typedef struct rasim_step_change {
    double mean, mean_se; /**< of net */
    double affordability, affordability_se;
    bool inside_error; /**< P(affordable) may as well be the same: the change is within 1.96 standard errors, and not
                            exactly 0 in every replicate */
} rasim_step_change;

typedef struct rasim_sweep_point {
    double values[RASIM_MOST_AXES]; /**< [n_axes] */
    rasim_criteria *periods;        /**< [n_periods]; without differences and ranks */
    rasim_step_change *changes;     /**< [n_periods] */
} rasim_sweep_point;

/** Everything here lives in one allocation; free it with rasim_sweep_free. */
typedef struct rasim_sweep {
    const char *framework, *year; /**< its name, and the first year's label */
    const char *design;           /**< whose figures these are */
    bool synthetic;
    uint64_t seed, replicates;
    size_t n_axes;
    const char *keys[RASIM_MOST_AXES];
    size_t n_values[RASIM_MOST_AXES];
    size_t n_levels;
    const double *levels;
    size_t n_years, n_periods;
    const char **periods;
    size_t n_points;
    rasim_sweep_point *points; /**< [n_points], the last axis fastest */
    size_t n_inputs;
    const rasim_input *inputs;          /**< the files of the first point */
    const struct rasimi_opened *opened; /**< the files that were read, so that nothing is written over them */
    void *arena;
} rasim_sweep;

/**
 * Runs a study for every point of a grid. The corners of the grid are checked before anything is simulated. The first
 * study's problems (warnings and notes) are added once. Errors: RASIM_ERR_INPUT with problems (an axis without values,
 * a key that is none, a value that its key does not allow), RASIM_ERR_INTERRUPTED (a sweep is kept whole or not at
 * all), and those of rasim_study_load and rasim_run; *out is NULL then.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_sweep_run(const char *framework_path, const rasim_sweep_options *options, rasim_sweep **out,
                rasim_problems *problems);

RASIM_API void
rasim_sweep_free(rasim_sweep *sweep);

RASIM_END_DECLS

#endif
