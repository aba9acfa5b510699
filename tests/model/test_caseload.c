/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caseload files: what a good one becomes, and the sentence and place of everything that a bad one has. */
#include "model/caseload.h"

#include "base/text.h"
#include "model/columns.h"
#include "num/philox.h"
#include "rasim/params.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const rasimi_wanted WANTED[] = {
    {.heading = "Washing", .asked_by = "the domain 'Washing' of design 'A'"},
    {.heading = "nhs", .numeric = true, .asked_by = "the funding stream 'NHS'"},
};

/* A parsed file. */
typedef struct parsed {
    rasimi_arena arena;
    rasim_problems *problems;
    rasimi_caseload caseload;
    rasim_status status;
} parsed;

static parsed
parse_mapped(const char *csv, const rasimi_columns_spec *columns, size_t n_wanted, bool show_ids)
{
    parsed out = {.status = RASIM_OK};
    cr_assert_eq(rasim_problems_create(&out.problems), RASIM_OK);
    out.status = rasimi_caseload_parse("people.csv", csv, strlen(csv), columns, WANTED, n_wanted, show_ids, &out.arena,
                                       &out.caseload, out.problems);
    return out;
}

static parsed
parse(const char *csv)
{
    return parse_mapped(csv, &(rasimi_columns_spec){0}, 0, false);
}

static void
clear(parsed *p)
{
    rasim_problems_free(p->problems);
    rasimi_arena_clear(&p->arena);
}

/* The i-th problem as a person sees it. */
static const char *
problem(const parsed *p, size_t i)
{
    static char text[1024];
    const rasim_problem *found = rasim_problems_get(p->problems, i);
    if (!found)
        return "(no problem)";
    rasim_problem_format(found, text, sizeof text);
    return text;
}

static const char *
label(const rasimi_labels *labels, size_t row)
{
    return labels->codes[row] == RASIMI_NO_LABEL ? "(none)" : labels->labels[labels->codes[row]];
}

Test(caseload, reads_every_column)
{
    parsed p =
        parse_mapped("nhs,person_id,care_group,setting,place,budget_area,weight,weekly_cost,points,carer_support,"
                     "carer_consent,assessment_mode,delivery,start_date,client_contribution,Washing,notes\n"
                     "12.5,p1,Older people,community,North,A1,2.5,310.25,41,a lot,no,self,managed,2009-04-01,"
                     "20,some help,x\n"
                     ",p2,Older people,residential,,A2,1,0,,,,,,,,,\n",
                     &(rasimi_columns_spec){0}, 2, false);
    const rasimi_caseload *c = &p.caseload;
    cr_assert_eq(p.status, RASIM_OK, "%s", problem(&p, 0));
    cr_assert_eq(rasim_problems_size(p.problems), 0, "%s", problem(&p, 0));
    cr_assert_eq(c->n_rows, 2);
    cr_assert_eq(c->line[1], 3);
    cr_assert_str_eq(c->person_id[0], "p1");
    cr_assert_eq(c->key[0], rasimi_label_key("p1", 2));
    cr_assert_eq(c->care_group.n_labels, 1);
    cr_assert_str_eq(label(&c->care_group, 1), "Older people");
    cr_assert_str_eq(label(&c->setting, 0), "community");
    cr_assert_str_eq(label(&c->setting, 1), "residential");
    cr_assert_str_eq(label(&c->place, 0), "North");
    cr_assert_str_eq(label(&c->place, 1), "(none)");
    cr_assert_str_eq(label(&c->budget_area, 1), "A2");
    cr_assert_str_eq(label(&c->carer_support, 0), "a lot");
    cr_assert_str_eq(label(&c->assessment_mode, 0), "self");
    cr_assert_str_eq(label(&c->delivery, 0), "managed");
    cr_assert_str_eq(label(&c->delivery, 1), "(none)");
    cr_assert(c->has_weight && c->weight[0] == 2.5 && c->weight[1] == 1);
    cr_assert(c->weekly_cost[0] == 310.25 && c->weekly_cost[1] == 0);
    cr_assert(c->points[0] == 41 && isnan(c->points[1]));
    cr_assert(c->contribution[0] == 20 && c->contribution[1] == 0);
    cr_assert(c->carer_consent[0] == 0 && c->carer_consent[1] == 1);
    cr_assert_str_eq(label(&c->wanted_labels[0], 0), "some help");
    cr_assert_str_eq(label(&c->wanted_labels[0], 1), "(none)");
    cr_assert(c->wanted_numbers[1][0] == 12.5 && c->wanted_numbers[1][1] == 0);
    cr_assert_null(c->wanted_numbers[0]);
    clear(&p);
}

