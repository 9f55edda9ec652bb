#include "engine/assess/standing.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

#include "engine/assess/history.h"
#include "engine/assess/in_force.h"
#include "engine/base/text.h"

namespace signpost::assess {
namespace {

constexpr int kTrendPoints = 24;  // of a sparkline: a year, a point a fortnight or so
constexpr Days kTrend{kDaysPerYear};
constexpr double kSeenAtLeast = 0.5;  // credibility from which an assumption is in doubt

Instant plus(Instant instant, Days days) {
  return instant + std::chrono::seconds(std::llround(days.count() * 86400.0));
}

/// An event's items, the most credible first.
std::vector<ItemLine> items_of(Archive& archive, const LedgerEvent& event, const Moment& moment) {
  std::vector<ItemLine> lines;
  for (const ItemId id : event.items) {
    if (auto line = archive.item(id, moment.known_at)) lines.push_back(std::move(*line));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const ItemLine& a, const ItemLine& b) {
    return a.credibility.value_or(Probability(0.0)) > b.credibility.value_or(Probability(0.0));
  });
  return lines;
}

std::optional<Standing::Happened> happened(Archive& archive, const Ledger& ledger,
                                           const Moment& moment) {
  for (const LedgerEvent& event : ledger.evidence) {
    if (event.kind != EventKind::kHappening) continue;
    Standing::Happened happened{
        event.occurred, event.occurred_as, event.credibility, items_of(archive, event, moment), {}};
    std::set<std::string> named;
    for (const ItemLine& line : happened.items) {
      const std::string& written = line.content.source;
      if (written.empty() || line.redacted) continue;
      const Source* source = archive.names_at(moment.known_at).find(written);
      if (!named.insert(source != nullptr ? source->id : folded(written)).second) continue;
      const bool titled = source != nullptr && !source->title.any().empty();
      happened.tellers.push_back(titled ? source->title : Bilingual{written, written});
    }
    for (const ItemLine& line : happened.items) {
      if (line.content.occurred != event.occurred) continue;
      happened.occurred_as = line.content.occurred_as;
      break;
    }
    return happened;
  }
  return std::nullopt;
}

/// The scenarios that it implies, and stands higher than.
std::vector<Scenario> stands_above(const Case& of) {
  std::vector<Scenario> above;
  if (!of.has_probability()) return above;
  for (const std::string& id : of.scenario().implies) {
    if (of.archive().snapshot.scenario(id).empty()) continue;
    const Case wider(of.archive(), id, of.moment());
    if (!wider.has_probability()) continue;
    if (wider.probability() < of.probability()) above.push_back(wider.scenario());
  }
  return above;
}

void tell_revisions(Archive& archive, const Moment& moment, Standing& standing) {
  const auto& revisions = archive.scenario(standing.scenario.id).revisions;
  standing.retired = archive.retired(standing.scenario.id, moment.known_at);
  const Instant defined = revisions.front().recorded;
  if (defined > moment.known_at && defined > standing.scenario.opened) {
    standing.defined_on = defined;
  }
  std::vector<Standing::Revised> stated;
  const Scenario* before = nullptr;
  const auto rates_of = [](const Scenario& scenario) {
    std::vector<
        std::tuple<std::string, Rate, Rate, std::optional<Probability>, std::optional<Probability>>>
        rates;
    for (const Expectation& expectation : scenario.expects) {
      rates.emplace_back(expectation.indicator, expectation.if_true.rate, expectation.if_false.rate,
                         expectation.if_true.each_time, expectation.if_false.each_time);
    }
    return rates;
  };
  for (const store::Revision<Scenario>& revision : revisions) {
    const Scenario& now = revision.content;
    if (before != nullptr && revision.recorded > moment.known_at) break;
    const bool first = before == nullptr;
    const bool after_opening = revision.recorded > now.opened;
    if (first || (after_opening && now.prior != before->prior)) {
      stated.push_back({revision.recorded, now.prior});
    } else if (!after_opening) {
      stated.back() = {revision.recorded, now.prior};
    }
    if (!first && after_opening &&
        (base_rate_of(now) != base_rate_of(*before) || rates_of(now) != rates_of(*before) ||
         now.criterion != before->criterion)) {
      standing.rates_revised = true;
    }
    before = &now;
  }
  if (stated.size() > 1) standing.revised = std::move(stated);
}

std::optional<Instant> last_seen(const Case& of, const std::string& indicator) {
  Archive& archive = of.archive();
  const Scenario& scenario = of.scenario();
  const Moment& moment = of.moment();
  const Instant end = of.clock();
  std::optional<Instant> last;
  for (const store::ItemVersion& version : archive.indicator(indicator).versions) {
    const Item& item = version.content;
    const bool in_time = item.occurred >= scenario.opened && item.occurred <= end;
    const bool is_event = !item.total || item.total->count > 0;
    if (!in_time || !is_event || !version.known.holds(moment.known_at)) continue;
    const auto worth =
        judge(item, sighting_of(item, indicator), archive.registered(version, moment.known_at),
              archive.table_at(moment.known_at));
    if (!worth || worth->value() < kSeenAtLeast) continue;
    if (!last || item.occurred > *last) last = item.occurred;
  }
  return last;
}

std::set<ItemId> known_of(Archive& archive, const Scenario& scenario, Instant known_at) {
  std::set<ItemId> known;
  const auto add = [&](const std::vector<store::ItemVersion>& versions) {
    for (const store::ItemVersion& version : versions) {
      if (version.known.holds(known_at)) known.insert(version.item);
    }
  };
  for (const std::string& heard : archive.heard_by(scenario)) {
    add(archive.indicator(heard).versions);
  }
  add(archive.scenario(scenario.id).bearing);
  return known;
}

}  // namespace

