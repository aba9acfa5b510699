/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tails of high-cost arrivals in words: what they rest on, how heavy they are and how sure that is. */
#include "statement_tails.h"

#include <math.h>

#include "number.h"

/* Where the tail comes from. */
static void
print_basis(const cli_page *page, const rasim_tail_summary *tail)
{
    if (tail->fitted)
        page_say(page, 2,
                 "  The tail above %s a week is fitted to %s packages: shape %.2f (95 %% of refits %.2f to %.2f)%s.",
                 pounds_text(tail->threshold_gbp_week, 1).text, whole_text((int64_t)tail->packages_above).text,
                 tail->shape.value, tail->shape.low, tail->shape.high,
                 tail->at_bound ? ", as heavy or as light as is allowed: the packages would have it more so" : "");
    else
        page_say(page, 2, "  The tail above %s a week was given (shape %.2f, scale %s), not fitted.",
                 pounds_text(tail->threshold_gbp_week, 1).text, tail->shape.value,
                 pounds_text(tail->scale_gbp_week.value, 1).text);
}

void
print_tails(const cli_page *page, const rasim_summary *summary)
{
    for (size_t t = 0; t < summary->n_tails; t++) {
        const rasim_tail_summary *tail = &summary->tails[t];
        page_say(page, 0,
                 "High-cost arrivals, %s, %s: %.1f people a year, at %s a week on average; %s of them are held at "
                 "%s.",
                 tail->care_group, tail->setting, tail->arrivals_a_year, pounds_text(tail->mean_gbp_week, 1).text,
                 percent_text(tail->capped_share).text, pounds_text(tail->max_gbp_week, 1).text);
        print_basis(page, tail);
    }
}
