/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong on purpose: a program without any test. Criterion exits with 0. */
#include <criterion/criterion.h>
