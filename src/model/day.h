/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of the Gregorian calendar as numbers. */
#ifndef RASIMI_MODEL_DAY_H
#define RASIMI_MODEL_DAY_H

#include <stdbool.h>
#include <stdint.h>

/* Days since 1970-01-01 of "YYYY-MM-DD", years 1 to 9999; false where the text is no date. */
bool
rasimi_day_parse(const char *text, int64_t *day);

/* Writes a day of those years as "YYYY-MM-DD". */
void
rasimi_day_format(int64_t day, char out[11]);

#endif
