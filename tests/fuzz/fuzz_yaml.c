/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: YAML to a tree, and back. */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "io/yaml_write.h"

#include <string.h>

static void
check_text(const char *text, size_t length)
{
    size_t bad = 0;
    fuzz_require(strlen(text) == length && rasimi_utf8_valid(text, length, &bad));
}

static void
check_node(const rasimi_node *node, int depth)
{
    fuzz_require(node->line > 0 && node->column > 0 && depth <= RASIMI_YAML_MAX_DEPTH);
    check_text(node->text, node->length);
    for (size_t i = 0; node->kind == RASIMI_NODE_LIST && i < node->n; i++) {
        check_node(node->items[i], depth + 1);
    }
    for (size_t i = 0; node->kind == RASIMI_NODE_MAP && i < node->n; i++) {
        const rasimi_entry *entry = &node->entries[i];
        check_text(entry->key, strlen(entry->key));
        fuzz_require(entry->key[0] != '\0' && entry->line > 0 && entry->column > 0);
        fuzz_require(rasimi_node_get(node, entry->key) == entry->value); /* the only one of that name */
        check_node(entry->value, depth + 1);
    }
}

static void
check_same(const rasimi_node *a, const rasimi_node *b)
{
    fuzz_require(a->kind == b->kind && a->n == b->n);
    fuzz_require(a->kind != RASIMI_NODE_SCALAR || strcmp(a->text, b->text) == 0);
    for (size_t i = 0; i < a->n; i++) {
        const bool list = a->kind == RASIMI_NODE_LIST;
        fuzz_require(list || strcmp(a->entries[i].key, b->entries[i].key) == 0);
        check_same(list ? a->items[i] : a->entries[i].value, list ? b->items[i] : b->entries[i].value);
    }
}

/* What is written of a tree reads back as the same. */
static void
check_written(const rasimi_node *root)
{
    rasimi_arena arena = {0};
    rasimi_buffer text = {0};
    const rasimi_node *again = NULL;
    fuzz_require(rasimi_yaml_write(root, &text) == RASIM_OK);
    if (text.length <= RASIMI_YAML_MAX_BYTES) {
        fuzz_require(rasimi_yaml_parse("g", text.data, text.length, &arena, &again, NULL) == RASIM_OK);
        check_same(root, again);
    }
    rasimi_buffer_clear(&text);
    rasimi_arena_clear(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    const rasimi_node *root = fuzz_yaml(&reading, data, size);
    if (root != NULL) {
        check_node(root, 0);
        if (!reading.refused) {
            check_written(root);
        }
    }
    fuzz_end(&reading);
    return 0;
}
