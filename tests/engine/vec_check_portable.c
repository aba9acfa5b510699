/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vector functions of the back end portable, for test_vec.c. */
#include "engine/vec_portable.h"

#include "vec_check_body.h"

const vec_check vec_check_portable = {normal, exp2_product, philox};
