# SPDX-License-Identifier: GPL-3.0-or-later
rasim sample draw people.csv --size 10 --by a,,b --out x.csv
echo $?
rasim sample draw people.csv --size 10 --by a --where setting --out x.csv
