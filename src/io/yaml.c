/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML to a tree, on libyaml's events. The tree is made by recursion, which the limit of depth keeps shallow. What
   YAML can do beyond maps, lists and texts (anchors, aliases, tags, several documents) is refused: in a file that says
   what a council spends, every value should stand where it is read. */
#include "io/yaml.h"

#include "base/text.h"

#include <yaml.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    yaml_parser_t parser;
    const char *file;
    const char *bytes;
    size_t length;
    rasimi_arena *arena;
    rasim_problems *problems;
    rasim_status status; /* of what the reading can go on after: a duplicate key, a tag, an amount with commas */
} reader;

/* The children of a list or map while it is being read. For a list only `value` is used. */
typedef struct children {
    rasimi_entry *entries;
    size_t n, capacity;
} children;

static rasimi_place
place_of_mark(const reader *r, yaml_mark_t mark)
{
    return (rasimi_place){.file = r->file, .line = mark.line + 1, .column = mark.column + 1};
}

/* Line and column (in characters) of a byte. */
static rasimi_place
place_of_offset(const reader *r, size_t offset)
{
    rasimi_place place = {.file = r->file, .line = 1, .column = 1};
    for (size_t i = 0; i < offset && i < r->length; i++) {
        if (r->bytes[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)r->bytes[i] & 0xc0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

/* True where the line of a mark has a tab before its first other character. */
static bool
indented_by_tab(const reader *r, yaml_mark_t mark)
{
    const char *p = r->bytes, *end = r->bytes + r->length;
    for (size_t line = 0; line < mark.line && p; line++) {
        p = memchr(p, '\n', (size_t)(end - p));
        p = p ? p + 1 : NULL;
    }
    while (p && p < end && *p == ' ') {
        p++;
    }
    return p && p < end && *p == '\t';
}

/* Says why libyaml stopped. */
static rasim_status
refuse_syntax(reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR) {
        return RASIM_ERR_NO_MEMORY;
    }
    if (p->error == YAML_READER_ERROR) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_offset(r, p->problem_offset),
                           "The character U+%04X is not allowed in YAML; remove it.", (unsigned)p->problem_value);
    } else if (indented_by_tab(r, p->problem_mark)) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_mark(r, p->problem_mark),
                           "The line is indented with a tab, which YAML does not allow; use spaces.");
    } else if (p->context && p->context_mark.line != p->problem_mark.line) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_mark(r, p->problem_mark),
                           "This is not valid YAML (%s, %s that starts on line %zu); check the indentation, colons, "
                           "quotes and brackets.",
                           p->problem, p->context, p->context_mark.line + 1);
    } else {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_mark(r, p->problem_mark),
                           "This is not valid YAML (%s); check the indentation, colons, quotes and brackets.",
                           p->problem ? p->problem : "syntax error");
    }
    return RASIM_ERR_INPUT;
}

static rasim_status
next_event(reader *r, yaml_event_t *event)
{
    return yaml_parser_parse(&r->parser, event) ? RASIM_OK : refuse_syntax(r);
}

/* Anchors and tags are refused, and the reading goes on. */
static void
check_decoration(reader *r, yaml_mark_t mark, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_mark(r, mark),
                           "Anchors such as '&%s' are not allowed; write the value out where it is needed.",
                           (const char *)anchor);
        r->status = RASIM_ERR_INPUT;
    }
    if (tag) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_mark(r, mark),
                           "Tags such as '%s' are not allowed; remove the tag, the kind of each value is known.",
                           (const char *)tag);
        r->status = RASIM_ERR_INPUT;
    }
}

static rasim_status
read_scalar(reader *r, const yaml_event_t *event, rasimi_node *out)
{
    const char *text = (const char *)event->data.scalar.value;
    const size_t length = event->data.scalar.length;
    check_decoration(r, event->start_mark, event->data.scalar.anchor, event->data.scalar.tag);
    if (memchr(text, '\0', length)) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_mark(r, event->start_mark),
                           "The text contains a zero byte (\\0); remove it.");
        return RASIM_ERR_INPUT;
    }
    out->kind = RASIMI_NODE_SCALAR;
    out->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    out->length = length;
    out->text = rasimi_arena_text(r->arena, text, length);
    return out->text ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* Takes out the entries whose value was refused. */
static void
drop_empty(children *kids)
{
    size_t n = 0;
    for (size_t i = 0; i < kids->n; i++) {
        if (kids->entries[i].value) {
            kids->entries[n++] = kids->entries[i];
        }
    }
    kids->n = n;
}

/* ---- amounts with commas ---- */

