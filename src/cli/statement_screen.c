/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement that fits one screen (80 x 50): what matters of the full one (statement.c), in the same words. */
#include <math.h>
#include <stdio.h>

#include "number.h"
#include "persons_page.h"
#include "portability_table.h"
#include "statement.h"
#include "statement_parts.h"
#include "statement_tables.h"
#include "statement_years.h"
#include "title.h"
#include "why_tables.h"

/* What fits beside one another on a screen. */
enum {
    MOST_BARS = 7,
    MOST_YEARS = 6,    /* of a picture: of more, every second or third */
    MOST_PICTURES = 8, /* designs in one picture */
    MOST_VERDICTS = 3, /* designs with their own */
    MOST_BACKGROUND = 2
};

/* The budget area that is least sure, where areas have envelopes of their own; in the last of several years. */
static void
print_least_area(const cli_page *page, const rasim_design_summary *design)
{
    const rasim_year_summary *year = &design->years[design->n_years - 1];
    const bool several = design->n_years > 1;
    const rasim_area_summary *least = NULL;
    size_t n = 0;
    for (size_t a = 0; a < year->n_areas; a++) {
        const rasim_area_summary *area = &year->areas[a];
        n += area->has_envelope;
        if (area->has_envelope && (!least || area->affordability.probability < least->affordability.probability))
            least = area;
    }
    if (n > 1)
        page_say(page, 2,
                 "  Of %zu budget areas the least sure to stay inside its own envelope%s%s is %s, in %s of %s.", n,
                 several ? " in " : "", several ? year->year : "", least->name,
                 percent_text(least->affordability.probability).text, several ? "simulations" : "years");
}

/* What is behind the figures, a sentence each. */
static void
print_background(const cli_page *page, const cli_statement *self, size_t i)
{
    const rasim_summary *summary = self->summary;
    const rasim_design_summary *design = &summary->designs[i];
    print_drivers(page, summary->spread ? &summary->spread->designs[i] : NULL);
    print_tips(page, summary->reverse ? &summary->reverse->designs[i] : NULL, design->n_years > 1);
    print_reserve_end(page, design);
    print_enough(page, summary->persons, first_of_years(design), i);
    print_least_area(page, design);
}

static void
print_one_year(const cli_page *page, const cli_statement *self)
{
    const rasim_year_summary *year = &self->summary->designs[0].years[0];
    print_levels_table(page, year);
    print_held(page, year);
    page_blank(page);
    print_money_table(page, self->study, year, true);
    print_chart(page, self, 0, MOST_BARS);
}

static void
print_one_design(const cli_page *page, const cli_statement *self)
{
    const rasim_design_summary *design = &self->summary->designs[0];
    page_blank(page);
    print_opening(page, design);
    page_blank(page);
    if (design->n_years > 1) {
        print_years_table(page, design);
        page_blank(page);
        print_fan(page, design, MOST_YEARS);
    } else {
        print_one_year(page, self);
    }
    page_blank(page);
    print_background(page, self, 0);
}

/* One line a design: its last year against the envelope. */
static void
print_picture(const cli_page *page, const rasim_summary *summary)
{
    fan_year lines[MOST_PICTURES];
    const size_t n = summary->n_designs;
    if (n > MOST_PICTURES)
        return;
    const size_t last = summary->designs[0].n_years - 1;
    for (size_t i = 0; i < n; i++)
        lines[i] = fan_year_of(summary->designs[i].name, &summary->designs[i].years[last]);
    char title[96];
    snprintf(title, sizeof title, "Net spend against the envelope, %.40s", summary->designs[0].years[last].year);
    page_blank(page);
    page_line(page, PAGE_BOLD, title);
    fan_print(page, lines, n);
}

static void
print_several_designs(const cli_page *page, const cli_statement *self)
{
    const rasim_summary *summary = self->summary;
    const size_t n = summary->n_designs;
    page_blank(page);
    print_designs_table(page, summary);
    if (n <= MOST_PICTURES) {
        page_blank(page);
        print_designs_money(page, summary);
    }
    print_portability_gap(page, &summary->portability);
    print_picture(page, summary);
    for (size_t i = 0; i < n && n <= MOST_VERDICTS; i++) {
        page_blank(page);
        page_wrap(page, PAGE_BOLD, 0, summary->designs[i].name);
        print_opening(page, &summary->designs[i]);
        if (n <= MOST_BACKGROUND)
            print_drivers(page, summary->spread ? &summary->spread->designs[i] : NULL);
    }
}

void
statement_print_screen(const cli_page *page, const cli_statement *self)
{
    const bool one = self->summary->n_designs == 1;
    title_print(page, self->study, one ? self->summary->designs[0].name : NULL);
    print_basis(page, self->study, self->summary);
    if (one)
        print_one_design(page, self);
    else
        print_several_designs(page, self);
    print_footer(page, " More: --full.");
}
