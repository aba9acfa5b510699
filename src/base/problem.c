/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of problems. Texts and file names live in the list's arena, each file name once. */
#include "base/problem.h"

#include "base/mem.h"
#include "base/text.h"

#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Enough to see every kind of mistake in a file; a list of ten thousand is read by nobody. */
#define DEFAULT_LIMIT 50

#define N_SEVERITIES (RASIM_ERROR + 1)

/* How many problems of a file are held. The limit holds for each severity, so that notes never crowd out an error. */
typedef struct file_count {
    const char *file; /* NULL for problems that are in no file */
    unsigned held[N_SEVERITIES];
} file_count;

struct rasim_problems {
    rasimi_arena arena;
    rasim_problem *items;
    size_t n, capacity;
    file_count *files;
    size_t n_files, files_capacity;
    uint64_t totals[N_SEVERITIES];
    unsigned limit;
};

static const char *const severity_names[N_SEVERITIES] = {
    [RASIM_NOTE] = "note",
    [RASIM_WARNING] = "warning",
    [RASIM_ERROR] = "error",
};

static bool
same_file(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The count of a file, made where it is new; NULL where memory ran out. */
static file_count *
count_of(rasim_problems *problems, const char *file)
{
    for (size_t i = problems->n_files; i > 0; i--) {
        if (same_file(problems->files[i - 1].file, file)) {
            return &problems->files[i - 1];
        }
    }
    void *items = problems->files;
    const bool roomy = rasimi_grow(&items, &problems->files_capacity, problems->n_files, sizeof *problems->files);
    problems->files = items;
    const char *copy = file && roomy ? rasimi_arena_text(&problems->arena, file, strlen(file)) : NULL;
    if (!roomy || (file && !copy)) {
        return NULL;
    }
    problems->files[problems->n_files] = (file_count){.file = copy};
    return &problems->files[problems->n_files++];
}

/* Keeps one problem; where memory runs out it stays counted and is not held. */
static void __attribute__((format(printf, 4, 0)))
hold(rasim_problems *problems, rasim_severity severity, rasimi_place place, const char *format, va_list args)
{
    file_count *count = count_of(problems, place.file);
    if (!count || count->held[severity] >= problems->limit) {
        return;
    }
    void *items = problems->items;
    const bool roomy = rasimi_grow(&items, &problems->capacity, problems->n, sizeof *problems->items);
    problems->items = items;
    const char *text = roomy ? rasimi_arena_vprintf(&problems->arena, format, args) : NULL;
    if (!text) {
        return;
    }
    count->held[severity]++;
    problems->items[problems->n++] = (rasim_problem){
        .severity = severity, .file = count->file, .line = place.line, .column = place.column, .text = text};
}

rasim_status
rasim_problems_create(rasim_problems **out)
{
    rasim_problems *problems = rasimi_calloc(1, sizeof *problems);
    if (!problems) {
        return RASIM_ERR_NO_MEMORY;
    }
    problems->limit = DEFAULT_LIMIT;
    *out = problems;
    return RASIM_OK;
}

void
rasim_problems_free(rasim_problems *problems)
{
    if (!problems) {
        return;
    }
    rasimi_arena_clear(&problems->arena);
    free(problems->items);
    free(problems->files);
    free(problems);
}

size_t
rasim_problems_size(const rasim_problems *problems)
{
    return problems ? problems->n : 0;
}

uint64_t
rasim_problems_total(const rasim_problems *problems, rasim_severity severity)
{
    return problems && (unsigned)severity < N_SEVERITIES ? problems->totals[severity] : 0;
}

const rasim_problem *
rasim_problems_get(const rasim_problems *problems, size_t i)
{
    return problems && i < problems->n ? &problems->items[i] : NULL;
}

/* Text being written as snprintf does: as much as fits, and the length that all of it has. */
typedef struct writer {
    char *buffer;
    size_t size, length;
} writer;

static void
write_bytes(writer *out, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++, out->length++) {
        if (out->length + 1 < out->size) {
            out->buffer[out->length] = bytes[i];
        }
    }
}

/* A text from a file may hold what would steer a terminal or forge a line: that is shown as an escape. */
static void
write_safely(writer *out, const char *text)
{
    const char *end = text + strlen(text);
    for (size_t length; text < end; text += length) {
        char escape[16];
        const unsigned code = rasimi_steering(text, (size_t)(end - text), &length);
        if (code == 0) {
            write_bytes(out, text, length);
        } else if (code == '\n' || code == '\t') {
            write_bytes(out, code == '\n' ? "\\n" : "\\t", 2);
        } else {
            snprintf(escape, sizeof escape, code < 0x80 ? "\\x%02x" : "\\u%04x", code);
            write_bytes(out, escape, strlen(escape));
        }
    }
}

int
rasim_problem_format(const rasim_problem *problem, char *buffer, size_t size)
{
    writer out = {.buffer = buffer, .size = size};
    char line[32] = "", column[32] = "";
    if (problem->file && problem->line > 0) {
        snprintf(line, sizeof line, ":%" PRIu64, problem->line);
    }
    if (line[0] && problem->column > 0) {
        snprintf(column, sizeof column, ":%" PRIu64, problem->column);
    }
    const char *parts[] = {problem->file ? problem->file : "", line, column,       problem->file ? ": " : "",
                           severity_names[problem->severity],  ": ", problem->text};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        write_safely(&out, parts[i]);
    }
    if (size > 0) {
        buffer[out.length < size ? out.length : size - 1] = '\0';
    }
    return out.length > INT_MAX ? -1 : (int)out.length;
}

void
rasimi_problems_set_limit(rasim_problems *problems, unsigned limit)
{
    if (problems) {
        problems->limit = limit;
    }
}

void
rasimi_problem_add(rasim_problems *problems, rasim_severity severity, rasimi_place place, const char *format, ...)
{
    if (!problems) {
        return;
    }
    problems->totals[severity]++;
    va_list args;
    va_start(args, format);
    hold(problems, severity, place, format, args);
    va_end(args);
}

uint64_t
rasimi_problems_errors(const rasim_problems *problems)
{
    return rasim_problems_total(problems, RASIM_ERROR);
}

void
rasimi_problems_pass_errors(const rasim_problems *from, rasim_problems *to)
{
    for (size_t i = 0; i < rasim_problems_size(from); i++) {
        const rasim_problem *problem = rasim_problems_get(from, i);
        if (problem->severity == RASIM_ERROR) {
            rasimi_problem_add(to, RASIM_ERROR, (rasimi_place){problem->file, problem->line, problem->column}, "%s",
                               problem->text);
        }
    }
}
