/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibration inside (include/rasim/calibrate.h): a sample of people, methods that fit to it, and what is asked of
   every fit alike. A method is one file with one const descriptor; it sees people as points, answers, a target in £ a
   week and a weight, so that folds and bootstrap samples are weights and nothing else. */
#ifndef RASIMI_ANALYSIS_CALIBRATE_H
#define RASIMI_ANALYSIS_CALIBRATE_H

#include "base/mem.h"
#include "base/text.h"
#include "model/draft.h"
#include "model/study.h"
#include "rasim/calibrate.h"

/* Care groups with fewer people than this in a fit take that of everybody. */
enum { RASIMI_FEWEST_IN_CLASS = 10 };

/* What the envelope pays for beside the rule, for the price of a point. £ a week. */
typedef struct rasimi_sample_income {
    double used_share, other_gbp, other_share, owed;
} rasimi_sample_income;

/* The people of a fit. */
typedef struct rasimi_sample {
    const rasim_study *study; /* borrowed, as is the design */
    const rasimi_design *design;
    size_t design_index;
    size_t n_people; /* who come first, before vignettes */
    size_t n, n_groups, n_domains, n_places;
    uint32_t *row;                    /* [n] of the study */
    const uint32_t *vignette;         /* [n - n_people] which */
    uint32_t *place;                  /* [n]; 0 where there are none */
    uint32_t *group;                  /* [n] care group */
    double *points, *target, *weight; /* [n] */
    uint32_t *level;                  /* [n x n_domains] answer, RASIMI_NO_LABEL: not asked */
    double *answer;                   /* [n x n_domains] points after the carer rule */
    double points_low, points_high;   /* that anybody can have; infinite: not known */
    rasimi_sample_income *income;     /* [n] */
    double outside_net;               /* £ a week of people whom the rule does not reach */
    double scale;                     /* (1 + uprating) (1 - top-slice) */
    double weeks;                     /* in the period of the design's amounts */
    double answer_scale;              /* points of the sum for a point of an answer */
    size_t n_high_cost, n_below_minimum, n_unscored, n_uncosted; /* rows left out, and why */
} rasimi_sample;

/* Reads the sample of a design from a study in the making, with room for n_more. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_sample_make(const rasimi_draft *draft, size_t design, size_t n_more, rasimi_arena *arena, rasimi_sample *out);

/* The answers of a row of a caseload as those of the sample's next person. */
void
rasimi_sample_answers(const rasimi_scorer *scorer, size_t row, rasimi_sample *sample);

/* The net of the people whom the rule does not reach, once the study stands. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_sample_outside(rasimi_sample *sample);

/* ---- fits ---- */

typedef struct rasimi_method rasimi_method;

/* Two questions whose points are multiplied. */
typedef struct rasimi_product {
    size_t a, b;
} rasimi_product;

enum { RASIMI_MOST_PRODUCTS = 32 };

/* No question is left out. */
#define RASIMI_NO_DOMAIN SIZE_MAX

/* How a fit is made. */
typedef struct rasimi_fit_settings {
    const rasimi_method *method;
    rasim_pooling pooling;
    size_t n_knots, n_bands;
    double rounding_gbp; /* a week */
    /* of regressions */
    bool by_points, place_effects;
    size_t n_products;
    rasimi_product products[RASIMI_MOST_PRODUCTS];
    double ridge, towards_common; /* strength of the penalties, in people's worth of a column's own spread */
    const rasimi_design *prior;   /* whose coefficients the ridge leads to; NULL: 0 */
    size_t left_out;              /* question without a term */
} rasimi_fit_settings;

/* One number of a regression. */
typedef struct rasimi_glm_term {
    enum { RASIMI_TERM_INTERCEPT, RASIMI_TERM_LEVEL, RASIMI_TERM_POINTS, RASIMI_TERM_PRODUCT, RASIMI_TERM_PLACE } kind;
    size_t a, b; /* question and level, two questions, or place */
} rasimi_glm_term;

/* Numbers of a rule: a class is everybody, or a care group. Class c has values[first[c]] to values[first[c + 1] - 1].
   £ a week. */
