# SPDX-License-Identifier: GPL-3.0-or-later
# One key with its chart, two keys in a grid, and keys that are none.
framework=$SCENARIOS/cheshire/framework.yaml
rasim sweep "$framework" --vary sign_off.uplift_share=0.6:1:0.2 --replicates 256 --out one 2>/dev/null || exit 1
rasim sweep "$framework" --vary 'prices[setting=community].mean=0:0.04:0.04' \
    --vary design.limits.top_slice=0:0.1:0.1 --replicates 128 --out two 2>/dev/null || exit 1
ls
head -1 two.csv | cut -d, -f1-5
cut -d, -f1-3 two.csv | tail -4
rasim sweep "$framework" --vary sign_off.uplift=0:1:0.5 2>&1 | sed "s|$SCENARIOS|...|"
rasim sweep "$framework" --vary design.limits.top_slice=0.5:1:0.5 2>&1 | sed "s|$SCENARIOS|...|"
rasim sweep "$framework" --vary sign_off.tolerance 2>&1
rasim sweep "$framework" --vary sign_off.tolerance=0:1:1 --vary sign_off.tolerance=0:1:1 2>&1
rasim sweep "$framework" 2>&1 || true
