/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which services are open at the date. A service is the same in two submissions where person, start date, service type
   and component agree (DHSC's identity for joined submissions): the latest submission that has it counts, with all of
   its rows, and a service that later submissions lack is taken to have ended with its last reporting period. Within one
   submission rows that agree in everything that costs money are one (DHSC's identity for single submissions). */
#include <stdlib.h>

#include "model/import_work.h"

/* Costs and units are compared to two decimals, as DHSC stores them. */
#define COMPARED_PER_UNIT 100.0

#define RETURN_UNLESS_EQUAL(a, b)                                                                                      \
    if ((a) != (b))                                                                                                    \
    return (a) < (b) ? -1 : 1

static int
compare_event(const rasimi_cld_service *a, const rasimi_cld_service *b)
{
    RETURN_UNLESS_EQUAL(a->person, b->person);
    RETURN_UNLESS_EQUAL(a->start, b->start);
    RETURN_UNLESS_EQUAL(a->type, b->type);
    RETURN_UNLESS_EQUAL(a->component, b->component);
    return 0;
}

/* Later submissions first: of two files for one reporting period the one given later. */
static int
compare_submission(const rasimi_cld_service *a, const rasimi_cld_service *b)
{
    RETURN_UNLESS_EQUAL(b->period_end, a->period_end);
    RETURN_UNLESS_EQUAL(b->file, a->file);
    return 0;
}

static int
compare_line(const rasimi_cld_service *a, const rasimi_cld_service *b)
{
    RETURN_UNLESS_EQUAL(b->line, a->line);
    return 0;
}

static int64_t
compared(const rasimi_cld_amount *amount)
{
    if (amount->state != RASIMI_CLD_NUMBER_READ)
        return INT64_MIN;
    const double scaled = amount->value * COMPARED_PER_UNIT;
    return (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

static int
compare_cost(const rasimi_cld_service *a, const rasimi_cld_service *b)
{
    RETURN_UNLESS_EQUAL(a->mechanism, b->mechanism);
    RETURN_UNLESS_EQUAL(a->frequency, b->frequency);
    RETURN_UNLESS_EQUAL(compared(&a->unit_cost), compared(&b->unit_cost));
    RETURN_UNLESS_EQUAL(compared(&a->units), compared(&b->units));
    return 0;
}

static int
by_event(const void *x, const void *y)
{
    const rasimi_cld_service *a = x, *b = y;
    int order = compare_event(a, b);
    order = order ? order : compare_submission(a, b);
    return order ? order : compare_line(a, b);
}

/* Of rows that are the same the one that ends last stands first, then the one submitted last. */
static int
by_identity(const void *x, const void *y)
{
    const rasimi_cld_service *a = x, *b = y;
    int order = compare_event(a, b);
    order = order ? order : compare_cost(a, b);
    if (order)
        return order;
    RETURN_UNLESS_EQUAL(b->end, a->end);
    order = compare_submission(a, b);
    return order ? order : compare_line(a, b);
}

/* Counts the dropped ones and closes the gaps. */
static void
squeeze(rasimi_cld_work *work)
{
    size_t n = 0;
    for (size_t i = 0; i < work->n_services; i++) {
        if (work->services[i].fate == RASIM_N_IMPORT_COUNTS)
            work->services[n++] = work->services[i];
        else
            work->counts[work->services[i].fate]++;
    }
    work->n_services = n;
}

static void
end_at_death(rasimi_cld_work *work)
{
    for (size_t i = 0; i < work->n_services; i++) {
        rasimi_cld_service *service = &work->services[i];
        const int64_t death = work->death[service->person];
        if (death >= service->end)
            continue;
        service->end = death;
        service->ended_by_death = true;
        work->counts[RASIM_IMPORT_N_END_AT_DEATH]++;
    }
}

/* Needs the order by_event. */
static void
drop_superseded(rasimi_cld_work *work)
{
    const rasimi_cld_service *latest = work->services;
    for (size_t i = 0; i < work->n_services; i++) {
        rasimi_cld_service *service = &work->services[i];
        if (compare_event(service, latest) != 0)
            latest = service;
        if (compare_submission(service, latest) != 0) {
            service->fate = RASIM_IMPORT_N_SUPERSEDED;
        } else if (service->period_end < work->latest_period && service->end > service->period_end) {
            service->end = service->period_end;
            service->ended_by_death = false;
            work->counts[RASIM_IMPORT_N_END_AT_PERIOD]++;
        }
    }
}

static void
drop_closed(rasimi_cld_work *work)
{
    for (size_t i = 0; i < work->n_services; i++) {
        rasimi_cld_service *service = &work->services[i];
        if (service->start > work->date)
            service->fate = RASIM_IMPORT_N_NOT_STARTED;
        else if (service->end < work->date)
            service->fate = service->ended_by_death ? RASIM_IMPORT_N_DIED : RASIM_IMPORT_N_CLOSED;
    }
}

/* Needs the order by_identity. */
static void
drop_doubles(rasimi_cld_work *work)
{
    for (size_t i = 1; i < work->n_services; i++)
        if (compare_event(&work->services[i - 1], &work->services[i]) == 0 &&
            compare_cost(&work->services[i - 1], &work->services[i]) == 0)
            work->services[i].fate = RASIM_IMPORT_N_DOUBLE;
}

void
rasimi_cld_select(rasimi_cld_work *work)
{
    if (work->n_services == 0)
        return;
    end_at_death(work);
    qsort(work->services, work->n_services, sizeof *work->services, by_event);
    drop_superseded(work);
    squeeze(work);
    drop_closed(work);
    squeeze(work);
    qsort(work->services, work->n_services, sizeof *work->services, by_identity);
    drop_doubles(work);
    squeeze(work);
}
