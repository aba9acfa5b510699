/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vignettes: cases with answers and the £ that the members of a panel would give, which a fit takes as people. */
#ifndef RASIMI_ANALYSIS_CALIBRATE_VIGNETTES_H
#define RASIMI_ANALYSIS_CALIBRATE_VIGNETTES_H

#include "analysis/calibrate.h"

/*
 * The sample of a design, and after its people the vignettes of the options' file, if there is one: CSV with the
 * caseload's headings (person_id names the row, weekly_cost is what one member gives) and the column `vignette`. Each
 * vignette has the weight of so many people of mean weight, shared out among its members. Puts them and how far members
 * differ into the calibration. Errors: RASIM_ERR_INPUT and RASIM_ERR_READ with problems, RASIM_ERR_NO_MEMORY.
 */
rasim_status
rasimi_sample_with_vignettes(rasimi_draft *draft, size_t design, const rasim_calibrate_options *options,
                             rasimi_arena *arena, rasimi_sample *sample, rasim_calibration *out);

/* What the fit gives each vignette: fitted by person, [n]. */
void
rasimi_vignettes_fitted(const rasimi_sample *sample, const double *fitted, rasim_calibration *out);

#endif
