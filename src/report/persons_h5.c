/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person-level results as tables of doubles, one folder a design; what their columns are stands in /labels. */
#include "report/persons_h5.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))
#define MIXED     "as its columns"

static const char *const FIT[] = {"people",
                                  "mean_allocation",
                                  "mean_target",
                                  "bias",
                                  "bias_se",
                                  "mean_absolute",
                                  "mean_absolute_se",
                                  "root_mean_square",
                                  "root_mean_square_se",
                                  "r_squared",
                                  "within_5",
                                  "within_10",
                                  "within_20",
                                  "within_25",
                                  "within_50"};
static const char *const GROUP[] = {"people", "can_live_on", "can_live_on_se", "below_package", "change_gbp"};
static const char *const POINTS[] = {"from",          "to",   "people",  "mean_points", "allocation",
                                     "allocation_se", "need", "need_se", "need_low",    "need_high"};
static const char *const RULE[] = {"line", "points", "gbp_week"};
static const char *const POOL[] = {"people", "pools", "sd", "low", "high", "fitted_sd"};
static const char *const AVERAGING[] = {"a",        "a_se",      "b",          "b_se",
                                        "floor_sd", "floor_low", "floor_high", "people_to_floor"};
static const char *const DEVOLVED[] = {"level", "places_gbp", "pooled_gbp", "extra_gbp", "extra_se"};
static const char *const LINE[] = {
    "threshold_gbp_week", "of_design",          "people_out",  "people_out_se", "gbp_out",      "gbp_out_se", "cv_left",
    "ras_mean_gbp",       "high_cost_mean_gbp", "dear_people", "dear_gbp",      "cheap_people", "cheap_gbp"};
static const char *const SUFFICIENCY[] = {"short_share", "short_share_se", "depth",       "depth_se",
                                          "panel_gbp",   "panel_se",       "final_share", "final_share_se"};
static const char *const THEIL[] = {"total",          "total_se",          "within_bands",   "within_bands_se",
                                    "between_bands",  "between_bands_se",  "between_groups", "between_groups_se",
                                    "between_places", "between_places_se", "place_effect",   "place_effect_se",
                                    "place_share",    "chance_share"};

/* ---- labels ---- */

static void
put_group_labels(rasimi_h5put *put, const rasim_design_persons *design)
{
    const char **texts = rasimi_calloc(design->n_groups, 2 * sizeof *texts);
    if (!texts) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < design->n_groups; i++) {
        texts[i] = design->groups[i].by;
        texts[design->n_groups + i] = design->groups[i].label;
    }
    rasimi_h5put_texts(put, "person_group_by", texts, design->n_groups, "what people are grouped by");
    rasimi_h5put_texts(put, "person_group", texts + design->n_groups, design->n_groups, "labels of the groups");
    free(texts);
}

static void
put_labels(rasimi_h5put *put, const rasim_persons *persons)
{
    const char *changes[RASIM_N_CHANGES];
    for (size_t i = 0; i < RASIM_N_CHANGES; i++)
        changes[i] = rasim_change_name(i);
    rasimi_h5put_folder(put, "/labels");
    rasimi_h5put_texts(put, "change", changes, RASIM_N_CHANGES, "classes of what allocations change of packages");
    rasimi_h5put_texts(put, "fit_column", FIT, LENGTH(FIT), "columns of the tables of fit");
    rasimi_h5put_texts(put, "group_column", GROUP, LENGTH(GROUP), "columns of the table of groups");
    rasimi_h5put_texts(put, "points_column", POINTS, LENGTH(POINTS), "columns of the table of points");
    rasimi_h5put_texts(put, "rule_column", RULE, LENGTH(RULE), "columns of the vertices of rules");
    rasimi_h5put_texts(put, "pool_column", POOL, LENGTH(POOL), "columns of the averaging-out curve");
    rasimi_h5put_texts(put, "averaging_figure", AVERAGING, LENGTH(AVERAGING), "figures of its fit");
    rasimi_h5put_texts(put, "devolved_column", DEVOLVED, LENGTH(DEVOLVED), "columns of devolved budgets");
    rasimi_h5put_texts(put, "line_column", LINE, LENGTH(LINE), "columns of the lines for high-cost packages");
    rasimi_h5put_texts(put, "sufficiency_figure", SUFFICIENCY, LENGTH(SUFFICIENCY), "figures of sufficiency");
    rasimi_h5put_texts(put, "theil_figure", THEIL, LENGTH(THEIL), "figures of equity");
    if (persons->n_designs > 0)
        put_group_labels(put, &persons->designs[0]);
}

