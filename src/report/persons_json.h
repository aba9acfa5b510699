/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run says of single people, as JSON (docs/results.md). Never who they are. */
#ifndef RASIMI_REPORT_PERSONS_JSON_H
#define RASIMI_REPORT_PERSONS_JSON_H

#include "rasim/persons.h"
#include "report/jsonput.h"

/* null where single people were not looked at. */
json_t *
rasimi_json_persons(rasimi_json *json, const rasim_persons *persons);

#endif
