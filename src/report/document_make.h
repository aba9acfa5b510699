/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From results to a document. */
#ifndef RASIMI_REPORT_DOCUMENT_MAKE_H
#define RASIMI_REPORT_DOCUMENT_MAKE_H

#include "report/document_build.h"

#include "base/problem.h"
#include "rasim/status.h"

/* The document of results, a comparison or a sweep as JSON; series may be NULL. Errors: RASIM_ERR_NO_MEMORY,
   RASIM_ERR_ARGUMENT (a schema that is none of these). */
rasim_status
rasimi_document_make(const json_t *root, const rasimi_report_series *series, rasimi_document *out);

/* The same of a results file, with the series that it holds. Errors: those of rasimi_read_document too. */
rasim_status
rasimi_document_read(const char *path, rasimi_document *out, rasim_problems *problems);

#endif
