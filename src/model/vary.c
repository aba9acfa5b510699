/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What-ifs: a number replaced in a parsed tree. The key is followed through the tables of descriptors, which say what
   each part of it is; maps and lists on the way are copied, everything beside them is shared. */
#include "model/vary.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/param.h"
#include "model/param_words.h"

#define DESIGN_PREFIX "design."

enum { PART_SIZE = 128, MOST_KEYS = 128, FEW_KEYS = 8 };

/* A replacement in progress. */
typedef struct work {
    const char *file;
    const rasim_override *override;
    rasimi_arena *arena;
    rasim_problems *problems;
} work;

/* One part of a key: "prices[setting=community]". */
typedef struct part {
    char name[PART_SIZE];
    char selector[PART_SIZE]; /* what stands in brackets */
    bool has_selector;
    const char *rest; /* after the full stop; "" at the end */
} part;

static rasim_status
replace(const work *w, const rasimi_table *table, const rasimi_node *map, const char *key, rasimi_node **out);

bool
rasimi_vary_is_of_design(const char *key)
{
    return strncmp(key, DESIGN_PREFIX, strlen(DESIGN_PREFIX)) == 0;
}

__attribute__((format(printf, 2, 3))) static rasim_status
complain(const work *w, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rasimi_problem_add(w->problems, RASIM_ERROR, (rasimi_place){.file = w->file}, "'%s' cannot be varied: %s",
                       rasimi_words_shown(w->override->key, strlen(w->override->key)).text, text);
    return RASIM_ERR_INPUT;
}

/* ---- keys ---- */

static bool
take(const char **from, const char *stop, char *to)
{
    const size_t length = strcspn(*from, stop);
    if (length >= PART_SIZE)
        return false;
    memcpy(to, *from, length);
    to[length] = '\0';
    *from += length;
    return true;
}

/* Splits off the first part of a key. */
static bool
split(const char *key, part *out)
{
    *out = (part){.has_selector = false};
    if (!take(&key, ".[", out->name) || out->name[0] == '\0')
        return false;
    if (*key == '[') {
        key++;
        out->has_selector = take(&key, "]", out->selector) && *key == ']';
        if (!out->has_selector || out->selector[0] == '\0')
            return false;
        key++;
    }
    if (*key == '.' && key[1] != '\0') {
        out->rest = key + 1;
        return true;
    }
    out->rest = key;
    return *key == '\0';
}

static const rasimi_param *
find(const rasimi_table *table, const char *name)
{
    for (size_t i = 0; i < table->n; i++)
        if (strcmp(table->params[i].key, name) == 0)
            return &table->params[i];
    return NULL;
}

/* The key that was meant: one that begins like it, else the nearest; n where there is none. */
static size_t
meant(const char *name, const char *const *keys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strncmp(keys[i], name, strlen(name)) == 0)
            return i;
    return rasimi_nearest(name, keys, n);
}

/* "'uplift' is no key of sign_off; did you mean 'uplift_share'?", or where the key is one of designs, how to say so. */
static rasim_status
complain_unknown(const work *w, const rasimi_table *table, const char *name)
{
    const char *keys[MOST_KEYS];
    const size_t n = table->n < MOST_KEYS ? table->n : MOST_KEYS;
    for (size_t i = 0; i < n; i++)
        keys[i] = table->params[i].key;
    const rasimi_words shown = rasimi_words_shown(name, strlen(name)), owner = rasimi_words_table(table);
    if (table == &rasimi_framework_table && find(&rasimi_design_table, name))
        return complain(w, "'%s' is a key of designs; write '" DESIGN_PREFIX "%s'.", shown.text, w->override->key);
    const size_t near = meant(name, keys, n);
    if (near < n)
        return complain(w, "'%s' is no key of %s; did you mean '%s'?", shown.text, owner.text, keys[near]);
    if (n <= FEW_KEYS)
        return complain(w, "'%s' is no key of %s; its keys are %s.", shown.text, owner.text,
                        rasimi_words_list(keys, n, "and").text);
    return complain(w, "'%s' is no key of %s; docs/files.md lists the keys.", shown.text, owner.text);
}

/* ---- nodes ---- */

/* The new value, where the old one stands or, if there is none, where its owner does. */
static rasimi_node *
make_value(const work *w, const rasimi_node *old)
{
    rasimi_node *node = rasimi_arena_alloc(w->arena, 1, sizeof *node);
    const char *text = rasimi_arena_text(w->arena, w->override->value, strlen(w->override->value));
    if (!node || !text)
        return NULL;
    *node = (rasimi_node){
        .kind = RASIMI_NODE_SCALAR, .line = old->line, .column = old->column, .text = text, .length = strlen(text)};
    return node;
}

