/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as one file of HTML that needs nothing else: no network, and no scripts but to draw what its tables say.
 */
#ifndef RASIMI_REPORT_PAGE_HTML_H
#define RASIMI_REPORT_PAGE_HTML_H

#include "base/text.h"
#include "report/document.h"

/* Appends the page; what memory does not suffice for is in html->failed. */
void
rasimi_page_html(const rasimi_document *document, rasimi_buffer *html);

#endif
