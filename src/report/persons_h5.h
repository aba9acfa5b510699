/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run says of single people, as arrays (docs/results.md). Never who they are. */
#ifndef RASIMI_REPORT_PERSONS_H5_H
#define RASIMI_REPORT_PERSONS_H5_H

#include "rasim/persons.h"
#include "report/h5put.h"

/* Writes /persons and its labels; nothing where single people were not looked at. */
void
rasimi_h5put_persons(rasimi_h5put *put, const rasim_persons *persons);

#endif
