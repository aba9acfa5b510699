/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refuses compilers that were told to reorder arithmetic: included by what promises the same bits everywhere. */
#ifndef RASIMI_BASE_STRICT_MATH_H
#define RASIMI_BASE_STRICT_MATH_H

#if defined __FAST_MATH__ || (defined __FINITE_MATH_ONLY__ && __FINITE_MATH_ONLY__)
#error "rasim promises the same bits on every machine: compile it without -ffast-math, -Ofast or -ffinite-math-only."
#endif

#endif
