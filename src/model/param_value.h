/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of a file, read and checked against its descriptor. Used by param.c only. */
#ifndef RASIMI_MODEL_PARAM_VALUE_H
#define RASIMI_MODEL_PARAM_VALUE_H

#include "model/param.h"
#include "model/param_words.h"

/* A reading in progress. */
typedef struct rasimi_reader {
    const char *file;
    rasimi_arena *arena;
    rasim_problems *problems;
    bool failed; /* an error was added */
} rasimi_reader;

/* What a value is called in a message: the key, and where it stands in the key's list. */
typedef struct rasimi_subject {
    const rasimi_param *param;
    size_t item;       /* from 1; 0: no item of a list */
    const char *label; /* of a pair; NULL: none */
} rasimi_subject;

/* "'mean'", "item 3 of 'designs'", "'a lot' of 'levels'". */
rasimi_words
rasimi_subject_words(const rasimi_subject *subject);

/* Adds an error at a node of the file. */
void
rasimi_complain(rasimi_reader *reader, const rasimi_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* True where the node has the kind that `expected` needs; else a problem that says what stands there instead. */
bool
rasimi_value_kind(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node,
                  rasimi_node_kind expected);

/* Each reads one scalar into *out; false after adding a problem (or where memory ran out: see the text's status), and
   then *out is as it was. */
bool
rasimi_value_number(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, double *out);
bool
rasimi_value_whole(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, uint64_t *out);
bool
rasimi_value_flag(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, bool *out);
bool
rasimi_value_choice(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, int *out);

/* Checks a text; the caller copies it. */
bool
rasimi_value_text(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node);

#endif
