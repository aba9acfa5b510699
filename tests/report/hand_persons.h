/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Person-level results made by hand, every figure another one. */
#ifndef RASIM_TESTS_REPORT_HAND_PERSONS_H
#define RASIM_TESTS_REPORT_HAND_PERSONS_H

#include "analysis/by_hand.h"
#include "rasim/persons.h"

static inline rasim_fit
hand_fit(double x)
{
    return (rasim_fit){x, x + 200, x + 210, {-10, 1}, {x + 30, 2}, {50, 3}, 0.75, {0.125, 0.25, 0.5, 0.625, 0.875}};
}

static inline rasim_theil
hand_theil(double x)
{
    rasim_theil out = {{x + 0.5, 0.01},  {x + 0.375, 0.02},  {0.125, 0.03},       {0.0625, 0.04},
                       {0.03125, 0.005}, {0.015625, 0.0025}, .place_share = 0.25, .chance_share = 0.05};
    for (size_t b = 0; b < RASIM_N_TENTHS; b++) {
        out.band_people[b] = 4 + (double)b;
        out.band_mean[b] = 0.9 + 0.01 * (double)b;
        out.band_theil[b] = 0.01 * (double)b;
    }
    return out;
}

static inline void
make_hand_lines(rasim_line_at lines[2])
{
    static rasim_at_level ras[2][HAND_LEVELS], high_cost[2][HAND_LEVELS];
    for (size_t i = 0; i < 2; i++)
        for (size_t l = 0; l < HAND_LEVELS; l++) {
            const double value = 1000 * (double)(1 + l + 10 * i);
            ras[i][l] = (rasim_at_level){hand_levels[l], value, value - 100, value + 100};
            high_cost[i][l] = (rasim_at_level){hand_levels[l], value / 2, value / 2 - 50, value / 2 + 50};
        }
    lines[0] = (rasim_line_at){600,    true,         {3, 0.5}, {150000, 9000}, 0.625, 900000, 160000,
                               ras[0], high_cost[0], 2,        40000,          1,     30000};
    lines[1] = (rasim_line_at){HUGE_VAL, false, {0, 0}, {0, 0}, 0.75, 1000000, 0, ras[1], high_cost[1], 0, 0, 0, 0};
}

/* The people, with two designs that are alike. */
static inline const rasim_persons *
make_hand_persons(void)
{
    static rasim_people_group groups[2];
    static rasim_pool_size sizes[] = {{10, 400, 0.2, 0.19, 0.21, 0.2025}, {60, 0, 0.05, 0.045, 0.055, 0.0475}};
    static rasim_devolved devolved[HAND_LEVELS];
    static rasim_line_at lines[2];
    static rasim_design_persons designs[2];
    static rasim_persons persons;
    static rasim_later_year later[2];
    static rasim_points_class points[] = {
        {10, 15, 40, false, 12.5, {120, 1.5}, {130, 2.5}, 60, 210},
        {15, 20, 20, false, 17.5, {175, 3.5}, {170, 4.5}, 90, 260},
    };
    static double vertices[2][3] = {{10, 12, 20}, {100, 120, 160}};
    static rasim_rule_line rules[] = {{"Older", 3, vertices[0], vertices[1]}, {"Younger", 2, vertices[0], vertices[1]}};
    groups[0] = (rasim_people_group){
        "everybody", "everybody", 60, false, hand_fit(60), hand_fit(55), {0.625, 0.0125}, 0.375, {1, 2, 3, 4, 5, 6, 34},
        -25000};
    groups[1] = groups[0];
    groups[1].by = "gender";
    groups[1].label = "women";
    make_hand_lines(lines);
    for (size_t l = 0; l < HAND_LEVELS; l++)
        devolved[l] = (rasim_devolved){hand_levels[l], 400000 + (double)l, 390000, {10000 + (double)l, 500}};
    for (size_t y = 0; y < 2; y++)
        later[y] = (rasim_later_year){y == 0 ? "2010/11" : "2011/12",
                                      {{0.375, 0.0125}, {0.25, 0.005}, {80000, 900}, {0.125, 0.002}, false},
                                      {hand_theil(0.125), hand_theil(0.25)}};
    for (size_t d = 0; d < 2; d++)
        designs[d] = (rasim_design_persons){
            .name = d == 0 ? "Bands" : "Bands (2)",
            .need_basis = "points",
            .people_inside = 60,
            .people_seen = 63,
            .n_groups = 2,
            .groups = groups,
            .n_points = 2,
            .points = points,
            .n_rules = 2,
            .rules = rules,
            .averaging = {2, sizes, {0.375, 0.01}, {0.002, 0.0005}, 0.045, 0.0325, 0.0545, 187.5},
            .n_devolved = HAND_LEVELS,
            .devolved = devolved,
            .n_lines = 2,
            .lines = lines,
            .sufficiency = {{0.25, 0.0125}, {0.2, 0.005}, {70000, 900}, {0.125, 0.002}, false},
            .equity = {hand_theil(0.1), hand_theil(0.2)},
            .n_later = 2,
            .later = later,
        };
    persons = (rasim_persons){8, 8, 504, 5, 0.1, HAND_LEVELS, hand_levels, 2, designs, NULL};
    return &persons;
}

#endif
