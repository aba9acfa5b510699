/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caseload as read: CSV rows into arrays, one a column, and the order of the persons' keys. */
#include "model/caseload.h"

#include "base/text.h"
#include "num/philox.h"
#include "model/columns.h"
#include "model/param_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A file being read. */
typedef struct file_reader {
    const char *bytes;
    size_t length;
    rasimi_column *columns;
    size_t n_columns, capacity;
    rasimi_column_place place;
    bool rows_lost;           /* some rows were no rows */
    rasimi_caseload caseload; /* line, key and n_rows grow here; the columns are handed over at the end */
} file_reader;

/* Line ends in the bytes, and one more: no file has more rows than that. */
static size_t
count_lines(const char *bytes, size_t length)
{
    size_t n = 1;
    for (size_t i = 0; i < length; i++)
        n += bytes[i] == '\n' || bytes[i] == '\r';
    return n;
}

/* Room for the rows of a file with n_fields columns: a row takes a line end and a byte for each field but the last. */
static size_t
bound_rows(const char *bytes, size_t length, size_t n_fields)
{
    const size_t by_lines = count_lines(bytes, length);
    const size_t by_bytes = length / n_fields + 1;
    return by_lines < by_bytes ? by_lines : by_bytes;
}

static rasim_status
allocate_column(rasimi_column *column, size_t capacity, rasimi_arena *arena)
{
    void *block = NULL;
    switch (column->info.kind) {
        case RASIMI_CELL_ID:
            block = column->ids = rasimi_arena_alloc(arena, capacity, sizeof *column->ids);
            break;
        case RASIMI_CELL_LABEL:
            block = column->codes = rasimi_arena_alloc(arena, capacity, sizeof *column->codes);
            break;
        case RASIMI_CELL_NUMBER:
        case RASIMI_CELL_DATE:
            block = column->numbers = rasimi_arena_alloc(arena, capacity, sizeof *column->numbers);
            break;
        case RASIMI_CELL_YES_NO:
            block = column->flags = rasimi_arena_alloc(arena, capacity, sizeof *column->flags);
            break;
    }
    return block ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
allocate(file_reader *reader)
{
    rasimi_arena *arena = reader->place.arena;
    rasimi_caseload *caseload = &reader->caseload;
    caseload->line = rasimi_arena_alloc(arena, reader->capacity, sizeof *caseload->line);
    caseload->content = rasimi_arena_alloc(arena, reader->capacity, sizeof *caseload->content);
    caseload->key = rasimi_arena_alloc(arena, reader->capacity, sizeof *caseload->key);
    if (!caseload->line || !caseload->content || !caseload->key)
        return RASIM_ERR_NO_MEMORY;
    for (size_t c = 0; c < reader->n_columns; c++) {
        if (reader->columns[c].field == RASIMI_NO_FIELD)
            continue;
        const rasim_status status = allocate_column(&reader->columns[c], reader->capacity, arena);
        if (status != RASIM_OK)
            return status;
    }
    return RASIM_OK;
}

/* Nothing can be checked without the column: rasim's own that every caseload has, and what others ask for. */
static bool
is_needed(const file_reader *reader, size_t c)
{
    return c < RASIMI_N_COLUMNS ? rasimi_column_describe((rasimi_column_id)c)->required
                                : reader->columns[c].info.required;
}

/* A needed column that is missing has been told; empty cells stand in for it, so that the others can be checked. */
static rasim_status
stand_in(file_reader *reader)
{
    for (size_t c = 0; c < reader->n_columns; c++) {
        rasimi_column *column = &reader->columns[c];
        if (column->field != RASIMI_NO_FIELD || !is_needed(reader, c))
            continue;
        const rasim_status status = allocate_column(column, reader->capacity, reader->place.arena);
        if (status != RASIM_OK)
            return status;
        for (size_t i = 0; i < reader->capacity; i++) {
            if (column->codes)
                column->codes[i] = RASIMI_NO_LABEL;
            if (column->numbers)
                column->numbers[i] = column->info.if_empty;
            if (column->ids)
                column->ids[i] = "";
        }
    }
    return RASIM_OK;
}

static rasim_status
read_header(file_reader *reader, uint64_t line, const rasimi_field *fields, size_t n_fields)
{
    rasimi_columns_find(reader->columns, reader->n_columns, line, fields, n_fields, &reader->place);
    reader->capacity = bound_rows(reader->bytes, reader->length, n_fields);
    const rasim_status status = allocate(reader);
    return status == RASIM_OK ? stand_in(reader) : status;
}

/* A number that two rows share where everything but the person is the same. */
static uint64_t
hash_content(const rasimi_field *fields, size_t n_fields, size_t person_field)
{
    uint64_t hash = 0;
    for (size_t f = 0; f < n_fields; f++)
        if (f != person_field)
            hash = rasimi_text_hash(hash, fields[f].text, fields[f].length);
    return hash;
}

static rasim_status
read_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n_fields)
{
    file_reader *reader = context;
    if (row == 0)
        return read_header(reader, line, fields, n_fields);
    rasimi_caseload *caseload = &reader->caseload;
    const size_t i = caseload->n_rows;
    if (i >= reader->capacity)
        return RASIM_ERR_INTERNAL;
    reader->place.person = NULL;
    for (size_t c = 0; c < reader->n_columns; c++) {
        rasimi_column *column = &reader->columns[c];
        if (column->field == RASIMI_NO_FIELD)
            continue;
        const rasim_status status = rasimi_cell_read(column, i, line, &fields[column->field], &reader->place);
        if (status != RASIM_OK)
            return status;
        if (c == RASIMI_COLUMN_PERSON_ID)
            reader->place.person = column->ids[i];
    }
    const char *id = reader->columns[RASIMI_COLUMN_PERSON_ID].ids[i];
    caseload->line[i] = line;
    caseload->content[i] = hash_content(fields, n_fields, reader->columns[RASIMI_COLUMN_PERSON_ID].field);
    caseload->key[i] = rasimi_label_key(id, strlen(id));
    caseload->n_rows++;
    return RASIM_OK;
}

