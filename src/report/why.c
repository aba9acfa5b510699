/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why net spend is what it is, as JSON and as datasets. */
#include "report/why.h"

#include "report/json_words.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GBP      "£"
#define GBP_YEAR "£ a year"
#define FRACTION "fraction"

/* {share, low, high} */
static json_t *
share(rasimi_json *json, rasim_share share)
{
    json_t *o = json_object();
    PUT("share", rasimi_json_number(share.share));
    PUT("low", rasimi_json_number(share.low));
    PUT("high", rasimi_json_number(share.high));
    return o;
}

static json_t *
sources(rasimi_json *json, const rasim_spread_of *of)
{
    json_t *list = json_array();
    for (size_t i = 0; i < of->n; i++) {
        const rasim_source *source = &of->sources[i];
        json_t *o = json_object();
        PUT("name", rasimi_json_text(source->name));
        PUT("shared", json_boolean(source->shared));
        PUT("alone", share(json, source->first));
        PUT("with_interactions", share(json, source->total));
        PUT("p10_gbp", rasimi_json_money(source->low_gbp));
        PUT("p90_gbp", rasimi_json_money(source->high_gbp));
        PUT("se_gbp", rasimi_json_money(source->se_gbp));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static void
put_spread(rasimi_json *json, json_t *o, const rasim_spread_of *of)
{
    PUT("sd_gbp", rasimi_json_money(of->sd_gbp));
    PUT("sources", sources(json, of));
}

json_t *
rasimi_json_spread_of(rasimi_json *json, const rasim_spread_of *of)
{
    json_t *o = of ? json_object() : json_null();
    if (of)
        put_spread(json, o, of);
    return o;
}

json_t *
rasimi_json_spread(rasimi_json *json, const rasim_spread *spread, size_t design)
{
    if (!spread)
        return json_null();
    json_t *o = json_object();
    PUT("replicates", json_integer((json_int_t)spread->replicates));
    put_spread(json, o, &spread->designs[design]);
    return o;
}

/* Fields of a source as datasets. */
static const struct {
    size_t offset;
    rasimi_h5name name;
} columns[] = {
    {offsetof(rasim_source, first.share), {"alone", FRACTION, "share of the variance by itself: first-order index"}},
    {offsetof(rasim_source, first.low), {"alone_low", FRACTION, "lower ends of its 95 % intervals"}},
    {offsetof(rasim_source, first.high), {"alone_high", FRACTION, "upper ends of its 95 % intervals"}},
    {offsetof(rasim_source, total.share), {"with_interactions", FRACTION, "share with interactions: total index"}},
    {offsetof(rasim_source, total.low), {"with_interactions_low", FRACTION, "lower ends of its 95 % intervals"}},
    {offsetof(rasim_source, total.high), {"with_interactions_high", FRACTION, "upper ends of its 95 % intervals"}},
    {offsetof(rasim_source, low_gbp), {"p10", GBP, "what each does at its 10th percentile"}},
    {offsetof(rasim_source, high_gbp), {"p90", GBP, "what each does at its 90th percentile"}},
    {offsetof(rasim_source, se_gbp), {"se", GBP, "standard errors of the two"}},
};

/* What is no number: names, and whether everybody shares the source. */
static void
put_names(rasimi_h5put *put, const rasim_spread_of *of)
{
    const uint64_t n = of->n;
    const char **names = rasimi_calloc(n, sizeof *names);
    int32_t *shared = rasimi_calloc(n, sizeof *shared);
    if (!names || !shared)
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; names && shared && i < n; i++) {
        names[i] = of->sources[i].name;
        shared[i] = of->sources[i].shared;
    }
    if (names && shared) {
        rasimi_h5put_texts(put, "source", names, n, "sources of randomness, the largest share first");
        rasimi_h5put_int32(put, (rasimi_h5name){"shared", "0 or 1", "the same for everybody: does not average out"}, 1,
                           &n, shared);
    }
    free(names);
    free(shared);
}

void
rasimi_h5put_spread(rasimi_h5put *put, const rasim_spread *spread, size_t design)
{
    if (!spread)
        return;
    const rasim_spread_of *of = &spread->designs[design];
    rasimi_h5put_folder(put, "/designs/%zu/spread", design + 1);
    rasimi_h5put_whole(put, "replicates", spread->replicates);
    rasimi_h5put_number(put, "sd", of->sd_gbp);
    if (of->n == 0)
        return;
    put_names(put, of);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        rasimi_h5put_field(put, columns[i].name, (const char *)of->sources + columns[i].offset, sizeof *of->sources,
                           of->n);
}

static json_t *
tail_parts(rasimi_json *json, const rasim_tail_part *parts, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *o = json_object();
        PUT("name", rasimi_json_text(parts[i].name));
        PUT("at_gbp", rasimi_json_money(parts[i].at_gbp));
        PUT("at_se", rasimi_json_money(parts[i].at_se));
        PUT("beyond_gbp", rasimi_json_money(parts[i].beyond_gbp));
        PUT("beyond_se", rasimi_json_money(parts[i].beyond_se));
        rasimi_json_push(json, list, o);
    }
    return list;
}

