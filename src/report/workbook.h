/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as a workbook (.xlsx): sheets of real numbers with £ formats and native charts. */
#ifndef RASIMI_REPORT_WORKBOOK_H
#define RASIMI_REPORT_WORKBOOK_H

#include "base/problem.h"
#include "rasim/status.h"
#include "report/document.h"

/* Writes the document to a file that appears whole or not at all; the same document gives the same bytes. Text stays
   text, whatever it looks like. Errors: RASIM_ERR_WRITE with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_write_workbook(const char *path, const rasimi_document *document, rasim_problems *problems);

#endif
