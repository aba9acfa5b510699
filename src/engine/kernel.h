/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel: one person-year after another, for a few replicates at a time (methods.md section 4). Compiled once per
   instruction set; all give the same bits. */
#ifndef RASIMI_ENGINE_KERNEL_H
#define RASIMI_ENGINE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/design.h"
#include "model/rule.h"
#include "rasim/ledger.h"

/* Lanes that every array is padded to: the widest back end's. */
#define RASIMI_LANES_PAD 16

/* The kernel works in ledger units a week, single precision. Amounts are held at this many. */
#define RASIMI_MAX_UNITS ((float)RASIM_MAX_GBP_WEEK * (float)RASIM_UNITS_PER_GBP)

/* Draws of a person-year in the churn stream: coming onto the RAS is 0, the carer stopping is 1. */
#define RASIMI_DRAW_STOP 1

/* The people as the kernel reads them: [n] each, aligned to 64 bytes, people of a cell side by side. */
typedef struct rasimi_people {
    size_t n;
    const int32_t *key_low, *key_high; /* person key */
    const float *cost;                 /* c fbar exp(delta) exp(-sigma^2 / 2): need cost is this times 2^(s z) */
    const int32_t *contribution;       /* assessed contribution */
    /* general features only; NULL where the study has no use for them */
    const float *reference;   /* c fbar: the current package at planned prices */
    const float *used;        /* share of the budget that is spent */
    const int32_t *other;     /* other funding in units */
    const float *other_share; /* other funding as a share of the outturn, where that is certain */
    const float *shares;      /* [n_streams x n] the same of each stream whose share is uncertain */
    size_t n_streams;         /* 0 where other is NULL */
    const float *mode_sd;     /* assessment sd in points */
} rasimi_people;

/* A stretch of people of one cell: [first, first + n), first a multiple of RASIMI_LANES_PAD. */
typedef struct rasimi_stretch {
    uint32_t first, n;
    uint32_t cell;
    uint32_t care_group, setting;
    float log2_sd; /* sigma log2(e) */
    /* people of a cohort only */
    float fresh, kept;     /* sqrt(1 - rho), sqrt(rho): what is new and what stays of a person's deviation */
    float kept_correction; /* exp(-rho sigma^2 / 2) */
    float growth;          /* of need cost at planned prices since year 1 */
    float price_growth;    /* of planned prices since year 1 */
} rasimi_stretch;

/* How assessment moves a design's allocations. */
typedef enum rasimi_motion {
    RASIMI_STILL,     /* it does not: A is loaded */
    RASIMI_BY_POINTS, /* P' = P + bias + sd e' + leniency; A is evaluated from the rule's pieces */
    RASIMI_BY_FACTOR, /* families that read answers: raw x lognormal factor x leniency, then the limits */
} rasimi_motion;

/* One design, as the kernel reads it. Arrays over people. */
typedef struct rasimi_kernel_design {
    const float *amount;   /* A in whole units */
    const int32_t *status; /* rasimi_rule_status; NULL where all are allocated */
    rasimi_motion motion;
    const float *points;    /* by points: P + bias */
    const float *raw;       /* by factor: units before limits, mean-corrected */
    bool by_need;           /* by factor: the amount follows what need costs (a judgement) */
    const float *factor_sd; /* by factor: log2 sd of the error; NULL: none */
    const float *extra;     /* units added before limits; NULL: none */
    const int32_t
        *stop_below;       /* a churn word below this: the carer stops (0: the design counts on none); NULL: none do */
    const float *replaced; /* units a week by which need then costs more */
    const float *gross;    /* what then takes the place of amount, points or raw, as the motion is */
    const float *gross_extra;    /* and of extra */
    const int32_t *gross_status; /* and of status; NULL: the same */
    const rasimi_rule *rules;    /* [care groups] */
    rasimi_basis basis;
    float threshold;       /* units; INFINITY where nobody is excluded */
    float high_cost_share; /* 1 - best value saving */
} rasimi_kernel_design;

