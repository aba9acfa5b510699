/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger's lines as a table that can be asked. */
#include "rasim/ledger.h"

static const rasim_line_info lines[RASIM_N_LINES] = {
#define X(id, name, sign, unit, sentence) [RASIM_LINE_##id] = {name, sign, RASIM_UNIT_##unit, sentence},
    RASIM_LEDGER_LIST(X)
#undef X
};

const rasim_line_info *
rasim_line_describe(rasim_line line)
{
    /* Through unsigned, so that a negative number is out of range whatever type the compiler gives the enumeration. */
    return (unsigned)line < RASIM_N_LINES ? &lines[line] : NULL;
}
