/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table-driven reader: maps and lists of a file into structs, their defaults first. */
#include "model/param.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "model/param_value.h"

/* Longer lists are a mistake, and checks that compare every item with every other would never end. */
#define MAX_ITEMS 10000

/* Keys that are few enough to be listed in a message. */
#define FEW_KEYS 8

static rasim_status
read_map(rasimi_reader *reader, const rasimi_table *table, const rasimi_node *map, char *out);

rasimi_place
rasimi_mark_place(const char *file, rasimi_mark mark)
{
    return (rasimi_place){.file = file, .line = mark.line, .column = mark.column};
}

/* Nodes count in 64 bits, marks in 32: files are too small for the difference. */
static rasimi_mark
mark_of(const rasimi_node *node)
{
    return (rasimi_mark){.line = (uint32_t)node->line, .column = (uint32_t)node->column};
}

/* Where in its field a type keeps the mark. */
static size_t
mark_offset(rasimi_param_type type)
{
    static const size_t offsets[] = {
        [RASIMI_PARAM_NUMBER] = offsetof(rasimi_number, mark),
        [RASIMI_PARAM_WHOLE] = offsetof(rasimi_whole, mark),
        [RASIMI_PARAM_TEXT] = offsetof(rasimi_text, mark),
        [RASIMI_PARAM_FLAG] = offsetof(rasimi_flag, mark),
        [RASIMI_PARAM_CHOICE] = offsetof(rasimi_choice, mark),
        [RASIMI_PARAM_NUMBERS] = offsetof(rasimi_numbers, mark),
        [RASIMI_PARAM_TEXTS] = offsetof(rasimi_texts, mark),
        [RASIMI_PARAM_PAIRS] = offsetof(rasimi_pairs, mark),
        [RASIMI_PARAM_STRUCT] = 0,
        [RASIMI_PARAM_STRUCTS] = offsetof(rasimi_structs, mark),
    };
    return offsets[type];
}

rasimi_mark
rasimi_param_mark(const rasimi_param *param, const void *owner)
{
    rasimi_mark mark;
    memcpy(&mark, (const char *)owner + param->offset + mark_offset(param->type), sizeof mark);
    return mark;
}

static void
set_mark(const rasimi_param *param, char *field, rasimi_mark mark)
{
    memcpy(field + mark_offset(param->type), &mark, sizeof mark);
}

/* Copies a text of the file into the arena. */
static rasim_status
read_text(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, rasimi_text *out)
{
    if (!rasimi_value_text(reader, subject, node)) {
        return RASIM_OK;
    }
    const char *copy = rasimi_arena_text(reader->arena, node->text, node->length);
    if (!copy) {
        return RASIM_ERR_NO_MEMORY;
    }
    *out = (rasimi_text){copy, mark_of(node)};
    return RASIM_OK;
}

/* True where a list or map of values may be read. */
static bool
is_list(rasimi_reader *reader, const rasimi_subject *subject, const rasimi_node *node, rasimi_node_kind kind)
{
    if (!rasimi_value_kind(reader, subject, node, kind)) {
        return false;
    }
    const rasimi_words what = rasimi_subject_words(subject);
    if (node->n == 0 && (subject->param->flags & RASIMI_NOT_EMPTY)) {
        rasimi_complain(reader, node, "%s is an empty list; write at least one item.", what.text);
        return false;
    }
    if (node->n > MAX_ITEMS) {
        rasimi_complain(reader, node, "%s has %zu items but may have %d; split or shorten it.", what.text, node->n,
                        MAX_ITEMS);
        return false;
    }
    return true;
}

/* Items that cannot be read are left out of the list. */
static rasim_status
read_numbers(rasimi_reader *reader, const rasimi_param *param, const rasimi_node *node, rasimi_numbers *out)
{
    rasimi_subject subject = {.param = param};
    if (!is_list(reader, &subject, node, RASIMI_NODE_LIST)) {
        return RASIM_OK;
    }
    rasimi_number *items = rasimi_arena_alloc(reader->arena, node->n, sizeof *items);
    if (!items) {
        return RASIM_ERR_NO_MEMORY;
    }
    size_t n = 0;
    for (size_t i = 0; i < node->n; i++) {
        subject.item = i + 1;
        items[n].mark = mark_of(node->items[i]);
        n += rasimi_value_number(reader, &subject, node->items[i], &items[n].value);
    }
    out->items = items;
    out->n = n;
    return RASIM_OK;
}

