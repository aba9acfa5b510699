#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the workbooks that `rasim report` makes with openpyxl, and compares their figures with PREFIX.json.

usage: workbook.py figures RASIM SCENARIOS [--spoil]     a run, several years and designs, a comparison, a sweep,
                                                      a calibration
       workbook.py edges RASIM                           one person, one stratum, none or all excluded, ten years, ...

A figure is looked up by the sheet, the title of its table, the first cell of its row and the heading of its column.
`--spoil` changes one figure of the JSON by a penny and must be noticed. Exit status 0: all agree; 77: no openpyxl.
"""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

try:
    import openpyxl
except ImportError as missing:
    print(f"workbook: cannot run: {missing}")
    sys.exit(1 if os.environ.get("RASIM_REQUIRE_ALL") == "1" else 77)

warnings.simplefilter("error")
compared, wrong = 0, []


def expect(what, is_so):
    if not is_so:
        wrong.append(what)


def text_of(cell):
    return "" if cell.value is None else str(cell.value).strip()


class Workbook:
    """A workbook as tables: (sheet, title) -> list of rows, the headings first."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path)
        self.tables = {}
        for sheet in self.book:
            rows = list(sheet.iter_rows())
            for i, row in enumerate(rows):
                if row[0].font.bold and not row[0].border.bottom.style and i + 1 < len(rows):
                    start = next((k for k in range(i + 1, min(i + 70, len(rows)))
                                  if any(c.border.bottom.style for c in rows[k])), None)
                    if start is not None and not any(r[0].font.bold and text_of(r[0]) for r in rows[i + 1:start]):
                        self.tables.setdefault((sheet.title, text_of(row[0])), []).append(self.read(rows, start))

    @staticmethod
    def read(rows, start):
        width = max(i for i, c in enumerate(rows[start]) if c.border.bottom.style) + 1
        table = [rows[start][:width]]
        for row in rows[start + 1:]:
            if all(c.value is None and not c.has_style for c in row[:width]):
                break
            table.append(row[:width])
        return table

    def table(self, sheet, title, i=0):
        found = [t for (s, name), list_ in self.tables.items() for t in list_ if s == sheet and name.startswith(title)]
        return found[i] if i < len(found) else None

    def figure(self, sheet, title, row, column, i=0):
        table = self.table(sheet, title, i)
        if table is None:
            return f"no table '{title}' on {sheet}"
        column = column if isinstance(column, int) else next(
            (k for k, c in enumerate(table[0]) if text_of(c) == column), None)
        line = next((r for r in table[1:] if text_of(r[0]) == row), None)
        if column is None or line is None:
            return f"no such row or column in '{title}' on {sheet}"
        return line[column].value


def check(what, found, figure, pence=0):
    """A figure of the workbook against the JSON's, where null is an empty cell; sums of two may be a penny off."""
    global compared
    compared += 1
    same = found is None if figure is None else (
        isinstance(found, (int, float)) and math.isclose(found, figure, rel_tol=1e-12, abs_tol=1e-12 + pence / 100.0001))
    expect(f"{what}: the workbook has {found!r}, the JSON {figure!r}", same)


