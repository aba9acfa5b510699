/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiling and evaluating a rule. Amounts are pieces of straight lines over points; the limits that follow are applied
   to what the pieces give, in the order of methods.md section 3: uprating, top-slice, floor and cap, rounding. Minimum
   points stand over all.

   The floor lifts amounts above 0 only. In money, that means amounts that are at least half a ledger unit: 0 points at
   so many £ a point give nothing, while the first fraction of a point gives the floor.

   Rounding to the unit relies on the default rounding mode, to nearest and half to even. */
#include "model/rule.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "model/family.h"
#include "model/param_words.h"
#include "model/score.h"
#include "rasim/ledger.h"

/* Amounts below this, in ledger units, are £0 in the ledger. */
#define HALF_UNIT 0.5f

rasimi_limited
rasimi_limits_stages(const rasimi_limits *limits, float units)
{
    rasimi_limited out = {.above_zero = units > 0.0f ? units : 0.0f};
    float x = out.scaled = out.above_zero * limits->scale;
    if (x >= HALF_UNIT && x < limits->floor) {
        x = limits->floor;
    }
    out.floored = x;
    if (!(x < limits->cap)) {
        x = limits->cap;
    }
    out.capped = x;
    if (limits->rounding > 0.0f) {
        x = __builtin_floorf(x / limits->rounding + 0.5f) * limits->rounding;
    }
    out.rounded = x;
    return out;
}

int32_t
rasimi_limits_apply(const rasimi_limits *limits, float units)
{
    return (int32_t)__builtin_rintf(rasimi_limits_stages(limits, units).rounded);
}

const rasimi_piece *
rasimi_rule_piece(const rasimi_rule *rule, float points, float *held)
{
    const float above = points < rule->low ? rule->low : points;
    *held = above > rule->high ? rule->high : above;
    size_t i = rule->n - 1;
    while (i > 0 && rule->pieces[i].from > *held) {
        i--;
    }
    return &rule->pieces[i];
}

float
rasimi_piece_units(const rasimi_piece *piece, float held)
{
    return __builtin_fmaf(piece->slope, held - piece->from, piece->base);
}

float
rasimi_rule_units(const rasimi_rule *rule, float points, float extra, rasimi_rule_status *status)
{
    float held;
    const rasimi_piece *piece = rasimi_rule_piece(rule, points, &held);
    *status = (rasimi_rule_status)piece->status;
    return piece->status == RASIMI_RULE_ALLOCATED ? rasimi_piece_units(piece, held) + extra : 0.0f;
}

rasimi_allocated
rasimi_rule_evaluate(const rasimi_rule *rule, float points, float extra)
{
    rasimi_rule_status status;
    const float units = rasimi_rule_units(rule, points, extra, &status);
    const int32_t amount = status == RASIMI_RULE_ALLOCATED ? rasimi_limits_apply(&rule->limits, units) : 0;
    return (rasimi_allocated){amount, status};
}

const rasimi_allocation_row *
rasimi_design_row(const rasimi_design *design, const char *care_group)
{
    const rasimi_allocation_row *rows = design->allocation.items, *rest = NULL;
    for (size_t i = 0; i < design->allocation.n; i++) {
        if (!rows[i].care_group.value) {
            rest = &rows[i];
        } else if (strcmp(rows[i].care_group.value, care_group) == 0) {
            return &rows[i];
        }
    }
    return rest;
}

/* A rule being compiled: pieces in £ a week. */
typedef struct rule_draft {
    rasimi_raw_piece *pieces;
    size_t n;
} rule_draft;

/* From the table's period to £ a week. */
static void
scale_amounts(rule_draft *draft, const rasimi_design *design, double weeks_per_year)
{
    const double weeks = design->period.value == RASIMI_PERIOD_YEAR ? weeks_per_year : 1;
    for (size_t i = 0; i < draft->n; i++) {
        draft->pieces[i].base /= weeks;
        draft->pieces[i].slope /= weeks;
    }
}

