/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared shocks that a framework has, and their names. */
#include "model/shared.h"

#include <string.h>

#define PRICE     "price"
#define PRACTICE  "practice"
#define LENIENCY  "leniency"
#define OPTIMISM  "optimism"
#define DEMAND    "demand"
#define FUNDING   "funding"
#define SHARE     "funding share"
#define SEPARATOR ": "

/* ---- the list ---- */

static const char *
stream_name(const rasimi_framework *framework, size_t row)
{
    return ((const rasimi_funding_row *)framework->income.other_funding.items)[row].name.value;
}

bool
rasimi_share_is_uncertain(const rasimi_framework *framework, size_t row)
{
    const rasimi_funding_row *stream = (const rasimi_funding_row *)framework->income.other_funding.items + row;
    return stream->kind.value == RASIMI_FUNDING_SHARE && stream->share_sd.value > 0;
}

static const char *
make_label(rasimi_arena *arena, const char *kind, const char *of)
{
    return of ? rasimi_arena_printf(arena, "%s" SEPARATOR "%s", kind, of) : kind;
}

static bool
add(rasimi_shared *list, size_t *n, rasimi_shared_kind kind, const char *label, size_t row)
{
    list[(*n)++] = (rasimi_shared){kind, label, row};
    return label != NULL;
}

rasim_status
rasimi_shared_list(const rasimi_framework *framework, rasimi_arena *arena, rasimi_shared **out, size_t *n)
{
    const rasimi_price_row *prices = framework->prices.items;
    const rasimi_demand_row *demand = framework->demand.items;
    const rasimi_structs *streams = &framework->income.other_funding;
    const size_t most = framework->prices.n + framework->demand.n + streams->n + 4;
    rasimi_shared *list = rasimi_arena_alloc(arena, most, sizeof *list);
    bool good = list != NULL;
    *n = 0;
    for (size_t r = 0; good && r < framework->prices.n; r++)
        good = add(list, n, RASIMI_SHARED_PRICE, make_label(arena, PRICE, prices[r].setting.value), r);
    good = good && add(list, n, RASIMI_SHARED_PRACTICE, PRACTICE, 0) &&
           add(list, n, RASIMI_SHARED_LENIENCY, LENIENCY, 0) && add(list, n, RASIMI_SHARED_OPTIMISM, OPTIMISM, 0);
    for (size_t r = 0; good && r < framework->demand.n; r++)
        good = add(list, n, RASIMI_SHARED_DEMAND, make_label(arena, DEMAND, demand[r].care_group.value), r);
    good = good && add(list, n, RASIMI_SHARED_FUNDING, FUNDING, 0);
    for (size_t r = 0; good && r < streams->n; r++)
        if (rasimi_share_is_uncertain(framework, r))
            good = add(list, n, RASIMI_SHARED_SHARE, make_label(arena, SHARE, stream_name(framework, r)), r);
    *out = list;
    return good ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

/* ---- names ---- */

/* Is the text "KIND" or "KIND: something"? *of is the something. */
static bool
names(const char *text, const char *kind, const char **of)
{
    const size_t length = strlen(kind), gap = strlen(SEPARATOR);
    *of = NULL;
    if (strncmp(text, kind, length) != 0)
        return false;
    if (text[length] == '\0')
        return true;
    *of = text + length + gap;
    return strncmp(text + length, SEPARATOR, gap) == 0 && **of != '\0';
}

bool
rasimi_shared_parse(const char *text, rasimi_shared_name *out)
{
    static const struct {
        const char *name;
        rasimi_shared_kind kind;
        bool has_rows;
    } kinds[] = {{PRICE, RASIMI_SHARED_PRICE, true},        {DEMAND, RASIMI_SHARED_DEMAND, true},
                 {SHARE, RASIMI_SHARED_SHARE, true},        {PRACTICE, RASIMI_SHARED_PRACTICE, false},
                 {LENIENCY, RASIMI_SHARED_LENIENCY, false}, {FUNDING, RASIMI_SHARED_FUNDING, false}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const char *of;
        const bool named = names(text, kinds[k].name, &of);
        if (named && (kinds[k].has_rows || !of) && (kinds[k].kind != RASIMI_SHARED_SHARE || of)) {
            *out = (rasimi_shared_name){kinds[k].kind, of};
            return true;
        }
    }
    return false;
}

/* Does a row for `label` (NULL: for the others) answer to `of`? */
static bool
answers(const char *label, const char *of)
{
    return of ? label && strcmp(label, of) == 0 : !label;
}

bool
rasimi_shared_has_row(const rasimi_framework *framework, const rasimi_shared_name *name)
{
    const rasimi_price_row *prices = framework->prices.items;
    const rasimi_demand_row *demand = framework->demand.items;
    const bool is_share = name->kind == RASIMI_SHARED_SHARE;
    bool found = name->kind != RASIMI_SHARED_PRICE && name->kind != RASIMI_SHARED_DEMAND && !is_share;
    for (size_t r = 0; name->kind == RASIMI_SHARED_PRICE && r < framework->prices.n; r++)
        found = found || answers(prices[r].setting.value, name->of);
    for (size_t r = 0; name->kind == RASIMI_SHARED_DEMAND && r < framework->demand.n; r++)
        found = found || answers(demand[r].care_group.value, name->of);
    for (size_t r = 0; is_share && r < framework->income.other_funding.n; r++)
        found = found || (rasimi_share_is_uncertain(framework, r) && answers(stream_name(framework, r), name->of));
    return found;
}
