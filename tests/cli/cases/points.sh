# SPDX-License-Identifier: GPL-3.0-or-later
# Everybody's points, in the order of the caseload's file; not without --out; no file where it cannot be whole.
framework=$SCENARIOS/cheshire/framework.yaml
rasim points "$framework" --out points.csv || exit 1
head -4 points.csv
tail -n +2 points.csv | cut -d, -f1 | cmp - <(tail -n +2 "$SCENARIOS/cheshire/stage-two.csv" | cut -d, -f1) && echo same order
rasim points "$framework" 2>/dev/null
echo $?
rasim points "$framework" --out none/points.csv 2>/dev/null
echo $?
