/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backtest as JSON (docs/results.md). */
#include "rasim/report.h"
#include "report/json_words.h"
#include "report/summary_json.h"

static json_t *
area_text(const char *area)
{
    return area ? rasimi_json_text(area) : json_null();
}

static json_t *
interval(rasimi_json *json, const rasim_backtest_point *point, size_t i)
{
    json_t *o = json_object();
    PUT("level", rasimi_json_number(rasim_backtest_interval(i)));
    PUT("low_gbp", rasimi_json_money(point->low_gbp[i]));
    PUT("high_gbp", rasimi_json_money(point->high_gbp[i]));
    PUT("inside", json_boolean(point->inside[i]));
    return o;
}

static json_t *
point_object(rasimi_json *json, const rasim_backtest_point *point)
{
    json_t *o = json_object(), *intervals = json_array();
    for (size_t i = 0; i < RASIM_N_BACKTEST_INTERVALS; i++)
        rasimi_json_push(json, intervals, interval(json, point, i));
    PUT("framework", rasimi_json_text(point->framework));
    PUT("year", rasimi_json_text(point->year));
    PUT("area", area_text(point->area));
    PUT("lead", rasimi_json_whole(point->lead));
    PUT_MONEY(point, outturn_gbp);
    PUT_MONEY(point, plan_gbp);
    PUT_MONEY(point, envelope_gbp);
    PUT_MONEY(point, mean_gbp);
    PUT_MONEY(point, sd_gbp);
    PUT_MONEY(point, median_gbp);
    PUT("percentile", rasimi_json_probability(json, point->percentile));
    PUT_NUMBER(point, score);
    PUT("intervals", intervals);
    PUT_MONEY(point, crps_gbp);
    PUT_MONEY(point, crps_expected_gbp);
    return o;
}

static json_t *
coverage(rasimi_json *json, const rasim_backtest_record *record, size_t i)
{
    json_t *o = json_object();
    PUT("level", rasimi_json_number(rasim_backtest_interval(i)));
    PUT("inside", rasimi_json_whole(record->inside[i]));
    PUT("chance_of_so_few", rasimi_json_number(record->inside_p[i]));
    return o;
}

static json_t *
record_object(rasimi_json *json, const rasim_backtest_record *record)
{
    json_t *o = json_object(), *intervals = json_array();
    for (size_t i = 0; i < RASIM_N_BACKTEST_INTERVALS; i++)
        rasimi_json_push(json, intervals, coverage(json, record, i));
    PUT("area", area_text(record->area));
    PUT("years", rasimi_json_whole(record->n));
    PUT_NUMBER(record, mean_percentile);
    PUT_NUMBER(record, bias);
    PUT_NUMBER(record, bias_p);
    PUT_NUMBER(record, noticeable);
    PUT_NUMBER(record, spread);
    PUT_NUMBER(record, narrow_p);
    PUT_NUMBER(record, wide_p);
    PUT("intervals", intervals);
    PUT_MONEY(record, crps_gbp);
    PUT_MONEY(record, crps_expected_gbp);
    PUT_MONEY(record, plan_error_gbp);
    return o;
}

static json_t *
document(rasimi_json *json, const rasim_backtest *backtest)
{
    json_t *o = json_object(), *points = json_array(), *records = json_array();
    for (size_t i = 0; i < backtest->n_points; i++)
        rasimi_json_push(json, points, point_object(json, &backtest->points[i]));
    for (size_t i = 0; i < backtest->n_records; i++)
        rasimi_json_push(json, records, record_object(json, &backtest->records[i]));
    PUT("schema", rasimi_json_text("rasim-backtest 1"));
    PUT("rasim", rasimi_json_producer(json));
    PUT("design", rasimi_json_text(backtest->design));
    PUT("synthetic", json_boolean(backtest->synthetic));
    PUT("outturns", points);
    PUT("together", records);
    PUT("statement", rasimi_json_text(RASIM_FIXED_SENTENCE));
    return o;
}

rasim_status
rasim_backtest_json(const rasim_backtest *backtest, char **out)
{
    if (!backtest || !out)
        return RASIM_ERR_ARGUMENT;
    rasimi_json json = {0};
    return rasimi_json_write(&json, document(&json, backtest), out);
}
