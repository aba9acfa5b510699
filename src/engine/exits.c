/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exits: an exponential time against an intensity that changes after the first year in care; then which exit it was. */
#include "engine/exits.h"

#include "num/detmath.h"

/* Draws of one exit: when, which, whether it is prevented. */
#define DRAWS_PER_EXIT 3

void
rasimi_hazard_make(const rasimi_churn *churn, const rasimi_flow *flows, double prevented, rasimi_hazard *out)
{
    const double stay = rasimi_exp(-(churn->leave + churn->move));
    *out = (rasimi_hazard){
        .churn = churn,
        .flows = flows + churn->first_flow,
        .prevented = prevented,
        /* (word + 1/2) / 2^32 <= stay: exact in double precision */
        .stay_upto = (int64_t)__builtin_floor(stay * 0x1p32 - 0.5),
    };
}

/* A uniform in (0, 1) from 32 bits. */
static double
uniform(uint32_t word)
{
    return ((double)word + 0.5) * 0x1p-32;
}

/* When the next exit after `from` comes; 1 or more: not in this year. `first` is what is left of the first year in care
   at `from`. */
static double
next_exit(const rasimi_churn *churn, double from, double first, double u)
{
    const double early = churn->leave_first + churn->move, late = churn->leave + churn->move;
    const double exponential = -rasimi_log(u);
    if (exponential < early * first) {
        return from + exponential / early;
    }
    const double rest = exponential - early * first;
    return late > 0.0 ? from + first + rest / late : 1.0;
}

static uint32_t
destination(const rasimi_hazard *hazard, double share)
{
    uint32_t f = 0;
    while (f + 1 < hazard->churn->n_flows && share >= hazard->flows[f].upto) {
        f++;
    }
    return hazard->flows[f].cell;
}

/* Which exit it is, of the two intensities at that time; u is uniform in (0, 1). */
static rasimi_exit
which_exit(const rasimi_hazard *hazard, double at, bool first_year, double u)
{
    const rasimi_churn *churn = hazard->churn;
    const double leave = first_year ? churn->leave_first : churn->leave, of = u * (leave + churn->move);
    if (of < leave || churn->n_flows == 0) {
        return (rasimi_exit){RASIMI_FATE_LEFT, (float)at, 0};
    }
    const uint32_t cell = destination(hazard, (of - leave) / churn->move);
    return (rasimi_exit){cell == RASIMI_OUTSIDE ? RASIMI_FATE_OUTSIDE : RASIMI_FATE_MOVED, (float)at, cell};
}

rasimi_exit
rasimi_exit_none(const rasimi_person *person)
{
    static const rasimi_fate fates[] = {[RASIMI_ARRIVAL_BEFORE] = RASIMI_FATE_STAYED,
                                        [RASIMI_ARRIVAL_START] = RASIMI_FATE_STARTED,
                                        [RASIMI_ARRIVAL_MOVE] = RASIMI_FATE_ARRIVED};
    return (rasimi_exit){fates[person->arrival], 1.0f, 0};
}

static bool
is_prevented(const rasimi_person *person, const rasimi_hazard *hazard, uint32_t year, uint32_t draw, uint64_t churn_key)
{
    return hazard->prevented > 0.0 && uniform(rasimi_person_word(person, year, draw, churn_key)) < hazard->prevented;
}

rasimi_exit
rasimi_exit_of(const rasimi_person *person, const rasimi_hazard *hazard, uint32_t year, uint32_t word,
               uint64_t churn_key)
{
    double u = uniform(word), from = (double)person->since, first = (double)person->first_left;
    if (rasimi_exit_is_none(person, hazard, word)) {
        return rasimi_exit_none(person);
    }
    for (uint32_t draw = RASIMI_DRAW_EXIT; draw < RASIMI_DRAW_EXIT + DRAWS_PER_EXIT * RASIMI_MAX_PREVENTED;
         draw += DRAWS_PER_EXIT) {
        if (draw > RASIMI_DRAW_EXIT) {
            u = uniform(rasimi_person_word(person, year, draw, churn_key));
        }
        const double at = next_exit(hazard->churn, from, first, u);
        if (!(at < 1.0)) {
            return rasimi_exit_none(person);
        }
        const double which = uniform(rasimi_person_word(person, year, draw + 1, churn_key));
        const rasimi_exit exit = which_exit(hazard, at, at < from + first, which);
        if (exit.fate == RASIMI_FATE_LEFT) {
            return exit;
        }
        if (!is_prevented(person, hazard, year, draw + 2, churn_key) && person->moves < RASIMI_MAX_MOVES) {
            return exit;
        }
        first = first > at - from ? first - (at - from) : 0.0;
        from = at;
    }
    return rasimi_exit_none(person);
}
