/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as HTML: sections, tables, and charts as tables that charts.js draws. */
#include "report/page_html.h"

#include <math.h>
#include <string.h>

#include "rasim/version.h"
#include "report/document_text.h"
#include "report/html_put.h"
#include "report/page_assets.h"

enum { LONG_TABLE = 16, WIDE_TABLE = 10 }; /* rows; columns */

static void
put(rasimi_buffer *html, const char *markup)
{
    rasimi_html_markup(html, markup);
}

/* <tag class="...">text</tag> */
static void
put_element(rasimi_buffer *html, const char *open, const char *text, const char *close)
{
    put(html, open);
    rasimi_html_text(html, text);
    put(html, close);
}

/* ---- tables ---- */

static const char *
unit_name(rasimi_unit unit)
{
    static const char *const NAMES[] = {
        [RASIMI_UNIT_TEXT] = "text",   [RASIMI_UNIT_GBP] = "gbp",        [RASIMI_UNIT_GBP_WEEK] = "week",
        [RASIMI_UNIT_COUNT] = "count", [RASIMI_UNIT_FRACTION] = "share", [RASIMI_UNIT_NUMBER] = "number"};
    return NAMES[unit];
}

/* A screen reader says "to within" where others see a plus-minus sign. An empty heading still has a cell. */
static void
put_heading(rasimi_buffer *html, const rasimi_column *column)
{
    const bool is_text = column->unit == RASIMI_UNIT_TEXT;
    rasimi_buffer_printf(html, "<%s data-unit=\"%s\"%s>", column->heading[0] ? "th scope=\"col\"" : "td",
                         unit_name(column->unit),
                         is_text            ? ""
                         : column->is_error ? " class=\"n error\""
                                            : " class=\"n\"");
    rasimi_html_text(html, column->heading);
    put(html, column->heading[0] ? "</th>" : "</td>");
}

static void
put_cell(rasimi_buffer *html, const rasimi_document_table *table, size_t row, size_t column)
{
    rasim_figure figure;
    const rasimi_document_cell *cell = rasimi_table_cell(table, row, column);
    const char *words = rasimi_cell_words_of(table, row, column, &figure);
    const char *tag = column == 0 ? "th" : "td", *scope = column == 0 ? " scope=\"row\"" : "";
    const bool is_below = table->columns[column].signed_plus && cell->number < 0.0;
    if (cell->text) {
        rasimi_buffer_printf(html, "<%s%s>", tag, scope);
    } else {
        rasimi_buffer_printf(html, "<%s%s class=\"n%s%s\" data-v=\"", tag, scope,
                             table->columns[column].is_error ? " error" : "", is_below ? " below" : "");
        rasimi_html_number(html, cell->number, "");
        put(html, "\">");
    }
    if (!cell->text && words[0] == '-') {
        put(html, "−");
        words++;
    }
    rasimi_html_text(html, words);
    rasimi_buffer_printf(html, "</%s>", tag);
}

/* Columns without anything in them are left out unless the whole is asked for: charts.js counts columns. */
static void
put_table(rasimi_buffer *html, const rasimi_document_table *table, bool whole)
{
    put_element(html, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table: ", table->title, "\">");
    rasimi_buffer_printf(html, "<table id=\"table-%s\"%s>", table->id,
                         table->n_columns > WIDE_TABLE ? " class=\"wide\"" : "");
    put_element(html, "<caption>", table->title, "</caption>\n<thead><tr>");
    for (size_t c = 0; c < table->n_columns; c++)
        if (whole || !rasimi_column_is_empty(table, c))
            put_heading(html, &table->columns[c]);
    put(html, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < table->n_rows; r++) {
        put(html, table->rows[r].is_total ? "<tr class=\"total\">" : "<tr>");
        for (size_t c = 0; c < table->n_columns; c++)
            if (whole || !rasimi_column_is_empty(table, c))
                put_cell(html, table, r, c);
        put(html, "</tr>\n");
    }
    put(html, "</tbody></table></div>\n");
    if (table->note)
        put_element(html, "<p class=\"note\">", table->note, "</p>\n");
}

