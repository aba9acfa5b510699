/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theil's T and its parts (Bourguignon 1979): the whole is the part within classes, weighted by their share of the sum,
   and the part between them. */
#include "analysis/theil.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "num/detmath.h"

rasim_status
rasimi_theil_create(size_t n_groups, size_t n_places, double rows_per_person, rasimi_theil_tally *out)
{
    *out = (rasimi_theil_tally){
        .n_groups = n_groups, .n_places = n_places > 0 ? n_places : 1, .rows_per_person = rows_per_person};
    out->group = rasimi_calloc(n_groups, sizeof *out->group);
    out->places = rasimi_calloc(out->n_places, RASIM_N_TENTHS * sizeof *out->places);
    return out->group && out->places ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
rasimi_theil_clear(rasimi_theil_tally *tally)
{
    free(tally->group);
    free(tally->places);
    *tally = (rasimi_theil_tally){0};
}

void
rasimi_theil_add(rasimi_theil_tally *tally, double x, size_t band, size_t group, size_t place)
{
    rasimi_theil_sums *sums = &tally->places[band * tally->n_places + place];
    sums->n += 1;
    sums->x += x;
    sums->x_log_x += x > 0 ? x * rasimi_log(x) : 0;
    sums->xx += x * x;
    tally->group[group].n += 1;
    tally->group[group].x += x;
}

static void
add_sums(rasimi_theil_sums *to, const rasimi_theil_sums *from)
{
    to->n += from->n;
    to->x += from->x;
    to->x_log_x += from->x_log_x;
    to->xx += from->xx;
}

/* T of the people summed; 0 where nobody has anything. */
static double
theil_of(const rasimi_theil_sums *sums)
{
    return sums->x > 0 ? sums->x_log_x / sums->x - rasimi_log(sums->x / sums->n) : 0;
}

/* The part between classes of a whole: sum of shares times the log of mean over mean. */
static double
between(const rasimi_theil_sums *classes, size_t n, const rasimi_theil_sums *whole)
{
    double sum = 0;
    for (size_t c = 0; c < n; c++)
        if (classes[c].x > 0)
            sum += classes[c].x / whole->x * rasimi_log(classes[c].x / classes[c].n * whole->n / whole->x);
    return sum;
}

/* The part between places that chance would make if places were dealt out anew: to second order half the squared
   coefficient of variation, of which (places - 1) / (rows - 1) falls between. */
static double
by_chance(const rasimi_theil_sums *places, size_t n_places, double rows_per_person, const rasimi_theil_sums *band)
{
    size_t n_present = 0;
    for (size_t p = 0; p < n_places; p++)
        n_present += places[p].n > 0;
    const double mean = band->x / band->n, variance = band->xx / band->n - mean * mean;
    const double rows = band->n * rows_per_person, others = (double)n_present - 1;
    const double share = rows - 1 > others ? others / (rows - 1) : 1;
    return n_present > 1 && variance > 0 ? share * variance / (2 * mean * mean) : 0;
}

static void
end_places(rasimi_theil_tally *tally, const rasimi_theil_sums *whole)
{
    rasimi_theil_sums all[RASIM_N_TENTHS] = {{0, 0, 0, 0}};
    double within = 0, effect = 0, chance = 0;
    for (size_t b = 0; b < RASIM_N_TENTHS; b++) {
        const rasimi_theil_sums *places = tally->places + b * tally->n_places;
        for (size_t p = 0; p < tally->n_places; p++)
            add_sums(&all[b], &places[p]);
        rasimi_ratio_add(&tally->band_people[b], all[b].n, 1);
        if (!(all[b].x > 0))
            continue;
        const double share = all[b].x / whole->x, inside = theil_of(&all[b]);
        within += share * inside;
        effect += share * between(places, tally->n_places, &all[b]);
        chance += share * by_chance(places, tally->n_places, tally->rows_per_person, &all[b]);
        rasimi_ratio_add(&tally->band_mean[b], all[b].x, all[b].n);
        rasimi_ratio_add(&tally->band_theil[b], inside, 1);
    }
    rasimi_ratio_add(&tally->within, within, 1);
    rasimi_ratio_add(&tally->between, between(all, RASIM_N_TENTHS, whole), 1);
    rasimi_ratio_add(&tally->effect, effect, 1);
    rasimi_ratio_add(&tally->chance, chance, 1);
}

/* The places' sums over all bands go into the first band's, which are done with. */
static void
end_between_places(rasimi_theil_tally *tally, const rasimi_theil_sums *whole)
{
    for (size_t b = 1; b < RASIM_N_TENTHS; b++)
        for (size_t p = 0; p < tally->n_places; p++)
            add_sums(&tally->places[p], &tally->places[b * tally->n_places + p]);
    rasimi_ratio_add(&tally->between_places, between(tally->places, tally->n_places, whole), 1);
}

void
rasimi_theil_end(rasimi_theil_tally *tally)
{
    rasimi_theil_sums whole = {0, 0, 0, 0};
    for (size_t i = 0; i < RASIM_N_TENTHS * tally->n_places; i++)
        add_sums(&whole, &tally->places[i]);
    if (whole.x > 0) {
        rasimi_ratio_add(&tally->total, theil_of(&whole), 1);
        rasimi_ratio_add(&tally->groups, between(tally->group, tally->n_groups, &whole), 1);
        end_places(tally, &whole);
        end_between_places(tally, &whole);
    }
    memset(tally->group, 0, tally->n_groups * sizeof *tally->group);
    memset(tally->places, 0, RASIM_N_TENTHS * tally->n_places * sizeof *tally->places);
}

void
rasimi_theil_describe(const rasimi_theil_tally *tally, rasim_theil *out)
{
    const bool has_places = tally->n_places > 1;
    const rasim_measured none = {(double)NAN, (double)NAN};
    *out = (rasim_theil){
        .total = rasimi_ratio_measured(&tally->total),
        .within_bands = rasimi_ratio_measured(&tally->within),
        .between_bands = rasimi_ratio_measured(&tally->between),
        .between_groups = rasimi_ratio_measured(&tally->groups),
        .between_places = has_places ? rasimi_ratio_measured(&tally->between_places) : none,
        .place_effect = has_places ? rasimi_ratio_measured(&tally->effect) : none,
        .place_share = (double)NAN,
        .chance_share = (double)NAN,
    };
    if (has_places && out->within_bands.value > 0) {
        out->place_share = out->place_effect.value / out->within_bands.value;
        out->chance_share = rasimi_ratio_measured(&tally->chance).value / out->within_bands.value;
    }
    for (size_t b = 0; b < RASIM_N_TENTHS; b++) {
        out->band_people[b] = rasimi_ratio_measured(&tally->band_people[b]).value;
        out->band_mean[b] = rasimi_ratio_measured(&tally->band_mean[b]).value;
        out->band_theil[b] = rasimi_ratio_measured(&tally->band_theil[b]).value;
    }
}
