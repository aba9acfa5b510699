/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out while a study with every kind of rule is loaded, run, explained and listed: the status says so,
   nothing leaks, outputs stay untouched and no file is left. The linker sends our own allocations here (--wrap). */
#include "support/scenario.h"

#include <errno.h>
#include <stdatomic.h>

#include "base/mem.h"
#include "model/design_edit.h"
#include "model/outturn.h"
#include "model/study.h"

void *
__real_malloc(size_t size);
void *
__real_calloc(size_t n, size_t size);
void *
__real_realloc(void *block, size_t size);
void *
__real_aligned_alloc(size_t alignment, size_t size);
void *
__wrap_malloc(size_t size);
void *
__wrap_calloc(size_t n, size_t size);
void *
__wrap_realloc(void *block, size_t size);
void *
__wrap_aligned_alloc(size_t alignment, size_t size);
void *
__real_rasimi_arena_alloc(rasimi_arena *arena, size_t n, size_t size);
void *
__wrap_rasimi_arena_alloc(rasimi_arena *arena, size_t n, size_t size);
char *
__real_rasimi_arena_text(rasimi_arena *arena, const char *text, size_t length);
char *
__wrap_rasimi_arena_text(rasimi_arena *arena, const char *text, size_t length);
char *
__wrap_rasimi_arena_printf(rasimi_arena *arena, const char *format, ...);

/* Allocations still to come before the one that fails, and whether all after it fail too, as when memory has run out;
   else it alone, as when it asked for much. */
static _Atomic int64_t n_left = INT64_MAX;
static bool lasting;

static bool
must_fail(void)
{
    const int64_t left = atomic_fetch_sub(&n_left, 1);
    if (left > 0 || (left < 0 && !lasting))
        return false;
    errno = ENOMEM;
    return true;
}

void *
__wrap_malloc(size_t size)
{
    return must_fail() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
    return must_fail() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *block, size_t size)
{
    return must_fail() ? NULL : __real_realloc(block, size);
}

void *
__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return must_fail() ? NULL : __real_aligned_alloc(alignment, size);
}

/* An arena asks for memory in blocks, so that most of what it gives could never fail by itself; here it does. */
void *
__wrap_rasimi_arena_alloc(rasimi_arena *arena, size_t n, size_t size)
{
    return must_fail() ? NULL : __real_rasimi_arena_alloc(arena, n, size);
}

char *
__wrap_rasimi_arena_text(rasimi_arena *arena, const char *text, size_t length)
{
    return must_fail() ? NULL : __real_rasimi_arena_text(arena, text, length);
}