/* ---- keys ---- */

/* Keys are sorted by the bits from this on, and neighbours by all. */
#define FIRST_SORTED_BIT 32

typedef struct keyed {
    uint64_t key;
    uint32_t row;
} keyed;

/* One pass of a radix sort by the byte at `shift`; rows of equal bytes keep their order. */
static void
sort_by_byte(const keyed *from, keyed *to, size_t n, unsigned shift)
{
    size_t start[257] = {0};
    for (size_t i = 0; i < n; i++)
        start[(from[i].key >> shift & 255) + 1]++;
    for (size_t b = 1; b < 256; b++)
        start[b] += start[b - 1];
    for (size_t i = 0; i < n; i++)
        to[start[from[i].key >> shift & 255]++] = from[i];
}

/* Of keys that are in the order of their high bits: hashes seldom have those in common. */
static void
sort_neighbours(keyed *keys, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const keyed moved = keys[i];
        size_t to = i;
        for (; to > 0 && keys[to - 1].key > moved.key; to--)
            keys[to] = keys[to - 1];
        keys[to] = moved;
    }
}

static rasim_status
order_keys(rasimi_caseload *caseload, rasimi_arena *arena)
{
    rasim_status status = RASIM_ERR_NO_MEMORY;
    const size_t n = caseload->n_rows;
    keyed *a = rasimi_calloc(n, sizeof *a), *b = rasimi_calloc(n, sizeof *b);
    uint32_t *order = rasimi_arena_alloc(arena, n, sizeof *order);
    if (!a || !b || !order)
        goto out;
    for (size_t i = 0; i < n; i++)
        a[i] = (keyed){caseload->key[i], (uint32_t)i};
    for (unsigned shift = FIRST_SORTED_BIT; shift < 64; shift += 16) {
        sort_by_byte(a, b, n, shift);
        sort_by_byte(b, a, n, shift + 8);
    }
    sort_neighbours(a, n);
    for (size_t i = 0; i < n; i++)
        order[i] = a[i].row;
    caseload->by_key = order;
    status = RASIM_OK;
out:
    free(a);
    free(b);
    return status;
}

