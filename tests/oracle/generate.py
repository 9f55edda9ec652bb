#!/usr/bin/env python3
"""Makes random cases that reference.py alone answers.

    generate.py                  more_cases.json beside this file, the same every time (a minute)
    generate.py --output F --count N --seed S
                                 N cases of another seed, whole ledgers
    generate.py --quick ...      small cases, answered without the ledger: `probability`,
                                 `probability_at_horizon`, and of evidence what it was when it
                                 arrived; some dozens a second
    generate.py --settled ...    leaves out the cases that turn on an open reading
    generate.py --jobs J ...     processes (default 1)

A case's name says which readings of the text it turns on (READINGS in reference.py), in capitals
those that neither the text, nor its laws, nor filter_cases.json settle: if an implementation
differs there, ask the text before believing either.

No case hinges on a tie of floating-point numbers: times are multiples of 0.01 day, instants that
matter keep apart, credibilities, spans and placings differ clearly. No item is certain.
"""

import argparse
import json
import os
import random
import sys
import time
from fractions import Fraction
from multiprocessing import Pool

from mpmath import mp

from reference import World, answer, hinges, quick_answer

SEED = 20220128
COUNT = 180
ENOUGH = 12  # cases of more_cases.json that should have each feature, where they can be had
QUICK_DIGITS = 45

# Settled by neither the text nor its laws nor the 88 cases.
OPEN = {
    "own_denial_unjudged",
    "denied_before_told",
    "happening_s",
    "rest_before_happening",
    "rest_of_milestone",
    "milestone_time_in_contest",
    "key_over_occasions",
    "cap_across_kinds",
    "narrower_parts_outside",
    "early_total",
    "early_narrower_kind",
    "rest_in_totals",
    "no_part_inside",
}
THEMES = (
    "mixed", "totals", "kinds", "kinds and totals", "milestones", "happening", "set times",
    "placing", "denials", "clock",
)  # fmt: skip


def significant(r, low, high):
    """A number between, even in its logarithm, with four digits."""
    return float(f"{low * (high / low) ** r.random():.4g}")


def days(x):
    return round(x, 2)


