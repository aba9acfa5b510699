#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that `rasim report` writes, judged from outside: valid HTML that asks for nothing, figures that are those of
PREFIX.json, labels that stay text, the same bytes twice, in well under two seconds; and, in headless Chromium without a
network (page_browser.mjs): every chart drawn, no error, no request, nothing that axe-core finds inaccessible.

usage: page.py RASIM CASE [--spoil] [--browser FOLDER [--plant]]

CASE is one of those below, or a framework. `--spoil` adds a pound to figures of the page, `--plant` puts an outside picture, a message,
a button without a name, a fold that stays closed on paper and a table that nobody sees in it: all must be noticed. FOLDER is
where axe-core and the bundle are (build/page). Exit status 0: all is well; 77: something needed is not installed.
"""
import argparse
import json
import math
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import html5lib
except ImportError as missing:
    print(f"page: cannot run: {missing}")
    sys.exit(1 if os.environ.get("RASIM_REQUIRE_ALL") == "1" else 77)

LONGEST_S = 2.0
HOSTILE = ["<script>alert('no')</script>", "\"quoted\" & 'quoted' \\ </td>", "\U0001F9D3 émoji 長い", "مجموعة الرعاية", "=1+1",
           "x" * 200, "--> ]]> {{7*7}} %s"]
PLANTED = """<img alt='' src='http://127.0.0.1:9/x.png'><button></button><table id='planted' hidden><tr><td></table>
<details id='fold'><summary>A fold</summary>Closed.</details><script>
console.log('planted');
addEventListener('load', () => addEventListener('beforeprint', () => { fold.open = false; }));
</script>"""
ALLOWED = ("#", "data:,")

failures = []


def expect(holds, what):
    """Remembers what does not hold."""
    if not holds:
        failures.append(what)


# ---- cases ----

def people(number, groups=("Older people", "Learning disability"), places=("North", "South"), most=90.0):
    """A caseload of so many people; the last of ten costs much."""
    rng = random.Random(number)
    rows = ["person_id,care_group,setting,place,weekly_cost,points,client_contribution"]
    for i in range(number):
        points = round(rng.uniform(5, most), 1)
        cost = round(points * rng.uniform(5, 11) * (4 if i % 10 == 9 else 1), 2)
        cells = [f"P{i}", groups[i % len(groups)], "community", places[i % len(places)], str(cost), str(points),
                 str(round(rng.uniform(0, 60), 2))]
        rows.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return "\n".join(rows) + "\n"


def design(name="So much a point", line=600, gbp=7.7):
    """A price per point; packages above the line are planned one by one."""
    made = {"name": name, "family": "price_per_point", "allocation": [{"gbp_per_point": gbp}]}
    if line:
        made["exclusion"] = {"threshold_gbp_week": line, "basis": "need"}
    return made


def framework(**changes):
    """A small framework; keys that are None are left out."""
    made = {"name": "Page", "synthetic": True, "caseload": "caseload.csv", "population": {"sampling": "fixed"},
            "envelope": [{"gbp_year": 1_000_000}], "sign_off": {"tolerance": 0.1, "uplift_share": 0.95, "trim_share": 0.3},
            "need": [{"log_sd": 0.2}], "prices": [{"mean": 0.03, "sd": 0.04}], "practice": {"sd": 0.1}, "replicates": 256,
            "seed": 20260101}
    made.update(changes)
    return {key: value for key, value in made.items() if value is not None}


CASES = {
    "plain": lambda: (framework(), [design()], people(60)),
    "one-person": lambda: (framework(envelope=[{"gbp_year": 30_000}]), [design()], people(1)),
    "one-stratum": lambda: (framework(population={"sampling": "polya", "strata": ["care_group"],
                                                  "frame": [{"care_group": "Older people", "people": 200}]}),
                            [design()], people(40, groups=("Older people",))),
    "none-excluded": lambda: (framework(), [design(line=None)], people(60)),
    "all-excluded": lambda: (framework(), [design(line=1)], people(60)),
    "ten-years": lambda: (framework(horizon=10, year="2026/27", need=[{"log_sd": 0.2, "persistence": 0.5}], turnover=[{"leave_probability": 0.15}],
                                    reserve={"opening_gbp": 50_000}),
                          [design()], people(40)),
    "twenty-designs": lambda: (framework(replicates=64),
                               [design(f"Design {i}", gbp=6.0 + i / 5) for i in range(20)], people(30)),
    "hostile": lambda: (framework(name=HOSTILE[0] + HOSTILE[4], about=HOSTILE[1], year=HOSTILE[6]),
                        [design(name=HOSTILE[1]), design(name="y" * 500)],
                        people(70, groups=HOSTILE[:4], places=HOSTILE[3:6])),
    "calibrate": lambda: (framework(population={"sampling": "polya", "strata": ["care_group"],
                                                "frame": [{"care_group": "Older people", "people": 300},
                                                          {"care_group": HOSTILE[0], "people": 100}]},
                                    envelope=[{"gbp_year": 12_000_000}]),
                          [design()], people(80, groups=("Older people", HOSTILE[0]))),
    "small-numbers": lambda: (framework(), [design()], people(22, groups=("Older people",) * 9 + ("Other",))),
}


def make(case, folder):
    """Writes the files of a case; the path of its framework."""
    if case not in CASES:
        return case
    frame, designs, caseload = CASES[case]()
    frame["designs"] = [f"design-{i}.json" for i in range(len(designs))]
    for i, each in enumerate(designs):
        (folder / f"design-{i}.json").write_text(json.dumps(each))
    (folder / "caseload.csv").write_text(caseload)
    (folder / "framework.json").write_text(json.dumps(frame))
    return folder / "framework.json"


# ---- the page as a reader of HTML has it ----

def parse(text):
    """The tree, strictly: html5lib raises on the first thing that the standard calls an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def words(element):
    """All text inside."""
    return "".join(element.itertext())


