/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The laws of yearly figures: which figures each needs, what it expects, and the expected index of several years. */
#include "model/law.h"

#include <math.h>

#include "model/param_words.h"
#include "num/detmath.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A normal law must stay above -100 % for this many standard deviations; draws beyond are one in a thousand million. */
#define NORMAL_REACH 6

#define SPREAD_OF(row)                                                                                                 \
    (rasimi_spread_spec)                                                                                               \
    {                                                                                                                  \
        (row)->mark, (row)->law, (row)->mean, (row)->sd, (row)->low, (row)->mode, (row)->high                          \
    }

rasimi_spread_spec
rasimi_price_spread(const rasimi_price_row *row)
{
    return SPREAD_OF(row);
}

rasimi_spread_spec
rasimi_demand_spread(const rasimi_demand_row *row)
{
    return SPREAD_OF(row);
}

rasimi_spread_spec
rasimi_funding_spread(const rasimi_funding_spec *spec)
{
    return SPREAD_OF(spec);
}

/* ---- what a law expects ---- */

double
rasimi_law_mean(const rasimi_spread_spec *spread)
{
    const double low = spread->low.value, mode = spread->mode.value, high = spread->high.value;
    switch ((rasimi_law_kind)spread->law.value) {
        case RASIMI_LAW_TRIANGULAR:
            return (low + mode + high) / 3;
        case RASIMI_LAW_PERT:
            return (low + 4 * mode + high) / 6;
        case RASIMI_LAW_UNIFORM:
            return (low + high) / 2;
        case RASIMI_LAW_LOGNORMAL:
        case RASIMI_LAW_NORMAL:
        case RASIMI_LAW_FIXED:
        case RASIMI_LAW_BETA:
            break;
    }
    return spread->mean.value;
}

double
rasimi_law_sd(const rasimi_spread_spec *spread)
{
    const double low = spread->low.value, mode = spread->mode.value, high = spread->high.value;
    const double mean = rasimi_law_mean(spread), width = high - low;
    switch ((rasimi_law_kind)spread->law.value) {
        case RASIMI_LAW_TRIANGULAR:
            return __builtin_sqrt((width * width - (mode - low) * (high - mode)) / 18);
        case RASIMI_LAW_PERT:
            return __builtin_sqrt((mean - low) * (high - mean) / 7);
        case RASIMI_LAW_UNIFORM:
            return width / __builtin_sqrt(12);
        case RASIMI_LAW_FIXED:
            return 0;
        case RASIMI_LAW_LOGNORMAL:
        case RASIMI_LAW_NORMAL:
        case RASIMI_LAW_BETA:
            break;
    }
    return spread->sd.value;
}

/* How much PERT's mode weighs in its mean. */
#define PERT_LAMBDA 4

rasimi_law_spec
rasimi_law_of_factor(const rasimi_spread_spec *spread)
{
    return (rasimi_law_spec){
        .kind = (rasimi_law_kind)spread->law.value,
        .value = 1 + spread->mean.value,
        .mean = 1 + spread->mean.value,
        .sd = spread->sd.value,
        .min = 1 + spread->low.value,
        .mode = 1 + spread->mode.value,
        .max = 1 + spread->high.value,
        .lambda = PERT_LAMBDA,
    };
}

void
rasimi_lognormal_law(double mean, double sd, double *log_mean, double *log_sd)
{
    const double relative = sd / (1 + mean);
    const double variance = rasimi_log1p(relative * relative);
    *log_mean = rasimi_log(1 + mean) - 0.5 * variance;
    *log_sd = __builtin_sqrt(variance);
}

/* What correlated years add to the expected index of a lognormal law: half of what they add to the variance of its
   log. */
static double
correlated_part(const rasimi_spread_spec *spread, double autocorrelation, size_t years)
{
    double log_mean = 0, log_sd = 0, sum = 0, power = 1;
    rasimi_lognormal_law(spread->mean.value, spread->sd.value, &log_mean, &log_sd);
    for (size_t d = 1; d < years; d++) {
        power *= autocorrelation;
        sum += (double)(years - d) * power;
    }
    return rasimi_exp(log_sd * log_sd * sum);
}

double
rasimi_expected_index(const rasimi_spread_spec *spread, double autocorrelation, size_t years)
{
    const double yearly = 1 + rasimi_law_mean(spread);
    double index = 1;
    for (size_t t = 0; t < years; t++)
        index *= yearly;
    const bool correlated = spread->law.value == RASIMI_LAW_LOGNORMAL && fabs(autocorrelation) > 0;
    return correlated && years > 1 ? index * correlated_part(spread, autocorrelation, years) : index;
}

/* ---- which figures a law needs ---- */

enum { MEAN = 1, SD = 2, LOW = 4, MODE = 8, HIGH = 16 };

