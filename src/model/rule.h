/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compiled allocation rule: straight pieces over points, with a status on each. The library evaluates it for one
   person; the kernel evaluates the same pieces with the same arithmetic, so both give the same £ to the ledger unit. */
#ifndef RASIMI_MODEL_RULE_H
#define RASIMI_MODEL_RULE_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/problem.h"
#include "model/bounds.h"
#include "model/design.h"

typedef enum rasimi_rule_status {
    RASIMI_RULE_ALLOCATED,  /* gets A */
    RASIMI_RULE_PANEL,      /* A = 0; the panel decides */
    RASIMI_RULE_INELIGIBLE, /* gets nothing; the cost is shown as a line */
    RASIMI_RULE_OUTSIDE,    /* above an open top: outside the RAS, planned one by one */
} rasimi_rule_status;

/* On [from, next piece's from): A = base + slope (points - from), single precision, money in ledger units. */
typedef struct rasimi_piece {
    float from, base, slope;
    int32_t status; /* rasimi_rule_status */
} rasimi_piece;

/* What stands between a rule's raw amount and A, in this order (methods.md section 3): nothing below 0, uprating and
   top-slice, floor, cap, rounding. Ledger units. */
typedef struct rasimi_limits {
    float scale;    /* (1 + uprating) (1 - top-slice) */
    float floor;    /* lifts amounts that are at least half a unit; 0: none */
    float cap;      /* at most the largest package that is simulated */
    float rounding; /* 0: only to the unit */
} rasimi_limits;

/* Rule of one design for one care group. The first piece's `from` is -infinity's stand-in, -FLT_MAX; with slope 0. */
typedef struct rasimi_rule {
    rasimi_piece *pieces;
    size_t n;
    float low, high; /* observed points are held in [low, high], never beyond +-RASIMI_MAX_POINTS */
    rasimi_limits limits;
    rasimi_bounds bounds; /* what floor and cap of a year are taken from */
} rasimi_rule;

/* An allocation: whole ledger units and its status. */
typedef struct rasimi_allocated {
    int32_t units;
    rasimi_rule_status status;
} rasimi_allocated;

/* What each limit makes of a raw amount, in their order: units, each from the one before. */
typedef struct rasimi_limited {
    float above_zero, scaled, floored, capped, rounded;
} rasimi_limited;

rasimi_limited
rasimi_limits_stages(const rasimi_limits *limits, float units);

/* What the limits make of a raw amount, by the very operations of the kernel: max(x, 0), x scale, max(x, floor) where x
   is at least half a unit, min(x, cap), rounding half away from zero (x / r + 0.5, floor, x r), then to the nearest
   unit (half to even, the default rounding mode). */
int32_t
rasimi_limits_apply(const rasimi_limits *limits, float units);

/* The piece that points fall on, and *held, the points held in the rule's range. points is not NAN. */
const rasimi_piece *
rasimi_rule_piece(const rasimi_rule *rule, float points, float *held);

/* What a piece gives before limits, in units. */
float
rasimi_piece_units(const rasimi_piece *piece, float held);

/* What a rule gives before its limits, in units: the piece, and `extra`; 0 unless *status, the piece's, is
   RASIMI_RULE_ALLOCATED. */
float
rasimi_rule_units(const rasimi_rule *rule, float points, float extra, rasimi_rule_status *status);

/* A for points, by the very operations of the kernel: clamp, find the piece (the last whose from <= points),
   fma(slope, points - from, base), + extra, limits; 0 units unless the status is RASIMI_RULE_ALLOCATED. `extra`, in
   units, is what a person gets besides (add-ons, carer's £); where the family reads answers, all of it. points is not
   NAN. */
rasimi_allocated
rasimi_rule_evaluate(const rasimi_rule *rule, float points, float extra);

/* Whether two rules give the same for the same points. */
bool
rasimi_rules_are_alike(const rasimi_rule *a, const rasimi_rule *b);

/* Gives a rule the limits of a care group, in year 1. */
void
rasimi_rule_bound(rasimi_rule *rule, const rasimi_limits_spec *spec, const char *care_group);

/* Floor and cap of a year, 0 the first; a rule that was never bound stays as it is. */
void
rasimi_rule_set_year(rasimi_rule *rule, size_t year);

/* Compiles the rule of a design for a care group's row: the family's pieces with the minimum points, and the limits
   that are the same for all groups; rasimi_rule_bound adds the others.
   weeks_per_year converts yearly amounts. A table that states more than RASIM_MAX_GBP_WEEK is a problem; a line that
   rises there is held by the cap. The design has been read without errors. Errors: RASIM_ERR_INPUT,
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_rule_compile(const rasimi_design *design, const rasimi_allocation_row *row, double weeks_per_year,
                    rasimi_arena *arena, rasimi_rule *out, rasim_problems *problems);

/* The design's row for a care group: its own, else the one for every group; NULL where there is neither. */
const rasimi_allocation_row *
rasimi_design_row(const rasimi_design *design, const char *care_group);

#endif
