/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the files of a run go. */
#include "files_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_FOLDER "results/"

static char
safe_letter(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return (char)(letter - 'A' + 'a');
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ? letter : '-';
}

char *
file_safe_name(const char *name)
{
    char *out = malloc(strlen(name) + 1);
    if (!out)
        return NULL;
    size_t at = 0;
    for (; *name; name++) {
        char letter = safe_letter(*name);
        if (letter != '-' || (at > 0 && out[at - 1] != '-'))
            out[at++] = letter;
    }
    while (at > 0 && out[at - 1] == '-')
        at--;
    out[at] = '\0';
    if (at > 0)
        return out;
    free(out);
    return strdup("run");
}

static char *
default_prefix(const char *name)
{
    char *safe = file_safe_name(name), *prefix = NULL;
    if (!safe || asprintf(&prefix, DEFAULT_FOLDER "%s", safe) < 0)
        prefix = NULL;
    free(safe);
    return prefix;
}

/* A prefix that names a folder ("out/") takes the framework's name in it. */
static char *
whole_prefix(const char *prefix, const char *name)
{
    const size_t length = strlen(prefix);
    if (length == 0 || prefix[length - 1] != '/')
        return strdup(prefix);
    char *safe = file_safe_name(name), *whole = NULL;
    if (!safe || asprintf(&whole, "%s%s", prefix, safe) < 0)
        whole = NULL;
    free(safe);
    return whole;
}

rasim_status
files_out_init(files_out *out, const char *prefix, const char *name)
{
    *out = (files_out){0};
    char *whole = prefix ? whole_prefix(prefix, name) : default_prefix(name);
    if (!whole)
        return RASIM_ERR_NO_MEMORY;
    const char *slash = strrchr(whole, '/');
    out->folder = strndup(whole, slash ? (size_t)(slash - whole) + (slash == whole) : 0);
    const struct {
        char **path;
        const char *ending;
    } files[] = {{&out->json, ".json"},
                 {&out->h5, ".h5"},
                 {&out->csv, ".csv"},
                 {&out->html, ".html"},
                 {&out->xlsx, ".xlsx"},
                 {&out->people, "-people.csv"},
                 {&out->checkpoint, ".checkpoint"}};
    bool made = out->folder != NULL;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (asprintf(files[i].path, "%s%s", whole, files[i].ending) < 0)
            *files[i].path = NULL;
        made = made && *files[i].path;
    }
    free(whole);
    return made ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
files_out_clear(files_out *self)
{
    free(self->folder);
    free(self->json);
    free(self->h5);
    free(self->csv);
    free(self->html);
    free(self->xlsx);
    free(self->people);
    free(self->checkpoint);
    *self = (files_out){0};
}

/* How much of a folder's path is there, in bytes: all of it where nothing need be made. */
static size_t
existing_length(const char *folder)
{
    size_t length = 0;
    char *part = strdup(folder);
    for (size_t i = 1; part && i <= strlen(folder); i++) {
        if (folder[i] != '/' && folder[i] != '\0')
            continue;
        part[i] = '\0';
        length = access(part, F_OK) == 0 ? i : length;
        part[i] = folder[i];
    }
    free(part);
    return length;
}

/* Removes what was made of a folder's path beyond a length, unless somebody has put something there. */
static void
remove_made(char *folder, size_t existing)
{
    for (size_t i = strlen(folder); i > existing; i--) {
        const char letter = folder[i];
        if ((letter != '/' && letter != '\0') || folder[i - 1] == '/')
            continue;
        folder[i] = '\0';
        (void)rmdir(folder);
        folder[i] = letter;
    }
}

/* Both files, or neither: the one without the other would be taken for the whole. */
static rasim_status
write_both(const files_out *self, const rasim_study *study, const rasim_results *results, const rasim_summary *summary,
           rasim_problems *problems)
{
    rasim_status status = rasim_write_h5(self->h5, study, results, summary, problems);
    if (status != RASIM_OK)
        return status;
    status = rasim_write_json(self->json, study, summary, problems);
    if (status != RASIM_OK)
        unlink(self->h5);
    return status;
}

rasim_status
files_check(const char *folder, const char *const *paths, size_t n, const rasim_sources *sources,
            rasim_problems *problems)
{
    char *made = strdup(folder);
    if (!made)
        return RASIM_ERR_NO_MEMORY;
    const size_t existing = existing_length(made);
    rasim_status status = made[0] ? rasim_make_folder(made, problems) : RASIM_OK;
    for (size_t i = 0; i < n && status == RASIM_OK; i++)
        if (paths[i])
            status = rasim_check_target(paths[i], sources, problems);
    remove_made(made, existing);
    free(made);
    return status;
}

rasim_status
files_out_check(const files_out *self, unsigned besides, const rasim_sources *sources, rasim_problems *problems)
{
    const bool report = besides & FILES_REPORT;
    const char *const paths[] = {self->h5,
                                 self->json,
                                 besides & FILES_CSV ? self->csv : NULL,
                                 besides & FILES_PEOPLE ? self->people : NULL,
                                 report ? self->html : NULL,
                                 report ? self->xlsx : NULL};
    return files_check(self->folder, paths, sizeof paths / sizeof *paths, sources, problems);
}

rasim_status
files_out_make_folder(files_out *self, rasim_problems *problems)
{
    self->existing = existing_length(self->folder);
    return self->folder[0] ? rasim_make_folder(self->folder, problems) : RASIM_OK;
}

void
files_out_remove_folder(files_out *self)
{
    remove_made(self->folder, self->existing);
}

rasim_status
files_out_write(files_out *self, const rasim_study *study, const rasim_results *results, const rasim_summary *summary,
                rasim_problems *problems)
{
    rasim_status status = files_out_make_folder(self, problems);
    if (status == RASIM_OK)
        status = write_both(self, study, results, summary, problems);
    if (status != RASIM_OK)
        files_out_remove_folder(self);
    return status;
}

rasim_status
files_out_write_people(const files_out *self, const rasim_study *study, const rasim_persons *persons,
                       rasim_problems *problems)
{
    return rasim_write_worklist(self->people, study, persons, problems);
}
