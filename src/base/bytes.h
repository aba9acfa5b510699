/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as bytes, least first, whatever the machine's own order is. */
#ifndef RASIMI_BASE_BYTES_H
#define RASIMI_BASE_BYTES_H

#include <stdint.h>

static inline void
rasimi_put_u64(unsigned char out[8], uint64_t value)
{
    for (int i = 0; i < 8; i++) {
        out[i] = (unsigned char)(value >> (8 * i));
    }
}

static inline uint64_t
rasimi_get_u64(const unsigned char in[8])
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--) {
        value = value << 8 | in[i];
    }
    return value;
}

#endif
