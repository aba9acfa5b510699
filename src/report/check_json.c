/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check as JSON (docs/results.md). Identifiers stand in it only where the report holds them. */
#include <math.h>

#include "rasim/report.h"
#include "report/json_words.h"

static json_t *
spread(rasimi_json *json, const rasim_check_spread *values)
{
    json_t *o = json_object();
    PUT_WHOLE(values, rows);
    PUT_NUMBER(values, people);
    PUT_NUMBER(values, mean);
    PUT_NUMBER(values, sd);
    PUT_NUMBER(values, cv);
    PUT_NUMBER(values, least);
    PUT_NUMBER(values, median);
    PUT_NUMBER(values, p90);
    PUT_NUMBER(values, p95);
    PUT_NUMBER(values, p99);
    PUT_NUMBER(values, most);
    return o;
}

static json_t *
margin(rasimi_json *json, const rasim_check_margin *of)
{
    json_t *o = json_object();
    PUT_WHOLE(of, rows);
    PUT_NUMBER(of, cv);
    PUT_NUMBER(of, simple_share);
    PUT_NUMBER(of, strata_share);
    PUT_MONEY(of, strata_gbp);
    return o;
}

static json_t *
above(rasimi_json *json, const rasim_check_above *packages)
{
    json_t *o = json_object();
    PUT_NUMBER(packages, people);
    PUT_NUMBER(packages, people_share);
    PUT_MONEY(packages, gbp_year);
    PUT_NUMBER(packages, gbp_share);
    return o;
}

static json_t *
strata(rasimi_json *json, const rasim_check_report *report)
{
    json_t *list = json_array();
    for (size_t h = 0; h < report->n_strata; h++) {
        const rasim_check_stratum *stratum = &report->strata[h];
        json_t *o = json_object();
        PUT("name", rasimi_json_text(stratum->name));
        PUT_WHOLE(stratum, rows);
        PUT_WHOLE(stratum, people);
        PUT_NUMBER(stratum, weight_least);
        PUT_NUMBER(stratum, weight_mean);
        PUT_NUMBER(stratum, weight_most);
        PUT_MONEY(stratum, mean_gbp_week);
        PUT_NUMBER(stratum, cv);
        PUT("thin", json_boolean(stratum->thin));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
gaps(rasimi_json *json, const rasim_check_report *report)
{
    json_t *list = json_array();
    for (size_t c = 0; c < report->n_gaps; c++) {
        json_t *o = json_object();
        PUT("column", rasimi_json_text(report->gaps[c].column));
        PUT("in_file", json_boolean(report->gaps[c].in_file));
        PUT_WHOLE(&report->gaps[c], rows);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
designs(rasimi_json *json, const rasim_check_report *report)
{
    json_t *list = json_array();
    for (size_t d = 0; d < report->n_designs; d++) {
        const rasim_check_design *design = &report->designs[d];
        json_t *o = json_object();
        PUT("name", rasimi_json_text(design->name));
        PUT("points", spread(json, &design->points));
        PUT("amounts_gbp_week", spread(json, &design->amounts));
        PUT_NUMBER(design, people_panel);
        PUT_NUMBER(design, people_ineligible);
        PUT_NUMBER(design, people_outside);
        PUT_NUMBER(design, people_unscored);
        PUT_MONEY(design, threshold_gbp_week);
        PUT_MONEY(design, threshold_year1_gbp_week);
        PUT("above_in_file", above(json, &design->in_file));
        PUT("above_in_year1", above(json, &design->in_year1));
        PUT("margin_costs_known", margin(json, &design->cost_known));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
spend(rasimi_json *json, const rasim_check_report *report)
{
    json_t *list = json_array();
    for (size_t a = 0; a < report->n_spend; a++) {
        const rasim_check_spend *area = &report->spend[a];
        json_t *o = json_object();
        PUT("budget_area", area->area ? rasimi_json_text(area->area) : json_null());
        PUT_MONEY(area, packages_gbp);
        PUT_MONEY(area, known_gbp);
        PUT_MONEY(area, difference_gbp);
        PUT_NUMBER(area, factor);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
examples(rasimi_json *json, const rasim_check_finding *finding)
{
    json_t *list = json_array();
    for (size_t i = 0; i < finding->n_examples; i++) {
        const rasim_check_row *row = &finding->examples[i];
        json_t *o = json_object();
        PUT_WHOLE(row, line);
        if (row->other_line > 0)
            PUT_WHOLE(row, other_line);
        if (row->person_id)
            PUT("person_id", rasimi_json_text(row->person_id));
        if (!isnan(row->value))
            PUT_NUMBER(row, value);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
findings(rasimi_json *json, const rasim_check_report *report)
{
    json_t *list = json_array();
    for (size_t f = 0; f < report->n_findings; f++) {
        const rasim_check_finding *finding = &report->findings[f];
        json_t *o = json_object();
        PUT("code", rasimi_json_text(finding->code));
        PUT("design", finding->design ? rasimi_json_text(finding->design) : json_null());
        PUT("sentence", rasimi_json_text(finding->sentence));
        PUT("measure", rasimi_json_text(finding->measure));
        PUT_WHOLE(finding, rows);
        PUT_NUMBER(finding, people);
        PUT("examples", examples(json, finding));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
assessment(rasimi_json *json, const rasim_check_assessment *means)
{
    if (!means->assessed)
        return json_null();
    json_t *o = json_object();
    PUT("year", rasimi_json_text(means->year));
    PUT_NUMBER(means, people_full_cost);
    PUT_NUMBER(means, people_part);
    PUT_NUMBER(means, people_nil);
    PUT_NUMBER(means, people_imputed);
    PUT_MONEY(means, mean_part_gbp_week);
    PUT_MONEY(means, gbp_year);
    PUT_NUMBER(means, gbp_share);
    return o;
}

static json_t *
document(rasimi_json *json, const rasim_study *study, const rasim_check_report *report)
{
    rasim_study_info info;
    rasim_study_describe(study, &info);
    json_t *o = json_object();
    PUT("schema", rasimi_json_text("rasim-check 1"));
    PUT("name", rasimi_json_text(info.name));
    PUT("year", rasimi_json_text(info.year));
    PUT("synthetic", json_boolean(info.synthetic));
    PUT("sampling", rasimi_json_text(info.sampling));
    PUT_WHOLE(report, rows);
    PUT("rows_not_covered", json_integer((json_int_t)report->rows_uncovered));
    PUT_WHOLE(report, people);
    PUT("weights", spread(json, &report->weights));
    PUT("cost_gbp_week", spread(json, &report->cost));
    PUT_MONEY(report, cost_gbp_year);
    PUT("margin_costs_unknown", margin(json, &report->cost_unknown));
    PUT("strata", strata(json, report));
    PUT("gaps", gaps(json, report));
    PUT("designs", designs(json, report));
    PUT("benchmark", json_boolean(report->benchmark));
    PUT("known_spend", spend(json, report));
    PUT("financial_assessment", assessment(json, &report->assessment));
    PUT("findings", findings(json, report));
    return o;
}

rasim_status
rasim_check_json(const rasim_study *study, const rasim_check_report *report, char **out)
{
    if (!study || !report || !out)
        return RASIM_ERR_ARGUMENT;
    rasimi_json json = {0};
    return rasimi_json_write(&json, document(&json, study, report), out);
}
