# SPDX-License-Identifier: GPL-3.0-or-later
# A folder cannot be made below a file.
: >file
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 64 --no-what-ifs --quiet --out file/below
