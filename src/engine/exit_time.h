/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a person's next exit comes: one definition for one person and for vectors of them. */
#ifndef RASIMI_ENGINE_EXIT_TIME_H
#define RASIMI_ENGINE_EXIT_TIME_H

/* When the next exit after `from` comes, of a standard exponential; 1 or more: not in this year. `first` is what is
   left of the first year in care at `from`; `early` and `late` are the intensities within it and after it. */
static inline double
rasimi_exit_time(double early, double late, double from, double first, double exponential)
{
    const double within = from + exponential / early, rest = exponential - early * first;
    const double after = late > 0.0 ? from + first + rest / late : 1.0;
    return exponential < early * first ? within : after;
}

#endif
