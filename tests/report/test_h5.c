/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results file: exact values read back by the C library, and a stranger's reading by h5py (read_results.py), which
   also holds the file against docs/results.md. */
#include "analysis/by_hand.h"
#include "report/hand_persons.h"
#include "report/results_page.h"
#include "report/scratch.h"
#include "support/require.h"

#include "rasim/report.h"
#include "rasim/version.h"

#include <hdf5.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static rasim_study *study;
static rasim_results *results;
static rasim_summary *summary;
static char folder[FOLDER_SIZE], path[FOLDER_SIZE + 32];

/* Limits and modes of assessment as a real design would have them; the study by hand has no rules. */
static void
add_standing(void)
{
    static rasim_limit_effect limit = {"cap", 3, 350, 12, -5000, NULL};
    static rasim_mode_effect effect = {.mode = "self", .against = "joint", .i_mode = 2, .i_against = 1, .gbp = 777};
    static rasimi_mode modes[] = {{.label = "joint"}, {.label = "self"}};
    rasim_year_summary *year = &summary->designs[0].years[0];
    year->limits = &limit;
    year->mode_effects = &effect;
    year->n_limits = year->n_mode_effects = 1;
    study->modes = modes;
    study->n_modes = 2;
}

static void
set_up(void)
{
    study = make_hand_study();
    results = make_hand_results(study);
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    summary->portability = make_hand_portability();
    give_hand_tails(summary);
    summary->persons = make_hand_persons();
    summary->spread = make_hand_spread();
    summary->reverse = make_hand_reverse();
    summary->waterfall = make_hand_waterfall();
    add_standing();
    make_folder(folder);
    snprintf(path, sizeof path, "%s/results.h5", folder);
}

static void
tear_down(void)
{
    unlink(path);
    cr_assert_eq(rmdir(folder), 0, "something else was left behind");
    rasim_summary_free(summary);
    rasim_results_free(results);
}

TestSuite(h5, .init = set_up, .fini = tear_down);

static void
write_results(const char *to)
{
    cr_assert_eq(rasim_write_h5(to, study, results, summary, NULL), RASIM_OK);
}

static hid_t
open_results(void)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    cr_assert_geq(file, 0);
    return file;
}

enum { MAX_VALUES = 1000, N_MONEY = 20, N_PEOPLE = 11 };

/* Reads a numeric dataset of at most MAX_VALUES values; how many there are. */
static size_t
read_doubles(hid_t file, const char *name, double *values)
{
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    cr_assert_geq(set, 0, "%s", name);
    hid_t space = H5Dget_space(set);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    cr_assert_leq(n, MAX_VALUES);
    cr_assert_geq(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), 0);
    H5Sclose(space);
    H5Dclose(set);
    return (size_t)n;
}

static size_t
read_text(hid_t file, const char *name, char *text, size_t size)
{
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    cr_assert_geq(set, 0, "%s", name);
    hid_t type = H5Dget_type(set);
    size_t width = H5Tget_size(type);
    hssize_t bytes = (hssize_t)H5Dget_storage_size(set);
    cr_assert_leq((size_t)bytes, size);
    cr_assert_geq(H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text), 0);
    H5Tclose(type);
    H5Dclose(set);
    return width;
}

