/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fit of a calibration: how good each method is, what the fit gives, for whom it is right, what each question adds,
   what a panel agreed. Everything is £ a week and before scaling. */
#include "report/document_build.h"

#include <string.h>

#include "rasim/persons.h"

static rasimi_document_table *
table_of(rasimi_chart *chart)
{
    return chart ? &chart->table : NULL;
}

static double
number_in(const rasimi_chart *chart, size_t row, size_t column)
{
    return rasimi_table_cell(&chart->table, row, column)->number;
}

static const char *
words_in(const rasimi_chart *chart, size_t row, size_t column)
{
    return rasimi_table_cell(&chart->table, row, column)->text;
}

/* Half the 95 % interval of a figure of errors. */
static double
half_of(const json_t *fit, const char *key)
{
    return rasimi_half_of_se(rasimi_json_number_at(fit, key));
}

/* ---- methods ---- */

/* Half an interval beside pounds without pence. */
#define IS_WHOLE_ERROR                                                                                                 \
    {                                                                                                                  \
        .heading = "±", .unit = RASIMI_UNIT_GBP_WEEK, .is_error = true, .step = 1                                      \
    }

enum { WAY, VALUES, ERROR, ERROR_LOW, ERROR_HIGH };
static const rasimi_column WAYS[] = {
    [WAY] = IS_TEXT("Method"),
    [VALUES] = IS_COUNT("Values"),
    [ERROR] = IS_WEEK("Error"),
    [ERROR_LOW] = IS_WEEK("from"),
    [ERROR_HIGH] = IS_WEEK("to"),
    IS_WEEK_CHANGE("Bias"),
    IS_WHOLE_ERROR,
    IS_R_SQUARED("R²"),
    IS_SHARE("Within 10 %"),
    IS_SHARE("Within 20 %"),
    IS_SHARE("Within 25 %"),
    IS_WEEK("Error in a place not seen"),
};

static void
put_way(const rasimi_teller *all, rasimi_document_table *table, const json_t *way)
{
    const json_t *fit = rasimi_json_at(way, "cross_validated");
    const double error = rasimi_json_number_at(fit, "mean_absolute"), half = half_of(fit, "mean_absolute_se");
    ROW(all, table,
        W(rasimi_document_text(all->document, "%s, %s%s", rasimi_json_text_at(way, "method"),
                               rasimi_json_text_at(way, "pooling"),
                               rasimi_json_true_at(way, "chosen") ? " (chosen)" : "")),
        N(rasimi_json_number_at(way, "values")), N(error), N(error - half), N(error + half),
        N(rasimi_json_number_at(fit, "bias")), N(half_of(fit, "bias_se")), N(rasimi_json_number_at(fit, "r_squared")),
        N(rasimi_json_number_at(fit, "within_10")), N(rasimi_json_number_at(fit, "within_20")),
        N(rasimi_json_number_at(fit, "within_25")), N(rasimi_json_number_at(way, "in_new_places.mean_absolute")));
}

/* The row with the least, or the greatest, number in a column; n_rows where no row has one. */
static size_t
extreme_row(const rasimi_chart *chart, size_t column, double sign)
{
    const size_t n = chart ? chart->table.n_rows : 0;
    size_t best = n;
    for (size_t i = 0; i < n; i++)
        if (isfinite(number_in(chart, i, column)) &&
            (best == n || sign * number_in(chart, i, column) > sign * number_in(chart, best, column)))
            best = i;
    return best;
}

