/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the people of a recipe. Everything about person j of a care group is a pure function of (seed, the group's
   label, j): adding people, groups or places changes nobody else. */
#include "model/recipe_generate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "io/csv.h"
#include "model/day.h"
#include "num/detmath.h"
#include "num/philox.h"
#include "rasim/ledger.h"

/* What a draw is for. The numbers are part of the contract: a new use takes a new number, so that no other moves. */
enum {
    DRAW_SETTING = 0,
    DRAW_PLACE = 1,
    DRAW_NEED = 2,
    DRAW_CARER = 3,
    DRAW_CONSENT = 4,
    DRAW_MODE = 5,
    DRAW_DELIVERY = 6,
    DRAW_START = 7,
    DRAW_RESIDUAL = 8,
    DRAW_TAIL = 9,
    DRAW_TAIL_SIZE = 10,
    DRAW_PAYS = 11,
    DRAW_CONTRIBUTION = 12,
    DRAW_DOMAIN = 32, /* and one for each domain after it */
};

/* A question made ready: where on the latent scale one answer ends and the next begins. */
typedef struct scale {
    double loading, noise; /* noise^2 = 1 - loading^2 */
    size_t n_levels;
    const rasimi_recipe_level *levels;
    double *cuts; /* [n_levels - 1], ascending */
} scale;

typedef struct interaction {
    size_t first, second;
    double log_cost;
} interaction;

typedef struct generator {
    const rasimi_recipe *recipe;
    rasimi_arena arena;
    uint64_t key;
    size_t n_domains;
    scale *domains;            /* [n_domains] */
    scale carer;               /* n_levels 0: no such column */
    interaction *interactions; /* [recipe->interactions.n] */
    double *shifts;            /* [groups][n_domains] */
    int64_t first_day;
    uint64_t n_days; /* 0: no start dates */
} generator;

/* The random numbers of one person. */
typedef struct dice {
    uint64_t key, group;
    uint32_t person;
} dice;

typedef struct person {
    const rasimi_recipe_setting *setting;
    const char *place, *mode, *delivery, *carer_support;
    char start_date[11];
    bool consents;
    double need;
    size_t carer_level;
    size_t *answers;      /* [n_domains] */
    const double *shifts; /* [n_domains] of the care group */
    uint64_t cost_pence, contribution_pence;
} person;

static double
uniform(const dice *d, uint32_t draw)
{
    uint32_t words[4] = {(uint32_t)d->group, (uint32_t)(d->group >> 32), d->person, rasimi_counter_word(0, draw, 0)};
    rasimi_philox(words, d->key);
    return rasimi_uniform53(words[0], words[1]);
}

static double
normal(const dice *d, uint32_t draw)
{
    return rasimi_normal_quantile(uniform(d, draw));
}

/* ---- making ready ---- */

static double
cut_at(double cumulated_share)
{
    if (cumulated_share <= 0) {
        return -HUGE_VAL;
    }
    return cumulated_share < 1 ? rasimi_normal_quantile(cumulated_share) : HUGE_VAL;
}

static bool
make_scale(generator *g, double loading, const rasimi_structs *levels, scale *out)
{
    *out = (scale){.loading = loading,
                   .noise = sqrt(1 - loading * loading),
                   .n_levels = levels->n,
                   .levels = levels->items,
                   .cuts = rasimi_arena_alloc(&g->arena, levels->n, sizeof(double))};
    if (out->cuts == NULL) {
        return false;
    }
    double below = 0;
    for (size_t i = 0; i + 1 < levels->n; i++) {
        below += out->levels[i].share.value;
        out->cuts[i] = cut_at(below);
    }
    return true;
}

static size_t
find_domain(const rasimi_recipe *recipe, const char *name)
{
    const rasimi_recipe_domain *domains = recipe->domains.items;
    size_t i = 0;
    while (strcmp(domains[i].name.value, name) != 0) { /* recipe_check.c has seen to it that it is there */
        i++;
    }
    return i;
}

