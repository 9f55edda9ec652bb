#include "engine/belief/ledger.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <tuple>

#include "engine/belief/backward_product.h"
#include "engine/belief/fading.h"
#include "engine/belief/filter.h"
#include "engine/belief/likelihood_ratio.h"
#include "engine/belief/misfit.h"

namespace signpost::belief {
namespace {

constexpr double kCredibilityOfC3 = 0.5;
constexpr std::size_t kNoEntry = std::numeric_limits<std::size_t>::max();

/// A gap as the ledger needs it, on the way back.
struct Gap {
  Passage passage;
  Fading fading;
};

/// Where a jump stands: the belief it found, and how many gaps lie before it.
struct Landing {
  Odds found;
  std::size_t gaps_before = 0;
  std::size_t entry = 0;  // in Account::events
  double log_factor = 0;
};

/// One stream's drain over the gaps first, …, last − 1.
struct Silence {
  std::size_t stream = 0;
  double drain = 0;
  std::size_t first = 0;
  std::size_t last = 0;
};

class LedgerBuilder {
 public:
  LedgerBuilder(const Question& question, const Timeline& timeline, const Gathered& gathered)
      : question_(question),
        timeline_(timeline),
        gathered_(gathered),
        chain_(Chain::of(question.base_rate, question.persistence)) {}

  std::vector<LogOdds> silence_since(double since) && {
    since_ = since;
    open_entries();
    read_forward();
    read_backward();
    enter_silence();
    std::vector<LogOdds> silence;
    for (const SilenceEntry& entry : account_.silence) silence.push_back(entry.today);
    return silence;
  }

  Account account() && {
    account_.opening = question_.base_rate.log_odds();
    open_entries();
    read_forward();
    read_backward();
    enter_silence();
    enter_happening();
    check_balance();
    sort_by_influence();
    list_not_counted();
    for (std::size_t j = 0; j < question_.streams.size(); ++j) {
      if (const auto found = misfit(question_.streams[j], timeline_.watching[j], heard_[j])) {
        account_.misfits.push_back({static_cast<int>(j), found->gone_dark, found->observed});
      }
    }
    return std::move(account_);
  }

 private:
  // --- Forward: the filter, and what each gap leaves ---------------------------------------------

  void read_forward() {
    const double opening = account_.opening.nats();
    gaps_.reserve(timeline_.jumps.size() + timeline_.changes.size() + 1);
    landings_.reserve(timeline_.jumps.size());
    std::vector<Silence> open(question_.streams.size());
    auto change = timeline_.changes.begin();
    const auto close = [&](Silence& silence) {
      silence.first = std::max(silence.first, silence_from_);
      silence.last = gaps_.size();
      if (silence.drain != 0 && silence.last > silence.first) silences_.push_back(silence);
      silence.first = silence.last;
    };

    Odds odds(question_.prior.log_odds());
    FixedFact fact(question_.prior.log_odds());
    double x = question_.prior.log_odds().nats() - opening;
    judged_ = x;
    double net = 0;
    FadingLaw law(chain_, 0, 0);
    const auto on_gap = [&](double days) {
      Gap& gap = gaps_.emplace_back();
      if (chain_.forever()) {
        fact.add(-net * days);
        gap.fading = {1, days};
        return;
      }
      gap.passage = Passage::of(chain_, law.motion(), days);
      odds.cross(gap.passage);
      const double after = odds.log_odds().nats() - opening;
      gap.fading = law.across(x, after, days);
      x = after;
    };
    TimelineReader reader(timeline_);
    reader.read_until(
        timeline_.end,
        [&](double now_net, double now_gross) {
          if (change->at <= since_) silence_from_ = gaps_.size();
          net = now_net;
          law = FadingLaw(chain_, now_net, now_gross);
          for (const double at = change->at; change != timeline_.changes.end() && change->at == at;
               ++change) {
            const auto j = static_cast<std::size_t>(change->stream);
            close(open[j]);
            open[j].stream = j;
            open[j].drain = change->drain;
          }
        },
        on_gap,
        [&](const Jump& jump) {
          const double log_factor = timeline_.log_factor(jump, gathered_);
          landings_.push_back({odds, gaps_.size(), entry_of(jump, log_factor), log_factor});
          if (jump.stream != kUnforeseen) {
            heard_[static_cast<std::size_t>(jump.stream)] += counted_share(jump);
          }
          if (chain_.forever()) {
            fact.add(log_factor);
          } else {
            odds.multiply(jump.factor);
          }
          x += log_factor;
        });
    if (timeline_.end > reader.now()) on_gap((timeline_.end - reader.now()) / kSecondsPerDay);
    for (Silence& silence : open) close(silence);
    account_.rest = chain_.forever() ? fact.log_odds() : odds.log_odds();
    account_.closing = timeline_.with_happening(account_.rest);
  }

