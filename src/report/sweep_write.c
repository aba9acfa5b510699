/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep as JSON, CSV and HDF5 (docs/compare.md), all with the names of report/criteria.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/csv.h"
#include "model/param_words.h"
#include "model/study.h"
#include "model/write_text.h"
#include "rasim/explain.h"
#include "rasim/report.h"
#include "rasim/version.h"
#include "report/criteria.h"
#include "report/h5put.h"
#include "report/json_words.h"
#include "report/public_path.h"
#include "report/summary_json.h"

#define GBP "£ a year"

enum { NAME_SIZE = 64 };

/* ---- JSON ---- */

static json_t *
change_object(rasimi_json *json, const rasim_step_change *change)
{
    if (isnan(change->mean))
        return json_null();
    json_t *o = json_object();
    PUT("mean_gbp", rasimi_json_money(change->mean));
    PUT("mean_se", rasimi_json_money(change->mean_se));
    PUT("affordability", rasimi_json_number(change->affordability));
    PUT("affordability_se", rasimi_json_number(change->affordability_se));
    PUT("inside_error", json_boolean(change->inside_error));
    return o;
}

static json_t *
point_object(rasimi_json *json, const rasim_sweep *sweep, const rasim_sweep_point *point)
{
    json_t *o = json_object(), *values = json_array(), *periods = json_array();
    for (size_t a = 0; a < sweep->n_axes; a++)
        rasimi_json_push(json, values, rasimi_json_number(point->values[a]));
    PUT("values", values);
    PUT("periods", periods);
    for (size_t p = 0; p < sweep->n_periods; p++) {
        const rasim_criteria *criteria = &point->periods[p];
        json_t *period = json_object();
        rasimi_json_put(json, period, "period", rasimi_json_text(sweep->periods[p]));
        rasimi_json_criteria(json, period, rasimi_criteria_alone, criteria);
        rasimi_json_put(json, period, "net_gbp",
                        rasimi_json_quantiles(json, criteria->net, sweep->n_levels, rasimi_json_money));
        rasimi_json_put(json, period, "contingency_gbp",
                        rasimi_json_quantiles(json, criteria->contingency, sweep->n_levels, rasimi_json_money));
        rasimi_json_put(json, period, "change", change_object(json, &point->changes[p]));
        rasimi_json_push(json, periods, period);
    }
    return o;
}

