# SPDX-License-Identifier: GPL-3.0-or-later
# docs/cli.md names every option of every command and gives every exit code its sentence.
page=$RASIM_SOURCE_DIR/docs/cli.md
for command in run compare sweep calibrate optimise backtest report check explain points generate sample import; do
    rasim help $command | grep -oE '^  --[a-z-]+' | while read -r option; do
        grep -q -e "\`$option[ \`]" "$page" || echo "$command: $option is not in docs/cli.md"
    done
done
rasim help exit-codes | grep -oE '^  [0-9]+' | while read -r code; do
    grep -q "^| $code |" "$page" || echo "exit code $code is not in docs/cli.md"
done
