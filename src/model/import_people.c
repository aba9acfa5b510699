/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the services open at the date to people: what a package costs a week, where it is received, and whom it is for.
   What is said of the person is taken from the latest row that says it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv.h"
#include "model/day.h"
#include "model/import_work.h"

static int
compare_uint64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* A person's rows side by side, older submissions first. */
static int
by_person(const void *x, const void *y)
{
    const rasimi_cld_service *a = x, *b = y;
    if (a->person != b->person)
        return compare_uint64(a->person, b->person);
    if (a->period_end != b->period_end)
        return a->period_end < b->period_end ? -1 : 1;
    return a->file != b->file ? compare_uint64(a->file, b->file) : compare_uint64(a->line, b->line);
}

/* Completed years between two days; RASIMI_CLD_NO_AGE where the birth is unknown or after the date. */
static int64_t
age_at(int64_t born, int64_t date)
{
    char birth[11], today[11];
    if (born == RASIMI_CLD_NO_DAY || born > date)
        return RASIMI_CLD_NO_AGE;
    rasimi_day_format(born, birth);
    rasimi_day_format(date, today);
    int64_t years[2] = {0, 0}, days[2] = {0, 0}; /* of birth, of the date; days as the number MMDD */
    for (size_t i = 0; i < 10; i++) {
        if (birth[i] == '-')
            continue;
        int64_t *number = i < 4 ? years : days;
        number[0] = number[0] * 10 + (birth[i] - '0');
        number[1] = number[1] * 10 + (today[i] - '0');
    }
    return years[1] - years[0] - (days[1] < days[0]);
}

/* ---- what a person's rows say ---- */

static bool
is_known_reason(uint8_t reason)
{
    return reason != RASIMI_CLD_BLANK && reason != RASIMI_CLD_REASON_UNKNOWN && reason != RASIMI_CLD_INVALID;
}

static void
read_reason(rasimi_cld_person *person, const rasimi_cld_service *rows, size_t n, bool *two)
{
    for (size_t i = 0; i < n; i++) {
        const uint8_t reason = rows[i].reason;
        if (is_known_reason(reason)) {
            *two |= is_known_reason(person->reason) && person->reason != reason;
            person->reason = reason;
        } else if (reason == RASIMI_CLD_REASON_UNKNOWN && !is_known_reason(person->reason)) {
            person->reason = reason;
        }
    }
}

static int64_t
read_age(const rasimi_cld_service *rows, size_t n, int64_t date)
{
    int64_t age = RASIMI_CLD_NO_AGE;
    for (size_t i = 0; i < n; i++) {
        const int64_t said = age_at(rows[i].born, date);
        age = said != RASIMI_CLD_NO_AGE ? said : age;
    }
    return age;
}

/* DHSC's rule: a component that is a direct payment is delivered as one, whatever the mechanism says. */
static uint8_t
mechanism_of(const rasimi_cld_service *service)
{
    return service->component == RASIMI_CLD_DIRECT_PAYMENT_COMPONENT ? RASIMI_CLD_DIRECT_PAYMENT : service->mechanism;
}

/* Setting, and within it delivery, by DHSC's order of priority. Care homes have no delivery mechanism in its returns.
 */
static void
read_setting(rasimi_cld_person *person, const rasimi_cld_service *rows, size_t n)
{
    person->setting = rows[0].type;
    for (size_t i = 1; i < n; i++)
        person->setting = rows[i].type < person->setting ? rows[i].type : person->setting;
    person->mechanism = RASIMI_CLD_BLANK;
    for (size_t i = 0; i < n && person->setting >= RASIMI_CLD_COMMUNITY; i++) {
        const uint8_t mechanism = mechanism_of(&rows[i]);
        const bool known = mechanism != RASIMI_CLD_BLANK && mechanism != RASIMI_CLD_INVALID;
        if (rows[i].type == person->setting && known &&
            (person->mechanism == RASIMI_CLD_BLANK || mechanism < person->mechanism))
            person->mechanism = mechanism;
    }
}

