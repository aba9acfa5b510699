# SPDX-License-Identifier: GPL-3.0-or-later
# Neyman allocation with the dear packages all drawn: what each stratum gives, and weights that sum to the people.
rasim generate "$SCENARIOS/cheshire/county.recipe.yaml" --out county.csv >/dev/null || exit 1
rasim sample draw county.csv --size 400 --by care_group --where setting=community --allocation neyman \
    --take-all-above 1000 --out sample.csv || exit 1
awk -F, 'NR > 1 { sum += $NF; dear += $5 > 1000; one += $NF == 1 } END { printf "%.6f %d %d\n", sum, dear, one }' sample.csv
rasim sample draw county.csv --size 400 --by care_group --allocation neymann --out other.csv
echo $?
rasim sample draw county.csv --size 400 --by care_group --take-all-above 0 --out other.csv
echo $?
