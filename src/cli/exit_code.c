/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exit codes. */
#include "exit_code.h"

const exit_code_info *
exit_code_at(size_t i)
{
    static const exit_code_info CODES[] = {
#define X(name, number, sentence) {(number), sentence},
        EXIT_CODE_LIST(X)
#undef X
    };
    return i < sizeof CODES / sizeof CODES[0] ? &CODES[i] : NULL;
}

exit_code
exit_code_of(rasim_status status)
{
    switch (status) {
        case RASIM_OK:
            return EXIT_DONE;
        case RASIM_ERR_INPUT:
            return EXIT_INPUT;
        case RASIM_ERR_READ:
        case RASIM_ERR_WRITE:
            return EXIT_FILE;
        case RASIM_ERR_INTERRUPTED:
            return EXIT_INTERRUPTED;
        case RASIM_ERR_NO_MEMORY:
        case RASIM_ERR_ARGUMENT:
        case RASIM_ERR_INTERNAL:
        case RASIM_ERR_INSTRUCTION_SET:
        case RASIM_ERR_LEDGER:
            break;
    }
    return EXIT_RUN_FAILED;
}