/* ---- cost ---- */

/* What was read otherwise than it stands, among the rows whose cost is used. */
static void
count_repairs(rasimi_cld_work *work, const rasimi_cld_service *service, rasim_import_count cost)
{
    uint64_t *counts = work->counts;
    const bool costed = cost == RASIM_IMPORT_N_WEEKLY || cost == RASIM_IMPORT_N_ONE_OFF;
    const bool by_units = cost == RASIM_IMPORT_N_WEEKLY &&
                          (service->frequency >= RASIMI_CLD_PER_SESSION || service->frequency == RASIMI_CLD_BLANK);
    counts[RASIM_IMPORT_N_PLAIN_NUMBER] += service->unit_cost.cleaned || service->units.cleaned;
    counts[RASIM_IMPORT_N_NEGATIVE_COST] += costed && service->unit_cost.value < 0;
    counts[RASIM_IMPORT_N_NEGATIVE_UNITS] += by_units && service->units.value < 0;
    counts[RASIM_IMPORT_N_UNITS_FOR_FREQUENCY] +=
        by_units && (service->frequency == RASIMI_CLD_BLANK || service->frequency == RASIMI_CLD_INVALID);
    counts[RASIM_IMPORT_N_DIRECT_PAYMENT] +=
        service->type >= RASIMI_CLD_COMMUNITY && mechanism_of(service) != service->mechanism;
}

static void
add_costs(rasimi_cld_work *work, rasimi_cld_person *person, const rasimi_cld_service *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double weekly = 0;
        const rasim_import_count cost = rasimi_cld_weekly_cost(&rows[i], work->options->weeks_per_year, &weekly);
        work->counts[cost]++;
        count_repairs(work, &rows[i], cost);
        person->weekly += weekly;
        person->n_weekly += cost == RASIM_IMPORT_N_WEEKLY;
        person->n_one_off += cost == RASIM_IMPORT_N_ONE_OFF;
        person->n_unknown += cost != RASIM_IMPORT_N_WEEKLY && cost != RASIM_IMPORT_N_ONE_OFF;
    }
}

static void
count_person(rasimi_cld_work *work, const rasimi_cld_person *person, bool two_reasons)
{
    uint64_t *counts = work->counts;
    const bool known = person->n_unknown == 0;
    counts[RASIM_IMPORT_N_PEOPLE]++;
    counts[RASIM_IMPORT_N_COST_KNOWN] += known;
    counts[RASIM_IMPORT_N_COST_PARTLY] += !known && person->n_weekly > 0;
    counts[RASIM_IMPORT_N_COST_WHOLLY] += !known && person->n_weekly == 0;
    counts[RASIM_IMPORT_N_ONLY_ONE_OFF] += known && person->n_weekly == 0;
    counts[RASIM_IMPORT_N_PRISON] += person->setting == RASIMI_CLD_PRISON;
    counts[RASIM_IMPORT_N_NO_GROUP] +=
        strcmp(rasimi_cld_care_group(person->reason, person->age), RASIMI_CLD_GROUP_UNKNOWN) == 0;
    counts[RASIM_IMPORT_N_NO_AGE] += person->age == RASIMI_CLD_NO_AGE;
    counts[RASIM_IMPORT_N_TWO_REASONS] += two_reasons;
    if (work->points) {
        counts[RASIM_IMPORT_N_WITH_POINTS] += person->points != NULL;
        counts[RASIM_IMPORT_N_WITHOUT_POINTS] += person->points == NULL;
        counts[RASIM_IMPORT_N_POINTS_UNUSED] -= work->points_rows[person->code];
    }
}

