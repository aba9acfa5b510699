/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing Client Level Data: who is kept, what is summed, what is said of a person, what is refused. Two quarters of
   synthetic data are compared row by row with an independent reading in cld/compare. */
#include "model/import_work.h"

#include <math.h>

#include "io/file.h"
#include "model/csv_table.h"
#include "support/scenario.h"

/* ---- help ---- */

#define HEADER                                                                                                         \
    "Reporting_Period_End_Date,LA_Person_Unique_Identifier,First_Name,NHS_Number,Date_of_Birth,Date_of_Death,"         \
    "Client_Type,Primary_Support_Reason,Has_Unpaid_Carer,Event_Type,Event_Start_Date,Event_End_Date,Service_Type,"     \
    "Service_Component,Delivery_Mechanism,Unit_Cost,Cost_Frequency_Unit_Type,Planned_Units_Per_Week\n"
#define PERIOD_1 "2024-12-31,"
#define PERIOD_2 "2025-03-31,"
#define ADA      "A1,Zzada,9434765919,1960-04-01,,Service user,Mental health support,Yes,Service,"
#define BEN      "B2,Zzben,9434765870,1990-06-30,,Service user,Learning disability support,No,Service,"
#define HOME     "Long term support: Community,Home support or domiciliary care,,"

typedef struct desk {
    char *folder, *in, *in_2, *points, *out;
    rasim_problems *problems;
    rasim_import_options options;
    rasim_import_report *report;
    csv_table caseload;
} desk;

static desk
desk_set(const char *csv, const char *csv_2, const char *points)
{
    desk d = {.folder = scenario_folder()};
    d.in = scenario_path(d.folder, "in.csv");
    d.in_2 = scenario_path(d.folder, "in-2.csv");
    d.points = scenario_path(d.folder, "points.csv");
    d.out = scenario_path(d.folder, "out.csv");
    scenario_write(d.folder, "in.csv", csv);
    scenario_write(d.folder, "in-2.csv", csv_2);
    scenario_write(d.folder, "points.csv", points);
    cr_assert_eq(rasim_problems_create(&d.problems), RASIM_OK);
    rasim_import_options_init(&d.options);
    d.options.out_path = d.out;
    return d;
}

static void
desk_clear(desk *d)
{
    rasim_import_report_free(d->report);
    csv_table_clear(&d->caseload);
    rasim_problems_free(d->problems);
    free(d->in);
    free(d->in_2);
    free(d->points);
    free(d->out);
    scenario_remove(d->folder);
}

static rasim_status
import(desk *d, size_t n_files)
{
    return rasim_import_cld((const char *const[]){d->in, d->in_2}, n_files, &d->options, &d->report, d->problems);
}

/* Imports what must import, and reads the caseload. */
static void
import_well(desk *d, size_t n_files)
{
    char *bytes = NULL;
    size_t length = 0;
    const rasim_status status = import(d, n_files);
    const rasim_problem *first = rasim_problems_get(d->problems, 0);
    cr_assert_eq(status, RASIM_OK, "%s", first ? first->text : rasim_status_text(status));
    cr_assert_eq(rasimi_file_read(d->out, (size_t)1 << 20, &bytes, &length, NULL, NULL), RASIM_OK);
    d->caseload = csv_table_of(bytes, length);
    free(bytes);
}

/* True where a problem of the severity contains the text. */
static bool
is_said(const desk *d, rasim_severity severity, const char *text)
{
    for (size_t i = 0; i < rasim_problems_size(d->problems); i++) {
        const rasim_problem *problem = rasim_problems_get(d->problems, i);
        if (problem->severity == severity && strstr(problem->text, text))
            return true;
    }
    return false;
}

static const char *
cell(const desk *d, size_t row, const char *heading)
{
    return csv_table_get(&d->caseload, row, heading);
}

/* ---- whole imports ---- */