def tables_of(tree):
    """Tables by id: headings, and rows of numbers (NaN: not known) and texts."""
    found = {}
    for table in tree.iter("table"):
        heads = [words(cell) for cell in table.find("thead").find("tr")]
        rows = [[(float(c.get("data-v")) if c.get("data-v") else math.nan) if "data-v" in c.attrib else words(c) for c in tr]
                for tr in table.find("tbody")]
        found[table.get("id")] = (heads, rows)
    return found


def check_page(tree, text):
    """One file that asks for nothing, with its parts named."""
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    expect(len(ids) == len(set(ids)), f"ids stand twice: {sorted(i for i in set(ids) if ids.count(i) > 1)}")
    policies = [e.get("content") for e in tree.iter("meta") if e.get("http-equiv") == "Content-Security-Policy"]
    expect(policies == ["default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"],
           f"the content policy is {policies}")
    for element in tree.iter():
        for name in ("src", "href", "action", "srcset", "poster"):
            value = element.get(name)
            expect(value is None or value.startswith(ALLOWED), f"<{element.tag} {name}={value!r}> leads elsewhere")
        expect(not any(name.startswith("on") for name in element.attrib), f"<{element.tag}> has a handler")
        if (element.get("href") or "").startswith("#"):
            expect(element.get("href")[1:] in ids, f"nothing has the id {element.get('href')}")
    expect(tree.get("lang") == "en-GB", "the page does not say its language")
    expect("A population design tool; its figures are not individual entitlements;" in text, "the fixed sentence is missing")
    for figure in tree.iter("figure"):
        named = [words(e).strip() for e in figure.iter() if e.get("id") in figure.get("aria-labelledby").split()]
        expect(len(named) == 2 and all(named), f"chart {figure.get('id')} lacks its title or its finding")
        expect(any(True for _ in figure.iter("table")), f"chart {figure.get('id')} lacks its table")


# ---- its figures against PREFIX.json ----

compared = 0


