/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees that are written read back the same, whatever their texts look like; so do the designs that ship. */
#include "io/yaml_write.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"

static void
expect_same(const rasimi_node *a, const rasimi_node *b, const char *where)
{
    cr_assert(a->kind == b->kind && a->n == b->n, "%s", where);
    if (a->kind == RASIMI_NODE_SCALAR)
        cr_assert(a->length == b->length && memcmp(a->text, b->text, a->length) == 0, "%s: '%s' became '%s'", where,
                  a->text, b->text);
    for (size_t i = 0; i < a->n; i++) {
        if (a->kind == RASIMI_NODE_LIST) {
            expect_same(a->items[i], b->items[i], where);
        } else {
            cr_assert_str_eq(a->entries[i].key, b->entries[i].key);
            expect_same(a->entries[i].value, b->entries[i].value, a->entries[i].key);
        }
    }
}

/* Quotes that keep a text from being a number must be there again. */
static bool
has_quotes(const rasimi_node *node)
{
    return node->kind == RASIMI_NODE_SCALAR && node->quoted;
}

static rasimi_buffer
round_trip(const char *text, const char *where)
{
    rasimi_arena arena = {0};
    rasimi_buffer out = {0};
    const rasimi_node *before = NULL, *after = NULL;
    cr_assert_eq(rasimi_yaml_parse(where, text, strlen(text), &arena, &before, NULL), RASIM_OK, "%s", where);
    cr_assert_eq(rasimi_yaml_write(before, &out), RASIM_OK);
    cr_assert_eq(rasimi_yaml_parse(where, out.data, out.length, &arena, &after, NULL), RASIM_OK, "%s", out.data);
    expect_same(before, after, where);
    for (size_t i = 0; i < before->n && before->kind == RASIMI_NODE_MAP; i++)
        cr_assert(!has_quotes(before->entries[i].value) || has_quotes(after->entries[i].value) ||
                      before->entries[i].value->length == 0,
                  "%s: %s", where, before->entries[i].key);
    rasimi_arena_clear(&arena);
    return out;
}

Test(yaml_write, any_text_reads_back)
{
    static const char *const texts[] = {
        "a: 1\n",
        "a: '1'\nb: \"x: y # z\"\nc: '- d'\n'e f': ''\n",
        "text: |\n  two\n  lines\nfolded: >\n  one\n  line\n",
        "- [1, 2.50, -3e4]\n- {é: £5, none: 0, \"null\": ~}\n- - deep\n  - {list: [{x: 1}, {y: [2, 3]}]}\n",
        ("long: 'It is a long text, longer than any line of the file may be, which must be folded in one way or other "
         "without losing a blank: here.'\n"),
        "quote: \"it's \\\"quoted\\\" \\\\ here\"\nempty_list: []\nempty_map: {}\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        rasimi_buffer out = round_trip(texts[i], texts[i]);
        rasimi_buffer_clear(&out);
    }
}

Test(yaml_write, is_written_as_people_would)
{
    rasimi_buffer out = round_trip("a: {b: 1, c: x}\nd:\n  - {e: 2}\n  - {f: [1, 2]}\n", "x");
    cr_assert_str_eq(out.data, "a: {b: 1, c: x}\nd:\n- {e: 2}\n- f: [1, 2]\n", "%s", out.data);
    rasimi_buffer_clear(&out);
}

Test(yaml_write, shipped_files_read_back)
{
    const char *root = getenv("RASIM_SOURCE_DIR");
    char pattern[4096];
    glob_t found = {0};
    snprintf(pattern, sizeof pattern, "%s/scenarios/*/*.yaml", root ? root : ".");
    cr_assert_eq(glob(pattern, 0, NULL, &found), 0);
    cr_assert_gt(found.gl_pathc, 20);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *bytes = NULL;
        size_t length = 0;
        cr_assert_eq(rasimi_file_read(found.gl_pathv[i], 1 << 20, &bytes, &length, NULL, NULL), RASIM_OK);
        rasimi_buffer out = round_trip(bytes, found.gl_pathv[i]);
        rasimi_buffer_clear(&out);
        free(bytes);
    }
    globfree(&found);
}