/* What is the same for everybody. */
typedef struct rasimi_kernel_terms {
    float above_tolerance, below_tolerance; /* 1 + tau, 1 - tau */
    uint32_t review_below;  /* a churn word below this is a person on the RAS; ignored unless `reviews` */
    bool reviews;           /* some people are not yet on the RAS */
    float protection_share; /* 0: none */
    float collected;        /* share of contributions */
    bool stops;             /* in some design carers may stop */
    bool errors;            /* some design takes an assessment error in points or as a factor */
    bool general;           /* any feature beyond loaded amounts, exclusion by need, and contributions */
    uint64_t need_keys[20], assessment_keys[20], churn_keys[20]; /* round keys */
} rasimi_kernel_terms;

/* Shared shocks of one replicate and year, as the kernel uses them. */
typedef struct rasimi_kernel_shock {
    float uplift_share, trim_share; /* u X and d X, d X held in 0..1 */
    float leniency;                 /* points */
    float leniency_factor;          /* for families that read answers; 1: none */
    float need_factor;              /* optimism bias; 1: none */
    const float *price;             /* [settings] 1 + pi (f / fbar - 1) */
    const float *stream;            /* [streams] factor on everybody's share */
} rasimi_kernel_shock;

/* An item of a population in which rows stand for several people: up to four copies of a row. */
typedef struct rasimi_items {
    size_t n;              /* multiple of RASIMI_LANES_PAD a stretch */
    const int32_t *row;    /* person index */
    const int32_t *payer;  /* person whose package cost this is: the row itself, if it has one */
    const int32_t *donor;  /* person whose points and allocation these are: the row itself, if it is scored */
    const int32_t *fourth; /* fourth counter word without the draw: year and copy / 4 */
    const int32_t *copies; /* 0 to 4: how many of the four words are people */
} rasimi_items;

/* What a year does to a person of a cohort. */
typedef enum rasimi_fate {
    RASIMI_FATE_STAYED,  /* there at its end, and since its beginning or since they started care within it */
    RASIMI_FATE_ARRIVED, /* came from another setting; there at its end */
    RASIMI_FATE_LEFT,    /* left care */
    RASIMI_FATE_MOVED,   /* to another setting that the envelope covers */
    RASIMI_FATE_OUTSIDE, /* to a setting that it does not cover */
} rasimi_fate;

/* Where a person of a cohort stands towards the RAS. */
typedef enum rasimi_standing {
    RASIMI_REVIEWED, /* on it, with a package from before */
    RASIMI_LEGACY,   /* not yet on it */
    RASIMI_NEWCOMER, /* on it from the first day; no package from before */
} rasimi_standing;

/* How people share calls of the generator, each of which has four words. */
typedef enum rasimi_sharing {
    RASIMI_ALONE,      /* each makes a call, and one of its words is theirs */
    RASIMI_REPLICATES, /* a lane makes a call for four replicates, of which all these people are one */
    RASIMI_COPIES,     /* sixteen calls have 64 lanes: those with the first words, with the second, ... */
} rasimi_sharing;

/* Lanes that as many calls as a register takes give words to, where people share them in one replicate. */
#define RASIMI_COPIES_LANES (4 * RASIMI_LANES_PAD)

/* The lane of a call's word, and the call that a lane has a word of, where people share them so. */
static inline size_t
rasimi_copies_lane(size_t call, size_t word)
{
    return call / RASIMI_LANES_PAD * RASIMI_COPIES_LANES + word * RASIMI_LANES_PAD + call % RASIMI_LANES_PAD;
}
static inline size_t
rasimi_copies_call(size_t lane)
{
    return lane / RASIMI_COPIES_LANES * RASIMI_LANES_PAD + lane % RASIMI_LANES_PAD;
}
static inline size_t
rasimi_copies_word(size_t lane)
{
    return lane / RASIMI_LANES_PAD % 4;
}

