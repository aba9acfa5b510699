/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who were assessed in more than one mode: what they say of each mode's bias and error (methods.md section 2).
 */
#include "model/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/csv.h"
#include "model/intern.h"

/* Fewer pairs say too little: the standard error of an sd from 10 is already 24 % of it. */
#define FEWEST_PAIRS 10

enum { PERSON, MODE, POINTS, N_PAIR_COLUMNS };
static const char *const headings[N_PAIR_COLUMNS] = {"person_id", "assessment_mode", "points"};

/* One assessment. */
typedef struct assessment {
    uint32_t person, mode;
    double points;
    uint64_t line;
} assessment;

typedef struct pairs_reader {
    rasimi_draft *draft;
    const char *file;
    size_t at[N_PAIR_COLUMNS];
    rasimi_interner persons, modes;
    assessment *rows;
    size_t n, capacity;
    bool failed;
} pairs_reader;

/* ---- reading ---- */

static void
find_columns(pairs_reader *reader, uint64_t line, const rasimi_field *header, size_t n_fields)
{
    for (size_t c = 0; c < N_PAIR_COLUMNS; c++) {
        size_t f = 0;
        while (f < n_fields && strcmp(header[f].text, headings[c]) != 0)
            f++;
        reader->at[c] = f;
        if (f < n_fields)
            continue;
        rasimi_problem_add(reader->draft->problems, RASIM_ERROR, (rasimi_place){reader->file, line, 0},
                           "The paired assessments have no column '%s'; they need person_id, assessment_mode and "
                           "points.",
                           headings[c]);
        reader->failed = true;
    }
}

static bool
read_points(pairs_reader *reader, uint64_t line, const rasimi_field *field, double *points)
{
    const bool good = rasimi_parse_double(field->text, field->length, points) == RASIMI_NUMBER_OK;
    if (good && *points >= -RASIMI_MAX_POINTS && *points <= RASIMI_MAX_POINTS)
        return true;
    rasimi_problem_add(reader->draft->problems, RASIM_ERROR, (rasimi_place){reader->file, line, reader->at[POINTS] + 1},
                       "'points' is '%s', but must be a number of points; leave the row out where there is none.",
                       rasimi_words_shown(field->text, field->length).text);
    reader->failed = true;
    return false;
}

static rasim_status
read_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n_fields)
{
    pairs_reader *reader = context;
    if (row == 0)
        find_columns(reader, line, fields, n_fields);
    assessment one = {.line = line};
    if (row == 0 || reader->failed || !read_points(reader, line, &fields[reader->at[POINTS]], &one.points))
        return RASIM_OK;
    const rasimi_field *person = &fields[reader->at[PERSON]], *mode = &fields[reader->at[MODE]];
    rasimi_arena *arena = &reader->draft->arena;
    rasim_status status = rasimi_intern(&reader->persons, person->text, person->length, arena, &one.person);
    if (status == RASIM_OK)
        status = rasimi_intern(&reader->modes, mode->text, mode->length, arena, &one.mode);
    if (status != RASIM_OK || !rasimi_grow((void **)&reader->rows, &reader->capacity, reader->n, sizeof *reader->rows))
        return RASIM_ERR_NO_MEMORY;
    reader->rows[reader->n++] = one;
    return RASIM_OK;
}

static int
by_person_and_mode(const void *a, const void *b)
{
    const assessment *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->mode != y->mode)
        return x->mode < y->mode ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

/* Sorted rows; a person is assessed once in a mode. */
static void
arrange(pairs_reader *reader)
{
    if (reader->n > 1)
        qsort(reader->rows, reader->n, sizeof *reader->rows, by_person_and_mode);
    for (size_t i = 1; i < reader->n; i++) {
        const assessment *before = &reader->rows[i - 1], *here = &reader->rows[i];
        if (before->person != here->person || before->mode != here->mode)
            continue;
        rasimi_problem_add(reader->draft->problems, RASIM_ERROR, (rasimi_place){reader->file, here->line, 0},
                           "This person has an assessment of the mode '%s' already (line %llu); keep one of the two.",
                           reader->modes.labels[here->mode], (unsigned long long)before->line);
        reader->failed = true;
    }
}

/* ---- estimating ---- */

static uint32_t
mode_code(const pairs_reader *reader, const char *label)
{
    for (uint32_t code = 0; code < reader->modes.n; code++)
        if (strcmp(reader->modes.labels[code], label) == 0)
            return code;
    return RASIMI_NO_LABEL;
}

