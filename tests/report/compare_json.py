#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads PREFIX.h5 as a stranger would, with h5py, and compares it with PREFIX.json, figure by figure.

usage: compare_json.py RASIM FRAMEWORK [--place-series] [--spoil]

Every number of a design's years in the JSON must be compared: with its counterpart in the results file, or with what NumPy
makes of the replicates there. Money is rounded to the penny in the JSON, other numbers to 15 digits. `--spoil` adds a
penny to one figure and must be noticed. Exit status 0: all agree; 77: h5py is not installed.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

try:
    import h5py
    import numpy as np
except ImportError as missing:
    print(f"compare_json: cannot run: {missing}")
    sys.exit(1 if os.environ.get("RASIM_REQUIRE_ALL") == "1" else 77)

PENNY = 0.005 * (1 + 1e-9)
DIGITS = 1e-14
SUMMED = {"ras_gbp": (["indicative", "uplift", "protection", "price_surprise"],
                      ["trim", "high_cost_price_surprise", "legacy_price_surprise"]),
          "high_cost_gbp": (["high_cost", "high_cost_price_surprise"], []),
          "legacy_gbp": (["legacy", "legacy_price_surprise"], []),
          "total_gbp": (["legacy", "indicative", "uplift", "high_cost", "price_surprise", "protection"], ["trim"])}

compared, wrong, left = 0, [], set()


def leaves(item, path=()):
    """Paths of all numbers and nulls."""
    if isinstance(item, dict):
        for key, value in item.items():
            yield from leaves(value, (*path, key))
    elif isinstance(item, list):
        for i, value in enumerate(item):
            yield from leaves(value, (*path, i))
    elif item is None or (isinstance(item, (int, float)) and not isinstance(item, bool)):
        yield path


def check(year, path, expected, money=True):
    """The figure at a path of the JSON against one from the results file; not a number there is null here."""
    global compared
    figure = year
    for step in path:
        figure = figure[step]
    expected = float(expected)
    compared += 1
    left.discard(path)
    if figure is None or np.isnan(expected):
        agrees = figure is None and np.isnan(expected)
    else:
        agrees = abs(figure - expected) <= (PENNY if money else 0) + DIGITS * abs(expected)
    if not agrees:
        wrong.append(f"{'.'.join(map(str, path))}: JSON has {figure}, the results file gives {expected:.17g}")


def check_all(year, path, field, values, money=True):
    """A field of every item of a list."""
    items = year
    for step in path:
        items = items[step]
    if len(items) != len(values):
        wrong.append(f"{'.'.join(map(str, path))}: {len(items)} items, the results file has {len(values)}")
    for i, value in enumerate(values[:len(items)]):
        check(year, (*path, i, field), value, money)


