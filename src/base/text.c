/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text. Numbers: a decimal of at most 19 digits whose digits fit 53 bits and whose power of ten is at most 22 is two
   exact doubles, so one multiplication or division rounds it correctly (Clinger, doi:10.1145/93542.93557); all others
   go to strtod as digits and an exponent, without the radix character that a locale could change. */
#include "base/text.h"

#include "base/mem.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Midpoints between two doubles have at most 768 significant digits: of what comes after, only whether it is zero
   matters, which one more digit can say. */
#define MAX_DIGITS 770

/* Digits that always fit a uint64_t. */
#define FAST_DIGITS 19

/* Far outside the exponents of doubles, however many digits stand before it. */
#define EXPONENT_LIMIT 100000

/* Names longer than this are no misspellings of ours. */
#define MAX_NAME 64

/* A number as written: 0.d1 d2 d3... x 10^exponent without leading zeros. */
typedef struct decimal {
    bool negative;
    char digits[MAX_DIGITS];
    size_t n;
    int64_t exponent;
} decimal;

static bool
make_room(rasimi_buffer *buffer, size_t more)
{
    if (buffer->failed || more >= SIZE_MAX / 2 - buffer->length) {
        buffer->failed = true;
        return false;
    }
    const size_t need = buffer->length + more + 1;
    if (need <= buffer->capacity) {
        return true;
    }
    const size_t larger = need > 2 * buffer->capacity ? need + 64 : 2 * buffer->capacity;
    char *moved = rasimi_realloc(buffer->data, larger, 1);
    if (!moved) {
        buffer->failed = true;
        return false;
    }
    buffer->data = moved;
    buffer->capacity = larger;
    return true;
}

void
rasimi_buffer_add(rasimi_buffer *buffer, const char *bytes, size_t length)
{
    if (!make_room(buffer, length)) {
        return;
    }
    if (length > 0) {
        memcpy(buffer->data + buffer->length, bytes, length);
    }
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void
rasimi_buffer_printf(rasimi_buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) {
        buffer->failed = true;
    } else if (make_room(buffer, (size_t)length)) {
        vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

void
rasimi_buffer_clear(rasimi_buffer *buffer)
{
    free(buffer->data);
    *buffer = (rasimi_buffer){0};
}

static uint64_t
load(const char *text, size_t bytes)
{
    uint64_t word = 0;
    memcpy(&word, text, bytes);
    return word;
}

/* Up to eight bytes as one number: two pieces that overlap are quicker than a loop over what is left. */
static uint64_t
few_bytes(const char *text, size_t length)
{
    if (length >= 4) {
        return load(text, 4) | load(text + length - 4, 4) << 32;
    }
    if (length >= 2) {
        return load(text, 2) | load(text + length - 2, 2) << 32;
    }
    return length > 0 ? (unsigned char)text[0] : 0;
}

uint64_t
rasimi_text_hash(uint64_t before, const char *text, size_t length)
{
    const uint64_t multiplier = 0x9E3779B97F4A7C15u;
    uint64_t hash = before ^ length * multiplier;
    for (; length > 8; text += 8, length -= 8) {
        hash = (hash ^ load(text, 8)) * multiplier;
        hash ^= hash >> 32;
    }
    hash = (hash ^ few_bytes(text, length)) * multiplier;
    return hash ^ hash >> 32;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits past the buffer only leave a trace that they were not all zero. */
static void
add_digit(decimal *d, char digit)
{
    if (d->n < MAX_DIGITS) {
        d->digits[d->n++] = digit;
    } else if (digit != '0' && d->digits[MAX_DIGITS - 1] == '0') {
        d->digits[MAX_DIGITS - 1] = '1';
    }
}

/* The digits before and after the point; NULL where the grammar forbids them. */
static const char *
scan_digits(const char *p, const char *end, decimal *d)
{
    if (p == end || !is_digit(*p) || (*p == '0' && p + 1 < end && is_digit(p[1]))) {
        return NULL;
    }
    for (; p < end && is_digit(*p); p++) {
        if (*p != '0' || d->n > 0) {
            add_digit(d, *p);
            d->exponent++;
        }
    }
    if (p == end || *p != '.') {
        return p;
    }
    const char *fraction = ++p;
    for (; p < end && is_digit(*p); p++) {
        if (*p != '0' || d->n > 0) {
            add_digit(d, *p);
        } else {
            d->exponent--;
        }
    }
    return p > fraction ? p : NULL;
}

/* The exponent after 'e'; NULL where the grammar forbids it. */
static const char *
scan_exponent(const char *p, const char *end, decimal *d)
{
    if (p == end || (*p != 'e' && *p != 'E')) {
        return p;
    }
    p++;
    const bool negative = p < end && *p == '-';
    p += p < end && (*p == '-' || *p == '+');
    const char *first = p;
    int64_t value = 0;
    for (; p < end && is_digit(*p); p++) {
        value = value < INT64_MAX / 100 ? value * 10 + (*p - '0') : value;
    }
    d->exponent += negative ? -value : value;
    return p > first ? p : NULL;
}

static bool
scan_decimal(const char *text, size_t length, decimal *d)
{
    const char *p = text, *end = text + length;
    d->n = 0;
    d->exponent = 0;
    d->negative = p < end && *p == '-';
    p = scan_digits(p + d->negative, end, d);
    p = p ? scan_exponent(p, end, d) : NULL;
    return p == end;
}

/* True where the number is a product or quotient of two exact doubles. */
static bool
fast_path(const decimal *d, double *out)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const int64_t power = d->exponent - (int64_t)d->n;
    if (d->n > FAST_DIGITS || power < -22 || power > 22) {
        return false;
    }
    uint64_t digits = 0;
    for (size_t i = 0; i < d->n; i++) {
        digits = digits * 10 + (uint64_t)(d->digits[i] - '0');
    }
    if (digits >= UINT64_C(1) << 53) {
        return false;
    }
    *out = power < 0 ? (double)digits / powers[-power] : (double)digits * powers[power];
    return true;
}

static double
slow_path(const decimal *d)
{
    char text[MAX_DIGITS + 32];
    int64_t power = d->exponent - (int64_t)d->n;
    power = power > EXPONENT_LIMIT ? EXPONENT_LIMIT : power < -EXPONENT_LIMIT ? -EXPONENT_LIMIT : power;
    memcpy(text, d->digits, d->n);
    snprintf(text + d->n, sizeof text - d->n, "e%" PRId64, power);
    return strtod(text, NULL);
}

rasimi_number_status
rasimi_parse_double(const char *text, size_t length, double *out)
{
    decimal d;
    if (!scan_decimal(text, length, &d)) {
        return RASIMI_NUMBER_NOT;
    }
    double value = 0;
    if (d.n > 0 && !fast_path(&d, &value)) {
        value = slow_path(&d);
    }
    if (isinf(value)) {
        return RASIMI_NUMBER_RANGE;
    }
    *out = d.negative ? -value : value;
    return RASIMI_NUMBER_OK;
}

rasimi_number_status
rasimi_parse_uint64(const char *text, size_t length, uint64_t *out)
{
    uint64_t value = 0;
    bool fits = true;
    if (length == 0 || (text[0] == '0' && length > 1)) {
        return RASIMI_NUMBER_NOT;
    }
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i])) {
            return RASIMI_NUMBER_NOT;
        }
        fits = fits && !__builtin_mul_overflow(value, UINT64_C(10), &value) &&
               !__builtin_add_overflow(value, (uint64_t)(text[i] - '0'), &value);
    }
    if (!fits) {
        return RASIMI_NUMBER_RANGE;
    }
    *out = value;
    return RASIMI_NUMBER_OK;
}

