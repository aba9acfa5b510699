/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of recipe.yaml: one table of descriptors per struct. */
#include "model/recipe_spec.h"

#include "model/param_rows.h"
#include "rasim/ledger.h"

#define REQUIRED_FULL (RASIMI_REQUIRED | RASIMI_NOT_EMPTY)
#define MAX_PEOPLE    10000000.0

static const rasimi_param level_params[] = {
    RASIMI_TEXT_ROW(rasimi_recipe_level, label, REQUIRED_FULL, NULL, "the answer as it stands in the file"),
    RASIMI_NUMBER_ROW(rasimi_recipe_level, share, RASIMI_REQUIRED, 0, 1, "share", NULL,
                      "people who would give this answer if need were standard normal; the levels' shares sum to 1"),
    RASIMI_NUMBER_ROW(rasimi_recipe_level, log_cost, 0, -5, 5, "log of £", "0",
                      "what the answer adds to the log of weekly cost"),
    RASIMI_NUMBER_ROW(rasimi_recipe_level, gbp_week, 0, -RASIM_MAX_GBP_WEEK, RASIM_MAX_GBP_WEEK, "£ a week", "0",
                      "what the answer adds to weekly cost"),
};
static const rasimi_table level_table = RASIMI_TABLE("recipe.levels[]", rasimi_recipe_level, level_params);

static const rasimi_param domain_params[] = {
    RASIMI_TEXT_ROW(rasimi_recipe_domain, name, REQUIRED_FULL, NULL, "the question; the heading of its column"),
    RASIMI_NUMBER_ROW(rasimi_recipe_domain, loading, RASIMI_REQUIRED, -1, 1, "correlation", NULL,
                      "correlation of what lies behind the answer with the person's latent need"),
    RASIMI_STRUCTS_ROW(rasimi_recipe_domain, levels, REQUIRED_FULL, &level_table,
                       "the answers, from least to most need"),
};
static const rasimi_table domain_table = RASIMI_TABLE("recipe.domains[]", rasimi_recipe_domain, domain_params);

static const rasimi_param carer_params[] = {
    RASIMI_NUMBER_ROW(
        rasimi_recipe_carer, loading, 0, -1, 1, "correlation", "0",
        "correlation of unpaid support with the person's latent need; below 0 support falls as need rises"),
    RASIMI_STRUCTS_ROW(rasimi_recipe_carer, levels, 0, &level_table, "levels of unpaid support, from least to most"),
    RASIMI_NUMBER_ROW(rasimi_recipe_carer, consent, 0, 0, 1, "share", "1",
                      "people whose carer consents to the support being counted; else it does not change the cost"),
};
static const rasimi_table carer_table = RASIMI_TABLE("recipe.carer_support", rasimi_recipe_carer, carer_params);

static const rasimi_param interaction_params[] = {
    RASIMI_TEXT_ROW(rasimi_recipe_interaction, first, REQUIRED_FULL, NULL, "name of one domain"),
    RASIMI_TEXT_ROW(rasimi_recipe_interaction, second, REQUIRED_FULL, NULL, "name of the other domain"),
    RASIMI_NUMBER_ROW(rasimi_recipe_interaction, log_cost, RASIMI_REQUIRED, -5, 5, "log of £", NULL,
                      "what the log of weekly cost gains where both answers are the highest; less in proportion below"),
};
static const rasimi_table interaction_table =
    RASIMI_TABLE("recipe.interactions[]", rasimi_recipe_interaction, interaction_params);

static const rasimi_param contribution_params[] = {
    RASIMI_NUMBER_ROW(rasimi_recipe_contribution, paying, 0, 0, 1, "share", "0", "people who pay a contribution"),
    RASIMI_NUMBER_ROW(rasimi_recipe_contribution, mean_gbp_week, 0, 0, RASIM_MAX_GBP_WEEK, "£ a week", "0",
                      "mean contribution of those who pay, before it is held to the cost of the package"),
    RASIMI_NUMBER_ROW(rasimi_recipe_contribution, sd_gbp_week, 0, 0, RASIM_MAX_GBP_WEEK, "£ a week", "0",
                      "standard deviation of the contributions of those who pay"),
};
static const rasimi_table contribution_table =
    RASIMI_TABLE("recipe.groups[].settings[].contribution", rasimi_recipe_contribution, contribution_params);

static const rasimi_param tail_params[] = {
    RASIMI_NUMBER_ROW(rasimi_recipe_tail, share, 0, 0, 1, "share", "0",
                      "people whose package is a multiple of the usual"),
    RASIMI_NUMBER_ROW(rasimi_recipe_tail, multiplier, RASIMI_MIN_OPEN, 0, 100, "factor", "1", "median of the multiple"),
    RASIMI_NUMBER_ROW(rasimi_recipe_tail, log_sd, 0, 0, 2, "log of £", "0", "spread of the multiple"),
};
static const rasimi_table tail_table = RASIMI_TABLE("recipe.groups[].settings[].tail", rasimi_recipe_tail, tail_params);

