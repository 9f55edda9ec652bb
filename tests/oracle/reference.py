#!/usr/bin/env python3
"""A slow, obvious reference for the belief model of DESIGN.md, section 2.

Answers a case in the format of filter_cases.json to 30 digits and more. Nothing here is clever:
every stretch of constant coverage is one matrix exponential by its power series, the fading is
Gauss-Legendre quadrature of k along the path, `probability_without` is the whole filter run again.
The books are an independent check: their sum comes from the quadrature, the closing from the
matrices; they must agree to 1e-30.

    reference.py CASES.json...             compare with the expected answers
    reference.py --readings CASES.json...  which cases decide which readings

Open questions of DESIGN.md section 2 and how they were read. READINGS below has the names; with a
name, the other reading can be switched on. [46: n] = n of the 46 known cases would come out
differently otherwise; [letter] = the text says so, no known case turns on it; [open] = neither the
text nor a known case settles it, what is done here is the nearest reading.

An event and its items
 1  Time of a single event: earliest `occurred` of ALL items of the origin whose best item is the
    most credible, not the best item's own time [46: 3], not the earliest of all origins [46: 4].
    (event_time)
 2  Within an origin only the best item counts, also in a milestone [46: 2]. (within_origin)
 3  m uses the prior pi_0, not the base rate [46: 2]. (false_reports_at)
 4  Items dated after `at` are as if unsaid; they do not corroborate either [letter].
    (dated_after_at)
 5  Items dated before the opening or after the horizon (and by `at`) corroborate an event that is
    itself in time, and can move its time out of it. That they set the time: [46: 3] before the
    opening; that they corroborate: [letter], "whenever they are dated". After the horizon: by the
    same words [letter]. (item_before_opening, item_after_horizon)
 6  An event is judged by its own time: a time before 0 or after the horizon drops it whole, with
    its later items; 0, the horizon and `at` themselves are in time [46].
 7  count = 0 with an event key joins nothing, is listed as #n, takes no part in placing [letter;
    the name #n is open]. It is listed with weight 0 [46]. (count_zero_with_key)
 8  An event told both as a single and as a total: the most credible item decides which it is
    [letter]. If the single leads, its time is the earliest `occurred` of its origin's items, the
    totals among them [open: could be singles only]. (single_leads_totals)
 9  A total that begins by `at` and ends after it: its parts up to `at` count and it watches up to
    `at`, as at the horizon [open: could be "not there"; at known_at = at the question does not
    arise, as nothing is available before its `until`]. (total_across_at)
10  `bears`: the ratio of the most credible item, also when m is formed [46]. Events out of time
    are dropped like others; no count.
11  An item that cannot be judged does not watch, corroborate, place or deafen [46 in part].

Milestones
12  A milestone's event is made of all its items; if its time is out of time, all of it is dropped
    and it does NOT deafen [46: 1]. (out_of_time_milestone)
13  Keys are placed one by one: an event key's items leave the milestone when they weigh more
    elsewhere; the milestone is then formed anew (credibility, origins, time) from the rest
    [46: 1], and judged anew whether it is in time [letter]. (milestone_after_placing)
14  The weight of a key at a milestone is that of the key's items alone, not of the whole milestone
    [letter, "its items alone"]. (milestone_weight)
15  "After events out of time are dropped": for a milestone the event is the whole of it, before
    placing. A milestone out of time therefore claims no key; a key whose own items there are early
    or late still competes if the whole milestone is in time [open: could go by the key's items].
    (milestone_time_for_placing)
16  The deafened level is (1 - q) times the coverage after the milestone's time, q being that of the
    event as it counts (after placing). It stays when the milestone is struck for
    `probability_without` [46: 6]. (struck_milestone)
17  It also holds inside the span of a count = 0 that comes after [open: "coverage there is the
    event's credibility, whatever else is declared"; deafening is not a declaration].
    (deaf_inside_looks)

Placing
18  |ln factor| includes the dispersion's 1/phi [46: 3]. (placing_dispersion)
19  Totals weigh n-fold with n as published, whatever is left of it or in time [letter].
    (placing_n)
20  Out of time first, placing second [letter]. (placing_order)
21  Displaced, an event has no effect: a single is not subtracted from totals, a total neither
    watches nor covers days nor extends the silence [letter]. (displaced_single, displaced_total)

Totals
22  Order: width as published, then earlier `occurred`, larger count, higher credibility [46: 3 for
    the order]; the width is not clipped to the scenario's time [letter]. (width)
23  Singles inside the published span are subtracted, one each whatever their credibility [46]; so
    are those before the opening [letter] and, likewise, those after the horizon [open]. Singles out
    of time are subtracted even where their key counts under another indicator: they were dropped,
    not displaced [open]. (single_before_opening, single_after_horizon)
24  A narrower total puts into a wider one those of its parts whose mid-points lie in the wider span
    [46: 1], its parts before the opening or after the horizon too [open].
    (narrower_puts, parts_outside)
25  Totals wholly out of time still count towards what is "put" and "covered" inside a wider one
    that straddles the edge [open; the text says it of singles only].
    (total_before_opening, total_after_horizon)
26  The remainder is spread evenly over the uncovered days of the whole published span laid end to
    end (continuous time, not whole days) [46: 2], inside or outside the scenario's time; then the
    parts outside are dropped [46: 2]. (spread_over)
27  Where a total straddles and none of its parts falls inside, it is in time by its span: it is
    listed with weight 0, watches, extends the silence and takes part in placing [open: listing].
    (no_part_inside)
28  Coverage in a span is the EVENT's credibility, corroboration included [46: 1]; the last word has
    the first in the order of 22 [46: 3]; a total with nothing left, or a count = 0, has it too.
    (total_coverage, coverage_last_word)
29  Seasons multiply it there too [46: 1]. (season_in_total)

Silence, lag, clock
30  Silence of j counts up to min(at, horizon, max(K - L_j, latest)), latest over singles' times and
    the `until` of every total that is not displaced and partly in time: not its last part, also a
    count = 0, also one with nothing left [letter]. (lag_of_total, lag_of_look, lag_of_empty_total)
31  An event dropped as out of time is not "counted": a single after the horizon does not extend
    the silence to the horizon [open, nearly letter]. (late_event_and_lag)
32  The ledger stops at the horizon with the belief: `today` is the horizon then [46].
33  Coverage spans: the last one declared wins where they overlap; outside all of them 0 if there
    are any, 1 if there are none [README; DESIGN]. Seasons multiply each other, before the opening
    they may begin.
34  known_at only moves the lag: the case format has no `available`, so the caller has already left
    out what was not known.
35  With persistence null a judgement away from the base rate never fades [letter].
"""

