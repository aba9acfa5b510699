/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps from today's packages to net spend, as JSON and as datasets. */
#include "report/waterfall.h"

#include "report/json_words.h"

#include "base/mem.h"

#include <stdlib.h>

#define GBP "£"

/* What all years together are called. */
#define ALL_YEARS "all years"

static json_t *
bars(rasimi_json *json, const rasim_waterfall_of *of)
{
    json_t *list = json_array();
    for (size_t i = 0; i < of->n_bars; i++) {
        const rasim_bar *bar = &of->bars[i];
        json_t *o = json_object();
        PUT("step", rasimi_json_text(rasim_bar_name(bar->step)));
        PUT("gbp", rasimi_json_money(bar->gbp));
        PUT("se", rasimi_json_money(bar->se));
        PUT("last_gbp", rasimi_json_money(bar->last_gbp));
        PUT("last_se", rasimi_json_money(bar->last_se));
        PUT("interaction_gbp", rasimi_json_money(bar->interaction_gbp));
        PUT("interaction_se", rasimi_json_money(bar->interaction_se));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
levels(rasimi_json *json, const rasim_waterfall_of *of)
{
    json_t *list = json_array();
    for (size_t l = 0; l < of->n_levels; l++) {
        json_t *o = json_object();
        PUT("level", rasimi_json_number(of->to_level[l].level));
        PUT("gbp", rasimi_json_money(of->to_level[l].gbp));
        PUT("low", rasimi_json_money(of->to_level[l].low));
        PUT("high", rasimi_json_money(of->to_level[l].high));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
period(rasimi_json *json, const rasim_waterfall_of *of)
{
    json_t *o = json_object();
    PUT("period", rasimi_json_text(of->period ? of->period : ALL_YEARS));
    PUT("bars", bars(json, of));
    PUT("mean_gbp", rasimi_json_money(of->mean_gbp));
    PUT("mean_se", rasimi_json_money(of->mean_se));
    PUT("to_level", levels(json, of));
    return o;
}

json_t *
rasimi_json_waterfall(rasimi_json *json, const rasim_waterfall *waterfall, size_t design)
{
    if (!waterfall)
        return json_null();
    json_t *o = json_object(), *periods = json_array();
    for (size_t i = 0; i < waterfall->n_periods; i++)
        rasimi_json_push(json, periods, period(json, rasim_waterfall_at(waterfall, design, i)));
    PUT("replicates", rasimi_json_whole(waterfall->replicates));
    PUT("periods", periods);
    return o;
}

/* A design's periods; all have the same steps and levels. */
typedef struct periods {
    const rasim_waterfall_of *of;
    size_t n;
} periods;

/* One figure of every item of every period, [period x item]. */
static void
put_figures(rasimi_h5put *put, periods all, size_t n_items, bool of_levels, size_t offset, rasimi_h5name name)
{
    const uint64_t shape[] = {all.n, n_items};
    double *values = rasimi_calloc(all.n * n_items, sizeof *values);
    if (!values) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < all.n * n_items; i++) {
        const rasim_waterfall_of *of = &all.of[i / n_items];
        const char *item = of_levels ? (const char *)&of->to_level[i % n_items] : (const char *)&of->bars[i % n_items];
        values[i] = *(const double *)(const void *)(item + offset);
    }
    rasimi_h5put_doubles(put, name, 2, shape, values);
    free(values);
}

static void
put_labels(rasimi_h5put *put, periods all)
{
    const char *steps[RASIM_N_BARS];
    const char **names = rasimi_calloc(all.n, sizeof *names);
    if (!names) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < all.of->n_bars; i++)
        steps[i] = rasim_bar_name(all.of->bars[i].step);
    for (size_t i = 0; i < all.n; i++)
        names[i] = all.of[i].period ? all.of[i].period : ALL_YEARS;
    rasimi_h5put_texts(put, "step", steps, all.of->n_bars, "steps in their order");
    rasimi_h5put_texts(put, "period", names, all.n, "years, and where they are several, all of them together");
    free(names);
}

void
rasimi_h5put_waterfall(rasimi_h5put *put, const rasim_waterfall *waterfall, size_t design)
{
    static const struct {
        bool of_levels;
        size_t offset;
        rasimi_h5name name;
    } figures[] = {
        {false,
         offsetof(rasim_bar, gbp),
         {"bar", GBP, "what each step adds in its turn; the first is where it starts"}},
        {false, offsetof(rasim_bar, se), {"bar_se", GBP, "standard errors of bar"}},
        {false, offsetof(rasim_bar, last_gbp), {"last", GBP, "what each step adds as the last of all"}},
        {false, offsetof(rasim_bar, last_se), {"last_se", GBP, "standard errors of last"}},
        {false, offsetof(rasim_bar, interaction_gbp), {"interaction", GBP, "bar less last"}},
        {false, offsetof(rasim_bar, interaction_se), {"interaction_se", GBP, "standard errors of interaction"}},
        {true, offsetof(rasim_bar_to_level, gbp), {"to_level", GBP, "quantiles of net at the stated levels less mean"}},
        {true, offsetof(rasim_bar_to_level, low), {"to_level_low", GBP, "lower ends of their 95 % intervals"}},
        {true, offsetof(rasim_bar_to_level, high), {"to_level_high", GBP, "upper ends of their 95 % intervals"}},
    };
    if (!waterfall)
        return;
    const periods all = {rasim_waterfall_at(waterfall, design, 0), waterfall->n_periods};
    rasimi_h5put_folder(put, "/designs/%zu/waterfall", design + 1);
    rasimi_h5put_whole(put, "replicates", waterfall->replicates);
    put_labels(put, all);
    rasimi_h5put_field(put, (rasimi_h5name){"mean", GBP, "expected net: the sum of the bars"}, &all.of->mean_gbp,
                       sizeof *all.of, all.n);
    rasimi_h5put_field(put, (rasimi_h5name){"mean_se", GBP, "its standard errors"}, &all.of->mean_se, sizeof *all.of,
                       all.n);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        put_figures(put, all, figures[i].of_levels ? all.of->n_levels : all.of->n_bars, figures[i].of_levels,
                    figures[i].offset, figures[i].name);
}
