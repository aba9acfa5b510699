#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the engine with the independent recomputation, figure by figure.

usage: verify.py DUMP_LEDGER CASE_FOLDER [--shock-scale X] [--mutate NAME]

Everybody of a case has a budget area of their own, so a ledger group is a person. Money must agree within 2 units of
1/256 £ a week a person-year and 1e-6 of the amounts (the kernel is single precision), people exactly, and the
roundings may not lean to one side. Where a need cost comes so near to a boundary of a decision that single precision
may decide otherwise, the person is left out of that replicate and counted; that must be rare. The summary is compared
with NumPy on the same ledger. Exit status 0: all agree.
"""
import argparse
import collections
import csv
import math
import os
import subprocess
import sys

sys.dont_write_bytecode = True  # nothing is left in the source tree

try:
    import numpy as np
    import scipy.special  # noqa: F401 - recompute needs it
except ImportError as missing:
    print(f"verify: cannot run: {missing}")
    sys.exit(1 if os.environ.get("RASIM_REQUIRE_ALL") == "1" else 77)

import recompute
from recompute import LINES, PEOPLE_LINES

UNITS = 256           # ledger units in £ 1 a week
YEARS = 4096          # ledger units in a person-year
UNITS_A_PERSON = 2
RELATIVE = 1e-6
NEAR = 1e-5           # of a boundary: nearer than this the two precisions may decide differently
MOST_NEAR = 2e-3      # share of figures that may be left out
LEAN_LINES = ["legacy", "high_cost", "price_surprise"]  # those that are random to the last digit
MOST_LEAN = 0.1       # units: their mean difference; truncation instead of rounding gives 0.5


class Comparison:
    """Counts the figures that were compared and those that disagree, and prints the worst of these."""

    def __init__(self):
        self.compared, self.wrong = 0, 0

    def check(self, name, engine, ours, tolerance, where=None):
        """Arrays of figures; `where` says which are compared."""
        engine, ours, tolerance = np.broadcast_arrays(np.asarray(engine, float), ours, tolerance)
        where = np.broadcast_to(True if where is None else where, engine.shape)
        gap = np.where(where, np.abs(engine - ours), 0)
        wrong = ~(gap <= tolerance)
        self.compared += int(where.sum())
        self.wrong += int(wrong.sum())
        if wrong.any():
            at = np.unravel_index(np.argmax(np.where(wrong, gap - tolerance, -np.inf)), gap.shape)
            print(f"{name}: {wrong.sum()} of {where.sum()} disagree; worst at {tuple(int(i) for i in at)}: "
                  f"engine {engine[at]:.10g}, recomputed {ours[at]:.10g}, allowed {tolerance[at]:.3g}")


class Dump:
    """What the engine printed: ledger[design][line] is [rows, replicates] in the study's order of people."""

    def __init__(self, program, folder, study, shock_scale):
        command = [program, f"{folder}/framework.json", str(shock_scale)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        index = {person["budget_area"]: i for i, person in enumerate(study.people)}
        shape = (len(index), study.framework["replicates"])
        self.ledger = [{line: np.full(shape, np.nan) for line in LINES} for _ in study.designs]
        self.sample, self.place = collections.defaultdict(dict), collections.defaultdict(dict)
        self.summary = collections.defaultdict(dict)
        for kind, design, replicate, label, line, value in csv.reader(out.splitlines()):
            d = int(design)
            if kind == "ledger":
                unit = YEARS if line == "person_years" else 1
                self.ledger[d][line][index[label], int(replicate)] = int(value) / unit
            elif kind == "sample":
                self.sample[d][int(replicate)] = int(value)
            elif kind == "place":
                self.place[d][label, int(replicate)] = int(value)
            else:
                self.summary[d][line, label] = float(value)


def compare_ledger(check, engine, ours, scale, near, counts):
    """Every line of every person and replicate."""
    far = near > NEAR
    share = 1 - far.mean()
    print(f"  {int((~far).sum())} of {far.size} person-replicates near a boundary are left out")
    check.check("near a boundary", share, 0, MOST_NEAR)
    allowed = UNITS_A_PERSON * counts + RELATIVE * scale * UNITS
    for line in LINES:
        if line in PEOPLE_LINES:
            check.check(line, engine[line], ours[line], 0, far)
            continue
        check.check(line, engine[line], ours[line] * UNITS, allowed, far)
        fair = far & (ours[line] != 0) & (scale < 4000 * counts)  # where a unit is not below single precision
        if line in LEAN_LINES and fair.sum() >= 100:
            gap = (engine[line] - ours[line] * UNITS)[fair]
            check.check(f"{line} (mean difference)", gap.sum() / counts[fair].sum(), 0, MOST_LEAN)
    used = [line for line in LINES if ours[line].any()]
    print(f"  lines that occur: {', '.join(used)}")


def compare_identity(check, engine):
    """The signed lines are net, exactly."""
    plus = ["legacy", "indicative", "uplift", "high_cost", "price_surprise", "protection", "intervention_cost"]
    minus = ["trim", "underspend", "savings", "other_funding", "contribution"]
    check.check("ledger identity", sum(engine[x] for x in plus) - sum(engine[x] for x in minus), engine["net"], 0)


def compare_plan(check, study, design, dump, number, counts, mutate):
    """Plan, planned pool, plan by area and place, and what the sample alone does."""
    net, inside = recompute.plan(study, design, mutate)
    weight, year = np.array([p["calibrated"] for p in study.people]), study.weeks
    figures = dump.summary[number]
    people = weight.sum()
    unit = 2 * year / UNITS
    check.check("plan", figures["plan", ""], weight @ net * year, unit * people)
    check.check("planned pool", figures["planned_pool", ""], weight @ inside * year, unit * people)
    for i, person in enumerate(study.people):
        check.check(f"plan of {person['budget_area']}", figures["area_plan", person["budget_area"]],
                    weight[i] * net[i] * year, unit * weight[i])
    for place in sorted({p["place"] for p in study.people} if "place" in study.people[0] else []):
        there = np.array([p["place"] == place for p in study.people])
        check.check(f"plan of {place}", figures["place_plan", place], weight[there] @ net[there] * year, unit * people)
        check.check(f"people of {place}", figures["place_people", place], weight[there].sum(), 1e-9)
        series = [dump.place[number][place, r] for r in range(counts.shape[1])]
        check.check(f"net of {place}", series, dump.ledger[number]["net"][there].sum(axis=0), 0)
    if dump.sample:
        series = [dump.sample[number][r] for r in range(counts.shape[1])]
        check.check("what the sample alone does", series, (net @ counts) * UNITS, UNITS_A_PERSON * people)


def wilson(p, n, z=1.959963984540054):
    """Wilson's 95 % interval."""
    centre, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (centre - spread) / (1 + z * z / n), (centre + spread) / (1 + z * z / n)


def statistics(study, net, envelope, plan):
    """Figures of the summary, {(figure, label): value}, from the engine's own net in £ a year."""
    n, ordered = len(net), np.sort(net)
    within = (net <= envelope).mean()
    low, high = wilson(within, n)
    found = {("mean", ""): net.mean(), ("sd", ""): net.std(ddof=1), ("mean_se", ""): net.std(ddof=1) / math.sqrt(n),
             ("drift", ""): net.mean() - plan, ("affordability", ""): within, ("affordability_low", ""): low,
             ("affordability_high", ""): high, ("expected_overspend", ""): np.maximum(net - envelope, 0).mean()}
    if within < 1:
        found["overspend_if_over", ""] = (net - envelope)[net > envelope].mean()
    for level in study.framework.get("confidence_levels", [0.5, 0.8, 0.9, 0.95]):
        j = math.ceil(round(level * n, 9))
        quantile, label = ordered[j - 1], f"{level:g}"
        found.update({("quantile", label): quantile, ("contingency", label): quantile - plan,
                      ("headroom", label): envelope - quantile})
        found["expected_shortfall", label] = (ordered[j:].sum() + (j - level * n) * ordered[j - 1]) / (n * (1 - level))
    return found


def compare_summary(check, study, dump, number):
    """The summary against NumPy on the engine's own ledger."""
    ledger, figures = dump.ledger[number], dump.summary[number]
    to_year = study.weeks / UNITS
    envelope = study.framework["envelope"][0]["gbp_year"]
    expected = statistics(study, ledger["net"].sum(axis=0) * to_year, envelope, figures["plan", ""])
    mean = {line: ledger[line].sum(axis=0).mean() * to_year for line in LINES}
    expected["high_cost_pool", ""] = mean["high_cost"] + mean["high_cost_price_surprise"]
    expected["legacy_pool", ""] = mean["legacy"] + mean["legacy_price_surprise"]
    expected["total_pool", ""] = sum(mean[x] for x in ("legacy", "indicative", "uplift", "high_cost", "price_surprise",
                                                       "protection")) - mean["trim"]
    expected["ras_pool", ""] = expected["total_pool", ""] - expected["high_cost_pool", ""] - expected["legacy_pool", ""]
    for i, person in enumerate(study.people):
        expected["area_mean", person["budget_area"]] = ledger["net"][i].mean() * to_year
    for (figure, label), value in expected.items():
        check.check(f"{figure} {label}", figures[figure, label], value, 1e-9 * (1 + abs(value)))
    print(f"  P(net <= envelope) {expected['affordability', '']:.3f}, plan £ {figures['plan', '']:,.0f}, "
          f"mean net £ {expected['mean', '']:,.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dump_ledger")
    parser.add_argument("case_folder")
    parser.add_argument("--shock-scale", type=float, default=1.0)
    parser.add_argument("--mutate", choices=recompute.MUTATIONS)
    options = parser.parse_args()
    study = recompute.Study(options.case_folder)
    dump = Dump(options.dump_ledger, options.case_folder, study, options.shock_scale)
    check = Comparison()
    for number, design in enumerate(study.designs):
        print(f"{design['name']}:")
        ours, scale, near, counts = recompute.simulate(study, design, options.mutate, options.shock_scale)
        compare_ledger(check, dump.ledger[number], ours, scale, near, counts)
        compare_identity(check, dump.ledger[number])
        compare_plan(check, study, design, dump, number, counts, options.mutate)
        compare_summary(check, study, dump, number)
    print(f"{check.wrong} of {check.compared} figures disagree.")
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