import json
import sys
from fractions import Fraction
from types import SimpleNamespace

from mpmath import mp, mpf

mp.dps = 80  # working digits; results are good to 30 and more

# The readings. For each open question: the reading taken (first), and the others that can be
# switched on to see whether a case hinges on it (`reference.py --readings`, and generate.py).
READINGS = {
    "event_time": ("earliest of best origin", "best item", "earliest of all"),
    "within_origin": ("best item", "all items"),
    "false_reports_at": ("prior", "base rate"),
    "dated_after_at": ("not there", "corroborates"),
    "total_across_at": ("parts so far", "not there"),
    "item_before_opening": ("corroborates", "sets the time only", "is ignored"),
    "item_after_horizon": ("corroborates", "sets the time only", "is ignored"),
    "count_zero_with_key": ("joins no event", "joins its key"),
    "single_leads_totals": ("time over all items", "time over singles"),
    "out_of_time_milestone": ("no effect", "deafens"),
    "milestone_time_for_placing": ("whole", "key alone", "whole and key"),
    "milestone_after_placing": ("formed and judged anew", "as before"),
    "milestone_weight": ("key alone", "whole"),
    "struck_milestone": ("still deafens", "hears again"),
    "deaf_inside_looks": ("yes", "no"),
    "placing_dispersion": ("with", "without"),
    "placing_n": ("as published", "inside the time"),
    "placing_order": ("drop first", "place first"),
    "displaced_single": ("no effect", "subtracts"),
    "displaced_total": ("no effect", "watches"),
    "single_before_opening": ("subtracts", "does not", "unless counted elsewhere"),
    "single_after_horizon": ("subtracts", "does not", "unless counted elsewhere"),
    "total_before_opening": ("subtracts and covers", "does not"),
    "total_after_horizon": ("subtracts and covers", "does not"),
    "parts_outside": ("subtract", "do not"),
    "narrower_puts": ("its parts", "its published count", "its share by days"),
    "spread_over": ("uncovered days", "all its days", "uncovered days inside"),
    "width": ("published", "inside the time"),
    "total_coverage": ("event's credibility", "item's credibility"),
    "coverage_last_word": ("narrowest", "widest"),
    "season_in_total": ("multiplies", "does not"),
    "lag_of_total": ("until", "last part inside"),
    "lag_of_look": ("extends", "does not"),
    "lag_of_empty_total": ("extends", "does not"),
    "late_event_and_lag": ("no effect", "extends"),
    "no_part_inside": ("listed", "not listed", "out of time"),
}
LITERAL = {name: options[0] for name, options in READINGS.items()}


