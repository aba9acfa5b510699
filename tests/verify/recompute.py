# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulation of rasim, a second time: from docs/methods.md and the counter contracts of src/num/urn.h and
src/num/philox.h, in double precision, without a look at the code that it checks. Points and allocations stand in
allocation.py.

Study(folder) reads framework.json, its designs and its caseload: JSON is YAML, so these are the very files that rasim
reads. It knows the keys that the cases use and trusts them, for rasim checks them. simulate() gives every ledger line of every row and replicate, plan() what is planned for every row. `mutate`
plants one mistake of the kind that people make; the comparison in verify.py must notice each.
"""
import csv
import json
import pathlib

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import beta

import allocation
from allocation import allocate, bought_instead, counted_on, factor_of, points_of, row_for, without_carer
from draws import label_key, normal_of_word, person_words, philox, stream_key, uniform53, urn_counts

MAX_GBP_WEEK = 65536.0

LINES = ["legacy", "indicative", "uplift", "trim", "high_cost", "price_surprise", "protection", "intervention_cost",
         "underspend", "savings", "other_funding", "contribution", "net", "high_cost_price_surprise",
         "legacy_price_surprise", "ineligible_cost", "excluded_people", "panel_cases", "legacy_people",
         "ineligible_people", "capped_draws", "carers_stopped", "person_years", "starters", "leavers", "movers",
         "moved_outside_people", "people_at_end", "full_year_starters", "full_year_leavers", "full_year_changes",
         "moved_outside"]
PEOPLE_LINES = set(LINES[LINES.index("excluded_people"):LINES.index("full_year_starters")])

MUTATIONS = ["no_half_variance", "price_median", "plain_urn", "uplift_099", "swap_trim", "tolerance_on_need",
             "no_contribution_cap", "collection_of_assessment", "share_mean_of_all", "shared_draw", "plan_without_bias",
             "stop_without_consent", "need_stays",
             *allocation.MUTATIONS]

# ---- the files ----


def lognormal(mean, sd):
    """(m, s) of ln(1 + g) where g has this mean and sd."""
    v = np.log1p((sd / (1 + mean))**2)
    return np.log1p(mean) - v / 2, np.sqrt(v)


def apportion(weights, total):
    """Whole numbers that sum to total, by largest remainder; ties go to the lower index."""
    exact = np.asarray(weights) * total / np.sum(weights)
    whole = np.floor(exact).astype(int)
    order = sorted(range(len(exact)), key=lambda i: (-(exact[i] - whole[i]), i))
    for i in order[:total - whole.sum()]:
        whole[i] += 1
    return whole


def calibrate(weights, total):
    """Weights in proportion that sum to total, none below 1: those that would be are held at 1, the others scaled
    again."""
    weights = np.array(weights)
    held = np.zeros(len(weights), dtype=bool)
    while True:
        scaled = np.where(held, 1, weights * (total - held.sum()) / max(weights[~held].sum(), 1e-300))
        if not (scaled < 1).any():
            return scaled
        held |= scaled < 1


class Study:
    """Framework, designs and people (in key order), with everybody's constants."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.framework = f = json.loads((folder / "framework.json").read_text())
        self.designs = [json.loads((folder / name).read_text()) for name in f["designs"]]
        with open(folder / f["caseload"], newline="", encoding="utf-8") as file:
            self.people = list(csv.DictReader(file))
        for person in self.people:
            person["key"] = label_key(person["person_id"])
        self.people.sort(key=lambda person: person["key"])
        self.weeks = f.get("weeks_per_year", 52)
        for person in self.people:
            self._prepare(person)
        self._make_strata()

    def stream_key(self, name):
        return stream_key(self.framework["seed"], name)

    def _prepare(self, p):
        f = self.framework
        need = row_for(f["need"], "care_group", p["care_group"])
        p["cost"], p["weight"] = float(p["weekly_cost"]), float(p.get("weight") or 1)
        p["log_sd"], p["drift"] = need["log_sd"], need.get("drift", 0)
        price = row_for(f["prices"], "setting", p["setting"])
        p["shock"] = "price: " + price["setting"] if "setting" in price else "price"
        p["price"] = price
        modes = {row["mode"]: row for row in f.get("assessment", {}).get("modes", [])}
        mode = modes.get(p.get("assessment_mode"), {})
        p["bias"], p["error_sd"] = mode.get("bias", 0), mode.get("sd", 0)
        p["factor_bias"], p["factor_log_sd"] = mode.get("factor_bias", 0), mode.get("factor_log_sd", 0)
        stop = f.get("carers_stop", {})
        p["stops"] = stop.get("by_level", {}).get(p.get("carer_support"), stop.get("share", 0))
        out = f.get("outturn", {})
        if p.get("delivery") in out.get("direct_payment_labels", ["direct payment"]):
            p["used"] = 1 - out.get("direct_payment_underuse", 0) * out.get("direct_payment_recovered", 1)
        else:
            p["used"] = 1 - out.get("managed_underuse", 0)
        income = f.get("income", {})
        p["pays"] = float(p.get("client_contribution") or 0) * (1 + income.get("contribution_uprating", 0))
        p["collected"] = income.get("collection_rate", 1)
        p["other"] = {"gbp": 0.0, "share": 0.0, "uncertain": {}}
        for row in income.get("other_funding", []):
            paid = float(p[row["column"]] or 0)
            if row.get("share_sd", 0) > 0:
                p["other"]["uncertain"][row["name"]] = paid
            else:
                p["other"][row.get("kind", "gbp")] += paid

    def _make_strata(self):
        """Strata with their rows in key order and their people; everybody's calibrated weight."""
        population = self.framework.get("population", {})
        columns = population.get("strata", ["care_group", "setting"])
        self.sampling = population.get("sampling", "polya")
        self.strata = {}
        for i, person in enumerate(self.people):
            self.strata.setdefault(", ".join(person[c] for c in columns), []).append(i)
        self.n_people = {}
        for label, rows in self.strata.items():
            weight = sum(self.people[i]["weight"] for i in rows)
            people = round(weight)
            for row in population.get("frame", []):
                if all(self.people[rows[0]][c] == v for c, v in row.items() if c != "people"):
                    people = row["people"]
            self.n_people[label] = people
            for i, w in zip(rows, calibrate([self.people[i]["weight"] for i in rows], people)):
                self.people[i]["calibrated"] = w

    def counts(self, replicates, mutate=None):
        """How many people each row stands for in each replicate [rows, replicates], and whether it stands for
        several in the sense of the counters."""
        counts = np.zeros((len(self.people), replicates), dtype=int)
        several = np.zeros(len(self.people), dtype=bool)
        key = self.stream_key("population")
        for label, rows in self.strata.items():
            if self.sampling == "fixed":
                whole = apportion([self.people[i]["calibrated"] for i in rows], self.n_people[label])
                counts[rows], several[rows] = whole[:, None], whole > 1
                continue
            unseen = self.n_people[label] - len(rows)
            several[rows] = unseen > 0
            for r in range(replicates):
                counts[rows, r] = urn_counts(len(rows), unseen, key, label_key(label), r, mutate == "plain_urn")
        return counts, several

    def shocks(self, replicates, scale=1.0, mutate=None):
        """Shared shocks as standard normals with the correlations given, and their values, {label: [replicates]}."""
        f = self.framework
        prices = {"price: " + p["setting"] if "setting" in p else "price": p for p in f["prices"]}
        sds = {label: p["sd"] for label, p in prices.items()}
        sds["practice"] = f.get("practice", {}).get("sd", 0)
        sds["leniency"] = f.get("assessment", {}).get("leniency_sd", 0)
        sds["optimism"] = f.get("optimism", {}).get("sd", 0)
        labels = list(sds)
        streams = {"funding share: " + row["name"]: row for row in f.get("income", {}).get("other_funding", [])
                   if row.get("share_sd", 0) > 0}
        labels += streams
        rho = np.eye(len(labels))
        for row in f.get("correlations", []):
            a, b = labels.index(row["a"]), labels.index(row["b"])
            rho[a, b] = rho[b, a] = row["rho"]
        fresh = np.array([[self._shock_normal(label, r) for r in range(replicates)] for label in labels])
        z = dict(zip(labels, np.linalg.cholesky(rho) @ fresh))
        spread = f.get("assessment", {}).get("leniency_log_sd", 0) * scale
        values = {"leniency": sds["leniency"] * scale * z["leniency"],
                  "leniency factor": np.exp(spread * z["leniency"] - spread * spread / 2)}
        means = {label: p["mean"] for label, p in prices.items()}
        means.update(practice=0, optimism=f.get("optimism", {}).get("mean", 0))
        for label, mean in means.items():
            m, s = lognormal(mean, sds[label] * scale)
            values[label] = np.exp(m + s * z[label])
        for label, row in streams.items():
            values[label] = self._share_factor(row, scale, z[label], mutate)
        return values

    def _share_factor(self, row, scale, z, mutate):
        """What a stream in fact pays over what its column says: Beta around the mean share of those it pays for."""
        paid = [(p["calibrated"], p["other"]["uncertain"][row["name"]]) for p in self.people]
        mean = sum(w * s for w, s in paid) / sum(w for w, s in paid if s > 0 or mutate == "share_mean_of_all")
        most = np.sqrt(mean * (1 - mean))
        sd = min(row["share_sd"] * scale, max(0.95 * most, row["share_sd"]))
        k = mean * (1 - mean) / sd**2 - 1
        return beta.ppf(ndtr(z), mean * k, (1 - mean) * k) / mean

    def _shock_normal(self, label, replicate):
        key = label_key(label)
        kind = "price" if label.startswith("price") else "shares" if label.startswith("funding share") else label
        stream = self.stream_key(kind)
        words = philox(key & 0xFFFFFFFF, key >> 32, replicate, 0, stream)
        return ndtri(uniform53(words[0], words[1]))


