// The odds at the end rise with the factor of every event, so a smallest set of events never mixes
// those that count for the scenario with those against it: striking out only the ones of the kind
// that brought the word about does as much. The two kinds are searched apart.
#include "engine/belief/linchpin.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <utility>

#include "engine/base/stop.h"
#include "engine/base/threads.h"
#include "engine/belief/backward_product.h"
#include "engine/belief/believe.h"
#include "engine/belief/counted_belief.h"
#include "engine/belief/events.h"
#include "engine/belief/filter.h"
#include "engine/belief/kinds.h"
#include "engine/belief/timeline.h"
#include "engine/model/words.h"

namespace signpost::belief {
namespace {

constexpr std::size_t kCandidates = 30;
constexpr std::size_t kLargestSet = 3;
/// So many items are heard in all, over the sets of sources that are tried of one size; beyond it
/// the search goes on one by one (about two seconds).
constexpr std::size_t kMostHeard = 20'000'000;
constexpr double kSame = 1e-10;  // nats: two sets move belief equally far, but for rounding

using Indices = std::vector<std::size_t>;

/// What is searched: the question itself, or, of a countable forecast, what stands beside its count;
/// and what belief comes to where that comes to so much.
class Searched {
 public:
  Searched(const Question& question, const Moment& moment) : question_(&question) {
    if (!question.count) return;
    counted_ = CountedBelief::needed(question, moment);
    aside_ = CountedBelief::beside(question, counted_->opening());
    question_ = &*aside_;
  }
  Searched(const Searched&) = delete;
  Searched& operator=(const Searched&) = delete;

  [[nodiscard]] const Question& question() const { return *question_; }
  [[nodiscard]] LogOdds belief(LogOdds of_question) const {
    return counted_ ? counted_->join(of_question - question_->prior.log_odds()) : of_question;
  }

 private:
  const Question* question_;
  std::optional<CountedBelief> counted_;
  std::optional<Question> aside_;
};

/// The best set so far of those tried that change the word.
class Best {
 public:
  explicit Best(LogOdds closing) : closing_(closing), word_(&word(closing)) {}

  [[nodiscard]] bool changes_word(LogOdds without) const { return &word(without) != word_; }

  /// `set` ascending.
  void offer(const Indices& set, LogOdds without) {
    if (!changes_word(without) || (found_ && set.size() > set_.size())) return;
    const double moved = std::fabs((without - closing_).nats());
    const double best = std::fabs((without_ - closing_).nats());
    const bool better = !found_ || set.size() < set_.size() || moved > best + kSame ||
                        (moved > best - kSame && set < set_);
    if (!better) return;
    found_ = true;
    set_ = set;
    without_ = without;
  }

  [[nodiscard]] bool found() const { return found_; }
  [[nodiscard]] const Indices& set() const { return set_; }
  [[nodiscard]] LogOdds without() const { return without_; }

 private:
  static const ProbabilityWord& word(LogOdds x) { return icd203_word(Probability::from(x)); }

  LogOdds closing_;
  const ProbabilityWord* word_;
  bool found_ = false;
  Indices set_;
  LogOdds without_;
};

// --- Events --------------------------------------------------------------------------------------

/// The scenario's timeline, each jump with the place of its entry in the account.
class Struck {
 public:
  Struck(const Searched& searched, const Moment& moment, const Account& account)
      : searched_(searched),
        question_(searched.question()),
        kinds_(question_),
        gathered_(gather(question_, kinds_, moment.as_of)),
        timeline_(build_timeline(question_, kinds_, moment, gathered_)) {
    std::vector<std::size_t> of_counted(timeline_.counted.size(), kNoPlace);
    std::vector<std::size_t> of_item(gathered_.items.size(), kNoPlace);
    for (std::size_t place = 0; place < account.events.size(); ++place) {
      const std::int32_t event = account.events[place].in_timeline;
      if (event == kNoJump) {
        happening_ = place;
      } else {
        (event < 0 ? of_item[static_cast<std::uint32_t>(~event)]
                   : of_counted[static_cast<std::size_t>(event)]) = place;
      }
    }
    for (const Jump& jump : timeline_.jumps) {
      indices_.push_back(jump.is_lone() ? of_item[jump.lone_item()]
                                        : of_counted[static_cast<std::size_t>(jump.event)]);
    }
  }

