# SPDX-License-Identifier: GPL-3.0-or-later
# The report of a calibration, made again from the results alone; where nothing is affordable; nothing over what is read.
cp "$SCENARIOS"/cheshire/design.yaml "$SCENARIOS"/cheshire/stage-two.csv "$SCENARIOS"/cheshire/framework.yaml .
sed 's|62500000|30000000|' framework.yaml >poor.yaml
fit="--method isotonic --folds 3 --bootstrap 40 --replicates 64 --report"
rasim calibrate framework.yaml $fit --out table.yaml 2>&1 >/dev/null || exit 1
rasim report table.h5 --html again.html --xlsx again.xlsx --quiet || exit 1
cmp table.html again.html && cmp table.xlsx again.xlsx || exit 1
rasim calibrate poor.yaml $fit --out none.yaml 2>&1 >/dev/null || exit 1
rasim report none.h5 --html none.html --markdown none.md --quiet || exit 1
sed -n '/^## The answer/,/^## What/p' none.md | head -3
cp framework.yaml mine.h5
rasim calibrate mine.h5 $fit --out mine.yaml 2>&1 >/dev/null && exit 1
rasim calibrate framework.yaml $fit --out mine.xlsx 2>&1 && exit 1
ls *ne.* table.*
exit 0
