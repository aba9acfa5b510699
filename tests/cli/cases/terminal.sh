# SPDX-License-Identifier: GPL-3.0-or-later
# On a terminal: colour, unless NO_COLOR or a dumb terminal forbids it, and the width is the terminal's. (The bar of
# progress, which rewrites its line, is left out.)
command -v script >/dev/null || { echo "script(1) is missing"; exit 1; }
run="rasim run '$SCENARIOS/cheshire/framework.yaml' --replicates 128 --person-replicates 8 --out x 2>/dev/null"
script -qec "stty cols 60; $run" /dev/null >colour.txt || exit 1
NO_COLOR=1 script -qec "stty cols 100; $run" /dev/null >plain.txt || exit 1
TERM=dumb script -qec "stty cols 100; $run" /dev/null >dumb.txt || exit 1
grep -qP '\x1b\[1m' colour.txt || { echo "no colour"; exit 1; }
grep -P '\x1b' plain.txt dumb.txt && exit 1
sed -e 's/\x1b\[[0-9;]*m//g' -e 's/\r//g' colour.txt | grep -nE '^.{61,}' && exit 1
tr -d '\r' <plain.txt | grep -qE '^.{81,100}$'
