/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibration: a rule fitted to a scored sample, with its errors on people it has not seen, the uncertainty of every
   value, and the largest scale of it that the envelope can bear. £ a week unless said otherwise; a figure that does not
   exist is NAN. */
#ifndef RASIM_CALIBRATE_H
#define RASIM_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/export.h"
#include "rasim/persons.h"
#include "rasim/problems.h"
#include "rasim/run.h"
#include "rasim/status.h"
#include "rasim/study.h"

RASIM_BEGIN_DECLS

/** Who shares a fit. */
typedef enum rasim_pooling {
    RASIM_POOLING_GENERIC,   /**< one rule for everybody */
    RASIM_POOLING_PER_GROUP, /**< a rule for each care group, by itself */
    RASIM_POOLING_PARTIAL,   /**< a rule for each care group, drawn towards what they have in common (glm) */
} rasim_pooling;

/** "generic", "per-group", "partial"; NULL for no pooling. */
RASIM_API const char *
rasim_pooling_name(rasim_pooling pooling);

/** Name and sentence of the i-th method; NULL past the end. */
RASIM_API const char *
rasim_method_name(size_t i);
RASIM_API const char *
rasim_method_sentence(size_t i);

/** Start from rasim_calibrate_options_init. */
typedef struct rasim_calibrate_options {
    const char *method; /**< one of rasim_method_name */
    const char *design; /**< which of the framework's designs gives questionnaire, carer rule, limits and exclusion, by
                             name or file; NULL: the only or first one */
    const char *name;   /**< of the new design; NULL: made from method and framework */
    rasim_pooling pooling;
    uint64_t n_knots;    /**< percentile: knots asked for, at least 2 */
    uint64_t n_bands;    /**< bands; 0: as many as do best on people not seen, 2 to 12 */
    double rounding_gbp; /**< amounts of bands and tables are whole multiples of it; NAN: £5 for bands, else a penny */
    bool by_points;      /**< glm, lognormal: a term for the points of each question instead of one for each answer */
    const char *const *interactions; /**< glm, lognormal: "question:question", their points multiplied */
    size_t n_interactions;
    bool choose_interactions; /**< add those that make the fit better on people not seen, at most 3 */
    bool place_effects;       /**< glm, lognormal: an effect of each place, drawn to none; not in the design */
    double ridge;             /**< glm, lognormal: strength of the penalty; NAN: what does best on people not seen */
    const char *prior;        /**< a design of family regression whose coefficients the penalty leads to; NULL: none */
    const char *vignettes;    /**< a file of cases with the £ a week that a panel agreed; NULL: none */
    double vignette_weight;   /**< of a vignette, in people of mean weight */
    double confidence;        /**< of staying inside the envelope, for the scale; NAN: the fit is not scaled */
    uint64_t folds;           /**< of cross-validation, at least 2 */
    uint64_t resamples;       /**< bootstrap samples behind the intervals; at least 40, or 0: no intervals */
    uint64_t replicates;      /**< of the simulations behind the scale; 0: the framework's, at most 2,000 */
    bool has_seed;
    uint64_t seed;       /**< where has_seed; else the framework's */
    int n_threads;       /**< 0: as many as the machine has cores */
    bool show_ids;       /**< name person identifiers in problems (personal data) */
    rasim_poll_fn *poll; /**< told of steps done; may be NULL */
    void *poll_context;
    rasim_ready_fn *ready; /**< may be NULL */
    void *ready_context;
} rasim_calibrate_options;

RASIM_API void
rasim_calibrate_options_init(rasim_calibrate_options *options);

/** One number of the rule, before scaling, with the 95 % interval of the bootstrap (percentiles). */
typedef struct rasim_calibrated_value {
    const char *care_group; /**< NULL: everybody */
    const char *what;       /**< "£ a point", "35 points", "from 20 points" */
    double value, low, high;
    double at, at_low, at_high; /**< points where it stands; ends of bands have an interval of their own; else NAN */
} rasim_calibrated_value;

/** A way of fitting and its errors on people that it has not seen. */
typedef struct rasim_calibrated_way {
    const char *method;
    rasim_pooling pooling;
    size_t n_values;         /**< free numbers */
    rasim_fit fit;           /**< cross-validated; its standard errors are those of the sample */
    rasim_fit in_new_places; /**< each place predicted by the others; people 0 where there are fewer than two places */
    size_t n_bands;          /**< bands, as chosen; 0 otherwise */
    double ridge, towards_common; /**< glm, lognormal: penalties as chosen; NAN otherwise */
    bool chosen;                  /**< the one that is written */
} rasim_calibrated_way;

/** Errors of the chosen fit among people who have something in common, cross-validated. */
typedef struct rasim_calibrated_part {
    const char *by;    /**< "care group", "need" (tenths of points) or "cost" (tenths of the package) */
    const char *label; /**< "Older people", "1" to "10" */
    rasim_fit fit;
} rasim_calibrated_part;