/* One person from all of their rows. Errors: RASIM_ERR_NO_MEMORY. */
static rasim_status
add_person(rasimi_cld_work *work, const rasimi_cld_service *rows, size_t n)
{
    rasimi_cld_person person = {.code = rows[0].person, .start = rows[0].start};
    bool two_reasons = false;
    person.age = read_age(rows, n, work->date);
    if (person.age != RASIMI_CLD_NO_AGE && person.age < 18) {
        work->counts[RASIM_IMPORT_N_UNDER_18] += n;
        return RASIM_OK;
    }
    if (!rasimi_grow((void **)&work->people, &work->people_capacity, work->n_people, sizeof *work->people))
        return RASIM_ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const uint8_t carer = rows[i].carer;
        person.carer = carer == RASIMI_CLD_YES || carer == RASIMI_CLD_NO ? carer : person.carer;
        person.start = rows[i].start < person.start ? rows[i].start : person.start;
    }
    read_reason(&person, rows, n, &two_reasons);
    read_setting(&person, rows, n);
    add_costs(work, &person, rows, n);
    person.points = work->points ? work->points[person.code] : NULL;
    count_person(work, &person, two_reasons);
    work->people[work->n_people++] = person;
    return RASIM_OK;
}

rasim_status
rasimi_cld_people(rasimi_cld_work *work)
{
    rasim_status status = RASIM_OK;
    if (work->n_services > 0)
        qsort(work->services, work->n_services, sizeof *work->services, by_person);
    for (size_t first = 0, next; first < work->n_services && status == RASIM_OK; first = next) {
        next = first + 1;
        while (next < work->n_services && work->services[next].person == work->services[first].person)
            next++;
        status = add_person(work, &work->services[first], next - first);
    }
    return status;
}

/* ---- the caseload ---- */

/* Half a penny is rounded up; the small addend makes halves of sums that binary fractions fall short of. */
static void
add_pounds(rasimi_buffer *out, double pounds)
{
    const int64_t pence = (int64_t)(pounds * 100.0 + 0.5 + 1e-6);
    rasimi_buffer_printf(out, ",%" PRId64 ".%02d", pence / 100, (int)(pence % 100));
}

static bool
is_cost_shown(const rasimi_cld_work *work, const rasimi_cld_person *person)
{
    return person->n_unknown == 0 || (work->options->partial_costs && person->n_weekly > 0);
}

static void
write_person(const rasimi_cld_work *work, const rasimi_cld_person *person, rasimi_buffer *out)
{
    char start[11];
    rasimi_day_format(person->start, start);
    rasimi_csv_add(out, work->persons.labels[person->code], 1);
    rasimi_csv_add(out, rasimi_cld_care_group(person->reason, person->age), 0);
    rasimi_csv_add(out, rasimi_cld_setting_label(person->setting), 0);
    if (is_cost_shown(work, person))
        add_pounds(out, person->weekly);
    else
        rasimi_buffer_add(out, ",", 1);
    rasimi_csv_add(out, rasimi_cld_delivery_label(person->mechanism), 0);
    rasimi_csv_add(out, rasimi_cld_carer_label(person->carer), 0);
    rasimi_csv_add(out, start, 0);
    rasimi_csv_add(out, rasimi_cld_age_band(person->age), 0);
    rasimi_csv_add(out, rasimi_cld_reason_label(person->reason), 0);
    rasimi_buffer_printf(out, ",%zu", person->n_unknown);
    if (work->points)
        rasimi_csv_add(out, person->points ? person->points : "", 0);
    rasimi_buffer_add(out, "\n", 1);
}

void
rasimi_cld_write(const rasimi_cld_work *work, rasimi_buffer *out)
{
    rasimi_buffer_printf(out,
                         "person_id,care_group,setting,weekly_cost,delivery,carer_support,start_date,age_band,"
                         "primary_support_reason,services_without_cost%s\n",
                         work->points ? ",points" : "");
    for (size_t i = 0; i < work->n_people; i++)
        write_person(work, &work->people[i], out);
}
