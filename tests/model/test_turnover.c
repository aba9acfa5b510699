/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turnover, moves and given tails of a small caseload against hand computations, and what does not fit it. */
#include "model/study.h"
#include "support/scenario.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool
near(double a, double b)
{
    return fabs(a - b) <= 1e-12 * (1 + fabs(b));
}

/* Lines 1 to 9; a case's keys begin on line 10. */
#define HEAD                                                                                                           \
    "name: T\ncaseload: people.csv\ndesigns: [a.yaml]\npopulation: {sampling: fixed}\nhorizon: 2\n"                    \
    "covered_settings: [home, care]\nenvelope: [{gbp_year: 1000}]\nneed: [{log_sd: 0.2, persistence: 1}]\n"            \
    "prices: [{mean: 0.03, sd: 0.01}]\n"
#define DESIGN                                                                                                         \
    "name: A\nfamily: price_per_point\nallocation:\n  - gbp_per_point: 10\nquestionnaire:\n  domains:\n"               \
    "    - name: Washing\n      levels: {none: 0, full: 10}\n"
/* Cells: Older care N, Older care S, Older home N, Older home S, Older home T, Younger home N. */
#define PEOPLE                                                                                                         \
    "person_id,care_group,setting,weekly_cost,Washing,place,weight\n"                                                  \
    "a,Older,care,500,none,N,3\nb,Older,care,600,none,S,1\nc,Older,home,100,none,N,1\nd,Older,home,900,full,N,4\n"     \
    "e,Older,home,300,full,S,2\nf,Older,home,300,full,T,2\ng,Younger,home,200,full,N,5\nh,Younger,hospital,9,full,N,"  \
    "1\n"
enum { CARE_N, CARE_S, HOME_N, HOME_S, HOME_T, YOUNG, N_CELLS };

typedef struct loaded {
    char *folder;
    rasim_problems *problems;
    rasim_study *study;
    rasim_status status;
} loaded;

static loaded
load(const char *keys)
{
    loaded l = {.folder = scenario_folder()};
    char *framework = NULL;
    cr_assert_gt(asprintf(&framework, HEAD "%s", keys), 0);
    scenario_write(l.folder, "framework.yaml", framework);
    free(framework);
    scenario_write(l.folder, "a.yaml", DESIGN);
    scenario_write(l.folder, "people.csv", PEOPLE);
    cr_assert_eq(rasim_problems_create(&l.problems), RASIM_OK);
    char *path = scenario_path(l.folder, "framework.yaml");
    l.status = rasim_study_load(path, NULL, &l.study, l.problems);
    free(path);
    return l;
}

static void
unload(loaded *l)
{
    rasim_study_free(l->study);
    rasim_problems_free(l->problems);
    scenario_remove(l->folder);
}

/* The i-th problem without its folder. */
static const char *
problem(const loaded *l, size_t i)
{
    static char text[1024];
    const rasim_problem *found = rasim_problems_get(l->problems, i);
    if (!found)
        return "(no problem)";
    rasim_problem_format(found, text, sizeof text);
    const size_t length = strlen(l->folder);
    return strncmp(text, l->folder, length) == 0 ? text + length + 1 : text;
}

static rasim_study *
must_load(loaded *l)
{
    cr_assert_eq(l->status, RASIM_OK, "%s", problem(l, 0));
    cr_assert_eq(l->study->n_cells, N_CELLS);
    return l->study;
}

/* ---- leaving and starting ---- */