# ---- one person-year in one replicate (methods.md section 4) ----


def settle(person, final, shocks=None, mutate=None):
    """Steps 7 and 8: underspend, other funding, contribution and net of a final budget; without shocks as planned."""
    spent = final * person["used"]
    share = person["other"]["share"]
    for name, planned in person["other"]["uncertain"].items():
        factor = 1 if shocks is None else shocks["funding share: " + name]
        share = share + planned * factor
    other = np.minimum(person["other"]["gbp"] + share * spent, spent)
    owed = np.minimum(person["pays"], spent - other)
    if mutate == "no_contribution_cap":
        owed = np.full_like(spent, person["pays"])
    pays = owed * person["collected"]
    if mutate == "collection_of_assessment":
        pays = np.minimum(person["pays"] * person["collected"], spent - other)
    return final - spent, other, pays, spent - other - pays


def exclusion(design, need, reference, amount):
    """Who is above the threshold, and how near the nearest amount that was tested comes to it (relative)."""
    rules = design.get("exclusion", {})
    threshold = rules.get("threshold_gbp_week", np.inf) * (1 + rules.get("index", 0))
    tested = {"need": [need], "reference": [reference + 0 * need], "allocation": [amount],
              "either": [need, amount]}[rules.get("basis", "need")]
    near = np.full(need.shape, np.inf)
    if np.isfinite(threshold):
        near = np.min([np.abs(x / threshold - 1) for x in tested], axis=0)
    return np.any([x > threshold for x in tested], axis=0), near