Test(import, a_package_is_the_sum_of_its_open_services)
{
    desk d = desk_set(HEADER PERIOD_2 ADA
                      "2023-05-01,," HOME "20.25,Hourly,10\n" PERIOD_2 ADA
                      "2022-01-15,2025-03-31,Long term support: Community,Direct payment,"
                      "CASSR commissioned support,101.01,Fortnightly,\n" PERIOD_2 BEN
                      "2020-02-02,,Long term support: Prison,Other long term support,,10,Weekly,1\n" PERIOD_2 BEN
                      "2021-02-02,,Long term support: Residential care,Long term residential care,"
                      "Direct payment,900,Weekly,1\n",
                      "", "");
    import_well(&d, 1);
    cr_assert_eq(d.caseload.n_rows, 2);
    cr_assert_str_eq(cell(&d, 0, "person_id"), "A1");
    cr_assert_str_eq(cell(&d, 0, "weekly_cost"), "253.01", "half a penny goes up");
    cr_assert_str_eq(cell(&d, 0, "care_group"), "Mental health", "64 until the next day");
    cr_assert_str_eq(cell(&d, 0, "age_band"), "45 to 64");
    cr_assert_str_eq(cell(&d, 0, "setting"), "community");
    cr_assert_str_eq(cell(&d, 0, "delivery"), "direct payment");
    cr_assert_str_eq(cell(&d, 0, "carer_support"), "some");
    cr_assert_str_eq(cell(&d, 0, "start_date"), "2022-01-15");
    cr_assert_str_eq(cell(&d, 0, "primary_support_reason"), "Mental health support");
    cr_assert_str_eq(cell(&d, 1, "setting"), "residential");
    cr_assert_str_eq(cell(&d, 1, "delivery"), "", "a care home has none");
    cr_assert_str_eq(cell(&d, 1, "weekly_cost"), "910.00");
    cr_assert_str_eq(cell(&d, 1, "carer_support"), "none");
    cr_assert_eq(rasim_problems_size(d.problems), 0);
    cr_assert_str_eq(d.report->date, "2025-03-31");
    desk_clear(&d);
}

Test(import, the_date_decides_who_is_in)
{
    static const struct {
        const char *date;
        size_t people;
        rasim_import_count dropped;
    } CASES[] = {
        {"2024-06-09", 0, RASIM_IMPORT_N_NOT_STARTED},
        {"2024-06-10", 1, RASIM_N_IMPORT_COUNTS},
        {"2025-02-01", 1, RASIM_N_IMPORT_COUNTS},
        {"2025-02-02", 0, RASIM_IMPORT_N_CLOSED},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        desk d = desk_set(HEADER PERIOD_2 ADA "2024-06-10,01/02/2025," HOME "20,Weekly,\n" PERIOD_2 BEN
                                              "2000-01-01,," HOME "20,Weekly,\n",
                          "", "");
        d.options.date = CASES[i].date;
        import_well(&d, 1);
        cr_assert_eq(d.caseload.n_rows, 1 + CASES[i].people, "%s", CASES[i].date);
        if (CASES[i].dropped != RASIM_N_IMPORT_COUNTS)
            cr_assert_eq(d.report->counts[CASES[i].dropped], 1, "%s", CASES[i].date);
        desk_clear(&d);
    }
}

/* The death stands on a review; the service was never closed. */
Test(import, a_death_ends_every_service_of_the_person)
{
    desk d =
        desk_set(HEADER PERIOD_2 ADA "2024-06-10,," HOME "20,Weekly,\n" PERIOD_2
                                     "A1,,,1950-04-01,2025-03-30,Service user,,,Review,2025-01-01,,,,,,,\n" PERIOD_2 BEN
                                     "2000-01-01,," HOME "20,Weekly,\n" PERIOD_2
                                     "B2,,,1990-06-30,2025-03-31,Service user,,,Review,2025-01-01,,,,,,,\n",
                 "", "");
    import_well(&d, 1);
    cr_assert_eq(d.caseload.n_rows, 1, "who died on the day is still in");
    cr_assert_str_eq(cell(&d, 0, "person_id"), "B2");
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_DIED], 1);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_END_AT_DEATH], 2);
    desk_clear(&d);
}

