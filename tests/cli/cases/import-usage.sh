# SPDX-License-Identifier: GPL-3.0-or-later
# What does not go together is said before anything is read.
rasim import cld none.csv --out a.csv --weeks 53 && exit 1
rasim import cld none.csv --out a.csv --points p.csv && exit 1
rasim import cld none.csv --out a.csv --points-id person && exit 1
rasim import cld --out a.csv && exit 1
rasim import cld 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 --out a.csv
