/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What needs of people with so many points cost, and the rule drawn over it. */
#include "report/document_build.h"

enum { CLASS, POINTS, PEOPLE, NEED, NEED_LOW, NEED_HIGH, ALLOCATED, N_KNOWN, MOST_LINES = 6 };

static const rasimi_column KNOWN_COLUMNS[N_KNOWN] = {[CLASS] = IS_TEXT("Points class"),
                                                     [POINTS] = IS_NUMBER("Points"),
                                                     [PEOPLE] = IS_COUNT("People"),
                                                     [NEED] = IS_WEEK("Needs cost on average"),
                                                     [NEED_LOW] = IS_WEEK("1 in 10 at most"),
                                                     [NEED_HIGH] = IS_WEEK("9 in 10 at most"),
                                                     [ALLOCATED] = IS_WEEK("Indicative amount on average")};

/* The classes, the rules and how many of those are drawn. */
typedef struct by_points {
    const rasimi_teller *teller;
    const json_t *classes, *rules;
    size_t n_lines;
} by_points;

/* "20 to 30 points". */
static const char *
class_name(const by_points *told, const json_t *class)
{
    return rasimi_document_text(told->teller->document, "%.6g to %.6g", rasimi_json_number_at(class, "from"),
                                rasimi_json_number_at(class, "to"));
}

static const char *
rule_name(const by_points *told, size_t line)
{
    const char *groups = rasimi_json_text_at(rasimi_json_item(told->rules, line), "care_groups");
    return told->n_lines > 1 ? rasimi_document_text(told->teller->document, "the rule: %s", groups) : "the rule";
}

/* ---- rows ---- */

/* A row in which nothing is known yet. */
static void
clear_row(rasimi_document_cell cells[N_KNOWN + MOST_LINES], const char *name)
{
    for (size_t c = 0; c < N_KNOWN + MOST_LINES; c++)
        cells[c] = N(NOT_KNOWN);
    cells[CLASS] = W(name);
}

static void
put_class(const by_points *told, rasimi_chart *chart, const json_t *class)
{
    rasimi_document_cell cells[N_KNOWN + MOST_LINES];
    clear_row(cells, class_name(told, class));
    cells[POINTS] = N(rasimi_json_number_at(class, "mean_points"));
    cells[PEOPLE] = rasimi_json_true_at(class, "hidden") ? W("hidden") : N(rasimi_json_number_at(class, "people"));
    cells[NEED] = N(rasimi_json_number_at(class, "need.value"));
    cells[NEED_LOW] = N(rasimi_json_number_at(class, "need_low"));
    cells[NEED_HIGH] = N(rasimi_json_number_at(class, "need_high"));
    cells[ALLOCATED] = N(rasimi_json_number_at(class, "allocation.value"));
    rasimi_table_row(told->teller->document, chart ? &chart->table : NULL, cells);
}

static void
put_rule(const by_points *told, rasimi_chart *chart, size_t line)
{
    const json_t *rule = rasimi_json_item(told->rules, line), *points = rasimi_json_at(rule, "points"),
                 *gbp_week = rasimi_json_at(rule, "gbp_week");
    for (size_t i = 0; i < json_array_size(points); i++) {
        rasimi_document_cell cells[N_KNOWN + MOST_LINES];
        clear_row(cells, rule_name(told, line));
        cells[POINTS] = N(rasimi_json_number_at(rasimi_json_item(points, i), ""));
        cells[N_KNOWN + line] = N(rasimi_json_number_at(rasimi_json_item(gbp_week, i), ""));
        rasimi_table_row(told->teller->document, chart ? &chart->table : NULL, cells);
    }
}

/* ---- the chart ---- */

static rasimi_chart *
make_chart(const by_points *told, rasimi_section *section)
{
    const rasimi_teller *teller = told->teller;
    rasimi_column columns[N_KNOWN + MOST_LINES];
    for (size_t c = 0; c < N_KNOWN; c++)
        columns[c] = KNOWN_COLUMNS[c];
    for (size_t line = 0; line < told->n_lines; line++)
        columns[N_KNOWN + line] = (rasimi_column)IS_WEEK(rule_name(told, line));
    rasimi_chart *chart = rasimi_section_chart(
        teller->document, section, RASIMI_CHART_LINES, rasimi_tell_id(teller, "points"),
        "What points give and what needs cost, £ a week, inside the RAS", columns, N_KNOWN + told->n_lines);
    rasimi_chart_series(teller->document, chart, DOTS("what needs cost", NEED, NEED_LOW, NEED_HIGH, RASIMI_ROLE_MAIN));
    for (size_t line = 0; line < told->n_lines; line++)
        rasimi_chart_series(teller->document, chart, LINE(rule_name(told, line), N_KNOWN + line, RASIMI_ROLE_SECOND));
    if (chart) {
        chart->x = POINTS;
        chart->y_label = "£ a week";
    }
    return chart;
}

/* The class of the most people whom the results show. */
static const json_t *
fullest(const by_points *told)
{
    const json_t *found = NULL;
    for (size_t i = 0; i < json_array_size(told->classes); i++) {
        const json_t *class = rasimi_json_item(told->classes, i);
        const double people = rasimi_json_number_at(class, "people");
        if (people > 0.0 && !(people <= rasimi_json_number_at(found, "people")))
            found = class;
    }
    return found;
}

static void
find_spread(const by_points *told, rasimi_chart *chart)
{
    rasimi_document *document = told->teller->document;
    const json_t *class = fullest(told);
    if (class)
        rasimi_chart_find(
            document, chart,
            "People with %s points are allocated £%s a week on average; the needs of 8 in 10 of them cost "
            "between £%s and £%s.",
            class_name(told, class), rasim_amount_text(rasimi_json_number_at(class, "allocation.value"), 1.0).text,
            rasim_amount_text(rasimi_json_number_at(class, "need_low"), 1.0).text,
            rasim_amount_text(rasimi_json_number_at(class, "need_high"), 1.0).text);
    else
        rasimi_chart_find(document, chart, "Numbers are small: all are hidden.");
}

void
rasimi_tell_points(const rasimi_teller *teller, rasimi_section *section)
{
    by_points told = {teller, rasimi_json_at(teller->persons, "points_classes"),
                      rasimi_json_at(teller->persons, "rule_lines"), 0};
    const size_t n_rules = json_array_size(told.rules);
    told.n_lines = n_rules < MOST_LINES ? n_rules : MOST_LINES;
    if (json_array_size(told.classes) == 0)
        return;
    rasimi_chart *chart = make_chart(&told, section);
    for (size_t i = 0; i < json_array_size(told.classes); i++)
        if (rasimi_json_number_at(rasimi_json_item(told.classes, i), "people") != 0.0)
            put_class(&told, chart, rasimi_json_item(told.classes, i));
    for (size_t line = 0; line < told.n_lines; line++)
        put_rule(&told, chart, line);
    find_spread(&told, chart);
    rasimi_table_set_note(teller->document, chart ? &chart->table : NULL,
                          "The band holds the needs of 8 in 10 people. Points are as assessed; the rule is what points "
                          "alone give, with its limits and without add-ons "
                          "or a carer's £, and is straight from one row to the next. The classes at both ends also "
                          "hold people beyond them.");
}
