/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands on a framework have in common: reading it with the options of the command line, telling its problems,
   showing progress, and ending with the right exit code. A command's own session begins with one of these. */
#ifndef RASIM_CLI_SESSION_H
#define RASIM_CLI_SESSION_H

#include "command.h"
#include "progress.h"
#include "rasim/run.h"
#include "written.h"

typedef struct cli_session {
    const command_line *line;
    rasim_problems *problems;
    rasim_study *study; /* NULL until session_load */
    rasim_study_info info;
    progress progress;
    written_files written; /* what stands already, whatever comes after it */
    bool interrupted;      /* somebody pressed Ctrl-C while something was shown in progress */
} cli_session;

/* The crew of this process, for the runs of `rasim run`; NULL, as without rasim-mpi: none. It must outlive them. */
void
session_set_crew(const rasim_crew *crew);
const rasim_crew *
session_crew(void);

/* Takes the command line and an empty list of problems. Clear it also after a failure. */
rasim_status
session_begin(cli_session *self, const command_line *line);

/* Whether the option was given that stands at this place among the command's options. */
bool
session_given(const cli_session *self, size_t option);

/* The text of an option that is given once, or NULL. */
const char *
session_text(const cli_session *self, size_t option);

/* Reads the command's first operand as --design, --by and --show-ids say, those of them that the command has. */
rasim_status
session_load(cli_session *self);

/* What --replicates, --seed, --threads and --precision say about a run of the study, for those of them that the command
   has; it tells its progress to the session. */
void
session_run_options(cli_session *self, rasim_run_options *out);

/* What --design, --replicates, --seed, --threads and --show-ids say about work that loads a study itself; of an option
   that the command has not, nothing. */
typedef struct session_work {
    const char *design; /* NULL: not given */
    uint64_t replicates, seed;
    bool has_seed, show_ids;
    int n_threads;
} session_work;

session_work
session_work_of(const cli_session *self);

/* Puts it, and where progress is told, into options of the library: those of several calls have these fields. */
#define SESSION_WORK_OPTIONS(session, options)                                                                         \
    do {                                                                                                               \
        const session_work work_ = session_work_of(session);                                                           \
        (options)->design = work_.design;                                                                              \
        (options)->replicates = work_.replicates;                                                                      \
        (options)->has_seed = work_.has_seed;                                                                          \
        (options)->seed = work_.seed;                                                                                  \
        (options)->n_threads = work_.n_threads;                                                                        \
        (options)->show_ids = work_.show_ids;                                                                          \
        (options)->poll = session_poll;                                                                                \
        (options)->poll_context = (session);                                                                           \
    } while (0)

/* Tells the problems held and forgets them: warnings of the input stand before what comes of it, problems of what comes
   later are told when they come. */
rasim_status
session_tell_problems(cli_session *self);

/* Between these two Ctrl-C is caught and progress is shown, unless `silent`. */
void
session_start_work(cli_session *self, bool silent, unsigned n_runs, const char *label);
void
session_end_work(cli_session *self);

/* To give to the library: its context is a cli_session. */
int
session_poll(void *context, uint64_t done, uint64_t total);

/* Prints JSON that was made and frees it; passes a failure on. */
rasim_status
session_print_json(rasim_status status, char *json);

/* Tells a failure (`nothing` is what did not happen, unless files were written), releases everything held and checks
 * standard output. */
exit_code
session_finish(cli_session *self, rasim_status status, const char *nothing);

#endif
