/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Native charts. What the table does not hold as a picture needs it (steps of a waterfall, ends of a line) stands in
   grey to the right of it. Where a picture cannot have a line across (bars), its value is told in the title. */
#include <math.h>
#include <string.h>

#include "rasim/figures.h"
#include "report/document_text.h"
#include "report/role_colour.h"
#include "report/workbook_sheet.h"

enum { LONG_LABEL = 12, MANY_BARS = 14, MOST_GROUPS = 12, MOST_NAME = 200 };
#define WIDTH_PIXELS 860.0
#define ROW_PIXELS   20.0

/* A chart that is being drawn. */
typedef struct picture {
    rasimi_sheet *on, *data;
    rasimi_table_at table;
    const rasimi_chart *of;
    lxw_chart *chart;
    size_t n_helpers; /* columns taken on the data sheet */
} picture;

/* Rows of two columns of a sheet. */
typedef struct cells {
    const rasimi_sheet *of_x, *of_y;
    lxw_row_t from_x, from_y;
    size_t n, x, y;
} cells;

/* ---- series ---- */

/* Two columns of the table, from its row `from` on. */
static cells
rows_of(const picture *self, size_t from, size_t n, size_t x, size_t y)
{
    const lxw_row_t first = self->table.first + (lxw_row_t)from;
    return (cells){self->table.sheet, self->table.sheet, first, first, n, x, y};
}

static cells
all_rows(const picture *self, size_t x, size_t y)
{
    return rows_of(self, 0, self->of->table.n_rows, x, y);
}

/* Bars in groups: the groups' names stand in the column before those of the bars, and below them in the picture. */
static bool
has_groups_beside(const rasimi_chart *of)
{
    return of->kind == RASIMI_CHART_BARS && of->facet != RASIMI_NO_COLUMN && of->facet + 1 == of->x;
}

static lxw_chart_series *
add_series(picture *self, const char *name, cells at)
{
    lxw_chart_series *series = chart_add_series(self->chart, NULL, NULL);
    if (!series) {
        self->on->in->no_memory = true;
        return NULL;
    }
    const lxw_row_t more = (lxw_row_t)at.n - 1;
    const size_t of_group = has_groups_beside(self->of) ? at.x - 1 : at.x;
    chart_series_set_categories(series, at.of_x->name, at.from_x, (lxw_col_t)of_group, at.from_x + more,
                                (lxw_col_t)at.x);
    chart_series_set_values(series, at.of_y->name, at.from_y, (lxw_col_t)at.y, at.from_y + more, (lxw_col_t)at.y);
    chart_series_set_name(series, rasimi_book_short_text(self->on->in, name, MOST_NAME));
    return series;
}

static void
draw_line(lxw_chart_series *series, uint32_t colour, float width, uint8_t dash)
{
    lxw_chart_line line = {.color = colour, .width = width, .dash_type = dash};
    if (series)
        chart_series_set_line(series, &line);
}

static void
draw_fill(lxw_chart_series *series, uint32_t colour)
{
    lxw_chart_fill fill = {.color = colour};
    if (series)
        chart_series_set_fill(series, &fill);
}

static void
draw_nothing(lxw_chart_series *series)
{
    lxw_chart_fill fill = {.none = LXW_TRUE};
    lxw_chart_line line = {.none = LXW_TRUE};
    if (!series)
        return;
    chart_series_set_fill(series, &fill);
    chart_series_set_line(series, &line);
}

static void
draw_dots(lxw_chart_series *series, uint32_t colour)
{
    lxw_chart_fill fill = {.color = colour};
    lxw_chart_line none = {.none = LXW_TRUE};
    if (!series)
        return;
    chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_size(series, 5);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_line(series, &none);
}

/* ---- helpers ---- */

/* A column of numbers on the data sheet; which it is. */
static size_t
put_helper(picture *self, const char *heading, const double *values, size_t n)
{
    const size_t column = self->n_helpers++;
    rasimi_sheet_text(self->data, self->data->row, column, RASIMI_LOOK_HELPER, heading);
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i]))
            rasimi_sheet_number(self->data, self->data->row + 1 + (lxw_row_t)i, column, RASIMI_LOOK_HELPER, "0.######",
                                values[i]);
    return column;
}

