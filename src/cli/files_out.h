/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the files of a run go. */
#ifndef RASIM_CLI_FILES_OUT_H
#define RASIM_CLI_FILES_OUT_H

#include "rasim/persons.h"
#include "rasim/problems.h"
#include "rasim/report.h"

typedef struct files_out {
    char *folder;    /* "" for the working directory */
    size_t existing; /* so many bytes of its path were there before */
    char *json, *h5;
    char *csv;         /* of a sweep */
    char *html, *xlsx; /* the report */
    char *people;      /* the worklist: personal data */
    char *checkpoint;  /* while the run goes on */
} files_out;

/* Files besides JSON and HDF5. */
enum { FILES_CSV = 1, FILES_PEOPLE = 2, FILES_REPORT = 4 };

/* The paths that a prefix stands for; without one (NULL), results/NAME with the framework's name made file-safe. Free
   with files_out_clear, also after a failure. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
files_out_init(files_out *out, const char *prefix, const char *name);

void
files_out_clear(files_out *self);

/* Whether files could be written at these paths (NULL among them: none), the folder ("": none) being made where it is
   missing; leaves nothing behind, no folder either. To ask before long work. Errors: RASIM_ERR_WRITE with a problem. */
rasim_status
files_check(const char *folder, const char *const *paths, size_t n, const rasim_sources *sources,
            rasim_problems *problems);

/* The same of JSON, HDF5 and those besides. */
rasim_status
files_out_check(const files_out *self, unsigned besides, const rasim_sources *sources, rasim_problems *problems);

/* Makes the folder where it is missing. Errors: RASIM_ERR_WRITE with a problem. */
rasim_status
files_out_make_folder(files_out *self, rasim_problems *problems);

/* Removes what was made of it, unless something stands in it. */
void
files_out_remove_folder(files_out *self);

/* Makes the folder and writes both files, or neither. Errors: RASIM_ERR_WRITE with a problem. */
rasim_status
files_out_write(files_out *self, const rasim_study *study, const rasim_results *results, const rasim_summary *summary,
                rasim_problems *problems);

/* Writes the worklist beside them. Errors: RASIM_ERR_WRITE with a problem. */
rasim_status
files_out_write_people(const files_out *self, const rasim_study *study, const rasim_persons *persons,
                       rasim_problems *problems);

/* A name for files: lower-case letters and digits, everything between them one dash; "run" where nothing is left. Free
   with free(); NULL where memory ran out. */
char *
file_safe_name(const char *name);

#endif