/* True for a key that is three digits with nothing after it: what follows a comma in "£2,400,000". */
static bool
is_thousands(const rasimi_entry *entry)
{
    const bool blank = entry->value->kind == RASIMI_NODE_SCALAR && entry->value->length == 0 && !entry->value->quoted;
    return blank && strlen(entry->key) == 3 && strspn(entry->key, "0123456789") == 3;
}

/* True for "£2" and "2", which three digits may follow. */
static bool
begins_amount(const rasimi_node *node)
{
    const size_t sign = strncmp(node->text, "£", strlen("£")) == 0 ? strlen("£") : 0;
    const size_t n_digits = strspn(node->text + sign, "0123456789");
    return node->kind == RASIMI_NODE_SCALAR && !node->quoted && n_digits > 0 && n_digits <= 3 &&
           sign + n_digits == node->length;
}

/* Puts an amount together whose commas parted the keys of a map in braces, says so, and goes on with plain digits.
   Errors: RASIM_ERR_NO_MEMORY. */
static rasim_status
join_amount(reader *r, children *kids, size_t at, size_t n_more)
{
    rasimi_buffer digits = {0}, written = {0};
    rasimi_node *node = kids->entries[at].value;
    rasimi_buffer_printf(&written, "%s", node->text);
    rasimi_buffer_printf(&digits, "%s", node->text + strcspn(node->text, "0123456789"));
    for (size_t i = at + 1; i <= at + n_more; i++) {
        rasimi_buffer_printf(&written, ",%s", kids->entries[i].key);
        rasimi_buffer_printf(&digits, "%s", kids->entries[i].key);
        kids->entries[i].value = NULL;
    }
    const bool failed = written.failed || digits.failed;
    if (!failed) {
        rasimi_problem_add(r->problems, RASIM_ERROR, (rasimi_place){r->file, node->line, node->column},
                           "'%s' is '%s', but in braces a comma parts one key from the next; write %s.",
                           kids->entries[at].key, written.data, digits.data);
        node->text = rasimi_arena_text(r->arena, digits.data, digits.length);
        node->length = digits.length;
    }
    rasimi_buffer_clear(&written);
    rasimi_buffer_clear(&digits);
    r->status = RASIM_ERR_INPUT;
    return failed || !node->text ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

/* Finds such amounts in the entries of a map in braces. */
static rasim_status
join_amounts(reader *r, children *kids)
{
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < kids->n && status == RASIM_OK; i++) {
        size_t n_more = 0;
        while (begins_amount(kids->entries[i].value) && i + n_more + 1 < kids->n &&
               is_thousands(&kids->entries[i + n_more + 1])) {
            n_more++;
        }
        if (n_more > 0) {
            status = join_amount(r, kids, i, n_more);
            i += n_more;
        }
    }
    drop_empty(kids);
    return status;
}

/* ---- keys ---- */

static int
by_key(const void *a, const void *b)
{
    const rasimi_entry *left = *(const rasimi_entry *const *)a, *right = *(const rasimi_entry *const *)b;
    const int order = strcmp(left->key, right->key);
    return order ? order : (left > right) - (left < right);
}

/* Refuses an entry whose key another one has. */
static void
refuse_duplicate(reader *r, rasimi_entry *first, const rasimi_entry *second)
{
    const rasimi_place place = {.file = r->file, .line = second->line, .column = second->column};
    rasimi_problem_add(r->problems, RASIM_ERROR, place,
                       "The key '%s' stands here a second time (first on line %" PRIu64 "); keep one of them.",
                       second->key, first->line);
    first->repeated = true;
    r->status = RASIM_ERR_INPUT;
}

/* Each key once, and the first of those that are the same; by sorting, because a file may have many keys. */
static rasim_status
drop_duplicates(reader *r, children *kids)
{
    rasimi_entry **sorted = rasimi_calloc(kids->n, sizeof *sorted);
    if (!sorted) {
        return RASIM_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < kids->n; i++) {
        sorted[i] = &kids->entries[i];
    }
    qsort(sorted, kids->n, sizeof *sorted, by_key);
    for (size_t i = 1, first = 0; i < kids->n; i++) {
        if (strcmp(sorted[i]->key, sorted[first]->key) == 0) {
            refuse_duplicate(r, sorted[first], sorted[i]);
            sorted[i]->value = NULL;
        } else {
            first = i;
        }
    }
    free(sorted);
    drop_empty(kids);
    return RASIM_OK;
}

static rasim_status
read_node(reader *r, const yaml_event_t *event, int depth, rasimi_node **out);

