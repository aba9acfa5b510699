/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as Markdown, for papers. */
#ifndef RASIMI_REPORT_MARKDOWN_H
#define RASIMI_REPORT_MARKDOWN_H

#include "base/problem.h"
#include "rasim/status.h"
#include "report/document.h"

/* Writes the document: sections as headings, tables with pipes, charts as what they show and their data where these are
   few. Labels cannot become Markdown or HTML. Errors: RASIM_ERR_WRITE with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_write_markdown(const char *path, const rasimi_document *document, rasim_problems *problems);

#endif
