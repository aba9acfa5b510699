# SPDX-License-Identifier: GPL-3.0-or-later
# Over several years whatever is of one year says of which, and whatever is of all of them is no amount a year.
five() {
    rasim "$1" "$SCENARIOS/five-year/framework.yaml" --replicates 64 --out x "${@:2}" 2>/dev/null
}
echo '-- run'
five run --design "$SCENARIOS/five-year/in-step.yaml" --no-why | grep -A 1 ' 2026/27 for'
five run --design "$SCENARIOS/five-year/in-step.yaml" --no-why --full | grep 'Single people'
echo '-- compare'
five compare >compared
head -2 compared
grep -e '^What it' -e '^Contingency' -e '^Net spend' compared
grep -A 2 'dearer than' compared | tail -3
echo '-- sweep'
five sweep --design "$SCENARIOS/five-year/in-step.yaml" --vary sign_off.uplift_share=0:1:0.5 >swept
grep -e '^What it' -e '^Net spend' -e '^Inside' -e 'points on' -e 'all years' swept
