/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report before it has a format: how it is built. */
#include "report/document.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { FIRST_CAPACITY = 8 };

void
rasimi_document_clear(rasimi_document *self)
{
    rasimi_arena_clear(&self->arena);
    *self = (rasimi_document){0};
}

static void *
make(rasimi_document *self, size_t n, size_t size)
{
    void *block = rasimi_arena_alloc(&self->arena, n, size);
    if (!block)
        self->failed = true;
    return block;
}

static const char *
copy(rasimi_document *self, const char *text)
{
    char *out = text ? rasimi_arena_text(&self->arena, text, strlen(text)) : NULL;
    if (text && !out)
        self->failed = true;
    return out;
}

static const char *
print(rasimi_document *self, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

static const char *
print(rasimi_document *self, const char *format, va_list args)
{
    const char *text = rasimi_arena_vprintf(&self->arena, format, args);
    if (!text)
        self->failed = true;
    return text;
}

const char *
rasimi_document_text(rasimi_document *self, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = print(self, format, args);
    va_end(args);
    return text;
}

/* Room for one more of `size` bytes behind the n that are there. An arena cannot resize: the old list stays in it,
   which doubling keeps below the size of the new one. */
static bool
grow(rasimi_document *self, void **items, size_t *capacity, size_t n, size_t size)
{
    if (n < *capacity)
        return true;
    const size_t wanted = *capacity ? 2 * *capacity : FIRST_CAPACITY;
    void *larger = make(self, wanted, size);
    if (!larger)
        return false;
    if (n > 0)
        memcpy(larger, *items, n * size);
    *items = larger;
    *capacity = wanted;
    return true;
}

/* ---- sections and blocks ---- */

rasimi_section *
rasimi_document_section(rasimi_document *self, const char *id, const char *title)
{
    rasimi_section *section = make(self, 1, sizeof *section);
    if (!section)
        return NULL;
    section->id = copy(self, id);
    section->title = copy(self, title);
    if (self->last)
        self->last->next = section;
    else
        self->first = section;
    self->last = section;
    return section;
}

void
rasimi_section_set_group(rasimi_document *self, rasimi_section *section, const char *group)
{
    if (section)
        section->group = copy(self, group);
}

static rasimi_block *
add_block(rasimi_document *self, rasimi_section *section, rasimi_block_kind kind)
{
    rasimi_block *block = section ? make(self, 1, sizeof *block) : NULL;
    if (!block)
        return NULL;
    block->kind = kind;
    if (section->last)
        section->last->next = block;
    else
        section->first = block;
    section->last = block;
    return block;
}

void
rasimi_section_say(rasimi_document *self, rasimi_section *section, const char *format, ...)
{
    rasimi_block *block = add_block(self, section, RASIMI_BLOCK_SAY);
    va_list args;
    va_start(args, format);
    if (block)
        block->text = print(self, format, args);
    va_end(args);
}

void
rasimi_section_warn(rasimi_document *self, rasimi_section *section, const char *format, ...)
{
    rasimi_block *block = add_block(self, section, RASIMI_BLOCK_WARN);
    va_list args;
    va_start(args, format);
    if (block)
        block->text = print(self, format, args);
    va_end(args);
}

/* ---- tables ---- */

static bool
init_table(rasimi_document *self, rasimi_document_table *table, const char *id, const char *title,
           const rasimi_column *columns, size_t n_columns)
{
    rasimi_column *own = make(self, n_columns, sizeof *own);
    if (!own)
        return false;
    for (size_t i = 0; i < n_columns; i++) {
        own[i] = columns[i];
        own[i].heading = copy(self, columns[i].heading);
    }
    *table = (rasimi_document_table){
        .id = copy(self, id), .title = copy(self, title), .n_columns = n_columns, .columns = own};
    return true;
}

static rasimi_document_table *
add_table(rasimi_document *self, rasimi_section *section, rasimi_block_kind kind, const char *id, const char *title,
          const rasimi_column *columns, size_t n_columns)
{
    rasimi_document_table *table = section ? make(self, 1, sizeof *table) : NULL;
    if (!table || !init_table(self, table, id, title, columns, n_columns))
        return NULL;
    rasimi_block *block = add_block(self, section, kind);
    if (!block)
        return NULL;
    block->table = table;
    return table;
}

rasimi_document_table *
rasimi_section_table(rasimi_document *self, rasimi_section *section, const char *id, const char *title,
                     const rasimi_column *columns, size_t n_columns)
{
    return add_table(self, section, RASIMI_BLOCK_TABLE, id, title, columns, n_columns);
}

rasimi_document_table *
rasimi_section_figures(rasimi_document *self, rasimi_section *section, const char *id, const char *title)
{
    static const rasimi_column COLUMNS[] = {{.heading = ""}, {.heading = "Figure"}, {.heading = "What it means"}};
    return add_table(self, section, RASIMI_BLOCK_FIGURES, id, title, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
}

void
rasimi_table_set_note(rasimi_document *self, rasimi_document_table *table, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (table)
        table->note = print(self, format, args);
    va_end(args);
}

static void
add_row(rasimi_document *self, rasimi_document_table *table, const rasimi_document_cell *cells, bool is_total)
{
    void *rows = table ? table->rows : NULL;
    if (!table || !grow(self, &rows, &table->row_capacity, table->n_rows, sizeof *table->rows))
        return;
    table->rows = rows;
    rasimi_document_cell *own = make(self, table->n_columns, sizeof *own);
    if (!own)
        return;
    for (size_t i = 0; i < table->n_columns; i++)
        own[i] = (rasimi_document_cell){.text = copy(self, cells[i].text), .number = cells[i].number};
    table->rows[table->n_rows++] = (rasimi_row){.cells = own, .is_total = is_total};
}

void
rasimi_table_row(rasimi_document *self, rasimi_document_table *table, const rasimi_document_cell *cells)
{
    add_row(self, table, cells, false);
}

void
rasimi_table_total(rasimi_document *self, rasimi_document_table *table, const rasimi_document_cell *cells)
{
    add_row(self, table, cells, true);
}

void
rasimi_table_figure(rasimi_document *self, rasimi_document_table *table, const char *what, const char *figure,
                    const char *meaning)
{
    const rasimi_document_cell cells[] = {rasimi_cell_words(what), rasimi_cell_words(figure),
                                          rasimi_cell_words(meaning)};
    add_row(self, table, cells, false);
}

/* ---- charts and the map ---- */

rasimi_chart *
rasimi_section_chart(rasimi_document *self, rasimi_section *section, rasimi_chart_kind kind, const char *id,
                     const char *title, const rasimi_column *columns, size_t n_columns)
{
    rasimi_chart *chart = section ? make(self, 1, sizeof *chart) : NULL;
    if (!chart || !init_table(self, &chart->table, id, title, columns, n_columns))
        return NULL;
    rasimi_block *block = add_block(self, section, RASIMI_BLOCK_CHART);
    if (!block)
        return NULL;
    chart->kind = kind;
    chart->label = chart->colour = chart->facet = RASIMI_NO_COLUMN;
    chart->finding = "";
    block->chart = chart;
    return chart;
}

void
rasimi_chart_find(rasimi_document *self, rasimi_chart *chart, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (chart)
        chart->finding = print(self, format, args);
    va_end(args);
}

void
rasimi_chart_series(rasimi_document *self, rasimi_chart *chart, rasimi_series series)
{
    void *list = chart ? chart->series : NULL;
    if (!chart || !grow(self, &list, &chart->series_capacity, chart->n_series, sizeof series))
        return;
    chart->series = list;
    series.name = copy(self, series.name);
    chart->series[chart->n_series++] = series;
}

void
rasimi_chart_reference(rasimi_document *self, rasimi_chart *chart, rasimi_reference reference)
{
    void *list = chart ? chart->references : NULL;
    if (!chart || !isfinite(reference.at) ||
        !grow(self, &list, &chart->reference_capacity, chart->n_references, sizeof reference))
        return;
    chart->references = list;
    reference.label = copy(self, reference.label);
    chart->references[chart->n_references++] = reference;
}

static const rasimi_stage *
copy_stages(rasimi_document *self, const rasimi_stage *stages, size_t n)
{
    rasimi_stage *own = make(self, n, sizeof *own);
    for (size_t i = 0; own && i < n; i++) {
        own[i] = stages[i];
        own[i].name = copy(self, stages[i].name);
        own[i].note = copy(self, stages[i].note);
    }
    return own;
}

void
rasimi_section_set_detail(rasimi_section *section)
{
    if (section)
        section->is_detail = true;
}

void
rasimi_section_map(rasimi_document *self, rasimi_section *section, const char *id, const char *title,
                   const rasimi_stage *stages, size_t n_stages)
{
    static const rasimi_column COLUMNS[] = {{.heading = "Stage"},
                                            {.heading = "People", .unit = RASIMI_UNIT_COUNT},
                                            {.heading = "£ a year", .unit = RASIMI_UNIT_GBP},
                                            {.heading = "What happens"}};
    rasimi_document_table *table =
        add_table(self, section, RASIMI_BLOCK_MAP, id, title, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
    if (!table)
        return;
    section->last->stages = copy_stages(self, stages, n_stages);
    section->last->n_stages = section->last->stages ? n_stages : 0;
    for (size_t i = 0; i < n_stages; i++) {
        const rasimi_document_cell cells[] = {rasimi_cell_words(stages[i].name), rasimi_cell_number(stages[i].people),
                                              rasimi_cell_number(stages[i].gbp), rasimi_cell_words(stages[i].note)};
        rasimi_table_row(self, table, cells);
    }
}

bool
rasimi_column_is_empty(const rasimi_document_table *table, size_t column)
{
    for (size_t r = 0; r < table->n_rows; r++) {
        const rasimi_document_cell *cell = rasimi_table_cell(table, r, column);
        if (cell->text ? cell->text[0] != '\0' : isfinite(cell->number))
            return false;
    }
    return true;
}

const rasimi_document_table *
rasimi_block_table(const rasimi_block *block)
{
    return block->chart ? &block->chart->table : block->table;
}
