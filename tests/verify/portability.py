#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes what the same person would get in each place, and what of the variance lies between places.

usage: portability.py PROGRAM SCENARIO_FOLDER [--mutate NAME]

From the caseload (`rasim generate`) and everybody's points and amounts (`rasim points`) alone; that these are the engine's
is tested elsewhere. The share that chance would give is compared with places dealt out anew many times. Exit status 0: all
agree.
"""
import argparse
import csv
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError as missing:
    print(f"portability: cannot run: {missing}")
    sys.exit(1 if os.environ.get("RASIM_REQUIRE_ALL") == "1" else 77)

PENCE = 0.0051         # amounts are read to the penny
SHARE = 2e-5           # what pence can do to a share
SHUFFLES = 2000
Z = 5                  # two-sided 6e-7


def program(path, *arguments):
    """Runs the program; it must succeed."""
    done = subprocess.run([path, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"portability: {arguments} failed:\n{done.stderr}")


def read(path):
    """The rows of a CSV."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def place_designs(folder):
    """Place -> the name of its design, from the files themselves."""
    rows = re.findall(r"\{place: ([^,]+), design: ([^}]+)\}", (folder / "framework.yaml").read_text(encoding="utf-8"))
    return {place: re.search(r"^name: (.+)$", (folder / design).read_text(encoding="utf-8"), re.M)[1]
            for place, design in rows}


def gather(path, folder):
    """(places, place index, points [people x places], amounts likewise, people left out, the program's own figures)."""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        program(path, "generate", folder / "people.recipe.yaml", "--out", scratch / "people.csv")
        program(path, "points", folder / "framework.yaml", "--out", scratch / "points.csv")
        program(path, "run", folder / "framework.yaml", "--replicates", 64, "--no-what-ifs", "--out", scratch / "r")
        lives = {row["person_id"]: row["place"] for row in read(scratch / "people.csv")}
        given = {(row["person_id"], row["design"]): row for row in read(scratch / "points.csv")}
        theirs = json.loads((scratch / "r.json").read_text(encoding="utf-8"))["portability"]
    designs = place_designs(folder)
    places = sorted(designs)
    everywhere = [person for person in lives
                  if all(given[person, designs[place]]["status"] == "allocated" for place in places)]
    table = [[given[person, designs[place]] for place in places] for person in everywhere]
    points = np.array([[float(cell["points"]) for cell in row] for row in table])
    amounts = np.array([[float(cell["indicative_gbp_week"]) for cell in row] for row in table])
    place = np.array([places.index(lives[person]) for person in everywhere])
    return places, place, points, amounts, len(lives) - len(everywhere), theirs


def mid_ranks(values):
    """Mid-ranks as shares of everybody, ties sharing theirs."""
    below = (values[:, None] > values[None, :]).sum(axis=1)
    return (below + (values[:, None] == values[None, :]).sum(axis=1) / 2) / len(values)


def between_share(own, place, band):
    """The part between places of the variance of own amounts within bands."""
    total = between = 0.0
    for b in np.unique(band):
        y, p = own[band == b], place[band == b]
        total += ((y - y.mean()) ** 2).sum()
        between += sum((p == q).sum() * (y[p == q].mean() - y.mean()) ** 2 for q in np.unique(p))
    return between / total


def shuffled_shares(own, place, band):
    """The same with places dealt out anew within each band, many times."""
    seed = int(hashlib.sha256(b"portability.chance_share").hexdigest()[:8], 16)
    random = np.random.default_rng(seed)
    shares = []
    for _ in range(SHUFFLES):
        dealt = place.copy()
        for b in np.unique(band):
            dealt[band == b] = random.permutation(place[band == b])
        shares.append(between_share(own, dealt, band))
    return np.array(shares)


def recompute(place, points, amounts, mutation):
    """Our own figures, under the names of the program's."""
    if mutation == "swapped_places":
        place = (place + 1) % amounts.shape[1]
    # the mean of ranks of the same ties can differ in the last bit by the order of summing
    band = np.minimum(mid_ranks(np.round(np.mean([mid_ranks(column) for column in points.T], axis=0), 12)) * 10, 9)
    band = np.zeros(len(place), int) if mutation == "without_bands" else band.astype(int)
    own = amounts[:, 0] if mutation == "as_if_one_place" else amounts[np.arange(len(place)), place]
    shares = shuffled_shares(own, place, band)
    return {
        "band_people": [int((band == b).sum()) for b in np.unique(band)],
        "matrix": np.array([amounts[band == b].mean(axis=0) for b in np.unique(band)]),
        "all": amounts.mean(axis=0),
        "place_share": between_share(own, place, band),
        "spread": np.mean((amounts.max(axis=1) - amounts.min(axis=1)) / amounts.mean(axis=1)),
        "chance": (shares.mean(), Z * shares.std(ddof=1) / np.sqrt(SHUFFLES)),
    }


def compare(places, left_out, ours, theirs):
    """(figures compared, sentences about those that disagree)."""
    pairs = [("people left out", left_out, theirs["people_left_out"], 0),
             ("bands", len(ours["band_people"]), len(theirs["bands"]), 0),
             ("place share", ours["place_share"], theirs["place_share"], SHARE),
             ("spread", ours["spread"], theirs["spread"], SHARE),
             ("chance share", ours["chance"][0], theirs["chance_share"], ours["chance"][1])]
    for b, band in enumerate(theirs["bands"][:len(ours["band_people"])]):
        pairs.append((f"people of band {b + 1}", ours["band_people"][b], band["people"], 0))
        pairs += [(f"band {b + 1} in {place}", ours["matrix"][b][p], band["gbp_week"][p], 2 * PENCE)
                  for p, place in enumerate(places)]
    pairs += [(f"all in {place}", ours["all"][p], theirs["places"][p]["gbp_week"], 2 * PENCE)
              for p, place in enumerate(places)]
    return len(pairs), [f"{name}: recomputed {float(our):.8g}, rasim {float(their):.8g}, allowed {within:.3g}"
                        for name, our, their, within in pairs if not abs(our - their) <= within]


def main():
    """Recomputes and compares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--mutate", choices=["swapped_places", "without_bands", "as_if_one_place"])
    options = parser.parse_args()
    places, place, points, amounts, left_out, theirs = gather(options.program, options.folder)
    ours = recompute(place, points, amounts, options.mutate)
    n, wrong = compare(places, left_out, ours, theirs)
    print(*wrong, sep="\n")
    print(f"portability: {len(wrong)} of {n} figures disagree.")
    sys.exit(1 if wrong else 0)


main()
