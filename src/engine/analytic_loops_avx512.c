/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine's loops for AVX-512. */
#define LOOP_LANES 8

#include "engine/analytic_loops_body.h"

extern const rasimi_loops rasimi_loops_avx512;
const rasimi_loops rasimi_loops_avx512 = LOOPS_OF("avx512");