/* A column of helpers over the table's x. */
static cells
helper_rows(const picture *self, size_t column, size_t n)
{
    return (cells){self->table.sheet, self->data, self->table.first, self->data->row + 1, n, self->of->x, column};
}

static double
cell(const picture *self, size_t row, size_t column)
{
    const rasimi_document_cell *at =
        column < self->of->table.n_columns ? rasimi_table_cell(&self->of->table, row, column) : NULL;
    return at && !at->text ? at->number : (double)NAN;
}

/* The span of what a column has; nothing changes where it has no numbers. */
static void
span(const picture *self, size_t column, double *low, double *high)
{
    for (size_t r = 0; r < self->of->table.n_rows; r++) {
        const double value = cell(self, r, column);
        if (isfinite(value)) {
            *low = fmin(*low, value);
            *high = fmax(*high, value);
        }
    }
}

/* ---- lines ---- */

/* A line across from one end of the other axis to the other. */
static void
add_reference(picture *self, const rasimi_reference *line)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    if (line->on_x)
        for (size_t i = 0; i < self->of->n_series; i++) {
            span(self, self->of->series[i].y, &low, &high);
            span(self, self->of->series[i].low, &low, &high);
            span(self, self->of->series[i].high, &low, &high);
        }
    else
        span(self, self->of->x, &low, &high);
    if (!(low <= high))
        return;
    const double at[2] = {line->at, line->at}, ends[2] = {low, high};
    const size_t x = put_helper(self, line->label, line->on_x ? at : ends, 2);
    const size_t y = put_helper(self, "", line->on_x ? ends : at, 2);
    draw_line(add_series(self, line->label,
                         (cells){self->data, self->data, self->data->row + 1, self->data->row + 1, 2, x, y}),
              rasimi_role_colour(line->role), 2.0F,
              line->role == RASIMI_ROLE_ENVELOPE ? LXW_CHART_LINE_DASH_SOLID : LXW_CHART_LINE_DASH_DASH);
}

static void
add_edge(picture *self, const rasimi_series *series, size_t column, const char *which, bool labelled)
{
    const char *name = rasimi_arena_printf(&self->on->in->arena, labelled ? "%s, %s" : "%s %s", series->name, which);
    draw_line(add_series(self, name, all_rows(self, self->of->x, column)), rasimi_role_colour(series->role), 1.0F,
              LXW_CHART_LINE_DASH_SQUARE_DOT);
}

/* Its role's, or where several lines have that role one of its own. */
static uint32_t
line_colour(const rasimi_chart *of, const rasimi_series *series)
{
    size_t alike = 0;
    for (size_t i = 0; i < of->n_series; i++)
        alike += of->series[i].role == series->role && of->series[i].y != RASIMI_NO_COLUMN;
    return alike > 1 ? rasimi_further_colour((size_t)(series - of->series)) : rasimi_role_colour(series->role);
}

/* A line with its interval, or a band, as its two edges. */
static void
add_lines(picture *self, const rasimi_series *series)
{
    if (series->is_dots)
        draw_dots(add_series(self, series->name, all_rows(self, self->of->x, series->y)),
                  rasimi_role_colour(series->role));
    else if (series->y != RASIMI_NO_COLUMN)
        draw_line(add_series(self, series->name, all_rows(self, self->of->x, series->y)), line_colour(self->of, series),
                  2.5F, LXW_CHART_LINE_DASH_SOLID);
    if (series->low != RASIMI_NO_COLUMN && series->high != RASIMI_NO_COLUMN) {
        add_edge(self, series, series->low, "low", true);
        add_edge(self, series, series->high, "high", true);
    }
}