Test(turnover, probabilities_become_intensities_and_the_most_specific_row_counts)
{
    loaded l = load("turnover:\n  - {leave_probability: 0.1}\n  - {care_group: Older, leave_probability: 0.2, "
                    "first_year_probability: 0.5}\n"
                    "  - {care_group: Older, setting: care, leave_probability: 0.3, starters_share: 0.4}\n");
    const rasim_study *s = must_load(&l);
    cr_assert(s->turnover);
    cr_assert(near(s->churn[YOUNG].leave, -log(0.9)) && near(s->churn[YOUNG].leave_first, -log(0.9)));
    cr_assert(near(s->churn[YOUNG].starters, -log(0.9) * 5), "starters replace those who leave");
    cr_assert(near(s->churn[HOME_N].leave, -log(0.8)) && near(s->churn[HOME_N].leave_first, -log(0.5)));
    cr_assert(near(s->churn[HOME_N].starters, -log(0.8) * 5));
    cr_assert(near(s->churn[CARE_N].leave, -log(0.7)) && near(s->churn[CARE_N].leave_first, -log(0.7)));
    cr_assert(near(s->churn[CARE_N].starters, 0.4 * 3) && near(s->churn[CARE_S].starters, 0.4 * 1));
    cr_assert(s->churn[HOME_N].move == 0 && s->churn[HOME_N].n_flows == 0);
    unload(&l);
}

Test(turnover, who_is_not_named_stays)
{
    loaded l = load("turnover: [{care_group: Younger, leave_probability: 0}]\n");
    const rasim_study *s = must_load(&l);
    cr_assert(!s->turnover, "a probability of 0 is no turnover");
    unload(&l);
    l = load("turnover: [{care_group: Younger, leave_probability: 0, starters_share: 0.1}]\n");
    s = must_load(&l);
    cr_assert(s->turnover && s->churn[HOME_N].leave == 0 && s->churn[HOME_N].starters == 0);
    cr_assert(near(s->churn[YOUNG].starters, 0.5));
    unload(&l);
}

/* ---- moves ---- */

static void
expect_flow(const rasim_study *s, size_t cell, size_t i, uint32_t to, double upto)
{
    const rasimi_churn *churn = &s->churn[cell];
    cr_assert_lt(i, churn->n_flows, "cell %zu has %u flows", cell, churn->n_flows);
    const rasimi_flow *flow = &s->flows[churn->first_flow + i];
    cr_expect(flow->cell == to && near(flow->upto, upto), "cell %zu, flow %zu: to %u up to %.15g", cell, i, flow->cell,
              flow->upto);
}

/* From home 0.12 to care and 0.06 outside: two thirds of the moves stay within. N and S have care of their own; T,
   which has none, goes where care is, three to one. */
Test(turnover, moves_compete_and_stay_in_the_place_where_they_can)
{
    loaded l = load("moves:\n  - {care_group: Older, from: home, to: care, probability: 0.12}\n"
                    "  - {from: home, to: NHS, probability: 0.06}\n");
    const rasim_study *s = must_load(&l);
    cr_assert(s->turnover);
    cr_assert(near(s->churn[HOME_N].move, -log(0.82)) && near(s->churn[YOUNG].move, -log(0.94)));
    cr_assert(s->churn[CARE_N].move == 0 && s->churn[CARE_N].n_flows == 0);
    cr_assert(s->churn[HOME_N].n_flows == 2 && s->churn[HOME_T].n_flows == 3 && s->churn[YOUNG].n_flows == 1);
    expect_flow(s, HOME_N, 0, CARE_N, 2.0 / 3);
    expect_flow(s, HOME_N, 1, RASIMI_OUTSIDE, 1);
    expect_flow(s, HOME_S, 0, CARE_S, 2.0 / 3);
    expect_flow(s, HOME_T, 0, CARE_N, 0.5);
    expect_flow(s, HOME_T, 1, CARE_S, 2.0 / 3);
    expect_flow(s, HOME_T, 2, RASIMI_OUTSIDE, 1);
    expect_flow(s, YOUNG, 0, RASIMI_OUTSIDE, 1);
    unload(&l);
}

