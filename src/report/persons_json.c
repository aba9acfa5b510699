/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person-level results as JSON. */
#include "report/persons_json.h"

#include "report/json_words.h"

static json_t *
measured(rasimi_json *json, rasim_measured measured, rasimi_json_show *show)
{
    json_t *o = json_object();
    PUT("value", show(measured.value));
    PUT("se", show(measured.se));
    return o;
}

static json_t *
numbers(rasimi_json *json, const double *values, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        rasimi_json_push(json, list, rasimi_json_number(values[i]));
    return list;
}

/* ---- groups ---- */

static json_t *
fit(rasimi_json *json, const rasim_fit *fit)
{
    json_t *o = json_object();
    NUMBER("people", fit->people);
    MONEY("mean_allocation", fit->mean_allocation);
    MONEY("mean_target", fit->mean_target);
    PUT("bias", measured(json, fit->bias, rasimi_json_money));
    PUT("mean_absolute", measured(json, fit->mean_absolute, rasimi_json_money));
    PUT("root_mean_square", measured(json, fit->root_mean_square, rasimi_json_money));
    NUMBER("r_squared", fit->r_squared);
    PUT("within", numbers(json, fit->within, RASIM_N_CLOSE));
    return o;
}

static json_t *
group(rasimi_json *json, const rasim_people_group *group)
{
    json_t *o = json_object();
    PUT("by", rasimi_json_text(group->by));
    PUT("label", rasimi_json_text(group->label));
    PUT("hidden", json_boolean(group->hidden));
    NUMBER("people", group->people);
    PUT("need", fit(json, &group->need));
    PUT("package", fit(json, &group->package));
    PUT("can_live_on", measured(json, group->can_live_on, rasimi_json_number));
    NUMBER("below_package", group->below_package);
    PUT("changes", numbers(json, group->changes, RASIM_N_CHANGES));
    MONEY("change_gbp", group->change_gbp);
    return o;
}

static json_t *
groups(rasimi_json *json, const rasim_design_persons *design)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->n_groups; i++)
        rasimi_json_push(json, list, group(json, &design->groups[i]));
    return list;
}

/* ---- points ---- */

static json_t *
points_classes(rasimi_json *json, const rasim_design_persons *design)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->n_points; i++) {
        const rasim_points_class *class = &design->points[i];
        json_t *o = json_object();
        NUMBER("from", class->from);
        NUMBER("to", class->to);
        PUT("hidden", json_boolean(class->hidden));
        NUMBER("people", class->people);
        NUMBER("mean_points", class->mean_points);
        PUT("allocation", measured(json, class->allocation, rasimi_json_money));
        PUT("need", measured(json, class->need, rasimi_json_money));
        MONEY("need_low", class->need_low);
        MONEY("need_high", class->need_high);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
rule_lines(rasimi_json *json, const rasim_design_persons *design)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->n_rules; i++) {
        const rasim_rule_line *line = &design->rules[i];
        json_t *o = json_object();
        PUT("care_groups", rasimi_json_text(line->care_groups));
        PUT("points", numbers(json, line->points, line->n));
        PUT("gbp_week", numbers(json, line->gbp_week, line->n));
        rasimi_json_push(json, list, o);
    }
    return list;
}

/* ---- averaging out ---- */

static json_t *
sizes(rasimi_json *json, const rasim_averaging *averaging)
{
    json_t *list = json_array();
    for (size_t i = 0; i < averaging->n; i++) {
        const rasim_pool_size *size = &averaging->sizes[i];
        json_t *o = json_object();
        NUMBER("people", size->people);
        PUT("pools", json_integer((json_int_t)size->pools));
        NUMBER("sd", size->sd);
        NUMBER("low", size->low);
        NUMBER("high", size->high);
        NUMBER("fitted_sd", size->fitted_sd);
        rasimi_json_push(json, list, o);
    }
    return list;
}

static json_t *
averaging(rasimi_json *json, const rasim_averaging *averaging)
{
    json_t *o = json_object();
    PUT("sizes", sizes(json, averaging));
    PUT("a", measured(json, averaging->a, rasimi_json_number));
    PUT("b", measured(json, averaging->b, rasimi_json_number));
    NUMBER("floor_sd", averaging->floor_sd);
    NUMBER("floor_low", averaging->floor_low);
    NUMBER("floor_high", averaging->floor_high);
    NUMBER("people_to_floor", averaging->people_to_floor);
    return o;
}

static json_t *
devolved(rasimi_json *json, const rasim_design_persons *design)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->n_devolved; i++) {
        const rasim_devolved *at = &design->devolved[i];
        json_t *o = json_object();
        NUMBER("level", at->level);
        MONEY("places_gbp", at->places_gbp);
        MONEY("pooled_gbp", at->pooled_gbp);
        PUT("extra_gbp", measured(json, at->extra_gbp, rasimi_json_money));
        rasimi_json_push(json, list, o);
    }
    return list;
}

/* ---- lines ---- */

