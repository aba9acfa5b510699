/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: a growing buffer, numbers that do not depend on the locale, and the nearest match for a misspelt name. */
#ifndef RASIMI_BASE_TEXT_H
#define RASIMI_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Growing text; zero-initialised is valid and empty. After memory ran out `failed` stays set and appends do nothing. */
typedef struct rasimi_buffer {
    char *data; /* terminated when not NULL */
    size_t length, capacity;
    bool failed;
} rasimi_buffer;

void
rasimi_buffer_add(rasimi_buffer *buffer, const char *bytes, size_t length);
void
rasimi_buffer_printf(rasimi_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void
rasimi_buffer_clear(rasimi_buffer *buffer);

typedef enum rasimi_number_status {
    RASIMI_NUMBER_OK,
    RASIMI_NUMBER_NOT,   /* not a number at all: "abc", "1e4x", "", "010", "nan", "0x10", "+5", "1,000" */
    RASIMI_NUMBER_RANGE, /* a number, but too large for the type */
} rasimi_number_status;

/* JSON's grammar of numbers, in the C locale: -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?, correctly rounded.
   text need not be terminated. */
rasimi_number_status
rasimi_parse_double(const char *text, size_t length, double *out);

/* Of a number that printf wrote: its decimal point is the locale's, which may be several bytes; it becomes a full stop.
   In place. */
void
rasimi_set_decimal_point(char *text);

/* Whole numbers 0 to 2^64-1 in plain digits, no leading zeros, no sign, no exponent. */
rasimi_number_status
rasimi_parse_uint64(const char *text, size_t length, uint64_t *out);

/* A number of the bytes and of `before` (that of other texts, or 0), for finding equal ones quickly: no result may
   depend on which it is. */
uint64_t
rasimi_text_hash(uint64_t before, const char *text, size_t length);

/* Edit distance with early stop: the index of the candidate nearest to `text` (case-insensitive), or n where none is
   within a third of its length. */
size_t
rasimi_nearest(const char *text, const char *const *candidates, size_t n);

/* True where the bytes are valid UTF-8 without NUL; else *bad is the offset of the first bad byte. */
bool
rasimi_utf8_valid(const char *bytes, size_t length, size_t *bad);

/* The code point of the control character, or of the one that changes the direction of writing, with which a text
   begins; 0 where it begins with any other. *length is that of the first character in bytes, 1 where it is no UTF-8.
   Such characters in a label could steer a terminal or forge a line. left > 0. */
unsigned
rasimi_steering(const char *text, size_t left, size_t *length);

#endif
