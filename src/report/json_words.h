/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of an object that is being built, in a word each: the object `o` and the document `json` are in scope wherever
   these stand. With a field's own name as its key, the words that begin with PUT_. */
#ifndef RASIMI_REPORT_JSON_WORDS_H
#define RASIMI_REPORT_JSON_WORDS_H

#include "report/jsonput.h"

#define PUT(key, value)    rasimi_json_put(json, o, key, value)
#define NUMBER(key, value) PUT(key, rasimi_json_number(value))
#define MONEY(key, value)  PUT(key, rasimi_json_money(value))
#define TEXT(key, value)   PUT(key, rasimi_json_text(value))
#define WHOLE(key, value)  PUT(key, rasimi_json_whole(value))

#define PUT_NUMBER(object, field) NUMBER(#field, (object)->field)
#define PUT_MONEY(object, field)  MONEY(#field, (object)->field)
#define PUT_TEXT(object, field)   TEXT(#field, (object)->field)
#define PUT_WHOLE(object, field)  WHOLE(#field, (object)->field)

#endif
