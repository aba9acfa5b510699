/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line on the two engines: an independent calculation of the same year, and how far the simulation is from it. */
#include "engines.h"

#include <math.h>

#include "number.h"

/* A simulated mean is further from the truth than this less than once in 15,000 times. (Quantiles of very few people
   may be: their law is approximate.) */
#define FAR 4.0

static const char *
side(double distance)
{
    return distance < 0.0 ? "below" : "above";
}

void
print_engines(const cli_page *page, const rasim_analytic_check *check)
{
    if (!check->applies && check->reason && check->reason[0])
        page_say(page, 2, "  Second engine: %s.", check->reason);
    if (!check->applies)
        return;
    page_say(page, 2,
             "  Second engine, without simulation: mean %s, %s of years inside; the simulated mean is %.1f simulation "
             "errors %s it, the furthest figure %.1f off.",
             pounds_text(check->mean.value, money_step(check->mean.value, NOT_KNOWN)).text,
             percent_text(check->affordability.value).text, fabs(check->mean.distance), side(check->mean.distance),
             check->furthest);
    if (fabs(check->mean.distance) > FAR)
        page_say(page, 2,
                 "  Take care. The two engines are further apart than chance makes likely: please report this.");
}
