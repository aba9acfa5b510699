/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bare loop: avx2. */
#include "engine/vec_avx2.h"

#include "roofline_body.h"

float
bench_roofline_avx2(const bench_keys *keys, uint32_t quads)
{
    return roofline(keys, quads);
}
