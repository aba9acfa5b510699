/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out after so many allocations: the linker sends calloc and realloc here (--wrap), in the one program
   file that includes this. */
#ifndef RASIM_TESTS_REPORT_SCARCE_H
#define RASIM_TESTS_REPORT_SCARCE_H

#include <stdbool.h>
#include <stddef.h>

static bool scarce;
static size_t allocations_left;

void *
__real_calloc(size_t n, size_t size);
void *
__real_realloc(void *block, size_t size);
void *
__wrap_calloc(size_t n, size_t size);
void *
__wrap_realloc(void *block, size_t size);

static bool
refuse(void)
{
    if (!scarce)
        return false;
    if (allocations_left == 0)
        return true;
    allocations_left--;
    return false;
}

void *
__wrap_calloc(size_t n, size_t size)
{
    return refuse() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *block, size_t size)
{
    return refuse() ? NULL : __real_realloc(block, size);
}

#endif
