// The filter: how belief moves between events and at them, exactly.
//
// Under way or not is a two-state Markov chain: it starts at λ and stops at μ a day. Silence drains
// the likelihood of "under way" at δ a day more than that of "not". With v = (not, under way)
//
//   v' = (Qᵀ − D) v,   Q = [[−λ, λ], [μ, −μ]],   D = diag(0, δ)
//
// and the odds o = v₁/v₀ alone obey o' = λ + (λ − μ − δ) o − μ o². Let β = λ − μ − δ and
// h = √(β² + 4λμ). The odds settle at o* = Λ/μ, where Λ = (h + β)/2 and M = (h − β)/2, and get
// there like a chain that starts at Λ and stops at M: with E = e^(−hΔt)
//
//   o(Δt) = [ (Λ + M·E) o + λ(1 − E) ] / [ μ(1 − E) o + (M + Λ·E) ].
//
// Every term is positive, so nothing cancels; of Λ and M the smaller is λμ over the larger.
#pragma once

#include "engine/belief/timeline.h"
#include "engine/model/quantities.h"

namespace signpost::belief {

/// What a scenario does by itself, per day. Both 0: it stays what it is for ever.
struct Chain {
  double starts = 0;  // λ = π/τ
  double stops = 0;   // μ = (1−π)/τ

  static Chain of(Probability base_rate, Days persistence);
  [[nodiscard]] bool forever() const { return starts == 0 && stops == 0; }
};

/// The chain while one drain lasts, per day.
struct Motion {
  double rate = 0;  // h, at which belief settles
  double up = 0;    // Λ
  double down = 0;  // M

  static Motion of(const Chain& chain, double drain);
};

/// A gap without events: the odds o become (stay·o + start)/(stop·o + rest). As a matrix on v,
/// [[rest, stop], [start, stay]], up to a factor.
struct Passage {
  double stay = 1;
  double start = 0;
  double stop = 0;
  double rest = 1;

  /// Days > 0.
  static Passage of(const Chain& chain, const Motion& motion, double days);
};

/// Odds, multiplied by events and carried across gaps. Outside 1e±290 it works in logarithms,
/// slower and without bounds.
class Odds {
 public:
  explicit Odds(LogOdds start);

  void multiply(double factor);
  void cross(const Passage& gap);
  [[nodiscard]] LogOdds log_odds() const { return LogOdds(extreme_ ? value_ : log_value()); }

 private:
  [[nodiscard]] double log_value() const;
  void leave_extreme();
  void cross_extreme(const Passage& gap);

  double value_;  // the odds, or their logarithm where they are extreme
  bool extreme_ = false;
};

/// Log-odds where the scenario is a fixed fact: a plain sum, with the rounding carried along.
class FixedFact {
 public:
  explicit FixedFact(LogOdds start) : sum_(start.nats()) {}
  void add(double nats);
  [[nodiscard]] LogOdds log_odds() const { return LogOdds(sum_ + carried_); }

 private:
  double sum_;
  double carried_ = 0;
};

/// Belief under way: where it is, and how it moves while nothing changes.
/// Accuracy  1e-12 relative in the odds, for odds from 1e-300 to 1e300, gaps from a second to
///           centuries.
/// Source    DESIGN.md §2; Fischer & Meier-Hellstern, The Markov-modulated Poisson process (MMPP)
///           cookbook (1993), for the chain; the closed form is derived above.
class Course {
 public:
  explicit Course(const Question& question)
      : chain_(Chain::of(question.base_rate, question.persistence)),
        motion_(Motion::of(chain_, 0)),
        odds_(question.prior.log_odds()),
        fact_(question.prior.log_odds()) {}

  /// Whether the scenario is not, or no longer, a fixed fact.
  [[nodiscard]] bool fades() const { return !chain_.forever(); }
  /// From here on the scenario neither starts nor stops: only evidence and silence move belief.
  void stop_fading();
  /// What all streams' silence takes from the log-odds from here on, a day.
  void drain(double net) {
    net_ = net;
    if (fades()) motion_ = Motion::of(chain_, net);
  }
  /// Days > 0.
  void pass(double days) {
    if (fades()) {
      odds_.cross(Passage::of(chain_, motion_, days));
    } else {
      fact_.add(-net_ * days);
    }
  }
  /// An event: while belief fades.
  void multiply(double factor) { odds_.multiply(factor); }
  /// An event: where it does not fade.
  void add(double log_factor) { fact_.add(log_factor); }
  [[nodiscard]] LogOdds log_odds() const { return fades() ? odds_.log_odds() : fact_.log_odds(); }
  /// After so many more days.
  [[nodiscard]] LogOdds log_odds_in(double days) const;