static rasim_status
read_texts(rasimi_reader *reader, const rasimi_param *param, const rasimi_node *node, rasimi_texts *out)
{
    rasimi_subject subject = {.param = param};
    if (!is_list(reader, &subject, node, RASIMI_NODE_LIST)) {
        return RASIM_OK;
    }
    rasimi_text *items = rasimi_arena_alloc(reader->arena, node->n, sizeof *items);
    rasim_status status = items ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < node->n && status == RASIM_OK; i++) {
        subject.item = i + 1;
        status = read_text(reader, &subject, node->items[i], &items[n]);
        n += items[n].value != NULL;
    }
    if (status == RASIM_OK) {
        out->items = items;
        out->n = n;
    }
    return status;
}

/* "label: number" for each entry; the parser has refused labels that repeat. */
static rasim_status
read_pairs(rasimi_reader *reader, const rasimi_param *param, const rasimi_node *node, rasimi_pairs *out)
{
    rasimi_subject subject = {.param = param};
    if (!is_list(reader, &subject, node, RASIMI_NODE_MAP)) {
        return RASIM_OK;
    }
    rasimi_pair *items = rasimi_arena_alloc(reader->arena, node->n, sizeof *items);
    if (!items) {
        return RASIM_ERR_NO_MEMORY;
    }
    size_t n = 0;
    for (size_t i = 0; i < node->n; i++) {
        const rasimi_entry *entry = &node->entries[i];
        subject.label = entry->key;
        if (!rasimi_value_number(reader, &subject, entry->value, &items[n].number.value)) {
            continue;
        }
        items[n].number.mark = mark_of(entry->value);
        items[n].label.value = rasimi_arena_text(reader->arena, entry->key, strlen(entry->key));
        items[n].label.mark = (rasimi_mark){.line = (uint32_t)entry->line, .column = (uint32_t)entry->column};
        if (!items[n].label.value) {
            return RASIM_ERR_NO_MEMORY;
        }
        n++;
    }
    out->items = items;
    out->n = n;
    return RASIM_OK;
}

static rasim_status
read_structs(rasimi_reader *reader, const rasimi_param *param, const rasimi_node *node, rasimi_structs *out)
{
    rasimi_subject subject = {.param = param};
    const rasimi_table *table = param->nested;
    if (!is_list(reader, &subject, node, RASIMI_NODE_LIST)) {
        return RASIM_OK;
    }
    char *items = rasimi_arena_alloc(reader->arena, node->n, table->size);
    rasim_status status = items ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < node->n && status == RASIM_OK; i++) {
        subject.item = i + 1;
        if (rasimi_value_kind(reader, &subject, node->items[i], RASIMI_NODE_MAP)) {
            status = read_map(reader, table, node->items[i], items + n++ * table->size);
        }
    }
    if (status == RASIM_OK) {
        out->items = items;
        out->n = n;
    }
    return status;
}

static rasim_status
read_struct(rasimi_reader *reader, const rasimi_param *param, const rasimi_node *node, char *field)
{
    const rasimi_subject subject = {.param = param};
    if (!rasimi_value_kind(reader, &subject, node, RASIMI_NODE_MAP)) {
        return RASIM_OK;
    }
    return read_map(reader, param->nested, node, field);
}

/* Reads a value by its type. */
static rasim_status
read_value(rasimi_reader *reader, const rasimi_param *param, const rasimi_node *node, char *field)
{
    const rasimi_subject subject = {.param = param};
    rasim_status status = RASIM_OK;
    switch (param->type) {
        case RASIMI_PARAM_NUMBER:
            rasimi_value_number(reader, &subject, node, &((rasimi_number *)(void *)field)->value);
            break;
        case RASIMI_PARAM_WHOLE: {
            rasimi_whole *whole = (void *)field;
            whole->present |= rasimi_value_whole(reader, &subject, node, &whole->value);
            break;
        }
        case RASIMI_PARAM_TEXT:
            status = read_text(reader, &subject, node, (void *)field);
            break;
        case RASIMI_PARAM_FLAG:
            rasimi_value_flag(reader, &subject, node, &((rasimi_flag *)(void *)field)->value);
            break;
        case RASIMI_PARAM_CHOICE:
            rasimi_value_choice(reader, &subject, node, &((rasimi_choice *)(void *)field)->value);
            break;
        case RASIMI_PARAM_NUMBERS:
            status = read_numbers(reader, param, node, (void *)field);
            break;
        case RASIMI_PARAM_TEXTS:
            status = read_texts(reader, param, node, (void *)field);
            break;
        case RASIMI_PARAM_PAIRS:
            status = read_pairs(reader, param, node, (void *)field);
            break;
        case RASIMI_PARAM_STRUCT:
            status = read_struct(reader, param, node, field);
            break;
        case RASIMI_PARAM_STRUCTS:
            status = read_structs(reader, param, node, (void *)field);
            break;
    }
    return status;
}

