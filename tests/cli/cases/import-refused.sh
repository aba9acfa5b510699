# SPDX-License-Identifier: GPL-3.0-or-later
# A caseload is no extract; every missing column is named, of both files, and nothing is written.
echo person_id >a.csv
echo "Event Type,Event Start" >b.csv
rasim import cld a.csv b.csv --out out.csv
status=$?
[ ! -e out.csv ] && exit $status