  /// Entries of all events but the lone items, which are entered as they come.
  void open_entries() {
    account_.events.reserve(timeline_.jumps.size());
    entry_of_counted_.resize(timeline_.counted.size(), kNoEntry);
    for (std::size_t i = 0; i < timeline_.counted.size(); ++i) {
      const Counted& counted = timeline_.counted[i];
      if (counted.unseen) continue;
      entry_of_counted_[i] = account_.events.size();
      EventEntry& entry = account_.events.emplace_back(entry_of_event(counted.event));
      entry.in_timeline = static_cast<std::int32_t>(i);
      entry.counted = counted.counted;
      entry.rest = counted.rest;
      entry.ratio = counted.ratio;
      entry.arrived = LogOdds(counted.log_factor * static_cast<double>(counted.jumps));
      if (counted.disagrees) {
        account_.disagreeing.push_back({entry.event, entry.items.front()});
      }
    }
  }

  [[nodiscard]] EventEntry entry_of_event(const Event& event) const {
    EventEntry entry;
    entry.stream = event.stream;
    entry.kind = event.stream == kUnforeseen     ? EventKind::kUnforeseen
                 : event.occasion != kNoOccasion ? EventKind::kOccasion
                                                 : EventKind::kSighting;
    entry.event = event.key;
    entry.occurred = event.occurred;
    entry.total = event.total;
    entry.items = ids(event.items);
    entry.denied_by = denials_of(event.items);
    entry.origins = event.origins;
    entry.credibility = Probability(event.credibility);
    return entry;
  }

  [[nodiscard]] std::vector<ItemId> denials_of(Range range) const {
    std::vector<ItemId> denials;
    if (!gathered_.denials.any()) return denials;
    for (const Observation* item : gathered_.in(range)) {
      for (const Denial* denial : gathered_.denials.of(item->event))
        denials.push_back(denial->item);
    }
    std::sort(denials.begin(), denials.end());
    denials.erase(std::unique(denials.begin(), denials.end()), denials.end());
    return denials;
  }

  /// What a jump adds to the number of events heard: a part of a total its share, a wider kind's
  /// event what no narrower one has.
  [[nodiscard]] double counted_share(const Jump& jump) const {
    if (jump.is_lone()) return gathered_.items[jump.lone_item()]->credibility;
    const Counted& counted = timeline_.counted[static_cast<std::size_t>(jump.event)];
    return counted.event.credibility * counted.rest * counted.counted /
           static_cast<double>(counted.jumps);
  }

  std::size_t entry_of(const Jump& jump, double log_factor) {
    if (!jump.is_lone()) return entry_of_counted_[static_cast<std::size_t>(jump.event)];
    const Observation& item = *gathered_.items[jump.lone_item()];
    EventEntry& entry = account_.events.emplace_back();
    entry.in_timeline = jump.event;
    entry.stream = jump.stream;
    entry.occurred = item.occurred;
    entry.items = {item.item};
    entry.origins = 1;
    entry.credibility = Probability(item.credibility);
    entry.ratio = ratio_of(jump.stream);
    entry.arrived = LogOdds(log_factor);
    return account_.events.size() - 1;
  }