typedef struct rasimi_fitted {
    size_t n_classes;
    size_t *first;  /* [n_classes + 1] */
    double *values; /* £ a point, or at `at` */
    double *at;     /* points: of knots, or from which bands run */
    bool *borrowed; /* [n_classes] too few people: fitted to everybody */
    size_t n_terms; /* of a regression: values of a class */
    const rasimi_glm_term *terms;
    double *smearing; /* [n_classes] */
} rasimi_fitted;

/* What is fitted to. */
typedef struct rasimi_fit_job {
    const rasimi_sample *sample;
    const rasimi_fit_settings *settings;
    const double *weight;      /* [n]; 0: not seen */
    const double *points;      /* [n] */
    const rasimi_fitted *like; /* values of the same number and at the same points as this fit; NULL: free */
    rasimi_arena *arena;       /* for the fit */
} rasimi_fit_job;

struct rasimi_method {
    const char *name, *family, *sentence;
    /* Errors: RASIM_ERR_NO_MEMORY, RASIM_ERR_INPUT where nothing can be fitted. */
    rasim_status (*fit)(const rasimi_fit_job *job, rasimi_fitted *out);
    /* £ a week before limits for person i. */
    double (*predict)(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t class, size_t i);
    /* Makes the fit meet the envelope by the plan; NULL: the method is about shape only. */
    void (*settle)(const rasimi_fit_job *job, rasimi_fitted *fitted);
    /* What a value is called: a new text in the arena. */
    const char *(*what)(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t value, rasimi_arena *arena);
    /* The keys of a class's row of `allocation`, at a scale; each line indented by four columns. */
    void (*write)(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t class,
                  const rasimi_fit_settings *settings, double scale, rasimi_buffer *out);
    bool ends_vary;      /* `at` has an interval of its own */
    bool reads_answers;  /* a regression: values are on the log scale */
    double rounding_gbp; /* that it has unless asked for another */
};

extern const rasimi_method rasimi_method_price_per_point, rasimi_method_percentile, rasimi_method_isotonic,
    rasimi_method_bands, rasimi_method_glm, rasimi_method_lognormal;

/* The i-th method, NULL past the end; the one of a name, or NULL. */
const rasimi_method *
rasimi_method_get(size_t i);
const rasimi_method *
rasimi_method_find(const char *name);

/* The class of a person. */
size_t
rasimi_class_of(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t i);

/* £ a week before limits for person i. */
double
rasimi_predict(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t i);

/* ---- curves over points (calibrate_curve.c) ---- */

/* The people of a class in order of their points, by distinct points: mean target and weight of each. */
typedef struct rasimi_class_data {
    size_t n_people, n;
    double *points, *mean, *weight;      /* [n] by distinct points */
    double *costs, *cost_upto;           /* [n_people] sorted targets, and the weight up to each */
    double *people_points, *points_upto; /* [n_people] sorted points, likewise */
} rasimi_class_data;

/* One class's numbers. */
typedef struct rasimi_curve {
    size_t n;
    double *at, *values;
} rasimi_curve;

typedef rasim_status
rasimi_curve_fit(const rasimi_fit_job *job, const rasimi_class_data *data, const rasimi_curve *like, rasimi_curve *out);

/* Fits a curve to each class. Errors: as those of `fit`; RASIM_ERR_INPUT where nobody is seen. */
rasim_status
rasimi_fit_curves(const rasimi_fit_job *job, rasimi_curve_fit *fit, rasimi_fitted *out);

/* The straight line through a class's knots at points, flat beyond the ends; the band that points are in. */
double
rasimi_curve_between(const rasimi_fitted *fitted, size_t class, double points);
double
rasimi_curve_step(const rasimi_fitted *fitted, size_t class, double points);

/* Rows of knots or bands: "- {points: 5, gbp: 50}". */
void
rasimi_curve_write(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t class, double rounding,
                   double scale, const char *key, const char *at_key, rasimi_buffer *out);

