# SPDX-License-Identifier: GPL-3.0-or-later
"""Points and allocations of one person, from docs/methods.md sections 2 and 3, in double precision and without a look at
the code that they check. Amounts are £ a week, as arrays [replicates, copies]."""
import itertools

import numpy as np

MOST_GBP_WEEK = 2 * 65536.0  # a regression's amount is held here
READ_ANSWERS = ("regression", "hours", "judgement")

MUTATIONS = [
    # scoring
    "no_compounding", "threshold_unweighted", "mask_ignored", "carer_before_rescaling",
    "rescaled_without_mask", "one_multiplier_for_all", "consent_ignored",
    # families
    "no_smearing", "term_of_answers_dropped", "regression_not_compounding", "one_worker", "carer_off_twice",
    "lump_sum_weekly", "no_nights", "bias_on_need",
    # beside the rule
    "any_trigger", "add_on_hours_by_period", "no_deduction", "no_sustaining", "held_at_each_step",
    # the error of families that read answers
    "error_of_median_one", "own_error_dropped", "leniency_for_each", "error_on_add_ons",
    # limits that are named for care groups
    "limit_of_the_rest", "limit_without_index",
]


def row_for(rows, key, label):
    """The row of a label, or the one without a label."""
    own = [row for row in rows if row.get(key) == label]
    return (own or [row for row in rows if key not in row])[0]


# ---- what a person is and says ----


def asked(domain, person, mutate=None):
    """Whether a question is for the person's care group."""
    if mutate == "mask_ignored" and person[domain.get("column", domain["name"])]:
        return True
    return person["care_group"] in domain.get("care_groups", [person["care_group"]])


def answers_of(design, person, mutate=None):
    """{domain: answer} of the questions that are for the person."""
    domains = design.get("questionnaire", {}).get("domains", [])
    return {d["name"]: person[d.get("column", d["name"])] for d in domains if asked(d, person, mutate)}


def support_of(person, mutate=None):
    """The level of unpaid support, or None where the carer does not consent to its being counted."""
    consents = person.get("carer_consent", "yes") != "no" or mutate == "consent_ignored"
    return person.get("carer_support") if consents else None


# ---- points (section 2) ----


def weighted(domain, level, mutate=None):
    """Weighted points of an answer; those below the domain's threshold count 0."""
    points = domain.get("weight", 1) * domain["levels"][level]
    held = domain["levels"][level] if mutate == "threshold_unweighted" else points
    return points if held >= domain.get("threshold", -np.inf) else 0


def without_carer(person):
    """The same person where nobody helps, so that no part of a carer rule applies."""
    return {**person, "carer_support": None}


def domain_multipliers(design):
    return {row["domain"]: row["multipliers"] for row in design.get("carer_rule", {}).get("domains", [])}


def domain_points(design, person, mutate=None):
    """{domain: p_d}."""
    support, shares = support_of(person, mutate), domain_multipliers(design)
    if mutate == "one_multiplier_for_all":
        shares = {}
    answers = answers_of(design, person, mutate)
    return {d["name"]: shares.get(d["name"], {}).get(support, 1) * weighted(d, answers[d["name"]], mutate)
            if d["name"] in answers else 0 for d in design.get("questionnaire", {}).get("domains", [])}


def interval_product(a, b):
    ends = [x * y for x, y in itertools.product(a, b)]
    return min(ends), max(ends)


def interval_total(questionnaire, intervals):
    """The least and the most of the sum of points and interactions, interval by interval."""
    low, high = sum(i[0] for i in intervals.values()), sum(i[1] for i in intervals.values())
    for row in questionnaire.get("interactions", []):
        least, most = interval_product(intervals[row["a"]], intervals[row["b"]])
        ends = row["coefficient"] * least, row["coefficient"] * most
        low, high = low + min(ends), high + max(ends)
    return low, high


def own_intervals(questionnaire, mutate=None):
    """{domain: (least, most)} that its answers give before any carer rule; 0 too where it is not for everybody."""
    values = {d["name"]: [weighted(d, level) for level in d["levels"]]
              + [0] * ("care_groups" in d and mutate != "rescaled_without_mask") for d in questionnaire["domains"]}
    return {name: (min(v), max(v)) for name, v in values.items()}


