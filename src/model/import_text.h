/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a Client Level Data file as text: compared without regard to spelling, read as days and numbers, and shown
   without what might identify somebody. */
#ifndef RASIMI_MODEL_IMPORT_TEXT_H
#define RASIMI_MODEL_IMPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longer texts are no headings and no codes: they are cut. */
#define RASIMI_CLD_FOLD_SIZE 128

/* Lower-case words with one blank between them: "Cost_Frequency (Unit Type)" and "cost frequency unit type" give the
   same. '/' is "or" and '&' is "and", since release 2 writes out what release 1 abbreviates; all else that is no ASCII
   letter or digit separates words. */
void
rasimi_cld_fold(const char *text, char out[RASIMI_CLD_FOLD_SIZE]);

/* 2025-04-01, 01/04/2025 or 1/4/2025 (never month first), with or without a time of day after it. */
bool
rasimi_cld_day(const char *text, int64_t *day);

/* A number as spreadsheets show it: "£1,250.50", "0012.5", "-3", ".5". *cleaned says that a pound sign or separators
   were taken out. A comma is a separator only before three digits. */
bool
rasimi_cld_number(const char *text, double *value, bool *cleaned);

enum { RASIMI_CLD_SHOWN_SIZE = 72 };

/* The text as it may be shown. With only_form, or where it has so many digits that it might be an identifier, a date of
   birth or a telephone number: its form, every digit a 9 and every letter an a. Cut where it is long. */
void
rasimi_cld_show(const char *text, bool only_form, char out[RASIMI_CLD_SHOWN_SIZE]);

#endif
