# SPDX-License-Identifier: GPL-3.0-or-later
# Where the locale is not UTF-8 the statement is ASCII, and the files are the same.
framework=$SCENARIOS/cheshire/framework.yaml
LC_ALL=C rasim run "$framework" --replicates 128 --out plain >plain.txt 2>/dev/null || exit 1
rasim run "$framework" --replicates 128 --out utf8 >utf8.txt 2>/dev/null || exit 1
cmp plain.json utf8.json || exit 1
LC_ALL=C grep -nP '[^\x0a\x20-\x7e]' plain.txt && exit 1
grep -q '£62,500,000' utf8.txt && grep -q 'GBP 62,500,000' plain.txt