/* What methods whose curves are straight between knots have in common: those entries of a rasimi_method. */
double
rasimi_knots_predict(const rasimi_fit_job *job, const rasimi_fitted *fitted, size_t class, size_t i);
const char *
rasimi_knots_what(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t value, rasimi_arena *arena);
void
rasimi_knots_write(const rasimi_fitted *fitted, const rasimi_sample *sample, size_t class,
                   const rasimi_fit_settings *settings, double scale, rasimi_buffer *out);

/* An amount of a design: at a scale, rounded, in the design's period. */
double
rasimi_amount_written(const rasimi_sample *sample, double gbp_week, double scale, double rounding);

/* ---- progress ---- */

/* Steps of unequal length on one bar. */
typedef struct rasimi_meter {
    rasim_poll_fn *poll; /* may be NULL */
    void *context;
    uint64_t done, total;
} rasimi_meter;

/* Tells of steps done; true: stop. */
bool
rasimi_meter_add(rasimi_meter *meter, uint64_t steps);

/* ---- judging (calibrate_judge.c) ---- */

/* Errors of predictions against targets among the people whose keep[] is true (NULL: all), by the sample's weights. */
void
rasimi_judge(const rasimi_sample *sample, const double *predicted, const bool *keep, rasim_fit *out);

/* The fold of each person, 0 to folds - 1, evenly within care groups: [n]. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_folds(const rasimi_sample *sample, uint64_t folds, uint64_t seed, rasimi_arena *arena, uint32_t **out);

/* What each person is predicted by a fit that has not seen them: [n]. points: [n] to fit on. Errors: those of the
   method. */
rasim_status
rasimi_cross_validate(const rasimi_sample *sample, const rasimi_fit_settings *settings, const double *points,
                      const uint32_t *fold, uint64_t folds, double *predicted);

/* Fits to all, and the interval of every value by refitting to bootstrap samples of each care group: n - 1 draws with
   replacement, weighted n / (n - 1) (Rao & Wu 1988), with the method's settlement. `values` have room for what the fit
   has; texts are put in the arena. Errors: RASIM_ERR_INTERRUPTED, RASIM_ERR_NO_MEMORY, those of the method. */
rasim_status
rasimi_bootstrap(const rasimi_fit_job *job, const rasimi_fitted *fitted, uint64_t resamples, uint64_t seed,
                 rasimi_meter *meter, rasim_calibrated_value *values);

/* ---- choosing (calibrate_choose.c) ---- */

/* What a method leaves to cross-validation: how many bands, how strong penalties, which products. `predicted` is
   scratch. Errors: RASIM_ERR_INTERRUPTED, RASIM_ERR_NO_MEMORY, those of the method. */
typedef struct rasimi_chooser {
    const rasimi_sample *sample;
    const rasim_calibrate_options *options;
    const uint32_t *fold;
    double *predicted;
    rasimi_meter *meter;
} rasimi_chooser;

rasim_status
rasimi_choose_settings(const rasimi_chooser *chooser, rasimi_fit_settings *settings);

/* Of the meter, for one cross-validation; cross-validations of a choice, at the most usual. */
enum { RASIMI_WAY_STEPS = 16, RASIMI_MOST_BANDS = 12 };

/* ---- the envelope (calibrate_scale.c) ---- */

/* Steps of the meter that a simulation takes, and about how many a search needs. */
enum { RASIMI_SCALE_STEPS = 64, RASIMI_SCALE_RUNS = 29 };

/* A design's text at a scale, freed with free(). Errors: RASIM_ERR_NO_MEMORY and those of reading the template. */
typedef rasim_status
rasimi_design_at(void *context, double scale, char **text);

/* How the scale is found. */
typedef struct rasimi_scaling {
    const char *framework_path;
    const rasim_calibrate_options *options;
    rasimi_design_at *design_at;
    void *context; /* of design_at */
    rasimi_meter *meter;
    rasim_problems *problems;
} rasimi_scaling;

/* Scans scales and settles on the largest at which the design as written is affordable: scales, choice, text, P(inside)
   of the calibration, which lives in the arena. Without a confidence the design is written at scale 1. Errors: those of
   rasim_study_load and rasim_run. */
rasim_status
rasimi_scale(const rasimi_scaling *scaling, rasimi_arena *arena, rasim_calibration *out);

#endif
