/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code lists of Client Level Data. Release 1 and 2 differ mostly in capitals and in '/' for ' or ', which folding
   evens out; where the words differ both have a row. Rows marked [confirm] come from secondary sources and should be
   held against the official workbook (docs/import.md, "Sources"). */
#include "model/import_codes.h"

#include <stdbool.h>
#include <string.h>

#include "model/import_text.h"

typedef struct code_row {
    rasimi_cld_field field;
    uint8_t code;
    const char *text; /* folded */
    bool is_prefix;   /* whatever begins so */
} code_row;

static const code_row CODES[] = {
    {RASIMI_CLD_EVENT_TYPE, RASIMI_CLD_REQUEST, "request", false},
    {RASIMI_CLD_EVENT_TYPE, RASIMI_CLD_REQUEST, "referral", false},
    {RASIMI_CLD_EVENT_TYPE, RASIMI_CLD_ASSESSMENT, "assessment", false},
    {RASIMI_CLD_EVENT_TYPE, RASIMI_CLD_SERVICE, "service", false},
    {RASIMI_CLD_EVENT_TYPE, RASIMI_CLD_REVIEW, "review", false},

    {RASIMI_CLD_CLIENT_TYPE, RASIMI_CLD_SERVICE_USER, "service user", false},
    {RASIMI_CLD_CLIENT_TYPE, RASIMI_CLD_UNPAID_CARER, "unpaid carer", false},
    {RASIMI_CLD_CLIENT_TYPE, RASIMI_CLD_UNPAID_CARER, "carer", false},
    {RASIMI_CLD_CLIENT_TYPE, RASIMI_CLD_UNPAID_CARER, "unpaid carer known by association", false},
    {RASIMI_CLD_CLIENT_TYPE, RASIMI_CLD_UNPAID_CARER, "carer known by association", false},

    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_NURSING, "long term support nursing care", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_RESIDENTIAL, "long term support residential care", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_COMMUNITY, "long term support community", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_PRISON, "long term support prison", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_SHORT_TERM, "short term support st max", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_SHORT_TERM, "short term support ongoing low level", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_SHORT_TERM, "short term support other short term", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_TO_CARER, "unpaid carer support direct to unpaid carer", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_TO_CARER, "unpaid carer support support involving the person cared for",
     false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_TO_CARER, "carer support direct to carer", false},
    {RASIMI_CLD_SERVICE_TYPE, RASIMI_CLD_TO_CARER, "carer support support involving the person cared for", false},

    {RASIMI_CLD_COMPONENT, RASIMI_CLD_DIRECT_PAYMENT_COMPONENT, "direct payment", false},
    {RASIMI_CLD_COMPONENT, 2, "reablement", false},
    {RASIMI_CLD_COMPONENT, 3, "short term nursing care", false},
    {RASIMI_CLD_COMPONENT, 4, "short term residential care", false},
    {RASIMI_CLD_COMPONENT, 5, "long term nursing care", false},
    {RASIMI_CLD_COMPONENT, 6, "long term residential care", false},
    {RASIMI_CLD_COMPONENT, 7, "home support or domiciliary care", false},
    {RASIMI_CLD_COMPONENT, 7, "home support", false},
    {RASIMI_CLD_COMPONENT, 8, "day support", false},
    {RASIMI_CLD_COMPONENT, 9, "meals", false},
    {RASIMI_CLD_COMPONENT, 10, "transport", false},
    {RASIMI_CLD_COMPONENT, 11, "equipment", false},
    {RASIMI_CLD_COMPONENT, 12, "shared lives", false},
    {RASIMI_CLD_COMPONENT, 13, "community supported living", false},
    {RASIMI_CLD_COMPONENT, 14, "extra care housing", false},
    {RASIMI_CLD_COMPONENT, 15, "professional support social worker", false},
    {RASIMI_CLD_COMPONENT, 16, "professional support other", false},
    {RASIMI_CLD_COMPONENT, 16, "professional support", false}, /* [confirm] */
    {RASIMI_CLD_COMPONENT, 17, "learning education or employment support", false},
    {RASIMI_CLD_COMPONENT, 17, "learning or education or employment support", false},
    {RASIMI_CLD_COMPONENT, 18, "end of life care", false},
    {RASIMI_CLD_COMPONENT, 19, "emergency support", false},
    {RASIMI_CLD_COMPONENT, 20, "other short term support", false},
    {RASIMI_CLD_COMPONENT, 21, "other long term support", false},
    {RASIMI_CLD_COMPONENT, 22, "unpaid carer respite", false},
    {RASIMI_CLD_COMPONENT, 22, "carer respite", false},
    {RASIMI_CLD_COMPONENT, 23, "unpaid carer sitting service", false}, /* [confirm], and the rest of the list */
    {RASIMI_CLD_COMPONENT, 23, "carer sitting service", false},
    {RASIMI_CLD_COMPONENT, 24, "unpaid carer universal services", false},
    {RASIMI_CLD_COMPONENT, 24, "carer universal services", false},
    {RASIMI_CLD_COMPONENT, 25, "other unpaid carer support", false},
    {RASIMI_CLD_COMPONENT, 25, "other carer support", false},

    {RASIMI_CLD_MECHANISM, RASIMI_CLD_DIRECT_PAYMENT, "direct payment", false},
    {RASIMI_CLD_MECHANISM, RASIMI_CLD_MANAGED, "cassr managed personal budget", false},
    {RASIMI_CLD_MECHANISM, RASIMI_CLD_COMMISSIONED, "cassr commissioned support", false},

    /* DHSC matches all of these but the one-off by how they begin. */
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_WEEKLY, "week", true},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_FORTNIGHTLY, "fortnight", true},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_FOUR_WEEKLY, "4 week", true},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_MONTHLY, "month", true},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_QUARTERLY, "quarter", true},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_ANNUALLY, "annual", true},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_ONE_OFF, "one off", false},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_PER_SESSION, "per session", false},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_HOURLY, "hourly", false},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_DAILY, "daily", false},
    {RASIMI_CLD_FREQUENCY, RASIMI_CLD_NO_CHARGE, "no charge to client", false}, /* [confirm] */

    {RASIMI_CLD_REASON, 1, "physical support access and mobility only", false},
    {RASIMI_CLD_REASON, 2, "physical support personal care support", false},
    {RASIMI_CLD_REASON, 3, "sensory support support for visual impairment", false},
    {RASIMI_CLD_REASON, 4, "sensory support support for hearing impairment", false},
    {RASIMI_CLD_REASON, 5, "sensory support support for dual impairment", false},
    {RASIMI_CLD_REASON, 6, "support with memory and cognition", false},
    {RASIMI_CLD_REASON, 7, "learning disability support", false},
    {RASIMI_CLD_REASON, 8, "mental health support", false},
    {RASIMI_CLD_REASON, 9, "social support substance misuse support", false},
    {RASIMI_CLD_REASON, 10, "social support asylum seeker support", false},
    {RASIMI_CLD_REASON, 11, "social support support for social isolation or other reason", false},
    {RASIMI_CLD_REASON, 11, "social support support for social isolation or other", false},
    {RASIMI_CLD_REASON, 12, "social support support to unpaid carer", false},
    {RASIMI_CLD_REASON, 12, "social support support to carer", false},
    {RASIMI_CLD_REASON, RASIMI_CLD_REASON_UNKNOWN, "unknown", false},

    {RASIMI_CLD_CARER, RASIMI_CLD_YES, "yes", false},
    {RASIMI_CLD_CARER, RASIMI_CLD_NO, "no", false},
    {RASIMI_CLD_CARER, RASIMI_CLD_NOT_KNOWN, "unknown", false},
};