static bool
make_questions(generator *g)
{
    const rasimi_recipe *recipe = g->recipe;
    const rasimi_recipe_domain *domains = recipe->domains.items;
    g->n_domains = recipe->domains.n;
    g->domains = rasimi_arena_alloc(&g->arena, g->n_domains + 1, sizeof *g->domains);
    g->shifts = rasimi_arena_alloc(&g->arena, recipe->groups.n, (g->n_domains + 1) * sizeof *g->shifts);
    if (g->domains == NULL || g->shifts == NULL) {
        return false;
    }
    for (size_t i = 0; i < g->n_domains; i++) {
        if (!make_scale(g, domains[i].loading.value, &domains[i].levels, &g->domains[i])) {
            return false;
        }
    }
    const rasimi_recipe_carer *carer = &recipe->carer_support;
    return carer->levels.n == 0 || make_scale(g, carer->loading.value, &carer->levels, &g->carer);
}

static bool
make_interactions(generator *g)
{
    const size_t n = g->recipe->interactions.n;
    const rasimi_recipe_interaction *items = g->recipe->interactions.items;
    g->interactions = rasimi_arena_alloc(&g->arena, n + 1, sizeof *g->interactions);
    if (g->interactions == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        g->interactions[i] = (interaction){.first = find_domain(g->recipe, items[i].first.value),
                                           .second = find_domain(g->recipe, items[i].second.value),
                                           .log_cost = items[i].log_cost.value};
    }
    return true;
}

static void
make_days(generator *g)
{
    const rasimi_recipe_dates *dates = &g->recipe->start_dates;
    int64_t last = 0;
    if (dates->from.value != NULL && rasimi_day_parse(dates->from.value, &g->first_day) &&
        rasimi_day_parse(dates->to.value, &last)) {
        g->n_days = (uint64_t)(last - g->first_day) + 1;
    }
}

static void
make_shifts(generator *g)
{
    const rasimi_recipe_group *groups = g->recipe->groups.items;
    for (size_t k = 0; k < g->recipe->groups.n; k++) {
        for (size_t i = 0; i < groups[k].shifts.n; i++) {
            const rasimi_pair *shift = &groups[k].shifts.items[i];
            g->shifts[k * g->n_domains + find_domain(g->recipe, shift->label.value)] = shift->number.value;
        }
    }
}

/* ---- one person ---- */

/* The label at a uniform; "" where there are no labels. */
static const char *
pick(const rasimi_pairs *pairs, double u)
{
    const char *label = "";
    double below = 0;
    for (size_t i = 0; i < pairs->n && u >= below; i++) {
        if (pairs->items[i].number.value > 0) {
            label = pairs->items[i].label.value;
            below += pairs->items[i].number.value;
        }
    }
    return label;
}

static const rasimi_recipe_setting *
pick_setting(const rasimi_structs *settings, double u)
{
    const rasimi_recipe_setting *items = settings->items;
    const rasimi_recipe_setting *chosen = items;
    double below = 0;
    for (size_t i = 0; i < settings->n && u >= below; i++) {
        if (items[i].share.value > 0) {
            chosen = &items[i];
            below += items[i].share.value;
        }
    }
    return chosen;
}

static size_t
answer(const scale *s, double need, double shift, double noise)
{
    const double latent = s->loading * need + s->noise * noise + shift;
    size_t level = 0;
    while (level + 1 < s->n_levels && latent >= s->cuts[level]) {
        level++;
    }
    return level;
}

/* An answer's place on its scale, 0 for the lowest to 1 for the highest. */
static double
position(const scale *s, size_t level)
{
    return (double)level / (double)(s->n_levels - 1);
}

static void
add_effects(const generator *g, const person *p, double *log_cost, double *gbp_week)
{
    for (size_t i = 0; i < g->n_domains; i++) {
        const rasimi_recipe_level *level = &g->domains[i].levels[p->answers[i]];
        *log_cost += level->log_cost.value;
        *gbp_week += level->gbp_week.value;
    }
    for (size_t i = 0; i < g->recipe->interactions.n; i++) {
        const interaction *pair = &g->interactions[i];
        *log_cost += pair->log_cost * position(&g->domains[pair->first], p->answers[pair->first]) *
                     position(&g->domains[pair->second], p->answers[pair->second]);
    }
    if (g->carer.n_levels > 0 && p->consents) {
        *log_cost += g->carer.levels[p->carer_level].log_cost.value;
        *gbp_week += g->carer.levels[p->carer_level].gbp_week.value;
    }
}