Test(import, the_latest_submission_of_a_service_counts)
{
    desk d = desk_set(HEADER PERIOD_2 ADA "2024-06-10,," HOME "105,Weekly,\n" PERIOD_2 ADA "2024-06-10,," HOME
                                          "50,Weekly,\n",
                      HEADER PERIOD_1 ADA "2024-06-10,," HOME "100,Weekly,\n" /* uplifted since */
                      PERIOD_1 BEN "2024-01-01,," HOME "70,Weekly,\n",        /* gone since */
                      "");
    import_well(&d, 2);
    cr_assert_eq(d.caseload.n_rows, 1);
    cr_assert_str_eq(cell(&d, 0, "weekly_cost"), "155.00");
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_SUPERSEDED], 1);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_END_AT_PERIOD], 1);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_CLOSED], 1);
    desk_clear(&d);
}

/* A resubmission: the file that is given later wins, whichever line it stands on. */
Test(import, of_two_files_for_one_period_the_later_one_counts)
{
    desk d = desk_set(HEADER PERIOD_2 BEN "2024-01-01,," HOME "70,Weekly,\n" PERIOD_2 ADA "2024-06-10,," HOME
                                          "100,Weekly,\n",
                      HEADER PERIOD_2 ADA "2024-06-10,," HOME "105,Weekly,\n", "");
    import_well(&d, 2);
    cr_assert_eq(d.caseload.n_rows, 2, "what only the first file has stays");
    cr_assert_str_eq(cell(&d, 1, "weekly_cost"), "105.00");
    desk_clear(&d);
}

Test(import, only_identical_rows_are_one)
{
    desk d = desk_set(HEADER PERIOD_2 ADA "2024-06-10,," HOME "20,Hourly,10\n" PERIOD_2 ADA "2024-06-10,," HOME
                                          "20.00,hourly,10.0\n" PERIOD_2 ADA "2024-06-10,2025-01-01," HOME
                                          "20,Hourly,10\n" /* closed, then corrected */
                      PERIOD_2 ADA "2024-06-10,," HOME "20,Hourly,11\n" PERIOD_2 ADA "2024-06-10,," HOME
                                          "21,Hourly,10\n" PERIOD_2 ADA "2024-06-10,," HOME
                                          "20,Per session,10\n" PERIOD_2 ADA "2024-06-11,," HOME "20,Hourly,10\n",
                      "", "");
    import_well(&d, 1);
    cr_assert_str_eq(cell(&d, 0, "weekly_cost"), "1030.00");
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_DOUBLE], 1);
    cr_assert(is_said(&d, RASIM_WARNING, "1 row is identical to another row of the same service"));
    desk_clear(&d);
}

Test(import, unknown_costs_are_never_guessed)
{
    for (int partial = 0; partial < 2; partial++) {
        desk d = desk_set(HEADER PERIOD_2 ADA "2024-06-10,," HOME "20,Weekly,\n" PERIOD_2 ADA "2024-06-11,," HOME
                                              ",Weekly,\n" PERIOD_2 BEN "2024-06-10,," HOME "20,Hourly,\n" PERIOD_2
                                              "C3,,,1960-01-01,,Service user,Unknown,,Service,2024-01-01,," HOME
                                              "75,One-off,\n",
                          "", "");
        d.options.partial_costs = partial;
        import_well(&d, 1);
        cr_assert_str_eq(cell(&d, 0, "weekly_cost"), partial ? "20.00" : "");
        cr_assert_str_eq(cell(&d, 0, "services_without_cost"), "1");
        cr_assert_str_eq(cell(&d, 1, "weekly_cost"), "");
        cr_assert_str_eq(cell(&d, 2, "weekly_cost"), "0.00", "a one-off cost is no weekly cost, and is known");
        cr_assert_str_eq(cell(&d, 2, "services_without_cost"), "0");
        cr_assert_eq(d.report->counts[RASIM_IMPORT_N_COST_PARTLY], 1);
        cr_assert_eq(d.report->counts[RASIM_IMPORT_N_COST_WHOLLY], 1);
        cr_assert(is_said(&d, RASIM_WARNING, "1 of 3 people is partly unknown and of 1 wholly"));
        desk_clear(&d);
    }
}

