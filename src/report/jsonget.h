/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small words for reading the JSON that rasim wrote: what is not there is nothing, and asking nothing gives nothing, so
   that an older file or one that lacks a part makes a shorter report. */
#ifndef RASIMI_REPORT_JSONGET_H
#define RASIMI_REPORT_JSONGET_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* The value at a path of keys and list numbers: "designs.0.years.0.net_gbp". NULL: not there, or null. */
const json_t *
rasimi_json_at(const json_t *from, const char *path);

/* A number; NAN where there is none. */
double
rasimi_json_number_at(const json_t *from, const char *path);

/* A text, "" where there is none. A whole number that was too large for JSON is a text there. */
const char *
rasimi_json_text_at(const json_t *from, const char *path);

bool
rasimi_json_true_at(const json_t *from, const char *path);

/* How many items the list has. */
size_t
rasimi_json_count_at(const json_t *from, const char *path);

/* The i-th item of a list. */
const json_t *
rasimi_json_item(const json_t *list, size_t i);

/* The item of a list of objects whose `key` is the number, as a quantile's level is; NULL: none. */
const json_t *
rasimi_json_with_number(const json_t *list, const char *key, double number);

#endif
