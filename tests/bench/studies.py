# SPDX-License-Identifier: GPL-3.0-or-later
"""The small studies that scripts/bench runs: the base model of peer.py as files, whole, as a sample, and capped."""
import dataclasses

import numpy as np

DESIGN = """name: base model
family: price_per_point
allocation: [{gbp_per_point: 1}]
exclusion: {threshold_gbp_week: 1000}
"""
CAPPED = """name: 1,000 a week
family: banded
allocation: [{bands: [{from: 0, gbp: 1000}]}]
"""


@dataclasses.dataclass
class Kind:
    """What a study is made of: care groups by their log sd, settings (each a budget area), growth of prices, sign-off."""

    design: str = DESIGN
    log_sds: tuple = (0.2, 0.3, 0.4)
    settings: int = 8
    growth: tuple = (0.05, 0.03)
    sign_off: str = "{tolerance: 0.1, uplift_share: 1, trim_share: 0.5}"
    persistence: str = ""
    more: tuple = ()


BASE = Kind()
FIVE_YEARS = Kind(persistence=", persistence: 0.6", more=("horizon: 5", "turnover: [{leave_probability: 0.2}]"))
SIMPLE = Kind(CAPPED, (0.3,), 1, (0, 0), "{tolerance: 0, uplift_share: 0, trim_share: 1}")


def write_people(folder, people, kind):
    """people.csv; the log sd of each person."""
    rng = np.random.Generator(np.random.SFC64(7))
    cost = np.maximum(350.0 * rng.lognormal(-0.405, 0.9, people), 1.0)
    points = cost * rng.lognormal(-0.08, 0.4, people)
    log_sd = rng.choice(kind.log_sds, people)
    contribution = np.minimum(rng.gamma(2.0, 20.0, people), cost) * (kind is not SIMPLE)
    setting = rng.integers(0, kind.settings, people)
    with open(folder / "people.csv", "w", encoding="utf-8") as out:
        out.write("person_id,care_group,setting,weekly_cost,points,client_contribution\n")
        for i in range(people):
            out.write(f"p{i},group {log_sd[i]},setting {setting[i]},{cost[i]:.2f},{points[i]:.2f},{contribution[i]:.2f}\n")
    return log_sd


def frame_of(log_sd, stands_for, kind):
    """The population keys of a sample of a larger caseload, or of a whole one."""
    if stands_for is None:
        return ["  sampling: fixed"]
    people = {sd: round(stands_for * float(np.mean(log_sd == sd))) for sd in kind.log_sds}
    rows = [f"    - {{care_group: group {sd}, people: {n}}}" for sd, n in people.items()]
    return ["  sampling: polya", "  strata: [care_group]", "  frame:", *rows]


def write_study(folder, people, stands_for=None, kind=BASE):
    """A study in a folder of its own; the framework's path."""
    folder.mkdir(exist_ok=True)
    log_sd = write_people(folder, people, kind)
    (folder / "design.yaml").write_text(kind.design, encoding="utf-8")
    mean, sd = kind.growth
    lines = [
        "name: bench",
        "year: year 1",
        "price_date: a year before year 1",
        "synthetic: yes",
        "caseload: people.csv",
        "designs: [design.yaml]",
        "population:",
        *frame_of(log_sd, stands_for, kind),
        "envelope: [{gbp_year: 110000000}]",
        f"sign_off: {kind.sign_off}",
        "need:",
        *[f"  - {{care_group: group {log_sd}, log_sd: {log_sd}{kind.persistence}}}" for log_sd in kind.log_sds],
        "prices:",
        *[f"  - {{setting: setting {k}, mean: {mean}, sd: {sd}}}" for k in range(kind.settings)],
        *kind.more,
        "replicates: 10000",
        "seed: 1",
    ]
    (folder / "framework.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "framework.yaml"