def same(what, shown, stated):
    """A figure of the page against one of the JSON (null there is not known here)."""
    global compared
    compared += 1
    stated = math.nan if stated is None else float(stated)
    expect((math.isnan(shown) and math.isnan(stated)) or abs(shown - stated) <= 1e-9 * max(1.0, abs(stated)),
           f"{what}: the page says {shown!r}, the JSON {stated!r}")


def check_money(tables, where, year, suffix):
    """The tables of money of one design and year."""
    rows = tables[f"table-levels{suffix}"][1]
    for row, held, left in zip(rows, year["contingency"], year["headroom"], strict=True):
        for column, stated in ((1, year["plan_gbp"] + held["gbp"]), (3, held["gbp"]), (4, year["drift_gbp"]),
                               (5, held["risk_margin_gbp"]), (6, left["gbp"])):
            same(f"{where}, level {row[0]}, column {column}", row[column], stated)
    ledger = {row[0]: row for row in tables[f"table-ledger{suffix}"][1]}
    same(f"{where}, net", ledger["Net spend"][1], year["ledger"]["net"])
    steps = sum(row[1] for name, row in ledger.items() if name != "Net spend")
    expect(abs(steps - ledger["Net spend"][1]) < 0.01 * len(ledger), f"{where}: the steps add up to {steps}")
    heads, pools = tables[f"table-pools{suffix}"]
    pools = {row[0]: row for row in pools}
    same(f"{where}, gross", pools["Gross spend"][heads.index("Expected")], year["pools"]["distributions"]["total_gbp"]["mean"])
    same(f"{where}, inside", pools["Net spend"][heads.index("Inside")], year["affordability"]["probability"])


def check_design(tables, d, design, persons, suffix):
    """The tables of one design."""
    for y, year in enumerate(design["years"]):
        check_money(tables, f"design {d}, {year['year']}", year, (f"-year-{y + 1}" if y > 0 else "") + suffix)
    if len(design["years"]) > 1:
        for row, each in zip(tables[f"table-fan{suffix}"][1], design["years"], strict=True):
            same(f"design {d}, {row[0]}, envelope", row[1], each["envelope_gbp"])
            for column, at in enumerate(each["fan_gbp"]):
                same(f"design {d}, {row[0]}, fan {at['level']}", row[5 + column], at["value"])
            same(f"design {d}, {row[0]}, so far", row[13], (each["affordability_so_far"] or {}).get("probability"))
    sources = (design["spread"] or {"sources": []})["sources"]
    for row, source in zip(tables.get(f"table-tornado{suffix}", ([], []))[1], sources):
        same(f"design {d}, {row[0]}", row[2], source["p90_gbp"])
    if design["waterfall"]:
        of = design["waterfall"]["periods"][-1]
        for row, bar in zip(tables[f"table-waterfall{suffix}"][1], of["bars"]):
            same(f"design {d}, {row[0]}", row[1], bar["gbp"])
            same(f"design {d}, {row[0]}, interaction", row[5], bar["interaction_gbp"])
        same(f"design {d}, last level", tables[f"table-waterfall{suffix}"][1][-1][1], of["mean_gbp"] + of["to_level"][-1]["gbp"])
    if persons:
        check_persons(tables, d, persons, suffix)


def check_persons(tables, d, persons, suffix):
    """Groups, hidden where they are small, and the averaging-out curve."""
    heads, rows = tables[f"table-groups{suffix}"]
    for row, group in zip(rows, persons["groups"], strict=True):
        where = f"design {d}, {group['by']} {group['label'][:20]}"
        if group["hidden"]:
            expect(row[2] == "hidden", f"{where} is shown: {row[2]!r}")
        else:
            same(where, row[2], group["people"])
            same(where, row[heads.index("Needs cost")] if "Needs cost" in heads else math.nan, group["need"]["mean_target"])
    check_points(tables, d, persons, suffix)
    for row, size in zip(tables.get(f"table-averaging{suffix}", ([], []))[1], persons["averaging"]["sizes"]):
        same(f"design {d}, {row[0]} people", row[1], size["sd"])


