/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the known words a misspelt one was meant to be: optimal string alignment distance (Damerau 1964). */
#include "nearest.h"

#include <string.h>

enum { LONGEST_WORD = 63 };

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t
edit_distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST_WORD || m > LONGEST_WORD)
        return n > m ? n : m;
    size_t rows[3][LONGEST_WORD + 1];
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *twice_before = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t replaced = before[j - 1] + (a[i - 1] != b[j - 1]);
            now[j] = least(replaced, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], twice_before[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

const char *
nearer(const char *word, const char *best, const char *candidate)
{
    size_t third = strlen(word) / 3, allowed = third > 2 ? third : 2;
    size_t distance = edit_distance(word, candidate);
    if (distance > allowed || distance >= strlen(candidate))
        return best;
    return best && edit_distance(word, best) <= distance ? best : candidate;
}