def check_whole(path):
    """No formula, no number that is none, frozen heads, a print set-up, on every sheet."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        expect(f"{path.name} {sheet.title}: not frozen", sheet.freeze_panes == "B3")
        expect(f"{path.name} {sheet.title}: not set up for print", sheet.page_setup.orientation == "landscape"
               and sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$1:$2")
        for row in sheet.iter_rows():
            for cell in row:
                expect(f"{path.name} {sheet.title}!{cell.coordinate}: {cell.value!r}", cell.data_type not in "fe"
                       and str(cell.value).lower() not in ("nan", "-nan", "inf", "-inf"))
    expect(f"{path.name}: a date of today", book.properties.created.year == 2020)
    return book


class Runs:
    def __init__(self, rasim, folder):
        self.rasim, self.folder = rasim, Path(folder)

    def make(self, name, *command):
        """Runs a command with --report; its JSON and its workbook."""
        done = subprocess.run([self.rasim, *map(str, command), "--out", self.folder / name, "--report"],
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{name}: {done.stderr}")
        check_whole(self.folder / f"{name}.xlsx")
        with open(self.folder / f"{name}.json", encoding="utf-8") as text:
            return json.load(text), Workbook(self.folder / f"{name}.xlsx")


# ---- figures ----

def check_levels(page, book, i=0):
    year = page["designs"][i]["years"][0]
    title = "What it takes to be sure"
    quantiles = {q["level"]: q["value"] for q in year["net_gbp"]["quantiles"]}
    for level in year["contingency"]:
        row = f"{100 * level['level']:g} %"
        check(f"net at {row}", book.figure("Affordability", title, row, "Net spend", i), quantiles[level["level"]], 1.5)
        check(f"contingency at {row}", book.figure("Affordability", title, row, "Contingency", i), level["gbp"])
    for stage, key in (("RAS pool", "ras_gbp"), ("High-cost pool", "high_cost_gbp"), ("Gross spend", "total_gbp")):
        if year["pools"][key]:
            check(stage, book.figure("Affordability", "Where the money goes", stage, "Expected", i), year["pools"][key])


def check_sources(page, book, i=0):
    for source in page["designs"][i]["spread"]["sources"][:3]:
        for title, column, figure in (("Where the spread", "Alone", source["alone"]["share"]),
                                      ("What each source", 1, source["p10_gbp"]), ("What each source", 2, source["p90_gbp"])):
            check(source["name"], book.figure("Variance", title, source["name"], column, i), figure)


def check_provenance(page, book):
    for item in page["inputs"]:
        found = book.figure("Provenance", "Where the figures", item["path"], 1)
        expect(f"{item['path']} has digest {found}", found == f"SHA-256 {item['sha256']}")


def check_years(page, book, i=0):
    title = "Net spend against the envelope"
    for year in page["designs"][i]["years"]:
        check("envelope", book.figure("Years", title, year["year"], 1, i), year["envelope_gbp"])
        for column, key in ((2, "plan_gbp"), (3, None)):
            check(key, book.figure("Years", title, year["year"], column, i), year[key] if key else year["net_gbp"]["mean"])
        for k, at in enumerate(year["fan_gbp"]):
            check("fan", book.figure("Years", title, year["year"], 5 + k, i), at["value"])


def check_csv(folder, book):
    """The tables as CSV hold the numbers of the workbook's sheets, to their last digit."""
    sheets = {cell.value for sheet in book.book for row in sheet.iter_rows() for cell in row
              if isinstance(cell.value, (int, float))}
    words = {text_of(cell) for sheet in book.book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    n = 0
    for path in sorted(folder.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))
        expect(f"{path.name} has columns of one name: {rows[0]}", len(set(rows[0])) == len(rows[0]))
        for row in rows[1:]:
            expect(f"{path.name} is ragged", len(row) == len(rows[0]))
            for cell in row:
                try:
                    number = float(cell)
                except ValueError:
                    continue
                if cell in words:
                    continue
                n += 1
                expect(f"{path.name}: {cell} is not in the workbook",
                       number in sheets or any(math.isclose(number, s, rel_tol=1e-14) for s in sheets))
    expect(f"only {n} numbers as CSV", n > 300)


def figures(runs, scenarios, spoil):
    few = ["--replicates", "128", "--seed", "7"]
    page, book = runs.make("run", "run", scenarios / "cheshire/framework.yaml", *few)
    if spoil:
        page["designs"][0]["years"][0]["contingency"][2]["gbp"] += 0.01
    check_levels(page, book)
    check_sources(page, book)
    check_provenance(page, book)
    expect(f"sheets are {book.book.sheetnames}", book.book.sheetnames == [
        "Summary", "Affordability", "Years", "Variance", "Exclusion", "By group", "Assumptions", "Provenance", "Chart data"]
        or "Years" not in book.book.sheetnames)
    subprocess.run([runs.rasim, "report", runs.folder / "run.h5", "--csv", runs.folder / "tables", "--markdown",
                    runs.folder / "run.md"], check=True, capture_output=True)
    check_csv(runs.folder / "tables", book)
    page, book = runs.make("years", "run", scenarios / "five-year/framework.yaml", *few, "--no-what-ifs")
    for i in range(2):
        check_levels(page, book, i)
        check_years(page, book, i)
    page, book = runs.make("compare", "compare", scenarios / "national/framework.yaml", *few)
    expect("there is no sheet Compare", "Compare" in book.book.sheetnames)
    check_levels(page, book, 1)
    page, book = runs.make("sweep", "sweep", scenarios / "cheshire/framework.yaml", *few, "--vary",
                           "design.exclusion.threshold_gbp_week=500:1500:500")
    numbers = {c.value for row in book.book["Sweep"].iter_rows() for c in row}
    for point in page["points"]:
        expect("a point of the sweep is not in the workbook", point["periods"][0]["mean_gbp"] in numbers)
    calibration(runs, scenarios / "cheshire/framework.yaml")


