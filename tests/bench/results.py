# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was measured to rows: a name, a value with its range, the target, and whether it is met."""
import dataclasses

import measure


@dataclasses.dataclass
class Row:
    """One line of the table. `line` is its name among the lines for programs; None: only in the table."""

    name: str
    value: float
    low: float
    high: float
    target: float | None = None
    at_most: bool = False
    style: str = "{:.2f}"
    line: str | None = None

    @property
    def text(self):
        """The value with its range, where it has one."""
        one = self.style.format(self.value)
        if self.low == self.high:
            return one
        return f"{one} ({self.style.format(self.low)} to {self.style.format(self.high)})"

    @property
    def target_text(self):
        """The target, or nothing."""
        return "" if self.target is None else ("at most " if self.at_most else "at least ") + self.style.format(self.target)

    @property
    def verdict(self):
        """Whether the median meets the target."""
        if self.target is None:
            return ""
        return "met" if (self.value <= self.target if self.at_most else self.value >= self.target) else "missed"


def row(name, values, target=None, **rest):
    """A row from many values, a spread or one number."""
    if isinstance(values, (list, tuple)):
        values = measure.spread(values)
    if not isinstance(values, dict):
        values = {"median": values, "min": values, "max": values}
    return Row(name, values["median"], values["min"], values["max"], target, **rest)


RATE, TIMES, PERCENT, SECONDS, MILLISECONDS = "{:.3g}", "{:.1f} x", "{:.1%}", "{:.2f} s", "{:.1f} ms"
NANOSECONDS, MIB, BYTES = "{:.2f} ns", "{:.0f} MiB", "{:.0f} bytes"


def base_rows(bench, base):
    """Throughput by instruction set and against the peers."""
    turns = base["rounds"]
    best = [max(turn["numpy", chunk]["person_years_per_s"] for chunk in measure.CHUNKS) for turn in turns]
    fastest = bench.isas[0]
    rows = [row("NumPy, best chunk: person-years a second", best, style=RATE)]
    rows.append(row("R: person-years a second", [turn["r", 0]["person_years_per_s"] for turn in turns], style=RATE))
    for isa in bench.isas:
        target = 5e8 if isa == "avx512" else None
        rate = [turn["kernel", isa]["kernel_per_s"] for turn in turns]
        rows.append(row(f"kernel, {isa}: person-years a second", rate, target, style=RATE, line=f"rate_{isa}"))
    for isa in bench.isas:
        share = [turn["kernel", isa]["kernel_per_s"] / turn["roofline", isa]["person_years_per_s"] for turn in turns]
        rows.append(row(f"kernel over the bare loop, {isa}", share, 0.65 if isa == "avx512" else None, style=PERCENT,
                        line=f"ratio_roofline_{isa}"))
    for isa in bench.isas:
        ratio = [turn["kernel", isa]["person_years_per_s"] / peer for turn, peer in zip(turns, best)]
        line = "ratio_numpy" if isa == fastest else f"ratio_numpy_{isa}"
        rows.append(row(f"ours over NumPy, {isa}", ratio, {"avx512": 25, "avx2": 12}.get(isa), style=TIMES, line=line))
    ratio = [turn["kernel", fastest]["person_years_per_s"] / turn["r", 0]["person_years_per_s"] for turn in turns]
    rows.append(row(f"ours over R, {fastest}", ratio, style=TIMES, line="ratio_r"))
    extra = [turn["two designs", 0]["kernel_seconds"] / turn["kernel", fastest]["kernel_seconds"] - 1 for turn in turns]
    rows.append(row("another design in the same pass", extra, 0.45, at_most=True, style=PERCENT, line="second_design"))
    return rows


