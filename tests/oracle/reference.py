#!/usr/bin/env python3
"""A slow, obvious reference for the belief model of DESIGN.md, section 2 (all of it but misfit,
countable forecasts and the making of credibilities from grades).

Answers a case in the format of filter_cases.json to 30 digits and more. Nothing here is clever:
what counts, when and by how much is worked out in exact fractions; every stretch of constant drains
is one matrix exponential by its power series; the fading is Gauss-Legendre quadrature of k along
the path; `probability_without` is the whole filter run again. The books are an independent check:
their sum comes from the quadrature, the closing from the matrices; they must agree to 1e-30.

    reference.py CASES.json...             compare with the expected answers
    reference.py --quick CASES.json...     the same for cases without a whole ledger
    reference.py --readings CASES.json...  which cases settle which readings

How the text was read. READINGS below has the names; with a name, the other reading can be switched
on. A title in quotes = that case of filter_cases.json settles it; [letter] = the text says so, no
case turns on it; [law] = the text leaves it open, but one of the laws would break otherwise;
[open] = neither text nor case settles it, and what is done here is the nearest reading.

Items, denials, events
 1  What is dated after the assessment or the horizon is not there, denials too; a total or a
    count = 0 is there from its `occurred` on ("what is dated after the horizon is not there", "a
    denial of what bears directly, and one that comes too late").
 2  What cannot be judged counts nothing and watches nothing ("items that cannot be judged count
    nothing"). A denial that cannot be judged does not even take back what its own origin told: the
    text says "count nothing" of the one and "whatever the denial's grade" of the other [open].
    (own_denial_unjudged)
 3  An origin has taken back what it told under a key also where its denial is dated before what it
    told [open]. (denied_before_told) Its items are gone for dates, counts and deafening as well
    [letter]; its denial still counts against the others ("who denies what it told has taken it
    back").
 4  A plain event: per origin the best item, then the origins together, then the denials of all
    origins together ("an event that another source denies"). Its time is the `occurred` of its best
    item, also where that is before the opening, and then the event is out of time ("an event from
    before the opening counts nothing", "an item from before the opening corroborates an event after
    it").
 5  The count of an event is that of its best counted item if this is worth at least half the best
    item, both before any denial [letter]; else its items corroborate a single event ("a count that
    is worth too little is passed over", "an item without a number in a total's event ...").
 6  A milestone and an occasion: every item is weakened by the denials of its own key, then the best
    of each origin, then the origins together; a milestone's time is that of its best item after
    that ("once: an old rumour and a denial of its key only"). An event that nobody denies is the
    same either way.
 7  An event is in time from the opening to the end (the earlier of assessment and horizon), both
    included; a total if its half-open span reaches beyond the opening; an occasion by its own
    time. What happened before the first occasion belongs to none and counts nothing [letter].
 8  q, m and the shares are those of the event, its corroboration and denials included.

Milestones and the happening
 9  A milestone listens at the product of (1 - q_o), over its origins, of what is dated by then,
    weakened by all denials that are there, whenever dated; inside a count = 0 as well [letter:
    "its level"]. (deaf_inside_looks) Striking it for `probability_without` leaves that as it is;
    so does being out of time; its keys that count elsewhere do not deafen [letter: "no effect"].
10  A happening's s is that of all its evidence, also where only one of its keys stands elsewhere
    [letter]. But then an item of next to no worth under that key takes the rest of the event
    elsewhere away, which the first law forbids; with the share of the key's own items it would
    not. (happening_s)
11  s weighs what is told elsewhere whether that is dated before or after the happening: "0 before
    it occurred" is read of P only [open]. (rest_before_happening)
12  Of a chain of kinds that wins a happening's key, every place is weighed by the largest of s/Q
    and q/Q, not the narrowest alone [law: the narrowest's q -> 0 must change nothing].
    (rest_beside_happening)
13  Where the winner is a milestone or an occasion that holds other keys too, the weight is its
    own as a whole, Q its own credibility [open; with either reading an item of no worth under the
    shared key changes what the others are worth, which the first law forbids].
    (rest_of_milestone)
14  The weight of an occasion's event is of what it is worth above its silence [law: a sighting
    worth nothing is exactly that silence]. (rest_of_occasion)
15  A happening's rest of 0 is listed like that of a wider kind [open, by the README's words on
    kinds]. `credibility` is after the cap at 1 - 1e-6 [open].

The contest of places
16  A place is left aside if its event is out of time; for a milestone the event is all of it,
    before any key has left it [open: could go by the key's items alone]. What remains after the
    contest is formed and judged anew [letter]. (milestone_time_in_contest)
17  A key at a set-times indicator that stands under several of its occasions weighs there the sum
    of what its items are worth at each above its silence [open]. (key_over_occasions)
18  A total weighs in with the count as told, not as capped by a better total, and those of its
    n mid-points that are inside the scenario's time [letter]. (contest_of_capped_total) A total
    that straddles an edge with no mid-point inside is out of time as a place, yet watches [law:
    else an item of no worth that shares its key could stop its watching]. (no_part_in_contest)
19  The strongest of all places wins; if narrower kinds of it hold the key too, the strongest of
    these keeps it, and so on down; the wider kinds of the keeper keep their rest; all others are
    displaced, also narrower kinds of the winner that are not of the keeper's line [law: else a
    narrower item of no worth could let a third place win]. (contest_of_chains)
20  The rest of a wider place: 1 - the largest of min(1, q/Q) over the narrower places that keep the
    key ("kinds within kinds: a weak word of the narrower does not undo the wider").
21  Displaced, a single is not taken off a total, a total neither watches nor caps nor thins
    [letter].

Totals
22  Order, density, caps and shares go by published spans and counts, in or out of the scenario's
    time; only parts inside count ("a total that straddles the opening", "the horizon stops the
    clock ..."). "Inside" a better total: its whole span is, the same span included [letter].
    (cap_of_same_span)
23  Only a total of the same indicator caps [open: could be a wider kind's]. (cap_across_kinds)
24  Parts of narrower totals, and whole totals, from before the opening or after the end are taken
    off and thin like those inside [open; the text says so of single events, "a total straddles the
    opening, with singles on both sides" of a count = 0]. (narrower_parts_outside, early_total)
    So are events of narrower kinds [open]. (early_narrower_kind)
25  All narrower kinds are taken off, not only the direct parts: singles and parts of totals, after
    their own taking off. An event that keeps only its rest is taken off by its rest ("kinds within
    kinds within kinds, with a wider one's total"); that this holds of a happening's rest too is
    [open]. (rest_in_totals)
26  A total's rest multiplies n'/k of each of its parts; k is reckoned before [letter].
27  A total without a part inside, though something is left of it, is listed with 0 [open].
    (no_part_inside)

Silence and coverage
28  Lag: the share known is floor(4 (K - x) / L) / 4 within 0 and 1, and 0 after K, whatever L
    ("known earlier than assessed", "lag: a quarter is known ..."). (unknown_future)
29  Coverage without seasons is the largest of the declared level times that share and of the
    credibilities of all totals, count = 0 included, that span the instant. Spans are half-open, of
    coverage and seasons as well; the last declared wins.
30  rho at an event: coverages at its instant; of a total, the mean over the part of its span inside
    the scenario's time ("kinds within kinds, reports that take time and totals ..."). Where the
    wider kind is watched by nothing, a total or a count = 0 of the narrower kind whose credibility
    goes to 0 still makes rho 1 and not 0, by the letter, though the first law forbids it; and
    likewise a total of the wider kind where neither is watched otherwise.
31  At set times silence steps at d_k; a count = 0 that spans d_k watches at once, other coverage
    from d_k + L on.
32  `at` beyond the horizon: everything is as of the horizon, but the lag completes.
"""

