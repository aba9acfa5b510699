/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editing a design's file: its tree, with other numbers, a name of its own and where it comes from. */
#include "model/design_edit.h"

#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "io/yaml.h"
#include "io/yaml_write.h"
#include "model/vary.h"

static const char *
text_of(const rasimi_node *map, const char *key)
{
    const rasimi_node *node = rasimi_node_get(map, key);
    return node && node->kind == RASIMI_NODE_SCALAR ? node->text : "";
}

/* A text in the place of a key's value, behind the first entry where the map has no such key. */
static bool
set_text(rasimi_arena *arena, const rasimi_node **root, const char *key, const char *text)
{
    const rasimi_node *map = *root;
    rasimi_node *copy = rasimi_arena_alloc(arena, 1, sizeof *copy);
    rasimi_node *value = rasimi_arena_alloc(arena, 1, sizeof *value);
    rasimi_entry *entries = rasimi_arena_alloc(arena, map->n + 1, sizeof *entries);
    if (!copy || !value || !entries || !text)
        return false;
    *value = (rasimi_node){.kind = RASIMI_NODE_SCALAR, .text = text, .length = strlen(text), .quoted = true};
    const bool has = rasimi_node_get(map, key) != NULL;
    size_t n = 0;
    for (size_t i = 0; i < map->n; i++) {
        entries[n++] = map->entries[i];
        if (strcmp(map->entries[i].key, key) == 0)
            entries[n - 1].value = value;
        if (!has && i == 0)
            entries[n++] = (rasimi_entry){.key = key, .value = value};
    }
    *copy = *map;
    copy->entries = entries;
    copy->n = n;
    *root = copy;
    return true;
}

static rasim_status
edit_tree(const char *path, const rasimi_design_edit *edit, rasimi_arena *arena, const rasimi_node **root,
          rasim_problems *problems)
{
    rasim_status status = RASIM_OK;
    for (size_t i = 0; i < edit->n_overrides && status == RASIM_OK; i++)
        status = rasimi_vary(path, &edit->overrides[i], arena, root, problems);
    if (status != RASIM_OK || (*root)->kind != RASIMI_NODE_MAP)
        return status;
    const char *about = text_of(*root, "about");
    const char *name = rasimi_arena_printf(arena, "%s%s", text_of(*root, "name"), edit->name_suffix);
    size_t length = strlen(about);
    while (length > 0 && (about[length - 1] == '\n' || about[length - 1] == ' '))
        length--; /* a block of text ends with the end of a line */
    const char *from = rasimi_arena_printf(arena, "%s%s%.*s", edit->provenance,
                                           length > 0 ? " The design before: " : "", (int)length, about);
    return set_text(arena, root, "name", name) && set_text(arena, root, "about", from) ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

rasim_status
rasimi_design_edited(const char *path, const rasimi_design_edit *edit, rasimi_buffer *out, rasim_problems *problems)
{
    rasimi_arena arena = {0};
    const rasimi_node *root = NULL;
    char *bytes = NULL;
    size_t length = 0;
    rasim_status status = rasimi_file_read(path, RASIMI_YAML_MAX_BYTES, &bytes, &length, NULL, problems);
    if (status == RASIM_OK)
        status = rasimi_yaml_parse(path, bytes, length, &arena, &root, problems);
    if (status == RASIM_OK)
        status = edit_tree(path, edit, &arena, &root, problems);
    if (status == RASIM_OK)
        status = rasimi_yaml_write(root, out);
    free(bytes);
    rasimi_arena_clear(&arena);
    return status;
}
