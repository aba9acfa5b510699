/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text to a file that appears whole or not at all. */
#ifndef RASIMI_MODEL_WRITE_TEXT_H
#define RASIMI_MODEL_WRITE_TEXT_H

#include "base/problem.h"
#include "base/text.h"
#include "rasim/status.h"

/* Errors: RASIM_ERR_WRITE with a problem, RASIM_ERR_NO_MEMORY. */
rasim_status
rasimi_write_text(const char *path, const rasimi_buffer *text, rasim_problems *problems);

#endif
