#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes reserve, call and guarantee from net and budgets, by other means than the library's: recursion by year over
all replicates at once, and bisection on the share of replicates that keep a promise.

    recompute_reserve.py FILE

FILE holds named rows of numbers, as test_reserve.c writes them. Prints what differs and exits 1; exits 77 without NumPy and
SciPy."""

import sys

try:
    import numpy as np
    from scipy.stats import binom
except ImportError:
    sys.exit(77)

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
wrong = []


def read(path):
    with open(path, encoding="utf-8") as file:
        rows = [line.split() for line in file]
    return {row[0]: np.array([float(word) for word in row[1:]]) for row in rows}


def same(what, found, expected, least_difference=1e-6):
    found, expected = np.atleast_1d(found), np.atleast_1d(expected)
    near = np.isclose(found, expected, rtol=1e-9, atol=least_difference, equal_nan=True)
    if found.shape != expected.shape or not near.all():
        wrong.append(f"{what}: {found} is not {expected}")


def reserves(case, factor):
    """[years x replicates]"""
    opening, carry, _ = case["terms"]
    paths, held = [], opening
    for net, budget, transfer in zip(case["net"], case["budget"], case["transfers"]):
        left = factor * budget - net
        held = held + carry * np.maximum(left, 0) - np.maximum(-left, 0) + transfer
        paths.append(held)
    return np.array(paths)


def paid_in(case):
    """Year by year: a guarantor lifts the reserve to its floor, and it goes on from there."""
    opening, carry, floor = case["terms"]
    held, paid = np.full(case["net"].shape[1], opening), 0
    for net, budget, transfer in zip(case["net"], case["budget"], case["transfers"]):
        left = budget - net
        held = held + np.where(left > 0, carry * left, left) + transfer
        payment = np.maximum(floor - held, 0)
        held, paid = held + payment, paid + payment
    return paid


def order(values, level):
    return np.sort(values)[int(np.ceil(np.round(level * len(values), 9))) - 1]


def bounds(n, level):
    """Ranks of the distribution-free interval, 0 and n + 1 where a bound does not exist."""
    low = max((k for k in range(n + 1) if k == 0 or binom.cdf(k - 1, n, level) <= 0.025))
    high = min(k for k in range(1, n + 2) if k == n + 1 or binom.sf(k - 1, n, level) <= 0.025)
    return low, high


def least(keeps, wanted, top=50.0):
    """The least factor at which at least `wanted` replicates keep a promise; NaN where none up to `top` does."""
    if wanted < 1 or keeps(top).sum() < wanted:
        return np.nan
    if keeps(0.0).sum() >= wanted:
        return 0.0
    low, high = 0.0, top
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if keeps(middle).sum() >= wanted else (middle, high)
    return high


def check_guarantee(case, name, keeps):
    n, confidence = case["net"].shape[1], case["confidence"][0]
    low, high = bounds(n, confidence)
    ranks = [int(np.ceil(np.round(confidence * n, 9))), low, high if high <= n else 0]
    same(name, case[name], [least(keeps, rank) for rank in ranks], 1e-12)


def main():
    case = read(sys.argv[1])
    n_years = int(case["shape"][0])
    for name in ("net", "budget"):
        case[name] = case[name].reshape(n_years, -1)
    floor, paths, call = case["terms"][2], reserves(case, 1), paid_in(case)
    for year in range(n_years):
        same(f"quantiles {year}", case[f"quantiles_{year}"], [order(paths[year], level) for level in LEVELS])
        same(f"mean {year}", case[f"mean_{year}"], paths[year].mean())
        same(f"at floor {year}", case[f"at_floor_{year}"], (paths[year] >= floor).mean())
        same(f"never below {year}", case[f"never_below_{year}"], (paths[: year + 1] >= floor).all(axis=0).mean())
    same("call", case["call"], [(call > 0).mean(), call.mean(), order(call, 0.95)])
    check_guarantee(case, "at_end", lambda factor: reserves(case, factor)[-1] >= floor)
    check_guarantee(case, "every_year", lambda factor: (reserves(case, factor) >= floor).all(axis=0))
    check_guarantee(case, "each_alone", lambda factor: (case["net"] <= factor * case["budget"]).all(axis=0))
    if wrong:
        sys.exit("\n".join(wrong))


main()
