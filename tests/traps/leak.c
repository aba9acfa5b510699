/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong on purpose: a test that leaks. Criterion says "Passing" and exits with 0, though the leak is reported. */
#include <criterion/criterion.h>
#include <stdlib.h>

static void *volatile kept;

Test(leak, loses_a_block)
{
    kept = malloc(123);
    cr_assert(kept != NULL);
    kept = NULL;
}
