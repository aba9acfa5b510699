# SPDX-License-Identifier: GPL-3.0-or-later
# Places by their moments, with the way to more; with the series, their quantiles and what budgets by place would take.
cp -r "$SCENARIOS/cheshire" . && sed -i '/^place_series/d' cheshire/framework.yaml || exit 1
for series in "" --place-series; do
    rasim run cheshire/framework.yaml --replicates 1024 --no-what-ifs --full $series --out x 2>/dev/null |
        grep -A1 'Budgets by place' || exit 1
    rasim report x.h5 --markdown x.md --quiet && sed -n '/Places, net/,/limits of the design/p' x.md
done
