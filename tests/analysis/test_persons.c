/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person-level results against the run's own ledger, which knows nothing of them: they are about the same person-years,
   so what both know must be the same. */
#include "support/scenario.h"

#include "analysis/persons_pass.h"
#include "engine/results.h"

/* 24 people; costs from 100 to 1,250, points that follow them loosely, two rows without a place's label. */
static void
write_people(const char *folder)
{
    char text[4096] = "person_id,care_group,setting,place,weekly_cost,points,ethnicity,client_contribution\n";
    size_t length = strlen(text);
    for (int i = 0; i < 24; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "p%02d,%s,%s,%s,%d,%d,%s,%d\n", i,
                                   i % 3 == 0 ? "Younger" : "Older", i % 4 == 0 ? "home" : "community",
                                   i % 2 == 0 ? "North" : "South", 100 + 50 * i, 10 + 2 * i + i * 7 % 5,
                                   i == 5       ? ""
                                   : i % 8 == 1 ? "few"
                                                : "many",
                                   i % 5);
    scenario_write(folder, "people.csv", text);
}

#define FRAMEWORK(more) WITH_SPREAD("0.3", more)
#define WITH_SPREAD(sd, more)                                                                                          \
    "name: Persons\ncaseload: people.csv\ndesigns: [design.yaml]\npopulation: {sampling: fixed}\n"                     \
    "envelope: [{gbp_year: 1000000}]\nneed: [{log_sd: " sd                                                             \
    "}]\nprices: [{mean: 0.03, sd: 0.02}]\nreplicates: 64\n" more

static const char design[] = "name: Points\nfamily: price_per_point\nallocation: [{gbp_per_point: 12}]\n"
                             "exclusion: {threshold_gbp_week: 900, best_value_saving: 0.1}\n";

enum { REPLICATES = 64 };

typedef struct looked {
    char *folder;
    rasim_study *study;
    rasim_results *results;
    rasim_persons *persons;
} looked;

static looked
look(const char *framework, const char *with_design, rasim_persons_options options)
{
    looked out = {.folder = scenario_folder()};
    write_people(out.folder);
    scenario_write(out.folder, "framework.yaml", framework);
    scenario_write(out.folder, "design.yaml", with_design);
    out.study = scenario_load(out.folder, "framework.yaml");
    out.results = scenario_run(out.study, REPLICATES, 1, 2);
    cr_assert_eq(rasim_analyse_persons(out.study, out.results, &options, &out.persons, NULL), RASIM_OK);
    cr_assert_eq(out.persons->n_designs, 1);
    return out;
}

static void
look_away(looked *self)
{
    rasim_persons_free(self->persons);
    rasim_results_free(self->results);
    rasim_study_free(self->study);
    scenario_remove(self->folder);
}

static rasim_persons_options
all_shown(void)
{
    rasim_persons_options options;
    rasim_persons_options_init(&options);
    options.replicates = REPLICATES;
    options.small_number = 0;
    return options;
}

/* Mean of a line over the replicates, £ a year or people. */
static double
mean_of(const looked *self, rasim_line line)
{
    double sum = 0;
    for (uint64_t r = 0; r < REPLICATES; r++)
        sum += scenario_line(self->results, 0, r, line);
    return sum / REPLICATES * (rasim_line_describe(line)->unit == RASIM_UNIT_MONEY ? 52 : 1);
}

static void
same(const char *what, double value, double expected)
{
    cr_assert(fabs(value - expected) <= 1e-9 * fabs(expected) + 1e-9, "%s is %.15g, not %.15g", what, value, expected);
}

static const rasim_line_at *
own_line(const rasim_design_persons *of)
{
    const rasim_line_at *own = NULL;
    for (size_t i = 0; i < of->n_lines; i++)
        own = of->lines[i].of_design ? &of->lines[i] : own;
    cr_assert_not_null(own, "the design's own threshold is not on the grid");
    return own;
}

/* ---- against the ledger ---- */

