# SPDX-License-Identifier: GPL-3.0-or-later
# Finished runs: like ones are compared, unlike ones refused with every reason, and framework and runs do not mix.
framework=$SCENARIOS/national/framework.yaml
for design in by-group one-table; do
    rasim run "$framework" --design "$SCENARIOS/national/$design.yaml" --replicates 128 --no-what-ifs --quiet \
        --out $design >/dev/null 2>&1 || exit 1
done
rasim compare by-group.h5 one-table.h5 || exit 1
rasim run "$framework" --replicates 64 --seed 3 --no-what-ifs --quiet --out other >/dev/null 2>&1
rasim compare by-group.h5 other.h5 2>&1
echo "exit status $?"
rasim compare by-group.h5 2>&1
rasim compare by-group.h5 "$framework" 2>&1
rasim compare by-group.h5 one-table.h5 --seed 4 2>&1
rasim compare by-group.json one-table.json 2>&1 | head -1
