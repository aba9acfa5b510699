# SPDX-License-Identifier: GPL-3.0-or-later
# --precision ends a run at 1,024 x 2^k years, and such a run is complete.
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 50000 --precision 0.02 --no-what-ifs --json >out.json || exit 1
/usr/bin/python3 - <<'PYTHON'
import json
run = json.load(open("out.json"))
n = run["replicates"]
assert run["complete"] is True and n < 50000 and n % 1024 == 0 and (n // 1024) & (n // 1024 - 1) == 0, n
PYTHON
