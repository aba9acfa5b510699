/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out, at one allocation after another: the status says so, nothing leaks, outputs stay untouched and
   no file is left. The linker sends the library's calloc and realloc here (--wrap). */
#include "analysis/by_hand.h"
#include "report/scarce.h"
#include "report/scratch.h"

#include "rasim/report.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is tried with ever more memory; true where it succeeded. */
typedef bool
try_fn(void);

static rasim_study *study;
static rasim_results *results;
static rasim_summary *summary;
static char folder[FOLDER_SIZE], path[FOLDER_SIZE + 32];

static bool
try_summary(void)
{
    rasim_summary *made = NULL;
    rasim_status status =
        rasim_summarise(results, &(rasim_what_ifs){.halved = results, .without_interventions = results}, &made);
    scarce = false;
    cr_assert(status == RASIM_OK ? made != NULL : status == RASIM_ERR_NO_MEMORY && !made, "%d", status);
    rasim_summary_free(made);
    return status == RASIM_OK;
}

static bool
try_json(void)
{
    char *text = NULL;
    rasim_status status = rasim_summary_json(study, summary, &text);
    scarce = false;
    cr_assert(status == RASIM_OK ? text != NULL : status == RASIM_ERR_NO_MEMORY && !text, "%d", status);
    free(text);
    return status == RASIM_OK;
}

static bool
try_h5(void)
{
    rasim_status status = rasim_write_h5(path, study, results, summary, NULL);
    scarce = false;
    bool there = access(path, F_OK) == 0;
    cr_assert(status == RASIM_OK ? there : status == RASIM_ERR_NO_MEMORY && !there, "%d", status);
    unlink(path);
    cr_assert_eq(rmdir(folder), 0, "a temporary was left behind");
    cr_assert_eq(mkdir(folder, 0700), 0);
    return status == RASIM_OK;
}

/* Gives ever more allocations, one more at first and then 13; how many it took. */
static size_t
until_it_succeeds(try_fn *try)
{
    for (size_t n = 0; n < 5000; n += n < 60 ? 1 : 13) {
        allocations_left = n;
        scarce = true;
        if (try())
            return n;
    }
    cr_assert_fail("it never succeeds");
    return 0;
}

Test(scarce, memory_that_runs_out_is_an_error_wherever_it_happens)
{
    study = make_hand_study();
    results = make_hand_results(study);
    add_hand_years(study, results);
    make_folder(folder);
    snprintf(path, sizeof path, "%s/results.h5", folder);
    cr_assert_gt(until_it_succeeds(try_summary), 10);
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    cr_assert_gt(until_it_succeeds(try_json), 5);
    cr_assert_gt(until_it_succeeds(try_h5), 100);
    rmdir(folder);
    rasim_summary_free(summary);
    rasim_results_free(results);
}
