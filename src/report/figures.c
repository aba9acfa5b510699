/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them. */
#include "rasim/figures.h"

#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define MILLION              1e6
#define MOST_MILLIONS        999.95 /* what would round to 1,000 is a billion */
#define STEP_ABOVE_A_MILLION 1e3    /* £: totals are never shown finer */
#define UNKNOWN_ERROR_SHARE  0.05
#define LARGEST_SHOWN_GBP    9e15 /* whole pounds are exact in a double up to here */

rasim_figure
rasim_whole_text(int64_t value)
{
    char digits[24];
    uint64_t magnitude = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    snprintf(digits, sizeof digits, "%" PRIu64, magnitude);

    rasim_figure out;
    size_t n = strlen(digits), at = 0;
    if (value < 0)
        out.text[at++] = '-';
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            out.text[at++] = ',';
        out.text[at++] = digits[i];
    }
    out.text[at] = '\0';
    return out;
}

double
rasim_round_to_step(double gbp, double step)
{
    return round(gbp / step) * step;
}

static rasim_figure
labelled(const char *text)
{
    rasim_figure out;
    snprintf(out.text, sizeof out.text, "%s", text);
    return out;
}

rasim_figure
rasim_decimal_text(double value, int places)
{
    rasim_figure out = {""};
    if (isfinite(value))
        snprintf(out.text, sizeof out.text, "%.*f", places, value);
    rasimi_set_decimal_point(out.text);
    if (out.text[0] == '-' && strspn(out.text, "-0.") == strlen(out.text))
        memmove(out.text, out.text + 1, strlen(out.text)); /* nothing is less than nothing */
    return out;
}

rasim_figure
rasim_amount_text(double gbp, double step)
{
    if (!isfinite(gbp) || fabs(gbp) > LARGEST_SHOWN_GBP)
        return labelled("");
    return rasim_whole_text((int64_t)rasim_round_to_step(gbp, step));
}

rasim_figure
rasim_pounds_text(double gbp, double step)
{
    rasim_figure amount = rasim_amount_text(gbp, step);
    if (amount.text[0] == '\0')
        return labelled("not known");
    bool negative = amount.text[0] == '-';
    rasim_figure out;
    snprintf(out.text, sizeof out.text, "%s£%.40s", negative ? "-" : "", amount.text + negative);
    return out;
}

rasim_figure
rasim_pence_bare_text(double gbp)
{
    if (!isfinite(gbp) || fabs(gbp) > LARGEST_SHOWN_GBP / 100.0)
        return labelled("");
    const int64_t pence = (int64_t)floor(fabs(gbp) * 100.0 + 0.5);
    rasim_figure out;
    snprintf(out.text, sizeof out.text, "%s%.30s.%02d", gbp < 0 && pence > 0 ? "-" : "",
             rasim_whole_text(pence / 100).text, (int)(pence % 100));
    return out;
}

rasim_figure
rasim_pence_text(double gbp)
{
    rasim_figure bare = rasim_pence_bare_text(gbp), out;
    if (bare.text[0] == '\0')
        return labelled("not known");
    const bool negative = bare.text[0] == '-';
    snprintf(out.text, sizeof out.text, "%s£%.40s", negative ? "-" : "", bare.text + negative);
    return out;
}

rasim_figure
rasim_millions_text(double gbp)
{
    double units = fabs(gbp) / MILLION;
    if (!isfinite(gbp) || units < 1.0 || units > LARGEST_SHOWN_GBP / MILLION)
        return rasim_pounds_text(gbp, 1.0);
    const bool billions = units >= MOST_MILLIONS;
    if (billions)
        units /= 1000.0;
    rasim_figure out;
    snprintf(out.text, sizeof out.text, "%s£%.40s%s", gbp < 0 ? "-" : "",
             rasim_decimal_text(units, units < 10.0 ? 2 : 1).text, billions ? "bn" : "m");
    return out;
}

rasim_figure
rasim_about_text(double gbp)
{
    return fabs(gbp) >= MILLION ? rasim_millions_text(gbp) : rasim_pounds_text(gbp, rasim_money_step(gbp, (double)NAN));
}

rasim_figure
rasim_percent_bare_text(double share)
{
    return rasim_decimal_text(100.0 * share, 1);
}

rasim_figure
rasim_percent_text(double share)
{
    if (!isfinite(share))
        return labelled("");
    rasim_figure bare = rasim_percent_bare_text(share);
    if (share < 1.0 && strcmp(bare.text, "100.0") == 0)
        return labelled("over 99.9 %");
    if (share > 0.0 && strcmp(bare.text, "0.0") == 0)
        return labelled("under 0.1 %");
    rasim_figure out;
    snprintf(out.text, sizeof out.text, "%.40s %%", bare.text);
    return out;
}

rasim_figure
rasim_level_text(double level)
{
    rasim_figure digits, out;
    snprintf(digits.text, sizeof digits.text, "%.6g", 100.0 * level);
    rasimi_set_decimal_point(digits.text);
    snprintf(out.text, sizeof out.text, "%.40s %%", digits.text);
    return out;
}

double
rasim_half_width(const rasim_at_level *at)
{
    return fmax(at->value - at->low, at->high - at->value);
}

double
rasim_money_step(double gbp, double half_width_gbp)
{
    double least = fabs(gbp) > MILLION ? STEP_ABOVE_A_MILLION : 1.0;
    double width = isfinite(half_width_gbp) ? half_width_gbp : UNKNOWN_ERROR_SHARE * fabs(gbp);
    double step = 1.0;
    while (isfinite(width) && step * 10.0 <= width / 5.0)
        step *= 10.0;
    return fmax(step, least);
}