class Year:
    """A year of a design: its arrays, and the ranks that bound a quantile's interval, which depend on nothing but the
    level and the number of replicates."""

    def __init__(self, file, group):
        self.lines = [name.decode() for name in file["labels/money_line"]]
        self.people_lines = [name.decode() for name in file["labels/people_line"]]
        self.areas = file["axes/group_area"][:] - 1
        self.ledger, self.people, self.net = group["ledger"][:], group["people"][:], group["net"][:]
        self.arrays = group
        self.summary = {name: values[:] for name, values in group["summary"].items()}
        ordered = np.sort(self.net)
        self.levels = self.summary["quantile_level"]
        self.ranks = [[np.nan if np.isnan(x) else int(np.argmin(np.abs(ordered - x))) for x in self.summary[name]]
                      for name in ("quantile", "quantile_low", "quantile_high")]

    def line(self, name, groups=slice(None)):
        if name == "person_years":
            return self.arrays["person_years"][:][:, groups].sum(axis=1)
        if name in self.people_lines:
            return self.people[:, groups, self.people_lines.index(name)].sum(axis=1)
        return self.ledger[:, groups, self.lines.index(name)].sum(axis=1)

    def check_quantiles(self, year, path, series, money=True):
        ordered = np.sort(series)
        check_all(year, path, "level", self.levels, False)
        for field, ranks in zip(("value", "low", "high"), self.ranks):
            check_all(year, path, field, [np.nan if np.isnan(r) else ordered[int(r)] for r in ranks], money)

    def check_distribution(self, year, path, series, money=True):
        check(year, (*path, "mean"), series.mean(), money)
        check(year, (*path, "sd"), series.std(ddof=1), money)
        check(year, (*path, "mean_se"), series.std(ddof=1) / np.sqrt(len(series)), money)
        self.check_quantiles(year, (*path, "quantiles"), series, money)

    def check_expected(self, year, path, series, money=True):
        ordered = np.sort(series)
        check(year, (*path, "mean"), series.mean(), money)
        check(year, (*path, "mean_se"), series.std(ddof=1) / np.sqrt(len(series)), money)
        for field, level in (("p10", 0.1), ("p90", 0.9)):
            check(year, (*path, field), ordered[int(np.ceil(np.round(level * len(series), 9))) - 1], money)

    def check_ledger(self, year, path, groups=slice(None)):
        for name in [*self.lines, *self.people_lines, "person_years"]:
            check(year, (*path, name), self.line(name, groups).mean(), name in self.lines)


def check_headline(y, year):
    s = y.summary
    for name, field in {"envelope_gbp": "envelope", "plan_gbp": "plan", "planned_pool_gbp": "planned_pool",
                        "drift_gbp": "drift", "contingency_held_gbp": "contingency_held",
                        "expected_overspend_gbp": "expected_overspend",
                        "overspend_if_over_gbp": "overspend_if_over"}.items():
        check(year, (name,), s[field][0])
    check(year, ("drift_gbp",), y.net.mean() - s["plan"][0])
    for name, field in {"probability": "affordability", "low": "affordability_low",
                        "high": "affordability_high"}.items():
        check(year, ("affordability", name), s[field][0], False)
    for name, field, money in [("gbp", "contingency", True), ("low", "contingency_low", True),
                               ("high", "contingency_high", True), ("risk_margin_gbp", "risk_margin", True),
                               ("share_of_plan", "contingency_share_of_plan", False),
                               ("share_of_pool", "contingency_share_of_pool", False), ("level", "level", False)]:
        check_all(year, ("contingency",), name, s[field], money)
    for name, field in {"gbp": "headroom", "low": "headroom_low", "high": "headroom_high"}.items():
        check_all(year, ("headroom",), name, s[field])
    check_all(year, ("expected_shortfall",), "gbp", s["expected_shortfall"])
    for name in ("headroom", "expected_shortfall"):
        check_all(year, (name,), "level", s["level"], False)


def check_lines(y, year):
    y.check_distribution(year, ("net_gbp",), y.net)
    y.check_ledger(year, ("ledger",))
    for name in ("uplift", "trim", "contribution", "other_funding", "underspend"):
        check(year, (f"{name}_gbp",), y.line(name).mean())
    for name in ("panel_cases", "excluded_people"):
        check(year, (name,), y.summary[f"{name}_mean"][0], False)
        y.check_distribution(year, ("people", name), y.line(name).astype(float), False)
    for name, (plus, minus) in SUMMED.items():
        series = sum(y.line(x) for x in plus) - sum(y.line(x) for x in minus)
        check(year, ("pools", name), y.summary[name.replace("_gbp", "_pool_mean")][0])
        y.check_distribution(year, ("pools", "distributions", name), series)