json_t *
rasimi_json_tail_allocation(rasimi_json *json, const rasim_year_summary *year)
{
    json_t *list = json_array();
    for (size_t l = 0; year->tails && l < year->n_levels; l++) {
        const rasim_tail *tail = &year->tails[l];
        json_t *o = json_object();
        PUT("level", rasimi_json_number(tail->level));
        PUT("replicates", json_integer((json_int_t)tail->replicates));
        PUT("at_gbp", rasimi_json_money(tail->at_gbp));
        PUT("beyond_gbp", rasimi_json_money(tail->beyond_gbp));
        PUT("by_budget_area", tail_parts(json, tail->areas, tail->n_areas));
        PUT("by_pool", tail_parts(json, tail->pools, RASIM_N_TAIL_POOLS));
        rasimi_json_push(json, list, o);
    }
    return list;
}

/* One field of the parts, [levels x parts]. */
static void
put_tail_field(rasimi_h5put *put, const rasim_year_summary *year, bool pools, size_t offset, rasimi_h5name name)
{
    const uint64_t shape[] = {year->n_levels, pools ? RASIM_N_TAIL_POOLS : year->tails[0].n_areas};
    double *values = rasimi_calloc(shape[0] * shape[1], sizeof *values);
    if (!values) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t l = 0; l < shape[0]; l++)
        for (size_t i = 0; i < shape[1]; i++) {
            const rasim_tail_part *parts = pools ? year->tails[l].pools : year->tails[l].areas;
            values[l * shape[1] + i] = *(const double *)(const void *)((const char *)&parts[i] + offset);
        }
    rasimi_h5put_doubles(put, name, 2, shape, values);
    free(values);
}

void
rasimi_h5put_tail_allocation(rasimi_h5put *put, const rasim_year_summary *year)
{
    static const struct {
        bool pools;
        size_t offset;
        rasimi_h5name name;
    } fields[] = {
        {false, offsetof(rasim_tail_part, at_gbp), {"tail_area", GBP_YEAR, "each area's part of quantile - plan"}},
        {false, offsetof(rasim_tail_part, at_se), {"tail_area_se", GBP_YEAR, "standard errors of the parts"}},
        {false,
         offsetof(rasim_tail_part, beyond_gbp),
         {"tail_area_beyond", GBP_YEAR, "each area's part of expected shortfall - plan"}},
        {false, offsetof(rasim_tail_part, beyond_se), {"tail_area_beyond_se", GBP_YEAR, "their standard errors"}},
        {true, offsetof(rasim_tail_part, at_gbp), {"tail_pool", GBP_YEAR, "each pool's part of quantile - plan"}},
        {true, offsetof(rasim_tail_part, at_se), {"tail_pool_se", GBP_YEAR, "standard errors of the parts"}},
        {true,
         offsetof(rasim_tail_part, beyond_gbp),
         {"tail_pool_beyond", GBP_YEAR, "each pool's part of expected shortfall - plan"}},
        {true, offsetof(rasim_tail_part, beyond_se), {"tail_pool_beyond_se", GBP_YEAR, "their standard errors"}},
    };
    const char *names[RASIM_N_TAIL_POOLS];
    if (!year->tails || year->n_levels == 0)
        return;
    for (size_t i = 0; i < RASIM_N_TAIL_POOLS; i++)
        names[i] = year->tails[0].pools[i].name;
    rasimi_h5put_texts(put, "tail_pool_name", names, RASIM_N_TAIL_POOLS, "pools of the tail allocation");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        put_tail_field(put, year, fields[i].pools, fields[i].offset, fields[i].name);
}