static double
own_or(rasimi_number own, rasimi_number common)
{
    return isnan(own.value) ? common.value : own.value;
}

static double
scatter(const rasimi_recipe_group *group, const rasimi_recipe_setting *setting, const dice *d)
{
    double log_factor = own_or(setting->residual_log_sd, group->residual_log_sd) * normal(d, DRAW_RESIDUAL);
    const rasimi_recipe_tail *tail = &setting->tail;
    if (uniform(d, DRAW_TAIL) < tail->share.value) {
        log_factor += rasimi_log(tail->multiplier.value) + tail->log_sd.value * normal(d, DRAW_TAIL_SIZE);
    }
    return rasimi_exp(log_factor);
}

static uint64_t
pence(double gbp)
{
    return (uint64_t)(gbp * 100 + 0.5);
}

static uint64_t
draw_cost(const generator *g, const rasimi_recipe_group *group, const person *p, const dice *d)
{
    const rasimi_recipe *recipe = g->recipe;
    const rasimi_recipe_setting *setting = p->setting;
    double log_cost = 0, gbp_week = 0;
    add_effects(g, p, &log_cost, &gbp_week);
    const double weight = setting->answers_weight.value;
    const double base = own_or(setting->base_gbp_week, group->base_gbp_week) * setting->cost_multiplier.value;
    double cost = (base * rasimi_exp(weight * log_cost) + weight * gbp_week) * scatter(group, setting, d);
    if (cost < recipe->smallest_gbp_week.value) {
        cost = recipe->smallest_gbp_week.value;
    }
    return pence(cost > recipe->largest_gbp_week.value ? recipe->largest_gbp_week.value : cost);
}

/* Lognormal of the given mean and standard deviation: v = log(1 + (sd/mean)^2), mean exp(sqrt(v) z - v/2). */
static uint64_t
draw_contribution(const rasimi_recipe_contribution *pays, uint64_t cost_pence, const dice *d)
{
    if (uniform(d, DRAW_PAYS) >= pays->paying.value) {
        return 0;
    }
    const double cv = pays->sd_gbp_week.value / pays->mean_gbp_week.value;
    const double v = rasimi_log1p(cv * cv);
    const double gbp = pays->mean_gbp_week.value * rasimi_exp(sqrt(v) * normal(d, DRAW_CONTRIBUTION) - v / 2);
    const uint64_t own = pence(gbp < RASIM_MAX_GBP_WEEK ? gbp : RASIM_MAX_GBP_WEEK);
    return own < cost_pence ? own : cost_pence;
}

static void
draw_answers(const generator *g, const dice *d, person *p)
{
    for (size_t i = 0; i < g->n_domains; i++) {
        p->answers[i] = answer(&g->domains[i], p->need, p->shifts[i], normal(d, DRAW_DOMAIN + (uint32_t)i));
    }
    if (g->carer.n_levels > 0) {
        p->carer_level = answer(&g->carer, p->need, 0, normal(d, DRAW_CARER));
        p->carer_support = g->carer.levels[p->carer_level].label.value;
    }
    p->consents = uniform(d, DRAW_CONSENT) < g->recipe->carer_support.consent.value;
}

static void
draw_person(const generator *g, const rasimi_recipe_group *group, const dice *d, person *p)
{
    p->setting = pick_setting(&group->settings, uniform(d, DRAW_SETTING));
    const rasimi_pairs *places = group->places.n > 0 ? &group->places : &g->recipe->places;
    p->place = pick(places, uniform(d, DRAW_PLACE));
    p->mode = pick(&g->recipe->assessment_modes, uniform(d, DRAW_MODE));
    p->delivery = pick(&p->setting->delivery, uniform(d, DRAW_DELIVERY));
    if (g->n_days > 0) {
        rasimi_day_format(g->first_day + (int64_t)((double)g->n_days * uniform(d, DRAW_START)), p->start_date);
    }
    p->need = group->need.mean.value + p->setting->need_shift.value + group->need.sd.value * normal(d, DRAW_NEED);
    draw_answers(g, d, p);
    p->cost_pence = draw_cost(g, group, p, d);
    p->contribution_pence = draw_contribution(&p->setting->contribution, p->cost_pence, d);
}

