# SPDX-License-Identifier: GPL-3.0-or-later
# The same seed draws the same people; the sample has the size asked for, with weights.
rasim generate "$SCENARIOS/cheshire/county.recipe.yaml" --out county.csv >/dev/null || exit 1
draw="rasim sample draw county.csv --size 119 --by care_group --where setting=community"
$draw --out a.csv || exit 1
$draw --out b.csv --seed 1 >/dev/null && cmp a.csv b.csv || exit 1
$draw --out c.csv --seed 2 >/dev/null || exit 1
cmp -s a.csv c.csv && exit 1
wc -l <a.csv
head -n 1 a.csv | grep -c 'weight'
grep -c residential a.csv
exit 0