/* Whether two rows belong to the same line. */
static bool
are_together(const rasimi_document_table *table, size_t column, size_t row, size_t other)
{
    const rasimi_document_cell *a = rasimi_table_cell(table, row, column), *b = rasimi_table_cell(table, other, column);
    if (a->text && b->text)
        return strcmp(a->text, b->text) == 0;
    return !a->text && !b->text && a->number >= b->number && a->number <= b->number;
}

/* Rows of one group after another: a line each, or dots. */
static void
add_groups(picture *self, const rasimi_series *series, size_t column, bool dots)
{
    const rasimi_document_table *table = &self->of->table;
    size_t n = 0;
    for (size_t from = 0, to; from < table->n_rows && n < MOST_GROUPS; from = to, n++) {
        rasim_figure figure;
        const char *group = rasimi_cell_words_of(table, from, column, &figure);
        for (to = from + 1; to < table->n_rows && are_together(table, column, from, to); to++)
            ;
        const char *name =
            rasimi_arena_printf(&self->on->in->arena, self->of->n_series > 1 ? "%s, %s" : "%s", group, series->name);
        lxw_chart_series *made = add_series(self, name, rows_of(self, from, to - from, self->of->x, series->y));
        if (dots)
            draw_dots(made, rasimi_further_colour(n));
        else
            draw_line(made, rasimi_further_colour(n), 2.0F, LXW_CHART_LINE_DASH_SOLID);
    }
}

static size_t
group_column(const rasimi_chart *of)
{
    return of->colour != RASIMI_NO_COLUMN ? of->colour : of->facet;
}

static void
draw_over_numbers(picture *self)
{
    const bool dots = self->of->kind == RASIMI_CHART_DOTS;
    for (size_t i = 0; i < self->of->n_series; i++) {
        const rasimi_series *series = &self->of->series[i];
        if (group_column(self->of) != RASIMI_NO_COLUMN && series->y != RASIMI_NO_COLUMN)
            add_groups(self, series, group_column(self->of), dots);
        else if (dots && series->y != RASIMI_NO_COLUMN)
            draw_dots(add_series(self, series->name, all_rows(self, self->of->x, series->y)),
                      rasimi_role_colour(series->role));
        else
            add_lines(self, series);
    }
    for (size_t i = 0; i < self->of->n_references; i++)
        add_reference(self, &self->of->references[i]);
}

static void
draw_over_years(picture *self)
{
    enum { MOST_ROWS = 64 };
    double level[MOST_ROWS];
    const size_t n = self->of->table.n_rows < MOST_ROWS ? self->of->table.n_rows : MOST_ROWS;
    for (size_t i = 0; i < self->of->n_series; i++)
        add_lines(self, &self->of->series[i]);
    for (size_t i = 0; i < self->of->n_references; i++) {
        const rasimi_reference *line = &self->of->references[i];
        if (line->on_x)
            continue;
        for (size_t r = 0; r < n; r++)
            level[r] = line->at;
        const size_t column = put_helper(self, line->label, level, n);
        draw_line(add_series(self, line->label, helper_rows(self, column, n)), rasimi_role_colour(line->role), 2.0F,
                  LXW_CHART_LINE_DASH_SOLID);
    }
}

/* ---- bars ---- */

static void
draw_bars(picture *self)
{
    const bool alike = self->of->n_series > 2;
    for (size_t i = 0; i < self->of->n_series; i++) {
        const rasimi_series *series = &self->of->series[i];
        if (series->y != RASIMI_NO_COLUMN)
            draw_fill(add_series(self, series->name, all_rows(self, self->of->x, series->y)),
                      alike ? rasimi_further_colour(i) : rasimi_role_colour(series->role));
    }
    if (has_groups_beside(self->of)) /* of whose series each row has one */
        chart_set_series_overlap(self->chart, 100);
}

enum { MOST_STEPS = 400 };

