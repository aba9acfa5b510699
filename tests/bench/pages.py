# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages that scripts/bench writes: docs/performance.md and docs/scaling.md."""
import datetime
import math
import os
import pathlib
import re
import subprocess

CORES = (1, 16, 256)
ENGLAND = 858720
UK_OVER_ENGLAND = 1.19


def first_match(pattern, text, otherwise="not known"):
    """What the pattern's group holds."""
    found = re.search(pattern, text, re.MULTILINE)
    return found[1].strip() if found else otherwise


def machine():
    """What the figures depend on, and nothing that names the machine: (name, value)."""
    cpu = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    memory = first_match(r"^MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text(encoding="utf-8"), "0")
    system = first_match(r'^PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text(encoding="utf-8"))
    model, family, number = (first_match(rf"^{key}\s*:(.*)", cpu) for key in ("model name", "cpu family", "model"))
    compiler = subprocess.run(["cc", "--version"], capture_output=True, text=True, check=False).stdout.split("\n")[0]
    return [
        ("Processor", f"{model}, family {family}, model {number}"),
        ("Cores", str(os.cpu_count())),
        ("Memory", f"{int(memory) / 2**20:.0f} GiB"),
        ("System", system),
        ("Compiler", compiler),
        ("Load average when it began and ended", ""),
        ("Date", datetime.date.today().isoformat()),
    ]


def table(rows):
    """Rows as Markdown."""
    lines = ["| what | value | target | |", "|---|---|---|---|"]
    lines += [f"| {one.name.strip()} | {one.text} | {one.target_text} | {one.verdict} |" for one in rows]
    return "\n".join(lines)


def agreement_table(agreement):
    """That ours and the peers simulate the same thing."""
    lines = ["| peer | figure | ours | peer | apart, standard errors |", "|---|---|---|---|---|"]
    for peer, figures in agreement.items():
        for name, figure in figures.items():
            lines.append(f"| {peer} | {name} of net, £ a year | {figure['ours']:,.0f} | {figure['peer']:,.0f} | {figure['z']:+.1f} |")
    return "\n".join(lines)


def bounds_of_years(by_line):
    """What bounds five years of which a fifth leaves in each, from their pieces."""
    seat, word, glance, exit_, start = (by_line[f"piece_{name}"].value for name in ("seat", "word", "glance", "exit", "start"))
    intensity = -math.log(1 - 0.2)
    seats = 1 + intensity * (5 + 4 + 3 + 2 + 1) / 5  # of founders in every year, and of those who start from their year on
    floor = seats * (seat + 2 * word + glance) + intensity * (start + exit_)
    return (
        f"Over several years people keep their seats, and one that is empty costs as much as one that is taken. Where a fifth leaves\n"
        f"in a year, {seats:.2f} seats are gone through for every person-year of five; each takes two random words, a ledger over\n"
        f"parts of a year and a glance at who may leave; to a person-year come {intensity:.2f} starts and about as many exits. These\n"
        f"pieces alone, with their data in the cache, take {floor:.1f} ns: {1e9 / floor:.2g} person-years a second. The rest is registers that\n"
        f"are not full, packages and seats of who starts, posts to the ledger, and data that come from farther away.\n"
    )


def bounds(rows):
    """What bounds the speed, from the rows."""
    by_line = {one.line: one for one in rows if one.line}
    fastest = next(name for name in ("avx512", "avx2", "portable") if f"ratio_roofline_{name}" in by_line)
    share = by_line[f"ratio_roofline_{fastest}"].value
    return (
        f"A person-year needs a random word, a normal and an exponential before any rule is looked at. A bare loop of those\n"
        f"and one sum is the roofline; the kernel, with sign-off, exclusion, contribution and ten sums, reaches {share:.0%} of it\n"
        f"on {fastest}. It is vector arithmetic that bounds it: the data of a strip of people stay in the first-level cache.\n"
        f"Beside the kernel the engine draws shared shocks (about 0.1 microseconds each a replicate) and posts the sums of every cell;\n"
        f"for a sample that stands for a caseload it also draws who is there and gathers their data, which is why rows\n"
        f"that stand for few people each (3,500 for 7,000) are dearest: of the four words of a call only two find a person.\n\n"
        f"{bounds_of_years(by_line)}"
    )


def performance(sections, found, load):
    """docs/performance.md."""
    facts = [(name, value or load) for name, value in machine()]
    rows = [one for section in sections.values() for one in section]
    parts = ["# Performance", "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->",
             "Written by `scripts/bench`, which measures all of it in one run; never typed in. Ratios are of ours and the peer's in\n"
             "turn, after a warm-up: the median, and in brackets the least and the most. Rates of one core are person-years a second of\n"
             "processor time, which others on the machine disturb less than time on the wall; whole processes and threads are by the wall.",
             "## Machine", "\n".join(f"* {name}: {value}" for name, value in facts)]
    for title, section in sections.items():
        parts += [f"## {title}", table(section)]
    parts += ["## What bounds it", bounds(rows), "## The peers",
              "The base model of one year: 6,000 people in eight budget areas, need lognormal, exclusion, sign-off, price surprise,\n"
              "contribution, seven sums by area in every replicate. NumPy's best of chunks of 5, 20 and 100 replicates\n"
              "(`tests/bench/peer.py`), and R a replicate at a time (`tests/bench/peer.R`), both vectorised, one thread. No ratio is\n"
              "printed unless mean and 95th percentile agree within simulation error:",
              agreement_table(found["base"]["agreement"])]
    return "\n\n".join(parts) + "\n"


def costs(sections, found):
    """Seconds a person-year: fixed, one more design, five years; and to read a person."""
    by_line = {one.line: one.value for section in sections.values() for one in section if one.line}
    england = found.get("england", {})
    rate = by_line.get("england_rate", found["engine"]["7,000 people"]["median"])
    one = 1 / rate
    return {"one": one, "design": one * by_line["second_design"], "years": 1 / by_line["rate_five_years"],
            "read": f"{england['load']['median'] / ENGLAND * 1e6:.2f} microseconds" if england else "not measured"}


def duration(seconds):
    """A time that somebody can take in."""
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:,.1f} seconds" if seconds >= 0.1 else f"{seconds * 1000:,.1f} ms"


def predictions(cost):
    """(what, formula, seconds on one core)."""
    people = round(ENGLAND * UK_OVER_ENGLAND, -4)
    return [
        ("England, 10,000 replicates, 1 year", "N R c", ENGLAND * 10000 * cost["one"]),
        ("England, 2,000 replicates, 5 years", "N R Y c5", ENGLAND * 2000 * 5 * cost["years"]),
        (f"UK ({people:,.0f} people), 10,000 replicates, 1 year", "N R c", people * 10000 * cost["one"]),
        (f"UK ({people:,.0f} people), 2,000 replicates, 5 years", "N R Y c5", people * 2000 * 5 * cost["years"]),
        ("national search: England, 10,000 designs, 1,000 replicates, 1 year", "N R (c + (K - 1) d)",
         ENGLAND * 1000 * (cost["one"] + 9999 * cost["design"])),
        ("the same over 5 years", "N R Y K c5", ENGLAND * 1000 * 5 * 10000 * cost["years"]),
    ]


def scaling(sections, found):
    """docs/scaling.md."""
    cost = costs(sections, found)
    lines = ["| what | formula | " + " | ".join(f"{n} core{'s' if n > 1 else ''}" for n in CORES) + " |", "|---|---|" + "---|" * len(CORES)]
    for what, formula, seconds in predictions(cost):
        lines.append(f"| {what} | {formula} | " + " | ".join(duration(seconds / n) for n in CORES) + " |")
    threads = found.get("threads")
    measured = f"Two threads did {threads['median']:.0%} of what two processes did" if threads else "Threads were not measured"
    parts = [
        "# Scaling", "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->",
        "Written by `scripts/bench` from what it measured ([performance.md](performance.md) says on which machine and when). What is\n"
        "measured and what is predicted from it stand apart.",
        "## Measured", "\n".join([
            f"* c, a person-year with everybody in the file, one design, one core: {cost['one'] * 1e9:.2f} ns",
            f"* d, the same person-year under one more design: {cost['design'] * 1e9:.2f} ns",
            f"* c5, a person-year of a run of five years with turnover: {cost['years'] * 1e9:.2f} ns",
            f"* reading and scoring one person: {cost['read']}, once, on one core",
            f"* {measured}; this machine has {os.cpu_count()} cores, and no more than that were measured.",
        ]),
        "## Predicted",
        "N people, R replicates, Y years, K designs. Time on P cores is the time on one divided by P, because replicates are\n"
        "independent: they share nothing but what is read, and each chunk of 64 writes only its own slots. Gathering costs 8 bytes\n"
        "a replicate, year, design and stored cell. That this holds beyond the cores of this machine is a prediction, and so is\n"
        f"the number of people of the UK: {UK_OVER_ENGLAND} times England's, as if the other nations supported as many of their\n"
        "residents (an assumption).",
        "\n".join(lines),
        "A search does not have to simulate every design in full: `rasim calibrate` and the analytic engine look at closed forms\n"
        "first, and only what is left is simulated. Designs in one pass share the draws, so the search above pays d, not c, for\n"
        "each; over five years each design is counted in full.",
    ]
    return "\n\n".join(parts) + "\n"
