/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status codes as words, made from the one list in the header. */
#include "rasim/status.h"

#include <gsl/gsl_errno.h>

const char *
rasim_status_text(rasim_status status)
{
    switch (status) {
#define X(name, number, sentence)                                                                                      \
    case RASIM_##name:                                                                                                 \
        return sentence;
        RASIM_STATUS_LIST(X)
#undef X
    }
    return "This number is no status of rasim.";
}

const char *
rasim_status_name(rasim_status status)
{
    switch (status) {
#define X(name, number, sentence)                                                                                      \
    case RASIM_##name:                                                                                                 \
        return #name;
        RASIM_STATUS_LIST(X)
#undef X
    }
    return "UNKNOWN";
}

void
rasim_init(void)
{
    (void)gsl_set_error_handler_off();
}