static const char *const FOUND[] = {
    [RASIM_TIPS] = "tips", [RASIM_ALWAYS_INSIDE] = "always inside", [RASIM_NEVER_INSIDE] = "never inside"};

static json_t *
tip(rasimi_json *json, const rasim_tip *tip)
{
    json_t *o = json_object();
    PUT("found", rasimi_json_text(FOUND[tip->found]));
    PUT("change", rasimi_json_number(tip->change));
    PUT("low", rasimi_json_number(tip->low));
    PUT("high", rasimi_json_number(tip->high));
    return o;
}

json_t *
rasimi_json_reverse(rasimi_json *json, const rasim_reverse *reverse, size_t design)
{
    if (!reverse)
        return json_null();
    const rasim_reverse_of *of = &reverse->designs[design];
    json_t *o = json_object();
    PUT("replicates", json_integer((json_int_t)reverse->replicates));
    PUT("price", tip(json, &of->price));
    PUT("demand", of->has_demand ? tip(json, &of->demand) : json_null());
    PUT("allocation_level", rasimi_json_number(reverse->level));
    PUT("allocation", tip(json, &of->scale));
    return o;
}

json_t *
rasimi_json_reverse_of(rasimi_json *json, const rasim_reverse_of *of)
{
    if (!of)
        return json_null();
    json_t *o = json_object();
    PUT("price", tip(json, &of->price));
    PUT("demand", of->has_demand ? tip(json, &of->demand) : json_null());
    PUT("allocation", tip(json, &of->scale));
    return o;
}

static void
put_tip(rasimi_h5put *put, const rasim_tip *tip, rasimi_h5name name)
{
    const double values[] = {tip->change, tip->low, tip->high};
    const uint64_t n = sizeof values / sizeof *values;
    rasimi_h5put_doubles(put, name, 1, &n, values);
}

void
rasimi_h5put_reverse(rasimi_h5put *put, const rasim_reverse *reverse, size_t design)
{
    if (!reverse)
        return;
    const rasim_reverse_of *of = &reverse->designs[design];
    rasimi_h5put_folder(put, "/designs/%zu/reverse", design + 1);
    rasimi_h5put_whole(put, "replicates", reverse->replicates);
    rasimi_h5put_number(put, "allocation_level", reverse->level);
    rasimi_h5put_text(put, "price_found", FOUND[of->price.found]);
    rasimi_h5put_text(put, "allocation_found", FOUND[of->scale.found]);
    put_tip(put, &of->price, (rasimi_h5name){"price", FRACTION, "change of prices at which half are inside"});
    put_tip(put, &of->scale, (rasimi_h5name){"allocation", FRACTION, "largest change of allocations at the level"});
    if (!of->has_demand)
        return;
    rasimi_h5put_text(put, "demand_found", FOUND[of->demand.found]);
    put_tip(put, &of->demand, (rasimi_h5name){"demand", FRACTION, "change of people who start: half are inside"});
}

/* ---- and back ---- */

enum { PATH_SIZE = 96 };

