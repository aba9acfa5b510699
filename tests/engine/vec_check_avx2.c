/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vector functions of the back end avx2, for test_vec.c. */
#include "engine/vec_avx2.h"

#include "vec_check_body.h"

const vec_check vec_check_avx2 = {normal, exp2_product, philox};
