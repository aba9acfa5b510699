/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiling and evaluating a rule. Amounts are pieces of straight lines over points. The order of the limits is that of
   methods.md section 3: the family's rule, uprating, top-slice, floor and cap, rounding; minimum points stand over all.

   The floor lifts amounts above 0 only. In money, that means amounts that are at least half a ledger unit: a line that
   starts at exactly £0 stays there until it rounds to a unit, and from that point on the floor holds. So 0 points at so
   many £ a point give nothing, while the first fraction of a point gives the floor.

   Rounding to the unit relies on the default rounding mode, to nearest and half to even. */
#include "model/rule.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "model/family.h"
#include "model/param_words.h"
#include "model/score.h"
#include "rasim/ledger.h"

/* Amounts below this are £0 in the ledger. */
#define HALF_UNIT_GBP (0.5 / RASIM_UNITS_PER_GBP)

/* Floor and cap cut a straight piece where it reaches half a unit, the floor and the cap. */
#define MAX_CUTS 3

rasimi_allocated
rasimi_rule_evaluate(const rasimi_rule *rule, float points)
{
    const float above = points < rule->low ? rule->low : points;
    const float held = above > rule->high ? rule->high : above;
    size_t i = rule->n - 1;
    while (i > 0 && rule->pieces[i].from > held) {
        i--;
    }
    const rasimi_piece *piece = &rule->pieces[i];
    float units = __builtin_fmaf(piece->slope, held - piece->from, piece->base);
    if (rule->rounding > 0) {
        units = __builtin_floorf(units / rule->rounding + 0.5f) * rule->rounding;
    }
    return (rasimi_allocated){(int32_t)__builtin_rintf(units), (rasimi_rule_status)piece->status};
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

/* From the table's prices and period to £ a week in year 1 after the top-slice. */
static void
scale_amounts(rule_draft *draft, const rasimi_design *design, double weeks_per_year)
{
    const rasimi_limits_spec *limits = &design->limits;
    const double weeks = design->period.value == RASIMI_PERIOD_YEAR ? weeks_per_year : 1;
    const double factor = (1 + limits->uprating.value) * (1 - limits->top_slice.value);
    for (size_t i = 0; i < draft->n; i++) {
        draft->pieces[i].base = draft->pieces[i].base / weeks * factor;
        draft->pieces[i].slope = draft->pieces[i].slope / weeks * factor;
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
                               "This row of allocation gives £%s a week from %s points on, but no package above £%d a "
                               "week is simulated; check the amounts and 'period'.",
                               rasimi_words_number(draft->pieces[i].base).text,
                               rasimi_words_number(draft->pieces[i].from).text, RASIM_MAX_GBP_WEEK);
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

/* Where a piece passes through the levels before `end`, in rising order. */
static size_t
find_cuts(const rasimi_raw_piece *piece, double end, const double *levels, size_t n_levels, double *cuts)
{
    size_t n = 0;
    for (size_t i = 0; i < n_levels && piece->slope != 0; i++) {
        const double cut = piece->from + (levels[i] - piece->base) / piece->slope;
        if (cut <= piece->from || cut >= end) {
            continue;
        }
        size_t place = n++;
        for (; place > 0 && cuts[place - 1] > cut; place--) {
            cuts[place] = cuts[place - 1];
        }
        cuts[place] = cut;
    }
    return n;
}

/* Floor and cap of a design; a floor of 0 is none. */
typedef struct rule_bounds {
    double floor, cap;
} rule_bounds;

/* What floor and cap make of a part of a line, given the amount at its middle: no level is passed inside it. */
static rasimi_raw_piece
hold_part(rasimi_raw_piece part, double middle, const rule_bounds *bounds)
{
    const bool rounds_to_nothing = bounds->floor > 0 && middle < HALF_UNIT_GBP;
    if (rounds_to_nothing || middle < bounds->floor || middle > bounds->cap) {
        part.base = rounds_to_nothing ? 0 : middle > bounds->cap ? bounds->cap : bounds->floor;
        part.slope = 0;
    }
    return part;
}

/* Cuts a piece at the levels and holds each part; returns how many there are. What lies outside the RAS is £0, which
   floor and cap leave alone. */
static size_t
hold_piece(const rasimi_raw_piece *piece, double end, const rule_bounds *bounds, rasimi_raw_piece *out)
{
    const double levels[MAX_CUTS] = {bounds->cap, bounds->floor, HALF_UNIT_GBP};
    const size_t n_levels = bounds->floor > 0 ? MAX_CUTS : 1;
    double cuts[MAX_CUTS + 1];
    const size_t n = find_cuts(piece, end, levels, n_levels, cuts);
    cuts[n] = end;
    for (size_t i = 0; i <= n; i++) {
        const double from = i == 0 ? piece->from : cuts[i - 1];
        const double middle = isinf(cuts[i]) ? from + 1 : from + (cuts[i] - from) / 2;
        out[i] = hold_part(start_at(piece, from), amount_at(piece, middle), bounds);
    }
    return n + 1;
}

/* Where piece i ends. */
static double
end_of(const rule_draft *draft, size_t i)
{
    return i + 1 < draft->n ? draft->pieces[i + 1].from : HUGE_VAL;
}

static rasim_status
apply_floor_and_cap(rule_draft *draft, const rasimi_limits_spec *limits, rasimi_arena *arena)
{
    const double floor = limits->floor_gbp_week.value, cap = limits->cap_gbp_week.value;
    const rule_bounds bounds = {isnan(floor) ? 0 : floor, isnan(cap) ? RASIM_MAX_GBP_WEEK : cap};
    rasimi_raw_piece *held = rasimi_arena_alloc(arena, draft->n * (MAX_CUTS + 1), sizeof *held);
    if (!held) {
        return RASIM_ERR_NO_MEMORY;
    }
    size_t n = 0;
    for (size_t i = 0; i < draft->n; i++) {
        n += hold_piece(&draft->pieces[i], end_of(draft, i), &bounds, held + n);
    }
    draft->pieces = held;
    draft->n = n;
    return RASIM_OK;
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

rasim_status
rasimi_rule_compile(const rasimi_design *design, const rasimi_allocation_row *row, double weeks_per_year,
                    rasimi_arena *arena, rasimi_rule *out, rasim_problems *problems)
{
    const rasimi_family *family = rasimi_family_find(design->family.value);
    rule_draft draft = {.n = family->count(row)};
    draft.pieces = rasimi_arena_alloc(arena, draft.n, sizeof *draft.pieces);
    if (!draft.pieces) {
        return RASIM_ERR_NO_MEMORY;
    }
    family->pieces(row, draft.pieces);
    scale_amounts(&draft, design, weeks_per_year);
    rasim_status status = check_amounts(&draft, design, row, problems);
    if (status == RASIM_OK) {
        status = apply_floor_and_cap(&draft, &design->limits, arena);
    }
    if (status == RASIM_OK) {
        status = apply_minimum(&draft, &design->limits, arena);
    }
    rasimi_rule rule = {.rounding = 0};
    if (status == RASIM_OK) {
        status = convert_pieces(&draft, arena, &rule);
    }
    if (status != RASIM_OK) {
        return status;
    }
    const double rounding = design->limits.rounding_gbp_week.value;
    rule.rounding = isnan(rounding) ? 0 : (float)(rounding * RASIM_UNITS_PER_GBP);
    set_range(design, &rule);
    *out = rule;
    return RASIM_OK;
}
