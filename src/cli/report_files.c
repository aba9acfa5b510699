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

typedef rasim_status
write_fn(const char *h5_path, const char *path, rasim_problems *problems);

static void
say(const char *path, write_fn *format)
{
    const bool bare = format == rasim_write_page && !rasim_page_has_charts();
    fprintf(stderr, "Wrote %s%s\n", path,
            bare ? ", without charts: this rasim was built without them (scripts/setup)." : ".");
}

/* To a path, or beside the results where there is none but an ending. */
static rasim_status
write_one(const char *h5_path, const char *to, const char *ending, write_fn *format, bool quiet,
          rasim_problems *problems)
{
    char *path = to ? strdup(to) : report_path(h5_path, ending);
    const rasim_status status = path ? format(h5_path, path, problems) : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK && !quiet)
        say(path, format);
    free(path);
    return status;
}

rasim_status
report_write(const char *h5_path, const report_targets *targets, bool quiet, size_t *n_written,
             rasim_problems *problems)
{
    const struct {
        const char *to, *ending;
        write_fn *format;
    } formats[] = {{targets->html, ".html", rasim_write_page},
                   {targets->xlsx, ".xlsx", rasim_write_workbook},
                   {targets->csv_folder, NULL, rasim_write_tables},
                   {targets->markdown, NULL, rasim_write_markdown}};
    rasim_status status = RASIM_OK;
    size_t n = 0;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && status == RASIM_OK; i++)
        if (formats[i].to || formats[i].ending) {
            status = write_one(h5_path, formats[i].to, formats[i].ending, formats[i].format, quiet, problems);
            n += status == RASIM_OK;
        }
    if (n_written)
        *n_written = n;
    return status;
}