static void
check_exclusion(const looked *self)
{
    const rasim_line_at *line = own_line(&self->persons->designs[0]);
    same("people out", line->people_out.value, mean_of(self, RASIM_LINE_EXCLUDED_PEOPLE));
    same("£ out", line->gbp_out.value, mean_of(self, RASIM_LINE_HIGH_COST));
    same("high-cost pool", line->high_cost_mean_gbp,
         mean_of(self, RASIM_LINE_HIGH_COST) + mean_of(self, RASIM_LINE_HIGH_COST_SURPRISE));
    same("RAS pool", line->ras_mean_gbp,
         mean_of(self, RASIM_LINE_INDICATIVE) + mean_of(self, RASIM_LINE_PROTECTION) +
             mean_of(self, RASIM_LINE_UPLIFT) - mean_of(self, RASIM_LINE_TRIM) +
             mean_of(self, RASIM_LINE_PRICE_SURPRISE) - mean_of(self, RASIM_LINE_HIGH_COST_SURPRISE));
}

Test(persons, the_designs_own_line_leaves_out_what_the_ledger_says)
{
    static const char *const bases[] = {"need", "reference", "allocation", "either"};
    for (size_t b = 0; b < 4; b++) {
        char text[512];
        snprintf(text, sizeof text,
                 "name: Points\nfamily: price_per_point\nallocation: [{gbp_per_point: 12}]\n"
                 "exclusion: {threshold_gbp_week: 500, basis: %s, best_value_saving: 0.1}\n",
                 bases[b]);
        looked l = look(FRAMEWORK("practice: {sd: 0.2}\nsign_off: {tolerance: 0.05, uplift_share: 0.9}\n"
                                  "transition: {protection_share: 0.4}\nassessment: {leniency_sd: 2}\n"),
                        text, all_shown());
        check_exclusion(&l);
        cr_assert_gt(mean_of(&l, RASIM_LINE_EXCLUDED_PEOPLE), 0);
        cr_assert_lt(own_line(&l.persons->designs[0])->people_out.value,
                     l.persons->designs[0].lines[0].people_out.value, "a lower line leaves out more");
        look_away(&l);
    }
}

/* A threshold on the grid says what a run with that threshold would: the same draws, another line. */
Test(persons, another_line_is_what_a_run_with_it_gives)
{
    const char *const frame = FRAMEWORK("practice: {sd: 0.2}\nsign_off: {tolerance: 0.05, uplift_share: 0.9}\n");
    looked l = look(frame, design, all_shown());
    const rasim_line_at *other = NULL;
    for (size_t i = 0; i < l.persons->designs[0].n_lines; i++)
        if (fabs(l.persons->designs[0].lines[i].threshold_gbp_week - 450) < 1e-9)
            other = &l.persons->designs[0].lines[i];
    cr_assert_not_null(other);
    looked m = look(frame,
                    "name: Points\nfamily: price_per_point\nallocation: [{gbp_per_point: 12}]\n"
                    "exclusion: {threshold_gbp_week: 450, best_value_saving: 0.1}\n",
                    all_shown());
    const rasim_line_at *own = own_line(&m.persons->designs[0]);
    same("people", other->people_out.value, own->people_out.value);
    same("£", other->gbp_out.value, own->gbp_out.value);
    same("RAS pool", other->ras_mean_gbp, own->ras_mean_gbp);
    same("CV", other->cv_left, own->cv_left);
    same("margin", other->ras_margin[1].value, own->ras_margin[1].value);
    looked up = look(frame,
                     "name: Points\nfamily: price_per_point\nallocation: [{gbp_per_point: 12}]\n"
                     "exclusion: {threshold_gbp_week: 1350, best_value_saving: 0.1}\n",
                     all_shown());
    for (size_t i = 0; i < l.persons->designs[0].n_lines; i++)
        if (fabs(l.persons->designs[0].lines[i].threshold_gbp_week - 1350) < 1e-9)
            same("RAS pool above", l.persons->designs[0].lines[i].ras_mean_gbp,
                 own_line(&up.persons->designs[0])->ras_mean_gbp);
    look_away(&up);
    look_away(&m);
    look_away(&l);
}

Test(persons, what_only_the_panel_supplies_is_the_uplift_to_the_unit)
{
    looked l = look(FRAMEWORK("sign_off: {tolerance: 0, uplift_share: 1}\n"), design, all_shown());
    const rasim_sufficiency *s = &l.persons->designs[0].sufficiency;
    same("panel", s->panel_gbp.value, mean_of(&l, RASIM_LINE_UPLIFT));
    same("share", s->short_share.value * l.persons->designs[0].people_inside, mean_of(&l, RASIM_LINE_PANEL_CASES));
    same("people", l.persons->designs[0].people_inside, 24 - mean_of(&l, RASIM_LINE_EXCLUDED_PEOPLE));
    look_away(&l);
    l = look(FRAMEWORK("sign_off: {tolerance: 0, uplift_share: 0.9}\n"), design, all_shown());
    s = &l.persons->designs[0].sufficiency;
    cr_assert_gt(s->panel_gbp.value, 1.05 * mean_of(&l, RASIM_LINE_UPLIFT), "nine tenths of it are not all of it");
    look_away(&l);
}

