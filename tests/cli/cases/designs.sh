# SPDX-License-Identifier: GPL-3.0-or-later
# Two designs: side by side, then each; the same draws, so that a design beside itself is the same.
cp "$SCENARIOS"/cheshire/design.yaml other.yaml
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 128 --no-what-ifs --out x \
    --design "$SCENARIOS/cheshire/design.yaml" --design other.yaml 2>/dev/null >statement || exit 1
sed -n '/^Designs side by side/,/^$/p' statement
grep -c '^At ' statement