def ln_factor(a, b, phi, q, p0):
    """ln of what one event of credibility q multiplies the odds by."""
    m = p0 * a + (1 - p0) * b
    return mp.log((q * a + (1 - q) * m) / (q * b + (1 - q) * m)) / phi


# ---------------------------------------------------------------- what counts, and when


class World:
    """Everything of a case that needs judgement and no calculus: the events that count, with the
    instants and weights of their parts, and the coverage of every indicator over time."""

    def __init__(self, case, readings=LITERAL):
        self.reads = lambda name, option: self.checked(readings, name, option)
        self.p0 = mpf(case["prior"])
        self.pi = mpf(case.get("base_rate", case["prior"]))
        tau = case.get("persistence")
        self.rate = mpf(0) if tau is None else 1 / mpf(tau)  # 1/tau
        self.at = Fraction(case["at"])
        self.known_at = Fraction(case.get("known_at", case["at"]))
        horizon = case.get("horizon")
        self.end = self.at if horizon is None else min(self.at, Fraction(horizon))
        self.indicators = {j: self.indicator(d) for j, d in sorted(case["indicators"].items())}

        items = self.items(case["evidence"])
        looks = [i for i in items if self.is_look(i)]
        events = self.events([i for i in items if not self.is_look(i)])
        counted, early_or_late, displaced = self.place(events)
        self.counted = counted + [self.form(i.indicator, f"#{i.number}", [i]) for i in looks]
        self.early_or_late = early_or_late
        self.displaced = displaced
        self.share_out_totals()
        self.weigh()
        self.expose()

    @staticmethod
    def checked(readings, name, option):
        assert option in READINGS[name], (name, option)
        return readings[name] == option

    @staticmethod
    def indicator(d):
        spans = lambda key: [
            (Fraction(s), None if e is None else Fraction(e), mpf(x)) for s, e, x in d[key]
        ]
        return SimpleNamespace(
            a=mpf(d["if_true"]),
            b=mpf(d["if_false"]),
            once=d.get("once", False),
            phi=mpf(d.get("dispersion", 1)),
            lag=Fraction(d.get("lag", 0)),
            coverage=spans("coverage") if "coverage" in d else None,
            season=spans("season") if "season" in d else [],
        )

    def items(self, evidence):
        """The items that are there and can be judged."""
        result = []
        for number, e in enumerate(evidence):
            if e.get("unjudged"):
                continue
            item = SimpleNamespace(
                number=number,
                indicator=e.get("indicator"),
                ratio=mpf(e["ratio"]) if "ratio" in e else None,
                t=Fraction(e["t"]),
                q=mpf(e["credibility"]),
                event=e.get("event"),
                origin=e.get("origin", f"#{number}"),
                n=e.get("count"),
                until=Fraction(e["until"]) if "until" in e else None,
            )
            if item.t > self.at and self.reads("dated_after_at", "not there"):
                continue
            if item.n is not None and item.until > self.at:
                if self.reads("total_across_at", "not there"):
                    continue
            early = item.t < 0 and (item.n is None or item.until < 0)
            late = item.t > self.end
            name = "item_before_opening" if early else "item_after_horizon"
            item.ignored = (early or late) and self.reads(name, "is ignored")
            item.mute = (early or late) and self.reads(name, "sets the time only")
            result.append(item)
        return result

    def is_look(self, item):
        if item.n != 0:
            return False
        return item.event is None or self.reads("count_zero_with_key", "joins no event")

    def events(self, items):
        """Items under one place and key are one event; a milestone takes all of its indicator."""
        groups = {}
        for i in items:
            name = i.event if i.event is not None else f"#{i.number}"
            if i.indicator is not None and self.indicators[i.indicator].once:
                name = "once"
            groups.setdefault((i.indicator, name), []).append(i)
        return [self.form(place, name, group) for (place, name), group in groups.items()]

    def form(self, place, name, items):
        """One event from its items: credibility, time or span, and the weight of one part."""
        supporting = [i for i in items if not i.ignored] or items
        order = lambda i: (-i.q, i.t, -(i.n or 0))
        best = min(supporting, key=order)
        origins = {}
        for i in supporting:
            origins.setdefault(i.origin, []).append(i)
        doubt = mpf(1)
        for group in origins.values():
            group = [i for i in group if not i.mute or i is best]
            if not group:
                continue
            if self.reads("within_origin", "best item"):
                doubt *= 1 - max(i.q for i in group)
            else:
                for i in group:
                    doubt *= 1 - i.q
        single = best.n is None
        if not single or self.reads("event_time", "best item"):
            t = best.t
        else:
            among = origins[best.origin]
            if self.reads("event_time", "earliest of all"):
                among = supporting
            if self.reads("single_leads_totals", "time over singles"):
                among = [i for i in among if i.n is None]
            t = min(i.t for i in among)
        q = 1 - doubt
        base = self.p0 if self.reads("false_reports_at", "prior") else self.pi
        if place is None:
            one = ln_factor(best.ratio, mpf(1), mpf(1), q, base)
            phi = mpf(1)
        else:
            d = self.indicators[place]
            one = ln_factor(d.a, d.b, d.phi, q, base)
            phi = d.phi
        return SimpleNamespace(
            place=place, name=name, items=items, best=best, q=q, t=t, single=single,
            n=None if single else best.n, until=best.until if not single else None,
            ln_one=one, phi=phi, once=place is not None and self.indicators[place].once,
            parts=None,
        )  # fmt: skip

    def in_time(self, event):
        if event.single:
            return 0 <= event.t <= self.end
        if event.n and self.reads("no_part_inside", "out of time"):
            return any(0 <= p <= self.end for p in midpoints([(event.t, event.until)], event.n))
        return event.until > 0 and event.t < self.end  # part of its span is inside

    def weight(self, event):
        """How much an event would move the log-odds at its place, by its items alone."""
        ln = abs(event.ln_one)
        if self.reads("placing_dispersion", "without"):
            ln *= event.phi
        if event.single:
            return ln
        if self.reads("placing_n", "inside the time"):
            parts = midpoints([(event.t, event.until)], event.n)
            return ln * sum(0 <= p <= self.end for p in parts)
        return ln * event.n

    def place(self, events):
        """Drops what is out of time, then leaves every key at the one place where it weighs most.
        Returns the events that count, those out of time and those displaced."""
        early_or_late = [e for e in events if not self.in_time(e)]
        standing = [e for e in events if self.in_time(e)]
        if self.reads("placing_order", "place first"):
            standing, early_or_late = events, []
        if not self.reads("milestone_time_for_placing", "whole"):
            if self.reads("milestone_time_for_placing", "key alone"):
                standing += [e for e in early_or_late if e.once]
                early_or_late = [e for e in early_or_late if not e.once]

        claims = {}  # key -> [(event, what its items alone would be there)]
        for e in standing:
            for key in sorted({i.event for i in e.items if i.event is not None}):
                alone = self.form(e.place, key, [i for i in e.items if i.event == key])
                if e.once and not self.reads("milestone_time_for_placing", "whole"):
                    alone.late = not self.in_time(alone)
                else:
                    alone.late = False
                claims.setdefault(key, []).append((e, alone))

        displaced = []
        lost = {id(e): set() for e in standing}
        for key, places in claims.items():
            if len(places) < 2:
                continue

            def rank(claim):
                e, alone = claim
                whole = e.once and self.reads("milestone_weight", "whole")
                w = self.weight(e if whole else alone)
                return (alone.late, -w, e.place is not None, e.place or "")

            keeper = min(places, key=rank)[0]
            for e, alone in places:
                if e is not keeper:
                    lost[id(e)].add(key)
                    displaced.append(alone)

        counted = []
        for e in standing:
            rest = [i for i in e.items if i.event is None or i.event not in lost[id(e)]]
            if not rest:
                continue
            if len(rest) < len(e.items):  # a milestone that lost some of its evidence
                anew = self.form(e.place, e.name, rest)
                if self.reads("milestone_after_placing", "as before"):
                    anew.t = e.t
                e = anew
            (counted if self.in_time(e) else early_or_late).append(e)
        return counted, early_or_late, displaced

    # ------------------------------------------------------------ totals

    def share_out_totals(self):
        """Gives every counted event its parts: the instants inside the scenario's time."""
        for e in self.counted:
            if e.single:
                e.parts = [e.t]
        self.order = {}  # indicator -> its totals from the narrowest to the widest
        for j in self.indicators:
            singles = [e.t for e in self.counted if e.place == j and e.single]
            totals = [e for e in self.counted if e.place == j and not e.single]
            for e in self.early_or_late:
                if e.place != j:
                    continue
                early = e.t < 0
                if e.single:
                    name = "single_before_opening" if early else "single_after_horizon"
                    elsewhere = any(o.name == e.name for o in self.counted)
                    if self.reads(name, "subtracts"):
                        singles.append(e.t)
                    elif self.reads(name, "unless counted elsewhere") and not elsewhere:
                        singles.append(e.t)
                else:
                    name = "total_before_opening" if early else "total_after_horizon"
                    if self.reads(name, "subtracts and covers"):
                        totals.append(e)
            for e in self.displaced:
                if e.place == j and e.single and self.reads("displaced_single", "subtracts"):
                    singles.append(e.t)
                if e.place == j and not e.single and self.reads("displaced_total", "watches"):
                    e.n = 0
                    totals.append(e)
            totals.sort(key=lambda e: (self.width(e), e.t, -e.n, -e.q))
            self.order[j] = totals

            placed = []  # instants put by narrower totals
            for rank, e in enumerate(totals):
                narrower = totals[:rank]
                left = e.n - sum(e.t <= s <= e.until for s in singles)
                if self.reads("narrower_puts", "its parts"):
                    left -= sum(e.t <= s <= e.until for s in placed)
                else:
                    for o in narrower:
                        overlap = min(e.until, o.until) - max(e.t, o.t)
                        if overlap > 0 and self.reads("narrower_puts", "its published count"):
                            left -= o.n
                        elif overlap > 0:
                            left -= round(o.n * overlap / (o.until - o.t))
                e.left = left = max(left, 0)
                free = [(e.t, e.until)]
                if not self.reads("spread_over", "all its days"):
                    for o in narrower:
                        free = without(free, o.t, o.until)
                if self.reads("spread_over", "uncovered days inside"):
                    free = without(without(free, min(e.t, 0), Fraction(0)), self.end, e.until)
                everywhere = midpoints(free, left)
                e.parts = [p for p in everywhere if 0 <= p <= self.end]
                placed += everywhere if self.reads("parts_outside", "subtract") else e.parts

        if self.reads("no_part_inside", "not listed"):
            self.counted = [e for e in self.counted if e.single or e.parts or e.left == 0]

    def width(self, e):
        if self.reads("width", "published"):
            return e.until - e.t
        return min(e.until, self.end) - max(e.t, 0)

    def weigh(self):
        """The moments at which belief jumps, in order, with the number of their event."""
        self.counted.sort(key=lambda e: (e.t, e.place or "", e.name))
        self.jumps = sorted(
            (p, e.place or "", number)
            for number, e in enumerate(self.counted)
            for p in e.parts
        )

    # ------------------------------------------------------------ coverage

    def heard_until(self, j):
        """Until when the silence of an indicator counts, given its lag."""
        d = self.indicators[j]
        latest = self.known_at - d.lag
        for e in self.counted:
            if e.place != j:
                continue
            if e.single:
                latest = max(latest, e.t)
            elif e.n == 0 and self.reads("lag_of_look", "does not"):
                continue
            elif e.n > 0 and not e.parts and self.reads("lag_of_empty_total", "does not"):
                continue
            elif e.n > 0 and e.parts and self.reads("lag_of_total", "last part inside"):
                latest = max(latest, e.parts[-1])
            else:
                latest = max(latest, e.until)
        if self.reads("late_event_and_lag", "extends"):
            latest = max([latest] + [e.t for e in self.early_or_late if e.place == j])
        return min(latest, self.end)

    def deafening(self, j, struck=None):
        """(instant, level) of each milestone that counts."""
        events = [e for e in self.counted if e.once and e.place == j and e.single]
        if self.reads("out_of_time_milestone", "deafens"):
            events += [e for e in self.early_or_late if e.once and e.place == j]
        if struck is not None and self.reads("struck_milestone", "hears again"):
            events = [e for e in events if e is not struck]
        return [(e.t, 1 - e.q) for e in events]

    def coverage(self, j, t, struck=None):
        """The coverage of an indicator at an instant that is no edge of anything."""
        d = self.indicators[j]
        if t > self.heard_until(j):
            return mpf(0)
        inside = [e for e in self.order[j] if e.t < t < e.until]
        if inside:
            e = inside[0] if self.reads("coverage_last_word", "narrowest") else inside[-1]
            level = e.q if self.reads("total_coverage", "event's credibility") else e.best.q
        elif d.coverage is None:
            level = mpf(1)
        else:
            level = mpf(0)
            for start, end, x in d.coverage:
                if start < t and (end is None or t < end):
                    level = x
        if not inside or self.reads("season_in_total", "multiplies"):
            for start, end, x in d.season:
                if start < t and (end is None or t < end):
                    level *= x
        if not inside or self.reads("deaf_inside_looks", "yes"):
            for moment, rest in self.deafening(j, struck):
                if t > moment:
                    level *= rest
        return level

    def expose(self):
        """Cuts [0, end] where anything changes: the edges, and the coverage between them."""
        edges = {Fraction(0), self.end}
        for j, d in self.indicators.items():
            for start, end, _ in (d.coverage or []) + d.season:
                edges |= {start} if end is None else {start, end}
            for e in self.order[j]:
                edges |= {e.t, e.until}
            edges |= {moment for moment, _ in self.deafening(j)}
            edges.add(self.heard_until(j))
        edges |= {p for p, _, _ in self.jumps}
        self.edges = sorted(e for e in edges if 0 <= e <= self.end)
        self.covered = self.coverages()

    def coverages(self, struck=None):
        return [
            {j: self.coverage(j, (s + e) / 2, struck) for j in self.indicators}
            for s, e in zip(self.edges, self.edges[1:])
        ]


