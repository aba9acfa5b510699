/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A test that cannot run: skipped, or failed where RASIM_REQUIRE_ALL=1. The other one always runs. */
#include "support/require.h"

Test(skip, runs_always)
{
    cr_assert(1);
}

Test(skip, cannot_run)
{
    RASIM_SKIP("it is here to be skipped.");
}
