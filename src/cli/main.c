/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rasim. */
#include "program.h"

int
main(int argc, char **argv)
{
    return program(argc, argv);
}
