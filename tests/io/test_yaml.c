/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML: the tree and its places, and a sentence with the right place for whatever is refused. */
#include "io/yaml.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One reading with all that belongs to it. */
typedef struct reading {
    rasimi_arena arena;
    rasim_problems *problems;
    const rasimi_node *root;
    rasim_status status;
} reading;

static reading
read_bytes(const char *bytes, size_t length)
{
    reading r = {0};
    cr_assert_eq(rasim_problems_create(&r.problems), RASIM_OK);
    r.status = rasimi_yaml_parse("x.yaml", bytes, length, &r.arena, &r.root, r.problems);
    cr_assert_eq(r.status == RASIM_OK, rasim_problems_size(r.problems) == 0);
    cr_assert(r.status != RASIM_OK || r.root != NULL);
    return r;
}

static reading
read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static void
end(reading *r)
{
    rasim_problems_free(r->problems);
    rasimi_arena_clear(&r->arena);
}

static void
expect_place(const rasimi_node *node, uint64_t line, uint64_t column)
{
    cr_assert_not_null(node);
    cr_assert(node->line == line && node->column == column, "'%s' is at %d:%d", node->text, (int)node->line,
              (int)node->column);
}

Test(yaml, maps_lists_and_texts_become_a_tree_with_places)
{
    reading r = read_text("# a comment\n"
                          "name: Older people\n"
                          "prices:\n"
                          "  - {mean: 0.05, \"sd\": '0.02'}\n"
                          "  - é: [1, £5, x]\n"
                          "note: |\n"
                          "  two\n"
                          "  lines\n"
                          "none:\n");
    cr_assert_eq(r.status, RASIM_OK);
    cr_assert(r.root->kind == RASIMI_NODE_MAP && r.root->n == 4);
    expect_place(r.root, 2, 1);
    cr_assert_str_eq(r.root->entries[1].key, "prices");
    cr_assert(r.root->entries[1].line == 3 && r.root->entries[1].column == 1);

    const rasimi_node *name = rasimi_node_get(r.root, "name");
    cr_assert_str_eq(name->text, "Older people");
    cr_assert(name->kind == RASIMI_NODE_SCALAR && name->length == 12 && !name->quoted);
    expect_place(name, 2, 7);

    const rasimi_node *prices = rasimi_node_get(r.root, "prices");
    cr_assert(prices->kind == RASIMI_NODE_LIST && prices->n == 2);
    expect_place(rasimi_node_get(prices->items[0], "mean"), 4, 12);
    cr_assert_not(rasimi_node_get(prices->items[0], "mean")->quoted);
    cr_assert(rasimi_node_get(prices->items[0], "sd")->quoted, "a quoted number is a text");
    const rasimi_node *mixed = rasimi_node_get(prices->items[1], "é");
    expect_place(mixed->items[2], 5, 16); /* columns count characters, not bytes */
    cr_assert_str_eq(mixed->items[1]->text, "£5");

    const rasimi_node *note = rasimi_node_get(r.root, "note");
    cr_assert_str_eq(note->text, "two\nlines\n");
    cr_assert(note->quoted);
    cr_assert_str_eq(rasimi_node_get(r.root, "none")->text, "");
    cr_assert_not(rasimi_node_get(r.root, "none")->quoted);
    end(&r);
}

Test(yaml, json_is_read_too)
{
    reading r = read_text("{\n\t\"a\": [1, -2.5e3, \"x\\/\\u00e9\"],\n\t\"b\":{\"c\":null, \"d\":{}, \"e\":[]}\n}\n");
    cr_assert_eq(r.status, RASIM_OK);
    const rasimi_node *a = rasimi_node_get(r.root, "a"), *b = rasimi_node_get(r.root, "b");
    cr_assert_str_eq(a->items[1]->text, "-2.5e3");
    cr_assert_str_eq(a->items[2]->text, "x/é");
    cr_assert_str_eq(rasimi_node_get(b, "c")->text, "null");
    cr_assert(rasimi_node_get(b, "d")->kind == RASIMI_NODE_MAP && rasimi_node_get(b, "d")->n == 0);
    cr_assert(rasimi_node_get(b, "e")->kind == RASIMI_NODE_LIST && rasimi_node_get(b, "e")->n == 0);
    end(&r);
}

