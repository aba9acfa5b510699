/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of Client Level Data that are read. All others, names, addresses and NHS numbers among them, are not. */
#ifndef RASIMI_MODEL_IMPORT_FIELDS_H
#define RASIMI_MODEL_IMPORT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "io/csv.h"

typedef enum rasimi_cld_field {
    RASIMI_CLD_COUNCIL,
    RASIMI_CLD_PERIOD_END,
    RASIMI_CLD_PERSON,
    RASIMI_CLD_BORN,
    RASIMI_CLD_DIED,
    RASIMI_CLD_CLIENT_TYPE,
    RASIMI_CLD_REASON,
    RASIMI_CLD_CARER,
    RASIMI_CLD_EVENT_TYPE,
    RASIMI_CLD_START,
    RASIMI_CLD_END,
    RASIMI_CLD_SERVICE_TYPE,
    RASIMI_CLD_COMPONENT,
    RASIMI_CLD_MECHANISM,
    RASIMI_CLD_UNIT_COST,
    RASIMI_CLD_FREQUENCY,
    RASIMI_CLD_UNITS,
    RASIMI_N_CLD_FIELDS
} rasimi_cld_field;

/* The specification's name of a field. */
const char *
rasimi_cld_field_name(rasimi_cld_field field);

/* True for fields of dates and numbers, whose unreadable values are shown by their form only. */
bool
rasimi_cld_field_is_private(rasimi_cld_field field);

/* Finds every field in a header; headings are compared as rasimi_cld_fold does. at[i] is the column of a row, from 0,
   or RASIMI_CLD_ABSENT. Problems: a required field that is missing (with the nearest heading), a field that stands
   twice. False where there was one. */
#define RASIMI_CLD_ABSENT SIZE_MAX
bool
rasimi_cld_fields_find(const char *file, uint64_t line, const rasimi_field *header, size_t n,
                       size_t at[RASIMI_N_CLD_FIELDS], rasim_problems *problems);

/* True where a heading is one of a field's names. */
bool
rasimi_cld_field_is(rasimi_cld_field field, const char *heading);

#endif
