/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine's loops for AVX2. */
#define LOOP_LANES 4

#include "engine/analytic_loops_body.h"

extern const rasimi_loops rasimi_loops_avx2;
const rasimi_loops rasimi_loops_avx2 = LOOPS_OF("avx2");
