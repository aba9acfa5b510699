# SPDX-License-Identifier: GPL-3.0-or-later
# Ctrl-C keeps the finished years, writes them marked as incomplete, and ends with 130. The run would take minutes.
timeout --preserve-status --signal=INT 2 rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 400000 \
    --threads 1 --out x >statement
status=$?
grep -q 'INCOMPLETE: stopped after' statement || { cat statement; exit 1; }
/usr/bin/python3 - <<'PYTHON'
import json
run = json.load(open("x.json"))
assert run["complete"] is False, "complete"
assert 0 < run["replicates"] < run["replicates_asked"] == 400000, run["replicates"]
assert run["replicates"] % 64 == 0
PYTHON
[ $? = 0 ] || exit 1
exit $status
