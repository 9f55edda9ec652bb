#include "engine/assess/alert_reading.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/assess/alert_machine.h"
#include "engine/assess/ledger_names.h"
#include "engine/belief/believe.h"
#include "engine/model/words.h"

namespace signpost::assess {
namespace {

using Kind = Condition::Kind;

constexpr double kSeenAtLeast = 0.5;  // credibility from which a sighting is one

/// Origins that are tried: those that tell the events that matter most, or deny them.
constexpr std::size_t kOriginsTried = 30;

/// Whose claim an item is: an origin, or the item itself.
struct Claimant {
  belief::Key origin = belief::kOwn;
  ItemId item = 0;  // where the origin is nobody's
  friend auto operator<=>(const Claimant&, const Claimant&) = default;
};

template <class Said>  // an observation or a denial
Claimant claimant_of(const Said& item) {
  return {item.origin, item.origin == belief::kOwn ? item.item : 0};
}

std::set<Claimant> claimants(const belief::Question& question, const Ledger& ledger) {
  std::map<ItemId, Claimant> by_item;
  for (const belief::Stream& stream : question.streams) {
    for (const belief::Observation& item : stream.said)
      by_item.emplace(item.item, claimant_of(item));
  }
  for (const belief::Observation& item : question.bearing) {
    by_item.emplace(item.item, claimant_of(item));
  }
  for (const belief::Denial& denial : question.denials) {
    by_item.emplace(denial.item, claimant_of(denial));
  }
  std::set<Claimant> found;
  if (question.count) {
    for (const belief::CountedStream& one : question.count->streams) {
      for (const belief::Observation& item : one.stream.said) {
        if (!item.judged || item.occurred < question.count->from) continue;
        if (found.size() < kOriginsTried) found.insert(claimant_of(item));
      }
    }
  }
  for (const LedgerEvent& event : ledger.evidence) {
    for (const auto* items : {&event.items, &event.denied_by}) {
      for (const ItemId item : *items) {
        const auto claim = by_item.find(item);
        if (claim != by_item.end() && found.size() < kOriginsTried) found.insert(claim->second);
      }
    }
  }
  return found;
}

belief::Question without(belief::Question question, const Claimant& claimant) {
  const auto strike = [&](auto& said) {
    std::erase_if(said, [&](const auto& item) { return claimant_of(item) == claimant; });
  };
  for (belief::Stream& stream : question.streams) strike(stream.said);
  strike(question.bearing);
  strike(question.denials);
  if (question.count) {
    // What it told of the past taught the level, and is taught still.
    for (belief::CountedStream& one : question.count->streams) {
      std::erase_if(one.stream.said, [&](const belief::Observation& item) {
        return item.occurred >= question.count->from && claimant_of(item) == claimant;
      });
    }
  }
  return question;
}

/// Belief without the `struck` origins that do most for it to be high (or low), taken away
/// one after the other.
LogOdds without_origins(belief::Question question, const Moment& moment, const Ledger& ledger,
                        int struck, bool high) {
  std::set<Claimant> left = claimants(question, ledger);
  LogOdds reached = belief::log_odds(question, moment);
  for (int i = 0; i < struck && !left.empty(); ++i) {
    std::optional<std::pair<LogOdds, Claimant>> strongest;
    for (const Claimant& claimant : left) {
      const LogOdds odds = belief::log_odds(without(question, claimant), moment);
      if (!strongest || (high ? odds < strongest->first : odds > strongest->first)) {
        strongest = {odds, claimant};
      }
    }
    reached = strongest->first;
    question = without(std::move(question), strongest->second);
    left.erase(strongest->second);
  }
  return reached;
}

/// How long each stream was watched up to an instant, with what is known at the moment. Set times
/// are taken as the stretch before them.
std::vector<Days> watched_until(const belief::Question& question, Instant until,
                                const Moment& moment) {
  std::vector<Days> watched;
  const belief::Account account = belief::account(question, {until, moment.known_at});
  for (std::size_t j = 0; j < account.silence.size(); ++j) {
    const std::vector<Instant>& times = question.streams[j].occasions;
    const Days apart = times.size() > 1 ? Days(times.back() - times.front()) /
                                              static_cast<double>(times.size() - 1)
                                        : Days(1);
    watched.push_back(account.silence[j].watched + account.silence[j].occasions * apart);
  }
  return watched;
}

/// How much a day of a stream's silence tells.
double telling_of(const belief::Stream& stream) {
  if (stream.at_set_times()) {
    return std::fabs(stream.seen_if_true.value() - stream.seen_if_false.value()) / kDaysPerMonth;
  }
  return std::fabs(stream.if_true.per_day() - stream.if_false.per_day()) / stream.dispersion;
}

/// How long a scenario was watched since an alert was raised: its indicators, each by how much a
/// day of its silence tells (|a − b|/φ), so that watching what tells nothing counts for nothing. Of
/// kSeen that indicator alone, since its last sighting if that is later.
Days watched_since(const NamedQuestion& named, const Condition& condition, Instant raised,
                   std::optional<Instant> last_seen, const Moment& moment) {
  const bool one = condition.kind == Kind::kSeen;
  const Instant since = one ? std::max(raised, last_seen.value_or(raised)) : raised;
  const std::vector<Days> before = watched_until(named.question, since, moment);
  const std::vector<Days> now = watched_until(named.question, moment.as_of, moment);
  Days watched{0};
  double telling = 0;
  for (std::size_t j = 0; j < named.indicators.size(); ++j) {
    const belief::Stream& stream = named.question.streams[j];
    const double tells =
        one ? (named.indicators[j]->id == condition.indicator ? 1.0 : 0.0) : telling_of(stream);
    watched += tells * std::max(now[j] - before[j], Days(0));
    telling += tells;
  }
  return telling > 0 ? watched / telling : Days(0);
}

/// An item that stands, and when it first came in: amending it does not make it news.
struct Came {
  const store::ItemVersion* version;
  Instant at;
};

std::vector<Came> came_in(const std::vector<store::ItemVersion>& versions, const Moment& moment) {
  std::map<ItemId, Instant> first;
  for (const store::ItemVersion& version : versions) {
    const auto [place, is_new] = first.emplace(version.item, version.known.from);
    if (!is_new) place->second = std::min(place->second, version.known.from);
  }
  std::vector<Came> came;
  for (const store::ItemVersion& version : versions) {
    const Instant at = first.at(version.item);
    if (version.known.holds(moment.known_at) && at <= moment.as_of) came.push_back({&version, at});
  }
  return came;
}

/// When a sighting that is credible (0.5 or more) last came in; it may have occurred long before.
std::optional<Instant> last_learnt(const Case& of, const std::string& indicator) {
  Archive& archive = of.archive();
  const Moment& moment = of.moment();
  const Scenario& scenario = of.scenario();
  const Instant end = of.clock();
  std::optional<Instant> last;
  for (const Came& came : came_in(archive.indicator(indicator).versions, moment)) {
    const Item& item = came.version->content;
    const bool in_time = item.occurred >= scenario.opened && item.occurred <= end;
    const bool is_event = !item.total || item.total->count > 0;
    if (!in_time || !is_event) continue;
    const auto worth = judge(item, sighting_of(item, indicator),
                             archive.registered(*came.version, moment.known_at),
                             archive.table_at(moment.known_at));
    if (worth && worth->value() >= kSeenAtLeast) last = std::max(last.value_or(came.at), came.at);
  }
  return last;
}

/// When an item that can be judged last came in; at first its opening.
Instant last_told(const Case& of) {
  Archive& archive = of.archive();
  const Moment& moment = of.moment();
  const Scenario& scenario = of.scenario();
  Instant last = scenario.opened;
  const auto look = [&](const std::vector<store::ItemVersion>& versions,
                        const std::string& indicator) {
    for (const Came& came : came_in(versions, moment)) {
      const Item& item = came.version->content;
      const Sighting* sighting = indicator.empty() ? nullptr : sighting_of(item, indicator);
      if (judge(item, sighting, archive.registered(*came.version, moment.known_at),
                archive.table_at(moment.known_at))) {
        last = std::max(last, came.at);
      }
    }
  };
  for (const std::string& heard : archive.heard_by(scenario)) {
    look(archive.indicator(heard).versions, heard);
  }
  look(archive.scenario(scenario.id).bearing, {});
  return last;
}

}  // namespace

AlertReading reading(const Case& of, const Alert& alert, std::span<const AlertEvaluation> story,
                     bool on_change) {
  const Condition& condition = alert.condition;
  const Moment& moment = of.moment();
  const Scenario& scenario = of.scenario();
  const std::optional<AlertEvaluation> last =
      story.empty() ? std::nullopt : std::optional(story.back());
  AlertReading reading;
  reading.as_of = moment.as_of;
  reading.on_change = on_change;
  const auto figure = [&](LogOdds now) {
    return condition.at_horizon ? at_horizon(scenario, moment.as_of, now) : Probability::from(now);
  };
  reading.probability = figure(of.log_odds());
  reading.word = icd203_word(reading.probability).key;

  if (condition.kind == Kind::kRises || condition.kind == Kind::kFalls) {
    const Instant begin = moment.as_of - std::chrono::round<std::chrono::seconds>(condition.within);
    Probability extreme = scenario.criterion ? reading.probability : scenario.prior;
    if (begin > scenario.opened) {
      // As believed then; in hindsight with the same knowledge.
      const Instant known_at = moment.as_known_then ? begin : moment.known_at;
      const Case then(of.archive(), scenario.id, {begin, known_at, moment.as_known_then});
      if (then.has_probability()) extreme = then.probability();
    }
    for (auto before = story.rbegin(); before != story.rend(); ++before) {
      if (before->reading.as_of < begin) break;
      const Probability then = before->reading.probability;
      extreme = condition.kind == Kind::kRises ? std::min(extreme, then) : std::max(extreme, then);
    }
    reading.extreme = extreme;
  }
  if (condition.kind == Kind::kSeen) {
    reading.last = last_learnt(of, condition.indicator);
  }
  if (condition.kind == Kind::kNoEvidence) reading.last = last_told(of);

  if (may_clear(alert, last, reading)) {
    reading.unfaded = figure(belief::log_odds_unfaded(of.question(), moment, *last->raised));
    if (condition.kind != Kind::kAtLeast && condition.kind != Kind::kAtMost) {
      reading.watched = watched_since(of.named(), condition, *last->raised, reading.last, moment);
    }
  }
  if (alert.origins > 1 && condition_holds(alert, last, reading)) {
    const bool high = condition.kind == Kind::kAtLeast || condition.kind == Kind::kRises;
    reading.without_origins =
        figure(without_origins(of.question(), moment, of.ledger(), alert.origins - 1, high));
  }
  return reading;
}

}  // namespace signpost::assess
