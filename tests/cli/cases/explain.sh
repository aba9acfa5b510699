# SPDX-License-Identifier: GPL-3.0-or-later
# One person's figure, and the same in a file; as JSON it is the same figure, to the unit of the ledger.
rasim explain "$SCENARIOS/cheshire/framework.yaml" --person CE-OP-00001 || exit 1
rasim explain "$SCENARIOS/cheshire/framework.yaml" --person CE-OP-00001 --out page.txt || exit 1
rasim explain "$SCENARIOS/cheshire/framework.yaml" --person CE-OP-00001 --json >page.json || exit 1
rasim explain "$SCENARIOS/cheshire/framework.yaml" --person CE-OP-00001 | cmp - page.txt
/usr/bin/python3 - <<'PYTHON'
import json
page = json.load(open("page.json"))
design = page["designs"][0]
money = [s["total"] for s in design["steps"] if s["unit"] == "gbp_week"]
print(page["schema"], design["status"], money[-1] * 256 == design["indicative_units"])
PYTHON
