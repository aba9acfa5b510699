#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact quantiles of compound Poisson sums whose severities are a threshold plus a capped generalised Pareto.

usage: compound_poisson.py [--check]

Prints tests/num/compound_poisson.h; with --check compares it with the file that is there (exit status 1 where they
differ by more than a printed digit). The sums are weekly pounds of the high-cost packages that arrive in a year.

The severity is put on a lattice of a quarter of a pound three times: rounded to the nearest point, down and up. The
characteristic function of a compound Poisson sum is exp(mean (phi - 1)), phi that of the severity, so its probabilities
come from two fast Fourier transforms (Klugman, Panjer & Willmot, Loss Models, section 9.6). The lattice reaches to
524,288 pounds, beyond which no sum here has a probability that could wrap around. Rounding down and up gives quantiles
below and above the exact ones; the quantile printed lies between them.
"""
import pathlib
import re
import sys

import numpy as np
from scipy import stats

STEP = 0.25
POINTS = 1 << 21
LEVELS = [0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.995]
# mean number, threshold, shape, scale, cap
CASES = [
    (12.0, 1500.0, 0.2, 450.0, 65536.0),
    (60.0, 1500.0, -0.1, 400.0, 65536.0),
    (3.0, 2000.0, 0.45, 600.0, 10000.0),
    (30.0, 1200.0, 0.0, 500.0, 4000.0),
]


def lattice(case, up):
    """Probabilities of the severity on the lattice, where x + up * STEP is rounded down."""
    _, threshold, shape, scale, cap = case
    edges = (np.arange(POINTS + 1) - up) * STEP
    below = stats.genpareto.cdf(edges, shape, loc=threshold, scale=scale)
    below = np.where(edges > cap, 1.0, below)
    return np.diff(below)


def cumulative(case, up):
    """P(sum <= k STEP) of every k."""
    phi = np.fft.rfft(lattice(case, up))
    return np.cumsum(np.fft.irfft(np.exp(case[0] * (phi - 1.0)), POINTS))


def capped_moments(case):
    """Mean and variance of the sum from the severity's first two moments, by quadrature of its survival function."""
    mean, threshold, shape, scale, cap = case
    room = cap - threshold if shape >= 0 else min(cap - threshold, -scale / shape)
    t, weight = np.polynomial.legendre.leggauss(2000)
    u = 0.5 * (t + 1.0)  # x = room u^4 puts the points where the severity is
    x = room * u ** 4
    mass = 0.5 * weight * room * 4 * u ** 3 * stats.genpareto.sf(x, shape, scale=scale)
    first, second = mass.sum(), (2 * x * mass).sum()
    return mean * (threshold + first), mean * (threshold ** 2 + 2 * threshold * first + second)


def quantiles(case):
    """The sum's quantiles, after checking them against their bounds and the lattice against the moments."""
    nearest, down, up = (cumulative(case, shift) for shift in (0.5, 0.0, 1.0 - 1e-12))
    found = []
    for level in LEVELS:
        at, least, most = (STEP * np.searchsorted(f, level) for f in (nearest, down, up))
        assert least <= at <= most and most - least < 4e-4 * at, (case, level, least, at, most)
        found.append(at)
    p, x = np.diff(nearest, prepend=0.0), STEP * np.arange(POINTS)
    mean, variance = capped_moments(case)
    assert abs((p * x).sum() / mean - 1) < 1e-6, (case, (p * x).sum(), mean)
    assert abs((p * (x - mean) ** 2).sum() / variance - 1) < 1e-5, (case, (p * (x - mean) ** 2).sum(), variance)
    return found, mean, np.sqrt(variance)


def header():
    """The text of compound_poisson.h."""
    levels = ", ".join(f"{level:g}" for level in LEVELS)
    lines = [
        "/* SPDX-License-Identifier: GPL-3.0-or-later */",
        "/* Quantiles, means and standard deviations of compound Poisson sums, written by compound_poisson.py: a Poisson number",
        "   of severities min(threshold + generalised Pareto, cap). */",
        "#ifndef RASIM_TESTS_NUM_COMPOUND_POISSON_H",
        "#define RASIM_TESTS_NUM_COMPOUND_POISSON_H",
        "",
        f"#define COMPOUND_LEVELS {len(LEVELS)}",
        f"#define COMPOUND_CASES  {len(CASES)}",
        "",
        f"static const double compound_levels[COMPOUND_LEVELS] = {{{levels}}};",
        "",
        "typedef struct compound_case {",
        "    double mean_number, threshold, shape, scale, cap;",
        "    double mean, sd, quantiles[COMPOUND_LEVELS];",
        "} compound_case;",
        "",
        "static const compound_case compound_cases[COMPOUND_CASES] = {",
    ]
    for case in CASES:
        found, mean, sd = quantiles(case)
        parameters = ", ".join(f"{x:g}" for x in case)
        values = ", ".join(f"{x:.0f}" for x in found)
        lines.append(f"    {{{parameters}, {mean:.2f}, {sd:.2f}, {{{values}}}}},")
    return "\n".join(lines + ["};", "", "#endif", ""])


def numbers(text):
    return [float(x) for x in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", text.split("compound_levels[")[1])]


def main():
    text = header()
    if sys.argv[1:] != ["--check"]:
        print(text, end="")
        return
    there = numbers(pathlib.Path(__file__).with_name("compound_poisson.h").read_text(encoding="utf-8"))
    made = numbers(text)
    if len(there) != len(made) or any(abs(a - b) > 1.0 for a, b in zip(there, made)):
        sys.exit("compound_poisson.h is not what compound_poisson.py writes.")
    print(f"compound_poisson.h: {len(made)} numbers as computed.")


main()