/* Bars from low to high on both sides of nothing: two series over one another. */
static void
draw_ranges(picture *self)
{
    const rasimi_series *series = &self->of->series[0];
    if (series->y != RASIMI_NO_COLUMN) {
        draw_bars(self);
        return;
    }
    draw_fill(add_series(self, self->of->table.columns[series->low].heading, all_rows(self, self->of->x, series->low)),
              rasimi_role_colour(RASIMI_ROLE_SECOND));
    draw_fill(
        add_series(self, self->of->table.columns[series->high].heading, all_rows(self, self->of->x, series->high)),
        rasimi_role_colour(RASIMI_ROLE_MAIN));
    chart_set_series_overlap(self->chart, 100);
}

/* What a waterfall stacks: nothing up to where a step begins, then the step, by what it does. */
static void
draw_waterfall(picture *self)
{
    enum { BASE, TOTAL, UP, DOWN, N_PARTS };
    static const char *const names[] = {"(from)", "amount", "adds", "takes off"};
    static const rasimi_role roles[] = {RASIMI_ROLE_QUIET, RASIMI_ROLE_MAIN, RASIMI_ROLE_BAD, RASIMI_ROLE_GOOD};
    static const double missing = (double)NAN;
    double parts[N_PARTS][MOST_STEPS];
    const rasimi_series *steps = &self->of->series[0];
    const size_t n = self->of->table.n_rows < MOST_STEPS ? self->of->table.n_rows : MOST_STEPS;
    for (size_t r = 0; r < n; r++) {
        const double from = cell(self, r, steps->low), to = cell(self, r, steps->high);
        const size_t kind = self->of->table.rows[r].is_total ? TOTAL : to >= from ? UP : DOWN;
        for (size_t p = 0; p < N_PARTS; p++)
            parts[p][r] = missing;
        parts[BASE][r] = fmin(from, to);
        parts[kind][r] = fabs(to - from);
    }
    for (size_t p = 0; p < N_PARTS; p++) {
        const size_t column = put_helper(self, names[p], parts[p], n);
        lxw_chart_series *series = add_series(self, names[p], helper_rows(self, column, n));
        if (p == BASE)
            draw_nothing(series);
        else
            draw_fill(series, rasimi_role_colour(roles[p]));
    }
    int16_t hidden[] = {BASE, -1};
    (void)chart_legend_delete_series(self->chart, hidden);
}

/* ---- axes ---- */

static size_t
longest_label(const rasimi_chart *of)
{
    size_t longest = 0;
    for (size_t r = 0; r < of->table.n_rows; r++) {
        const char *text = rasimi_table_cell(&of->table, r, of->x)->text;
        const size_t length = text ? strlen(text) : 0;
        longest = length > longest ? length : longest;
    }
    return longest;
}

static bool
is_lying(const rasimi_chart *of)
{
    const bool bars = of->kind == RASIMI_CHART_BARS || of->kind == RASIMI_CHART_STACK;
    return of->kind == RASIMI_CHART_RANGES ||
           (bars && (longest_label(of) > LONG_LABEL || of->table.n_rows > MANY_BARS));
}

size_t
rasimi_picture_rows(const rasimi_chart *chart)
{
    enum { LEAST = 17, AROUND = 7, MOST = 60, SHORT_LEGEND = 3, LEGEND = 6 };
    const bool tall = chart->n_series > SHORT_LEGEND || chart->colour != RASIMI_NO_COLUMN;
    const size_t legend = tall ? LEGEND : 0;
    const size_t wanted = is_lying(chart) ? AROUND + chart->table.n_rows : LEAST + legend;
    return wanted < LEAST ? LEAST : wanted > MOST ? MOST : wanted;
}

static uint8_t
type_of(const rasimi_chart *of)
{
    const bool lying = is_lying(of);
    switch (of->kind) {
        case RASIMI_CHART_LINES:
            return LXW_CHART_SCATTER_STRAIGHT;
        case RASIMI_CHART_DOTS:
            return LXW_CHART_SCATTER;
        case RASIMI_CHART_YEARS:
            return LXW_CHART_LINE;
        case RASIMI_CHART_RANGES:
            return LXW_CHART_BAR;
        case RASIMI_CHART_BARS:
            return lying ? LXW_CHART_BAR : LXW_CHART_COLUMN;
        case RASIMI_CHART_STACK:
            return lying ? LXW_CHART_BAR_STACKED : LXW_CHART_COLUMN_STACKED;
        case RASIMI_CHART_WATERFALL:
            break;
    }
    return LXW_CHART_COLUMN_STACKED;
}