def protection_of(study, reference, amount):
    """What is added to an allocation below the current package."""
    return study.framework.get("transition", {}).get("protection_share", 0) * np.maximum(reference - amount, 0)


def carers_stopped(design, person, draws, mutate=None):
    """In which years the carer stops whom the design had counted on (section 2)."""
    return (draws["stop"].astype(float) / 2.0**32 < person["stops"]) & counted_on(design, person, mutate)


def assessed(study, design, person, e, column, mutate=None):
    """The allocation at what the assessment observes; who is below the minimum and above the top; how near it comes to
    where it jumps."""
    true_points, low, high = points_of(design, person, mutate)
    points = np.clip(true_points + person["bias"] + person["error_sd"] * e + column["leniency"], low, high)
    factor = factor_of(design, person, e, column["leniency factor"], mutate)
    amount, is_below, above_top, near_edge = allocate(design, person, points, factor, study.weeks, mutate)
    certain = (points == true_points) | (points == low) | (points == high)
    if design["family"] in allocation.READ_ANSWERS:
        certain = np.broadcast_to(factor == 1, certain.shape)
    return amount, is_below, above_top, np.where(certain, np.inf, near_edge)


def person_years(study, design, person, draws, shocks, mutate=None):
    """Ledger lines of a row, {line: [replicates, copies]} in £ a week, the amounts' scale, and how near anything comes
    to a boundary of a decision."""
    f = study.framework
    sign = f.get("sign_off", {})
    column = {label: values[:, None] for label, values in shocks.items()}
    fbar = 1 + person["price"]["mean"]
    if mutate == "price_median":
        fbar = np.exp(lognormal(person["price"]["mean"], person["price"]["sd"])[0])
    reference = person["cost"] * fbar
    s = person["log_sd"]
    half = 0 if mutate == "no_half_variance" else s * s / 2
    drawn = reference * np.exp(person["drift"] + s * normal_of_word(draws["need"]) - half) * column["optimism"]
    stopped = carers_stopped(design, person, draws, mutate)
    more = 0 if mutate == "need_stays" else bought_instead(design, person, study.weeks)
    need = np.minimum(drawn + np.where(stopped, more, 0), MAX_GBP_WEEK)

    e = normal_of_word(draws["assessment"])
    helped = assessed(study, design, person, e, column, mutate)
    alone = assessed(study, design, without_carer(person), e, column, mutate)
    amount, is_below, above_top, near_edge = (np.where(stopped, b, a) for a, b in zip(helped, alone))

    probability = f.get("transition", {}).get("review_probability", 1)
    chance = draws["churn"].astype(float) / 2.0**32
    reviewed = chance < probability
    ineligible = reviewed & is_below & (design.get("limits", {}).get("below_minimum", "panel") == "ineligible")
    excluded, near_threshold = exclusion(design, need, reference, amount)
    excluded = reviewed & ~ineligible & (excluded | above_top)
    inside = reviewed & ~ineligible & ~excluded

    tau, u, d = sign.get("tolerance", 0), sign.get("uplift_share", 1), sign.get("trim_share", 0.5)
    u = u * column["practice"] * (0.99 if mutate == "uplift_099" else 1)
    d = np.minimum(d * column["practice"], 1)
    d = 1 - d if mutate == "swap_trim" else d
    protection = protection_of(study, reference, amount)
    start = amount + protection
    margin = tau * (need if mutate == "tolerance_on_need" else start)
    panel, trimmed = inside & (need > start + margin), inside & (need < start - margin)
    uplift, trim = np.where(panel, u * (need - start), 0), np.where(trimmed, d * (start - need), 0)
    uplift = np.minimum(uplift, MAX_GBP_WEEK - start)
    near_margin = np.minimum(np.abs(need / (start + margin + 1e-9) - 1), np.abs(need / (start - margin + 1e-9) - 1))

    dear = need * (1 - design.get("exclusion", {}).get("best_value_saving", 0))
    legacy, high_cost = np.where(reviewed, 0, need), np.where(excluded, dear, 0)
    before = legacy + high_cost + np.where(inside, start + uplift - trim, 0)
    factor = 1 + f.get("price_passthrough", 1) * (column[person["shock"]] / fbar - 1)
    final = np.minimum(before * factor, MAX_GBP_WEEK)
    surprise = final - before
    underspend, other, pays, net = settle(person, final, column, mutate)
    lines = {
        "legacy": legacy, "indicative": np.where(inside, amount, 0), "uplift": uplift, "trim": trim,
        "high_cost": high_cost, "price_surprise": surprise, "protection": np.where(inside, protection, 0),
        "underspend": underspend, "other_funding": other, "contribution": pays, "net": net,
        "high_cost_price_surprise": np.where(excluded, surprise, 0),
        "legacy_price_surprise": np.where(reviewed, 0, surprise), "ineligible_cost": np.where(ineligible, need, 0),
        "excluded_people": excluded, "panel_cases": panel, "legacy_people": ~reviewed,
        "ineligible_people": ineligible, "capped_draws": drawn > MAX_GBP_WEEK, "carers_stopped": stopped,
        "person_years": np.ones(need.shape), "people_at_end": np.ones(need.shape),  # without turnover
    }
    near_cap = np.abs(drawn / MAX_GBP_WEEK - 1)
    near_review = np.where(0 < probability < 1, np.abs(chance - probability), np.inf)
    near = np.minimum.reduce([near_edge, near_threshold, near_margin, near_cap, near_review])
    return lines, np.maximum(np.maximum(need, start), final), near


