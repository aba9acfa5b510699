# SPDX-License-Identifier: GPL-3.0-or-later
# One year is placed; with two, what they say together; a year that nobody has, and an area that there is not.
framework=$SCENARIOS/cheshire/framework.yaml
printf 'year,budget_area,net_gbp\n2010/11,,66000000\n2010/11,"Older people, community",30500000\n' >outturn.csv
rasim backtest "$framework" --outturn outturn.csv --replicates 1024 || exit 1
for year in 2011/12 2012/13 2013/14; do
    name=${year%%/*}.yaml
    sed -e "s|^year: .*|year: $year|" -e "s|^caseload: |&$SCENARIOS/cheshire/|" \
        -e "s|design.yaml|$SCENARIOS/cheshire/&|" "$framework" >"$name"
    echo "$year,,71000000" >>outturn.csv
done
rasim backtest 2011.yaml 2012.yaml 2013.yaml --outturn outturn.csv --replicates 1024 2>&1 || exit 1
rasim backtest "$framework" --outturn outturn.csv --replicates 1024 --json 2>/dev/null | grep -c '"area"'
rasim backtest "$framework" "$framework" --outturn outturn.csv --replicates 64 2>&1 >/dev/null | grep already | sed "s|$SCENARIOS|...|"
printf 'year,budget_area,net_gbp\n2010/11,Older people,30500000\n' >outturn.csv
rasim backtest "$framework" --outturn outturn.csv 2>&1
echo $?
