# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts/bench measures: ours and the peers in turn, in rounds, so that what else the machine does falls on all of
them; and single runs where time or memory of a whole process is the question."""
import os
import pathlib
import re
import statistics
import subprocess
import time

import studies

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ISAS = ("avx512", "avx2", "portable")
CHUNKS = (5, 20, 100)
NUMPY = ["/usr/bin/python3", "-B", str(HERE / "peer.py")]
BASE_PEOPLE = 6000

# Standard error of the 95th percentile over that of the mean, for a normal law: sqrt(p (1 - p)) / density.
P95_ERROR = 2.11
# Two comparisons of two peers, wrong together once in 10,000 benches.
AGREEMENT_Z = 4.2


class Failure(Exception):
    """What makes a bench worthless."""


def quiet(**extra):
    """The environment of a run: one thread unless asked otherwise."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **extra}


def pairs_of(command, **environment):
    """Runs a program that prints one line of name=value pairs; the pairs, numbers as floats."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet(**environment))
    if done.returncode != 0:
        raise Failure(f"{' '.join(map(str, command))} failed ({done.returncode}): {done.stderr.strip()}")
    found = dict(re.findall(r"(\w+)=(\S+)", done.stdout))
    return {name: float(value) if re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", value) else value for name, value in found.items()}


def whole_process(command, **environment):
    """Wall seconds, processor seconds and peak memory in MiB of a whole process."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
                             env={**os.environ, **environment})
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failure(f"{' '.join(map(str, command))} failed ({child.returncode}).")
    return {"seconds": seconds, "cpu_seconds": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024}


