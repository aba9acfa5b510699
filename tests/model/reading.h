/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of model's readers: YAML from a string, and the problems of reading it as one text. */
#ifndef RASIM_TESTS_MODEL_READING_H
#define RASIM_TESTS_MODEL_READING_H

#include <criterion/criterion.h>
#include <string.h>

#include "base/mem.h"
#include "base/problem.h"
#include "base/text.h"
#include "io/yaml.h"

/* A text being read as file "f". */
typedef struct reading {
    rasimi_arena arena;
    rasim_problems *problems;
    const rasimi_node *root;
    rasimi_buffer said; /* after reading_said */
} reading;

static inline reading
reading_begin(const char *yaml)
{
    reading r = {.root = NULL};
    cr_assert(rasim_problems_create(&r.problems) == RASIM_OK);
    const rasim_status status = rasimi_yaml_parse("f", yaml, strlen(yaml), &r.arena, &r.root, r.problems);
    cr_assert(status == RASIM_OK, "this is no YAML: %s", yaml);
    return r;
}

/* Every problem on a line of its own: "f:1:2: error: ...". */
static inline const char *
reading_said(reading *r)
{
    rasimi_buffer_clear(&r->said);
    rasimi_buffer_add(&r->said, "", 0);
    for (size_t i = 0; i < rasim_problems_size(r->problems); i++) {
        char line[1024];
        rasim_problem_format(rasim_problems_get(r->problems, i), line, sizeof line);
        rasimi_buffer_printf(&r->said, "%s\n", line);
    }
    return r->said.data ? r->said.data : "";
}

static inline void
reading_end(reading *r)
{
    rasimi_buffer_clear(&r->said);
    rasim_problems_free(r->problems);
    rasimi_arena_clear(&r->arena);
}

#endif
