/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Family hours: a ready reckoner. Hours a week by answer, less what a carer gives, twice where two workers are needed,
   each at its rate; then lump sums and nights. */
#include "model/family.h"

#include "base/text.h"
#include "model/complexity.h"
#include "model/lookup.h"
#include "model/trail.h"

static const char *const keys[] = {"hours", NULL};
static const char *const optional_keys[] = {"lump_sums", "double_handed", "night_support", NULL};

/* ---- checks ---- */

static void
check_hours(rasimi_checker *checker, const rasimi_design *design, const rasimi_structs *rows)
{
    rasimi_hours_row *hours = rows->items;
    const rasimi_label_check domains = {rows,    sizeof *hours, offsetof(rasimi_hours_row, domain),
                                        "hours", "domain",      false};
    rasimi_check_rows(checker, &domains);
    for (size_t i = 0; i < rows->n; i++) {
        rasimi_lookup_rate(checker, design, &hours[i].rate, &hours[i].rate_index);
        if (rasimi_lookup_domain(checker, design, &hours[i].domain, &hours[i].domain_index)) {
            rasimi_match_levels(checker, rasimi_domain_at(design, hours[i].domain_index), &hours[i].hours_per_week,
                                "hours_per_week");
        }
    }
}

static void
check_lumps(rasimi_checker *checker, const rasimi_design *design, const rasimi_structs *rows)
{
    rasimi_lump_row *lumps = rows->items;
    for (size_t i = 0; i < rows->n; i++) {
        if (rasimi_lookup_domain(checker, design, &lumps[i].domain, &lumps[i].domain_index)) {
            rasimi_match_levels(checker, rasimi_domain_at(design, lumps[i].domain_index), &lumps[i].gbp, "gbp");
        }
    }
}

static void
check_nights(rasimi_checker *checker, const rasimi_design *design, const rasimi_structs *rows)
{
    rasimi_nights_row *nights = rows->items;
    for (size_t i = 0; i < rows->n; i++) {
        if (rasimi_lookup_domain(checker, design, &nights[i].domain, &nights[i].domain_index)) {
            rasimi_match_levels(checker, rasimi_domain_at(design, nights[i].domain_index), &nights[i].nights_per_week,
                                "nights_per_week");
        }
    }
}

static bool
has_hours(const rasimi_allocation_row *row, size_t domain)
{
    const rasimi_hours_row *hours = row->hours.items;
    for (size_t i = 0; i < row->hours.n; i++) {
        if (hours[i].domain_index == domain) {
            return true;
        }
    }
    return false;
}

static void
check_doubles(rasimi_checker *checker, const rasimi_design *design, const rasimi_allocation_row *row)
{
    rasimi_double_row *doubles = row->double_handed.items;
    for (size_t i = 0; i < row->double_handed.n; i++) {
        if (rasimi_lookup_domain(checker, design, &doubles[i].domain, &doubles[i].domain_index)) {
            rasimi_lookup_levels(checker, rasimi_domain_at(design, doubles[i].domain_index), &doubles[i].levels);
        }
        for (size_t j = 0; j < doubles[i].multiplies.n; j++) {
            const rasimi_text *name = &doubles[i].multiplies.items[j];
            size_t domain;
            if (rasimi_lookup_domain(checker, design, name, &domain) && !has_hours(row, domain)) {
                rasimi_checker_complain(checker, name->mark,
                                        "'%s' has no hours here that could be multiplied; add them under 'hours', or "
                                        "take it out.",
                                        name->value);
            }
        }
    }
}

static void
check(rasimi_checker *checker, const rasimi_design *design, rasimi_allocation_row *row)
{
    check_hours(checker, design, &row->hours);
    check_lumps(checker, design, &row->lump_sums);
    check_nights(checker, design, &row->night_support);
    check_doubles(checker, design, row);
}

/* ---- the amount ---- */

/* The number that a person's answer has among pairs in the levels' order; 0 where the question is not asked. */
static double
by_answer(const rasimi_pairs *pairs, size_t domain, const rasimi_case *person)
{
    const uint32_t level = rasimi_scorer_level(person->scorer, domain, person->row);
    return level < pairs->n ? pairs->items[level].number.value : 0;
}

/* What double-handed care makes of a domain's hours; where two rows multiply them, both do. */
static double
hands(const rasimi_allocation_row *row, const rasimi_text *domain, const rasimi_case *person)
{
    const rasimi_double_row *doubles = row->double_handed.items;
    double factor = 1;
    for (size_t i = 0; i < row->double_handed.n; i++) {
        const bool concerned = doubles[i].multiplies.n == 0 || rasimi_texts_have(&doubles[i].multiplies, domain->value);
        if (concerned &&
            rasimi_scorer_answered(person->scorer, doubles[i].domain_index, &doubles[i].levels, person->row)) {
            factor *= doubles[i].factor.value;
        }
    }
    return factor;
}

