/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts of care drawn many at a time: the sequence of each replicate read one draw after another, on every instruction
   set, alone and side by side, however many come. */
#include "engine/starts.h"

#include "num/detmath.h"
#include "num/draws.h"
#include "support/several.h"

enum { ROWS = 40, YEAR = 1, FIRST = 7, MOST = 4096 };

/* Rows of which some have no points and some no cost, with weights that differ. */
static char *
write_people(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    fprintf(f, "person_id,care_group,setting,weekly_cost,points,weight\n");
    for (int i = 0; i < ROWS; i++) {
        fprintf(f, "p%d,all,community,", i);
        fprintf(f, i % 7 == 3 ? "," : "%d,", 100 + i);
        fprintf(f, i % 5 == 2 && i % 7 != 3 ? "," : "%d,", 90 + i);
        fprintf(f, "%g\n", 1 + (i % 3) * 0.5);
    }
    fclose(f);
    return text;
}

/* What starts are of. */
typedef struct fixture {
    several study;
    rasimi_seeds seeds;
    rasimi_lanes lanes;
    rasimi_newcomers newcomers;
} fixture;

static void
make(fixture *f, const char *caseload, const char *population)
{
    char *rest = NULL;
    cr_assert_gt(asprintf(&rest,
                          SEVERAL_FULL_DUTY
                          "prices: [{law: fixed, mean: 0}]\nneed: [{log_sd: 0.2, persistence: 0.5}]\n%s"
                          "horizon: 3\nturnover: [{leave_probability: 0.3}]\n",
                          population),
                 0);
    f->study = several_make(caseload, SEVERAL_POUND_A_POINT, rest);
    f->seeds = (rasimi_seeds){.seed = law_seed("starts")};
    cr_assert_eq(rasimi_lanes_make(f->study.study, &f->seeds, (rasimi_left_out){0}, &f->lanes), RASIM_OK);
    free(rest);
}

static void
use(fixture *f, const rasimi_kernel *kernel)
{
    cr_assert_eq(rasimi_newcomers_make(f->study.study, &f->lanes, kernel, &f->seeds, &f->newcomers), RASIM_OK);
}

static void
clear(fixture *f)
{
    rasimi_lanes_clear(&f->lanes);
    several_free(&f->study);
}

/* Whoever stands in for a row that has no points or no cost. */
static uint32_t
lane_of(const fixture *f, const uint32_t *rows, const rasimi_donor_class *class, uint64_t bits)
{
    return f->lanes.lane[rows[class->first + rasimi_scale_below(bits, class->n)]];
}

/* The people of a replicate, one after another: methods.md section 5. */
static size_t
one_by_one(const fixture *f, uint64_t replicate, double demand, double prevented, rasimi_person *out)
{
    const rasim_study *study = f->study.study;
    const rasimi_people *people = &f->lanes.people;
    const uint64_t key = f->newcomers.start_keys[YEAR * study->n_cells];
    const double rate = study->churn[0].starters * demand;
    rasimi_draws draws;
    rasimi_draws_start(&draws, f->newcomers.arrivals_key, key, replicate, UINT32_MAX);
    size_t n = 0;
    double at = 0.0;
    for (uint32_t j = 0; j < MOST; j++) {
        at += -rasimi_log(1.0 - rasimi_draws_uniform(&draws)) / rate;
        const bool stopped = rasimi_draws_uniform(&draws) < prevented;
        const uint32_t row = rasimi_newcomers_row(study, 0, rasimi_draws_uniform(&draws));
        const uint64_t donor = rasimi_draws_bits(&draws), payer = rasimi_draws_bits(&draws);
        if (!(at < 1.0)) {
            return n;
        }
        uint32_t of_points = f->lanes.lane[row], of_cost = f->lanes.lane[row];
        if (study->scored != NULL && !study->scored[row]) {
            of_points = lane_of(f, study->donors, &study->donor_classes[study->donor_class[row]], donor);
        }
        if (study->costed != NULL && !study->costed[row]) {
            of_cost = lane_of(f, study->payers, &study->payer_classes[study->stratum[row]], payer);
        }
        out[n] = (rasimi_person){
            .key_low = (uint32_t)key,
            .key_high = (uint32_t)(key >> 32),
            .third = (uint32_t)replicate,
            .fourth = rasimi_person_fourth(0, j / 4),
            .word = j % 4,
            .row = f->lanes.lane[row],
            .donor = of_points,
            .standing = RASIMI_NEWCOMER,
            .cost = people->cost[of_cost],
            .reference = people->reference[of_cost],
            .since = (float)at,
            .first_left = 1.0f,
        };
        n += !stopped;
    }
    cr_assert_fail("too many start");
    return 0;
}

