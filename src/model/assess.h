/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contributions assessed from people's means: from columns of the caseload to circumstances, and for each person to an
   assessment by one year's rules. */
#ifndef RASIMI_MODEL_ASSESS_H
#define RASIMI_MODEL_ASSESS_H

#include "model/draft.h"
#include "model/means_test.h"

/* Columns that an assessment may read. */
#define RASIMI_N_MEANS_COLUMNS 11

/* What turns rows of a caseload into assessments; in the draft's arena. */
struct rasimi_assessor {
    const rasimi_financial_spec *spec;
    rasimi_charging_rules rules;
    size_t first_wanted; /* its columns are side by side among the wanted ones */
};

/* A flag beside a person's outcome: the assessment is somebody else's, because something was missing. */
#define RASIMI_MEANS_BY_DONOR 0x10

/* ---- assess_columns.c ---- */

/* Makes the draft's assessor and adds its columns to the wanted ones, where the framework asks for assessments; there
   is room for them. Errors: RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_assess_want(rasimi_draft *draft);

/* The heading of the column that is missing. */
const char *
rasimi_assess_heading(const rasimi_assessor *assessor, rasimi_means_lack lack);

/* Whether every label is one that its column may have; adds a problem for each that is not. */
bool
rasimi_assess_check_labels(const rasimi_assessor *assessor, const rasimi_caseload *caseload, const char *file,
                           rasim_problems *problems);

/* A row's circumstances. */
rasimi_circumstances
rasimi_assess_circumstances(const rasimi_assessor *assessor, const rasimi_caseload *caseload, size_t row);

/* ---- assess.c ---- */

/* The assessment of a row. */
rasimi_means
rasimi_assess_row(const rasimi_assessor *assessor, const rasimi_caseload *caseload, size_t row);

#endif