static const rasimi_param setting_params[] = {
    RASIMI_TEXT_ROW(rasimi_recipe_setting, setting, REQUIRED_FULL, NULL, "label of the setting"),
    RASIMI_NUMBER_ROW(rasimi_recipe_setting, share, RASIMI_REQUIRED, 0, 1, "share", NULL,
                      "people of the group in this setting; the settings' shares sum to 1"),
    RASIMI_NUMBER_ROW(rasimi_recipe_setting, need_shift, 0, -5, 5, "standard deviations", "0",
                      "how much higher the latent need of people in this setting is"),
    RASIMI_NUMBER_ROW(rasimi_recipe_setting, base_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week", NULL,
                      "median cost before the answers' effects; the group's where absent"),
    RASIMI_NUMBER_ROW(rasimi_recipe_setting, cost_multiplier, RASIMI_MIN_OPEN, 0, 100, "factor", "1",
                      "on the median before the answers' effects"),
    RASIMI_NUMBER_ROW(rasimi_recipe_setting, answers_weight, 0, 0, 1, "share", "1",
                      "how much of the effects of answers and unpaid support reaches the cost; 0 where a fee is fixed"),
    RASIMI_NUMBER_ROW(rasimi_recipe_setting, residual_log_sd, 0, 0, 2, "log of £", NULL,
                      "spread of cost around what the answers say; the group's where absent"),
    RASIMI_STRUCT_ROW(rasimi_recipe_setting, tail, rasimi_recipe_tail, 0, &tail_table, "the heavy right tail of cost"),
    RASIMI_STRUCT_ROW(rasimi_recipe_setting, contribution, rasimi_recipe_contribution, 0, &contribution_table,
                      "what people pay"),
    RASIMI_PAIRS_ROW(rasimi_recipe_setting, delivery, 0, 0, 1, "share",
                     "how budgets are held (direct payment, managed, ...) and the share of each; shares sum to 1"),
};
static const rasimi_table setting_table =
    RASIMI_TABLE("recipe.groups[].settings[]", rasimi_recipe_setting, setting_params);

static const rasimi_param need_params[] = {
    RASIMI_NUMBER_ROW(rasimi_recipe_need, mean, 0, -5, 5, "standard deviations", "0",
                      "mean of the group's latent need"),
    RASIMI_NUMBER_ROW(rasimi_recipe_need, sd, 0, 0, 5, "standard deviations", "1", "spread of the group's latent need"),
};
static const rasimi_table need_table = RASIMI_TABLE("recipe.groups[].need", rasimi_recipe_need, need_params);

static const rasimi_param group_params[] = {
    RASIMI_TEXT_ROW(rasimi_recipe_group, care_group, REQUIRED_FULL, NULL,
                    "label of the care group; it decides the random numbers, so a new label gives new people"),
    RASIMI_TEXT_ROW(rasimi_recipe_group, code, REQUIRED_FULL, NULL, "what the group's person identifiers begin with"),
    RASIMI_WHOLE_ROW(rasimi_recipe_group, people, RASIMI_REQUIRED, 1, MAX_PEOPLE, "", NULL,
                     "how many people to generate"),
    RASIMI_NUMBER_ROW(rasimi_recipe_group, base_gbp_week, RASIMI_REQUIRED | RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK,
                      "£ a week", NULL, "median cost of a person none of whose answers has an effect"),
    RASIMI_NUMBER_ROW(rasimi_recipe_group, residual_log_sd, RASIMI_REQUIRED, 0, 2, "log of £", NULL,
                      "spread of cost around what the answers say"),
    RASIMI_STRUCT_ROW(rasimi_recipe_group, need, rasimi_recipe_need, 0, &need_table,
                      "the latent need behind all answers"),
    RASIMI_PAIRS_ROW(rasimi_recipe_group, shifts, 0, -5, 5, "standard deviations",
                     "domains on which the group's answers lie higher or lower than its need alone says"),
    RASIMI_STRUCTS_ROW(rasimi_recipe_group, settings, REQUIRED_FULL, &setting_table,
                       "where the group's people live and what that costs"),
    RASIMI_PAIRS_ROW(rasimi_recipe_group, places, 0, 0, 1, "share",
                     "places and the share of the group in each; shares sum to 1; without it, the recipe's places"),
};
static const rasimi_table group_table = RASIMI_TABLE("recipe.groups[]", rasimi_recipe_group, group_params);