  /// Log-odds without the first `number` of `places`.
  [[nodiscard]] LogOdds without(const Indices& places, std::size_t number) const {
    give_up_if_asked();
    std::vector<bool> gone(indices_.size() + 1, false);
    Timeline left = timeline_;
    for (std::size_t i = 0; i < number; ++i) {
      if (places[i] == happening_) {
        left.happening.reset();
      } else {
        gone[places[i]] = true;
      }
    }
    left.jumps.clear();
    for (std::size_t i = 0; i < indices_.size(); ++i) {
      Jump jump = timeline_.jumps[i];
      if (indices_[i] != kNoPlace && gone[indices_[i]]) {
        const double instead = instead_of(jump);
        if (instead == 0) continue;
        jump.factor = std::exp(instead);
        left.counted[static_cast<std::size_t>(jump.event)].log_factor = instead;
      }
      left.jumps.push_back(jump);
    }
    return searched_.belief(filter(question_, left, gathered_));
  }

  [[nodiscard]] const Question& question() const { return question_; }
  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  /// In Account::events, of the event of jump i; kNoPlace: it is no event.
  [[nodiscard]] std::size_t place(std::size_t i) const { return indices_[i]; }
  /// Likewise, of the happening.
  [[nodiscard]] std::size_t happening() const { return happening_; }
  /// ln of what a struck jump leaves in its stead.
  [[nodiscard]] double instead_of(const Jump& jump) const {
    return jump.is_lone() ? 0 : timeline_.counted[static_cast<std::size_t>(jump.event)].log_unseen;
  }

  static constexpr std::size_t kNoPlace = std::numeric_limits<std::size_t>::max();

 private:
  const Searched& searched_;
  const Question& question_;
  Kinds kinds_;
  Gathered gathered_;
  Timeline timeline_;
  Indices indices_;
  std::size_t happening_ = kNoPlace;
};

/// Of what happens before and after, the product; as matrices on (not, under way).
Passage product(const Passage& first, const Passage& then) {
  Passage both{then.start * first.stop + then.stay * first.stay,
               then.start * first.rest + then.stay * first.start,
               then.rest * first.stop + then.stop * first.stay,
               then.rest * first.rest + then.stop * first.start};
  const double norm = 1 / (both.stay + both.start + both.stop + both.rest);
  both.stay *= norm;
  both.start *= norm;
  both.stop *= norm;
  both.rest *= norm;
  return both;
}

/// Tries all sets of a size among some candidates. All else that happens between two jumps of
/// candidates is one passage; belief just before a set's first jump is known from the sets tried
/// before, what comes after its last jump is one step. So a set costs the candidates' jumps between
/// the first and the last of its own.
class SetsOfEvents {
 public:
  SetsOfEvents(const Struck& timeline, const Indices& candidates, Best& best)
      : timeline_(timeline), start_(timeline.question().prior.log_odds()), best_(best) {
    std::vector<int> candidate_of(timeline.timeline().jumps.size() + 2, kNone);
    for (const std::size_t place : candidates) {
      if (place == timeline.happening()) continue;
      candidate_of[place] = static_cast<int>(candidates_.size());
      candidates_.push_back({place, 0, 0});
    }
    compress(timeline, candidate_of);
    sort_by_first_jump();
    backward_.resize(steps_.size() + 1);
    for (std::size_t s = steps_.size(); s-- > 0;) {
      BackwardProduct& from_here = backward_[s] = backward_[s + 1];
      const Step& step = steps_[s];
      from_here.precede_with_jump(std::log(step.factor));
      if (step.before.start > 0) {
        from_here.precede_with_gap(step.before);
      } else {
        from_here.precede_with_jump(std::log(step.before.stay / step.before.rest));
      }
    }
  }

  /// With the happening among them, or without.
  void try_all(std::size_t size, bool with_happening) {
    with_happening_ = with_happening;
    strike(0, with_happening ? size - 1 : size, start_, 0, 0);
  }

 private:
  static constexpr int kNone = -1;
  /// A passage whose entries are further apart is kept apart: it would lose the smaller ones.
  static constexpr double kApart = 1e-150;

  struct Step {
    Passage before;
    double factor = 1;
    int candidate = kNone;
    double instead = 1;  // of it where the candidate is struck
  };
  struct Candidate {
    std::size_t place = 0;
    std::size_t first = 0;  // steps
    std::size_t last = 0;
    bool struck = false;
  };