static void
put_ways(const rasimi_teller *all)
{
    rasimi_document *document = all->document;
    const json_t *ways = rasimi_json_at(all->root, "ways");
    if (json_array_size(ways) == 0)
        return;
    rasimi_section *section = rasimi_document_section(document, "methods", "Methods compared");
    rasimi_chart *chart =
        rasimi_section_chart(document, section, RASIMI_CHART_RANGES, "ways",
                             "Mean absolute error on people not seen, £ a week", WAYS, COUNT_OF(WAYS));
    for (size_t i = 0; i < json_array_size(ways); i++)
        put_way(all, table_of(chart), rasimi_json_item(ways, i));
    rasimi_chart_series(document, chart, KNOWN("Error", ERROR, ERROR_LOW, ERROR_HIGH, RASIMI_ROLE_MAIN));
    const size_t best = extreme_row(chart, ERROR, -1.0);
    if (chart && best < chart->table.n_rows)
        rasimi_chart_find(document, chart, "The method “%s” is nearest to people not seen: %s a week off on average.",
                          words_in(chart, best, WAY), rasim_pounds_text(number_in(chart, best, ERROR), 1.0).text);
    rasimi_table_set_note(document, table_of(chart),
                          "Before scaling. Error is the mean absolute error, bias allocation less package; bars and ± "
                          "are 95 %% of the sample, and all methods are judged on the same people.");
}

/* ---- values ---- */

enum { WHERE, POINTS, VALUE, LOW, HIGH, N_VALUE_COLUMNS = HIGH + 3 };

/* What the fit's values are, and how they are drawn. */
typedef struct fitted {
    const rasimi_teller *all;
    rasimi_section *section;
    const json_t *values;
    const char *what;
    bool coefficients, is_line, is_price; /* lines over points; a price for each group and nothing else */
} fitted;

static const char *
group_of(const fitted *fit, size_t i)
{
    return rasimi_json_text_at(rasimi_json_item(fit->values, i), "care_group");
}

/* The first value that has a chart of its own with its group; prices have one together. */
static size_t
end_of_group(const fitted *fit, size_t first)
{
    size_t end = first + 1;
    while (end < json_array_size(fit->values) &&
           (fit->is_price || strcmp(group_of(fit, end), group_of(fit, first)) == 0))
        end++;
    return end;
}

/* What everybody has; among coefficients it would dwarf all others. */
static bool
is_base(const fitted *fit, const json_t *value)
{
    return fit->coefficients && strcmp(rasimi_json_text_at(value, "what"), "everybody") == 0;
}

static rasim_figure
value_text(const fitted *fit, double value)
{
    return fit->coefficients ? rasim_decimal_text(value, 2) : rasim_pence_text(value);
}

static void
put_value(const fitted *fit, rasimi_chart *chart, const json_t *value)
{
    const char *group = rasimi_json_text_at(value, "care_group"), *what = rasimi_json_text_at(value, "what");
    if (is_base(fit, value)) {
        rasimi_table_set_note(
            fit->all->document, table_of(chart),
            "Ranges are 95 %% of bootstrap samples. To these comes what everybody has: %s (%s to %s).",
            value_text(fit, rasimi_json_number_at(value, "value")).text,
            value_text(fit, rasimi_json_number_at(value, "low")).text,
            value_text(fit, rasimi_json_number_at(value, "high")).text);
        return;
    }
    ROW(fit->all, table_of(chart), W(fit->is_price && *group ? group : what), N(rasimi_json_number_at(value, "at")),
        N(rasimi_json_number_at(value, "value")), N(rasimi_json_number_at(value, "low")),
        N(rasimi_json_number_at(value, "high")), N(rasimi_json_number_at(value, "at_low")),
        N(rasimi_json_number_at(value, "at_high")));
}

/* The value that the sample says least about. */
static void
find_least_sure(const fitted *fit, rasimi_chart *chart)
{
    const size_t n = chart ? chart->table.n_rows : 0;
    size_t widest = n;
    double most = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double width = number_in(chart, i, HIGH) - number_in(chart, i, LOW);
        if (width > most) {
            most = width;
            widest = i;
        }
    }
    if (widest < n)
        rasimi_chart_find(fit->all->document, chart,
                          "The sample says least about “%s”: %s, and in 95 %% of bootstrap samples between %s and %s.",
                          words_in(chart, widest, WHERE), value_text(fit, number_in(chart, widest, VALUE)).text,
                          value_text(fit, number_in(chart, widest, LOW)).text,
                          value_text(fit, number_in(chart, widest, HIGH)).text);
}

