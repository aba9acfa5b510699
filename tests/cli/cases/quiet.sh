# SPDX-License-Identifier: GPL-3.0-or-later
# Only the verdict, on one line; files are written all the same.
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 128 --no-what-ifs --quiet --out r/x && ls r