static rasim_status
read_sources(rasimi_h5_in *file, const char *folder, rasimi_arena *arena, rasim_spread_of *of)
{
    char path[PATH_SIZE];
    const char *const *names = NULL;
    const double *values = NULL;
    size_t n = 0, n_values = 0;
    snprintf(path, sizeof path, "%s/source", folder);
    rasim_status status = rasimi_h5_read_texts(file, path, arena, &names, &n);
    rasim_source *sources = status == RASIM_OK ? rasimi_arena_alloc(arena, n, sizeof *sources) : NULL;
    if (!sources)
        return status == RASIM_OK ? RASIM_ERR_NO_MEMORY : status;
    for (size_t c = 0; c < sizeof columns / sizeof *columns && status == RASIM_OK; c++) {
        snprintf(path, sizeof path, "%s/%s", folder, columns[c].name.name);
        status = rasimi_h5_read_doubles(file, path, arena, &values, &n_values);
        for (size_t i = 0; status == RASIM_OK && i < n && i < n_values; i++) {
            sources[i].name = names[i];
            *(double *)(void *)((char *)&sources[i] + columns[c].offset) = values[i];
        }
    }
    snprintf(path, sizeof path, "%s/shared", folder);
    if (status == RASIM_OK)
        status = rasimi_h5_read_doubles(file, path, arena, &values, &n_values);
    for (size_t i = 0; status == RASIM_OK && i < n && i < n_values; i++)
        sources[i].shared = values[i] > 0;
    of->sources = sources;
    of->n = n;
    return status;
}

rasim_status
rasimi_h5_read_spread(rasimi_h5_in *file, size_t design, rasimi_arena *arena, const rasim_spread_of **out)
{
    char folder[PATH_SIZE / 2], path[PATH_SIZE];
    *out = NULL;
    snprintf(folder, sizeof folder, "/designs/%zu/spread", design + 1);
    snprintf(path, sizeof path, "%s/source", folder);
    if (!rasimi_h5_has(file, folder) || !rasimi_h5_has(file, path))
        return RASIM_OK;
    rasim_spread_of *of = rasimi_arena_alloc(arena, 1, sizeof *of);
    rasim_status status = of ? read_sources(file, folder, arena, of) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        status = rasimi_h5_read_number(file, folder, "sd", &of->sd_gbp);
    *out = status == RASIM_OK ? of : NULL;
    return status;
}

static rasim_status
read_tip(rasimi_h5_in *file, const char *folder, const char *name, rasimi_arena *arena, rasim_tip *tip)
{
    char path[PATH_SIZE], found[PATH_SIZE / 2];
    const char *text = NULL;
    const double *values = NULL;
    size_t n = 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(found, sizeof found, "%s_found", name);
    rasim_status status = rasimi_h5_read_text(file, folder, found, arena, &text);
    if (status == RASIM_OK)
        status = rasimi_h5_read_doubles(file, path, arena, &values, &n);
    if (status != RASIM_OK || n != 3)
        return status == RASIM_OK ? RASIM_ERR_INTERNAL : status;
    *tip = (rasim_tip){RASIM_NEVER_INSIDE, values[0], values[1], values[2]};
    for (size_t f = 0; f < sizeof FOUND / sizeof *FOUND; f++)
        tip->found = strcmp(text, FOUND[f]) == 0 ? (rasim_tipping)f : tip->found;
    return RASIM_OK;
}

rasim_status
rasimi_h5_read_reverse(rasimi_h5_in *file, size_t design, rasimi_arena *arena, const rasim_reverse_of **out)
{
    char folder[PATH_SIZE / 2], demand[PATH_SIZE];
    *out = NULL;
    snprintf(folder, sizeof folder, "/designs/%zu/reverse", design + 1);
    snprintf(demand, sizeof demand, "%s/demand", folder);
    if (!rasimi_h5_has(file, folder))
        return RASIM_OK;
    rasim_reverse_of *of = rasimi_arena_alloc(arena, 1, sizeof *of);
    if (!of)
        return RASIM_ERR_NO_MEMORY;
    of->has_demand = rasimi_h5_has(file, demand);
    rasim_status status = read_tip(file, folder, "price", arena, &of->price);
    if (status == RASIM_OK)
        status = read_tip(file, folder, "allocation", arena, &of->scale);
    if (status == RASIM_OK && of->has_demand)
        status = read_tip(file, folder, "demand", arena, &of->demand);
    *out = status == RASIM_OK ? of : NULL;
    return status;
}
