/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places with designs of their own. The further outcome is, to the unit, each place's part of its own design's outcome;
   the matrix and the division of the variance are those that a recomputation in exact fractions gave
   (tests/verify/portability.py does the same for the shipped scenario, in its own words). */
#include "analysis/by_hand.h"
#include "support/scenario.h"

#include "engine/results.h"

/* 40 people in three places. p04's package is above North's threshold, p09 is below West's minimum. */
static const char people[] = "person_id,care_group,setting,place,weight,weekly_cost,points,nights\n"
                             "p00,A,home,East,2,230,13,none\n"
                             "p01,A,home,West,1,300,20,some\n"
                             "p02,A,home,North,1,370,27,some\n"
                             "p03,A,home,East,2,440,34,some\n"
                             "p04,A,home,East,1,5000,41,much\n"
                             "p05,A,home,West,1,580,48,much\n"
                             "p06,A,home,North,2,250,15,much\n"
                             "p07,A,home,East,1,320,22,none\n"
                             "p08,A,home,East,1,390,29,none\n"
                             "p09,A,home,West,2,460,2,none\n"
                             "p10,A,home,North,1,530,43,some\n"
                             "p11,A,home,East,1,200,10,some\n"
                             "p12,A,home,East,2,270,17,some\n"
                             "p13,A,home,West,1,340,24,much\n"
                             "p14,A,home,North,1,410,31,much\n"
                             "p15,A,home,East,2,480,38,much\n"
                             "p16,A,home,East,1,550,45,none\n"
                             "p17,A,home,West,1,220,12,none\n"
                             "p18,A,home,North,2,290,19,none\n"
                             "p19,A,home,East,1,360,26,some\n"
                             "p20,A,home,East,1,430,33,some\n"
                             "p21,A,home,West,2,500,40,some\n"
                             "p22,A,home,North,1,570,47,much\n"
                             "p23,A,home,East,1,240,14,much\n"
                             "p24,A,home,East,2,310,21,much\n"
                             "p25,A,home,West,1,380,28,none\n"
                             "p26,A,home,North,1,450,35,none\n"
                             "p27,A,home,East,2,520,42,none\n"
                             "p28,A,home,East,1,590,49,some\n"
                             "p29,A,home,West,1,260,16,some\n"
                             "p30,A,home,North,2,330,23,some\n"
                             "p31,A,home,East,1,400,30,much\n"
                             "p32,A,home,East,1,470,37,much\n"
                             "p33,A,home,West,2,540,44,much\n"
                             "p34,A,home,North,1,210,11,none\n"
                             "p35,A,home,East,1,280,18,none\n"
                             "p36,A,home,East,2,350,25,none\n"
                             "p37,A,home,West,1,420,32,some\n"
                             "p38,A,home,North,1,490,39,some\n"
                             "p39,A,home,East,2,560,46,some\n";

#define FRAMEWORK(places)                                                                                              \
    "name: Three places\ncaseload: people.csv\ndesigns: [east.yaml, north.yaml, west.yaml]\n" places                   \
    "population: {sampling: fixed}\nenvelope: [{gbp_year: 1000000}]\nneed: [{log_sd: 0.2}]\n"                          \
    "prices: [{mean: 0, sd: 0.05}]\nreplicates: 64\n"

#define PLACES                                                                                                         \
    "place_designs:\n  - {place: East, design: east.yaml}\n  - {place: North, design: north.yaml}\n"                   \
    "  - {place: West, design: west.yaml}\n"

static const char east[] = "name: East's\nfamily: price_per_point\nallocation: [{gbp_per_point: 10}]\n";
static const char north[] = "name: North's\nfamily: price_per_point\nquestionnaire:\n  domains:\n"
                            "    - {name: nights, levels: {none: 5, some: 20, much: 40}}\n"
                            "allocation: [{gbp_per_point: 12}]\nexclusion: {threshold_gbp_week: 1000}\n";
static const char west[] =
    "name: West's\nfamily: banded\nallocation:\n  - bands: [{from: 0, gbp: 100}, {from: 25, gbp: "
    "260}, {from: 40, gbp: 600}]\nlimits: {minimum_points: 5}\n";

static char *
write_study(const char *framework, const char *caseload)
{
    char *folder = scenario_folder();
    scenario_write(folder, "framework.yaml", framework);
    scenario_write(folder, "people.csv", caseload);
    scenario_write(folder, "east.yaml", east);
    scenario_write(folder, "north.yaml", north);
    scenario_write(folder, "west.yaml", west);
    return folder;
}

static rasim_summary *
summarise(const rasim_results *results)
{
    rasim_summary *summary = NULL;
    cr_assert_eq(rasim_summarise(results, NULL, &summary), RASIM_OK);
    return summary;
}