def calibration(runs, framework):
    """A calibration, whose JSON is what it prints."""
    printed = subprocess.run([runs.rasim, "calibrate", framework, "--method", "bands", "--bands", "3", "--folds", "3", "--bootstrap",
                              "40", "--replicates", "64", "--out", runs.folder / "fit.yaml", "--report", "--json"],
                             check=True, capture_output=True)
    page, book = json.loads(printed.stdout), Workbook(runs.folder / "fit.xlsx")
    names = check_whole(runs.folder / "fit.xlsx").sheetnames
    expect(f"sheets of a calibration are {names}", names == [
        "Summary", "Affordability", "Methods", "Values", "Questions", "By group", "Assumptions", "Provenance", "Chart data"])
    for way in page["ways"]:
        name = f"{way['method']}, {way['pooling']}{' (chosen)' if way['chosen'] else ''}"
        check(f"the error of {name}", book.figure("Methods", "Mean absolute error", name, "Error"),
              way["cross_validated"]["mean_absolute"])
    for value in page["values"]:
        check(f"the value {value['what']}", book.figure("Values", "£ a week before scaling", value["what"], "Amount"),
              value["value"])
    for question in page["questions"]:
        check(f"dropping {question['domain']}", book.figure("Questions", "What dropping", question["domain"], 1),
              question["cost_of_dropping"])


# ---- edges ----

DESIGN = """name: {name}
family: price_per_point
allocation: [{{gbp_per_point: {price}}}]
{more}"""
FRAMEWORK = """name: "{name}"
caseload: people.csv
designs: [{designs}]
envelope: [{{gbp_year: {envelope}}}]
need: [{{log_sd: 0.3{persistence}}}]
prices: [{{mean: 0.02, sd: 0.05}}]
horizon: {years}
confidence_levels: [0.5, 0.8, 0.9]
"""


def write_study(folder, n_people, n_designs=1, years=1, excluded=None, groups=("Older",), name="T", design="A"):
    folder.mkdir()
    rows = [f"p{i},\"{groups[i % len(groups)]}\",home,{100 + 37 * (i % 11)},{10 + i % 13}" for i in range(n_people)]
    (folder / "people.csv").write_text("person_id,care_group,setting,weekly_cost,points\n" + "\n".join(rows) + "\n",
                                       encoding="utf-8")
    more = "" if excluded is None else f"exclusion: {{threshold_gbp_week: {excluded}}}\n"
    for d in range(n_designs):
        (folder / f"d{d}.yaml").write_text(DESIGN.format(name=json.dumps(f"{design} {d}" if n_designs > 1 else design),
                                                         price=10 + d, more=more), encoding="utf-8")
    (folder / "framework.yaml").write_text(FRAMEWORK.format(
        name=name, designs=", ".join(f"d{d}.yaml" for d in range(n_designs)), envelope=16000 * n_people, years=years,
        persistence=", persistence: 0.5" if years > 1 else ""),
        encoding="utf-8")
    return folder / "framework.yaml"


def small_counts(book):
    """Counts of people from 1 to 4 on the sheet where people are counted by group."""
    found, n = [], 0
    for (sheet, title), tables in book.tables.items():
        for table in tables if sheet == "By group" else []:
            columns = [i for i, c in enumerate(table[0]) if text_of(c) == "People"]
            for row in table[1:]:
                values = [row[i].value for i in columns if isinstance(row[i].value, (int, float))]
                n += len(values)
                found += [f"'{title}' tells of {value} people" for value in values if 0 < value < 5]
    expect("no table counts people by group", n > 5)
    return found


def edges(runs):
    few = ["--replicates", "64", "--seed", "1", "--no-what-ifs"]
    hostile = ["=1+1", "<script>x</script>", "'; DROP", "\U0001F600", "x" * 120]
    studies = {
        "one-person": dict(n_people=1),
        "none-excluded": dict(n_people=60, excluded=65000),
        "all-excluded": dict(n_people=60, excluded=1),
        "ten-years": dict(n_people=40, years=10),
        "twenty-designs": dict(n_people=40, n_designs=20),
        "hostile": dict(n_people=60, groups=hostile, name="=cmd()", design="<b>=1+1</b>"),
        "small": dict(n_people=63, groups=["Older"] * 20 + ["Few"]),
    }
    for name, study in studies.items():
        framework = write_study(runs.folder / f"{name}-study", **study)
        page, book = runs.make(name, "run", framework, *few)
        check_levels(page, book)
        if name == "small":
            wrong.extend(small_counts(book))
            _, shown = runs.make("shown", "run", framework, *few, "--small-number", 0)
            expect("small counts are not noticed where they are shown", small_counts(shown))
        if name == "hostile":
            seen = {text_of(c) for row in book.book["By group"].iter_rows() for c in row}
            for label in hostile:
                expect(f"the label {label} is not on By group", label in seen)
            expect("the title is no text", book.book["Summary"]["A1"].data_type == "s")


def main():
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(sys.argv[2], folder)
        if sys.argv[1] == "figures":
            figures(runs, Path(sys.argv[3]), "--spoil" in sys.argv)
        else:
            edges(runs)
    print("\n".join(wrong[:20]))
    print(f"{len(wrong)} of {compared} figures and facts are wrong")
    return min(len(wrong), 1)


sys.exit(main())
