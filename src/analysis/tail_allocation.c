/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tail allocation: the mean of every part less its plan about a quantile of net, scaled so that the parts add up to
   what the quantile is above the plan; and beyond the quantile, where they add up by themselves. */
#include "analysis/tail_allocation.h"

#include "num/stats.h"

#include <stdlib.h>

/* Replicates within this share of the ranks count as about a level, and at least so many. */
#define REACH 0.005
enum { FEWEST = 200 };

/* Scaling is by a factor where it is between these; else what is missing is spread by the parts' sizes. */
#define LEAST_FACTOR 0.5
#define MOST_FACTOR  2.0

static int
by_net(const void *x, const void *y)
{
    const rasimi_rank *a = x, *b = y;
    const int order = (a->net > b->net) - (a->net < b->net);
    return order != 0 ? order : (a->replicate > b->replicate) - (a->replicate < b->replicate);
}

void
rasimi_rank_by_net(const int64_t *net, uint64_t n, rasimi_rank *out)
{
    for (uint64_t r = 0; r < n; r++)
        out[r] = (rasimi_rank){net[r], r};
    qsort(out, n, sizeof *out, by_net);
}

/* About the level's own rank as far up as down, unless an end of the ranks is nearer than that. */
uint64_t
rasimi_tail_window(double level, uint64_t n, uint64_t *first)
{
    const uint64_t rank = rasimi_quantile_rank(level, n) - 1, wide = (uint64_t)(REACH * (double)n);
    const uint64_t reach = wide > FEWEST / 2 ? wide : FEWEST / 2;
    uint64_t low = rank > reach ? rank - reach : 0, high = rank + reach < n ? rank + reach : n - 1;
    if (high - low + 1 < FEWEST)
        low = high + 1 > FEWEST ? high + 1 - FEWEST : 0;
    if (high - low + 1 < FEWEST)
        high = n < FEWEST ? n - 1 : low + FEWEST - 1;
    *first = low;
    return high - low + 1;
}

/* How far a part is above its plan in a replicate, £. */
static double
excess(const rasimi_tail_total *total, rasimi_tail_series part, uint64_t replicate)
{
    return (double)part.units[replicate] * total->gbp_per_unit - part.plan_gbp;
}

static double
net_excess(const rasimi_tail_total *total, rasimi_rank rank)
{
    return (double)rank.net * total->gbp_per_unit - total->plan_gbp;
}

/* Means about the level, of a part and of net. */
typedef struct window {
    uint64_t first, n;
    double part, net;
} window;

static window
look_at_window(const rasimi_rank *ranked, uint64_t n, const rasimi_tail_total *total, rasimi_tail_series part)
{
    window w = {0};
    w.n = rasimi_tail_window(total->level, n, &w.first);
    for (uint64_t i = w.first; i < w.first + w.n; i++) {
        w.part += excess(total, part, ranked[i].replicate);
        w.net += net_excess(total, ranked[i]);
    }
    w.part /= (double)w.n;
    w.net /= (double)w.n;
    return w;
}

/* Standard error of `slope` x net's mean subtracted from the part's mean. */
static double
window_error(const rasimi_rank *ranked, const rasimi_tail_total *total, rasimi_tail_series part, const window *w,
             double slope)
{
    double squares = 0.0;
    for (uint64_t i = w->first; i < w->first + w->n; i++) {
        const double rest =
            excess(total, part, ranked[i].replicate) - w->part - slope * (net_excess(total, ranked[i]) - w->net);
        squares += rest * rest;
    }
    return w->n > 1 ? __builtin_sqrt(squares / ((double)w->n * (double)(w->n - 1))) : 0.0;
}

/* The weight in expected shortfall of the replicate at a rank from 0: the level's own counts in part. */
static double
shortfall_weight(double level, uint64_t rank, uint64_t i, uint64_t n)
{
    const double tail = (double)n * (1.0 - level);
    return i > rank ? 1.0 / tail : i == rank ? ((double)(rank + 1) - level * (double)n) / tail : 0.0;
}

/* Beyond the level: the mean, and its error by the influence function of expected shortfall, (X - E[X | at]) past it.
 */
static void
look_beyond(const rasimi_rank *ranked, uint64_t n, const rasimi_tail_total *total, rasimi_tail_series part, double at,
            rasim_tail_part *out)
{
    const uint64_t rank = rasimi_quantile_rank(total->level, n) - 1;
    const double tail = (double)n * (1.0 - total->level);
    double sum = 0.0, influence = 0.0, squares = 0.0;
    for (uint64_t i = rank; i < n; i++) {
        const double x = excess(total, part, ranked[i].replicate);
        sum += shortfall_weight(total->level, rank, i, n) * x;
        influence += i > rank ? x - at : 0.0;
        squares += i > rank ? (x - at) * (x - at) : 0.0;
    }
    const double variance = squares - influence * influence / (double)n;
    out->beyond_gbp = sum;
    out->beyond_se = variance > 0.0 ? __builtin_sqrt(variance) / tail : 0.0;
}

/* Whether one factor on all parts makes them add up to the total. */
static bool
can_be_scaled(double total, double sum)
{
    return total * sum > 0.0 && total / sum >= LEAST_FACTOR && total / sum <= MOST_FACTOR;
}

