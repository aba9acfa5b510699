/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared shocks: what hits everybody at once in a replicate (methods.md section 6). */
#ifndef RASIMI_ENGINE_SHOCKS_H
#define RASIMI_ENGINE_SHOCKS_H

#include "base/mem.h"
#include "engine/kernel.h"
#include "model/study.h"

typedef enum rasimi_shock_kind {
    RASIMI_SHOCK_PRICE,    /* growth of one price index: 1 + g is lognormal with the mean and sd of g */
    RASIMI_SHOCK_PRACTICE, /* factor of mean 1 on the uplift and trim shares */
    RASIMI_SHOCK_LENIENCY, /* points added for everybody */
    RASIMI_SHOCK_OPTIMISM, /* factor on need cost */
} rasimi_shock_kind;

/* One shock: its law, and the key of its draws. */
typedef struct rasimi_shock_law {
    rasimi_shock_kind kind;
    const char *label; /* "price: community" */
    uint64_t key;      /* rasimi_label_key of the label: the first two counter words */
    uint64_t stream_key;
    double log_mean, log_sd; /* of a lognormal; leniency is a normal of sd log_sd */
} rasimi_shock_law;

typedef struct rasimi_shocks {
    const rasim_study *study;
    double scale;           /* of every sd */
    rasimi_arena arena;     /* everything below lives here */
    rasimi_shock_law *laws; /* [n] */
    size_t n;
    double *factor; /* [n x n] lower Cholesky factor of the correlations; NULL: independent */
    size_t
        *price_of_setting; /* [n_settings] index of the law of each setting's price; SIZE_MAX: prices do as planned */
} rasimi_shocks;

/*
 * The shocks of a study, every sd multiplied by `scale`. A correlation matrix that is not positive definite is a
 * problem that names the pair at which it fails. Errors: RASIM_ERR_INPUT, RASIM_ERR_NO_MEMORY. Clear whatever happens.
 */
rasim_status
rasimi_shocks_make(const rasim_study *study, uint64_t seed, double scale, rasimi_shocks *out, rasim_problems *problems);

void
rasimi_shocks_clear(rasimi_shocks *shocks);

/* Standard normals of one replicate and year, correlated: [n]. Counter: (label key, replicate, year and draw 0); a
   53-bit uniform from the first two words through the normal quantile. */
void
rasimi_shocks_normals(const rasimi_shocks *shocks, uint64_t replicate, uint32_t year, double *normals, double *work);

/* The shocks of one replicate as the kernel uses them; price has room for n_settings, work for 2 n. */
void
rasimi_shocks_draw(const rasimi_shocks *shocks, uint64_t replicate, uint32_t year, rasimi_kernel_shock *out,
                   float *price, double *work);

#endif
