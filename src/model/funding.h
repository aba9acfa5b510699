/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other funding: what NHS and other public bodies pay, from the columns of the caseload; certain or not. */
#ifndef RASIMI_MODEL_FUNDING_H
#define RASIMI_MODEL_FUNDING_H

#include "model/check.h"
#include "model/draft.h"

/* Whether the framework's streams make sense by themselves: only a share may have a share_sd. */
void
rasimi_funding_check_rows(rasimi_checker *checker, const rasimi_structs *streams);

/* Whether the columns hold shares that can be, alone and together. */
void
rasimi_funding_check(rasimi_draft *draft);

/* What the streams pay for every person, and the laws of those whose share is uncertain; after weights. One person out
   of a caseload has streams that pay as the columns say: explanations are at the plan. Errors: RASIM_ERR_INPUT with
   problems, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_funding_prepare(rasimi_draft *draft);

#endif