static void
report_same_key(const rasimi_caseload *caseload, size_t first, size_t second, size_t field, rasimi_column_place *place)
{
    const rasimi_place where = {place->file, caseload->line[second], field + 1};
    const char *id = caseload->person_id[second];
    const unsigned long long a = caseload->line[first], b = caseload->line[second];
    place->failed = true;
    if (strcmp(caseload->person_id[first], id) != 0)
        rasimi_problem_add(place->problems, RASIM_ERROR, where,
                           "The identifiers on lines %llu and %llu are different but have the same 64-bit key; change "
                           "one of them.",
                           a, b);
    else if (place->show_ids)
        rasimi_problem_add(place->problems, RASIM_ERROR, where,
                           "Person '%s' appears on lines %llu and %llu; each person has one row.", id, a, b);
    else
        rasimi_problem_add(place->problems, RASIM_ERROR, where,
                           "One person appears on lines %llu and %llu; each person has one row.", a, b);
}

/* Rows of one key stand side by side, in file order: each is held against the first. */
static void
check_keys(const rasimi_caseload *caseload, size_t field, rasimi_column_place *place)
{
    size_t first = 0;
    for (size_t i = 1; i < caseload->n_rows; i++) {
        const size_t a = caseload->by_key[first], b = caseload->by_key[i];
        if (caseload->key[a] != caseload->key[b])
            first = i;
        else if (caseload->person_id[b][0] != '\0')
            report_same_key(caseload, a, b, field, place);
    }
}

/* ---- handing over ---- */

static rasim_status
take_labels(const rasimi_column *column, bool rows_lost, rasimi_arena *arena, rasimi_labels *out)
{
    const size_t n = column->interner.n;
    const char **labels = rasimi_arena_alloc(arena, n, sizeof *labels);
    if (!labels)
        return RASIM_ERR_NO_MEMORY;
    if (n > 0)
        memcpy(labels, column->interner.labels, n * sizeof *labels);
    *out = (rasimi_labels){.codes = column->codes,
                           .labels = labels,
                           .n_labels = n,
                           .doubtful = rows_lost || (column->info.required && column->field == RASIMI_NO_FIELD)};
    return RASIM_OK;
}

/* The column's numbers, or an array of what stands for them where the file lacks the column. */
static rasim_status
take_numbers(const rasimi_column *column, size_t n_rows, rasimi_arena *arena, double **out)
{
    *out = column->numbers;
    if (*out)
        return RASIM_OK;
    *out = rasimi_arena_alloc(arena, n_rows, sizeof **out);
    if (!*out)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n_rows; i++)
        (*out)[i] = column->info.if_empty;
    return RASIM_OK;
}

static rasim_status
take_known(const file_reader *reader, rasimi_caseload *out)
{
    const rasimi_column *columns = reader->columns;
    rasimi_arena *arena = reader->place.arena;
    const struct {
        rasimi_column_id id;
        rasimi_labels *labels;
    } labelled[] = {
        {RASIMI_COLUMN_CARE_GROUP, &out->care_group},
        {RASIMI_COLUMN_SETTING, &out->setting},
        {RASIMI_COLUMN_PLACE, &out->place},
        {RASIMI_COLUMN_BUDGET_AREA, &out->budget_area},
        {RASIMI_COLUMN_CARER_SUPPORT, &out->carer_support},
        {RASIMI_COLUMN_DELIVERY, &out->delivery},
        {RASIMI_COLUMN_ASSESSMENT_MODE, &out->assessment_mode},
    };
    rasim_status status = RASIM_OK;
    for (size_t i = 0; status == RASIM_OK && i < sizeof labelled / sizeof *labelled; i++)
        status = take_labels(&columns[labelled[i].id], reader->rows_lost, arena, labelled[i].labels);
    if (status == RASIM_OK)
        status = take_numbers(&columns[RASIMI_COLUMN_WEIGHT], out->n_rows, arena, &out->weight);
    if (status == RASIM_OK)
        status = take_numbers(&columns[RASIMI_COLUMN_CONTRIBUTION], out->n_rows, arena, &out->contribution);
    out->person_id = columns[RASIMI_COLUMN_PERSON_ID].ids;
    out->weekly_cost = columns[RASIMI_COLUMN_WEEKLY_COST].numbers;
    out->points = columns[RASIMI_COLUMN_POINTS].numbers;
    out->start_day = columns[RASIMI_COLUMN_START_DATE].numbers;
    out->carer_consent = columns[RASIMI_COLUMN_CARER_CONSENT].flags;
    out->has_weight = columns[RASIMI_COLUMN_WEIGHT].field != RASIMI_NO_FIELD;
    return status;
}

