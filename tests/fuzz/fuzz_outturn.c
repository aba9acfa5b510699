/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: a file of outturns. */
#include "fuzz/fuzz.h"

#include "model/outturn.h"

#include <math.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reading reading = fuzz_begin();
    rasimi_outturn outturn;
    const rasim_status status = rasimi_outturn_parse("f", (const char *)data, size, &outturn, reading.problems);
    fuzz_judge(&reading, status, data, size);
    fuzz_require(status != RASIM_OK || outturn.n > 0);
    for (size_t i = 0; status == RASIM_OK && i < outturn.n; i++) {
        const rasimi_outturn_row *row = &outturn.rows[i];
        fuzz_require(row->year[0] != '\0' && (!row->area || row->area[0] != '\0') && isfinite(row->gbp));
        fuzz_require(rasimi_outturn_find(&outturn, row->year, row->area) == row); /* the only one of that name */
    }
    rasimi_outturn_clear(&outturn);
    fuzz_end(&reading);
    return 0;
}
