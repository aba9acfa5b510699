# SPDX-License-Identifier: GPL-3.0-or-later
# A design that is affordable, the file of it, and the same numbers from that file; ranges in which nothing is; and keys
# and options that are wrong.
framework=$SCENARIOS/cheshire/framework.yaml
rasim optimise "$framework" --vary design.limits.top_slice=0:0.4 --confidence 0.85 --evaluations 20 --replicates 2048 \
    --out best.yaml 2>/dev/null || exit 1
sed -n '1,4s/[0-9a-f]\{64\}/DIGEST/p' best.yaml
grep '^limits' best.yaml
rasim run "$framework" --design best.yaml --replicates 2048 --quiet --no-what-ifs 2>/dev/null | grep -o '[0-9.]* % of simulated years'
rasim optimise "$framework" --vary design.limits.top_slice=0:0.1 --confidence 0.99 --evaluations 10 --out none.yaml 2>/dev/null || exit 1
ls
rasim optimise "$framework" --vary design.limits.top_slise=0:0.1 2>&1 | sed "s|$SCENARIOS|...|"
rasim optimise "$framework" --vary design.limits.top_slice=0.1:0 2>&1
rasim optimise "$framework" --vary sign_off.tolerance=0.1:0.2 --out x.yaml 2>&1
echo $?
rasim optimise "$framework" --vary design.limits.top_slice=0:0.1 --vary design.limits.top_slice=0:0.2 2>&1
rasim optimise "$SCENARIOS/five-year/framework.yaml" --vary design.limits.uprating=0:0.1 --evaluations 2 --replicates 64 \
    2>/dev/null | head -9
rasim optimise "$framework" 2>&1 || true
