# SPDX-License-Identifier: GPL-3.0-or-later
"""The small studies that scripts/bench runs: the base model of peer.py as files, whole, as a sample, and capped."""
import numpy as np

AREAS = 8
LOG_SDS = (0.2, 0.3, 0.4)
DESIGN = """name: base model
family: price_per_point
allocation: [{gbp_per_point: 1}]
exclusion: {threshold_gbp_week: 1000}
"""
CAPPED = """name: 1,000 a week
family: banded
allocation: [{bands: [{from: 0, gbp: 1000}]}]
"""


def write_people(folder, people):
    """people.csv; the log sd of each person."""
    rng = np.random.Generator(np.random.SFC64(7))
    cost = np.maximum(350.0 * rng.lognormal(-0.405, 0.9, people), 1.0)
    points = cost * rng.lognormal(-0.08, 0.4, people)
    log_sd = rng.choice(LOG_SDS, people)
    contribution = np.minimum(rng.gamma(2.0, 20.0, people), cost)
    area = rng.integers(0, AREAS, people)
    with open(folder / "people.csv", "w", encoding="utf-8") as out:
        out.write("person_id,care_group,setting,budget_area,weekly_cost,points,client_contribution\n")
        for i in range(people):
            out.write(f"p{i},group {log_sd[i]},setting {area[i]},area {area[i]},{cost[i]:.2f},{points[i]:.2f},{contribution[i]:.2f}\n")
    return log_sd


def frame_of(log_sd, stands_for):
    """The population keys of a sample of a larger caseload, or of a whole one."""
    if stands_for is None:
        return "  sampling: fixed\n"
    rows = [f"    - {{care_group: group {sd}, people: {round(stands_for * float(np.mean(log_sd == sd)))}}}\n" for sd in LOG_SDS]
    return "  sampling: polya\n  strata: [care_group]\n  frame:\n" + "".join(rows)


def write_study(folder, people, stands_for=None, capped=False):
    """A study in a new folder; the framework's path. A capped one is a lognormal need held at 1,000 a week, summed."""
    folder.mkdir()
    log_sd = write_people(folder, people)
    (folder / "design.yaml").write_text(CAPPED if capped else DESIGN, encoding="utf-8")
    sign_off = "{tolerance: 0, uplift_share: 0, trim_share: 1}" if capped else "{tolerance: 0.1, uplift_share: 1, trim_share: 0.5}"
    lines = [
        "name: bench",
        "year: year 1",
        "price_date: a year before year 1",
        "synthetic: yes",
        "caseload: people.csv",
        "designs: [design.yaml]",
        "population:\n" + frame_of(log_sd, stands_for).rstrip("\n"),
        "envelope: [{gbp_year: 110000000}]",
        f"sign_off: {sign_off}",
        "need:",
        *[f"  - {{care_group: group {sd}, log_sd: {sd}}}" for sd in LOG_SDS],
        "prices:",
        *[f"  - {{setting: setting {area}, mean: {0 if capped else 0.05}, sd: {0 if capped else 0.03}}}" for area in range(AREAS)],
        "replicates: 10000",
        "seed: 1",
    ]
    (folder / "framework.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "framework.yaml"
