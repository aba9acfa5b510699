/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contributions assessed from a caseload's columns, through the public interface: the simulation has the assessed
   figures to the ledger's unit, donors do not depend on the order of the file, and what is wrong is told with its
   place. */
#include "support/scenario.h"

#include "model/assess.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A run without any noise. */
#define FRAMEWORK                                                                                                      \
    "name: Means\nyear: 2025/26\ncaseload: people.csv\ndesigns: [design.yaml]\npopulation: {sampling: fixed}\n"        \
    "envelope: [{gbp_year: 1000000}]\nneed: [{log_sd: 0}]\nprices: [{mean: 0, sd: 0}]\nreplicates: 64\n"
#define BLOCK  "financial_assessment:\n  year: 2025/26\n  residential_settings: [home]\n"
#define DESIGN "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n"
#define HEAD                                                                                                           \
    "person_id,care_group,setting,weekly_cost,points,age,income_gbp_week,capital_gbp,home_gbp,client_contribution\n"

static const char people[] = HEAD "a,G,out,500,50,40,200,0,,87.5\n"           /* 200 - 112.50 */
                                  "b,G,out,500,50,70,300,15000,400000,70.4\n" /* 300 + 3 - 232.60 */
                                  "c,G,out,60,6,40,300,0,,187.5\n"            /* more than the package costs */
                                  "d,G,out,500,50,40,50,0,,0\n"
                                  "e,G,home,700,70,90,200,0,0,169.35\n"   /* 200 - 30.65 */
                                  "f,G,home,700,70,90,,0,400000,65536\n"; /* the home is above the limit */

static void
write_all(const char *folder, const char *framework, const char *csv)
{
    scenario_write(folder, "framework.yaml", framework);
    scenario_write(folder, "people.csv", csv);
    scenario_write(folder, "design.yaml", DESIGN);
}

/* ---- what the simulation has ---- */

Test(assess, gives_the_simulation_the_same_ledger_as_a_column_of_contributions)
{
    char *folder = scenario_folder();
    write_all(folder, FRAMEWORK BLOCK, people);
    scenario_write(folder, "column.yaml", FRAMEWORK);
    rasim_study *assessed = scenario_load(folder, "framework.yaml"), *column = scenario_load(folder, "column.yaml");
    rasim_results *a = scenario_run(assessed, 64, 7, 1), *c = scenario_run(column, 64, 7, 1);
    for (int line = 0; line < RASIM_N_LINES; line++)
        cr_expect_eq(scenario_line(a, 0, 3, (rasim_line)line), scenario_line(c, 0, 3, (rasim_line)line), "%d", line);
    /* 87.50 + 70.40 + 60 + 0 + 169.35 + 700, by hand */
    cr_expect_float_eq(scenario_line(a, 0, 3, RASIM_LINE_CONTRIBUTION), 1087.25, 0.05);
    rasim_results_free(a);
    rasim_results_free(c);
    rasim_study_free(assessed);
    rasim_study_free(column);
    scenario_remove(folder);
}

