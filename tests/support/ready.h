/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A caller that is asked once everything has been read, and says no: nothing may be simulated after that. */
#ifndef RASIM_TESTS_SUPPORT_READY_H
#define RASIM_TESTS_SUPPORT_READY_H

#include <criterion/criterion.h>

#include "rasim/run.h"

typedef struct ready_seen {
    int asked, polled;
    const char *name; /* of the framework that must have been read by then */
} ready_seen;

static inline rasim_status
ready_to_refuse(void *context, const rasim_study *study, rasim_problems *problems)
{
    ready_seen *seen = context;
    rasim_study_info info;
    (void)problems;
    rasim_study_describe(study, &info);
    cr_assert_str_eq(info.name, seen->name);
    cr_assert_eq(seen->polled, 0, "asked too late");
    seen->asked++;
    return RASIM_ERR_WRITE;
}

static inline int
ready_poll(void *context, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    ((ready_seen *)context)->polled++;
    return 0;
}

/* After the refusal. */
static inline void
ready_check(const ready_seen *seen, rasim_status status, const void *result)
{
    cr_assert_eq(status, RASIM_ERR_WRITE);
    cr_assert_null(result);
    cr_assert_eq(seen->asked, 1);
    cr_assert_eq(seen->polled, 0, "something was simulated");
}

#endif