  [[nodiscard]] double ratio_of(int of_stream) const {
    const Stream& stream = question_.streams[static_cast<std::size_t>(of_stream)];
    if (stream.at_set_times()) {
      return stream.seen_if_true.value() / stream.seen_if_false.value();
    }
    return stream.if_true.per_day() / stream.if_false.per_day();
  }

  [[nodiscard]] std::vector<ItemId> ids(Range range) const {
    std::vector<ItemId> ids;
    ids.reserve(range.size);
    for (const Observation* item : gathered_.in(range)) ids.push_back(item->item);
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  // --- Backward: what is left of each entry, and what would be without it ------------------------

  void read_backward() {
    std::vector<std::size_t> first_jump(account_.events.size());
    for (std::size_t i = landings_.size(); i-- > 0;) {
      if (landings_[i].entry != kNoEntry) first_jump[landings_[i].entry] = i;
    }
    std::vector<bool> struck(account_.events.size(), false);
    reach_today_.assign(gaps_.size() + 1, 0.0);
    double left = 1;  // of what arrived just then
    BackwardProduct backward;
    std::size_t g = gaps_.size();
    const auto back_to = [&](std::size_t gap) {
      for (; g > gap; --g) {
        const Gap& passed = gaps_[g - 1];
        reach_today_[g - 1] = reach_today_[g] + passed.fading.reach * left;
        left *= passed.fading.fade;
        if (!chain_.forever()) backward.precede_with_gap(passed.passage);
      }
    };
    for (std::size_t i = timeline_.jumps.size(); i-- > 0;) {
      const auto& [found, gaps_before, event, log_factor] = landings_[i];
      back_to(gaps_before);
      if (event == kNoEntry) {  // a set time at which nothing was seen
        if (timeline_.jumps[i].at > since_) {
          steps_[static_cast<std::size_t>(timeline_.jumps[i].stream)] += log_factor * left;
        }
      } else {
        EventEntry& entry = account_.events[event];
        entry.today += LogOdds(log_factor * left);
        if (!struck[event]) {
          struck[event] = true;
          const double instead = instead_of(timeline_.jumps[i]);
          const LogOdds rest = chain_.forever()
                                   ? account_.rest - entry.arrived + LogOdds(instead)
                                   : backward.of(without(first_jump[event], i, instead));
          entry.closing_without = timeline_.with_happening(rest);
        }
      }
      if (!chain_.forever()) backward.precede_with_jump(log_factor);
    }
    back_to(0);
    account_.judgement = LogOdds(judged_ * left);
  }

  /// ln of what stands in a jump's stead where it is struck out: of a sighting at a set time, that
  /// it was not seen.
  [[nodiscard]] double instead_of(const Jump& jump) const {
    return jump.is_lone() ? 0 : timeline_.counted[static_cast<std::size_t>(jump.event)].log_unseen;
  }

  /// The belief just before or at jump `last` if the event whose jumps are `first`, …, `last` had
  /// not been, and `instead` in its stead.
  [[nodiscard]] Odds without(std::size_t first, std::size_t last, double instead) const {
    Odds odds = landings_[first].found;
    const std::size_t struck = landings_[first].entry;
    for (std::size_t i = first + 1; i <= last; ++i) {
      for (std::size_t g = landings_[i - 1].gaps_before; g < landings_[i].gaps_before; ++g) {
        odds.cross(gaps_[g].passage);
      }
      if (landings_[i].entry != struck) odds.multiply(timeline_.jumps[i].factor);
    }
    if (instead != 0) odds.multiply(std::exp(instead));
    return odds;
  }

  void enter_silence() {
    account_.silence.resize(question_.streams.size());
    for (const Silence& silence : silences_) {
      account_.silence[silence.stream].today +=
          LogOdds(-silence.drain * (reach_today_[silence.first] - reach_today_[silence.last]));
    }
    for (std::size_t j = 0; j < account_.silence.size(); ++j) {
      account_.silence[j].today += LogOdds(steps_[j]);
      account_.silence[j].watched = Days(timeline_.watching[j].watched);
      account_.silence[j].occasions = timeline_.watching[j].unseen;
    }
  }

  // --- The happening: what it adds to all else, when it came and today ---------------------------

  void enter_happening() {
    if (!timeline_.happening) return;
    const Happening& happening = *timeline_.happening;
    Filter belief(question_, timeline_, gathered_);
    belief.hear_until(happening.at);
    const LogOdds then = belief.log_odds_at(happening.at);
    EventEntry& entry = account_.events.emplace_back(entry_of_event(happening.event));
    entry.kind = EventKind::kHappening;
    entry.in_timeline = kNoJump;
    entry.credibility = Probability(happening.s);
    entry.arrived = happening.add_to(then) - then;
    entry.today = account_.closing - account_.rest;
    entry.closing_without = account_.rest;
  }

  void check_balance() const {
    LogOdds sum = account_.opening + account_.judgement;
    double size = std::fabs(account_.opening.nats()) + std::fabs(account_.judgement.nats());
    for (const EventEntry& entry : account_.events) {
      sum += entry.today;
      size += std::fabs(entry.today.nats());
    }
    for (const SilenceEntry& entry : account_.silence) {
      sum += entry.today;
      size += std::fabs(entry.today.nats());
    }
    const double off = std::fabs((sum - account_.closing).decibans());
    if (!(off <= 1e-9 * (1 + LogOdds(size).decibans()))) {
      throw std::logic_error("the ledger's books do not balance: off by " + std::to_string(off) +
                             " dB");
    }
  }

  // --- Presentation ------------------------------------------------------------------------------

  void sort_by_influence() {
    const auto influence = [&](const EventEntry& entry) {
      return std::fabs((account_.closing - entry.closing_without).nats());
    };
    std::sort(account_.events.begin(), account_.events.end(),
              [&](const EventEntry& a, const EventEntry& b) {
                const double of_a = influence(a);
                const double of_b = influence(b);
                if (of_a != of_b) return of_a > of_b;
                return std::tie(a.occurred, a.stream, a.event, a.items) <
                       std::tie(b.occurred, b.stream, b.event, b.items);
              });
  }

  void list_not_counted() {
    for (const SetAside& aside : timeline_.aside) {
      NotCountedEntry entry;
      entry.stream = aside.stream;
      entry.event = aside.key;
      entry.items = ids(aside.items);
      entry.reason = aside.reason;
      entry.counted_under = aside.counted_under;
      if (aside.lists) {
        entry.occurred = aside.lists->occurred;
        entry.total = aside.lists->total;
        entry.origins = aside.lists->origins;
        entry.credibility = Probability(aside.lists->credibility);
        entry.ratio = aside.stream == kUnforeseen ? aside.lists->ratio : ratio_of(aside.stream);
      }
      if (aside.disagrees) account_.disagreeing.push_back({entry.event, entry.items.front()});
      account_.not_counted.push_back(std::move(entry));
    }
    const auto list = [&](const std::vector<Said>& said, NotCountedReason reason) {
      for (const Said& each : said) {
        NotCountedEntry& entry = account_.not_counted.emplace_back();
        entry.stream = each.stream;
        entry.event = each.item->event;
        entry.items = {each.item->item};
        entry.reason = reason;
        if (reason == NotCountedReason::kCannotBeJudged) entry.would_be = worth_at_c3(each);
      }
    };
    list(gathered_.unjudged, NotCountedReason::kCannotBeJudged);
    list(gathered_.taken_back, NotCountedReason::kTakenBack);
    list(gathered_.late, NotCountedReason::kAfterHorizon);
    list(gathered_.of_no_occasion, NotCountedReason::kNoOccasion);
    list_idle_denials();
    std::sort(account_.not_counted.begin(), account_.not_counted.end(),
              [](const NotCountedEntry& a, const NotCountedEntry& b) {
                return std::tie(a.items, a.stream) < std::tie(b.items, b.stream);
              });
  }

  /// Denials of what nobody told, or that nobody could judge.
  void list_idle_denials() {
    if (!gathered_.denials.any()) return;
    std::set<Key> told;
    const auto tell = [&](const Observation* item) {
      if (item->event != kOwn) told.insert(item->event);
    };
    for (const Observation* item : gathered_.items) tell(item);
    std::set<Key> taken_back;
    for (const Said& said : gathered_.taken_back) taken_back.insert(said.item->event);
    for (const Denial* denial : gathered_.denials.all()) {
      if (told.contains(denial->event) && denial->judged) continue;
      NotCountedEntry& entry = account_.not_counted.emplace_back();
      entry.event = denial->event;
      entry.items = {denial->item};
      const bool all_taken_back =
          taken_back.contains(denial->event) && !told.contains(denial->event);
      entry.reason = all_taken_back   ? NotCountedReason::kTakenBack
                     : denial->judged ? NotCountedReason::kDeniesNothing
                                      : NotCountedReason::kCannotBeJudged;
    }
  }

  /// What an item would be worth on arrival if it were graded C3, by itself and in full; nothing
  /// outside the scenario's time.
  [[nodiscard]] LogOdds worth_at_c3(const Said& unjudged) const {
    const Observation& item = *unjudged.item;
    const Stream* stream = unjudged.stream == kUnforeseen
                               ? nullptr
                               : &question_.streams[static_cast<std::size_t>(unjudged.stream)];
    if (stream != nullptr && stream->happening) {
      if (item.occurred < question_.opened) return {};
      const LogOdds prior = question_.prior.log_odds();
      return Happening{{}, 0, kCredibilityOfC3}.add_to(prior) - prior;
    }
    if (stream != nullptr && stream->at_set_times()) {
      const OccasionWeight seen(*stream, question_.prior);
      return LogOdds(seen.log_seen(kCredibilityOfC3, 1) - seen.log_unseen(1));
    }
    const bool is_total = stream != nullptr && stream->takes_count() && item.total;
    if ((is_total ? item.total->until : item.occurred) < question_.opened) return {};
    if (question_.horizon && item.occurred > *question_.horizon) return {};
    const EventWeight scale = stream == nullptr ? EventWeight::of_ratio(item.ratio, question_.prior)
                                                : EventWeight::of(*stream, question_.prior);
    const double count = is_total ? static_cast<double>(item.total->count)
                         : item.total && item.total->count == 0 ? 0.0
                                                                : 1.0;
    return LogOdds(count * scale.log_factor(kCredibilityOfC3));
  }

  const Question& question_;
  const Timeline& timeline_;
  const Gathered& gathered_;
  Chain chain_;
  Account account_;
  double since_ = -std::numeric_limits<double>::infinity();  // silence is entered from here on
  std::size_t silence_from_ = 0;                             // the first gap after it
  double judged_ = 0;  // the judgement when the scenario opened
  std::vector<Gap> gaps_;
  std::vector<Landing> landings_;  // one a jump
  std::vector<Silence> silences_;
  std::vector<double> heard_ = std::vector<double>(question_.streams.size(), 0.0);  // Σ q
  std::vector<std::size_t> entry_of_counted_;
  /// What set times at which nothing was seen come to today, one a stream.
  std::vector<double> steps_ = std::vector<double>(question_.streams.size(), 0.0);
  std::vector<double> reach_today_;  // what 1 a day from gap g to the end would leave today
};

}  // namespace

Account build_account(const Question& question, const Timeline& timeline,
                      const Gathered& gathered) {
  return LedgerBuilder(question, timeline, gathered).account();
}

std::vector<LogOdds> silence_since(const Question& question, Timeline timeline,
                                   const Gathered& gathered, double since) {
  if (question.streams.empty() || since >= timeline.end) {
    return std::vector<LogOdds>(question.streams.size());
  }
  // A change that changes nothing cuts the gap there.
  double drain = 0;
  const auto after = std::find_if(timeline.changes.begin(), timeline.changes.end(),
                                  [&](const DrainChange& change) { return change.at > since; });
  for (auto change = timeline.changes.begin(); change != after; ++change) {
    if (change->stream == 0) drain = change->drain;
  }
  timeline.changes.insert(after, {std::max(since, 0.0), 0, drain});
  return LedgerBuilder(question, timeline, gathered).silence_since(since);
}

}  // namespace signpost::belief
