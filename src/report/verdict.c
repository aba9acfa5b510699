/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict in words. The boundaries are those of the likelihood scale of the IPCC's Fourth Assessment Report
   (Working Group II, 2007, front matter F): 99, 90, 66, 33, 10 and 1 %. */
#include "rasim/verdict.h"

#include <math.h>
#include <stdio.h>

#include "rasim/calibrate.h"

#define HEADLINE_LEVEL 0.9

static const rasim_likelihood SCALE[] = {
    {0.99, "virtually certain to be enough"},
    {0.90, "very likely to be enough"},
    {0.66, "likely to be enough, but not safe"},
    {0.33, "about as likely as not to be enough"},
    {0.10, "unlikely to be enough"},
    {0.01, "very unlikely to be enough"},
    {0.00, "exceptionally unlikely to be enough"},
};
#define N_SCALE (sizeof SCALE / sizeof SCALE[0])

const rasim_likelihood *
rasim_likelihood_scale(size_t *n)
{
    *n = N_SCALE;
    return SCALE;
}

const rasim_likelihood *
rasim_likelihood_of(double probability)
{
    size_t i = 0;
    while (i + 1 < N_SCALE && !(probability >= SCALE[i].at_least))
        i++;
    return &SCALE[i];
}

size_t
rasim_headline_level(const rasim_year_summary *year)
{
    for (size_t i = 0; i < year->n_levels; i++)
        if (fabs(year->contingency[i].level - HEADLINE_LEVEL) < 1e-9)
            return i;
    return year->n_levels / 2;
}

double
rasim_year_step(const rasim_year_summary *year)
{
    double step = 1.0;
    for (size_t i = 0; i < year->n_levels; i++)
        step = fmax(step, rasim_money_step(year->envelope_gbp, rasim_half_width(&year->headroom[i])));
    return step;
}

double
rasim_need_at(const rasim_year_summary *year, size_t i)
{
    return year->funding_uncertain ? year->envelope_gbp - year->headroom[i].value
                                   : year->plan_gbp + year->contingency[i].gbp;
}

double
rasim_headroom_beside(const rasim_year_summary *year, double need_gbp)
{
    return rasim_round_to_step(year->envelope_gbp - need_gbp, rasim_money_step(year->envelope_gbp, 0.0));
}

/* "in 71.3 % of simulated years (70.4 to 72.2 %)", with words of their own for all and for none. `what` is one of
   those that are counted: "simulated year". Their bounds are rounded away from certainty: "at least 100.00 %" would be
   more than many years can show. */
static void
print_how_often(char *buffer, size_t size, const rasim_probability *p, const char *what)
{
    if (p->probability >= 1.0)
        snprintf(buffer, size, "in every %s (at least %s %%)", what,
                 rasim_decimal_text(floor(1e4 * p->low) / 100.0, 2).text);
    else if (p->probability <= 0.0)
        snprintf(buffer, size, "in no %s (at most %s %%)", what,
                 rasim_decimal_text(ceil(1e4 * p->high) / 100.0, 2).text);
    else
        snprintf(buffer, size, "in %s of %ss (%s to %s %%)", rasim_percent_text(p->probability).text, what,
                 rasim_percent_bare_text(p->low).text, rasim_percent_bare_text(p->high).text);
}

/* "To be 90 % sure it would need £53,902,000, £1,802,000 more." */
static void
print_need(char *buffer, size_t size, const rasim_year_summary *year)
{
    size_t i = rasim_headline_level(year);
    buffer[0] = '\0';
    if (i >= year->n_levels)
        return;
    double step = rasim_year_step(year);
    double need = rasim_round_to_step(rasim_need_at(year, i), step);
    double headroom = rasim_headroom_beside(year, need);
    rasim_figure level = rasim_level_text(year->contingency[i].level), needed = rasim_pounds_text(need, 1.0),
                 gap = rasim_pounds_text(fabs(headroom), 1.0);
    if (headroom < 0.0)
        snprintf(buffer, size, " To be %s sure it would need %s, %s more.", level.text, needed.text, gap.text);
    else
        snprintf(buffer, size, " To be %s sure takes %s, which leaves %s.", level.text, needed.text, gap.text);
}

