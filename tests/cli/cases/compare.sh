# SPDX-License-Identifier: GPL-3.0-or-later
# Two designs of one framework, the second being the first with another £ for one knot; files are left.
sed 's/gbp: 170}/gbp: 171}/; s/^name: .*/name: A pound more/' "$SCENARIOS/cheshire/design.yaml" >other.yaml
rasim compare "$SCENARIOS/cheshire/framework.yaml" --design "$SCENARIOS/cheshire/design.yaml" --design other.yaml \
    --replicates 256 --out x 2>/dev/null || exit 1
ls
grep -c '"compare": {' x.json
rasim compare "$SCENARIOS/national/framework.yaml" --replicates 256 --why --out why 2>/dev/null | grep -A 8 'Where the spread'
