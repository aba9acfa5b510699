/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared shocks: what hits everybody at once in a replicate (methods.md section 6). */
#ifndef RASIMI_ENGINE_SHOCKS_H
#define RASIMI_ENGINE_SHOCKS_H

#include "base/mem.h"
#include "engine/kernel.h"
#include "engine/seeds.h"
#include "model/shared.h"
#include "model/study.h"
#include "num/laws.h"

/* One shock: its law, and the key of its draws. */
typedef struct rasimi_shock_law {
    rasimi_shared shared;
    uint64_t key; /* rasimi_label_key of the label: the first two counter words */
    uint64_t stream_key;
    bool lognormal;          /* 1 + x is lognormal with this log mean and log sd; leniency is a normal of sd log_sd */
    double log_mean, log_sd; /* else */
    rasimi_law law;          /* of 1 + x */
    double autocorrelation;  /* of the normal scores of consecutive years; 1: drawn once for all of them */
} rasimi_shock_law;

/* What is asked of shocks beyond what the framework says; all 0: nothing. */
typedef struct rasimi_stress {
    double price, demand; /* shares by which prices and demand stand higher in all years */
    uint64_t forced;      /* bits of shocks held at a score, by index */
    double forced_score;
} rasimi_stress;

typedef struct rasimi_shocks {
    const rasim_study *study;
    double scale;           /* of every sd */
    rasimi_stress stress;   /* set after rasimi_shocks_make */
    rasimi_arena arena;     /* everything below lives here */
    rasimi_shock_law *laws; /* [n] */
    size_t n;
    double *factor;           /* [n x n] lower Cholesky factor of the correlations; NULL: independent */
    size_t *price_of_setting; /* [n_settings] the law of each setting's price; SIZE_MAX: prices do as planned */
    size_t *demand_of_group;  /* [n_care_groups] likewise */
    size_t *share_of_stream;  /* [n_uncertain_streams] the law of each stream's share */
    size_t practice, leniency, optimism, funding; /* indices of the laws of which there is one */
    uint64_t programme_key;
    rasimi_law *reductions; /* [interventions] */
    rasimi_law *deliveries; /* [savings] */
} rasimi_shocks;

/*
 * The shocks of a study, every sd multiplied by `scale`. A correlation matrix that is not positive definite is a
 * problem that names the pair at which it fails. Errors: RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY. Clear whatever happens.
 */
rasim_status
rasimi_shocks_make(const rasim_study *study, const rasimi_seeds *seeds, double scale, rasimi_shocks *out,
                   rasim_problems *problems);

void
rasimi_shocks_clear(rasimi_shocks *shocks);

/* Standard normals of one replicate and year, correlated: [n]. Counter: (label key, replicate, year and draw 0); a
   53-bit uniform from the first two words through the normal quantile. */
void
rasimi_shocks_normals(const rasimi_shocks *shocks, uint64_t replicate, uint32_t year, double *normals, double *work);

/* The shocks of one replicate's first year as the kernel uses them; price has room for n_settings, stream for
   n_uncertain_streams, work for 2 n. */
void
rasimi_shocks_draw(const rasimi_shocks *shocks, uint64_t replicate, rasimi_kernel_shock *out, float *price,
                   float *stream, double *work);

/* Standard normals as growth: 1 + x for prices, demand and funding, the factor for practice and optimism, the shift's
   share of its sd for leniency, the share that a stream pays. In place: [n]. */
void
rasimi_shocks_values(const rasimi_shocks *shocks, double *values);

/* What is not an index: practice, leniency, optimism and streams of a year's values; stream has room for
   n_uncertain_streams. */
void
rasimi_shocks_fill(const rasimi_shocks *shocks, const double *values, float *stream, rasimi_kernel_shock *out);

/* A price index beyond its expectation, passed on in part: 1 + pi (f / fbar - 1). */
float
rasimi_shocks_price(const rasim_study *study, double index, double expected);

/* What one year of a replicate has in common for everybody. */
typedef struct rasimi_year_shock {
    rasimi_kernel_shock kernel;
    const double *prices; /* [n_settings] price index over its expectation */
    const double *demand; /* [n_care_groups] demand index: people who come, over those who would without growth */
    double envelope;      /* factor on the stated envelope */
} rasimi_year_shock;

/* What a replicate's programmes do over all years. */
typedef struct rasimi_programme_draw {
    const double *reduction; /* [interventions] share of what each reduces, once it works */
    const double *delivered; /* [savings] share of the plan */
    const bool *slipped;     /* [savings] everything comes a year late */
} rasimi_programme_draw;

/* Scratch for all years of a replicate; sized once. */
typedef struct rasimi_shock_path {
    rasimi_year_shock *years; /* [n_years] */
    rasimi_programme_draw programmes;
    float *price;                   /* [n_years x n_settings] what reaches budgets */
    double *prices;                 /* [n_years x n_settings] */
    float *stream;                  /* [n_years x n_uncertain_streams] */
    double *demand;                 /* [n_years x n_care_groups] */
    double *normals, *index, *work; /* [n], cumulated [n], [n] */
    double *reduction, *delivered;
    bool *slipped;
} rasimi_shock_path;

/* Errors: RASIM_ERR_NO_MEMORY. Clear whatever happens. */
rasim_status
rasimi_shock_path_make(const rasimi_shocks *shocks, rasimi_shock_path *out);

void
rasimi_shock_path_clear(rasimi_shock_path *path);

/* Draws all years of a replicate. The first year is what rasimi_shocks_draw gives. */
void
rasimi_shock_path_draw(const rasimi_shocks *shocks, uint64_t replicate, rasimi_shock_path *path);

#endif