/* £ in millions or thousands as their size asks, shares in per cent. */
static const char *
axis_format(const picture *self, size_t column)
{
    double low = 0.0, high = 0.0;
    if (column >= self->of->table.n_columns)
        return "General";
    span(self, column, &low, &high);
    const double most = fmax(fabs(low), fabs(high));
    switch (self->of->table.columns[column].unit) {
        case RASIMI_UNIT_GBP:
            return most >= 1e9   ? "[$£-809]#,##0.0,,,\\b\\n"
                   : most >= 2e7 ? "[$£-809]#,##0,,\\m"
                   : most >= 1e6 ? "[$£-809]#,##0.0,,\\m"
                   : most >= 1e4 ? "[$£-809]#,##0,\\k"
                                 : "[$£-809]#,##0";
        case RASIMI_UNIT_FRACTION:
            return most <= 0.05 ? "0.0%" : "0%";
        case RASIMI_UNIT_GBP_WEEK:
            return "[$£-809]#,##0";
        case RASIMI_UNIT_COUNT:
            return "#,##0";
        case RASIMI_UNIT_NUMBER:
        case RASIMI_UNIT_TEXT:
            break;
    }
    return "General";
}

static size_t
value_column(const rasimi_chart *of)
{
    const rasimi_series *first = &of->series[0];
    return first->y != RASIMI_NO_COLUMN ? first->y : first->high;
}

static const char *
label_of(const picture *self, const char *given, size_t column)
{
    const char *heading = column < self->of->table.n_columns ? self->of->table.columns[column].heading : "";
    return rasimi_book_short_text(self->on->in, given ? given : heading, MOST_NAME);
}

static bool
is_over_numbers(const rasimi_chart *of)
{
    return of->kind == RASIMI_CHART_LINES || of->kind == RASIMI_CHART_DOTS;
}

static double
lowest_value(const picture *self)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < self->of->n_series; i++) {
        span(self, self->of->series[i].y, &low, &high);
        span(self, self->of->series[i].low, &low, &high);
    }
    return low;
}

/* Whether a column holds shares that come near to all. */
static bool
is_chance(const picture *self, size_t column)
{
    double low = 0.0, high = 0.0;
    span(self, column, &low, &high);
    return self->of->table.columns[column].unit == RASIMI_UNIT_FRACTION && low >= 0.0 && high > 0.7 && high <= 1.0;
}

static void
set_axes(picture *self)
{
    const rasimi_chart *of = self->of;
    const bool lying = is_lying(of);
    lxw_chart_axis *x = lying ? self->chart->y_axis : self->chart->x_axis; /* of bars that lie, the upright one */
    lxw_chart_axis *y = lying ? self->chart->x_axis : self->chart->y_axis;
    if (is_over_numbers(of)) {
        double low = HUGE_VAL, high = -HUGE_VAL;
        span(self, of->x, &low, &high);
        for (size_t i = 0; i < of->n_references; i++)
            low = of->references[i].on_x ? fmin(low, of->references[i].at) : low; /* fmin drops what is not known */
        chart_axis_set_num_format(x, axis_format(self, of->x));
        chart_axis_set_name(x, label_of(self, of->x_label, of->x));
        if (of->log_x)
            chart_axis_set_log_base(x, 10);
        else if (high > low && low > 0.0 && low > 0.3 * high)
            chart_axis_set_min(x, low - 0.02 * (high - low));
    }
    chart_axis_set_num_format(y, axis_format(self, value_column(of)));
    chart_axis_set_name(y, label_of(self, of->y_label, value_column(of)));
    if (of->log_y)
        chart_axis_set_log_base(y, 10);
    else if (is_chance(self, value_column(of)))
        chart_axis_set_max(y, 1.0);
    if (of->kind == RASIMI_CHART_RANGES && lowest_value(self) >= 0.0)
        chart_axis_set_min(y, 0.0);
    if (lying)
        chart_axis_set_reverse(x);
    if (lying || of->kind == RASIMI_CHART_YEARS)
        chart_axis_set_label_position(x, LXW_CHART_AXIS_LABEL_POSITION_LOW);
}