Test(caseload, absent_columns_take_their_defaults)
{
    parsed p = parse("person_id,care_group,setting,weekly_cost\np1,a,b,5\n");
    const rasimi_caseload *c = &p.caseload;
    cr_assert_eq(p.status, RASIM_OK, "%s", problem(&p, 0));
    cr_assert(!c->has_weight && c->weight[0] == 1 && c->contribution[0] == 0 && c->carer_consent[0] == 1);
    cr_assert(!c->place.codes && !c->budget_area.codes && !c->carer_support.codes && !c->points);
    cr_assert(!c->assessment_mode.codes && !c->delivery.codes);
    clear(&p);
}

Test(caseload, headings_may_be_the_councils_own)
{
    const rasimi_columns_spec columns = {.person_id = {.value = "Client ref"}, .weekly_cost = {.value = "Gross £pw"}};
    parsed p = parse_mapped("Gross £pw,setting,Client ref,care_group\n7,home,p9,a\n", &columns, 0, false);
    cr_assert_eq(p.status, RASIM_OK, "%s", problem(&p, 0));
    cr_assert_str_eq(p.caseload.person_id[0], "p9");
    cr_assert_eq(p.caseload.weekly_cost[0], 7);
    clear(&p);

    p = parse_mapped("Gross pw,setting,Client ref,care_group\n7,home,p9,a\n", &columns, 0, false);
    cr_assert_eq(p.status, RASIM_ERR_INPUT);
    cr_assert_str_eq(problem(&p, 0), "people.csv:1: error: The file has no column 'Gross £pw'; columns.weekly_cost "
                                     "in the framework names it (did you mean 'Gross pw'?).");
    clear(&p);

    /* An optional column becomes required where the framework says what it is called. */
    const rasimi_columns_spec weight = {.weight = {.value = "Factor"}};
    p = parse_mapped("person_id,care_group,setting,weekly_cost\np1,a,b,5\n", &weight, 0, false);
    cr_assert_str_eq(problem(&p, 0), "people.csv:1: error: The file has no column 'Factor'; columns.weight in the "
                                     "framework names it.");
    clear(&p);
}

/* Help and documentation describe the columns from a table of their own; it must be this one's. */
Test(caseload, help_describes_the_columns_that_are_read)
{
    for (size_t i = 0; i < RASIMI_N_COLUMNS; i++) {
        const rasimi_column_info *column = rasimi_column_describe((rasimi_column_id)i);
        rasim_key_info key;
        char buffer[512];
        cr_assert(rasim_file_key("caseload", i, &key, buffer, sizeof buffer), "%s", column->name);
        cr_assert_str_eq(key.path, column->name);
        cr_assert_eq(key.required, column->required, "%s", column->name);
    }
}

/* A file and the one problem that it has. */
typedef struct malformed {
    const char *csv;
    const char *problem;
} malformed;

#define HEAD "person_id,care_group,setting,weekly_cost"

static void
check_malformed(const malformed *cases, size_t n, size_t n_wanted)
{
    for (size_t i = 0; i < n; i++) {
        parsed p = parse_mapped(cases[i].csv, &(rasimi_columns_spec){0}, n_wanted, false);
        cr_assert_eq(p.status, RASIM_ERR_INPUT, "%s", cases[i].csv);
        cr_assert_str_eq(problem(&p, 0), cases[i].problem);
        cr_assert_eq(rasim_problems_total(p.problems, RASIM_ERROR), 1, "%s", problem(&p, 1));
        clear(&p);
    }
}

