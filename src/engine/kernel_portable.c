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
const rasimi_kernel rasimi_kernel_portable = KERNEL_OF("portable");
