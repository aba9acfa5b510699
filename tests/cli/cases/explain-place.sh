# SPDX-License-Identifier: GPL-3.0-or-later
# Where each place has its own design, the one that counts for the person is marked, on the page and in JSON; designs that
# were asked for instead are no place's.
folder=$SCENARIOS/portability
rasim generate "$folder/people.recipe.yaml" --out people.csv >/dev/null || exit 1
person=$(/usr/bin/python3 -c '
import csv
print(next(row["person_id"] for row in csv.DictReader(open("people.csv")) if row["place"] == "Carrow"))')
rasim explain "$folder/framework.yaml" --person "$person" | grep -c 'the design of'
rasim explain "$folder/framework.yaml" --person "$person" | grep 'the design of'
rasim explain "$folder/framework.yaml" --person "$person" --json >page.json || exit 1
/usr/bin/python3 -c '
import json
page = json.load(open("page.json"))
print(page["place"], [design["of_place"] for design in page["designs"]])'
rasim explain "$folder/framework.yaml" --person "$person" --design "$folder/carrow.yaml" 2>/dev/null |
    grep -c 'the design of'
exit 0