Test(caseload, wrong_headings_are_named)
{
    static const malformed cases[] = {
        {"person_id,care_group,setting\np1,a,b\n", "people.csv:1: error: The file has no column 'weekly_cost'; "
                                                   "every caseload needs it, or columns.weekly_cost in the framework "
                                                   "to name its heading."},
        {"person_id,care group,setting,weekly_cost\np1,a,b,1\n",
         "people.csv:1: error: The file has no column 'care_group'; every caseload needs it, or columns.care_group "
         "in the framework to name its heading (did you mean 'care group'?)."},
        {HEAD ",setting\np1,a,b,1,c\n",
         "people.csv:1:5: error: The heading 'setting' stands on columns 3 and 5; rename or remove one of them."},
        {HEAD "\n", "people.csv:1: error: The caseload has headings but no rows; add one row for each person."},
    };
    check_malformed(cases, sizeof cases / sizeof *cases, 0);
    static const malformed wanted[] = {
        {HEAD ",nhs,washing\np1,a,b,1,2,x\n",
         "people.csv:1: error: The file has no column 'Washing'; the domain 'Washing' of design 'A' asks for it "
         "(did you mean 'washing'?)."},
        {HEAD ",Washing\np1,a,b,1,x\n",
         "people.csv:1: error: The file has no column 'nhs'; the funding stream 'NHS' asks for it."},
        {HEAD ",nhs,Washing\np1,a,b,1,-2,x\n",
         "people.csv:2:5: error: nhs is -2, but must be at least 0 and at most 65536; correct the cell."},
    };
    check_malformed(wanted, sizeof wanted / sizeof *wanted, 2);
}

Test(caseload, unused_headings_are_no_problem_and_near_misses_a_note)
{
    parsed p = parse(HEAD ",notes,notes,wieght\np1,a,b,1,x,y,3\n");
    cr_assert_eq(p.status, RASIM_OK);
    cr_assert_eq(rasim_problems_size(p.problems), 1);
    cr_assert_str_eq(problem(&p, 0), "people.csv:1:7: note: The column 'wieght' is not used; if it is meant to be "
                                     "'weight', rename it.");
    clear(&p);
}

#define NOT_A_NUMBER "', which is not a number; write plain digits such as 312.50, without £ signs or commas."
#define COST_RANGE   ", but must be at least 0 and at most 65536; correct the cell."

Test(caseload, wrong_numbers_are_named_with_their_place)
{
    static const malformed cases[] = {
        {HEAD "\np1,a,b,NaN\n", "people.csv:2:4: error: weekly_cost is 'NaN" NOT_A_NUMBER},
        {HEAD "\np1,a,b,inf\n", "people.csv:2:4: error: weekly_cost is 'inf" NOT_A_NUMBER},
        {HEAD "\np1,a,b,0x1F\n", "people.csv:2:4: error: weekly_cost is '0x1F" NOT_A_NUMBER},
        {HEAD "\np1,a,b,£5\n", "people.csv:2:4: error: weekly_cost is '£5" NOT_A_NUMBER},
        {HEAD "\np1,a,b,\"1,000\"\n", "people.csv:2:4: error: weekly_cost is '1,000" NOT_A_NUMBER},
        {HEAD "\np1,a,b,1e999\n", "people.csv:2:4: error: weekly_cost is 1e999" COST_RANGE},
        {HEAD "\np1,a,b,1\np2,a,b,-3\n", "people.csv:3:4: error: weekly_cost is -3" COST_RANGE},
        {HEAD "\np1,a,b,65536.01\n", "people.csv:2:4: error: weekly_cost is 65536.01" COST_RANGE},
        {HEAD ",weight\np1,a,b,1,0\n",
         "people.csv:2:5: error: weight is 0, but must be above 0 and at most 1000000; correct the cell."},
        {HEAD ",weight\np1,a,b,1,-0\n",
         "people.csv:2:5: error: weight is -0, but must be above 0 and at most 1000000; correct the cell."},
        {HEAD ",weight\np1,a,b,1,\n",
         "people.csv:2:5: error: weight is empty; write 1 where the row stands for one person."},
        {HEAD ",points\np1,a,b,1,high\n", "people.csv:2:5: error: points is 'high" NOT_A_NUMBER},
        {HEAD ",client_contribution\np1,a,b,1,-1\n", "people.csv:2:5: error: client_contribution is -1" COST_RANGE},
    };
    check_malformed(cases, sizeof cases / sizeof *cases, 0);
}