def rescaled(questionnaire, total, mutate=None):
    """R: the least and the most that the answers can give become low and high."""
    if "rescale" not in questionnaire:
        return total
    least, most = interval_total(questionnaire, own_intervals(questionnaire, mutate))
    low, high = questionnaire["rescale"].get("low", 0), questionnaire["rescale"].get("high", 100)
    return low + (high - low) * (total - least) / (most - least)


def points_range(design):
    """The questionnaire's own range: from its lowest points times the smallest multipliers to its highest."""
    questionnaire = design["questionnaire"]
    shares = domain_multipliers(design)
    intervals = {}
    for d in questionnaire["domains"]:
        ends = own_intervals(questionnaire)[d["name"]]
        remaining = [1, *shares.get(d["name"], {}).values()]
        intervals[d["name"]] = interval_product(ends, (min(remaining), max(remaining)))
    low, high = interval_total(questionnaire, intervals)
    remaining = [1, *design.get("carer_rule", {}).get("multipliers", {}).values()]
    ends = rescaled(questionnaire, low), rescaled(questionnaire, high)
    return interval_product((min(ends), max(ends)), (min(remaining), max(remaining)))


def points_of(design, person, mutate=None):
    """A person's points after the carer rule, and the range that observed points are held in."""
    questionnaire = design.get("questionnaire", {})
    share = design.get("carer_rule", {}).get("multipliers", {}).get(support_of(person, mutate), 1)
    if "domains" in questionnaire:
        p = domain_points(design, person, mutate)
        compound = [row["coefficient"] * p[row["a"]] * p[row["b"]] for row in questionnaire.get("interactions", [])]
        total = sum(p.values()) + (0 if mutate == "no_compounding" else sum(compound))
        if mutate == "carer_before_rescaling":
            points = rescaled(questionnaire, share * total)
        else:
            points = share * rescaled(questionnaire, total, mutate)
        low, high = points_range(design)
    else:
        points, low, high = share * float(person.get("points") or "nan"), -np.inf, np.inf
    low, high = questionnaire.get("points_min", low), questionnaire.get("points_max", high)
    return np.clip(points, low, high), low, high


# ---- the families that read answers (section 3) ----


def regression(design, row, person, weeks_of_period, mutate):
    share = design.get("carer_rule", {}).get("multipliers", {}).get(support_of(person, mutate), 1)
    x = {name: share * p for name, p in domain_points(design, person, mutate).items()}
    answers = answers_of(design, person, mutate)
    eta = row.get("intercept", 0)
    for term in row.get("coefficients", []):
        if "level" not in term:
            eta += term["per_point"] * x[term["domain"]]
        elif answers.get(term["domain"]) == term["level"] and mutate != "term_of_answers_dropped":
            eta += term["value"]
    if mutate != "regression_not_compounding":
        eta += sum(t["coefficient"] * x[t["a"]] * x[t["b"]] for t in row.get("interactions", []))
    if row.get("link", "log") == "log":
        eta = (1 if mutate == "no_smearing" else row.get("smearing", 1)) * np.exp(eta)
    return min(eta / weeks_of_period, MOST_GBP_WEEK)


def hands(row, domain, answers):
    """The product of the factors of the answers that ask for two workers in a domain."""
    factors = [double.get("factor", 2) for double in row.get("double_handed", [])
               if answers.get(double["domain"]) in double["levels"] and domain in double.get("multiplies", [domain])]
    return np.prod(factors)


def hours(design, row, person, weeks_of_period, mutate):
    answers, support = answers_of(design, person, mutate), support_of(person, mutate)
    rates = {rate["name"]: rate["gbp_per_hour"] for rate in design.get("rates", [])}
    given = {o["domain"]: o["hours_per_week"].get(support, 0)
             for o in design.get("carer_rule", {}).get("hours_offsets", [])}
    amount = 0
    for line in row["hours"]:
        name = line["domain"]
        if name in answers:
            workers = 1 if mutate == "one_worker" else hands(row, name, answers)
            asked_for, theirs = line["hours_per_week"][answers[name]], given.get(name, 0)
            left = max(asked_for * workers - theirs, 0) if mutate == "carer_off_twice" else (
                workers * max(asked_for - theirs, 0))
            amount += left * rates[line["rate"]]
    for line in row.get("lump_sums", []):
        period = 1 if mutate == "lump_sum_weekly" else weeks_of_period
        amount += line["gbp"][answers[line["domain"]]] / period if line["domain"] in answers else 0
    for line in row.get("night_support", []):
        nights = line["nights_per_week"][answers[line["domain"]]] if line["domain"] in answers else 0
        amount += 0 if mutate == "no_nights" else nights * line["gbp_per_night"]
    return amount


