/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Family judgement: no RAS. The professional names a figure up front, around what need costs at planned prices. */
#include "model/family.h"

#include "model/trail.h"

static const char *const keys[] = {"log_sd", NULL};
static const char *const optional_keys[] = {"bias", NULL};

/* Two numbers that cannot contradict each other. */
static void
check(rasimi_checker *checker, const rasimi_design *design, rasimi_allocation_row *row)
{
    (void)checker;
    (void)design;
    (void)row;
}

static double
amount(const rasimi_allocation_row *row, const rasimi_case *person)
{
    return person->need_gbp_week * (1 + row->bias.value);
}

static void
explain(const rasimi_family_case *at, rasimi_trail *trail)
{
    rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->person->need_gbp_week, "What the support costs", "%s",
                     "at this year's planned prices");
    if (at->row->bias.value < 0 || at->row->bias.value > 0)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK, at->gbp_week, "Professional's judgement",
                         "on average %s beside it", rasimi_words_percent(at->row->bias.value).text);
}

static double
log_sd(const rasimi_allocation_row *row)
{
    return row->log_sd.value;
}

/* The figure is the professional's; its bias and spread describe it and are not chosen. */
static size_t
parameters(const rasimi_allocation_row *row)
{
    (void)row;
    return 0;
}

const rasimi_family rasimi_family_judgement = {
    .name = "judgement",
    .sentence = "no RAS: the professional's own figure up front, around what need costs",
    .keys = keys,
    .optional_keys = optional_keys,
    .without_points = true,
    .check = check,
    .parameters = parameters,
    .amount = amount,
    .explain = explain,
    .log_sd = log_sd,
};