/** A case that a panel looked at. */
typedef struct rasim_calibrated_vignette {
    const char *name;
    size_t n_members;             /**< of the panel who gave an amount */
    double agreed, low, high, sd; /**< mean, least, most and spread of what they gave; sd NAN for one member */
    double fitted;                /**< what the fit gives, before scaling */
} rasim_calibrated_vignette;

/** A question and what the fit would be without it. */
typedef struct rasim_calibrated_question {
    const char *domain;
    rasim_fit without; /**< cross-validated */
    double cost;       /**< by how much the mean absolute error rises without it */
} rasim_calibrated_question;

/** Net spend at a scale of the fit, £ a year. */
typedef struct rasim_calibrated_scale {
    double scale;
    double affordability; /**< P(inside the envelope in every year) */
    double quantile_gbp;  /**< of net spend; with several years the envelope of year 1 and what the worst year is above
                             its  own */
} rasim_calibrated_scale;

/** Everything here lives in one allocation; free it with rasim_calibration_free. */
typedef struct rasim_calibration {
    const char *framework, *year;
    const char *from; /**< the design that gave questionnaire and limits */
    const char *name; /**< of the new one */
    const char *method, *family;
    rasim_pooling pooling;
    bool on_log_scale; /**< values are coefficients of the logarithm of £ a week */
    bool synthetic;
    uint64_t seed, folds, resamples, replicates;

    /* whom it was fitted to */
    size_t n_people;                                             /**< rows */
    double people;                                               /**< whom they stand for, by weight */
    size_t n_high_cost, n_below_minimum, n_unscored, n_uncosted; /**< rows left out, and why */

    size_t n_values;
    rasim_calibrated_value *values;
    rasim_fit seen; /**< errors on the sample itself */
    size_t n_interactions;
    const char **interactions; /**< "question x question", of the chosen fit */
    size_t n_ways;
    rasim_calibrated_way *ways; /**< all methods and poolings that apply */
    size_t n_parts;
    rasim_calibrated_part *parts;
    size_t n_questions;
    rasim_calibrated_question *questions; /**< none where points come with the caseload */

    size_t n_vignettes;
    rasim_calibrated_vignette *vignettes;
    double disagreement; /**< root mean square of sd / mean over vignettes with several members; NAN: none */

    /* the envelope */
    size_t n_years;                  /**< all of them have to be inside */
    double envelope_gbp, confidence; /**< of year 1; confidence NAN: not scaled */
    size_t n_scales;
    rasim_calibrated_scale *scales; /**< as scanned, ascending */
    bool affordable;                /**< false: no scale is, and there is no design */
    double scale;                   /**< chosen; 1 where it was not scaled */
    rasim_calibrated_scale lowest;  /**< the scale with the lowest quantile */
    rasim_probability inside;       /**< P(inside) of the design as written */

    const char *text; /**< of the design; NULL where there is none */
    size_t n_inputs;
    const rasim_input *inputs;
    const struct rasimi_opened *opened; /**< the files that were read, so that nothing is written over them */
    void *arena;
} rasim_calibration;

/**
 * Fits a rule to the covered people of a framework who are scored, have a package with a cost, and stand inside the
 * RAS: their packages at the price date, by weight, less what add-ons and the carer rule give beside the rule.
 *
 * Where no scale is affordable that is no error: `affordable` is false. Errors: RASIM_ERR_INPUT with problems (no such
 * method or design, too few people, points that are all the same, a rule that its own checks refuse),
 * RASIM_ERR_INTERRUPTED, RASIM_ERR_ARGUMENT, and those of rasim_study_load and rasim_run. *out is NULL then.
 */
RASIM_API RASIM_CHECKED rasim_status
rasim_calibrate(const char *framework_path, const rasim_calibrate_options *options, rasim_calibration **out,
                rasim_problems *problems);

RASIM_API void
rasim_calibration_free(rasim_calibration *calibration);

/** Writes the design, whole or not at all. Errors: RASIM_ERR_ARGUMENT (there is none), RASIM_ERR_WRITE with a problem,
    also where the path is one of the files read. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_calibrated(const char *path, const rasim_calibration *calibration, rasim_problems *problems);

/** The calibration as JSON, freed with free(). Errors: RASIM_ERR_NO_MEMORY. */
RASIM_API RASIM_CHECKED rasim_status
rasim_calibration_json(const rasim_calibration *calibration, char **out);

/** Writes a results file (HDF5) that holds the JSON, for reports (rasim/report.h); also of a calibration without a
    design. Errors: RASIM_ERR_WRITE with a problem, also where the path is one of the files read. */
RASIM_API RASIM_CHECKED rasim_status
rasim_write_calibration_h5(const char *path, const rasim_calibration *calibration, rasim_problems *problems);

/** The verdict: which scale the envelope bears, or that it bears none. Free with free(); NULL where memory ran out. */
RASIM_API char *
rasim_calibration_text(const rasim_calibration *calibration);

RASIM_END_DECLS

#endif
