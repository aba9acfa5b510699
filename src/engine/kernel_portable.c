/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel for portable C. */
#include "engine/vec_portable.h"

#include "engine/kernel_body.h"

static bool
available(void)
{
    return true;
}

extern const rasimi_kernel rasimi_kernel_portable;
const rasimi_kernel rasimi_kernel_portable = {
    .name = "portable",
    .available = available,
    .solo = solo,
    .multi = multi,
    .people = people,
    .words = words,
    .words_of = words_of,
    .four_words = four_words,
    .look_up = look_up,
    .look_up_call = look_up_call,
    .normals = normals,
    .leavers = leavers,
    .keep = keep,
    .calls = calls,
    .uniforms = uniforms,
    .exit_times = exit_times,
    .logs = logs,
};