def from_answers(design, row, person, weeks_of_period, mutate):
    """The amount of the rule of a family that reads answers, without error."""
    if design["family"] == "regression":
        return regression(design, row, person, weeks_of_period, mutate)
    if design["family"] == "hours":
        return hours(design, row, person, weeks_of_period, mutate)
    bias = 0 if mutate == "bias_on_need" else row.get("bias", 0)
    return person["cost"] * (1 + person["price"]["mean"]) * (1 + bias)


def factor_of(design, person, e, leniency, mutate=None):
    """What the error of the assessment e, standard normal, and leniency multiply such an amount with."""
    row = row_for(design["allocation"], "care_group", person["care_group"])
    own = row.get("log_sd", 0) if design["family"] == "judgement" and mutate != "own_error_dropped" else 0
    s = np.hypot(person["factor_log_sd"], own)
    half = 0 if mutate == "error_of_median_one" else s * s / 2
    return np.exp(s * e - half) * (1 if mutate == "leniency_for_each" else leniency)


# ---- the families of points (section 3) ----


def from_points(design, row, points):
    """The amount of the rule at these points in £ a period, where it jumps, and the points from which on a person is
    outside the RAS."""
    if design["family"] == "price_per_point":
        return np.maximum(points, 0) * row["gbp_per_point"], [], np.inf
    if design["family"] == "banded":
        starts = np.array([band["from"] for band in row["bands"]])
        amounts = np.array([0.0] + [band["gbp"] for band in row["bands"]])
        top = row.get("top", np.inf)
        return amounts[np.searchsorted(starts, points, side="right")], [*starts, top], top
    return np.interp(points, [k["points"] for k in row["knots"]], [k["gbp"] for k in row["knots"]]), [], np.inf


# ---- beside the rule, and limits (section 3) ----


def carers_pounds(design, person, mutate=None):
    """What sustains the carer, less the deduction."""
    carer, support = design.get("carer_rule", {}), support_of(person, mutate)
    plus = 0 if mutate == "no_sustaining" else carer.get("sustain_gbp_week", {}).get(support, 0)
    minus = 0 if mutate == "no_deduction" else carer.get("deduction_gbp_week", {}).get(support, 0)
    return plus - minus


def add_ons(design, person, weeks_of_period, mutate=None):
    """Every add-on all of whose triggers hold."""
    answers = answers_of(design, person, mutate)
    rates = {rate["name"]: rate["gbp_per_hour"] for rate in design.get("rates", [])}
    holds = any if mutate == "any_trigger" else all
    total = 0
    for row in design.get("add_ons", []):
        if not holds(answers.get(when["domain"]) in when["levels"] for when in row["when"]):
            continue
        if "gbp" in row:
            total += row["gbp"] / weeks_of_period
        else:
            period = weeks_of_period if mutate == "add_on_hours_by_period" else 1
            total += row["hours_per_week"] * rates[row["rate"]] / period
    return total


def named(limits, key, care_group, mutate):
    """£ a week in year 1 of a limit that is named for care groups; none: NaN."""
    rows = limits.get(key, [])
    own = [row for row in rows if row.get("care_group") == care_group and mutate != "limit_of_the_rest"]
    row = (own + [row for row in rows if "care_group" not in row] + [{"gbp_week": np.nan}])[0]
    return row["gbp_week"] * (1 if mutate == "limit_without_index" else 1 + row.get("index", 0))


