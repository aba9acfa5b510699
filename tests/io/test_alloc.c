/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocations that fail: the first, then the second, and so on, until an operation no longer meets a failure. Each
   time it must say so, leave nothing behind and leave its outputs alone. This program's own allocator stands in for
   the C library's, so that allocations inside libyaml and libcsv fail too; under the address sanitizer, which finds
   the leaks but has to be the allocator itself, the linker turns our calls alone (--wrap). */
#include "base/mem.h"
#include "base/problem.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "io/yaml.h"

#include "scratch.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define WRAPPED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WRAPPED 1
#endif
#endif

#ifdef WRAPPED
#define OURS(name)   __wrap_##name
#define THEIRS(name) __real_##name

#define YAML_ALLOCATIONS 3 /* at least; without libyaml's own */
#else
#define OURS(name)   name
#define THEIRS(name) __libc_##name

#define YAML_ALLOCATIONS 10 /* at least */
#endif

void *THEIRS(malloc)(size_t);
void *THEIRS(calloc)(size_t, size_t);
void *THEIRS(realloc)(void *, size_t);
void *OURS(malloc)(size_t);
void *OURS(calloc)(size_t, size_t);
void *OURS(realloc)(void *, size_t);

/* Allocations still to come before the one that fails; negative: none fails. */
static int64_t n_left = -1;
static bool lasting; /* all after it fail too, as when memory has run out; else it alone, as when it asked for much */
static bool failed;

static bool
must_fail(void)
{
    if (n_left < 0) {
        return false;
    }
    if (n_left > 0) {
        n_left--;
        return false;
    }
    failed = true;
    n_left = lasting ? 0 : -1;
    errno = ENOMEM;
    return true;
}

void *
OURS(malloc)(size_t size)
{
    return must_fail() ? NULL : THEIRS(malloc)(size);
}

void *
OURS(calloc)(size_t n, size_t size)
{
    return must_fail() ? NULL : THEIRS(calloc)(n, size);
}

void *
OURS(realloc)(void *block, size_t size)
{
    return must_fail() ? NULL : THEIRS(realloc)(block, size);
}

/* An operation that owns nothing when it returns; RASIM_OK only where all it asked for was given. */
typedef rasim_status
operation(void);

/* Fails the n-th allocation; true where the operation met the failure. */
static bool
meets_failure(operation *work, int64_t n)
{
    n_left = n;
    failed = false;
    const rasim_status status = work();
    n_left = -1;
    const bool told = status == RASIM_ERR_NO_MEMORY;
    const bool survived = status == RASIM_OK && !lasting; /* libcsv asks again for less */
    cr_assert(failed ? told || survived : status == RASIM_OK, "allocation %d gives %s", (int)n,
              rasim_status_name(status));
    return failed;
}

/* For n = 0, 1, ... as long as the operation meets a failure; returns how many allocations it makes. */
static int64_t
exhaust(operation *work)
{
    int64_t n = 0;
    for (int round = 0; round < 2; round++) {
        lasting = round == 0;
        for (n = 0; meets_failure(work, n); n++) {
            cr_assert(n < 100000);
        }
    }
    return n;
}

static rasim_status
parse_yaml(void)
{
    static const char text[] =
        "name: Older people\nprices:\n  - {mean: 0.05, sd: '0.02'}\n  - [a, b, c, d, e, f, g, h, "
        "i, j, k, l, m, n, o, p, q, r]\nnote: |\n  two\n  lines\n";
    rasimi_arena arena = {0};
    const rasimi_node *root = NULL;
    const rasim_status status = rasimi_yaml_parse("x.yaml", text, sizeof text - 1, &arena, &root, NULL);
    n_left = -1;
    cr_assert_eq(root != NULL, status == RASIM_OK);
    rasimi_arena_clear(&arena);
    return status;
}

static rasim_status
count_row(void *context, uint64_t row, uint64_t line, const rasimi_field *fields, size_t n_fields)
{
    (void)row;
    (void)line;
    for (size_t i = 0; i < n_fields; i++) {
        *(size_t *)context += strlen(fields[i].text) == fields[i].length;
    }
    return RASIM_OK;
}

