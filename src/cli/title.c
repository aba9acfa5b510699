/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first lines of every page about a study: what it is called, and whose people it has. */
#include "title.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

void
title_print(const cli_page *page, const rasim_study_info *study, const char *detail)
{
    static const char LABEL[] = "SYNTHETIC DATA";
    char *title = NULL;
    if (asprintf(&title, "%s, %s%s%s", study->name, study->year, detail ? " · " : "", detail ? detail : "") < 0)
        return;
    size_t taken = page_columns(title) + strlen(LABEL) + 2;
    if (study->synthetic && taken <= page->width) {
        char *line = NULL;
        if (asprintf(&line, "%s%*s%s", title, (int)(page->width - taken + 2), "", LABEL) >= 0)
            page_line(page, PAGE_BOLD, line);
        free(line);
    } else {
        page_wrap(page, PAGE_BOLD, 0, title);
        if (study->synthetic)
            page_line(page, PAGE_BOLD, LABEL);
    }
    free(title);
}

void
title_people(char *buffer, size_t size, const rasim_study_info *study)
{
    number_text people = whole_text((int64_t)study->n_people), rows = whole_text((int64_t)study->n_rows);
    bool sampled = strcmp(study->sampling, "fixed") != 0;
    if (study->n_people == study->n_rows)
        snprintf(buffer, size, "%s people, a row each", people.text);
    else
        snprintf(buffer, size, "%s people %s %s rows", people.text, sampled ? "estimated from" : "held as", rows.text);
}
