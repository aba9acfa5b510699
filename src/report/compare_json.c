/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as JSON (docs/compare.md), beside the summary of its run or by itself. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/study.h"
#include "model/write_text.h"
#include "rasim/explain.h"
#include "rasim/report.h"
#include "report/criteria.h"
#include "report/json_words.h"
#include "report/public_path.h"
#include "report/summary_json.h"
#include "report/why.h"

static json_t *
classes(rasimi_json *json, const rasim_moves *moves)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RASIM_N_MOVE_CLASSES; i++) {
        json_t *o = json_object();
        PUT("direction", rasimi_json_text(i < RASIM_MOVE_UNCHANGED   ? "falls"
                                          : i > RASIM_MOVE_UNCHANGED ? "rises"
                                                                     : "unchanged"));
        PUT("up_to_gbp_week", rasimi_json_number(rasim_move_class_upto(i)));
        PUT("people", rasimi_json_number(moves->people[i]));
        PUT("gbp", rasimi_json_money(moves->gbp[i]));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
groups(rasimi_json *json, const rasim_moves *moves)
{
    json_t *list = json_array();
    for (size_t g = 0; g < moves->n_groups; g++) {
        const rasim_group_moves *group = &moves->groups[g];
        json_t *o = json_object();
        PUT("care_group", group->care_group ? rasimi_json_text(group->care_group) : json_null());
        PUT("people", rasimi_json_number(group->people));
        PUT("people_up", rasimi_json_number(group->people_up));
        PUT("gbp_up", rasimi_json_money(group->gbp_up));
        PUT("people_down", rasimi_json_number(group->people_down));
        PUT("gbp_down", rasimi_json_money(group->gbp_down));
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
moves(rasimi_json *json, const rasim_moves *from)
{
    if (!from->known)
        return json_null();
    json_t *o = json_object();
    PUT("classes", classes(json, from));
    PUT("people_gain_amount", rasimi_json_number(from->people_gain_amount));
    PUT("people_lose_amount", rasimi_json_number(from->people_lose_amount));
    PUT("people_without", rasimi_json_number(from->people_without));
    PUT("by_care_group", groups(json, from));
    return o;
}

static json_t *
complexity(rasimi_json *json, const rasim_complexity *from)
{
    if (!from->known)
        return json_null();
    json_t *o = json_object();
    PUT("questions", rasimi_json_number(from->questions));
    PUT("questions_a_person", rasimi_json_number(from->questions_a_person));
    PUT("table_parameters", rasimi_json_number(from->table_parameters));
    PUT("parameters", rasimi_json_number(from->parameters));
    return o;
}

static json_t *
period(rasimi_json *json, const rasim_comparison *comparison, const rasim_criteria *criteria, size_t p)
{
    json_t *o = json_object(), *difference = json_object();
    const size_t n = comparison->n_levels;
    PUT("period", rasimi_json_text(comparison->periods[p]));
    rasimi_json_criteria(json, o, rasimi_criteria_alone, criteria);
    rasimi_json_criteria(json, o, rasimi_criteria_ranks, criteria);
    PUT("net_gbp", rasimi_json_quantiles(json, criteria->net, n, rasimi_json_money));
    PUT("contingency_gbp", rasimi_json_quantiles(json, criteria->contingency, n, rasimi_json_money));
    PUT("administration_partial", json_boolean(criteria->administration.partial));
    rasimi_json_criteria(json, difference, rasimi_criteria_difference, criteria);
    rasimi_json_put(json, difference, "quantiles_gbp",
                    rasimi_json_quantiles(json, criteria->difference.quantiles, n, rasimi_json_money));
    PUT("difference", difference);
    return o;
}

static json_t *
designs(rasimi_json *json, const rasim_comparison *comparison)
{
    json_t *list = json_array();
    for (size_t d = 0; d < comparison->n_designs; d++) {
        const rasim_compared_design *design = &comparison->designs[d];
        json_t *o = json_object(), *periods = json_array();
        PUT("name", rasimi_json_text(design->name));
        PUT("file", design->file ? rasimi_json_text(rasimi_public_path(design->file)) : json_null());
        PUT("complexity", complexity(json, &design->complexity));
        PUT("moves_from_package", moves(json, &design->from_package));
        PUT("moves_from_other", moves(json, &design->from_other));
        PUT("spread", rasimi_json_spread_of(json, design->spread));
        PUT("reverse_stress", rasimi_json_reverse_of(json, design->reverse));
        for (size_t p = 0; p < comparison->n_periods; p++)
            rasimi_json_push(json, periods, period(json, comparison, &design->periods[p], p));
        PUT("periods", periods);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
comparison_object(rasimi_json *json, const rasim_comparison *comparison)
{
    json_t *o = json_object();
    PUT("against", rasimi_json_text(comparison->designs[comparison->against].name));
    PUT("designs", designs(json, comparison));
    return o;
}

/* Of finished runs: what they have in common, and the comparison. */
static json_t *
document_alone(rasimi_json *json, const rasim_comparison *comparison)
{
    json_t *o = json_object();
    PUT("schema", rasimi_json_text("rasim-compare 1"));
    PUT("rasim", rasimi_json_producer(json));
    PUT("seed", rasimi_json_whole(comparison->seed));
    PUT("replicates", rasimi_json_whole(comparison->replicates));
    PUT("complete", json_boolean(comparison->complete));
    PUT("statement", rasimi_json_text(RASIM_FIXED_SENTENCE));
    return o;
}

rasim_status
rasim_comparison_json(const rasim_study *study, const rasim_summary *summary, const rasim_comparison *comparison,
                      char **out)
{
    if (!comparison || !out || !study != !summary)
        return RASIM_ERR_ARGUMENT;
    rasimi_json json = {0};
    json_t *root = study ? rasimi_json_summary(&json, study, summary) : document_alone(&json, comparison);
    rasimi_json_put(&json, root, "compare", comparison_object(&json, comparison));
    return rasimi_json_write(&json, root, out);
}

rasim_status
rasim_write_comparison_json(const char *path, const rasim_study *study, const rasim_summary *summary,
                            const rasim_comparison *comparison, rasim_problems *problems)
{
    if (!path)
        return RASIM_ERR_ARGUMENT;
    char *text = NULL;
    rasim_status status = study ? rasimi_study_refuse_input(study, path, problems) : RASIM_OK;
    if (status == RASIM_OK)
        status = rasim_comparison_json(study, summary, comparison, &text);
    if (status == RASIM_OK)
        status = rasim_text_write(path, text, problems);
    free(text);
    return status;
}