static rasim_status
fill_consent(rasimi_caseload *caseload, rasimi_arena *arena)
{
    if (caseload->carer_consent)
        return RASIM_OK;
    caseload->carer_consent = rasimi_arena_alloc(arena, caseload->n_rows, sizeof *caseload->carer_consent);
    if (!caseload->carer_consent)
        return RASIM_ERR_NO_MEMORY;
    memset(caseload->carer_consent, 1, caseload->n_rows);
    return RASIM_OK;
}

static rasim_status
take_wanted(const file_reader *reader, rasimi_caseload *out)
{
    const rasimi_column *wanted = reader->columns + RASIMI_N_COLUMNS;
    rasimi_arena *arena = reader->place.arena;
    const size_t n = out->n_wanted = reader->n_columns - RASIMI_N_COLUMNS;
    out->wanted_labels = rasimi_arena_alloc(arena, n, sizeof *out->wanted_labels);
    out->wanted_numbers = rasimi_arena_alloc(arena, n, sizeof *out->wanted_numbers);
    if (!out->wanted_labels || !out->wanted_numbers)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        out->wanted_numbers[i] = wanted[i].numbers;
        if (wanted[i].info.kind == RASIMI_CELL_LABEL &&
            take_labels(&wanted[i], reader->rows_lost, arena, &out->wanted_labels[i]))
            return RASIM_ERR_NO_MEMORY;
    }
    return RASIM_OK;
}

static rasim_status
take_gaps(const rasimi_column *columns, size_t n_columns, rasimi_arena *arena, rasimi_caseload *out)
{
    out->gaps = rasimi_arena_alloc(arena, n_columns, sizeof *out->gaps);
    if (!out->gaps)
        return RASIM_ERR_NO_MEMORY;
    out->n_gaps = n_columns;
    for (size_t c = 0; c < n_columns; c++)
        out->gaps[c] =
            (rasimi_column_gaps){columns[c].heading, columns[c].field == RASIMI_NO_FIELD ? 0 : columns[c].field + 1,
                                 columns[c].field != RASIMI_NO_FIELD, columns[c].n_empty};
    return RASIM_OK;
}

/* From the arrays of a file read to its end to a caseload with checked keys. */
static rasim_status
finish(file_reader *reader)
{
    rasimi_caseload *caseload = &reader->caseload;
    rasimi_column_place *place = &reader->place;
    rasim_status status = take_known(reader, caseload);
    if (status == RASIM_OK)
        status = fill_consent(caseload, place->arena);
    if (status == RASIM_OK)
        status = take_wanted(reader, caseload);
    if (status == RASIM_OK)
        status = take_gaps(reader->columns, reader->n_columns, place->arena, caseload);
    if (status == RASIM_OK)
        status = order_keys(caseload, place->arena);
    if (status != RASIM_OK)
        return status;
    check_keys(caseload, reader->columns[RASIMI_COLUMN_PERSON_ID].field, place);
    if (caseload->n_rows == 0 && !place->failed) {
        rasimi_problem_add(place->problems, RASIM_ERROR, (rasimi_place){place->file, 1, 0},
                           "The caseload has headings but no rows; add one row for each person.");
        place->failed = true;
    }
    return RASIM_OK;
}

