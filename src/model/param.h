/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of descriptors per struct: key, type, unit, default, bounds, sentence. The table drives parsing, checking,
   help and docs/files.md. Values live in caller structs; lists and texts live in an arena. */
#ifndef RASIMI_MODEL_PARAM_H
#define RASIMI_MODEL_PARAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/problem.h"
#include "io/yaml.h"
#include "rasim/status.h"

/* Where a value was written, for problems found later (cross-checks). line 0: the key is absent, so the value is the
   default. A value that could not be read has its mark and the default. Where anything in it could not be read it is
   doubtful, and what it lacks may only have been left out. */
typedef struct rasimi_mark {
    uint32_t line, column;
    bool doubtful;
} rasimi_mark;

/* What a field of a struct looks like, by type. Every field type is one of these. */
typedef struct rasimi_number {
    double value; /* NAN where absent (or unreadable) and without default */
    rasimi_mark mark;
} rasimi_number;
typedef struct rasimi_whole {
    uint64_t value;
    bool present; /* written in the file or defaulted */
    rasimi_mark mark;
} rasimi_whole;
typedef struct rasimi_text {
    const char *value; /* NULL where absent and without default */
    rasimi_mark mark;
} rasimi_text;
typedef struct rasimi_flag {
    bool value;
    rasimi_mark mark;
} rasimi_flag;
typedef struct rasimi_choice {
    int value; /* index into the descriptor's choices */
    rasimi_mark mark;
} rasimi_choice;
typedef struct rasimi_numbers {
    rasimi_number *items;
    size_t n;
    rasimi_mark mark;
} rasimi_numbers;
typedef struct rasimi_texts {
    rasimi_text *items;
    size_t n;
    rasimi_mark mark;
} rasimi_texts;
/* label: number, in file order */
typedef struct rasimi_pair {
    rasimi_text label;
    rasimi_number number;
} rasimi_pair;
typedef struct rasimi_pairs {
    rasimi_pair *items;
    size_t n;
    rasimi_mark mark;
} rasimi_pairs;
/* a list of structs: items points to n structs of the nested table's size */
typedef struct rasimi_structs {
    void *items;
    size_t n;
    rasimi_mark mark;
} rasimi_structs;

typedef enum rasimi_param_type {
    RASIMI_PARAM_NUMBER,  /* rasimi_number */
    RASIMI_PARAM_WHOLE,   /* rasimi_whole */
    RASIMI_PARAM_TEXT,    /* rasimi_text; quoted or plain */
    RASIMI_PARAM_FLAG,    /* rasimi_flag: yes, no, true, false */
    RASIMI_PARAM_CHOICE,  /* rasimi_choice */
    RASIMI_PARAM_NUMBERS, /* rasimi_numbers */
    RASIMI_PARAM_TEXTS,   /* rasimi_texts */
    RASIMI_PARAM_PAIRS,   /* rasimi_pairs */
    RASIMI_PARAM_STRUCT,  /* the nested struct itself, beginning with a rasimi_mark; all its defaults apply where absent
                           */
    RASIMI_PARAM_STRUCTS, /* rasimi_structs; every nested struct begins with a rasimi_mark */
} rasimi_param_type;

enum {
    RASIMI_REQUIRED = 1,  /* absent is an error (required fields of an absent optional struct are not) */
    RASIMI_MIN_OPEN = 2,  /* the minimum itself is not allowed */
    RASIMI_MAX_OPEN = 4,  /* the maximum itself is not allowed */
    RASIMI_NOT_EMPTY = 8, /* a text or list must not be empty */
};

typedef struct rasimi_table rasimi_table;

typedef struct rasimi_param {
    const char *key;
    rasimi_param_type type;
    size_t offset;
    unsigned flags;
    double min, max;            /* numbers, items of lists of numbers, numbers of pairs; -INFINITY and INFINITY: none */
    const char *unit;           /* "£ a week", "share", ""; shown in help */
    const char *default_text;   /* parsed like the file's text; NULL: none */
    const char *const *choices; /* NULL-terminated */
    const rasimi_table *nested;
    const char *sentence;
} rasimi_param;

struct rasimi_table {
    const char *name; /* "framework", "framework.prices[]", ... */
    size_t size;      /* of the struct */
    size_t n;
    const rasimi_param *params;
};

/* The place of a mark, for a problem. */
rasimi_place
rasimi_mark_place(const char *file, rasimi_mark mark);

/* The mark of a field of the struct that a table describes. */
rasimi_mark
rasimi_param_mark(const rasimi_param *param, const void *owner);

/* Fills a struct with the table's defaults. Errors: RASIM_ERR_INTERNAL where a default contradicts its own descriptor,
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_params_default(const rasimi_table *table, rasimi_arena *arena, void *out);

/* Reads a map into a struct that begins with a rasimi_mark. Defaults first, then the file's values. Every unknown key
   (with the nearest match), wrong type, value out of bounds and missing key is a problem with its place, value, what is
   allowed and what to do. A number may be written as a quotient of whole numbers (365/7). Lists have at most 10,000
   items; labels of pairs do not repeat, since the parser refuses keys that do.
   Errors: RASIM_ERR_INPUT where it added an error, RASIM_ERR_NO_MEMORY. On RASIM_ERR_INPUT the struct holds what could
   be read, so that further checks can find further problems: unreadable values have their defaults, unreadable items
   are left out of their lists. */
rasim_status
rasimi_params_read(const rasimi_table *table, const char *file, const rasimi_node *map, rasimi_arena *arena, void *out,
                   rasim_problems *problems);

/* The roots of the file kinds, for rasim_file_key: framework, design, recipe. */
extern const rasimi_table rasimi_framework_table, rasimi_design_table, rasimi_recipe_table;

#endif
