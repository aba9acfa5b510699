/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by scripts/make-charging-figures from src/model/charging_figures.csv, which has the sources. */
#ifndef RASIMI_MODEL_CHARGING_FIGURES_TABLE_H
#define RASIMI_MODEL_CHARGING_FIGURES_TABLE_H

/* clang-format off */
/* Year in which the financial year begins, figure, value, whether it is known at second hand only. */
static const struct {
    unsigned year;
    rasimi_charging_figure figure;
    double value;
    bool second_hand;
} charging_table[] = {
    {2023, RASIMI_CHARGING_UPPER_CAPITAL_LIMIT, 23250, false},
    {2023, RASIMI_CHARGING_LOWER_CAPITAL_LIMIT, 14250, false},
    {2023, RASIMI_CHARGING_CAPITAL_STEP, 250, false},
    {2023, RASIMI_CHARGING_PENSION_AGE, 66, true},
    {2023, RASIMI_CHARGING_PERSONAL_EXPENSES, 28.25, false},
    {2023, RASIMI_CHARGING_SINGLE_18, 82.15, false},
    {2023, RASIMI_CHARGING_SINGLE_25, 103.65, false},
    {2023, RASIMI_CHARGING_SINGLE_PENSION, 214.35, false},
    {2023, RASIMI_CHARGING_CHILD, 94.90, false},
    {2024, RASIMI_CHARGING_UPPER_CAPITAL_LIMIT, 23250, false},
    {2024, RASIMI_CHARGING_LOWER_CAPITAL_LIMIT, 14250, false},
    {2024, RASIMI_CHARGING_CAPITAL_STEP, 250, false},
    {2024, RASIMI_CHARGING_PENSION_AGE, 66, true},
    {2024, RASIMI_CHARGING_PERSONAL_EXPENSES, 30.15, true},
    {2024, RASIMI_CHARGING_SINGLE_18, 87.65, true},
    {2024, RASIMI_CHARGING_SINGLE_25, 110.60, true},
    {2024, RASIMI_CHARGING_SINGLE_PENSION, 228.70, true},
    {2025, RASIMI_CHARGING_UPPER_CAPITAL_LIMIT, 23250, true},
    {2025, RASIMI_CHARGING_LOWER_CAPITAL_LIMIT, 14250, true},
    {2025, RASIMI_CHARGING_CAPITAL_STEP, 250, true},
    {2025, RASIMI_CHARGING_PENSION_AGE, 66, true},
    {2025, RASIMI_CHARGING_PERSONAL_EXPENSES, 30.65, true},
    {2025, RASIMI_CHARGING_SINGLE_18, 89.15, true},
    {2025, RASIMI_CHARGING_SINGLE_25, 112.50, true},
    {2025, RASIMI_CHARGING_SINGLE_PENSION, 232.60, true},
    {2025, RASIMI_CHARGING_COUPLE_18, 88.35, true},
    {2025, RASIMI_CHARGING_COUPLE_PENSION, 177.55, true},
    {2025, RASIMI_CHARGING_DISABILITY_SINGLE, 49.65, true},
    {2025, RASIMI_CHARGING_DISABILITY_COUPLE, 35.40, true},
    {2025, RASIMI_CHARGING_ENHANCED_SINGLE, 24.25, true},
    {2025, RASIMI_CHARGING_ENHANCED_COUPLE, 17.45, true},
    {2026, RASIMI_CHARGING_UPPER_CAPITAL_LIMIT, 23250, true},
    {2026, RASIMI_CHARGING_LOWER_CAPITAL_LIMIT, 14250, true},
    {2026, RASIMI_CHARGING_CAPITAL_STEP, 250, true},
    {2026, RASIMI_CHARGING_PERSONAL_EXPENSES, 31.80, true},
    {2026, RASIMI_CHARGING_SINGLE_18, 95.40, true},
    {2026, RASIMI_CHARGING_SINGLE_25, 120.40, true},
    {2026, RASIMI_CHARGING_SINGLE_PENSION, 241.45, true},
};

/* Keys, what they mean, and whether they are £ a week, which go up from year to year. */
static const struct {
    const char *key, *sentence;
    bool gbp_week;
} charging_figures[RASIMI_N_CHARGING_FIGURES] = {
    [RASIMI_CHARGING_UPPER_CAPITAL_LIMIT] = {"upper_capital_limit", "capital above which a person pays the full cost, £", false},
    [RASIMI_CHARGING_LOWER_CAPITAL_LIMIT] = {"lower_capital_limit", "capital that is left alone, £", false},
    [RASIMI_CHARGING_CAPITAL_STEP] = {"capital_step", "£ of capital between the limits that count as £1 a week, a part as a whole", false},
    [RASIMI_CHARGING_PENSION_AGE] = {"pension_age", "age from which the amounts for pension age apply, years", false},
    [RASIMI_CHARGING_PERSONAL_EXPENSES] = {"personal_expenses", "personal expenses allowance in a care home", true},
    [RASIMI_CHARGING_SINGLE_18] = {"single_18", "guarantee, single, 18 to 24", true},
    [RASIMI_CHARGING_SINGLE_25] = {"single_25", "guarantee, single, 25 to pension age; lone parent", true},
    [RASIMI_CHARGING_SINGLE_PENSION] = {"single_pension", "guarantee, single, of pension age", true},
    [RASIMI_CHARGING_COUPLE_18] = {"couple_18", "guarantee, one of a couple", true},
    [RASIMI_CHARGING_COUPLE_PENSION] = {"couple_pension", "guarantee, one of a couple of whom one has pension age", true},
    [RASIMI_CHARGING_CHILD] = {"child", "guarantee, for each child", true},
    [RASIMI_CHARGING_DISABILITY_SINGLE] = {"disability_single", "disability premium, single", true},
    [RASIMI_CHARGING_DISABILITY_COUPLE] = {"disability_couple", "disability premium, one of a couple", true},
    [RASIMI_CHARGING_ENHANCED_SINGLE] = {"enhanced_single", "enhanced disability premium, single", true},
    [RASIMI_CHARGING_ENHANCED_COUPLE] = {"enhanced_couple", "enhanced disability premium, one of a couple", true},
    [RASIMI_CHARGING_CARER] = {"carer", "carer premium", true},
};
/* clang-format on */

#endif
