#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes what designs give that are fitted anew: refit.py > refit_expected.h; refit.py --check compares.

One small caseload whose packages are certain. In year 2 each design is fitted to what its people inside the RAS cost
in year 1: bands by their means, made rising by the minimax formula; knots by percentile matching with Hazen's plotting
positions. Then the top-slice of a tenth comes off. Nothing here is taken from rasim's sources.
"""
import sys
from pathlib import Path

import numpy as np

PEOPLE = 40
THRESHOLD = 900.0
BANDS = [(10, 120.0), (20, 150.0), (30, 300.0), (45, 420.0), (60, 700.0)]
KNOTS = [(5, 60.0), (20, 200.0), (35, 200.0), (50, 640.0), (70, 800.0)]

rng = np.random.default_rng(20270401)
points = np.round(rng.uniform(4, 75, PEOPLE))
points[(points >= 45) & (points < 60)] -= 20  # nobody is in the fourth band
points[3], points[4] = 35.0, 70.0  # on knots
cost = np.round(np.clip(12 * points * np.exp(rng.normal(0, 0.5, PEOPLE)), 40, 1500), 2)
inside = cost <= THRESHOLD


def rising(values, weights):
    """The weighted isotonic fit, by the minimax formula."""
    n = len(values)
    mean = lambda a, b: np.average(values[a:b], weights=weights[a:b])
    return np.array([max(min(mean(a, b) for b in range(i + 1, n + 1)) for a in range(i + 1)) for i in range(n)])


def banded():
    band = np.searchsorted([b for b, _ in BANDS], points, side="right") - 1
    people = np.array([np.sum(inside & (band == j)) for j in range(len(BANDS))])
    there = np.flatnonzero(people)
    means = np.array([cost[inside & (band == j)].mean() for j in there])
    fitted = np.array([gbp for _, gbp in BANDS])
    fitted[there] = rising(means, people[there])
    for j in np.flatnonzero(people == 0):  # keeps its amount as far as its neighbours let it
        fitted[j] = min(max(fitted[j], fitted[:j].max(initial=0)), fitted[j + 1:].min(initial=np.inf))
    return np.where(band >= 0, fitted[np.maximum(band, 0)], 0.0)


def table():
    x = np.array([p for p, _ in KNOTS], dtype=float)
    seen = points[inside]
    rank = [(np.sum(seen < k) + 0.5 * np.sum(seen == k)) / len(seen) for k in x]
    return np.interp(points, x, np.quantile(cost[inside], rank, method="hazen"))


def per_point():
    return 8.0 * points * cost[inside].sum() / (8.0 * points[inside].sum())


def numbers(values):
    lines, row = [], []
    for value in values:
        row.append(f"{value:.10g}")
        if len(row) == 8:
            lines.append("    " + ", ".join(row) + ",")
            row = []
    return "\n".join(lines + (["    " + ", ".join(row) + ","] if row else []))


def header():
    parts = ["/* SPDX-License-Identifier: GPL-3.0-or-later */",
             "/* A caseload, and what designs that were fitted anew give its people: made by refit.py. */",
             f"enum {{ REFIT_PEOPLE = {PEOPLE} }};"]
    for name, values in (("points", points), ("cost", cost), ("banded", banded() * 0.9), ("table", table() * 0.9),
                         ("per_point", per_point() * 0.9)):
        parts.append(f"static const double refit_{name}[REFIT_PEOPLE] = {{\n{numbers(values)}\n}};")
    return "\n".join(parts) + "\n"


def main():
    if sys.argv[1:] == ["--check"]:
        kept = Path(__file__).with_name("refit_expected.h").read_text()
        squeeze = lambda text: "".join(text.split()).replace(",}", "}")
        sys.exit(0 if squeeze(kept) == squeeze(header()) else "refit_expected.h is not what refit.py makes")
    print(header(), end="")


main()