static const char unsaved[] = "name: Points\nfamily: price_per_point\nallocation: [{gbp_per_point: 12}]\n";

/* The duty is a floor; each way of leaving it is noticed. */
Test(persons, final_budgets_fall_short_only_where_something_lets_them)
{
    static const struct {
        const char *framework, *design;
        bool zero;
    } cases[] = {
        {FRAMEWORK(""), unsaved, true},
        {FRAMEWORK("sign_off: {tolerance: 0.1}\n"), unsaved, true},
        {FRAMEWORK(""), design, false},
        {FRAMEWORK("sign_off: {uplift_share: 0.8}\n"), unsaved, false},
        {FRAMEWORK("price_passthrough: 0.5\n"), unsaved, false},
        {FRAMEWORK("practice: {sd: 0.3}\n"), unsaved, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        looked l = look(cases[i].framework, cases[i].design, all_shown());
        const rasim_sufficiency *s = &l.persons->designs[0].sufficiency;
        cr_assert_eq(s->final_zero_by_construction, cases[i].zero, "case %zu", i);
        cr_assert_eq(s->final_share.value > 0, !cases[i].zero, "case %zu: %g", i, s->final_share.value);
        look_away(&l);
    }
}

/* ---- groups ---- */

static double
people_by(const rasim_design_persons *of, const char *by)
{
    double sum = 0;
    for (size_t i = 0; i < of->n_groups; i++)
        sum += strcmp(of->groups[i].by, by) == 0 ? of->groups[i].people : 0;
    return sum;
}

Test(persons, every_grouping_holds_everybody_inside_the_ras)
{
    static const char *const by[] = {"care group", "setting", "need", "cost", "place", "ethnicity"};
    looked l = look(FRAMEWORK("breakdown: [ethnicity]\n"), design, all_shown());
    const rasim_design_persons *of = &l.persons->designs[0];
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        same(by[i], people_by(of, by[i]), of->people_inside);
    double changed = 0;
    for (size_t c = 0; c < RASIM_N_CHANGES; c++)
        changed += of->groups[0].changes[c];
    same("changes", changed, of->people_inside);
    same("mean allocation", of->groups[0].need.mean_allocation * of->people_inside * 52,
         mean_of(&l, RASIM_LINE_INDICATIVE));
    same("bias", of->groups[0].need.bias.value, of->groups[0].need.mean_allocation - of->groups[0].need.mean_target);
    const rasim_people_group *last = &of->groups[of->n_groups - 1];
    cr_assert_str_eq(last->by, "ethnicity");
    cr_assert_str_eq(last->label, "not stated");
    look_away(&l);
}

/* Few people of a label: hidden, and so is somebody else, or the whole would tell. */
Test(persons, small_numbers_are_hidden_with_what_would_tell_them)
{
    rasim_persons_options options = all_shown();
    options.small_number = 5;
    looked l = look(FRAMEWORK("breakdown: [ethnicity]\n"), unsaved, options);
    const rasim_design_persons *of = &l.persons->designs[0];
    size_t n_hidden = 0;
    for (size_t i = 0; i < of->n_groups; i++)
        if (strcmp(of->groups[i].by, "ethnicity") == 0) {
            n_hidden += of->groups[i].hidden;
            cr_assert_eq(isnan(of->groups[i].people), of->groups[i].hidden);
            cr_assert_eq(isnan(of->groups[i].need.bias.value), of->groups[i].hidden);
        }
    cr_assert_eq(n_hidden, 2, "'few' and 'not stated'");
    cr_assert_not(of->groups[0].hidden);
    look_away(&l);
}

Test(persons, a_column_that_is_not_there_is_refused)
{
    char *folder = scenario_folder(), *path = scenario_path(folder, "framework.yaml");
    write_people(folder);
    scenario_write(folder, "framework.yaml", FRAMEWORK(""));
    scenario_write(folder, "design.yaml", design);
    const char *const columns[] = {"ethnicity", "gender"};
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.breakdown = columns;
    options.n_breakdown = 2;
    rasim_study *study = NULL;
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_study_load(path, &options, &study, problems), RASIM_ERR_INPUT);
    cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, "gender"));
    rasim_problems_free(problems);
    free(path);
    scenario_remove(folder);
}

