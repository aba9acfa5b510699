/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts that the statement of one screen and the full one share. */
#include "statement_parts.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "chart.h"
#include "number.h"
#include "rasim/report.h"
#include "title.h"
#include "words.h"

/* How many people, on how many rows they stand, how long it was simulated. */
void
print_basis(const cli_page *page, const rasim_study_info *study, const rasim_summary *summary)
{
    char people[160];
    title_people(people, sizeof people, study);
    const size_t n_years = summary->n_designs > 0 ? summary->designs[0].n_years : 1;
    char simulated[48] = "simulated years";
    if (n_years > 1)
        snprintf(simulated, sizeof simulated, "simulations of %zu years", n_years);
    page_say(page, 0, "%s · %s %s · seed %" PRIu64, people, whole_text((int64_t)summary->replicates).text, simulated,
             summary->seed);
    if (study->n_rows_uncovered > 0)
        page_say(page, 0, "%s more rows are in settings that the framework does not cover; they are left out.",
                 whole_text((int64_t)study->n_rows_uncovered).text);
    if (!summary->complete)
        page_say(page, 0, "INCOMPLETE: stopped after %s of %s simulated years; the figures are of those.",
                 whole_text((int64_t)summary->replicates).text, whole_text((int64_t)summary->replicates_asked).text);
}

const char *
first_of_years(const rasim_design_summary *design)
{
    return design->n_years > 1 ? design->years[0].year : NULL;
}

void
print_opening(const cli_page *page, const rasim_design_summary *design)
{
    char *verdict = design->n_years > 1 ? horizon_text(design) : verdict_text(&design->years[0]);
    if (verdict)
        page_wrap(page, PAGE_BOLD, 0, verdict);
    free(verdict);
    if (design->decision_text && design->decision_text[0])
        page_say(page, 0, "Take care. %s", design->decision_text);
}

/* How far the contingency reaches: the highest level that it is enough for and what the next one takes. */
static void
print_reach(const cli_page *page, const rasim_year_summary *year)
{
    double held = year->contingency_held_gbp;
    const rasim_contingency *reached = NULL, *missed = NULL;
    for (size_t i = 0; i < year->n_levels; i++) {
        const rasim_contingency *c = &year->contingency[i];
        if (c->gbp <= held)
            reached = c;
        else if (!missed)
            missed = c;
    }
    char reach[96] = "short of every level above", gap[160] = "";
    if (reached)
        snprintf(reach, sizeof reach, "enough for %s", level_text(reached->level).text);
    if (missed)
        snprintf(gap, sizeof gap, "; %s takes %s more", level_text(missed->level).text,
                 pounds_text(missed->gbp - held, year_step(year)).text);
    page_say(page, 2, "  Contingency held: %s, %s%s.", pounds_text(held, 1.0).text, reach, gap);
}

void
print_held(const cli_page *page, const rasim_year_summary *year)
{
    double held = year->contingency_held_gbp, step = year_step(year);
    double beyond = round_to_step(year->plan_gbp + held - year->envelope_gbp, step);
    if (held > 0.0 && beyond > 0.0)
        page_say(page, 2, "  Contingency held: %s, but with the plan that is %s above the envelope.",
                 pounds_text(held, 1.0).text, pounds_text(beyond, step).text);
    else if (held > 0.0)
        print_reach(page, year);
}

/* Net spend of every replicate in £ a year: summed over the ledger's groups, turned into £ once. */
static double *
net_of_replicates(const cli_statement *self, size_t design, size_t year, size_t *n)
{
    rasim_results_info info;
    rasim_results_describe(self->results, &info);
    double *net = calloc(info.replicates ? info.replicates : 1, sizeof *net);
    if (!net)
        return NULL;
    double gbp_year_per_unit = self->study->weeks_per_year / RASIM_UNITS_PER_GBP;
    for (uint64_t r = 0; r < info.replicates; r++) {
        const int64_t *ledger = rasim_results_ledger(self->results, design, year, r);
        int64_t units = 0;
        for (size_t g = 0; ledger && g < info.n_groups; g++)
            units += ledger[g * RASIM_N_LINES + RASIM_LINE_NET];
        net[r] = (double)units * gbp_year_per_unit;
    }
    *n = info.replicates;
    return net;
}

void
print_chart(const cli_page *page, const cli_statement *self, size_t design, size_t most_bars)
{
    size_t n = 0;
    double *net = self->results ? net_of_replicates(self, design, 0, &n) : NULL;
    if (net && n > 0) {
        cli_chart chart;
        chart_make(net, n, self->summary->designs[design].years[0].envelope_gbp, most_bars, &chart);
        page_blank(page);
        char heading[64];
        snprintf(heading, sizeof heading, "How net spend falls out, £ %s a year", chart_unit_name(&chart));
        page_line(page, PAGE_BOLD, heading);
        chart_print(page, &chart);
    }
    free(net);
}

void
print_footer(const cli_page *page, const char *more)
{
    char line[128];
    snprintf(line, sizeof line, "± and brackets: 95 %% simulation error, not wrong assumptions.%s", more);
    page_blank(page);
    page_wrap(page, PAGE_FAINT, 0, line);
    page_wrap(page, PAGE_FAINT, 0, RASIM_FIXED_SENTENCE);
}