def engine_rows(found):
    """Throughput of the whole engine, one thread, and the time of a what-if."""
    rows = []
    for name, rate in found["engine"].items():
        target = 2e8 if name.startswith(("119", "500")) else None
        rows.append(row(f"engine, {name}: person-years a second", rate, target, style=RATE))
    rows.append(row("engine, 7,000 people over five years, a fifth leaves in each: person-years a second",
                    found["five_years"]["plain"], 1.5e8, style=RATE, line="rate_five_years"))
    rows.append(row("  6 % leave, as with learning disability in scenarios/england", found["five_years"]["calm"], style=RATE, line="rate_five_calm_years"))
    rows.append(row("  34 % leave, as of all in scenarios/england", found["five_years"]["busy"], style=RATE, line="rate_five_busy_years"))
    rows.append(row("engine, scenarios/five-year: person-years a second", found["five_years"]["scenario"], style=RATE))
    names = {"seat": "a seat gone through in a year", "word": "a random word", "glance": "a glance at who may leave",
             "exit": "the time of an exit", "start": "what is drawn of a start"}
    rows += [row(f"  of several years: {words}", found["pieces"][name], style=NANOSECONDS, line=f"piece_{name}")
             for name, words in names.items()]
    threads = max(found["what_if"])
    words = "one thread" if threads == 1 else f"{threads} threads"
    rows.append(row(f"a what-if of 7,000 people with assessment error, {words}", found["what_if"][threads]["seconds"], 20,
                    at_most=True, style=MILLISECONDS, line="what_if_ms"))
    rows.append(row("  its processor time on one thread", found["what_if"][1]["cpu_seconds"], 20, at_most=True, style=MILLISECONDS,
                    line="what_if_cpu_ms"))
    if "threads" in found:
        rows.append(row("two threads over two processes", found["threads"], 0.95, style=PERCENT, line="threads_vs_processes"))
    return rows


def process_rows(found):
    """Time and memory of whole processes."""
    simple = found["simple"]
    return [
        row("lognormal, cap, sum, from files to JSON", simple["seconds"], 0.2, at_most=True, style=SECONDS, line="simple_seconds"),
        row("  its processor time", simple["cpu_seconds"], style=SECONDS),
        row("  its peak memory", simple["mib"], 64, at_most=True, style=MIB),
        row("  with what-ifs, why and single people", simple["full"]["seconds"], style=SECONDS),
        row("memory a person", found["memory"]["person"], style=BYTES, line="bytes_per_person"),
        row("memory a replicate, of 24 ledger groups", found["memory"]["replicate"], style=BYTES, line="bytes_per_replicate"),
    ]


def england_rows(england):
    """Everybody in England."""
    years = england["years"]
    whole = years["replicates"] == 2000
    return [
        row("England: making the caseload", england["generate"]["seconds"], style=SECONDS),
        row("England: reading 858,720 rows and scoring", england["load"], 2, at_most=True, style=SECONDS, line="england_load_seconds"),
        row("  its processor time", england["load_cpu"], style=SECONDS),
        row("England: engine, person-years a second", england["rate"], style=RATE, line="england_rate"),
        row("England: 10,000 x 1 year, whole process", england["year"]["seconds"], 30, at_most=True, style=SECONDS,
            line="england_year_seconds"),
        row("  its processor time", england["year"]["cpu_seconds"], style=SECONDS),
        row("  its peak memory", england["year"]["mib"], 2048, at_most=True, style=MIB),
        row(f"England: {years['replicates']:,} x 5 years, whole process", years["seconds"], 60 if whole else None, at_most=True,
            style=SECONDS, line="england_five_years_seconds"),
        row("  its processor time", years["cpu_seconds"], style=SECONDS),
        row("  its peak memory", years["mib"], 2048, at_most=True, style=MIB),
    ]


def rows_of(bench, found):
    """All rows, in sections."""
    sections = {"The base model, one core": base_rows(bench, found["base"]), "The engine, one core": engine_rows(found),
                "Whole processes": process_rows(found)}
    if "england" in found:
        sections["England"] = england_rows(found["england"])
    return sections