Test(caseload, wrong_texts_are_named_with_their_place)
{
    static const malformed cases[] = {
        {HEAD "\n,a,b,1\n", "people.csv:2:1: error: person_id is empty; give every row an identifier of its own."},
        {HEAD "\np1,,b,1\n", "people.csv:2:2: error: care_group is empty; every row must have one."},
        {HEAD "\np1,a, ,1\n", "people.csv:2:3: error: setting is empty; every row must have one."},
        {HEAD ",budget_area\np1,a,b,1,\n", "people.csv:2:5: error: budget_area is empty; name the line of the budget "
                                           "that bears the cost, or leave the whole column out."},
        {HEAD ",carer_consent\np1,a,b,1,perhaps\n",
         "people.csv:2:5: error: carer_consent is 'perhaps', but must be yes or no; an empty cell means yes."},
        {HEAD ",start_date\np1,a,b,1,2009-02-29\n", "people.csv:2:5: error: start_date is '2009-02-29', which is no "
                                                    "date; write it as year-month-day, such as 2009-04-01."},
        {HEAD ",start_date\np1,a,b,1,01/04/2009\n", "people.csv:2:5: error: start_date is '01/04/2009', which is no "
                                                    "date; write it as year-month-day, such as 2009-04-01."},
    };
    check_malformed(cases, sizeof cases / sizeof *cases, 0);
}

Test(caseload, consent_is_read_in_any_spelling)
{
    static const struct {
        const char *text;
        uint8_t consents;
    } cases[] = {{"yes", 1}, {"Y", 1}, {"TRUE", 1}, {"1", 1}, {"", 1}, {"No", 0}, {"n", 0}, {"false", 0}, {"0", 0}};
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, HEAD ",carer_consent\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        rasimi_buffer_printf(&csv, "p%zu,a,b,1,%s\n", i, cases[i].text);
    parsed p = parse(csv.data);
    cr_assert_eq(p.status, RASIM_OK, "%s", problem(&p, 0));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_eq(p.caseload.carer_consent[i], cases[i].consents, "'%s'", cases[i].text);
    clear(&p);
    rasimi_buffer_clear(&csv);
}

Test(caseload, overlong_labels_are_refused_and_shown_shortened)
{
    char csv[600] = HEAD "\np1,";
    const size_t start = strlen(csv);
    memset(csv + start, 'x', 201);
    strcpy(csv + start + 201, ",b,1\n");
    parsed p = parse(csv);
    cr_assert_str_eq(problem(&p, 0),
                     "people.csv:2:2: error: care_group is 201 bytes long, but at most 200 are allowed; "
                     "look for a missing quote or a shifted column.");
    clear(&p);
    memmove(csv + start, csv + start + 1, strlen(csv + start));
    p = parse(csv);
    cr_assert_eq(p.status, RASIM_OK, "%s", problem(&p, 0));
    clear(&p);
}

