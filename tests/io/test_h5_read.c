/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading HDF5: what was written comes back; what is not as rasim writes it is refused with a sentence. */
#include "io/h5_read.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "io/h5.h"
#include "scratch.h"

static const double NUMBERS[] = {1.5, -2, 0.1, 4e300, 5, 6};
static const int32_t COUNTS[] = {1, -2, 3};
static const char *const TEXTS[] = {"older", "£", ""};

static void
write_all(const char *path)
{
    rasimi_h5 *file = NULL;
    const rasim_status statuses[] = {
        rasimi_h5_create(path, &file, NULL),
        rasimi_h5_group(file, "/deep"),
        rasimi_h5_attribute_text(file, "/", "title", "Résumé"),
        rasimi_h5_attribute_uint64(file, "/deep", "seed", UINT64_MAX),
        rasimi_h5_attribute_double(file, "/deep", "sd", -1.25),
        rasimi_h5_doubles(file, "/deep/numbers", 2, (uint64_t[]){3, 2}, NUMBERS, NULL, NULL),
        rasimi_h5_int32(file, "/counts", 1, (uint64_t[]){3}, COUNTS, NULL, NULL),
        rasimi_h5_texts(file, "/texts", TEXTS, 3, NULL),
        rasimi_h5_commit(file),
    };
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        cr_assert_eq(statuses[i], RASIM_OK, "step %zu", i);
}

Test(h5_read, what_was_written_comes_back)
{
    scratch s = scratch_make();
    const char *path = scratch_path(&s, "all.h5");
    rasimi_arena arena = {0};
    rasimi_h5_in *file = NULL;
    const double *numbers = NULL;
    const char *const *texts = NULL, *title = NULL;
    uint64_t seed = 0;
    size_t n = 0;
    write_all(path);
    cr_assert_eq(rasimi_h5_open(path, &file, NULL), RASIM_OK);
    cr_assert_eq(rasimi_h5_read_doubles(file, "/deep/numbers", &arena, &numbers, &n), RASIM_OK);
    cr_assert(n == 6 && memcmp(numbers, NUMBERS, sizeof NUMBERS) == 0);
    cr_assert_eq(rasimi_h5_read_doubles(file, "/counts", &arena, &numbers, &n), RASIM_OK);
    cr_assert(n == 3 && numbers[1] <= -2 && numbers[1] >= -2);
    cr_assert_eq(rasimi_h5_read_texts(file, "/texts", &arena, &texts, &n), RASIM_OK);
    cr_assert_eq(n, 3);
    for (size_t i = 0; i < n; i++)
        cr_assert_str_eq(texts[i], TEXTS[i]);
    cr_assert_eq(rasimi_h5_read_text(file, "/", "title", &arena, &title), RASIM_OK);
    cr_assert_str_eq(title, "Résumé");
    cr_assert_eq(rasimi_h5_read_whole(file, "/deep", "seed", &seed), RASIM_OK);
    cr_assert_eq(seed, UINT64_MAX);
    double sd = 0;
    cr_assert_eq(rasimi_h5_read_number(file, "/deep", "sd", &sd), RASIM_OK);
    cr_assert_eq(sd, -1.25);
    cr_assert_eq(rasimi_h5_read_number(file, "/deep", "seed", &sd), RASIM_ERR_READ, "a whole number is no other");
    cr_assert_eq(rasimi_h5_read_whole(file, "/deep", "sd", &seed), RASIM_ERR_READ);
    cr_assert(rasimi_h5_has(file, "/deep") && rasimi_h5_has(file, "/deep/numbers") && !rasimi_h5_has(file, "/none"));
    rasimi_h5_close(file);
    rasimi_arena_clear(&arena);
    scratch_remove(&s);
}

Test(h5_read, what_is_not_there_is_refused)
{
    scratch s = scratch_make();
    const char *path = scratch_path(&s, "all.h5");
    rasim_problems *problems = NULL;
    rasimi_arena arena = {0};
    rasimi_h5_in *file = NULL;
    const double *numbers = NULL;
    const char *const *texts = NULL, *text = NULL;
    uint64_t whole = 7;
    size_t n = 0;
    write_all(path);
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasimi_h5_open(path, &file, problems), RASIM_OK);
    cr_assert_eq(rasimi_h5_read_doubles(file, "/none", &arena, &numbers, &n), RASIM_ERR_READ);
    cr_assert_eq(rasimi_h5_read_doubles(file, "/texts", &arena, &numbers, &n), RASIM_ERR_READ);
    cr_assert_eq(rasimi_h5_read_texts(file, "/counts", &arena, &texts, &n), RASIM_ERR_READ);
    cr_assert_eq(rasimi_h5_read_text(file, "/deep", "seed", &arena, &text), RASIM_ERR_READ);
    cr_assert_eq(rasimi_h5_read_whole(file, "/", "title", &whole), RASIM_ERR_READ);
    cr_assert(!numbers && !texts && !text && whole == 7, "outputs are as they were");
    cr_assert_eq(rasim_problems_size(problems), 5);
    cr_assert_str_eq(rasim_problems_get(problems, 0)->text,
                     "There is no '/none' in the file as rasim writes it; give the .h5 file of a run that this version "
                     "made, or make the run again.");
    rasimi_h5_close(file);
    rasimi_arena_clear(&arena);
    rasim_problems_free(problems);
    scratch_remove(&s);
}

Test(h5_read, files_that_are_none_are_refused)
{
    scratch s = scratch_make();
    rasim_problems *problems = NULL;
    rasimi_h5_in *file = NULL;
    scratch_write(&s, "text.h5", "no HDF5");
    const char *path = scratch_path(&s, "text.h5");
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasimi_h5_open(path, &file, problems), RASIM_ERR_READ);
    cr_assert_eq(rasimi_h5_open("/", &file, problems), RASIM_ERR_READ);
    cr_assert_eq(rasimi_h5_open("/none/at/all.h5", &file, problems), RASIM_ERR_READ);
    cr_assert_null(file);
    cr_assert_str_eq(rasim_problems_get(problems, 0)->text, "This is no HDF5 file; give the .h5 file of a run.");
    cr_assert_str_eq(rasim_problems_get(problems, 1)->text, "This is no file; check the path.");
    rasimi_h5_close(NULL);
    rasim_problems_free(problems);
    scratch_remove(&s);
}