/* ---- tables ---- */

/* Fills a row of a table from item i. */
typedef void
row_fn(const void *from, size_t i, double *row);

static void
put_table(rasimi_h5put *put, rasimi_h5name name, row_fn *fill, const void *from, size_t n_rows, size_t n_columns)
{
    const uint64_t shape[] = {n_rows, n_columns};
    double *table = rasimi_calloc(n_rows, n_columns * sizeof *table);
    if (!table) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < n_rows; i++)
        fill(from, i, table + i * n_columns);
    rasimi_h5put_doubles(put, name, 2, shape, table);
    free(table);
}

static void
fit_row(const rasim_fit *fit, double *row)
{
    const double figures[] = {fit->people,
                              fit->mean_allocation,
                              fit->mean_target,
                              fit->bias.value,
                              fit->bias.se,
                              fit->mean_absolute.value,
                              fit->mean_absolute.se,
                              fit->root_mean_square.value,
                              fit->root_mean_square.se,
                              fit->r_squared};
    memcpy(row, figures, sizeof figures);
    memcpy(row + LENGTH(figures), fit->within, sizeof fit->within);
}

static void
need_row(const void *groups, size_t i, double *row)
{
    fit_row(&((const rasim_people_group *)groups)[i].need, row);
}

static void
package_row(const void *groups, size_t i, double *row)
{
    fit_row(&((const rasim_people_group *)groups)[i].package, row);
}

static void
group_row(const void *groups, size_t i, double *row)
{
    const rasim_people_group *group = (const rasim_people_group *)groups + i;
    row[0] = group->people;
    row[1] = group->can_live_on.value;
    row[2] = group->can_live_on.se;
    row[3] = group->below_package;
    row[4] = group->change_gbp;
}

static void
change_row(const void *groups, size_t i, double *row)
{
    memcpy(row, ((const rasim_people_group *)groups)[i].changes, RASIM_N_CHANGES * sizeof *row);
}

static void
points_row(const void *classes, size_t i, double *row)
{
    const rasim_points_class *class = (const rasim_points_class *)classes + i;
    const double figures[] = {
        class->from,          class->to,         class->people,  class->mean_points, class->allocation.value,
        class->allocation.se, class->need.value, class->need.se, class->need_low,    class->need_high};
    memcpy(row, figures, sizeof figures);
}

/* Vertex i of all lines of the design, one line after the other; lines count from 1. */
static void
rule_row(const void *design, size_t i, double *row)
{
    const rasim_rule_line *rules = ((const rasim_design_persons *)design)->rules;
    size_t line = 0;
    for (; i >= rules[line].n; line++)
        i -= rules[line].n;
    row[0] = (double)line + 1;
    row[1] = rules[line].points[i];
    row[2] = rules[line].gbp_week[i];
}

/* Nothing where the design has no points. */
static void
put_points(rasimi_h5put *put, const rasim_design_persons *design)
{
    const char *names[RASIM_MOST_RULE_LINES];
    size_t n_vertices = 0;
    for (size_t i = 0; i < design->n_rules; i++) {
        names[i] = design->rules[i].care_groups;
        n_vertices += design->rules[i].n;
    }
    put_table(put, (rasimi_h5name){"points", MIXED, "people inside the RAS by their points"}, points_row,
              design->points, design->n_points, LENGTH(POINTS));
    if (design->n_rules > 0)
        rasimi_h5put_texts(put, "rule_groups", names, design->n_rules, "care groups whose rule each line is");
    put_table(put, (rasimi_h5name){"rules", MIXED, "vertices of what points alone give, £ a week"}, rule_row, design,
              n_vertices, LENGTH(RULE));
}

static void
pool_row(const void *sizes, size_t i, double *row)
{
    const rasim_pool_size *size = (const rasim_pool_size *)sizes + i;
    row[0] = size->people;
    row[1] = (double)size->pools;
    row[2] = size->sd;
    row[3] = size->low;
    row[4] = size->high;
    row[5] = size->fitted_sd;
}

