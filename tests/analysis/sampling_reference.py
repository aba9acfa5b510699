#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans of samples against a recomputation of every figure with NumPy, and against samples that are really drawn.

usage: sampling_reference.py    (RASIM_PROGRAM and RASIM_SOURCE_DIR are set; exits 77 without NumPy and SciPy)
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
    from scipy.stats import norm
except ImportError:
    sys.exit(77)

PROGRAM = os.environ["RASIM_PROGRAM"]
SCENARIO = os.path.join(os.environ["RASIM_SOURCE_DIR"], "scenarios", "cheshire")
LINE = 1000.0
DRAWS = 4000
SEED = 0xCE9B70AA  # first 8 hex digits of SHA-256 of "sampling_reference"
LAW_Z = 4.8916  # two-sided 1e-6
wrong = []


def say(condition, text):
    if not condition:
        wrong.append(text)


def same(found, expected, text, tolerance=1e-9):
    say(abs(found - expected) <= tolerance * max(1, abs(expected)), f"{text}: {found} is not {expected}")


def plan(*options):
    out = subprocess.run([PROGRAM, "sample", "plan", "--json", *options], check=True, capture_output=True)
    return json.loads(out.stdout)


def total_variance(strata):
    """strata: [(costs, drawn)]"""
    return sum(len(y) ** 2 * y.var(ddof=1) * (1 / n - 1 / len(y)) for y, n in strata if n < len(y))


def drawn_variance(strata, rng):
    """Variance of the estimated total over samples that are drawn, and its own standard error."""
    totals = np.zeros(DRAWS)
    for y, n in strata:
        picks = np.argsort(rng.random((DRAWS, len(y))), axis=1)[:, :n] if n < len(y) else None
        totals += y.sum() if picks is None else len(y) * y[picks].mean(axis=1)
    d = totals - totals.mean()
    return d.var(ddof=1), np.sqrt((np.mean(d**4) - np.mean(d**2) ** 2) / DRAWS)


def check_simple(found, costs, n, z):
    people, cv = len(costs), costs.std(ddof=1) / costs.mean()
    same(found["cv"], cv, "cv")
    same(found["margin"], z * cv * np.sqrt((1 - n / people) / n), "margin")
    for target in found["needed"]:
        sizes = np.arange(2, people + 1)
        margins = z * cv * np.sqrt((1 - sizes / people) / sizes)
        say(target["n"] == sizes[margins <= target["margin"]][0], f"size for {target}")


def check_line(found, costs, n, z):
    """Every number of dearest people, each from scratch."""
    order = np.sort(costs)[::-1]
    best = min((total_variance([(order[t:], n - t)]), t) for t in range(n - 1) if t == 0 or order[t] < order[t - 1])
    same(found["margin"], z * np.sqrt(best[0]) / costs.sum(), "margin with the best line", 1e-7)
    say(found["taken"] == best[1], f"taken: {found['taken']} is not {best[1]}")
    return [(order[: best[1]], best[1]), (order[best[1] :], n - best[1])]


def check_drawn(strata, margin, z, total, name, rng):
    """The margin promised, against samples drawn; and a margin a tenth off must be noticed."""
    variance, error = drawn_variance([part for part in strata if len(part[0])], rng)
    promised = (margin * total / z) ** 2
    say(abs(promised - variance) < LAW_Z * error, f"{name}: variance {promised} promised, {variance} +- {error} drawn")
    say(abs(1.21 * promised - variance) > LAW_Z * error,
        f"{name}: a margin a tenth too wide passes as well")


def main():
    rng = np.random.default_rng(SEED)
    z = norm.ppf(0.975)
    with tempfile.TemporaryDirectory() as folder:
        county = os.path.join(folder, "county.csv")
        subprocess.run([PROGRAM, "generate", os.path.join(SCENARIO, "county.recipe.yaml"), "--out", county], check=True,
                       capture_output=True)
        with open(county, encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["setting"] == "community"]
        found = plan("--caseload", county, "--where", "setting=community", "--by", "care_group",
                     "--take-all-above", str(LINE), "--interval", "0.05")
    costs = np.array([float(row["weekly_cost"]) for row in rows])
    groups = np.array([row["care_group"] for row in rows])
    n, first = found["n"], found["stage_one"]
    n0 = z**2 * 0.25 / 0.05**2
    say(n == np.ceil(n0 / (1 + (n0 - 1) / len(costs))), f"n is {n}")
    skewness = np.mean((costs - costs.mean()) ** 3) / costs.std() ** 3
    same(first["skewness"], skewness, "skewness")
    say(first["normal_from"] == np.ceil(25 * skewness**2), "people from which an interval is normal")
    check_simple(first["costs_unknown"], costs, n, z)
    for explained in found["if_explained"]:
        same(explained["cv"], costs.std(ddof=1) / costs.mean() * np.sqrt(1 - explained["explained"]), "explained")
    by_line = check_line(first["ways"]["dearest_taken"], costs, n, z)
    strata = {"above £1000 a week": costs[costs > LINE]}
    for group in np.unique(groups):
        strata[group] = costs[(groups == group) & (costs <= LINE)]
    check_drawn([(costs, n)], first["costs_unknown"]["margin"], z, costs.sum(), "at random", rng)
    check_drawn(by_line, first["ways"]["dearest_taken"]["margin"], z, costs.sum(), "best line", rng)
    for way in ("proportional", "neyman"):
        parts = [(strata[s["name"]], s[way]) for s in first["strata"]]
        say(sum(part[1] for part in parts) == n, f"{way}: sizes sum to {n}")
        margin = first["ways"][way]["margin"]
        same(margin, z * np.sqrt(total_variance(parts)) / costs.sum(), f"{way}: margin")
        check_drawn(parts, margin, z, costs.sum(), way, rng)
    rest = [s for s in first["strata"] if not s["take_all"]]
    spread = sum(s["people"] * strata[s["name"]].std(ddof=1) for s in rest)
    left = n - sum(s["people"] for s in first["strata"] if s["take_all"])
    for s in rest:
        say(abs(s["neyman"] - left * s["people"] * strata[s["name"]].std(ddof=1) / spread) < 1, f"Neyman: {s}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"plans of samples: {len(first['strata'])} strata, 4 ways, {DRAWS} samples each")


main()
