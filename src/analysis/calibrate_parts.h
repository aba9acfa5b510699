/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For whom a fit is right, and which of its questions it needs. */
#ifndef RASIMI_ANALYSIS_CALIBRATE_PARTS_H
#define RASIMI_ANALYSIS_CALIBRATE_PARTS_H

#include "analysis/calibrate.h"

/* Errors of the cross-validated predictions by care group, tenth of need and tenth of cost. Errors:
   RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_calibrated_parts(const rasimi_sample *sample, const double *predicted, rasimi_arena *arena,
                        rasim_calibration *out);

/* What each question's absence costs: the same way, cross-validated on points without the question's. After `ways`.
   Errors: RASIM_ERR_INTERRUPTED, RASIM_ERR_NO_MEMORY, those of the method. */
rasim_status
rasimi_calibrated_questions(const rasimi_sample *sample, const rasimi_fit_settings *settings, const uint32_t *fold,
                            rasimi_meter *meter, rasimi_arena *arena, rasim_calibration *out);

#endif