/* A long table is folded, so that what follows it is found. */
static void
put_folded(rasimi_buffer *html, const rasimi_document_table *table)
{
    const bool folds = table->n_rows > LONG_TABLE;
    if (folds) {
        put_element(html, "<details><summary>", table->title, "");
        rasimi_buffer_printf(html, " (%zu rows)</summary>\n", table->n_rows);
    }
    put_table(html, table, false);
    put(html, folds ? "</details>\n" : "");
}

/* ---- charts ---- */

static const char *const ROLES[] = {
    [RASIMI_ROLE_MAIN] = "main", [RASIMI_ROLE_SECOND] = "second", [RASIMI_ROLE_ENVELOPE] = "envelope",
    [RASIMI_ROLE_GOOD] = "good", [RASIMI_ROLE_BAD] = "bad",       [RASIMI_ROLE_QUIET] = "quiet"};
static const char *const KINDS[] = {
    [RASIMI_CHART_LINES] = "lines", [RASIMI_CHART_YEARS] = "years",   [RASIMI_CHART_BARS] = "bars",
    [RASIMI_CHART_STACK] = "stack", [RASIMI_CHART_RANGES] = "ranges", [RASIMI_CHART_WATERFALL] = "waterfall",
    [RASIMI_CHART_DOTS] = "dots",
};

/* "key":3, or nothing where there is no such column. */
static void
put_column(rasimi_buffer *html, const char *key, size_t column)
{
    if (column != RASIMI_NO_COLUMN)
        rasimi_buffer_printf(html, ",&quot;%s&quot;:%zu", key, column);
}

static void
put_series(rasimi_buffer *html, const rasimi_series *series)
{
    rasimi_buffer_printf(html, "{&quot;role&quot;:&quot;%s&quot;", ROLES[series->role]);
    put_column(html, "y", series->y);
    put_column(html, "low", series->low);
    put_column(html, "high", series->high);
    if (series->is_dots)
        put(html, ",&quot;dots&quot;:true");
    put(html, ",&quot;name&quot;:");
    rasimi_html_json_text(html, series->name);
    put(html, "}");
}

static void
put_reference(rasimi_buffer *html, const rasimi_reference *reference)
{
    rasimi_buffer_printf(html, "{&quot;role&quot;:&quot;%s&quot;,&quot;%s&quot;:", ROLES[reference->role],
                         reference->on_x ? "x" : "y");
    rasimi_html_number(html, reference->at, "0");
    put(html, ",&quot;label&quot;:");
    rasimi_html_json_text(html, reference->label);
    put(html, "}");
}

/* What charts.js needs beside the table, as JSON in an attribute. */
static void
put_plan(rasimi_buffer *html, const rasimi_chart *chart)
{
    rasimi_buffer_printf(html, " data-chart=\"{&quot;kind&quot;:&quot;%s&quot;,&quot;logX&quot;:%s,&quot;logY&quot;:%s",
                         KINDS[chart->kind], chart->log_x ? "true" : "false", chart->log_y ? "true" : "false");
    put_column(html, "x", chart->x);
    put_column(html, "label", chart->label);
    put_column(html, "colour", chart->colour);
    put_column(html, "facet", chart->facet);
    if (chart->x_label) {
        put(html, ",&quot;xLabel&quot;:");
        rasimi_html_json_text(html, chart->x_label);
    }
    put(html, ",&quot;series&quot;:[");
    for (size_t i = 0; i < chart->n_series; i++) {
        put(html, i > 0 ? "," : "");
        put_series(html, &chart->series[i]);
    }
    put(html, "],&quot;references&quot;:[");
    for (size_t i = 0; i < chart->n_references; i++) {
        put(html, i > 0 ? "," : "");
        put_reference(html, &chart->references[i]);
    }
    put(html, "]}\"");
}

