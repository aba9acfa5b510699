/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short spelling of the rows of a descriptor table. The key is the field's name; a field whose type is not the row's
   does not compile. */
#ifndef RASIMI_MODEL_PARAM_ROWS_H
#define RASIMI_MODEL_PARAM_ROWS_H

#include <math.h>
#include <stddef.h>

#include "model/param.h"

/* Where a field stands, provided that it has the type. */
#define RASIMI_OFFSET(owner, field, field_type) _Generic(((owner *)0)->field, field_type : offsetof(owner, field))

#define RASIMI_PARAM_ROW(kind, owner, field, field_type, flags_, min_, max_, unit_, default_, choices_, nested_,       \
                         sentence_)                                                                                    \
    {                                                                                                                  \
        .key = #field, .type = RASIMI_PARAM_##kind, .offset = RASIMI_OFFSET(owner, field, field_type),                 \
        .flags = (flags_), .min = (min_), .max = (max_), .unit = (unit_), .default_text = (default_),                  \
        .choices = (choices_), .nested = (nested_), .sentence = (sentence_)                                            \
    }

/* Values with bounds and a unit. */
#define RASIMI_NUMBER_ROW(owner, field, flags, min, max, unit, fallback, sentence)                                     \
    RASIMI_PARAM_ROW(NUMBER, owner, field, rasimi_number, flags, min, max, unit, fallback, NULL, NULL, sentence)
#define RASIMI_WHOLE_ROW(owner, field, flags, min, max, unit, fallback, sentence)                                      \
    RASIMI_PARAM_ROW(WHOLE, owner, field, rasimi_whole, flags, min, max, unit, fallback, NULL, NULL, sentence)
#define RASIMI_NUMBERS_ROW(owner, field, flags, min, max, unit, fallback, sentence)                                    \
    RASIMI_PARAM_ROW(NUMBERS, owner, field, rasimi_numbers, flags, min, max, unit, fallback, NULL, NULL, sentence)
#define RASIMI_PAIRS_ROW(owner, field, flags, min, max, unit, sentence)                                                \
    RASIMI_PARAM_ROW(PAIRS, owner, field, rasimi_pairs, flags, min, max, unit, NULL, NULL, NULL, sentence)

/* Texts, flags and choices. */
#define RASIMI_TEXT_ROW(owner, field, flags, fallback, sentence)                                                       \
    RASIMI_PARAM_ROW(TEXT, owner, field, rasimi_text, flags, -HUGE_VAL, HUGE_VAL, "", fallback, NULL, NULL, sentence)
#define RASIMI_TEXTS_ROW(owner, field, flags, fallback, sentence)                                                      \
    RASIMI_PARAM_ROW(TEXTS, owner, field, rasimi_texts, flags, -HUGE_VAL, HUGE_VAL, "", fallback, NULL, NULL, sentence)
#define RASIMI_FLAG_ROW(owner, field, fallback, sentence)                                                              \
    RASIMI_PARAM_ROW(FLAG, owner, field, rasimi_flag, 0, -HUGE_VAL, HUGE_VAL, "", fallback, NULL, NULL, sentence)
#define RASIMI_CHOICE_ROW(owner, field, flags, choices, fallback, sentence)                                            \
    RASIMI_PARAM_ROW(CHOICE, owner, field, rasimi_choice, flags, -HUGE_VAL, HUGE_VAL, "", fallback, choices, NULL,     \
                     sentence)

/* Structs within structs. */
#define RASIMI_STRUCT_ROW(owner, field, struct_type, flags, nested, sentence)                                          \
    RASIMI_PARAM_ROW(STRUCT, owner, field, struct_type, flags, -HUGE_VAL, HUGE_VAL, "", NULL, NULL, nested, sentence)
#define RASIMI_STRUCTS_ROW(owner, field, flags, nested, sentence)                                                      \
    RASIMI_PARAM_ROW(STRUCTS, owner, field, rasimi_structs, flags, -HUGE_VAL, HUGE_VAL, "", NULL, NULL, nested,        \
                     sentence)

/* A table of rows that fill an `owner`. */
#define RASIMI_TABLE(name_, owner, rows)                                                                               \
    {                                                                                                                  \
        .name = (name_), .size = sizeof(owner), .n = sizeof(rows) / sizeof *(rows), .params = (rows)                   \
    }

#endif