def check_points(tables, d, persons, suffix):
    """Classes of points, and the rule over them: every line in a column of its own."""
    rows = iter(tables.get(f"table-points{suffix}", ([], []))[1])
    for each in persons["points_classes"]:
        if each["people"] == 0:
            continue
        row, where = next(rows), f"design {d}, {each['from']:g} to {each['to']:g} points"
        expect((row[2] == "hidden") == each["hidden"], f"{where}: the page says {row[2]!r} people")
        for column, stated in ((1, each["mean_points"]), (3, each["need"]["value"]), (4, each["need_low"]),
                               (5, each["need_high"]), (6, each["allocation"]["value"])):
            same(f"{where}, column {column}", row[column], stated)
    for line, rule in enumerate(persons["rule_lines"]):
        for points, gbp_week in zip(rule["points"], rule["gbp_week"], strict=True):
            row = next(rows)
            same(f"design {d}, the rule of {rule['care_groups'][:20]}, points", row[1], points)
            same(f"design {d}, the rule of {rule['care_groups'][:20]} at {points:g}", row[7 + line], gbp_week)
    expect(next(rows, None) is None, f"design {d}: rows that are of no class and no rule")


def check_figures(tree, results):
    """All designs; at least so many figures were looked at."""
    tables, designs = tables_of(tree), results["designs"]
    for d, each in enumerate(designs):
        suffix = f"-{d + 1}" if len(designs) > 1 else ""
        persons = (results["persons"] or {"designs": []})["designs"]
        check_design(tables, d, each, persons[d] if persons else None, suffix)
    shown = [words(e) for e in tree.iter("p")] + [words(e) for e in tree.iter("h1")]
    if len(designs) <= 6:
        for each in designs:
            chance = each["horizon"]["affordability_every_year"]
            expect(any("the budget is" in text for text in shown), f"no verdict for {each['name'][:20]} ({chance})")
    expect(compared >= 20, f"only {compared} figures were compared")


def check_calibration(tree, results):
    """Every table of a calibration's page."""
    tables = tables_of(tree)
    for row, way in zip(tables["table-ways"][1], results["ways"], strict=True):
        fit = way["cross_validated"]
        same(f"{row[0]}, error", row[2], fit["mean_absolute"])
        same(f"{row[0]}, its interval", row[4] - row[3], 2 * 1.96 * fit["mean_absolute_se"])
        expect(("(chosen)" in row[0]) == way["chosen"], f"{row[0]} is not the one chosen, or is not said to be")
    fitted = [row for name, (_, rows) in tables.items() if name.startswith("table-fitted") for row in rows]
    for row, value in zip(fitted, results["values"], strict=True):
        for column, key in enumerate(("at", "value", "low", "high"), 1):
            same(f"{value['what']}, {key}", row[column], value[key])
    shown = [row for by in ("care", "need", "cost") for row in tables[f"table-bias-{by}"][1]]
    for row, part in zip(shown, results["parts"], strict=True):
        same(f"{part['by']} {part['label'][:20]}, bias", row[2], part["cross_validated"]["bias"])
    envelope = results["envelope"]
    for row, at in zip(tables["table-scales"][1], envelope["scales"], strict=True):
        same(f"scale {row[0]}", row[1], at["quantile_gbp"])
        same(f"scale {row[0]}, left", row[3], envelope["envelope_gbp"] - at["quantile_gbp"])
    expect(any("is the largest at which net spend stays inside" in words(e) for e in tree.iter("p")), "no verdict")


def check_curve(tree, results):
    """The share of years inside, read off the S-curve at the envelope, is the JSON's probability."""
    rows = tables_of(tree).get("table-net-curve", ([], []))[1]
    if not rows:
        return
    horizon = results["designs"][0]["horizon"]
    below = sum(row[0] <= horizon["envelope_gbp"] for row in rows) / len(rows)
    expect(abs(below - horizon["affordability_total"]["probability"]) <= 1.5 / len(rows),
           f"the curve says {below}, the JSON {horizon['affordability_total']['probability']}")
    expect(all(a[0] <= b[0] for a, b in zip(rows, rows[1:])), "the curve falls")


