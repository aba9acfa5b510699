/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether correlations of shared shocks can be: every end is a shock that the framework has, and together they are the
   correlations of something. A matrix that is not positive definite is refused at the row that is most at fault, with
   the nearest values that could be. */
#include "model/correlations.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/param_words.h"
#include "num/linalg.h"
#include "num/nearest_correlation.h"

#include <stdlib.h>
#include <string.h>

/* Shocks that correlations name: a framework has a price row a setting, a demand row a care group, and three more; what
   it does not have is refused elsewhere, row by row. */
#define MAX_SHOCKS 64

/* Values that are offered instead keep every eigenvalue above this, so that no rounding contradicts them. */
#define LEAST_EIGENVALUE 0.001

/* More pairs than this nobody would copy from a sentence. */
#define MOST_OFFERED 30

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

/* The matrix of the correlations, [n x n]; pairs that no row gives are uncorrelated. */
static void
fill_matrix(shocks *s, const rasimi_structs *correlations, double *matrix)
{
    const rasimi_correlation_row *rows = correlations->items;
    memset(matrix, 0, s->n * s->n * sizeof *matrix);
    for (size_t i = 0; i < s->n; i++)
        matrix[i * s->n + i] = 1;
    for (size_t r = 0; r < correlations->n; r++) {
        const size_t a = number_of(s, rows[r].a.value), b = number_of(s, rows[r].b.value);
        matrix[a * s->n + b] = matrix[b * s->n + a] = rows[r].rho.value;
    }
}

/* The row of two shocks; the last one where no row has them. */
static const rasimi_correlation_row *
row_of(shocks *s, const rasimi_structs *correlations, const rasimi_worst_pair *pair)
{
    const rasimi_correlation_row *row = correlations->items;
    for (size_t r = 0; r + 1 < correlations->n; r++, row++) {
        const size_t a = number_of(s, row->a.value), b = number_of(s, row->b.value);
        if ((a == pair->i && b == pair->j) || (a == pair->j && b == pair->i))
            break;
    }
    return row;
}

static rasimi_words
shown(const char *name)
{
    return rasimi_words_shown(name, strlen(name));
}

/* Writes what the rows would have to be for a valid matrix: "'a' and 'b' 0.49, 'c' and 'd' -0.1"; rows that may stay
   are left out. Nothing where memory ran out, which `words` remembers. */
static void
offer(shocks *s, const rasimi_structs *correlations, const double *valid, rasimi_buffer *words)
{
    const rasimi_correlation_row *rows = correlations->items;
    size_t n_offered = 0, n_more = 0;
    for (size_t r = 0; r < correlations->n; r++) {
        const double to = valid[number_of(s, rows[r].a.value) * s->n + number_of(s, rows[r].b.value)];
        if (to == rows[r].rho.value)
            continue;
        if (n_offered == MOST_OFFERED) {
            n_more++;
            continue;
        }
        rasimi_buffer_printf(words, "%s'%s' and '%s' %s", n_offered++ > 0 ? ", " : "", shown(rows[r].a.value).text,
                             shown(rows[r].b.value).text, rasimi_words_number(to).text);
    }
    if (n_more > 0)
        rasimi_buffer_printf(words, " and %zu more", n_more);
    if (n_offered + n_more < correlations->n)
        rasimi_buffer_printf(words, ", the others as they are");
}

/* Finds the pair that is most at fault, and values that could hold, for pairs that the file gives: the others stay
   uncorrelated. `matrix` becomes the valid one. False where memory ran out. */
static bool
find_way_out(double *matrix, size_t n, rasimi_worst_pair *worst)
{
    bool found = false;
    double *nearest = rasimi_calloc(n * n, sizeof *nearest);
    bool *held = rasimi_calloc(n * n, sizeof *held);
    if (nearest == NULL || held == NULL)
        goto out;
    for (size_t e = 0; e < n * n; e++)
        held[e] = matrix[e] == 0.0;
    found = rasimi_find_worst_pair(matrix, n, worst) && rasimi_nearest_correlation(matrix, n, held, nearest) &&
            rasimi_round_correlation(nearest, n, LEAST_EIGENVALUE);
    if (found)
        memcpy(matrix, nearest, n * n * sizeof *matrix);
out:
    free(held);
    free(nearest);
    return found;
}

static void
complain(rasimi_checker *checker, shocks *s, const rasimi_structs *correlations, double *matrix)
{
    rasimi_worst_pair worst;
    rasimi_buffer values = {0};
    if (find_way_out(matrix, s->n, &worst))
        offer(s, correlations, matrix, &values);
    if (values.data == NULL || values.failed) {
        rasimi_checker_complain(checker, correlations->mark,
                                "The correlations cannot hold together (the matrix is not positive definite); bring "
                                "them nearer to 0.");
    } else {
        const rasimi_correlation_row *row = row_of(s, correlations, &worst);
        rasimi_checker_complain(checker, row->mark,
                                "The correlations cannot hold together (the matrix is not positive definite), and %s "
                                "between '%s' and '%s' is most at odds with the others; the nearest that can hold "
                                "are: %s.",
                                rasimi_words_number(row->rho.value).text, shown(row->a.value).text,
                                shown(row->b.value).text, values.data);
    }
    rasimi_buffer_clear(&values);
}

/* Refuses a row that needs no other to be impossible. */
static bool
check_alone(rasimi_checker *checker, const rasimi_correlation_row *row)
{
    if (row->rho.value > -1 && row->rho.value < 1)
        return true;
    rasimi_checker_complain(
        checker, row->mark,
        "A correlation of %s makes '%s' and '%s' one and the same shock; it must lie between -1 and "
        "1, both left out.",
        rasimi_words_number(row->rho.value).text, shown(row->a.value).text, shown(row->b.value).text);
    return false;
}

void
rasimi_check_correlations(rasimi_checker *checker, const rasimi_structs *correlations)
{
    const rasimi_correlation_row *rows = correlations->items;
    double matrix[MAX_SHOCKS * MAX_SHOCKS];
    size_t failed;
    shocks s = {.n = 0};
    for (size_t r = 0; r < correlations->n; r++) {
        if (number_of(&s, rows[r].a.value) == MAX_SHOCKS || number_of(&s, rows[r].b.value) == MAX_SHOCKS)
            return;
        if (!check_alone(checker, &rows[r]))
            return;
    }
    fill_matrix(&s, correlations, matrix);
    if (rasimi_cholesky(matrix, s.n, &failed))
        return;
    fill_matrix(&s, correlations, matrix); /* which the factor has replaced */
    complain(checker, &s, correlations, matrix);
}
