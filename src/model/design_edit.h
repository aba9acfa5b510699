/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design's file with some of its numbers changed. */
#ifndef RASIMI_MODEL_DESIGN_EDIT_H
#define RASIMI_MODEL_DESIGN_EDIT_H

#include "base/text.h"
#include "rasim/problems.h"
#include "rasim/study.h"

/* What becomes of a design. */
typedef struct rasimi_design_edit {
    const rasim_override *overrides; /* of keys that begin with "design." */
    size_t n_overrides;
    const char *name_suffix; /* put behind its name: ", optimised" */
    const char *provenance;  /* put before what `about` says: where the numbers come from */
} rasimi_design_edit;

/* Appends the file's text with the changes; its comments are lost. The text is a design that reads back. Errors: those
   of reading a file, of rasimi_vary, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_design_edited(const char *path, const rasimi_design_edit *edit, rasimi_buffer *out, rasim_problems *problems);

#endif