def check_curves(tree, results):
    """The S-curves of two to six designs in one chart: at the envelope each has the JSON's probability."""
    designs = results["designs"]
    rows = tables_of(tree).get("table-net-curves", ([], []))[1]
    expect(bool(rows) == (2 <= len(designs) <= 6), f"{len(rows)} rows of curves for {len(designs)} designs")
    for each in designs if rows else []:
        own = [row for row in rows if row[2] == each["name"]]
        below = sum(row[0] <= each["horizon"]["envelope_gbp"] for row in own) / max(1, len(own))
        stated = each["horizon"]["affordability_total"]["probability"]
        expect(len(own) >= 50 and abs(below - stated) <= 1.5 / len(own), f"{each['name'][:20]}: the curve says {below}, the JSON {stated}")
        expect(all(a[0] <= b[0] and a[1] < b[1] for a, b in zip(own, own[1:])), f"{each['name'][:20]}: the curve falls")


# ---- all of it ----

def report(rasim, prefix, page):
    """Writes the page; how long it took in seconds."""
    began = time.monotonic()
    subprocess.run([rasim, "report", f"{prefix}.h5", "--html", page, "--quiet"], check=True)
    return time.monotonic() - began


def in_browser(page, folder):
    """What page_browser.mjs says."""
    chromium, node = shutil.which("chromium"), shutil.which("node")
    axe = pathlib.Path(folder) / "node_modules/axe-core/axe.min.js"
    if not (chromium and node and axe.exists()):
        print("page: cannot run in a browser: chromium, node or axe-core is missing (scripts/setup --tests)")
        sys.exit(1 if os.environ.get("RASIM_REQUIRE_ALL") == "1" else 77)
    script = pathlib.Path(__file__).with_name("page_browser.mjs")
    done = subprocess.run([node, script, chromium, axe, page], capture_output=True, text=True, check=False)
    expect(done.returncode == 0, done.stdout + done.stderr)


def main():
    """Makes a case, runs it, writes its page twice and judges it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rasim")
    parser.add_argument("case")
    parser.add_argument("--spoil", action="store_true")
    parser.add_argument("--browser")
    parser.add_argument("--plant", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prefix, page, again = folder / "out", folder / "page.html", folder / "again.html"
        if asked.case == "calibrate":
            with open(folder / "out.json", "wb") as printed:
                subprocess.run([asked.rasim, "calibrate", make(asked.case, folder), "--method", "isotonic", "--pooling", "per-group",
                                "--folds", "3", "--bootstrap", "40", "--out", folder / "out.yaml", "--report", "--json"],
                               check=True, stdout=printed)
        else:
            subprocess.run([asked.rasim, "run", make(asked.case, folder), "--out", prefix, "--quiet"], check=True,
                           stdout=subprocess.DEVNULL)
        took = report(asked.rasim, prefix, page)
        report(asked.rasim, prefix, again)
        expect(took < LONGEST_S, f"writing the page took {took:.1f} s")
        expect(page.read_bytes() == again.read_bytes(), "the same results give other bytes")
        results, text = json.loads((folder / "out.json").read_text()), page.read_text()
        if asked.spoil:
            text = re.sub(r'data-v="(\d{5,})', lambda found: f'data-v="{int(found[1]) + 1}', text, count=400)
        if asked.case == "small-numbers":
            expect(any(group["hidden"] for group in results["persons"]["designs"][0]["groups"]), "nobody is hidden")
            expect(any(each["hidden"] for each in results["persons"]["designs"][0]["points_classes"]), "no points are hidden")
        tree = parse(text)
        check_page(tree, text)
        if asked.case == "calibrate":
            check_calibration(tree, results)
        else:
            check_figures(tree, results)
            check_curve(tree, results)
            check_curves(tree, results)
        if asked.plant:
            page.write_text(text.replace("</main>", PLANTED + "</main>"))
        if asked.browser:
            in_browser(page, asked.browser)
    for failure in failures:
        print(f"page: {failure}")
    print(f"page: {compared} figures compared, {len(failures)} things wrong")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
