/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A C program that uses an installed rasim: prints the library's version, and fails where header and library differ. */
#include <rasim/rasim.h>

#include <stdio.h>
#include <string.h>

int
main(void)
{
    rasim_problems *problems = NULL;
    rasim_study *study = NULL;

    rasim_init();
    rasim_study_options options;
    rasim_study_options_init(&options);
    if (rasim_problems_create(&problems) != RASIM_OK)
        return 1;
    rasim_status status = rasim_study_load("no such file.yaml", &options, &study, problems);
    printf("%s\n", rasim_version());
    int good = status == RASIM_ERR_READ && study == NULL && rasim_problems_size(problems) == 1;
    rasim_problems_free(problems);
    return !(good && strcmp(rasim_version(), RASIM_VERSION_STRING) == 0);
}
