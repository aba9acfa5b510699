/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A test that cannot run here says so with RASIM_SKIP; where everything is required (CI), that is a failure. */
#ifndef RASIM_TESTS_SUPPORT_REQUIRE_H
#define RASIM_TESTS_SUPPORT_REQUIRE_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static inline int
rasim_require_all(void)
{
    const char *value = getenv("RASIM_REQUIRE_ALL");
    return value != NULL && strcmp(value, "1") == 0;
}

/* Leaves the test: skipped, or failed with RASIM_REQUIRE_ALL=1. Give a program at least one test that always runs: one
   in which nothing ran is a failure. */
#define RASIM_SKIP(why)                                                                                                \
    do {                                                                                                               \
        if (rasim_require_all())                                                                                       \
            cr_assert_fail("RASIM_REQUIRE_ALL=1, but this test cannot run: %s", (why));                                \
        cr_skip_test("%s", (why));                                                                                     \
    } while (0)

#endif
