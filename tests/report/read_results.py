#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a results file as a stranger would, with h5py, and compares it with docs/results.md.

    read_results.py RESULTS.h5 RESULTS.md

Every array and attribute must be on the page with its shape, type and unit, and every row of the page in the file; the
arrays must agree with one another. Prints what is wrong and exits 1; exits 77 where h5py is not installed."""

import re
import sys

try:
    import h5py
    import numpy as np
except ImportError:
    sys.exit(77)

wrong = []


def read_page(path):
    """Rows of the HDF5 tables: path -> (shape, type, unit)."""
    text = open(path, encoding="utf-8").read().split("## The replicates: HDF5")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \|([^|]*)\|([^|]*)\|([^|]*)\|", text, re.M)
    return {name: tuple(cell.strip() for cell in cells) for name, *cells in rows}


def generic(path):
    """The path as the page writes it."""
    path = re.sub(r"/designs/\d+", "/designs/<i>", path)
    path = re.sub(r"/persons/\d+", "/persons/<i>", path)
    path = re.sub(r"/year_\d+", "/year_<t>", path)
    path = re.sub(r"^/tails/\d+", "/tails/<i>", path)
    path = re.sub(r"(/resolved/framework)@.*", r"\1@<key>", path)
    return re.sub(r"/resolved/design_\d+@.*", "/resolved/design_<i>@<key>", path)


def kind(dtype):
    if dtype.kind in "SO":
        return "text"
    return "number" if dtype == np.float64 else "whole number"


def axes(file):
    """Lengths of the axes that the page names."""
    labels, year = file["labels"], file["designs/1/year_1"]
    n_years = len(file["envelopes/stated"])
    places = len(labels["place"]) if "place" in labels else 0
    return {
        "replicates": int(file.attrs["replicates"]), "groups": len(labels["group_setting"]),
        "areas": len(labels["budget_area"]), "places": places, "designs": len(labels["design"]),
        "money lines": len(labels["money_line"]), "people lines": len(labels["people_line"]),
        "levels": len(file["axes/level"]), "quantiles": len(year["summary/quantile_level"]),
        "inputs": len(file["inputs/path"]), "strata": len(file["frame/stratum"]), "bands": len(file["portability/band_people"]), "1": 1,
        "modes": len(labels["assessment_mode"]) if "assessment_mode" in labels else 0,
        "pairs of modes": len(year["summary/mode"]) if "summary/mode" in year else 0,
        "limits": len(year["summary/limit"]) if "summary/limit" in year else 0,
        "years": n_years, "fan": len(file["axes/fan_level"]), "expected": len(labels["expected"]),
        "interval": len(labels["interval"]), "4": 4,
        "bytes": len(file["document"]),
        "thresholds": len(file["tails/1/mean_excess"]) if "tails" in file else 0,
        "packages": len(file["tails/1/quantile_package"]) if "tails" in file else 0,
        "later years": len(file["persons/1/later_sufficiency"]) if "persons/1/later_sufficiency" in file else 0,
        "later equity": len(file["persons/1/later_equity"]) if "persons/1/later_equity" in file else 0,
        "tenths": 10, "equity": 2, "equity rows": 5,
        **{f"{name} columns": len(labels[f"{name}_column"]) for name in ("fit", "group", "points", "rule", "pool", "devolved", "line")},
        **{f"{name} figures": len(labels[f"{name}_figure"]) for name in ("averaging", "sufficiency", "theil")},
        "changes": len(labels["change"]), "people groups": len(labels["person_group"]),
        "points classes": len(file["persons/1/points"]), "rules": len(file["persons/1/rule_groups"]),
        "vertices": len(file["persons/1/rules"]),
        "pools": len(file["persons/1/pools"]), "lines": len(file["persons/1/lines"]),
        "tail pools": len(year["summary/tail_pool_name"]),
        "sources": len(file["designs/1/spread/source"]) if "designs/1/spread/source" in file else 0,
        "prefixes": len(file["designs/1/convergence/replicates"]), "precisions": 3,
        "steps": len(file["designs/1/waterfall/step"]) if "designs/1/waterfall" in file else 0,
        "periods": len(file["designs/1/waterfall/period"]) if "designs/1/waterfall" in file else 0,
    }


def check_dataset(name, dataset, row, lengths):
    shape = tuple(lengths[axis] for axis in row[0].strip("[]").split(" x "))
    if dataset.shape != shape:
        wrong.append(f"{name} has shape {dataset.shape}, not {shape}")
    if kind(dataset.dtype) != row[1]:
        wrong.append(f"{name} holds {dataset.dtype}, not {row[1]}")
    unit = dataset.attrs["unit"].decode() if "unit" in dataset.attrs else ""
    if unit != row[2]:
        wrong.append(f"{name} has unit '{unit}', not '{row[2]}'")
    if not dataset.attrs["sentence"].decode():
        wrong.append(f"{name} has no sentence")


def attribute_kind(value):
    return "text" if isinstance(value, (bytes, str)) else "number" if isinstance(value, np.float64) else "whole number"


def check_page(file, page):
    seen, lengths = set(), axes(file)

    def visit(name, item):
        path = "/" + name
        if isinstance(item, h5py.Dataset):
            row = page.get(generic(path))
            seen.add(generic(path))
            if row is None:
                wrong.append(f"{path} is written, but not on the page")
            else:
                check_dataset(path, item, row, lengths)
            return
        for key, value in item.attrs.items():
            where = generic(f"{path}@{key}")
            seen.add(where)
            if where not in page:
                wrong.append(f"{path}@{key} is written, but not on the page")
            elif page[where][1] and page[where][1] != attribute_kind(value):
                wrong.append(f"{path}@{key} is {value!r}, not {page[where][1]}")

    visit("", file)
    file.visititems(visit)
    wrong.extend(f"{name} is on the page, but not written" for name in sorted(set(page) - seen))


def same(what, one, other):
    if not np.allclose(one, other, rtol=1e-12, atol=1e-9, equal_nan=True):
        wrong.append(f"{what}: {one} and {other} differ")


def years_of(design):
    return [(t, design[f"year_{t + 1}"]) for t in range(len([name for name in design if name.startswith("year_")]))]


def budgets_of(file):
    """[replicates x years]"""
    stated = np.tile(file["envelopes/stated"][:], (int(file.attrs["replicates"]), 1))
    return stated * file["envelopes/funding"][:] if "funding" in file["envelopes"] else stated


def quantile(values, level):
    return np.sort(values)[int(np.ceil(np.round(level * len(values), 9))) - 1]


def check_years(file, design):
    """What is said over the years, from each replicate's net."""
    net = np.column_stack([year["net"][:] for _, year in years_of(design)])
    budget, horizon = budgets_of(file), design["horizon"]
    inside = np.cumprod(net <= budget, axis=1)
    same("sum of net", net.sum(axis=1).mean(), horizon["mean"][0])
    same("total", (net.sum(axis=1) <= budget.sum(axis=1)).mean(), horizon["affordability_total"][0])
    same("every year", inside[:, -1].mean(), horizon["affordability_every_year"][0])
    for t, year in years_of(design):
        same("so far", inside[:, t].mean(), year["summary/affordability_so_far"][0])
        same("fan", [quantile(net[:, t], level) for level in file["axes/fan_level"][:]], year["summary/fan"][:])


