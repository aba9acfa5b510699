/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bare loop: portable. */
#include "engine/vec_portable.h"

#include "roofline_body.h"

float
bench_roofline_portable(const bench_keys *keys, uint32_t quads)
{
    return roofline(keys, quads);
}