def check_standing(y, year):
    """Limits that bind and ways of assessing, where there are any."""
    fields = {"limits": {"value": "limit_value", "people": "limit_people", "gbp": "limit_gbp"},
              "mode_effects": {"points": "mode_points", "gbp_week": "mode_gbp_week", "gbp_week_low": "mode_gbp_week_low",
                               "gbp_week_high": "mode_gbp_week_high", "gbp": "mode_gbp", "gbp_low": "mode_gbp_low",
                               "gbp_high": "mode_gbp_high"}}
    for part, names in fields.items():
        for name, field in names.items():
            if year[part]:
                check_all(year, (part,), name, y.summary[field])
    for i, limit in enumerate(year["limits"]):
        if limit["care_group"] is None:
            check(year, ("limits", i, "care_group"), np.nan, False)


FLOWS = {name: (name,) for name in ("starters", "leavers", "movers", "moved_outside_people", "people_at_end",
                                    "person_years")}
COSTS = {f"{name}_gbp": (name,) for name in ("full_year_starters", "full_year_leavers", "full_year_changes",
                                             "moved_outside")}
COSTS["full_year_gbp"] = ("full_year_starters", "full_year_leavers", "full_year_changes")


def check_years(y, year):
    """What is said of a year among others."""
    s = y.summary
    for i, name in enumerate(("probability", "low", "high")):
        check(year, ("affordability_so_far", name), s["affordability_so_far"][i], False)
    check_all(year, ("fan_gbp",), "level", [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95], False)
    for name, field in (("value", "fan"), ("low", "fan_low"), ("high", "fan_high")):
        check_all(year, ("fan_gbp",), name, s[field])
    for name in [*y.lines, *y.people_lines, "person_years"]:
        error = y.line(name).std(ddof=1) / np.sqrt(len(y.net))
        check(year, ("ledger_se", name), error, name in y.lines)
    check(year, ("sample_alone", "sd_se"), s["sample_sd_se"][0])
    check(year, ("sample_alone", "share_se"), s["sample_share_se"][0], False)
    for names, money in ((FLOWS, False), (COSTS, True)):
        for name, lines in names.items():
            if year["turnover"]:
                y.check_expected(year, ("turnover", name), sum(y.line(x).astype(float) for x in lines), money)
    for name in ("envelope_turned_out_gbp", "turnover", "savings", "reserve", "interventions"):
        if year[name] is None:
            left.discard((name,))


def tail_window(level, n):
    """How many replicates count as about a level: 0.5 % of the ranks to either side, at least 200, or all."""
    rank, reach = int(np.ceil(np.round(level * n, 9))) - 1, max(int(0.005 * n), 100)
    return max(min(rank + reach, n - 1) - max(rank - reach, 0) + 1, min(200, n))


def check_tail(y, year):
    """Who brings about a bad year: each level's parts, which add up to its quantile (and shortfall) less the plan."""
    s = y.summary
    fields = {"at_gbp": "", "at_se": "_se", "beyond_gbp": "_beyond", "beyond_se": "_beyond_se"}
    wholes = {"at_gbp": np.sort(y.net)[[int(np.ceil(np.round(p * len(y.net), 9))) - 1 for p in s["level"]]],
              "beyond_gbp": s["expected_shortfall"]}
    for i, _ in enumerate(year["tail_allocation"]):
        here = ("tail_allocation", i)
        check(year, (*here, "level"), s["level"][i], False)
        check(year, (*here, "replicates"), tail_window(s["level"][i], len(y.net)), False)
        for field, whole in wholes.items():
            check(year, (*here, field), whole[i] - s["plan"][0])
        for part, name in (("by_budget_area", "tail_area"), ("by_pool", "tail_pool")):
            for field, suffix in fields.items():
                check_all(year, (*here, part), field, s[name + suffix][i])
            for suffix, field in (("", "at_gbp"), ("_beyond", "beyond_gbp")):
                together = s[name + suffix][i].sum()
                if abs(together - year["tail_allocation"][i][field]) > PENNY * 2:
                    wrong.append(f"tail_allocation.{i}.{part}: {field} adds up to {together:.2f}")


