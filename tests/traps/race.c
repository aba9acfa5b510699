/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong on purpose: two threads add to one variable without agreeing on an order. */
#include <stdint.h>

int
main(void)
{
    volatile uint64_t total = 0;
#pragma omp parallel num_threads(2)
    for (uint64_t i = 0; i < 100000; i++)
        total = total + i;
    return total == 1; /* 0 in any case: only the sanitizer can object */
}