Test(caseload, all_problems_are_found_and_good_rows_kept)
{
    parsed p = parse(HEAD "\np1,a,b,x\np2,,b,5\np3,a,b\np4,a,b,7\n");
    cr_assert_eq(p.status, RASIM_ERR_INPUT);
    cr_assert_eq(rasim_problems_total(p.problems, RASIM_ERROR), 3);
    cr_assert_eq(p.caseload.n_rows, 3);
    cr_assert(isnan(p.caseload.weekly_cost[0]));
    cr_assert_eq(p.caseload.care_group.codes[1], RASIMI_NO_LABEL);
    cr_assert_eq(p.caseload.weekly_cost[2], 7);
    clear(&p);
    p = parse("person,care_group\np1,a\n");
    cr_assert_eq(p.status, RASIM_ERR_INPUT);
    cr_assert_eq(rasim_problems_size(p.problems), 3, "each column that is missing is told");
    cr_assert_eq(p.caseload.n_rows, 1, "and empty cells stand in for it");
    cr_assert(p.caseload.setting.codes[0] == RASIMI_NO_LABEL && p.caseload.setting.doubtful);
    cr_assert(!p.caseload.care_group.doubtful && isnan(p.caseload.weekly_cost[0]));
    cr_assert_str_eq(p.caseload.person_id[0], "");
    clear(&p);
    p = parse("person_id,care_group\np1,a\np1,a\n");
    cr_assert_eq(rasim_problems_size(p.problems), 3, "two columns and a person");
    clear(&p);
}

Test(caseload, people_are_named_where_that_is_asked_for_and_nowhere_else)
{
    static const char csv[] = HEAD "\np1,a,b,x\np2,,b,5\np2,a,b,-3\n";
    static const char *const named[] = {
        "people.csv:2:4: error: weekly_cost of person 'p1' is 'x', which is not a number;",
        "people.csv:3:2: error: care_group of person 'p2' is empty;",
        "people.csv:4:4: error: weekly_cost of person 'p2' is -3, but must be at least 0",
        "people.csv:4:1: error: Person 'p2' appears on lines 3 and 4;",
    };
    parsed p = parse_mapped(csv, &(rasimi_columns_spec){0}, 0, true);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        cr_assert_eq(strncmp(problem(&p, i), named[i], strlen(named[i])), 0, "%s", problem(&p, i));
    cr_assert_str_eq(rasimi_caseload_who(&p.caseload, 1).text, " (person 'p2')");
    clear(&p);
    p = parse(csv);
    cr_assert_eq(rasim_problems_size(p.problems), 4);
    for (size_t i = 0; i < 4; i++)
        cr_assert(!strstr(problem(&p, i), "p1") && !strstr(problem(&p, i), "p2"), "%s", problem(&p, i));
    cr_assert_str_eq(rasimi_caseload_who(&p.caseload, 1).text, "");
    clear(&p);
}

Test(caseload, a_person_on_two_rows_is_an_error_that_hides_the_identifier)
{
    const char *csv = HEAD "\nsmith,a,b,1\njones,a,b,1\nsmith,a,b,2\nsmith,a,b,3\n";
    parsed p = parse(csv);
    cr_assert_eq(p.status, RASIM_ERR_INPUT);
    cr_assert_eq(rasim_problems_size(p.problems), 2);
    cr_assert_str_eq(problem(&p, 0),
                     "people.csv:4:1: error: One person appears on lines 2 and 4; each person has one row.");
    cr_assert_str_eq(problem(&p, 1),
                     "people.csv:5:1: error: One person appears on lines 2 and 5; each person has one row.");
    clear(&p);
    p = parse_mapped(csv, &(rasimi_columns_spec){0}, 0, true);
    cr_assert_str_eq(problem(&p, 0),
                     "people.csv:4:1: error: Person 'smith' appears on lines 2 and 4; each person has one row.");
    clear(&p);
}

/* These two texts have the same FNV-1a 64 hash, found by others by brute force. */
Test(caseload, two_persons_with_one_key_are_an_error)
{
    parsed p = parse(HEAD "\n8yn0iYCKYHlIj4-BwPqk,a,b,1\nGReLUrM4wMqfg9yzV3KQ,a,b,1\n");
    cr_assert_eq(p.status, RASIM_ERR_INPUT);
    cr_assert_str_eq(problem(&p, 0), "people.csv:3:1: error: The identifiers on lines 2 and 3 are different but have "
                                     "the same 64-bit key; change one of them.");
    clear(&p);
}

