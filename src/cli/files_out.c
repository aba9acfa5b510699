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
    if (asprintf(&out->json, "%s.json", whole) < 0)
        out->json = NULL;
    if (asprintf(&out->h5, "%s.h5", whole) < 0)
        out->h5 = NULL;
    if (asprintf(&out->people, "%s-people.csv", whole) < 0)
        out->people = NULL;
    if (asprintf(&out->checkpoint, "%s.checkpoint", whole) < 0)
        out->checkpoint = NULL;
    free(whole);
    return out->folder && out->json && out->h5 && out->people && out->checkpoint ? RASIM_OK : RASIM_ERR_NO_MEMORY;
}

void
files_out_clear(files_out *self)
{
    free(self->folder);
    free(self->json);
    free(self->h5);
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
files_out_check(const files_out *self, const rasim_study *study, rasim_problems *problems)
{
    const size_t existing = existing_length(self->folder);
    rasim_status status = self->folder[0] ? rasim_make_folder(self->folder, problems) : RASIM_OK;
    if (status == RASIM_OK)
        status = rasim_check_target(self->h5, study, problems);
    if (status == RASIM_OK)
        status = rasim_check_target(self->json, study, problems);
    remove_made(self->folder, existing);
    return status;
}

rasim_status
files_out_write(const files_out *self, const rasim_study *study, const rasim_results *results,
                const rasim_summary *summary, rasim_problems *problems)
{
    const size_t existing = existing_length(self->folder);
    rasim_status status = self->folder[0] ? rasim_make_folder(self->folder, problems) : RASIM_OK;
    if (status == RASIM_OK)
        status = write_both(self, study, results, summary, problems);
    if (status != RASIM_OK)
        remove_made(self->folder, existing);
    return status;
}

rasim_status
files_out_write_people(const files_out *self, const rasim_study *study, const rasim_persons *persons,
                       rasim_problems *problems)
{
    return rasim_write_worklist(self->people, study, persons, problems);
}