/* No piece starts above the largest package; lines that rise beyond it are held there by the cap. */
static rasim_status
check_amounts(const rule_draft *draft, const rasimi_design *design, const rasimi_allocation_row *row,
              rasim_problems *problems)
{
    for (size_t i = 0; i < draft->n; i++) {
        if (draft->pieces[i].base > RASIM_MAX_GBP_WEEK) {
            rasimi_problem_add(problems, RASIM_ERROR, rasimi_mark_place(design->file, row->mark),
                               "This row of allocation gives %s a week from %s points on, but no package above %s a "
                               "week is simulated; check the amounts and 'period'.",
                               rasimi_words_pounds(draft->pieces[i].base).text,
                               rasimi_words_number(draft->pieces[i].from).text,
                               rasimi_words_pounds(RASIM_MAX_GBP_WEEK).text);
            return RASIM_ERR_INPUT;
        }
    }
    return RASIM_OK;
}

static double
amount_at(const rasimi_raw_piece *piece, double points)
{
    return piece->slope == 0 ? piece->base : piece->base + piece->slope * (points - piece->from);
}

/* The part of a piece that starts at `from`. */
static rasimi_raw_piece
start_at(const rasimi_raw_piece *piece, double from)
{
    rasimi_raw_piece part = *piece;
    part.base = amount_at(piece, from);
    part.from = from;
    return part;
}

/* Where piece i ends. */
static double
end_of(const rule_draft *draft, size_t i)
{
    return i + 1 < draft->n ? draft->pieces[i + 1].from : HUGE_VAL;
}

/* Below the minimum one piece of £0 takes the place of what was there. */
static rasim_status
apply_minimum(rule_draft *draft, const rasimi_limits_spec *limits, rasimi_arena *arena)
{
    const double minimum = limits->minimum_points.value;
    if (isnan(minimum)) {
        return RASIM_OK;
    }
    rasimi_raw_piece *kept = rasimi_arena_alloc(arena, draft->n + 1, sizeof *kept);
    if (!kept) {
        return RASIM_ERR_NO_MEMORY;
    }
    const bool panel = limits->below_minimum.value == RASIMI_BELOW_PANEL;
    size_t n = 0;
    kept[n++] = (rasimi_raw_piece){.from = -HUGE_VAL, .status = panel ? RASIMI_RULE_PANEL : RASIMI_RULE_INELIGIBLE};
    for (size_t i = 0; i < draft->n; i++) {
        const rasimi_raw_piece *piece = &draft->pieces[i];
        if (end_of(draft, i) > minimum) {
            kept[n++] = piece->from < minimum ? start_at(piece, minimum) : *piece;
        }
    }
    draft->pieces = kept;
    draft->n = n;
    return RASIM_OK;
}

/* True where two pieces in a row are one level stretch. */
static bool
is_continued(const rasimi_raw_piece *before, const rasimi_raw_piece *piece)
{
    return before->slope == 0 && piece->slope == 0 && before->base == piece->base && before->status == piece->status;
}

/* The pieces in single precision and ledger units, stretches of one level joined. */
static rasim_status
convert_pieces(const rule_draft *draft, rasimi_arena *arena, rasimi_rule *out)
{
    rasimi_piece *pieces = rasimi_arena_alloc(arena, draft->n, sizeof *pieces);
    if (!pieces) {
        return RASIM_ERR_NO_MEMORY;
    }
    size_t n = 0;
    for (size_t i = 0; i < draft->n; i++) {
        const rasimi_raw_piece *piece = &draft->pieces[i];
        if (i > 0 && is_continued(piece - 1, piece)) {
            continue;
        }
        pieces[n++] = (rasimi_piece){
            .from = isinf(piece->from) ? -FLT_MAX : (float)piece->from,
            .base = (float)(piece->base * RASIM_UNITS_PER_GBP),
            .slope = (float)(piece->slope * RASIM_UNITS_PER_GBP),
            .status = (int32_t)piece->status,
        };
    }
    out->pieces = pieces;
    out->n = n;
    return RASIM_OK;
}

/* The range of observed points, held within what any questionnaire may have so that differences stay finite. */
static void
set_range(const rasimi_design *design, rasimi_rule *out)
{
    double low, high;
    rasimi_points_range(design, &low, &high);
    out->low = (float)(low > -RASIMI_MAX_POINTS ? low : -RASIMI_MAX_POINTS);
    out->high = (float)(high < RASIMI_MAX_POINTS ? high : RASIMI_MAX_POINTS);
}