def midpoints(free, n):
    """The mid-points of n equal parts of a list of disjoint spans, laid end to end."""
    length = sum(e - s for s, e in free)
    points = []
    for k in range(n if length > 0 else 0):
        along = length * (2 * k + 1) / (2 * n)
        for s, e in free:
            if along <= e - s:
                points.append(s + along)
                break
            along -= e - s
    return points


def without(spans, start, end):
    """Disjoint spans with [start, end] cut out."""
    result = []
    for s, e in spans:
        result += [(s, min(e, start)), (max(s, end), e)]
    return sorted((s, e) for s, e in set(result) if s < e)


# ---------------------------------------------------------------- the filter


def number(fraction):
    return mpf(fraction.numerator) / fraction.denominator


def generator(world, covered):
    """The matrix of v' = (Q^T - D) v on a stretch of constant coverage, v = (not, under way)."""
    lam, mu = world.pi * world.rate, (1 - world.pi) * world.rate
    d0 = sum(c * world.indicators[j].b / world.indicators[j].phi for j, c in covered.items())
    d1 = sum(c * world.indicators[j].a / world.indicators[j].phi for j, c in covered.items())
    return [[-lam - d0, mu], [lam, -mu - d1]]


def times(A, B):
    return [[A[i][0] * B[0][k] + A[i][1] * B[1][k] for k in (0, 1)] for i in (0, 1)]