static json_t *
inputs(rasimi_json *json, const rasim_sweep *sweep)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sweep->n_inputs; i++) {
        json_t *o = json_object();
        PUT("path", rasimi_json_text(rasimi_public_path(sweep->inputs[i].path)));
        PUT("sha256", rasimi_json_text(sweep->inputs[i].sha256));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
document(rasimi_json *json, const rasim_sweep *sweep)
{
    json_t *o = json_object(), *keys = json_array(), *points = json_array();
    for (size_t a = 0; a < sweep->n_axes; a++)
        rasimi_json_push(json, keys, rasimi_json_text(sweep->keys[a]));
    for (size_t i = 0; i < sweep->n_points; i++)
        rasimi_json_push(json, points, point_object(json, sweep, &sweep->points[i]));
    PUT("schema", rasimi_json_text("rasim-sweep 1"));
    PUT("rasim", rasimi_json_producer(json));
    PUT("framework", rasimi_json_text(sweep->framework));
    PUT("design", rasimi_json_text(sweep->design));
    PUT("synthetic", json_boolean(sweep->synthetic));
    PUT("seed", rasimi_json_whole(sweep->seed));
    PUT("replicates", rasimi_json_whole(sweep->replicates));
    PUT("inputs", inputs(json, sweep));
    PUT("keys", keys);
    PUT("points", points);
    PUT("statement", rasimi_json_text(RASIM_FIXED_SENTENCE));
    return o;
}

rasim_status
rasim_sweep_json(const rasim_sweep *sweep, char **out)
{
    if (!sweep || !out)
        return RASIM_ERR_ARGUMENT;
    rasimi_json json = {0};
    return rasimi_json_write(&json, document(&json, sweep), out);
}

/* ---- CSV ---- */

static void
add_number(rasimi_buffer *csv, double value)
{
    rasimi_csv_add(csv, isnan(value) ? "" : rasimi_words_number(value).text, 0);
}

static void
add_heading(const rasim_sweep *sweep, rasimi_buffer *csv)
{
    for (size_t a = 0; a < sweep->n_axes; a++)
        rasimi_csv_add(csv, sweep->keys[a], a == 0);
    rasimi_csv_add(csv, "period", 0);
    for (const rasimi_criterion *c = rasimi_criteria_alone; c->name; c++)
        rasimi_csv_add(csv, c->name, 0);
    for (size_t i = 0; i < sweep->n_levels; i++) {
        char name[NAME_SIZE];
        const rasimi_words level = rasimi_words_number(sweep->levels[i]);
        snprintf(name, sizeof name, "net_gbp_%.24s", level.text);
        rasimi_csv_add(csv, name, 0);
        snprintf(name, sizeof name, "contingency_gbp_%.24s", level.text);
        rasimi_csv_add(csv, name, 0);
    }
    rasimi_buffer_add(csv, "\n", 1);
}

static void
add_point(const rasim_sweep *sweep, const rasim_sweep_point *point, size_t period, rasimi_buffer *csv)
{
    const rasim_criteria *criteria = &point->periods[period];
    for (size_t a = 0; a < sweep->n_axes; a++)
        rasimi_csv_add(csv, rasimi_words_number(point->values[a]).text, a == 0);
    rasimi_csv_add(csv, sweep->periods[period], 0);
    for (const rasimi_criterion *c = rasimi_criteria_alone; c->name; c++)
        add_number(csv, rasimi_criterion_of(c, criteria));
    for (size_t i = 0; i < sweep->n_levels; i++) {
        add_number(csv, criteria->net[i].value);
        add_number(csv, criteria->contingency[i].value);
    }
    rasimi_buffer_add(csv, "\n", 1);
}

static rasim_status
write_csv(const char *path, const rasim_sweep *sweep, rasim_problems *problems)
{
    rasimi_buffer csv = {0};
    add_heading(sweep, &csv);
    for (size_t i = 0; i < sweep->n_points; i++)
        for (size_t p = 0; p < sweep->n_periods; p++)
            add_point(sweep, &sweep->points[i], p, &csv);
    const rasim_status status = csv.failed ? RASIM_ERR_NO_MEMORY : rasimi_write_text(path, &csv, problems);
    rasimi_buffer_clear(&csv);
    return status;
}

/* ---- HDF5 ---- */

static void
put_levels(rasimi_h5put *put, const rasim_sweep *sweep, size_t period, bool net, double *values)
{
    static const char *const names[2][3] = {{"contingency", "contingency_low", "contingency_high"},
                                            {"net", "net_low", "net_high"}};
    const uint64_t shape[] = {sweep->n_points, sweep->n_levels};
    for (size_t end = 0; end < 3; end++) {
        for (size_t i = 0; i < sweep->n_points * sweep->n_levels; i++) {
            const rasim_criteria *criteria = &sweep->points[i / sweep->n_levels].periods[period];
            const rasim_at_level *at = &(net ? criteria->net : criteria->contingency)[i % sweep->n_levels];
            values[i] = end == 0 ? at->value : end == 1 ? at->low : at->high;
        }
        rasimi_h5put_doubles(put, (rasimi_h5name){names[net][end], GBP, "by point and level"}, 2, shape, values);
    }
}

static void
put_period(rasimi_h5put *put, const rasim_sweep *sweep, size_t period, double *values)
{
    const uint64_t n = sweep->n_points;
    rasimi_h5put_folder(put, "/period_%zu", period + 1);
    for (const rasimi_criterion *c = rasimi_criteria_alone; c->name; c++) {
        for (size_t i = 0; i < n; i++)
            values[i] = rasimi_criterion_of(c, &sweep->points[i].periods[period]);
        rasimi_h5put_doubles(put, (rasimi_h5name){c->name, c->unit, c->sentence}, 1, &n, values);
    }
    put_levels(put, sweep, period, true, values);
    put_levels(put, sweep, period, false, values);
    const size_t stride = sizeof(rasim_step_change);
    rasim_step_change *changes = rasimi_calloc(n, sizeof *changes);
    if (!changes) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < n; i++)
        changes[i] = sweep->points[i].changes[period];
    rasimi_h5put_field(put, (rasimi_h5name){"change_mean", GBP, "of expected net since the point before"},
                       &changes->mean, stride, n);
    rasimi_h5put_field(put, (rasimi_h5name){"change_mean_se", GBP, "its simulation error"}, &changes->mean_se, stride,
                       n);
    rasimi_h5put_field(put, (rasimi_h5name){"change_affordability", "fraction", "of P(affordable) likewise"},
                       &changes->affordability, stride, n);
    rasimi_h5put_field(put, (rasimi_h5name){"change_affordability_se", "fraction", "its simulation error"},
                       &changes->affordability_se, stride, n);
    free(changes);
}

