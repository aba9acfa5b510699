# SPDX-License-Identifier: GPL-3.0-or-later
# A plan without a caseload says what cannot be said; with one, what each way of drawing is worth; after a pilot, stage two.
rasim sample plan --population 5000 || exit 1
rasim generate "$SCENARIOS/cheshire/county.recipe.yaml" --out county.csv >/dev/null || exit 1
rasim sample plan --caseload county.csv --where setting=community --by care_group --take-all-above 1500 || exit 1
rasim sample plan --pilot "$SCENARIOS/cheshire/framework.yaml" || exit 1
for n in 100 200 500 1000 2000 5000 10000; do
    rasim sample plan --population $n --confidence 0.95 --interval 0.09 --json | grep '^  "n":' || exit 1
done
