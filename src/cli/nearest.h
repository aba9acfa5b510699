/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the known words a misspelt one was meant to be. */
#ifndef RASIM_CLI_NEAREST_H
#define RASIM_CLI_NEAREST_H

#include <stddef.h>

/* Single-letter insertions, deletions, replacements and swaps of neighbours that turn one word into the other. Words of
   more than 63 letters are as far from everything as they are long. */
size_t
edit_distance(const char *a, const char *b);

/* Keeps the better of two candidates: `best` (NULL: none yet) or `candidate`, if it is near enough to `word` to be
   meant: at most two edits, or a third of its letters. Call it once for each known word. */
const char *
nearer(const char *word, const char *best, const char *candidate);

#endif