/* ASCII only: the names that people misspell are ours, and the answer must not depend on the locale. */
static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours that lead from a to b (optimal string alignment), or
   `limit` + 1 as soon as they must be more. Both are at most MAX_NAME long. */
static size_t
edit_distance(const char *a, size_t n_a, const char *b, size_t n_b, size_t limit)
{
    size_t rows[3][MAX_NAME + 1];
    for (size_t j = 0; j <= n_b; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= n_a; i++) {
        size_t *row = rows[i % 3], *above = rows[(i - 1) % 3], *above2 = rows[(i + 1) % 3];
        size_t best = row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = smaller(smaller(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = smaller(row[j], above2[j - 2] + 1);
            }
            best = smaller(best, row[j]);
        }
        if (best > limit) {
            return limit + 1;
        }
    }
    return rows[n_a % 3][n_b];
}

size_t
rasimi_nearest(const char *text, const char *const *candidates, size_t n)
{
    const size_t length = strlen(text);
    size_t nearest = n, least = MAX_NAME;
    for (size_t i = 0; i < n && length <= MAX_NAME; i++) {
        const size_t candidate_length = strlen(candidates[i]);
        if (candidate_length > MAX_NAME) {
            continue;
        }
        const size_t longer = length > candidate_length ? length : candidate_length;
        const size_t limit = smaller(longer / 3, least);
        const size_t distance = edit_distance(text, length, candidates[i], candidate_length, limit);
        if (distance <= limit && distance < least) {
            nearest = i;
            least = distance;
        }
    }
    return nearest;
}

/* Length of the UTF-8 sequence at p (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF); 0: none. */
static size_t
utf8_sequence(const unsigned char *p, size_t left)
{
    const unsigned char lead = p[0];
    const size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || length > left || lead == 0) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    const bool overlong = (lead == 0xe0 && p[1] < 0xa0) || (lead == 0xf0 && p[1] < 0x90);
    const bool outside = (lead == 0xed && p[1] >= 0xa0) || (lead == 0xf4 && p[1] >= 0x90);
    return overlong || outside ? 0 : length;
}

/* Whether the eight bytes at p are ASCII and none of them is zero: no bit at the top of a byte, nor one that is carried
   there from below when 127 is added to each. */
static bool
is_plain_word(const char *p)
{
    const uint64_t tops = 0x8080808080808080u;
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return (word & tops) == 0 && ((word + ~tops) & tops) == tops;
}

bool
rasimi_utf8_valid(const char *bytes, size_t length, size_t *bad)
{
    for (size_t i = 0; i < length;) {
        if (length - i >= sizeof(uint64_t) && is_plain_word(bytes + i)) {
            i += sizeof(uint64_t);
            continue;
        }
        const size_t step = utf8_sequence((const unsigned char *)bytes + i, length - i);
        if (step == 0) {
            *bad = i;
            return false;
        }
        i += step;
    }
    return true;
}

unsigned
rasimi_steering(const char *text, size_t left, size_t *length)
{
    const unsigned char *p = (const unsigned char *)text;
    const size_t n = utf8_sequence(p, left);
    *length = n > 0 ? n : 1;
    const unsigned code = n == 3   ? (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu)
                          : n == 2 ? (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu)
                                   : p[0];
    const bool control = n == 1 ? code < 0x20 || code == 0x7f : n == 2 && code < 0xa0;
    const bool direction = (n == 2 && code == 0x61c) ||
                           (n == 3 && (code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
                                       (code >= 0x2066 && code <= 0x2069)));
    return control || direction ? code : 0;
}

void
rasimi_set_decimal_point(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        bool plain = strchr("0123456789+-einfa.", *from) != NULL;
        if (plain) {
            *to++ = *from;
        } else if (to == text || to[-1] != '.') {
            *to++ = '.';
        }
    }
    *to = '\0';
}