static void
devolved_row(const void *rows, size_t i, double *row)
{
    const rasim_devolved *at = (const rasim_devolved *)rows + i;
    row[0] = at->level;
    row[1] = at->places_gbp;
    row[2] = at->pooled_gbp;
    row[3] = at->extra_gbp.value;
    row[4] = at->extra_gbp.se;
}

static void
line_row(const void *lines, size_t i, double *row)
{
    const rasim_line_at *line = (const rasim_line_at *)lines + i;
    const double figures[] = {line->threshold_gbp_week, line->of_design,   line->people_out.value, line->people_out.se,
                              line->gbp_out.value,      line->gbp_out.se,  line->cv_left,          line->ras_mean_gbp,
                              line->high_cost_mean_gbp, line->dear_people, line->dear_gbp,         line->cheap_people,
                              line->cheap_gbp};
    memcpy(row, figures, sizeof figures);
}

/* Margins of the pools by line and level. */
static void
put_margins(rasimi_h5put *put, const rasim_design_persons *design, size_t n_levels)
{
    const uint64_t shape[] = {design->n_lines, n_levels};
    double *table = rasimi_calloc(design->n_lines, 2 * n_levels * sizeof *table);
    if (!table) {
        put->status = put->status ? put->status : RASIM_ERR_NO_MEMORY;
        return;
    }
    double *high_cost = table + design->n_lines * n_levels;
    for (size_t i = 0; i < design->n_lines; i++)
        for (size_t l = 0; l < n_levels; l++) {
            table[i * n_levels + l] = design->lines[i].ras_margin[l].value;
            high_cost[i * n_levels + l] = design->lines[i].high_cost_margin[l].value;
        }
    rasimi_h5put_doubles(put, (rasimi_h5name){"ras_margin", "£ a year", "quantile less mean of the RAS pool"}, 2, shape,
                         table);
    rasimi_h5put_doubles(put, (rasimi_h5name){"high_cost_margin", "£ a year", "quantile less mean of the other pool"},
                         2, shape, high_cost);
    free(table);
}

static void
put_averaging(rasimi_h5put *put, const rasim_averaging *averaging)
{
    const double figures[] = {averaging->a.value,    averaging->a.se,           averaging->b.value,
                              averaging->b.se,       averaging->floor_sd,       averaging->floor_low,
                              averaging->floor_high, averaging->people_to_floor};
    const uint64_t n = LENGTH(figures);
    put_table(put, (rasimi_h5name){"pools", MIXED, "spread of spend over allocation by size of pool"}, pool_row,
              averaging->sizes, averaging->n, LENGTH(POOL));
    rasimi_h5put_doubles(put, (rasimi_h5name){"averaging", MIXED, "fit of variance = a / people + b"}, 1, &n, figures);
}

static void
fill_sufficiency(const rasim_sufficiency *s, double figures[LENGTH(SUFFICIENCY)])
{
    const rasim_measured all[] = {s->short_share, s->depth, s->panel_gbp, s->final_share};
    for (size_t i = 0; i < LENGTH(all); i++) {
        figures[2 * i] = all[i].value;
        figures[2 * i + 1] = all[i].se;
    }
}

static void
put_sufficiency(rasimi_h5put *put, const rasim_sufficiency *s)
{
    double figures[LENGTH(SUFFICIENCY)];
    const uint64_t n = LENGTH(figures);
    fill_sufficiency(s, figures);
    rasimi_h5put_doubles(put, (rasimi_h5name){"sufficiency", MIXED, "whether it is enough"}, 1, &n, figures);
}

/* The same of a later year as a row. */
static void
later_sufficiency_row(const void *from, size_t i, double *row)
{
    fill_sufficiency(&((const rasim_later_year *)from)[i].sufficiency, row);
}

static void
theil_row(const void *from, size_t i, double *row)
{
    const rasim_equity *equity = from;
    const rasim_theil *t = i == 0 ? &equity->indicative : &equity->final;
    const rasim_measured *const parts[] = {&t->total,          &t->within_bands,   &t->between_bands,
                                           &t->between_groups, &t->between_places, &t->place_effect};
    for (size_t p = 0; p < LENGTH(parts); p++) {
        row[2 * p] = parts[p]->value;
        row[2 * p + 1] = parts[p]->se;
    }
    row[2 * LENGTH(parts)] = t->place_share;
    row[2 * LENGTH(parts) + 1] = t->chance_share;
}