/* ---- the text ---- */

static void
write_header(const generator *g, rasimi_buffer *csv)
{
    const rasimi_recipe_domain *domains = g->recipe->domains.items;
    for (size_t i = 0; rasimi_recipe_columns[i] != NULL; i++) {
        rasimi_csv_add(csv, rasimi_recipe_columns[i], i == 0);
    }
    for (size_t i = 0; i < g->n_domains; i++) {
        rasimi_csv_add(csv, domains[i].name.value, 0);
    }
    rasimi_buffer_add(csv, "\n", 1);
}

/* A whole number in so many digits at least. printf would take most of the time that a person takes. */
static void
write_whole(rasimi_buffer *out, uint64_t number, unsigned least_digits)
{
    char digits[20];
    unsigned n = 0;
    while (number > 0 || n < least_digits) {
        digits[sizeof digits - ++n] = (char)('0' + number % 10);
        number /= 10;
    }
    rasimi_buffer_add(out, digits + sizeof digits - n, n);
}

/* Money goes through whole pence: no decimal sign that a locale could change. */
static void
write_pence(rasimi_buffer *csv, uint64_t amount)
{
    rasimi_buffer_add(csv, ",", 1);
    write_whole(csv, amount / 100, 1);
    rasimi_buffer_add(csv, ".", 1);
    write_whole(csv, amount % 100, 2);
}

static void
write_id(const generator *g, const rasimi_recipe_group *group, uint32_t number, rasimi_buffer *id, rasimi_buffer *csv)
{
    const char *prefix = g->recipe->id_prefix.value, *code = group->code.value;
    id->length = 0;
    rasimi_buffer_add(id, prefix, strlen(prefix));
    rasimi_buffer_add(id, "-", 1);
    rasimi_buffer_add(id, code, strlen(code));
    rasimi_buffer_add(id, "-", 1);
    write_whole(id, number, 5);
    csv->failed = csv->failed || id->failed;
    rasimi_csv_add(csv, id->failed ? "" : id->data, 1);
}

/* In the order of rasimi_recipe_columns. */
static void
write_person(const generator *g, const rasimi_recipe_group *group, const person *p, rasimi_buffer *csv)
{
    rasimi_csv_add(csv, group->care_group.value, 0);
    rasimi_csv_add(csv, p->setting->setting.value, 0);
    rasimi_csv_add(csv, p->place, 0);
    write_pence(csv, p->cost_pence);
    rasimi_csv_add(csv, p->carer_support, 0);
    rasimi_csv_add(csv, p->consents ? "yes" : "no", 0);
    rasimi_csv_add(csv, p->mode, 0);
    rasimi_csv_add(csv, p->delivery, 0);
    rasimi_csv_add(csv, p->start_date, 0);
    write_pence(csv, p->contribution_pence);
    for (size_t i = 0; i < g->n_domains; i++) {
        rasimi_csv_add(csv, g->domains[i].levels[p->answers[i]].label.value, 0);
    }
    rasimi_buffer_add(csv, "\n", 1);
}

/* ---- everybody ---- */

/* People whom a thread draws at a time, and such slices that are drawn before they join the text: so many are held. */
enum { SLICE = 8192, SLICES_A_ROUND = 16 };

/* Some people of one care group, and what is written of them. */
typedef struct slice {
    size_t group;
    uint32_t first, n;
    rasimi_recipe_cost *costs; /* [n] */
    rasimi_buffer csv;
} slice;

typedef struct drawing {
    const generator *generator;
    slice slices[SLICES_A_ROUND];
    size_t n;
} drawing;