import json
import sys
from fractions import Fraction
from types import SimpleNamespace

from mpmath import mp, mpf

mp.dps = 80  # working digits; results are good to 30 and more

# The readings that can be switched. The first is the one taken.
READINGS = {
    "contest_of_chains": ("largest of all", "narrowest of each chain"),
    "rest_in_totals": ("takes off its rest", "takes off in full"),
    "rest_beside_happening": ("weighs the wider too", "weighs the narrowest only"),
    "rest_before_happening": ("whenever dated", "only from then on"),
    "rest_of_milestone": ("of the whole", "of the key"),
    "happening_s": ("of the whole", "of the key"),
    "rest_of_occasion": ("above its silence", "of its factor"),
    "key_over_occasions": ("sum", "largest"),
    "milestone_time_in_contest": ("whole", "key alone"),
    "contest_of_capped_total": ("told count", "capped count"),
    "cap_across_kinds": ("no", "yes"),
    "cap_of_same_span": ("yes", "no"),
    "narrower_parts_outside": ("taken off", "not taken off"),
    "early_total": ("taken off and thins", "nothing"),
    "early_narrower_kind": ("taken off", "not taken off"),
    "own_denial_unjudged": ("counts nothing", "takes back"),
    "denied_before_told": ("taken back", "stands"),
    "no_part_in_contest": ("out of time", "stands"),
    "deaf_inside_looks": ("yes", "no"),
    "unknown_future": ("no silence after K", "silence to the end"),
    "no_part_inside": ("listed", "not listed"),
}
LITERAL = {name: options[0] for name, options in READINGS.items()}

ONE = Fraction(1)
ALMOST_SURE = 1 - Fraction(1, 10**6)
SMALLEST_PART = Fraction(1, 10**9)


def number(x):
    """A fraction as a floating-point number of the working precision."""
    return mpf(x.numerator) / x.denominator


def ln(x):
    return mp.log(number(x))


def ln_factor(a, b, phi, q, p0):
    """ln of what one event of credibility q multiplies the odds by."""
    m = p0 * a + (1 - p0) * b
    return ln((q * a + (1 - q) * m) / (q * b + (1 - q) * m)) / number(phi)


def share(q, Q):
    """How far something of credibility q stands for what is told with credibility Q."""
    return min(ONE, q / Q) if Q > 0 else ONE


def weakened(q, d):
    """Credibility q of a report whose denial has credibility d."""
    return q * (1 - d) / (1 - q * d)


def either(credibilities):
    """The chance that at least one of several independent reports is true."""
    doubt = ONE
    for q in credibilities:
        doubt *= 1 - q
    return 1 - doubt


def by_rank(item):
    """Sorts the most credible first; ties: the earlier, then the larger count."""
    return (-item.q, item.t, -(item.n or 0))


# ---------------------------------------------------------------- what counts, and when


