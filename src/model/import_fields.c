/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of Client Level Data that are read: the table of their names, and finding them in a header. */
#include "model/import_fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/import_text.h"

enum { MOST_ALIASES = 3 };

typedef struct field_info {
    const char *name; /* as in the specification, releases 1 and 2 */
    bool required;
    bool is_private;
    const char *aliases[MOST_ALIASES]; /* folded; names that local extracts give */
} field_info;

/* Underscores, capitals and brackets need no alias: headings are folded before they are compared. */
static const field_info FIELDS[RASIMI_N_CLD_FIELDS] = {
    [RASIMI_CLD_COUNCIL] = {"LA Code", false, false, {"local authority code", NULL}},
    [RASIMI_CLD_PERIOD_END] = {"Reporting Period End Date", true, true, {"reporting period end", NULL}},
    [RASIMI_CLD_PERSON] = {"LA Person Unique Identifier", true, true, {"person unique identifier", NULL}},
    [RASIMI_CLD_BORN] = {"Date of Birth", true, true, {NULL}},
    [RASIMI_CLD_DIED] = {"Date of Death", false, true, {NULL}},
    [RASIMI_CLD_CLIENT_TYPE] = {"Client Type", true, false, {NULL}},
    [RASIMI_CLD_REASON] = {"Primary Support Reason", true, false, {NULL}},
    [RASIMI_CLD_CARER] = {"Has Unpaid Carer", false, false, {NULL}},
    [RASIMI_CLD_EVENT_TYPE] = {"Event Type", true, false, {NULL}},
    [RASIMI_CLD_START] = {"Event Start Date", true, true, {NULL}},
    [RASIMI_CLD_END] = {"Event End Date", true, true, {NULL}},
    [RASIMI_CLD_SERVICE_TYPE] = {"Service Type", true, false, {NULL}},
    [RASIMI_CLD_COMPONENT] = {"Service Component", true, false, {NULL}},
    [RASIMI_CLD_MECHANISM] = {"Delivery Mechanism", false, false, {NULL}},
    [RASIMI_CLD_UNIT_COST] = {"Unit Cost", true, true, {NULL}},
    [RASIMI_CLD_FREQUENCY] = {"Cost Frequency (Unit Type)", true, false, {"cost frequency", NULL}},
    [RASIMI_CLD_UNITS] = {"Planned units per week", true, true, {NULL}},
};

const char *
rasimi_cld_field_name(rasimi_cld_field field)
{
    return FIELDS[field].name;
}

bool
rasimi_cld_field_is_private(rasimi_cld_field field)
{
    return FIELDS[field].is_private;
}

bool
rasimi_cld_field_is(rasimi_cld_field field, const char *heading)
{
    char given[RASIMI_CLD_FOLD_SIZE], name[RASIMI_CLD_FOLD_SIZE];
    rasimi_cld_fold(heading, given);
    rasimi_cld_fold(FIELDS[field].name, name);
    if (strcmp(given, name) == 0)
        return true;
    for (size_t i = 0; i < MOST_ALIASES && FIELDS[field].aliases[i]; i++)
        if (strcmp(given, FIELDS[field].aliases[i]) == 0)
            return true;
    return false;
}

static void
report_missing(const char *file, uint64_t line, rasimi_cld_field field, const rasimi_field *header, size_t n,
               rasim_problems *problems)
{
    const char **headings = rasimi_calloc(n, sizeof *headings);
    for (size_t i = 0; headings && i < n; i++)
        headings[i] = header[i].text;
    const size_t near = headings ? rasimi_nearest(FIELDS[field].name, headings, n) : n;
    rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){file, line, 0},
                       "The file has no column '%s'%s%s%s; a Client Level Data extract of release 1 or 2 has it.",
                       FIELDS[field].name, near < n ? " (is it '" : "", near < n ? headings[near] : "",
                       near < n ? "'?)" : "");
    free(headings);
}

bool
rasimi_cld_fields_find(const char *file, uint64_t line, const rasimi_field *header, size_t n,
                       size_t at[RASIMI_N_CLD_FIELDS], rasim_problems *problems)
{
    bool good = true;
    for (rasimi_cld_field field = 0; field < RASIMI_N_CLD_FIELDS; field++) {
        at[field] = RASIMI_CLD_ABSENT;
        for (size_t i = 0; i < n; i++) {
            if (!rasimi_cld_field_is(field, header[i].text))
                continue;
            if (at[field] != RASIMI_CLD_ABSENT) {
                rasimi_problem_add(problems, RASIM_ERROR, (rasimi_place){file, line, i + 1},
                                   "The field '%s' stands on columns %zu and %zu; remove one of them.",
                                   FIELDS[field].name, at[field] + 1, i + 1);
                good = false;
            }
            at[field] = i;
        }
        if (at[field] == RASIMI_CLD_ABSENT && FIELDS[field].required) {
            report_missing(file, line, field, header, n, problems);
            good = false;
        }
    }
    return good;
}