static void
put_chart(rasimi_buffer *html, const rasimi_chart *chart, int level)
{
    const char *id = chart->table.id;
    rasimi_buffer_printf(html, "<figure id=\"%s\" aria-labelledby=\"%s-title %s-finding\"", id, id, id);
    put_plan(html, chart);
    rasimi_buffer_printf(html, "><figcaption><h%d id=\"%s-title\">", level, id);
    rasimi_html_text(html, chart->table.title);
    rasimi_buffer_printf(html, "</h%d><p id=\"%s-finding\">", level, id);
    rasimi_html_text(html, chart->finding);
    put(html, "</p></figcaption>\n<div class=\"plot\"></div>\n<details><summary>Show the figures</summary>\n");
    put_table(html, &chart->table, true);
    put(html, "</details></figure>\n");
}

/* ---- figures and the map ---- */

static void
put_figures(rasimi_buffer *html, const rasimi_document_table *table)
{
    put(html, "<dl class=\"figures\">\n");
    for (size_t r = 0; r < table->n_rows; r++) {
        put_element(html, "<div><dt>", rasimi_table_cell(table, r, 0)->text, "</dt>");
        put_element(html, "<dd class=\"figure\">", rasimi_table_cell(table, r, 1)->text, "</dd>");
        put_element(html, "<dd class=\"meaning\">", rasimi_table_cell(table, r, 2)->text, "</dd></div>\n");
    }
    put(html, "</dl>\n");
}

static void
put_stage(rasimi_buffer *html, const rasimi_document_table *table, size_t row, const rasimi_stage *stage)
{
    rasim_figure people = rasimi_cell_figure(table, row, 1);
    put_element(html, stage->is_branch ? "<li class=\"branch\"><strong>" : "<li><strong>", stage->name, "</strong>");
    put(html, "<span class=\"amount\">");
    if (people.text[0])
        put_element(html, "", people.text, stage->people > 0.5 && stage->people < 1.5 ? " person" : " people");
    if (people.text[0] && isfinite(stage->gbp))
        put(html, " · ");
    if (isfinite(stage->gbp))
        rasimi_html_text(html, rasim_about_text(stage->gbp).text);
    put(html, "</span>");
    if (stage->note && stage->note[0])
        put_element(html, "<small>", stage->note, "</small>");
    put(html, "</li>\n");
}

static void
put_map(rasimi_buffer *html, const rasimi_block *block, int level)
{
    rasimi_buffer_printf(html, "<h%d>", level);
    rasimi_html_text(html, block->table->title);
    rasimi_buffer_printf(html, "</h%d>\n<ol class=\"map\">\n", level);
    for (size_t i = 0; i < block->n_stages; i++)
        put_stage(html, block->table, i, &block->stages[i]);
    put(html, "</ol>\n");
}

/* ---- sections ---- */

static void
put_block(rasimi_buffer *html, const rasimi_block *block, int level)
{
    switch (block->kind) {
        case RASIMI_BLOCK_SAY:
            put_element(html, "<p>", block->text, "</p>\n");
            break;
        case RASIMI_BLOCK_WARN:
            put_element(html, "<p class=\"warn\" role=\"note\">", block->text, "</p>\n");
            break;
        case RASIMI_BLOCK_FIGURES:
            put_figures(html, block->table);
            break;
        case RASIMI_BLOCK_TABLE:
            put_folded(html, block->table);
            break;
        case RASIMI_BLOCK_CHART:
            put_chart(html, block->chart, level);
            break;
        case RASIMI_BLOCK_MAP:
            put_map(html, block, level);
            break;
    }
}

/* What is more of the same is folded below its heading. */
static void
put_section(rasimi_buffer *html, const rasimi_document *document, const rasimi_section *section)
{
    const int level = section->group ? 3 : 2;
    rasimi_buffer_printf(html, "<section id=\"section-%s\"%s", section->id,
                         section == document->first ? " class=\"lead\""
                         : section->is_detail       ? " class=\"detail\""
                                                    : "");
    if (!section->group) /* those of several designs have the same titles: they are no landmarks */
        rasimi_buffer_printf(html, " aria-labelledby=\"section-%s-title\"", section->id);
    put(html, section->is_detail ? ">\n<details><summary>" : ">\n");
    rasimi_buffer_printf(html, "<h%d id=\"section-%s-title\">", level, section->id);
    rasimi_html_text(html, section->title);
    rasimi_buffer_printf(html, "</h%d>%s\n", level, section->is_detail ? "</summary>" : "");
    for (const rasimi_block *block = section->first; block; block = block->next)
        put_block(html, block, level + 1);
    put(html, section->is_detail ? "</details>\n</section>\n" : "</section>\n");
}