  void compress(const Struck& timeline, const std::vector<int>& candidate_of) {
    const Question& question = timeline.question();
    const Chain chain = Chain::of(question.base_rate, question.persistence);
    Motion motion = Motion::of(chain, 0);
    Passage passage;
    const auto add_step = [&](double factor, int candidate, double instead = 1) {
      steps_.push_back({passage, factor, candidate, instead});
      passage = {};
    };
    const auto pass = [&](const Passage& next) {
      passage = product(passage, next);
      if (std::min(passage.stay, passage.rest) < kApart) add_step(1, kNone);
    };
    const auto gap = [&](double days) { pass(Passage::of(chain, motion, days)); };
    std::size_t i = 0;
    TimelineReader reader(timeline.timeline());
    reader.read_until(
        timeline.timeline().end, [&](double net, double) { motion = Motion::of(chain, net); }, gap,
        [&](const Jump& jump) {
          const std::size_t place = timeline.place(i++);
          const int candidate = place == Struck::kNoPlace ? kNone : candidate_of[place];
          if (candidate == kNone) {
            pass({jump.factor, 0, 0, 1});
            return;
          }
          Candidate& of = candidates_[static_cast<std::size_t>(candidate)];
          if (of.last == 0) of.first = steps_.size();
          add_step(jump.factor, candidate, std::exp(timeline.instead_of(jump)));
          of.last = steps_.size();
        });
    if (timeline.timeline().end > reader.now()) {
      gap((timeline.timeline().end - reader.now()) / kSecondsPerDay);
    }
    add_step(1, kNone);
  }

  void sort_by_first_jump() {
    std::vector<int> rank(candidates_.size());
    std::vector<std::size_t> order(candidates_.size());
    for (std::size_t c = 0; c < order.size(); ++c) order[c] = c;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return candidates_[a].first < candidates_[b].first;
    });
    std::vector<Candidate> sorted;
    for (const std::size_t c : order) {
      rank[c] = static_cast<int>(sorted.size());
      sorted.push_back(candidates_[c]);
    }
    candidates_ = std::move(sorted);
    for (Step& step : steps_) {
      if (step.candidate != kNone) step.candidate = rank[static_cast<std::size_t>(step.candidate)];
    }
  }

  /// Strikes `more` candidates from the c-th on; `odds` are those before `step`, and the steps
  /// before `end` are not all as they stand.
  void strike(std::size_t c, std::size_t more, Odds odds, std::size_t step, std::size_t end) {
    for (; c + more <= candidates_.size(); ++c) {
      Candidate& candidate = candidates_[c];
      odds = taken(odds, step, candidate.first);
      step = candidate.first;
      const std::size_t new_end = std::max(end, candidate.last);
      candidate.struck = true;
      chosen_.push_back(candidate.place);
      if (more > 1) {
        give_up_if_asked();
        strike(c + 1, more - 1, odds, step, new_end);
      } else {
        const LogOdds rest = backward_[new_end].of(taken(odds, step, new_end));
        Indices set = chosen_;
        if (with_happening_) set.push_back(timeline_.happening());
        std::sort(set.begin(), set.end());
        best_.offer(set, with_happening_ ? rest : timeline_.timeline().with_happening(rest));
      }
      chosen_.pop_back();
      candidate.struck = false;
    }
  }

  /// The odds before step `end`, from those before step `s`.
  [[nodiscard]] Odds taken(Odds odds, std::size_t s, std::size_t end) const {
    for (; s < end; ++s) {
      const Step& step = steps_[s];
      odds.cross(step.before);
      const bool struck =
          step.candidate != kNone && candidates_[static_cast<std::size_t>(step.candidate)].struck;
      odds.multiply(struck ? step.instead : step.factor);
    }
    return odds;
  }

  const Struck& timeline_;
  Odds start_;
  Best& best_;
  bool with_happening_ = false;
  std::vector<Step> steps_;
  std::vector<Candidate> candidates_;      // in the order of their first steps
  std::vector<BackwardProduct> backward_;  // of all from step s on
  Indices chosen_;
};

