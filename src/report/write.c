/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports as files: whole or not at all. */
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "model/write_text.h"
#include "rasim/explain.h"
#include "rasim/report.h"
#include "model/study.h"

rasim_status
rasim_write_json(const char *path, const rasim_study *study, const rasim_summary *summary, rasim_problems *problems)
{
    if (!path)
        return RASIM_ERR_ARGUMENT;
    char *text = NULL;
    rasimi_atomic file = {.fd = -1};
    rasim_status status = rasimi_study_refuse_input(study, path, problems);
    if (status)
        goto out;
    status = rasim_summary_json(study, summary, &text);
    if (status)
        goto out;
    status = rasimi_atomic_open(path, &file, problems);
    if (status)
        goto out;
    status = rasimi_atomic_write(&file, text, strlen(text), problems);
    if (status)
        goto out;
    status = rasimi_atomic_commit(&file, problems);
out:
    rasimi_atomic_abandon(&file); /* a committed file has nothing left to drop */
    free(text);
    return status;
}

rasim_status
rasim_text_write(const char *path, const char *text, rasim_problems *problems)
{
    if (!path || !text)
        return RASIM_ERR_ARGUMENT;
    rasimi_buffer buffer = {0};
    rasimi_buffer_add(&buffer, text, strlen(text));
    const rasim_status status = buffer.failed ? RASIM_ERR_NO_MEMORY : rasimi_write_text(path, &buffer, problems);
    rasimi_buffer_clear(&buffer);
    return status;
}

rasim_status
rasim_make_folder(const char *path, rasim_problems *problems)
{
    return path ? rasimi_make_folder(path, problems) : RASIM_ERR_ARGUMENT;
}

rasim_status
rasim_check_target(const char *path, const rasim_sources *sources, rasim_problems *problems)
{
    if (!path || !sources)
        return RASIM_ERR_ARGUMENT;
    rasim_status status = sources->study ? rasimi_study_refuse_input(sources->study, path, problems) : RASIM_OK;
    for (size_t i = 0; i < sources->n_paths && status == RASIM_OK; i++)
        if (sources->paths[i])
            status = rasimi_refuse_input(path, rasimi_file_identity(sources->paths[i]), problems);
    return status == RASIM_OK ? rasimi_atomic_try(path, problems) : status;
}