static const struct {
    const char *name;
    unsigned needs;
} laws[] = {
    [RASIMI_LAW_LOGNORMAL] = {"lognormal", MEAN | SD},
    [RASIMI_LAW_NORMAL] = {"normal", MEAN | SD},
    [RASIMI_LAW_TRIANGULAR] = {"triangular", LOW | MODE | HIGH},
    [RASIMI_LAW_PERT] = {"pert", LOW | MODE | HIGH},
    [RASIMI_LAW_UNIFORM] = {"uniform", LOW | HIGH},
    [RASIMI_LAW_FIXED] = {"fixed", MEAN},
};

/* "The law 'pert' needs 'low', 'mode' and 'high'". */
static const char *
needed(unsigned needs)
{
    switch (needs) {
        case MEAN | SD:
            return "'mean' and 'sd'";
        case LOW | MODE | HIGH:
            return "'low', 'mode' and 'high'";
        case LOW | HIGH:
            return "'low' and 'high'";
        default:
            return "'mean'";
    }
}

/* A figure that the law needs is given, and one that it does not need is not. A default has no place in the file and
   counts as neither. */
static bool
check_presence(rasimi_checker *checker, const rasimi_spread_spec *spread, const char *list)
{
    const struct {
        const char *key;
        unsigned bit;
        const rasimi_number *number;
    } figures[] = {{"mean", MEAN, &spread->mean},
                   {"sd", SD, &spread->sd},
                   {"low", LOW, &spread->low},
                   {"mode", MODE, &spread->mode},
                   {"high", HIGH, &spread->high}};
    const unsigned needs = laws[spread->law.value].needs;
    const char *law = laws[spread->law.value].name;
    bool complete = true;
    for (size_t i = 0; i < LENGTH(figures); i++) {
        const bool is_needed = (needs & figures[i].bit) != 0, is_written = figures[i].number->mark.line > 0;
        const bool is_missing = is_needed && !is_written && isnan(figures[i].number->value);
        if (is_missing)
            rasimi_checker_complain(checker, spread->mark,
                                    "'%s' has no '%s' here, but the law '%s' needs %s; give it, or choose another law.",
                                    list, figures[i].key, law, needed(needs));
        if (!is_needed && is_written)
            rasimi_problem_add(checker->problems, RASIM_WARNING,
                               rasimi_mark_place(checker->file, figures[i].number->mark),
                               "'%s' does nothing here: the law '%s' has %s; take it out, or choose another law.",
                               figures[i].key, law, needed(needs));
        complete = complete && !is_missing && !(is_needed && isnan(figures[i].number->value));
    }
    return complete;
}

/* Says so where a figure is above one that must not be below it. */
static void
check_order(rasimi_checker *checker, const rasimi_number *low, const rasimi_number *high, const char *low_key,
            const char *high_key)
{
    if (low->value > high->value)
        rasimi_checker_complain(
            checker, high->mark, "'%s' is %s, which is below '%s', %s; write them so that low <= mode <= high.",
            high_key, rasimi_words_number(high->value).text, low_key, rasimi_words_number(low->value).text);
}

/* A law over a range needs one. */
static void
check_width(rasimi_checker *checker, const rasimi_spread_spec *spread)
{
    if (spread->high.value - spread->low.value <= 0 && spread->high.value >= spread->low.value)
        rasimi_checker_complain(checker, spread->high.mark,
                                "'low' and 'high' are both %s, so nothing is uncertain; write the law 'fixed' with "
                                "that as its 'mean'.",
                                rasimi_words_number(spread->high.value).text);
}

static void
check_reach(rasimi_checker *checker, const rasimi_spread_spec *spread)
{
    if (1 + spread->mean.value - NORMAL_REACH * spread->sd.value <= 0)
        rasimi_checker_complain(checker, spread->sd.mark,
                                "A normal law with mean %s and sd %s could fall below -1, that is to less than "
                                "nothing; make 'sd' smaller, or choose the law 'lognormal'.",
                                rasimi_words_number(spread->mean.value).text,
                                rasimi_words_number(spread->sd.value).text);
}

void
rasimi_check_law(rasimi_checker *checker, const rasimi_spread_spec *spread, const char *list)
{
    if (!check_presence(checker, spread, list))
        return;
    switch (laws[spread->law.value].needs) {
        case LOW | MODE | HIGH:
            check_order(checker, &spread->low, &spread->mode, "low", "mode");
            check_order(checker, &spread->mode, &spread->high, "mode", "high");
            check_width(checker, spread);
            break;
        case LOW | HIGH:
            check_order(checker, &spread->low, &spread->high, "low", "high");
            check_width(checker, spread);
            break;
        default:
            if (spread->law.value == RASIMI_LAW_NORMAL)
                check_reach(checker, spread);
    }
}