rasim_status
rasimi_caseload_parse(const char *file, const char *bytes, size_t length, const rasimi_columns_spec *columns,
                      const rasimi_wanted *wanted, size_t n_wanted, bool show_ids, rasimi_arena *arena,
                      rasimi_caseload *out, rasim_problems *problems)
{
    file_reader reader = {.bytes = bytes,
                          .length = length,
                          .n_columns = RASIMI_N_COLUMNS + n_wanted,
                          .place = {.file = file, .show_ids = show_ids, .arena = arena, .problems = problems}};
    *out = (rasimi_caseload){0};
    reader.columns = rasimi_calloc(reader.n_columns, sizeof *reader.columns);
    if (!reader.columns)
        return RASIM_ERR_NO_MEMORY;
    rasimi_columns_init(reader.columns, columns, wanted, n_wanted);
    rasim_status status = rasimi_csv_parse(file, bytes, length, read_row, &reader, problems);
    reader.rows_lost = status == RASIM_ERR_INPUT;
    reader.caseload.show_ids = show_ids;
    const bool readable = (status == RASIM_OK || status == RASIM_ERR_INPUT) && reader.capacity > 0;
    const rasim_status finished = readable ? finish(&reader) : status;
    if (readable && finished == RASIM_OK)
        *out = reader.caseload;
    if (finished != RASIM_OK)
        status = finished;
    else if (reader.place.failed)
        status = RASIM_ERR_INPUT;
    for (size_t c = 0; c < reader.n_columns; c++)
        rasimi_interner_clear(&reader.columns[c].interner);
    free(reader.columns);
    return status;
}

/* ---- one person from a map ---- */

static void
complain_of_key(const file_reader *reader, const rasimi_entry *entry, rasimi_column_place *place)
{
    const rasimi_place where = {place->file, entry->line, entry->column};
    const char **names = rasimi_arena_alloc(place->arena, reader->n_columns, sizeof *names);
    for (size_t c = 0; names && c < reader->n_columns; c++)
        names[c] = reader->columns[c].heading;
    const size_t near = names ? rasimi_nearest(entry->key, names, reader->n_columns) : reader->n_columns;
    place->failed = true;
    if (names && near < reader->n_columns)
        rasimi_problem_add(place->problems, RASIM_ERROR, where,
                           "'%s' is nothing that is asked about a person (did you mean '%s'?); correct the name.",
                           rasimi_words_shown(entry->key, strlen(entry->key)).text, names[near]);
    else
        rasimi_problem_add(place->problems, RASIM_ERROR, where,
                           "'%s' is nothing that is asked about a person; take it out.",
                           rasimi_words_shown(entry->key, strlen(entry->key)).text);
}

/* A column's value; `field` is where it stands, so that problems name its place. */
static rasim_status
read_entry(file_reader *reader, const rasimi_entry *entry)
{
    rasimi_column *column = reader->columns;
    const rasimi_node *value = entry->value;
    while (column < reader->columns + reader->n_columns && strcmp(column->heading, entry->key) != 0)
        column++;
    if (column == reader->columns + reader->n_columns) {
        complain_of_key(reader, entry, &reader->place);
        return RASIM_OK;
    }
    if (value->kind != RASIMI_NODE_SCALAR) {
        rasimi_problem_add(reader->place.problems, RASIM_ERROR,
                           (rasimi_place){reader->place.file, value->line, value->column},
                           "'%s' needs a single value; write it after the colon.", entry->key);
        reader->place.failed = true;
        return RASIM_OK;
    }
    const rasimi_field field = {value->text, value->length};
    column->field = value->column - 1;
    const rasim_status status = allocate_column(column, 1, reader->place.arena);
    return status == RASIM_OK ? rasimi_cell_read(column, 0, value->line, &field, &reader->place) : status;
}