static json_t *
line(rasimi_json *json, const rasim_line_at *line, size_t n_levels)
{
    json_t *o = json_object();
    MONEY("threshold_gbp_week", line->threshold_gbp_week);
    PUT("of_design", json_boolean(line->of_design));
    PUT("people_out", measured(json, line->people_out, rasimi_json_number));
    PUT("gbp_out", measured(json, line->gbp_out, rasimi_json_money));
    NUMBER("cv_left", line->cv_left);
    MONEY("ras_mean_gbp", line->ras_mean_gbp);
    PUT("ras_margin_gbp", rasimi_json_quantiles(json, line->ras_margin, n_levels, rasimi_json_money));
    MONEY("high_cost_mean_gbp", line->high_cost_mean_gbp);
    PUT("high_cost_margin_gbp", rasimi_json_quantiles(json, line->high_cost_margin, n_levels, rasimi_json_money));
    NUMBER("dear_people", line->dear_people);
    MONEY("dear_gbp", line->dear_gbp);
    NUMBER("cheap_people", line->cheap_people);
    MONEY("cheap_gbp", line->cheap_gbp);
    return o;
}

static json_t *
lines(rasimi_json *json, const rasim_design_persons *design, size_t n_levels)
{
    json_t *list = json_array();
    for (size_t i = 0; i < design->n_lines; i++)
        rasimi_json_push(json, list, line(json, &design->lines[i], n_levels));
    return list;
}

/* ---- enough and fair ---- */

static json_t *
sufficiency(rasimi_json *json, const rasim_sufficiency *sufficiency)
{
    json_t *o = json_object();
    PUT("short_share", measured(json, sufficiency->short_share, rasimi_json_number));
    PUT("depth", measured(json, sufficiency->depth, rasimi_json_number));
    PUT("panel_gbp", measured(json, sufficiency->panel_gbp, rasimi_json_money));
    PUT("final_share", measured(json, sufficiency->final_share, rasimi_json_number));
    PUT("final_zero_by_construction", json_boolean(sufficiency->final_zero_by_construction));
    return o;
}

static json_t *
theil(rasimi_json *json, const rasim_theil *theil)
{
    json_t *o = json_object();
    PUT("total", measured(json, theil->total, rasimi_json_number));
    PUT("within_bands", measured(json, theil->within_bands, rasimi_json_number));
    PUT("between_bands", measured(json, theil->between_bands, rasimi_json_number));
    PUT("between_groups", measured(json, theil->between_groups, rasimi_json_number));
    PUT("between_places", measured(json, theil->between_places, rasimi_json_number));
    PUT("place_effect", measured(json, theil->place_effect, rasimi_json_number));
    NUMBER("place_share", theil->place_share);
    NUMBER("chance_share", theil->chance_share);
    PUT("band_people", numbers(json, theil->band_people, RASIM_N_TENTHS));
    PUT("band_mean", numbers(json, theil->band_mean, RASIM_N_TENTHS));
    PUT("band_theil", numbers(json, theil->band_theil, RASIM_N_TENTHS));
    return o;
}

static json_t *
equity(rasimi_json *json, const rasim_equity *equity)
{
    json_t *o = json_object();
    PUT("indicative", theil(json, &equity->indicative));
    PUT("final", theil(json, &equity->final));
    return o;
}

static json_t *
later_years(rasimi_json *json, const rasim_design_persons *design)
{
    json_t *list = json_array();
    for (size_t y = 0; y < design->n_later; y++) {
        const rasim_later_year *year = &design->later[y];
        json_t *o = json_object();
        PUT("year", rasimi_json_text(year->year));
        PUT("sufficiency", sufficiency(json, &year->sufficiency));
        PUT("equity", equity(json, &year->equity));
        rasimi_json_push(json, list, o);
    }
    return list;
}

/* ---- all of it ---- */

static json_t *
design(rasimi_json *json, const rasim_design_persons *design, size_t n_levels)
{
    json_t *o = json_object();
    PUT("name", rasimi_json_text(design->name));
    PUT("need_basis", rasimi_json_text(design->need_basis));
    NUMBER("people_seen", design->people_seen);
    NUMBER("people_inside", design->people_inside);
    PUT("groups", groups(json, design));
    PUT("points_classes", points_classes(json, design));
    PUT("rule_lines", rule_lines(json, design));
    PUT("averaging", averaging(json, &design->averaging));
    PUT("devolved", devolved(json, design));
    PUT("lines", lines(json, design, n_levels));
    PUT("sufficiency", sufficiency(json, &design->sufficiency));
    PUT("equity", equity(json, &design->equity));
    PUT("later_years", later_years(json, design));
    return o;
}

static json_t *
change_names(rasimi_json *json)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RASIM_N_CHANGES; i++)
        rasimi_json_push(json, list, rasimi_json_text(rasim_change_name(i)));
    return list;
}

json_t *
rasimi_json_persons(rasimi_json *json, const rasim_persons *persons)
{
    if (!persons)
        return json_null();
    json_t *o = json_object(), *designs = json_array();
    PUT("replicates", json_integer((json_int_t)persons->replicates));
    PUT("later_replicates", json_integer((json_int_t)persons->later_replicates));
    NUMBER("person_years", persons->person_years);
    NUMBER("small_number", persons->small_number);
    NUMBER("tolerance", persons->tolerance);
    PUT("change_names", change_names(json));
    for (size_t d = 0; d < persons->n_designs; d++)
        rasimi_json_push(json, designs, design(json, &persons->designs[d], persons->n_levels));
    PUT("designs", designs);
    return o;
}
