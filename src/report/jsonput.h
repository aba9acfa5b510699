/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small words for building JSON: a missing value is null, money is whole pennies, and running out of memory is
   remembered so that building code need not ask after every line. */
#ifndef RASIMI_REPORT_JSONPUT_H
#define RASIMI_REPORT_JSONPUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rasim/status.h"
#include "rasim/summary.h"

/* A document being built; zero-initialised is valid. */
typedef struct rasimi_json {
    bool failed; /* memory ran out somewhere: the document must not be used */
} rasimi_json;

/* How a double is shown: rasimi_json_money or rasimi_json_number. */
typedef json_t *
rasimi_json_show(double value);

/* Put takes the value and sets `failed` where the object or the value is missing. */
void
rasimi_json_put(rasimi_json *json, json_t *object, const char *key, json_t *value);
void
rasimi_json_push(rasimi_json *json, json_t *list, json_t *value);

/* A finite number, else null. -0 is 0. */
json_t *
rasimi_json_number(double value);

/* £ to the penny, half away from zero, else null. */
json_t *
rasimi_json_money(double gbp);

/* A whole number. JSON's readers hold 63 bits of them; a larger seed is written as text. */
json_t *
rasimi_json_whole(uint64_t value);

/* Text; bytes that are not UTF-8 (a path may hold any) become question marks. NULL is empty. */
json_t *
rasimi_json_text(const char *text);

/* {probability, low, high}, or null where there is no probability. */
json_t *
rasimi_json_probability(rasimi_json *json, rasim_probability p);

/* [{level, value, low, high}] */
json_t *
rasimi_json_quantiles(rasimi_json *json, const rasim_at_level *quantiles, size_t n, rasimi_json_show *show);

/* {mean, mean_se, sd, quantiles} */
json_t *
rasimi_json_distribution(rasimi_json *json, const rasim_distribution *distribution, rasimi_json_show *show);

/* {mean, mean_se, p10, p90} */
json_t *
rasimi_json_expected(rasimi_json *json, const rasim_expected *expected, rasimi_json_show *show);

/* {line: expected} */
json_t *
rasimi_json_lines(rasimi_json *json, const double *lines);

/* Writes the finished document as text, freed with free(), and releases it. Control characters and those that change
   the direction of writing are escaped, so that the text may be shown. Errors: RASIM_ERR_NO_MEMORY, also where `failed`
   is set. */
rasim_status
rasimi_json_write(const rasimi_json *json, json_t *root, char **out);

#endif
