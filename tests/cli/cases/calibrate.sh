# SPDX-License-Identifier: GPL-3.0-or-later
# A fit shown whole, written, checked and run; the same as JSON; an envelope that nothing fits; what is refused.
framework=$SCENARIOS/cheshire/framework.yaml
rasim calibrate "$framework" --method bands --bands 4 --bootstrap 60 --replicates 512 --out bands.yaml 2>/dev/null || exit 1
cat bands.yaml
rasim run "$framework" --design bands.yaml --replicates 512 --no-why --out run >run.txt 2>/dev/null
head -12 run.txt
rasim calibrate "$framework" --method percentile --pooling per-group --unscaled --bootstrap 40 --json --out p.yaml \
    2>/dev/null | /usr/bin/python3 -c 'import json, sys
made = json.load(sys.stdin)
print(sorted(made))
print(made["pooling"], made["sample"]["rows"], len(made["values"]), made["envelope"]["scale"], len(made["ways"]))'
sed 's|62500000|30000000|; s|: design.yaml|: x|' "$framework" >poor.yaml
cp "$SCENARIOS"/cheshire/design.yaml "$SCENARIOS"/cheshire/stage-two.csv .
rasim calibrate poor.yaml --method isotonic --bootstrap 40 --replicates 512 --out none.yaml 2>/dev/null | tail -5
ls
rasim calibrate poor.yaml --method isotonic --out design.yaml --unscaled --bootstrap 40 2>&1 >/dev/null | tail -2
rasim calibrate poor.yaml --method bnds --out x.yaml 2>&1
rasim calibrate poor.yaml --method bands --pooling none --out x.yaml 2>&1
rasim calibrate poor.yaml --method bands --unscaled --confidence 0.9 --out x.yaml 2>&1
rasim calibrate poor.yaml --method bands --design nobody --out x.yaml 2>&1
# Hours that carers give come off hours, which no table has; over five years the worst one counts.
rasim calibrate "$SCENARIOS/ready-reckoner/framework.yaml" --method bands --bands 3 --unscaled --bootstrap 40 --out r.yaml \
    >/dev/null 2>&1 && sed -n '/^carer_rule/,/^$/p' r.yaml
rasim calibrate "$SCENARIOS/five-year/framework.yaml" --method bands --bands 3 --bootstrap 40 --replicates 64 --out y.yaml \
    2>/dev/null | sed -n '/^Net spend of all years/,$p'
true
