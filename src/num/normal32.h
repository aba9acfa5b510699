/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract's single-precision functions for one word or value at a time: a normal from one 32-bit word, and 2^(s
   z). The kernel's vector forms do the same operations in the same order and give the same bits. */
#ifndef RASIMI_NUM_NORMAL32_H
#define RASIMI_NUM_NORMAL32_H

#include <stdint.h>

#include "base/strict_math.h"

/* Standard normal: sign from the top bit, magnitude -Phi^-1(k / 2^32) for k = the low 31 bits made odd. Absolute error
   below 5e-7; magnitudes up to 6.23. */
float
rasimi_normal32(uint32_t word);

/* 2^(s z) for |s z| < 120: relative error below 3e-7 (1 + |s z| / 8). */
float
rasimi_exp2_product(float s, float z);

#endif