/* What identifies calls: the first two counter words and the fourth, but for the year and the stream's own draw. */
typedef struct rasimi_calls {
    const int32_t *key_low, *key_high;
    const int32_t *fourth; /* NULL: 0 */
} rasimi_calls;

/* What is drawn for people, each from a stream of its own. */
typedef enum rasimi_word {
    RASIMI_WORD_NEED,
    RASIMI_WORD_EXIT,
    RASIMI_WORD_ERROR,  /* of assessment */
    RASIMI_WORD_STOP,   /* whether the carer stops */
    RASIMI_WORD_REVIEW, /* whether a person comes onto the RAS */
    RASIMI_N_WORDS
} rasimi_word;

/* Lanes of people of one replicate in one year: [n] each, aligned, n a multiple of RASIMI_LANES_PAD. A lane in which
   nobody is holds any valid person. */
typedef struct rasimi_cohort_lanes {
    rasimi_sharing sharing;
    rasimi_calls calls;      /* of the lanes, or where they share them (RASIMI_COPIES) of [n / 4] calls */
    const int32_t *third;    /* alone: the third counter word of each, */
    const int32_t *word;     /* and which of the four words is theirs */
    uint32_t all_third;      /* otherwise: the third counter word of all, */
    uint32_t all_word;       /* and, where replicates share calls, the word */
    const uint16_t *taken;   /* in which lanes people are: sixteen to an item, the first the lowest bit */
    const int32_t *row;      /* person whose income theirs is: an index of rasimi_people; */
    const int32_t *donor;    /* person whose points and allocation these are */
    uint32_t first_row;      /* NULL, both: the lane's own, from this on */
    const float *cost;       /* as of rasimi_people, in year 1, */
    const float *reference;  /* likewise */
    const float *persistent; /* standard normal */
    const float *since;      /* share of the year before they came to this package */
    const float *first_left; /* of their first year in care, at `since` */
    const float *until;      /* share of the year that has gone when they leave this package; 1: they keep it */
    const int32_t *fate;     /* rasimi_fate */
    const int32_t *standing; /* rasimi_standing */
    const int32_t *words[RASIMI_N_WORDS]; /* what is drawn for this year; NULL: no use is made of it */
} rasimi_cohort_lanes;

/* Intensities of all exits together, times log2(e): within the first year in care, and after it. */
typedef struct rasimi_risk {
    float early, late;
} rasimi_risk;

/* People of a block of a cohort: what stays in the first-level cache. */
#define RASIMI_BLOCK_PEOPLE 512

/* Where a person of a block is in a year. */
typedef enum rasimi_pool_of_person {
    RASIMI_POOL_INSIDE,     /* the RAS */
    RASIMI_POOL_HIGH,       /* above the exclusion threshold */
    RASIMI_POOL_LEGACY,     /* not yet on the RAS */
    RASIMI_POOL_INELIGIBLE, /* below minimum points, and gets nothing */
} rasimi_pool_of_person;

/* What the kernel saw of the people of a block under one design, if it is asked to: single persons' figures, in units a
   week, for fitting a design anew and for the person-level pass. */
typedef struct rasimi_observed {
    _Alignas(64) float need[RASIMI_BLOCK_PEOPLE];       /* C at planned prices */
    _Alignas(64) float measure[RASIMI_BLOCK_PEOPLE];    /* observed points; the amount before limits where the family
                                                           reads answers; the allocation where nobody moves */
    _Alignas(64) float beside[RASIMI_BLOCK_PEOPLE];     /* what people get beside what a rule makes of their points */
    _Alignas(64) float indicative[RASIMI_BLOCK_PEOPLE]; /* A */
    _Alignas(64) float budget[RASIMI_BLOCK_PEOPLE];     /* F, signed off at planned prices */
    _Alignas(64) float priced[RASIMI_BLOCK_PEOPLE];     /* F after the price surprise */
    _Alignas(64) int32_t net[RASIMI_BLOCK_PEOPLE];      /* what the envelope bears, over the weeks in care */
    _Alignas(64) int32_t pool[RASIMI_BLOCK_PEOPLE];     /* rasimi_pool_of_person */
    _Alignas(64) int32_t lifted[RASIMI_BLOCK_PEOPLE];   /* 1: a panel case */
} rasimi_observed;

