/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: YAML to a tree. */
#include "fuzz/fuzz.h"

#include "base/text.h"

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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    const rasimi_node *root = fuzz_yaml(&reading, data, size);
    if (root != NULL) {
        check_node(root, 0);
    }
    fuzz_end(&reading);
    return 0;
}
