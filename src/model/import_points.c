/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points joined to an import. Client Level Data has none: they come from the council's assessment export, by the same
   person identifier. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv.h"
#include "io/file.h"
#include "model/design.h"
#include "model/import_text.h"
#include "model/import_work.h"

#define MAX_FILE_BYTES ((size_t)1 << 30)

/* A row of the points file. */
typedef struct points_row {
    uint32_t person;
    uint64_t line;
    const char *text; /* "" where the cell is empty */
} points_row;

typedef struct points_reader {
    rasimi_cld_work *work;
    size_t id_at, points_at;
    points_row *rows;
    size_t n, capacity;
    bool bad;
} points_reader;

static bool
is_person_heading(const char *heading)
{
    return strcmp(heading, "person_id") == 0 || rasimi_cld_field_is(RASIMI_CLD_PERSON, heading);
}

static rasim_status
refuse_header(const points_reader *reader, uint64_t line, const char *wanted, const rasimi_field *header, size_t n)
{
    const char **headings = rasimi_calloc(n, sizeof *headings);
    if (!headings)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        headings[i] = header[i].text;
    const size_t near = rasimi_nearest(wanted, headings, n);
    rasimi_problem_add(reader->work->problems, RASIM_ERROR, (rasimi_place){reader->work->options->points_path, line, 0},
                       "The points file has no column '%s'%s%s%s; name the column that it has.", wanted,
                       near < n ? " (did you mean '" : "", near < n ? headings[near] : "", near < n ? "'?)" : "");
    free(headings);
    return RASIM_ERR_INPUT;
}

static rasim_status
read_header(points_reader *reader, uint64_t line, const rasimi_field *header, size_t n)
{
    const rasim_import_options *options = reader->work->options;
    reader->id_at = reader->points_at = n;
    for (size_t i = n; i-- > 0;) {
        const char *id = options->points_id_column;
        if (id ? strcmp(header[i].text, id) == 0 : is_person_heading(header[i].text))
            reader->id_at = i;
        if (strcmp(header[i].text, options->points_column) == 0)
            reader->points_at = i;
    }
    if (reader->id_at == n)
        return refuse_header(reader, line, options->points_id_column ? options->points_id_column : "person_id", header,
                             n);
    return reader->points_at == n ? refuse_header(reader, line, options->points_column, header, n) : RASIM_OK;
}

static bool
are_points(const rasimi_field *field)
{
    double points = 0;
    return rasimi_parse_double(field->text, field->length, &points) == RASIMI_NUMBER_OK &&
           points <= RASIMI_MAX_POINTS && points >= -RASIMI_MAX_POINTS;
}

static rasim_status
read_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n)
{
    points_reader *reader = context;
    rasimi_cld_work *work = reader->work;
    if (row == 0)
        return read_header(reader, line, fields, n);
    const rasimi_field *id = &fields[reader->id_at], *points = &fields[reader->points_at];
    const rasimi_place place = {work->options->points_path, line, reader->points_at + 1};
    if (points->length > 0 && !are_points(points)) {
        char shown[RASIMI_CLD_SHOWN_SIZE];
        rasimi_cld_show(points->text, false, shown);
        rasimi_problem_add(work->problems, RASIM_ERROR, place,
                           "'%s' in the column '%s' is no number of points; write a plain number, or nothing.", shown,
                           work->options->points_column);
        reader->bad = true;
        return RASIM_OK;
    }
    if (id->length == 0)
        return RASIM_OK;
    if (!rasimi_grow((void **)&reader->rows, &reader->capacity, reader->n, sizeof *reader->rows))
        return RASIM_ERR_NO_MEMORY;
    points_row *out = &reader->rows[reader->n++];
    *out = (points_row){.line = line, .text = rasimi_arena_text(work->arena, points->text, points->length)};
    return out->text ? rasimi_cld_person_code(work, id->text, id->length, &out->person) : RASIM_ERR_NO_MEMORY;
}

static void
refuse_second(points_reader *reader, uint64_t first_line, const points_row *second)
{
    const rasimi_cld_work *work = reader->work;
    const bool show = work->options->show_ids;
    rasimi_problem_add(work->problems, RASIM_ERROR, (rasimi_place){work->options->points_path, second->line, 0},
                       "%s%s%s has different points on lines %" PRIu64 " and %" PRIu64 "; keep the assessment that "
                       "counts.",
                       show ? "Person '" : "One person", show ? work->persons.labels[second->person] : "",
                       show ? "'" : "", first_line, second->line);
    reader->bad = true;
}

/* Points by person; the same points twice are once. Errors: RASIM_ERR_NO_MEMORY. */
static rasim_status
index_points(points_reader *reader)
{
    rasimi_cld_work *work = reader->work;
    const char **points = rasimi_arena_alloc(work->arena, work->persons.n + 1, sizeof *points);
    uint64_t *rows = rasimi_arena_alloc(work->arena, work->persons.n + 1, sizeof *rows);
    uint64_t *lines = rasimi_calloc(work->persons.n + 1, sizeof *lines);
    const bool roomy = points && rows && lines;
    for (size_t i = 0; roomy && i < reader->n; i++) {
        const points_row *row = &reader->rows[i];
        rows[row->person]++;
        if (row->text[0] == '\0')
            continue;
        if (points[row->person] && strcmp(points[row->person], row->text) != 0)
            refuse_second(reader, lines[row->person], row);
        points[row->person] = row->text;
        lines[row->person] = row->line;
    }
    free(lines);
    work->points = points;
    work->points_rows = rows;
    work->counts[RASIM_IMPORT_N_POINTS_UNUSED] = reader->n;
    return roomy ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_cld_points_read(rasimi_cld_work *work)
{
    points_reader reader = {.work = work};
    const char *path = work->options->points_path;
    char *bytes = NULL;
    size_t length = 0;
    rasim_status status = rasimi_file_read(path, MAX_FILE_BYTES, &bytes, &length, NULL, work->problems);
    if (status == RASIM_OK)
        status = rasimi_csv_parse(path, bytes, length, read_row, &reader, work->problems);
    if (status == RASIM_OK)
        status = index_points(&reader);
    free(reader.rows);
    free(bytes);
    return status == RASIM_OK && reader.bad ? RASIM_ERR_INPUT : status;
}