/* Sums by ledger line: amounts, which are added up by lanes, then how many people. Of both those that every study has
   come first. */
typedef enum rasimi_sum {
    RASIMI_SUM_INDICATIVE,
    RASIMI_SUM_UPLIFT,
    RASIMI_SUM_TRIM,
    RASIMI_SUM_HIGH_COST,
    RASIMI_SUM_PRICE_SURPRISE,
    RASIMI_SUM_HIGH_COST_SURPRISE,
    RASIMI_SUM_CONTRIBUTION,
    RASIMI_SUM_NET,
    RASIMI_N_BASE_AMOUNTS,
    RASIMI_SUM_LEGACY = RASIMI_N_BASE_AMOUNTS,
    RASIMI_SUM_LEGACY_SURPRISE,
    RASIMI_SUM_PROTECTION,
    RASIMI_SUM_UNDERSPEND,
    RASIMI_SUM_OTHER_FUNDING,
    RASIMI_SUM_INELIGIBLE_COST,
    RASIMI_N_GENERAL_AMOUNTS,
    RASIMI_SUM_FULL_YEAR_STARTERS = RASIMI_N_GENERAL_AMOUNTS, /* of cohorts, likewise below */
    RASIMI_SUM_FULL_YEAR_LEAVERS,
    RASIMI_SUM_FULL_YEAR_CHANGES,
    RASIMI_SUM_MOVED_OUTSIDE,
    RASIMI_SUM_PERSON_YEARS,
    RASIMI_N_AMOUNTS,
    RASIMI_SUM_EXCLUDED_PEOPLE = RASIMI_N_AMOUNTS,
    RASIMI_SUM_PANEL_CASES,
    RASIMI_SUM_CAPPED_DRAWS,
    RASIMI_SUM_LEGACY_PEOPLE,
    RASIMI_SUM_INELIGIBLE_PEOPLE,
    RASIMI_SUM_CARERS_STOPPED,
    RASIMI_N_SUMS
} rasimi_sum;

typedef struct rasimi_kernel_call {
    const rasimi_people *people;
    const rasimi_kernel_terms *terms;
    const rasimi_kernel_design *designs;
    size_t n_designs;
    const rasimi_stretch *stretches;
    size_t n_stretches;
    uint32_t third; /* third counter word: replicate / 4 (solo) or the replicate (multi); people have their own */
    uint32_t year;  /* 0 for the first */
    const rasimi_kernel_shock *shocks; /* [4] consecutive replicates (solo) or [1] */
    const rasimi_items *items;         /* multi: stretches are over items */
    const rasimi_cohort_lanes *cohort; /* people: stretches are over its lanes */
    float contribution_growth;         /* people: of contributions since year 1 */
    rasimi_observed *observed;         /* people: [n_designs], of one stretch that starts at lane 0; or NULL */
    int64_t *sums; /* [n_stretches x n_designs x replicates (4 or 1) x RASIMI_N_SUMS]; overwritten */
} rasimi_kernel_call;

