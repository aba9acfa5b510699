/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML to a tree whose every node knows its line and column. Scalars stay text; anchors, aliases, tags, several
   documents, more than 32 levels, and files over 4 MiB are refused with a sentence. */
#ifndef RASIMI_IO_YAML_H
#define RASIMI_IO_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/problem.h"
#include "rasim/status.h"

#define RASIMI_YAML_MAX_DEPTH 32
#define RASIMI_YAML_MAX_BYTES (4u * 1024 * 1024)

typedef enum rasimi_node_kind { RASIMI_NODE_SCALAR, RASIMI_NODE_LIST, RASIMI_NODE_MAP } rasimi_node_kind;

typedef struct rasimi_node rasimi_node;

/* A key of a map, with its own place. */
typedef struct rasimi_entry {
    const char *key;
    uint64_t line, column;
    rasimi_node *value;
    bool repeated; /* the key stands again further down; that value was refused and left out */
} rasimi_entry;

struct rasimi_node {
    rasimi_node_kind kind;
    uint64_t line, column; /* from 1, columns in characters */
    const char *text;      /* scalar: terminated UTF-8; "" for nothing */
    size_t length;
    bool quoted; /* scalar in quotes or a block: text, never a number */
    size_t n;    /* list: items; map: entries */
    const rasimi_node *const *items;
    const rasimi_entry *entries; /* in file order; each key once, duplicates have been refused */
};

/* Parses bytes (for example of a file that was read and digested). Nodes live in the arena. Problems name `file`.
   Errors: RASIM_ERR_INPUT (problems say why), RASIM_ERR_NO_MEMORY. With RASIM_ERR_INPUT the tree is delivered all the
   same where the file could be read to its end (a key that stands twice, an anchor, a tag), so that what else is wrong
   can be found; otherwise *out is left as it is. */
rasim_status
rasimi_yaml_parse(const char *file, const char *bytes, size_t length, rasimi_arena *arena, const rasimi_node **out,
                  rasim_problems *problems);

/* The value of a key, or NULL where the map lacks it. */
const rasimi_node *
rasimi_node_get(const rasimi_node *map, const char *key);

#endif
