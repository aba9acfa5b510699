/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A radix sort from the lowest byte up, of whole numbers in the order of the doubles. Bytes that all values have in
   common, as numbers of single precision have half of theirs, are passed over. */
#include "num/sort_rows.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define BYTES 8
#define SIGN  UINT64_C(0x8000000000000000)

/* A whole number that is less where the value is; adding 0 makes 0 of -0. */
static uint64_t
image_of(double value)
{
    const double whole = value + 0.0;
    uint64_t bits;
    memcpy(&bits, &whole, sizeof bits);
    return bits & SIGN ? ~bits : bits | SIGN;
}

static unsigned
byte_of(const rasimi_sortable *item, unsigned byte)
{
    return (unsigned)(image_of(item->value) >> (8 * byte)) & 255u;
}

static void
count_bytes(const rasimi_sortable *items, size_t n, size_t counts[BYTES][256])
{
    for (size_t i = 0; i < n; i++) {
        const uint64_t image = image_of(items[i].value);
        for (unsigned byte = 0; byte < BYTES; byte++) {
            counts[byte][image >> (8 * byte) & 255]++;
        }
    }
}

/* Deals the items out by a byte, equal ones in their order. */
static void
deal(const rasimi_sortable *from, rasimi_sortable *to, size_t n, unsigned byte, const size_t counts[256])
{
    size_t next[256], start = 0;
    for (unsigned b = 0; b < 256; b++) {
        next[b] = start;
        start += counts[b];
    }
    for (size_t i = 0; i < n; i++) {
        to[next[byte_of(&from[i], byte)]++] = from[i];
    }
}

rasim_status
rasimi_sort_rows(rasimi_sortable *items, size_t n)
{
    size_t counts[BYTES][256] = {{0}};
    rasimi_sortable *other = rasimi_calloc(n, sizeof *other), *from = items, *to = other;
    if (other == NULL) {
        return RASIM_ERR_NO_MEMORY;
    }
    count_bytes(items, n, counts);
    for (unsigned byte = 0; byte < BYTES && n > 0; byte++) {
        if (counts[byte][byte_of(&items[0], byte)] == n) {
            continue;
        }
        deal(from, to, n, byte, counts[byte]);
        rasimi_sortable *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != items) {
        memcpy(items, from, n * sizeof *items);
    }
    free(other);
    return RASIM_OK;
}
