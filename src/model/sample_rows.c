/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that a sample is drawn from: the file's own text, cut into strata. */
#include "model/sample_rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/problem.h"
#include "base/text.h"
#include "io/csv.h"
#include "model/param_words.h"
#include "num/philox.h"
#include "rasim/ledger.h"

/* Stands between the values of two columns in a stratum's label; no text of a file that can be edited has it. */
#define SEPARATOR "\x1f"

/* State while the file is read. */
typedef struct reading {
    const rasim_sample_plan *plan;
    rasimi_sample_rows *rows;
    size_t person_id, where, cost; /* columns */
    size_t *by;                    /* [plan->n_by] columns */
    rasimi_interner seen;          /* values of the where column, for a sentence */
    rasimi_buffer label;           /* scratch */
} reading;

static size_t
find_heading(const rasimi_sample_rows *rows, const char *heading)
{
    size_t i = 0;
    while (i < rows->n_columns && strcmp(rows->headings[i], heading) != 0) {
        i++;
    }
    return i;
}

/* The number of a column; where it is missing, a problem with the nearest heading. */
static size_t
need_heading(rasimi_sample_rows *rows, uint64_t line, const char *heading)
{
    const size_t found = find_heading(rows, heading);
    if (found < rows->n_columns) {
        return found;
    }
    const size_t nearest = rasimi_nearest(heading, rows->headings, rows->n_columns);
    const bool has_nearest = nearest < rows->n_columns;
    RASIMI_SAMPLE_REFUSE(rows, line, "The file has no column '%s'%s%s%s; name one of its headings.", heading,
                         has_nearest ? " (did you mean '" : "", has_nearest ? rows->headings[nearest] : "",
                         has_nearest ? "'?)" : "");
    return 0;
}

static void
refuse_weight(rasimi_sample_rows *rows, uint64_t line)
{
    for (size_t i = 0; i < rows->n_columns; i++) {
        if (strcasecmp(rows->headings[i], "weight") == 0) {
            RASIMI_SAMPLE_REFUSE(rows, line,
                                 "The file has a column '%s', so its rows stand for several people already; draw the "
                                 "sample from the file that has one row a person.",
                                 rows->headings[i]);
        }
    }
}

/* Copies a row's fields; NULL where memory ran out. */
static const char **
copy_fields(rasimi_arena *arena, const rasimi_field *fields, size_t n)
{
    const char **copy = rasimi_arena_alloc(arena, n, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < n; i++) {
        copy[i] = rasimi_arena_text(arena, fields[i].text, fields[i].length);
        copy = copy[i] == NULL ? NULL : copy;
    }
    return copy;
}