/* The title, with the lines that bars cannot have. */
static void
set_title(picture *self)
{
    rasimi_arena *arena = &self->on->in->arena;
    const char *title = self->of->table.title;
    const bool told = !is_over_numbers(self->of) && self->of->kind != RASIMI_CHART_YEARS;
    for (size_t i = 0; told && i < self->of->n_references; i++) {
        const rasimi_reference *line = &self->of->references[i];
        const rasimi_unit unit = self->of->table.columns[value_column(self->of)].unit;
        const char *value = unit == RASIMI_UNIT_FRACTION ? rasim_percent_text(line->at).text
                            : unit == RASIMI_UNIT_GBP    ? rasim_millions_text(line->at).text
                                                         : rasim_amount_text(line->at, 1.0).text;
        const char *longer = rasimi_arena_printf(arena, "%s (%s: %s)", title, line->label, value);
        title = longer ? longer : title;
    }
    lxw_chart_font font = {.size = 11, .bold = LXW_TRUE};
    chart_title_set_name(self->chart, rasimi_book_short_text(self->on->in, title, MOST_NAME));
    chart_title_set_name_font(self->chart, &font);
    chart_legend_set_position(
        self->chart, self->of->n_series + self->of->n_references > 1 || group_column(self->of) != RASIMI_NO_COLUMN ||
                             self->of->kind == RASIMI_CHART_WATERFALL || self->of->kind == RASIMI_CHART_RANGES
                         ? LXW_CHART_LEGEND_BOTTOM
                         : LXW_CHART_LEGEND_NONE);
}

static void
draw(picture *self)
{
    switch (self->of->kind) {
        case RASIMI_CHART_LINES:
        case RASIMI_CHART_DOTS:
            draw_over_numbers(self);
            break;
        case RASIMI_CHART_YEARS:
            draw_over_years(self);
            break;
        case RASIMI_CHART_BARS:
        case RASIMI_CHART_STACK:
            draw_bars(self);
            break;
        case RASIMI_CHART_RANGES:
            draw_ranges(self);
            break;
        case RASIMI_CHART_WATERFALL:
            draw_waterfall(self);
            break;
    }
}

/* The data sheet's rows that were taken, with a heading of their own. */
static void
close_helpers(picture *self)
{
    const size_t n = self->of->table.n_rows > 2 ? self->of->table.n_rows : 2;
    if (self->n_helpers > 0)
        self->data->row += (lxw_row_t)n + 3;
}

void
rasimi_sheet_chart(rasimi_sheet *self, const rasimi_chart *chart, lxw_row_t at, rasimi_table_at table,
                   rasimi_sheet *data)
{
    enum { DEFAULT_WIDTH = 480, DEFAULT_HEIGHT = 288, MOST_ALT_TEXT = 500 };
    picture made = {.on = self, .data = data, .of = chart, .table = table};
    made.chart = workbook_add_chart(self->in->book, type_of(chart));
    if (!made.chart) {
        self->in->no_memory = true;
        return;
    }
    draw(&made);
    set_axes(&made);
    set_title(&made);
    close_helpers(&made);
    lxw_chart_options options = {.x_offset = 4,
                                 .y_offset = 4,
                                 .x_scale = WIDTH_PIXELS / DEFAULT_WIDTH,
                                 .y_scale = ROW_PIXELS * ((double)rasimi_picture_rows(chart) - 0.5) / DEFAULT_HEIGHT,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                 .description = rasimi_book_short_text(self->in, chart->finding, MOST_ALT_TEXT)};
    rasimi_book_check(self->in, worksheet_insert_chart_opt(self->sheet, at, 0, made.chart, &options));
}