 private:
  Chain chain_;
  double net_ = 0;
  Motion motion_;
  Odds odds_;
  FixedFact fact_;
};

/// Reads a timeline in the order of time. The drains of all streams are summed anew at every
/// change, in the order of the streams, so that no rounding builds up.
class TimelineReader {
 public:
  explicit TimelineReader(const Timeline& timeline)
      : timeline_(&timeline), drains_(timeline.watching.size(), 0.0) {}

  /// Reads all changes and jumps up to and at `end`, and calls
  ///   on_gap(days)          for each stretch of time between two of them that is not empty,
  ///   on_drain(net, gross)  where drains have changed: Σ δ_j and Σ |δ_j|,
  ///   on_jump(jump)         for each jump.
  template <class OnDrain, class OnGap, class OnJump>
  void read_until(double end, OnDrain on_drain, OnGap on_gap, OnJump on_jump);

  /// From here on reads another timeline, which has nothing at or before `now` that was not read
  /// here.
  void go_on_with(const Timeline& rest);
  /// Time has passed to `at` with nothing unread before it.
  void rest_at(double at) { now_ = at; }

  [[nodiscard]] const std::vector<double>& drains() const { return drains_; }
  /// Of the last change or jump read, seconds since the scenario opened.
  [[nodiscard]] double now() const { return now_; }

 private:
  const Timeline* timeline_;
  std::vector<double> drains_;
  double now_ = 0;
  std::size_t change_ = 0;
  std::size_t jump_ = 0;
};

/// Belief on its way through a timeline.
class Filter {
 public:
  /// All three must outlive it.
  Filter(const Question& question, const Timeline& timeline, const Gathered& gathered)
      : timeline_(&timeline), gathered_(&gathered), reader_(timeline), course_(question) {}

  /// Hears all up to and at `at`, seconds since the scenario opened, which never decreases.
  void hear_until(double at);
  /// Hears all up to and at `at`; from there on belief no longer fades.
  void stop_fading(double at);
  /// From here on hears what is in `rest` (see TimelineReader), whose events are those of the
  /// timeline that it began with.
  void go_on_with(const Timeline& rest) { reader_.go_on_with(rest); }
  /// Log-odds at `at`, if nothing more was heard since; without the happening.
  [[nodiscard]] LogOdds log_odds_at(double at) const {
    return course_.log_odds_in((at - reader_.now()) / kSecondsPerDay);
  }
  [[nodiscard]] const TimelineReader& reader() const { return reader_; }

 private:
  const Timeline* timeline_;
  const Gathered* gathered_;
  TimelineReader reader_;
  Course course_;
};

/// Log-odds when the timeline's clock stops, without the happening.
LogOdds filter_rest(const Question& question, const Timeline& timeline, const Gathered& gathered);

/// Log-odds when the timeline's clock stops, with the happening, if there is one.
LogOdds filter(const Question& question, const Timeline& timeline, const Gathered& gathered);

// ------------------------------------------------------------------------------------------------

template <class OnDrain, class OnGap, class OnJump>
void TimelineReader::read_until(double end, OnDrain on_drain, OnGap on_gap, OnJump on_jump) {
  const std::vector<DrainChange>& changes = timeline_->changes;
  const std::vector<Jump>& jumps = timeline_->jumps;
  const auto pass_until = [&](double then) {
    if (then > now_) on_gap((then - now_) / kSecondsPerDay);
    now_ = then;
  };
  const auto jump_until = [&](double then) {
    for (; jump_ < jumps.size() && jumps[jump_].at <= then; ++jump_) {
      pass_until(jumps[jump_].at);
      on_jump(jumps[jump_]);
    }
  };
  while (change_ < changes.size() && changes[change_].at <= end) {
    const double at = changes[change_].at;
    jump_until(at);
    pass_until(at);
    for (; change_ < changes.size() && changes[change_].at == at; ++change_) {
      drains_[static_cast<std::size_t>(changes[change_].stream)] = changes[change_].drain;
    }
    double net = 0;
    double gross = 0;
    for (const double drain : drains_) {
      net += drain;
      gross += drain < 0 ? -drain : drain;
    }
    on_drain(net, gross);
  }
  jump_until(end);
}

}  // namespace signpost::belief