Test(turnover, a_group_s_own_move_replaces_that_for_all)
{
    loaded l = load("moves:\n  - {from: home, to: NHS, probability: 0.06}\n"
                    "  - {care_group: Older, from: home, to: NHS, probability: 0.5}\n");
    const rasim_study *s = must_load(&l);
    cr_assert(near(s->churn[HOME_N].move, -log(0.5)) && near(s->churn[YOUNG].move, -log(0.94)));
    cr_assert_eq(s->churn[HOME_N].n_flows, 1);
    unload(&l);
}

/* ---- donors ---- */

static const char *
donor(const rasim_study *s, size_t cell, size_t i)
{
    cr_assert_lt(i, s->churn[cell].n_donors);
    return s->person_id[s->cell_donors[s->churn[cell].first_donor + i]];
}

Test(turnover, donors_are_the_cell_s_rows_by_weight)
{
    loaded l = load("turnover: [{leave_probability: 0.1}]\n");
    const rasim_study *s = must_load(&l);
    size_t n = 0;
    for (size_t c = 0; c < N_CELLS; c++) {
        const rasimi_churn *churn = &s->churn[c];
        n += churn->n_donors;
        cr_assert(s->cell_donor_upto[churn->first_donor + churn->n_donors - 1] == 1);
    }
    cr_assert_eq(n, s->n_rows);
    cr_assert_eq(s->churn[HOME_N].n_donors, 2);
    const bool c_first = strcmp(donor(s, HOME_N, 0), "c") == 0;
    cr_assert_str_eq(donor(s, HOME_N, c_first ? 1 : 0), "d");
    cr_assert(near(s->cell_donor_upto[s->churn[HOME_N].first_donor], c_first ? 0.2 : 0.8));
    unload(&l);
}

/* ---- tails with given parameters ---- */

/* One row for all of home: 10 arrivals by the people above £250 a week, eight Older and nobody Younger: theirs count
   with all five of theirs. */
Test(turnover, a_given_tail)
{
    loaded l =
        load("high_cost_arrivals:\n  - {setting: home, arrivals_a_year: 13, threshold_gbp_week: 250, shape: 0.2, "
             "scale_gbp_week: 150, max_gbp_week: 5000}\n");
    const rasim_study *s = must_load(&l);
    cr_assert(s->turnover && s->n_tails == 2);
    const rasimi_tail *older = &s->tails[0], *younger = &s->tails[1];
    cr_assert(near(older->arrivals, 8) && near(younger->arrivals, 5));
    cr_assert(older->n_fits == 1 && older->shape[0] == 0.2 && older->scale_gbp_week[0] == 150);
    cr_assert(older->threshold_gbp_week == 250 && older->max_gbp_week == 5000 && older->n_exceedances == 0);
    static const double upto[] = {5.0 / 9, 7.0 / 9, 1};
    cr_assert_eq(older->n_cells, 3);
    for (size_t i = 0; i < 3; i++) {
        const rasimi_tail_cell *cell = &s->tail_cells[older->first_cell + i];
        cr_assert(cell->cell == HOME_N + i && near(cell->upto, upto[i]));
    }
    cr_assert_eq(s->churn[HOME_N].n_donors, 1, "only c is not above the threshold");
    cr_assert_str_eq(donor(s, HOME_N, 0), "c");
    cr_assert_eq(s->churn[HOME_S].n_donors, 1, "a cell without any below takes those it has");
    unload(&l);
}

/* ---- what does not fit ---- */

typedef struct misfit {
    const char *keys, *said;
} misfit;

static void
check_misfits(const misfit *cases, size_t n, rasim_status expected)
{
    for (size_t i = 0; i < n; i++) {
        loaded l = load(cases[i].keys);
        cr_expect(l.status == expected, "%s", cases[i].keys);
        cr_expect_str_eq(problem(&l, 0), cases[i].said);
        cr_expect_eq(rasim_problems_size(l.problems), 1, "one mistake, one problem: %s", cases[i].keys);
        unload(&l);
    }
}

#define ABSENT(what, label) what " '" label "' does not occur in the caseload"
#define LEAVE               "leave_probability: 0.1"