class World:
    """Everything of a case that needs judgement and no calculus: the events that count, with the
    instants and amounts of their parts, and the drains over time. All of it in exact fractions but
    for the logarithms."""

    def __init__(self, case, readings=LITERAL):
        self.readings = readings
        self.asked = set()  # the readings that came up
        self.p0 = Fraction(case["prior"])
        self.pi = Fraction(case.get("base_rate", case["prior"]))
        tau = case.get("persistence")
        self.rate = Fraction(0) if tau is None else 1 / Fraction(tau)  # 1/tau
        self.at = Fraction(case["at"])
        self.known_at = Fraction(case.get("known_at", case["at"]))
        horizon = case.get("horizon")
        self.horizon = None if horizon is None else Fraction(horizon)
        self.end = self.at if horizon is None else min(self.at, self.horizon)
        self.indicators = {j: self.indicator(d) for j, d in sorted(case["indicators"].items())}
        self.families()

        self.read(case["evidence"])
        self.form_events()
        self.contest()
        self.settle()
        self.share_out_totals()
        self.weigh()
        self.expose()

    def reads(self, name, option):
        assert option in READINGS[name], (name, option)
        self.asked.add(name)
        return self.readings[name] == option

    # ------------------------------------------------------------ indicators

    @staticmethod
    def indicator(d):
        spans = lambda key: [
            (Fraction(s), None if e is None else Fraction(e), Fraction(x)) for s, e, x in d[key]
        ]
        happening = d.get("happening", False)
        occasions = d.get("occasions")
        return SimpleNamespace(
            a=Fraction(d["if_true"]),
            b=Fraction(0) if happening else Fraction(d["if_false"]),
            once=d.get("once", False) or happening,
            happening=happening,
            occasions=None if occasions is None else sorted(map(Fraction, occasions)),
            phi=Fraction(d.get("dispersion", 1)),
            lag=Fraction(d.get("lag", 0)),
            of=d.get("of"),
            coverage=spans("coverage") if "coverage" in d else None,
            season=spans("season") if "season" in d else [],
        )

    def families(self):
        """Who is `of` whom. A wider indicator that the case does not have ends the line."""
        for j, d in self.indicators.items():
            d.wider = []
            w = d.of
            while w is not None and w in self.indicators:
                d.wider.append(w)
                w = self.indicators[w].of
        for j, d in self.indicators.items():
            d.parts = [p for p, o in self.indicators.items() if o.wider[:1] == [j]]
            d.narrower = [p for p, o in self.indicators.items() if j in o.wider]
        self.narrow_first = sorted(self.indicators, key=lambda j: -len(self.indicators[j].wider))

    def rates(self, j, rho=None):
        """The rates of an indicator's events, less what is told as its narrower kinds."""
        d = self.indicators[j]
        a, b = d.a, d.b
        for p in d.parts:
            r = ONE if rho is None else rho[p]
            a -= r * self.indicators[p].a
            b -= r * self.indicators[p].b
        return a, b

    # ------------------------------------------------------------ items and denials

    def read(self, evidence):
        """The items that are there and can be judged, and are not taken back; what denies them."""
        told, denials = [], []
        for k, e in enumerate(evidence):
            i = SimpleNamespace(
                number=k,
                place=e.get("indicator"),
                ratio=Fraction(e["ratio"]) if "ratio" in e else None,
                t=Fraction(e["t"]),
                q=Fraction(e["credibility"]),
                event=e.get("event"),
                denies=e.get("denies"),
                origin=e.get("origin", f"#{k}"),
                n=e.get("count"),
                until=Fraction(e["until"]) if "until" in e else None,
                judged=not e.get("unjudged", False),
            )
            if i.t > self.end:
                continue  # dated after the assessment or the horizon: not there
            if i.denies is not None:
                denials.append(i)
            elif i.judged:
                told.append(i)

        best = {}  # (key, origin) -> the best denial
        taken_back = set()
        for i in denials:
            who = (i.denies, i.origin)
            if i.judged:
                best[who] = max(best.get(who, Fraction(0)), i.q)
                taken_back.add(who)
            elif any((o.event, o.origin) == who for o in told):
                if self.reads("own_denial_unjudged", "takes back"):
                    taken_back.add(who)
        self.denial = {}
        for key in {key for key, _ in best}:
            self.denial[key] = either(d for (k, _), d in best.items() if k == key)

        self.looks = [i for i in told if i.n == 0]
        latest = {}  # (key, origin) -> its latest denial
        for i in denials:
            who = (i.denies, i.origin)
            latest[who] = max(latest.get(who, i.t), i.t)
        self.items = []
        for i in told:
            who = (i.event, i.origin)
            if i.n == 0:
                continue
            if who in taken_back:
                if i.t <= latest[who] or self.reads("denied_before_told", "taken back"):
                    continue
            self.items.append(i)

    def key_of(self, i):
        return i.event if i.event is not None else f"#{i.number}"

    def plain(self, place, key, items):
        """An event of a stream, or one that bears directly: one key, one credibility."""
        best = min(items, key=by_rank)
        origins = {}
        for i in items:
            origins[i.origin] = max(origins.get(i.origin, Fraction(0)), i.q)
        q = weakened(either(origins.values()), self.denial.get(key, Fraction(0)))
        counts = sorted((i for i in items if i.n is not None), key=by_rank)
        if counts and 2 * counts[0].q >= best.q:
            head, kind = counts[0], "total"
        else:
            head, kind = best, "single"
        return SimpleNamespace(
            place=place, name=key, kind=kind, items=items, q=q, t=head.t, ratio=best.ratio,
            until=head.until if kind == "total" else None,
            n=head.n if kind == "total" else None, weight=ONE, keys={key},
        )  # fmt: skip

    def united(self, place, name, kind, items, t=None):
        """All of a milestone's evidence, or of one occasion's: each item is weakened first."""
        for i in items:
            i.left = weakened(i.q, self.denial.get(i.event, Fraction(0)))
        best = min(items, key=lambda i: (-i.left, i.t))
        origins = {}
        for i in items:
            origins[i.origin] = max(origins.get(i.origin, Fraction(0)), i.left)
        return SimpleNamespace(
            place=place, name=name, kind=kind, items=items, q=either(origins.values()),
            t=best.t if t is None else t, until=None, n=None, ratio=None, weight=ONE,
            keys={i.event for i in items if i.event is not None},
        )  # fmt: skip

    def milestone(self, j, items):
        kind = "happening" if self.indicators[j].happening else "once"
        return self.united(j, "once", kind, items)

    def occasion(self, j, k, items):
        d = self.indicators[j].occasions[k]
        return self.united(j, f"occasion {k}", "occasion", items, d)

    def occasion_of(self, j, t):
        """The latest occasion at or before an instant, or None."""
        past = [k for k, d in enumerate(self.indicators[j].occasions) if d <= t]
        return past[-1] if past else None

    def form_events(self):
        """Groups the items: at a place, one event a key; a milestone is one, an occasion too."""
        self.streams = {}  # (place, key) -> event
        self.milestones = {}  # indicator -> items
        self.occasions = {}  # (indicator, number) -> items
        groups = {}
        for i in self.items:
            d = self.indicators[i.place] if i.place is not None else None
            if d is not None and d.once:
                self.milestones.setdefault(i.place, []).append(i)
            elif d is not None and d.occasions is not None:
                k = self.occasion_of(i.place, i.t)
                if k is not None:
                    self.occasions.setdefault((i.place, k), []).append(i)
            else:
                groups.setdefault((i.place, self.key_of(i)), []).append(i)
        for (place, key), items in groups.items():
            self.streams[place, key] = self.plain(place, key, items)

    def inside(self, t):
        return 0 <= t <= self.end

    def in_time(self, e):
        if e.kind in ("total", "look"):
            return e.until > 0  # what begins after the end is not there
        return self.inside(e.t)

    # ------------------------------------------------------------ one place for each event

    def told_parts_inside(self, e, n):
        width = e.until - e.t
        return sum(self.inside(e.t + width * (2 * k + 1) / (2 * n)) for k in range(n))

    def strength(self, e):
        """|ln factor| of an event by its items alone."""
        if e.kind == "occasion":
            return abs(self.ln_occasion(e) - self.ln_quiet(e.place, e.t))
        if e.place is None:
            return abs(ln_factor(e.ratio, ONE, ONE, e.q, self.p0))
        a, b = self.rates(e.place)
        one = abs(ln_factor(a, b, self.indicators[e.place].phi, e.q, self.p0))
        if e.kind != "total":
            return one
        n = e.n
        better = [
            o.n for o in self.streams.values()
            if o.place == e.place and o is not e and self.caps(o, e) and o.n < n
        ]  # fmt: skip
        if better and self.reads("contest_of_capped_total", "capped count"):
            n = min(better)
        return one * self.told_parts_inside(e, n)

    def caps(self, o, e):
        """Whether total e lies inside the strictly more credible total o."""
        if o.kind != "total" or o.q <= e.q or o.t > e.t or o.until < e.until:
            return False
        if (o.t, o.until) == (e.t, e.until):
            return self.reads("cap_of_same_span", "yes")
        return True

    def claims(self):
        """key -> place -> how to reckon |ln factor| of what stands there in time."""
        result = {}
        for (place, key), e in self.streams.items():
            stands = self.in_time(e)
            if stands and e.kind == "total" and self.told_parts_inside(e, e.n) == 0:
                stands = self.reads("no_part_in_contest", "stands")
            if stands:
                result.setdefault(key, {})[place] = lambda e=e: self.strength(e)
        for j, items in self.milestones.items():
            if self.indicators[j].happening:
                continue
            whole = self.in_time(self.milestone(j, items))
            for key in {i.event for i in items} - {None}:
                alone = self.milestone(j, [i for i in items if i.event == key])
                stands = whole
                if self.in_time(alone) != whole:
                    if self.reads("milestone_time_in_contest", "key alone"):
                        stands = not whole
                if stands:
                    result.setdefault(key, {})[j] = lambda e=alone: self.strength(e)
        over = {}  # (key, indicator) -> events, one an occasion
        for (j, k), items in self.occasions.items():
            for key in {i.event for i in items} - {None}:
                alone = self.occasion(j, k, [i for i in items if i.event == key])
                if self.in_time(alone):
                    over.setdefault((key, j), []).append(alone)
        for (key, j), events in over.items():
            def total(events=events):
                strengths = [self.strength(e) for e in events]
                if len(events) > 1 and self.reads("key_over_occasions", "largest"):
                    return max(strengths)
                return mp.fsum(strengths)

            result.setdefault(key, {})[j] = total
        return result

    def contest(self):
        """Leaves every key at one place, and at the wider kinds of that place its rest."""
        self.displaced = set()  # (place, key)
        self.narrower_keepers = {}  # (place, key) -> the narrower places that keep it too
        self.winner = {}  # key -> the narrowest place that keeps it
        for key, places in sorted(self.claims().items()):
            if len(places) < 2:
                self.winner[key] = next(iter(places))
                continue
            strength = {p: weigh() for p, weigh in places.items()}
            # the strongest first; ties: `bears`, then by id
            order = sorted(places, key=lambda p: (-strength[p], p is not None, p or ""))
            below = {
                p: [o for o in order if p is not None and o in self.indicators[p].narrower]
                for p in [None] + list(self.indicators)
            }
            keeper = order[0]
            while below[keeper]:
                keeper = below[keeper][0]
            lowest = [p for p in order if not below[p]]
            if lowest[0] != keeper and self.reads("contest_of_chains", "narrowest of each chain"):
                keeper = lowest[0]
            self.winner[key] = keeper
            wider = [] if keeper is None else self.indicators[keeper].wider
            kept = [keeper] + [p for p in order if p in wider]
            for p in places:
                if p not in kept:
                    self.displaced.add((p, key))
                elif p != keeper:
                    self.narrower_keepers[p, key] = [o for o in kept if o in below[p]]

    def settle(self):
        """The events as they stand after the contest, and the rest that each keeps."""
        stays = lambda i: (i.place, i.event) not in self.displaced or i.event is None
        self.counted, self.idle = [], []  # idle: out of time
        self.deafening = {}  # indicator -> items
        self.happening = None
        for e in self.streams.values():
            if (e.place, e.name) in self.displaced:
                continue
            (self.counted if self.in_time(e) else self.idle).append(e)
        for j, items in self.milestones.items():
            items = [i for i in items if stays(i)]
            if not items:
                continue
            e = self.milestone(j, items)
            if e.kind == "happening":
                if self.in_time(e):
                    e.q = min(e.q, ALMOST_SURE)
                    self.happening = e
                continue
            self.deafening[j] = items
            if self.in_time(e):
                self.counted.append(e)
        for (j, k), items in self.occasions.items():
            items = [i for i in items if stays(i)]
            if items:
                e = self.occasion(j, k, items)
                if self.in_time(e):
                    self.counted.append(e)
        for i in self.looks:
            e = SimpleNamespace(
                place=i.place, name=f"#{i.number}", kind="look", items=[i], q=i.q, t=i.t,
                until=i.until, n=0, weight=ONE, keys=set(),
            )  # fmt: skip
            (self.counted if self.in_time(e) else self.idle).append(e)

        for e in self.counted:
            e.weight = 1 - self.told_narrower(e)

    def told_narrower(self, e):
        """The share of an event that its narrower kinds, or the happening, have already."""
        told = Fraction(0)
        for key in e.keys:
            Q = e.q
            for o in self.narrower_keepers.get((e.place, key), []):
                told = max(told, share(self.streams[o, key].q, Q))
            h = self.happening
            if h is None or key not in h.keys:
                continue
            s = h.q
            own = [i for i in h.items if i.event == key]
            if len(own) < len(h.items) and self.reads("happening_s", "of the key"):
                s = self.milestone(h.place, own).q
            if self.winner.get(key) != e.place:
                if self.reads("rest_beside_happening", "weighs the narrowest only"):
                    continue
            if e.t < h.t and self.reads("rest_before_happening", "only from then on"):
                continue
            if e.kind in ("once", "occasion"):
                own = [i for i in e.items if i.event == key]
                if len(own) < len(e.items) and self.reads("rest_of_milestone", "of the key"):
                    Q = self.united(e.place, e.name, e.kind, own, e.t).q
            told = max(told, share(s, Q))
        return told

    # ------------------------------------------------------------ totals

    def share_out_totals(self):
        """Gives every event its parts: (instant, amount). A total's come after the taking off."""
        self.spanning = {}  # indicator -> totals and looks from the narrowest to the widest
        self.held = {}  # indicator -> [(instant, amount, credibility)]: what a wider total holds
        for e in self.counted + self.idle:
            if e.kind in ("single", "once", "occasion"):
                e.parts = [(e.t, e.weight)]
        for j in self.narrow_first:
            mine = [e for e in self.counted + self.idle if e.place == j]
            self.held[j] = [(e.t, self.held_amount(e, ONE), e) for e in mine if e.kind == "single"]
            totals = [e for e in mine if e.kind in ("total", "look")]
            totals.sort(key=lambda e: (e.until - e.t, -e.q, e.t, -e.n))
            self.spanning[j] = totals
            for rank, e in enumerate(totals):
                e.parts = []
                if e.kind == "total":
                    self.share_out(e, totals[:rank])
                    for t, _ in e.parts:
                        amount = self.held_amount(e, e.left / len(e.parts))
                        self.held[j].append((t, amount, e))

    def held_amount(self, e, amount):
        """How much of a wider total an event makes up."""
        if e.weight < 1 and self.reads("rest_in_totals", "takes off in full"):
            return amount
        return amount * e.weight

    def is_held(self, t, o, e):
        """Whether what lies at t and belongs to event o is taken off total e."""
        if not e.t <= t < e.until:
            return False
        if self.inside(t) or not self.in_time(e):
            return True
        if o.place != e.place:
            return self.reads("early_narrower_kind", "taken off")
        if o.kind == "total" and self.in_time(o):
            return self.reads("narrower_parts_outside", "taken off")
        if o.kind == "total":
            return self.reads("early_total", "taken off and thins")
        return True

    def share_out(self, e, narrower):
        told = Fraction(e.n)
        for o in self.spanning[e.place]:
            if self.caps(o, e) and o.n < told:
                told = Fraction(o.n)
        for o in self.counted + self.idle:
            if o.place in self.indicators[e.place].wider and self.caps(o, e) and o.n < told:
                if self.reads("cap_across_kinds", "yes"):
                    told = Fraction(o.n)

        # What is already inside: single events and parts of narrower totals, and all of the
        # narrower kinds.
        inside = []
        for p in [e.place] + self.indicators[e.place].narrower:
            inside += [(w, o.q) for t, w, o in self.held[p] if self.is_held(t, o, e)]
        e.left = max(told - sum(w * share(q, e.q) for w, q in inside), Fraction(0))

        # The density: 1 less the largest share of the narrower totals that span a day.
        narrower = [o for o in narrower if o.t < e.until and e.t < o.until]
        early = [o for o in narrower if o.kind == "total" and not self.in_time(o)]
        if early and self.in_time(e) and self.reads("early_total", "nothing"):
            narrower = [o for o in narrower if o not in early]
        cuts = {e.t, e.until} | {x for o in narrower for x in (o.t, o.until)}
        cuts = sorted(x for x in cuts if e.t <= x <= e.until)
        pieces = []
        for s, u in zip(cuts, cuts[1:]):
            over = [share(o.q, e.q) for o in narrower if o.t <= s and u <= o.until]
            pieces.append((s, u, 1 - max(over, default=Fraction(0))))
        mass = sum((u - s) * x for s, u, x in pieces)
        k = ceiling(e.left - SMALLEST_PART)
        if mass > 0 and k > 0:
            amount = e.left / k * e.weight
            e.parts = [(quantile(pieces, mass * (2 * m + 1) / (2 * k)), amount) for m in range(k)]

    # ------------------------------------------------------------ factors

    def declared(self, j, t):
        """The coverage declared for an instant; the last span declared wins."""
        d = self.indicators[j]
        if d.coverage is None:
            return ONE
        level = Fraction(0)
        for start, end, x in d.coverage:
            if start <= t and (end is None or t < end):
                level = x
        return level

    def known_share(self, j, t):
        """The share of what happens at an instant that is known by K."""
        age = self.known_at - t
        lag = self.indicators[j].lag
        if age < 0:
            return ONE if self.reads("unknown_future", "silence to the end") else Fraction(0)
        if lag == 0:
            return ONE
        return Fraction(min(4, int(4 * age / lag)), 4)

    def coverage(self, j, t):
        """Coverage without the seasons: the best of what is declared and the totals that span."""
        level = self.declared(j, t) * self.known_share(j, t)
        for e in self.spanning[j]:
            if e.t <= t < e.until:
                level = max(level, e.q)
        return level

    def occasion_coverage(self, j, t):
        d = self.indicators[j]
        level = self.declared(j, t) if self.known_at >= t + d.lag else Fraction(0)
        for i in self.looks:
            if i.place == j and i.t <= t < i.until:
                level = max(level, i.q)
        return level

    def ln_quiet(self, j, t):
        """ln of the factor of an occasion without evidence."""
        d, c = self.indicators[j], self.occasion_coverage(j, t)
        return ln((1 - c * d.a) / (1 - c * d.b))

    def ln_occasion(self, e):
        """ln of the factor of an occasion with evidence."""
        d, c = self.indicators[e.place], self.occasion_coverage(e.place, e.t)
        m = self.p0 * d.a + (1 - self.p0) * d.b
        one, zero = (
            e.q * p / m + (1 - e.q) * (1 - c * p) / (1 - c * m) for p in (d.a, d.b)
        )
        return ln(one / zero)

    def told_as(self, j, p, t):
        """rho: of a wider kind's events at an instant, the share of those of its part p that are
        told as such."""
        wide, part = self.coverage(j, t), self.coverage(p, t)
        if part == 0:
            return Fraction(0)
        return ONE if wide <= part else part / wide

    def rho(self, e, p):
        if e.kind == "single":
            return self.told_as(e.place, p, e.t)
        start, end = max(e.t, Fraction(0)), min(e.until, self.end)
        if end <= start:
            return ONE
        cuts = {start, end} | {x for o in self.spanning[e.place] for x in (o.t, o.until)}
        cuts |= {x for o in self.spanning[p] for x in (o.t, o.until)}
        for j in (e.place, p):
            cuts |= self.changes(j)
        cuts = sorted(x for x in cuts if start <= x <= end)
        parts = [
            (u - s) * self.told_as(e.place, p, (s + u) / 2) for s, u in zip(cuts, cuts[1:])
        ]
        return sum(parts) / (end - start)

    def changes(self, j):
        """Where the declared coverage of an indicator, or its share under lag, changes."""
        d = self.indicators[j]
        result = {x for start, end, _ in d.coverage or [] for x in (start, end) if x is not None}
        return result | {self.known_at - d.lag * m / 4 for m in range(5)}

    def weigh(self):
        """What belief jumps by, and when: (instant, ln, event or None, indicator)."""
        self.jumps = []
        for e in self.counted:
            if e.kind == "occasion":
                quiet = self.ln_quiet(e.place, e.t)
                full = self.ln_occasion(e)
                e.ln_one, e.ln_struck = full, quiet
                if e.weight < 1 and self.reads("rest_of_occasion", "of its factor"):
                    e.ln_all = number(e.weight) * full
                else:
                    e.ln_all = quiet + number(e.weight) * (full - quiet)
                self.jumps.append((e.t, e.ln_all, e, e.place))
                continue
            e.ln_struck = mpf(0)
            if e.place is None:
                e.ln_one = ln_factor(e.ratio, ONE, ONE, e.q, self.p0)
            elif e.kind == "look":
                e.ln_one = mpf(0)
            else:
                d = self.indicators[e.place]
                a, b = self.rates(e.place, {p: self.rho(e, p) for p in d.parts})
                e.ln_one = ln_factor(a, b, d.phi, e.q, self.p0)
            e.ln_all = mpf(0)
            for t, w in e.parts:
                if self.inside(t):
                    jump = number(w) * e.ln_one
                    e.ln_all += jump
                    self.jumps.append((t, jump, e, e.place))
        told = {(e.place, e.name) for e in self.counted if e.kind == "occasion"}
        for j, d in self.indicators.items():
            for k, t in enumerate(d.occasions or []):
                if self.inside(t) and (j, f"occasion {k}") not in told:
                    self.jumps.append((t, self.ln_quiet(j, t), None, j))
        self.jumps.sort(key=lambda x: x[0])
        listed = lambda e: e.kind != "total" or e.left == 0 or any(
            self.inside(t) for t, _ in e.parts
        ) or self.reads("no_part_inside", "listed")  # fmt: skip
        self.entries = [e for e in self.counted if listed(e)]
        self.entries.sort(key=lambda e: (e.t, e.place or "", e.name))

    # ------------------------------------------------------------ silence

    def hearing(self, j, t):
        """What a milestone still listens at: what each origin has told by then deafens it."""
        level = ONE
        origins = {}
        for i in self.deafening.get(j, []):
            if i.t <= t:
                origins[i.origin] = max(origins.get(i.origin, Fraction(0)), i.left)
        for q in origins.values():
            level *= 1 - q
        return level

    def drain(self, j, t):
        """What silence of an indicator takes from v1 and v0, a day, at an instant."""
        d = self.indicators[j]
        if d.occasions is not None:
            return Fraction(0), Fraction(0)
        season = ONE
        for start, end, x in d.season:
            if start <= t and (end is None or t < end):
                season *= x
        wide = self.coverage(j, t)
        a, b = wide * d.a, wide * d.b
        for p in d.parts:
            both = min(wide, self.coverage(p, t))
            a -= both * self.indicators[p].a
            b -= both * self.indicators[p].b
        level = season / d.phi
        if d.once and not d.happening:
            heard = self.hearing(j, t)
            looked = any(i.place == j and i.t <= t < i.until for i in self.looks)
            if heard < 1 and looked and self.reads("deaf_inside_looks", "no"):
                heard = ONE
            level *= heard
        return level * a, level * b

    def expose(self):
        """Cuts [0, end] where anything changes: the edges, and the drains between them."""
        edges = {Fraction(0), self.end}
        for j, d in self.indicators.items():
            edges |= self.changes(j)
            edges |= {x for start, end, _ in d.season for x in (start, end) if x is not None}
            edges |= {x for e in self.spanning[j] for x in (e.t, e.until)}
            edges |= {i.t for i in self.deafening.get(j, [])}
        edges |= {t for t, _, _, _ in self.jumps}
        if self.happening is not None:
            edges.add(self.happening.t)
        self.edges = sorted(x for x in edges if 0 <= x <= self.end)
        self.drains = [
            {j: self.drain(j, (s + e) / 2) for j in self.indicators}
            for s, e in zip(self.edges, self.edges[1:])
        ]