static void
put_root(rasimi_h5put *put, const rasim_sweep *sweep, double *values)
{
    const uint64_t shape[] = {sweep->n_points, sweep->n_axes}, n_levels = sweep->n_levels;
    const char *const *keys = sweep->keys;
    rasimi_h5put_folder(put, "%s", "");
    rasimi_h5put_text(put, "filetype", "rasim sweep");
    rasimi_h5put_text(put, "rasim_version", rasim_version());
    rasimi_h5put_whole(put, "engine_version", RASIM_ENGINE_VERSION);
    rasimi_h5put_whole(put, "seed", sweep->seed);
    rasimi_h5put_whole(put, "replicates", sweep->replicates);
    rasimi_h5put_whole(put, "synthetic", sweep->synthetic);
    rasimi_h5put_text(put, "framework_name", sweep->framework);
    rasimi_h5put_text(put, "design", sweep->design);
    rasimi_h5put_text(put, "statement", RASIM_FIXED_SENTENCE);
    rasimi_h5put_texts(put, "key", keys, sweep->n_axes, "keys that vary");
    rasimi_h5put_texts(put, "period", sweep->periods, sweep->n_periods, "labels of the periods");
    for (size_t i = 0; i < sweep->n_points * sweep->n_axes; i++)
        values[i] = sweep->points[i / sweep->n_axes].values[i % sweep->n_axes];
    rasimi_h5put_doubles(put, (rasimi_h5name){"value", "", "values by point and key"}, 2, shape, values);
    rasimi_h5put_doubles(put, (rasimi_h5name){"level", "fraction", "confidence levels"}, 1, &n_levels, sweep->levels);
}

static rasim_status
write_h5(const char *path, const rasim_sweep *sweep, const char *document, rasim_problems *problems)
{
    rasimi_h5put put = {0};
    put.status = rasimi_h5_create(path, &put.file, problems);
    if (put.status)
        return put.status;
    double *values = rasimi_calloc(sweep->n_points, (sweep->n_levels + RASIM_MOST_AXES) * sizeof *values);
    put.status = values ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (values)
        put_root(&put, sweep, values);
    for (size_t p = 0; values && p < sweep->n_periods; p++)
        put_period(&put, sweep, p, values);
    free(values);
    rasimi_h5put_document(&put, document);
    if (!put.status)
        return rasimi_h5_commit(put.file);
    rasimi_h5_abandon(put.file);
    return put.status;
}

/* ---- all three ---- */

rasim_status
rasim_write_sweep(const char *json_path, const char *csv_path, const char *h5_path, const rasim_sweep *sweep,
                  rasim_problems *problems)
{
    if (!json_path || !csv_path || !h5_path || !sweep)
        return RASIM_ERR_ARGUMENT;
    char *text = NULL;
    const char *const written[] = {h5_path, csv_path};
    size_t n = 0;
    rasim_status status = rasimi_refuse_opened(sweep->opened, json_path, problems);
    if (status == RASIM_OK)
        status = rasimi_refuse_opened(sweep->opened, csv_path, problems);
    if (status == RASIM_OK)
        status = rasimi_refuse_opened(sweep->opened, h5_path, problems);
    if (status == RASIM_OK)
        status = rasim_sweep_json(sweep, &text);
    if (status == RASIM_OK)
        status = write_h5(h5_path, sweep, text, problems);
    n += status == RASIM_OK;
    if (status == RASIM_OK)
        status = write_csv(csv_path, sweep, problems);
    n += status == RASIM_OK;
    if (status == RASIM_OK)
        status = rasim_text_write(json_path, text, problems);
    for (size_t i = 0; status != RASIM_OK && i < n; i++)
        unlink(written[i]); /* the ones without the others would be taken for the whole */
    free(text);
    return status;
}
