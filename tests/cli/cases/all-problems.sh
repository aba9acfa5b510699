# SPDX-License-Identifier: GPL-3.0-or-later
# All problems are told at once, each with its place, and counted.
sed -e 's/^population:/populaton:/' -e 's/tolerance: 0.15/tolerance: plenty/' \
    "$SCENARIOS/cheshire/framework.yaml" >framework.yaml
cp "$SCENARIOS"/cheshire/*.csv "$SCENARIOS"/cheshire/design.yaml .
rasim run framework.yaml
