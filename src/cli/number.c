/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them. */
#include "number.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define MILLION              1e6
#define STEP_ABOVE_A_MILLION 1e3 /* £: totals are never shown finer */
#define UNKNOWN_ERROR_SHARE  0.05
#define LARGEST_SHOWN_GBP    9e15 /* whole pounds are exact in a double up to here */

number_text
whole_text(int64_t value)
{
    char digits[24];
    uint64_t magnitude = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    snprintf(digits, sizeof digits, "%" PRIu64, magnitude);

    number_text out;
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
round_to_step(double gbp, double step)
{
    return round(gbp / step) * step;
}

static number_text
labelled(const char *text)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%s", text);
    return out;
}

number_text
amount_text(double gbp, double step)
{
    if (!isfinite(gbp) || fabs(gbp) > LARGEST_SHOWN_GBP)
        return labelled("");
    return whole_text((int64_t)round_to_step(gbp, step));
}

number_text
pounds_text(double gbp, double step)
{
    number_text amount = amount_text(gbp, step);
    if (amount.text[0] == '\0')
        return labelled("not known");
    bool negative = amount.text[0] == '-';
    number_text out;
    snprintf(out.text, sizeof out.text, "%s£%.40s", negative ? "-" : "", amount.text + negative);
    return out;
}

number_text
pence_bare_text(double gbp)
{
    if (!isfinite(gbp) || fabs(gbp) > LARGEST_SHOWN_GBP / 100.0)
        return labelled("");
    const int64_t pence = (int64_t)floor(fabs(gbp) * 100.0 + 0.5);
    number_text out;
    snprintf(out.text, sizeof out.text, "%s%.30s.%02d", gbp < 0 && pence > 0 ? "-" : "", whole_text(pence / 100).text,
             (int)(pence % 100));
    return out;
}

number_text
pence_text(double gbp)
{
    number_text bare = pence_bare_text(gbp), out;
    if (bare.text[0] == '\0')
        return labelled("not known");
    const bool negative = bare.text[0] == '-';
    snprintf(out.text, sizeof out.text, "%s£%.40s", negative ? "-" : "", bare.text + negative);
    return out;
}

number_text
millions_text(double gbp)
{
    double millions = fabs(gbp) / MILLION;
    if (!isfinite(gbp) || millions < 1.0 || millions > LARGEST_SHOWN_GBP / MILLION)
        return pounds_text(gbp, 1.0);
    number_text out;
    snprintf(out.text, sizeof out.text, "%s£%.*fm", gbp < 0 ? "-" : "", millions < 10.0 ? 2 : 1, millions);
    return out;
}

number_text
percent_bare_text(double share)
{
    number_text out = {""};
    if (isfinite(share))
        snprintf(out.text, sizeof out.text, "%.1f", 100.0 * share);
    return out;
}

number_text
percent_text(double share)
{
    if (!isfinite(share))
        return labelled("");
    number_text bare = percent_bare_text(share);
    if (share < 1.0 && strcmp(bare.text, "100.0") == 0)
        return labelled("over 99.9 %");
    if (share > 0.0 && strcmp(bare.text, "0.0") == 0)
        return labelled("under 0.1 %");
    number_text out;
    snprintf(out.text, sizeof out.text, "%.40s %%", bare.text);
    return out;
}

number_text
level_text(double level)
{
    number_text out;
    snprintf(out.text, sizeof out.text, "%.6g %%", 100.0 * level);
    return out;
}

double
half_width(const rasim_at_level *at)
{
    return fmax(at->value - at->low, at->high - at->value);
}

double
money_step(double gbp, double half_width_gbp)
{
    double least = fabs(gbp) > MILLION ? STEP_ABOVE_A_MILLION : 1.0;
    double width = isfinite(half_width_gbp) ? half_width_gbp : UNKNOWN_ERROR_SHARE * fabs(gbp);
    double step = 1.0;
    while (isfinite(width) && step * 10.0 <= width / 5.0)
        step *= 10.0;
    return fmax(step, least);
}
