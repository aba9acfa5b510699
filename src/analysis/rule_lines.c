/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule, limits and all, is asked at ten steps a class of points; of what it says only the vertices are kept between
   which a straight line is near enough (Ramer 1972; Douglas and Peucker 1973, with the distance in £). */
#include "analysis/rule_lines.h"

#include <math.h>
#include <stdlib.h>

#include "rasim/ledger.h"

enum { STEPS = 10, MOST_SAMPLES = RASIM_MOST_POINTS_CLASSES * STEPS + 1 };

/* Straight lines may miss the rule by this share of the most that it gives. */
#define NEAR_ENOUGH 0.01

/* ---- the vertices of a line ---- */

typedef struct sampled {
    size_t n;
    double points[MOST_SAMPLES], gbp_week[MOST_SAMPLES];
    bool kept[MOST_SAMPLES];
} sampled;

/* What the rule gives at whole steps. There is no line where it allocates nothing or nobody's points can lie. */
static void
sample_rule(const rasimi_rule *rule, const rasim_design_persons *of, sampled *out)
{
    const double first = of->points[0].from, step = (of->points[0].to - first) / STEPS;
    out->n = 0;
    for (size_t i = 0; i <= of->n_points * STEPS; i++) {
        const double points = first + (double)i * step;
        const rasimi_allocated given = rasimi_rule_evaluate(rule, (float)points, 0);
        if (given.status != RASIMI_RULE_ALLOCATED || points < (double)rule->low || points > (double)rule->high)
            continue;
        out->points[out->n] = points;
        out->gbp_week[out->n] = (double)given.units / RASIM_UNITS_PER_GBP;
        out->kept[out->n++] = false;
    }
}

/* The sample between two others that lies furthest from their line; `from` where all are near enough. */
static size_t
furthest(const sampled *line, size_t from, size_t to, double near)
{
    const double run = line->points[to] - line->points[from], rise = line->gbp_week[to] - line->gbp_week[from];
    size_t found = from;
    for (size_t i = from + 1; i < to; i++) {
        const double straight = line->gbp_week[from] + (line->points[i] - line->points[from]) / run * rise;
        const double distance = fabs(line->gbp_week[i] - straight);
        if (distance > near) {
            near = distance;
            found = i;
        }
    }
    return found;
}

/* Keeps the ends, and between every two kept samples the furthest, until none is far. */
static void
keep_vertices(sampled *line)
{
    double most = 0;
    for (size_t i = 0; i < line->n; i++)
        most = line->gbp_week[i] > most ? line->gbp_week[i] : most;
    if (line->n > 0)
        line->kept[0] = line->kept[line->n - 1] = true;
    for (size_t from = 0, to; from + 1 < line->n;) {
        for (to = from + 1; !line->kept[to]; to++)
            ;
        const size_t far = furthest(line, from, to, NEAR_ENOUGH * most);
        line->kept[far] = true;
        from = far == from ? to : from;
    }
}

static rasim_status
put_line(const sampled *line, const char *care_groups, rasimi_arena *arena, rasim_rule_line *out)
{
    double *values = rasimi_arena_alloc(arena, line->n, 2 * sizeof *values);
    if (!values || !care_groups)
        return RASIM_ERR_NO_MEMORY;
    *out = (rasim_rule_line){care_groups, 0, values, values + line->n};
    for (size_t i = 0; i < line->n; i++)
        if (line->kept[i]) {
            out->points[out->n] = line->points[i];
            out->gbp_week[out->n++] = line->gbp_week[i];
        }
    return RASIM_OK;
}

/* ---- care groups that share a rule ---- */

typedef struct shared_rule {
    const rasimi_rule *rule;
    double people;
    size_t first; /* care group */
} shared_rule;

/* The most people first. */
static int
by_people(const void *left, const void *right)
{
    const shared_rule *a = left, *b = right;
    if (a->people < b->people || a->people > b->people)
        return a->people > b->people ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

static size_t
list_rules(const rasim_study *study, const rasimi_applied *applied, shared_rule *out)
{
    size_t n = 0;
    for (size_t g = 0; g < study->n_care_groups; g++) {
        const rasimi_rule *rule = &applied->rules[g];
        size_t at = 0;
        while (at < n && !rasimi_rules_are_alike(out[at].rule, rule))
            at++;
        if (at == n && rule->n > 0)
            out[n++] = (shared_rule){rule, 0, g};
        for (size_t i = 0; at < n && i < study->n_rows; i++)
            out[at].people += study->care_group[i] == g ? study->weight[i] : 0;
    }
    qsort(out, n, sizeof *out, by_people);
    return n;
}

/* "Older people, Mental health". */
static const char *
name_groups(const rasim_study *study, const rasimi_applied *applied, const rasimi_rule *rule, rasimi_arena *arena)
{
    const char *names = "";
    for (size_t g = 0; names && g < study->n_care_groups; g++)
        if (applied->rules[g].n > 0 && rasimi_rules_are_alike(rule, &applied->rules[g]))
            names = rasimi_arena_printf(arena, "%s%s%s", names, *names ? ", " : "", study->care_groups[g]);
    return names;
}

rasim_status
rasimi_rule_lines(const rasim_study *study, size_t outcome, rasimi_arena *arena, rasim_design_persons *out)
{
    if (out->n_points == 0)
        return RASIM_OK;
    const rasimi_applied *applied = &study->applied[outcome];
    shared_rule *shared = rasimi_calloc(study->n_care_groups, sizeof *shared);
    out->rules = rasimi_arena_alloc(arena, RASIM_MOST_RULE_LINES, sizeof *out->rules);
    rasim_status status = shared && out->rules ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    const size_t n = status == RASIM_OK ? list_rules(study, applied, shared) : 0;
    for (size_t i = 0; i < n && out->n_rules < RASIM_MOST_RULE_LINES && status == RASIM_OK; i++) {
        sampled line;
        sample_rule(shared[i].rule, out, &line);
        keep_vertices(&line);
        if (line.n == 0)
            continue;
        const char *names = n == 1 ? "everybody" : name_groups(study, applied, shared[i].rule, arena);
        status = put_line(&line, names, arena, &out->rules[out->n_rules]);
        out->n_rules += status == RASIM_OK;
    }
    free(shared);
    return status;
}