Test(caseload, rows_are_ordered_by_key)
{
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, HEAD "\n");
    for (unsigned i = 0; i < 5000; i++)
        rasimi_buffer_printf(&csv, "person-%u,group %u,setting %u,%u\n", i, i % 700, i % 3, i);
    parsed p = parse(csv.data);
    const rasimi_caseload *c = &p.caseload;
    cr_assert_eq(p.status, RASIM_OK, "%s", problem(&p, 0));
    cr_assert_eq(c->n_rows, 5000);
    cr_assert_eq(c->care_group.n_labels, 700);
    bool seen[5000] = {false};
    for (size_t i = 0; i < 5000; i++) {
        seen[c->by_key[i]] = true;
        cr_assert(i == 0 || c->key[c->by_key[i - 1]] < c->key[c->by_key[i]]);
        cr_assert_eq(c->care_group.codes[i], i % 700);
        cr_assert_eq(c->weekly_cost[i], (double)i);
    }
    for (size_t i = 0; i < 5000; i++)
        cr_assert(seen[i]);
    clear(&p);
    rasimi_buffer_clear(&csv);
}

Test(caseload, leaving_rows_out_keeps_the_others_whole)
{
    parsed p = parse_mapped(HEAD ",place,weight,points,carer_consent,nhs,Washing\n"
                                 "p1,a,b,1,N,1,10,no,5,x\np2,b,c,2,S,2,20,yes,6,y\np3,a,d,3,,3,,no,7,\n",
                            &(rasimi_columns_spec){0}, 2, false);
    rasimi_caseload *c = &p.caseload;
    const bool keep[] = {false, true, true};
    cr_assert_eq(rasimi_caseload_keep(c, keep), RASIM_OK);
    cr_assert_eq(c->n_rows, 2);
    cr_assert(c->line[0] == 3 && c->line[1] == 4);
    cr_assert_str_eq(c->person_id[1], "p3");
    cr_assert_eq(c->key[0], rasimi_label_key("p2", 2));
    cr_assert_str_eq(label(&c->care_group, 0), "b");
    cr_assert_str_eq(label(&c->setting, 1), "d");
    cr_assert_str_eq(label(&c->place, 0), "S");
    cr_assert_str_eq(label(&c->place, 1), "(none)");
    cr_assert(c->weight[1] == 3 && c->weekly_cost[0] == 2 && c->points[0] == 20 && isnan(c->points[1]));
    cr_assert(c->carer_consent[0] == 1 && c->carer_consent[1] == 0);
    cr_assert(c->wanted_numbers[1][1] == 7 && strcmp(label(&c->wanted_labels[0], 0), "y") == 0);
    cr_assert(c->key[c->by_key[0]] < c->key[c->by_key[1]]);
    clear(&p);
}

Test(caseload, problems_may_be_ignored_without_losing_the_status)
{
    rasimi_arena arena = {0};
    rasimi_caseload caseload;
    const char *csv = HEAD "\np1,a,b,x\n";
    cr_assert_eq(rasimi_caseload_parse("people.csv", csv, strlen(csv), &(rasimi_columns_spec){0}, NULL, 0, false,
                                       &arena, &caseload, NULL),
                 RASIM_ERR_INPUT);
    rasimi_arena_clear(&arena);
}

/* Hashes of so many rows have their high halves in common now and then: 10 pairs are to be expected of 300,000. */
Test(caseload, keys_with_equal_high_bits_are_in_order_too)
{
    enum { ROWS = 300000 };
    rasimi_buffer csv = {0};
    rasimi_buffer_printf(&csv, "person_id,care_group,setting,weekly_cost\n");
    for (int i = 0; i < ROWS; i++)
        rasimi_buffer_printf(&csv, "p%d,A,B,1\n", i);
    parsed p = parse(csv.data);
    size_t alike = 0;
    cr_assert_eq(p.status, RASIM_OK, "%s", problem(&p, 0));
    for (size_t i = 1; i < ROWS; i++) {
        const uint64_t before = p.caseload.key[p.caseload.by_key[i - 1]], key = p.caseload.key[p.caseload.by_key[i]];
        cr_assert(before < key, "row %zu", i);
        alike += before >> 32 == key >> 32;
    }
    cr_assert(alike > 0, "nothing was tested");
    rasimi_buffer_clear(&csv);
    clear(&p);
}