static rasim_status
parse_csv(void)
{
    static const char text[] =
        "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r\n1,2,3,4,5,6,7,8,9,10,11,12,13,14,\"1\n5\",16,17,18";
    size_t n_fields = 0;
    const rasim_status status = rasimi_csv_parse("x.csv", text, sizeof text - 1, count_row, &n_fields, NULL);
    n_left = -1;
    cr_assert_eq(n_fields == 36, status == RASIM_OK);
    return status;
}

/* A problem for which there is no memory is counted and not held. */
static rasim_status
list_problems(void)
{
    rasim_problems *problems = NULL;
    const rasim_status status = rasim_problems_create(&problems);
    cr_assert_eq(problems != NULL, status == RASIM_OK);
    for (unsigned i = 0; i < 40; i++) {
        static const char *const files[] = {"a.csv", "b.csv", NULL};
        rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){files[i % 3], i, 0}, "Problem %u.", i);
    }
    n_left = -1;
    const size_t n_held = rasim_problems_size(problems);
    cr_assert_eq(rasim_problems_total(problems, RASIM_ERROR), problems ? 40 : 0);
    for (size_t i = 0; i < n_held; i++) {
        char expected[20];
        snprintf(expected, sizeof expected, "Problem %d.", (int)rasim_problems_get(problems, i)->line);
        cr_assert_str_eq(rasim_problems_get(problems, i)->text, expected);
    }
    rasim_problems_free(problems);
    return n_held == 40 ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static rasim_status
fill_buffer(void)
{
    rasimi_buffer buffer = {0};
    for (int i = 0; i < 100; i++) {
        rasimi_buffer_add(&buffer, "abc", 3);
        rasimi_buffer_printf(&buffer, "%d", i);
    }
    n_left = -1;
    const bool whole = !buffer.failed;
    cr_assert_eq(buffer.length == 490, whole);
    rasimi_buffer_clear(&buffer);
    return whole ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

static scratch place;

static rasim_status
read_file(void)
{
    char *bytes = NULL;
    size_t length = 0;
    const rasim_status status =
        rasimi_file_read("/proc/self/status", 1 << 20, &bytes, &length, NULL, NULL); /* grows on the way */
    n_left = -1;
    cr_assert_eq(bytes != NULL, status == RASIM_OK);
    free(bytes);
    return status;
}

static rasim_status
write_file(void)
{
    rasimi_atomic file;
    rasim_status status = rasimi_atomic_open(scratch_path(&place, "out"), &file, NULL);
    if (status == RASIM_OK) {
        n_left = -1; /* what comes after can do without memory */
        status = rasimi_atomic_write(&file, "x", 1, NULL);
    }
    n_left = -1;
    rasimi_atomic_abandon(&file);
    return status;
}

static rasim_status
make_folder(void)
{
    return rasimi_make_folder(scratch_path(&place, "a/b/c"), NULL);
}

Test(alloc, yaml_says_that_memory_ran_out)
{
    cr_assert(exhaust(parse_yaml) >= YAML_ALLOCATIONS);
}

Test(alloc, csv_says_that_memory_ran_out)
{
    cr_assert(exhaust(parse_csv) >= 3);
}

Test(alloc, problems_are_counted_when_memory_ran_out)
{
    cr_assert(exhaust(list_problems) >= 4);
}

Test(alloc, a_buffer_remembers_that_memory_ran_out)
{
    cr_assert(exhaust(fill_buffer) >= 3);
}

Test(alloc, files_and_folders_say_that_memory_ran_out)
{
    place = scratch_make();
    cr_assert(exhaust(read_file) >= 2);
    cr_assert(exhaust(write_file) >= 1);
    cr_assert_eq(scratch_count(&place), 0);
    cr_assert(exhaust(make_folder) >= 1);
    scratch_remove(&place);
}

Test(alloc, a_commit_without_memory_is_still_a_commit)
{
    rasimi_atomic file;
    place = scratch_make();
    cr_assert_eq(rasimi_atomic_open(scratch_path(&place, "out"), &file, NULL), RASIM_OK);
    cr_assert_eq(rasimi_atomic_write(&file, "whole", 5, NULL), RASIM_OK);
    lasting = true;
    n_left = 0;
    const rasim_status status = rasimi_atomic_commit(&file, NULL);
    n_left = -1;
    cr_assert_eq(status, RASIM_OK);
    cr_assert_str_eq(scratch_read(&place, "out"), "whole");
    cr_assert_eq(scratch_count(&place), 1);
    scratch_remove(&place);
}
