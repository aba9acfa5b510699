#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base model as an analyst would write it in vectorised NumPy: the peer that scripts/bench holds rasim against.

usage: peer.py make PEOPLE FILE
       peer.py run FILE REPLICATES CHUNK SEED

One year, everybody in the file (docs/methods.md section 4): need cost at planned prices, cost x 1.05 x lognormal of mean 1;
excluded above £1,000 a week; sign-off with tolerance 0.1, uplift share 1 and trim share 0.5; price surprise by replicate
and budget area, passed through; contributions; seven sums by budget area in every replicate.

FILE holds five columns of float64, one after the other: cost, allocation, log sd, contribution, budget area. `run` prints one
line of name=value pairs; CHUNK is how many replicates are made at a time, on which the speed depends.
"""
import sys
import time

import numpy as np

AREAS = 8
GROWTH, GROWTH_SD = 1.05, 0.03
THRESHOLD, TOLERANCE, TRIM_SHARE = 1000.0, 0.1, 0.5
WEEKS = 52


def make(people, path):
    """Writes a caseload; people of an area side by side."""
    rng = np.random.Generator(np.random.SFC64(7))
    cost = 350.0 * rng.lognormal(-0.405, 0.9, people)
    allocation = cost * rng.lognormal(-0.08, 0.4, people)
    log_sd = rng.choice([0.2, 0.3, 0.4], people)
    contribution = np.minimum(rng.gamma(2.0, 20.0, people), cost)
    area = np.sort(rng.integers(0, AREAS, people)).astype(np.float64)
    np.concatenate([cost, allocation, log_sd, contribution, area]).tofile(path)


def replicates(data, starts, count, rng):
    """Sums [count x AREAS x 7] in £ a week."""
    cost, allocation, log_sd, contribution, area = data
    variance = np.log1p((GROWTH_SD / GROWTH) ** 2)
    surprise = np.exp(rng.normal(-0.5 * variance, np.sqrt(variance), (count, AREAS)))[:, area]
    need = cost * GROWTH * np.exp(log_sd * rng.standard_normal((count, cost.size)) - 0.5 * log_sd * log_sd)
    outside = need > THRESHOLD
    gap = need - allocation
    uplift = np.where(~outside & (gap > TOLERANCE * allocation), gap, 0.0)
    trim = np.where(~outside & (gap < -TOLERANCE * allocation), -TRIM_SHARE * gap, 0.0)
    indicative = np.where(outside, 0.0, allocation)
    high = np.where(outside, need, 0.0)
    final = (indicative + uplift - trim + high) * surprise
    paid = np.minimum(contribution, final)
    parts = (indicative, uplift, trim, high, paid, final - paid, outside)
    return np.stack([np.add.reduceat(part, starts, axis=1, dtype=np.float64) for part in parts], axis=2)


def run(path, count, chunk, seed):
    """Simulates, and prints what it took and what came out."""
    columns = np.fromfile(path).reshape(5, -1)
    area = columns[4].astype(np.int64)
    data = (*columns[:4], area)
    starts = np.searchsorted(area, np.arange(AREAS))
    rng = np.random.Generator(np.random.SFC64(seed))
    start = time.process_time()
    parts = [replicates(data, starts, min(chunk, count - at), rng) for at in range(0, count, chunk)]
    net = np.sort(np.concatenate(parts)[:, :, 5].sum(axis=1) * WEEKS)
    seconds = time.process_time() - start
    p95 = net[int(np.ceil(0.95 * count)) - 1]
    print(f"part=numpy people={area.size} replicates={count} chunk={chunk} seconds={seconds:.6f} "
          f"person_years_per_s={area.size * count / seconds:.6g} mean={net.mean():.9g} sd={net.std(ddof=1):.9g} p95={p95:.9g}")


def main():
    """One of the two commands."""
    arguments = sys.argv[1:]
    if len(arguments) == 3 and arguments[0] == "make":
        make(int(arguments[1]), arguments[2])
    elif len(arguments) == 5 and arguments[0] == "run":
        run(arguments[1], int(arguments[2]), int(arguments[3]), int(arguments[4]))
    else:
        sys.exit(__doc__)


main()
