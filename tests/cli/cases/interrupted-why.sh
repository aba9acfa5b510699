# SPDX-License-Identifier: GPL-3.0-or-later
# Ctrl-C while it is worked out why: the comparison is whole, says what is missing, and ends with 130.
/usr/bin/python3 - <<'PYTHON'
import json, os, signal, subprocess
command = ["rasim", "compare", os.environ["SCENARIOS"] + "/five-year/framework.yaml", "--replicates", "256", "--threads", "1",
           "--why", "--out", "x"]
with open("compared", "wb") as compared, subprocess.Popen(command, stdout=compared, stderr=subprocess.PIPE, text=True) as rasim:
    for line in rasim.stderr:
        if line.startswith("Working out"):
            rasim.send_signal(signal.SIGINT)
            break
    said = rasim.stderr.read()
assert rasim.returncode == 130, (rasim.returncode, said)
run = json.load(open("x.json"))
first = run["compare"]["designs"][0]
assert run["complete"] is True and run["replicates"] == 256, "the main run is not whole"
assert first["reverse_stress"] is None, "what would tip it was not interrupted"
missing = "what --why asks for" if first["spread"] is None else "what would tip it"
assert f"Interrupted: the comparison is complete, but {missing} was left out." in " ".join(said.split()), said
printed = open("compared").read()
assert "What it costs, all years together" in printed and "would leave it an even chance" not in printed, printed
PYTHON