char *
__wrap_rasimi_arena_printf(rasimi_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *
__wrap_rasimi_arena_printf(rasimi_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = must_fail() ? NULL : rasimi_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

/* What is tried with ever more memory. It starts with `scarce` and takes its status with `enough`. */
typedef void
try_fn(void);

static int64_t allowed, n_failed;
static bool can_do_without; /* the last step needs no memory, though it would use some */

static void
scarce(void)
{
    atomic_store(&n_left, allowed);
}

/* Ends the scarcity. True where all went well; else memory ran out and the status says so. */
static bool
enough(rasim_status status)
{
    const bool met = atomic_exchange(&n_left, INT64_MAX) < 0;
    n_failed += met;
    cr_assert(status == RASIM_OK ? !met || !lasting || can_do_without : met && status == RASIM_ERR_NO_MEMORY,
              "allocation %d: %s", (int)allowed, rasim_status_name(status));
    return status == RASIM_OK;
}

/* Fails allocation 0, then 1, ... until none is left to fail, each alone and with all that follow; how many there are.
 */
static int64_t
exhaust(try_fn *try)
{
    for (int round = 0; round < 2; round++) {
        lasting = round == 0;
        allowed = 0;
        do {
            n_failed = 0;
            try();
            allowed++;
            cr_assert(allowed < 1000000);
        } while (n_failed > 0);
    }
    return allowed - 1;
}

static const char *const cases[] = {"regression", "hours", "judgement"};
static const char *const somebody[] = {"RE-29639", "HO-85427", "JU-65857"};
static char framework[PATH_MAX];
static size_t at;
static rasim_study *study;
static rasim_explanation *explanation;
static char *folder, *list;

static void
choose(size_t i)
{
    at = i;
    snprintf(framework, sizeof framework, "%s/tests/verify/cases/%s/framework.json", getenv("RASIM_SOURCE_DIR"),
             cases[i]);
}

/* Stands for everybody's allocation under every design: words of a message that nobody reads can be done without, but
   nothing that the figures depend on. */
static int64_t
fingerprint(const rasim_study *loaded)
{
    int64_t sum = 0;
    for (size_t d = 0; d < loaded->n_designs; d++)
        for (size_t i = 0; i < loaded->n_rows; i++)
            sum = 31 * sum % 1000000007 + loaded->applied[d].amount[i].units +
                  (int64_t)loaded->applied[d].amount[i].status;
    return sum;
}

static int64_t whole_study;

static void
try_load(void)
{
    rasim_problems *problems = NULL;
    rasim_study *made = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    scarce();
    const rasim_status status = rasim_study_load(framework, NULL, &made, problems);
    cr_assert_eq(enough(status), made != NULL);
    cr_assert(made == NULL || fingerprint(made) == whole_study);
    cr_assert_eq(rasim_problems_total(problems, RASIM_ERROR), 0, "%s: memory that ran out is no fault of the input",
                 cases[at]);
    rasim_study_free(made);
    rasim_problems_free(problems);
}

static void
try_run(void)
{
    rasim_run_options options;
    rasim_results *results = NULL;
    rasim_run_options_init(&options, study);
    options.replicates = 64;
    options.n_threads = 1;
    scarce();
    const rasim_status status = rasim_run(study, &options, &results, NULL);
    cr_assert_eq(enough(status), results != NULL);
    rasim_results_free(results);
}

static void
try_explain(void)
{
    rasim_explain_options options;
    rasim_explanation *made = NULL;
    rasim_explain_options_init(&options);
    options.person_id = somebody[at];
    options.replicates = 64;
    scarce();
    const rasim_status status = rasim_explain(framework, &options, &made, NULL);
    cr_assert_eq(enough(status), made != NULL);
    rasim_explanation_free(made);
}

static void
try_explanation_json(void)
{
    char *text = NULL;
    scarce();
    const rasim_status status = rasim_explanation_json(explanation, &text);
    cr_assert_eq(enough(status), text != NULL);
    free(text);
}

/* Bytes of the list; -1 where there is none. */
static long
list_size(void)
{
    FILE *file = fopen(list, "rb");
    long size = -1;
    if (file != NULL) {
        fseek(file, 0, SEEK_END);
        size = ftell(file);
        fclose(file);
    }
    return size;
}

static long whole_size;

static void
try_points(void)
{
    scarce();
    const rasim_status status = rasim_points_write(study, list, NULL);
    const long expected = enough(status) ? whole_size : -1, size = list_size();
    cr_assert_eq(size, expected, "allocation %d: %ld bytes, not %ld", (int)allowed, size, expected);
    unlink(list);
}

static void
try_sampling(void)
{
    static const char *const by[] = {"care_group"};
    rasim_sampling_options options;
    rasim_sampling *plan = NULL;
    rasim_sampling_options_init(&options);
    options.caseload = list;
    options.by = by;
    options.n_by = 1;
    options.interval = 0.3;
    scarce();
    const rasim_status status = rasim_sampling_plan(&options, &plan, NULL);
    cr_assert_eq(enough(status), plan != NULL);
    rasim_sampling_free(plan);
}

static void
try_outturn(void)
{
    static const char text[] = "year,budget_area,net_gbp\n2024/25,,5\n2024/25,Homes,3\n2025/26,,4\n2026/27,,4\n";
    rasimi_outturn outturn;
    scarce();
    const rasim_status status = rasimi_outturn_parse("f", text, strlen(text), &outturn, NULL);
    cr_assert(!enough(status) || outturn.n == 4);
    rasimi_outturn_clear(&outturn);
}

static void
try_edit(void)
{
    static const rasim_override override = {"design.limits.top_slice", "0.1", RASIM_EVERY_DESIGN};
    const rasimi_design_edit edit = {&override, 1, ", changed", "By hand."};
    rasimi_buffer text = {0};
    scarce();
    const rasim_status status = rasimi_design_edited(list, &edit, &text, NULL);
    cr_assert(!enough(status) || strstr(text.data, "top_slice: 0.1"));
    rasimi_buffer_clear(&text);
}

static void
set_up(void)
{
    folder = scenario_folder();
    list = scenario_path(folder, "points.csv");
}

static void
tear_down(void)
{
    cr_assert_eq(rmdir(folder), 0, "a temporary was left behind");
    free(folder);
    free(list);
}

TestSuite(scarce, .init = set_up, .fini = tear_down);

Test(scarce, loading_says_that_memory_ran_out)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        choose(i);
        cr_assert_eq(rasim_study_load(framework, NULL, &study, NULL), RASIM_OK);
        whole_study = fingerprint(study);
        rasim_study_free(study);
        cr_assert_gt(exhaust(try_load), 100);
    }
}

Test(scarce, running_says_that_memory_ran_out)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        choose(i);
        cr_assert_eq(rasim_study_load(framework, NULL, &study, NULL), RASIM_OK);
        cr_assert_gt(exhaust(try_run), 20);
        rasim_study_free(study);
    }
}

Test(scarce, explaining_says_that_memory_ran_out)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        choose(i);
        rasim_explain_options options;
        rasim_explain_options_init(&options);
        options.person_id = somebody[at];
        options.replicates = 64;
        cr_assert_gt(exhaust(try_explain), 100);
        cr_assert_eq(rasim_explain(framework, &options, &explanation, NULL), RASIM_OK);
        cr_assert_gt(exhaust(try_explanation_json), 0);
        rasim_explanation_free(explanation);
    }
}

Test(scarce, a_list_of_points_appears_whole_or_not_at_all)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        choose(i);
        cr_assert_eq(rasim_study_load(framework, NULL, &study, NULL), RASIM_OK);
        cr_assert_eq(rasim_points_write(study, list, NULL), RASIM_OK);
        whole_size = list_size();
        unlink(list);
        can_do_without = true; /* a file that is in place stays there */
        cr_assert_gt(exhaust(try_points), 5);
        rasim_study_free(study);
    }
}

Test(scarce, plans_and_outturns_say_that_memory_ran_out)
{
    scenario_write(folder, "points.csv",
                   "person_id,care_group,weekly_cost\na,OP,10\nb,OP,10\nc,OP,10\nd,LD,20\ne,LD,40\nf,LD,300\n");
    cr_assert_gt(exhaust(try_sampling), 20);
    cr_assert_gt(exhaust(try_outturn), 5);
    unlink(list);
}

Test(scarce, an_edited_design_is_whole_or_not_at_all)
{
    scenario_write(folder, "points.csv",
                   "name: A\nabout: b\nlimits: {top_slice: 0.2}\nallocation: [{gbp_per_point: 1}]\n");
    cr_assert_gt(exhaust(try_edit), 10);
    unlink(list);
}