static rasim_status
read_header(reading *r, uint64_t line, const rasimi_field *fields, size_t n)
{
    rasimi_sample_rows *rows = r->rows;
    rows->headings = copy_fields(&rows->arena, fields, n);
    if (rows->headings == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    rows->n_columns = n;
    r->person_id = need_heading(rows, line, "person_id");
    r->where = r->plan->where_column == NULL ? 0 : need_heading(rows, line, r->plan->where_column);
    for (size_t i = 0; i < r->plan->n_by; i++) {
        r->by[i] = need_heading(rows, line, r->plan->by[i]);
    }
    r->cost = rows->has_costs ? need_heading(rows, line, "weekly_cost") : 0;
    refuse_weight(rows, line);
    return RASIM_OK;
}

/* The code of the row's stratum. */
static rasim_status
find_stratum(reading *r, const rasimi_field *fields, uint32_t *code)
{
    r->label.length = 0;
    for (size_t i = 0; i < r->plan->n_by; i++) {
        rasimi_buffer_add(&r->label, fields[r->by[i]].text, fields[r->by[i]].length);
        rasimi_buffer_add(&r->label, SEPARATOR, 1);
    }
    if (r->label.failed) {
        return RASIM_ERR_NO_MEMORY;
    }
    const char *label = r->label.data == NULL ? "" : r->label.data;
    return rasimi_intern(&r->rows->strata, label, r->label.length, &r->rows->arena, code);
}

/* The row's weekly_cost; what is no cost is refused. */
static double
read_cost(reading *r, uint64_t line, const rasimi_field *field)
{
    double cost = 0;
    const rasimi_number_status status = rasimi_parse_double(field->text, field->length, &cost);
    if (status == RASIMI_NUMBER_OK && cost >= 0 && cost <= RASIM_MAX_GBP_WEEK) {
        return cost;
    }
    RASIMI_SAMPLE_REFUSE(
        r->rows, line,
        "The cell weekly_cost is '%s', but this sample needs costs: plain digits such as 312.50, from 0 "
        "to %d.",
        rasimi_words_shown(field->text, field->length).text, RASIM_MAX_GBP_WEEK);
    return 0;
}

static rasim_status
keep_row(reading *r, uint64_t line, const rasimi_field *fields, size_t n)
{
    rasimi_sample_rows *rows = r->rows;
    const rasimi_field *id = &fields[r->person_id];
    if (id->length == 0) {
        RASIMI_SAMPLE_REFUSE(rows, line, "The cell person_id is empty; give every person an identifier of their own.");
        return RASIM_OK;
    }
    rasimi_sample_row row = {.line = line, .key = rasimi_label_key(id->text, id->length)};
    const rasim_status status = find_stratum(r, fields, &row.stratum);
    if (status != RASIM_OK) {
        return status;
    }
    row.gbp_week = rows->has_costs ? read_cost(r, line, &fields[r->cost]) : 0;
    row.fields = copy_fields(&rows->arena, fields, n);
    if (row.fields == NULL || !rasimi_grow((void **)&rows->rows, &rows->capacity, rows->n_rows, sizeof row)) {
        return RASIM_ERR_NO_MEMORY;
    }
    rows->rows[rows->n_rows++] = row;
    return RASIM_OK;
}

static rasim_status
read_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n)
{
    reading *r = context;
    if (row == 0) {
        return read_header(r, line, fields, n);
    }
    if (r->rows->n_errors > 0) { /* the file is refused; go on only for the problems that the parser finds */
        return RASIM_OK;
    }
    if (r->plan->where_column != NULL) {
        uint32_t code = 0;
        const rasimi_field *value = &fields[r->where];
        const rasim_status status = rasimi_intern(&r->seen, value->text, value->length, &r->rows->arena, &code);
        if (status != RASIM_OK || strcmp(value->text, r->plan->where_value) != 0) {
            return status;
        }
    }
    return keep_row(r, line, fields, n);
}

static void
refuse_empty(const reading *r)
{
    const rasim_sample_plan *plan = r->plan;
    if (plan->where_column == NULL) {
        RASIMI_SAMPLE_REFUSE(r->rows, 0, "The file has no rows to draw a sample from.");
        return;
    }
    const size_t nearest = rasimi_nearest(plan->where_value, r->seen.labels, r->seen.n);
    const bool has_nearest = nearest < r->seen.n;
    RASIMI_SAMPLE_REFUSE(r->rows, 0, "No row has '%s' in the column '%s'%s%s%s; name a value that stands there.",
                         plan->where_value, plan->where_column, has_nearest ? " (did you mean '" : "",
                         has_nearest ? r->seen.labels[nearest] : "", has_nearest ? "'?)" : "");
}

static int
compare_keys(const void *a, const void *b)
{
    const rasimi_sample_row *x = *(const rasimi_sample_row *const *)a, *y = *(const rasimi_sample_row *const *)b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return (x->line > y->line) - (x->line < y->line);
}

/* Two rows of one person would be drawn together, so they are refused; identifiers are personal data and not shown. */
static rasim_status
refuse_repeats(rasimi_sample_rows *rows)
{
    const rasimi_sample_row **order = rasimi_calloc(rows->n_rows, sizeof *order);
    if (order == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < rows->n_rows; i++) {
        order[i] = &rows->rows[i];
    }
    qsort(order, rows->n_rows, sizeof *order, compare_keys);
    for (size_t i = 1; i < rows->n_rows; i++) {
        if (order[i]->key == order[i - 1]->key) {
            RASIMI_SAMPLE_REFUSE(rows, order[i]->line,
                                 "The person on this line stands on line %" PRIu64
                                 " already; a sample needs one row a person.",
                                 order[i - 1]->line);
        }
    }
    free(order);
    return RASIM_OK;
}

static int
compare_labels(const void *a, const void *b, void *labels)
{
    const char *const *label = labels;
    return strcmp(label[*(const uint32_t *)a], label[*(const uint32_t *)b]);
}