def exponential(A, t):
    """exp(A t) up to a common factor, by its power series, scaling and squaring. The diagonal is
    shifted until no entry is negative, so nothing ever cancels."""
    shift = min(A[0][0], A[1][1])
    B = [[(A[i][k] - (shift if i == k else 0)) * t for k in (0, 1)] for i in (0, 1)]
    halvings = max(0, int(mp.ceil(mp.log(sum(map(sum, B)) + 1, 2)))) + 4
    B = [[x / 2**halvings for x in row] for row in B]
    term = result = [[mpf(1), mpf(0)], [mpf(0), mpf(1)]]
    k = 0
    while max(map(max, term)) > mpf(10) ** (-mp.dps - 5):
        k += 1
        term = [[x / k for x in row] for row in times(term, B)]
        result = [[result[i][m] + term[i][m] for m in (0, 1)] for i in (0, 1)]
    for _ in range(halvings):
        result = times(result, result)
    return result


def steps(world, covered):
    """The matrices of all stretches between two edges."""
    return [
        exponential(generator(world, c), number(e - s))
        for c, s, e in zip(covered, world.edges, world.edges[1:])
    ]


def run(world, matrices, struck=None):
    """Log-odds just after each edge's jumps and just before the next: [(after, before), ...]."""
    v = [1 - world.p0, world.p0]
    jumps = list(world.jumps)
    track = []
    for k, edge in enumerate(world.edges):
        while jumps and jumps[0][0] == edge:
            event = world.counted[jumps.pop(0)[2]]
            if event is not struck:
                v = [v[0], v[1] * mp.exp(event.ln_one)]
        after = mp.log(v[1] / v[0])
        if k < len(matrices):
            M = matrices[k]
            v = [M[0][0] * v[0] + M[0][1] * v[1], M[1][0] * v[0] + M[1][1] * v[1]]
        track.append((after, mp.log(v[1] / v[0])))
    assert not jumps
    return track


