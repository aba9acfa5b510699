/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of a regression: interactions by name, and a prior from a design file. */
#ifndef RASIMI_ANALYSIS_CALIBRATE_REGRESSION_H
#define RASIMI_ANALYSIS_CALIBRATE_REGRESSION_H

#include "analysis/calibrate.h"

/* Reads the options into the settings; the prior lives in the arena. Errors: RASIM_ERR_INPUT with a problem (a method
   that reads answers without questions, a name that is none, options of another method, a prior of another family);
   those of reading the prior. */
rasim_status
rasimi_regression_options(const rasimi_sample *sample, const rasim_calibrate_options *options,
                          rasimi_fit_settings *settings, rasimi_arena *arena, rasim_problems *problems);

/* Names the products of a fit. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_describe_products(const rasimi_sample *sample, const rasimi_fit_settings *settings, rasimi_arena *arena,
                         rasim_calibration *out);

#endif
