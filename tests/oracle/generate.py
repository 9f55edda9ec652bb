#!/usr/bin/env python3
"""Makes more_cases.json: worlds harder than the mixed ones of filter_cases.json, answered by
reference.py alone. The seed is fixed, so that the file comes out the same again.

    generate.py [OUT]        (default: more_cases.json beside this file; takes some minutes)

Two sets. "hard world": the answer follows from the letter of DESIGN.md or is fixed by the 46 known
cases. "contested world": it also turns on a reading that neither settles; the name says which
(READINGS in reference.py). If an implementation differs there, ask before believing either.

No case hinges on a tie of floating-point numbers: times are multiples of 0.01 day, edges, events
and mid-points keep apart, credibilities and placings differ clearly.
"""

import json
import os
import random
import sys
from fractions import Fraction
from multiprocessing import Pool

from mpmath import mp

from reference import READINGS, World, answer, hinges

SEED = 20220128
WANTED = {"hard": 110, "contested": 45}
MOST_ITEMS = 16
CANDIDATES = 260  # of each theme
ENOUGH = 5  # cases that should turn on each reading, where they can be had

# Settled by neither the letter nor the 46 cases.
CONTESTED = {
    ("total_across_at", "not there"),
    ("single_leads_totals", "time over singles"),
    ("milestone_time_for_placing", "key alone"),
    ("milestone_time_for_placing", "whole and key"),
    ("deaf_inside_looks", "no"),
    ("single_after_horizon", "does not"),
    ("single_after_horizon", "unless counted elsewhere"),
    ("single_before_opening", "unless counted elsewhere"),
    ("total_before_opening", "does not"),
    ("total_after_horizon", "does not"),
    ("parts_outside", "do not"),
    ("late_event_and_lag", "extends"),
    ("no_part_inside", "not listed"),
    ("no_part_inside", "out of time"),
}
THEMES = ("mixed", "totals", "milestones", "placing", "clock", "edges")


def significant(r, low, high):
    """A number between, even in its logarithm, with four digits."""
    return float(f"{low * (high / low) ** r.random():.4g}")


def days(x):
    return round(x, 2)


def spans(r, at, values):
    """One or two spans with a level or factor; some begin before the opening, some never end."""
    result = []
    for _ in range(r.choice((1, 1, 2, 2, 3))):
        start = days(r.uniform(-20, 0.8 * at))
        end = None if r.random() < 0.2 else days(start + r.uniform(5, 0.6 * at))
        result.append([start, end, r.choice(values)])
    return result


