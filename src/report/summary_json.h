/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results of a run as a JSON document that others may add to. */
#ifndef RASIMI_REPORT_SUMMARY_JSON_H
#define RASIMI_REPORT_SUMMARY_JSON_H

#include "rasim/study.h"
#include "rasim/summary.h"
#include "report/jsonput.h"

/* The document of docs/results.md. */
json_t *
rasimi_json_summary(rasimi_json *json, const rasim_study *study, const rasim_summary *summary);

/* {version, git, engine_version} */
json_t *
rasimi_json_producer(rasimi_json *json);

#endif
