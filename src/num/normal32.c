/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Normals from one word and 2^(s z), one at a time; see scripts/make-normal-table for the fit. */
#include "num/normal32.h"

#include "num/normal32_table.h"

#include <string.h>

/* Adding 1.5 x 2^23 rounds a float to a whole number and leaves it in the low bits of the sum. */
#define ROUND_MAGIC 12582912.0f

static uint32_t
bits_of(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static float
float_of(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

float
rasimi_normal32(uint32_t word)
{
    const uint32_t k = (word & 0x7fffffffu) | 1u;
    const uint32_t bits = bits_of((float)(int32_t)k);
    const uint32_t octave = bits >> 23 & 31u;
    const float t = float_of((bits & 0x7fffffu) | 0x3f800000u) - 1.5f;
    float z = rasimi_normal32_table[RASIMI_NORMAL32_DEGREE][octave];
    for (int power = RASIMI_NORMAL32_DEGREE - 1; power >= 0; power--) {
        z = __builtin_fmaf(z, t, rasimi_normal32_table[power][octave]);
    }
    return float_of(bits_of(z) ^ (word & 0x80000000u));
}

float
rasimi_exp2_product(float s, float z)
{
    const float shifted = __builtin_fmaf(s, z, ROUND_MAGIC);
    const float whole = shifted - ROUND_MAGIC;
    const float f = __builtin_fmaf(s, z, -whole);
    float p = rasimi_exp2_table[RASIMI_EXP2_DEGREE];
    for (int power = RASIMI_EXP2_DEGREE - 1; power >= 0; power--) {
        p = __builtin_fmaf(p, f, rasimi_exp2_table[power]);
    }
    return float_of(bits_of(p) + (bits_of(shifted) << 23));
}