def check_place(y, year, i):
    """Net of a place against its replicates where the run kept them; else against what the file knows of them."""
    s, net = y.summary, ("by_place", i, "net_gbp")
    if "net_by_place" in y.arrays:
        values = y.arrays["net_by_place"][:, i]
        y.check_distribution(year, net, values)
        check(year, ("by_place", i, "least_gbp"), values.min())
        check(year, ("by_place", i, "most_gbp"), values.max())
        return
    for name, field in {"mean": "place_mean", "mean_se": "place_mean_se", "sd": "place_sd"}.items():
        check(year, (*net, name), s[field][i])
    check(year, ("by_place", i, "least_gbp"), s["place_least"][i])
    check(year, ("by_place", i, "most_gbp"), s["place_most"][i])
    if year["by_place"][i]["net_gbp"]["quantiles"]:
        wrong.append(f"by_place.{i}: quantiles without the replicates")


def check_parts(y, year):
    s = y.summary
    for name, field, money in [("envelope_gbp", "area_envelope", True), ("plan_gbp", "area_plan", True)]:
        check_all(year, ("by_budget_area",), name, s[field], money)
    for i, area in enumerate(year["by_budget_area"]):
        y.check_distribution(year, ("by_budget_area", i, "net_gbp"), y.arrays["net_by_area"][:, i])
        y.check_ledger(year, ("by_budget_area", i, "ledger"), y.areas == i)
        if area["affordability"] is None:
            check(year, ("by_budget_area", i, "affordability"), s["area_affordability"][i])
            continue
        for name, field in {"probability": "", "low": "_low", "high": "_high"}.items():
            check(year, ("by_budget_area", i, "affordability", name), s[f"area_affordability{field}"][i], False)
    for i, _ in enumerate(year["by_place"]):
        check(year, ("by_place", i, "people"), s["place_people"][i], False)
        check(year, ("by_place", i, "plan_gbp"), s["place_plan"][i])
        check_place(y, year, i)
    check(year, ("sample_alone", "sd_gbp"), s["sample_sd"][0])
    check(year, ("sample_alone", "share_of_variance"), s["sample_share_of_variance"][0], False)
    if year["sample_alone"]["applies"]:
        y.check_quantiles(year, ("sample_alone", "quantiles"), y.arrays["sample_net"][:])


def compare(file, page):
    for d, design in enumerate(page["designs"]):
        if design["name"] != file["labels/design"][d].decode():
            wrong.append(f"design {d + 1} is '{design['name']}' in the JSON alone")
        for t, year in enumerate(design["years"]):
            left.clear()
            left.update(leaves(year))
            y = Year(file, file[f"designs/{d + 1}/year_{t + 1}"])
            check_headline(y, year)
            check_lines(y, year)
            check_parts(y, year)
            check_tail(y, year)
            check_years(y, year)
            check_standing(y, year)
            wrong.extend(f"{'.'.join(map(str, path))} has nothing to be compared with" for path in sorted(left, key=str))
    for name in ("seed", "replicates", "replicates_asked", "complete", "synthetic"):
        if page[name] != file.attrs[name]:
            wrong.append(f"{name}: JSON has {page[name]}, the results file {file.attrs[name]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rasim")
    parser.add_argument("framework")
    parser.add_argument("--place-series", action="store_true", help="of a run that keeps the series of places")
    parser.add_argument("--spoil", action="store_true")
    options = parser.parse_args()
    more = ["--place-series"] if options.place_series else []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([options.rasim, "run", options.framework, "--out", f"{folder}/x", "--quiet", *more],
                       check=True, capture_output=True)
        with open(f"{folder}/x.json", encoding="utf-8") as text:
            page = json.load(text)
        if options.spoil:
            page["designs"][-1]["years"][0]["pools"]["distributions"]["total_gbp"]["quantiles"][1]["value"] += 0.01
        with h5py.File(f"{folder}/x.h5", "r") as file:
            compare(file, page)
    print("\n".join(wrong[:20]))
    print(f"{len(wrong)} of {compared} figures disagree.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
