# SPDX-License-Identifier: GPL-3.0-or-later
# Places with designs of their own: one outcome more, and what the same person would get in each place.
rasim run "$SCENARIOS/portability/framework.yaml" --replicates 64 --full --no-what-ifs --out x 2>/dev/null >statement || exit 1
sed -n '/^The same people in each place/,/^$/p' statement
grep '^Each place its own design' statement