typedef struct rasimi_kernel {
    const char *name; /* "avx512", "avx2", "portable" */
    bool (*available)(void);
    /* people who are one row each: four consecutive replicates */
    void (*solo)(const rasimi_kernel_call *call);
    /* rows that stand for several people: one replicate */
    void (*multi)(const rasimi_kernel_call *call);
    /* people of a cohort: one year of one replicate; sums are added to */
    void (*people)(const rasimi_kernel_call *call);
    /* words of n people who are alone, one by one: `counter` is the year and draw, added to the fourth word. `out` has
       room up to a multiple of RASIMI_LANES_PAD, here and below. */
    void (*words)(const rasimi_cohort_lanes *cohort, size_t n, uint32_t counter, const uint64_t round_keys[20],
                  int32_t *out);
    /* the same of the people who[0..n) of any lanes, n a multiple of RASIMI_LANES_PAD */
    void (*words_of)(const rasimi_cohort_lanes *cohort, const int32_t *who, size_t n, uint32_t counter,
                     const uint64_t round_keys[20], int32_t *out);
    /* the four words of n calls, a multiple of RASIMI_LANES_PAD, of the same third counter word: a word's `next_word`
       after the one before, and RASIMI_LANES_PAD calls' `next_calls` after those before */
    void (*four_words)(const rasimi_calls *calls, size_t n, uint32_t third, uint32_t counter,
                       const uint64_t round_keys[20], size_t next_word, size_t next_calls, int32_t *out);
    /* standard normals from n words, a multiple of RASIMI_LANES_PAD */
    void (*normals)(const int32_t *words, size_t n, float *out);
    /* those of the people in the first n lanes, a multiple of RASIMI_LANES_PAD, whom their exit word may end the
       package of this year, in order, and the word; everybody else stays for certain. Room for n + RASIMI_LANES_PAD
       each. Returns how many they are. */
    size_t (*leavers)(const rasimi_cohort_lanes *cohort, size_t n, rasimi_risk risk, int32_t *who, int32_t *words);
    /* takes those of the first n lanes, a multiple of RASIMI_LANES_PAD, out of `taken` who do not keep the package; how
       many people are left */
    size_t (*stay)(const int32_t *fate, size_t n, uint16_t *taken);
    /* takes out of columns of n those whose bit in `stay` is not set: sixteen to an item, the first the lowest; how
       many are left */
    size_t (*keep)(int32_t *const *columns, size_t n_columns, size_t n, const uint16_t *stay);
    /* what rasimi_draws_calls says, with the key of a stratum: two draws of a sequence a call */
    void (*calls)(uint64_t stratum, uint32_t replicate, uint32_t first, uint32_t stride, size_t n,
                  const uint64_t round_keys[20], uint32_t *out);
    /* the same of n sequences, a multiple of RASIMI_LANES_PAD, in their own replicates: of each the calls from first[i]
       on: [n_calls x 4 x n] */
    void (*calls_of)(uint64_t stratum, const int32_t *replicate, const int32_t *first, size_t n, size_t n_calls,
                     const uint64_t round_keys[20], uint32_t *out);
    /* rasimi_draws_uniform of n draws, whose words of lower and higher bits these are */
    void (*uniforms)(const uint32_t *low, const uint32_t *high, size_t n, double *out);
    /* exponentials from them, of these rates: -rasimi_log(1 - uniform) / rate */
    void (*waits)(const uint32_t *low, const uint32_t *high, const double *rates, size_t n, double *out);
    /* rasimi_exit_time of the people who[0..n), n a multiple of RASIMI_LANES_PAD, with these words of their draw
       RASIMI_DRAW_EXIT */
    void (*exit_times)(const rasimi_cohort_lanes *cohort, const int32_t *who, const int32_t *words, size_t n,
                       double early, double late, double *out);
} rasimi_kernel;

/* The i-th kernel, fastest first, or NULL past the end; it may not be available on this machine. */
const rasimi_kernel *
rasimi_kernel_get(size_t i);

/* The kernel to use: the one that RASIM_ISA names, else the fastest available. NULL where RASIM_ISA names one that is
   unknown or not available. */
const rasimi_kernel *
rasimi_kernel_choose(void);

/* The twenty round-key words of a Philox key, as the kernel wants them. */
void
rasimi_kernel_keys(uint64_t key, uint64_t out[20]);

#endif
