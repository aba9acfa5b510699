/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong on purpose: signed overflow. Without -fno-sanitize-recover=all it is printed and the test passes. */
#include <criterion/criterion.h>
#include <limits.h>

static volatile int largest = INT_MAX;

Test(undefined, overflows_an_int)
{
    int sum = largest + 1;
    cr_assert(sum != 0);
}
