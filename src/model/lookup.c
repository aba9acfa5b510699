/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that parts of a design use for one another. */
#include "model/lookup.h"

#include <string.h>

#include "base/text.h"
#include "model/param_words.h"

/* Names that are offered in a message; more would not be read. */
#define MAX_NAMES 64

/* Names to choose from. */
typedef struct choice_list {
    const char *names[MAX_NAMES];
    size_t n;
    const char *what; /* "domain of the questionnaire" */
} choice_list;

static void
offer(choice_list *list, const char *name)
{
    if (name && list->n < MAX_NAMES) {
        list->names[list->n++] = name;
    }
}

static void
complain_unknown(rasimi_checker *checker, const rasimi_text *name, const choice_list *list)
{
    const rasimi_words shown = rasimi_words_shown(name->value, strlen(name->value));
    const size_t near = rasimi_nearest(name->value, list->names, list->n);
    if (near < list->n) {
        rasimi_checker_complain(checker, name->mark, "'%s' is no %s (did you mean '%s'?); correct it.", shown.text,
                                list->what, rasimi_words_shown(list->names[near], strlen(list->names[near])).text);
    } else if (list->n == 0) {
        rasimi_checker_complain(checker, name->mark, "'%s' is no %s, since there is none; add it.", shown.text,
                                list->what);
    } else {
        rasimi_checker_complain(checker, name->mark, "'%s' is no %s (there is %s); correct it.", shown.text, list->what,
                                rasimi_words_list(list->names, list->n, "and").text);
    }
}

const rasimi_domain *
rasimi_domain_at(const rasimi_design *design, size_t i)
{
    return (const rasimi_domain *)design->questionnaire.domains.items + i;
}

/* Both have been read and are the same. */
static bool
is_same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

bool
rasimi_texts_have(const rasimi_texts *texts, const char *label)
{
    for (size_t i = 0; i < texts->n; i++) {
        if (is_same(texts->items[i].value, label)) {
            return true;
        }
    }
    return false;
}

bool
rasimi_lookup_domain(rasimi_checker *checker, const rasimi_design *design, const rasimi_text *name, size_t *out)
{
    choice_list list = {.what = "domain of the questionnaire"};
    for (size_t i = 0; i < design->questionnaire.domains.n; i++) {
        const char *candidate = rasimi_domain_at(design, i)->name.value;
        if (is_same(candidate, name->value)) {
            *out = i;
            return true;
        }
        offer(&list, candidate);
    }
    if (name->value) {
        complain_unknown(checker, name, &list);
    }
    return false;
}

static size_t
find_level(const rasimi_domain *domain, const char *label)
{
    size_t i = 0;
    while (i < domain->levels.n && !is_same(domain->levels.items[i].label.value, label)) {
        i++;
    }
    return i;
}

static void
complain_level(rasimi_checker *checker, const rasimi_domain *domain, const rasimi_text *level)
{
    rasimi_buffer what = {0};
    choice_list list = {.n = 0};
    for (size_t i = 0; i < domain->levels.n; i++) {
        offer(&list, domain->levels.items[i].label.value);
    }
    rasimi_buffer_printf(&what, "level of the domain '%s'", domain->name.value ? domain->name.value : "");
    list.what = what.data ? what.data : "level of the domain";
    complain_unknown(checker, level, &list);
    rasimi_buffer_clear(&what);
}

bool
rasimi_lookup_level(rasimi_checker *checker, const rasimi_domain *domain, const rasimi_text *level, size_t *out)
{
    const size_t i = find_level(domain, level->value);
    if (i < domain->levels.n) {
        *out = i;
        return true;
    }
    if (level->value) {
        complain_level(checker, domain, level);
    }
    return false;
}

bool
rasimi_lookup_levels(rasimi_checker *checker, const rasimi_domain *domain, const rasimi_texts *levels)
{
    bool all = true;
    for (size_t i = 0; i < levels->n; i++) {
        size_t ignored;
        all = rasimi_lookup_level(checker, domain, &levels->items[i], &ignored) && all;
    }
    return all;
}

bool
rasimi_lookup_rate(rasimi_checker *checker, const rasimi_design *design, const rasimi_text *name, size_t *out)
{
    const rasimi_rate *rates = design->rates.items;
    choice_list list = {.what = "rate"};
    for (size_t i = 0; i < design->rates.n; i++) {
        if (is_same(rates[i].name.value, name->value)) {
            *out = i;
            return true;
        }
        offer(&list, rates[i].name.value);
    }
    if (name->value) {
        complain_unknown(checker, name, &list);
    }
    return false;
}

void
rasimi_lookup_interactions(rasimi_checker *checker, const rasimi_design *design, const rasimi_structs *interactions)
{
    rasimi_interaction *items = interactions->items;
    for (size_t i = 0; i < interactions->n; i++) {
        rasimi_lookup_domain(checker, design, &items[i].a, &items[i].a_index);
        rasimi_lookup_domain(checker, design, &items[i].b, &items[i].b_index);
    }
}

/* Where among the pairs a label stands, or n. */
static size_t
find_pair(const rasimi_pairs *pairs, const char *label)
{
    size_t i = 0;
    while (i < pairs->n && !is_same(pairs->items[i].label.value, label)) {
        i++;
    }
    return i;
}

bool
rasimi_match_levels(rasimi_checker *checker, const rasimi_domain *domain, const rasimi_pairs *pairs, const char *key)
{
    bool all = true;
    for (size_t i = 0; i < pairs->n; i++) {
        size_t ignored;
        all = rasimi_lookup_level(checker, domain, &pairs->items[i].label, &ignored) && all;
    }
    for (size_t i = 0; i < domain->levels.n; i++) {
        const char *label = domain->levels.items[i].label.value;
        const size_t found = find_pair(pairs, label);
        if (found == pairs->n) {
            rasimi_checker_complain(checker, pairs->mark,
                                    "'%s' has no number for '%s', a level of the domain '%s' (line %u); add it.", key,
                                    rasimi_words_shown(label, strlen(label)).text,
                                    domain->name.value ? domain->name.value : "", domain->levels.mark.line);
            all = false;
        } else if (all) {
            const rasimi_pair here = pairs->items[i];
            pairs->items[i] = pairs->items[found];
            pairs->items[found] = here;
        }
    }
    return all;
}