def limited(limits, amount, care_group, mutate=None):
    """Uprating, top-slice, floor and cap, rounding; and how near the amount comes to where it jumps."""
    near = np.full(amount.shape, np.inf)
    least = np.fmax(limits.get("floor_gbp_week", 0), named(limits, "minimum_budget", care_group, mutate))
    most = np.fmin(limits.get("cap_gbp_week", np.inf), named(limits, "residential_equivalent", care_group, mutate))
    if least > 0:
        near = np.where(amount > 0, amount / 100, np.inf)
    amount = amount * (1 + limits.get("uprating", 0)) * (1 - limits.get("top_slice", 0))
    amount = np.where(amount > 0, np.maximum(amount, least), amount)
    amount = np.minimum(amount, most)
    if "rounding_gbp_week" in limits:
        steps = amount / limits["rounding_gbp_week"]
        near = np.minimum(near, np.abs(steps - np.floor(steps) - 0.5) / (1 + steps / 10))
        amount = np.floor(steps + 0.5) * limits["rounding_gbp_week"]
    return amount, near


def together(design, person, amount, factor, weeks_of_period, mutate):
    """The sum of rule, carer's £ and add-ons, held at £0."""
    carer, extra = carers_pounds(design, person, mutate), add_ons(design, person, weeks_of_period, mutate)
    if mutate == "error_on_add_ons" and design["family"] in READ_ANSWERS:
        carer, extra = carer * factor, extra * factor
    if mutate == "held_at_each_step":
        return np.maximum(np.maximum(amount, 0) + carer, 0) + extra
    return np.maximum(amount + carer + extra, 0)


def before_limits(design, person, weeks):
    """What rule, carer's £ and add-ons give without error, or None below the minimum points and above an open top."""
    row = row_for(design["allocation"], "care_group", person["care_group"])
    weeks_of_period = weeks if design.get("period", "week") == "year" else 1
    points, top = points_of(design, person)[0], np.inf
    if design["family"] in READ_ANSWERS:
        amount = from_answers(design, row, person, weeks_of_period, None)
    else:
        amount, _, top = from_points(design, row, points)
        amount = amount / weeks_of_period
    if not design.get("limits", {}).get("minimum_points", -np.inf) <= points < top:
        return None
    return together(design, person, amount, 1.0, weeks_of_period, None)


def bought_instead(design, person, weeks):
    """What need costs more in £ a week when the carer stops: by what the design had taken off, uprated."""
    net, gross = before_limits(design, person, weeks), before_limits(design, without_carer(person), weeks)
    if net is None or gross is None:
        return 0.0
    return max(gross - net, 0) * (1 + design.get("limits", {}).get("uprating", 0))


def counted_on(design, person, mutate=None):
    """Whether the carer rule has an effect on the person."""
    if mutate == "stop_without_consent":
        return person.get("carer_support") not in (None, "", "none")
    other = without_carer(person)
    row = row_for(design["allocation"], "care_group", person["care_group"])
    return (points_of(design, person)[0] != points_of(design, other)[0]
            or carers_pounds(design, person) != 0
            or design["family"] in READ_ANSWERS
            and from_answers(design, row, person, 1, None) != from_answers(design, row, other, 1, None))


def allocate(design, person, points, factor, weeks, mutate=None):
    """The allocation at observed points, and with the factor of the assessment where the family reads answers; who is
    below the minimum, who is above the top, and how near anything comes to a place where it jumps (0: on it)."""
    row = row_for(design["allocation"], "care_group", person["care_group"])
    weeks_of_period = weeks if design.get("period", "week") == "year" else 1
    limits = design.get("limits", {})
    points, factor = np.broadcast_arrays(points, factor)
    edges, top, minimum = [], np.inf, limits.get("minimum_points", -np.inf)
    if design["family"] in READ_ANSWERS:
        rule = from_answers(design, row, person, weeks_of_period, mutate) * (1 + person["factor_bias"])
        amount = rule * factor
        points = np.full(points.shape, points_of(design, person, mutate)[0])  # without error
    else:
        rule, edges, top = from_points(design, row, points)
        amount = rule / weeks_of_period
    amount, near = limited(limits, together(design, person, amount, factor, weeks_of_period, mutate),
                           person["care_group"], mutate)
    is_below = points < minimum
    edges = np.array([e for e in [*edges, minimum] if np.isfinite(e)] or [np.inf])
    if design["family"] not in READ_ANSWERS:
        near = np.minimum(near, np.min(np.abs(points[..., None] - edges) / (1 + np.abs(points[..., None])), axis=-1))
    return np.where(is_below, 0, amount), is_below, points >= top, near
