#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every results file holds the bytes of its PREFIX.json: those of a run, of a comparison of designs, of a comparison of
finished runs, of a sweep, and (what it prints as JSON) of a calibration.

usage: same_document.py RASIM FRAMEWORK [--spoil]

`--spoil` adds a space to one JSON file and must be noticed. Exit status 0: all agree; 77: h5py is not installed.
"""
import os
import subprocess
import sys
import tempfile

try:
    import h5py
except ImportError as missing:
    print(f"same_document: cannot run: {missing}")
    sys.exit(1 if os.environ.get("RASIM_REQUIRE_ALL") == "1" else 77)


def main(rasim, framework, spoil):
    differ = 0
    with tempfile.TemporaryDirectory() as folder:
        few = ["--replicates", "128", "--seed", "1"]
        wholes = {
            "run": ["run", framework, *few],
            "compare": ["compare", framework, *few],
            "files": ["compare", f"{folder}/run.h5", f"{folder}/compare.h5"],
            "sweep": ["sweep", framework, *few, "--vary", "prices[1].mean=0:0.05:0.05"],
        }
        for name, command in wholes.items():
            subprocess.run([rasim, *command, "--out", f"{folder}/{name}"], check=True, capture_output=True)
            if spoil and name == "files":
                with open(f"{folder}/{name}.json", "a", encoding="utf-8") as text:
                    text.write(" ")
            with open(f"{folder}/{name}.json", "rb") as text, h5py.File(f"{folder}/{name}.h5", "r") as file:
                if text.read() != file["document"][:].tobytes():
                    print(f"{name}: the document in {name}.h5 is not {name}.json")
                    differ += 1
        command = ["calibrate", framework, *few, "--method", "price-per-point", "--folds", "2", "--bootstrap", "40"]
        printed = subprocess.run([rasim, *command, "--json", "--report", "--out", f"{folder}/price.yaml"], check=True,
                                 capture_output=True).stdout
        with h5py.File(f"{folder}/price.h5", "r") as file:
            if printed != file["document"][:].tobytes():
                print("calibrate: the document in price.h5 is not what is printed")
                differ += 1
    print(f"{differ} of {len(wholes) + 1} documents differ")
    return min(differ, 1)


sys.exit(main(sys.argv[1], sys.argv[2], "--spoil" in sys.argv))
