#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Theil's T and its parts for the people of test_persons_parts.c, from the definitions and with NumPy: prints what that
test expects. People are (ratio, band, care group, place)."""
import numpy as np

people = [(1.2, 0, 0, 0), (0.8, 0, 0, 1), (0.0, 0, 1, 1), (1.5, 0, 1, 0), (0.9, 3, 0, 0), (1.1, 3, 1, 1), (2.0, 3, 1, 0),
          (0.5, 9, 0, 1), (0.7, 9, 0, 0)]
x, band, group, place = (np.array(column) for column in zip(*people))


def theil(v):
    r = v / v.mean()
    return float(np.mean([a * np.log(a) if a > 0 else 0 for a in r]))


def between(v, label):
    means = np.array([v[label == own].mean() for own in label])
    return theil(means)


def within(v, label):
    return sum(v[label == b].sum() / v.sum() * theil(v[label == b]) for b in set(label))


effect = sum(x[band == b].sum() / x.sum() * between(x[band == b], place[band == b]) for b in set(band))
chance = sum(x[band == b].sum() / x.sum() * x[band == b].var() / (2 * x[band == b].mean() ** 2) / (sum(band == b) - 1)
             for b in set(band))
for name, value in [("total", theil(x)), ("within", within(x, band)), ("between", between(x, band)),
                    ("groups", between(x, group)), ("places", between(x, place)), ("effect", effect),
                    ("chance", chance)]:
    print(f"{name} {value:.16g}")