def simulate(study, design, mutate=None, shock_scale=1.0):
    """{line: [rows, replicates]} in £ a week or people, the sum of the amounts behind each row, how near it comes to
    a boundary, and the people that it stands for."""
    replicates = study.framework["replicates"]
    shocks = study.shocks(replicates, shock_scale, mutate)
    counts, several = study.counts(replicates, mutate)
    ledger = {line: np.zeros(counts.shape) for line in LINES}
    scale, near = np.zeros(counts.shape), np.full(counts.shape, np.inf)
    for i, person in enumerate(study.people):
        copies = max(1, counts[i].max())
        draws = {stream: person_words(study.stream_key(stream), person["key"], replicates, copies, several[i])
                 for stream in ("need", "assessment", "churn")}
        draws["stop"] = person_words(study.stream_key("churn"), person["key"], replicates, copies, several[i], draw=1)
        if mutate == "shared_draw":
            draws = {stream: np.repeat(words[:, :1], copies, axis=1) for stream, words in draws.items()}
        lines, amounts, nearness = person_years(study, design, person, draws, shocks, mutate)
        present = np.arange(copies)[None, :] < counts[i][:, None]
        for line, values in lines.items():
            ledger[line][i] = np.sum(values * present, axis=1)
        scale[i] = np.sum(amounts * present, axis=1)
        near[i] = np.min(np.where(present, nearness, np.inf), axis=1)
    return ledger, scale, near, counts