Test(turnover, rows_that_do_not_fit_are_refused)
{
    static const misfit cases[] = {
        {"turnover: [{care_group: Oldr, " LEAVE "}]\n",
         "framework.yaml:10:25: error: " ABSENT("The care group", "Oldr") " (did you mean 'Older'?); correct the name "
                                                                          "or take it out."},
        {"turnover: [{setting: hospital, " LEAVE "}]\n",
         "framework.yaml:10:22: error: " ABSENT("The covered setting", "hospital") ", which has care and home; correct "
                                                                                   "the name or take it out."},
        {"turnover:\n  - {care_group: Older, " LEAVE "}\n  - {setting: home, " LEAVE "}\n",
         "framework.yaml:12:5: error: This row of turnover and the one on line 11 are both for Older in home, and "
         "neither names more; add a row that names both the care group and the setting, or take one out."},
        {"turnover:\n  - {" LEAVE "}\n  - {" LEAVE "}\n",
         "framework.yaml:12:5: error: This row of turnover and the one on line 11 are both for Older in care, and "
         "neither names more; add a row that names both the care group and the setting, or take one out."},
        {"moves: [{from: home, to: hom, probability: 0.1}]\n",
         "framework.yaml:10:26: warning: 'hom' is none of the covered settings, so these moves lead outside the "
         "envelope (did you mean 'home'?)."},
        {"moves: [{from: home, to: home, probability: 0.1}]\n",
         "framework.yaml:10:9: error: This row of moves leads from 'home' to itself; name two different settings."},
        {"moves: [{from: home, to: care, probability: 0.1}]\n",
         "framework.yaml:10:9: error: These moves take people of 'Younger' to 'care', but the caseload has nobody of "
         "that care group there whose package they could take; name the care groups that do move."},
        {"moves:\n  - {from: home, to: NHS, probability: 0.6}\n  - {from: home, to: abroad, probability: 0.4}\n",
         "framework.yaml:12:43: error: The probabilities of moving of 'Older' in 'home' come to 1; together they must "
         "stay below 1, since some people stay."},
        {"moves:\n  - {from: home, to: NHS, probability: 0.2}\n  - {from: home, to: NHS, probability: 0.1}\n",
         "framework.yaml:12:5: error: This row of moves and the one on line 11 are both for Older in home, and neither "
         "names more; add a row that names both the care group and the setting, or take one out."},
        {"savings: [{name: s, gbp_by_year: [1]}]\n",
         "framework.yaml:10:11: error: This row of savings has no 'budget_area', though there are 3; name the one that "
         "it belongs to."},
        {"interventions: [{name: s, gbp_year: 1, reduces: drift, mean: 0.1, budget_area: West}]\n",
         "framework.yaml:10:80: error: " ABSENT(
             "The budget area", "West") ", which has Older, care, Older, home and Younger, home; correct the name or "
                                        "take it out."},
        {"turnover: [{" LEAVE "}]\ncorrelations: [{a: 'demand: Older', b: price, rho: 0.1}]\n",
         "framework.yaml:11:20: error: 'demand: Older' has no row of its own under demand; give the care group a row, "
         "or correlate 'demand' where that has a row for all others."},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        check_misfits(&cases[i], 1, strstr(cases[i].said, " warning: ") ? RASIM_OK : RASIM_ERR_INPUT);
}

/* A row that names both labels settles what two rows that name one each would leave open. */
Test(turnover, a_row_for_both_settles_a_rivalry)
{
    loaded l = load("turnover:\n  - {care_group: Older, " LEAVE "}\n  - {setting: home, " LEAVE "}\n"
                    "  - {care_group: Older, setting: home, leave_probability: 0.5}\n");
    const rasim_study *s = must_load(&l);
    cr_assert(near(s->churn[HOME_N].leave, -log(0.5)) && near(s->churn[CARE_N].leave, -log(0.9)));
    cr_assert(near(s->churn[YOUNG].leave, -log(0.9)));
    unload(&l);
}