/* The n-th chart: of the values from `first` to before `end`. */
static void
put_group(const fitted *fit, size_t n, size_t first, size_t end)
{
    rasimi_document *document = fit->all->document;
    const rasimi_unit unit = fit->coefficients ? RASIMI_UNIT_NUMBER : RASIMI_UNIT_GBP_WEEK;
    const rasimi_column columns[N_VALUE_COLUMNS] = {
        [WHERE] = IS_TEXT(fit->is_price ? "Care group" : "Value"),
        [POINTS] = IS_NUMBER("Points"),
        [VALUE] = {.heading = fit->coefficients ? "Coefficient" : "Amount", .unit = unit},
        [LOW] = {.heading = "from", .unit = unit},
        [HIGH] = {.heading = "to", .unit = unit},
        IS_NUMBER("begins from"),
        IS_NUMBER("begins to"),
    };
    const bool alone = first == 0 && end == json_array_size(fit->values);
    const char *group = alone ? "" : *group_of(fit, first) ? group_of(fit, first) : "Everybody";
    const char *id = alone ? "fitted" : rasimi_document_text(document, "fitted-%zu", n);
    const char *title = rasimi_document_text(document, "%s%s%s", fit->what, *group ? ": " : "", group);
    rasimi_chart *chart =
        rasimi_section_chart(document, fit->section, fit->is_line ? RASIMI_CHART_LINES : RASIMI_CHART_RANGES,
                             id ? id : "", title ? title : "", columns, N_VALUE_COLUMNS);
    rasimi_table_set_note(document, table_of(chart), "Ranges are 95 %% of bootstrap samples.");
    for (size_t i = first; i < end; i++)
        put_value(fit, chart, rasimi_json_item(fit->values, i));
    rasimi_chart_series(document, chart, KNOWN("The fit", VALUE, LOW, HIGH, RASIMI_ROLE_MAIN));
    if (chart && fit->is_line)
        chart->x = POINTS;
    find_least_sure(fit, chart);
}

static void
put_values(const rasimi_teller *all)
{
    const char *family = rasimi_json_text_at(all->root, "family");
    fitted fit = {.all = all, .values = rasimi_json_at(all->root, "values")};
    fit.coefficients = rasimi_json_true_at(all->root, "on_log_scale");
    fit.is_line = strcmp(family, "table") == 0;
    fit.is_price = strcmp(family, "price_per_point") == 0;
    fit.what = fit.coefficients ? "Coefficients of the logarithm of £ a week, before scaling"
               : fit.is_price   ? "£ a week for a point, before scaling"
                                : "£ a week before scaling";
    if (json_array_size(fit.values) == 0)
        return;
    fit.section = rasimi_document_section(all->document, "values", "What the fit gives");
    for (size_t n = 1, first = 0, end; first < json_array_size(fit.values); n++, first = end) {
        end = end_of_group(&fit, first);
        put_group(&fit, n, first, end);
    }
}

/* ---- for whom ---- */

enum { WHO, PEOPLE, BIAS, BIAS_LOW, BIAS_HIGH };

static void
put_part(const rasimi_teller *all, rasimi_document_table *table, const json_t *part)
{
    const char *label = rasimi_json_text_at(part, "label");
    const bool is_tenth = strcmp(rasimi_json_text_at(part, "by"), "care group") != 0;
    const json_t *all_of = rasimi_json_at(part, "cross_validated");
    /* few people are not told of one by one */
    const json_t *fit = rasimi_json_number_at(all_of, "people") >= RASIM_SMALL_NUMBER ? all_of : NULL;
    const double bias = rasimi_json_number_at(fit, "bias"), half = half_of(fit, "bias_se");
    ROW(all, table, W(is_tenth ? rasimi_document_text(all->document, "Tenth %s", label) : label),
        N(rasimi_json_number_at(fit, "people")), N(bias), N(bias - half), N(bias + half),
        N(rasimi_json_number_at(fit, "mean_absolute")), N(half_of(fit, "mean_absolute_se")),
        N(rasimi_json_number_at(fit, "mean_allocation")), N(rasimi_json_number_at(fit, "mean_target")),
        N(rasimi_json_number_at(fit, "within_20")));
}