/* Reads a value into its field. What cannot be read keeps its default, and makes the field's mark doubtful. Errors:
   RASIM_ERR_NO_MEMORY. */
static rasim_status
read_field(rasimi_reader *reader, const rasimi_param *param, const rasimi_node *node, bool repeated, char *field)
{
    const bool failed = reader->failed;
    rasimi_mark mark = mark_of(node);
    reader->failed = false;
    const rasim_status status = read_value(reader, param, node, field);
    mark.doubtful = reader->failed || repeated;
    set_mark(param, field, mark);
    reader->failed = reader->failed || failed;
    return status;
}

static const rasimi_param *
find_param(const rasimi_table *table, const char *key)
{
    for (size_t i = 0; i < table->n; i++) {
        if (strcmp(table->params[i].key, key) == 0) {
            return &table->params[i];
        }
    }
    return NULL;
}

/* "did you mean", or the keys where they are few, or both. */
static rasim_status
complain_unknown(rasimi_reader *reader, const rasimi_table *table, const rasimi_entry *entry)
{
    const char **keys = rasimi_arena_alloc(reader->arena, table->n, sizeof *keys);
    if (!keys) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < table->n; i++) {
        keys[i] = table->params[i].key;
    }
    const size_t near = rasimi_nearest(entry->key, keys, table->n);
    const bool few = table->n <= FEW_KEYS, has_near = near < table->n;
    const rasimi_words unknown = rasimi_words_shown(entry->key, strlen(entry->key));
    const rasimi_words list = rasimi_words_list(keys, few ? table->n : 0, "and");
    const rasimi_node place = {.line = entry->line, .column = entry->column};
    rasimi_complain(reader, &place, "'%s' is no key of %s%s%s%s; %s%s.", unknown.text, rasimi_words_table(table).text,
                    has_near ? " (did you mean '" : "", has_near ? keys[near] : "", has_near ? "'?)" : "",
                    few        ? "its keys are "
                    : has_near ? "correct it or take it out"
                               : "take it out, or see docs/files.md for the keys",
                    list.text);
    return RASIM_OK;
}

static void
complain_missing(rasimi_reader *reader, const rasimi_table *table, const rasimi_param *param, const rasimi_node *map)
{
    const rasimi_words owner = rasimi_words_table(table), write = rasimi_words_expected(param);
    const rasimi_words allowed = rasimi_words_allowed(param);
    const bool bounded = isfinite(param->min) || isfinite(param->max);
    rasimi_complain(reader, map, "'%s' is missing from %s; add it as %s%s%s%s%s%s.", param->key, owner.text, write.text,
                    bounded ? ", " : "", bounded ? allowed.text : "", param->unit[0] ? " (" : "", param->unit,
                    param->unit[0] ? ")" : "");
}

/* Fills a struct with what a map of the file gives it. */
static rasim_status
read_map(rasimi_reader *reader, const rasimi_table *table, const rasimi_node *map, char *out)
{
    rasim_status status = rasimi_params_default(table, reader->arena, out);
    const rasimi_mark mark = mark_of(map);
    memcpy(out, &mark, sizeof mark);
    for (size_t i = 0; i < map->n && status == RASIM_OK; i++) {
        const rasimi_entry *entry = &map->entries[i];
        const rasimi_param *param = find_param(table, entry->key);
        status = param ? read_field(reader, param, entry->value, entry->repeated, out + param->offset)
                       : complain_unknown(reader, table, entry);
    }
    for (size_t i = 0; i < table->n && status == RASIM_OK; i++) {
        const rasimi_param *param = &table->params[i];
        if ((param->flags & RASIMI_REQUIRED) && !rasimi_node_get(map, param->key)) {
            complain_missing(reader, table, param, map);
        }
    }
    return status;
}

