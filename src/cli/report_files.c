/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports beside a results file. */
#include "report_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files_out.h"
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

/* A path, or the one beside the results where there is none but an ending. Freed with free(); NULL: memory. */
static char *
path_of(const char *h5_path, const char *to, const char *ending)
{
    return to ? strdup(to) : report_path(h5_path, ending);
}

/* The tables' folder is asked by a file in it: theirs have names that only the results know. */
static rasim_status
check_folder(const char *folder, const rasim_sources *sources, rasim_problems *problems)
{
    char *path = NULL;
    if (asprintf(&path, "%s/table.csv", folder) < 0)
        return RASIM_ERR_NO_MEMORY;
    const rasim_status status = files_check(folder, (const char *const[]){path}, 1, sources, problems);
    free(path);
    return status;
}

rasim_status
report_check(const char *h5_path, const report_targets *targets, rasim_problems *problems)
{
    char *html = path_of(h5_path, targets->html, ".html"), *xlsx = path_of(h5_path, targets->xlsx, ".xlsx");
    const char *const paths[] = {html, xlsx, targets->markdown};
    const rasim_sources sources = {.paths = &h5_path, .n_paths = 1};
    rasim_status status = html && xlsx ? RASIM_OK : RASIM_ERR_NO_MEMORY;
    if (status == RASIM_OK)
        status = files_check("", paths, sizeof paths / sizeof *paths, &sources, problems);
    if (status == RASIM_OK && targets->csv_folder)
        status = check_folder(targets->csv_folder, &sources, problems);
    free(html);
    free(xlsx);
    return status;
}

rasim_status
report_write(const char *h5_path, const report_targets *targets, bool quiet, written_files *written,
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
    for (size_t i = 0; i < sizeof formats / sizeof *formats && status == RASIM_OK; i++) {
        if (!formats[i].to && !formats[i].ending)
            continue;
        char *path = path_of(h5_path, formats[i].to, formats[i].ending);
        status = path ? formats[i].format(h5_path, path, problems) : RASIM_ERR_NO_MEMORY;
        if (status == RASIM_OK && !quiet)
            say(path, formats[i].format);
        if (status == RASIM_OK)
            written_add(written, path);
        free(path);
    }
    return status;
}