/* A map in which a key has another value; added at the end where it is not there. */
static rasimi_node *
with_entry(const work *w, const rasimi_node *map, const char *key, rasimi_node *value)
{
    rasimi_node *node = rasimi_arena_alloc(w->arena, 1, sizeof *node);
    rasimi_entry *entries = rasimi_arena_alloc(w->arena, map->n + 1, sizeof *entries);
    const char *name = rasimi_arena_text(w->arena, key, strlen(key));
    if (!node || !entries || !name)
        return NULL;
    size_t at = 0;
    for (size_t i = 0; i < map->n; i++)
        entries[i] = map->entries[i];
    while (at < map->n && strcmp(entries[at].key, key) != 0)
        at++;
    if (at == map->n)
        entries[at] = (rasimi_entry){.key = name, .line = map->line, .column = map->column};
    entries[at].value = value;
    *node = *map;
    node->entries = entries;
    node->n = map->n + (at == map->n);
    return node;
}

/* A list in which an item is another. */
static rasimi_node *
with_item(const work *w, const rasimi_node *list, size_t at, const rasimi_node *item)
{
    rasimi_node *node = rasimi_arena_alloc(w->arena, 1, sizeof *node);
    const rasimi_node **items = rasimi_arena_alloc(w->arena, list->n, sizeof *items);
    if (!node || !items)
        return NULL;
    memcpy(items, list->items, list->n * sizeof *items);
    items[at] = item;
    *node = *list;
    node->items = items;
    return node;
}

/* ---- which item ---- */

/* "2" is the second one; false where the text is no number. */
static bool
is_number(const char *text, uint64_t *out)
{
    return rasimi_parse_uint64(text, strlen(text), out) == RASIMI_NUMBER_OK;
}

static rasim_status
item_by_number(const work *w, const part *at, const rasimi_node *list, uint64_t number, size_t *out)
{
    if (number < 1 || number > list->n)
        return complain(w, "'%s' has %zu %s; they are counted from 1.", at->name, list->n,
                        list->n == 1 ? "item" : "items");
    *out = (size_t)number - 1;
    return RASIM_OK;
}

/* The row whose key has the value: "setting=community". */
static rasim_status
row_by_label(const work *w, const part *at, const rasimi_table *table, const rasimi_node *list, size_t *out)
{
    char key[PART_SIZE];
    const char *value = at->selector;
    if (!take(&value, "=", key) || *value != '=')
        return complain(w, "'[%s]' names no row; write a key of it and its value, as %s[%s=...], or its number.",
                        at->selector, at->name, table->params[0].key);
    value++;
    if (!find(table, key))
        return complain_unknown(w, table, key);
    size_t n_found = 0;
    for (size_t i = 0; i < list->n; i++) {
        const rasimi_node *row = list->items[i];
        const rasimi_node *found = row->kind == RASIMI_NODE_MAP ? rasimi_node_get(row, key) : NULL;
        if (found && found->kind == RASIMI_NODE_SCALAR && strcmp(found->text, value) == 0 && n_found++ == 0)
            *out = i;
    }
    if (n_found == 1)
        return RASIM_OK;
    return n_found > 1 ? complain(w, "%zu rows of '%s' have %s; name one of them by its number.", n_found, at->name,
                                  at->selector)
                       : complain(w, "no row of '%s' has %s.", at->name, at->selector);
}

static rasim_status
choose_item(const work *w, const part *at, const rasimi_table *table, const rasimi_node *list, size_t *out)
{
    uint64_t number;
    if (!at->has_selector && list->n == 1) {
        *out = 0;
        return RASIM_OK;
    }
    if (!at->has_selector && table)
        return complain(w, "'%s' has %zu rows; say which, as %s[%s=...] or %s[1].", at->name, list->n, at->name,
                        table->params[0].key, at->name);
    if (!at->has_selector)
        return complain(w, "'%s' has %zu items; say which, as %s[1].", at->name, list->n, at->name);
    if (is_number(at->selector, &number))
        return item_by_number(w, at, list, number, out);
    if (table)
        return row_by_label(w, at, table, list, out);
    return complain(w, "'[%s]' is no number of an item of '%s'; they are counted from 1.", at->selector, at->name);
}

/* ---- by type ---- */

static rasim_status
replace_in_rows(const work *w, const rasimi_param *param, const part *at, const rasimi_node *list, rasimi_node **out)
{
    size_t i = 0;
    if (at->rest[0] == '\0')
        return complain(w, "'%s' is a list of rows; say which of their numbers, as %s[1].%s.", at->name, at->name,
                        param->nested->params[param->nested->n - 1].key);
    rasim_status status = choose_item(w, at, param->nested, list, &i);
    if (status != RASIM_OK)
        return status;
    rasimi_node *row = NULL;
    if (list->items[i]->kind != RASIMI_NODE_MAP)
        return complain(w, "row %zu of '%s' has no keys.", i + 1, at->name);
    status = replace(w, param->nested, list->items[i], at->rest, &row);
    if (status == RASIM_OK && !(*out = with_item(w, list, i, row)))
        status = RASIM_ERR_NO_MEMORY;
    return status;
}

