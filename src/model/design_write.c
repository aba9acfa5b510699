/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a design as text: a section a paragraph, a row of a list a line. */
#include "model/design_write.h"

#include "base/mem.h"
#include "io/file.h"
#include "io/yaml.h"

#include <stdlib.h>
#include <string.h>

/* What plain scalars may not contain inside brackets, and may not begin with. */
#define UNSAFE       ",[]{}#:\"'\\"
#define UNSAFE_FIRST "-?!&*|>%@` "

static bool
is_plain(const char *text)
{
    const size_t length = strlen(text);
    if (length == 0 || strpbrk(text, UNSAFE) || strchr(UNSAFE_FIRST, text[0]) || text[length - 1] == ' ')
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] == 0x7f)
            return false;
    return true;
}

static void
put_quoted(rasimi_buffer *out, const char *text)
{
    rasimi_buffer_add(out, "\"", 1);
    for (const char *c = text; *c; c++) {
        const unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\')
            rasimi_buffer_printf(out, "\\%c", byte);
        else if (byte < ' ' || byte == 0x7f)
            rasimi_buffer_printf(out, "\\x%02x", byte);
        else
            rasimi_buffer_add(out, c, 1);
    }
    rasimi_buffer_add(out, "\"", 1);
}

void
rasimi_yaml_put_text(rasimi_buffer *out, const char *text)
{
    if (is_plain(text))
        rasimi_buffer_add(out, text, strlen(text));
    else
        put_quoted(out, text);
}

/* A number is plain and a negative one begins with the sign that texts may not. */
static void
put_scalar(rasimi_buffer *out, const rasimi_node *node)
{
    double number;
    if (node->quoted)
        put_quoted(out, node->text);
    else if (rasimi_parse_double(node->text, node->length, &number) == RASIMI_NUMBER_OK)
        rasimi_buffer_add(out, node->text, node->length);
    else
        rasimi_yaml_put_text(out, node->text);
}

/* On one line, in brackets. */
static void
put_inline(rasimi_buffer *out, const rasimi_node *node)
{
    if (node->kind == RASIMI_NODE_SCALAR) {
        put_scalar(out, node);
        return;
    }
    const bool is_map = node->kind == RASIMI_NODE_MAP;
    rasimi_buffer_add(out, is_map ? "{" : "[", 1);
    for (size_t i = 0; i < node->n; i++) {
        if (i > 0)
            rasimi_buffer_add(out, ", ", 2);
        if (is_map) {
            rasimi_yaml_put_text(out, node->entries[i].key);
            rasimi_buffer_add(out, ": ", 2);
        }
        put_inline(out, is_map ? node->entries[i].value : node->items[i]);
    }
    rasimi_buffer_add(out, is_map ? "}" : "]", 1);
}

/* Lists of maps have a line for each, below their key. */
static void
put_value(rasimi_buffer *out, const rasimi_node *node, int indent)
{
    const bool rows = node->kind == RASIMI_NODE_LIST && node->n > 0 && node->items[0]->kind == RASIMI_NODE_MAP;
    if (!rows) {
        rasimi_buffer_add(out, " ", 1);
        put_inline(out, node);
        rasimi_buffer_add(out, "\n", 1);
        return;
    }
    rasimi_buffer_add(out, "\n", 1);
    for (size_t i = 0; i < node->n; i++) {
        rasimi_buffer_printf(out, "%*s- ", indent, "");
        put_inline(out, node->items[i]);
        rasimi_buffer_add(out, "\n", 1);
    }
}

/* Hours come off hours, which no other family has. */
static bool
is_kept(const rasimi_design_change *change, const char *section, const char *key)
{
    return strcmp(section, "carer_rule") != 0 || strcmp(key, "hours_offsets") != 0 ||
           strcmp(change->family, "hours") == 0;
}

/* Whether something in it is kept. */
static bool
has_kept(const rasimi_design_change *change, const rasimi_entry *section)
{
    const rasimi_node *value = section->value;
    bool kept = value->kind != RASIMI_NODE_MAP || value->n == 0;
    for (size_t i = 0; !kept && i < value->n; i++)
        kept = is_kept(change, section->key, value->entries[i].key);
    return kept;
}

static void
put_section(rasimi_buffer *out, const rasimi_design_change *change, const rasimi_entry *section)
{
    const rasimi_node *value = section->value;
    if (!has_kept(change, section))
        return;
    rasimi_buffer_add(out, "\n", 1);
    rasimi_yaml_put_text(out, section->key);
    rasimi_buffer_add(out, ":", 1);
    if (value->kind != RASIMI_NODE_MAP || value->n == 0) {
        put_value(out, value, 2);
        return;
    }
    rasimi_buffer_add(out, "\n", 1);
    for (size_t i = 0; i < value->n; i++) {
        if (!is_kept(change, section->key, value->entries[i].key))
            continue;
        rasimi_buffer_add(out, "  ", 2);
        rasimi_yaml_put_text(out, value->entries[i].key);
        rasimi_buffer_add(out, ":", 1);
        put_value(out, value->entries[i].value, 4);
    }
}

static void
put_head(rasimi_buffer *out, const rasimi_design_change *change, const rasimi_node *period)
{
    rasimi_buffer_printf(out, "%sname: ", change->comment);
    rasimi_yaml_put_text(out, change->name);
    rasimi_buffer_add(out, "\nabout: ", 8);
    rasimi_yaml_put_text(out, change->about);
    rasimi_buffer_printf(out, "\nfamily: %s\n", change->family);
    if (period) {
        rasimi_buffer_add(out, "period: ", 8);
        put_inline(out, period);
        rasimi_buffer_add(out, "\n", 1);
    }
}

static void
put_design(rasimi_buffer *out, const rasimi_design_change *change, const rasimi_node *root)
{
    static const char *const own[] = {"name", "about", "family", "period", "allocation"};
    put_head(out, change, rasimi_node_get(root, "period"));
    for (size_t i = 0; i < root->n; i++) {
        bool replaced = false;
        for (size_t k = 0; k < sizeof own / sizeof *own; k++)
            replaced = replaced || strcmp(root->entries[i].key, own[k]) == 0;
        if (!replaced)
            put_section(out, change, &root->entries[i]);
    }
    rasimi_buffer_printf(out, "\nallocation:\n%s", change->allocation);
}

rasim_status
rasimi_design_rewrite(const char *path, const rasimi_design_change *change, rasimi_buffer *out,
                      rasim_problems *problems)
{
    char *bytes = NULL;
    size_t length = 0;
    rasimi_arena arena = {0};
    const rasimi_node *root = NULL;
    rasim_status status = rasimi_file_read(path, RASIMI_YAML_MAX_BYTES, &bytes, &length, NULL, problems);
    if (status == RASIM_OK)
        status = rasimi_yaml_parse(path, bytes, length, &arena, &root, problems);
    if (status == RASIM_OK)
        put_design(out, change, root);
    if (status == RASIM_OK && out->failed)
        status = RASIM_ERR_NO_MEMORY;
    rasimi_arena_clear(&arena);
    free(bytes);
    return status;
}
