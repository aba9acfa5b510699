/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far each person's cost lies from what their needs would lead to expect: robust, so that the rows that are looked
   for do not hide themselves (Rousseeuw & Croux 1993). */
#include "analysis/check_far.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/check.h"
#include "num/detmath.h"
#include "num/stats.h"
#include "rasim/ledger.h"

/* A care group with fewer ratios borrows everybody's median and deviation. */
#define LEAST_ROWS 20

/* Makes the median absolute deviation of a normal variate its standard deviation: 1 / Phi^-1(3/4). */
#define MAD_TO_SD 1.482602218505602

void
rasimi_log_ratios(const rasim_study *study, const rasimi_applied *applied, double *ratios)
{
    for (size_t i = 0; i < study->n_rows; i++) {
        const bool scored = !study->scored || study->scored[i];
        const double cost = rasimi_planned_cost(study, i);
        const double amount = (double)applied->amount[i].units / RASIM_UNITS_PER_GBP;
        const bool has_both = scored && applied->amount[i].status == RASIMI_RULE_ALLOCATED && cost > 0 && amount > 0;
        ratios[i] = has_both ? rasimi_log(cost / amount) : (double)NAN;
    }
}

double
rasimi_ratio_of(double log_ratio)
{
    return rasimi_exp(log_ratio);
}

/* Middle of sorted values: the mean of the two middle ones where n is even. */
static double
median_of(const double *sorted, size_t n)
{
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

typedef struct centre {
    size_t n;
    double median, sd; /* robust */
} centre;

/* The ratios of one care group, or of everybody (group n_care_groups); scratch: [n_rows]. */
static centre
find_centre(const rasim_study *study, const double *ratios, size_t group, double *scratch)
{
    centre found = {0, 0, 0};
    for (size_t i = 0; i < study->n_rows; i++)
        if (!isnan(ratios[i]) && (group == study->n_care_groups || study->care_group[i] == group))
            scratch[found.n++] = ratios[i];
    if (found.n == 0)
        return found;
    rasimi_sort(scratch, found.n);
    found.median = median_of(scratch, found.n);
    for (size_t i = 0; i < found.n; i++)
        scratch[i] = fabs(scratch[i] - found.median);
    rasimi_sort(scratch, found.n);
    found.sd = MAD_TO_SD * median_of(scratch, found.n);
    return found;
}

bool
rasimi_robust_scores(const rasim_study *study, const double *ratios, double *scores)
{
    centre *centres = rasimi_calloc(study->n_care_groups + 1, sizeof *centres);
    if (!centres)
        return false;
    for (size_t g = 0; g <= study->n_care_groups; g++)
        centres[g] = find_centre(study, ratios, g, scores);
    for (size_t i = 0; i < study->n_rows; i++) {
        const centre *own = &centres[study->care_group[i]];
        const centre *used = own->n < LEAST_ROWS ? &centres[study->n_care_groups] : own;
        scores[i] = isnan(ratios[i]) || used->sd == 0 ? 0 : (ratios[i] - used->median) / used->sd;
    }
    free(centres);
    return true;
}