Test(import, what_is_said_of_a_person_is_the_latest_that_is_known)
{
    static const char first[] = "A1,,,1950-04-02,,Service user,Mental health support,No,Service,";
    static const char second[] = "A1,,,,,Service user,Learning disability support,Unknown,Service,";
    static const char third[] = "A1,,,1950-99-02,,Service user,Unknown,,Service,";
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv,
                         "%s%s%s2020-01-01,,%s20,Weekly,\n%s%s2020-01-02,,%s20,Weekly,\n%s%s2020-01-03,,%s20,Weekly,\n",
                         HEADER, PERIOD_2, first, HOME, PERIOD_2, second, HOME, PERIOD_2, third, HOME);
    desk d = desk_set(csv.data, "", "");
    import_well(&d, 1);
    cr_assert_str_eq(cell(&d, 0, "primary_support_reason"), "Learning disability support");
    cr_assert_str_eq(cell(&d, 0, "carer_support"), "none");
    cr_assert_str_eq(cell(&d, 0, "age_band"), "65 to 74", "74 until two days later");
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_TWO_REASONS], 1);
    rasimi_buffer_clear(&csv);
    desk_clear(&d);
}

/* A birthday on the date has been had. */
Test(import, people_are_in_from_their_eighteenth_birthday)
{
    static const struct {
        const char *born;
        size_t people;
        const char *band;
    } CASES[] = {
        {"2007-03-31", 2, "18 to 24"},     {"2007-04-01", 1, NULL}, {"1960-03-31", 2, "65 to 74"},
        {"1960-04-01", 2, "45 to 64"},     {"2025-04-01", 2, ""},   {"", 2, ""},
        {"1000-01-01", 2, "95 and above"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        rasimi_buffer csv = {0};
        rasimi_buffer_printf(&csv, "%s%s%s2024-06-10,,%s20,Weekly,\n", HEADER, PERIOD_2, ADA, HOME);
        rasimi_buffer_printf(&csv, "%sN,,,%s,,Service user,Unknown,,Service,2024-06-10,,%s20,Weekly,\n", PERIOD_2,
                             CASES[i].born, HOME);
        desk d = desk_set(csv.data, "", "");
        import_well(&d, 1);
        cr_assert_eq(d.caseload.n_rows, CASES[i].people, "%s", CASES[i].born);
        cr_assert_eq(d.report->counts[RASIM_IMPORT_N_UNDER_18], 2 - CASES[i].people);
        if (CASES[i].band)
            cr_assert_str_eq(cell(&d, 1, "age_band"), CASES[i].band);
        rasimi_buffer_clear(&csv);
        desk_clear(&d);
    }
}

/* The later of two dates of death; a service that ended on the day of death was not moved; one that went missing before
   the death was closed, not ended by it. */
Test(import, deaths_that_contradict_themselves_keep_the_later_date)
{
    desk d = desk_set(HEADER PERIOD_2 ADA
                      "2024-06-10,," HOME "20,Weekly,\n" PERIOD_2
                      "A1,,,1960-04-01,2025-04-09,Service user,,,Review,2025-01-01,,,,,,,\n" PERIOD_2
                      "A1,,,1960-04-01,2025-03-09,Service user,,,Review,2025-01-01,,,,,,,\n" PERIOD_2
                      "D4,,,1930-01-01,2025-02-10,Service user,,,Service,2024-01-01,2025-02-10," HOME "20,Weekly,\n",
                      HEADER PERIOD_1 "D4,,,1930-01-01,,Service user,,,Service,2023-01-01,," HOME "20,Weekly,\n", "");
    import_well(&d, 2);
    cr_assert_eq(d.caseload.n_rows, 1);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_END_AT_DEATH], 2, "A1's, and D4's that is missing since");
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_DIED], 0);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_CLOSED], 2);
    desk_clear(&d);
}

