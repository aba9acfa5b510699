# SPDX-License-Identifier: GPL-3.0-or-later
# Packages against the ledger: shown, then applied, and a figure that cannot be right.
sed "s|stage-two.csv|$SCENARIOS/cheshire/stage-two.csv|; s|\[design.yaml|[$SCENARIOS/cheshire/design.yaml|" \
    "$SCENARIOS/cheshire/framework.yaml" >shown.yaml
printf 'known_spend:\n  - {budget_area: "Older people, community", gbp_year: 30000000}\n' >>shown.yaml
cp shown.yaml met.yaml
echo 'benchmark: yes' >>met.yaml
sed 's/30000000/300000000/' shown.yaml >odd.yaml
for file in shown met odd; do
    rasim check $file.yaml >page || exit 1
    sed -n '/^Packages against/,/^$/p' page
    grep '^  Older people' page | head -n 1
done