/// The first few of `places`, as many as change the word; all of them do.
void strike_in_order(const Struck& timeline, const Indices& places, Best& best) {
  std::size_t too_few = 0;
  std::size_t enough = places.size();
  while (enough - too_few > 1) {
    const std::size_t middle = too_few + (enough - too_few) / 2;
    (best.changes_word(timeline.without(places, middle)) ? enough : too_few) = middle;
  }
  Indices set(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(enough));
  std::sort(set.begin(), set.end());
  best.offer(set, timeline.without(set, set.size()));
}

// --- Sources -------------------------------------------------------------------------------------

/// All sets of `size` of the places, which are ascending.
std::vector<Indices> sets_of(const Indices& places, std::size_t size) {
  std::vector<Indices> sets;
  Indices set;
  const auto choose = [&](const auto& self, std::size_t from) -> void {
    if (set.size() == size) return sets.push_back(set);
    for (std::size_t i = from; i < places.size(); ++i) {
      set.push_back(places[i]);
      self(self, i + 1);
      set.pop_back();
    }
  };
  choose(choose, 0);
  return sets;
}

class Silenced {
 public:
  Silenced(const Searched& searched, const Moment& moment)
      : searched_(searched), question_(searched.question()), moment_(moment) {
    std::set<Key> sources;
    const auto name = [&](const std::vector<Observation>& said) {
      for (const Observation& item : said) {
        if (item.source != kOwn) sources.insert(item.source);
      }
    };
    name(question_.bearing);
    for (const Stream& stream : question_.streams) name(stream.said);
    for (const Denial& denial : question_.denials) {
      if (denial.source != kOwn) sources.insert(denial.source);
    }
    sources_.assign(sources.begin(), sources.end());
    timeline_ = build_timeline(question_, kinds_, moment, gathered_);
    only_jumps_go_ =
        gathered_.events.empty() && timeline_.counted.empty() && !gathered_.denials.any();
  }

  [[nodiscard]] const std::vector<Key>& sources() const { return sources_; }

  /// So many items are heard.
  [[nodiscard]] std::size_t items() const { return gathered_.items.size(); }

  /// Log-odds without the sources at `places` (in `sources`).
  [[nodiscard]] LogOdds without(const Indices& places) const {
    give_up_if_asked();
    if (only_jumps_go_) return without_jumps(places);
    Question left = question_;
    const auto silence = [&](auto& said) {
      std::erase_if(said, [&](const auto& item) {
        return std::any_of(places.begin(), places.end(),
                           [&](std::size_t i) { return sources_[i] == item.source; });
      });
    };
    silence(left.bearing);
    silence(left.denials);
    for (Stream& stream : left.streams) silence(stream.said);
    return searched_.belief(log_odds(left, moment_));
  }

 private:
  /// Where each item is an event of its own, all but its jump stays.
  [[nodiscard]] LogOdds without_jumps(const Indices& places) const {
    Timeline left = timeline_;
    std::erase_if(left.jumps, [&](const Jump& jump) {
      const Key source = gathered_.items[jump.lone_item()]->source;
      return std::any_of(places.begin(), places.end(),
                         [&](std::size_t i) { return sources_[i] == source; });
    });
    return searched_.belief(filter(question_, left, gathered_));
  }

  const Searched& searched_;
  const Question& question_;
  const Moment& moment_;
  std::vector<Key> sources_;
  Kinds kinds_{question_};
  Gathered gathered_ = gather(question_, kinds_, moment_.as_of);
  Timeline timeline_;
  bool only_jumps_go_ = false;
};

}  // namespace