/* Nobody's delivery comes from another setting; carers need no event type; a binary fraction that falls short of half a
   penny goes up all the same; the most frequent odd value stands first. */
Test(import, small_print)
{
    desk d =
        desk_set(HEADER PERIOD_2 ADA
                 "2024-06-10,," HOME "20.1,Hourly,0.05\n" PERIOD_2 ADA
                 "2024-06-10,,Long term support: Prison,Meals,CASSR managed personal budget,9,One-off,\n" PERIOD_2 ADA
                 "2024-06-11,," HOME "1,Seldom,1\n" PERIOD_2 ADA "2024-06-12,," HOME "1,Often,1\n" PERIOD_2 ADA
                 "2024-06-13,," HOME "1,Often,1\n" PERIOD_2
                 "C1,,,,,Carer known by association,,,,,,,,,,,\n" PERIOD_2 BEN "2024-06-10,," HOME "1.14,Hourly,0.25\n",
                 "", "");
    import_well(&d, 1);
    cr_assert_str_eq(cell(&d, 0, "delivery"), "");
    cr_assert_str_eq(cell(&d, 0, "weekly_cost"), "4.01");
    cr_assert_str_eq(cell(&d, 1, "weekly_cost"), "0.29", "of 0.285");
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_CARER], 1);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_PRISON], 0);
    cr_assert_str_eq(d.report->values[0].value, "Often");
    cr_assert_eq(d.report->values[0].count, 2);
    desk_clear(&d);
}

/* Every row has one fate, and the values that were not understood are listed with their places. */
Test(import, every_row_and_every_odd_value_is_accounted_for)
{
    desk d = desk_set(HEADER PERIOD_2 ADA "2024-06-10,," HOME "20,Termly,2\n" PERIOD_2 ADA "not yet,," HOME
                                          "20,Weekly,\n" PERIOD_2 BEN "2024-06-10,," HOME "20,Termly,2\n"
                                          "NULL," BEN "2024-06-10,," HOME "20,Weekly,2\n" PERIOD_2 BEN
                                          "2024-06-10,99/99/1999," HOME "20,Weekly,2\n",
                      "", "");
    import_well(&d, 1);
    uint64_t fates = 0;
    for (rasim_import_count i = 0; i < RASIM_N_IMPORT_COUNTS; i++) {
        const rasim_import_kind kind = rasim_import_count_describe(i)->kind;
        fates += kind == RASIM_IMPORT_DROPPED || kind == RASIM_IMPORT_SERVICES ? d.report->counts[i] : 0;
    }
    cr_assert_eq(fates, 5);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_ROWS], 5);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_NULL_TEXT], 1);
    cr_assert_eq(d.report->n_values, 3);
    cr_assert_str_eq(d.report->values[0].field, "Event Start Date");
    cr_assert_str_eq(d.report->values[0].value, "aaa aaa");
    cr_assert_str_eq(d.report->values[1].value, "99/99/9999");
    cr_assert_str_eq(d.report->values[2].value, "Termly");
    cr_assert_eq(d.report->values[2].count, 2);
    cr_assert_eq(d.report->values[2].line, 2);
    cr_assert_str_eq(d.report->values[2].file, d.in);
    desk_clear(&d);
}

