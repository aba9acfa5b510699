/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibrations of a folder's framework.yaml, as tests of them ask for them. */
#ifndef RASIM_TESTS_ANALYSIS_CALIBRATING_H
#define RASIM_TESTS_ANALYSIS_CALIBRATING_H

#include "rasim/calibrate.h"
#include "support/scenario.h"

static inline rasim_status
calibrate(const char *folder, const rasim_calibrate_options *options, rasim_calibration **out, rasim_problems *problems)
{
    char *path = scenario_path(folder, "framework.yaml");
    const rasim_status status = rasim_calibrate(path, options, out, problems);
    free(path);
    return status;
}

/* The same where it must succeed. */
static inline rasim_calibration *
fit(const char *folder, const rasim_calibrate_options *options)
{
    rasim_calibration *made = NULL;
    rasim_problems *problems = NULL;
    cr_assert_eq(rasim_problems_create(&problems), RASIM_OK);
    const rasim_status status = calibrate(folder, options, &made, problems);
    cr_assert_eq(status, RASIM_OK, "%s", rasim_problems_size(problems) ? rasim_problems_get(problems, 0)->text : "");
    rasim_problems_free(problems);
    return made;
}

#endif
