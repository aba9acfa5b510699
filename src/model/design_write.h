/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design written anew: what one design says, with another rule in its place. */
#ifndef RASIMI_MODEL_DESIGN_WRITE_H
#define RASIMI_MODEL_DESIGN_WRITE_H

#include "base/problem.h"
#include "base/text.h"
#include "rasim/status.h"

/* What the new design has of its own. */
typedef struct rasimi_design_change {
    const char *comment;    /* lines that begin with "# ", each ended */
    const char *name;       /* text */
    const char *about;      /* text */
    const char *family;     /* a family's name */
    const char *allocation; /* its rows as YAML, two columns in, each line ended */
} rasimi_design_change;

/* Writes the design of a file with these changes: questionnaire, carer rule, limits, exclusion and all else are kept as
   they are, comments are not, nor hours that unpaid support takes off, where the new family has no hours. Errors: those
   of reading and parsing the file, with problems; RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_design_rewrite(const char *path, const rasimi_design_change *change, rasimi_buffer *out,
                      rasim_problems *problems);

/* A text as a YAML scalar that may stand anywhere on a line: plain where that is safe, else in double quotes. */
void
rasimi_yaml_put_text(rasimi_buffer *out, const char *text);

#endif
