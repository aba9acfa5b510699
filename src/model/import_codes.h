/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code lists of Client Level Data, releases 1 and 2, and what a person's codes mean in a caseload. */
#ifndef RASIMI_MODEL_IMPORT_CODES_H
#define RASIMI_MODEL_IMPORT_CODES_H

#include <stdint.h>

#include "model/import_fields.h"

/* Of every list. */
#define RASIMI_CLD_BLANK   0
#define RASIMI_CLD_INVALID 255 /* "invalid and not mapped" */

enum { RASIMI_CLD_REQUEST = 1, RASIMI_CLD_ASSESSMENT, RASIMI_CLD_SERVICE, RASIMI_CLD_REVIEW };
enum { RASIMI_CLD_SERVICE_USER = 1, RASIMI_CLD_UNPAID_CARER };
/* The settings stand in DHSC's order of priority. */
enum {
    RASIMI_CLD_NURSING = 1,
    RASIMI_CLD_RESIDENTIAL,
    RASIMI_CLD_COMMUNITY,
    RASIMI_CLD_PRISON,
    RASIMI_CLD_SHORT_TERM,
    RASIMI_CLD_TO_CARER,
};
enum { RASIMI_CLD_DIRECT_PAYMENT_COMPONENT = 1 }; /* other components have codes of their own, used as identity only */
/* In DHSC's order of priority. */
enum { RASIMI_CLD_DIRECT_PAYMENT = 1, RASIMI_CLD_MANAGED, RASIMI_CLD_COMMISSIONED };
enum {
    RASIMI_CLD_WEEKLY = 1,
    RASIMI_CLD_FORTNIGHTLY,
    RASIMI_CLD_FOUR_WEEKLY,
    RASIMI_CLD_MONTHLY,
    RASIMI_CLD_QUARTERLY,
    RASIMI_CLD_ANNUALLY,
    RASIMI_CLD_ONE_OFF,
    RASIMI_CLD_PER_SESSION, /* from here on planned units count */
    RASIMI_CLD_HOURLY,
    RASIMI_CLD_DAILY,
    RASIMI_CLD_NO_CHARGE,
};
enum { RASIMI_CLD_REASON_UNKNOWN = 13 };
enum { RASIMI_CLD_YES = 1, RASIMI_CLD_NO, RASIMI_CLD_NOT_KNOWN };

/* The code of a text in a field's list. */
uint8_t
rasimi_cld_code(rasimi_cld_field field, const char *text);

/* Release 2's wording of a primary support reason; "" for blank and invalid. */
const char *
rasimi_cld_reason_label(uint8_t reason);

/* Ages; RASIMI_CLD_NO_AGE where the date of birth is missing or unreadable. */
#define RASIMI_CLD_NO_AGE (-1)

/* The care group of a primary support reason and an age. */
const char *
rasimi_cld_care_group(uint8_t reason, int64_t age);

#define RASIMI_CLD_GROUP_UNKNOWN "Unknown"

/* DHSC's age band; "" for RASIMI_CLD_NO_AGE. */
const char *
rasimi_cld_age_band(int64_t age);

/* The labels of a caseload; "" where there is nothing to say. */
const char *
rasimi_cld_setting_label(uint8_t service_type);
const char *
rasimi_cld_delivery_label(uint8_t mechanism);
const char *
rasimi_cld_carer_label(uint8_t has_carer);

#endif
