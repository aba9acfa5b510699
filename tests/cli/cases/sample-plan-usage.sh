# SPDX-License-Identifier: GPL-3.0-or-later
printf 'person_id,weekly_cost\na,10\nb,20\nc,x\n' >people.csv
rasim sample plan 2>&1
echo $?
rasim sample plan --population 10 --by care_group 2>&1
echo $?
rasim sample plan --caseload people.csv --where setting 2>&1
echo $?
rasim sample plan --caseload people.csv 2>&1
echo $?
sed -i s/x/30/ people.csv
rasim sample plan --caseload people.csv --population 5000 2>&1