def probability(log_odds):
    return 1 / (1 + mp.exp(-log_odds))


def belief(world):
    return probability(run(world, steps(world, world.covered))[-1][0])


# ---------------------------------------------------------------- fading


class Gauss:
    """Gauss-Legendre nodes and weights on [-1, 1], and the integrals from -1 to each node."""

    def __init__(self, n):
        def legendre(x):
            p = [mpf(1), x]
            for k in range(1, n + 1):
                p.append(((2 * k + 1) * x * p[k] - k * p[k - 1]) / (k + 1))
            return p

        self.nodes, self.weights, tables = [], [], []
        for i in range(n):
            x = -mp.cos(mp.pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))
            for _ in range(12):
                p = legendre(x)
                slope = n * (x * p[n] - p[n - 1]) / (x * x - 1)
                x -= p[n] / slope
            p = legendre(x)
            slope = n * (x * p[n] - p[n - 1]) / (x * x - 1)
            self.nodes.append(x)
            self.weights.append(2 / ((1 - x * x) * slope * slope))
            tables.append(p)
        # The interpolating polynomial in Legendre's basis, integrated term by term.
        self.upto = []
        for i in range(n):
            p = tables[i]
            integral = [p[1] + 1] + [(p[k + 1] - p[k - 1]) / (2 * k + 1) for k in range(1, n)]
            self.upto.append([
                self.weights[j]
                * mp.fsum(mpf(2 * k + 1) / 2 * tables[j][k] * integral[k] for k in range(n))
                for j in range(n)
            ])  # fmt: skip


