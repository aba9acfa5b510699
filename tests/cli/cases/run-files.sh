# SPDX-License-Identifier: GPL-3.0-or-later
# A run of the shipped scenario: a statement on standard output, two files at the default place, JSON that others read.
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 256 >statement || exit 1
grep -q 'SYNTHETIC DATA' statement || exit 1
grep -q "not individual entitlements" statement || exit 1
grep -nP '\x1b' statement && exit 1
grep -nE '^.{81,}' statement && exit 1
ls results
/usr/bin/python3 - results/*.json <<'PYTHON'
import json, sys
run = json.load(open(sys.argv[1]))
print(run["replicates"], run["complete"], run["synthetic"], len(run["designs"]))
PYTHON