/* A key: plain text, not empty. */
static rasim_status
read_key(reader *r, const yaml_event_t *event, rasimi_entry *out)
{
    const rasimi_place place = place_of_mark(r, event->start_mark);
    if (event->type != YAML_SCALAR_EVENT) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "A key must be a text, not a list, a map or an alias; check brackets and question marks.");
        return RASIM_ERR_INPUT;
    }
    if (event->data.scalar.length == 0) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place, "A key is missing before the colon; write 'key: value'.");
        return RASIM_ERR_INPUT;
    }
    rasimi_node key = {0};
    const rasim_status status = read_scalar(r, event, &key);
    *out = (rasimi_entry){.key = key.text, .line = place.line, .column = place.column};
    return status;
}

/* Reads one item of a list or one entry of a map, which begins with `event`. */
static rasim_status
read_child(reader *r, const yaml_event_t *event, bool is_map, int depth, rasimi_entry *out)
{
    if (!is_map) {
        return read_node(r, event, depth, &out->value);
    }
    rasim_status status = read_key(r, event, out);
    yaml_event_t value;
    if (status == RASIM_OK) {
        status = next_event(r, &value);
    }
    if (status == RASIM_OK) {
        status = read_node(r, &value, depth, &out->value);
        yaml_event_delete(&value);
    }
    return status;
}

/* Reads children until the event that ends their list or map. */
static rasim_status
read_children(reader *r, bool is_map, int depth, children *out)
{
    const yaml_event_type_t end = is_map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    for (;;) {
        yaml_event_t event;
        rasim_status status = next_event(r, &event);
        if (status != RASIM_OK) {
            return status;
        }
        const bool ended = event.type == end;
        void *entries = out->entries;
        if (!ended && !rasimi_grow(&entries, &out->capacity, out->n, sizeof *out->entries)) {
            status = RASIM_ERR_NO_MEMORY;
        }
        out->entries = entries;
        if (!ended && status == RASIM_OK) {
            out->entries[out->n] = (rasimi_entry){0};
            status = read_child(r, &event, is_map, depth, &out->entries[out->n++]);
        }
        yaml_event_delete(&event);
        if (ended || status != RASIM_OK) {
            return status;
        }
    }
}

/* Moves the children into the arena. */
static rasim_status
keep_children(reader *r, const children *kids, rasimi_node *node)
{
    node->n = kids->n;
    if (node->kind == RASIMI_NODE_MAP) {
        rasimi_entry *entries = rasimi_arena_alloc(r->arena, kids->n, sizeof *entries);
        if (entries && kids->n > 0) {
            memcpy(entries, kids->entries, kids->n * sizeof *entries);
        }
        node->entries = entries;
        return entries ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    }
    const rasimi_node **items = rasimi_arena_alloc(r->arena, kids->n, sizeof *items);
    for (size_t i = 0; items && i < kids->n; i++) {
        items[i] = kids->entries[i].value;
    }
    node->items = items;
    return items ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
read_collection(reader *r, const yaml_event_t *event, int depth, rasimi_node *out)
{
    const bool is_map = event->type == YAML_MAPPING_START_EVENT;
    if (depth == RASIMI_YAML_MAX_DEPTH) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_mark(r, event->start_mark),
                           "Lists and maps are nested more than %d levels deep; check the brackets and indentation.",
                           RASIMI_YAML_MAX_DEPTH);
        return RASIM_ERR_INPUT;
    }
    if (is_map) {
        check_decoration(r, event->start_mark, event->data.mapping_start.anchor, event->data.mapping_start.tag);
    } else {
        check_decoration(r, event->start_mark, event->data.sequence_start.anchor, event->data.sequence_start.tag);
    }
    out->kind = is_map ? RASIMI_NODE_MAP : RASIMI_NODE_LIST;
    out->text = "";
    children kids = {0};
    rasim_status status = read_children(r, is_map, depth + 1, &kids);
    if (status == RASIM_OK && is_map && event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE) {
        status = join_amounts(r, &kids);
    }
    if (status == RASIM_OK && is_map) {
        status = drop_duplicates(r, &kids);
    }
    if (status == RASIM_OK) {
        status = keep_children(r, &kids, out);
    }
    free(kids.entries);
    return status;
}

/* Reads the node that begins with `event`; the event stays the caller's. */
static rasim_status
read_node(reader *r, const yaml_event_t *event, int depth, rasimi_node **out)
{
    const rasimi_place place = place_of_mark(r, event->start_mark);
    rasimi_node *node = rasimi_arena_alloc(r->arena, 1, sizeof *node);
    if (!node) {
        return RASIM_ERR_NO_MEMORY;
    }
    node->line = place.line;
    node->column = place.column;
    *out = node;
    if (event->type == YAML_SCALAR_EVENT) {
        return read_scalar(r, event, node);
    }
    if (event->type == YAML_ALIAS_EVENT) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "Aliases such as '*%s' are not allowed; write the value out where it is needed.",
                           (const char *)event->data.alias.anchor);
        return RASIM_ERR_INPUT;
    }
    return read_collection(r, event, depth, node);
}