def world(r, theme):
    """One random case without its answer."""
    at = days(r.uniform(60, 260))
    case = {"prior": significant(r, 0.02, 0.9), "at": at}
    if r.random() < 0.55:
        case["base_rate"] = significant(r, 0.02, 0.8)
    case["persistence"] = None if r.random() < 0.2 else significant(r, 20, 2000)
    if r.random() < ({"clock": 0.8, "edges": 0.9}.get(theme, 0.35)):
        case["horizon"] = days(at * r.uniform(0.55, 0.85 if theme == "edges" else 1.15))
    if r.random() < (0.7 if theme == "clock" else 0.3):
        case["known_at"] = days(at + r.uniform(0 if theme == "edges" else -20, 40))

    indicators = {}
    for k in range(r.randint(2, 3) if theme == "totals" else r.randint(2, 4)):
        b = significant(r, 0.003, 0.3)
        d = {"if_true": float(f"{b * r.choice((0.3, 0.6, 1.6, 2.5, 5)) * r.uniform(0.8, 1.2):.4g}")}
        d["if_false"] = b
        once = {"milestones": 0.6, "totals": 0.15, "placing": 0.3}.get(theme, 0.25)
        if r.random() < once:
            d["once"] = True
        if r.random() < 0.5:
            d["dispersion"] = r.choice((1.5, 2, 3.5))
        if r.random() < (0.8 if theme in ("clock", "edges") else 0.4):
            d["lag"] = r.choice((45, 90, 150) if theme == "edges" else (3, 7, 14, 30, 45))
        if r.random() < 0.45:
            d["coverage"] = spans(r, at, (0, 0.25, 0.4, 0.55, 0.8, 1))
        if r.random() < 0.35:
            d["season"] = spans(r, at, (0.5, 1.4, 1.6, 2, 3))
        indicators[f"i{k}"] = d
    case["indicators"] = indicators
    streams = [j for j, d in indicators.items() if not d.get("once")]
    milestones = [j for j, d in indicators.items() if d.get("once")]

    end = min(at, case.get("horizon", at))
    keys = [f"e{k}" for k in range(1, 4 if theme in ("milestones", "placing") else 5)]
    evidence = []

    def item(place, t):
        e = dict(place, t=days(t), credibility=round(r.choice((1, 0.35)) * r.uniform(0.3, 0.99), 4))
        p = {"milestones": 0.55, "placing": 0.75, "totals": 0.15}.get(theme, 0.4)
        if r.random() < p:
            e["event"] = r.choice(keys)
        if r.random() < 0.4:
            e["origin"] = r.choice("abc")
        if r.random() < 0.04:
            e["unjudged"] = True
        evidence.append(e)
        return e

    def moment():
        x = r.random()
        if x < 0.12:
            return r.uniform(-25, 0)
        if x < 0.22:
            return r.uniform(end, at + 8)
        return r.uniform(0, end)

    for _ in range(r.randint(2, 5) if theme == "totals" else r.randint(4, 11)):
        if r.random() < (0.3 if theme == "placing" else 0.12):
            item({"ratio": significant(r, 0.1, 12)}, moment())
        else:
            j = r.choice(milestones if milestones and r.random() < 0.4 else list(indicators))
            item({"indicator": j}, moment())

    def total(j, start, until, n):
        e = item({"indicator": j}, start)
        e["until"], e["count"] = days(until), n
        return e

    for _ in range({"totals": r.randint(3, 7), "clock": 2, "mixed": 2}.get(theme, 1)):
        if r.random() < 0.3 and (milestones or streams):
            start = moment()
            j = r.choice(milestones if milestones and r.random() < 0.7 else list(indicators))
            total(j, start, start + r.uniform(3, 60), 0)
            continue
        if not streams:
            continue
        j = r.choice(streams)
        others = [e for e in evidence if e.get("count") and e["indicator"] == j]
        x = r.random()
        if others and x < 0.55:
            o = r.choice(others)
            s, e, n = o["t"], o["until"], o["count"]
            kind = r.choice(("inside", "around", "across", "same"))
            if kind == "inside":
                s, e = sorted((r.uniform(s, e), r.uniform(s, e)))
                n = r.randint(0, max(1, n // 2))
            elif kind == "around":
                s, e, n = s - r.uniform(2, 30), e + r.uniform(2, 40), n + r.randint(-1, 6)
            elif kind == "across":
                s, e = r.uniform(s, e), e + r.uniform(2, 40)
                n = r.randint(1, 8)
            else:
                n = max(1, n + r.choice((-2, -1, 1, 3)))
            if e - s < 1:
                continue
        else:
            s = r.uniform(-25, 0) if x < 0.7 else r.uniform(0, end)
            if case.get("horizon", 1e9) < at and r.random() < 0.3:
                s = r.uniform(max(0, end - 30), end + 4)
            e, n = s + r.uniform(4, 70), r.randint(1, 9)
        total(j, s, e, max(n, 0))
        for _ in range(r.choice((0, 0, 1, 2))):
            item({"indicator": j}, r.uniform(s, e))

    if theme == "edges" and streams:
        # Totals out of time inside totals that straddle the edges of the scenario's time, totals
        # that straddle `at`, and one event told as a single and as a total.
        j = r.choice(streams)
        kind = r.choice(("opening", "horizon", "at", "single and total", "late"))
        if kind == "opening":
            s, e = r.uniform(-40, -25), r.uniform(10, 40)
            total(j, s, e, r.randint(5, 12))
            total(j, s + r.uniform(1, 10), -r.uniform(1, 10), r.randint(0, 4))
        elif kind == "horizon":
            s, e = end - r.uniform(10, 40), at - 1
            total(j, s, e, r.randint(5, 12))
            total(j, end + (e - end) * r.uniform(0.1, 0.4), e - 1, r.randint(0, 4))
        elif kind == "at":
            total(j, at - r.uniform(5, 30), at + r.uniform(5, 30), r.randint(3, 9))
            case["known_at"] = days(at + 31)
            case.pop("horizon", None)
        elif kind == "single and total":
            s = r.uniform(5, 0.7 * end)
            e = total(j, s, s + r.uniform(3, 20), r.randint(2, 5))
            e.update(event="both", origin="a", credibility=round(r.uniform(0.3, 0.6), 4))
            e = item({"indicator": j}, s + r.uniform(3, 20))
            e.update(event="both", origin="a", credibility=round(r.uniform(0.7, 0.9), 4))
        else:
            item({"indicator": j}, r.uniform(end, at))

    # What is known has happened; only a contested few reach beyond `at`.
    known = case.get("known_at", at)
    if "horizon" in case or known < at + 31:
        evidence = [e for e in evidence if e.get("until", 0) <= at]
    evidence = [e for e in evidence if e.get("until", 0) <= known]
    evidence = [e for e in evidence if e["t"] <= known or e["t"] > at]
    evidence = evidence[-MOST_ITEMS:]
    r.shuffle(evidence)
    case["evidence"] = evidence
    return case


def clear(case):
    """Whether nothing in a case hinges on a tie or is out of the ordinary in size."""
    items = case["evidence"]
    qs = [e["credibility"] for e in items]
    if len(items) < 3 or len(set(qs)) < len(qs):
        return False
    # Every edge is its own: events, ends of spans, the clock, the seasons.
    marks = [0, case["at"], case.get("horizon", -999)]
    spans_seen = set()
    for e in items:
        span = (e.get("indicator"), e["t"], e.get("until"))
        if "until" in e and span in spans_seen:
            continue  # two totals of one span are told apart by their counts
        spans_seen.add(span)
        marks += [e["t"]] + ([e["until"]] if "until" in e else [])
    for d in case["indicators"].values():
        for s, e, _ in d.get("coverage", []) + d.get("season", []):
            marks += [s] + ([] if e is None else [e])
    if len(set(marks)) < len(marks):
        return False

    w = exact_world(case)
    for j, totals in w.order.items():
        widths = [(w.width(e), e.t) for e in totals]
        for k, (e, o) in enumerate(zip(totals, totals[1:])):
            if widths[k][0] == widths[k + 1][0] and (e.t != o.t or e.n == o.n):
                return False
        edges = [x for e in totals for x in (e.t, e.until)] + [Fraction(0), w.end]
        for e in totals:
            for p in e.parts:
                if any(abs(p - x) < Fraction(1, 10**4) for x in edges):
                    return False
    events = w.counted + w.early_or_late + w.displaced
    for key in {e.get("event") for e in items} - {None}:
        weights = []
        for place in {e.get("indicator") for e in items}:
            mine = [
                i for i in w.items(exact(case)["evidence"])
                if i.indicator == place and i.event == key and not w.is_look(i)
            ]  # fmt: skip
            if mine:
                weights.append(w.weight(w.form(place, key, mine)))
        weights.sort()
        if any(y - x < y / 1000 for x, y in zip(weights, weights[1:])):
            return False
    return bool(events)


def exact(case):
    """A case as the file will have it, numbers as written."""
    return json.loads(json.dumps(case), parse_float=str)


def exact_world(case):
    return World(exact(case))


def candidate(argument):
    """A case with the readings it turns on, or None."""
    number, theme = argument
    r = random.Random(f"{SEED} {theme} {number}")
    case = world(r, theme)
    if not clear(case):
        return None
    w = exact_world(case)
    if not w.counted:
        return None
    if sum(len(e.parts) for e in w.counted) > 40:
        return None
    return case, hinges(exact(case))


def choose():
    """Takes candidates in turn from all themes until each reading has its cases."""
    taken = {"hard": [], "contested": []}
    hits = {}
    spare = {"hard": [], "contested": []}
    numbers = [(k, theme) for k in range(CANDIDATES) for theme in THEMES]
    with Pool() as pool:
        for found in pool.imap(candidate, numbers, chunksize=20):
            if found is None:
                continue
            case, turns = found
            open_ones = [t for t in turns if t in CONTESTED]
            kind = "contested" if open_ones else "hard"
            room = WANTED[kind] - len(taken[kind])
            rare = [t for t in turns if hits.get(t, 0) < ENOUGH]
            if room <= 0 or (kind == "contested" and len({name for name, _ in open_ones}) > 2):
                continue
            # Half of the room is for anything, the rest for what has turned up too seldom.
            if not rare and (kind == "contested" or room < WANTED[kind] / 4 or len(turns) < 3):
                spare[kind].append(found)
                continue
            if kind == "contested" and not [t for t in rare if t in CONTESTED]:
                spare[kind].append(found)
                continue
            for t in turns:
                hits[t] = hits.get(t, 0) + 1
            taken[kind].append((case, turns))
            if all(len(taken[k]) >= WANTED[k] for k in WANTED):
                break
    for kind, found in spare.items():
        for case, turns in found[: max(0, WANTED[kind] - len(taken[kind]))]:
            for t in turns:
                hits[t] = hits.get(t, 0) + 1
            taken[kind].append((case, turns))
    return taken, hits


def rounded(x):
    """17 significant digits."""
    if x is None or isinstance(x, str):
        return x
    if isinstance(x, dict):
        return {k: rounded(v) for k, v in x.items()}
    if isinstance(x, list):
        return [rounded(v) for v in x]
    return float(mp.nstr(x, 25))


def answered(case):
    return rounded(answer(exact(case)))


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    out = arguments[0] if arguments else os.path.join(here, "more_cases.json")
    taken, hits = choose()
    cases = []
    for kind, found in taken.items():
        for number, (case, turns) in enumerate(found, 1):
            name = f"{kind} world {number}"
            if kind == "contested":
                names = dict.fromkeys(n for n, o in turns if (n, o) in CONTESTED)
                name += ": " + ", ".join(names)
            cases.append(dict(case, name=name))
    with Pool() as pool:
        answers = pool.map(answered, cases, chunksize=2)
    with open(out, "w", encoding="utf-8") as f:
        units = ("days since the scenario opened; rates per day; "
                 "weights in decibans = 10*log10(odds ratio)")  # fmt: skip
        f.write('{"units": ' + json.dumps(units) + ',\n"cases": [\n')
        lines = [
            json.dumps(dict(c, expected=a), separators=(",", ":")) for c, a in zip(cases, answers)
        ]
        f.write(",\n".join(lines) + "\n]}\n")
    for name, options in READINGS.items():
        for other in options[1:]:
            print(f"{hits.get((name, other), 0):4} turn on {name}: {options[0]}, not {other}")
    print(f"{len(cases)} cases, {os.path.getsize(out)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