def ceiling(x):
    return -int(-x // 1)


def quantile(pieces, mass):
    """Where so much of a piecewise constant density lies to the left."""
    for s, e, x in pieces:
        if mass <= (e - s) * x:
            return s + mass / x
        mass -= (e - s) * x
    raise AssertionError("more than there is")


# ---------------------------------------------------------------- the filter


def generator(world, drains):
    """The matrix of v' = (Q^T - D) v on a stretch of constant drains, v = (not, under way)."""
    lam, mu = number(world.pi * world.rate), number((1 - world.pi) * world.rate)
    d1 = number(sum((a for a, _ in drains.values()), Fraction(0)))
    d0 = number(sum((b for _, b in drains.values()), Fraction(0)))
    return [[-lam - d0, mu], [lam, -mu - d1]]


def times(A, B):
    return [[A[i][0] * B[0][k] + A[i][1] * B[1][k] for k in (0, 1)] for i in (0, 1)]


def by_series(A, t):
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


def in_closed_form(A, t):
    """The same up to another factor, quicker; no entry is a difference of larger ones."""
    half = (A[1][1] - A[0][0]) / 2
    h = mp.sqrt(half * half + A[0][1] * A[1][0])
    if h == 0:
        return [[mpf(1), A[0][1] * t], [A[1][0] * t, mpf(1)]]
    large = h + abs(half)
    small = A[0][1] * A[1][0] / large  # h - |half|
    e = mp.exp(-2 * h * t)
    more, less = (large + small * e) / (2 * h), (small + large * e) / (2 * h)
    s = (1 - e) / (2 * h)
    if half < 0:
        return [[more, A[0][1] * s], [A[1][0] * s, less]]
    return [[less, A[0][1] * s], [A[1][0] * s, more]]


def steps(world, exponential=by_series):
    """The matrices of all stretches between two edges."""
    return [
        exponential(generator(world, x), number(e - s))
        for x, s, e in zip(world.drains, world.edges, world.edges[1:])
    ]


def run(world, matrices, struck=None):
    """Log-odds just after each edge's jumps and just before the next: [(after, before), ...]."""
    v = [number(1 - world.p0), number(world.p0)]
    jumps = list(reversed(world.jumps))
    track = []
    for k, edge in enumerate(world.edges):
        while jumps and jumps[-1][0] == edge:
            _, jump, event, _ = jumps.pop()
            if event is not None and event is struck:
                jump = event.ln_struck if event.kind == "occasion" else mpf(0)
            v = [v[0], v[1] * mp.exp(jump)]
        after = mp.log(v[1] / v[0])
        if k < len(matrices):
            M = matrices[k]
            v = [M[0][0] * v[0] + M[0][1] * v[1], M[1][0] * v[0] + M[1][1] * v[1]]
        track.append((after, mp.log(v[1] / v[0])))
    assert not jumps
    return track


def probability(log_odds):
    return 1 / (1 + mp.exp(-log_odds))


def with_happening(world, log_odds):
    """P from the log-odds of R."""
    if world.happening is None:
        return probability(log_odds)
    s = number(world.happening.q)
    return s + (1 - s) * probability(log_odds)


def logit_with_happening(world, log_odds):
    """logit P from the log-odds of R, without 1 - P near 1."""
    if world.happening is None:
        return log_odds
    s = number(world.happening.q)
    return mp.log((s + (1 - s) * probability(log_odds)) / ((1 - s) * probability(-log_odds)))


def at_horizon(world, p):
    if world.horizon is None or world.rate == 0:
        return p
    pi, rest = number(world.pi), number(world.horizon - world.end)
    return pi + (p - pi) * mp.exp(-rest * number(world.rate))


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
    rate, pi = number(world.rate), number(world.pi)
    if x == 0:
        return rate
    return (pi * mp.expm1(x) - (1 - pi) * mp.expm1(-x)) * rate / x


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
    # the sum of c (a - b) / phi
    d = A[0][0] - A[1][1] - number(world.rate) * (1 - 2 * number(world.pi))
    if world.rate == 0:
        return mpf(1), length
    GAUSS = GAUSS or Gauss(40)
    base = ln(world.pi / (1 - world.pi))
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


def db(x):
    return 10 * x / mp.log(10)


def quick_answer(case, readings=LITERAL):
    """The answer without the fading: no `today`, no `probability_without`, no silence."""
    world = World(case, readings)
    track = run(world, steps(world, in_closed_form))
    p = with_happening(world, track[-1][0])
    evidence = [entry(e) for e in world.entries]
    if world.happening is not None:
        evidence.append(entry_of_happening(world, track))
    return {
        "probability": p,
        "probability_at_horizon": at_horizon(world, p),
        "evidence": evidence,
    }


def entry(e):
    return {
        "indicator": e.place,
        "event": e.name,
        "t": number(e.t),
        "credibility": number(e.q),
        "arrived_db": db(e.ln_all),
    }


def entry_of_happening(world, track):
    e = world.happening
    then = track[world.edges.index(e.t)][0]
    e.ln_all = logit_with_happening(world, then) - then
    return entry(e)


def answer(case, readings=LITERAL):
    world = World(case, readings)
    matrices = steps(world)
    track = run(world, matrices)

    opening = ln(world.pi / (1 - world.pi))
    judgement = ln(world.p0 / (1 - world.p0)) - opening
    silence = {j: mpf(0) for j in world.indicators}
    today = {id(e): mpf(0) for e in world.counted}
    jumps = list(reversed(world.jumps))
    for k, edge in enumerate(world.edges):
        while jumps and jumps[-1][0] == edge:
            _, jump, event, j = jumps.pop()
            if event is None:
                silence[j] += jump
            else:
                today[id(event)] += jump
        if k < len(matrices):
            A = generator(world, world.drains[k])
            length = number(world.edges[k + 1] - edge)
            f, W = fade(world, A, track[k][0], length)
            assert abs(inside_stretch(A, track[k][0])(length) - track[k][1]) < mpf(10) ** -45
            judgement *= f
            today = {e: w * f for e, w in today.items()}
            for j, (a, b) in world.drains[k].items():
                silence[j] = silence[j] * f - number(a - b) * W

    closing = track[-1][0]
    books = opening + judgement + mp.fsum(today.values()) + mp.fsum(silence.values())
    size = 1 + abs(closing) + sum(map(abs, today.values())) + sum(map(abs, silence.values()))
    assert abs(books - closing) < mpf(10) ** -30 * size, "the books do not balance"

    evidence = []
    for e in world.entries:
        line = entry(e)
        line["today_db"] = db(today[id(e)])
        without = run(world, matrices, e)[-1][0]
        line["probability_without"] = with_happening(world, without)
        evidence.append(line)
    if world.happening is not None:
        line = entry_of_happening(world, track)
        line["today_db"] = db(logit_with_happening(world, closing) - closing)
        line["probability_without"] = probability(closing)
        evidence.append(line)
    p = with_happening(world, closing)
    return {
        "probability": p,
        "probability_at_horizon": at_horizon(world, p),
        "opening_db": db(opening),
        "closing_db": db(logit_with_happening(world, closing)),
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
    worst_p = max(
        abs(got[k] / mpf(expected[k]) - 1) for k in ("probability", "probability_at_horizon")
    )
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


def quick_differences(expected, got):
    """The same for answers without a whole ledger."""
    fill = lambda x: dict(
        x, opening_db=0, closing_db=0, judgement_db=0, silence={},
        evidence=[dict(e, today_db=0, probability_without=1) for e in x["evidence"]],
    )  # fmt: skip
    return differences(fill(expected), fill(got))


def agrees(expected, got):
    p, d, missing = differences(expected, got)
    return p < 1e-12 and d < 1e-9 and not missing


def outline(world):
    """What a reading makes of a case: everything but the fading."""
    return (
        [(t, mp.nstr(jump, 25), j) for t, jump, _, j in world.jumps if abs(jump) > mpf(10) ** -30],
        list(zip(world.edges, world.drains)),
        [(e.place, e.name, e.t, e.q) for e in world.entries],
        world.happening and (world.happening.t, world.happening.q),
    )


def hinges(case):
    """Which readings other than the one taken would answer a case differently."""
    literal = World(case)
    ours = outline(literal)
    found = []
    for name in READINGS:
        if name not in literal.asked:
            continue
        for other in READINGS[name][1:]:
            if outline(World(case, dict(LITERAL, **{name: other}))) != ours:
                found.append((name, other))
    return found


def main(arguments):
    show_readings = "--readings" in arguments
    quick = "--quick" in arguments
    paths = [a for a in arguments if not a.startswith("--")]
    failed = 0
    for path in paths:
        cases = load(path)["cases"]
        decided = {}
        for case in cases:
            if quick:
                p, d, missing = quick_differences(case["expected"], quick_answer(case))
            else:
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
