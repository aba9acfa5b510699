/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money beside the rule for some answers. */
#include "model/add_on.h"

#include "model/lookup.h"

/* ---- checks ---- */

/* An amount, or hours and a rate. */
static void
check_price(rasimi_checker *checker, const rasimi_design *design, rasimi_add_on *add_on)
{
    const bool sum = add_on->gbp.mark.line > 0, hours = add_on->hours_per_week.mark.line > 0;
    const bool rate = add_on->rate.mark.line > 0;
    if (hours && !rate) {
        rasimi_checker_complain(checker, add_on->hours_per_week.mark,
                                "These hours have no 'rate'; name one of 'rates', so that they have a price.");
    } else if (sum == hours || rate != hours) {
        rasimi_checker_complain(checker, add_on->mark,
                                "An add-on needs either 'gbp', or 'hours_per_week' with a 'rate'; write the one or the "
                                "other.");
    }
    if (rate) {
        rasimi_lookup_rate(checker, design, &add_on->rate, &add_on->rate_index);
    }
}

static bool
have_common(const rasimi_texts *a, const rasimi_texts *b)
{
    for (size_t i = 0; i < a->n; i++) {
        if (rasimi_texts_have(b, a->items[i].value)) {
            return true;
        }
    }
    return false;
}

/* Two triggers on one domain must share an answer, since nobody gives two. */
static void
check_together(rasimi_checker *checker, const rasimi_trigger *when, size_t second)
{
    for (size_t first = 0; first < second; first++) {
        if (when[first].domain_index == when[second].domain_index &&
            !have_common(&when[first].levels, &when[second].levels)) {
            rasimi_checker_complain(checker, when[second].mark,
                                    "No answer to '%s' can be among these levels and among those of line %u, so the "
                                    "add-on would never be given; join the two, or write two add-ons.",
                                    when[second].domain.value, when[first].mark.line);
        }
    }
}

static void
check_triggers(rasimi_checker *checker, const rasimi_design *design, const rasimi_structs *triggers)
{
    rasimi_trigger *when = triggers->items;
    bool found = true;
    for (size_t i = 0; i < triggers->n; i++) {
        const bool domain = rasimi_lookup_domain(checker, design, &when[i].domain, &when[i].domain_index);
        found = domain && found &&
                rasimi_lookup_levels(checker, rasimi_domain_at(design, when[i].domain_index), &when[i].levels);
    }
    for (size_t i = 1; found && i < triggers->n; i++) {
        check_together(checker, when, i);
    }
}

void
rasimi_add_ons_check(rasimi_checker *checker, const rasimi_design *design)
{
    rasimi_add_on *items = design->add_ons.items;
    const rasimi_label_check names = {&design->add_ons, sizeof *items, offsetof(rasimi_add_on, name),
                                      "add_ons",        "name",        false};
    const rasimi_label_check rates = {&design->rates, sizeof(rasimi_rate), offsetof(rasimi_rate, name), "rates", "name",
                                      false};
    rasimi_check_rows(checker, &names);
    rasimi_check_rows(checker, &rates);
    for (size_t i = 0; i < design->add_ons.n; i++) {
        check_price(checker, design, &items[i]);
        check_triggers(checker, design, &items[i].when);
    }
}

/* ---- the amount ---- */

bool
rasimi_add_on_holds(const rasimi_add_on *add_on, const rasimi_scorer *scorer, size_t row)
{
    const rasimi_trigger *when = add_on->when.items;
    for (size_t i = 0; i < add_on->when.n; i++) {
        if (!rasimi_scorer_answered(scorer, when[i].domain_index, &when[i].levels, row)) {
            return false;
        }
    }
    return true;
}

double
rasimi_add_on_worth(const rasimi_add_on *add_on, const rasimi_design *design, double weeks)
{
    const rasimi_rate *rates = design->rates.items;
    if (add_on->rate.value) {
        return add_on->hours_per_week.value * rates[add_on->rate_index].gbp_per_hour.value;
    }
    return add_on->gbp.value / weeks;
}

double
rasimi_add_ons_sum(const rasimi_scorer *scorer, size_t row, double weeks)
{
    const rasimi_add_on *items = scorer->design->add_ons.items;
    double gbp_week = 0;
    for (size_t i = 0; i < scorer->design->add_ons.n; i++) {
        if (rasimi_add_on_holds(&items[i], scorer, row)) {
            gbp_week += rasimi_add_on_worth(&items[i], scorer->design, weeks);
        }
    }
    return gbp_week;
}