/* Starts of n replicates at once are those of each. */
static size_t
assert_starts(const fixture *f, size_t n, const double demand[RASIMI_STARTS_AT_ONCE], double prevented)
{
    static rasimi_person expected[MOST];
    rasimi_seats seats[RASIMI_STARTS_AT_ONCE] = {{0}};
    rasimi_starts starts = {.year = YEAR, .first = FIRST, .n = n, .prevented = prevented};
    size_t all = 0;
    for (size_t i = 0; i < n; i++) {
        starts.demand[i] = demand[i];
        starts.seats[i] = &seats[i];
    }
    cr_assert_eq(rasimi_starts_draw(&f->newcomers, &starts), RASIM_OK);
    for (size_t i = 0; i < n; i++) {
        rasimi_cohort cohort = {0};
        const size_t n_expected = demand[i] > 0 ? one_by_one(f, FIRST + i, demand[i], prevented, expected) : 0;
        cr_assert_eq(rasimi_seats_pour(&seats[i], FIRST + i, &cohort), RASIM_OK);
        cr_assert_eq(cohort.n, n_expected, "%zu at once, the %zu-th: %zu start, not %zu", n, i, cohort.n, n_expected);
        cr_assert_eq(starts.n_started[i], n_expected);
        const rasimi_cohort_lanes lanes = rasimi_cohort_lanes_of(&cohort, 0);
        for (size_t k = 0; k < n_expected; k++) {
            const rasimi_person found = rasimi_person_of(&lanes, k);
            cr_assert(memcmp(&found, &expected[k], sizeof found) == 0, "%zu at once, the %zu-th: start %zu", n, i, k);
        }
        all += n_expected;
        rasimi_cohort_clear(&cohort);
        rasimi_seats_clear(&seats[i]);
    }
    return all;
}

/* Few and many, more than a batch has room for, none, and demands that differ from replicate to replicate. */
static void
try_all(const fixture *f)
{
    static const double demands[][RASIMI_STARTS_AT_ONCE] = {{1, 1, 1, 1},  {0.02, 0.02, 0.02, 0.02}, {60, 1, 0.1, 20},
                                                            {0, 3, 0, 70}, {90, 90, 90, 90},         {5, 4, 3, 2}};
    for (size_t d = 0; d < sizeof demands / sizeof *demands; d++) {
        size_t free_to_start = 0, thinned = 0;
        for (size_t n = 1; n <= RASIMI_STARTS_AT_ONCE; n++) {
            free_to_start += assert_starts(f, n, demands[d], 0.0);
            thinned += assert_starts(f, n, demands[d], 0.4);
        }
        cr_assert(thinned < free_to_start || free_to_start < 10);
    }
}

Test(starts, drawn_together_are_those_of_each_sequence)
{
    static const char *const populations[] = {"population: {sampling: fixed}\n", ""};
    char *uneven = write_people(), *alike = several_alike(ROWS, "community", 100);
    const char *const caseloads[] = {uneven, alike};
    for (size_t c = 0; c < 2; c++) {
        fixture f = {0};
        make(&f, caseloads[c], populations[c]);
        cr_assert_eq(f.study.study->scored != NULL && f.study.study->costed != NULL, c == 0);
        for (size_t k = 0; rasimi_kernel_get(k) != NULL; k++) {
            if (rasimi_kernel_get(k)->available()) {
                use(&f, rasimi_kernel_get(k));
                try_all(&f);
                rasimi_newcomers_clear(&f.newcomers);
            }
        }
        clear(&f);
    }
    free(uneven);
    free(alike);
}
