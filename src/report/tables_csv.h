/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a document as CSV, a file each. */
#ifndef RASIMI_REPORT_TABLES_CSV_H
#define RASIMI_REPORT_TABLES_CSV_H

#include "base/problem.h"
#include "rasim/status.h"
#include "report/document.h"

/* Writes FOLDER/ID.csv for every table and every chart's data, making the folder where it is missing. Numbers are
   plain, with all their digits; what is not known is empty. Text that a spreadsheet would take for a formula (=, +, -
   or @ first) begins with an apostrophe. Errors: RASIM_ERR_WRITE with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_write_tables(const char *folder, const rasimi_document *document, rasim_problems *problems);

#endif