std::optional<Linchpin> event_linchpin(const Question& question, const Moment& moment,
                                       const Account& account) {
  const Searched searched(question, moment);
  const Struck timeline(searched, moment, account);
  Best best(account.closing);
  std::vector<Indices> ways;  // events for the scenario, and against; those that change its word
  for (const double sign : {1.0, -1.0}) {
    Indices places;
    for (std::size_t i = 0; i < account.events.size(); ++i) {
      const LogOdds moved = account.closing - account.events[i].closing_without;
      if (moved.nats() * sign > 0) places.push_back(i);
    }
    if (best.changes_word(timeline.without(places, places.size()))) ways.push_back(places);
  }
  // Where nothing fades, log-odds add: the most influential events are the smallest set.
  const bool forever =
      Chain::of(searched.question().base_rate, searched.question().persistence).forever();
  if (!forever) {
    for (const Indices& places : ways) {
      for (const std::size_t i : places) {
        if (i < kCandidates) best.offer({i}, account.events[i].closing_without);
      }
    }
    for (std::size_t size = 2; size <= kLargestSet && !best.found(); ++size) {
      for (const Indices& places : ways) {
        const Indices candidates(places.begin(),
                                 std::lower_bound(places.begin(), places.end(), kCandidates));
        SetsOfEvents sets(timeline, candidates, best);
        sets.try_all(size, false);
        const bool has_happening = std::find(candidates.begin(), candidates.end(),
                                             timeline.happening()) != candidates.end();
        if (has_happening) sets.try_all(size, true);
      }
    }
  }
  const bool exact = forever || best.found();
  if (!best.found()) {
    for (const Indices& places : ways) strike_in_order(timeline, places, best);
    // With a happening log-odds add among the others only: the smallest set is with it, or without.
    for (Indices places : ways) {
      const auto place = std::find(places.begin(), places.end(), timeline.happening());
      if (place == places.end()) continue;
      std::rotate(places.begin(), place, place + 1);
      strike_in_order(timeline, places, best);
      places.erase(places.begin());
      if (best.changes_word(timeline.without(places, places.size()))) {
        strike_in_order(timeline, places, best);
      }
    }
  }
  if (!best.found()) return std::nullopt;
  return Linchpin{best.set(), {}, best.without(), exact};
}

std::optional<Linchpin> source_linchpin(const Question& question, const Moment& moment) {
  const Searched searched(question, moment);
  const Silenced silenced(searched, moment);
  const LogOdds closing = log_odds(question, moment);
  Best best(closing);
  // By how far the removal of each alone moves belief, then by name.
  std::vector<std::pair<double, std::size_t>> alone;
  for (std::size_t i = 0; i < silenced.sources().size(); ++i) {
    const LogOdds without = silenced.without({i});
    alone.emplace_back((without - closing).nats(), i);
    best.offer({i}, without);
  }
  std::stable_sort(alone.begin(), alone.end(), [](const auto& a, const auto& b) {
    return std::fabs(a.first) > std::fabs(b.first);
  });
  Indices candidates;
  for (std::size_t k = 0; k < std::min(alone.size(), kCandidates); ++k) {
    candidates.push_back(alone[k].second);
  }
  std::sort(candidates.begin(), candidates.end());
  for (std::size_t size = 2; size <= kLargestSet && !best.found(); ++size) {
    const std::vector<Indices> sets = sets_of(candidates, size);
    if (sets.size() * silenced.items() > kMostHeard) break;
    std::vector<LogOdds> without(sets.size());
    in_parallel(static_cast<int>(sets.size()), 0, [&] {
      return [&](int i) {
        const auto k = static_cast<std::size_t>(i);
        without[k] = silenced.without(sets[k]);
      };
    });
    for (std::size_t k = 0; k < sets.size(); ++k) best.offer(sets[k], without[k]);
  }
  const bool exact = best.found();
  for (const double sign : {1.0, -1.0}) {
    if (exact) break;
    Indices set;
    for (const auto& [moved, i] : alone) {
      if (moved * sign <= 0) continue;
      set.insert(std::upper_bound(set.begin(), set.end(), i), i);
      if (const LogOdds without = silenced.without(set); best.changes_word(without)) {
        best.offer(set, without);
        break;
      }
    }
  }
  if (!best.found()) return std::nullopt;
  Linchpin linchpin{{}, {}, best.without(), exact};
  for (const std::size_t i : best.set()) linchpin.sources.push_back(silenced.sources()[i]);
  return linchpin;
}

std::optional<Linchpin> weightiest_source(const Question& question, const Moment& moment) {
  const Searched searched(question, moment);
  const Silenced silenced(searched, moment);
  const double closing = Probability::from(log_odds(question, moment)).value();
  std::optional<Linchpin> weightiest;
  double furthest = 0;
  for (std::size_t i = 0; i < silenced.sources().size(); ++i) {
    const LogOdds without = silenced.without({i});
    const double moved = std::fabs(Probability::from(without).value() - closing);
    if (moved <= furthest) continue;
    furthest = moved;
    weightiest = Linchpin{{}, {silenced.sources()[i]}, without, true};
  }
  return weightiest;
}

}  // namespace signpost::belief