static double
price_hours(const rasimi_allocation_row *row, const rasimi_case *person)
{
    const rasimi_rate *rates = person->scorer->design->rates.items;
    const rasimi_hours_row *items = row->hours.items;
    double gbp_week = 0;
    for (size_t i = 0; i < row->hours.n; i++) {
        const double carer = rasimi_scorer_carer_hours(person->scorer, items[i].domain_index, person->row);
        const double left = by_answer(&items[i].hours_per_week, items[i].domain_index, person) - carer;
        const double hours = left < 0 ? 0 : left * hands(row, &items[i].domain, person);
        gbp_week += hours * rates[items[i].rate_index].gbp_per_hour.value;
    }
    return gbp_week;
}

static double
amount(const rasimi_allocation_row *row, const rasimi_case *person)
{
    const rasimi_lump_row *lumps = row->lump_sums.items;
    const rasimi_nights_row *nights = row->night_support.items;
    double gbp_week = price_hours(row, person);
    for (size_t i = 0; i < row->lump_sums.n; i++) {
        gbp_week += by_answer(&lumps[i].gbp, lumps[i].domain_index, person) / person->weeks;
    }
    for (size_t i = 0; i < row->night_support.n; i++) {
        const double count = by_answer(&nights[i].nights_per_week, nights[i].domain_index, person);
        gbp_week += count * nights[i].gbp_per_night.value;
    }
    return gbp_week;
}

/* "3.5 hours a week at £18.00", with what a carer gives and two workers make of them. */
static void
explain_hours(const rasimi_family_case *at, const rasimi_hours_row *hours, rasimi_trail *trail)
{
    const rasimi_case *person = at->person;
    const rasimi_rate *rate = (const rasimi_rate *)at->design->rates.items + hours->rate_index;
    const double needed = by_answer(&hours->hours_per_week, hours->domain_index, person);
    const double carer = rasimi_scorer_carer_hours(person->scorer, hours->domain_index, person->row);
    const double factor = hands(at->row, &hours->domain, person), left = needed > carer ? needed - carer : 0;
    rasimi_buffer detail = {0};
    rasimi_buffer_printf(&detail, "%s hours a week", rasimi_words_points(needed).text);
    if (carer > 0)
        rasimi_buffer_printf(&detail, " less %s that a carer gives", rasimi_words_points(carer).text);
    if (factor < 1 || factor > 1)
        rasimi_buffer_printf(&detail, ", x %s for two workers", rasimi_words_points(factor).text);
    rasimi_buffer_printf(&detail, ", at %s an hour", rasimi_words_gbp(rate->gbp_per_hour.value).text);
    trail->failed |= detail.failed;
    if (!detail.failed)
        rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK,
                         rasimi_trail_total(trail, RASIM_STEP_GBP_WEEK) + left * factor * rate->gbp_per_hour.value,
                         hours->domain.value, "%s", detail.data);
    rasimi_buffer_clear(&detail);
}

static void
explain(const rasimi_family_case *at, rasimi_trail *trail)
{
    const rasimi_hours_row *hours = at->row->hours.items;
    const rasimi_lump_row *lumps = at->row->lump_sums.items;
    const rasimi_nights_row *nights = at->row->night_support.items;
    for (size_t i = 0; i < at->row->hours.n; i++)
        explain_hours(at, &hours[i], trail);
    for (size_t i = 0; i < at->row->lump_sums.n; i++) {
        const double gbp = by_answer(&lumps[i].gbp, lumps[i].domain_index, at->person);
        if (gbp < 0 || gbp > 0)
            rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK,
                             rasimi_trail_total(trail, RASIM_STEP_GBP_WEEK) + gbp / at->person->weeks,
                             lumps[i].domain.value, "a sum of %s", rasimi_words_table_gbp(at, gbp).text);
    }
    for (size_t i = 0; i < at->row->night_support.n; i++) {
        const double count = by_answer(&nights[i].nights_per_week, nights[i].domain_index, at->person);
        if (count > 0)
            rasimi_trail_add(trail, RASIM_STEP_GBP_WEEK,
                             rasimi_trail_total(trail, RASIM_STEP_GBP_WEEK) + count * nights[i].gbp_per_night.value,
                             nights[i].domain.value, "%.30s nights a week at %.60s", rasimi_words_points(count).text,
                             rasimi_words_gbp(nights[i].gbp_per_night.value).text);
    }
}

/* Hours, sums and nights for each answer, the price of a night, and what two workers count. */
static size_t
parameters(const rasimi_allocation_row *row)
{
    return rasimi_pairs_total(&row->hours, sizeof(rasimi_hours_row), offsetof(rasimi_hours_row, hours_per_week)) +
           rasimi_pairs_total(&row->lump_sums, sizeof(rasimi_lump_row), offsetof(rasimi_lump_row, gbp)) +
           rasimi_pairs_total(&row->night_support, sizeof(rasimi_nights_row),
                              offsetof(rasimi_nights_row, nights_per_week)) +
           row->night_support.n + row->double_handed.n;
}

const rasimi_family rasimi_family_hours = {
    .name = "hours",
    .sentence = "hours a week by answer, at a rate, with lump sums, double-handed care and nights",
    .keys = keys,
    .optional_keys = optional_keys,
    .check = check,
    .parameters = parameters,
    .amount = amount,
    .explain = explain,
};