static rasimi_limits
compile_limits(const rasimi_limits_spec *spec)
{
    const double floor = spec->floor_gbp_week.value, cap = spec->cap_gbp_week.value;
    const double rounding = spec->rounding_gbp_week.value;
    return (rasimi_limits){
        .scale = (float)((1 + spec->uprating.value) * (1 - spec->top_slice.value)),
        .floor = isnan(floor) ? 0 : (float)(floor * RASIM_UNITS_PER_GBP),
        .cap = (float)((isnan(cap) ? RASIM_MAX_GBP_WEEK : cap) * RASIM_UNITS_PER_GBP),
        .rounding = isnan(rounding) ? 0 : (float)(rounding * RASIM_UNITS_PER_GBP),
    };
}

static bool
differ(float a, float b)
{
    return a < b || a > b;
}

static bool
limits_are_alike(const rasimi_limits *a, const rasimi_limits *b)
{
    return !differ(a->scale, b->scale) && !differ(a->floor, b->floor) && !differ(a->cap, b->cap) &&
           !differ(a->rounding, b->rounding);
}

bool
rasimi_rules_are_alike(const rasimi_rule *a, const rasimi_rule *b)
{
    if (a->n != b->n || differ(a->low, b->low) || differ(a->high, b->high) ||
        !limits_are_alike(&a->limits, &b->limits)) {
        return false;
    }
    for (size_t i = 0; i < a->n; i++) {
        const rasimi_piece *x = &a->pieces[i], *y = &b->pieces[i];
        if (differ(x->from, y->from) || differ(x->base, y->base) || differ(x->slope, y->slope) ||
            x->status != y->status) {
            return false;
        }
    }
    return true;
}

void
rasimi_rule_bound(rasimi_rule *rule, const rasimi_limits_spec *spec, const char *care_group)
{
    rule->bounds = rasimi_bounds_of(spec, care_group);
    rasimi_rule_set_year(rule, 0);
}

void
rasimi_rule_set_year(rasimi_rule *rule, size_t year)
{
    if (!rule->bounds.spec) {
        return;
    }
    rule->limits.floor = (float)(rasimi_bounds_least(&rule->bounds, year) * RASIM_UNITS_PER_GBP);
    rule->limits.cap = (float)(rasimi_bounds_most(&rule->bounds, year) * RASIM_UNITS_PER_GBP);
}

/* The family's pieces. One that reads answers has no lines over points: all it gives comes as `extra`, on a piece of
   £0, so that the minimum points stand over it too. False where memory ran out. */
static bool
draw_pieces(const rasimi_family *family, const rasimi_allocation_row *row, rasimi_arena *arena, rule_draft *out)
{
    out->n = family->pieces ? family->count(row) : 1;
    out->pieces = rasimi_arena_alloc(arena, out->n, sizeof *out->pieces);
    if (out->pieces && family->pieces) {
        family->pieces(row, out->pieces);
    } else if (out->pieces) {
        out->pieces[0] = (rasimi_raw_piece){.from = -HUGE_VAL, .status = RASIMI_RULE_ALLOCATED};
    }
    return out->pieces != NULL;
}

rasim_status
rasimi_rule_compile(const rasimi_design *design, const rasimi_allocation_row *row, double weeks_per_year,
                    rasimi_arena *arena, rasimi_rule *out, rasim_problems *problems)
{
    const rasimi_family *family = rasimi_family_find(design->family.value);
    rule_draft draft = {0};
    if (!draw_pieces(family, row, arena, &draft)) {
        return RASIM_ERR_NO_MEMORY;
    }
    scale_amounts(&draft, design, weeks_per_year);
    rasim_status status = check_amounts(&draft, design, row, problems);
    if (status == RASIM_OK) {
        status = apply_minimum(&draft, &design->limits, arena);
    }
    rasimi_rule rule = {.limits = compile_limits(&design->limits)};
    if (status == RASIM_OK) {
        status = convert_pieces(&draft, arena, &rule);
    }
    if (status != RASIM_OK) {
        return status;
    }
    set_range(design, &rule);
    *out = rule;
    return RASIM_OK;
}
