/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exits: an exponential time against an intensity that changes after the first year in care; then which exit it was. */
#include "engine/exits.h"

#include "engine/exit_time.h"
#include "num/detmath.h"

/* Draws of one exit: when, which, whether it is prevented. */
#define DRAWS_PER_EXIT 3

#define LOG2_E 1.4426950408889634

void
rasimi_hazard_make(const rasimi_churn *churn, const rasimi_flow *flows, double prevented, rasimi_hazard *out)
{
    *out = (rasimi_hazard){
        .churn = churn,
        .flows = flows + churn->first_flow,
        .prevented = prevented,
        .risk = {(float)((churn->leave_first + churn->move) * LOG2_E), (float)((churn->leave + churn->move) * LOG2_E)},
    };
}

/* A uniform in (0, 1) from 32 bits. */
static double
uniform(uint32_t word)
{
    return ((double)word + 0.5) * 0x1p-32;
}

static uint32_t
destination(const rasimi_hazard *hazard, double share)
{
    uint32_t f = 0;
    for (uint32_t i = 0; i + 1 < hazard->churn->n_flows; i++) { /* they ascend; which it is cannot be foretold */
        f += share >= hazard->flows[i].upto;
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

static bool
is_prevented(const rasimi_person *person, const rasimi_hazard *hazard, uint32_t year, uint32_t draw, uint64_t churn_key)
{
    return hazard->prevented > 0.0 && uniform(rasimi_person_word(person, year, draw, churn_key)) < hazard->prevented;
}

rasimi_exit
rasimi_exit_of(const rasimi_person *person, const rasimi_hazard *hazard, uint32_t year, uint32_t word,
               uint64_t churn_key)
{
    const rasimi_exit none = {RASIMI_FATE_STAYED, 1.0f, 0};
    const rasimi_churn *churn = hazard->churn;
    const double early = churn->leave_first + churn->move, late = churn->leave + churn->move;
    double u = uniform(word), from = (double)person->since, first = (double)person->first_left;
    for (uint32_t draw = RASIMI_DRAW_EXIT; draw < RASIMI_DRAW_EXIT + DRAWS_PER_EXIT * RASIMI_MAX_PREVENTED;
         draw += DRAWS_PER_EXIT) {
        if (draw > RASIMI_DRAW_EXIT) {
            u = uniform(rasimi_person_word(person, year, draw, churn_key));
        }
        const double at = rasimi_exit_time(early, late, from, first, -rasimi_log(u));
        if (!(at < 1.0)) {
            return none;
        }
        const double which = uniform(rasimi_person_word(person, year, draw + 1, churn_key));
        const rasimi_exit exit = which_exit(hazard, at, at < from + first, which);
        if (exit.fate == RASIMI_FATE_LEFT) {
            return exit;
        }
        if (!is_prevented(person, hazard, year, draw + 2, churn_key) &&
            rasimi_person_moves(person->fourth) < RASIMI_MAX_MOVES) {
            return exit;
        }
        first = first > at - from ? first - (at - from) : 0.0;
        from = at;
    }
    return none;
}

/* ---- a block at a time ---- */

/* The number of a list of people up to whole registers; who is past its end is anybody. */
static size_t
pad(size_t n, int32_t *who)
{
    const size_t padded = (n + RASIMI_LANES_PAD - 1) / RASIMI_LANES_PAD * RASIMI_LANES_PAD;
    for (size_t j = n; j < padded; j++) {
        who[j] = 0;
    }
    return padded;
}

/* Finds who goes within the year and when, all prevention apart: who, words, times. */
static size_t
find_times(const rasimi_exit_draws *draws, const rasimi_cohort_lanes *cohort, size_t n, const rasimi_hazard *hazard,
           rasimi_exits *out)
{
    const rasimi_churn *churn = hazard->churn;
    const size_t n_may = draws->kernel->leavers(cohort, n, hazard->risk, out->who, out->words);
    draws->kernel->exit_times(cohort, out->who, out->words, pad(n_may, out->who), churn->leave_first + churn->move,
                              churn->leave + churn->move, out->times);
    size_t n_gone = 0;
    for (size_t j = 0; j < n_may; j++) {
        const double at = out->times[j];
        out->who[n_gone] = out->who[j];
        out->words[n_gone] = out->words[j];
        out->times[n_gone] = at;
        n_gone += at < 1.0;
    }
    return n_gone;
}

/* Draws which exit it is, where there are several: which. */
static void
draw_which(const rasimi_exit_draws *draws, const rasimi_cohort_lanes *cohort, size_t n, rasimi_exits *out)
{
    draws->kernel->words_of(cohort, out->who, pad(n, out->who),
                            rasimi_counter_word(draws->year, RASIMI_DRAW_EXIT + 1, 0), draws->round_keys, out->which);
}

/* Exits where nothing is left to draw but that people leave care. */
static void
all_leave(size_t n, rasimi_exits *out)
{
    for (size_t j = 0; j < n; j++) {
        out->fate[j] = RASIMI_FATE_LEFT;
        out->until[j] = (float)out->times[j];
    }
    out->n = n;
}

/* Whoever has moved makes calls of their own. */
static uint32_t
moves_of(const rasimi_cohort_lanes *cohort, int32_t who)
{
    return cohort->sharing == RASIMI_ALONE ? rasimi_person_moves((uint32_t)cohort->calls.fourth[who]) : 0;
}

/* Takes all for people who leave care, but lists those who go elsewhere; how many these are. What is over of the draw
   that decides it is left in the place of the time. */
static size_t
choose_leavers(const rasimi_cohort_lanes *cohort, size_t n, const rasimi_churn *churn, rasimi_exits *out)
{
    size_t elsewhere = 0;
    for (size_t j = 0; j < n; j++) {
        const int32_t who = out->who[j];
        const double at = out->times[j], from = (double)cohort->since[who], first = (double)cohort->first_left[who];
        const double leave = at < from + first ? churn->leave_first : churn->leave;
        const double over = uniform((uint32_t)out->which[j]) * (leave + churn->move) - leave;
        out->fate[j] = RASIMI_FATE_LEFT;
        out->until[j] = (float)at;
        out->times[j] = over;
        out->elsewhere[elsewhere] = (int32_t)j;
        elsewhere += !(over < 0.0);
    }
    return elsewhere;
}

/* Where to the j-th goes, if nothing stops it. */
static void
choose_cell(const rasimi_exit_draws *draws, const rasimi_cohort_lanes *cohort, const rasimi_hazard *hazard, size_t j,
            rasimi_exits *out)
{
    const uint32_t cell = destination(hazard, out->times[j] / hazard->churn->move);
    rasimi_exit exit = {cell == RASIMI_OUTSIDE ? RASIMI_FATE_OUTSIDE : RASIMI_FATE_MOVED, out->until[j], cell};
    if (hazard->prevented > 0.0 || moves_of(cohort, out->who[j]) >= RASIMI_MAX_MOVES) {
        const rasimi_person person = rasimi_person_of(cohort, (size_t)out->who[j]);
        exit = rasimi_exit_of(&person, hazard, draws->year, (uint32_t)out->words[j], draws->key);
    }
    out->fate[j] = (int32_t)exit.fate;
    out->until[j] = exit.until;
    out->cell[j] = exit.cell;
    out->n_moved += exit.fate == RASIMI_FATE_MOVED;
    out->n_outside += exit.fate == RASIMI_FATE_OUTSIDE;
}

/* Takes out of n exits those that were stopped for good. */
static size_t
drop_stopped(size_t n, rasimi_exits *out)
{
    size_t kept = 0;
    for (size_t j = 0; j < n; j++) {
        out->who[kept] = out->who[j];
        out->fate[kept] = out->fate[j];
        out->until[kept] = out->until[j];
        out->cell[kept] = out->cell[j];
        kept += out->fate[j] != RASIMI_FATE_STAYED;
    }
    return kept;
}

/* Exits where people may also move. */
static void
choose_all(const rasimi_exit_draws *draws, const rasimi_cohort_lanes *cohort, size_t n, const rasimi_hazard *hazard,
           rasimi_exits *out)
{
    const size_t elsewhere = choose_leavers(cohort, n, hazard->churn, out);
    bool stopped = false;
    for (size_t i = 0; i < elsewhere; i++) {
        const size_t j = (size_t)out->elsewhere[i];
        choose_cell(draws, cohort, hazard, j, out);
        stopped = stopped || out->fate[j] == RASIMI_FATE_STAYED;
    }
    out->n = stopped ? drop_stopped(n, out) : n;
}

void
rasimi_exits_draw(const rasimi_exit_draws *draws, const rasimi_cohort_lanes *cohort, size_t n,
                  const rasimi_hazard *hazard, rasimi_exits *out)
{
    const bool anybody = hazard->risk.early > 0.0f || hazard->risk.late > 0.0f;
    const size_t n_gone = anybody ? find_times(draws, cohort, n, hazard, out) : 0;
    out->n_moved = out->n_outside = 0;
    if (hazard->churn->n_flows == 0) {
        all_leave(n_gone, out);
        return;
    }
    draw_which(draws, cohort, n_gone, out);
    choose_all(draws, cohort, n_gone, hazard, out);
}
