# SPDX-License-Identifier: GPL-3.0-or-later
# A report in every format, twice the same; each where it is asked for; nothing over the results.
rasim run "$SCENARIOS/cheshire/framework.yaml" --replicates 64 --no-what-ifs --quiet --out x >/dev/null || exit 1
rasim report x.h5 || exit 1
rasim report x.h5 --html a.html --xlsx b.xlsx --csv tables --markdown c.md || exit 1
cmp x.html a.html && cmp x.xlsx b.xlsx || exit 1
ls *.html *.xlsx *.md
ls tables | head -4
rasim report x.h5 --xlsx x.h5 --quiet 2>&1 && exit 1
rasim report x.h5 --xlsx no/such/folder.xlsx --quiet 2>&1 && exit 1
rasim report x.json 2>&1 && exit 1
exit 0
