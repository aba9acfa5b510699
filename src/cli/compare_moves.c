/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who moves, in the terminal. Nothing here is simulated, so that there are no intervals. */
#include "compare_moves.h"

#include <math.h>
#include <stdio.h>

#include "number.h"
#include "table.h"

static const rasim_group_moves *
everybody(const rasim_moves *moves)
{
    return &moves->groups[moves->n_groups - 1];
}

static number_text
people_text(double people)
{
    return whole_text((int64_t)llround(people));
}

/* £ a year to the thousand where they are many. */
static number_text
moved_text(double gbp)
{
    return amount_text(gbp, money_step(gbp, NOT_KNOWN));
}

void
print_winners(const cli_page *page, const rasim_comparison *comparison)
{
    static const table_column columns[] = {
        {"Design", 0, true},    {"Lose", 0, false},      {"£ a year", 0, false},  {"Win", 0, false},
        {"£ a year", 0, false}, {"Unchanged", 2, false}, {"No amount", 1, false},
    };
    if (!comparison->designs[0].from_package.known)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "Indicative amounts against current packages at planned prices, people");
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t d = 0; d < comparison->n_designs; d++) {
        const rasim_moves *moves = &comparison->designs[d].from_package;
        const rasim_group_moves *all = everybody(moves);
        const number_text lose = people_text(all->people_down), lost = moved_text(all->gbp_down),
                          win = people_text(all->people_up), won = moved_text(all->gbp_up),
                          same = people_text(moves->people[RASIM_MOVE_UNCHANGED]),
                          none = people_text(moves->people_lose_amount + moves->people_without);
        const char *cells[] = {
            comparison->designs[d].name, lose.text, lost.text, win.text, won.text, same.text, none.text};
        table_row(table, cells, NULL);
    }
    table_finish(table);
    page_say(page, 2, "  No amount: a panel decides, the package is above the threshold, or there are no answers.");
}

static void
class_label(size_t size, char *buffer, size_t buffer_size)
{
    const double upto = rasim_move_class_upto(RASIM_MOVE_UNCHANGED + size);
    const double above = rasim_move_class_upto(RASIM_MOVE_UNCHANGED + size - 1);
    if (isinf(upto))
        snprintf(buffer, buffer_size, "more than £%.0f", above);
    else
        snprintf(buffer, buffer_size, "up to £%.0f", upto);
}

static void
print_classes(const cli_page *page, const rasim_moves *moves)
{
    static const table_column columns[] = {
        {"£ a week", 0, true}, {"Fall", 0, false}, {"£ a year", 1, false}, {"Rise", 0, false}, {"£ a year", 1, false}};
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t size = 1; size <= RASIM_MOVE_UNCHANGED; size++) {
        char label[48];
        const size_t down = RASIM_MOVE_UNCHANGED - size, up = RASIM_MOVE_UNCHANGED + size;
        class_label(size, label, sizeof label);
        const number_text fall = people_text(moves->people[down]), lost = moved_text(-moves->gbp[down]),
                          rise = people_text(moves->people[up]), won = moved_text(moves->gbp[up]);
        const char *cells[] = {label, fall.text, lost.text, rise.text, won.text};
        table_row(table, cells, NULL);
    }
    table_finish(table);
}

static void
print_groups(const cli_page *page, const rasim_moves *moves)
{
    static const table_column columns[] = {{"Care group", 0, true}, {"People", 1, false}, {"Fall", 0, false},
                                           {"£ a year", 0, false},  {"Rise", 0, false},   {"£ a year", 0, false},
                                           {"Net £", 1, false}};
    cli_table *table = table_create(page, columns, sizeof columns / sizeof columns[0]);
    for (size_t g = 0; g < moves->n_groups; g++) {
        const rasim_group_moves *group = &moves->groups[g];
        const number_text people = people_text(group->people), fall = people_text(group->people_down),
                          lost = moved_text(group->gbp_down), rise = people_text(group->people_up),
                          won = moved_text(group->gbp_up), net = moved_text(group->gbp_up - group->gbp_down);
        const char *cells[] = {group->care_group ? group->care_group : "All",
                               people.text,
                               fall.text,
                               lost.text,
                               rise.text,
                               won.text,
                               net.text};
        table_row(table, cells, NULL);
    }
    table_finish(table);
}

static void
print_design(const cli_page *page, const rasim_compared_design *design, const char *against)
{
    const rasim_moves *moves = &design->from_other;
    const rasim_group_moves *all = everybody(moves);
    page_blank(page);
    if (!(all->people_up > 0) && !(all->people_down > 0) && !(moves->people_gain_amount > 0) &&
        !(moves->people_lose_amount > 0)) {
        page_say(page, 0, "Nobody's amount moves from %s to %s.", against, design->name);
        return;
    }
    page_say(page, 0,
             "From %s to %s the indicative amount of %s people rises and of %s falls; %s stay. %s get an amount who "
             "had none, %s no longer get one.",
             against, design->name, people_text(all->people_up).text, people_text(all->people_down).text,
             people_text(moves->people[RASIM_MOVE_UNCHANGED]).text, people_text(moves->people_gain_amount).text,
             people_text(moves->people_lose_amount).text);
    print_classes(page, moves);
    page_blank(page);
    print_groups(page, moves);
}

void
print_moves(const cli_page *page, const rasim_comparison *comparison)
{
    if (!comparison->designs[0].from_other.known || comparison->n_designs < 2)
        return;
    page_blank(page);
    page_line(page, PAGE_BOLD, "Who moves");
    for (size_t d = 0; d < comparison->n_designs; d++)
        if (d != comparison->against)
            print_design(page, &comparison->designs[d], comparison->designs[comparison->against].name);
}
