/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that should be looked at: each finding is one rule over the rows, with its sentence beside it. A finding is no
   error: the file can be right and the rule wrong. */
#include "analysis/check.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/check_far.h"

/* A pattern of answers is suspicious where this many rows have it, and this share of all. */
#define ALIKE_ROWS  5
#define ALIKE_SHARE 0.05

/* With fewer questions, equal answers are ordinary. */
#define ALIKE_QUESTIONS 4

/* A row found, and what it is shown with. */
typedef struct hit {
    double rank; /* larger is shown first */
    double value;
    uint32_t row, other_line;
} hit;

/* A row under a key that others may share. */
typedef struct keyed_row {
    uint64_t key;
    uint32_t line, row;
} keyed_row;

typedef struct finder {
    rasimi_checking *checking;
    const rasim_study *study;
    const rasimi_applied *applied; /* of the design at hand */
    hit *hits;                     /* [n_rows] */
    size_t n;
    keyed_row *keyed; /* [n_rows] scratch */
    double *ratios;   /* [n_rows] scratch */
    double *scratch;  /* [n_rows] */
    double median_cost;
    bool failed; /* memory ran out */
} finder;

static void
add_hit(finder *self, size_t row, double rank, double value, uint32_t other_line)
{
    self->hits[self->n++] = (hit){rank, value, (uint32_t)row, other_line};
}

/* ---- the rules ---- */

static void
find_zero_cost(finder *self)
{
    for (size_t i = 0; i < self->study->n_rows; i++)
        if (self->study->cost_gbp_week[i] == 0)
            add_hit(self, i, 0, (double)NAN, 0);
}

static void
find_pays_more(finder *self)
{
    for (size_t i = 0; i < self->study->n_rows; i++)
        if (self->study->evidence.pays_more[i])
            add_hit(self, i, 0, (double)NAN, 0);
}

