/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether correlations of shared shocks can be: every end is a shock that the framework has, and together they are the
   correlations of something. A matrix that is not positive definite is refused at the first row that makes it so. */
#include "model/correlations.h"

#include <string.h>

#include "model/param_words.h"
#include "num/linalg.h"

static const char PRICE_OF[] = "price: ";

/* Shocks that correlations name: a framework has a price row a setting, practice and leniency; more are refused
   elsewhere, row by row. */
#define MAX_SHOCKS 64

typedef struct shocks {
    const char *names[MAX_SHOCKS];
    size_t n;
} shocks;

/* The number of a name, given one if it is new; MAX_SHOCKS where there are too many. */
static size_t
number_of(shocks *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->names[i], name) == 0)
            return i;
    if (s->n == MAX_SHOCKS)
        return MAX_SHOCKS;
    s->names[s->n] = name;
    return s->n++;
}

/* Whether the correlations of the first n_rows rows are positive definite. */
static bool
is_possible(shocks *s, const rasimi_correlation_row *rows, size_t n_rows)
{
    double matrix[MAX_SHOCKS * MAX_SHOCKS];
    size_t failed;
    memset(matrix, 0, sizeof matrix);
    for (size_t i = 0; i < s->n; i++)
        matrix[i * s->n + i] = 1;
    for (size_t r = 0; r < n_rows; r++) {
        const size_t a = number_of(s, rows[r].a.value), b = number_of(s, rows[r].b.value);
        matrix[a * s->n + b] = matrix[b * s->n + a] = rows[r].rho.value;
    }
    return rasimi_cholesky(matrix, s->n, &failed);
}

void
rasimi_check_correlations(rasimi_checker *checker, const rasimi_structs *correlations)
{
    const rasimi_correlation_row *rows = correlations->items;
    shocks s = {.n = 0};
    for (size_t r = 0; r < correlations->n; r++)
        if (number_of(&s, rows[r].a.value) == MAX_SHOCKS || number_of(&s, rows[r].b.value) == MAX_SHOCKS)
            return;
    if (is_possible(&s, rows, correlations->n))
        return;
    size_t first = 1;
    while (is_possible(&s, rows, first))
        first++;
    const rasimi_correlation_row *row = &rows[first - 1];
    rasimi_checker_complain(checker, row->mark,
                            first == 1 ? "A correlation of %s makes '%s' and '%s' one and the same shock; it must lie "
                                         "between -1 and 1, both left out."
                                       : "A correlation of %s between '%s' and '%s' contradicts those above it: no "
                                         "shocks can have these correlations together (the matrix is not positive "
                                         "definite); bring it nearer to 0.",
                            rasimi_words_number(row->rho.value).text,
                            rasimi_words_shown(row->a.value, strlen(row->a.value)).text,
                            rasimi_words_shown(row->b.value, strlen(row->b.value)).text);
}

bool
rasimi_correlation_has_price(const rasimi_structs *prices, const char *name)
{
    const bool of_setting = strncmp(name, PRICE_OF, strlen(PRICE_OF)) == 0;
    if (!of_setting && strcmp(name, "price") != 0)
        return true; /* practice and leniency are always there */
    const rasimi_price_row *rows = prices->items;
    for (size_t i = 0; i < prices->n; i++) {
        const char *setting = rows[i].setting.value;
        if (of_setting ? setting && strcmp(setting, name + strlen(PRICE_OF)) == 0 : !setting)
            return true;
    }
    return false;
}