rasim_tail_part
rasimi_tail_share(const rasimi_rank *ranked, uint64_t n, const rasimi_tail_total *total, rasimi_tail_series part)
{
    const window w = look_at_window(ranked, n, total, part);
    const bool scaled = can_be_scaled(total->at_gbp, w.net);
    const double factor = scaled ? total->at_gbp / w.net : 1.0;
    rasim_tail_part out = {
        .at_gbp = factor * w.part,
        .at_se = factor * window_error(ranked, total, part, &w, scaled ? w.part / w.net : 0.0),
    };
    look_beyond(ranked, n, total, part, w.part, &out);
    return out;
}

/* Where no factor does it: spreads what is missing by the parts' sizes. */
static void
make_up(double total, rasim_tail_part *parts, size_t n)
{
    double sum = 0.0, sizes = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += parts[i].at_gbp;
        sizes += __builtin_fabs(parts[i].at_gbp);
    }
    for (size_t i = 0; i < n && sizes > 0.0; i++)
        parts[i].at_gbp += (total - sum) * __builtin_fabs(parts[i].at_gbp) / sizes;
}

static rasim_status
allocate_to_areas(rasimi_summariser *s, const rasimi_plan *plan, const rasimi_rank *ranked,
                  const rasimi_tail_total *total, rasim_tail *out)
{
    const uint64_t n = s->series.n;
    out->n_areas = s->results->n_areas;
    out->areas = rasimi_arena_alloc(s->arena, out->n_areas, sizeof *out->areas);
    if (!out->areas)
        return RASIM_ERR_NO_MEMORY;
    for (size_t a = 0; a < out->n_areas; a++) {
        const rasimi_tail_series area = {s->series.area_net + a * n, plan->area_net_gbp_year[a]};
        out->areas[a] = rasimi_tail_share(ranked, n, total, area);
        out->areas[a].name = rasimi_summary_text(s, s->results->study->areas[a]);
        if (!out->areas[a].name)
            return RASIM_ERR_NO_MEMORY;
    }
    make_up(total->at_gbp, out->areas, out->n_areas);
    return RASIM_OK;
}

static void
allocate_to_pools(rasimi_summariser *s, const rasimi_plan *plan, const rasimi_rank *ranked, const int64_t *rest,
                  const rasimi_tail_total *total, rasim_tail *out)
{
    static const char *const names[RASIM_N_TAIL_POOLS] = {"RAS pool", "high-cost pool", "legacy pool",
                                                          "income and the rest"};
    const double legacy = plan->legacy_gbp_year, high_cost = plan->high_cost_gbp_year, gross = plan->gross_gbp_year;
    const rasimi_tail_series pools[RASIM_N_TAIL_POOLS] = {{s->series.ras, gross - high_cost - legacy},
                                                          {s->series.high_cost, high_cost},
                                                          {s->series.legacy, legacy},
                                                          {rest, plan->net_gbp_year - gross}};
    for (size_t i = 0; i < RASIM_N_TAIL_POOLS; i++) {
        out->pools[i] = rasimi_tail_share(ranked, s->series.n, total, pools[i]);
        out->pools[i].name = names[i];
    }
    make_up(total->at_gbp, out->pools, RASIM_N_TAIL_POOLS);
}

static rasim_status
allocate_levels(rasimi_summariser *s, const rasimi_plan *plan, const rasimi_rank *ranked, const int64_t *rest,
                rasim_year_summary *out)
{
    for (size_t l = 0; l < out->n_levels; l++) {
        const rasimi_tail_total total = {
            .level = out->contingency[l].level,
            .at_gbp = out->contingency[l].gbp,
            .beyond_gbp = out->expected_shortfall[l].value - out->plan_gbp,
            .plan_gbp = out->plan_gbp,
            .gbp_per_unit = s->gbp_per_unit,
        };
        uint64_t first;
        rasim_tail *tail = &out->tails[l];
        *tail = (rasim_tail){.level = total.level, .at_gbp = total.at_gbp, .beyond_gbp = total.beyond_gbp};
        tail->replicates = rasimi_tail_window(total.level, s->series.n, &first);
        const rasim_status status = allocate_to_areas(s, plan, ranked, &total, tail);
        if (status)
            return status;
        allocate_to_pools(s, plan, ranked, rest, &total, tail);
    }
    return RASIM_OK;
}

rasim_status
rasimi_tails(rasimi_summariser *s, const rasimi_plan *plan, rasim_year_summary *out)
{
    const uint64_t n = s->series.n;
    const int64_t *net = s->series.line[RASIM_LINE_NET];
    rasimi_rank *ranked = rasimi_calloc(n, sizeof *ranked);
    int64_t *rest = rasimi_calloc(n, sizeof *rest);
    out->tails = rasimi_arena_alloc(s->arena, out->n_levels, sizeof *out->tails);
    rasim_status status = ranked && rest && out->tails ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (!status) {
        rasimi_rank_by_net(net, n, ranked);
        for (uint64_t r = 0; r < n; r++)
            rest[r] = net[r] - s->series.total[r];
        status = allocate_levels(s, plan, ranked, rest, out);
    }
    free(ranked);
    free(rest);
    return status;
}