def plan(study, design, mutate=None):
    """Planned net and planned allocation inside the RAS of one person of each row, £ a week (methods.md section 7):
    the expected share of people are on the RAS, losers protected, the others at what their packages cost."""
    net, inside = np.zeros(len(study.people)), np.zeros(len(study.people))
    for i, person in enumerate(study.people):
        reference = np.array([person["cost"] * (1 + person["price"]["mean"])])
        points = np.array([points_of(design, person, mutate)[0]])
        judged = {**person, "factor_bias": 0} if mutate == "plan_without_bias" else person
        amount, is_below, above_top, _ = allocate(design, judged, points, 1.0, study.weeks, mutate)
        ineligible = is_below & (design.get("limits", {}).get("below_minimum", "panel") == "ineligible")
        excluded = (exclusion(design, reference, reference, amount)[0] | above_top) & ~ineligible
        dear = reference * (1 - design.get("exclusion", {}).get("best_value_saving", 0))
        protected = amount + protection_of(study, reference, amount)
        final = np.where(ineligible, 0, np.where(excluded, dear, protected))
        reviewed = study.framework.get("transition", {}).get("review_probability", 1)
        net[i] = reviewed * settle(person, final)[3][0] + (1 - reviewed) * settle(person, reference)[3][0]
        inside[i] = reviewed * np.where(excluded | ineligible, 0, amount)[0]
    return net, inside