/* "a\x1fb\x1f" as "a, b". */
static const char *
make_name(rasimi_sample_rows *rows, const char *label)
{
    rasimi_buffer name = {0};
    for (const char *end; (end = strstr(label, SEPARATOR)) != NULL; label = end + strlen(SEPARATOR)) {
        rasimi_buffer_add(&name, ", ", name.length > 0 ? 2 : 0);
        rasimi_buffer_add(&name, label, (size_t)(end - label));
    }
    const char *copy =
        name.failed ? NULL : rasimi_arena_text(&rows->arena, name.data == NULL ? "" : name.data, name.length);
    rasimi_buffer_clear(&name);
    return copy;
}

/* Rows above the line leave their strata for one of their own, the last. */
static rasim_status
take_out(rasimi_sample_rows *rows, double line_gbp_week)
{
    rows->n_strata = rows->strata.n;
    for (size_t i = 0; i < rows->n_rows; i++) {
        if (line_gbp_week > 0 && rows->rows[i].gbp_week > line_gbp_week) {
            rows->rows[i].stratum = (uint32_t)rows->strata.n;
            rows->has_take_all = true;
        }
    }
    if (rows->has_take_all) {
        const char *name = rasimi_arena_printf(&rows->arena, "above £%.10g a week", line_gbp_week);
        rows->names[rows->n_strata++] = name;
        return name == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
    }
    return RASIM_OK;
}

/* Numbers the strata in the order of their labels, so that ties do not depend on the order of the file. */
static rasim_status
renumber(rasimi_sample_rows *rows)
{
    const size_t n = rows->strata.n;
    rasim_status status = RASIM_ERR_NO_MEMORY;
    uint32_t *order = rasimi_calloc(n, sizeof *order), *number = rasimi_calloc(n, sizeof *number);
    rows->names = rasimi_arena_alloc(&rows->arena, n + 1, sizeof *rows->names);
    if (order == NULL || number == NULL || rows->names == NULL) {
        goto out;
    }
    for (uint32_t h = 0; h < n; h++) {
        order[h] = h;
    }
    qsort_r(order, n, sizeof *order, compare_labels, rows->strata.labels);
    for (uint32_t h = 0; h < n; h++) {
        number[order[h]] = h;
        rows->names[h] = make_name(rows, rows->strata.labels[order[h]]);
        if (rows->names[h] == NULL) {
            goto out;
        }
    }
    for (size_t i = 0; i < rows->n_rows; i++) {
        rows->rows[i].stratum = number[rows->rows[i].stratum];
    }
    status = RASIM_OK;
out:
    free(number);
    free(order);
    return status;
}

static rasim_status
read_all(reading *r, const char *bytes, size_t length)
{
    rasimi_sample_rows *rows = r->rows;
    rasim_status status = rasimi_csv_parse(rows->file, bytes, length, read_row, r, rows->problems);
    if (status != RASIM_OK) {
        return status;
    }
    if (rows->n_errors == 0 && rows->n_rows == 0) {
        refuse_empty(r);
    }
    if (rows->n_errors == 0) {
        status = refuse_repeats(rows);
    }
    if (status == RASIM_OK) {
        status = rows->n_errors == 0 ? renumber(rows) : RASIM_ERR_INPUT;
    }
    return status == RASIM_OK ? take_out(rows, r->plan->take_all_above_gbp_week) : status;
}

rasim_status
rasimi_sample_rows_read(const char *file, const char *bytes, size_t length, const rasim_sample_plan *plan,
                        rasimi_sample_rows *out, rasim_problems *problems)
{
    const bool has_costs = plan->allocation == RASIM_ALLOCATION_NEYMAN || plan->take_all_above_gbp_week > 0;
    *out = (rasimi_sample_rows){.file = file, .problems = problems, .has_costs = has_costs};
    reading r = {.plan = plan, .rows = out, .by = rasimi_calloc(plan->n_by, sizeof *r.by)};
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (r.by != NULL) {
        status = read_all(&r, bytes, length);
    }
    rasimi_buffer_clear(&r.label);
    rasimi_interner_clear(&r.seen);
    free(r.by);
    return status;
}

void
rasimi_sample_rows_clear(rasimi_sample_rows *rows)
{
    rasimi_interner_clear(&rows->strata);
    free(rows->rows);
    rasimi_arena_clear(&rows->arena);
    *rows = (rasimi_sample_rows){0};
}