/* Who is furthest off, and of how many the sample tells it. */
static void
find_bias(const rasimi_teller *all, rasimi_chart *chart)
{
    const size_t n = chart ? chart->table.n_rows : 0;
    size_t furthest = n, n_told = 0, n_known = 0;
    for (size_t i = 0; i < n; i++) {
        const double bias = number_in(chart, i, BIAS);
        n_known += isnan(bias) ? 0U : 1U;
        n_told += number_in(chart, i, BIAS_LOW) > 0.0 || number_in(chart, i, BIAS_HIGH) < 0.0;
        if (isfinite(bias) && (furthest == n || fabs(bias) > fabs(number_in(chart, furthest, BIAS))))
            furthest = i;
    }
    if (furthest == n)
        return;
    const double bias = number_in(chart, furthest, BIAS);
    rasimi_chart_find(
        all->document, chart,
        "“%s” is furthest off: %s a week %s than packages on average. The interval leaves out nought in %zu of %zu.",
        words_in(chart, furthest, WHO), rasim_pounds_text(fabs(bias), 1.0).text, bias < 0.0 ? "less" : "more", n_told,
        n_known);
}

static void
put_parts_by(const rasimi_teller *all, rasimi_section *section, const char *by, const char *title, const char *heading,
             const char *note)
{
    rasimi_document *document = all->document;
    const json_t *parts = rasimi_json_at(all->root, "parts");
    const rasimi_column columns[] = {[WHO] = IS_TEXT(heading),
                                     [PEOPLE] = IS_COUNT("People"),
                                     [BIAS] = IS_WEEK_CHANGE("Bias"),
                                     [BIAS_LOW] = IS_WEEK_CHANGE("from"),
                                     [BIAS_HIGH] = IS_WEEK_CHANGE("to"),
                                     IS_WEEK("Error"),
                                     IS_WHOLE_ERROR,
                                     IS_WEEK("Mean amount"),
                                     IS_WEEK("Mean package"),
                                     IS_SHARE("Within 20 %")};
    const char *id = rasimi_document_text(document, "bias-%.*s", (int)strcspn(by, " "), by);
    rasimi_chart *chart =
        rasimi_section_chart(document, section, RASIMI_CHART_RANGES, id ? id : "", title, columns, COUNT_OF(columns));
    for (size_t i = 0; i < json_array_size(parts); i++)
        if (strcmp(rasimi_json_text_at(rasimi_json_item(parts, i), "by"), by) == 0)
            put_part(all, table_of(chart), rasimi_json_item(parts, i));
    rasimi_chart_series(document, chart, KNOWN("Bias", BIAS, BIAS_LOW, BIAS_HIGH, RASIMI_ROLE_MAIN));
    find_bias(all, chart);
    rasimi_table_set_note(document, table_of(chart), "%s", note);
}

static void
put_parts(const rasimi_teller *all)
{
    if (rasimi_json_count_at(all->root, "parts") == 0)
        return;
    rasimi_section *section = rasimi_document_section(all->document, "people", "For whom it is right");
    put_parts_by(
        all, section, "care group", "Bias by care group, £ a week", "Care group",
        "Bias is allocation less package on people not seen, before scaling; where there are fewer than 5 people "
        "figures are hidden.");
    put_parts_by(all, section, "need", "Bias by tenth of points, £ a week", "Tenth of points",
                 "From the tenth of people with the fewest points to that with the most.");
    put_parts_by(all, section, "cost", "Bias by tenth of cost, £ a week", "Tenth of cost",
                 "Any rule gives those whose packages cost most less than they cost, and those whose cost least more: "
                 "points do not tell all of a package.");
}

/* ---- questions ---- */

enum { QUESTION, MORE };
static const rasimi_column QUESTIONS[] = {
    [QUESTION] = IS_TEXT("Question"),
    [MORE] = IS_PENCE("Error without it, more"),
    {.heading = "Error without it", .unit = RASIMI_UNIT_GBP_WEEK},
    IS_R_SQUARED("R² without it"),
};