Test(import, nothing_that_identifies_a_person_leaves)
{
    desk d = desk_set(HEADER PERIOD_2 ADA "2024-06-10,," HOME "Zzada 9434765919,Weekly,\n" PERIOD_2 BEN
                                          "2024-06-10,," HOME "20,Weekly,\n",
                      "", "");
    char *bytes = NULL;
    size_t length = 0;
    import_well(&d, 1);
    cr_assert_eq(rasimi_file_read(d.out, (size_t)1 << 20, &bytes, &length, NULL, NULL), RASIM_OK);
    static const char *const SECRETS[] = {"Zz", "94347", "1960-04", "1990-06"};
    for (size_t i = 0; i < sizeof SECRETS / sizeof SECRETS[0]; i++) {
        cr_assert_null(strstr(bytes, SECRETS[i]));
        for (size_t v = 0; v < d.report->n_values; v++)
            cr_assert_null(strstr(d.report->values[v].value, SECRETS[i]));
        for (rasim_severity severity = RASIM_NOTE; severity <= RASIM_ERROR; severity++)
            cr_assert(!is_said(&d, severity, SECRETS[i]));
    }
    free(bytes);
    desk_clear(&d);
}

/* ---- points ---- */

#define TWO_PEOPLE                                                                                                     \
    HEADER PERIOD_2 ADA "2024-06-10,," HOME "20,Weekly,\n" PERIOD_2 BEN "2024-06-10,," HOME "20,Weekly,\n"

Test(import, points_are_joined_and_what_is_left_is_counted_on_both_sides)
{
    desk d = desk_set(TWO_PEOPLE, "", "person_id,score\nA1,61.5\nA1,61.5\nX9,3\nX8,\n");
    d.options.points_path = d.points;
    d.options.points_column = "score";
    import_well(&d, 1);
    cr_assert_str_eq(cell(&d, 0, "points"), "61.5");
    cr_assert_str_eq(cell(&d, 1, "points"), "");
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_WITH_POINTS], 1);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_WITHOUT_POINTS], 1);
    cr_assert_eq(d.report->counts[RASIM_IMPORT_N_POINTS_UNUSED], 2);
    desk_clear(&d);
}

