# SPDX-License-Identifier: GPL-3.0-or-later
# Contributions assessed from people's means: what check counts, what explain shows, and whose means are not known.
cat >people.csv <<'CSV'
person_id,care_group,setting,weekly_cost,points,age,income_gbp_week,capital_gbp,disregarded_gbp_week,home_gbp,housing_gbp_week,disability_expenditure_gbp_week,partner,disability_premium
a,Adults,community,391.95,40,22,352.26,0,111.65,,,12.60,no,enhanced
b,Adults,community,210,30,45,92.05,2000,,,,,no,none
c,Older people,community,300,35,86,250,15000,,250000,20,,no,none
d,Older people,community,260,33,81,400,30000,,,,,yes,none
e,Older people,care home,700,55,90,234.80,17050.91,6.95,0,,,no,none
f,Older people,care home,750,60,93,,1000,,300000,,,no,none
g,Older people,care home,720,58,88,,,,,,,no,none
CSV
cat >framework.yaml <<'YAML'
name: Who pays
year: 2025/26
synthetic: yes
caseload: people.csv
designs: [design.yaml]
population: {sampling: fixed}
envelope: [{gbp_year: 200000}]
need: [{log_sd: 0.2}]
prices: [{mean: 0.03, sd: 0.01}]
financial_assessment:
  year: 2025/26
  residential_settings: [care home]
  missing: donor
replicates: 64
YAML
cat >design.yaml <<'YAML'
name: Per point
family: price_per_point
allocation: [{gbp_per_point: 10}]
YAML
rasim check framework.yaml >page || exit 1
sed -n '/^Contributions/,/^$/p' page
for person in a d f g; do
    rasim explain framework.yaml --person $person >page || exit 1
    grep -E 'own contribution|council pays' page
    sed -n '/^ *What you can be asked/,/costs\./p;/^Your means/,/costs\./p;/^By the rules/p' page | awk '!seen[$0]++'
done
cat >answers.yaml <<'YAML'
care_group: Adults
setting: community
points: 40
age: 40
income_gbp_week: 200
capital_gbp: 0
partner: perhaps
YAML
rasim explain framework.yaml --answers answers.yaml && exit 1
sed -i 's/perhaps/yes/' answers.yaml
rasim explain framework.yaml --answers answers.yaml --json | tr -d ' \n' | grep -o '"financial_assessment":.*"designs"'
sed -i '/^income/d' answers.yaml
rasim explain framework.yaml --answers answers.yaml && exit 1
sed -i '/missing/d' framework.yaml
rasim check framework.yaml && exit 1

exit 0