static bool
same_group(const rasimi_section *a, const rasimi_section *b)
{
    return a && b && a->group && b->group && strcmp(a->group, b->group) == 0;
}

/* Sections one after the other; those of one of several designs inside a fold, the first of which is open. */
static void
put_sections(rasimi_buffer *html, const rasimi_document *document)
{
    const rasimi_section *before = NULL;
    size_t n_folds = 0;
    for (const rasimi_section *section = document->first; section; before = section, section = section->next) {
        if (before && before->group && !same_group(before, section))
            put(html, "</details>\n");
        if (section->group && !same_group(before, section)) {
            rasimi_buffer_printf(html, "<details class=\"design\" id=\"design-%zu\"%s>", n_folds + 1,
                                 n_folds == 0 ? " open" : "");
            put_element(html, "<summary><h2>", section->group, "</h2></summary>\n");
            n_folds++;
        }
        put_section(html, document, section);
    }
    if (before && before->group)
        put(html, "</details>\n");
}

/* ---- the page ---- */

static void
put_asset(rasimi_buffer *html, const char *open, rasimi_asset asset, const char *close)
{
    put(html, open);
    rasimi_buffer_add(html, asset.bytes, asset.length);
    put(html, close);
}

static void
put_head(rasimi_buffer *html, const rasimi_document *document)
{
    put(html, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
              "script-src 'unsafe-inline'; img-src data:\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
              "<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n");
    put_element(html, "<meta name=\"generator\" content=\"rasim ", rasim_version(), "\">\n");
    put_element(html, "<title>", document->title, " · rasim</title>\n");
    put_asset(html, "<style>\n", rasimi_page_style(), "</style>\n</head>\n");
}

/* A link for each section but those that are folded, and one for all that are about the same design. */
static void
put_contents(rasimi_buffer *html, const rasimi_document *document)
{
    const rasimi_section *before = NULL;
    size_t n_designs = 0;
    put(html, "<nav aria-label=\"Contents\"><ol>\n");
    for (const rasimi_section *section = document->first; section; before = section, section = section->next) {
        if (same_group(before, section) || section->is_detail)
            continue;
        if (section->group)
            rasimi_buffer_printf(html, "<li><a href=\"#design-%zu\">", ++n_designs);
        else
            rasimi_buffer_printf(html, "<li><a href=\"#section-%s\">", section->id);
        rasimi_html_text(html, section->group ? section->group : section->title);
        put(html, "</a></li>\n");
    }
    put(html, "</ol></nav>\n");
}

static void
put_foot(rasimi_buffer *html, const rasimi_document *document)
{
    const bool draws = rasimi_page_plot().length > 0;
    put_element(html, "<footer>\n<p class=\"statement\">", document->statement, "</p>\n");
    put_element(html, "<p>Made by rasim ", rasim_version(), ". ");
    put(html, draws ? "Charts are drawn by Observable Plot and D3 (ISC licence; notices in this file)."
                    : "This rasim was built without its charts; every table is here.");
    put(html, "</p>\n</footer>\n");
    put_asset(html, "<script>\n", rasimi_page_print(), "</script>\n");
    if (!draws)
        return;
    put_asset(html, "<script>\n", rasimi_page_plot(), "</script>\n");
    put_asset(html, "<script>\n", rasimi_page_charts(), "</script>\n");
}

void
rasimi_page_html(const rasimi_document *document, rasimi_buffer *html)
{
    put_head(html, document);
    put(html, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the answer</a>\n<header>\n");
    if (document->synthetic)
        put(html, "<p class=\"synthetic\">SYNTHETIC DATA</p>\n");
    put_element(html, "<h1>", document->title, "</h1>\n");
    put_element(html, "<p class=\"subtitle\">", document->subtitle, "</p>\n</header>\n");
    put_contents(html, document);
    put(html, "<main id=\"main\">\n");
    put_sections(html, document);
    put(html, "</main>\n");
    put_foot(html, document);
    put(html, "</body>\n</html>\n");
}