def check_sums(file):
    """The arrays agree with one another."""
    lines = [name.decode() for name in file["labels/money_line"]]
    net_line, signs = lines.index("net"), file["axes/money_sign"][:]
    for design in file["designs"].values():
        check_years(file, design)
        for t, year in years_of(design):
            budget = budgets_of(file)[:, t]
            ledger, net, summary = year["ledger"][:], year["net"][:], year["summary"]
            same("ledger identity", ledger @ signs, ledger[:, :, net_line])
            same("net", ledger[:, :, net_line].sum(axis=1), net)
            for area in range(year["net_by_area"].shape[1]):
                groups = file["axes/group_area"][:] == area + 1
                same("net by area", ledger[:, groups, net_line].sum(axis=1), year["net_by_area"][:, area])
            same("mean", net.mean(), summary["mean"][0])
            same("sd", net.std(ddof=1), summary["sd"][0])
            same("envelope", file["envelopes/stated"][t], summary["envelope"][0])
            same("affordability", (net <= budget).mean(), summary["affordability"][0])
            same("expected money", ledger.sum(axis=1).mean(axis=0), summary["expected_money"][:])
            same("expected people", year["people"][:].sum(axis=1).mean(axis=0), summary["expected_people"][:])
            same("person-years", year["person_years"][:].sum(axis=1).mean(), summary["person_years_mean"][0])
            for level, value in zip(summary["quantile_level"][:], summary["quantile"][:]):
                rank = int(np.ceil(np.round(level * len(net), 9)))
                same("quantile", np.sort(net)[rank - 1], value)


def main():
    with h5py.File(sys.argv[1], "r") as file:
        check_page(file, read_page(sys.argv[2]))
        check_sums(file)
    if wrong:
        sys.exit("\n".join(wrong))


main()