GAUSS = None
TOLERANCE = mpf(10) ** -36


def fading_rate(world, x):
    if world.rate == 0:
        return mpf(0)
    if x == 0:
        return world.rate
    return (world.pi * mp.expm1(x) - (1 - world.pi) * mp.expm1(-x)) * world.rate / x


def inside_stretch(A, after):
    """u -> log-odds u days into a stretch that began at log-odds `after`."""
    half = (A[1][1] - A[0][0]) / 2
    h = mp.sqrt(half * half + A[0][1] * A[1][0])
    v0, v1 = mpf(1), mp.exp(after)

    def log_odds(u):
        if h == 0:
            return after
        e = mp.exp(-2 * h * u)
        c, s = (1 + e) / 2, (1 - e) / (2 * h)
        w0 = c * v0 + s * (A[0][1] * v1 - half * v0)
        w1 = c * v1 + s * (A[1][0] * v0 + half * v1)
        return mp.log(w1 / w0)

    return log_odds


def fade(world, A, after, length):
    """Over one stretch: f, the share of an account that is left at its end, and W, the integral of
    the share left of what accrues at unit rate during it. Halves the stretch until
    x_end = x_start f - d W holds, which the quadrature does not know of."""
    global GAUSS
    d = A[0][0] - A[1][1] - world.rate * (1 - 2 * world.pi)  # sum of c (a - b) / phi
    if world.rate == 0:
        return mpf(1), length
    GAUSS = GAUSS or Gauss(40)
    base = mp.log(world.pi / (1 - world.pi))
    path = inside_stretch(A, after)

    def panel(s, e):
        h = (e - s) / 2
        rates = [fading_rate(world, path(s + h * (1 + z)) - base) for z in GAUSS.nodes]
        whole = h * mp.fdot(GAUSS.weights, rates)
        f = mp.exp(-whole)
        upto = [h * mp.fdot(row, rates) for row in GAUSS.upto]
        W = h * mp.fdot(GAUSS.weights, [mp.exp(k - whole) for k in upto])
        x0, x1 = path(s) - base, path(e) - base
        error = abs(x1 - (x0 * f - d * W))
        if error > TOLERANCE * (1 + abs(x0) + abs(d) * W):
            m = (s + e) / 2
            f1, W1 = panel(s, m)
            f2, W2 = panel(m, e)
            return f1 * f2, W1 * f2 + W2
        return f, W

    return panel(mpf(0), length)


# ---------------------------------------------------------------- the whole answer


def db(ln):
    return 10 * ln / mp.log(10)


def answer(case, readings=LITERAL):
    world = World(case, readings)
    matrices = steps(world, world.covered)
    track = run(world, matrices)
    logit = lambda p: mp.log(p / (1 - p))

    judgement = logit(world.p0) - logit(world.pi)
    silence = {j: mpf(0) for j in world.indicators}
    today = [mpf(0) for _ in world.counted]
    jumps = list(world.jumps)
    for k, edge in enumerate(world.edges):
        while jumps and jumps[0][0] == edge:
            event = jumps.pop(0)[2]
            today[event] += world.counted[event].ln_one
        if k < len(matrices):
            A = generator(world, world.covered[k])
            length = number(world.edges[k + 1] - edge)
            f, W = fade(world, A, track[k][0], length)
            assert abs(inside_stretch(A, track[k][0])(length) - track[k][1]) < mpf(10) ** -45
            judgement *= f
            today = [w * f for w in today]
            for j, c in world.covered[k].items():
                d = world.indicators[j]
                silence[j] = silence[j] * f - c * (d.a - d.b) / d.phi * W

    closing = track[-1][0]
    books = logit(world.pi) + judgement + mp.fsum(today) + mp.fsum(silence.values())
    size = 1 + abs(closing) + sum(map(abs, today)) + sum(map(abs, silence.values()))
    assert abs(books - closing) < mpf(10) ** -30 * size, "the books do not balance"

    evidence = []
    for k, e in enumerate(world.counted):
        others = matrices
        if e.once and e.single and readings["struck_milestone"] != LITERAL["struck_milestone"]:
            others = steps(world, world.coverages(e))
        evidence.append({
            "indicator": e.place,
            "event": e.name,
            "t": number(e.t),
            "credibility": e.q,
            "arrived_db": db(e.ln_one * len(e.parts)),
            "today_db": db(today[k]),
            "probability_without": probability(run(world, others, e)[-1][0]),
        })  # fmt: skip
    return {
        "probability": probability(closing),
        "opening_db": db(logit(world.pi)),
        "closing_db": db(closing),
        "evidence": evidence,
        "silence": {j: db(s) for j, s in silence.items()},
        "judgement_db": db(judgement),
    }