class Maker:
    """One random case without its answer."""

    def __init__(self, r, theme, small):
        self.r, self.theme, self.small = r, theme, small
        self.at = days(r.uniform(25, 120) if small else r.uniform(60, 260))
        self.case = {"prior": significant(r, 0.02, 0.9), "at": self.at}
        self.credibilities = set()
        self.evidence = []
        self.keyed = {}  # key -> instants
        self.clock()
        self.make_indicators()
        self.make_evidence()

    def chance(self, otherwise, **themes):
        """Whether it happens, with a probability of this theme or another."""
        return self.r.random() < themes.get(self.theme.replace(" ", "_"), otherwise)

    def clock(self):
        r, case = self.r, self.case
        happens = self.chance(0.12, happening=1)
        if r.random() < 0.5:
            case["base_rate"] = significant(r, 0.02, 0.8)
        forever = happens or r.random() < 0.15
        case["persistence"] = None if forever else significant(r, 20, 2000)
        if happens or self.chance(0.35, clock=0.8):
            case["horizon"] = days(self.at * r.uniform(0.55, 1.6))
        if self.chance(0.3, clock=0.8):
            case["known_at"] = days(self.at + r.uniform(-15, 40))
        self.end = min(self.at, case.get("horizon", self.at))
        self.known = case.get("known_at", self.at)
        self.happens = happens

    def spans(self, values):
        """One or two spans with a level or factor; some begin early, some never end."""
        r, result = self.r, []
        for _ in range(r.choice((1, 1, 2, 2, 3))):
            start = days(r.uniform(-20, 0.8 * self.at))
            end = None if r.random() < 0.25 else days(start + r.uniform(5, 0.7 * self.at))
            result.append([start, end, r.choice(values)])
        return result

    # ------------------------------------------------------------ indicators

    def make_indicators(self):
        r = self.r
        names = list("abcdefghkm")
        r.shuffle(names)
        self.indicators = {}
        self.streams, self.milestones, self.timed = [], [], []
        self.happening = None
        if self.chance(0.3, kinds=1, kinds_and_totals=1, placing=0.5, totals=0.15):
            self.family(names)
        few = self.small or self.theme in ("kinds", "kinds and totals", "totals")
        for _ in range(r.randint(0 if self.streams else 1, 1 if few else 2)):
            self.stream(names.pop(), significant(r, 0.005, 0.3))
        if self.chance(0.25, milestones=1, denials=0.6, placing=0.4):
            for _ in range(1 if self.small else r.randint(1, 2)):
                j = names.pop()
                self.stream(j, significant(r, 0.003, 0.05), listed=self.milestones)
                self.indicators[j]["once"] = True
        if self.chance(0.2, set_times=1, placing=0.25, denials=0.3):
            self.timed_indicator(names.pop())
        if self.happens:
            j = self.happening = names.pop()
            d = {"if_true": significant(r, 0.002, 0.02), "once": True, "happening": True}
            self.common(d)
            d.pop("dispersion", None)
            self.indicators[j] = d
        order = sorted(self.indicators)
        r.shuffle(order)
        self.case["indicators"] = {j: self.indicators[j] for j in order}

    def common(self, d):
        r = self.r
        if self.chance(0.35, clock=0.8):
            d["lag"] = r.choice((3, 7, 14, 30, 45, 60))
        if r.random() < 0.45:
            d["coverage"] = self.spans((0, 0.25, 0.4, 0.55, 0.8, 0.9, 1))
            if r.random() < 0.5:
                d["coverage"].insert(0, [-30, None, r.choice((0.3, 0.6, 0.9))])
        if r.random() < 0.3:
            d["season"] = self.spans((0.5, 1.4, 1.6, 2, 3))

    def stream(self, j, b, a=None, of=None, listed=None):
        r = self.r
        if a is None:
            a = b * r.choice((0.3, 0.6, 1.6, 2.5, 5)) * r.uniform(0.8, 1.2)
        d = {"if_true": float(f"{a:.4g}"), "if_false": float(f"{b:.4g}")}
        if of is not None:
            d["of"] = of
        self.common(d)
        if listed is None and r.random() < 0.4:
            d["dispersion"] = r.choice((1.5, 2, 3.5))
        self.indicators[j] = d
        (self.streams if listed is None else listed).append(j)
        return j

    def family(self, names):
        """A wide kind with one to three narrower ones, side by side or one within another."""
        r = self.r
        wide = self.stream(names.pop(), significant(r, 0.05, 0.5))
        shape = r.choice(("one", "two", "chain", "one", "two", "chain", "chain and one"))
        part = lambda w, x: self.stream(
            names.pop(), self.indicators[w]["if_false"] * x * r.uniform(0.2, 1),
            self.indicators[w]["if_true"] * x * r.uniform(0.2, 1), of=w,
        )  # fmt: skip
        first = part(wide, 0.45)
        if shape in ("two", "chain and one"):
            part(wide, 0.4)
        if shape in ("chain", "chain and one"):
            part(first, 0.6)

    def timed_indicator(self, j):
        r = self.r
        p0 = round(r.uniform(0.05, 0.9), 3)
        d = {"if_true": round(r.uniform(0.05, 0.95), 3), "if_false": p0}
        self.common(d)
        start, step = r.uniform(-25, 20), r.uniform(12, 45)
        d["occasions"] = [days(start + step * k + r.uniform(0, 4)) for k in range(r.randint(3, 7))]
        self.indicators[j] = d
        self.timed.append(j)

    # ------------------------------------------------------------ evidence

    def credibility(self):
        while True:
            q = round(self.r.choice((1, 1, 0.35)) * self.r.uniform(0.1, 0.99), 4)
            if q not in self.credibilities:
                self.credibilities.add(q)
                return q

    def item(self, place, t, key=None, origin=None):
        e = dict(place, t=days(t), credibility=self.credibility())
        if key is not None:
            e["event"] = key
            self.keyed.setdefault(key, []).append((e["t"], e))
        if origin is not None:
            e["origin"] = origin
        elif self.r.random() < 0.45:
            e["origin"] = self.r.choice("pqrs")
        if self.r.random() < 0.03:
            e["unjudged"] = True
        self.evidence.append(e)
        return e

    def moment(self):
        x = self.r.random()
        if x < 0.14:
            return self.r.uniform(-25, 0)
        if x < 0.2:
            return self.r.uniform(self.end, self.at + 8)
        return self.r.uniform(0, self.end)

    def key_and_moment(self):
        """A key, perhaps one that stands already, and a moment near what it told before."""
        r, t = self.r, self.moment()
        if not self.chance(0.45, milestones=0.6, placing=0.85, kinds=0.6, totals=0.25, denials=0.8,
                           happening=0.6, set_times=0.4):  # fmt: skip
            return None, t
        key = f"e{r.randint(1, 2 if self.small else 4)}"
        if key in self.keyed and r.random() < 0.7:
            t = r.choice(self.keyed[key])[0] + r.uniform(-6, 6)
        return key, t

    def place(self):
        r = self.r
        if self.chance(0.08, placing=0.25, denials=0.15):
            return {"ratio": significant(r, 0.1, 12)}
        weighed = [(j, 2) for j in self.streams]
        weighed += [(j, 5 if self.theme == "milestones" else 3) for j in self.milestones]
        weighed += [(j, 6 if self.theme == "set times" else 3) for j in self.timed]
        if self.happening:
            weighed.append((self.happening, 3))
        return {"indicator": r.choices([j for j, _ in weighed], [w for _, w in weighed])[0]}

    def make_evidence(self):
        r = self.r
        for _ in range(r.randint(2, 5) if self.small else r.randint(5, 11)):
            key, t = self.key_and_moment()
            self.item(self.place(), t, key)
        if self.streams:
            much = {"totals": 5, "kinds and totals": 4, "kinds": 1, "clock": 2, "mixed": 2}
            most = much.get(self.theme, 1)
            for _ in range(r.randint(most // 2, most - (self.small and most > 2))):
                self.total()
        if self.chance(0.3, set_times=0.5, totals=0.5, kinds_and_totals=0.3):
            self.look()
        if self.keyed and self.chance(0.3, denials=1, happening=0.5, milestones=0.5):
            for _ in range(r.choice((1, 1, 2, 3))):
                self.denial()
        if self.happening and r.random() < 0.8:
            self.item({"indicator": self.happening}, r.uniform(-2, self.end), *self.maybe_key())

        # What is known has happened; what is dated later may be anything.
        keep = []
        for e in self.evidence:
            if e["t"] <= self.end and max(e["t"], e.get("until", 0)) > self.known:
                continue
            keep.append(e)
        r.shuffle(keep)
        self.case["evidence"] = keep

    def maybe_key(self):
        keys = sorted(self.keyed)
        return (self.r.choice(keys),) if keys and self.r.random() < 0.6 else ()

    def total(self):
        r = self.r
        j = r.choice(self.streams)
        family = [j] + [p for p in self.streams if self.indicators[p].get("of") == j]
        others = [
            e for e in self.evidence if e.get("count") and e.get("indicator") in family
        ]  # fmt: skip
        x = r.random()
        if others and x < 0.6:
            o = r.choice(others)
            s, u, n = o["t"], o["until"], o["count"]
            kind = r.choice(("inside", "inside", "around", "across", "same"))
            if kind == "inside":
                s, u = sorted((r.uniform(s, u), r.uniform(s, u)))
                n = r.randint(1, n + 2)
            elif kind == "around":
                s, u, n = s - r.uniform(2, 30), u + r.uniform(2, 40), max(1, n + r.randint(-1, 6))
            elif kind == "across":
                s, u, n = r.uniform(s, u), u + r.uniform(2, 40), r.randint(1, 8)
            else:
                n = max(1, n + r.choice((-2, -1, 1, 3)))
            if u - s < 1:
                return
        else:
            s = r.uniform(-25, 0) if x < 0.7 else r.uniform(0, self.end)
            if self.end < self.at and r.random() < 0.3:
                s = r.uniform(max(0, self.end - 30), self.end + 4)
            u, n = s + r.uniform(4, 70), r.randint(1, 5 if self.small else 9)
        key = None
        if self.chance(0.2, placing=0.7, kinds_and_totals=0.4, denials=0.6):
            key = f"e{r.randint(1, 4)}"
        e = self.item({"indicator": j}, s, key)
        e["until"], e["count"] = days(u), n
        for _ in range(r.choice((0, 0, 1, 2))):
            self.item({"indicator": r.choice(family)}, r.uniform(s, u))

    def look(self):
        r = self.r
        j = r.choice(self.timed if self.timed and r.random() < 0.5 else sorted(self.indicators))
        s = self.moment()
        near = [e for e in self.evidence if e.get("indicator") == j and "until" in e]
        if near and r.random() < 0.6:
            o = r.choice(near)
            s = r.uniform(o["t"] - 5, o["until"])
        if j in self.timed:
            s = r.choice(self.indicators[j]["occasions"]) - r.uniform(0.5, 8)
        e = self.item({"indicator": j}, s)
        e["until"], e["count"] = days(s + r.uniform(3, 40)), 0

    def denial(self):
        r = self.r
        key = r.choice(sorted(self.keyed))
        t, told = r.choice(self.keyed[key])
        origin = told.get("origin") if r.random() < 0.25 else None
        e = self.item({"denies": key}, t + r.uniform(-2, 25), origin=origin)
        e.pop("event", None)


# ---------------------------------------------------------------- what is clear


def clear(case, w):
    """Whether nothing in a case hinges on a tie or is out of the ordinary in size."""
    if not case["evidence"] or not w.entries:
        return False
    if sum(len(e.parts) for e in w.counted) > 60:
        return False
    # Instants: what is dated, and what the clock and the definitions cut.
    near = Fraction(1, 1000)
    spans = {
        (e.get("indicator"), str(e["t"]), str(e["until"])) for e in case["evidence"] if "until" in e
    }
    singles = [Fraction(str(e["t"])) for e in case["evidence"] if "until" not in e]
    ends = [Fraction(x) for _, s, u in spans for x in (s, u)]
    cuts = {Fraction(0), w.at, w.end, w.known_at}
    for j, d in w.indicators.items():
        cuts |= {x for s, u, _ in (d.coverage or []) + d.season for x in (s, u) if x is not None}
        cuts |= {w.known_at - d.lag * m / 4 for m in range(5)}
        cuts |= set(d.occasions or [])
        cuts |= {t + d.lag for t in d.occasions or []}
    cuts = sorted(cuts)
    moments = sorted(singles + ends)
    if any(y - x < near for x, y in zip(moments, moments[1:])):
        return False
    if any(0 < y - x < near for x, y in zip(cuts, cuts[1:])):
        return False
    if any(abs(x - y) < near for x in moments for y in cuts):
        return False
    if any(abs(t + w.indicators[j].lag - w.known_at) < near
           for j in w.indicators for t in w.indicators[j].occasions or []):  # fmt: skip
        return False

    for j, totals in w.spanning.items():
        edges = [x for e in totals for x in (e.t, e.until)]
        for o in w.indicators[j].wider + w.indicators[j].narrower:
            edges += [x for e in w.spanning[o] for x in (e.t, e.until)]
        edges += [Fraction(0), w.end]
        for k, e in enumerate(totals):
            for o in totals[k + 1 :]:
                same = (e.t, e.until) == (o.t, o.until)
                if not same and abs((e.until - e.t) - (o.until - o.t)) < near:
                    return False
                if same and abs(e.q - o.q) < near:
                    return False
            if e.kind == "look":
                continue
            points = [t for t, _ in e.parts]
            points += [e.t + (e.until - e.t) * (2 * m + 1) / (2 * e.n) for m in range(e.n)]
            if any(abs(p - x) < near for p in points for x in edges):
                return False
            off = e.left - round(e.left)
            if 0 < abs(off) < Fraction(1, 10**6):
                return False
    for e in w.streams.values():
        counts = [i.q for i in e.items if i.n is not None]
        if counts and abs(2 * max(counts) - max(i.q for i in e.items)) < near:
            return False
    for key, places in w.claims().items():
        weights = sorted(weigh() for weigh in places.values())
        if any(y - x < y / 1000 for x, y in zip(weights, weights[1:])):
            return False
    for items in w.milestones.values():
        ranked = sorted(i.left for i in items)
        if any(y - x < near for x, y in zip(ranked, ranked[1:])):
            return False
    return True


def features(case, w):
    """What a case has in it that is more than a stream of single events."""
    found = set()
    add = lambda name, condition: found.add(name) if condition else None
    in_chain = lambda e: e.place is not None and w.indicators[e.place].wider
    for e in w.counted:
        d = w.indicators.get(e.place)
        keys = e.keys & set(w.denial)
        add(f"denied {e.kind}", keys)
        add(f"{e.kind} of {'a narrower' if in_chain(e) else 'no wider'} kind", d)
        if d is not None and d.parts and e.kind in ("single", "total"):
            rho = [w.rho(e, p) for p in d.parts]
            add(f"wide {e.kind} told in part", any(0 < x < 1 for x in rho))
            add(f"wide {e.kind}, all or none told", any(x in (0, 1) for x in rho))
        if 0 < e.weight < 1:
            add(f"rest of a {e.kind}", True)
            add(f"rest of a {e.kind} beside a happening",
                w.happening is not None and e.keys & w.happening.keys)  # fmt: skip
        add(f"{e.kind} with nothing left", e.weight == 0)
        add("unforeseen", d is None)
        add("several origins", e.kind == "single" and len({i.origin for i in e.items}) > 1)
        add("several items", e.kind == "single" and len(e.items) > 1)
        add("an early item", e.kind != "total" and any(i.t < 0 for i in e.items))
        if e.kind == "total":
            add("fractional total", e.left.denominator > 1 and e.parts)
            add("exhausted total", e.left == 0)
            add("capped total", any(w.caps(o, e) and o.n < e.n for o in w.spanning[e.place]))
            add("total without room", e.left > 0 and not e.parts)
            add("total over an edge", e.t < 0 or e.until > w.end)
            add("total of several origins", len({i.origin for i in e.items}) > 1)
            held = [
                o for p in w.indicators[e.place].narrower for t, _, o in w.held[p]
                if e.t <= t < e.until
            ]  # fmt: skip
            for o in held:
                add(f"total holds a narrower kind's {o.kind}", True)
            add("thinned total", any(
                o.t < e.until and e.t < o.until and o.until - o.t < e.until - e.t
                for o in w.spanning[e.place] if o.n > 0 and o is not e))  # fmt: skip
            add("total thinned by a look", any(
                o.t < e.until and e.t < o.until and o.until - o.t < e.until - e.t
                for o in w.spanning[e.place] if o.n == 0))  # fmt: skip
        if e.kind == "occasion":
            add("several at an occasion", len(e.items) > 1)
        if e.kind == "single" and any(i.n for i in e.items):
            add("count passed over", True)
    for j, items in w.deafening.items():
        add("deaf from several origins", len({i.origin for i in items}) > 1)
        add("deaf from one origin twice", len({i.origin for i in items}) < len(items))
        add("deaf from before", any(i.t < 0 for i in items))
    for place, key in w.displaced:
        kind = "bears" if place is None else (
            "milestone" if w.indicators[place].once else
            "occasion" if w.indicators[place].occasions else "stream")  # fmt: skip
        add(f"displaced from {kind}", True)
    add("chain wins against another", any(
        (o, key) in w.displaced for p, key in w.narrower_keepers for o in [None, *w.indicators]))
    for j, d in w.indicators.items():
        times = [t for t in d.occasions or [] if w.inside(t)]
        told = {e.t for e in w.counted if e.place == j and e.kind == "occasion"}
        for t in times:
            c = w.occasion_coverage(j, t)
            where = "told" if t in told else "quiet"
            add(f"occasion {where}, watched in part", 0 < c < 1)
            add(f"occasion {where}, not watched", c == 0)
            add(f"occasion {where}, not yet due", w.known_at < t + d.lag)
            add(f"occasion {where}, looked at",
                any(i.place == j and i.t <= t < i.until for i in w.looks))  # fmt: skip
        if d.lag:
            add("lag in part", w.end > w.known_at - d.lag)
            add("lag in part, of a kind", w.end > w.known_at - d.lag and (d.parts or d.wider))
        add("season of a wide kind", d.season and d.parts)
        add("look at a once", d.once and any(i.place == j for i in w.looks))
    h = w.happening
    if h is not None:
        add("it happens", True)
        add("it happens, after the start of other news", any(e.t > h.t for e in w.counted))
        add("it happens, told by several", len({i.origin for i in h.items}) > 1)
        add("it happens, told elsewhere", any(h.keys & e.keys for e in w.counted))
    elif any(d.happening for d in w.indicators.values()):
        add("it does not happen", True)
    add("taken back", any(
        e.get("origin") and any(
            o.get("event") == e.get("denies") and o.get("origin") == e["origin"]
            for o in case["evidence"])
        for e in case["evidence"] if "denies" in e))  # fmt: skip
    return found


# ---------------------------------------------------------------- choosing and answering


def exact(case):
    """A case as the file will have it, numbers as written."""
    return json.loads(json.dumps(case), parse_float=str)


def candidate(argument):
    """A case with the readings it turns on and its features, or None."""
    seed, k, small = argument
    r = random.Random(f"{seed} {k}")
    case = Maker(r, THEMES[k % len(THEMES)], small).case
    if len(case["evidence"]) < (2 if small else 4):
        return None
    read = exact(case)
    w = World(read)
    if not clear(case, w):
        return None
    return case, hinges(read), features(case, w) if not small else set()


def named(case, number, turns, quick):
    names = list(dict.fromkeys(name for name, _ in turns))
    names = [n.upper() if n in OPEN else n for n in names]
    return dict({"name": f"{'quick' if quick else 'random'} world {number}"
                 + (": " + ", ".join(names) if names else "")}, **case)  # fmt: skip


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
    return dict(case, expected=rounded(answer(exact(case))))


def quickly(argument):
    """A quick case with its answer, or None."""
    mp.dps = QUICK_DIGITS
    found = candidate(argument)
    if found is None:
        return None
    case, turns, _ = found
    return case, turns, rounded(quick_answer(exact(case)))


def candidates(seed, small):
    k = 0
    while True:
        yield seed, k, small
        k += 1


def pool_map(jobs, f, arguments):
    """Results in order, endless arguments allowed."""
    if jobs <= 1:
        yield from map(f, arguments)
        return
    with Pool(jobs) as pool:
        batch = []
        for x in arguments:
            batch.append(x)
            if len(batch) == 20 * jobs:
                yield from pool.map(f, batch)
                batch = []
        yield from pool.map(f, batch)


def turns_on_open(turns):
    return {name for name, _ in turns} & OPEN


def choose(options):
    """Takes candidates in turn from all themes; half of the room is for rare features and
    readings."""
    taken, spare, hits = [], [], {}
    room = options.count
    for found in pool_map(options.jobs, candidate, candidates(options.seed, False)):
        if found is None:
            continue
        case, turns, has = found
        if turns_on_open(turns) and (options.settled or len(turns_on_open(turns)) > 1):
            continue
        marks = has | set(turns)
        rare = [m for m in marks if hits.get(m, 0) < ENOUGH]
        if len(rare) >= 2 or len(taken) < room / 4:
            taken.append((case, turns))
            for m in marks:
                hits[m] = hits.get(m, 0) + 1
        else:
            spare.append((case, turns))
        if len(taken) >= room or len(taken) + len(spare) >= 12 * room:
            break
    taken += spare[: room - len(taken)]
    return taken, hits


def write(path, cases):
    units = ("days since the scenario opened; rates per day; "
             "weights in decibans = 10*log10(odds ratio)")  # fmt: skip
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"units": ' + json.dumps(units) + ',\n"cases": [\n')
        f.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]}\n")
    print(f"{len(cases)} cases, {os.path.getsize(path)} bytes: {path}")


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", default=os.path.join(here, "more_cases.json"))
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--settled", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    start = time.monotonic()
    cases = []
    if options.quick:
        for found in pool_map(options.jobs, quickly, candidates(options.seed, True)):
            if found is None or options.settled and turns_on_open(found[1]):
                continue
            case, turns, expected = found
            number = len(cases) + 1
            cases.append(dict(named(case, number, turns, True), expected=expected))
            if len(cases) == options.count:
                break
    else:
        taken, hits = choose(options)
        whole = [named(case, n, turns, False) for n, (case, turns) in enumerate(taken, 1)]
        print(f"chosen in {time.monotonic() - start:.0f} s")
        cases = list(pool_map(options.jobs, answered, whole))
        for mark in sorted(hits, key=str):
            print(f"{hits[mark]:4} {mark if isinstance(mark, str) else ': not '.join(mark)}")
    write(options.output, cases)
    print(f"{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