/* Differences, mode less reference, of everybody who has both; returns how many. */
static size_t
collect(const pairs_reader *reader, uint32_t mode, uint32_t reference, double *differences)
{
    size_t n = 0;
    for (size_t first = 0, end; first < reader->n; first = end) {
        const assessment *of_mode = NULL, *of_reference = NULL;
        for (end = first; end < reader->n && reader->rows[end].person == reader->rows[first].person; end++) {
            of_mode = reader->rows[end].mode == mode ? &reader->rows[end] : of_mode;
            of_reference = reader->rows[end].mode == reference ? &reader->rows[end] : of_reference;
        }
        if (of_mode && of_reference)
            differences[n++] = of_mode->points - of_reference->points;
    }
    return n;
}

static double
reference_sd(const rasimi_assessment_spec *spec)
{
    for (size_t r = 0; r < spec->modes.n; r++) {
        const rasimi_mode_row *row = RASIMI_ROW(rasimi_mode_row, spec->modes, r);
        if (strcmp(row->mode.value, spec->reference_mode.value) == 0)
            return row->sd.value;
    }
    return 0;
}

static void
estimate_mode(pairs_reader *reader, rasimi_mode_row *row, double *differences)
{
    rasim_study *study = reader->draft->study;
    const rasimi_assessment_spec *spec = &study->framework.assessment;
    const rasimi_place place = rasimi_draft_place(reader->draft, row->estimate.mark);
    const uint32_t reference = mode_code(reader, spec->reference_mode.value), mode = mode_code(reader, row->mode.value);
    const bool both = mode != RASIMI_NO_LABEL && reference != RASIMI_NO_LABEL;
    const size_t n = both ? collect(reader, mode, reference, differences) : 0;
    if (n < FEWEST_PAIRS) {
        rasimi_problem_add(reader->draft->problems, RASIM_ERROR, place,
                           "%zu %s assessed as '%s' and as '%s' in %s, but an estimate needs at least %d; assess more "
                           "people in both modes, or give bias and sd by hand.",
                           n, n == 1 ? "person is" : "people are", row->mode.value, spec->reference_mode.value,
                           reader->file, FEWEST_PAIRS);
        reader->failed = true;
        return;
    }
    const rasimi_agreement found = rasimi_agree(differences, n, reference_sd(spec));
    if (!(found.sd > 0) && found.sd_difference > 0)
        rasimi_problem_add(reader->draft->problems, RASIM_WARNING, place,
                           "The assessments of '%s' differ from those of '%s' by less than the reference's own sd; the "
                           "sd of '%s' is taken as 0.",
                           row->mode.value, spec->reference_mode.value, row->mode.value);
    row->bias.value = found.bias;
    row->sd.value = found.sd;
    study->mode_estimates[study->n_mode_estimates++] = (rasimi_mode_estimate){row->mode.value, found};
}

static rasim_status
estimate(pairs_reader *reader)
{
    rasim_study *study = reader->draft->study;
    rasimi_structs *modes = &study->framework.assessment.modes;
    rasimi_mode_row *rows = modes->items;
    double *differences = rasimi_arena_alloc(&reader->draft->arena, reader->n, sizeof *differences);
    study->mode_estimates = rasimi_arena_alloc(&study->arena, modes->n, sizeof *study->mode_estimates);
    if (!differences || !study->mode_estimates)
        return RASIM_ERR_NO_MEMORY;
    for (size_t r = 0; r < modes->n; r++)
        if (rows[r].estimate.value)
            estimate_mode(reader, &rows[r], differences);
    return RASIM_OK;
}

rasim_status
rasimi_pairs_read(rasimi_draft *draft, const char *file, const char *bytes, size_t length)
{
    pairs_reader reader = {.draft = draft, .file = file};
    rasim_status status = rasimi_csv_parse(file, bytes, length, read_row, &reader, draft->problems);
    if (status == RASIM_OK && !reader.failed)
        arrange(&reader);
    if (status == RASIM_OK && !reader.failed)
        status = estimate(&reader);
    rasimi_interner_clear(&reader.persons);
    rasimi_interner_clear(&reader.modes);
    free(reader.rows);
    return status == RASIM_OK && reader.failed ? RASIM_ERR_INPUT : status;
}
