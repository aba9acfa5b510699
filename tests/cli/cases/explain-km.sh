# SPDX-License-Identifier: GPL-3.0-or-later
# KM v Cambridgeshire: 55 points and the upper banding calculator make £84,678 of a year of 52 weeks.
rasim explain "$SCENARIOS/upper-banding/framework.yaml" --answers "$SCENARIOS/upper-banding/km.yaml" |
    sed -n '/^Table and upper banding/,/^What the final/p'