/* By key, then by line. */
static int
compare_keyed(const void *a, const void *b)
{
    const keyed_row *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static void
sort_by(finder *self, const uint64_t *key)
{
    for (size_t i = 0; i < self->study->n_rows; i++)
        self->keyed[i] = (keyed_row){key[i], self->study->evidence.line[i], (uint32_t)i};
    qsort(self->keyed, self->study->n_rows, sizeof *self->keyed, compare_keyed);
}

/* Every row after the first of those that say the same. */
static void
find_lookalikes(finder *self)
{
    sort_by(self, self->study->evidence.content);
    size_t first = 0;
    for (size_t i = 1; i < self->study->n_rows; i++) {
        if (self->keyed[i].key != self->keyed[first].key)
            first = i;
        else
            add_hit(self, self->keyed[i].row, 0, (double)NAN, self->keyed[first].line);
    }
}

static void
find_alike_answers(finder *self)
{
    const size_t n = self->study->n_rows;
    const double enough = fmax(ALIKE_ROWS, ALIKE_SHARE * (double)n);
    if (self->study->evidence.n_questions < ALIKE_QUESTIONS)
        return;
    sort_by(self, self->study->evidence.answers);
    for (size_t first = 0, end; first < n; first = end) {
        end = first + 1;
        while (end < n && self->keyed[end].key == self->keyed[first].key)
            end++;
        const bool scored = !self->study->scored || self->study->scored[self->keyed[first].row];
        for (size_t i = first; scored && (double)(end - first) >= enough && i < end; i++)
            add_hit(self, self->keyed[i].row, (double)(end - first), (double)(end - first), 0);
    }
}

static bool
is_below_minimum(const finder *self, size_t row)
{
    const rasimi_rule_status status = self->applied->amount[row].status;
    const bool scored = !self->study->scored || self->study->scored[row];
    return scored && (status == RASIMI_RULE_PANEL || status == RASIMI_RULE_INELIGIBLE);
}

static void
find_top_below_minimum(finder *self)
{
    for (size_t i = 0; i < self->study->n_rows; i++)
        if (is_below_minimum(self, i) && self->applied->doubts[i] & RASIMI_DOUBT_TOP_ANSWER)
            add_hit(self, i, 0, (double)self->applied->points[i], 0);
}

static void
find_uncounted_support(finder *self)
{
    for (size_t i = 0; i < self->study->n_rows; i++)
        if (self->applied->doubts[i] & RASIMI_DOUBT_UNCOUNTED)
            add_hit(self, i, 0, (double)NAN, 0);
}

static void
find_cost_without_points(finder *self)
{
    for (size_t i = 0; i < self->study->n_rows; i++) {
        const double cost = self->study->cost_gbp_week[i];
        if (is_below_minimum(self, i) && cost > self->median_cost)
            add_hit(self, i, cost, cost, 0);
    }
}

static void
find_far_from_need(finder *self)
{
    rasimi_log_ratios(self->study, self->applied, self->ratios);
    self->failed |= !rasimi_robust_scores(self->study, self->ratios, self->scratch);
    for (size_t i = 0; !self->failed && i < self->study->n_rows; i++)
        if (fabs(self->scratch[i]) > RASIMI_FAR_SDS)
            add_hit(self, i, fabs(self->scratch[i]), rasimi_ratio_of(self->ratios[i]), 0);
}

typedef struct rule {
    const char *code;
    bool by_design;
    void (*find)(finder *);
    const char *sentence, *measure;
} rule;

static const rule rules[] = {
    {"zero_cost", false, find_zero_cost, "The package costs nothing.", ""},
    {"lookalike", false, find_lookalikes, "Everything but the identifier is the same as on an earlier line.", ""},
    {"pays_more", false, find_pays_more, "The person is to pay more than the package costs.", ""},
    {"answers_alike", false, find_alike_answers,
     "All answers are the same on at least 5 rows and 5 % of all: perhaps a form's defaults.",
     "rows with these answers"},
    {"far_from_need", true, find_far_from_need,
     "Cost is far from need: the log of cost over allocation lies more than 3 robust standard deviations (1.4826 x "
     "median "
     "absolute deviation) from the median of the care group.",
     "times the allocation"},
    {"cost_without_points", true, find_cost_without_points,
     "Points are below the design's minimum, yet the package costs more than the median.", "£ a week"},
    {"top_below_minimum", true, find_top_below_minimum,
     "An answer is the one with most points, yet all points together are below the design's minimum.", "points"},
    {"support_not_counted", true, find_uncounted_support,
     "Unpaid support is named, but not counted, because the carer does not consent.", ""},
};

enum { N_RULES = sizeof rules / sizeof *rules };

/* ---- reporting ---- */

/* The worst first; then in the order of the file. */
static int
compare_hits(const void *a, const void *b, void *line)
{
    const hit *x = a, *y = b;
    const uint32_t *lines = line;
    if (x->rank < y->rank || x->rank > y->rank)
        return x->rank > y->rank ? -1 : 1;
    return (lines[x->row] > lines[y->row]) - (lines[x->row] < lines[y->row]);
}

static void
report_hits(finder *self, const rule *found, const char *design)
{
    rasimi_checking *checking = self->checking;
    const size_t most = checking->options.most_examples;
    rasim_check_finding finding = {found->code, design, found->sentence, found->measure, self->n, 0, 0, NULL};
    finding.n_examples = self->n < most ? self->n : most;
    finding.examples = rasimi_arena_alloc(checking->arena, finding.n_examples, sizeof *finding.examples);
    self->failed |= !finding.examples;
    if (self->n == 0 || self->failed)
        return;
    qsort_r(self->hits, self->n, sizeof *self->hits, compare_hits, self->study->evidence.line);
    for (size_t i = 0; i < self->n; i++)
        finding.people += self->study->weight[self->hits[i].row];
    for (size_t i = 0; i < finding.n_examples; i++) {
        const hit *one = &self->hits[i];
        const char *id = checking->options.show_ids ? self->study->person_id[one->row] : NULL;
        finding.examples[i] = (rasim_check_row){self->study->evidence.line[one->row], one->other_line, id, one->value};
    }
    checking->report->findings[checking->report->n_findings++] = finding;
}

static void
apply_rule(finder *self, const rule *one, const char *design)
{
    self->n = 0;
    one->find(self);
    report_hits(self, one, design);
}

static void
apply_rules(finder *self)
{
    for (size_t r = 0; r < N_RULES; r++) {
        if (!rules[r].by_design) {
            apply_rule(self, &rules[r], NULL);
            continue;
        }
        for (size_t d = 0; d < self->study->n_designs; d++) {
            self->applied = &self->study->applied[d];
            apply_rule(self, &rules[r], rasim_study_design_name(self->study, d));
        }
    }
}

rasim_status
rasimi_check_findings(rasimi_checking *checking)
{
    const rasim_study *study = checking->study;
    finder self = {.checking = checking, .study = study, .median_cost = checking->report->cost.median};
    const size_t most = N_RULES * (study->n_designs + 1);
    checking->report->findings = rasimi_arena_alloc(checking->arena, most, sizeof *checking->report->findings);
    self.hits = rasimi_calloc(study->n_rows, sizeof *self.hits);
    self.keyed = rasimi_calloc(study->n_rows, sizeof *self.keyed);
    self.ratios = rasimi_calloc(study->n_rows, sizeof *self.ratios);
    self.scratch = rasimi_calloc(study->n_rows, sizeof *self.scratch);
    self.failed = !checking->report->findings || !self.hits || !self.keyed || !self.ratios || !self.scratch;
    if (!self.failed)
        apply_rules(&self);
    free(self.hits);
    free(self.keyed);
    free(self.ratios);
    free(self.scratch);
    return self.failed ? RASIM_ERR_NO_MEMORY : RASIM_OK;
}
