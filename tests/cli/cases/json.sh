# SPDX-License-Identifier: GPL-3.0-or-later
# --json is all of standard output; the files are written all the same, and hold the same.
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 128 --json --no-what-ifs >out.json || exit 1
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 128 --json --no-what-ifs --out run >again.json || exit 1
cmp out.json again.json && cmp out.json run.json && cmp out.json results/*.json && ls
/usr/bin/python3 -c 'import json; print(json.load(open("out.json"))["replicates"])'