static void
draw_people(const generator *g, slice *of, person *scratch, rasimi_buffer *id)
{
    const rasimi_recipe_group *group = (const rasimi_recipe_group *)g->recipe->groups.items + of->group;
    const rasimi_recipe_setting *settings = group->settings.items;
    const char *label = group->care_group.value;
    dice d = {.key = g->key, .group = rasimi_label_key(label, strlen(label))};
    scratch->shifts = g->shifts + of->group * g->n_domains;
    for (uint32_t i = 0; i < of->n && !of->csv.failed; i++) {
        d.person = of->first + i;
        draw_person(g, group, &d, scratch);
        write_id(g, group, d.person + 1, id, &of->csv);
        write_person(g, group, scratch, &of->csv);
        of->costs[i] = (rasimi_recipe_cost){(uint32_t)of->group, (uint32_t)(scratch->setting - settings),
                                            (uint32_t)scratch->cost_pence};
    }
}

static rasim_status
draw_piece(void *context, uint64_t i, int thread)
{
    drawing *self = context;
    const generator *g = self->generator;
    slice *of = &self->slices[i];
    rasimi_buffer id = {0};
    person scratch = {.carer_support = "", .answers = rasimi_calloc(g->n_domains, sizeof *scratch.answers)};
    (void)thread;
    if (scratch.answers != NULL) {
        draw_people(g, of, &scratch, &id);
    }
    const bool drawn = scratch.answers != NULL && !of->csv.failed;
    free(scratch.answers);
    rasimi_buffer_clear(&id);
    return drawn ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* Draws the slices of a round, and adds them to the text in their order. */
static rasim_status
end_round(drawing *self, int n_threads, rasimi_buffer *csv)
{
    rasimi_pool_result done;
    rasim_status status = rasimi_pool_run(0, self->n, n_threads, draw_piece, self, NULL, NULL, &done);
    for (size_t i = 0; i < self->n; i++) {
        rasimi_buffer *written = &self->slices[i].csv;
        if (status == RASIM_OK && written->length > 0) {
            rasimi_buffer_add(csv, written->data, written->length);
        }
        rasimi_buffer_clear(written);
    }
    self->n = 0;
    return status == RASIM_OK && csv->failed ? RASIM_ERR_NO_MEMORY : status;
}

static rasim_status
write_people(const generator *g, int n_threads, rasimi_buffer *csv, rasimi_recipe_costs *costs)
{
    const rasimi_recipe_group *groups = g->recipe->groups.items;
    drawing now = {.generator = g};
    rasim_status status = RASIM_OK;
    for (size_t k = 0; k < g->recipe->groups.n; k++) {
        const uint32_t people = (uint32_t)groups[k].people.value;
        for (uint32_t first = 0; first < people && status == RASIM_OK; first += SLICE) {
            const uint32_t left = people - first, n = left < SLICE ? left : SLICE;
            now.slices[now.n++] = (slice){.group = k, .first = first, .n = n, .costs = costs->items + costs->n};
            costs->n += n;
            status = now.n == SLICES_A_ROUND ? end_round(&now, n_threads, csv) : RASIM_OK;
        }
    }
    return status == RASIM_OK ? end_round(&now, n_threads, csv) : status;
}

static rasim_status
make_costs(const rasimi_recipe *recipe, rasimi_recipe_costs *out)
{
    const rasimi_recipe_group *groups = recipe->groups.items;
    size_t n = 0;
    for (size_t k = 0; k < recipe->groups.n; k++) {
        n += groups[k].people.value;
    }
    out->items = rasimi_calloc(n, sizeof *out->items);
    return out->items == NULL ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}

rasim_status
rasimi_recipe_write(const rasimi_recipe *recipe, int n_threads, rasimi_buffer *csv, rasimi_recipe_costs *costs)
{
    generator g = {.recipe = recipe, .key = rasimi_stream_key(recipe->seed.value, RASIMI_STREAM_GENERATE)};
    rasim_status status = RASIM_ERR_NO_MEMORY;
    if (make_questions(&g) && make_interactions(&g)) {
        make_shifts(&g);
        make_days(&g);
        write_header(&g, csv);
        status = make_costs(recipe, costs);
    }
    if (status == RASIM_OK) {
        status = write_people(&g, n_threads, csv, costs);
    }
    rasimi_arena_clear(&g.arena);
    return status;
}
