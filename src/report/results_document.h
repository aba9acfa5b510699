/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON document inside a results file: what a report is made of, whoever makes it. */
#ifndef RASIMI_REPORT_RESULTS_DOCUMENT_H
#define RASIMI_REPORT_RESULTS_DOCUMENT_H

#include <jansson.h>

#include "base/problem.h"
#include "rasim/status.h"

/* The document of a run, a comparison, a sweep or a calibration that rasim wrote as HDF5, of a schema that this version
   knows; released with json_decref. Errors, each with a problem that names the file: RASIM_ERR_READ (no such file, not
   ours, damaged, of another version); RASIM_ERR_NO_MEMORY. *out is untouched then. */
rasim_status
rasimi_read_document(const char *path, rasim_problems *problems, json_t **out);

#endif