/* ---- the worklist ---- */

Test(persons, nobody_is_named_unless_asked_and_then_the_furthest_first)
{
    looked l = look(FRAMEWORK(""), unsaved, all_shown());
    cr_assert_eq(l.persons->designs[0].n_far, 0);
    look_away(&l);
    rasim_persons_options options = all_shown();
    options.n_furthest = 5;
    l = look(WITH_SPREAD("0.01", ""), unsaved, options);
    const rasim_design_persons *of = &l.persons->designs[0];
    cr_assert_eq(of->n_far, 5);
    cr_assert_str_eq(of->far[0].person_id, "p23", "£1,250 a week against 57 points, not %s", of->far[0].person_id);
    for (size_t i = 0; i < of->n_far; i++) {
        cr_assert(i == 0 || of->far[i].gap_gbp_week <= of->far[i - 1].gap_gbp_week);
        same("years", of->far[i].years, REPLICATES);
    }
    look_away(&l);
}

/* ---- devolved budgets, and several designs ---- */

Test(persons, devolved_budgets_are_sums_of_the_places_quantiles)
{
    looked l = look(FRAMEWORK(""), design, all_shown());
    const rasim_devolved *at = &l.persons->designs[0].devolved[2]; /* 90 %: rank 58 of 64 */
    double places[2][REPLICATES], sum[REPLICATES];
    cr_assert_eq(l.persons->designs[0].n_devolved, 4);
    for (size_t r = 0; r < REPLICATES; r++) {
        sum[r] = 0;
        for (size_t p = 0; p < 2; p++) {
            places[p][r] = (double)rasim_results_place_net(l.results, 0, 0, p)[r] * 52 / RASIM_UNITS_PER_GBP;
            sum[r] += places[p][r];
        }
    }
    double *const series[] = {places[0], places[1], sum}, quantile[3];
    for (size_t s = 0; s < 3; s++)
        for (size_t r = 0; r < REPLICATES; r++) {
            size_t n_below = 0;
            for (size_t other = 0; other < REPLICATES; other++)
                n_below += series[s][other] < series[s][r];
            if (n_below == 57)
                quantile[s] = series[s][r];
        }
    same("places", at->places_gbp, quantile[0] + quantile[1]);
    same("pooled", at->pooled_gbp, quantile[2]);
    same("extra", at->extra_gbp.value, quantile[0] + quantile[1] - quantile[2]);
    look_away(&l);
}

static int
stop_at_once(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    return done > 2 && total == REPLICATES;
}

Test(persons, a_pass_can_be_stopped_and_has_no_more_replicates_than_the_run)
{
    rasim_persons_options options = all_shown();
    options.replicates = 1000;
    looked l = look(FRAMEWORK(""), design, options);
    cr_assert_eq(l.persons->replicates, REPLICATES);
    options.poll = stop_at_once;
    rasim_persons *persons = NULL;
    cr_assert_eq(rasim_analyse_persons(l.study, l.results, &options, &persons, NULL), RASIM_ERR_INTERRUPTED);
    cr_assert_null(persons);
    look_away(&l);
}

/* Needs of £100 and £90 that grow with prices alone, 3 % a year, allocations of £97 that do not: one is short in years
   1 and 2, both in year 3. */
