/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The side of all processes but the first: they make the chunks that they are asked for. */
#ifndef RASIM_MPI_WORKER_H
#define RASIM_MPI_WORKER_H

/* Reads the study that the arguments name and does what it is asked until it is told to end. What is wrong with the
   arguments or the files is for the first process to say; here it ends the whole run only when chunks are asked for.
   Does not come back then. */
void
worker(int argc, char **argv, int process);

#endif
