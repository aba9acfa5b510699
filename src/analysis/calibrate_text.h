/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as a design file that says where it comes from. */
#ifndef RASIMI_ANALYSIS_CALIBRATE_TEXT_H
#define RASIMI_ANALYSIS_CALIBRATE_TEXT_H

#include "analysis/calibrate.h"

/* What a design is written from. */
typedef struct rasimi_calibrated_text {
    const rasim_calibration *calibration; /* of which values, errors and provenance are told */
    const rasimi_fit_job *job;
    const rasimi_fitted *fitted;
    rasim_problems *problems;
} rasimi_calibrated_text;

/* A rasimi_design_at; context is a rasimi_calibrated_text. */
rasim_status
rasimi_calibrated_text_at(void *context, double scale, char **text);

#endif
