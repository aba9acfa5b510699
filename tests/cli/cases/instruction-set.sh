# SPDX-License-Identifier: GPL-3.0-or-later
# Which instruction set is used is said, and one that the machine lacks is an error.
RASIM_ISA=portable rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 64 --no-what-ifs --person-replicates 0 --out a || exit
RASIM_ISA=abacus rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 64 --out b