uint8_t
rasimi_cld_code(rasimi_cld_field field, const char *text)
{
    char folded[RASIMI_CLD_FOLD_SIZE];
    if (text[0] == '\0')
        return RASIMI_CLD_BLANK;
    rasimi_cld_fold(text, folded);
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++) {
        const code_row *row = &CODES[i];
        const size_t length = row->is_prefix ? strlen(row->text) : sizeof folded;
        if (row->field == field && strncmp(folded, row->text, length) == 0)
            return row->code;
    }
    return RASIMI_CLD_INVALID;
}

/* ---- care groups ---- */

#define OLDER    "Older people"
#define PHYSICAL "Physical disability"
#define LEARNING "Learning disability"
#define MENTAL   "Mental health"
#define OTHER    "Other adults"

/* Memory and cognition under 65 goes with mental health, where the returns before 2014 counted dementia. */
static const struct {
    const char *label; /* release 2 */
    const char *under_65, *from_65, *any_age;
} REASONS[] = {
    {"", RASIMI_CLD_GROUP_UNKNOWN, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Physical support: Access and mobility only", PHYSICAL, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Physical support: Personal care support", PHYSICAL, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Sensory support: Support for visual impairment", PHYSICAL, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Sensory support: Support for hearing impairment", PHYSICAL, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Sensory support: Support for dual impairment", PHYSICAL, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Support with memory and cognition", MENTAL, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Learning disability support", LEARNING, LEARNING, LEARNING},
    {"Mental health support", MENTAL, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Social support: Substance misuse support", OTHER, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Social support: Asylum seeker support", OTHER, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Social support: Support for social isolation or other reason", OTHER, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Social support: Support to unpaid carer", OTHER, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
    {"Unknown", RASIMI_CLD_GROUP_UNKNOWN, OLDER, RASIMI_CLD_GROUP_UNKNOWN},
};

static size_t
reason_row(uint8_t reason)
{
    return reason < sizeof REASONS / sizeof REASONS[0] ? reason : 0;
}

const char *
rasimi_cld_reason_label(uint8_t reason)
{
    return REASONS[reason_row(reason)].label;
}

const char *
rasimi_cld_care_group(uint8_t reason, int64_t age)
{
    const size_t row = reason_row(reason);
    return age == RASIMI_CLD_NO_AGE ? REASONS[row].any_age : age < 65 ? REASONS[row].under_65 : REASONS[row].from_65;
}

const char *
rasimi_cld_age_band(int64_t age)
{
    static const struct {
        int64_t below;
        const char *label;
    } BANDS[] = {{0, ""},          {18, "Under 18"}, {25, "18 to 24"}, {45, "25 to 44"},
                 {65, "45 to 64"}, {75, "65 to 74"}, {85, "75 to 84"}, {95, "85 to 94"}};
    for (size_t i = 0; i < sizeof BANDS / sizeof BANDS[0]; i++)
        if (age < BANDS[i].below)
            return BANDS[i].label;
    return "95 and above";
}

/* ---- other labels ---- */

const char *
rasimi_cld_setting_label(uint8_t service_type)
{
    static const char *const LABELS[] = {"", "nursing", "residential", "community", "prison"};
    return service_type < sizeof LABELS / sizeof LABELS[0] ? LABELS[service_type] : "";
}

const char *
rasimi_cld_delivery_label(uint8_t mechanism)
{
    static const char *const LABELS[] = {"", "direct payment", "managed", "commissioned"};
    return mechanism < sizeof LABELS / sizeof LABELS[0] ? LABELS[mechanism] : "";
}

const char *
rasimi_cld_carer_label(uint8_t has_carer)
{
    static const char *const LABELS[] = {"", "some", "none", ""};
    return has_carer < sizeof LABELS / sizeof LABELS[0] ? LABELS[has_carer] : "";
}