static const rasimi_param dates_params[] = {
    RASIMI_TEXT_ROW(rasimi_recipe_dates, from, 0, NULL, "first day on which a package may have started, YYYY-MM-DD"),
    RASIMI_TEXT_ROW(rasimi_recipe_dates, to, 0, NULL, "last day, YYYY-MM-DD"),
};
static const rasimi_table dates_table = RASIMI_TABLE("recipe.start_dates", rasimi_recipe_dates, dates_params);

static const rasimi_param target_params[] = {
    RASIMI_TEXT_ROW(rasimi_recipe_target, care_group, RASIMI_NOT_EMPTY, NULL,
                    "care group that the target is for; without it, all"),
    RASIMI_TEXT_ROW(rasimi_recipe_target, setting, RASIMI_NOT_EMPTY, NULL,
                    "setting that the target is for; without it, all"),
    RASIMI_NUMBER_ROW(rasimi_recipe_target, line_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week", NULL,
                      "line that people_above, gbp_above and cv_below_line refer to"),
    RASIMI_NUMBER_ROW(rasimi_recipe_target, mean_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week", NULL,
                      "mean cost"),
    RASIMI_NUMBER_ROW(rasimi_recipe_target, cv, RASIMI_MIN_OPEN, 0, 100, "", NULL,
                      "coefficient of variation of cost: sd / mean"),
    RASIMI_NUMBER_ROW(rasimi_recipe_target, cv_below_line, RASIMI_MIN_OPEN, 0, 100, "", NULL,
                      "the same without packages above the line"),
    RASIMI_NUMBER_ROW(rasimi_recipe_target, p95_over_median, RASIMI_MIN_OPEN, 0, 1000, "factor", NULL,
                      "95th percentile of cost over its median"),
    RASIMI_NUMBER_ROW(rasimi_recipe_target, people_above, RASIMI_MIN_OPEN, 0, 1, "share", NULL,
                      "people with a package above the line"),
    RASIMI_NUMBER_ROW(rasimi_recipe_target, gbp_above, RASIMI_MIN_OPEN, 0, 1, "share", NULL,
                      "share of all cost that is in packages above the line"),
    RASIMI_NUMBER_ROW(rasimi_recipe_target, tolerance, RASIMI_MIN_OPEN, 0, 1, "share", "0.1",
                      "how far a figure may lie from its target, as a share of the target, before a note says so"),
};
static const rasimi_table target_table = RASIMI_TABLE("recipe.targets[]", rasimi_recipe_target, target_params);

static const rasimi_param recipe_params[] = {
    RASIMI_TEXT_ROW(rasimi_recipe, name, REQUIRED_FULL, NULL, "what this caseload is called"),
    RASIMI_TEXT_ROW(rasimi_recipe, about, 0, "", "what it is for, and where its figures come from"),
    RASIMI_TEXT_ROW(rasimi_recipe, id_prefix, RASIMI_NOT_EMPTY, "SYN",
                    "beginning of every person identifier: prefix, group's code, number"),
    RASIMI_WHOLE_ROW(rasimi_recipe, seed, 0, 0, HUGE_VAL, "", "1", "the same seed gives the same caseload"),
    RASIMI_NUMBER_ROW(rasimi_recipe, smallest_gbp_week, 0, 0, RASIM_MAX_GBP_WEEK, "£ a week", "0",
                      "no package is generated below this"),
    RASIMI_NUMBER_ROW(rasimi_recipe, largest_gbp_week, RASIMI_MIN_OPEN, 0, RASIM_MAX_GBP_WEEK, "£ a week", "10000",
                      "no package is generated above this"),
    RASIMI_STRUCT_ROW(rasimi_recipe, start_dates, rasimi_recipe_dates, 0, &dates_table,
                      "days between which packages started, all equally likely; the column stays empty where absent"),
    RASIMI_STRUCTS_ROW(rasimi_recipe, groups, REQUIRED_FULL, &group_table, "the care groups"),
    RASIMI_STRUCTS_ROW(rasimi_recipe, domains, 0, &domain_table, "the questions, one column each"),
    RASIMI_STRUCTS_ROW(rasimi_recipe, interactions, 0, &interaction_table, "needs that compound"),
    RASIMI_STRUCT_ROW(rasimi_recipe, carer_support, rasimi_recipe_carer, 0, &carer_table, "support from unpaid carers"),
    RASIMI_PAIRS_ROW(rasimi_recipe, assessment_modes, 0, 0, 1, "share",
                     "who fills the questionnaire in, and the share of each; shares sum to 1"),
    RASIMI_PAIRS_ROW(rasimi_recipe, places, 0, 0, 1, "share",
                     "places, and the share in each of every group that names no places; shares sum to 1"),
    RASIMI_STRUCTS_ROW(rasimi_recipe, targets, RASIMI_NOT_EMPTY, &target_table,
                       "what costs should come out as; generation reports what they do, with a note where it misses"),
};

const rasimi_table rasimi_recipe_table = RASIMI_TABLE("recipe", rasimi_recipe, recipe_params);
