/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for messages, help and documentation, all made from the descriptors. */
#ifndef RASIMI_MODEL_PARAM_WORDS_H
#define RASIMI_MODEL_PARAM_WORDS_H

#include "model/param.h"

/* A short text by value, so that a message can be composed without memory that might run out. */
typedef struct rasimi_words {
    char text[256];
} rasimi_words;

/* Somebody's own text as it may stand in a message: at most 40 characters and "...", control characters as blanks. */
rasimi_words
rasimi_words_shown(const char *text, size_t length);

/* A number as it may be written in a file, with a full stop as decimal point whatever the locale. */
rasimi_words
rasimi_words_number(double value);

/* Digits in groups of three: "2,400,000". */
rasimi_words
rasimi_words_grouped(uint64_t value);

/* Whole pounds for a sentence: "£2,400,000", "-£5". */
rasimi_words
rasimi_words_pounds(double gbp);

/* What a value may be: "0 to 1", "above 0", "not empty", "" where anything goes. */
rasimi_words
rasimi_words_allowed(const rasimi_param *param);

/* The type as help shows it: "number", "one of fixed, polya", "list of rows". */
rasimi_words
rasimi_words_type(const rasimi_param *param);

/* The type as an instruction: "a number", "fixed or polya", "a list of rows". */
rasimi_words
rasimi_words_expected(const rasimi_param *param);

/* The place a table describes: "the framework file", "population", "a row of population.frame". */
rasimi_words
rasimi_words_table(const rasimi_table *table);

/* "a, b or c" (with `last` = "or") of n texts; what does not fit is left out. */
rasimi_words
rasimi_words_list(const char *const *texts, size_t n, const char *last);

#endif