static void
put_questions(const rasimi_teller *all)
{
    rasimi_document *document = all->document;
    const json_t *questions = rasimi_json_at(all->root, "questions");
    if (json_array_size(questions) == 0)
        return;
    rasimi_section *section = rasimi_document_section(document, "questions", "What each question adds");
    rasimi_chart *chart =
        rasimi_section_chart(document, section, RASIMI_CHART_BARS, "dropping",
                             "What dropping a question adds to the error, £ a week", QUESTIONS, COUNT_OF(QUESTIONS));
    for (size_t i = 0; i < json_array_size(questions); i++) {
        const json_t *question = rasimi_json_item(questions, i);
        ROW(all, table_of(chart), W(rasimi_json_text_at(question, "domain")),
            N(rasimi_json_number_at(question, "cost_of_dropping")),
            N(rasimi_json_number_at(question, "without.mean_absolute")),
            N(rasimi_json_number_at(question, "without.r_squared")));
    }
    rasimi_chart_series(document, chart, LINE("More error", MORE, RASIMI_ROLE_MAIN));
    const size_t most = extreme_row(chart, MORE, 1.0);
    if (chart && most < chart->table.n_rows && number_in(chart, most, MORE) > 0.0)
        rasimi_chart_find(document, chart, "Without “%s” the mean absolute error would be %s a week larger.",
                          words_in(chart, most, QUESTION), rasim_pence_text(number_in(chart, most, MORE)).text);
    else
        rasimi_chart_find(document, chart, "On people not seen the fit would do no worse without any one question.");
    rasimi_table_set_note(document, table_of(chart),
                          "On people not seen. Below nought: the fit would do better without the question.");
}

/* ---- vignettes ---- */

enum { VIGNETTE, MEMBERS, AGREED, LEAST, MOST, SPREAD, FITTED };
static const rasimi_column VIGNETTES[] = {
    [VIGNETTE] = IS_TEXT("Vignette"), [MEMBERS] = IS_COUNT("Members"), [AGREED] = IS_WEEK("Agreed"),
    [LEAST] = IS_WEEK("least"),       [MOST] = IS_WEEK("most"),        [SPREAD] = IS_WEEK("Spread (sd)"),
    [FITTED] = IS_WEEK("The fit"),
};

static void
put_vignettes(const rasimi_teller *all)
{
    rasimi_document *document = all->document;
    const json_t *vignettes = rasimi_json_at(all->root, "vignettes");
    const double disagreement = rasimi_json_number_at(all->root, "disagreement");
    if (json_array_size(vignettes) == 0)
        return;
    rasimi_section *section = rasimi_document_section(document, "vignettes", "What the panel agreed");
    rasimi_chart *chart = rasimi_section_chart(document, section, RASIMI_CHART_RANGES, "agreed",
                                               "What the panel agreed, £ a week", VIGNETTES, COUNT_OF(VIGNETTES));
    for (size_t i = 0; i < json_array_size(vignettes); i++) {
        const json_t *at = rasimi_json_item(vignettes, i);
        ROW(all, table_of(chart), W(rasimi_json_text_at(at, "vignette")), N(rasimi_json_number_at(at, "members")),
            N(rasimi_json_number_at(at, "agreed")), N(rasimi_json_number_at(at, "low")),
            N(rasimi_json_number_at(at, "high")), N(rasimi_json_number_at(at, "sd")),
            N(rasimi_json_number_at(at, "fitted")));
    }
    rasimi_chart_series(document, chart, KNOWN("The panel", AGREED, LEAST, MOST, RASIMI_ROLE_MAIN));
    rasimi_chart_series(document, chart, KNOWN("The fit", FITTED, FITTED, FITTED, RASIMI_ROLE_SECOND));
    if (isfinite(disagreement))
        rasimi_chart_find(document, chart, "Members of the panel differ by %s of what they agreed (root mean square).",
                          rasim_percent_text(disagreement).text);
    rasimi_table_set_note(document, table_of(chart),
                          "Mean, least and most of what members gave, and what the fit gives before scaling.");
}

void
rasimi_tell_fit(const rasimi_teller *all)
{
    put_ways(all);
    put_values(all);
    put_parts(all);
    put_questions(all);
    put_vignettes(all);
}