char *
rasim_verdict_text(const rasim_year_summary *year)
{
    char how_often[256], need[256], *text = NULL;
    print_how_often(how_often, sizeof how_often, &year->affordability, "simulated year");
    print_need(need, sizeof need, year);
    int n = asprintf(&text, "At %s the budget is %s: %s net spend stays inside the envelope of %s.%s",
                     rasim_millions_text(year->envelope_gbp).text,
                     rasim_likelihood_of(year->affordability.probability)->words, how_often,
                     rasim_pounds_text(year->envelope_gbp, 1.0).text, need);
    return n < 0 ? NULL : text;
}

char *
rasim_horizon_text(const rasim_design_summary *design)
{
    const rasim_horizon *all = &design->horizon;
    char how_often[256], together[256], *text = NULL;
    print_how_often(how_often, sizeof how_often, &all->every_year, "simulation");
    print_how_often(together, sizeof together, &all->total, "simulation");
    int n = asprintf(&text,
                     "Over the %zu years %s to %s the budget is %s: %s net spend stays inside its envelope in every "
                     "single year. Taken together the years stay inside the sum of their envelopes, %s, %s.",
                     design->n_years, design->years[0].year, design->years[design->n_years - 1].year,
                     rasim_likelihood_of(all->every_year.probability)->words, how_often,
                     rasim_pounds_text(all->envelope_gbp, 1.0).text, together);
    return n < 0 ? NULL : text;
}

/* The least that any scale takes. Over several years it is said against the envelope of the year that is worst. */
static int
print_none(char **text, const rasim_calibration *c)
{
    const rasim_figure sure = rasim_level_text(c->confidence), scale = rasim_decimal_text(c->lowest.scale, 2);
    if (c->n_years > 1)
        return asprintf(
            text,
            "No scale of this table makes this caseload affordable: to be %s sure of all %zu years, the "
            "year that is worst against its envelope lacks %s at least, at scale %s. No design was written.",
            sure.text, c->n_years, rasim_pounds_text(c->lowest.quantile_gbp - c->envelope_gbp, 1000.0).text,
            scale.text);
    return asprintf(text,
                    "No scale of this table makes this caseload affordable: the lowest attainable net spend that is "
                    "not passed with %s confidence is %s a year at scale %s, and the envelope is %s. No design was "
                    "written.",
                    sure.text, rasim_pounds_text(c->lowest.quantile_gbp, 1000.0).text, scale.text,
                    rasim_pounds_text(c->envelope_gbp, 1.0).text);
}

static int
print_scale(char **text, const rasim_calibration *c)
{
    const rasim_figure scale = rasim_decimal_text(c->scale, 3), sure = rasim_level_text(c->confidence),
                       inside = rasim_percent_text(c->inside.probability), n = rasim_whole_text((int64_t)c->replicates),
                       low = rasim_percent_bare_text(c->inside.low), high = rasim_percent_bare_text(c->inside.high);
    if (c->n_years > 1)
        return asprintf(text,
                        "Scale %s is the largest at which net spend stays inside its envelope in each of the %zu years "
                        "with %s confidence: %s of %s simulations are inside (95 %%: %s to %s).",
                        scale.text, c->n_years, sure.text, inside.text, n.text, low.text, high.text);
    return asprintf(text,
                    "Scale %s is the largest at which net spend stays inside the envelope of %s a year with %s "
                    "confidence: %s of %s simulated years are inside (95 %%: %s to %s).",
                    scale.text, rasim_pounds_text(c->envelope_gbp, 1.0).text, sure.text, inside.text, n.text, low.text,
                    high.text);
}

char *
rasim_calibration_text(const rasim_calibration *c)
{
    char *text = NULL;
    const int n = isnan(c->confidence) ? asprintf(&text, "Not scaled to the envelope: the design is the fit as it is.")
                  : c->affordable      ? print_scale(&text, c)
                                       : print_none(&text, c);
    return n < 0 ? NULL : text;
}

static rasim_figure
share_of(double share)
{
    rasim_figure out;
    snprintf(out.text, sizeof out.text, "%.40s of ", rasim_level_text(share).text);
    return out;
}

rasim_tolerance_words
rasim_tolerance_in_words(double tolerance)
{
    rasim_tolerance_words out = {.both = ""};
    if (!(tolerance > 0))
        return out;
    out.of_amount = share_of(1 + tolerance);
    out.of_cost = share_of(1 - tolerance);
    snprintf(out.both, sizeof out.both,
             "People whose amount is between %s and %s of what their needs cost are counted in both shares, which can "
             "therefore add to more than 100 %%.",
             rasim_level_text(1 - tolerance).text, rasim_percent_text(1 / (1 + tolerance)).text);
    return out;
}
