/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first process's side: it has the run, asks the others for chunks, and takes their records. */
#ifndef RASIM_MPI_CREW_H
#define RASIM_MPI_CREW_H

#include <stddef.h>

#include "rasim/crew.h"

/* The other processes as a crew, which lives as long as the program. */
const rasim_crew *
crew_of_others(size_t n_others);

/* Tells the others to end; they must be at rest. */
void
crew_dismiss(void);

#endif