/* True where the document holds nothing: no text (an empty one in quotes or after '>' is none), no list, no map. */
static bool
is_nothing(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT && event->data.scalar.length == 0;
}

static rasim_status
refuse_empty(reader *r)
{
    rasimi_problem_add(r->problems, RASIM_ERROR, (rasimi_place){.file = r->file},
                       "The file is empty; nothing is described in it.");
    return RASIM_ERR_INPUT;
}

/* After STREAM-START and DOCUMENT-START: the root node. */
static rasim_status
read_root(reader *r, rasimi_node **out)
{
    yaml_event_t event;
    rasim_status status = next_event(r, &event);
    if (status != RASIM_OK) {
        return status;
    }
    status = is_nothing(&event) ? refuse_empty(r) : read_node(r, &event, 0, out);
    yaml_event_delete(&event);
    return status;
}

/* Passes one event by and tells its type. */
static rasim_status
skip_event(reader *r, yaml_event_type_t *type, rasimi_place *place)
{
    yaml_event_t event;
    const rasim_status status = next_event(r, &event);
    if (status == RASIM_OK) {
        *type = event.type;
        *place = place_of_mark(r, event.start_mark);
        yaml_event_delete(&event);
    }
    return status;
}

/* The stream: one document and nothing after it. */
static rasim_status
read_stream(reader *r, rasimi_node **out)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    rasimi_place place = {0};
    rasim_status status = skip_event(r, &type, &place); /* STREAM-START */
    if (status == RASIM_OK) {
        status = skip_event(r, &type, &place);
    }
    if (status == RASIM_OK) {
        status = type == YAML_STREAM_END_EVENT ? refuse_empty(r) : read_root(r, out);
    }
    if (status == RASIM_OK) {
        status = skip_event(r, &type, &place); /* DOCUMENT-END */
    }
    if (status == RASIM_OK) {
        status = skip_event(r, &type, &place);
    }
    if (status == RASIM_OK && type != YAML_STREAM_END_EVENT) {
        rasimi_problem_add(r->problems, RASIM_ERROR, place,
                           "A second document begins here; a file holds one document, so put it in a file of its own.");
        status = RASIM_ERR_INPUT;
    }
    return status;
}

/* What can be refused before the parser sees it. */
static rasim_status
check_bytes(const reader *r)
{
    size_t bad = 0;
    if (r->length > RASIMI_YAML_MAX_BYTES) {
        rasimi_problem_add(r->problems, RASIM_ERROR, (rasimi_place){.file = r->file},
                           "The file has %zu bytes, more than the %u that are read; check that it is the right file.",
                           r->length, RASIMI_YAML_MAX_BYTES);
        return RASIM_ERR_INPUT;
    }
    if (rasimi_utf8_valid(r->bytes, r->length, &bad)) {
        return RASIM_OK;
    }
    if (r->bytes[bad] == '\0') {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_offset(r, bad),
                           "The file contains a zero byte, so it is no text; save it as UTF-8 text.");
    } else {
        rasimi_problem_add(r->problems, RASIM_ERROR, place_of_offset(r, bad),
                           "The byte 0x%02X is not valid UTF-8; save the file as UTF-8 text.",
                           (unsigned)(unsigned char)r->bytes[bad]);
    }
    return RASIM_ERR_INPUT;
}

rasim_status
rasimi_yaml_parse(const char *file, const char *bytes, size_t length, rasimi_arena *arena, const rasimi_node **out,
                  rasim_problems *problems)
{
    reader r = {.file = file, .bytes = bytes, .length = length, .arena = arena, .problems = problems};
    rasimi_node *root = NULL;
    rasim_status status = check_bytes(&r);
    if (status != RASIM_OK) {
        return status;
    }
    if (!yaml_parser_initialize(&r.parser)) {
        yaml_parser_delete(&r.parser);
        return RASIM_ERR_NO_MEMORY;
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes, length);
    status = read_stream(&r, &root);
    yaml_parser_delete(&r.parser);
    if (status == RASIM_OK) {
        *out = root;
    }
    return status == RASIM_OK ? r.status : status;
}

const rasimi_node *
rasimi_node_get(const rasimi_node *map, const char *key)
{
    for (size_t i = 0; map && map->kind == RASIMI_NODE_MAP && i < map->n; i++) {
        if (strcmp(map->entries[i].key, key) == 0) {
            return map->entries[i].value;
        }
    }
    return NULL;
}