/* ---- the matrix and the variance ---- */

enum { PLACES_OF_IT = 3, BANDS_OF_IT = 10 };

static const double band_people[BANDS_OF_IT] = {5, 5, 5, 5, 5, 5, 6, 5, 5, 5};
static const double band_gbp_week[BANDS_OF_IT][PLACES_OF_IT] = {
    {118, 96, 100},  {188, 96, 100},         {196, 216, 164}, {214, 264, 164}, {268, 204, 196},
    {262, 384, 164}, {1135.0 / 3, 190, 430}, {386, 288, 464}, {410, 384, 396}, {464, 432, 600},
};

static void
check_matrix(const rasim_portability *p)
{
    static const char *const places[] = {"East", "North", "West"}, *const designs[] = {"East's", "North's", "West's"};
    static const double everybody[] = {14800.0 / 51, 12960.0 / 51, 14320.0 / 51};
    cr_assert_eq(p->n_places, PLACES_OF_IT);
    cr_assert_eq(p->n_bands, BANDS_OF_IT);
    for (size_t a = 0; a < PLACES_OF_IT; a++) {
        cr_assert_str_eq(p->places[a], places[a]);
        cr_assert_str_eq(p->designs[a], designs[a]);
        expect("everybody", p->gbp_week[a], everybody[a]);
        for (size_t b = 0; b < BANDS_OF_IT; b++)
            expect("band", p->bands[b].gbp_week[a], band_gbp_week[b][a]);
    }
    for (size_t b = 0; b < BANDS_OF_IT; b++)
        expect("people", p->bands[b].people, band_people[b]);
}

Test(portability, is_what_exact_fractions_give)
{
    char *folder = write_study(FRAMEWORK(PLACES), people);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 64, 1, 1);
    rasim_summary *summary = summarise(results);
    const rasim_portability *p = &summary->portability;
    cr_assert(p->applies);
    expect("people", p->people, 51);
    expect("left out", p->people_left_out, 3); /* p04 and p09, who stands for two */
    check_matrix(p);
    expect("place share", p->place_share, 0.6325224534007311);
    expect("chance share", p->chance_share, 0.4308525522408268);
    expect("spread", p->spread, 0.847403060879313);
    rasim_summary_free(summary);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* Places that have adopted one design differ by nothing but the people who happen to live there. */
Test(portability, one_design_everywhere_leaves_nothing_to_place_for_one_person)
{
    char *folder = write_study(FRAMEWORK("place_designs:\n  - {place: East, design: east.yaml}\n  - {place: North, "
                                         "design: east.yaml}\n  - {place: West, design: east.yaml}\n"),
                               people);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 64, 1, 1);
    rasim_summary *summary = summarise(results);
    const rasim_portability *p = &summary->portability;
    expect("spread", p->spread, 0);
    cr_assert_lt(p->place_share, 1);
    for (size_t b = 0; b < p->n_bands; b++)
        expect("place", p->bands[b].gbp_week[1], p->bands[b].gbp_week[0]);
    for (uint64_t r = 0; r < 64; r++)
        for (int l = 0; l < RASIM_N_LINES; l++)
            expect("line", scenario_line(results, 3, r, (rasim_line)l), scenario_line(results, 0, r, (rasim_line)l));
    rasim_summary_free(summary);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(portability, does_not_apply_without_designs_of_places)
{
    char *folder = write_study(FRAMEWORK(""), people);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 64, 1, 1);
    rasim_summary *summary = summarise(results);
    cr_assert_not(summary->portability.applies);
    cr_assert_eq(summary->n_designs, 3);
    cr_assert_null(rasim_study_design_name(study, 3));
    rasim_summary_free(summary);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* Nobody gets an amount everywhere: there is nothing to compare, and no figure is made up. */
Test(portability, says_nothing_where_nobody_gets_an_amount_everywhere)
{
    char *folder = write_study(FRAMEWORK(PLACES), people);
    scenario_write(folder, "west.yaml",
                   "name: West's\nfamily: price_per_point\nallocation: [{gbp_per_point: 1}]\n"
                   "limits: {minimum_points: 1000}\n");
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 64, 1, 1);
    rasim_summary *summary = summarise(results);
    const rasim_portability *p = &summary->portability;
    cr_assert(p->applies);
    cr_assert_eq(p->n_bands, 0);
    expect("people", p->people, 0);
    expect("left out", p->people_left_out, 54);
    cr_assert(isnan(p->place_share) && isnan(p->chance_share) && isnan(p->spread));
    rasim_summary_free(summary);
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

/* ---- the outcome ---- */

