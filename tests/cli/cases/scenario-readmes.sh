# SPDX-License-Identifier: GPL-3.0-or-later
# What the READMEs of the scenarios show is what the program prints: their commands are run, and each indented line that
# is no command stands in what was printed.
/usr/bin/python3 - "$SCENARIOS" <<'PYTHON'
import pathlib, subprocess, sys
root = pathlib.Path(sys.argv[1])
n_shown = 0
for page in sorted(root.glob("*/README.md")):
    indented = [line.strip() for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("    ")]
    shown = [line for line in indented if not line.startswith("rasim ") and line != "..."]
    printed = set()
    for line in indented if shown else []:
        command = [word.replace("scenarios/", f"{root}/", 1) for word in line.split()]
        if command[:2] == ["rasim", "run"]:
            command += ["--out", "x"]
            if page.parent.name != "guarantee":  # whose programmes are held against the same years without them
                command += ["--no-what-ifs"]
        elif command[:2] != ["rasim", "explain"]:
            continue
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        printed |= {line.strip() for line in done.stdout.splitlines()}
    for line in shown:
        if line not in printed:
            print(f"{page.parent.name}: '{line}' is not what rasim prints")
    n_shown += len(shown)
print("compared" if n_shown > 40 else f"only {n_shown} lines compared")
PYTHON
