# SPDX-License-Identifier: GPL-3.0-or-later
"""The small studies that scripts/bench runs: the base model of peer.py as files, whole, as a sample, and capped; and one with
assessment error."""
import dataclasses

import numpy as np

DESIGN = """name: base model
family: price_per_point
allocation: [{gbp_per_point: 1}]
exclusion: {threshold_gbp_week: 1000}
"""
TABLE = """name: table
family: table
questionnaire: {points_min: 0, points_max: 100}
allocation:
  - knots: [{points: 5, gbp: 50}, {points: 20, gbp: 100}, {points: 35, gbp: 170}, {points: 50, gbp: 270}, {points: 65, gbp: 400},
            {points: 80, gbp: 560}, {points: 100, gbp: 800}]
limits: {minimum_points: 5, below_minimum: panel, uprating: 0.02, rounding_gbp_week: 5}
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
    assessed: bool = False  # points of a questionnaire, read with an error that depends on who assesses
    more: tuple = ()


BASE = Kind()


def five_years(leave):
    """The base model over five years, in which that share of people leaves in a year and as many start."""
    return Kind(persistence=", persistence: 0.6", more=("horizon: 5", f"turnover: [{{leave_probability: {leave}}}]"))


ASSESSMENT = "assessment: {modes: [{mode: professional, bias: 0, sd: 3}, {mode: joint, bias: 0, sd: 4}, {mode: self, bias: 1, sd: 6}], " \
    "leniency_sd: 0.8}"
ASSESSED = Kind(TABLE, (0.15, 0.2, 0.25), 1, (0.02, 0.055), "{tolerance: 0.15, uplift_share: 1, trim_share: 0.5}", assessed=True,
                more=("practice: {sd: 0.1}", ASSESSMENT))
SIMPLE = Kind(CAPPED, (0.3,), 1, (0, 0), "{tolerance: 0, uplift_share: 0, trim_share: 1}")


def questionnaire_points(rng, amounts):
    """Whole points as TABLE has them for these £, fewer where carers help."""
    points = np.interp(amounts, (50, 100, 170, 270, 400, 560, 800), (5, 20, 35, 50, 65, 80, 100))
    return np.round(points) * rng.choice((1, 0.85, 0.65), len(points), p=(0.5, 0.3, 0.2))


def write_people(folder, people, kind):
    """people.csv; the log sd of each person."""
    rng = np.random.Generator(np.random.SFC64(7))
    cost = np.maximum(350.0 * rng.lognormal(-0.405, 0.9, people), 1.0)
    points = cost * rng.lognormal(-0.08, 0.4, people)
    log_sd = rng.choice(kind.log_sds, people)
    contribution = np.minimum(rng.gamma(2.0, 20.0, people), cost) * (kind is not SIMPLE)
    setting = rng.integers(0, kind.settings, people)
    modes = [""] * people
    if kind.assessed:
        points = questionnaire_points(rng, points)
        modes = rng.choice(("professional", "joint", "self"), people, p=(0.6, 0.25, 0.15))
    with open(folder / "people.csv", "w", encoding="utf-8") as out:
        out.write(f"person_id,care_group,setting,weekly_cost,points,client_contribution{',assessment_mode' * kind.assessed}\n")
        for i in range(people):
            out.write(f"p{i},group {log_sd[i]},setting {setting[i]},{cost[i]:.2f},{points[i]:.2f},{contribution[i]:.2f}"
                      f"{',' * kind.assessed}{modes[i]}\n")
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