Test(import, points_that_contradict_themselves_are_refused)
{
    static const struct {
        const char *points, *id_column;
        bool show_ids;
        const char *said;
    } CASES[] = {
        {"person_id,score\nA1,1\nA1,2\n", NULL, false, "One person has different points on lines 2 and 3;"},
        {"person_id,score\nA1,1\nA1,2\n", NULL, true, "Person 'A1' has different points on lines 2 and 3;"},
        {"person_id,score\nA1,lots\n", NULL, false, "'lots' in the column 'score' is no number of points;"},
        {"person_id,score\nA1,1e7\n", NULL, false, "is no number of points;"},
        {"person_id,scores\nA1,1\n", NULL, false, "no column 'score' (did you mean 'scores'?)"},
        {"person,score\nA1,1\n", NULL, false, "no column 'person_id' (did you mean 'person'?)"},
        {"person_id,score\nA1,1\n", "case", false, "no column 'case';"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        desk d = desk_set(TWO_PEOPLE, "", CASES[i].points);
        d.options.points_path = d.points;
        d.options.points_column = "score";
        d.options.points_id_column = CASES[i].id_column;
        d.options.show_ids = CASES[i].show_ids;
        cr_assert_eq(import(&d, 1), RASIM_ERR_INPUT, "case %zu", i);
        cr_assert(is_said(&d, RASIM_ERROR, CASES[i].said), "case %zu: %s", i, rasim_problems_get(d.problems, 0)->text);
        cr_assert_null(d.report);
        desk_clear(&d);
    }
}

/* ---- refusals ---- */

Test(import, files_that_are_no_extract_are_refused_and_nothing_is_written)
{
    static const struct {
        const char *csv, *date, *said;
    } CASES[] = {
        {"Event Tipe,Client Type\n", NULL, "no column 'Event Type' (is it 'Event Tipe'?)"},
        {"Event Type,event_type\n", NULL, "The field 'Event Type' stands on columns 1 and 2;"},
        {HEADER, NULL, "Of 0 rows none is a long-term service open at the date (there are no rows);"},
        {HEADER PERIOD_2 ADA "2024-06-10,2025-01-01," HOME "20,Weekly,\n", NULL, "(closed before the date 1);"},
        {TWO_PEOPLE, "2025-02-30", "'2025-02-30' is no day of the calendar;"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        desk d = desk_set(CASES[i].csv, "", "");
        scenario_write(d.folder, "out.csv", "as it was\n");
        d.options.date = CASES[i].date;
        cr_assert_eq(import(&d, 1), RASIM_ERR_INPUT, "case %zu", i);
        cr_assert(is_said(&d, RASIM_ERROR, CASES[i].said), "case %zu", i);
        char *bytes = NULL;
        size_t length = 0;
        cr_assert_eq(rasimi_file_read(d.out, 100, &bytes, &length, NULL, NULL), RASIM_OK);
        cr_assert_str_eq(bytes, "as it was\n");
        free(bytes);
        desk_clear(&d);
    }
}

Test(import, two_councils_are_not_mixed)
{
    desk d = desk_set("LA_Code," HEADER "E01," PERIOD_2 ADA "2024-06-10,," HOME "20,Weekly,\n"
                      "E02," PERIOD_2 BEN "2024-06-10,," HOME "20,Weekly,\n",
                      "", "");
    cr_assert_eq(import(&d, 1), RASIM_ERR_INPUT);
    cr_assert(is_said(&d, RASIM_ERROR, "belongs to council 'E02'"));
    desk_clear(&d);
}

Test(import, arguments_outside_what_is_documented_are_refused)
{
    desk d = desk_set(TWO_PEOPLE, "", "");
    rasim_import_options good = d.options;
    cr_assert_eq(import(&d, 0), RASIM_ERR_ARGUMENT);
    d.options.weeks_per_year = 51;
    cr_assert_eq(import(&d, 1), RASIM_ERR_ARGUMENT);
    d.options.weeks_per_year = (double)NAN;
    cr_assert_eq(import(&d, 1), RASIM_ERR_ARGUMENT);
    d.options = good;
    d.options.points_path = d.points;
    cr_assert_eq(import(&d, 1), RASIM_ERR_ARGUMENT);
    d.options = good;
    d.options.points_id_column = "person_id";
    cr_assert_eq(import(&d, 1), RASIM_ERR_ARGUMENT);
    d.options = good;
    d.options.out_path = NULL;
    cr_assert_eq(import(&d, 1), RASIM_ERR_ARGUMENT);
    cr_assert_null(rasim_import_count_describe(RASIM_N_IMPORT_COUNTS));
    rasim_import_report_free(NULL);
    desk_clear(&d);
}

Test(import, notes_tell_of_late_dates_and_mixed_periods)
{
    desk d = desk_set(HEADER PERIOD_2 ADA "2024-06-10,," HOME "20,Weekly,\n" PERIOD_1 BEN "2024-06-10,," HOME
                                          "99999,Hourly,2\n",
                      "", "");
    d.options.date = "2024-12-01";
    import_well(&d, 1);
    cr_assert(is_said(&d, RASIM_NOTE, "holds more than one reporting period"));
    cr_assert(is_said(&d, RASIM_WARNING, "The package of one person costs more than £65,536 a week"));
    cr_assert(!is_said(&d, RASIM_WARNING, "is after the end of the latest reporting period"));
    rasim_import_report_free(d.report);
    csv_table_clear(&d.caseload);
    d.options.date = "2025-04-01";
    d.options.show_ids = true;
    import_well(&d, 1);
    cr_assert(
        is_said(&d, RASIM_WARNING, "The date 2025-04-01 is after the end of the latest reporting period, 2025-03-31"));
    desk_clear(&d);
}