Test(yaml, harmless_frames_are_allowed)
{
    static const char *const cases[] = {
        "a: 1",
        "---\na: 1\n",
        "a: 1\n...\n",
        "%YAML 1.1\n---\na: 1\n",
        "\xEF\xBB\xBF\x61: 1\n",
        "a: 1\r\nb: 2\r\n",
        "a: \t1\n",
        "a: 1\t# after a tab\n",
        "? a\n: 1\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r = read_text(cases[i]);
        cr_assert_eq(r.status, RASIM_OK, "case %zu", i);
        cr_assert_str_eq(rasimi_node_get(r.root, "a")->text, "1");
        end(&r);
    }
}

Test(yaml, a_key_that_is_not_there_is_nothing)
{
    reading r = read_text("a: [1]\n");
    cr_assert_null(rasimi_node_get(r.root, "b"));
    cr_assert_null(rasimi_node_get(r.root, ""));
    cr_assert_null(rasimi_node_get(rasimi_node_get(r.root, "a"), "a"), "a list has no keys");
    cr_assert_null(rasimi_node_get(NULL, "a"));
    end(&r);
}

Test(yaml, what_is_wrong_is_told_with_its_place)
{
    static const struct {
        const char *text;
        uint64_t line, column;
        const char *says;
    } cases[] = {
        {"", 0, 0, "is empty"},
        {"\n\n  \n", 0, 0, "is empty"},
        {"# only a comment\n", 0, 0, "is empty"},
        {"---\n...\n", 0, 0, "is empty"},
        {"a: 1\n\tb: 2\n", 2, 1, "tab"},
        {"a:\n\tb: 2\n", 2, 1, "tab"},
        {"a:\n  - b: 1\n  \tc: 2\n", 3, 3, "tab"},
        {"a: &x 1\n", 1, 4, "'&x'"},
        {"a: &x [1]\n", 1, 4, "'&x'"},
        {"&x a: 1\n", 1, 1, "'&x'"},
        {"a: 1\nb: *x\n", 2, 4, "'*x'"},
        {"- *x\n", 1, 3, "'*x'"},
        {"*x : 1\n", 1, 1, "key must be a text"},
        {"a: !!str 1\n", 1, 4, "tag:yaml.org,2002:str"},
        {"a: !mine {b: 1}\n", 1, 4, "'!mine'"},
        {"a: !mine [b]\n", 1, 4, "'!mine'"},
        {"a: 1\n---\nb: 2\n", 2, 1, "second document"},
        {"a: 1\n...\n---\nb: 2\n", 3, 1, "second document"},
        {"a: 1\nb: 2\na: 3\n", 3, 1, "'a' stands here a second time (first on line 1)"},
        {"x:\n  b: 1\n  c: 1\n  'b': 1\n", 4, 3, "(first on line 2)"},
        {"x: {k: 1, j: 2, k: 3}\n", 1, 17, "'k' stands here a second time (first on line 1)"},
        {"? [a]\n: 1\n", 1, 3, "key must be a text"},
        {"{a: 1}: 1\n", 1, 1, "key must be a text"},
        {"'': 1\n", 1, 1, "key is missing"},
        {"a: [1, 2\nb: 3\n", 2, 2, "starts on line 1"},
        {"a: 'x\n\n", 3, 1, "starts on line 1"},
        {"a: {b: 1\n", 2, 1, "starts on line 1"},
        {"a: b: c\n", 1, 5, "not valid YAML"},
        {"a: 1\n b: 2\n", 2, 3, "not valid YAML"},
        {"- a\nb: 1\n", 2, 1, "not valid YAML"},
        {"a: ]\n", 1, 4, "not valid YAML"},
        {"a: @b\n", 1, 4, "not valid YAML"},
        {"a: 1\nb\n", 3, 1, "not valid YAML"},
        {"%YAML 3.1\n---\na: 1\n", 1, 1, "not valid YAML"},
        {"a: 1\nb: \x01\n", 2, 4, "U+0001"},
        {"a: \xef\xbf\xbe\n", 1, 4, "U+FFFE"},
        {"a: \"x\\0y\"\n", 1, 4, "zero byte"},
        {"a: 1\né: \xa3"
         "5\n",
         2, 4, "0xA3"},
        {"a: \xc3", 1, 4, "0xC3"},
        {"\xff\xfe"
         "a\n",
         1, 1, "0xFF"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r = read_text(cases[i].text);
        cr_assert_eq(r.status, RASIM_ERR_INPUT, "'%s'", cases[i].text);
        const rasim_problem *problem = rasim_problems_get(r.problems, 0);
        cr_assert(problem->severity == RASIM_ERROR);
        cr_assert_str_eq(problem->file, "x.yaml");
        cr_assert_not_null(strstr(problem->text, cases[i].says), "'%s' gives '%s'", cases[i].text, problem->text);
        cr_assert_eq(problem->text[strlen(problem->text) - 1], '.');
        cr_assert(problem->line == cases[i].line && problem->column == cases[i].column, "'%s' gives %d:%d",
                  cases[i].text, (int)problem->line, (int)problem->column);
        cr_assert_eq(rasim_problems_size(r.problems), 1);
        end(&r);
    }
}

Test(yaml, a_zero_byte_is_refused)
{
    reading r = read_bytes("a: b\nc: d\0e\n", 12);
    const rasim_problem *problem = rasim_problems_get(r.problems, 0);
    cr_assert(problem->line == 2 && problem->column == 5 && strstr(problem->text, "zero byte"));
    end(&r);
}

Test(yaml, every_duplicate_and_decoration_is_told_at_once)
{
    reading r = read_text("a: 1\nb: &x 1\na: 2\nc: !t 1\na: 3\nd: {e: 1, e: 2}\n");
    cr_assert_eq(rasim_problems_size(r.problems), 5);
    end(&r);
}

Test(yaml, what_can_be_read_past_is_read_past)
{
    reading r = read_text("a: 1\nb: &x 2\na: 3\nc: {d: 4, d: 5}\n");
    cr_assert_eq(r.status, RASIM_ERR_INPUT);
    cr_assert_not_null(r.root);
    cr_assert(r.root->n == 3 && r.root->entries[0].repeated && !r.root->entries[1].repeated);
    cr_assert_str_eq(rasimi_node_get(r.root, "a")->text, "1", "the first of the two stays");
    cr_assert_str_eq(rasimi_node_get(r.root, "b")->text, "2");
    cr_assert(rasimi_node_get(r.root, "c")->n == 1 && rasimi_node_get(r.root, "c")->entries[0].repeated);
    end(&r);
    r = read_text("a: 1\na: 2\nb: [\n");
    cr_assert(r.status == RASIM_ERR_INPUT && r.root == NULL, "nobody knows what the rest would have been");
    end(&r);
}

Test(yaml, an_amount_with_commas_in_braces_is_put_together)
{
    static const struct {
        const char *text, *sentence, *value;
        size_t n;
    } cases[] = {
        {"{a: £2,400,000, b: 1}\n", "'a' is '£2,400,000', but in braces", "2400000", 2},
        {"{b: 1, a: 12,500}\n", "write 12500.", "12500", 2},
        {"{a: 1,000,000}\n", "'a' is '1,000,000'", "1000000", 1},
        {"{a: 400, 500: x}\n", NULL, "400", 2},
        {"{a: 1234, 500: }\n", NULL, "1234", 2},
        {"{a: '2', 500: }\n", NULL, "2", 2},
        {"{a: x, 500: }\n", NULL, "x", 2},
        {"{a: 2, 5000: }\n", NULL, "2", 2},
        {"{a: 2, 500: ''}\n", NULL, "2", 2},
        {"a: 2\n500:\n", NULL, "2", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = read_text(cases[i].text);
        cr_assert_eq(rasim_problems_size(r.problems), cases[i].sentence != NULL, "%s", cases[i].text);
        cr_assert(!cases[i].sentence || strstr(rasim_problems_get(r.problems, 0)->text, cases[i].sentence));
        cr_assert_eq(r.root->n, cases[i].n, "%s", cases[i].text);
        cr_assert_str_eq(rasimi_node_get(r.root, "a")->text, cases[i].value);
        end(&r);
    }
}

Test(yaml, nesting_is_allowed_to_the_limit_and_not_one_deeper)
{
    char text[200];
    for (int depth = RASIMI_YAML_MAX_DEPTH; depth <= RASIMI_YAML_MAX_DEPTH + 1; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        reading r = read_bytes(text, 2 * (size_t)depth);
        cr_assert_eq(r.status == RASIM_OK, depth == RASIMI_YAML_MAX_DEPTH);
        if (r.status != RASIM_OK) {
            const rasim_problem *problem = rasim_problems_get(r.problems, 0);
            cr_assert(problem->column == RASIMI_YAML_MAX_DEPTH + 1 && strstr(problem->text, "32 levels"));
        }
        end(&r);
    }
}

static char *
repeat(const char *unit, size_t n)
{
    const size_t length = strlen(unit);
    char *text = malloc(n * length + 1);
    cr_assert_not_null(text);
    for (size_t i = 0; i < n; i++) {
        memcpy(text + i * length, unit, length);
    }
    text[n * length] = '\0';
    return text;
}

/* Texts made to keep a parser busy are answered in seconds at most: the time is that of a loaded machine. */
Test(yaml, hostile_texts_are_answered_at_once)
{
    static const char *const deep[] = {"[", "{", "- ", "? ", "{a: ", "[[a,", "a: [", "- - {b: ", "&a [", "!a ["};
    static const char *const wide[] = {"a: \n", "- a\n", "a b: c\n", "a: |\n", "'",     "&a ", "*a ", "---\n",
                                       "#\n",   ":",     "%a\n",     "a\n",    " \n  ", ",",   "\\"};
    const clock_t start = clock();
    for (size_t i = 0; i < sizeof deep / sizeof deep[0]; i++) {
        char *text = repeat(deep[i], 200000);
        reading r = read_text(text);
        cr_assert_eq(r.status, RASIM_ERR_INPUT, "'%s'", deep[i]);
        end(&r);
        free(text);
    }
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        char *text = repeat(wide[i], 200000);
        reading r = read_text(text);
        end(&r);
        free(text);
    }
    cr_assert((double)(clock() - start) / CLOCKS_PER_SEC < 20);
}

Test(yaml, a_file_over_the_limit_is_refused_unread)
{
    char *text = repeat("a", RASIMI_YAML_MAX_BYTES + 1);
    reading r = read_bytes(text, RASIMI_YAML_MAX_BYTES);
    cr_assert_eq(r.status, RASIM_OK);
    end(&r);
    r = read_text(text);
    cr_assert_eq(r.status, RASIM_ERR_INPUT);
    cr_assert_not_null(strstr(rasim_problems_get(r.problems, 0)->text, "4194305 bytes"));
    end(&r);
    free(text);
}

Test(yaml, no_list_of_problems_is_allowed)
{
    rasimi_arena arena = {0};
    const rasimi_node *root = NULL;
    cr_assert_eq(rasimi_yaml_parse("x", "a: [\n", 5, &arena, &root, NULL), RASIM_ERR_INPUT);
    cr_assert_eq(rasimi_yaml_parse("x", "a: 1\n", 5, &arena, &root, NULL), RASIM_OK);
    rasimi_arena_clear(&arena);
}
