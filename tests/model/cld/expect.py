#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `rasim import cld` must make of Client Level Data, worked out from the written rule alone (docs/import.md) with
exact fractions, sharing nothing with the program.

usage: expect.py CASELOAD.json OPTIONS.json FILE.csv ...    writes {"rows": [...], "counts": {...}}
"""
import csv
import datetime
import json
import re
import sys
from collections import Counter, defaultdict
from fractions import Fraction

EVENTS = {"request": "other", "referral": "other", "assessment": "other", "review": "other", "service": "service"}
CLIENTS = {"service user": "user", "unpaid carer": "carer", "carer": "carer",
           "unpaid carer known by association": "carer", "carer known by association": "carer"}
TYPES = {"long term support nursing care": "nursing", "long term support residential care": "residential",
         "long term support community": "community", "long term support prison": "prison",
         "short term support st max": "short", "short term support ongoing low level": "short",
         "short term support other short term": "short", "unpaid carer support direct to unpaid carer": "to carer",
         "unpaid carer support support involving the person cared for": "to carer",
         "carer support direct to carer": "to carer",
         "carer support support involving the person cared for": "to carer"}
PRIORITY = ["nursing", "residential", "community", "prison"]
DELIVERY = {"direct payment": "direct payment", "cassr managed personal budget": "managed",
            "cassr commissioned support": "commissioned"}
COMPONENTS = {"home support": "home support or domiciliary care",
              "learning or education or employment support": "learning education or employment support"}
KNOWN_COMPONENTS = {"home support or domiciliary care", "day support", "meals", "transport", "equipment",
                    "direct payment", "shared lives", "community supported living", "extra care housing",
                    "professional support other", "learning education or employment support",
                    "other long term support", "long term nursing care", "long term residential care", "reablement"}
# folded: (release 2, group under 65, group from 65, group at any age)
REASONS = {}
for label, under, old, alias in [
        ("Physical support: Access and mobility only", "Physical disability", "Older people", None),
        ("Physical support: Personal care support", "Physical disability", "Older people", None),
        ("Sensory support: Support for visual impairment", "Physical disability", "Older people", None),
        ("Sensory support: Support for hearing impairment", "Physical disability", "Older people", None),
        ("Sensory support: Support for dual impairment", "Physical disability", "Older people", None),
        ("Support with memory and cognition", "Mental health", "Older people", None),
        ("Learning disability support", "Learning disability", "Learning disability", None),
        ("Mental health support", "Mental health", "Older people", None),
        ("Social support: Substance misuse support", "Other adults", "Older people", None),
        ("Social support: Asylum seeker support", "Other adults", "Older people", None),
        ("Social support: Support for social isolation or other reason", "Other adults", "Older people",
         "social support support for social isolation or other"),
        ("Social support: Support to unpaid carer", "Other adults", "Older people", "social support support to carer"),
        ("Unknown", "Unknown", "Older people", None)]:
    entry = (label, under, old, "Learning disability" if under == "Learning disability" else "Unknown")
    REASONS[" ".join(re.findall("[a-z]+", label.lower()))] = entry
    if alias:
        REASONS[alias] = entry
UNITS = [("week", lambda weeks: Fraction(1)), ("fortnight", lambda weeks: Fraction(1, 2)),
         ("4 week", lambda weeks: Fraction(1, 4)), ("month", lambda weeks: 12 / weeks),
         ("quarter", lambda weeks: 4 / weeks), ("annual", lambda weeks: 1 / weeks)]
BY_UNITS = {"per session", "hourly", "daily"}


def fold(text):
    return " ".join(re.findall("[a-z0-9]+", text.lower().replace("/", " or ").replace("&", " and ")))


def read_day(text):
    text = text.split(" ")[0]
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    parts = match.groups() if match else None
    match = re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", text)
    parts = parts or (match.groups()[::-1] if match else None)
    try:
        return datetime.date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def read_number(text):
    plain = re.sub(r",(?=\d{3}(\D|$))", "", text.replace("£", "").replace(" ", ""))
    return Fraction(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def two_decimals(number):
    sign = -1 if number < 0 else 1
    return sign * int(abs(number) * 100 + Fraction(1, 2))


class Importer:
    def __init__(self, options):
        self.options = options
        self.counts = Counter()
        self.weeks = Fraction(options.get("weeks", "52"))
        self.kept = []
        self.deaths = {}
        self.order = []
        self.latest = datetime.date.min

    def cell(self, row, name):
        text = row[name].strip()
        if text == "NULL":
            self.counts["cells with the text NULL read as blank"] += 1
            return ""
        return text

    def take(self, row, file, line):
        """One row: a reason to drop it, or None."""
        who = self.cell(row, "la person unique identifier")
        if not who:
            return "no person identifier"
        self.order.append(who)
        died = read_day(self.cell(row, "date of death"))
        if died:
            self.deaths[who] = max(died, self.deaths.get(who, died))
        client = CLIENTS.get(fold(self.cell(row, "client type")))
        if client == "carer":
            return "an unpaid carer's event"
        event = EVENTS.get(fold(self.cell(row, "event type")))
        if event != "service":
            return "not a service event" if event else "event type blank or not mapped"
        if not client:
            return "client type blank or not mapped"
        kind = TYPES.get(fold(self.cell(row, "service type")))
        if kind not in PRIORITY:
            return {"short": "short-term support", "to carer": "support to an unpaid carer",
                    None: "service type blank or not mapped"}[kind]
        period = read_day(self.cell(row, "reporting period end date"))
        if not period:
            return "reporting period's end missing or unreadable"
        self.latest = max(self.latest, period)  # whatever becomes of the row
        start = read_day(self.cell(row, "event start date"))
        if not start:
            return "start date missing or unreadable"
        end_text = self.cell(row, "event end date")
        end = read_day(end_text)
        if end_text and not end:
            return "end date unreadable"
        component = fold(self.cell(row, "service component"))
        component = COMPONENTS.get(component, component)
        self.kept.append({
            "who": who, "period": period, "file": file, "line": line, "start": start,
            "end": end or datetime.date.max, "type": kind,
            "component": component if component in KNOWN_COMPONENTS or not component else "invalid",
            "mechanism": fold(self.cell(row, "delivery mechanism")),
            "born": read_day(self.cell(row, "date of birth")),
            "reason": REASONS.get(fold(self.cell(row, "primary support reason"))),
            "carer": fold(self.cell(row, "has unpaid carer")),
            "cost": self.cell(row, "unit cost"), "units": self.cell(row, "planned units per week"),
            "frequency": fold(self.cell(row, "cost frequency unit type"))})
        taken = self.kept[-1]
        if taken["mechanism"] and taken["mechanism"] not in DELIVERY:
            taken["mechanism"] = "invalid"
        if taken["frequency"] and self.frequency_kind(taken["frequency"]) is None:
            taken["frequency"] = "invalid"
        return None

    @staticmethod
    def frequency_kind(text):
        for prefix, units in UNITS:
            if text.startswith(prefix):
                return units
        return "one-off" if text == "one off" else "units" if text in BY_UNITS else None

    def drop(self, reason, test):
        stay = [service for service in self.kept if not test(service)]
        self.counts[reason] += len(self.kept) - len(stay)
        self.kept = stay

    def select(self):
        for service in self.kept:
            death = self.deaths.get(service["who"])
            service["died"] = bool(death and death < service["end"])
            if service["died"]:
                service["end"] = death
                self.counts["end date moved to the date of death"] += 1
        groups = defaultdict(list)
        for service in self.kept:
            groups[service["who"], service["start"], service["type"], service["component"]].append(service)
        for group in groups.values():
            last = max((service["period"], service["file"]) for service in group)
            for service in group:
                service["old"] = (service["period"], service["file"]) != last
                if not service["old"] and service["period"] < self.latest and service["end"] > service["period"]:
                    service["end"], service["died"] = service["period"], False
                    self.counts["end date set to the end of the last reporting period that has the service"] += 1
        self.drop("superseded by a later submission of the same service", lambda s: s["old"])
        date = read_day(self.options["date"]) if "date" in self.options else self.latest
        self.date = date
        self.drop("starts after the date", lambda s: s["start"] > date)
        self.drop("ended by death before the date", lambda s: s["end"] < date and s["died"])
        self.drop("closed before the date", lambda s: s["end"] < date)
        seen = {}
        for service in sorted(self.kept, key=lambda s: (s["end"], s["period"], s["file"], s["line"]), reverse=True):
            cost, units = read_number(service["cost"]), read_number(service["units"])
            key = (service["who"], service["start"], service["type"], service["component"], service["mechanism"],
                   service["frequency"], None if cost is None else two_decimals(cost),
                   None if units is None else two_decimals(units))
            service["double"] = key in seen
            seen[key] = True
        self.drop("identical to another row (a double-up, or entered twice)", lambda s: s["double"])

    def weekly(self, service):
        """(what is known of the cost, £ a week)."""
        count = self.counts
        cost, units = read_number(service["cost"]), read_number(service["units"])
        kind = self.frequency_kind(service["frequency"])
        if any(number is not None and re.search("[£, ]", text)
               for number, text in ((cost, service["cost"]), (units, service["units"]))):
            count["pound sign or separators taken out of a number"] += 1
        if service["type"] in ("community", "prison") and service["component"] == "direct payment" \
                and service["mechanism"] != "direct payment":
            count["delivery taken from the component 'Direct payment'"] += 1
        if not service["cost"]:
            return "cost unknown: unit cost blank", 0
        if cost is None:
            return "cost unknown: unit cost unreadable", 0
        if cost == 0:
            return "cost unknown: unit cost zero", 0
        if kind == "one-off":
            count["negative unit cost made positive"] += cost < 0
            return "with a one-off cost, which is no weekly cost", 0
        per_week = kind(self.weeks) if callable(kind) else abs(units or 0)
        if per_week == 0:
            return "cost unknown: planned units blank, zero or unreadable", 0
        count["negative unit cost made positive"] += cost < 0
        count["negative planned units made positive"] += not callable(kind) and units < 0
        count["cost frequency blank or not mapped: planned units used"] += kind is None
        return "with a weekly cost", abs(cost) * per_week

    def age(self, services):
        for service in reversed(services):
            born = service["born"]
            if born and born <= self.date:
                return self.date.year - born.year - ((self.date.month, self.date.day) < (born.month, born.day))
        return None

    def person(self, services):
        services.sort(key=lambda s: (s["period"], s["file"], s["line"]))
        age = self.age(services)
        if age is not None and age < 18:
            self.counts["person under 18 at the date"] += len(services)
            return None
        known = [s["reason"] for s in services if s["reason"] and s["reason"][0] != "Unknown"]
        unknown = [s["reason"] for s in services if s["reason"]]
        reason = known[-1] if known else unknown[-1] if unknown else ("", "Unknown", "Older people", "Unknown")
        self.counts["with different primary support reasons (the latest is taken)"] += len(set(known)) > 1
        setting = min((s["type"] for s in services), key=PRIORITY.index)
        ways = {"direct payment" if s["component"] == "direct payment" else DELIVERY.get(s["mechanism"])
                for s in services if s["type"] == setting and setting in ("community", "prison")}
        costs = [self.weekly(s) for s in services]
        for what, _ in costs:
            self.counts[what] += 1
        missing = sum(what.startswith("cost unknown") for what, _ in costs)
        weekly = sum(what == "with a weekly cost" for what, _ in costs)
        total = sum(Fraction(amount) for _, amount in costs)
        pence = int(total * 100 + Fraction(1, 2))
        shown = missing == 0 or (self.options.get("partial") and weekly)
        group = reason[3] if age is None else reason[1] if age < 65 else reason[2]
        carers = [s["carer"] for s in services if s["carer"] in ("yes", "no")]
        bands = ["18 to 24", "25 to 44", "45 to 64", "65 to 74", "75 to 84", "85 to 94", "95 and above"]
        band = "" if age is None else bands[sum(age >= least for least in (25, 45, 65, 75, 85, 95))]
        count = self.counts
        count["in the caseload"] += 1
        count["weekly cost known"] += missing == 0
        count["weekly cost partly unknown"] += missing > 0 and weekly > 0
        count["weekly cost wholly unknown"] += missing > 0 and weekly == 0
        count["one-off costs only (weekly cost 0, among the known)"] += missing == 0 and weekly == 0
        count["in prison (setting 'prison')"] += setting == "prison"
        count["care group unknown"] += group == "Unknown"
        count["age unknown"] += age is None
        out = {"person_id": services[0]["who"], "care_group": group, "setting": setting,
               "weekly_cost": f"{pence // 100}.{pence % 100:02d}" if shown else "",
               "delivery": next((w for w in ("direct payment", "managed", "commissioned") if w in ways), ""),
               "carer_support": {"yes": "some", "no": "none"}[carers[-1]] if carers else "",
               "start_date": min(s["start"] for s in services).isoformat(), "age_band": band,
               "primary_support_reason": reason[0], "services_without_cost": str(missing)}
        return out

    def join(self, rows):
        """Points from the second file."""
        if "points" not in self.options:
            return
        with open(self.options["points"], newline="", encoding="utf-8") as file:
            given = [(row[self.options["points_id"]], row[self.options["points_column"]])
                     for row in csv.DictReader(file)]
        points = {who: value for who, value in given if value}
        people = {row["person_id"] for row in rows}
        for row in rows:
            row["points"] = points.get(row["person_id"], "")
            self.counts["people with points" if row["points"] else "people without points"] += 1
        self.counts["rows of the points file whose person is not in the caseload"] += \
            sum(who not in people for who, _ in given)

    def run(self, paths):
        for file, path in enumerate(paths):
            with open(path, newline="", encoding="utf-8-sig") as stream:
                reader = csv.reader(stream)
                headings = [fold(heading) for heading in next(reader)]
                for line, row in enumerate(reader):
                    reason = self.take(dict(zip(headings, row)), file, line)
                    if reason:
                        self.counts[reason] += 1
        self.select()
        groups = defaultdict(list)
        for service in self.kept:
            groups[service["who"]].append(service)
        people = [self.person(groups[who]) for who in dict.fromkeys(self.order) if who in groups]
        rows = [row for row in people if row]
        self.join(rows)
        return {"rows": rows, "counts": {text: n for text, n in self.counts.items() if n}}


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        options = json.load(file)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(Importer(options).run(sys.argv[3:]), file)


main()