static void
band_row(const void *from, size_t i, double *row)
{
    const rasim_equity *equity = from;
    const rasim_theil *t = &equity->indicative;
    const double *const rows[] = {t->band_people, t->band_mean, t->band_theil, equity->final.band_mean,
                                  equity->final.band_theil};
    memcpy(row, rows[i], RASIM_N_TENTHS * sizeof *row);
}

static void
put_equity(rasimi_h5put *put, const rasim_equity *equity)
{
    put_table(put, (rasimi_h5name){"equity", MIXED, "Theil's T of A / C, and of F / C"}, theil_row, equity, 2,
              LENGTH(THEIL));
    put_table(
        put,
        (rasimi_h5name){"equity_bands", MIXED, "by tenth of need: people, mean and T of A / C, mean and T of F / C"},
        band_row, equity, 5, RASIM_N_TENTHS);
}

static void
put_design(rasimi_h5put *put, const rasim_design_persons *design, size_t n_levels)
{
    const size_t n = design->n_groups;
    rasimi_h5put_text(put, "name", design->name);
    rasimi_h5put_text(put, "need_basis", design->need_basis);
    rasimi_h5put_number(put, "people_seen", design->people_seen);
    rasimi_h5put_number(put, "people_inside", design->people_inside);
    rasimi_h5put_whole(put, "final_zero_by_construction", design->sufficiency.final_zero_by_construction);
    put_table(put, (rasimi_h5name){"groups", MIXED, "people inside the RAS"}, group_row, design->groups, n,
              LENGTH(GROUP));
    put_table(put, (rasimi_h5name){"fit_need", MIXED, "allocations against need cost"}, need_row, design->groups, n,
              LENGTH(FIT));
    put_table(put, (rasimi_h5name){"fit_package", MIXED, "allocations against current packages"}, package_row,
              design->groups, n, LENGTH(FIT));
    put_table(put, (rasimi_h5name){"changes", "people", "expected people by what their package changes"}, change_row,
              design->groups, n, RASIM_N_CHANGES);
    put_points(put, design);
    put_averaging(put, &design->averaging);
    put_table(put, (rasimi_h5name){"devolved", MIXED, "places' own budgets against a pooled one"}, devolved_row,
              design->devolved, design->n_devolved, LENGTH(DEVOLVED));
    put_table(put, (rasimi_h5name){"lines", MIXED, "thresholds for high-cost packages"}, line_row, design->lines,
              design->n_lines, LENGTH(LINE));
    put_margins(put, design, n_levels);
    put_sufficiency(put, &design->sufficiency);
    put_equity(put, &design->equity);
}

/* Indicative in even rows, final in odd ones, year after year. */
static void
later_theil_row(const void *from, size_t i, double *row)
{
    theil_row(&((const rasim_later_year *)from)[i / 2].equity, i % 2, row);
}

static void
put_later(rasimi_h5put *put, const rasim_design_persons *design)
{
    put_table(put, (rasimi_h5name){"later_sufficiency", MIXED, "whether it is enough in years 2, 3, ..."},
              later_sufficiency_row, design->later, design->n_later, LENGTH(SUFFICIENCY));
    put_table(put, (rasimi_h5name){"later_equity", MIXED, "T of A / C, of F / C in year 2; in year 3; ..."},
              later_theil_row, design->later, 2 * design->n_later, LENGTH(THEIL));
}

void
rasimi_h5put_persons(rasimi_h5put *put, const rasim_persons *persons)
{
    if (!persons)
        return;
    put_labels(put, persons);
    rasimi_h5put_folder(put, "/persons");
    rasimi_h5put_whole(put, "replicates", persons->replicates);
    rasimi_h5put_whole(put, "later_replicates", persons->later_replicates);
    rasimi_h5put_number(put, "person_years", persons->person_years);
    rasimi_h5put_number(put, "small_number", persons->small_number);
    rasimi_h5put_number(put, "tolerance", persons->tolerance);
    for (size_t d = 0; d < persons->n_designs; d++) {
        rasimi_h5put_folder(put, "/persons/%zu", d + 1);
        put_design(put, &persons->designs[d], persons->n_levels);
        put_later(put, &persons->designs[d]);
    }
}