/* A default that is a list: its items are parted by commas. */
static rasim_status
default_list(rasimi_reader *reader, const rasimi_param *param, char *field)
{
    rasimi_node items[FEW_KEYS] = {{0}};
    const rasimi_node *pointers[FEW_KEYS];
    size_t n = 0;
    const char *text = param->default_text;
    while (*text != '\0' && n < FEW_KEYS) {
        text += strspn(text, ", ");
        const size_t length = strcspn(text, ",");
        items[n] = (rasimi_node){.kind = RASIMI_NODE_SCALAR, .text = text, .length = length};
        pointers[n] = &items[n];
        n++;
        text += length;
    }
    const rasimi_node list = {.kind = RASIMI_NODE_LIST, .n = n, .items = pointers};
    return read_field(reader, param, &list, false, field);
}

/* What a field is where the file says nothing. */
static rasim_status
default_field(rasimi_reader *reader, const rasimi_param *param, char *field)
{
    if (param->type == RASIMI_PARAM_STRUCT) {
        return rasimi_params_default(param->nested, reader->arena, field);
    }
    if (param->type == RASIMI_PARAM_NUMBER) {
        ((rasimi_number *)(void *)field)->value = (double)NAN;
    }
    if (!param->default_text) {
        return RASIM_OK;
    }
    if (param->type == RASIMI_PARAM_NUMBERS || param->type == RASIMI_PARAM_TEXTS) {
        return default_list(reader, param, field);
    }
    const rasimi_node node = {
        .kind = RASIMI_NODE_SCALAR, .text = param->default_text, .length = strlen(param->default_text)};
    return read_field(reader, param, &node, false, field);
}

rasim_status
rasimi_params_default(const rasimi_table *table, rasimi_arena *arena, void *out)
{
    rasimi_reader reader = {.arena = arena};
    rasim_status status = RASIM_OK;
    memset(out, 0, table->size);
    for (size_t i = 0; i < table->n && status == RASIM_OK; i++) {
        status = default_field(&reader, &table->params[i], (char *)out + table->params[i].offset);
    }
    return status == RASIM_OK && reader.failed ? RASIM_ERR_INTERNAL : status;
}

/* ---- a file of another kind ---- */

static size_t
count_known(const rasimi_table *table, const rasimi_node *map)
{
    size_t n = 0;
    for (size_t i = 0; i < table->n; i++) {
        n += rasimi_node_get(map, table->params[i].key) != NULL;
    }
    return n;
}

/* The kind of file that a map was meant for, where most of its keys are unknown here and more are known there; else
   NULL. Somebody gave the wrong path: one sentence says more than a list of unknown keys. */
static const rasimi_table *
find_kind(const rasimi_table *table, const rasimi_node *map)
{
    static const rasimi_table *const kinds[] = {&rasimi_framework_table, &rasimi_design_table, &rasimi_recipe_table};
    const rasimi_table *best = NULL;
    size_t most = count_known(table, map);
    if (2 * most >= map->n) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const size_t n = count_known(kinds[i], map);
        if (n > most) {
            most = n;
            best = kinds[i];
        }
    }
    return best;
}

rasim_status
rasimi_params_read(const rasimi_table *table, const char *file, const rasimi_node *map, rasimi_arena *arena, void *out,
                   rasim_problems *problems)
{
    rasimi_reader reader = {.file = file, .arena = arena, .problems = problems};
    if (map->kind != RASIMI_NODE_MAP) {
        rasimi_complain(
            &reader, map,
            "There are no keys here where %s should be; write each key on a line of its own with a colon after it.",
            rasimi_words_table(table).text);
        const rasim_status status = rasimi_params_default(table, arena, out);
        return status == RASIM_OK ? RASIM_ERR_INPUT : status;
    }
    const rasimi_table *kind = find_kind(table, map);
    if (kind) {
        rasimi_complain(&reader, map,
                        "These are the keys of %s where those of %s should be; check which path was given.",
                        rasimi_words_table(kind).text, rasimi_words_table(table).text);
        const rasim_status status = rasimi_params_default(table, arena, out);
        return status == RASIM_OK ? RASIM_ERR_INPUT : status;
    }
    const rasim_status status = read_map(&reader, table, map, out);
    return status == RASIM_OK && reader.failed ? RASIM_ERR_INPUT : status;
}
