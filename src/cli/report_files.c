/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports beside a results file. */
#include "report_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rasim/report.h"

char *
report_path(const char *h5_path, const char *ending)
{
    const char *slash = strrchr(h5_path, '/'), *dot = strrchr(h5_path, '.');
    const size_t length = dot && (!slash || dot > slash + 1) ? (size_t)(dot - h5_path) : strlen(h5_path);
    char *path = NULL;
    return asprintf(&path, "%.*s%s", (int)length, h5_path, ending) < 0 ? NULL : path;
}

rasim_status
report_write(const char *h5_path, const char *html_path, bool quiet, rasim_problems *problems)
{
    char *path = html_path ? strdup(html_path) : report_path(h5_path, ".html");
    const rasim_status status = path ? rasim_write_page(h5_path, path, problems) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK && !quiet)
        fprintf(stderr, "Wrote %s%s\n", path,
                rasim_page_has_charts() ? "." : ", without charts: this rasim was built without them (scripts/setup).");
    free(path);
    return status;
}