std::set<ItemId> items_named(const Ledger& ledger) {
  std::set<ItemId> items;
  for (const LedgerEvent& event : ledger.evidence) {
    items.insert(event.items.begin(), event.items.end());
    items.insert(event.denied_by.begin(), event.denied_by.end());
  }
  for (const NotCounted& entry : ledger.not_counted) {
    items.insert(entry.items.begin(), entry.items.end());
  }
  return items;
}

std::set<ItemId> not_known_then(const Case& of) {
  std::set<ItemId> items;
  if (!of.hindsight()) return items;
  const std::set<ItemId> known_then = known_of(of.archive(), of.scenario(), of.moment().as_of);
  for (const ItemId item : items_named(of.ledger())) {
    if (!known_then.contains(item)) items.insert(item);
  }
  if (!of.question().count) return items;
  // What is counted has no entry of its own in the ledger.
  for (const belief::CountedStream& one : of.question().count->streams) {
    for (const belief::Observation& item : one.stream.said) {
      if (item.judged && item.occurred <= of.moment().as_of && !known_then.contains(item.item)) {
        items.insert(item.item);
      }
    }
  }
  return items;
}

void name_indicators(const Case& of, std::map<std::string, Indicator>& named) {
  const auto add = [&](const std::string& id) {
    const Indicator* indicator = of.archive().indicator_at(id, of.moment().known_at);
    if (indicator != nullptr) named.try_emplace(id, *indicator);
  };
  for (const std::string& heard : of.archive().heard_by(of.scenario())) add(heard);
  for (const Assumption& assumption : of.scenario().assumes) {
    for (const std::string& id : assumption.broken_by) add(id);
  }
}

Standing standing(const Case& of) {
  Archive& archive = of.archive();
  const Moment& moment = of.moment();
  const Scenario& scenario = of.scenario();
  Standing standing;
  standing.scenario = scenario;
  standing.assessment = of.assessment();
  const Ledger& ledger = *standing.assessment.ledger;

  // Earlier points: a week, a month, and the trend, all in one pass.
  std::vector<Instant> instants{plus(moment.as_of, Days(-7)), plus(moment.as_of, Days(-30))};
  for (int i = 1; i <= kTrendPoints; ++i) {
    instants.push_back(plus(moment.as_of, kTrend * (static_cast<double>(i) / kTrendPoints - 1.0)));
  }
  std::vector<Instant> since_opened;
  std::copy_if(instants.begin(), instants.end(), std::back_inserter(since_opened),
               [&](Instant instant) { return instant >= scenario.opened; });
  std::map<Instant, Probability> found;
  // Except in hindsight, the past is what was believed then: so a status says the same whether it
  // is printed on its day or replayed later.
  const bool as_known_then = moment.known_at <= moment.as_of;
  for (const HistoryPoint& point : history(archive, scenario.id, since_opened,
                                           as_known_then ? KnownAt{} : KnownAt{moment.known_at})) {
    found.emplace(point.as_of, point.probability);
  }
  const auto probability_at = [&](Instant instant) {
    const auto point = found.find(instant);
    return point == found.end() ? std::nullopt : std::optional(point->second);
  };
  standing.week_before = probability_at(instants[0]);
  standing.month_before = probability_at(instants[1]);
  for (std::size_t i = 2; i < instants.size(); ++i) {
    standing.trend.push_back(probability_at(instants[i]));
  }

  // Evidence counted, and of it the latest.
  const LedgerEvent* latest_event = nullptr;
  Instant latest_at = kBeginning;
  for (const LedgerEvent& event : ledger.evidence) {
    standing.evidence_count += static_cast<int>(event.items.size());
    const Instant at = event.until.value_or(event.occurred);
    if (!event.items.empty() &&
        (latest_event == nullptr || at > latest_at ||
         (at == latest_at && event.items.front() > latest_event->items.front()))) {
      latest_event = &event;
      latest_at = at;
    }
  }
  if (latest_event != nullptr) {
    const std::vector<ItemLine> told_by = items_of(archive, *latest_event, moment);
    if (!told_by.empty()) standing.latest = told_by.front();
  }

  for (const Assumption& assumption : scenario.assumes) {
    for (const std::string& indicator : assumption.broken_by) {
      if (const auto seen = last_seen(of, indicator)) {
        standing.in_doubt.push_back({assumption, indicator, *seen});
      }
    }
  }
  if (of.is_settled()) standing.resolution = of.resolution();
  standing.happened = happened(archive, ledger, moment);
  if (standing.assessment.came_true) {
    standing.assessment.came_true->occurred_as = standing.happened->occurred_as;
  }
  standing.above = stands_above(of);
  tell_revisions(archive, moment, standing);
  return standing;
}

Standings standings(Archive& archive, std::span<const std::string> scenarios,
                    const Moment& moment) {
  Standings standings;
  standings.moment = moment;
  standings.hindsight = moment.as_of < moment.known_at;
  standings.retired = archive.left_out(scenarios, moment.known_at);
  std::set<ItemId> unknown_then;
  std::set<ItemId> unavailable;
  for (const std::string& id : archive.these_or_all(scenarios, moment.known_at)) {
    const Case one(archive, id, moment);
    standings.scenarios.push_back(standing(one));
    name_indicators(one, standings.indicators);
    unknown_then.merge(not_known_then(one));
    unavailable.merge(not_available(one));
  }
  standings.not_known_then = static_cast<int>(unknown_then.size());
  standings.not_available = static_cast<int>(unavailable.size());
  return standings;
}

}  // namespace signpost::assess
