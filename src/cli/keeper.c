/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checkpoint of a session. */
#include "keeper.h"

#include <stdio.h>
#include <unistd.h>

#include "number.h"
#include "page.h"

static void
tell_beginning(const keeper *self, keeper_wish wish)
{
    cli_page page;
    rasim_checkpoint_info info;
    page_init(&page, stderr);
    rasim_checkpoint_describe(self->checkpoint, &info);
    if (wish.crewed)
        page_say(&page, 0,
                 "When one of the processes dies all are ended; what is finished is then in %s, and the same command "
                 "with --resume goes on from there.",
                 self->path);
    if (info.found)
        page_say(&page, 0, "Going on from %s, which holds %s simulated years.", self->path,
                 whole_text((int64_t)info.n_found).text);
    else if (wish.resume)
        page_say(&page, 0, "There is no checkpoint %s to go on from; the run starts at the beginning.", self->path);
    else if (access(self->path, F_OK) == 0)
        page_say(&page, 0,
                 "%s is left from an earlier run, and this one will replace it; to go on from it, stop now and "
                 "add --resume.",
                 self->path);
}

rasim_status
keeper_open(keeper *out, const char *path, const rasim_study *study, keeper_wish wish, rasim_problems *problems)
{
    const rasim_checkpoint_options options = {.resume = wish.resume,
                                              .begin_after_s = wish.at_once ? 0.0 : KEEPER_BEGINS_AFTER_S};
    *out = (keeper){.path = path, .silent = wish.silent};
    const rasim_status status = rasim_checkpoint_open(path, study, &options, &out->checkpoint, problems);
    if (status == RASIM_OK && !wish.silent)
        tell_beginning(out, wish);
    return status;
}

void
keeper_close(keeper *self, bool results_stand)
{
    if (!self->checkpoint)
        return;
    cli_page page;
    rasim_checkpoint_info info;
    page_init(&page, stderr);
    rasim_checkpoint_describe(self->checkpoint, &info);
    if (info.unwritable)
        page_say(&page, 0, "The checkpoint %s could not be written (%s); the run went on without it.", self->path,
                 info.unwritable);
    if (results_stand) {
        rasim_checkpoint_remove(self->checkpoint);
    } else {
        rasim_checkpoint_close(self->checkpoint);
        if (info.begun)
            page_say(&page, 0, "What is finished is kept in %s; the same command with --resume goes on from there.",
                     self->path);
    }
    self->checkpoint = NULL;
}
