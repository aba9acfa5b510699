/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a person's next exit comes: one definition for one person and for vectors of them. */
#ifndef RASIMI_ENGINE_EXIT_TIME_H
#define RASIMI_ENGINE_EXIT_TIME_H

#include <stdbool.h>

/* When the next exit after `from` comes, of a standard exponential; 1 or more: not in this year. `first` is what is
   left of the first year in care at `from`; `early` and `late` are the intensities within it and after it. */
static inline double
rasimi_exit_time(double early, double late, double from, double first, double exponential)
{
    const bool within = exponential < early * first;
    const double rest = within ? exponential : exponential - early * first;
    const double base = within ? from : from + first;
    return base + rest / (within ? early : late); /* nobody goes where an intensity is 0: infinity, or no number */
}

#endif
