/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into HTML: escaped, and without what could steer a reader's screen. */
#ifndef RASIMI_REPORT_HTML_PUT_H
#define RASIMI_REPORT_HTML_PUT_H

#include "base/text.h"

/* Markup, as it is. */
void
rasimi_html_markup(rasimi_buffer *html, const char *markup);

/* Text between tags or inside an attribute in double quotes. Control characters, those that change the direction of
   writing and bytes that are no UTF-8 become a replacement character. NULL is nothing. */
void
rasimi_html_text(rasimi_buffer *html, const char *text);

/* A text as a string of JSON inside an attribute in double quotes. */
void
rasimi_html_json_text(rasimi_buffer *html, const char *text);

/* A number that reads back as it is to 15 digits; `missing` where it is not finite. */
void
rasimi_html_number(rasimi_buffer *html, double number, const char *missing);

#endif