# ---------------------------------------------------------------- against known answers


def load(path):
    """Cases with numbers left as written, so that they are read at full precision."""
    with open(path, encoding="utf-8") as f:
        return json.load(f, parse_float=str)


def differences(expected, got):
    """The worst relative error of probabilities and dB error of entries, and what is missing."""
    worst_p = abs(got["probability"] / mpf(expected["probability"]) - 1)
    worst_db = max(
        abs(got[k] - mpf(expected[k])) for k in ("opening_db", "closing_db", "judgement_db")
    )
    missing = []
    by_key = lambda entries: {(e["indicator"], e["event"]): e for e in entries}
    want, have = by_key(expected["evidence"]), by_key(got["evidence"])
    for key in want.keys() ^ have.keys():
        missing.append(f"{key} only in " + ("expected" if key in want else "answer"))
    for key in want.keys() & have.keys():
        w, h = want[key], have[key]
        worst_p = max(
            worst_p, abs(h["probability_without"] / mpf(w["probability_without"]) - 1)
        )
        for name in ("arrived_db", "today_db"):
            worst_db = max(worst_db, abs(h[name] - mpf(w[name])))
        for name in ("t", "credibility"):
            if abs(h[name] - mpf(w[name])) > 1e-12:
                missing.append(f"{key} {name} {w[name]} != {mp.nstr(h[name], 12)}")
    if expected["silence"].keys() != got["silence"].keys():
        missing.append("silence of other indicators")
    for j in expected["silence"].keys() & got["silence"].keys():
        worst_db = max(worst_db, abs(got["silence"][j] - mpf(expected["silence"][j])))
    return worst_p, worst_db, missing


def agrees(expected, got):
    p, d, missing = differences(expected, got)
    return p < 1e-12 and d < 1e-9 and not missing


def outline(case, readings):
    """A quick mark of what a reading makes of a case: everything but the fading."""
    world = World(case, readings)
    return (
        mp.nstr(belief(world), 25),
        tuple((e.place, e.name, e.t, len(e.parts), mp.nstr(e.q, 25)) for e in world.counted),
    )


def hinges(case):
    """Which readings other than the one taken would answer a case differently."""
    ours = outline(case, LITERAL)
    found = []
    for name, options in READINGS.items():
        for other in options[1:]:
            if name == "struck_milestone":
                differs = any(e.once and e.single for e in World(case).counted)
            else:
                differs = outline(case, dict(LITERAL, **{name: other})) != ours
            if differs:
                found.append((name, other))
    return found


def main(arguments):
    show_readings = "--readings" in arguments
    paths = [a for a in arguments if not a.startswith("--")]
    failed = 0
    for path in paths:
        cases = load(path)["cases"]
        decided = {}
        for case in cases:
            p, d, missing = differences(case["expected"], answer(case))
            good = p < 1e-12 and d < 1e-9 and not missing
            failed += not good
            if not good or not show_readings:
                print(f"{'ok ' if good else 'BAD'} {mp.nstr(p, 2):>9} {mp.nstr(d, 2):>9} dB  "
                      f"{case['name']}  {'; '.join(missing)}")  # fmt: skip
            if show_readings:
                for name, other in hinges(case):
                    if not agrees(case["expected"], answer(case, dict(LITERAL, **{name: other}))):
                        decided.setdefault((name, other), []).append(case["name"])
        if show_readings:
            for name, options in READINGS.items():
                for other in options[1:]:
                    by = decided.get((name, other), [])
                    print(f"{name}: not '{other}': {len(by)} cases  {'; '.join(by[:3])}")
        print(f"{path}: {len(cases)} cases, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
