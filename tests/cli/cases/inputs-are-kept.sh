# SPDX-License-Identifier: GPL-3.0-or-later
# No result is written over a file that was read, whatever it is called; a prefix that is a folder takes the name in it.
cp -r "$SCENARIOS/cheshire/." . && cp stage-two.csv kept.csv && ln stage-two.csv alias.csv
rasim sample draw stage-two.csv --size 10 --by care_group --out alias.csv; echo "exit $?"
rasim points framework.yaml --out stage-two.csv; echo "exit $?"
rasim generate county.recipe.yaml --out county.recipe.yaml; echo "exit $?"
cmp stage-two.csv kept.csv && cmp county.recipe.yaml "$SCENARIOS/cheshire/county.recipe.yaml" || exit 1
rasim run framework.yaml --replicates 64 --no-what-ifs --quiet --out out/ >/dev/null && ls out