def spread(values):
    """Median, least and most."""
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def available(isa):
    """Whether this machine has the instructions."""
    flags = set(re.findall(r"\w+", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").split("flags", 1)[-1].split("\n", 1)[0]))
    needed = {"avx512": {"avx512f", "avx512bw", "avx512dq"}, "avx2": {"avx2", "fma"}, "portable": set()}
    return needed[isa] <= flags


class Bench:
    """Programs, folder for files, and how much is to be done."""

    def __init__(self, build, work, is_quick):
        self.rasim = build / "bin" / "rasim"
        self.program = build / "bin" / "rasim_bench"
        self.work = work
        self.rounds = 2 if is_quick else 7
        self.share = 16 if is_quick else 1
        self.is_quick = is_quick
        self.isas = [isa for isa in ISAS if available(isa)]

    def replicates(self, full):
        """Fewer of them for a quick bench, whole chunks."""
        return max(64, full // self.share // 64 * 64)

    # ---- the base model, in turn with the peers ----

    def one_round(self, caseload, seed):
        """Everything once, in turn: (name, detail) to pairs."""
        out = {}
        for chunk in CHUNKS:
            out["numpy", chunk] = pairs_of([*NUMPY, "run", caseload, str(self.replicates(1024)), str(chunk), str(seed)])
        out["r", 0] = pairs_of(["Rscript", HERE / "peer.R", caseload, str(self.replicates(256)), str(seed)])
        for isa in self.isas:
            count = str(self.replicates(2048 if isa == "portable" else 20480))
            out["kernel", isa] = pairs_of([self.program, "kernel", caseload, count, "1", str(seed)], RASIM_ISA=isa)
            out["roofline", isa] = pairs_of([self.program, "roofline", str(BASE_PEOPLE), count], RASIM_ISA=isa)
        count = str(self.replicates(20480))
        out["two designs", 0] = pairs_of([self.program, "kernel", caseload, count, "2", str(seed)], RASIM_ISA=self.isas[0])
        return out

    def base_model(self):
        """Rounds of the base model after a warm-up, and whether all simulate the same thing."""
        caseload = self.work / "base.bin"
        subprocess.run([*NUMPY, "make", str(BASE_PEOPLE), caseload], check=True)
        rounds = [self.one_round(caseload, seed) for seed in range(self.rounds + 1)][1:]
        ours = [turn["kernel", self.isas[0]] for turn in rounds]
        peers = {"numpy": [turn["numpy", chunk] for turn in rounds for chunk in CHUNKS], "r": [turn["r", 0] for turn in rounds]}
        agreement = {name: agree(ours, runs) for name, runs in peers.items()}
        return {"rounds": rounds, "agreement": agreement}

    # ---- the engine ----

    def engine(self, framework, replicates, threads=1, **environment):
        """Loading and simulating through the library."""
        return pairs_of([self.program, "run", framework, str(replicates), str(threads)], OMP_NUM_THREADS=str(threads),
                        **environment)

    def engine_rates(self):
        """Person-years a processor second by study, one thread, populations and posting included."""
        wanted = {
            "150 people": (150, None),
            "7,000 people": (7000, None),
            "119 stand for 5,000": (119, 5000),
            "500 stand for 7,000": (500, 7000),
            "3,500 stand for 7,000": (3500, 7000),
        }
        out = {}
        for name, (people, stands_for) in wanted.items():
            path = studies.write_study(self.work / name.replace(" ", "-"), people, stands_for)
            runs = [self.engine(path, self.replicates(20480)) for _ in range(self.rounds)]
            out[name] = spread([run["people"] * run["replicates"] / run["cpu_seconds"] for run in runs])
        return out

    def five_year_rates(self):
        """Person-years a processor second over five years: the base model with turnover, and the scenario with everything."""
        out = {}
        paths = {"scenario": ROOT / "scenarios" / "five-year" / "framework.yaml"}
        for name, leave in (("calm", 0.06), ("plain", 0.2), ("busy", 0.34)):
            paths[name] = studies.write_study(self.work / f"five-years-{name}", 7000, kind=studies.five_years(leave))
        for name, path in paths.items():
            runs = [self.engine(path, 64 if self.is_quick else 1024) for _ in range(min(3, self.rounds))]
            out[name] = spread([run["people"] * run["years"] * run["replicates"] / run["cpu_seconds"] for run in runs])
        return out

    def pieces(self):
        """Nanoseconds of what several years are made of, each alone."""
        runs = [pairs_of([self.program, "pieces", "200" if self.is_quick else "20000"]) for _ in range(min(3, self.rounds))]
        return {name: spread([run[f"{name}_ns"] for run in runs]) for name in ("seat", "word", "glance", "exit", "start")}

    def what_ifs(self):
        """Milliseconds of the analytic engine on 7,000 people with assessment error: on the wall, and of the processor."""
        path = studies.write_study(self.work / "what-if", 7000, kind=studies.ASSESSED)
        times = "2" if self.is_quick else "20"
        out = {}
        for threads in (1, min(2, os.cpu_count())):
            command = [self.program, "what_if", path, times, str(threads)]
            runs = [pairs_of(command, OMP_NUM_THREADS=str(threads)) for _ in range(self.rounds)]
            out[threads] = {name: spread([1000 * run[name] for run in runs]) for name in ("seconds", "cpu_seconds")}
        return out

    def threads(self):
        """Two threads over two independent processes at the same time, by wall time."""
        path = studies.write_study(self.work / "threads", 7000)
        count = self.replicates(40960)
        ratios = []
        for _ in range(self.rounds):
            both = self.engine(path, count, 2)
            command = [self.program, "run", path, str(count // 2), "1"]
            children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=quiet()) for _ in range(2)]
            texts = [child.communicate()[0] for child in children]
            rates = [count / 2 / float(re.search(r" seconds=(\S+)", text)[1]) for text in texts]
            ratios.append(both["replicates"] / both["seconds"] / sum(rates))
        return spread(ratios)

    # ---- whole processes ----

    def run_command(self, framework, *arguments):
        """A command line of the program."""
        return [self.rasim, "run", framework, "--quiet", "--out", self.work / "out", *arguments]

    def simple_process(self):
        """6,000 people, a lognormal need, a cap and a sum, 10,000 replicates, from files to JSON."""
        path = studies.write_study(self.work / "simple", BASE_PEOPLE, kind=studies.SIMPLE)
        plain = self.run_command(path, "--replicates", str(self.replicates(10240)), "--no-what-ifs", "--person-replicates", "0")
        runs = [whole_process(plain) for _ in range(self.rounds + 1)][1:]
        full = whole_process(self.run_command(path, "--replicates", str(self.replicates(10240))))
        times = {name: spread([run[name] for run in runs]) for name in ("seconds", "cpu_seconds")}
        return {**times, "mib": max(run["mib"] for run in runs), "full": full}

    def memory(self):
        """Bytes a person, and bytes a replicate of the base study, from peaks of pairs of runs."""
        def peak(people, replicates):
            path = studies.write_study(self.work / f"memory-{people}-{replicates}", people)
            arguments = ("--replicates", str(replicates), "--no-what-ifs", "--person-replicates", "0")
            return whole_process(self.run_command(path, *arguments))["mib"] * 2**20

        small, replicates = 6000, 8256
        few, many = (small, 66000) if self.is_quick else (66000, 366000)
        person = (peak(many, 64) - peak(few, 64)) / (many - few)
        replicate = (peak(small, replicates) - peak(small, 64)) / (replicates - 64)
        return {"person": person, "replicate": replicate}

    # ---- England ----

    def england(self):
        """Making, reading and simulating everybody in England."""
        folder = ROOT / "scenarios" / "england"
        people = self.work / "england.csv"
        out = {"generate": whole_process([self.rasim, "generate", folder / "people.recipe.yaml", "--out", people])}
        text = (folder / "framework.yaml").read_text(encoding="utf-8")
        text = text.replace("people.recipe.yaml", str(people)).replace("../five-year", str(ROOT / "scenarios" / "five-year"))
        framework = self.work / "england.yaml"
        framework.write_text(text, encoding="utf-8")
        loads = [self.engine(framework, 64) for _ in range(3)]
        out["load"] = spread([run["load_seconds"] for run in loads])
        out["load_cpu"] = spread([run["load_cpu_seconds"] for run in loads])
        rate = self.engine(framework, 512)
        out["rate"] = rate["people"] * rate["replicates"] / rate["cpu_seconds"]
        out["year"] = whole_process(self.run_command(framework, "--replicates", "10000", "--no-what-ifs"))
        out["years"] = self.england_years(folder)
        return out

    def england_years(self, folder):
        """Five years: 2,000 replicates where a tenth of them says that it takes less than five minutes."""
        framework = folder / "five-years.yaml"
        some = whole_process(self.run_command(framework, "--replicates", "192", "--no-what-ifs", "--person-replicates", "0"))
        if some["seconds"] * 2000 / 192 > 300:
            return {**some, "replicates": 192}
        all_of_them = whole_process(self.run_command(framework, "--replicates", "2000", "--no-what-ifs"))
        return {**all_of_them, "replicates": 2000}


def agree(ours, theirs):
    """Mean and 95th percentile of two sets of runs, and how many standard errors they are apart."""
    def pooled(runs, name):
        n = sum(run["replicates"] for run in runs)
        return sum(run[name] * run["replicates"] for run in runs) / n, n

    out = {}
    for name, factor in (("mean", 1.0), ("p95", P95_ERROR)):
        (a, n), (b, m) = pooled(ours, name), pooled(theirs, name)
        error = factor * pooled(ours, "sd")[0] * (1 / n + 1 / m) ** 0.5
        out[name] = {"ours": a, "peer": b, "z": (a - b) / error}
    worst = max(abs(figure["z"]) for figure in out.values())
    if worst > AGREEMENT_Z:
        raise Failure(f"ours and the peer do not simulate the same thing ({worst:.1f} standard errors apart): {out}")
    return out
