/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The financial assessment of one person by the published English rules: from circumstances and a year's rules to what
   the person can be asked to pay, with every step on the way. A pure function. */
#ifndef RASIMI_MODEL_MEANS_TEST_H
#define RASIMI_MODEL_MEANS_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "model/charging.h"
#include "model/trail.h"

typedef enum rasimi_partner { RASIMI_PARTNER_NONE, RASIMI_PARTNER_YES, RASIMI_PARTNER_PENSION_AGE } rasimi_partner;

/* An enhanced disability premium comes on top of the disability premium. */
typedef enum rasimi_premium { RASIMI_PREMIUM_NONE, RASIMI_PREMIUM_DISABILITY, RASIMI_PREMIUM_ENHANCED } rasimi_premium;

/* NAN: not known. The person's own share only, of a couple's means. */
typedef struct rasimi_circumstances {
    bool residential;            /* lives in a care home for good */
    double age;                  /* years */
    double income_gbp_week;      /* after tax: pensions and benefits, and whatever the next line takes off again */
    double disregarded_gbp_week; /* part of it that the rules leave alone */
    double capital_gbp;          /* without the home */
    double home_gbp;             /* the home's value, as far as it counts once the person lives in a care home */
    double housing_gbp_week;     /* rent, mortgage, council tax, service charges, net of help with them */
    double disability_gbp_week;  /* disability-related expenditure */
    double children;             /* for whom the person is responsible */
    rasimi_partner partner;
    rasimi_premium premium;
    bool carer_premium;
} rasimi_circumstances;

typedef enum rasimi_means_outcome {
    RASIMI_MEANS_NIL,       /* pays nothing */
    RASIMI_MEANS_PART,      /* pays gbp_week, at most the cost of care */
    RASIMI_MEANS_FULL_COST, /* capital above the upper limit: pays whatever care costs */
    RASIMI_MEANS_UNKNOWN,   /* something that is needed is not known */
} rasimi_means_outcome;

/* What is needed and not known. */
typedef enum rasimi_means_lack {
    RASIMI_LACKS_NOTHING,
    RASIMI_LACKS_CAPITAL,
    RASIMI_LACKS_INCOME,
    RASIMI_LACKS_AGE,
    RASIMI_LACKS_FIGURE,
} rasimi_means_lack;

typedef enum rasimi_means_kind {
    RASIMI_MEANS_INCOME,
    RASIMI_MEANS_DISREGARDED,
    RASIMI_MEANS_TARIFF,
    RASIMI_MEANS_PERSONAL_EXPENSES,
    RASIMI_MEANS_GUARANTEE,
    RASIMI_MEANS_DISABILITY_PREMIUM,
    RASIMI_MEANS_ENHANCED_PREMIUM,
    RASIMI_MEANS_CARER_PREMIUM,
    RASIMI_MEANS_CHILDREN,
    RASIMI_MEANS_HOUSING,
    RASIMI_MEANS_EXPENDITURE,
    RASIMI_MEANS_NOT_BELOW_ZERO,
    RASIMI_MEANS_SHARE,
    RASIMI_MEANS_TOO_LITTLE,
    RASIMI_MEANS_WHOLE_PENCE,
    RASIMI_N_MEANS_KINDS
} rasimi_means_kind;

/* A step: what it adds, £ a week. */
typedef struct rasimi_means_step {
    rasimi_means_kind kind;
    double gbp_week;
} rasimi_means_step;

typedef struct rasimi_means {
    rasimi_means_outcome outcome;
    double gbp_week; /* sum of the steps; 0 unless PART */
    rasimi_means_lack lack;
    rasimi_charging_figure lacking; /* where lack is a figure */
    size_t n_steps;                 /* 0 for FULL_COST */
    rasimi_means_step steps[RASIMI_N_MEANS_KINDS];
} rasimi_means;

/* Capital that counts: with the home in a care home. NAN where not known, unless the home alone decides. */
double
rasimi_means_capital(const rasimi_circumstances *person);

/* £1 a week for each step of capital above the lower limit, a part of a step counting as a whole one. */
double
rasimi_means_tariff(double capital_gbp, const rasimi_charging_rules *rules);

/* The rules: docs/charging.md. A fraction of a penny is dropped, in the person's favour. */
rasimi_means
rasimi_means_test(const rasimi_circumstances *person, const rasimi_charging_rules *rules);

/* The steps in words: with what each adds and where it leads. */
void
rasimi_means_explain(const rasimi_circumstances *person, const rasimi_charging_rules *rules, const rasimi_means *means,
                     rasimi_trail *trail);

#endif