/* A sample in which places are budget areas, so that every line of the ledger is known by place; two rows are not
   scored and take somebody else's answers, who may live elsewhere. */
static const char sample[] =
    "person_id,care_group,setting,place,budget_area,weekly_cost,points,nights,assessment_mode\n"
    "a,A,home,East,East,200,12,none,self\nb,A,home,North,North,260,20,some,self\n"
    "c,A,home,West,West,300,27,much,joint\nd,A,home,East,East,520,41,much,joint\n"
    "e,A,home,North,North,400,38,some,self\nf,A,home,West,West,150,3,none,joint\n"
    "g,A,home,East,East,320,,,self\nh,A,home,West,West,240,,,joint\n"
    "i,A,home,North,North,1200,45,much,self\n";

#define SAMPLED                                                                                                        \
    "name: Three places\ncaseload: people.csv\ndesigns: [east.yaml, north.yaml, west.yaml]\n" PLACES                   \
    "population: {sampling: polya, strata: [care_group], frame: [{people: 60}]}\nenvelope: [{gbp_year: 1000000}]\n"    \
    "sign_off: {tolerance: 0.1}\nneed: [{log_sd: 0.2}]\nprices: [{mean: 0.02, sd: 0.05}]\npractice: {sd: 0.2}\n"       \
    "assessment: {modes: [{mode: self, bias: 1, sd: 4}], leniency_sd: 1}\ntransition: {review_probability: 0.8, "      \
    "protection_share: 0.5}\nreplicates: 64\n"

/* Index of the place in the framework's order of designs: East, North, West, as the places stand. */
static void
check_replicate(const rasim_results *results, uint64_t r, size_t *n_told_apart)
{
    const int64_t *own = rasim_results_ledger(results, 3, 0, r);
    for (size_t g = 0; g < results->n_groups; g++) {
        const size_t place = results->groups[g].area;
        const size_t bytes = RASIM_N_LINES * sizeof *own;
        const int64_t *of_place = rasim_results_ledger(results, place, 0, r) + g * RASIM_N_LINES;
        const int64_t *of_other = rasim_results_ledger(results, (place + 1) % 3, 0, r) + g * RASIM_N_LINES;
        cr_assert_eq(memcmp(own + g * RASIM_N_LINES, of_place, bytes), 0, "replicate %d, place %zu", (int)r, place);
        *n_told_apart += memcmp(own + g * RASIM_N_LINES, of_other, bytes) != 0;
        cr_assert_eq(rasim_results_place_net(results, 3, 0, place)[r],
                     rasim_results_place_net(results, place, 0, place)[r]);
    }
}

Test(portability, each_place_has_its_own_designs_outcome_to_the_unit)
{
    char *folder = write_study(SAMPLED, sample);
    rasim_study *study = scenario_load(folder, "framework.yaml");
    rasim_results *results = scenario_run(study, 256, 1, 2);
    size_t n_told_apart = 0;
    cr_assert_eq(results->n_designs, 4);
    cr_assert_str_eq(rasim_study_design_name(study, 3), RASIM_OWN_DESIGNS);
    for (uint64_t r = 0; r < 256; r++)
        check_replicate(results, r, &n_told_apart);
    cr_assert_eq(n_told_apart, 3 * 256, "another place's design must not pass for its own");
    double planned = 0;
    for (size_t a = 0; a < 3; a++) {
        expect("plan", results->plans[3].place_net_gbp_year[a], results->plans[a].place_net_gbp_year[a]);
        planned += results->plans[a].place_net_gbp_year[a];
    }
    expect("plan", results->plans[3].net_gbp_year, planned);
    cr_assert_not_null(rasim_results_sample_net(results, 3, 0));
    rasim_results_free(results);
    rasim_study_free(study);
    scenario_remove(folder);
}

Test(portability, designs_asked_for_by_the_caller_are_nobodys_own)
{
    char *folder = write_study(FRAMEWORK(PLACES), people), *path = scenario_path(folder, "framework.yaml");
    char *design = scenario_path(folder, "west.yaml");
    const char *const designs[] = {design};
    rasim_study_options options;
    rasim_study_options_init(&options);
    options.designs = designs;
    options.n_designs = 1;
    rasim_study *study = NULL;
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    cr_assert_eq(rasim_study_load(path, &options, &study, problems), RASIM_OK);
    cr_assert_eq(rasim_problems_size(problems), 1);
    cr_assert_not_null(strstr(rasim_problems_get(problems, 0)->text, "place_designs is not used"));
    cr_assert_null(rasim_study_design_name(study, 1));
    rasim_study_free(study);
    rasim_problems_free(problems);
    free(design);
    free(path);
    scenario_remove(folder);
}