Test(assess, growth_and_collection_apply_to_what_is_assessed)
{
    char *folder = scenario_folder();
    write_all(folder, FRAMEWORK BLOCK "income: {contribution_uprating: 0.1, collection_rate: 0.5}\n",
              HEAD "a,G,out,500,50,40,200,0,,0\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    cr_assert_float_eq(study->contribution_gbp_week[0], 87.5, 1e-9, "it is an assessment of year 1");
    cr_assert_float_eq(study->assessed_gbp_week[0], 87.5, 1e-9);
    cr_assert_eq(study->collection_rate, 0.5);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* Contributions grow from the year of the assessment, from a column's over one year. */
Test(assess, uprating_counts_from_the_year_of_the_assessment)
{
    static const struct {
        const char *year;
        double growth;
    } cases[] = {{"2025/26", 1}, {"2026/27", 1.1}, {"2027/28", 1.21}, {"2024/25", 1}, {"year 1", 1.1}};
    for (size_t c = 0; c < LENGTH(cases); c++) {
        char *folder = scenario_folder(), *framework = NULL;
        cr_assert_gt(asprintf(&framework,
                              "name: Means\nyear: %s\ncaseload: people.csv\ndesigns: [design.yaml]\n"
                              "population: {sampling: fixed}\nenvelope: [{gbp_year: 1000000}]\nneed: [{log_sd: 0}]\n"
                              "prices: [{mean: 0, sd: 0}]\n" BLOCK "income: {contribution_uprating: 0.1}\n",
                              cases[c].year),
                     0);
        write_all(folder, framework, people);
        rasim_study *study = scenario_load(folder, "framework.yaml");
        for (size_t i = 0; i < study->n_rows; i++) {
            const double expected =
                isinf(study->assessed_gbp_week[i]) ? 65536 : study->assessed_gbp_week[i] * cases[c].growth;
            cr_expect_float_eq(study->contribution_gbp_week[i], expected, 1e-9, "%s: %s", cases[c].year,
                               study->person_id[i]);
        }
        rasim_study_free(study);
        free(framework);
        scenario_remove(folder);
    }
}

Test(assess, own_figures_and_headings_are_used)
{
    char *folder = scenario_folder();
    write_all(folder,
              FRAMEWORK BLOCK "  figures: {single_25: 120, carer: 40}\n  disposable_share: 0.5\n"
                              "  columns: {income_gbp_week: money, carer_premium: minds}\n",
              "person_id,care_group,setting,weekly_cost,points,age,money,capital_gbp,minds\n"
              "a,G,out,500,50,40,200,0,yes\nb,G,out,500,50,40,200,0,\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    const size_t a = study->person_id[0][0] == 'a' ? 0 : 1;
    cr_assert_float_eq(study->assessed_gbp_week[a], 20, 1e-9);
    cr_assert_float_eq(study->assessed_gbp_week[1 - a], 40, 1e-9);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* ---- donors ---- */

enum { N_DONATED = 400 };

/* A caseload of two settings in which every fourth person's income is not known; written forwards or backwards. */
static char *
with_gaps(bool backwards)
{
    char *csv = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&csv, &size);
    fputs(HEAD, out);
    for (int k = 0; k < N_DONATED; k++) {
        const int i = backwards ? N_DONATED - 1 - k : k;
        char income[16] = "";
        if (i % 4 != 0)
            snprintf(income, sizeof income, "%d", 113 + i % 50);
        fprintf(out, "p%d,G,%s,500,50,40,%s,0,,\n", i, i % 2 ? "out" : "away", income);
    }
    fclose(out);
    return csv;
}

static rasim_study *
load_with_gaps(bool backwards)
{
    char *folder = scenario_folder(), *csv = with_gaps(backwards);
    write_all(folder, FRAMEWORK BLOCK "  missing: donor\n", csv);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    scenario_remove(folder);
    free(csv);
    return study;
}

static bool
group_has(const rasim_study *study, size_t row)
{
    for (size_t i = 0; i < study->n_rows; i++)
        if (!(study->means_outcome[i] & RASIMI_MEANS_BY_DONOR) && study->setting[i] == study->setting[row] &&
            fabs(study->assessed_gbp_week[i] - study->assessed_gbp_week[row]) < 1e-9)
            return true;
    return false;
}

Test(assess, donors_are_of_the_group_and_do_not_depend_on_the_order_of_the_file)
{
    rasim_study *one = load_with_gaps(false), *other = load_with_gaps(true);
    size_t n_donated = 0;
    for (size_t i = 0; i < one->n_rows; i++) {
        cr_assert_eq(one->key[i], other->key[i]);
        cr_assert_eq(one->means_outcome[i], other->means_outcome[i]);
        cr_assert_float_eq(one->assessed_gbp_week[i], other->assessed_gbp_week[i], 0);
        if (one->means_outcome[i] & RASIMI_MEANS_BY_DONOR) {
            n_donated++;
            cr_assert(group_has(one, i));
        }
    }
    cr_assert_eq(n_donated, (size_t)N_DONATED / 4);
    rasim_study_free(one);
    rasim_study_free(other);
}

/* Different people have different donors: with 50 amounts and 100 draws, fewer than 10 different ones would be odd. */
Test(assess, donors_differ)
{
    rasim_study *study = load_with_gaps(false);
    bool seen[64] = {false};
    size_t n = 0;
    for (size_t i = 0; i < study->n_rows; i++) {
        const size_t gbp = (size_t)study->assessed_gbp_week[i];
        if ((study->means_outcome[i] & RASIMI_MEANS_BY_DONOR) && gbp < 64 && !seen[gbp]) {
            seen[gbp] = true;
            n++;
        }
    }
    cr_assert_gt(n, 10);
    rasim_study_free(study);
}

/* ---- what is wrong ---- */

static const struct {
    const char *block, *rows;
    const char *said; /* the first problem */
} WRONG[] = {
    {"financial_assessment: {residential_settings: [home]}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:23: error: 'year' is missing from financial_assessment"},
    {"financial_assessment: {year: 2025}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:30: error: 'year' is '2025', but must be a financial year; write it as in 2025/26."},
    {"financial_assessment: {year: 2010/11}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:30: error: Charging figures of 2010/11 are not known; the years known are 2023/24 to 2026/27."},
    {"financial_assessment: {year: 2031/32}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:30: error: Charging figures of 2031/32 are not known yet, the last being those of 2026/27; "
     "give "
     "'uprating', by which they are to grow a year."},
    {"financial_assessment: {year: 2057/58, uprating: 0.02}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:30: error: 'year' is 2057/58, but must be at most 30 years after the last whose figures are "
     "known, 2026/27."},
    {"financial_assessment: {year: 2025/26, figures: {single_52: 1}}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:49: error: 'single_52' is no charging figure (did you mean 'single_25'?); "
     "docs/charging-figures.md lists them."},
    {"financial_assessment: {year: 2025/26, figures: {capital_step: 0}}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:63: error: 'capital_step' is 0 but must be at least 1."},
    {"financial_assessment: {year: 2025/26, figures: {lower_capital_limit: 30000}}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:48: error: The lower capital limit, 30000, is above the upper one, 23250; correct one of "
     "them."},
    {"financial_assessment: {year: 2025/26, columns: {age: years}}\n", "a,G,out,500,50,40,200,0,,\n",
     "people.csv:1: error: The file has no column 'years'; financial_assessment in the framework asks for it"},
    {"financial_assessment: {year: 2025/26}\n",
     "a,G,out,500,50,40,200,0,,\nb,G,out,500,50,40,,0,,\nc,G,out,1,1,40,,0,,\n",
     "people.csv:3: error: Column 'income_gbp_week' is empty on 2 rows, this being the first, where the financial "
     "assessment needs it; fill it in, or write 'missing: donor' under financial_assessment."},
    {"financial_assessment: {year: 2025/26, missing: donor}\n", "a,G,home,500,50,40,200,0,,\nb,G,out,500,50,,200,0,,\n",
     "people.csv:3: error: This person's means are not known, and nobody else of care group 'G' in the setting 'out' "
     "has "
     "an assessment to take instead; fill in income, capital and age."},
    {"financial_assessment: {year: 2024/25, columns: {carer_premium: client_contribution}}\n",
     "a,G,out,500,50,40,200,0,,yes\n", "people.csv:2:10: error: client_contribution is 'yes', which is not a number"},
    {"financial_assessment: {year: 2026/27}\n", "a,G,out,500,50,40,200,0,,\n",
     "framework.yaml:10:23: error: 1 person, on line 2 of the caseload first, needs the charging figure 'pension_age' "
     "of "
     "2026/27, which rasim does not know; give it under figures, as 'pension_age: ...'."},
    {"financial_assessment: {year: 2025/26}\n", "a,G,out,500,50,17,200,0,,\n",
     "people.csv:2:6: error: age is 17, but must be at least 18 and at most 120; correct the cell."},
};

static void
check_wrong(const char *block, const char *rows, const char *said)
{
    char *folder = scenario_folder(), *path = scenario_path(folder, "framework.yaml");
    char framework[2048], csv[1024], text[1024];
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;
    snprintf(framework, sizeof framework, "%s%s", FRAMEWORK, block);
    snprintf(csv, sizeof csv, "%s%s", HEAD, rows);
    write_all(folder, framework, csv);
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_expect_eq(rasim_study_load(path, NULL, &study, problems), RASIM_ERR_INPUT, "%s", block);
    bool found = false;
    for (size_t i = 0; i < rasim_problems_size(problems) && !found; i++) {
        rasim_problem_format(rasim_problems_get(problems, i), text, sizeof text);
        found = strstr(text, said) != NULL;
    }
    cr_expect(found, "%s\n  said last: %s\n  not said: %s", block, text, said);
    rasim_problems_free(problems);
    free(path);
    scenario_remove(folder);
}

Test(assess, tells_what_is_wrong_and_where)
{
    for (size_t i = 0; i < LENGTH(WRONG); i++)
        check_wrong(WRONG[i].block, WRONG[i].rows, WRONG[i].said);
}
