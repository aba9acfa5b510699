# SPDX-License-Identifier: GPL-3.0-or-later
# README.md shows what the program prints. RASIM_UPDATE=1 puts the present statement there.
rasim run "$SCENARIOS/cheshire/framework.yaml" --out x >statement 2>/dev/null || exit 1
/usr/bin/python3 - "$RASIM_SOURCE_DIR/README.md" statement "${RASIM_UPDATE-}" <<'PYTHON'
import difflib, re, sys
readme, statement = (open(path, encoding="utf-8").read() for path in sys.argv[1:3])
block = re.compile(r"(?<=^```text\n).*?(?=^```$)", re.M | re.S)
shown = block.search(readme)[0]
if sys.argv[3] == "1":
    open(sys.argv[1], "w", encoding="utf-8").write(block.sub(lambda _: statement, readme, count=1))
elif shown != statement:
    sys.stdout.writelines(difflib.unified_diff(shown.splitlines(True), statement.splitlines(True), "README.md", "rasim"))
    sys.exit(1)
PYTHON