static double
read_attribute(hid_t file, const char *object, const char *name)
{
    double value;
    hid_t attribute = H5Aopen_by_name(file, object, name, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(attribute, 0, "%s of %s", name, object);
    cr_assert_geq(H5Aread(attribute, H5T_NATIVE_DOUBLE, &value), 0);
    H5Aclose(attribute);
    return value;
}

static void
expect_text_attribute(hid_t file, const char *object, const char *name, const char *expected)
{
    char text[1024] = "";
    hid_t attribute = H5Aopen_by_name(file, object, name, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(attribute, 0, "%s of %s", name, object);
    hid_t type = H5Aget_type(attribute);
    cr_assert_lt(H5Tget_size(type), sizeof text);
    cr_assert_geq(H5Aread(attribute, type, text), 0);
    cr_assert_str_eq(text, expected, "%s of %s", name, object);
    H5Tclose(type);
    H5Aclose(attribute);
}

Test(h5, says_where_it_comes_from)
{
    results->seed = 18446744073709551615u;
    write_results(path);
    hid_t file = open_results();
    uint64_t seed;
    hid_t attribute = H5Aopen(file, "seed", H5P_DEFAULT);
    cr_assert_geq(H5Aread(attribute, H5T_NATIVE_UINT64, &seed), 0);
    H5Aclose(attribute);
    cr_assert_eq(seed, 18446744073709551615u);
    expect_text_attribute(file, "/", "seed_text", "18446744073709551615");
    expect_text_attribute(file, "/", "filetype", "rasim results");
    expect_text_attribute(file, "/", "rasim_version", rasim_version());
    expect_text_attribute(file, "/", "framework_name", "Tiny borough");
    expect_text_attribute(file, "/", "year", "2009/10");
    expect_text_attribute(file, "/", "statement", RASIM_FIXED_SENTENCE);
    expect_text_attribute(file, "/designs/2", "name", "Bands (2)");
    expect_text_attribute(file, "/designs/1/year_2", "year", "2009/10 + 1");
    expect("engine", read_attribute(file, "/", "engine_version"), RASIM_ENGINE_VERSION);
    expect("replicates", read_attribute(file, "/", "replicates"), 10);
    expect("asked", read_attribute(file, "/", "replicates_asked"), 12);
    expect("complete", read_attribute(file, "/", "complete"), 0);
    expect("synthetic", read_attribute(file, "/", "synthetic"), 1);
    H5Fclose(file);
}

Test(h5, holds_every_replicate)
{
    double values[MAX_VALUES];
    write_results(path);
    hid_t file = open_results();
    cr_assert_eq(read_doubles(file, "/designs/1/year_1/net", values), 10);
    for (size_t r = 0; r < 10; r++)
        cr_assert_eq(values[r], 36400.0 * (double)hand_order[r] + 15600);
    cr_assert_eq(read_doubles(file, "/designs/1/year_2/net", values), 10);
    cr_assert_eq(values[0], 36400.0 * 4 + 15600);
    cr_assert_eq(read_doubles(file, "/designs/1/year_1/net_by_area", values), 20);
    cr_assert_eq(values[2], 52 * (8.0 * 10 + 335), "replicate 2, homes");
    cr_assert_eq(values[3], 52 * (692.0 * 10 - 35), "replicate 2, community");
    cr_assert_eq(read_doubles(file, "/designs/1/year_1/net_by_place", values), 20);
    cr_assert_eq(values[2], 52 * 400.0 * 10);
    cr_assert_eq(values[3], 52 * 3300.0);
    cr_assert_eq(read_doubles(file, "/designs/1/year_1/sample_net", values), 10);
    cr_assert_eq(values[1], 52 * 3500.0);
    cr_assert_eq(read_doubles(file, "/designs/1/year_1/ledger", values), 10 * 3 * N_MONEY);
    cr_assert_eq(values[RASIM_LINE_INDICATIVE], 52 * 1500.0);
    cr_assert_eq(values[(1 * 3 + 2) * N_MONEY + RASIM_LINE_CONTRIBUTION], 52 * 90.0);
    cr_assert_eq(read_doubles(file, "/designs/1/year_1/people", values), 10 * 3 * N_PEOPLE);
    cr_assert_eq(values[(1 * 3 + 1) * N_PEOPLE + 0], 3, "excluded people of homes in replicate 2");
    cr_assert_eq(values[(1 * 3 + 0) * N_PEOPLE + 1], 10, "panel cases of older people in replicate 2");
    cr_assert_eq(read_doubles(file, "/designs/1/year_1/person_years", values), 10 * 3);
    cr_assert_eq(values[1 * 3 + 1], 10, "time in homes in replicate 2");
    H5Fclose(file);
}

Test(h5, holds_the_summary)
{
    const struct {
        const char *name;
        double value;
        size_t i, n;
    } cases[] = {
        {"plan", 200000, 0, 1},
        {"drift", 15800, 0, 1},
        {"affordability_low", 0.49016247153664183, 0, 1},
        {"overspend_if_over", 51400, 0, 1},
        {"high_cost_pool_mean", 17160, 0, 1},
        {"sample_share_of_variance", 0.25, 0, 1},
        {"quantile_level", 0.95, 4, 5},
        {"quantile_low", (double)NAN, 0, 5},
        {"quantile_high", 343200, 1, 5},
        {"level", 0.9, 2, 3},
        {"contingency", 106800, 1, 3},
        {"risk_margin", 91000, 1, 3},
        {"contingency_share_of_pool", 106800. / 180000, 1, 3},
        {"headroom", 3200, 1, 3},
        {"headroom_low", (double)NAN, 1, 3},
        {"expected_shortfall", 361400, 1, 3},
        {"sample_quantile", 182000, 4, 5},
        {"area_envelope", (double)NAN, 0, 2},
        {"area_affordability", 0.8, 1, 2},
        {"area_mean", 196092, 1, 2},
        {"place_people", 25, 1, 2},
        {"place_mean", 101400, 1, 2},
        {"limit_people", 12, 0, 1},
        {"mode_gbp", 777, 0, 1},
        {"expected_money", 201916, RASIM_LINE_INDICATIVE, N_MONEY},
        {"expected_people", 0.1, 4, N_PEOPLE},
        {"person_years_mean", 5.5, 0, 1},
    };
    double values[MAX_VALUES];
    char name[128];
    write_results(path);
    hid_t file = open_results();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(name, sizeof name, "/designs/1/year_1/summary/%s", cases[i].name);
        cr_assert_eq(read_doubles(file, name, values), cases[i].n, "%s", name);
        expect(name, values[cases[i].i], cases[i].value);
    }
    H5Fclose(file);
}

Test(h5, holds_what_the_same_person_would_get_in_each_place)
{
    static const double matrix[] = {121, 100, 210.5, 180, 300, 260};
    double values[MAX_VALUES];
    char text[256] = "";
    write_results(path);
    hid_t file = open_results();
    cr_assert_eq(read_doubles(file, "/portability/band_gbp_week", values), 6);
    for (size_t i = 0; i < 6; i++)
        cr_assert_eq(values[i], matrix[i]);
    cr_assert_eq(read_doubles(file, "/portability/gbp_week", values), 2);
    cr_assert_eq(values[1], 180);
    cr_assert_eq(read_doubles(file, "/portability/band_people", values), 3);
    cr_assert_eq(values[2], 20);
    const size_t width = read_text(file, "/portability/place_design", text, sizeof text);
    cr_assert_eq(strncmp(text + width, "Bands (2)", width), 0);
    expect("share", read_attribute(file, "/portability", "place_share"), 0.25);
    expect("chance", read_attribute(file, "/portability", "chance_share"), 0.0625);
    expect("spread", read_attribute(file, "/portability", "spread"), 0.125);
    expect("people", read_attribute(file, "/portability", "people"), 50);
    expect("left out", read_attribute(file, "/portability", "people_left_out"), 10);
    cr_assert_eq(read_doubles(file, "/tails/1/shape", values), 4);
    expect("shape", values[0], 0.25);
    expect("its highest", values[3], 0.375);
    cr_assert_eq(read_doubles(file, "/tails/1/mean_excess", values), 2);
    expect("mean excess", values[1], 350);
    cr_assert_eq(read_doubles(file, "/tails/1/quantile_package", values), 3);
    expect("package", values[2], 2550);
    expect("held", read_attribute(file, "/tails/1", "capped_share"), 0.03125);
    H5Fclose(file);
}

Test(h5, has_no_portability_where_designs_are_for_everybody)
{
    summary->portability = (rasim_portability){0};
    write_results(path);
    hid_t file = open_results();
    cr_assert_eq(H5Lexists(file, "portability", H5P_DEFAULT), 0);
    H5Fclose(file);
}

Test(h5, names_lines_groups_and_inputs)
{
    char text[4096] = "";
    double values[MAX_VALUES];
    write_results(path);
    hid_t file = open_results();
    size_t width = read_text(file, "/labels/money_line", text, sizeof text);
    cr_assert_eq(strncmp(text + RASIM_LINE_NET * width, "net", width), 0);
    width = read_text(file, "/labels/people_line", text, sizeof text);
    cr_assert_eq(strncmp(text + width, "panel_cases", width), 0);
    width = read_text(file, "/labels/group_care_group", text, sizeof text);
    cr_assert_eq(strncmp(text + 2 * width, "Learning disability", width), 0);
    width = read_text(file, "/labels/group_budget_area", text, sizeof text);
    cr_assert_eq(strncmp(text + width, "Care homes", width), 0);
    width = read_text(file, "/inputs/path", text, sizeof text);
    cr_assert_eq(strncmp(text + width, "people.csv", width), 0, "an absolute path is not shown");
    cr_assert_eq(read_doubles(file, "/axes/money_sign", values), N_MONEY);
    cr_assert_eq(values[RASIM_LINE_CONTRIBUTION], -1);
    cr_assert_eq(values[RASIM_LINE_NET], 0);
    cr_assert_eq(read_doubles(file, "/axes/group_area", values), 3);
    cr_assert(values[0] == 2 && values[1] == 1 && values[2] == 2);
    H5Fclose(file);
}

Test(h5, holds_the_options_that_were_used)
{
    rasimi_number amounts[] = {{.value = 5}, {.value = (double)NAN}};
    rasimi_price_row prices[] = {{.mean.value = 0.02, .sd.value = 0.01},
                                 {.setting.value = "nursing", .mean.value = 0.03}};
    study->framework.prices = (rasimi_structs){.items = prices, .n = 2};
    study->framework.confidence_levels = (rasimi_numbers){.items = amounts, .n = 2};
    write_results(path);
    hid_t file = open_results();
    expect("envelope", read_attribute(file, "/resolved", "envelope_gbp_year"), 310000);
    expect("people", read_attribute(file, "/resolved", "people"), 60);
    expect_text_attribute(file, "/resolved", "sampling", "polya");
    expect_text_attribute(file, "/resolved/framework", "population.sampling", "polya");
    expect_text_attribute(file, "/resolved/framework", "prices[2].setting", "nursing");
    expect_text_attribute(file, "/resolved/design_1", "name", "Bands");
    expect("tolerance", read_attribute(file, "/resolved/framework", "sign_off.tolerance"), 0.1);
    expect("mean", read_attribute(file, "/resolved/framework", "prices[2].mean"), 0.03);
    expect("level", read_attribute(file, "/resolved/framework", "confidence_levels[1]"), 5);
    expect("synthetic", read_attribute(file, "/resolved/framework", "synthetic"), 1);
    cr_assert_eq(H5Aexists_by_name(file, "/resolved/framework", "confidence_levels[2]", H5P_DEFAULT), 0, "absent");
    cr_assert_eq(H5Aexists_by_name(file, "/resolved/framework", "prices[1].setting", H5P_DEFAULT), 0, "absent");
    H5Fclose(file);
}

Test(h5, a_very_long_text_is_cut_and_not_refused)
{
    size_t length = 100001;
    char *about = malloc(length + 1);
    memset(about, 'x', length);
    for (size_t i = 1; i + 1 < length; i += 2)
        memcpy(about + i, "é", 2); /* 32,000 bytes end inside a character */
    about[length] = '\0';
    study->framework.about.value = about;
    write_results(path);
    hid_t file = open_results();
    hid_t attribute = H5Aopen_by_name(file, "/resolved/framework", "about", H5P_DEFAULT, H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute);
    cr_assert_eq(H5Tget_size(type), 31999);
    H5Tclose(type);
    H5Aclose(attribute);
    H5Fclose(file);
    free(about);
}

static size_t
read_all(const char *from, char *bytes, size_t size)
{
    FILE *file = fopen(from, "rb");
    cr_assert_not_null(file, "%s", from);
    size_t n = fread(bytes, 1, size, file);
    fclose(file);
    cr_assert_lt(n, size);
    return n;
}

Test(h5, same_results_same_bytes)
{
    static char one[1 << 20], two[1 << 20];
    char other[FOLDER_SIZE + 32];
    snprintf(other, sizeof other, "%s/other.h5", folder);
    write_results(path);
    sleep(1); /* a time in the file would show */
    write_results(other);
    size_t n = read_all(path, one, sizeof one);
    cr_assert_eq(read_all(other, two, sizeof two), n);
    cr_assert_eq(memcmp(one, two, n), 0);
    unlink(other);
}

/* Reads the written file by h5py against a page; the exit status. */
static int
read_as_a_stranger(const char *page_file)
{
    char command[4096];
    const char *source = getenv("RASIM_SOURCE_DIR");
    snprintf(command, sizeof command, "/usr/bin/python3 '%s/tests/report/read_results.py' '%s' '%s' 2>'%s/wrong'",
             source ? source : ".", path, page_file, folder);
    int status = system(command);
    cr_assert(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        RASIM_SKIP("h5py is not installed");
    return WEXITSTATUS(status);
}

/* What the reader complained of. */
static void
read_wrong(char *text, size_t size)
{
    char name[FOLDER_SIZE + 32];
    snprintf(name, sizeof name, "%s/wrong", folder);
    text[read_all(name, text, size)] = '\0';
    unlink(name);
}

/* Everything that a file may hold, so that every row of the page is in it. */
static void
add_years(void)
{
    const rasim_what_ifs what_ifs = {.without_interventions = results, .analytic = make_hand_analytic()};
    rasim_summary_free(summary);
    study->n_modes = 0;
    add_hand_years(study, results);
    cr_assert_eq(rasim_summarise(results, &what_ifs, &summary), RASIM_OK);
    summary->portability = make_hand_portability();
    give_hand_tails(summary);
    summary->persons = make_hand_persons();
    summary->spread = make_hand_spread();
    summary->reverse = make_hand_reverse();
    summary->waterfall = make_hand_waterfall();
    add_standing();
}

Test(h5, a_stranger_can_read_it_and_the_page_describes_it)
{
    char wrong[8192];
    add_years();
    write_results(path);
    int status = read_as_a_stranger(page_path());
    read_wrong(wrong, sizeof wrong);
    cr_assert_eq(status, 0, "%s", wrong);
}

Test(h5, the_stranger_notices_a_page_that_is_wrong)
{
    char wrong[8192], command[2048], page_file[FOLDER_SIZE + 32];
    add_years();
    write_results(path);
    snprintf(page_file, sizeof page_file, "%s/page.md", folder);
    snprintf(
        command, sizeof command,
        "sed -e '/sample_net/d' -e 's/`.@seed`/`\\/@sead`/' -e '/net_by_area/s/\\[replicates x areas\\]/[areas]/' '%s' "
        ">'%s'",
        page_path(), page_file);
    cr_assert_eq(system(command), 0);
    int status = read_as_a_stranger(page_file);
    read_wrong(wrong, sizeof wrong);
    unlink(page_file);
    cr_assert_eq(status, 1);
    cr_assert_not_null(strstr(wrong, "year_1/sample_net is written, but not on the page"), "%s", wrong);
    cr_assert_not_null(strstr(wrong, "/@seed is written, but not on the page"), "%s", wrong);
    cr_assert_not_null(strstr(wrong, "/@sead is on the page, but not written"), "%s", wrong);
    cr_assert_not_null(strstr(wrong, "net_by_area has shape (10, 2), not (2,)"), "%s", wrong);
}

Test(h5, leaves_out_what_there_is_not)
{
    rasim_study *plain = make_hand_study();
    plain->n_places = 0;
    plain->framework.population.sampling.value = RASIMI_SAMPLING_FIXED;
    rasim_results *of_plain = make_hand_results(plain);
    rasim_summary *summary_of_plain = NULL;
    cr_assert_eq(rasim_summarise(of_plain, NULL, &summary_of_plain), RASIM_OK);
    cr_assert_eq(rasim_write_h5(path, plain, of_plain, summary_of_plain, NULL), RASIM_OK);
    hid_t file = open_results();
    cr_assert_eq(H5Lexists(file, "/designs/1/year_1/net_by_place", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/designs/1/year_1/sample_net", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/designs/1/year_1/summary/place_mean", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/designs/1/year_1/summary/sample_quantile", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/labels/place", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/designs/1/year_1/summary/reserve_mean", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/designs/1/year_1/summary/intervention_net", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/designs/1/year_1/summary/savings_planned", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/designs/1/horizon/guarantee_at_end", H5P_DEFAULT), 0);
    cr_assert_eq(H5Lexists(file, "/envelopes/funding", H5P_DEFAULT), 0);
    cr_assert_gt(H5Lexists(file, "/designs/1/year_1/net_by_area", H5P_DEFAULT), 0);
    H5Fclose(file);
    rasim_summary_free(summary_of_plain);
    rasim_results_free(of_plain);
}

Test(h5, a_target_is_checked_without_a_trace)
{
    const rasim_sources sources = {.study = study};
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_check_target(path, &sources, problems), RASIM_OK);
    cr_assert_neq(access(path, F_OK), 0, "the target is not made");
    cr_assert_eq(rmdir(folder), 0, "the folder is as empty as before");
    cr_assert_eq(rasim_problems_size(problems), 0);
    cr_assert_eq(rasim_check_target(path, &sources, problems), RASIM_ERR_WRITE, "the folder is gone");
    cr_assert_eq(rasim_check_target("/dev/null", &sources, problems), RASIM_ERR_WRITE);
    cr_assert_eq(rasim_check_target("/", &sources, problems), RASIM_ERR_WRITE);
    cr_assert_eq(rasim_problems_total(problems, RASIM_ERROR), 3);
    cr_assert_eq(rasim_check_target(NULL, &sources, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_check_target(path, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(mkdir(folder, 0700), 0);
    rasim_problems_free(problems);
}

Test(h5, refuses_what_does_not_belong_together_and_folders_that_are_missing)
{
    rasim_problems *problems = NULL;
    struct rasim_study other = *study;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_write_h5("/nonexistent/results.h5", study, results, summary, problems), RASIM_ERR_WRITE);
    cr_assert_eq(rasim_problems_total(problems, RASIM_ERROR), 1);
    rasim_problems_free(problems);
    cr_assert_eq(rasim_write_h5(NULL, study, results, summary, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_write_h5(path, NULL, results, summary, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_write_h5(path, study, NULL, summary, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_write_h5(path, study, results, NULL, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_eq(rasim_write_h5(path, &other, results, summary, NULL), RASIM_ERR_ARGUMENT);
    summary->replicates = 9;
    cr_assert_eq(rasim_write_h5(path, study, results, summary, NULL), RASIM_ERR_ARGUMENT);
    cr_assert_neq(access(path, F_OK), 0, "nothing was written");
}