static rasim_status
replace_in_numbers(const work *w, const part *at, const rasimi_node *list, rasimi_node **out)
{
    size_t i = 0;
    const rasim_status status = choose_item(w, at, NULL, list, &i);
    if (status != RASIM_OK)
        return status;
    rasimi_node *value = make_value(w, list->items[i]);
    *out = value ? with_item(w, list, i, value) : NULL;
    return *out ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* A number with a label of one's own: "levels[some]". */
static rasim_status
replace_in_pairs(const work *w, const part *at, const rasimi_node *map, rasimi_node **out)
{
    if (!at->has_selector)
        return complain(w, "'%s' has a number for each label; say which, as %s[%s].", at->name, at->name,
                        map->n > 0 ? map->entries[0].key : "label");
    const rasimi_node *old = rasimi_node_get(map, at->selector);
    if (!old)
        return complain(w, "'%s' has no label '%s'.", at->name, at->selector);
    rasimi_node *value = make_value(w, old);
    *out = value ? with_entry(w, map, at->selector, value) : NULL;
    return *out ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
replace_number(const work *w, const part *at, const rasimi_node *owner, const rasimi_node *old, rasimi_node **out)
{
    if (at->has_selector || at->rest[0] != '\0')
        return complain(w, "'%s' is one number; nothing can follow it.", at->name);
    *out = make_value(w, old ? old : owner);
    return *out ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
replace_in_struct(const work *w, const rasimi_param *param, const part *at, const rasimi_node *owner,
                  const rasimi_node *old, rasimi_node **out)
{
    rasimi_node empty = {.kind = RASIMI_NODE_MAP, .line = owner->line, .column = owner->column};
    if (at->has_selector || at->rest[0] == '\0')
        return complain(w, "'%s' has keys of its own; say which of their numbers, as %s.%s.", at->name, at->name,
                        param->nested->params[0].key);
    return replace(w, param->nested, old ? old : &empty, at->rest, out);
}

static bool
has_kind(const rasimi_param *param, const rasimi_node *node)
{
    switch (param->type) {
        case RASIMI_PARAM_STRUCTS:
        case RASIMI_PARAM_NUMBERS:
            return node && node->kind == RASIMI_NODE_LIST && node->n > 0;
        case RASIMI_PARAM_PAIRS:
            return node && node->kind == RASIMI_NODE_MAP;
        case RASIMI_PARAM_STRUCT:
            return !node || node->kind == RASIMI_NODE_MAP;
        default:
            return true;
    }
}

static rasim_status
replace_value(const work *w, const rasimi_param *param, const part *at, const rasimi_node *owner,
              const rasimi_node *old, rasimi_node **out)
{
    if (!has_kind(param, old))
        return complain(w, "the file has no '%s' whose number could be another; write it there first.", at->name);
    switch (param->type) {
        case RASIMI_PARAM_NUMBER:
        case RASIMI_PARAM_WHOLE:
            return replace_number(w, at, owner, old, out);
        case RASIMI_PARAM_STRUCT:
            return replace_in_struct(w, param, at, owner, old, out);
        case RASIMI_PARAM_STRUCTS:
            return replace_in_rows(w, param, at, old, out);
        case RASIMI_PARAM_NUMBERS:
            return replace_in_numbers(w, at, old, out);
        case RASIMI_PARAM_PAIRS:
            return replace_in_pairs(w, at, old, out);
        case RASIMI_PARAM_TEXT:
        case RASIMI_PARAM_FLAG:
        case RASIMI_PARAM_CHOICE:
        case RASIMI_PARAM_TEXTS:
            break;
    }
    return complain(w, "'%s' is no number but %s; only numbers vary.", at->name, rasimi_words_expected(param).text);
}

static rasim_status
replace(const work *w, const rasimi_table *table, const rasimi_node *map, const char *key, rasimi_node **out)
{
    part at;
    if (!split(key, &at))
        return complain(w, "write keys with full stops between them and rows in brackets, as "
                           "prices[setting=community].mean.");
    const rasimi_param *param = find(table, at.name);
    if (!param)
        return complain_unknown(w, table, at.name);
    rasimi_node *value = NULL;
    const rasim_status status = replace_value(w, param, &at, map, rasimi_node_get(map, at.name), &value);
    if (status != RASIM_OK)
        return status;
    *out = with_entry(w, map, at.name, value);
    return *out ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_vary(const char *file, const rasim_override *override, rasimi_arena *arena, const rasimi_node **root,
            rasim_problems *problems)
{
    const work w = {file, override, arena, problems};
    const bool of_design = rasimi_vary_is_of_design(override->key);
    rasimi_node *out = NULL;
    if ((*root)->kind != RASIMI_NODE_MAP)
        return RASIM_OK; /* the reader says what is wrong with the file */
    const rasim_status status = replace(&w, of_design ? &rasimi_design_table : &rasimi_framework_table, *root,
                                        override->key + (of_design ? strlen(DESIGN_PREFIX) : 0), &out);
    if (status == RASIM_OK)
        *root = out;
    return status;
}