Test(persons, later_years_by_hand)
{
    char *folder = scenario_folder();
    scenario_write(folder, "people.csv",
                   "person_id,care_group,setting,weekly_cost,points\na,Older,home,100,1\nb,Older,home,90,1\n");
    scenario_write(folder, "design.yaml", "name: D\nfamily: price_per_point\nallocation: [{gbp_per_point: 97}]\n");
    scenario_write(folder, "framework.yaml",
                   "name: Later\ncaseload: people.csv\ndesigns: [design.yaml]\npopulation: {sampling: fixed}\n"
                   "envelope: [{gbp_year: 10000}]\nneed: [{log_sd: 0, persistence: 1}]\nhorizon: 3\n"
                   "prices: [{mean: 0.03, sd: 0}]\nreplicates: 64\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 64, 1, 1);
    rasim_persons *persons = NULL;
    cr_assert_eq(rasim_analyse_persons(study, results, NULL, &persons, NULL), RASIM_OK);
    const rasim_design_persons *of = &persons->designs[0];
    cr_assert_eq(persons->later_replicates, 64 / 3);
    cr_assert_eq(of->n_later, 2);
    cr_assert_eq(of->sufficiency.short_share.value, 0.5);
    for (size_t y = 0; y < 2; y++) {
        const double first = 100 * pow(1.03, (double)y + 2), second = 0.9 * first;
        const rasim_later_year *year = &of->later[y];
        const double x[] = {97 / first, 97 / second}, mu = (x[0] + x[1]) / 2;
        const double theil = (x[0] * log(x[0] / mu) + x[1] * log(x[1] / mu)) / (2 * mu);
        const double panel = first - 97 + (second > 97 ? second - 97 : 0);
        cr_assert_float_eq(year->sufficiency.short_share.value, y == 0 ? 0.5 : 1, 1e-12);
        cr_assert_float_eq(year->sufficiency.panel_gbp.value, panel * 52, 52.0 / 64);
        cr_assert_eq(year->sufficiency.final_share.value, 0);
        cr_assert_float_eq(year->equity.indicative.within_bands.value, theil, 1e-6);
        const double panel_line = (double)rasim_results_ledger(results, 0, y + 1, 0)[RASIM_LINE_UPLIFT] / 256;
        cr_assert_float_eq(year->sufficiency.panel_gbp.value, panel_line * 52, 1e-6, "as the run's ledger has it");
    }
    rasim_persons_free(persons);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* ---- by points ---- */

/* What write_people gives the i-th person. */
static double
hand_points(int i)
{
    return 10 + 2 * i + i * 7 % 5;
}

static double
hand_need(int i)
{
    return (100 + 50 * i) * 1.03;
}

/* The class [from, from + 5) of people whose needs cost at most £900, when nothing is uncertain. Costs rise with i. */
static void
check_class_by_hand(const rasim_points_class *class, double from)
{
    double points = 0, need = 0, needs[24];
    size_t n = 0;
    for (int i = 0; i < 24; i++)
        if (hand_points(i) >= from && hand_points(i) < from + 5 && hand_need(i) <= 900) {
            points += hand_points(i);
            need += needs[n++] = hand_need(i);
        }
    cr_assert_eq(class->from, from);
    cr_assert_eq(class->to, from + 5);
    cr_assert_eq(class->people, (double)n);
    if (n == 0) {
        cr_assert(isnan(class->need.value) && isnan(class->need_low) && isnan(class->mean_points));
        return;
    }
    same("mean points", class->mean_points, points / (double)n);
    same("mean allocation", class->allocation.value, 12 * points / (double)n);
    cr_assert_float_eq(class->need.value, need / (double)n, 0.01, "%g", class->need.value);
    const double low = ceil(0.1 * REPLICATES * (double)n), high = ceil(0.9 * REPLICATES * (double)n);
    cr_assert_float_eq(class->need_low, needs[(size_t)(low - 1) / REPLICATES], 0.01);
    cr_assert_float_eq(class->need_high, needs[(size_t)(high - 1) / REPLICATES], 0.01);
}

Test(persons, classes_of_points_by_hand)
{
    looked l = look(WITH_SPREAD("0", ""), design, all_shown());
    const rasim_design_persons *of = &l.persons->designs[0];
    cr_assert_eq(of->n_points, 10, "10 to 57 points are 10 classes of 5, or 24 of 2, which are too many");
    for (size_t c = 0; c < of->n_points; c++)
        check_class_by_hand(&of->points[c], 10 + 5 * (double)c);
    cr_assert_eq(of->n_rules, 1);
    cr_assert_str_eq(of->rules[0].care_groups, "everybody");
    cr_assert_eq(of->rules[0].n, 2, "£12 a point is one straight line");
    for (size_t i = 0; i < 2; i++) {
        cr_assert_eq(of->rules[0].points[i], i == 0 ? 10 : 60);
        cr_assert_eq(of->rules[0].gbp_week[i], 12 * of->rules[0].points[i]);
    }
    look_away(&l);
}

/* Points are those that the assessor sees and the rule reads: at £12 a point, a class is given 12 times its mean. */
Test(persons, classes_are_of_observed_points)
{
    looked l = look(FRAMEWORK("assessment: {leniency_sd: 3}\n"), design, all_shown());
    const rasim_design_persons *of = &l.persons->designs[0];
    double people = 0;
    for (size_t c = 0; c < of->n_points; c++) {
        const rasim_points_class *class = &of->points[c];
        if (!(class->people > 0))
            continue;
        people += class->people;
        cr_assert_float_eq(class->allocation.value, 12 * class->mean_points, 0.01);
        cr_assert(c == 0 || class->mean_points >= class->from);
        cr_assert(c + 1 == of->n_points || class->mean_points < class->to);
        cr_assert(class->need_low <= class->need.value && class->need.value <= class->need_high);
    }
    same("people", people, of->people_inside);
    look_away(&l);
}

/* Nobody below 20 points gets anything, and nobody more than £400; the younger get £15 a point, the older £10. */
Test(persons, rules_are_drawn_with_their_limits_a_line_for_those_who_share_one)
{
    looked l = look(FRAMEWORK(""),
                    "name: Two\nfamily: price_per_point\nallocation: [{care_group: Younger, gbp_per_point: 15}, "
                    "{gbp_per_point: 10}]\nlimits: {minimum_points: 20, cap_gbp_week: 420}\n",
                    all_shown());
    static const double points[2][3] = {{20, 42, 60}, {20, 28, 60}},
                        gbp_week[2][3] = {{200, 420, 420}, {300, 420, 420}};
    const rasim_design_persons *of = &l.persons->designs[0];
    cr_assert_eq(of->n_rules, 2);
    cr_assert_str_eq(of->rules[0].care_groups, "Older", "there are more of them");
    cr_assert_str_eq(of->rules[1].care_groups, "Younger");
    for (size_t line = 0; line < 2; line++) {
        cr_assert_eq(of->rules[line].n, 3);
        for (size_t i = 0; i < 3; i++) {
            same("points", of->rules[line].points[i], points[line][i]);
            same("£ a week", of->rules[line].gbp_week[i], gbp_week[line][i]);
        }
    }
    look_away(&l);
}

/* With needs up to £470, classes of 2, 2, 3 and 1 people: the sum would tell the 1 if no other were hidden. */
Test(persons, a_small_class_is_hidden_and_another_with_it)
{
    rasim_persons_options options = all_shown();
    options.small_number = 2;
    looked l = look(WITH_SPREAD("0", ""),
                    "name: Points\nfamily: price_per_point\nallocation: [{gbp_per_point: 12}]\n"
                    "exclusion: {threshold_gbp_week: 470}\n",
                    options);
    const rasim_design_persons *of = &l.persons->designs[0];
    for (size_t c = 0; c < of->n_points; c++) {
        const rasim_points_class *class = &of->points[c];
        cr_assert_eq(class->hidden, c == 0 || c == 3, "class %zu", c);
        cr_assert_eq(isnan(class->people), class->hidden);
        cr_assert(!class->hidden || (isnan(class->mean_points) && isnan(class->need.value) &&
                                     isnan(class->allocation.value) && isnan(class->need_high)));
    }
    look_away(&l);
}

Test(persons, a_design_that_reads_answers_has_no_classes)
{
    looked l = look(FRAMEWORK(""), "name: J\nfamily: judgement\nallocation: [{log_sd: 0.2}]\n", all_shown());
    cr_assert_eq(l.persons->designs[0].n_points, 0);
    cr_assert_eq(l.persons->designs[0].n_rules, 0);
    look_away(&l);
}

/* The JSON of a summary with people who were looked at by so many threads; freed by the caller. */
static char *
document_by(const rasim_study *study, const rasim_results *results, int n_threads)
{
    rasim_persons_options options = all_shown();
    rasim_persons *persons = NULL;
    rasim_summary *summary = NULL;
    char *json = NULL;
    options.replicates = 8;
    options.n_threads = n_threads;
    cr_assert_eq(rasim_analyse_persons(study, results, &options, &persons, NULL), RASIM_OK);
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    summary->persons = persons;
    cr_assert_eq(rasim_summary_json(study, summary, &json), RASIM_OK);
    rasim_summary_free(summary);
    rasim_persons_free(persons);
    return json;
}

/* So many people that subjects are added up side by side, over two years and under two designs. */
Test(persons, any_number_of_threads_finds_the_same)
{
    char *folder = scenario_folder();
    write_people(folder);
    scenario_write(folder, "framework.yaml",
                   "name: Persons\ncaseload: people.csv\ndesigns: [design.yaml, other.yaml]\n"
                   "population: {sampling: fixed, frame: [{people: 12000}]}\nenvelope: [{gbp_year: 1000000}]\n"
                   "need: [{log_sd: 0.3, persistence: 0.5}]\nprices: [{mean: 0.03, sd: 0.02}]\nhorizon: 2\n"
                   "turnover: [{leave_probability: 0.2}]\n");
    scenario_write(folder, "design.yaml", design);
    scenario_write(
        folder, "other.yaml",
        "name: Other\nfamily: price_per_point\nallocation: [{gbp_per_point: 9}]\nlimits: {uprating: 0.02}\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, REPLICATES, 1, 2);
    char *alone = document_by(study, results, 1), *shared = document_by(study, results, 3);
    cr_assert_str_eq(shared, alone);
    cr_assert_not_null(strstr(alone, "sufficiency"));
    free(alone);
    free(shared);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* One threshold over a pass, person by person as docs/methods.md says it; everybody is there all year, and need
 * excludes.
 */
typedef struct asked {
    double line, people, out, dear_people, dear, cheap_people, cheap; /* £ a week */
    double n_left, need, need_squared;
} asked;

static rasim_status
ask(void *context, const rasimi_crowd *crowd)
{
    asked *self = context;
    for (size_t i = 0; i < crowd->n; i++) {
        const double c = (double)crowd->fared[i].need / RASIM_UNITS_PER_GBP;
        const double a = (double)crowd->fared[i].indicative / RASIM_UNITS_PER_GBP;
        const double cost = rint(c * RASIM_UNITS_PER_GBP) / RASIM_UNITS_PER_GBP;
        cr_assert_eq(crowd->seen[i].weeks, 1.0f);
        self->people += c > self->line;
        self->out += c > self->line ? rint((double)(crowd->fared[i].need * 0.9f)) / RASIM_UNITS_PER_GBP : 0;
        self->dear_people += c > self->line && a <= self->line;
        self->dear += c > self->line && a <= self->line ? cost : 0;
        self->cheap_people += a > self->line && c <= self->line;
        self->cheap += a > self->line && c <= self->line ? cost : 0;
        self->n_left += c <= self->line;
        self->need += c <= self->line ? c : 0;
        self->need_squared += c <= self->line ? c * c : 0;
    }
    return RASIM_OK;
}

/* The grid is gone through once a person; each of its lines is what going through it alone gives. */
Test(persons, every_line_is_what_asking_person_by_person_gives)
{
    looked l = look(FRAMEWORK(""), design, all_shown());
    const rasim_design_persons *of = &l.persons->designs[0];
    double dear = 0, cheap = 0;
    cr_assert_gt(of->n_lines, 10);
    for (size_t i = 0; i < of->n_lines; i++) {
        const rasim_line_at *line = &of->lines[i];
        asked found = {.line = line->threshold_gbp_week};
        const rasimi_persons_pass pass = {l.study, 1, REPLICATES, 1, ask, &found};
        cr_assert_eq(rasimi_persons_watch(&pass, NULL), RASIM_OK);
        const double mean = found.need / found.n_left, variance = found.need_squared / found.n_left - mean * mean;
        same("people outside", line->people_out.value, found.people / REPLICATES);
        same("£ outside", line->gbp_out.value, 52 * found.out / REPLICATES);
        same("dear people", line->dear_people, found.dear_people / REPLICATES);
        same("dear £", line->dear_gbp, 52 * found.dear / REPLICATES);
        same("cheap people", line->cheap_people, found.cheap_people / REPLICATES);
        same("cheap £", line->cheap_gbp, 52 * found.cheap / REPLICATES);
        cr_assert_float_eq(line->cv_left, sqrt(variance) / mean, 1e-9);
        dear += found.dear_people;
        cheap += found.cheap_people;
    }
    cr_assert(dear > 0 && cheap > 0, "both kinds of leakage occur");
    look_away(&l);
}
