# SPDX-License-Identifier: GPL-3.0-or-later
# The same as JSON and nothing else; identifiers stand in it only with --show-ids.
rasim check "$SCENARIOS/cheshire/framework.yaml" --json >plain.json || exit 1
rasim check "$SCENARIOS/cheshire/framework.yaml" --json --show-ids >named.json || exit 1
grep -c person_id plain.json
/usr/bin/python3 - <<'PYTHON'
import json
plain, named = (json.load(open(f"{name}.json")) for name in ("plain", "named"))
for finding in named["findings"]:
    for row in finding["examples"]:
        row.pop("person_id")
print(plain == named, plain["schema"], plain["rows"], plain["people"])
print(round(plain["margin_costs_unknown"]["simple_share"], 3), plain["strata"][0]["rows"])
PYTHON