/* What cannot be done without, and is not asked for in the map. */
static void
complain_of_gap(const rasimi_column *column, const rasimi_node *map, rasimi_column_place *place)
{
    rasimi_problem_add(place->problems, RASIM_ERROR, (rasimi_place){place->file, map->line, 0},
                       "The person has no '%s'; add a line '%s: ...'.", column->heading, column->heading);
    place->failed = true;
}

/* Columns that the map leaves out: labels that are needed are problems, the rest is as if the cell were empty. */
static rasim_status
fill_gaps(file_reader *reader, const rasimi_node *map)
{
    for (size_t c = 0; c < reader->n_columns; c++) {
        rasimi_column *column = &reader->columns[c];
        if (column->field != RASIMI_NO_FIELD)
            continue;
        const bool needed = column->info.required && !column->asked_by && column->info.kind == RASIMI_CELL_LABEL;
        if (needed)
            complain_of_gap(column, map, &reader->place);
        if (!column->info.required)
            continue;
        const rasim_status status = allocate_column(column, 1, reader->place.arena);
        if (status != RASIM_OK)
            return status;
        if (column->codes)
            column->codes[0] = RASIMI_NO_LABEL;
        if (column->ids)
            column->ids[0] = "";
        if (column->numbers)
            column->numbers[0] = column->info.if_empty;
    }
    return RASIM_OK;
}

static rasim_status
read_map(file_reader *reader, const rasimi_node *map)
{
    rasimi_caseload *caseload = &reader->caseload;
    reader->capacity = 1;
    rasimi_arena *arena = reader->place.arena;
    caseload->line = rasimi_arena_alloc(arena, 1, sizeof *caseload->line);
    caseload->content = rasimi_arena_alloc(arena, 1, sizeof *caseload->content);
    caseload->key = rasimi_arena_alloc(arena, 1, sizeof *caseload->key);
    if (!caseload->line || !caseload->content || !caseload->key)
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < map->n; i++) {
        const rasim_status status = read_entry(reader, &map->entries[i]);
        if (status != RASIM_OK)
            return status;
    }
    const rasim_status status = fill_gaps(reader, map);
    if (status != RASIM_OK)
        return status;
    const char *id = reader->columns[RASIMI_COLUMN_PERSON_ID].ids[0];
    caseload->line[0] = map->line;
    caseload->key[0] = rasimi_label_key(id, strlen(id));
    caseload->n_rows = 1;
    const rasim_status finished = finish(reader);
    for (size_t c = 0; c < caseload->n_gaps; c++)
        caseload->gaps[c].column = 0; /* values stand on lines of their own */
    return finished;
}

rasim_status
rasimi_caseload_from_map(const char *file, const rasimi_node *map, const rasimi_columns_spec *columns,
                         const rasimi_wanted *wanted, size_t n_wanted, rasimi_arena *arena, rasimi_caseload *out,
                         rasim_problems *problems)
{
    file_reader reader = {.n_columns = RASIMI_N_COLUMNS + n_wanted,
                          .place = {.file = file, .arena = arena, .problems = problems}};
    if (map->kind != RASIMI_NODE_MAP) {
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){file, map->line, map->column},
                           "The answers are no list of names and values; write one line 'name: value' for each.");
        return RASIM_ERR_INPUT;
    }
    reader.columns = rasimi_calloc(reader.n_columns, sizeof *reader.columns);
    if (!reader.columns)
        return RASIM_ERR_NO_MEMORY;
    rasimi_columns_init(reader.columns, columns, wanted, n_wanted);
    rasim_status status = read_map(&reader, map);
    if (status == RASIM_OK && reader.place.failed)
        status = RASIM_ERR_INPUT;
    if (status == RASIM_OK)
        *out = reader.caseload;
    for (size_t c = 0; c < reader.n_columns; c++)
        rasimi_interner_clear(&reader.columns[c].interner);
    free(reader.columns);
    return status;
}
