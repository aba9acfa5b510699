/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analytic engine's loops for portable C. */
#define LOOP_LANES 2

#include "engine/analytic_loops_body.h"

extern const rasimi_loops rasimi_loops_portable;
const rasimi_loops rasimi_loops_portable = LOOPS_OF("portable");
