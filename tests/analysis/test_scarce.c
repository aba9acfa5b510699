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

static int64_t allowed, n_failed, stride = 1;
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
   Where there are very many, only every few of them. */
static int64_t
exhaust(try_fn *try)
{
    for (int round = 0; round < 2; round++) {
        lasting = round == 0;
        allowed = 0;
        do {
            n_failed = 0;
            try();
            allowed += stride;
            cr_assert(allowed < 1000000);
        } while (n_failed > 0);
    }
    return allowed - stride;
}

static const char *const cases[] = {"regression", "hours", "judgement"};
static const char *const somebody[] = {"RE-29639", "HO-85427", "JU-65857"};
static char framework[PATH_MAX];
static size_t at;
static rasim_study *study;
static rasim_explanation *explanation;
static char *folder, *list;

static void
choose_case(const char *name)
{
    snprintf(framework, sizeof framework, "%s/tests/verify/cases/%s/framework.json", getenv("RASIM_SOURCE_DIR"), name);
}

static void
choose(size_t i)
{
    at = i;
    choose_case(cases[i]);
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
    options.place_series = true;
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

/* ---- calibrations ---- */

static const char *const FILES[] = {"framework.yaml", "a.yaml", "prior.yaml", "people.csv", "panel.csv"};
static char *paths[sizeof FILES / sizeof *FILES];
static const char *whole_design;
static rasim_calibration *calibration;

/* Twenty people with two questions, a panel's two vignettes, and a prior to be drawn to. */
static void
write_sample(void)
{
    static const char questions[] = "questionnaire:\n  domains:\n    - {name: q, levels: {low: 0, high: 20}}\n"
                                    "    - {name: n, levels: {quiet: 0, busy: 5}}\n";
    char design[1024], prior[1024], people[4096];
    size_t length = (size_t)snprintf(people, sizeof people, "person_id,care_group,setting,weekly_cost,q,n\n");
    for (int i = 0; i < 20; i++)
        length += (size_t)snprintf(people + length, sizeof people - length, "p%d,%s,home,%d,%s,%s\n", i,
                                   i % 5 ? "Older" : "Younger", 100 + 37 * (i % 7), i % 2 ? "high" : "low",
                                   i % 3 ? "quiet" : "busy");
    snprintf(design, sizeof design, "name: A\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n%s",
             questions);
    snprintf(prior, sizeof prior,
             "name: P\nfamily: regression\nallocation:\n  - intercept: 4\n    coefficients:\n"
             "      - {domain: q, per_point: 0.03}\n      - {domain: n, per_point: 0.05}\n%s",
             questions);
    const char *const texts[] = {"name: T\ncaseload: people.csv\ndesigns: [a.yaml]\nenvelope: [{gbp_year: 900000}]\n"
                                 "need: [{log_sd: 0.3}]\nprices: [{mean: 0.02, sd: 0.04}]\n"
                                 "population: {sampling: fixed}\nreplicates: 64\nseed: 9\n",
                                 design, prior, people,
                                 "person_id,care_group,setting,weekly_cost,q,n,vignette\nm,Older,home,300,high,busy,V\n"
                                 "o,Older,home,340,high,busy,V\nm2,Younger,home,90,low,quiet,W\n"};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        scenario_write(folder, FILES[i], texts[i]);
        paths[i] = scenario_path(folder, FILES[i]);
    }
}

static void
remove_sample(void)
{
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        unlink(paths[i]);
        free(paths[i]);
    }
}

static rasim_status
calibrate(rasim_calibration **out, rasim_problems *problems)
{
    rasim_calibrate_options options;
    rasim_calibrate_options_init(&options);
    options.method = "glm";
    options.prior = paths[2];
    options.vignettes = paths[4];
    options.confidence = 0.8;
    options.replicates = 64;
    options.resamples = 0;
    options.folds = 2;
    options.n_threads = 1;
    return rasim_calibrate(paths[0], &options, out, problems);
}

static void
try_calibrate(void)
{
    rasim_problems *problems = NULL;
    rasim_calibration *made = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    scarce();
    const rasim_status status = calibrate(&made, problems);
    cr_assert_eq(enough(status), made != NULL, "allocation %d: %s", (int)allowed, rasim_status_name(status));
    cr_assert(made == NULL || strcmp(made->text, whole_design) == 0);
    cr_assert_eq(rasim_problems_total(problems, RASIM_ERROR), 0, "memory that ran out is no fault of the input");
    rasim_calibration_free(made);
    rasim_problems_free(problems);
}

static void
try_calibration_json(void)
{
    char *text = NULL;
    scarce();
    const rasim_status status = rasim_calibration_json(calibration, &text);
    cr_assert_eq(enough(status), text != NULL);
    free(text);
}

static void
try_write_calibrated(void)
{
    scarce();
    const rasim_status status = rasim_write_calibrated(list, calibration, NULL);
    const long expected = enough(status) ? whole_size : -1, size = list_size();
    cr_assert_eq(size, expected, "allocation %d: %ld bytes, not %ld", (int)allowed, size, expected);
    unlink(list);
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

Test(scarce, running_with_places_says_that_memory_ran_out)
{
    choose_case("polya");
    cr_assert_eq(rasim_study_load(framework, NULL, &study, NULL), RASIM_OK);
    cr_assert_gt(exhaust(try_run), 20);
    rasim_study_free(study);
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

Test(scarce, calibrating_says_that_memory_ran_out)
{
    write_sample();
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    const rasim_status status = calibrate(&calibration, problems);
    cr_assert_eq(status, RASIM_OK, "%s", rasim_problems_size(problems) ? rasim_problems_get(problems, 0)->text : "");
    rasim_problems_free(problems);
    whole_design = calibration->text;
    stride = 7;
    cr_assert_gt(exhaust(try_calibrate), 300);
    stride = 1;
    cr_assert_gt(exhaust(try_calibration_json), 0);
    whole_size = (long)strlen(whole_design);
    can_do_without = true; /* a file that is in place stays there */
    cr_assert_gt(exhaust(try_write_calibrated), 0);
    rasim_calibration_free(calibration);
    remove_sample();
}
